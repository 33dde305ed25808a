"""Ranks over editions, the first on top and the last at the bottom of every table, so that 63 and 34 units share one axis.

A change of method or of territory is a hatched band that is named; only a dotted line crosses it. This province's line is
red, the units it was put together from are grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from taphuan.charts.style import BOLD, GREY, GREY_TEXT, HATCH, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join, sentences
from taphuan.text import listing, say

_FIRST, _LAST = say("charts.plots.ranks.top"), say("charts.plots.ranks.bottom")
_DOTS = "2 7"


class Table(NamedTuple):
    """An edition over `of` units. `reason` says why its ranks cannot be compared with the table before; "" where they can."""

    year: int
    of: int
    reason: str = ""


class Line(NamedTuple):
    """A unit's ranks as (place of the table, rank), oldest first; `own` for this province and the unit that gave it its name."""

    name: str
    own: bool
    ranks: tuple[tuple[int, int], ...]


def draw_ranks(*, tables: tuple[Table, ...], lines: tuple[Line, ...], unit_name: str, size: str) -> str:
    """At most one of `lines` is this province's own. A grey line ends where its unit does; a dotted line leads on to this
    province's next point. Raises ValueError with fewer than two tables or without a line."""
    if len(tables) < 2 or not lines:
        raise ValueError(f"ranks over time need two tables and a line, not {len(tables)} and {len(lines)}")
    return _Slope(SIZES[size], [Table(*table) for table in tables], [Line(*line) for line in lines], unit_name).drawn()


def alt_ranks(tables: Sequence[Table], unit_name: str, findings: Sequence[str]) -> str:
    """`findings` are the sentences that say the ranks; then the reasons why some tables cannot be compared."""
    breaks = [
        say("charts.plots.ranks.table", of=table.of, year=table.year, reason=table.reason)
        for table in tables[1:]
        if table.reason
    ]
    apart = say("charts.plots.ranks.breaks", breaks=listing(breaks)) if breaks else ""
    return join([say("charts.plots.ranks.alt", unit=unit_name), *sentences(findings), apart])


class _Slope:
    """Where the tables stand, how much room names and reasons take, and the drawing."""

    def __init__(self, size: Size, tables: list[Table], lines: list[Line], unit_name: str) -> None:
        self._tables, self._unit_name = tables, unit_name
        self._lines = sorted(lines, key=lambda line: line.own)  # this province's own is drawn over the others
        self._px = px = size.text
        self._big = 1.5 * size.strong
        phone = size.name == "phone"
        others = [line for line in self._lines if not line.own]
        # on a phone the names stand below, in rows of their own
        names = [] if phone else [line for line in lines if others]
        widest = max((text_width(self._label(line), px, SEMIBOLD) for line in names), default=0.0)
        self._left = widest + 1.7 * px if names else text_width("2020", px, SEMIBOLD) / 2 + 2
        right = text_width("00", self._big, BOLD) + 1.6 * px
        if size.name in ("wide", "full", "print"):
            right = max(right, text_width(unit_name, px, SEMIBOLD) + 1.2 * px)
        self._step = (size.width - self._left - right) / (len(tables) - 1)
        self._reasons, named = self._wrapped()
        self._below = [] if named else [f"{n} {reason}" for n, reason in enumerate(self._numbered(), start=1)]
        head = 1.25 * px * max((len(lines) for lines in self._reasons.values()), default=0)
        # numbers of the first places stand between the reasons and the plot
        self._top = head + 2.4 * px
        self._rows = others if phone else []
        rows = 1.5 * px * (len(self._below) + len(self._rows))
        self._bottom = (20.0 * px if phone else size.height - rows) - 3.4 * px
        height = self._bottom + 3.4 * px + rows
        self._canvas = Canvas(replace(size, height=round(height)))

    def drawn(self) -> str:
        self._frame()
        for line in self._lines:
            self._draw_line(line)
        for line in self._lines:
            self._draw_dots(line)
        self._draw_names()
        self._draw_own_numbers()
        self._draw_rows()
        return self._canvas.svg()

    def _x(self, at: int) -> float:
        return self._left + self._step * at

    def _y(self, at: int, rank: int) -> float:
        return self._top + (self._bottom - self._top) * (rank - 1) / max(self._tables[at].of - 1, 1)

    def _label(self, line: Line) -> str:
        return f"{line.name} {line.ranks[0][1]}"

    # --- the frame -------------------------------------------------------------------------------------------------

    def _numbered(self) -> list[str]:
        return [table.reason for table in self._tables[1:] if table.reason]

    def _wrapped(self) -> tuple[dict[int, list[str]], bool]:
        """Place of the table → the lines that name the band before it; whether the reasons are written there."""
        room = self._step - 0.4 * self._px
        lines = {at: wrap(table.reason, self._px, room) for at, table in enumerate(self._tables) if at and table.reason}
        if all(text_width(line, self._px) <= room for each in lines.values() for line in each):
            return lines, True
        return {at: [str(n)] for n, at in enumerate(lines, start=1)}, False

    def _frame(self) -> None:
        canvas, px = self._canvas, self._px
        wide = min(1.1 * px, 0.25 * self._step)
        for at, lines in self._reasons.items():
            middle = self._x(at) - self._step / 2
            canvas.rect(middle - wide / 2, self._top, wide, self._bottom - self._top, canvas.hatch(HATCH, WHITE))
            for n, line in enumerate(lines):
                y = self._top - (len(lines) - n - 0.5) * 1.25 * px - 1.9 * px
                canvas.middle(middle, y, line, px, fill=GREY_TEXT, anchor="middle")
        for at, table in enumerate(self._tables):
            canvas.line(self._x(at), self._top, self._x(at), self._bottom, RULE, 2)
            canvas.middle(
                self._x(at), self._bottom + 1.3 * px, str(table.year), px, fill=INK, weight=SEMIBOLD, anchor="middle"
            )
            canvas.middle(self._x(at), self._bottom + 2.6 * px, f"/{table.of}", px, fill=GREY_TEXT, anchor="middle")
        heights = [self._y(at, rank) for line in self._lines for at, rank in line.ranks]
        third = (self._bottom - self._top) / 3
        free = self._step * (1.0 if 1 not in self._reasons else 0.5) - wide
        for word, y, empty in (
            (_FIRST, self._top + 0.5 * px, min(heights) > self._top + third),
            (_LAST, self._bottom - 0.5 * px, max(heights) < self._bottom - third),
        ):
            if empty and text_width(word, px) <= free:
                canvas.middle(self._x(0) + 0.5 * px, y, word, px, fill=GREY_TEXT)

    # --- the lines --------------------------------------------------------------------------------------------------

    def _draw_line(self, line: Line) -> None:
        points = list(line.ranks)
        own = next((each for each in self._lines if each.own), None)
        if not line.own and own is not None:
            # the unit became part of this province
            points += [point for point in own.ranks if point[0] > points[-1][0]][:1]
        colour, width = (RED, 4) if line.own else (GREY, 2.5)
        for (a, rank_a), (b, rank_b) in pairwise(points):
            broken = any(self._tables[at].reason for at in range(a + 1, b + 1))
            if broken or b == a + 1:
                # a year that is missing interrupts the line, nothing is put in its place
                place = (self._x(a), self._y(a, rank_a), self._x(b), self._y(b, rank_b))
                self._canvas.line(*place, colour, width, dash=_DOTS if broken else "")

    def _draw_dots(self, line: Line) -> None:
        for n, (at, rank) in enumerate(line.ranks):
            x, y = self._x(at), self._y(at, rank)
            if line.own:
                last = n == len(line.ranks) - 1
                self._canvas.circle(x, y, (0.55 if last else 0.4) * self._px, RED, WHITE, 2)
            else:
                self._canvas.circle(x, y, 0.32 * self._px, WHITE, GREY_TEXT, 2)

    # --- the words --------------------------------------------------------------------------------------------------

    def _draw_names(self) -> None:
        """Left of a line's first point its name and first rank, right of a grey line's last its last rank; both make way
        for one another."""
        others = [line for line in self._lines if not line.own]
        if self._rows or not others:
            return
        canvas, px = self._canvas, self._px
        for at in sorted({line.ranks[0][0] for line in self._lines}):
            begin = [line for line in self._lines if line.ranks[0][0] == at]
            heights = spread([self._y(*line.ranks[0]) for line in begin], 1.3 * px, self._bottom + 0.4 * px)
            for line, height in zip(begin, heights, strict=True):
                x, y = self._x(at), self._y(*line.ranks[0])
                if abs(height - y) > 2:
                    canvas.line(x - 1.1 * px, height, x - 0.5 * px, y, GREY, 1)
                colour, weight = (RED, SEMIBOLD) if line.own else (INK, REGULAR)
                halo = WHITE if at else ""
                canvas.middle(
                    x - 1.2 * px, height, self._label(line), px, fill=colour, weight=weight, anchor="end", halo=halo
                )
        for at in sorted({line.ranks[-1][0] for line in others if len(line.ranks) > 1}):
            end = [line for line in others if line.ranks[-1][0] == at and len(line.ranks) > 1]
            heights = spread([self._y(*line.ranks[-1]) for line in end], 1.2 * px, self._bottom + 0.4 * px)
            for line, height in zip(end, heights, strict=True):
                canvas.middle(self._x(at) + 0.7 * px, height, str(line.ranks[-1][1]), px, fill=GREY_TEXT, halo=WHITE)

    def _draw_own_numbers(self) -> None:
        canvas, px = self._canvas, self._px
        own = next((line for line in self._lines if line.own), None)
        if own is None:
            return
        named = len(self._lines) > 1 and not self._rows
        for n, (at, rank) in enumerate(own.ranks):
            x, y = self._x(at), self._y(at, rank)
            if n == len(own.ranks) - 1:
                self._draw_last(x, y, rank)
            elif n or not named:
                canvas.middle(x, y - 1.15 * px, str(rank), px, fill=RED, weight=BOLD, anchor="middle", halo=WHITE)

    def _draw_last(self, x: float, y: float, rank: int) -> None:
        """The newest rank large, right of its point, with the name where there is room for it."""
        canvas, px = self._canvas, self._px
        canvas.middle(x + 0.9 * px, y, str(rank), self._big, fill=RED, weight=BOLD, halo=WHITE)
        if canvas.size.name in ("wide", "full", "print"):
            down = 1 if y < (self._top + self._bottom) / 2 else -1
            canvas.middle(x + 0.9 * px, y + down * 1.35 * canvas.size.strong, self._unit_name, px, fill=RED, halo=WHITE)

    def _draw_rows(self) -> None:
        """Below the picture: on a phone each unit with its ranks, then the reasons where they have no room above."""
        canvas, px = self._canvas, self._px
        y = self._bottom + 3.4 * px + 0.75 * px
        for line in self._rows:
            canvas.middle(0, y, line.name, px, fill=INK)
            ranks = " · ".join(str(rank) for _, rank in line.ranks)
            canvas.middle(canvas.size.width, y, ranks, px, fill=GREY_TEXT, anchor="end")
            y += 1.5 * px
        for text in self._below:
            canvas.middle(0, y, text, px, fill=GREY_TEXT)
            y += 1.5 * px


def spread(wanted: Sequence[float], apart: float, bottom: float) -> list[float]:
    """Heights of labels, each as near as it can be to where it belongs and none over another."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed: list[float] = []
    for i in order:
        placed.append(max(wanted[i], placed[-1] + apart) if placed else wanted[i])
    limit = bottom
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - apart
    heights = [0.0] * len(wanted)
    for i, y in zip(order, placed, strict=True):
        heights[i] = y
    return heights
