"""All units by two numbers as a chart of points, and the table of those that stand in the band of this one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from taphuan.document.model import Column, FigureBlock, TableBlock
from taphuan.export.pptx.model import LINE, MEAN, OTHER, THIS, Chart, Series
from taphuan.export.pptx.tables import Grid, grids, table_box
from taphuan.export.pptx.template import Box
from taphuan.text import say, tenth

_OWN, _PEER = say("lesson.figures.scatter.own"), say("lesson.figures.scatter.near")
_TABLE, _APART = 0.3, 24.0  # of the width; px
_OTHERS = say("export.pptx.scatter.others")


def scatter(figure: FigureBlock, area: Box) -> tuple[tuple[Box, Chart], tuple[Box, Grid]] | None:
    """The chart and the table, each with its box; None where the table has no room."""
    rows, (up, across, margin) = figure.data["rows"], figure.data["axes"]
    table_area = replace(area, x=area.x + (1 - _TABLE) * area.w, w=_TABLE * area.w)
    found = grids(_table(rows, margin, up), table_area.w, area.h)
    if len(found) != 1:
        return None
    left = replace(area, w=area.w * (1 - _TABLE) - _APART)
    return (left, _chart(figure, up, across)), (table_box(found[0], table_area), found[0])


def _table(rows: Sequence[Sequence[object]], margin: str, up: str) -> TableBlock:
    listed = sorted(((str(row[0]), float(str(row[2])), row[3]) for row in rows if row[3]), key=lambda one: (-one[1], one[0]))  # fmt: skip
    return TableBlock(
        columns=(Column(margin), Column(up.partition(" ")[0], align="right")),
        rows=tuple((name, tenth(value)) for name, value, _ in listed),
        caption="",
        highlight=next(at for at, (*_, group) in enumerate(listed) if group == _OWN),
    )


def _chart(figure: FigureBlock, up: str, across: str) -> Chart:
    data = figure.data
    sides: dict[str, str] = data["sides"]
    values = [float(row[2]) for row in data["rows"]]
    low, high = 10 * math.floor(min(values) / 10 - 0.2), min(10 * math.ceil(max(values) / 10 + 0.2), 102)
    wide = [float(row[1]) for row in data["rows"]]
    # a tick doubles the one before it
    first, last = 10.0 * math.floor(0.95 * min(wide) / 10), 10.0 * math.ceil(1.05 * max(wide) / 10)

    def series(name: str, group: str, colour: str) -> Series:
        members = [row for row in data["rows"] if row[3] == group]
        labels = tuple(row[0] if row[0] in sides else "" for row in members)
        return Series(
            name,
            tuple(float(row[2]) for row in members),
            labels,
            "{name}",
            colour,
            at=tuple(float(row[1]) for row in members),
            sides=tuple(sides.get(row[0], "r") for row in members),
        )

    name = figure.unit["name"]
    near, far = data["band"]
    band = Series(
        say("export.pptx.scatter.band", near=tenth(near), far=tenth(far)),
        (float(low), float(high), float(high), float(low)),
        ("",) * 4,
        "{name}",
        LINE,
        at=(near, near, far, far),
        line=True,
        marks=False,
    )
    every = (
        series(_OTHERS, "", OTHER),
        series(say("export.pptx.scatter.near_level", name=name), _PEER, MEAN),
        band,
        series(name, _OWN, THIS),
    )
    return Chart(
        kind="points",
        categories=(),
        series=every,
        decimals=1,
        lowest=float(low),
        highest=float(high),
        axis=True,
        value=up,
        across=across,
        logarithmic=(True, False),
        span=(max(first, 10.0), last),
    )
