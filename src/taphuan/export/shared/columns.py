"""The column widths of a table in a paper, and whether it needs a landscape page."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import product

from taphuan.charts.text_measure import paper_width
from taphuan.document.model import TableBlock

CELL_MARGIN = 1.8  # mm on either side
SIZE = 12  # points
BLANK_ROW = 9.0  # mm of height that a hand needs to write in a row
# Where every program may break a line of a cell; at hyphens and slashes only some do.
_BREAK = re.compile(r"[ \n]")
# A wider word may be broken (mm).
_WIDEST_WORD = 55.0
# More columns are too narrow to read on a portrait page.
_MOST_COLUMNS = 7
# The part of a line that words fill on average.
_FILLED = 0.93
_STEPS = (4.0, 8.0, 16.0, 32.0)  # mm that one column may give to another at a time
_LINE, _ROW = 4.9, 1.4  # mm: height of a line in a cell, and of the margins above and below its lines


def is_wide(table: TableBlock, room: float) -> bool:
    """Whether the table needs more than `room` millimetres: many columns, or words that would have to break."""
    return len(table.columns) > _MOST_COLUMNS or sum(_minimum_widths(table)) > room


@lru_cache(maxsize=64)
def column_widths(table: TableBlock, room: float) -> tuple[float, ...]:
    """Widths in millimetres that add up to `room`: by the weights of the columns, none narrower than its longest word, then
    moved from column to column as long as that saves lines.
    """
    if table.to_fill:
        return tuple(share * room for share in table.shares())
    minima = _squeezed(_minimum_widths(table), room)
    total = sum(column.weight for column in table.columns)
    preferred = [room * column.weight / total for column in table.columns]
    spare = [max(0.0, width - minimum) for width, minimum in zip(preferred, minima, strict=True)]
    lacking = sum(max(0.0, minimum - width) for width, minimum in zip(preferred, minima, strict=True))
    share = lacking / sum(spare) if lacking and sum(spare) else 0.0
    widths = [
        max(width, minimum) - reserve * share for width, minimum, reserve in zip(preferred, minima, spare, strict=True)
    ]
    return tuple(_balanced(table, widths, minima))


def table_height(table: TableBlock, room: float) -> float:
    """The estimated height of the table in millimetres."""
    text_widths = _text_widths(table)
    lines = [_lines(text_widths, at, width) for at, width in enumerate(column_widths(table, room))]
    blank = sum(BLANK_ROW - _LINE - _ROW for row in range(len(table.rows)) if table.has_blank(row))
    return _height(lines) * _LINE + len(text_widths) * _ROW + blank


def _squeezed(minima: list[float], room: float) -> list[float]:
    """The minimum widths, reduced in proportion where their sum exceeds `room`."""
    return [minimum * min(1.0, room / sum(minima)) for minimum in minima]


@lru_cache(maxsize=64)
def _text_widths(table: TableBlock) -> tuple[tuple[float, ...], ...]:
    """For each row, the header first, the width of each cell's text in one line."""
    head = tuple(paper_width(column.name, SIZE, bold=True) for column in table.columns)
    return (
        head,
        *(tuple(paper_width(cell, SIZE, at == table.highlight) for cell in row) for at, row in enumerate(table.rows)),
    )


def _minimum_widths(table: TableBlock) -> list[float]:
    """The width of the longest word of each column, with the margins of a cell."""
    minima = []
    for at, column in enumerate(table.columns):
        head = max(paper_width(word, SIZE, bold=True) for word in _BREAK.split(column.name))
        words = {word for row in table.rows for word in _BREAK.split(row[at])}
        longest = max((paper_width(word, SIZE) for word in words), default=0.0)
        # 1.2 mm more than measured: the reader's program may have a slightly wider font.
        minima.append(min(max(head, longest) + 1.2, _WIDEST_WORD) + 2 * CELL_MARGIN)
    return minima


def _balanced(table: TableBlock, widths: list[float], minima: list[float]) -> list[float]:
    text_widths = _text_widths(table)
    lines = [_lines(text_widths, at, width) for at, width in enumerate(widths)]
    height = _height(lines)
    while True:
        best = (height, 0.0, -1, -1)
        for giver, amount in product(range(len(widths)), _STEPS):
            if widths[giver] - amount < minima[giver]:
                continue
            narrower = _lines(text_widths, giver, widths[giver] - amount)
            for taker in range(len(widths)):
                if taker != giver:
                    changed = lines.copy()
                    changed[giver], changed[taker] = narrower, _lines(text_widths, taker, widths[taker] + amount)
                    best = min(best, (_height(changed), amount, giver, taker))
        saved, amount, giver, taker = best
        if saved >= height:
            return widths
        height = saved
        widths[giver], widths[taker] = widths[giver] - amount, widths[taker] + amount
        lines[giver], lines[taker] = (
            _lines(text_widths, giver, widths[giver]),
            _lines(text_widths, taker, widths[taker]),
        )


def _lines(text_widths: tuple[tuple[float, ...], ...], at: int, width: float) -> list[int]:
    """How many lines each cell of a column takes."""
    room = width - 2 * CELL_MARGIN
    return [1 if row[at] <= room else math.ceil(row[at] / (room * _FILLED)) for row in text_widths]


def _height(lines: list[list[int]]) -> int:
    return sum(map(max, zip(*lines, strict=True)))
