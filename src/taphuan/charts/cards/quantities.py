"""Sourced quantities of one unit to scale, as bars below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from taphuan.charts.style import BOLD, GREY_TEXT, INK, LARGER, RULE, SEMIBOLD, SIZES, TEAL, Size, scaled
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width
from taphuan.charts.words import join

MOST_ROWS = 6
# parts of the width that labels beside their bars have
_LABELS, _LONG_LABELS = 0.34, 0.5


@dataclass(frozen=True)
class Quantity:
    """`share` is the bar's length from 0 to 1."""

    label: str
    year: str
    value: str
    share: float


def draw_quantities(*, rows: tuple[tuple[str, str, str, float], ...], size: str) -> str:
    """`rows` are (label, year, printed value, share), one to six, drawn in the order given; the year may be empty.

    Labels stand left of their bars on a wide canvas and
    above them on a narrow one; the canvas is as high as they need. Raises ValueError for no row, more than six or
    labels that do not fit.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ValueError(f"a slide compares one to {MOST_ROWS} quantities, not {len(rows)}")
    s = SIZES[size]
    quantities = tuple(Quantity(*row) for row in rows)
    # long labels get more of the width before the slide has to be made two
    for scale, room in (*((scale, _LABELS) for scale in LARGER), (1.0, _LONG_LABELS)):
        plan = _Plan(scaled(s, scale), quantities, room)
        if plan.gap >= (1.15 if scale > 1 else 0.3) * plan.size.text:
            break
    else:
        raise ValueError(f"{len(rows)} quantities do not fit a figure of size '{size}'; make two slides of them")
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    s = plan.size
    top = 0.0
    for row, height in zip(plan.rows, plan.heights, strict=True):
        _draw(canvas, plan, row, top, height)
        top += height + plan.gap
    return canvas.svg()


def alt_quantities(rows: Sequence[tuple[str, str, str, float]], what: str) -> str:
    """`what` names the picture ("Biểu đồ thanh ngang so sánh 3 số liệu"); the rows are the chart's own."""
    values = [f"{label}{f' ({year})' if year else ''}: {value}." for label, year, value, _ in rows]
    return join([f"{what}.", *values])


class _Plan:
    """Columns and heights for one size."""

    def __init__(self, s: Size, rows: tuple[Quantity, ...], room: float) -> None:
        self.size, self.rows = s, rows
        self.beside = s.width >= 1.5 * s.height
        self.value_px = 1.3 * s.strong if self.beside else 1.15 * s.strong
        self.thick = 1.7 * s.text if self.beside else 1.2 * s.text
        self.line = 1.32 * s.text
        self.room = room * s.width if self.beside else float(s.width)
        self.left = self.room + 1.3 * s.text if self.beside else 0.0
        widths = [text_width(row.value, self.value_px, BOLD) for row in rows]
        self.right = s.width - max(widths, default=0.0) - 0.6 * s.text
        self.heights = [self._height(row) for row in rows]
        spare = s.height - sum(self.heights) - 0.3 * s.text
        self.gap = min(1.2 * s.text, spare / max(len(rows) - 1, 1))
        self.height = sum(self.heights) + self.gap * (len(rows) - 1) + 0.3 * s.text

    def label(self, row: Quantity) -> list[str]:
        return balance(row.label, self.size.text, self.room, SEMIBOLD)

    def label_height(self, row: Quantity) -> float:
        """The year has a line of its own beside a bar, and stands behind a label above one where it fits."""
        return self.line * (len(self.label(row)) + (1 if row.year and not self.year_behind(row) else 0))

    def year_behind(self, row: Quantity) -> bool:
        last = text_width(self.label(row)[-1], self.size.text, SEMIBOLD)
        return not self.beside and last + 0.6 * self.size.text + text_width(row.year, self.size.text) <= self.room

    def _height(self, row: Quantity) -> float:
        bar = max(self.thick, 1.1 * self.value_px)
        label = self.label_height(row)
        return max(label, bar) if self.beside else label + bar


def _draw(canvas: Canvas, plan: _Plan, row: Quantity, top: float, height: float) -> None:
    s = canvas.size
    label_height = plan.label_height(row)
    y = top + (height - label_height) / 2 if plan.beside else top
    lines = plan.label(row)
    for n, line in enumerate(lines):
        canvas.middle(0, y + (n + 0.5) * plan.line, line, s.text, fill=INK, weight=SEMIBOLD)
    if row.year:
        behind = plan.year_behind(row)
        x = text_width(lines[-1], s.text, SEMIBOLD) + 0.6 * s.text if behind else 0.0
        at = len(lines) - 0.5 if behind else len(lines) + 0.5
        canvas.middle(x, y + at * plan.line, row.year, s.text, fill=GREY_TEXT)
    middle = top + height / 2 if plan.beside else top + label_height + (height - label_height) / 2
    bar = max((plan.right - plan.left) * row.share, 2)
    canvas.rect(plan.left, middle - plan.thick / 2, bar, plan.thick, TEAL)
    canvas.line(plan.left, middle - 0.62 * plan.thick, plan.left, middle + 0.62 * plan.thick, RULE, 1.5)
    canvas.middle(plan.left + bar + 0.6 * s.text, middle, row.value, plan.value_px, fill=INK, weight=BOLD)
