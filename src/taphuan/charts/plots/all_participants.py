"""How the ranks of all participants of a conference changed, none of them marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, REGULAR, RULE, SEMIBOLD, SIZES, TEAL, Size
from taphuan.charts.svg import Canvas, num
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import join, sentences
from taphuan.text import say

_GAP = 1.7  # between columns, in em
_PITCH = 1.5  # of the rows, in em: marks above and below a letter stay apart


def draw_moves(*, rows: tuple[tuple[str, int, int], ...], size: str) -> str:
    """`rows` are (name, rank before, rank after) in the order to show; a bar to the right is a gain of places.

    Columns of ten where there is room. Raises ValueError for no row, more than twenty, or more than fit.
    """
    if not 1 <= len(rows) <= 20:
        raise ValueError(f"a slide shows one to 20 moves, not {len(rows)}")
    s = SIZES[size]
    canvas = Canvas(s)
    px = s.text
    name_width = max(text_width(name, px) for name, _, _ in rows)
    rank_width = text_width("00", px)
    left = name_width + 2 * rank_width + 3.6 * px
    sign_width = text_width("−00", px, BOLD) + 0.5 * px
    plan = _Columns(s, 0.0, len(rows), left + 2 * sign_width + 1.5 * px, most=10)
    if not plan.holds_all:
        raise ValueError(f"{len(rows)} moves do not fit a figure of size '{size}'; draw them wide")
    columns = [rows[at : at + plan.per_column] for at in range(0, len(rows), plan.per_column)]
    extents = [(max(0, *(b - a for _, b, a in c)), max(0, *(a - b for _, b, a in c))) for c in columns]
    # one scale for all; each column's zero leaves room for its own gains and losses
    free = [plan.width - left - sign_width * ((up > 0) + (down > 0) or 1) for up, down in extents]
    unit = min(room / max(up + down, 1) for room, (up, down) in zip(free, extents, strict=True))
    thick = min(0.6 * plan.pitch, 1.1 * px)
    for at, (name, before, after) in enumerate(rows):
        x, y = plan.place(at)
        up, down = extents[at // plan.per_column]
        zero = x + left + (sign_width + down * unit if down else 0.0)
        step = before - after
        canvas.middle(x, y, name, px, fill=INK)
        ranks = x + name_width + 0.8 * px + rank_width
        canvas.middle(ranks, y, str(before), px, fill=GREY_TEXT, anchor="end")
        canvas.line(ranks + 0.35 * px, y, ranks + 1.25 * px, y, GREY_TEXT, 1.5)
        tip = ranks + 1.35 * px
        canvas.path(f"M{num(tip - 0.32 * px)} {num(y - 0.24 * px)}L{num(tip)} {num(y)}L{num(tip - 0.32 * px)} "
                    f"{num(y + 0.24 * px)}Z", GREY_TEXT)  # fmt: skip
        canvas.middle(ranks + 1.7 * px + rank_width, y, str(after), px, fill=INK, weight=SEMIBOLD, anchor="end")
        end = zero + unit * step
        canvas.line(zero, y - plan.pitch / 2, zero, y + plan.pitch / 2, RULE, 1.5)
        if step:
            canvas.rect(min(zero, end), y - thick / 2, abs(end - zero), thick, TEAL if step > 0 else GREY)
        label = f"{'+' if step > 0 else '−' if step < 0 else ''}{abs(step)}"
        # where a column has losses alone its axis is at the right edge
        side, shift = ("end", -0.35 * px) if step < 0 or (down and not up) else ("start", 0.35 * px)
        canvas.middle(end + shift, y, label, px, fill=INK, weight=BOLD if step else REGULAR, anchor=side)
    return canvas.svg()


def alt_moves(rows: Sequence[tuple[str, int, int]], first: int, last: int, group: str, findings: Sequence[str]) -> str:
    """The change of ranks between two editions; `findings` are sentences that compare."""
    same = sum(before == after for _, before, after in rows)
    head = say("charts.plots.all_participants.alt", first=first, last=last, group=group)
    return join(
        [head, *sentences(findings), say("charts.plots.all_participants.unchanged", number=same) if same else ""]
    )


@dataclass(frozen=True)
class _Columns:
    """Rows running down equal columns; `first` fixes how many stand in the first one, `most` how many in any."""

    size: Size
    head: float
    count: int
    needed: float
    first: int = 0
    most: int = 0

    @property
    def _rows(self) -> int:
        """How many rows a column can hold."""
        return int((self.size.height - self.head) / (_PITCH * self.size.text))

    @property
    def _widest(self) -> int:
        """How many columns there is width for."""
        gap = _GAP * self.size.text
        return max(int((self.size.width + gap) / (self.needed + gap)), 1)

    @property
    def capacity(self) -> int:
        return self._rows * self._widest

    @property
    def holds_all(self) -> bool:
        return self.count <= self.capacity

    @property
    def columns(self) -> int:
        if self.first:
            return 1 + math.ceil((self.count - self.first) / self._rows)
        # a column of many short rows is harder to read than two
        comfortable = self.most or max(int(self._rows * 0.86), 1)
        return min(math.ceil(self.count / min(comfortable, self._rows)), self._widest)

    @property
    def per_column(self) -> int:
        return self.first + 1 if self.first else math.ceil(self.count / self.columns)

    @property
    def width(self) -> float:
        gap = _GAP * self.size.text
        return (self.size.width - gap * (self.columns - 1)) / self.columns

    @property
    def pitch(self) -> float:
        return min((self.size.height - self.head) / self.per_column, 2.6 * self.size.text)

    def start(self, column: int) -> float:
        return column * (self.width + _GAP * self.size.text)

    def place(self, at: int) -> tuple[float, float]:
        """Left end and middle of a row."""
        if self.first:
            column, row = (0, at) if at < self.first else (1, at - self.first)
        else:
            column, row = divmod(at, self.per_column)
        return self.start(column), self.head + (row + 0.5) * self.pitch

    def span(self, column: int, skip: bool) -> tuple[float, float]:
        """From the top of a column's first row to the end of its last; `skip` leaves out the gap's row."""
        begin = column * self.per_column
        rows = min(self.per_column, self.count - begin)
        if self.first:
            rows = self.first if column == 0 else self.count - self.first
        top = self.pitch if skip and column else 0.0
        return self.head + top, self.head + rows * self.pitch
