"""Tables on slides: column widths as browsers compute them, and the height of the table. Lengths are px."""

from __future__ import annotations

import re

from taphuan.document.model import TableBlock
from taphuan.export.pdf.slide_fitting import LEAST, block_height, line_width, text_lines
from taphuan.export.shared.blank_rows import blank_row
from taphuan.theme import theme

_SIZE = LEAST
_LINE = 1.35  # em from line to line
_DENSE = 450  # letters in a table from which it is set smaller
_WHOLE = 24  # letters of a cell that is kept on one line: names, dates, numbers
# width and height of a cell's margins in a plain and in a dense table; slides/slide.typ has the same
_MARGINS = {False: (22.0, 14.0), True: (18.0, 6.0)}


def is_dense(table: TableBlock) -> bool:
    """Whether a table consists of sentences rather than numbers."""
    return sum(len(cell) for row in table.rows for cell in row) > _DENSE


def natural_width(table: TableBlock) -> float:
    """The width at which each row takes one line; headers may take more. A hand that writes needs the whole slide."""
    if table.to_fill:
        return float(theme().spacing.measure)
    return sum(most for _, most in _columns(table, headers=False))


def shares(table: TableBlock, width: float) -> list[float]:
    """Column widths as parts of the table's width: at least the minimum of each column, then in proportion to its text."""
    if table.to_fill:
        return [round(part, 5) for part in table.shares()]
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
    """The height of the table with columns of those parts of `width`, without its caption."""
    across, up = _MARGINS[dense]
    rows = [([column.name for column in table.columns], 600)]
    rows += [(list(row), 600 if at == table.highlight else 400) for at, row in enumerate(table.rows)]
    least = [0.0, *(blank_row(table) * table.has_blank(at) for at in range(len(table.rows)))]
    return sum(
        max(
            low,
            up
            + block_height(
                max(
                    (
                        text_lines(cell, _SIZE, part * width - across, weight)
                        for cell, part in zip(row, parts, strict=True)
                    ),
                    default=1,
                ),
                _SIZE,
                _LINE,
            ),
        )
        for (row, weight), low in zip(rows, least, strict=True)
    )


def _widest(cell: str) -> str:
    """A number with its widest digit: columns of numbers have digits of one width, a little less than this."""
    return re.sub(r"\d", "4", cell)


def _columns(table: TableBlock, headers: bool = True) -> list[tuple[float, float]]:
    """(minimum: its longest word or short cell, width for one line a row) of each column, with its header or without."""
    margin = _MARGINS[False][0]
    widths = []
    for at, column in enumerate(table.columns):
        cells = [_widest(row[at]) if column.align == "right" else row[at] for row in table.rows]
        words = [*column.name.split(" "), *(word for cell in cells for word in cell.split(" "))]
        whole = [cell for cell in cells if len(cell) <= _WHOLE]
        least = max((line_width(part, _SIZE, 600) for part in (*words, *whole)), default=0.0)
        lines = [column.name, *cells] if headers else cells
        most = max((line_width(line, _SIZE, 600) for line in lines), default=0.0)
        # a longer word is broken: no column takes more than a third of the slide for it
        least = min(least, 380.0)
        widths.append((least + margin, max(least, most) + margin))
    return widths
