"""Horizontal bars as a table of name, value and bar: one index with its comparators.

The values have a column of their own, so that the line of the mean never crosses a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.style import (
    BAND,
    BOLD,
    GREY,
    INK,
    LARGER,
    RED,
    REGULAR,
    RULE,
    SEMIBOLD,
    SIZES,
    WHITE,
    scaled,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import join
from taphuan.text import points, say


def draw_index(*, rows: tuple[tuple[str, float, bool], ...], mean: float, mean_label: str, size: str) -> str:
    """One index: `rows` are (name, value, is_unit) in the order to show; the mean of the table is the upright line.

    The canvas is as high as the rows need. Raises ValueError without a row.
    """
    if not rows:
        raise ValueError("a chart of bars needs at least one row")
    s = SIZES[size]
    s = scaled(s, LARGER[1]) if s.width >= 1.5 * s.height and size != "print" else s
    px = s.text
    canvas = Canvas(replace(s, height=min(round((1.7 + 3.2 * len(rows)) * px), s.height)))
    head = 1.7 * px
    pitch = min((canvas.size.height - head - 2) / len(rows), 3.4 * px)
    name_width = max(text_width(name, px, BOLD) for name, _, _ in rows)
    value_x = name_width + 0.8 * px + text_width("100,0", px, BOLD)
    left = value_x + 0.7 * px
    longest = max([mean, *(value for _, value, _ in rows)]) or 1.0

    def x(value: float) -> float:
        return left + (s.width - 4 - left) * value / longest

    for at, (name, value, is_unit) in enumerate(rows):
        y, thick = head + (at + 0.5) * pitch, 0.6 * pitch
        colour, weight = (RED, BOLD) if is_unit else (INK, REGULAR)
        if is_unit:
            canvas.rect(0, y - pitch / 2, s.width, pitch, BAND)
        canvas.line(left, y - pitch / 2, left, y + pitch / 2, RULE, 1.5)
        canvas.middle(name_width, y, name, px, fill=colour, weight=weight, anchor="end")
        canvas.middle(value_x, y, points(value), px, fill=colour, weight=weight, anchor="end")
        canvas.rect(left, y - thick / 2, max(x(value) - left, 1), thick, RED if is_unit else GREY)
    last = head + pitch * len(rows)
    # a line of the ground on both sides keeps the line apart from the bars
    canvas.line(x(mean), head - 3, x(mean), last, WHITE, 6)
    canvas.line(x(mean), head - 3, x(mean), last, INK, 2.5)
    label = f"{mean_label}: {points(mean)}"
    half = text_width(label, px, SEMIBOLD) / 2
    centre = min(max(x(mean), half + 2), s.width - half - 2)
    canvas.middle(centre, head / 2 - 2, label, px, fill=INK, weight=SEMIBOLD, anchor="middle")
    return canvas.svg()


def alt_index(rows: Sequence[tuple[str, float, bool]], mean: float, mean_label: str, measure: str) -> str:
    """`measure` is "Hạ tầng số năm 2022"; the other arguments are the chart's own."""
    values = [f"{name[:1].upper()}{name[1:]}: {points(value)}." for name, value, _ in rows]
    return join(
        [
            say("charts.plots.bars.alt", measure=measure),
            *values,
            say("charts.plots.bars.mean", label=mean_label, mean=points(mean)),
        ]
    )
