"""What seaborn draws beside the marks themselves, and how it names them.

It adds lines and bars without a value (an error bar of one observation, the keys of a legend), names series in the legend
alone, puts the points of several series into one collection and the bars of one into several containers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from taphuan.charts.own.model import Marks, Unreadable

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tidied(found: list[Marks], axes: Axes) -> list[Marks]:
    """The marks without those that show nothing, each series once and with its name."""
    some = any(map(_has_mark, found))
    kept = [one for one in found if not (some and _is_nothing(one))]
    level = {getattr(container, "orientation", "") == "horizontal" for container in axes.containers}
    if any(_is_error_bar(one, of) for one in kept for of in level):
        raise Unreadable("has error bars (`errorbar=None` of seaborn leaves them out)")
    names = _names_in_legend(axes)
    named = [part for one in kept for part in _by_name(one, names)]
    return _joined(named)


def is_key(patch: Any) -> bool:
    """Whether it is a bar without any extent, as seaborn adds for its legend."""
    extent = getattr(patch, "get_width", None), getattr(patch, "get_height", None)
    return all(side is not None and side() == 0 for side in extent)


def has_area(collection: Any) -> bool:
    """Whether it is more than a band as wide as a line, as seaborn adds where each place has one observation."""
    import numpy as np
    from matplotlib.collections import PolyCollection

    if not isinstance(collection, PolyCollection):
        return True
    for path in collection.get_paths():
        vertices: Any = path.vertices
        points = vertices[np.isfinite(vertices).all(axis=1)]
        if len(points) < 3:
            continue
        x, y = points[:, 0], points[:, 1]
        area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
        if area > 1e-9 * max(1.0, float(np.ptp(x) * max(np.abs(y).max(), 1.0))):
            return True
    return False


def _is_nothing(one: Marks) -> bool:
    """Whether it is the key of a legend, or a nameless line without a value."""
    if one.shape == "bar":
        return False
    return not one.values or (not one.name and not _has_mark(one))


def _has_mark(one: Marks) -> bool:
    return any(isfinite(at) and value is not None for at, value in zip(one.at, one.values, strict=True))


def _is_error_bar(one: Marks, level: bool) -> bool:
    """Whether it is a nameless line along a bar; `level`: of bars that lie."""
    across = one.values if level else one.at
    return one.shape == "line" and not one.name and len(across) == 2 and len(set(across)) == 1


def _names_in_legend(axes: Axes) -> dict[str, str]:
    """{colour: name} of the legend; empty where two names have one colour."""
    from matplotlib.colors import to_hex

    legend = axes.get_legend()
    if legend is None and axes.figure is not None:
        legend = next(iter(axes.figure.legends), None)
    if legend is None:
        return {}
    pairs: list[tuple[str, str]] = []
    handle: Any
    for text, handle in zip(legend.get_texts(), legend.legend_handles, strict=False):
        colour = handle.get_color() if hasattr(handle, "get_color") else handle.get_facecolor()
        if not isinstance(colour, str) and len(colour) == 1:
            (colour,) = colour
        try:
            pairs.append((to_hex(colour), text.get_text()))
        except ValueError:
            return {}
    names = dict(pairs)
    return names if len(names) == len(pairs) else {}


def _by_name(one: Marks, names: dict[str, str]) -> Iterator[Marks]:
    """The marks with the name of their colour; points of several colours as a series for each."""
    if one.name or not names:
        yield one
    elif len(set(one.colours)) == 1:
        yield replace(one, name=names.get(one.colours[0], ""))
    elif one.shape == "point" and set(one.colours) <= set(names):
        for colour in dict.fromkeys(names):
            at = [n for n, its in enumerate(one.colours) if its == colour]
            if at:
                places, values = tuple(one.at[n] for n in at), tuple(one.values[n] for n in at)
                yield Marks(names[colour], one.shape, places, values, (colour,))
    else:
        yield one


def _joined(marks: list[Marks]) -> list[Marks]:
    """Nameless bars of which no two stand at one category are one series: seaborn draws each in its colour by itself."""
    bars = [one for one in marks if one.shape == "bar" and not one.name]
    categories = [round(at) for one in bars for at in one.at]
    if len(bars) < 2 or len(set(categories)) < len(categories):
        return marks
    whole = Marks(
        *("", "bar"),
        tuple(at for one in bars for at in one.at),
        tuple(value for one in bars for value in one.values),
        tuple(colour for one in bars for colour in one.colours),
        tuple(artist for one in bars for artist in one.artists),
    )
    return [whole if one is bars[0] else one for one in marks if one is bars[0] or one not in bars]
