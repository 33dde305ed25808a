"""A league as distances from the mean: members sorted by value, a bar to the right above the mean, to the left below it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from taphuan.charts.style import BAND, BOLD, GREY, GREY_TEXT, INK, RED, REGULAR, SEMIBOLD, SIZES, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import MISSING, NO_VALUE, join, mean_sentence, sentences, signed
from taphuan.text import exact, points, say

_PITCH = 1.32  # of the rows, in em: marks above and below a letter stay apart
_COMFORTABLE = 12  # rows in one column; more are set in two where there is width
_ENDS = 8  # how many of the first and of the last are drawn where all do not fit


class Member(NamedTuple):
    """`rank` is the published one; `own` marks this province, nobody in the hall's figure."""

    name: str
    rank: int
    value: float | None
    own: bool = False


def draw_deviations(*, rows: tuple[Member, ...], mean: float, mean_label: str, size: str) -> str:
    """Rows go from the highest value to the lowest, those without one last; equal values keep their order.

    Where they do not all fit, the first and the last eight stand alone with this province, and a line says how many are
    left out. Raises ValueError without a row.
    """
    if not rows:
        raise ValueError("a league needs at least one row")
    members = sorted((Member(*row) for row in rows), key=lambda row: (row.value is None, -(row.value or 0.0)))
    return _League(SIZES[size], members, mean, mean_label).drawn()


def alt_deviations(
    rows: Sequence[Member], mean: float, mean_label: str, measure: str, group: str, findings: Sequence[str]
) -> str:  # fmt: skip
    """`measure` is "giá trị DTI năm 2022", `group` "19 tỉnh, thành phố dự hội nghị", `findings` are sentences that compare."""
    head = say("charts.plots.deviations.alt", measure=measure, group=group)
    own = [
        say("charts.plots.deviations.reached", name=row.name, value=points(row.value))
        if row.value is not None
        else f"{row.name} {NO_VALUE}."
        for row in rows
        if row.own
    ]
    return join([head, *own, *sentences(findings), mean_sentence(mean, mean_label)])


class _League:
    def __init__(self, size: Size, members: list[Member], mean: float, mean_label: str) -> None:
        self._mean, self._key = exact(mean), f"{mean_label}: {points(mean)}"
        self._columns = 1 if size.name in ("half", "phone") or len(members) <= _COMFORTABLE else 2
        # a phone scrolls
        height = 4000 if size.name == "phone" else size.height
        self._px = size.text
        self._head = 1.7 * self._px
        most = self._most(height)
        if len(members) > most * self._columns and size.name != "phone":
            self._px = size.dense
            most = self._most(height)
        self._entries: list[Member | int] = list(members)
        limit = 20 if size.name == "phone" else most * self._columns
        if len(members) > limit:
            self._entries = _ends(members, min(_ENDS, (limit - 2) // 2))
        self._per_column = math.ceil(len(self._entries) / self._columns)
        floor = 1.75 if size.name == "phone" else _PITCH
        pitch = floor * self._px if size.name == "phone" else (height - self._head - 2) / self._per_column
        self._pitch = min(pitch, 2.6 * self._px)
        self._canvas = Canvas(replace(size, height=round(self._head + self._pitch * self._per_column + 2)))
        self._shown = [entry for entry in self._entries if isinstance(entry, Member)]
        self._layout(size)

    def _most(self, height: float) -> int:
        """Rows that a column can hold."""
        return max(int((height - self._head - 2) / (_PITCH * self._px)), 1)

    def _gap(self, row: Member) -> Fraction | None:
        return None if row.value is None else exact(row.value) - self._mean

    def _layout(self, size: Size) -> None:
        px = self._px
        between = 2.0 * px
        self._width = (size.width - between * (self._columns - 1)) / self._columns
        self._step = self._width + between
        self._rank = max(text_width(str(row.rank), px, SEMIBOLD) for row in self._shown)
        self._name = self._rank + 0.6 * px
        self._phone = size.name == "phone"
        self._value = self._name + max(text_width(row.name, px, SEMIBOLD) for row in self._shown)
        if not self._phone:
            self._value += 0.6 * px + text_width("100,0", px, SEMIBOLD)
        label = text_width("+00,0", px, BOLD) + 0.5 * px
        left = self._value + 0.8 * px
        # each column has room for its own bars only, on one scale; on a phone all gaps stand at the right
        extents, rooms = list[tuple[float, float]](), list[float]()
        for column in range(self._columns):
            part = self._entries[column * self._per_column : (column + 1) * self._per_column]
            gaps = [float(self._gap(row) or 0) for row in part if isinstance(row, Member)]
            up, down = max([*gaps, 0.0]), -min([*gaps, 0.0])
            labels = 1 if self._phone else bool(up) + bool(down) or 1
            rooms.append((self._width - left - label * labels) / ((up + down) or 1.0))
            extents.append((up, down))
        self._unit = max(min(rooms), 0.0)
        shift = 0.0 if self._phone else label
        self._zeros = [left + (shift + down * self._unit if down else 0.0) for _, down in extents]

    def drawn(self) -> str:
        canvas, px = self._canvas, self._px
        canvas.rect(0.2 * px, 0.1 * px, 2.5, 1.0 * px, INK)
        canvas.middle(0.7 * px, 0.6 * px, self._key, px, fill=INK, weight=SEMIBOLD)
        for at, entry in enumerate(self._entries):
            column, row = divmod(at, self._per_column)
            left, y = column * self._step, self._head + (row + 0.5) * self._pitch
            if isinstance(entry, int):
                canvas.middle(
                    left + self._name, y, say("charts.plots.deviations.between", number=entry), px, fill=GREY_TEXT
                )
            else:
                self._row(entry, left, left + self._zeros[column], y)
        for column in range(self._columns):
            rows = min(self._per_column, len(self._entries) - column * self._per_column)
            x = column * self._step + self._zeros[column]
            canvas.line(x, self._head, x, self._head + rows * self._pitch, INK, 2)
        return canvas.svg()

    def _row(self, row: Member, left: float, zero: float, y: float) -> None:
        canvas, px, gap = self._canvas, self._px, self._gap(row)
        ends = self._shown[0], self._shown[-1]
        colour = RED if row.own else INK
        weight = SEMIBOLD if row.own else REGULAR
        if row.own:
            canvas.rect(left, y - self._pitch / 2, self._width, self._pitch, BAND)
        canvas.middle(left + self._rank, y, str(row.rank), px, fill=colour if row.own else GREY_TEXT, anchor="end")
        canvas.middle(left + self._name, y, row.name, px, fill=colour, weight=weight)
        if self._phone:
            canvas.middle(left + self._width, y, signed(gap), px, fill=colour, weight=weight, anchor="end")
        else:
            printed = points(row.value) if row.value is not None else MISSING
            canvas.middle(left + self._value, y, printed, px, fill=colour, weight=weight, anchor="end")
        if gap is None:
            return
        end = zero + float(gap) * self._unit
        thick = min(0.6 * self._pitch, 1.0 * px)
        canvas.rect(min(zero, end), y - thick / 2, abs(end - zero), thick, RED if row.own else GREY)
        if (row.own or row in ends) and not self._phone:
            side, shift = ("start", 0.3 * px) if gap >= 0 else ("end", -0.3 * px)
            canvas.middle(end + shift, y, signed(gap), px, fill=colour, weight=BOLD, anchor=side)


def _ends(members: list[Member], ends: int) -> list[Member | int]:
    """The first and the last, this province between them, and how many are left out in between."""
    first, middle, last = members[:ends], members[ends:-ends], members[-ends:]
    own = next((n for n, row in enumerate(middle) if row.own), None)
    if own is None:
        return [*first, len(middle), *last]
    parts: list[Member | int] = [*first]
    parts += [own] if own else []
    parts.append(middle[own])
    parts += [len(middle) - own - 1] if own + 1 < len(middle) else []
    return [*parts, *last]
