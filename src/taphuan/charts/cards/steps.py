"""Steps that follow one another: numbered circles on one line, a short name and an explanation at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.style import (
    BOLD,
    CARD,
    GREY_TEXT,
    INK,
    LARGER,
    REGULAR,
    RULE,
    SEMIBOLD,
    SIZES,
    TEAL,
    WHITE,
    Size,
    scaled,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import ended, join
from taphuan.text import say

FEWEST, MOST = 3, 5
# A chain across reads better than one down, until its columns become longer than this many lines.
_ACROSS_LINES = 7
# On cards letters grow to those of a slide that holds text alone.
_LARGEST = (1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
# px: lower cards would leave half of the slide empty
_LEAST_CARD = 300


def draw_steps(*, steps: tuple[tuple[str, str], ...], size: str) -> str:
    """`steps` are (name, explanation), three to five; an explanation may be empty.

    Across a wide canvas, or down where the texts are long or the canvas is narrow. The canvas is as high as the texts
    need; with a slide to itself (size "full") the steps stand on cards in letters as large as it has room for.
    Raises ValueError for another number of steps or for texts that do not fit.
    """
    if not FEWEST <= len(steps) <= MOST:
        raise ValueError(f"a chain has {FEWEST} to {MOST} steps, not {len(steps)}")
    s = SIZES[size]
    if size == "full":
        for scale in _LARGEST:
            cards = _Cards(scaled(s, scale), steps)
            if cards.fit:
                return _on_cards(steps, cards)
    sizes = [scaled(s, scale) for scale in LARGER]
    if s.width >= 1.5 * s.height and size != "print":
        for larger, most in zip(sizes, (_ACROSS_LINES - 2, _ACROSS_LINES - 1, _ACROSS_LINES), strict=True):
            columns = _Columns(larger, len(steps))
            if all(columns.lines(step) <= most for step in steps):
                return _across(steps, columns)
    for larger in sizes:
        rows = _Rows(larger, steps)
        if rows.gap >= (0.35 if larger.text == s.text else 0.8) * larger.text:
            return _down(steps, rows)
    raise ValueError(f"the texts of the {len(steps)} steps do not fit a figure of size '{size}'; shorten them")


def alt_steps(steps: Sequence[tuple[str, str]]) -> str:
    """The steps in their order."""
    sentences = [
        ended(say("charts.cards.steps.step", place=place, name=name, text=f" – {text}" if text else ""))
        for place, (name, text) in enumerate(steps, start=1)
    ]
    return join([say("charts.cards.steps.alt", steps=len(steps)), *sentences])


class _Columns:
    """Where the columns of a chain across stand."""

    def __init__(self, s: Size, count: int) -> None:
        self.size, self.gap = s, 1.5 * s.text
        self.pitch = (s.width + self.gap) / count
        self.room = self.pitch - self.gap

    def name(self, step: tuple[str, str]) -> list[str]:
        return balance(step[0], self.size.strong, self.room, BOLD)

    def text(self, step: tuple[str, str]) -> list[str]:
        return balance(step[1], self.size.text, self.room) if step[1] else []

    def lines(self, step: tuple[str, str]) -> int:
        return len(self.name(step)) + len(self.text(step))


def _across(steps: tuple[tuple[str, str], ...], columns: _Columns) -> str:
    s = columns.size
    r = 1.35 * s.text
    name_top = 2 * r + 0.9 * s.text
    name_lines = max(len(columns.name(step)) for step in steps)
    text_top = name_top + 1.3 * s.strong * name_lines + 0.35 * s.text
    text_lines = max(len(columns.text(step)) for step in steps)
    canvas = Canvas(replace(s, height=round(text_top + 1.35 * s.text * text_lines + 0.3 * s.text)))
    for at, step in enumerate(steps):
        x = at * columns.pitch
        if at + 1 < len(steps):
            _arrow(canvas, x + 2 * r + 8, r, x + columns.pitch - 8)
        _number(canvas, x + r, r, r, at + 1)
        for n, line in enumerate(columns.name(step)):
            canvas.text(x, name_top + (n + 0.95) * 1.3 * s.strong, line, s.strong, fill=INK, weight=BOLD)
        for n, line in enumerate(columns.text(step)):
            canvas.text(x, text_top + (n + 0.9) * 1.35 * s.text, line, s.text, fill=INK)
    return canvas.svg()


class _Cards:
    """Where the cards of a chain stand, one beside the other with an arrow between them, all as high as the highest."""

    def __init__(self, s: Size, steps: tuple[tuple[str, str], ...]) -> None:
        self.size, self.gap, self.pad = s, 52.0, 22.0
        self.width = (s.width - self.gap * (len(steps) - 1)) / len(steps)
        self.room = self.width - 2 * self.pad
        self.r = 1.1 * s.text
        self.name_pitch, self.text_pitch = 1.25 * s.strong, 1.35 * s.text
        self.name_top = self.pad + 2 * self.r + 0.7 * s.text
        self._names = [balance(name, s.strong, self.room, BOLD) for name, _ in steps]
        self._texts = [balance(text, s.text, self.room) if text else [] for _, text in steps]
        self.text_top = self.name_top + self.name_pitch * max(map(len, self._names)) + 0.45 * s.text
        needed = self.text_top + self.text_pitch * max(map(len, self._texts)) + self.pad
        self.height = max(needed, _LEAST_CARD)
        lines = (
            *((line, s.strong, BOLD) for lines in self._names for line in lines),
            *((line, s.text, REGULAR) for lines in self._texts for line in lines),
        )
        self.fit = needed <= s.height and all(text_width(line, px, weight) <= self.room for line, px, weight in lines)

    def lines(self, at: int) -> tuple[list[str], list[str]]:
        """The name and the explanation of a step."""
        return self._names[at], self._texts[at]


def _on_cards(steps: tuple[tuple[str, str], ...], cards: _Cards) -> str:
    s, r = cards.size, cards.r
    canvas = Canvas(replace(s, height=round(cards.height)))
    for at in range(len(steps)):
        x = at * (cards.width + cards.gap)
        canvas.rect(x, 0, cards.width, cards.height, CARD, radius=10)
        canvas.rect(x, 0, cards.width, 7, TEAL)
        if at + 1 < len(steps):
            _arrow(canvas, x + cards.width + 10, cards.pad + r, x + cards.width + cards.gap - 10)
        left = x + cards.pad
        _number(canvas, left + r, cards.pad + r, r, at + 1)
        name, text = cards.lines(at)
        for n, line in enumerate(name):
            canvas.middle(left, cards.name_top + (n + 0.5) * cards.name_pitch, line, s.strong, fill=INK, weight=BOLD)
        for n, line in enumerate(text):
            canvas.middle(left, cards.text_top + (n + 0.5) * cards.text_pitch, line, s.text, fill=INK)
    return canvas.svg()


class _Rows:
    """Where the rows of a chain down stand; on a wide canvas the explanation is beside the name, else below it."""

    def __init__(self, s: Size, steps: tuple[tuple[str, str], ...]) -> None:
        self.size = s
        self.r = 1.1 * s.text
        self.left = 2 * self.r + 0.9 * s.text
        self.beside = s.width >= 1.5 * s.height and all(text for _, text in steps)
        self.name_pitch, self.text_pitch = 1.3 * s.strong, 1.35 * s.text
        self._name_room = 0.26 * s.width if self.beside else s.width - self.left
        self.text_left = self.left + self._name_room + 1.2 * s.text if self.beside else self.left
        taken = [max(2 * self.r, self._height(step)) for step in steps]
        self.gap = min(1.1 * s.text, (s.height - sum(taken)) / (len(steps) - 1))
        self.tops = [sum(taken[:at]) + self.gap * at for at in range(len(steps))]
        self.height = self.tops[-1] + taken[-1]

    def name(self, step: tuple[str, str]) -> list[str]:
        return balance(step[0], self.size.strong, self._name_room, BOLD)

    def text(self, step: tuple[str, str]) -> list[str]:
        return wrap(step[1], self.size.text, self.size.width - self.text_left) if step[1] else []

    def name_top(self, step: tuple[str, str]) -> float:
        """Below the row's top: a name with its text beside it, or without one, begins at the middle of its circle."""
        return max(self.r - self.name_pitch / 2, 0.0) if self.beside or not step[1] else 0.0

    def text_top(self, step: tuple[str, str]) -> float:
        if self.beside:
            return max(self.r - self.text_pitch / 2, 0.0)
        return self.name_top(step) + self.name_pitch * len(self.name(step))

    def _height(self, step: tuple[str, str]) -> float:
        name = self.name_top(step) + self.name_pitch * len(self.name(step))
        return max(name, self.text_top(step) + self.text_pitch * len(self.text(step)))


def _down(steps: tuple[tuple[str, str], ...], rows: _Rows) -> str:
    s, r = rows.size, rows.r
    canvas = Canvas(replace(s, height=round(rows.height)))
    canvas.line(r, rows.tops[0] + r, r, rows.tops[-1] + r, RULE, 3)
    for at, (step, top) in enumerate(zip(steps, rows.tops, strict=True)):
        _number(canvas, r, top + r, r, at + 1)
        for n, line in enumerate(rows.name(step)):
            y = top + rows.name_top(step) + (n + 0.5) * rows.name_pitch
            canvas.middle(rows.left, y, line, s.strong, fill=INK, weight=BOLD)
        for n, line in enumerate(rows.text(step)):
            y = top + rows.text_top(step) + (n + 0.5) * rows.text_pitch
            canvas.middle(rows.text_left, y, line, s.text, fill=INK)
    return canvas.svg()


def _number(canvas: Canvas, x: float, y: float, r: float, place: int) -> None:
    canvas.circle(x, y, r, TEAL, WHITE, 2)
    canvas.middle(x, y, str(place), 1.1 * r, fill=WHITE, weight=SEMIBOLD, anchor="middle")


def _arrow(canvas: Canvas, start: float, y: float, end: float) -> None:
    canvas.line(start, y, end - 2, y, RULE, 3)
    canvas.path(f"M{end - 10:g} {y - 7:g}L{end:g} {y:g}L{end - 10:g} {y + 7:g}", "none", GREY_TEXT, 2.5)
