"""What a commune was formed from: the old units at the left, each with a line to the commune of today at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from taphuan.charts.style import (
    BOLD,
    GREY_TEXT,
    INK,
    RED,
    RED_TEXT,
    REGULAR,
    SEMIBOLD,
    SIZES,
    TEAL,
    TEAL_TINTS,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas, num
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import join
from taphuan.text import NBSP, listing, say

WHOLE, PART = say("charts.plots.formed.whole"), say("charts.plots.formed.part")
_DASHED = say("charts.plots.formed.dashed")
# rows of two columns, each box with the name and a line below it
_MOST_OF_TWO_LINES = 6


class Old(NamedTuple):
    """An old unit. `place` is its old district where the units are of several; `whole`: all of it went over."""

    name: str
    place: str
    whole: bool


def draw_formed(
    *,
    old: tuple[Old, ...],
    name: str,
    below: str,
    facts: tuple[tuple[str, str], ...],
    before: str,
    since: str,
    size: str,
) -> str:
    """`below` stands in the box of today under its name, `facts` are (what, value) beneath it, `before` a line under the old
    units, `since` the day between ("01/7/2025"). Raises ValueError without an old unit."""
    if not old:
        raise ValueError("a commune needs at least one unit that it was formed from")
    units = [Old(*each) for each in old]
    return (_Phone if size == "phone" else _Wide)(SIZES[size], units, name, below, facts, before, since).drawn()


def alt_formed(name: str, old: Sequence[Old], before: str) -> str:
    """The old units by name, those of which a part went over said so."""
    whole = [each.name for each in old if each.whole]
    parts = [each.name for each in old if not each.whole]
    said = [say("charts.plots.formed.alt", name=name)]
    said[0] += say("charts.plots.formed.whole_of", names=listing(whole)) if whole else ""
    said[0] += (
        (say("charts.plots.formed.and") if whole else "") + say("charts.plots.formed.part_of", names=listing(parts))
        if parts
        else ""
    )
    return join([f"{said[0]}.", f"{before}."])


class _Wide:
    """Boxes at the left, the commune at the right."""

    # old units in one column; more stand in two
    most_in_column = 7

    def __init__(
        self,
        size: Size,
        old: list[Old],
        name: str,
        below: str,
        facts: tuple[tuple[str, str], ...],
        before: str,
        since: str,
    ) -> None:
        self.size, self.old, self.name, self.below = size, old, name, below
        self.facts, self.before, self.since = facts, before, since
        self.px = float(size.text)
        self.columns = 1 if len(old) <= self.most_in_column else 2
        self.one_line = False
        self.canvas = Canvas(size)

    def drawn(self) -> str:
        s, px, canvas = self.size, self.px, self.canvas
        rows = -(-len(self.old) // self.columns)
        wide = (0.39 if self.columns == 1 else 0.288) * s.width
        gap = 0.8 * px
        edge = self.columns * wide + (self.columns - 1) * gap
        # where boxes have room for one line, the dashed edge alone says that it is a part
        self.one_line = rows >= _MOST_OF_TWO_LINES
        legend = [_DASHED] if self.one_line and any(not each.whole for each in self.old) else []
        below = ". ".join([*legend, *([self.before] if self.before else [])])
        lines = wrap(below, px, max(edge, 0.5 * s.width)) if below else []
        # few units stand lower, not under the title over an empty half
        head = (1.7 + max(0, 3 - rows)) * px
        foot = 1.5 * px * len(lines) + (0.6 * px if lines else 0.0)
        pitch = min(4.5 * px, (s.height - head - foot) / rows)
        high = min(3.2 * px, 0.86 * pitch)
        canvas.middle(
            0, head - 1.1 * px, say("charts.plots.formed.before", day=self.since), px, fill=GREY_TEXT, weight=SEMIBOLD
        )
        for at, each in enumerate(self.old):
            column, row = divmod(at, rows)
            self._box(each, column * (wide + gap), head + row * pitch, wide, high)
        bottom = head + rows * pitch - (pitch - high)
        y = bottom + 1.3 * px
        for line in lines:
            canvas.middle(0, y, line, px, fill=GREY_TEXT)
            y += 1.5 * px
        self._right(edge, head, bottom, [head + row * pitch + high / 2 for row in range(rows)])
        return canvas.svg()

    def _right(self, edge: float, top: float, bottom: float, middles: list[float]) -> None:
        """The commune beside the middle of the old units, the lines to it, its facts below."""
        s, px, canvas = self.size, self.px, self.canvas
        x = (0.575 if self.columns == 1 else 0.685) * s.width
        wide, high = s.width - x, 5.6 * px
        below = 1.7 * px * len(self.facts) + 0.8 * px
        y = min(max((top + bottom - high) / 2, top), s.height - high - below)
        canvas.middle(
            x,
            max(y - 1.1 * px, 0.6 * px),
            say("charts.plots.formed.since", day=self.since),
            px,
            fill=RED_TEXT,
            weight=SEMIBOLD,
        )
        if self.columns == 1:
            for middle, each in zip(middles, self.old, strict=True):
                self._curve(edge, middle, x - 4, y + high / 2, "" if each.whole else "8 6")
        else:
            # two columns are taken together by a bar
            bar = edge + 0.7 * px
            canvas.line(bar, top, bar, bottom, TEAL, 2.5)
            self._curve(bar, (top + bottom) / 2, x - 4, y + high / 2, "")
        self._today(x, y, wide, high)
        y += high + 1.5 * px
        for what, value in self.facts:
            canvas.middle(x, y, what, px, fill=GREY_TEXT)
            canvas.middle(x + 5.4 * px, y, value, px, fill=INK, weight=SEMIBOLD)
            y += 1.7 * px

    def _box(self, each: Old, x: float, y: float, wide: float, high: float) -> None:
        canvas, px = self.canvas, self.px
        dash = "" if each.whole else "7 5"
        fill = TEAL_TINTS[0] if each.whole else WHITE
        canvas.rect(x, y, wide, high, fill, stroke="" if each.whole else TEAL, width=2, radius=6, dash=dash)
        said, middle, left = WHOLE if each.whole else PART, y + high / 2, x + 0.7 * px
        room = wide - 1.4 * px
        if self.columns == 1:
            canvas.middle(x + wide - 0.7 * px, middle, said, px, fill=GREY_TEXT, anchor="end")
            room -= text_width(said, px) + 0.5 * px
            second = each.place
        else:
            second = ", ".join(filter(None, (each.place, "" if each.whole else said)))
        if self.one_line:
            # a name that stands there twice is told apart by its district
            same = sum(other.name == each.name for other in self.old) > 1
            second = each.place if same and self.columns == 1 else ""
        small = float(self.size.dense)
        two = bool(second) and high >= px + small + 0.5 * px
        name = each.name if two or not second else f"{each.name}, {second}"
        canvas.middle(left, middle - (0.58 * px if two else 0), name, fitted(name, px, room, SEMIBOLD), weight=SEMIBOLD)
        if two:
            canvas.middle(left, middle + 0.66 * px, second, fitted(second, small, room), fill=GREY_TEXT)

    def _curve(self, x1: float, y1: float, x2: float, y2: float, dash: str) -> None:
        bend = num((x1 + x2) / 2)
        d = f"M{num(x1)} {num(y1)}C{bend} {num(y1)} {bend} {num(y2)} {num(x2)} {num(y2)}"
        self.canvas.path(d, "none", TEAL, 2.5, dash=dash)

    def _today(self, x: float, y: float, wide: float, high: float) -> None:
        canvas, px = self.canvas, self.px
        canvas.rect(x, y, wide, high, RED, radius=6)
        lines = balance(self.name.replace(" - ", f"{NBSP}- "), 1.35 * px, wide - 1.6 * px, BOLD)
        size = fitted(max(lines, key=len), 1.35 * px, wide - 1.6 * px, BOLD)
        pitch = 1.25 * size
        first = y + high / 2 - 0.8 * px - (len(lines) - 1) * pitch / 2
        for at, line in enumerate(lines):
            canvas.middle(x + wide / 2, first + at * pitch, line, size, fill=WHITE, weight=BOLD, anchor="middle")
        place = first + len(lines) * pitch + 0.15 * px
        below = fitted(self.below, px, wide - px)
        canvas.middle(x + wide / 2, place, self.below, below, fill=WHITE, anchor="middle")


def fitted(text: str, px: float, room: float, weight: int = REGULAR) -> float:
    """The size of letters with which a name that cannot be cut fits, at most `px`."""
    wide = text_width(text, px, weight)
    return px if wide <= room else px * room / wide


class _Phone(_Wide):
    """One below the other: the old units, then the commune."""

    most_in_column = 1_000

    def drawn(self) -> str:
        s, px, wide, high = self.size, self.px, float(self.size.width), 3.1 * self.px
        lines = wrap(self.before, px, wide) if self.before else []
        total = 2 * px + len(self.old) * (high + 0.5 * px) + 9.6 * px
        total += 1.6 * px * len(self.facts) + 1.5 * px * len(lines)
        canvas = self.canvas = Canvas(replace(s, height=round(total)))
        canvas.middle(
            0, 0.6 * px, say("charts.plots.formed.before", day=self.since), px, fill=GREY_TEXT, weight=SEMIBOLD
        )
        y = 1.8 * px
        for each in self.old:
            self._box(each, 0, y, wide, high)
            y += high + 0.5 * px
        for line in lines:
            canvas.middle(0, y + 0.75 * px, line, px, fill=GREY_TEXT)
            y += 1.5 * px
        y += 1.4 * px
        canvas.middle(0, y, say("charts.plots.formed.since", day=self.since), px, fill=RED_TEXT, weight=SEMIBOLD)
        self._today(0, y + 1.1 * px, wide, 4.6 * px)
        y += 7 * px
        for what, value in self.facts:
            canvas.middle(0, y, what, px, fill=GREY_TEXT)
            canvas.middle(5.4 * px, y, value, px, fill=INK, weight=SEMIBOLD)
            y += 1.6 * px
        return canvas.svg()
