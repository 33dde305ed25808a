"""The table behind a plot, read back from its axes: bars, lines and points of one pair of axes, each with its name.

What else is drawn (an image, an area, two scales, very many points) has no such table: it stays a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from taphuan.charts.own.categories import Categories, has_days
from taphuan.charts.own.marks import marks_of, name_of
from taphuan.charts.own.model import Marks, Unreadable, Unusable
from taphuan.charts.own.words import decimals
from taphuan.text import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

# with more marks a chart cannot be edited by hand, and its table is no table for people
MOST_MARKS = 400
MOST_SERIES = 12
_NEAR = 1e-6


@dataclass(frozen=True)
class Reading:
    """What a plot shows. `kind`: bar (horizontal), column, line, points. `categories` are one a row, in the order in which a
    reader meets them; `series` the marks, their values in that order. `levels` are named values drawn as a line across.
    """

    kind: str
    category: str
    value: str
    categories: tuple[str, ...]
    series: tuple[Marks, ...]
    stacked: bool = False
    levels: tuple[tuple[str, float], ...] = ()
    logarithmic: tuple[bool, bool] = (False, False)
    days: bool = False

    def table(self) -> dict[str, Any]:
        """The figure's data, {"columns": [...], "rows": [[...]]}, and what a native chart needs beside them."""
        values = [value for one in self.series for value in one.values if value is not None]
        values += [value for _, value in self.levels]
        ats = [at for one in self.series for at in one.at] if self.kind == "points" else []
        plot: dict[str, Any] = {
            "kind": self.kind,
            "digits": [decimals(ats), decimals(values)],
            "stacked": self.stacked,
            "shapes": [one.shape for one in self.series],
            "colours": [list(one.colours) for one in self.series],
            "levels": [list(level) for level in self.levels],
            "log": list(self.logarithmic),
            "days": self.days,
            "value": self.value,
        }
        if self.kind == "points":
            rows: list[list[Any]] = [
                [one.name, *pair] for one in self.series for pair in zip(one.at, one.values, strict=True)
            ]
            names = [name for name in self.categories if name]
            plot["series"] = [[one.name, len(one.at)] for one in self.series]
            if names:
                # a lone series has no name of its own, but that of an axis
                several = len(self.series) > 1
                rows = [
                    [name or (row[0] if several else ""), *row[1:]]
                    for name, row in zip(self.categories, rows, strict=True)
                ]
            columns = [
                say("charts.own.read.name"),
                self.category or say("charts.own.read.across"),
                self.value or say("charts.own.read.up"),
            ]
            if not names and len(self.series) == 1:
                columns, rows = columns[1:], [row[1:] for row in rows]
            return {"columns": columns, "rows": rows, "plot": plot}
        years = all(name.isdecimal() and len(name) == 4 for name in self.categories)
        columns = [
            self.category or (say("charts.own.read.year") if years else say("charts.own.read.name")),
            *(one.name for one in self.series),
        ]
        rows = [[name, *row] for name, *row in zip(self.categories, *(one.values for one in self.series), strict=True)]
        return {"columns": columns, "rows": rows, "plot": plot}


def read(figure: Figure) -> Reading:
    """What the figure shows. Raises Unreadable, or Unusable for a figure that is empty or holds infinite values."""
    drawn = [axes for axes in figure.axes if axes.get_visible() and (axes.has_data() or axes.texts)]
    if not drawn:
        if any((figure.images, figure.lines, figure.patches, figure.texts)):
            raise Unreadable("is drawn without axes")
        raise Unusable("the figure draws nothing; draw on its axes, or leave plt.subplots() out")
    if len(drawn) > 1:
        for axes in drawn:
            marks_of(axes, strict=False)
        raise Unreadable(f"has {len(drawn)} pairs of axes")
    return _Axes(drawn[0]).reading()


class _Axes:
    """The only axes of a figure."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._series = marks_of(axes)
        self._horizontal = any(getattr(container, "orientation", "") == "horizontal" for container in axes.containers)

    def reading(self) -> Reading:
        series = self._series
        values = [value for one in series for value in one.values if value is not None]
        if not series:
            raise Unreadable("has neither bars nor lines nor points")
        if not values:
            raise Unusable("the figure has no value to show, each is missing; leave the cell out where there are none")
        if sum(len(one.values) for one in series) > MOST_MARKS or len(series) > MOST_SERIES:
            raise Unreadable(f"has {sum(len(one.values) for one in series)} marks, which is too many for a table")
        shapes = {one.shape for one in series}
        if shapes == {"bar"} or shapes == {"bar", "line"}:
            return self._bars(shapes)
        if shapes == {"line"}:
            return self._lines()
        if shapes == {"point"}:
            return self._points()
        raise Unreadable("mixes lines and points")

    def _bars(self, shapes: set[str]) -> Reading:
        axes = self._axes
        if self._horizontal and "line" in shapes:
            raise Unreadable("has a line across horizontal bars")
        axis = axes.yaxis if self._horizontal else axes.xaxis
        bars = [one for one in self._series if one.shape == "bar"]
        categories = self._categories(axis, bars)
        if categories.given and any(value == 0 for one in bars for value in one.values):
            raise Unreadable(
                "has a bar of 0, which pandas also draws for a missing value (`dropna()` leaves those out)"
            )
        places = sorted({place for one in bars for place in map(categories, one.at)})
        bases, stacked = self._bases(bars, categories), False
        below: dict[tuple[float, bool], float] = {}
        for one, base in zip(bars, bases, strict=True):
            for at, start, value in zip(one.at, base, one.values, strict=True):
                key = categories(at), (value or 0.0) < 0
                if abs(start - below.get(key, 0.0)) <= _NEAR * max(1.0, abs(start)):
                    stacked |= abs(start) > _NEAR
                elif abs(start) > _NEAR:
                    raise Unreadable("has bars that do not begin at 0")
                below[key] = start + (value or 0.0)
        # the bar at the top of a horizontal plot is read first
        upside_down = self._horizontal and not axis.get_inverted()
        ordered = places[::-1] if upside_down else places
        series = tuple(_along(one, ordered, categories) for one in self._series)
        if len(bars) == 1 and not bars[0].name:
            series = tuple(_renamed(one, self._value_label()) if one.shape == "bar" else one for one in series)
        elif any(not one.name for one in self._series):
            raise Unreadable("has several series without `label=`")
        return Reading(
            kind="bar" if self._horizontal else "column",
            category=axis.get_label_text(),
            value=self._value_label(),
            categories=tuple(categories.name(place) for place in ordered),
            series=series,
            stacked=stacked,
            levels=tuple(self._levels(across_x=not self._horizontal)),
            logarithmic=(False, self._other(axis).get_scale() == "log"),
        )

    def _bases(self, bars: list[Marks], categories: Categories) -> list[list[float]]:
        return [[float(bar.get_x() if self._horizontal else bar.get_y()) for bar in one.artists] for one in bars]

    def _lines(self) -> Reading:
        axis = self._axes.xaxis
        categories = self._categories(axis, self._series)
        places = sorted({categories(at) for one in self._series for at in one.at if isfinite(at)})
        steps = {round(after - before, 6) for before, after in pairwise(places)}
        even = len(steps) <= 1 or categories.named or (categories.days and max(steps) <= 1.12 * min(steps))
        if not even or axis.get_scale() == "log":
            return self._points()
        return Reading(
            kind="line",
            category=axis.get_label_text(),
            value=self._value_label(),
            categories=tuple(categories.name(place) for place in places),
            series=tuple(_along(one, places, categories) for one in self._named()),
            levels=tuple(self._levels(across_x=True)),
            logarithmic=(False, self._axes.get_yscale() == "log"),
        )

    def _points(self) -> Reading:
        from matplotlib.text import Annotation

        axes = self._axes
        if self._categories(axes.xaxis, self._series).named or self._categories(axes.yaxis, []).named:
            raise Unreadable("has points along an axis of names")
        if axes.get_xlabel() == "" and len(self._series) > 1 and any(not one.name for one in self._series):
            raise Unreadable("has several series without `label=`")
        names = {
            tuple(round(float(part), 6) for part in text.xy): text.get_text().strip()
            for text in axes.texts
            if isinstance(text, Annotation) and text.xycoords == "data"
        }
        kept = [_present(one) for one in self._named()]
        categories = [
            names.get((round(at, 6), round(value or 0.0, 6)), "")
            for one in kept
            for at, value in zip(one.at, one.values, strict=True)
        ]
        return Reading(
            kind="points",
            category=axes.get_xlabel(),
            value=self._value_label(),
            categories=tuple(categories),
            series=tuple(kept),
            levels=tuple(self._levels(across_x=True)),
            logarithmic=(axes.get_xscale() == "log", axes.get_yscale() == "log"),
            days=has_days(axes.xaxis),
        )

    def _named(self) -> list[Marks]:
        if len(self._series) == 1 and not self._series[0].name:
            return [_renamed(self._series[0], self._value_label())]
        if any(not one.name for one in self._series):
            raise Unreadable("has several series without `label=`")
        return self._series

    def _value_label(self) -> str:
        axes = self._axes
        return (axes.get_xlabel() if self._horizontal else axes.get_ylabel()) or say("charts.own.read.value")

    def _other(self, axis: Axis) -> Axis:
        return self._axes.yaxis if axis is self._axes.xaxis else self._axes.xaxis

    def _levels(self, across_x: bool) -> Iterator[tuple[str, float]]:
        """The lines of `axhline` (`axvline` beside horizontal bars) with their names."""
        for line in self._axes.lines:
            if line.get_transform() == self._axes.transData:
                continue
            across, up = list(line.get_xdata()), list(line.get_ydata())  # type: ignore[arg-type]
            own, other = (up, across) if across_x else (across, up)
            if other != [0, 1] or len(set(own)) != 1:
                raise Unreadable("has a line across in another direction than that of the values")
            value = float(own[0])  # type: ignore[arg-type]
            # the line at 0 is the axis itself
            if value == 0 and not name_of(line):
                continue
            if not name_of(line):
                raise Unreadable("has a line across without `label=`")
            yield name_of(line), value

    def _categories(self, axis: Axis, series: Sequence[Marks]) -> Categories:
        return Categories(axis, series)


def _along(one: Marks, places: Sequence[float], categories: Categories) -> Marks:
    """The marks in the order of the places; a place without a mark has no value."""
    found = {categories(at): n for n, at in enumerate(one.at) if isfinite(at)}
    if len(found) != len([at for at in one.at if isfinite(at)]):
        raise Unreadable("has two marks of a series at one place")
    order = [found.get(place) for place in places]
    colours = one.colours
    if len(colours) > 1:
        colours = tuple("" if n is None else one.colours[n] for n in order)
    return Marks(
        *(one.name, one.shape, tuple(places)),
        tuple(None if n is None else one.values[n] for n in order),
        colours if len(set(colours)) > 1 else colours[:1],
        one.artists,
    )


def _renamed(one: Marks, name: str) -> Marks:
    return Marks(name, one.shape, one.at, one.values, one.colours, one.artists)


def _present(one: Marks) -> Marks:
    """The points that have both numbers."""
    kept = [
        n for n, (at, value) in enumerate(zip(one.at, one.values, strict=True)) if isfinite(at) and value is not None
    ]
    colours = tuple(one.colours[n] for n in kept) if len(one.colours) == len(one.at) > 1 else one.colours
    return Marks(
        *(one.name, one.shape, tuple(one.at[n] for n in kept), tuple(one.values[n] for n in kept)),
        colours if len(set(colours)) > 1 else colours[:1],
        one.artists,
    )
