"""The marks of a pair of axes: bars, lines and points with their names, places, values and colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite, isinf
from typing import TYPE_CHECKING, Any

from taphuan.charts.own.model import Marks, Unreadable, Unusable
from taphuan.charts.own.tidying import has_area, is_key, tidied

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# marks of one artist from which a drawing holds them as a picture: as lines of SVG they would be megabytes
MANY_MARKS = 3000


def marks_of(axes: Axes, strict: bool = True) -> list[Marks]:
    """The marks of the axes, with the names that a legend gives them. Raises Unreadable where there are others (if
    `strict`), Unusable for infinite values."""
    return tidied(list(_marks(axes, strict)), axes)


def _marks(axes: Axes, strict: bool) -> Iterator[Marks]:
    import numpy as np
    from matplotlib.collections import PathCollection
    from matplotlib.colors import to_hex
    from matplotlib.container import BarContainer
    from matplotlib.patches import Rectangle

    known: set[Any] = set()
    for container in axes.containers:
        if isinstance(container, BarContainer):
            bars = [bar for bar in container.patches if isinstance(bar, Rectangle)]
            known.update(bars)
            level = container.orientation == "horizontal"
            middles = [
                bar.get_y() + bar.get_height() / 2 if level else bar.get_x() + bar.get_width() / 2 for bar in bars
            ]
            lengths = [bar.get_width() if level else bar.get_height() for bar in bars]
            if container.errorbar is not None and strict:
                raise Unreadable("has error bars")
            yield Marks(
                *(name_of(container), "bar", tuple(middles), _checked(lengths)),
                tuple(to_hex(bar.get_facecolor()) for bar in bars),
                tuple(bars),
            )
    line: Any
    for line in axes.lines:
        if line.get_transform() != axes.transData or not line.get_visible():
            continue
        at = [float(x) for x in line.get_xdata(orig=False)]
        values = _checked(line.get_ydata(orig=False))
        _checked(at)
        shape = "point" if str(line.get_linestyle()) in ("None", "none", " ", "") else "line"
        colour = line.get_markerfacecolor() if shape == "point" else line.get_color()
        yield Marks(name_of(line), shape, tuple(at), values, (to_hex(colour),), (line,))
    collection: Any
    for collection in axes.collections:
        if isinstance(collection, PathCollection):
            offsets: Any = collection.get_offsets()
            places = [(float(x), float(y)) for x, y in offsets]
            colours = tuple(to_hex(colour) for colour in np.atleast_2d(collection.get_facecolor()))
            values = _checked([y for _, y in places])
            _checked([x for x, _ in places])
            yield Marks(name_of(collection), "point", tuple(x for x, _ in places), values, colours, (collection,))
        elif strict and has_area(collection):
            raise Unreadable(f"has a {type(collection).__name__}, which is no bar, line or point")
    if strict and axes.images:
        raise Unreadable("shows an image")
    if strict and (other := [patch for patch in axes.patches if patch not in known and not is_key(patch)]):
        raise Unreadable(f"has a {type(other[0]).__name__} that is no bar")


def name_of(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def _checked(values: Sequence[Any]) -> tuple[float | None, ...]:
    """The values as numbers, None for those that are missing. Raises Unusable for an infinite one."""
    import numpy as np

    numbers = [float(value) for value in np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)]
    if any(isinf(value) for value in numbers):
        raise Unusable(
            "the figure has an infinite value, which no axis can show; divide by nothing that may be 0, or drop the row"
        )
    return tuple(value if isfinite(value) else None for value in numbers)
