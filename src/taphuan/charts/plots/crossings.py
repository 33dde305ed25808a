"""Where straight lines meet words and one another: labels and their leaders keep clear of both."""

from __future__ import annotations

Box = tuple[float, float, float, float]
Segment = tuple[float, float, float, float]


def runs_through(line: Segment, box: Box) -> bool:
    """Whether the line runs through the box (left, top, right, bottom): what its four sides leave of it is not empty."""
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
