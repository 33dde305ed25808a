"""Tables of a slide: column widths from the text in them, rows that fit, and their DrawingML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from taphuan.document.model import Run, TableBlock
from taphuan.export.pptx.template import PX, Box
from taphuan.export.pptx.text import LEAST, LINE, Para, lines_needed, paragraphs_xml, width_of, wrapped

# px of letters, the largest that fits is taken
_SIZES = (25.0, 22.0, 20.0, LEAST)
_NATURAL = 22.0
_SPLIT_SIZE = 20.0
_SIDE, _ABOVE = 10.0, 5.0  # margins of a cell
# A machine without the house font shows another one: a column that just holds its words would break them.
_SLACK = 1.05
# Names and numbers up to this many letters stay on one line where there is room.
_WHOLE = 24


@dataclass(frozen=True)
class Grid:
    """A table, or a part of one, at a size: column widths and row heights in px, the header's first."""

    block: TableBlock
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


def natural_width(block: TableBlock) -> float:
    """px that the table needs with every cell on one line."""
    return sum(_widest(cells, _NATURAL) for cells in _columns(block))


def least_height(block: TableBlock, width: float) -> float:
    """px of height that the table needs in the size of captions."""
    return _grid(block, _SPLIT_SIZE, width).height


def grids(block: TableBlock, width: float, height: float) -> list[Grid]:
    """The table in one piece at the largest size that fits, else in as many as it needs, each with its header."""
    for size in _SIZES:
        grid = _grid(block, size, width)
        if grid.height <= height:
            return [grid]
    return _split(block, width, height)


def _columns(block: TableBlock) -> list[list[tuple[str, bool]]]:
    """Each column's cells with whether they are bold."""
    return [
        [(column.name, True), *((row[at], row_at == block.highlight) for row_at, row in enumerate(block.rows))]
        for at, column in enumerate(block.columns)
    ]


def _widest(cells: Iterable[tuple[str, bool]], size: float) -> float:
    return 2 * _SIDE + _SLACK * max(width_of((Run(text, bold),), size) for text, bold in cells)


def _grid(block: TableBlock, size: float, width: float) -> Grid:
    widths = _widths(block, size, width)
    return Grid(block, size, widths, tuple(_row_height(row, widths, size) for row in _rows(block)))


def _rows(block: TableBlock) -> list[tuple[tuple[str, ...], bool]]:
    head = (tuple(column.name for column in block.columns), True)
    return [head, *((row, at == block.highlight) for at, row in enumerate(block.rows))]


def _row_height(row: tuple[tuple[str, ...], bool], widths: tuple[float, ...], size: float) -> float:
    texts, bold = row
    lines = max(
        lines_needed((Run(text, bold),), size, width - 2 * _SIDE) for text, width in zip(texts, widths, strict=True)
    )
    return lines * size * LINE + 2 * _ABOVE


def _widths(block: TableBlock, size: float, width: float) -> tuple[float, ...]:
    """As a browser shares a table's width: what a column needs at least, then by what it would like to have."""
    columns = _columns(block)
    wanted = [_widest(cells, size) for cells in columns]
    least = [
        max(_widest([(text if len(text) <= _WHOLE else _longest_word(text), bold)], size) for text, bold in cells)
        for cells in columns
    ]
    if sum(wanted) <= width:
        spare = width - sum(wanted)
        weights = [column.weight for column in block.columns]
        return tuple(w + spare * weight / sum(weights) for w, weight in zip(wanted, weights, strict=True))
    if sum(least) < width:
        spare = width - sum(least)
        stretch = [w - n for w, n in zip(wanted, least, strict=True)]
        return tuple(n + spare * more / sum(stretch) for n, more in zip(least, stretch, strict=True))
    # words wider than their share are broken
    return tuple(width * n / sum(least) for n in least)


def _longest_word(text: str) -> str:
    return max(text.split(" "), key=len)


def _split(block: TableBlock, width: float, height: float) -> list[Grid]:
    size = _SPLIT_SIZE
    widths = _widths(block, size, width)
    head = _row_height((tuple(column.name for column in block.columns), True), widths, size)
    parts: list[list[tuple[tuple[str, ...], bool, float]]] = [[]]
    for row, marked in _rows(block)[1:]:
        for piece in _pieces(row, marked, widths, size, height - head):
            high = _row_height((piece, marked), widths, size)
            if parts[-1] and head + sum(h for _, _, h in parts[-1]) + high > height:
                parts.append([])
            parts[-1].append((piece, marked, high))
    return [_part(block, part, widths, size, head) for part in parts]


def _part(
    block: TableBlock,
    part: list[tuple[tuple[str, ...], bool, float]],
    widths: tuple[float, ...],
    size: float,
    head: float,
) -> Grid:
    marked = next((at for at, (_, own, _) in enumerate(part) if own), None)
    shown = replace(block, rows=tuple(row for row, _, _ in part), highlight=marked)
    return Grid(shown, size, widths, (head, *(high for _, _, high in part)))


def _pieces(
    row: tuple[str, ...], marked: bool, widths: tuple[float, ...], size: float, height: float
) -> Iterable[tuple[str, ...]]:
    """The row, cut between its lines where it is higher than a slide."""
    most = max(int((height - 2 * _ABOVE) / (size * LINE)), 1)
    lines = [
        ["".join(run.text for run in line) for line in wrapped((Run(text, marked),), size, width - 2 * _SIDE)]
        for text, width in zip(row, widths, strict=True)
    ]
    longest = max(len(cell) for cell in lines)
    if longest <= most:
        yield row
        return
    for start in range(0, longest, most):
        yield tuple(" ".join(cell[start : start + most]) for cell in lines)


# --- DrawingML --------------------------------------------------------------------------------------------------------

_LINE = '<a:solidFill><a:srgbClr val="D5DAE1"/></a:solidFill>'
_INK = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
_HERE = '<a:solidFill><a:srgbClr val="FCEBEE"/></a:solidFill>'
_NONE = "".join(f"<a:ln{side}><a:noFill/></a:ln{side}>" for side in "LRT")


def table_xml(grid: Grid) -> str:
    """`<a:tbl>`: lines between the rows, a bold header with a strong line, this province's row tinted."""
    columns = "".join(f'<a:gridCol w="{round(width * PX)}"/>' for width in grid.widths)
    rows = "".join(
        _row_xml(grid, texts, marked, high, head=not at)
        for at, ((texts, marked), high) in enumerate(zip(_rows(grid.block), grid.heights, strict=True))
    )
    return f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _row_xml(grid: Grid, texts: tuple[str, ...], marked: bool, high: float, head: bool) -> str:
    line = f'<a:lnB w="{25400 if head else 9525}">{_INK if head else _LINE}</a:lnB>'
    fill = _HERE if marked and not head else "<a:noFill/>"
    cells: list[str] = []
    for text, column in zip(texts, grid.block.columns, strict=True):
        align = {"right": "r", "center": "ctr"}.get(column.align, "l")
        para = Para((Run(text, marked),), colour="accent1" if marked and not head else "tx1", align=align)
        cells.append(
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs_xml([para], grid.size)}</a:txBody>"
            f'<a:tcPr marL="{round(_SIDE * PX)}" marR="{round(_SIDE * PX)}" marT="{round(_ABOVE * PX)}" '
            f'marB="{round(_ABOVE * PX)}" anchor="{"b" if head else "t"}">{_NONE}{line}{fill}</a:tcPr></a:tc>'
        )
    return f'<a:tr h="{round(high * PX)}">{"".join(cells)}</a:tr>'


def table_box(grid: Grid, area: Box) -> Box:
    return Box(area.x, area.y, sum(grid.widths), grid.height)
