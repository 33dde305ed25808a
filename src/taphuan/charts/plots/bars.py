"""Horizontal bars as a table: name, value, bar; shared by the league of a conference and the predecessors' chart.

The value has its own column beside the name, so that no dashed line ever crosses a number.
"""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.charts.style import BAND, BOLD, GREY, GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, TEAL, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.text import index_value

NO_VALUE = "không có số liệu"


@dataclass(frozen=True)
class Bar:
    """`heading` rows carry a name only and stand above their group."""

    name: str
    value: float | None = None
    is_unit: bool = False
    heading: bool = False


def draw_bars(canvas: Canvas, bars: tuple[Bar, ...], mean: float | None, mean_label: str, top: float) -> None:
    """Fill the canvas below `top`, one row a bar, axis from 0; the mean is a dashed line named above the rows.

    Raises ValueError without a row: an empty picture is a failure.
    """
    if not any(not bar.heading for bar in bars):
        raise ValueError("a chart of bars needs at least one row")
    size = canvas.size
    head = 1.7 * size.text if mean is not None else 0.2 * size.text
    room = size.height - top - head - 2
    pitch = min(room / len(bars), 3.4 * size.text)
    px = size.text if pitch >= 1.3 * size.text else size.dense
    first = top + head

    name_width = max(text_width(bar.name, px, BOLD) for bar in bars if not bar.heading)
    value_width = text_width("0,0000", px, BOLD)
    value_x = name_width + 0.8 * px + value_width
    left = value_x + 0.7 * px
    right = size.width - 4
    known = [bar.value for bar in bars if bar.value is not None]
    longest = max([*known, mean or 0.0], default=0.0) or 1.0

    def x(value: float) -> float:
        return left + (right - left) * value / longest

    last = first + pitch * len(bars)
    thick = 0.72 * pitch if pitch < 30 else 0.6 * pitch
    middles = [first + (row + 0.5) * pitch for row in range(len(bars))]
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
        canvas.middle(value_x, y, index_value(bar.value), px, fill=colour, weight=weight, anchor="end")
        if not bar.is_unit:
            canvas.rect(left, y - thick / 2, max(x(bar.value) - left, 1), thick, GREY)

    if mean is not None:
        canvas.line(x(mean), first - 3, x(mean), last, WHITE, 4)  # teal alone drowns in the grey
    for y, bar in zip(middles, bars, strict=True):
        if bar.is_unit and bar.value is not None:  # whole, even where it ends beside the mean
            canvas.rect(left, y - thick / 2, max(x(bar.value) - left, 1), thick, RED)
    if mean is not None:
        canvas.line(x(mean), first - 3, x(mean), last, TEAL, 2.5, dash="7 5")
        label = f"{mean_label}: {index_value(mean)}"
        half = text_width(label, size.text, SEMIBOLD) / 2
        centre = min(max(x(mean), half + 2), size.width - half - 2)
        canvas.middle(centre, top + head / 2 - 2, label, size.text, fill=TEAL, weight=SEMIBOLD, anchor="middle")
