"""The speaker view of reveal.js in Vietnamese: the texts of its notes plugin are replaced when a deck is written."""

from __future__ import annotations

from taphuan.errors import EnvironmentLacks

# (context, text of the plugin, text in Vietnamese); each occurs in the plugin once
_WORDS = (
    ("<title>{}</title>", "reveal.js - Speaker View", "Màn hình của người trình bày"),
    (">{}<", "Loading speaker view...", "Đang mở màn hình của người trình bày…"),
    (">{}<", "Upcoming", "Trang sau"),
    (">{} <", "Time", "Thời gian"),
    (">{}<", "Click to Reset", "bấm để tính lại"),
    (">{}<", "Pacing – Time to finish current slide", "Nhịp độ: thời gian còn lại cho trang này"),
    (">{}</h4>", "Notes", "Ghi chú"),
    ("'{}'", "Default", "Mặc định"),
    ("'{}'", "Wide", "Ngang"),
    ("'{}'", "Tall", "Dọc"),
    ("'{}'", "Notes only", "Chỉ ghi chú"),
    ("'{}'", "Layout", "Bố cục"),
    ("'{}<br>", "Cross origin error.", "Không mở được."),
    (
        "<br>{}'",
        "The speaker window can only be opened from the same origin.",
        "Màn hình này chỉ mở được từ chính bài trình chiếu.",
    ),
    ("'{}<br>", "Error connecting to main window.", "Mất liên lạc với bài trình chiếu."),
    (
        "<br>{}'",
        "Please try closing and reopening the speaker view.",
        "Hãy đóng cửa sổ này rồi bấm S để mở lại.",
    ),
    (
        "{}",
        "Speaker view popup failed to open. Please make sure popups are allowed and reopen the speaker view.",
        "Trình duyệt không cho mở cửa sổ mới. Hãy cho phép rồi bấm S lần nữa.",
    ),
    # not texts, but settings of language and time, and what comes next: the next shown slide, no backup below this one
    ("method: '{}'", "next", "right"),
    ('<html lang="{}">', "en", "vi"),
    ("{}", "'en-US', { hour12: true,", "'vi-VN', { hour12: false,"),
    (">{}<", "0:00 AM", "00:00"),
    ("font-family: {};", "Helvetica", "system-ui, sans-serif"),
)


def in_vietnamese(plugin: str) -> str:
    """The code of the plugin with Vietnamese texts. Raises EnvironmentLacks where it lacks a text that is replaced."""
    for place, english, vietnamese in _WORDS:
        phrase = place.format(english)
        if plugin.count(phrase) != 1:
            raise EnvironmentLacks(
                f"reveal.js's speaker view no longer says {phrase}: install requirements.lock again", code="TH902"
            )
        plugin = plugin.replace(phrase, place.format(vietnamese))
    return plugin
