"""All units of a table as dots on one scale: this province in red, its region in teal, the mean as a tick.

Named are this province, the lowest, the highest, the neighbours in rank and the region, as far as there is room, in this
order; a name stands above or below its dot at the end of a thin line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import NamedTuple

from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, TEAL, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import NO_VALUE, join, mean_sentence, sentences
from taphuan.text import points, say

OWN, REGION, NEXT, OTHER = "own", "region", "next", ""
# a strip needs less height than most charts
_HEIGHTS = {"print": 208, "phone": 380}
_APART = 16  # px between two names, which a face with wider letters may need


class Dot(NamedTuple):
    """A unit with its value between 0 and 1; `group` is OWN, REGION, NEXT (a neighbour in rank) or OTHER."""

    name: str
    value: float | None
    group: str = OTHER


def levels(values: Sequence[float], apart: float) -> list[int]:
    """The row of each value in a swarm: 0 in the middle, 1 above, −1 below …, so that two in a row are `apart` or more."""
    last: dict[int, float] = {}
    found = [0] * len(values)
    for at in sorted(range(len(values)), key=lambda at: values[at]):
        level = 0
        while level in last and values[at] - last[level] < apart:
            level = -level if level > 0 else 1 - level
        last[level] = values[at]
        found[at] = level
    return found


def draw_strip(*, dots: tuple[Dot, ...], mean: float | None, region_label: str, rank_label: str, size: str) -> str:
    """`region_label` names the teal dots ("vùng Đông Nam Bộ"), `rank_label` is "4/34" or "". A unit without a value has no
    dot; of this province it is said. Raises ValueError unless one of the dots is this province's."""
    every = [Dot(*dot) for dot in dots]
    own = [dot for dot in every if dot.group == OWN]
    if len(own) != 1:
        raise ValueError(f"{len(own)} of the {len(every)} units of the strip are this province, not one")
    chosen = SIZES[size]
    return _Strip(replace(chosen, height=_HEIGHTS.get(size, min(chosen.height, 440))), every, own[0], mean).drawn(
        region_label, rank_label
    )


def alt_strip(
    dots: Sequence[Dot], mean: float | None, mean_label: str, measure: str, findings: Sequence[str]
) -> str:  # fmt: skip
    """`measure` names what is shown and when ("giá trị DTI năm 2022"), `findings` are sentences that compare."""
    count = sum(dot.value is not None for dot in dots)
    head = [say("charts.plots.strip.alt", measure=measure, count=count)]
    own = next(dot for dot in dots if dot.group == OWN)
    head.append(
        say("charts.plots.strip.reached", name=own.name, value=points(own.value))
        if own.value is not None
        else f"{own.name} {NO_VALUE}."
    )
    return join([*head, *sentences(findings), mean_sentence(mean, mean_label)])


@dataclass(frozen=True)
class _Label:
    """A placed label and the line that leads to it."""

    text: str
    colour: str
    weight: int
    px: float
    x: float  # of its dot
    left: float
    right: float
    middle: float
    side: int  # −1 above, 1 below
    lane: int


class _Strip:
    """The scale, the swarm and the labels around it."""

    def __init__(self, size: Size, dots: list[Dot], own: Dot, mean: float | None) -> None:
        self._size, self._own, self._mean = size, own, mean
        self._px = px = size.text
        self._known = [dot for dot in dots if dot.value is not None]
        values = [100 * (dot.value or 0.0) for dot in self._known] + ([100 * mean] if mean is not None else [])
        low, high = floor(min(values, default=0) / 10) * 10, ceil(max(values, default=100) / 10) * 10
        self._low, self._high = low, max(high, low + 10)
        self._panel = 0.0
        self._r = 0.34 * px
        self._labels: list[_Label] = []

    def drawn(self, region_label: str, rank_label: str) -> str:
        px, size = self._px, self._size
        canvas = Canvas(size)
        if rank_label and size.name in ("wide", "full"):
            self._panel = 9.0 * px
            self._rank(canvas, rank_label)
        self._left, self._right = 1.6 * px, size.width - self._panel - 1.6 * px
        region = any(dot.group == REGION for dot in self._known)
        key = wrap(region_label, px, size.width - 1.2 * px, SEMIBOLD) if region else []
        top, self._bottom = 1.35 * px * len(key) + 0.35 * px, size.height - 1.7 * px
        for n, line in enumerate(key):
            if not n:
                canvas.circle(self._r, 0.6 * px, self._r, TEAL)
            canvas.middle(1.1 * px, 0.6 * px + 1.35 * px * n, line, px, fill=TEAL, weight=SEMIBOLD)
        self._middle = (top + self._bottom) / 2
        rows = levels([self._x(dot.value or 0.0) for dot in self._known], 2 * self._r + 1)
        if self._own in self._known:
            # this province's dot is larger, in the middle, and the others make way for it
            rows = self._around_own(rows)
        deepest = max(map(abs, rows), default=0)
        step = min(2 * self._r + 1, 0.22 * (self._bottom - top) / max(deepest, 1))
        self._half = step * deepest + 2 * self._r + 3
        for tick in range(self._low, self._high + 1, 10):
            canvas.line(self._x(tick / 100), top, self._x(tick / 100), self._bottom, RULE, 1)
            canvas.middle(self._x(tick / 100), self._bottom + 0.9 * px, str(tick), px, fill=GREY_TEXT, anchor="middle")
        places = [
            (dot, self._x(dot.value or 0.0), self._middle - row * step)
            for dot, row in zip(self._known, rows, strict=True)
        ]
        lanes = int((self._bottom - self._middle - self._half - 0.3 * px) / (1.35 * px))
        self._place(places, max(lanes, 1))
        for label in self._labels:
            y = next((y for _, x, y in places if x == label.x), self._middle)
            canvas.line(label.x, y, label.x, label.middle - label.side * 0.5 * label.px, GREY, 1)
        if self._mean is not None:
            x = self._x(self._mean)
            canvas.rect(x - 2, self._middle - self._half, 4, 2 * self._half, INK, WHITE, 1)
        for dot, x, y in sorted(places, key=lambda place: place[0].group == OWN):
            colour = {OWN: RED, REGION: TEAL}.get(dot.group, GREY)
            canvas.circle(x, y, self._r * (1.7 if dot.group == OWN else 1.0), colour, WHITE, 1)
        for label in self._labels:
            canvas.middle(
                label.left, label.middle, label.text, label.px, fill=label.colour, weight=label.weight, halo=WHITE
            )
        if self._own not in self._known:
            text = f"{self._own.name}: {NO_VALUE}"
            canvas.middle(0, self._bottom - 0.7 * px, text, px, fill=RED, weight=SEMIBOLD, halo=WHITE)
        return canvas.svg()

    def _x(self, value: float) -> float:
        return self._left + (self._right - self._left) * (100 * value - self._low) / (self._high - self._low)

    def _around_own(self, rows: list[int]) -> list[int]:
        own = self._known.index(self._own)
        at = self._x(self._own.value or 0.0)
        xs = [self._x(dot.value or 0.0) for dot in self._known]
        near = [n for n, x in enumerate(xs) if n != own and abs(x - at) < 2.8 * self._r]
        far = [n for n in range(len(xs)) if n not in near and n != own]
        moved = list(rows)
        moved[own] = 0
        taken = {(moved[n], xs[n]) for n in far}
        for n in sorted(near, key=lambda n: xs[n]):
            level = 2
            while any(row == level and abs(x - xs[n]) < 2 * self._r + 1 for row, x in taken):
                level = -level if level > 0 else 1 - level
            moved[n] = level
            taken.add((level, xs[n]))
        return moved

    def _rank(self, canvas: Canvas, rank_label: str) -> None:
        """ "hạng 4/34" at the right, its number large."""
        px, (number, _, of) = self._px, rank_label.partition("/")
        big, end, y = 3.0 * px, float(self._size.width), self._size.height / 2 + px
        canvas.text(end, y, f"/{of}", 1.2 * px, fill=GREY_TEXT, anchor="end")
        end -= text_width(f"/{of}", 1.2 * px) + 3
        canvas.text(end, y, number, big, fill=RED, weight=BOLD, anchor="end")
        end -= text_width(number, big, BOLD) + 0.4 * px
        canvas.text(end, y, say("charts.plots.strip.rank"), px, fill=GREY_TEXT, anchor="end")

    # --- labels -----------------------------------------------------------------------------------------------------

    def _place(self, places: list[tuple[Dot, float, float]], lanes: int) -> None:
        """Names in order of importance, each where it is nearest to its dot and over no other and no other's line."""
        values = [dot.value for dot, _, _ in places if dot.value is not None]
        if not values:
            return
        count, low, high = Counter(values), min(values), max(values)
        own = self._own.value
        wanted: list[tuple[str, float, str, int, float]] = []
        if own is not None:
            text = f"{self._own.name} {points(own)}"
            wanted.append((text, self._x(own), RED, BOLD, self._size.strong))
        if self._mean is not None:
            text = say("charts.plots.strip.mean", mean=points(self._mean))
            wanted.append((text, self._x(self._mean), INK, SEMIBOLD, self._px))
        for end in dict.fromkeys((low, high)):
            if count[end] > 1:
                text = say("charts.plots.strip.tied", number=count[end], value=points(end))
                wanted.append((text, self._x(end), INK, REGULAR, self._px))
            elif end != own:
                dot = next(dot for dot, _, _ in places if dot.value == end)
                wanted.append((f"{dot.name} {points(end)}", self._x(end), _ink(dot), REGULAR, self._px))
        needed = len(wanted)
        for group in (NEXT, REGION):
            for dot, x, _ in sorted(places, key=lambda place: place[1]):
                if dot.group == group and dot.value not in (low, high, own):
                    wanted.append((dot.name, x, _ink(dot), REGULAR, self._px))
        for at, (text, x, colour, weight, px) in enumerate(wanted):
            # the ends must be named; to bar their way is worse than any other
            waiting = [(later[1], 100 if at + 1 + n < needed else 1) for n, later in enumerate(wanted[at + 1 :])]
            label = self._free(text, x, colour, weight, px, lanes, -1 if at % 2 else 1, waiting)
            if label is not None:
                self._labels.append(label)

    def _free(
        self, text: str, x: float, colour: str, weight: int, px: float, lanes: int, first: int, waiting: list[tuple[float, int]]
    ) -> _Label | None:  # fmt: skip
        """The nearest free place; of several in one lane that which bars the way of the fewest labels still to come."""
        width = text_width(text, px, weight)
        end = self._size.width - self._panel
        for lane in range(1, lanes + 1):
            free: list[_Label] = []
            for side in (first, -first):
                middle = self._middle + side * (self._half + (lane - 0.4) * 1.35 * self._px)
                for left in (x - width / 2, x - 0.3 * px, x - width + 0.3 * px):
                    # a label at the edge moves in as long as its line still meets it
                    left = min(max(left, 0.0), end - width)
                    label = _Label(text, colour, weight, px, x, left, left + width, middle, side, lane)
                    if left <= x <= left + width and not any(_meet(label, other) for other in self._labels):
                        free.append(label)
            if free:
                return min(
                    free,
                    key=lambda label: sum(cost for at, cost in waiting if label.left - 3 < at < label.right + 3),
                )
        return None


def _ink(dot: Dot) -> str:
    return TEAL if dot.group == REGION else INK


def _meet(one: _Label, other: _Label) -> bool:
    """Whether two labels, or the line of one and the text of the other, lie over each other."""
    if one.side != other.side:
        return False
    if abs(one.lane - other.lane) == 0:
        return one.left < other.right + _APART and other.left < one.right + _APART
    near, far = (one, other) if one.lane < other.lane else (other, one)
    over = far.lane == near.lane + 1 and near.px != far.px and near.left < far.right and far.left < near.right
    return near.left - 3 < far.x < near.right + 3 or over
