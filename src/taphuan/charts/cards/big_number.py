"""One number that carries a slide, and beside it what it changes in the work of the hall."""

from __future__ import annotations

from dataclasses import replace

from taphuan.charts.style import BOLD, GREY_TEXT, INK, LARGER, SEMIBOLD, SIZES, TEAL, TEAL_TEXT, Size, scaled
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import ended
from taphuan.text import say
from taphuan.theme import theme

CHANGES = say("charts.cards.big_number.changes")
_MOST = float(theme().sizes.number_most)
_LARGEST = (1.5, 1.35, *LARGER)


def draw_big_number(*, value: str, unit: str, label: str, year: str, changes: str, size: str) -> str:
    """The number with its unit, what it counts, and what it changes; beside one another, or below on a narrow canvas.

    Raises ValueError without what it changes, or for texts that do not fit.
    """
    if not changes:
        raise ValueError("a big number needs what it changes; a number that changes nothing stands in a sentence")
    s = SIZES[size]
    beside = s.width >= 1.5 * s.height
    for scale in _LARGEST if beside and size != "print" else (1.0,):
        plan = _Plan(scaled(s, scale), beside, value, unit, label, year, changes)
        if plan.height <= s.height:
            break
    if size != "phone" and plan.height > s.height:
        raise ValueError(f"the texts of the big number do not fit a figure of size '{size}'; shorten what it changes")
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    plan.draw(canvas)
    return canvas.svg()


def alt_big_number(value: str, unit: str, label: str, year: str, changes: str) -> str:
    """The number with its label, then what it changes."""
    number = " ".join(filter(None, (value, unit)))
    return say(
        "charts.cards.big_number.alt",
        label=label,
        number=number,
        year=f", {year}" if year else "",
        heading=CHANGES,
        changes=ended(changes),
    )


class _Plan:
    def __init__(self, s: Size, beside: bool, value: str, unit: str, label: str, year: str, changes: str) -> None:
        self.size, self.beside = s, beside
        self.value, self.unit, self.year = value, unit, year
        self.gap = 2.6 * s.text
        self.left = 0.46 * (s.width - self.gap) if beside else float(s.width)
        self.right = s.width - self.gap - self.left if beside else float(s.width)
        self.unit_px = 1.2 * s.strong
        room = self.left - (0.35 * self.unit_px + text_width(unit, self.unit_px, SEMIBOLD) if unit else 0.0)
        most = _MOST if s.name not in ("print", "phone") else 4.0 * s.text
        self.below = room < 0.4 * self.left
        room = self.left if self.below else room
        self.px = min(most, most * room / text_width(value, most, BOLD))
        self.label = balance(label, s.strong, self.left, SEMIBOLD)
        self.said = wrap(changes, s.strong, self.right)
        self.name_pitch, self.said_pitch = 1.3 * s.strong, 1.4 * s.strong
        self.first = 0.95 * self.px + (1.4 * self.unit_px if self.below else 0.0) + 0.3 * s.text
        self.number_height = self.first + self.name_pitch * len(self.label) + (1.5 * s.text if year else 0.0)
        self.said_height = 1.8 * s.text + self.said_pitch * len(self.said)
        self.height = (
            max(self.number_height, self.said_height)
            if beside
            else self.number_height + 1.6 * s.text + self.said_height
        ) + 0.3 * s.text

    def draw(self, canvas: Canvas) -> None:
        s = self.size
        top = (self.height - self.number_height) / 2 if self.beside else 0.0
        baseline = top + 0.82 * self.px
        canvas.text(0, baseline, self.value, self.px, fill=INK, weight=BOLD)
        if self.unit:
            x = 0.0 if self.below else text_width(self.value, self.px, BOLD) + 0.35 * self.unit_px
            y = baseline + 1.35 * self.unit_px if self.below else baseline
            canvas.text(x, y, self.unit, self.unit_px, fill=TEAL_TEXT, weight=SEMIBOLD)
        y = top + self.first
        for n, line in enumerate(self.label):
            canvas.middle(0, y + (n + 0.5) * self.name_pitch, line, s.strong, fill=INK, weight=SEMIBOLD)
        if self.year:
            canvas.middle(0, y + self.name_pitch * len(self.label) + 0.8 * s.text, self.year, s.text, fill=GREY_TEXT)
        x = self.left + self.gap if self.beside else 0.0
        top = (self.height - self.said_height) / 2 if self.beside else self.number_height + 1.6 * s.text
        if self.beside:
            canvas.line(x - self.gap / 2, 0, x - self.gap / 2, self.height, TEAL, 3)
        else:
            canvas.line(0, top - 0.8 * s.text, 96, top - 0.8 * s.text, TEAL, 3)
        canvas.middle(x, top + 0.6 * s.text, CHANGES, s.text, fill=TEAL_TEXT, weight=SEMIBOLD)
        for n, line in enumerate(self.said):
            canvas.middle(x, top + 1.8 * s.text + (n + 0.5) * self.said_pitch, line, s.strong, fill=INK)
