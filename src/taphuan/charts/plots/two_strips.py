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
from taphuan.text import NBSP, points

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
    parts = [f"{len(rows)} hàng chấm: {unit_name} giữa {len(rows[0].dots)} tỉnh, thành phố trên một thang điểm."]
    parts += [f"{finding}." for finding in findings]
    for row in rows:
        parts.append(f"{row.name}: {points(row.dots[row.own][1])} điểm ({mean_label} {points(row.mean)}).")
    return join(parts)


class _TwoStrips:
    def __init__(self, rows: tuple[Row, ...], size: str) -> None:
        self._rows, self._size = rows, SIZES[size]
        self._px = self._size.text
        self._narrow = self._size.name == "phone"
        lowest = min(100 * value for row in rows for _, value in row.dots)
        self._low = max(0, 10 * floor((lowest - 1) / 10))
        self._left = 0.9 * self._px
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
        own = [(self._x(row.dots[row.own][1]), y) for row, y in zip(self._rows, middles, strict=True)]
        if len(own) == 2:
            (x1, y1), (x2, y2) = own
            half = (y1 + y2) / 2
            curve = f"M{num(x1)} {num(y1)}C{num(x1)} {num(half)} {num(x2)} {num(half)} {num(x2)} {num(y2)}"
            canvas.path(curve, "none", RED, 3.5)
        for at, (row, middle) in enumerate(zip(self._rows, middles, strict=True)):
            self._row(canvas, row, each * at, middle, each, named=not at)
        return canvas.svg()

    def _row(self, canvas: Canvas, row: Row, top: float, middle: float, each: float, named: bool) -> None:
        px = self._px
        r, (_, own_value) = _RADIUS * px, row.dots[row.own]
        canvas.middle(0, top + 0.75 * px, row.name, px, weight=SEMIBOLD, halo=WHITE)
        others = [dot for at, dot in enumerate(row.dots) if at != row.own]
        xs = [self._x(value) for _, value in others]
        # the own dot keeps the middle: the others make way as if it stood there three times
        own_x = self._x(own_value)
        found = levels([own_x, *xs], _APART * px)
        shift = found[0]
        # many of one value stand closer, so that the row keeps its height
        most = max(1, *(abs(level) for level in found))
        step = min(_APART * px, (top + each - middle - 1.4 * px - r) / most)
        half = max(step * most + r, 1.75 * r)
        for x, level in zip(xs, found[1:], strict=True):
            place = level if level != shift or abs(x - own_x) > 2.2 * r else 0
            canvas.circle(x, middle - step * place if place else middle, r, GREY, WHITE, 1)
        mean_x = self._x(row.mean)
        canvas.rect(mean_x - 1.5, middle - half, 3, 2 * half, INK, WHITE, 1)
        canvas.circle(own_x, middle, 1.75 * r, RED, WHITE, 1.5)
        self._labels(canvas, row, top, middle, half, named)
        if not self._narrow:
            self._rank(canvas, row, middle)

    def _labels(self, canvas: Canvas, row: Row, top: float, middle: float, half: float, named: bool) -> None:
        """Above: the mean. Below: the own value, then the ends, where they do not meet it."""
        px = self._px
        right_edge = self._right + 0.9 * px
        text = f"trung bình {points(row.mean)}"
        wide, y = text_width(text, px), max(middle - half - 0.65 * px, top + 0.75 * px)
        left = max(self._x(row.mean) - wide / 2, 0.0)
        if y < top + 1.9 * px:  # beside the name of the row
            left = max(left, text_width(row.name, px, SEMIBOLD) + 0.8 * px)
        canvas.middle(min(left, right_edge - wide), y, text, px, halo=WHITE)
        own = row.dots[row.own][1]
        strong = self._size.strong
        who = f"{row.dots[row.own][0]} " if named else ""
        said = who + points(own) + (f", hạng{NBSP}{row.rank}" if self._narrow else "")
        wide = text_width(said, strong, BOLD)
        at = min(max(self._x(own), wide / 2), right_edge - wide / 2)
        y = middle + half + 0.75 * px
        canvas.middle(at, y, said, strong, fill=RED_TEXT, weight=BOLD, anchor="middle", halo=WHITE)
        taken = [(at - wide / 2 - 12, at + wide / 2 + 12)]
        values = [value for _, value in row.dots]
        for end in dict.fromkeys((min(values), max(values))):
            if end == own:
                continue
            names = [name for name, value in row.dots if value == end]
            if len(names) == 1:
                label = f"{names[0]} {points(end)}"
            else:
                label = f"{len(names)}{NBSP}nơi đạt {points(end).removesuffix(',0')}"
            long = text_width(label, px)
            x = min(max(self._x(end) - long / 2, 0.0), right_edge - long)
            if any(x < b and x + long > a for a, b in taken):
                a, b = taken[0]
                x = b if end > own else a - long
            if x < 0 or x + long > right_edge:
                continue
            taken.append((x - 8, x + long + 8))
            canvas.middle(x, y, label, px, fill=GREY_TEXT, halo=WHITE)

    def _rank(self, canvas: Canvas, row: Row, middle: float) -> None:
        px, end = self._px, float(self._size.width)
        number, _, of = row.rank.partition("/")
        big = 2.9 * px
        y = middle + 0.37 * big
        if row.shared:
            canvas.middle(end, y + 0.95 * px, f"{row.shared}{NBSP}nơi cùng điểm", px, fill=GREY_TEXT, anchor="end")
        canvas.text(end, y, f"/{of}", 1.15 * px, fill=GREY_TEXT, anchor="end")
        end -= text_width(f"/{of}", 1.15 * px) + 3
        canvas.text(end, y, number, big, fill=RED_TEXT, weight=BOLD, anchor="end")
        end -= text_width(number, big, BOLD) + 0.3 * px
        canvas.text(end, y, "hạng", px, fill=GREY_TEXT, anchor="end")
