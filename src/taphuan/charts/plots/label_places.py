"""Places for the labels of two bars and of their mean, so that no leader runs through a word and no word lies on a bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from taphuan.charts.plots.crossings import Box


@dataclass(frozen=True)
class Tag:
    """What is to be placed: a label `width` × `height` whose leader goes straight down to (x, y), the top of its bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Placed:
    """The label's lower edge; it stands right or left of its leader, which ends at `top`."""

    base: float
    top: float
    to_right: bool


@dataclass(frozen=True)
class Words:
    """The mean's name: its lines, the right end and the baseline of the last of them, and the box they take."""

    lines: tuple[str, ...]
    end: float
    base: float
    box: Box


def place_words(
    forms: Sequence[tuple[tuple[str, ...], float]],
    leaders: Sequence[float],
    width: float,
    pitch: float,
    line_y: float,
    skyline: Callable[[float, float], float],
) -> Words | None:
    """The mean's name as near to its line as it can be: at the right end, or left of a leader that would cross it.

    `forms` are (lines, width) in the order of preference, `pitch` the height of a line.
    """
    found: list[tuple[float, Words]] = []
    for penalty, (lines, wide) in enumerate(forms):
        for end in (width, *(x - 10 for x in leaders)):
            start = end - wide
            if start < 0 or any(start - 10 < x < end + 5 for x in leaders):
                continue
            base = min(line_y, skyline(start, end)) - 0.33 * pitch
            box = (start, base - pitch * len(lines), end, base)
            found.append((line_y - base + 2 * pitch * penalty, Words(lines, end, base, box)))
    return min(found, key=lambda entry: entry[0])[1] if found else None


def place_tags(
    tags: Sequence[Tag],
    words: Words | None,
    width: float,
    highest: float,
    gap: float,
    skyline: Callable[[float, float], float],
    line_y: float,
) -> tuple[Placed, ...] | None:
    """The places with the shortest leaders, in the order of `tags`; None where they do not fit below `highest`."""
    best: tuple[float, tuple[Placed, ...]] | None = None
    for sides in product((True, False), repeat=len(tags)):
        spans = [(t.x, t.x + t.width) if right else (t.x - t.width, t.x) for t, right in zip(tags, sides, strict=True)]
        if any(start < 0 or end > width for start, end in spans):
            continue
        for order in permutations(range(len(tags))):
            boxes: dict[int, Box] = {}
            for i in order:
                start, end = spans[i]
                base = min(skyline(start, end), line_y) - gap
                for other in (*boxes.values(), *((words.box,) if words else ())):
                    if start < other[2] + 2 * gap and end > other[0] - 2 * gap:
                        base = min(base, other[1] - gap)
                boxes[i] = (start, base - tags[i].height, end, base)
            if any(box[1] < highest for box in boxes.values()) or _crossed(tags, boxes):
                continue
            length = sum(tags[i].y - box[1] for i, box in boxes.items())
            if best is None or length < best[0]:
                placed = (Placed(boxes[i][3], boxes[i][1], sides[i]) for i in range(len(tags)))
                best = (length, tuple(placed))
    return best[1] if best else None


def _crossed(tags: Sequence[Tag], boxes: dict[int, Box]) -> bool:
    """Whether a leader runs through the label of another."""
    for i, tag in enumerate(tags):
        for j, (start, top, end, base) in boxes.items():
            if i != j and start - 5 < tag.x < end + 5 and boxes[i][1] < base and top < tag.y:
                return True
    return False
