"""How wide the columns of a table on paper are, and whether it needs a page turned on its side."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import product

from taphuan.charts.text_measure import paper_width
from taphuan.document.model import TableBlock

CELL_MARGIN = 1.8  # mm on either side
SIZE = 12  # points
# Where a line of a cell may break in every program; whether at a hyphen or a slash too, they do not agree.
_BREAK = re.compile(r"[ \n]")
# A word wider than this is left to break.
_WIDEST_WORD = 55.0
# More columns than this are too narrow to read on a page that stands.
_MOST_COLUMNS = 7
# Words do not fill their lines to the end.
_FILLED = 0.93
_STEPS = (4.0, 8.0, 16.0, 32.0)  # mm that one column may give to another at a time
_LINE, _ROW = 4.9, 1.4  # mm: a line of a cell, and what a row has above and below its lines


def is_wide(table: TableBlock, room: float) -> bool:
    """Whether the table needs more than `room` millimetres: many columns, or words that would have to break."""
    return len(table.columns) > _MOST_COLUMNS or sum(_least(table)) > room


@lru_cache(maxsize=64)
def column_widths(table: TableBlock, room: float) -> tuple[float, ...]:
    """Widths in millimetres that fill `room`: after the columns' weights, none narrower than its longest word, then
    moved from column to column as long as that saves lines.
    """
    least = _fitted(_least(table), room)
    total = sum(column.weight for column in table.columns)
    wanted = [room * column.weight / total for column in table.columns]
    spare = [max(0.0, given - need) for given, need in zip(wanted, least, strict=True)]
    lacking = sum(max(0.0, need - given) for given, need in zip(wanted, least, strict=True))
    share = lacking / sum(spare) if lacking and sum(spare) else 0.0
    widths = [max(given, need) - left * share for given, need, left in zip(wanted, least, spare, strict=True)]
    return tuple(_balanced(table, widths, least))


def table_height(table: TableBlock, room: float) -> float:
    """About how high the table is, in millimetres."""
    needs = _needs(table)
    lines = [_lines(needs, at, wide) for at, wide in enumerate(column_widths(table, room))]
    return _height(lines) * _LINE + len(needs) * _ROW


def _fitted(least: list[float], room: float) -> list[float]:
    """The least widths, squeezed where not even they fit."""
    return [need * min(1.0, room / sum(least)) for need in least]


@lru_cache(maxsize=64)
def _needs(table: TableBlock) -> tuple[tuple[float, ...], ...]:
    """For each row the widths of its cells' texts in one line, the head first."""
    head = tuple(paper_width(column.name, SIZE, bold=True) for column in table.columns)
    return (
        head,
        *(tuple(paper_width(cell, SIZE, at == table.highlight) for cell in row) for at, row in enumerate(table.rows)),
    )


def _least(table: TableBlock) -> list[float]:
    """The room that the longest unbreakable piece of each column takes, margins included."""
    found = []
    for at, column in enumerate(table.columns):
        head = max(paper_width(word, SIZE, bold=True) for word in _BREAK.split(column.name))
        words = {word for row in table.rows for word in _BREAK.split(row[at])}
        longest = max((paper_width(word, SIZE) for word in words), default=0.0)
        # A hair more than measured: a renderer may have a slightly wider face.
        found.append(min(max(head, longest) + 1.2, _WIDEST_WORD) + 2 * CELL_MARGIN)
    return found


def _balanced(table: TableBlock, widths: list[float], least: list[float]) -> list[float]:
    needs = _needs(table)
    lines = [_lines(needs, at, wide) for at, wide in enumerate(widths)]
    height = _height(lines)
    while True:
        best = (height, 0.0, -1, -1)
        for giver, amount in product(range(len(widths)), _STEPS):
            if widths[giver] - amount < least[giver]:
                continue
            narrower = _lines(needs, giver, widths[giver] - amount)
            for taker in range(len(widths)):
                if taker != giver:
                    changed = lines.copy()
                    changed[giver], changed[taker] = narrower, _lines(needs, taker, widths[taker] + amount)
                    best = min(best, (_height(changed), amount, giver, taker))
        saved, amount, giver, taker = best
        if saved >= height:
            return widths
        height = saved
        widths[giver], widths[taker] = widths[giver] - amount, widths[taker] + amount
        lines[giver], lines[taker] = _lines(needs, giver, widths[giver]), _lines(needs, taker, widths[taker])


def _lines(needs: tuple[tuple[float, ...], ...], at: int, wide: float) -> list[int]:
    """How many lines each cell of a column takes."""
    room = wide - 2 * CELL_MARGIN
    return [1 if row[at] <= room else math.ceil(row[at] / (room * _FILLED)) for row in needs]


def _height(lines: list[list[int]]) -> int:
    return sum(map(max, zip(*lines, strict=True)))
