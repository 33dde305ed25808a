"""A chart of a slide and its series, before they become DrawingML."""

from __future__ import annotations

from dataclasses import dataclass

# colour names of the template's theme; a colour may also be #RRGGBB
THIS, OTHER, MEAN, LINE = "accent1", "accent3", "accent2", "tx1"


@dataclass(frozen=True)
class Series:
    """A series. `labels` are the formatted values, "" for none; `points` are (index, colour) of points with another colour.

    `formula` computes a label from its row in the workbook of the chart ({value}: cell of the value, {next}: of that of the
    next series, {name}: of the category, {extra}: of a number without a mark), so that the label changes with the number.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    formula: str
    colour: str
    points: tuple[tuple[int, str], ...] = ()
    # labels away from their mark: (index, distance right and down as parts of the chart's size)
    moved: tuple[tuple[int, float, float], ...] = ()
    named: bool = False  # whether its last label begins with its name
    line: bool = False  # whether it is a line across the columns of the other series
    extra: tuple[str, tuple[float, ...]] = ("", ())  # heading and numbers
    at: tuple[float, ...] = ()  # places of points along the horizontal axis
    sides: tuple[str, ...] = ()  # of labels of points: r, l, t, b; () for right
    marks: bool = True  # whether a line through points has marks at them


@dataclass(frozen=True)
class Chart:
    """`kind`: bar (horizontal) · column · line · points · dots (rows with a scale: the first series beside the second). `decimals`: of its values; `lowest`, `highest`: the ends of
    its axis of values, which is shown where `axis` says so, with the title `value`; `across` is that of the other axis."""

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int
    legend: bool = False
    reverse: bool = False  # 1 on top, for ranks
    lowest: float | None = 0.0
    highest: float | None = None
    gap: int = 40  # between bars, in per cent of a bar
    stacked: bool = False
    axis: bool = False
    value: str = ""
    across: str = ""
    logarithmic: tuple[bool, bool] = (False, False)  # the horizontal axis of points, the axis of values
    span: tuple[float, float] | None = None  # the ends of the horizontal axis of points, on a scale that doubles
    days: bool = False  # whether points stand at days: numbers of days since 1970
