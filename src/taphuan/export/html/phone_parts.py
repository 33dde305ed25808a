"""The parts of a deck that a phone folds: what follows a divider, as long as it belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taphuan.document.slides import Slide
from taphuan.export.shared.progress import part_numbers
from taphuan.text import say


@dataclass(frozen=True)
class Part:
    """A part of the deck behind its divider; `slides` and `minutes` are those of the slides that follow the divider."""

    number: int
    slides: int
    minutes: int

    def label(self, of: int) -> str:
        """What the button of the divider says."""
        minutes = say("export.html.phone_parts.minutes", minutes=self.minutes) if self.minutes else ""
        return say("export.html.phone_parts.place", number=self.number, of=of, slides=self.slides, minutes=minutes)


def parts(slides: Iterable[Slide]) -> dict[int, Part]:
    """The parts by number."""
    slides = tuple(slides)
    found: dict[int, list[Slide]] = {}
    for slide, number in zip(slides, part_numbers(slides), strict=True):
        if number and slide.kind != "section":
            found.setdefault(number, []).append(slide)
    return {
        number: Part(number, len(inside), sum(slide.minutes for slide in inside)) for number, inside in found.items()
    }
