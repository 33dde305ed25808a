"""One index of a province beside the means it may be compared with and the best of its table."""

from __future__ import annotations

from dataclasses import replace

from taphuan.charts.plots.bars import Bar, draw_bars
from taphuan.charts.style import LARGER, SIZES, scaled
from taphuan.charts.svg import Canvas


def draw_index(*, rows: tuple[tuple[str, float, bool], ...], mean: float, mean_label: str, size: str) -> str:
    """`rows` are (name, value, is the unit), in the order to show; the mean of the table is the dashed line.

    The canvas is as high as the rows need. Raises ValueError without a row.
    """
    s = SIZES[size]
    s = scaled(s, LARGER[1]) if s.width >= 1.5 * s.height and size != "print" else s
    height = min(round((1.7 + 3.2 * len(rows)) * s.text), s.height)
    canvas = Canvas(replace(s, height=height))
    draw_bars(canvas, tuple(Bar(*row) for row in rows), mean, mean_label, top=0)
    return canvas.svg()
