"""The league of a conference: every participant's value, best first, this province in red, a second one in teal."""

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
    beside: tuple[str, str, float | None] | None = None,
    outside: str = "",
) -> str:
    """`rows` are (slug, name, value, is_unit), up to 19; drawn from high to low, units without a value last.

    `mean_label` names the comparator without its value ("trung bình 63 tỉnh"); equal values keep the order given.
    `beside` is (slug, name, value) of a second province: marked where it is one of the rows, else below them under the
    heading `outside`.
    """
    ordered = sorted(rows, key=lambda row: (row[2] is None, -(row[2] or 0.0)))
    canvas = Canvas(SIZES[size])
    second = beside[0] if beside else ""
    bars = [Bar(name, value, is_unit, is_beside=slug == second) for slug, name, value, is_unit in ordered]
    if beside and not any(bar.is_beside for bar in bars):
        bars += [Bar(outside, heading=True), Bar(beside[1], beside[2], is_beside=True)]
    draw_bars(canvas, tuple(bars), mean, mean_label, top=0)
    return canvas.svg()
