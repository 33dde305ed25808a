"""Boxes to tick: checks and tasks that are done or not, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.style import INK, LARGER, REGULAR, SEMIBOLD, SIZES, WHITE, Size, scaled
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import ended, join
from taphuan.text import say

FEWEST, MOST = 2, 6
_LARGEST = (1.5, 1.35, *LARGER)
# more boxes than this stand in two columns on a wide canvas
_MOST_DOWN = 4


def draw_checklist(*, boxes: tuple[tuple[str, str], ...], size: str) -> str:
    """`boxes` are (name, explanation), two to six, with a box to tick before each; an explanation may be empty.

    Below one another; five or six in two columns on a wide canvas. Raises ValueError for another number of boxes or for
    texts that do not fit.
    """
    if not FEWEST <= len(boxes) <= MOST:
        raise ValueError(f"a checklist has {FEWEST} to {MOST} boxes, not {len(boxes)}")
    s = SIZES[size]
    wide = s.width >= 1.5 * s.height
    for scale in _LARGEST if wide and size != "print" else (1.0,):
        plan = _Plan(scaled(s, scale), boxes, 2 if wide and len(boxes) > _MOST_DOWN else 1)
        if plan.fits:
            break
    if size != "phone" and not plan.fits:
        raise ValueError(f"the texts of the {len(boxes)} boxes do not fit a figure of size '{size}'; shorten them")
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    plan.draw(canvas)
    return canvas.svg()


def alt_checklist(boxes: Sequence[tuple[str, str]]) -> str:
    """What is to be ticked."""
    said = [ended(f"{name}{f': {text}' if text else ''}") for name, text in boxes]
    return join([say("charts.cards.checklist.alt", boxes=len(boxes)), *said])


class _Plan:
    def __init__(self, s: Size, boxes: tuple[tuple[str, str], ...], columns: int) -> None:
        self.size, self.columns = s, columns
        self.rows = -(-len(boxes) // columns)
        between = 2.4 * s.text
        self.width = (s.width - between * (columns - 1)) / columns
        self.pitch_x = self.width + between
        self.side, self.left = 1.25 * s.strong, 2.0 * s.strong
        self.room = self.width - self.left
        self.name_pitch, self.text_pitch = 1.3 * s.strong, 1.38 * s.text
        self.names = [wrap(name, s.strong, self.room, SEMIBOLD) for name, _ in boxes]
        self.texts = [wrap(text, s.text, self.room) if text else [] for _, text in boxes]
        heights = [
            max(self.side, self.name_pitch * len(name) + self.text_pitch * len(text))
            for name, text in zip(self.names, self.texts, strict=True)
        ]
        self.row_heights = [max(heights[row :: self.rows]) for row in range(self.rows)]
        taken = sum(self.row_heights)
        spare = (s.height - taken) / max(self.rows - 1, 1)
        self.gap = min(1.5 * s.text, spare) if s.name != "phone" else 0.9 * s.text
        self.height = taken + self.gap * (self.rows - 1) + 2

    @property
    def fits(self) -> bool:
        lines = [(line, self.size.strong, SEMIBOLD) for name in self.names for line in name]
        lines += [(line, self.size.text, REGULAR) for text in self.texts for line in text]
        narrow = all(text_width(line, px, weight) <= self.room + 0.5 for line, px, weight in lines)
        return narrow and self.gap >= 0.5 * self.size.text and self.height <= self.size.height

    def draw(self, canvas: Canvas) -> None:
        s = self.size
        tops = [1 + sum(self.row_heights[:row]) + self.gap * row for row in range(self.rows)]
        for n, (name, text) in enumerate(zip(self.names, self.texts, strict=True)):
            x, top = n // self.rows * self.pitch_x, tops[n % self.rows]
            canvas.rect(
                x + 1.5, top + (self.name_pitch - self.side) / 2 + 1, self.side, self.side, WHITE, INK, 2.5, radius=5
            )
            for at, line in enumerate(name):
                place = top + (at + 0.5) * self.name_pitch
                canvas.middle(x + self.left, place, line, s.strong, fill=INK, weight=SEMIBOLD)
            top += self.name_pitch * len(name)
            for at, line in enumerate(text):
                canvas.middle(x + self.left, top + (at + 0.5) * self.text_pitch, line, s.text, fill=INK)
