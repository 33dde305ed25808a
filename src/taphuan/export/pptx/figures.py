"""Which figures a deck shows as editable charts, and the content of those charts.

A chart is made from the data of the figure alone; where these lack something that the drawing shows, or the chart would
be too small to read, the slide shows the drawing.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from taphuan.charts.mime import PLOT
from taphuan.document.model import FigureBlock
from taphuan.export.pptx.model import LINE, MEAN, OTHER, THIS, Chart, Series
from taphuan.export.pptx.plots import plot_charts
from taphuan.text import exact, rounded, say, tenth

# bars with labels of 14 pt that fit a slide
MOST_BARS = 21
# the axis relative to the longest bar: leaves room for its number
_BEYOND = 1.12
# the same for a value that may be 100
_BEYOND_ALL = 112.0


def chart_of(figure: FigureBlock) -> tuple[Chart, ...]:
    """The charts for the figure, side by side; none where the slide shows the drawing."""
    maker = {
        "league": _league,
        "participants-league": _league,
        "index": _index,
        "indices": _indices,
        "papi": _papi,
        "pillars": _pillars,
        "predecessors": _predecessors,
        "ranks": _ranks,
        "participants-movement": _moves,
        PLOT: plot_charts,
    }.get(figure.kind)
    if maker is None or not figure.data.get("rows"):
        return ()
    return maker(figure)


def minimum_height(charts: tuple[Chart, ...]) -> float:
    """px of height that the charts need for labels of 14 pt."""
    height = 260.0
    for chart in charts:
        if chart.kind == "bar":
            bars = len(chart.categories) * len(chart.series)
            height = max(height, 22.0 * bars * (1 if len(chart.series) == 1 else 1.05) + (40 if chart.legend else 0))
        if chart.kind == "dots":
            height = max(height, 30.0 * len(chart.categories) + 80.0)
    return height


# --- forms of numbers -------------------------------------------------------------------------------------------------


# a formula: the value with one decimal and a decimal comma, independent of the machine's settings
_VALUE = 'SUBSTITUTE(FIXED({value},1,TRUE),".",",")'
# a difference with its sign
_SIGNED = 'IF({value}>0,"+",IF({value}<0,"−",""))&SUBSTITUTE(FIXED(ABS({value}),1,TRUE),".",",")'
# the value, and its gap to the number of the next series
_GAP = 'SUBSTITUTE(FIXED(ABS({value}-{next}),1,TRUE),".",",")'
_VALUE_AND_GAP = f'{_VALUE}&" ("&IF({{value}}>{{next}},"+",IF({{value}}<{{next}},"−",""))&{_GAP}&")"'


def _printed(values: list[float | None]) -> tuple[str, ...]:
    return tuple("" if value is None else tenth(value) for value in values)


def _bars(names: list[str], values: list[float | None], colours: list[str], label: str, gap: int = 40) -> Chart:
    points = tuple((at, colour) for at, colour in enumerate(colours) if colour != OTHER)
    series = Series(label, tuple(values), _printed(values), _VALUE, OTHER, points)
    longest = max((value for value in values if value is not None), default=1.0)
    return Chart("bar", tuple(names), (series,), 1, highest=round(_BEYOND * longest, 4), gap=gap)


# --- the kinds --------------------------------------------------------------------------------------------------------


def _league(figure: FigureBlock) -> tuple[Chart, ...]:
    """The distances from the mean, two charts on one scale where one would be too long; only this unit has a colour."""
    name, mean = figure.unit.get("name", ""), figure.data.get("mean")
    ordered = sorted(figure.data["rows"], key=lambda row: (row[2] is None, -(row[2] or 0.0)))
    if not mean or len(ordered) > 2 * MOST_BARS:
        return ()
    gaps = [None if row[2] is None else exact(row[2]) - exact(mean["value"]) for row in ordered]
    known = [float(gap) for gap in gaps if gap is not None]
    most = 1.25 * max(map(abs, known), default=1.0)
    parts = [(0, len(ordered))]
    if len(ordered) > MOST_BARS:
        half = (len(ordered) + 1) // 2
        parts = [(0, half), (half, len(ordered))]
        most *= 1.2
    charts = []
    for first, after in parts:
        names = tuple(
            f"{rank}. {who}: {tenth(value)}" if value is not None else f"{rank}. {who}"
            for who, rank, value in ordered[first:after]
        )
        values = tuple(None if gap is None else round(float(gap), 8) for gap in gaps[first:after])
        labels = tuple("" if gap is None else _signed(gap) for gap in gaps[first:after])
        own = tuple((n, THIS) for n, row in enumerate(ordered[first:after]) if row[0] == name)
        series = Series(
            say("export.pptx.figures.difference", label=mean["label"], value=tenth(mean["value"])),
            values,
            labels,
            _SIGNED,
            OTHER,
            own,
        )
        chart = Chart("bar", names, (series,), 1, legend=True, lowest=None)
        charts.append(replace(chart, lowest=-round(most, 1) if min(known) < 0 else 0.0, highest=round(most, 1)))
    return tuple(charts)


def _signed(gap: Fraction, decimals: int = 1) -> str:
    """ "+22,1", "−6,8", "0,0"."""
    printed = rounded(abs(gap), decimals)
    return printed if not printed.strip("0,") else f"{'+' if gap > 0 else '−'}{printed}"


def _index(figure: FigureBlock) -> tuple[Chart, ...]:
    """This unit first, the mean of the table last, as in the data of the figure."""
    rows = figure.data["rows"]
    colours = [THIS, *[OTHER] * (len(rows) - 2), MEAN] if len(rows) > 1 else [THIS]
    chart = _bars([row[0] for row in rows], [row[1] for row in rows], colours, figure.data["columns"][1], gap=60)
    return (replace(chart, highest=_BEYOND_ALL),)


def _indices(figure: FigureBlock) -> tuple[Chart, ...]:
    """A row an index in the order of the figure: this unit's value, the mean, beside them value, gap and rank."""
    rows = figure.data["rows"]
    own: list[float | None] = [row[1] for row in rows]
    means: list[float | None] = [row[2] for row in rows]
    ranks = tuple(float(row[4]) for row in rows) if all(row[4] for row in rows) else ()
    before = say("export.pptx.figures.rank")
    labels = tuple(
        f"{_with_gap(value, mean)}{f'{before}{round(ranks[at])}' if ranks else ''}"
        for at, (value, mean) in enumerate(zip(own, means, strict=True))
    )
    formula = _VALUE_AND_GAP + f'&"{before}"&{{extra}}' * bool(ranks)
    return (_dots(figure, labels, formula, -3, 1, 100.0, (say("export.pptx.figures.rank_heading"), ranks)),)


def _papi(figure: FigureBlock) -> tuple[Chart, ...]:
    """The same for the contents of PAPI, on their scale to 10 with two decimals."""
    pairs = [(row[1], row[2]) for row in figure.data["rows"]]
    labels = tuple(f"{rounded(exact(own), 2)} ({_signed(exact(own) - exact(beside), 2)})" for own, beside in pairs)
    return (_dots(figure, labels, _VALUE_AND_GAP.replace(",1,TRUE", ",2,TRUE"), Fraction(-3, 10), 2, 10.0),)


def _dots(
    figure: FigureBlock,
    labels: tuple[str, ...],
    formula: str,
    far: Fraction | int,
    decimals: int,
    top: float,
    extra: tuple[str, tuple[float, ...]] = ("", ()),
) -> Chart:
    """Rows of dots, those at least `far` below the mean with red bars; the rows are ordered by their gap."""
    rows = figure.data["rows"]
    below = [row[1] is not None and row[2] is not None and exact(row[1]) - exact(row[2]) <= far for row in rows]
    red = tuple((at, THIS) for at in range(min(sum(below), len(rows))))
    own = Series(figure.data["columns"][1], tuple(row[1] for row in rows), labels, formula, THIS, red, extra=extra)
    mean = Series(figure.data["columns"][2], tuple(row[2] for row in rows), ("",) * len(rows), "", LINE)
    names = tuple(row[0] for row in rows)
    return Chart("dots", names, (own, mean), decimals, legend=True, lowest=0.0, highest=top)


def _with_gap(value: float | None, mean: float | None) -> str:
    """ "71,7 (−11,1)"."""
    if value is None or mean is None:
        return tenth(value) if value is not None else ""
    gap = exact(value) - exact(mean)
    return f"{tenth(value)} ({_signed(gap)})"


def _pillars(figure: FigureBlock) -> tuple[Chart, ...]:
    rows = figure.data["rows"]
    own: list[float | None] = [row[1] for row in rows]
    means: list[float | None] = [row[3] for row in rows]
    if any(value is None for value in own):
        return ()
    names = tuple(f"{row[0]} ({say('export.pptx.figures.ranked', rank=row[2])})" if row[2] else row[0] for row in rows)
    series = [Series(figure.unit.get("name", ""), tuple(own), _printed(own), _VALUE, THIS)]
    if all(value is not None for value in means):
        series.append(Series(figure.data["columns"][3], tuple(means), _printed(means), _VALUE, OTHER))
    return (Chart("bar", names, tuple(series), 1, legend=True, highest=_BEYOND_ALL, gap=50),)


def _predecessors(figure: FigureBlock) -> tuple[Chart, ...]:
    """Each with its rank in the table of its own time and the mean of that table: 34 and 63 are never mixed."""
    name = figure.unit.get("name", "")
    rows = figure.data["rows"]
    places = {row[1].rpartition("/")[2] for row in rows if row[1]}
    own = rows[0][0] == name and len(places) > 1
    names = [f"{row[0]} ({row[1]})" if row[1] else row[0] for row in rows]
    colours = [THIS if own and n == 0 else OTHER if row[1] else MEAN for n, row in enumerate(rows)]
    chart = _bars(names, [row[2] for row in rows], colours, figure.data["columns"][2], gap=60)
    return (replace(chart, highest=_BEYOND_ALL),)


def _ranks(figure: FigureBlock) -> tuple[Chart, ...]:
    """One unit in tables of one length, with 1 on top: no line crosses a change of method. None for several units or
    tables, which the drawing sets on one axis from the first to the last place."""
    rows, breaks = [row[1:] for row in figure.data["rows"]], figure.data.get("breaks") or ()
    alone = len({row[0] for row in figure.data["rows"]}) == len({of for _, _, of in rows}) == 1
    if not alone or len(breaks) != len(rows):
        return ()
    # a series for each stretch of comparable editions: no program connects two series
    starts = [0, *(n for n, why in enumerate(breaks) if why and n), len(rows)]
    name = figure.unit.get("name", "")
    series = []
    for first, after in pairwise(starts):
        inside = [first <= n < after for n in range(len(rows))]
        labels = [f"{row[1]}/{row[2]}" if own else "" for row, own in zip(rows, inside, strict=True)]
        if after == len(rows):
            labels[-1] = f"{name}: {labels[-1]}"
        series.append(
            Series(
                name,
                tuple(float(row[1]) if own else None for row, own in zip(rows, inside, strict=True)),
                tuple(labels),
                '{value}&"/"&{extra}',
                THIS,
                named=after == len(rows),
                extra=(say("export.pptx.figures.out_of"), tuple(float(of) for _, _, of in rows)),
            )
        )
    years = tuple(f"{year} ({why})" if why else str(year) for (year, _, _), why in zip(rows, breaks, strict=True))
    deepest = max(of for _, _, of in rows)
    return (Chart("line", years, tuple(series), 0, reverse=True, lowest=1.0, highest=float(deepest)),)


def _moves(figure: FigureBlock) -> tuple[Chart, ...]:
    rows = figure.data["rows"]
    if len(rows) > MOST_BARS:
        return ()
    names = [f"{name} ({_way(before, after)})" for name, before, after, _ in rows]
    steps = tuple(float(row[3]) for row in rows)
    labels = tuple(("+" if step > 0 else "−" if step < 0 else "") + str(abs(round(step))) for step in steps)
    points = tuple((n, MEAN) for n, step in enumerate(steps) if step > 0)
    formula = 'IF({value}>0,"+","")&SUBSTITUTE({value},"-","−")'
    series = Series(figure.data["columns"][3], steps, labels, formula, OTHER, points)
    return (Chart("bar", tuple(names), (series,), 0, lowest=None),)


def _way(before: int, after: int) -> str:
    if before == after:
        return say("export.pptx.figures.unchanged", after=after)
    return say(
        "export.pptx.figures.moved",
        before=before,
        up_or_down=say("export.pptx.figures.up") if after < before else say("export.pptx.figures.down"),
        after=after,
    )
