"""SVG path data as steps: lines and cubic curves between absolute points, as DrawingML has them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

Point = tuple[float, float]
# "M", "L", "C" or "Z" with its points, absolute
Step = tuple[str, tuple[Point, ...]]

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def points_of(given: str) -> list[Point]:
    """The points of a polyline. Raises ValueError for half a point."""
    values = [float(token) for token in _TOKEN.findall(given)]
    return list(zip(values[::2], values[1::2], strict=True))


# a run has two geometries in a few sizes: the provinces of every map are read once
@lru_cache(maxsize=2048)
def path_steps(d: str) -> tuple[Step, ...]:
    """The steps of path data. Raises ValueError for what is no path."""
    return tuple(_steps(d))


def _steps(d: str) -> Iterator[Step]:
    tokens = _TOKEN.findall(d)
    at, command = 0, ""
    here: Point = (0.0, 0.0)
    start, handle, last = here, here, ""

    def take(count: int) -> list[float]:
        nonlocal at
        values = [float(token) for token in tokens[at : at + count]]
        if len(values) < count:
            raise ValueError("path data end in the middle of a command")
        at += count
        return values

    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        kind = command.upper()
        x0, y0 = here if command.islower() else (0.0, 0.0)
        if kind == "Z":
            yield "Z", ()
            here = handle = start
        elif kind == "M":
            x, y = take(2)
            here = start = handle = (x0 + x, y0 + y)
            yield "M", (here,)
        elif kind in "LHV":
            x, y = take(2) if kind == "L" else (take(1)[0], here[1] - y0) if kind == "H" else (here[0] - x0, take(1)[0])
            here = handle = (x0 + x, y0 + y)
            yield "L", (here,)
        elif kind in "CS":
            first = _mirrored(here, handle if last in "CS" else here) if kind == "S" else _moved(take(2), x0, y0)
            handle, end = _moved(take(2), x0, y0), _moved(take(2), x0, y0)
            yield "C", (first, handle, end)
            here = end
        elif kind in "QT":
            handle = _mirrored(here, handle if last in "QT" else here) if kind == "T" else _moved(take(2), x0, y0)
            end = _moved(take(2), x0, y0)
            yield "C", (_between(here, handle), _between(end, handle), end)
            here = end
        elif kind == "A":
            rx, ry, turn, large, sweep, x, y = take(7)
            end = (x0 + x, y0 + y)
            yield from _arc(here, end, abs(rx), abs(ry), math.radians(turn), bool(large), bool(sweep))
            here = handle = end
        else:
            raise ValueError(f"path data have the command {command}")
        last = kind


def _moved(values: list[float], x: float, y: float) -> Point:
    return (x + values[0], y + values[1])


def _mirrored(centre: Point, point: Point) -> Point:
    return (2 * centre[0] - point[0], 2 * centre[1] - point[1])


def _between(end: Point, handle: Point) -> Point:
    """Two thirds of the way to the handle of a quadratic curve: the handle of the same curve as a cubic one."""
    return (end[0] + 2 / 3 * (handle[0] - end[0]), end[1] + 2 / 3 * (handle[1] - end[1]))


def _arc(start: Point, end: Point, rx: float, ry: float, turn: float, large: bool, sweep: bool) -> Iterator[Step]:
    """An arc of an ellipse as cubic curves of at most a quarter each; the SVG specification, appendix B.2.4."""
    if not rx or not ry or start == end:
        yield "L", (end,)
        return
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, cos * dy - sin * dx
    grow = max(1.0, math.sqrt((x1 / rx) ** 2 + (y1 / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    rest = (rx * ry) ** 2 - (rx * y1) ** 2 - (ry * x1) ** 2
    factor = math.sqrt(max(0.0, rest / ((rx * y1) ** 2 + (ry * x1) ** 2))) * (1 if large != sweep else -1)
    cx1, cy1 = factor * rx * y1 / ry, -factor * ry * x1 / rx
    cx = cos * cx1 - sin * cy1 + (start[0] + end[0]) / 2
    cy = sin * cx1 + cos * cy1 + (start[1] + end[1]) / 2
    first = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    swept = (math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - first) % (2 * math.pi)
    if not sweep and swept:
        swept -= 2 * math.pi
    parts = max(1, math.ceil(abs(swept) / (math.pi / 2) - 1e-9))
    handle = 4 / 3 * math.tan(swept / parts / 4)

    def place(x: float, y: float) -> Point:
        return (cx + cos * rx * x - sin * ry * y, cy + sin * rx * x + cos * ry * y)

    for part in range(parts):
        a, b = (first + swept * n / parts for n in (part, part + 1))
        yield (
            "C",
            (
                place(math.cos(a) - handle * math.sin(a), math.sin(a) + handle * math.cos(a)),
                place(math.cos(b) + handle * math.sin(b), math.sin(b) - handle * math.cos(b)),
                end if part == parts - 1 else place(math.cos(b), math.sin(b)),
            ),
        )
