"""reveal.js's speaker view in Vietnamese: its words are replaced in the notes plugin when a deck is written."""

from __future__ import annotations

from taphuan.errors import EnvironmentLacks

# (what the plugin says, what a presenter reads); each stands in it once
_WORDS = (
    ('<html lang="en">', '<html lang="vi">'),
    ("<title>reveal.js - Speaker View</title>", "<title>Màn hình của người trình bày</title>"),
    ("Loading speaker view...", "Đang mở màn hình của người trình bày…"),
    (">Upcoming<", ">Trang sau<"),
    (
        'Time <span class="reset-button">Click to Reset</span>',
        'Thời gian <span class="reset-button">bấm để tính lại</span>',
    ),
    (">0:00 AM<", ">00:00<"),
    ("'en-US', { hour12: true,", "'vi-VN', { hour12: false,"),
    ("Pacing – Time to finish current slide", "Nhịp độ: thời gian còn lại cho trang này"),
    ('<h4 class="label">Notes</h4>', '<h4 class="label">Ghi chú</h4>'),
    ("'Default'", "'Mặc định'"),
    ("'Wide'", "'Ngang'"),
    ("'Tall'", "'Dọc'"),
    ("'Notes only'", "'Chỉ ghi chú'"),
    ("'Layout'", "'Bố cục'"),
    (
        "Cross origin error.<br>The speaker window can only be opened from the same origin.",
        "Màn hình này chỉ mở được từ chính bài trình chiếu.",
    ),
    (
        "Error connecting to main window.<br>Please try closing and reopening the speaker view.",
        "Mất liên lạc với bài trình chiếu.<br>Hãy đóng cửa sổ này rồi bấm S để mở lại.",
    ),
    (
        "Speaker view popup failed to open. Please make sure popups are allowed and reopen the speaker view.",
        "Trình duyệt không cho mở cửa sổ mới. Hãy cho phép cửa sổ bật lên rồi bấm S lần nữa.",
    ),
    ("font-family: Helvetica;", "font-family: system-ui, sans-serif;"),
)


def in_vietnamese(plugin: str) -> str:
    """The plugin's code with our words. Raises EnvironmentLacks where it does not say what we translate."""
    for theirs, ours in _WORDS:
        if plugin.count(theirs) != 1:
            raise EnvironmentLacks(
                f"reveal.js's speaker view no longer says {theirs!r}: install requirements.lock again"
            )
        plugin = plugin.replace(theirs, ours)
    return plugin
