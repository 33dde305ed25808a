"""A picture of matplotlib whose axes are empty: a frame of four edges or of two, or a grid, and nothing inside."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import combinations
from typing import Any

# of the picture's side: a shorter line is no edge of axes; px: a thicker one is a bar; px: ticks that point inside
_LONG, _THICK, _TICKS = 0.3, 4, 8
_SEEN = 16  # of 255: what differs less from the ground is ground
_WHOLE = 0.97  # of an edge that is drawn
_PALE = 170  # of 255: lighter is a line of a grid
_MOST_EDGES = 24  # with more of them it is a grid


@lru_cache(maxsize=256)
def shows_empty_axes(picture: bytes) -> bool:
    """Whether matplotlib wrote this picture, which its metadata say, and all axes in it hold nothing."""
    import numpy as np
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as image:
            software = str(image.info.get("Software", ""))
            coloured = image.convert("RGBA")
    # a reader of Pillow raises whatever its format brings it to (struct.error, SyntaxError, zlib.error and more), and nothing of ours
    # stands above; check.shown.blankness tells a picture that cannot be read
    except Exception:
        return False
    if "matplotlib" not in software.lower():
        return False
    white = Image.new("RGBA", coloured.size, "white")
    grey = np.asarray(Image.alpha_composite(white, coloured).convert("L"), dtype=int)
    ink = np.abs(grey - grey[0, 0]) > _SEEN
    columns, rows = _edges(ink.T), _edges(ink)
    if max(len(columns), len(rows)) > _MOST_EDGES or any(last - first >= _THICK for first, last in (*columns, *rows)):
        return False
    boxes = [
        (left[1] + 1, top[1] + 1, right[0], bottom[0])
        for left, right in combinations(columns, 2)
        for top, bottom in combinations(rows, 2)
        if _is_box(ink, left, right, top, bottom)
    ]
    if not columns and len(rows) > 1:
        return _is_ruled(ink, rows) and bool(all(_pale(grey, row) for row in rows))
    if not boxes and len(columns) == len(rows) == 1 and _meet(ink, columns[0], rows[0]):
        boxes = [_corner(ink, columns[0], rows[0])]
    frames = [box for box in boxes if not any(other != box and _holds(other, box) for other in boxes)]
    return bool(frames) and not any(_inside(ink, box).any() for box in frames)


def _edges(ink: Any) -> list[tuple[int, int]]:
    """(first, last) of the lines along the rows."""
    long = [at for at, row in enumerate(ink) if row.mean() >= _LONG]
    groups: list[tuple[int, int]] = []
    for at in long:
        if groups and groups[-1][1] == at - 1:
            groups[-1] = (groups[-1][0], at)
        else:
            groups.append((at, at))
    return groups


def _is_box(ink: Any, *edges: tuple[int, int]) -> bool:
    left, right, top, bottom = edges
    across, down = slice(left[0], right[1] + 1), slice(top[0], bottom[1] + 1)
    sides = (
        *(ink[row[0] : row[1] + 1, across].any(axis=0) for row in (top, bottom)),
        *(ink[down, column[0] : column[1] + 1].any(axis=1) for column in (left, right)),
    )
    return all(side.mean() >= _WHOLE for side in sides)


def _is_ruled(ink: Any, rows: list[tuple[int, int]]) -> bool:
    """Whether all that stands between the first and the last line is lines of one length: the grid of the house style. The
    line of a plot ends before the edge of its axes."""
    middle = ink.shape[1] // 2
    ends = [(middle - _run(ink[at, :middle][::-1]), middle + _run(ink[at, middle:])) for at, _ in rows]
    across = slice(max(first for first, _ in ends) + _TICKS, min(last for _, last in ends) - _TICKS)
    own = [at for low, high in rows for at in range(low, high + 1)]
    between = [at for at in range(rows[0][0], rows[-1][1]) if at not in own]
    alike = all(max(side) - min(side) < _THICK for side in zip(*ends, strict=True))
    return alike and not ink[between, across].any()


def _run(edge: Any) -> int:
    """How far a line goes on from its beginning."""
    return len(edge) if edge.all() else int(edge.argmin())


def _pale(grey: Any, row: tuple[int, int]) -> bool:
    """Whether it is a line of a grid and not one that says something."""
    return float(grey[row[0] : row[1] + 1, grey.shape[1] // 2].min()) > _PALE


def _meet(ink: Any, left: tuple[int, int], bottom: tuple[int, int]) -> bool:
    """Whether two edges begin at one corner, as where a style draws no others."""
    return bool(ink[bottom[0] - 1, left[0]] and ink[bottom[0], left[1] + 1])


def _corner(ink: Any, left: tuple[int, int], bottom: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box that two edges from one corner span."""
    up, along = ink[: bottom[0], left[0]][::-1], ink[bottom[0], left[1] + 1 :]
    high, wide = _run(up), _run(along)
    return left[1] + 1, bottom[0] - high, left[1] + 1 + wide, bottom[0]


def _holds(outer: tuple[int, ...], inner: tuple[int, ...]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _inside(ink: Any, box: tuple[int, ...]) -> Any:
    left, top, right, bottom = box
    return ink[top + _TICKS : bottom - _TICKS, left + _TICKS : right - _TICKS]
