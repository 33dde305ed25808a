"""The checkup: one sheet about a province. Above its ranks, its indices, how people are served; below whom to learn from, the next
days of the law and three lines to fill. A panel without data is left out and the others take its width.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from taphuan.charts.plots.indices import Index, Scales, by_gap
from taphuan.charts.plots.ranks import Line, Table
from taphuan.charts.plots.service import ServicePart, printed
from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    NEIGHBOUR,
    PAPER,
    RED,
    RED_TEXT,
    RULE,
    SEMIBOLD,
    SIZES,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas, num
from taphuan.charts.text_measure import text_width, wrap
from taphuan.text import listed, listing, points, say

# how wide the panels of a row are to one another
_WIDTHS = {"ranks": 272, "rank": 250, "indices": 486, "service": 330, "learn": 292, "due": 464, "boxes": 332}
_RANKS = ("ranks", "rank")
# the rows of a sheet of each size: their panels, and how high the row is in letters
_ROWS = {
    "sheet": (((*_RANKS, "indices", "service"), 15.8), (("learn", "due", "boxes"), 9.8)),
    "a4": (((*_RANKS, "service"), 15.6), (("indices",), 15.6), (("learn", "due"), 9.6), (("boxes",), 8.6)),
    "picture": (
        (_RANKS, 13.5),
        (("indices",), 17.5),
        (("learn",), 8.6),
        (("service",), 16.2),
        (("due",), 11.0),
        (("boxes",), 9.4),
    ),
}


@dataclass(frozen=True)
class Checkup:
    """What the sheet shows, each part empty where nothing is known. Heads are finished text.

    `rank` is "10/63" where no ranks over time can be drawn. `learn` has (index, own value, who, their value); `due` has
    (days left, what, until when and by which law).
    """

    unit_name: str
    ranks_head: str = ""
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()
    rank: str = ""
    indices_head: str = ""
    indices: tuple[Index, ...] = ()
    mean_label: str = ""
    top: int = 100
    service_head: str = ""
    service: tuple[ServicePart, ...] = ()
    learn_head: str = ""
    learn: tuple[tuple[str, float, tuple[str, ...], float], ...] = ()
    learn_text: str = ""
    due: tuple[tuple[str, str, str], ...] = ()


def draw_checkup(*, sheet: dict[str, Any], size: str) -> str:
    """`sheet` are the fields of a Checkup, `size` is sheet (a slide), a4 or picture. Raises ValueError for another size."""
    if size not in _ROWS:
        raise ValueError(f"a checkup is drawn as {', '.join(_ROWS)}, not as {size}")
    plain = Checkup(**sheet)
    typed = replace(
        plain,
        tables=tuple(Table(*each) for each in plain.tables),
        lines=tuple(Line(*each) for each in plain.lines),
        indices=tuple(Index(*each) for each in plain.indices),
        service=tuple(ServicePart(*each) for each in plain.service),
    )
    return _Sheet(typed, SIZES[size]).drawn()


class _Sheet:
    def __init__(self, sheet: Checkup, size: Size) -> None:
        self._sheet, self._px, self._head = sheet, size.text, size.strong
        shown = {
            "ranks": len(sheet.tables) > 1,
            "rank": len(sheet.tables) < 2 and bool(sheet.rank),
            "indices": bool(sheet.indices),
            "service": bool(sheet.service),
            "learn": bool(sheet.learn_head),
            "due": bool(sheet.due),
            "boxes": True,
        }
        self._rows = [
            (kept, high * self._px)
            for names, high in _ROWS[size.name]
            if (kept := [name for name in names if shown[name]])
        ]
        self._between = 1.5 * self._px
        height = sum(high for _, high in self._rows) + self._between * (len(self._rows) - 1)
        self._canvas = Canvas(replace(size, height=round(height)))

    def drawn(self) -> str:
        top = 0.0
        for at, (names, height) in enumerate(self._rows):
            if at and names != ["boxes"]:
                y = top - 0.75 * self._px
                self._canvas.line(0, y, self._canvas.size.width, y, GREY_TEXT, 1.5)
            self._row(names, top, height)
            top += height + self._between
        return self._canvas.svg()

    def _row(self, names: list[str], top: float, height: float) -> None:
        gutter = 2.2 * self._px
        width_of_all = self._canvas.size.width - gutter * (len(names) - 1)
        scale = width_of_all / sum(_WIDTHS[name] for name in names)
        left = 0.0
        for name in names:
            width = _WIDTHS[name] * scale
            size = Size("panel", round(width), round(height), self._head, self._px, self._px)
            getattr(self, f"_draw_{name}")(self._canvas.inset(left, top, size))
            left += width + gutter

    def _headed(self, canvas: Canvas, head: str, right: str = "") -> None:
        room = canvas.size.width - (text_width(right, self._px) + 12 if right else 0)
        for at, line in enumerate(wrap(head, self._head, room, SEMIBOLD)[:2]):
            canvas.middle(0, 0.6 * self._head + 1.25 * self._head * at, line, self._head, weight=SEMIBOLD)
        if right:
            canvas.middle(canvas.size.width, 0.6 * self._head, right, self._px, fill=GREY_TEXT, anchor="end")

    # --- above ------------------------------------------------------------------------------------------------------

    def _draw_rank(self, canvas: Canvas) -> None:
        self._headed(canvas, self._sheet.ranks_head)
        number, _, of = self._sheet.rank.partition("/")
        big, y = 5.3 * self._px, 0.55 * canvas.size.height
        canvas.middle(0, y, number, big, fill=RED_TEXT, weight=BOLD)
        left = text_width(number, big, BOLD) + 0.3 * self._px
        canvas.text(left, y + 0.37 * big, f"/{of}", big / 3, fill=GREY_TEXT)

    def _draw_ranks(self, canvas: Canvas) -> None:
        """Ranks over the tables as in the slide of its own, without names but that of the lowest grey line."""
        sheet, px = self._sheet, self._px
        self._headed(canvas, sheet.ranks_head)
        tables, lines = sheet.tables, sorted(sheet.lines, key=lambda line: line.own)
        left, right = 1.3 * px, canvas.size.width - 2.6 * px
        top, bottom = 3.4 * px, canvas.size.height - 2.9 * px
        step = (right - left) / (len(tables) - 1)

        def at(place: int, rank: int) -> tuple[float, float]:
            return left + step * place, top + (bottom - top) * (rank - 1) / max(tables[place].of - 1, 1)

        for place, table in enumerate(tables):
            x, _ = at(place, 1)
            if table.reason:
                canvas.rect(x - step / 2 - 0.33 * px, top, 0.66 * px, bottom - top, NEIGHBOUR)
            canvas.line(x, top, x, bottom, RULE, 1.5)
            canvas.middle(x, bottom + 0.9 * px, str(table.year), px, weight=SEMIBOLD, anchor="middle")
            canvas.middle(x, bottom + 2.1 * px, f"/{table.of}", px, fill=GREY_TEXT, anchor="middle")
        own = next((line for line in lines if line.own), None)
        # points that a name must not cover: the lines, the dots and the numbers at them
        drawn: list[tuple[float, float]] = []
        for line in lines:
            shown = list(line.ranks)
            if not line.own and own is not None:
                shown += [each for each in own.ranks if each[0] > shown[-1][0]][:1]
            for (a, rank_a), (b, rank_b) in pairwise(shown):
                broken = any(tables[place].reason for place in range(a + 1, b + 1))
                if broken or b == a + 1:
                    (x1, y1), (x2, y2) = at(a, rank_a), at(b, rank_b)
                    drawn += ((x1 + (x2 - x1) * t / 24, y1 + (y2 - y1) * t / 24) for t in range(25))
                    colour, width = (RED, 0.19 * px) if line.own else (GREY, 0.11 * px)
                    canvas.line(
                        *(x1, y1),
                        *(x2, y2),
                        colour,
                        width,
                        dash=f"{num(0.11 * px)} {num(0.34 * px)}" if broken else "",
                    )
        for line in lines:
            for n, (place, rank) in enumerate(line.ranks):
                x, y = at(place, rank)
                drawn += (
                    ((x, y), (x, y - 1.1 * px), (x - 0.5 * px, y - 1.1 * px), (x + 0.5 * px, y - 1.1 * px))
                    if line.own
                    else ((x, y),)
                )
                last = line.own and n == len(line.ranks) - 1
                if line.own:
                    canvas.circle(x, y, (0.45 if last else 0.33) * px, RED, WHITE, 1.5)
                    if last:
                        canvas.middle(x + 0.75 * px, y, str(rank), 1.45 * px, fill=RED_TEXT, weight=BOLD, halo=WHITE)
                    else:
                        canvas.middle(
                            x, y - 1.1 * px, str(rank), px, fill=RED_TEXT, weight=BOLD, anchor="middle", halo=WHITE
                        )
                else:
                    canvas.circle(x, y, 0.28 * px, WHITE, GREY_TEXT, 2)
        self._name_other(canvas, [line for line in lines if not line.own], at, drawn)

    def _name_other(self, canvas: Canvas, others: list[Line], at: Any, drawn: list[tuple[float, float]]) -> None:
        """The name and rank of a grey line, of the one that stands lowest if it can be, below or above a point where nothing is."""
        px = self._px
        points_of = [(line, *at(place, rank), rank) for line in others for place, rank in line.ranks]
        for line, x, y, rank in sorted(points_of, key=lambda found: -found[2]):
            text = f"{line.name} {rank}"
            wide = text_width(text, px)
            left = min(max(x - wide / 2, 0.0), canvas.size.width - wide)
            for middle in (y + 1.0 * px, y - 1.0 * px):
                covered = any(
                    left - 0.3 * px < dx < left + wide + 0.3 * px and abs(dy - middle) < 0.75 * px for dx, dy in drawn
                )
                inside = 2.4 * px < middle < canvas.size.height - 3.2 * px
                if left >= 0 and inside and not covered:
                    canvas.middle(left, middle, text, px, fill=GREY_TEXT, halo=WHITE)
                    return

    def _draw_indices(self, canvas: Canvas) -> None:
        sheet = self._sheet
        self._headed(canvas, sheet.indices_head)
        rows = by_gap(sheet.indices)
        head = 1.65 * self._px
        size = replace(canvas.size, height=round(canvas.size.height - head))
        Scales(size, rows, sheet.unit_name, sheet.mean_label, sheet.top, canvas.inset(0, head, size)).drawn()

    def _draw_service(self, canvas: Canvas) -> None:
        sheet, px, width = self._sheet, self._px, canvas.size.width
        self._headed(canvas, sheet.service_head, say("charts.cards.checkup.percent"))
        y = 2.4 * px
        for part in (part for part in sheet.service if part.most):
            assert part.most is not None  # chosen above
            canvas.middle(0, y, part.label, px)
            canvas.middle(width, y, printed(part.value, part.most), px, anchor="end")
            y += 1.1 * px
            canvas.rect(0, y - 0.11 * px, width, 0.22 * px, RULE, radius=2)
            scale = width - 0.36 * px
            canvas.rect(scale * part.mean / part.most - 0.08 * px, y - 0.55 * px, 0.17 * px, 1.1 * px, INK, WHITE, 1)
            canvas.circle(scale * part.value / part.most, y, 0.36 * px, RED, WHITE, 1.5)
            y += 1.45 * px
        for part in (part for part in sheet.service if not part.most):
            canvas.middle(0, y, part.label, px)
            canvas.middle(
                width, y, say("charts.cards.checkup.points", value=printed(part.value, None)), px, anchor="end"
            )
            y += 1.2 * px
            told = zip(listed("charts.cards.checkup.mean_and_best"), (part.mean, part.best), strict=True)
            beside = " · ".join(f"{name} {printed(value, None)}" for name, value in told)
            canvas.middle(width, y, beside, px, fill=GREY_TEXT, anchor="end")
            y += 1.35 * px

    # --- below ------------------------------------------------------------------------------------------------------

    def _draw_learn(self, canvas: Canvas) -> None:
        sheet, px, width = self._sheet, self._px, canvas.size.width
        self._headed(canvas, sheet.learn_head)
        y = 2.5 * px
        for index, own, who, value in sheet.learn:
            canvas.middle(0, y, index, px)
            canvas.middle(width, y, points(own), px, fill=RED_TEXT, weight=BOLD, anchor="end")
            y += 1.35 * px
            for x1, y1 in ((0.0, y), (0.5 * px, y - 0.28 * px), (0.5 * px, y + 0.28 * px)):
                canvas.line(x1, y1, 0.78 * px, y, INK, 0.11 * px)
            room = width - 1.2 * px - text_width(points(value), px, SEMIBOLD) - 0.5 * px
            canvas.middle(1.2 * px, y, _named(who, room, px), px, weight=SEMIBOLD)
            canvas.middle(width, y, points(value), px, weight=SEMIBOLD, anchor="end")
            y += 1.65 * px
        for line in wrap(sheet.learn_text, px, width) if sheet.learn_text else ():
            canvas.middle(0, y, line, px)
            y += 1.35 * px

    def _draw_due(self, canvas: Canvas) -> None:
        px = self._px
        self._headed(canvas, say("charts.cards.checkup.due"))
        big = 1.67 * px
        column = max(text_width(days, big, BOLD) for days, _, _ in self._sheet.due) + 0.33 * px
        left = column + text_width(say("charts.cards.checkup.days"), px) + 0.78 * px
        y = 2.5 * px
        for days, what, when in self._sheet.due:
            canvas.text(column - 0.33 * px, y + 0.78 * px, days, big, weight=BOLD, anchor="end")
            canvas.text(column, y + 0.78 * px, say("charts.cards.checkup.days"), px, fill=GREY_TEXT)
            canvas.middle(left, y, what, px, weight=SEMIBOLD)
            canvas.middle(left, y + 1.3 * px, when, px, fill=GREY_TEXT)
            y += 2.6 * px

    def _draw_boxes(self, canvas: Canvas) -> None:
        px, width, height = self._px, canvas.size.width, canvas.size.height
        canvas.rect(0, -0.4 * px, width, height + 0.2 * px, PAPER, radius=8)
        pad = 0.78 * px
        # the key of the indices names the unit; without them the lines to fill do
        head = (
            say("charts.cards.checkup.three")
            if self._sheet.indices
            else say("charts.cards.checkup.three_of", unit=self._sheet.unit_name)
        )
        canvas.middle(pad, 0.6 * self._head, head, self._head, weight=SEMIBOLD)
        starts = (pad, 0.52 * width, 0.76 * width)
        ends = (0.48 * width, 0.72 * width, width - pad)
        for x, name in zip(starts, listed("charts.cards.checkup.three_columns"), strict=True):
            canvas.middle(x, 2.4 * px, name, px, fill=GREY_TEXT)
        for row in range(3):
            y = 2.4 * px + (height - 3.5 * px) * (row + 1) / 3
            for a, b in zip(starts, ends, strict=True):
                canvas.line(a, y, b, y, GREY_TEXT, 0.08 * px, dash=f"{num(0.08 * px)} {num(0.28 * px)}")


def _named(who: tuple[str, ...], room: float, px: float) -> str:
    """The units as a list, or the first of them and how many more there are where the list is wider than `room`."""
    whole = listing(who)
    if len(who) == 1 or text_width(whole, px, SEMIBOLD) <= room:
        return whole
    return say("charts.cards.checkup.and_more", first=who[0], others=len(who) - 1)
