"""The league of a conference: every participant's value, best first, this province in red."""

from __future__ import annotations

from taphuan.charts.plots.bars import Bar, draw_bars
from taphuan.charts.style import SIZES
from taphuan.charts.svg import Canvas


def draw_league(
    *,
    rows: tuple[tuple[str, str, float | None, bool], ...],
    mean: float | None,
    mean_label: str,
    size: str,
) -> str:
    """`rows` are (slug, name, value, is_unit), up to 19; drawn from high to low, units without a value last.

    `mean_label` names the comparator without its value ("trung bình 63 tỉnh"); equal values keep the order given.
    """
    ordered = sorted(rows, key=lambda row: (row[2] is None, -(row[2] or 0.0)))
    canvas = Canvas(SIZES[size])
    bars = tuple(Bar(name, value, is_unit) for _, name, value, is_unit in ordered)
    draw_bars(canvas, bars, mean, mean_label, top=0)
    return canvas.svg()
