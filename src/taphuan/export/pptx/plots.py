"""Charts of what a notebook plotted with matplotlib: the same bars, lines and points in the same colours."""

from __future__ import annotations

from typing import Any

from taphuan.charts.own.words import decimal
from taphuan.charts.style import GREY, INK, RED, TEAL
from taphuan.document.model import FigureBlock
from taphuan.export.pptx.model import LINE, MEAN, OTHER, THIS, Chart, Series

_THEME = {RED: THIS, GREY: OTHER, TEAL: MEAN, INK: LINE}
# marks up to which each has its number, and the axis of values can go
MOST_LABELS = 24
# categories whose names fit below columns, and beside bars
_MOST_COLUMNS, _MOST_BARS = 24, 21


def plot_charts(figure: FigureBlock) -> tuple[Chart, ...]:
    """The chart of a plot; none where its names have no room and the slide shows the drawing."""
    plot, rows = figure.data["plot"], figure.data["rows"]
    if plot["kind"] == "points":
        return (_points(figure),)
    most = _MOST_BARS if plot["kind"] == "bar" else _MOST_COLUMNS
    if len(rows) * (len(plot["colours"]) if plot["kind"] == "bar" and not plot["stacked"] else 1) > most:
        return ()
    # a line across horizontal bars has no place in such a chart
    if plot["kind"] == "bar" and plot["levels"]:
        return _with_levels_as_bars(figure)
    return (_chart(figure),)


def _chart(figure: FigureBlock) -> Chart:
    plot, rows = figure.data["plot"], figure.data["rows"]
    digits = plot["digits"][1]
    marks = len(rows) * len(plot["colours"])
    alone = plot["kind"] != "line" or len(plot["colours"]) == 1
    labelled = alone and marks <= MOST_LABELS and not plot["stacked"] and not plot["log"][1] and not plot["levels"]
    series = []
    for at, name in enumerate(figure.data["columns"][1:]):
        values = tuple(None if row[1 + at] is None else float(row[1 + at]) for row in rows)
        labels = tuple(decimal(value, digits) if value is not None and labelled else "" for value in values)
        first, points = _colours(plot["colours"][at])
        line = plot["shapes"][at] == "line" and plot["kind"] != "line"
        series.append(Series(name, values, labels, _formula(digits), first, points, line=line))
    for name, value in plot["levels"]:
        across = (float(value),) * len(rows)
        series.append(Series(name, across, ("",) * len(rows), _formula(digits), LINE, line=True))
    numbers = [value for one in series for value in one.values if value is not None]
    top = max(numbers)
    return Chart(
        kind=plot["kind"],
        categories=tuple(row[0] for row in rows),
        series=tuple(series),
        decimals=digits,
        legend=len(series) > 1,
        lowest=_lowest(plot, min(numbers), top, labelled),
        highest=round(top + 0.12 * (top - min([*numbers, 0.0])), 4)
        if labelled and plot["kind"] == "bar" and top > 0
        else None,
        stacked=plot["stacked"],
        axis=not labelled,
        value=plot["value"] if not labelled or len(series) > 1 else "",
        logarithmic=(False, plot["log"][1]),
    )


def _lowest(plot: dict[str, Any], least: float, top: float, labelled: bool) -> float | None:
    """The low end of the axis; None lets the program choose it."""
    if plot["kind"] == "line" or plot["log"][1]:
        return None
    if least >= 0:
        return 0.0
    # room for the number at the end of the longest bar to the left
    return round(least - 0.12 * (max(top, 0.0) - least), 4) if labelled else None


def _with_levels_as_bars(figure: FigureBlock) -> tuple[Chart, ...]:
    """Horizontal bars with each level as a bar of its own, dark, where it stands among them; none for several series."""
    plot = figure.data["plot"]
    if len(plot["colours"]) > 1:
        return ()
    colours = plot["colours"][0]
    rows = [
        (name, value, colours[at] if len(colours) > 1 else colours[0])
        for at, (name, value) in enumerate(figure.data["rows"])
    ]
    known = [value for _, value, _ in rows if value is not None]
    falling = known == sorted(known, reverse=True)
    for name, level in plot["levels"]:
        before = (n for n, (_, value, _) in enumerate(rows) if value is not None and (value < level) == falling)
        rows.insert(next(before, len(rows)), (name, level, INK))
    data = {
        **figure.data,
        "rows": [[name, value] for name, value, _ in rows],
        "plot": {**plot, "levels": [], "colours": [[colour for *_, colour in rows]]},
    }
    return (_chart(FigureBlock(**{**figure.__dict__, "data": data})),)


def _points(figure: FigureBlock) -> Chart:
    plot, rows = figure.data["plot"], figure.data["rows"]
    series, start = [], 0
    for at, (name, count) in enumerate(plot["series"]):
        part = rows[start : start + count]
        start += count
        first, points = _colours(plot["colours"][at])
        named = tuple(row[0] if len(row) == 3 and row[0] != name else "" for row in part)
        values, places = tuple(float(row[-1]) for row in part), tuple(float(row[-2]) for row in part)
        series.append(
            Series(*(name, values, named, "{name}", first, points), at=places, line=plot["shapes"][at] == "line")
        )
    return Chart(
        kind="points",
        categories=tuple(row[0] if len(row) == 3 else "" for row in rows),
        series=tuple(series),
        decimals=plot["digits"][1],
        legend=len(series) > 1,
        lowest=None,
        axis=True,
        value=figure.data["columns"][-1],
        across=figure.data["columns"][-2],
        logarithmic=(plot["log"][0], plot["log"][1]),
        days=plot["days"],
    )


def _formula(digits: int) -> str:
    return f'SUBSTITUTE(FIXED({{value}},{digits},TRUE),".",",")' if digits else "FIXED({value},0,TRUE)"


def _colours(drawn: list[Any]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The colour of a series, the one that most of its marks have, and those of the others by their place."""
    named = [_THEME.get(str(colour).upper(), str(colour).upper()) for colour in drawn if colour]
    usual = max(dict.fromkeys(named), key=named.count, default=OTHER)
    if len(drawn) < 2:
        return usual, ()
    return usual, tuple(
        (at, _THEME.get(str(colour).upper(), str(colour).upper()))
        for at, colour in enumerate(drawn)
        if colour and _THEME.get(str(colour).upper(), str(colour).upper()) != usual
    )
