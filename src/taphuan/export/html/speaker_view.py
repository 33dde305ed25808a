"""The speaker view of reveal.js in Vietnamese: the texts of its notes plugin are replaced when a deck is written."""

from __future__ import annotations

from taphuan.errors import EnvironmentLacks
from taphuan.text import say

# (context, text of the plugin, text in Vietnamese); each occurs in the plugin once
_WORDS = (
    ("<title>{}</title>", "reveal.js - Speaker View", say("export.html.speaker_view.window")),
    (">{}<", "Loading speaker view...", say("export.html.speaker_view.opening")),
    (">{}<", "Upcoming", say("export.html.speaker_view.upcoming")),
    (">{} <", "Time", say("export.html.speaker_view.time")),
    (">{}<", "Click to Reset", say("export.html.speaker_view.reset")),
    (">{}<", "Pacing – Time to finish current slide", say("export.html.speaker_view.pacing")),
    (">{}</h4>", "Notes", say("export.html.speaker_view.notes")),
    ("'{}'", "Default", say("export.html.speaker_view.default")),
    ("'{}'", "Wide", say("export.html.speaker_view.wide")),
    ("'{}'", "Tall", say("export.html.speaker_view.tall")),
    ("'{}'", "Notes only", say("export.html.speaker_view.notes_only")),
    ("'{}'", "Layout", say("export.html.speaker_view.layout")),
    ("'{}<br>", "Cross origin error.", say("export.html.speaker_view.not_opened")),
    (
        "<br>{}'",
        "The speaker window can only be opened from the same origin.",
        say("export.html.speaker_view.only_from_deck"),
    ),
    ("'{}<br>", "Error connecting to main window.", say("export.html.speaker_view.lost")),
    (
        "<br>{}'",
        "Please try closing and reopening the speaker view.",
        say("export.html.speaker_view.close_and_reopen"),
    ),
    (
        "{}",
        "Speaker view popup failed to open. Please make sure popups are allowed and reopen the speaker view.",
        say("export.html.speaker_view.blocked"),
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
