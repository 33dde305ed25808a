"""Horizontal bars as a table of name, value and bar: one index with its comparators, a merged province with its
predecessors.

The values have a column of their own, so that the dashed line of the mean never crosses a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from taphuan.charts.style import (
    BAND,
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    LARGER,
    RED,
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
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import NO_VALUE, join
from taphuan.text import listing, points

Row = TypeVar("Row", bound=tuple[str, float | None] | tuple[str, float | None, bool])


@dataclass(frozen=True)
class _Bar:
    """A row. With `heading` it has only a name, and stands above its group."""

    name: str
    value: float | None = None
    is_unit: bool = False
    heading: bool = False


def draw_index(*, rows: tuple[tuple[str, float, bool], ...], mean: float, mean_label: str, size: str) -> str:
    """One index: `rows` are (name, value, is_unit) in the order to show; the mean of the table is the dashed line.

    The canvas is as high as the rows need. Raises ValueError without a row.
    """
    s = SIZES[size]
    s = scaled(s, LARGER[1]) if s.width >= 1.5 * s.height and size != "print" else s
    height = min(round((1.7 + 3.2 * len(rows)) * s.text), s.height)
    return _draw(replace(s, height=height), [_Bar(*row) for row in rows], mean, mean_label)


def alt_index(rows: Sequence[tuple[str, float, bool]], mean: float, mean_label: str, measure: str) -> str:
    """`measure` is "Hạ tầng số năm 2022"; the other arguments are the chart's own."""
    values = [f"{name[:1].upper()}{name[1:]}: {points(value)}." for name, value, _ in rows]
    return join([f"Biểu đồ thanh ngang: {measure}.", *values, f"Mức {mean_label} là {points(mean)}."])


def draw_predecessors(
    *,
    unit_rows: tuple[tuple[str, float | None], ...],
    predecessor_rows: tuple[tuple[str, float | None], ...],
    unit_heading: str,
    predecessor_heading: str,
    unit_mean: float | None,
    predecessor_mean: float | None,
    size: str,
) -> str:
    """A merged province's own value above its predecessors': official values of both tables, never averaged.

    Rows are (name, value). The headings say which table each group comes from ("Theo 34 tỉnh, thành phố", "Theo 63
    tỉnh, thành phố trước sắp xếp"), and each is followed by the mean of that table. Each group goes from high to low; one
    without rows is left out. Raises ValueError without a row.
    """
    bars: list[_Bar] = []
    for rows, heading, mean, is_unit in (
        (unit_rows, unit_heading, unit_mean, True),
        (predecessor_rows, predecessor_heading, predecessor_mean, False),
    ):
        if rows:
            named = heading if mean is None else f"{heading} (trung bình {points(mean)})"
            bars.append(_Bar(named, heading=True))
            bars.extend(_Bar(name, value, is_unit) for name, value in _sorted(rows))
    return _draw(SIZES[size], bars, None, "")


def alt_predecessors(
    unit_rows: Sequence[tuple[str, float | None]],
    predecessor_rows: Sequence[tuple[str, float | None]],
    measure: str,
) -> str:
    """The arguments are the chart's own; `measure` names what is shown, when and of whom."""
    parts = [f"Biểu đồ thanh ngang: {measure}."]
    for heading, rows in (("Sau sắp xếp", unit_rows), ("Các đơn vị trước sắp xếp", predecessor_rows)):
        if rows:
            values = [f"{name} {points(value) if value is not None else NO_VALUE}" for name, value in rows]
            parts.append(f"{heading}: {listing(values)}.")
    return join(parts)


def _sorted(rows: Sequence[Row]) -> list[Row]:
    """From high to low, rows without a value last."""
    return sorted(rows, key=lambda row: (row[1] is None, -(row[1] or 0.0)))


def _draw(size: Size, bars: Sequence[_Bar], mean: float | None, mean_label: str) -> str:
    """One row a bar, the axis from 0; the mean is a dashed line named above the rows.

    Raises ValueError without a row: an empty picture is a failure.
    """
    if not any(not bar.heading for bar in bars):
        raise ValueError("a chart of bars needs at least one row")
    canvas = Canvas(size)
    head = 1.7 * size.text if mean is not None else 0.2 * size.text
    pitch = min((size.height - head - 2) / len(bars), 3.4 * size.text)
    px = size.text if pitch >= 1.3 * size.text else size.dense

    name_width = max(text_width(bar.name, px, BOLD) for bar in bars if not bar.heading)
    value_width = text_width("100,0", px, BOLD)
    value_x = name_width + 0.8 * px + value_width
    left = value_x + 0.7 * px
    right = size.width - 4
    known = [bar.value for bar in bars if bar.value is not None]
    longest = max([*known, mean or 0.0], default=0.0) or 1.0

    def x(value: float) -> float:
        return left + (right - left) * value / longest

    last = head + pitch * len(bars)
    thick = 0.72 * pitch if pitch < 30 else 0.6 * pitch
    middles = [head + (row + 0.5) * pitch for row in range(len(bars))]
    for y, bar in zip(middles, bars, strict=True):
        if bar.heading:
            # nearer to the rows it heads than to those above
            canvas.middle(0, y + 0.12 * pitch, bar.name, px, fill=GREY_TEXT, weight=SEMIBOLD)
            continue
        colour, weight = (RED, BOLD) if bar.is_unit else (INK, REGULAR)
        if bar.is_unit:
            canvas.rect(0, y - pitch / 2, size.width, pitch, BAND)
        canvas.line(left, y - pitch / 2, left, y + pitch / 2, RULE, 1.5)
        canvas.middle(name_width, y, bar.name, px, fill=colour, weight=weight, anchor="end")
        if bar.value is None:
            canvas.middle(left + 0.4 * px, y, NO_VALUE, px, fill=GREY_TEXT)
            continue
        canvas.middle(value_x, y, points(bar.value), px, fill=colour, weight=weight, anchor="end")
        if not bar.is_unit:
            canvas.rect(left, y - thick / 2, max(x(bar.value) - left, 1), thick, GREY)

    if mean is not None:
        # teal on grey has too little contrast: a white line around it
        canvas.line(x(mean), head - 3, x(mean), last, WHITE, 4)
    for y, bar in zip(middles, bars, strict=True):
        # over the white line, so that the bar is whole where it ends at the mean
        if bar.is_unit and bar.value is not None:
            canvas.rect(left, y - thick / 2, max(x(bar.value) - left, 1), thick, RED)
    if mean is not None:
        canvas.line(x(mean), head - 3, x(mean), last, TEAL, 2.5, dash="7 5")
        label = f"{mean_label}: {points(mean)}"
        half = text_width(label, size.text, SEMIBOLD) / 2
        centre = min(max(x(mean), half + 2), size.width - half - 2)
        canvas.middle(centre, head / 2 - 2, label, size.text, fill=TEAL, weight=SEMIBOLD, anchor="middle")
    return canvas.svg()
