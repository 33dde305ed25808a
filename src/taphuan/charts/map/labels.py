"""Places of labels on a map: off the land, clear of other words, with leaders that cross neither words nor each other."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from taphuan.charts.map.geometry import Country, Point
from taphuan.charts.style import Size

# left, top, right, bottom
Box = tuple[float, float, float, float]
# x and y of both ends
Segment = tuple[float, float, float, float]


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


def place_labels(size: Size, country: Country, labels: Sequence[Label], taken: list[Box]) -> list[Box]:
    """A box for each label, clear of the boxes `taken` by words that are drawn already.

    Several are chosen together: every order is tried, with the first label west of its province, east of it, or on
    either side, each label as near as the earlier ones let it; the choice with the shortest leaders wins.
    """
    best: tuple[float, dict[int, Box]] | None = None
    for order, side in product(permutations(range(len(labels))), (0, -1, 1) if len(labels) > 1 else (0,)):
        total, boxes, leaders = 0.0, dict[int, Box](), list[Segment]()
        for i in order:
            others = [other.anchor for other in labels if other is not labels[i]]
            words = [*taken, *boxes.values()]
            distance, box = _nearest_place(size, country, labels[i], words, leaders, others, 0 if boxes else side)
            total += distance
            boxes[i] = box
            leaders.append((*labels[i].anchor, *leader_end(size, labels[i].anchor, box)))
        if best is None or total < best[0]:
            best = total, boxes
    return [best[1][i] for i in range(len(labels))] if best else []


def _nearest_place(
    size: Size,
    country: Country,
    label: Label,
    taken: list[Box],
    leaders: list[Segment],
    others: list[Point],
    side: int,
) -> tuple[float, Box]:
    """The distance and the box of the free place nearest to the label's anchor; the distance counts height three times.

    Where there are `others` to be named, the leader keeps clear of them, of words and of the `leaders` placed before.
    `side` is -1 for west of the province only, 1 for east, 0 for either.
    """
    (x, y), width, height = label.anchor, label.width, label.height
    gap, r = 0.5 * size.text, ring_radius(size) + 3
    lefts = [left for left in range(2, int(size.width - width), 8) if side >= 0 or left + width <= x]
    across = sorted((max(left - x, x - (left + width), 0.0) ** 2, left) for left in lefts if side <= 0 or left >= x)

    def row(top: int) -> Iterator[tuple[float, int, int]]:
        # a leader that runs sideways crosses fewer provinces than one that runs along the country
        down = 3 * (y - (top + (top + height)) / 2) ** 2
        return ((distance + down, top, left) for distance, left in across)

    # a neighbour whose ring this province lies in cannot be kept clear of
    rings = [(at[0] - r, at[1] - r, at[0] + r, at[1] + r) for at in others if math.dist(at, label.anchor) > 1.5 * r]
    # the nearest places come first; most of the thousands are never looked at
    for distance, top, left in heapq.merge(*map(row, range(0, int(size.height - height), 6))):
        box: Box = (left, top, left + width, top + height)
        if any(_meet(box, other, gap) for other in taken):
            continue
        own = (*label.anchor, *leader_end(size, label.anchor, box))
        if any(runs_through(leader, box) or cross(leader, own) for leader in leaders):
            continue
        if others and any(runs_through(own, words) for words in (*rings, *taken)):
            continue
        if not country.touches(box[0] - gap, box[1] - gap / 2, box[2] + gap, box[3] + gap / 2):
            return distance, box
    # no map of the country is that full; the upper right corner is always sea
    return math.inf, (size.width - width - 2, 0, size.width - 2, height)


def _meet(box: Box, other: Box, gap: float) -> bool:
    sideways = box[0] < other[2] + gap and box[2] + gap > other[0]
    return sideways and box[1] < other[3] + 2 and box[3] + 2 > other[1]


def runs_through(line: Segment, box: Box) -> bool:
    """Whether the line runs through the box: the part of it between the box's four sides is not empty."""
    x1, y1, x2, y2 = line
    first, last = 0.0, 1.0
    for start, step, low, high in ((x1, x2 - x1, box[0], box[2]), (y1, y2 - y1, box[1], box[3])):
        if not step:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
    return first < last


def cross(line: Segment, other: Segment) -> bool:
    """Whether two lines cross: the ends of each lie on both sides of the other."""

    def side(of: Segment, x: float, y: float) -> float:
        return (of[2] - of[0]) * (y - of[1]) - (of[3] - of[1]) * (x - of[0])

    apart = side(line, *other[:2]) * side(line, *other[2:])
    return apart < 0 and side(other, *line[:2]) * side(other, *line[2:]) < 0
