"""A merged province beside its predecessors: official values of both tables, never averaged, never one line."""

from __future__ import annotations

from taphuan.charts.plots.bars import Bar, draw_bars
from taphuan.charts.style import SIZES
from taphuan.charts.svg import Canvas


def draw_predecessors(
    *,
    rows: tuple[tuple[str, float | None, str], ...],
    unit_heading: str,
    predecessor_heading: str,
    mean: float | None,
    mean_label: str,
    size: str,
) -> str:
    """`rows` are (name, value, kind), kind "unit" (the merged province's own value) or "predecessor".

    The headings say which table each group comes from ("Theo 34 tỉnh, thành phố", "Theo 63 tỉnh, thành phố trước sắp
    xếp"); the mean belongs to the unit's table. Ordered from high to low within its group; a group without rows is
    left out.
    """
    bars: list[Bar] = []
    for kind, heading in (("unit", unit_heading), ("predecessor", predecessor_heading)):
        group = sorted((row for row in rows if row[2] == kind), key=lambda row: (row[1] is None, -(row[1] or 0.0)))
        if group:
            bars.append(Bar(heading, heading=True))
            bars.extend(Bar(name, value, is_unit=kind == "unit") for name, value, _ in group)
    canvas = Canvas(SIZES[size])
    draw_bars(canvas, tuple(bars), mean, mean_label, top=0)
    return canvas.svg()
