"""Levels that rest on one another: the lowest carries the others and is the widest; no arrow, for nothing moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.style import INK, LARGER, REGULAR, RULE, SEMIBOLD, SIZES, TEAL_TEXT, TEAL_TINTS, WHITE, Size, scaled
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, wrap
from taphuan.charts.words import ended, join
from taphuan.text import say

FEWEST, MOST = 2, 5
_LARGEST = (1.5, 1.35, *LARGER)
# width of the top level as a part of that of the lowest, beside explanations and with them inside
_TOP, _TOP_INSIDE = 0.58, 0.78


def draw_stack(*, levels: tuple[tuple[str, str], ...], size: str) -> str:
    """`levels` are (name, explanation) from the top down, two to five; an explanation may be empty.

    Explanations stand beside their level on a wide canvas and in it on a narrow one. Raises ValueError for another number
    of levels or for texts that do not fit.
    """
    if not FEWEST <= len(levels) <= MOST:
        raise ValueError(f"a stack has {FEWEST} to {MOST} levels, not {len(levels)}")
    s = SIZES[size]
    for scale in _LARGEST if s.width >= 1.5 * s.height and size != "print" else (1.0,):
        plan = _Plan(scaled(s, scale), levels)
        if plan.height <= s.height:
            break
    if size != "phone" and plan.height > s.height:
        raise ValueError(f"the texts of the {len(levels)} levels do not fit a figure of size '{size}'; shorten them")
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    plan.draw(canvas)
    return canvas.svg()


def alt_stack(levels: Sequence[tuple[str, str]]) -> str:
    """The levels from the top down."""
    said = [ended(f"{name}{f': {text}' if text else ''}") for name, text in levels]
    return join([say("charts.cards.stack.alt", levels=len(levels)), *said])


class _Plan:
    def __init__(self, s: Size, levels: tuple[tuple[str, str], ...]) -> None:
        self.size, self.levels = s, levels
        self.beside = s.width >= 1.5 * s.height and any(text for _, text in levels)
        whole = 0.5 * s.width if self.beside else float(s.width) if s.width < 1.5 * s.height else 0.72 * s.width
        top = _TOP if s.width >= 1.5 * s.height else _TOP_INSIDE
        steps = len(levels) - 1
        self.widths = [whole * (top + (1 - top) * n / steps) for n in range(len(levels))]
        self.whole, self.pad, self.gap = whole, 0.9 * s.text, 0.5 * s.text
        self.left = 0.0 if self.beside else (s.width - whole) / 2
        self.text_left = whole + 1.6 * s.text
        self.name_pitch, self.text_pitch = 1.3 * s.strong, 1.35 * s.text
        self.heights = [self._height(n) for n in range(len(levels))]
        self.height = sum(self.heights) + self.gap * steps

    def name(self, n: int) -> list[str]:
        return balance(self.levels[n][0], self.size.strong, self.widths[n] - 2 * self.pad, SEMIBOLD)

    def text(self, n: int) -> list[str]:
        words = self.levels[n][1]
        room = self.size.width - self.text_left if self.beside else self.widths[n] - 2 * self.pad
        return (wrap if self.beside else balance)(words, self.size.text, room) if words else []

    def _height(self, n: int) -> float:
        name, text = self.name_pitch * len(self.name(n)), self.text_pitch * len(self.text(n))
        return max(name + 2 * self.pad, text + 0.6 * self.pad) if self.beside else name + text + 1.6 * self.pad

    def draw(self, canvas: Canvas) -> None:
        s, top = self.size, 0.0
        for n, height in enumerate(self.heights):
            ground, letters = _colours(n, len(self.levels))
            width = self.widths[n]
            x, middle = self.left + (self.whole - width) / 2, top + height / 2
            canvas.rect(x, top, width, height, ground, radius=6)
            name, text = self.name(n), self.text(n)
            inside = self.name_pitch * len(name) + (0.0 if self.beside else self.text_pitch * len(text))
            y = middle - inside / 2
            for at, line in enumerate(name):
                place = y + (at + 0.5) * self.name_pitch
                canvas.middle(x + width / 2, place, line, s.strong, fill=letters, weight=SEMIBOLD, anchor="middle")
            y = middle - self.text_pitch * len(text) / 2 if self.beside else y + self.name_pitch * len(name)
            if text and self.beside:
                canvas.line(x + width + 0.3 * s.text, middle, self.text_left - 0.4 * s.text, middle, RULE, 1.5)
            for at, line in enumerate(text):
                place = y + (at + 0.5) * self.text_pitch
                if self.beside:
                    canvas.middle(self.text_left, place, line, s.text, fill=INK)
                else:
                    canvas.middle(x + width / 2, place, line, s.text, fill=letters, weight=REGULAR, anchor="middle")
            top += height + self.gap


def _colours(n: int, count: int) -> tuple[str, str]:
    """(ground, letters) of a level: the top in ink, the lowest in the lightest tint."""
    grounds = (INK, TEAL_TEXT, TEAL_TINTS[1], TEAL_TINTS[0], TEAL_TINTS[0])
    ground = INK if n == 0 else TEAL_TINTS[0] if n == count - 1 else grounds[n]
    return ground, WHITE if ground in (INK, TEAL_TEXT) else INK
