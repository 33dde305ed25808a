"""The place of a label on a map: off the land and clear of other words."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from taphuan.charts.map.geometry import Country, Point
from taphuan.charts.style import Size

# left, top, right, bottom
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A box of words `width` × `height` px, and where the province lies that its leader goes to."""

    anchor: Point
    width: float
    height: float


def ring_radius(size: Size) -> float:
    """Of the ring around a small province."""
    return 0.75 * size.strong


def leader_end(size: Size, anchor: Point, box: Box) -> Point:
    """Where the leader from the anchor meets the box of a label: at the side that is nearer to the province."""
    (x, y), inset = anchor, 0.3 * size.strong
    if box[0] <= x <= box[2]:
        return x, box[1] - 2 if box[1] > y else box[3] + 2
    return box[0] - 5 if box[0] > x else box[2] + 5, min(max(y, box[1] + inset), box[3] - inset)


def place_label(size: Size, country: Country, label: Label, taken: list[Box]) -> Box:
    """The free place nearest to the label's anchor, clear of the boxes `taken` by words that are drawn already; the distance
    counts height three times: a leader that runs sideways crosses fewer provinces than one that runs along the country."""
    width, height = label.width, label.height
    x, y = label.anchor
    gap = 0.5 * size.text
    across = sorted(
        (max(left - x, x - (left + width), 0.0) ** 2, left) for left in range(2, int(size.width - width), 8)
    )

    def row(top: int) -> Iterator[tuple[float, int, int]]:
        down = 3 * (y - (top + (top + height)) / 2) ** 2
        return ((distance + down, top, left) for distance, left in across)

    # the nearest places come first; most of the thousands are never looked at
    for _, top, left in heapq.merge(*map(row, range(0, int(size.height - height), 6))):
        box: Box = (left, top, left + width, top + height)
        if any(_meet(box, other, gap) for other in taken):
            continue
        if not country.touches(box[0] - gap, box[1] - gap / 2, box[2] + gap, box[3] + gap / 2):
            return box
    # no map of the country is that full; the upper right corner is always sea
    return (size.width - width - 2, 0, size.width - 2, height)


def _meet(box: Box, other: Box, gap: float) -> bool:
    sideways = box[0] < other[2] + gap and box[2] + gap > other[0]
    return sideways and box[1] < other[3] + 2 and box[3] + 2 > other[1]
