"""How far a deck has come at each divider: which part begins, how long it takes, what comes after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from taphuan.text import say

# more parts are one bar: their pieces would be too short to count
MOST_PIECES = 10


class Slideish(Protocol):
    """A slide of a deck, whatever reads it."""

    @property
    def kind(self) -> str: ...
    @property
    def kicker(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def speaker(self) -> str: ...


@dataclass(frozen=True)
class Progress:
    """The part that a divider begins, `number` of `of`; `minutes` of the slides behind it (0: not planned); the title of the
    next part, empty for the last; who presents it, empty where that is not known."""

    number: int
    of: int
    minutes: int
    following: str
    speaker: str = ""

    @property
    def place(self) -> str:
        """ "Phần 4/8"."""
        return say("export.shared.progress.place", number=self.number, of=self.of)

    @property
    def pieces(self) -> tuple[str, ...]:
        """ "done", "now" or "coming" for each part; () where there are too many."""
        states = ("done",) * (self.number - 1) + ("now",) + ("coming",) * (self.of - self.number)
        return states if self.of <= MOST_PIECES else ()

    @property
    def share(self) -> float:
        """Per cent of the parts that are begun."""
        return 100 * self.number / self.of

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """(what, words) of the lines at the foot of the divider."""
        lines = (
            (
                say("export.shared.progress.time"),
                say("export.shared.progress.minutes", minutes=self.minutes) if self.minutes else "",
            ),
            (say("export.shared.progress.presenter"), self.speaker),
            (say("export.shared.progress.next"), self.following),
        )
        return tuple((what, words) for what, words in lines if words)


def part_numbers(slides: Iterable[Slideish]) -> tuple[int, ...]:
    """For each slide the number of its part, from 1; 0 where it belongs to none.

    A divider begins a part, and what follows belongs to it until the name of the part above the titles changes.
    """
    numbers: list[int] = []
    count, inside, name = 0, False, ""
    for slide in slides:
        if slide.kind == "section":
            count, inside, name = count + 1, True, ""
        elif inside:
            name = name or slide.kicker
            inside = slide.kind != "cover" and slide.kicker in ("", name)
        numbers.append(count if inside else 0)
    return tuple(numbers)


def progress_of(slides: Sequence[Slideish], titles: Sequence[str]) -> tuple[Progress | None, ...]:
    """For each slide what its divider shows; None for any other slide, and where the deck has one part. `titles` are those of
    the slides in plain words; a part has the name above the title of its divider, or that title."""
    numbers = part_numbers(slides)
    heads = [slide.kicker or title for slide, title in zip(slides, titles, strict=True) if slide.kind == "section"]
    of = len(heads)
    minutes = {
        number: sum(s.minutes for s, at in zip(slides, numbers, strict=True) if at == number and s.kind != "section")
        for number in range(1, of + 1)
    }
    return tuple(
        Progress(number, of, minutes[number], heads[number] if number < of else "", slide.speaker)
        if slide.kind == "section" and of > 1
        else None
        for slide, number in zip(slides, numbers, strict=True)
    )
