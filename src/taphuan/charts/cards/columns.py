"""Parallel pillars: side by side as high as one another, without number or arrow, for none comes before another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.style import BOLD, CARD, INK, LARGER, SIZES, TEAL, Size, scaled
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import ended, join
from taphuan.text import say

FEWEST, MOST = 2, 4
_LARGEST = (1.5, 1.35, *LARGER)
# px: lower pillars would leave half of the slide empty
_LEAST = 280


def draw_columns(*, pillars: tuple[tuple[str, str], ...], size: str) -> str:
    """`pillars` are (name, explanation), two to four; an explanation may be empty.

    Side by side, below one another where the canvas is narrow. Raises ValueError for another number of pillars or for texts
    that do not fit.
    """
    if not FEWEST <= len(pillars) <= MOST:
        raise ValueError(f"{FEWEST} to {MOST} pillars stand side by side, not {len(pillars)}")
    s = SIZES[size]
    across = s.width >= 1.5 * s.height
    for scale in _LARGEST if across and size != "print" else (1.0,):
        plan = _Plan(scaled(s, scale), pillars, across)
        if plan.fits:
            break
    if size != "phone" and not plan.fits:
        raise ValueError(f"the texts of the {len(pillars)} pillars do not fit a figure of size '{size}'; shorten them")
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    plan.draw(canvas)
    return canvas.svg()


def alt_columns(pillars: Sequence[tuple[str, str]]) -> str:
    """The pillars from left to right."""
    said = [ended(f"{name}{f': {text}' if text else ''}") for name, text in pillars]
    return join([say("charts.cards.columns.alt", pillars=len(pillars)), *said])


class _Plan:
    def __init__(self, s: Size, pillars: tuple[tuple[str, str], ...], across: bool) -> None:
        self.size, self.across = s, across
        count, self.pad = len(pillars), 1.05 * s.text
        self.gap = 1.2 * s.text if across else 0.7 * s.text
        self.width = (s.width - self.gap * (count - 1)) / count if across else float(s.width)
        self.room = self.width - 2 * self.pad
        self.name_pitch, self.text_pitch = 1.28 * s.strong, 1.38 * s.text
        self.names = [balance(name, s.strong, self.room, BOLD) for name, _ in pillars]
        self.texts = [wrap(text, s.text, self.room) if text else [] for _, text in pillars]
        heads = max(map(len, self.names)) * self.name_pitch
        self.head = [heads] * count if across else [len(name) * self.name_pitch for name in self.names]
        needed = [
            head + self.text_pitch * len(text) + (0.4 * s.text if text else 0.0) + 2.2 * self.pad
            for head, text in zip(self.head, self.texts, strict=True)
        ]
        self.least = max(needed)
        high = max(self.least, _LEAST if any(self.texts) and s.name in ("wide", "full") else 0)
        self.heights = [high] * count if across else needed
        self.height = high if across else sum(needed) + self.gap * (count - 1)

    @property
    def fits(self) -> bool:
        lines = [(line, self.size.strong, BOLD) for name in self.names for line in name]
        lines += [(line, self.size.text, 400) for text in self.texts for line in text]
        narrow = all(text_width(line, px, weight) <= self.room + 0.5 for line, px, weight in lines)
        return narrow and self.height <= self.size.height

    def draw(self, canvas: Canvas) -> None:
        s, top = self.size, 0.0
        for n, (name, text, height) in enumerate(zip(self.names, self.texts, self.heights, strict=True)):
            x = n * (self.width + self.gap) if self.across else 0.0
            canvas.rect(x, top, self.width, height, CARD, radius=8)
            if self.across:
                canvas.rect(x, top, self.width, 7, TEAL)
            else:
                canvas.rect(x, top, 6, height, TEAL)
            left, y = x + self.pad, top + 1.2 * self.pad
            for at, line in enumerate(name):
                canvas.middle(left, y + (at + 0.5) * self.name_pitch, line, s.strong, fill=INK, weight=BOLD)
            y += self.head[n] + 0.4 * s.text
            for at, line in enumerate(text):
                canvas.middle(left, y + (at + 0.5) * self.text_pitch, line, s.text, fill=INK)
            if not self.across:
                top += height + self.gap
