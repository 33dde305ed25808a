"""What learners can do afterwards, on the slide that opens a module."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taphuan.compose.slide import ComposedCell, ComposedSlide
from taphuan.known.conferences import module
from taphuan.lesson.markdown import bullets
from taphuan.text import lower_first, say

SECTION = "section"
_LEAD = say("compose.objectives.lead")


def with_objectives(slide: ComposedSlide, slug: str, day: date) -> ComposedSlide:
    """The slide with the objectives of its module behind its question; as it is where the day has none, and no slide but the one
    that opens the module."""
    objectives = [item for item in module(slug).of_kind("objective") if item.usable(day)]
    if slide.kind != SECTION or not objectives:
        return slide
    said = bullets([lower_first(item.text) for item in objectives])
    cell = ComposedCell(f"{slide.id}-muc-tieu", "markdown", "body", f"{_LEAD}\n\n{said}", "-")
    at = next(
        (place for place, other in enumerate(slide.cells) if other.role in ("notes", "sources")), len(slide.cells)
    )
    return replace(slide, cells=(*slide.cells[:at], cell, *slide.cells[at:]))
