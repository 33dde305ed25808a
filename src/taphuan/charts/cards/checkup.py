"""The checkup: one sheet about a province. Above its ranks, its indices, how people are served; below whom to learn from, the next
days of the law and three lines to fill. A panel without data is left out and the others take its width.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from taphuan.charts.plots.indices import Index, Scales, by_gap
from taphuan.charts.plots.ranks import Line, Table
from taphuan.charts.plots.service import ServicePart, printed
from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    HATCH,
    INK,
    PAPER,
    RED,
    RED_TEXT,
    RULE,
    SEMIBOLD,
    SIZES,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.text import NBSP, points

# px: the upper panels, the rule below them, the lower ones
_UPPER, _RULE, _LOWER = 284, 296, 312
_GUTTER = 40.0
_DOTTED = "1.5 5"
_WIDTHS = {"ranks": 272, "rank": 250, "indices": 486, "service": 330, "learn": 290, "due": 464, "boxes": 334}


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
    learn: tuple[tuple[str, float, str, float], ...] = ()
    learn_text: str = ""
    due: tuple[tuple[str, str, str], ...] = ()


def draw_checkup(*, sheet: dict[str, Any], size: str) -> str:
    """`sheet` are the fields of a Checkup. Raises ValueError for another size than the sheet's: other forms have rows."""
    if size != "sheet":
        raise ValueError(f"a checkup is drawn as a sheet, not {size}")
    plain = Checkup(**sheet)
    return _Sheet(
        Checkup(
            **{
                **sheet,
                "tables": tuple(Table(*each) for each in plain.tables),
                "lines": tuple(Line(*each) for each in plain.lines),
                "indices": tuple(Index(*each) for each in plain.indices),
                "service": tuple(ServicePart(*each) for each in plain.service),
            }
        )
    ).drawn()


class _Sheet:
    def __init__(self, sheet: Checkup) -> None:
        self._sheet, self._size = sheet, SIZES["sheet"]
        self._px, self._head = self._size.text, self._size.strong
        self._canvas = Canvas(self._size)

    def drawn(self) -> str:
        sheet = self._sheet
        upper = [
            name
            for name, shown in (
                ("ranks", len(sheet.tables) > 1),
                ("rank", len(sheet.tables) < 2 and bool(sheet.rank)),
                ("indices", bool(sheet.indices)),
                ("service", bool(sheet.service)),
            )
            if shown
        ]
        lower = [
            name
            for name, shown in (("learn", bool(sheet.learn_head)), ("due", bool(sheet.due)), ("boxes", True))
            if shown
        ]
        top = 0.0
        if upper:
            self._row(upper, 0.0, _UPPER)
            self._canvas.line(0, _RULE, self._size.width, _RULE, GREY_TEXT, 1.5)
            top = _LOWER
        self._row(lower, top, self._size.height - top)
        return self._canvas.svg()

    def _row(self, names: list[str], top: float, height: float) -> None:
        room = self._size.width - _GUTTER * (len(names) - 1)
        scale = room / sum(_WIDTHS[name] for name in names)
        left = 0.0
        for name in names:
            width = _WIDTHS[name] * scale
            inner = self._canvas.inset(left, top, Size("panel", round(width), round(height), self._head, self._px, 18))
            getattr(self, f"_draw_{name}")(inner)
            left += width + _GUTTER

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
        big, y = 96.0, 0.55 * canvas.size.height
        canvas.middle(0, y, number, big, fill=RED_TEXT, weight=BOLD)
        canvas.text(text_width(number, big, BOLD) + 6, y + 0.37 * big, f"/{of}", 32, fill=GREY_TEXT)

    def _draw_ranks(self, canvas: Canvas) -> None:
        """Ranks over the tables as in the slide of its own, without names but that of the lowest grey line."""
        sheet, px = self._sheet, self._px
        self._headed(canvas, sheet.ranks_head)
        tables, lines = sheet.tables, sorted(sheet.lines, key=lambda line: line.own)
        left, right = 22.0, canvas.size.width - 46.0
        top, bottom = 3.4 * px, canvas.size.height - 2.9 * px
        step = (right - left) / (len(tables) - 1)

        def at(place: int, rank: int) -> tuple[float, float]:
            return left + step * place, top + (bottom - top) * (rank - 1) / max(tables[place].of - 1, 1)

        for place, table in enumerate(tables):
            x, _ = at(place, 1)
            if table.reason:
                canvas.rect(x - step / 2 - 6, top, 12, bottom - top, canvas.hatch(HATCH, WHITE))
            canvas.line(x, top, x, bottom, RULE, 1.5)
            canvas.middle(x, bottom + 0.9 * px, str(table.year), px, weight=SEMIBOLD, anchor="middle")
            canvas.middle(x, bottom + 2.1 * px, f"/{table.of}", px, fill=GREY_TEXT, anchor="middle")
        own = next((line for line in lines if line.own), None)
        for line in lines:
            shown = list(line.ranks)
            if not line.own and own is not None:
                shown += [each for each in own.ranks if each[0] > shown[-1][0]][:1]
            for (a, rank_a), (b, rank_b) in pairwise(shown):
                broken = any(tables[place].reason for place in range(a + 1, b + 1))
                if broken or b == a + 1:
                    colour, width = (RED, 3.5) if line.own else (GREY, 2)
                    canvas.line(*at(a, rank_a), *at(b, rank_b), colour, width, dash="2 6" if broken else "")
        for line in lines:
            for n, (place, rank) in enumerate(line.ranks):
                x, y = at(place, rank)
                last = line.own and n == len(line.ranks) - 1
                if line.own:
                    canvas.circle(x, y, 8 if last else 6, RED, WHITE, 1.5)
                    if last:
                        canvas.middle(x + 14, y, str(rank), 26, fill=RED_TEXT, weight=BOLD, halo=WHITE)
                    else:
                        canvas.middle(
                            x, y - 1.1 * px, str(rank), px, fill=RED_TEXT, weight=BOLD, anchor="middle", halo=WHITE
                        )
                else:
                    canvas.circle(x, y, 5, WHITE, GREY_TEXT, 2)
        self._name_lowest(canvas, [line for line in lines if not line.own], at)

    def _name_lowest(self, canvas: Canvas, others: list[Line], at: Any) -> None:
        """The name and rank of the grey line that stands lowest, where there is room below its point."""
        if not others:
            return
        px = self._px
        line, (place, rank) = max(
            ((line, each) for line in others for each in line.ranks), key=lambda found: at(*found[1])[1]
        )
        x, y = at(place, rank)
        text = f"{line.name} {rank}"
        wide = text_width(text, px)
        if wide <= canvas.size.width and y + 1.1 * px < canvas.size.height - 3.4 * px:
            left = min(max(x - wide / 2, 0.0), canvas.size.width - wide)
            canvas.middle(left, y + 1.0 * px, text, px, fill=GREY_TEXT, halo=WHITE)

    def _draw_indices(self, canvas: Canvas) -> None:
        sheet = self._sheet
        self._headed(canvas, sheet.indices_head)
        rows = by_gap(sheet.indices)
        size = Size("panel", canvas.size.width, canvas.size.height - 30, self._head, self._px, 18)
        Scales(size, rows, sheet.unit_name, sheet.mean_label, sheet.top, canvas.inset(0, 30, size)).drawn()

    def _draw_service(self, canvas: Canvas) -> None:
        sheet, px, width = self._sheet, self._px, canvas.size.width
        self._headed(canvas, sheet.service_head, "% tối đa")
        y = 2.4 * px
        for part in (part for part in sheet.service if part.most):
            assert part.most is not None  # chosen above
            canvas.middle(0, y, part.label, px)
            canvas.middle(width, y, printed(part.value, part.most), px, anchor="end")
            y += 1.1 * px
            canvas.rect(0, y - 2, width, 4, RULE, radius=2)
            scale = width - 0.36 * px
            canvas.rect(scale * part.mean / part.most - 1.5, y - 0.55 * px, 3, 1.1 * px, INK, WHITE, 1)
            canvas.circle(scale * part.value / part.most, y, 0.36 * px, RED, WHITE, 1.5)
            y += 1.45 * px
        for part in (part for part in sheet.service if not part.most):
            canvas.middle(0, y, part.label, px)
            canvas.middle(width, y, f"{printed(part.value, None)}{NBSP}điểm", px, anchor="end")
            y += 1.2 * px
            told = zip(("trung bình", "cao nhất"), (part.mean, part.best), strict=True)
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
            for x1, y1 in ((0.0, y), (9.0, y - 5), (9.0, y + 5)):
                canvas.line(x1, y1, 14, y, INK, 2)
            canvas.middle(22, y, who, px, weight=SEMIBOLD)
            canvas.middle(width, y, points(value), px, weight=SEMIBOLD, anchor="end")
            y += 1.65 * px
        for line in wrap(sheet.learn_text, px, width) if sheet.learn_text else ():
            canvas.middle(0, y, line, px)
            y += 1.35 * px

    def _draw_due(self, canvas: Canvas) -> None:
        px = self._px
        self._headed(canvas, "Hạn sắp tới")
        column = max(text_width(days, 30, BOLD) for days, _, _ in self._sheet.due) + 6
        left = column + text_width("ngày", px) + 14
        y = 2.5 * px
        for days, what, when in self._sheet.due:
            canvas.text(column - 6, y + 14, days, 30, weight=BOLD, anchor="end")
            canvas.text(column, y + 14, "ngày", px, fill=GREY_TEXT)
            canvas.middle(left, y, what, px, weight=SEMIBOLD)
            canvas.middle(left, y + 1.3 * px, when, px, fill=GREY_TEXT)
            y += 2.6 * px

    def _draw_boxes(self, canvas: Canvas) -> None:
        px, width, height = self._px, canvas.size.width, canvas.size.height
        canvas.rect(0, -8, width, height + 4, PAPER, radius=8)
        pad = 14.0
        canvas.middle(
            pad, 0.6 * self._head, "Ba việc – ba người – ba ngày", self._head, weight=SEMIBOLD
        )
        starts = (pad, 0.52 * width, 0.76 * width)
        ends = (0.48 * width, 0.72 * width, width - pad)
        for x, name in zip(starts, ("Việc", "Người", "Ngày"), strict=True):
            canvas.middle(x, 2.4 * px, name, px, fill=GREY_TEXT)
        for row in range(3):
            y = 2.4 * px + (height - 2.4 * px - 20) * (row + 1) / 3
            for a, b in zip(starts, ends, strict=True):
                canvas.line(a, y, b, y, GREY_TEXT, 1.5, dash=_DOTTED)
