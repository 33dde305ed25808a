"""Tables on slides: column widths as browsers reckon them, and the height that comes of it. Lengths are px."""

from __future__ import annotations

import re

from taphuan.document.model import TableBlock
from taphuan.export.pdf.slide_fitting import SMALL, block_height, line_width, text_lines

_SIZE = 22.0
_DENSE = 450  # letters in a table from which it is set smaller
_WHOLE = 24  # letters that a cell holds on one line: names, dates, numbers
# of a cell, across and up, in a plain and in a dense table; slides/slide.typ has the same
_MARGINS = {False: (22.0, 14.0), True: (18.0, 8.0)}


def is_dense(table: TableBlock) -> bool:
    """Whether a table holds sentences rather than numbers."""
    return sum(len(cell) for row in table.rows for cell in row) > _DENSE


def natural_width(table: TableBlock) -> float:
    """The width that the table needs for one line a row; headers wrap."""
    return sum(most for _, most in _columns(table, headers=False))


def shares(table: TableBlock, width: float) -> list[float]:
    """Column widths as parts of the table's: what a column needs at least, then what it asks for."""
    columns = _columns(table)
    least, most = sum(low for low, _ in columns), sum(high for _, high in columns)
    if most <= width:
        wanted = [high for _, high in columns]
    elif least >= width:
        wanted = [low for low, _ in columns]
    else:
        wanted = [low + (high - low) * (width - least) / (most - least) for low, high in columns]
    return [round(part / sum(wanted), 5) for part in wanted]


def height(table: TableBlock, parts: list[float], width: float, dense: bool) -> float:
    """The table's height in columns of those parts of `width`, without its caption."""
    size = SMALL if dense else _SIZE
    across, up = _MARGINS[dense]
    rows = [([column.name for column in table.columns], 600)]
    rows += [(list(row), 600 if at == table.highlight else 400) for at, row in enumerate(table.rows)]
    return sum(
        up
        + block_height(
            max(
                (text_lines(cell, size, part * width - across, weight) for cell, part in zip(row, parts, strict=True)),
                default=1,
            ),
            size,
        )
        for row, weight in rows
    )


def _widest(cell: str) -> str:
    """A number in its widest figure: a column of numbers has them all of one width, a little less than this."""
    return re.sub(r"\d", "4", cell)


def _columns(table: TableBlock, headers: bool = True) -> list[tuple[float, float]]:
    """px that each column needs at least (its longest word or short cell) and for one line a row, with its header or without."""
    margin = _MARGINS[False][0]
    found = []
    for at, column in enumerate(table.columns):
        cells = [_widest(row[at]) if column.align == "right" else row[at] for row in table.rows]
        words = [*column.name.split(" "), *(word for cell in cells for word in cell.split(" "))]
        whole = [cell for cell in cells if len(cell) <= _WHOLE]
        least = max((line_width(part, _SIZE, 600) for part in (*words, *whole)), default=0.0)
        lines = [column.name, *cells] if headers else cells
        most = max((line_width(line, _SIZE, 600) for line in lines), default=0.0)
        # No column takes more than a third for one long word: that breaks instead.
        least = min(least, 380.0)
        found.append((least + margin, max(least, most) + margin))
    return found
