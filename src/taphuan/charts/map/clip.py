"""Rings of a map: cut to a window, so that no shape reaches out of its picture; thinned; and the room for words in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Point = tuple[float, float]


def clipped(ring: Sequence[Point], window: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring in the window (left, top, right, bottom): Sutherland and Hodgman, a side at a time. Where the part
    falls into pieces they are joined along the window's edge."""
    points = list(ring)
    for axis, limit, keeps in ((0, window[0], 1), (0, window[2], -1), (1, window[1], 1), (1, window[3], -1)):
        # most rings lie whole on one side
        depths = [keeps * (point[axis] - limit) for point in points]
        if not depths or max(depths) < 0:
            return []
        if min(depths) < 0:
            points = _cut(points, axis, limit, keeps)
    return points


def _cut(points: list[Point], axis: int, limit: float, keeps: int) -> list[Point]:
    inside: Callable[[Point], bool] = lambda point: keeps * (point[axis] - limit) >= 0  # noqa: E731
    result: list[Point] = []
    for at, here in enumerate(points):
        before = points[at - 1]
        if inside(here) != inside(before):
            share = (limit - before[axis]) / (here[axis] - before[axis])
            x, y = (before[n] + share * (here[n] - before[n]) for n in (0, 1))
            result.append((x, y))
        if inside(here):
            result.append(here)
    return result


def thinned(points: Sequence[Point], least: float) -> list[Point]:
    """The points without those that lie nearer than `least` to the one kept before them."""
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) >= least or abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    return kept


def room_for_words(ring: Sequence[Point], width: float, height: float) -> Point | None:
    """The middle of the place in a ring that is widest for a block of words `height` high; None where it is below `width`."""
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    best: tuple[float, Point] | None = None
    steps = max(int((bottom - top - height) // 4), 0)
    for at in range(steps + 1):
        y = top + height / 2 + at * 4
        left, right = _common([_widest(ring, y + share * height) for share in (-0.5, -0.25, 0.0, 0.25, 0.5)])
        # of places equally wide the one nearest to the middle of the ring
        room = min(right - left, 1.3 * width) - 0.3 * abs(y - (top + bottom) / 2)
        if right - left >= width and (best is None or room > best[0]):
            best = room, ((left + right) / 2, y)
    return best[1] if best else None


def _common(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return max(left for left, _ in spans), min(right for _, right in spans)


def _widest(ring: Sequence[Point], y: float) -> tuple[float, float]:
    """The widest span of the ring's inside at a height."""
    crossings = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y0 <= y) != (y1 <= y)
    )
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    return max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
