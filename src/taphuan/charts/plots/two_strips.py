"""Two rows of all units of a table as dots on one scale, the two dots of this province joined: the proof of a contrast.

Named in each row are the own value, the mean, the lowest and the highest unit; at the right stands the own rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from taphuan.charts.plots.strip import levels
from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, RED, RED_TEXT, RULE, SEMIBOLD, SIZES, WHITE
from taphuan.charts.svg import Canvas, num
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import join
from taphuan.text import points, say

_RADIUS, _APART = 0.36, 0.78  # of the letters


class Row(NamedTuple):
    """`name` is what is measured; `dots` are (unit, value between 0 and 1), `own` the place of this province among them."""

    name: str
    dots: tuple[tuple[str, float], ...]
    own: int
    mean: float
    rank: str  # "4/34"
    shared: int = 0  # other units of the same value


def draw_two_strips(*, rows: tuple[Row, ...], size: str) -> str:
    """Raises ValueError unless there are one or two rows."""
    rows = tuple(Row(*row) for row in rows)
    if not 1 <= len(rows) <= 2:
        raise ValueError(f"{len(rows)} rows; a spine has one or two")
    return _TwoStrips(rows, size).drawn()


def alt_two_strips(rows: Sequence[Row], unit_name: str, mean_label: str, findings: Sequence[str]) -> str:
    """`findings` are sentences that compare."""
    parts = [say("charts.plots.two_strips.alt", rows=len(rows), unit=unit_name, dots=len(rows[0].dots))]
    parts += [f"{finding}." for finding in findings]
    for row in rows:
        parts.append(
            say(
                "charts.plots.two_strips.row",
                name=row.name,
                value=points(row.dots[row.own][1]),
                mean_label=mean_label,
                mean=points(row.mean),
            )
        )
    return join(parts)


class _TwoStrips:
    def __init__(self, rows: tuple[Row, ...], size: str) -> None:
        self._rows, self._size = rows, SIZES[size]
        self._px = self._size.text
        self._narrow = self._size.name == "phone"
        lowest = min(100 * value for row in rows for _, value in row.dots)
        self._low = max(0, 10 * floor((lowest - 1) / 10))
        self._left = 0.9 * self._px
        # the upright parts of the joining line: x, from, to
        self._joined: tuple[tuple[float, float, float], ...] = ()
        self._right = self._size.width - (0.9 * self._px if self._narrow else 9.8 * self._px)

    def _x(self, value: float) -> float:
        return self._left + (self._right - self._left) * (100 * value - self._low) / (100 - self._low)

    def drawn(self) -> str:
        canvas, px = Canvas(self._size), self._px
        base = self._size.height - 1.7 * px
        each = base / len(self._rows)
        for tick in range(self._low, 101, 10 if 100 - self._low <= 70 else 20):
            x = self._x(tick / 100)
            canvas.line(x, 0.2 * px, x, base, RULE, 1)
            canvas.middle(x, base + 0.9 * px, str(tick), px, fill=GREY_TEXT, anchor="middle")
        middles = [each * at + each * 0.53 for at in range(len(self._rows))]
        halves = [self._dots(canvas, row, y, each) for row, y in zip(self._rows, middles, strict=True)]
        own = [(self._x(row.dots[row.own][1]), y) for row, y in zip(self._rows, middles, strict=True)]
        if len(own) == 2:
            self._join(canvas, own[0], own[1], each)
        for at, (row, half, (x, y)) in enumerate(zip(self._rows, halves, own, strict=True)):
            canvas.circle(x, y, 1.75 * _RADIUS * self._px, RED, WHITE, 1.5)
            name_end = self._name(canvas, row, each * at + 0.75 * self._px)
            self._labels(canvas, row, each * at, y, half, name_end)
            if not self._narrow:
                self._rank(canvas, row, y)
        return canvas.svg()

    def _join(self, canvas: Canvas, first: tuple[float, float], last: tuple[float, float], across: float) -> None:
        """Down from one dot, across between the rows where no words stand, down to the other."""
        (x1, y1), (x2, y2) = first, last
        side = 1 if x2 > x1 else -1
        bend = min(0.8 * self._px, abs(x2 - x1) / 2)
        around = f"Q{num(x1)} {num(across)} {num(x1 + side * bend)} {num(across)}"
        back = f"Q{num(x2)} {num(across)} {num(x2)} {num(across + bend)}"
        path = f"M{num(x1)} {num(y1)}V{num(across - bend)}{around}H{num(x2 - side * bend)}{back}V{num(y2)}"
        canvas.path(path, "none", RED, 3.5)
        self._joined = ((x1, y1, across), (x2, across, y2))

    def _crossed(self, left: float, right: float, y: float) -> bool:
        """Whether the joining line runs down through a label there."""
        air, half = 0.3 * self._px, 0.6 * self._px
        return any(left - air < x < right + air and top - half < y < bottom + half for x, top, bottom in self._joined)

    def _dots(self, canvas: Canvas, row: Row, middle: float, each: float) -> float:
        """The units of a row and the mean; half the height they take."""
        px = self._px
        r, (_, own_value) = _RADIUS * px, row.dots[row.own]
        others = [dot for at, dot in enumerate(row.dots) if at != row.own]
        xs = [self._x(value) for _, value in others]
        # the own dot keeps the middle: the others make way as if it stood there three times
        own_x = self._x(own_value)
        found = levels([own_x, *xs], _APART * px)
        shift = found[0]
        # many of one value stand closer, so that the row keeps its height
        most = max(1, *(abs(level) for level in found))
        step = min(_APART * px, (each * 0.47 - 1.4 * px - r) / most)
        half = max(step * most + r, 1.75 * r)
        for x, level in zip(xs, found[1:], strict=True):
            place = level if level != shift or abs(x - own_x) > 2.2 * r else 0
            canvas.circle(x, middle - step * place if place else middle, r, GREY, WHITE, 1)
        canvas.rect(self._x(row.mean) - 1.5, middle - half, 3, 2 * half, INK, WHITE, 1)
        return half

    def _name(self, canvas: Canvas, row: Row, y: float) -> float:
        """What is measured, at the left or beside the joining line; where it ends."""
        wide = text_width(row.name, self._px, SEMIBOLD)
        crossing = [x for x, top, bottom in self._joined if x < wide + 0.4 * self._px and top <= y <= bottom]
        left = max(crossing, default=-0.6 * self._px) + 0.6 * self._px
        if left + wide > self._right:
            left = 0.0
        canvas.middle(left, y, row.name, self._px, weight=SEMIBOLD, halo=WHITE)
        return left + wide

    def _labels(self, canvas: Canvas, row: Row, top: float, middle: float, half: float, name_end: float) -> None:
        """Below the dots the own value, above or below them the mean, below them the ends, where they do not meet these."""
        px, own = self._px, row.dots[row.own][1]
        above, below = max(middle - half - 0.65 * px, top + 0.75 * px), middle + half + 0.65 * px
        right_edge = self._right + 0.9 * px
        strong = self._size.strong
        # the unit is named once
        who = "" if top else f"{row.dots[row.own][0]} "
        said = who + points(own) + (say("charts.plots.two_strips.rank", rank=row.rank) if self._narrow else "")
        wide, x = text_width(said, strong, BOLD), self._x(own)
        # below the dot, or on the side of it that the joining line leaves free
        at = self._free((x - wide / 2, x + 0.5 * px, x - wide - 0.5 * px), wide, below, (), 0.0)
        at = min(max(x - wide / 2, 0.0), right_edge - wide) if at is None else at
        canvas.middle(at, below, said, strong, fill=RED_TEXT, weight=BOLD, halo=WHITE)
        taken = [(at - 12, at + wide + 12)]

        text, mark = say("charts.plots.two_strips.mean", mean=points(row.mean)), self._x(row.mean)
        wide = text_width(text, px)
        places: tuple[float, ...] = (
            mark - wide / 2,
            mark - 0.2 * px,
            mark - wide + 0.2 * px,
            mark + 0.6 * px,
            mark - wide - 0.6 * px,
        )
        places += tuple(x + 0.5 * px for x, _, _ in self._joined if abs(x - mark) < 2 * px)
        # beside the name of the row where it stands on the same line
        least = name_end + 0.8 * px if above < top + 1.9 * px else 0.0
        over = self._free(places, wide, above, (), least)
        under = None if over is not None else self._free(places, wide, below, taken, 0.0)
        if over is None and under is not None:
            canvas.middle(under, below, text, px, halo=WHITE)
            taken.append((under - 12, under + wide + 12))
        else:
            at = min(max(mark - wide / 2, least), right_edge - wide) if over is None else over
            canvas.middle(at, above, text, px, halo=WHITE)

        values = [value for _, value in row.dots]
        for end in dict.fromkeys((min(values), max(values))):
            if end == own:
                continue
            names = [name for name, value in row.dots if value == end]
            if len(names) == 1:
                label = f"{names[0]} {points(end)}"
            else:
                label = say("charts.plots.two_strips.tied", number=len(names), value=points(end).removesuffix(",0"))
            long, x = text_width(label, px), self._x(end)
            beside = taken[0][1] if end > own else taken[0][0] - long
            at = self._free((x - long / 2, beside), long, below, taken, 0.0)
            if at is not None:
                taken.append((at - 8, at + long + 8))
                canvas.middle(at, below, label, px, fill=GREY_TEXT, halo=WHITE)

    def _free(
        self, places: Sequence[float], wide: float, y: float, taken: Sequence[tuple[float, float]], least: float
    ) -> float | None:
        """The first of these places for a label that is inside the figure, and free of others and of the joining line."""
        most = self._right + 0.9 * self._px - wide
        for place in places:
            # one that stands a little outside moves in
            at = min(max(place, least), most)
            if abs(at - place) > wide / 2 or at < least:
                continue
            if not self._crossed(at, at + wide, y) and not any(at < b - 1 and at + wide > a + 1 for a, b in taken):
                return at
        return None

    def _rank(self, canvas: Canvas, row: Row, middle: float) -> None:
        px, end = self._px, float(self._size.width)
        number, _, of = row.rank.partition("/")
        big = 2.9 * px
        y = middle + 0.37 * big
        if row.shared:
            canvas.middle(
                end,
                y + 0.95 * px,
                say("charts.plots.two_strips.shared", number=row.shared),
                px,
                fill=GREY_TEXT,
                anchor="end",
            )
        canvas.text(end, y, f"/{of}", 1.15 * px, fill=GREY_TEXT, anchor="end")
        end -= text_width(f"/{of}", 1.15 * px) + 3
        canvas.text(end, y, number, big, fill=RED_TEXT, weight=BOLD, anchor="end")
        end -= text_width(number, big, BOLD) + 0.3 * px
        canvas.text(end, y, say("charts.plots.two_strips.rank_head"), px, fill=GREY_TEXT, anchor="end")
