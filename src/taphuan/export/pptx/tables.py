"""Tables of a slide: column widths from their texts, the rows that fit, their DrawingML."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from taphuan.document.model import CellLook, Run, TableBlock
from taphuan.export.pptx.colours import fill_xml
from taphuan.export.pptx.template import PX, Box
from taphuan.export.pptx.text import LEAST, LINE, Para, lines_needed, paragraphs_xml, width_of, wrapped
from taphuan.export.shared.blank_rows import blank_row
from taphuan.theme import theme

# sizes of letters in px, the first that fits is taken
_SIZES = (float(theme().sizes.floor), LEAST)
_NATURAL = _SIZES[0]
_SPLIT_SIZE = LEAST
_SIDE, _ABOVE = 10.0, 5.0  # margins of a cell
# A machine without the house font shows another one, in which words may be wider.
_SLACK = 1.05
# texts up to this many letters (names, numbers) are kept on one line where there is room
_WHOLE = 24


@dataclass(frozen=True)
class Grid:
    """A table or a part of one at a size of letters: column widths and row heights in px, that of the header first."""

    block: TableBlock
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


def natural_width(block: TableBlock) -> float:
    """px of width that the table needs with every cell on one line; a hand that writes needs the whole slide."""
    if block.to_fill:
        return float(theme().spacing.measure)
    return sum(_widest(cells, _NATURAL) for cells in _columns(block))


def least_height(block: TableBlock, width: float) -> float:
    """px of height that the table needs with letters of the size of captions; no slide has the height for one that is too wide."""
    return math.inf if _by_columns(block, width) else _grid(block, _SPLIT_SIZE, width).height


def grids(block: TableBlock, width: float, height: float) -> list[Grid]:
    """The table at the largest size at which it fits, else in as many parts as it needs, each with the header; one that is too
    wide goes on with further columns behind its first."""
    if parts := _by_columns(block, width):
        return [grid for part in parts for grid in grids(part, width, height)]
    for size in _SIZES:
        grid = _grid(block, size, width)
        if grid.height <= height:
            return [grid]
    return _split(block, width, height)


@lru_cache(maxsize=256)
def _by_columns(block: TableBlock, width: float) -> list[TableBlock]:
    """Tables of the first column and as many others as have room for their texts; none where all have it for their words."""
    if block.to_fill or len(block.columns) < 3 or sum(_minima(block, _SPLIT_SIZE)) <= width:
        return []
    minima = _minima(block, _SPLIT_SIZE, whole=_WHOLE)
    groups: list[list[int]] = []
    room = 0.0
    for at, least in enumerate(minima[1:], start=1):
        if not groups or least > room:
            groups.append([])
            room = width - minima[0]
        groups[-1].append(at)
        room -= least
    return [_of_columns(block, (0, *group)) for group in groups] if len(groups) > 1 else []


def _of_columns(block: TableBlock, chosen: tuple[int, ...]) -> TableBlock:
    return replace(
        block,
        columns=tuple(block.columns[at] for at in chosen),
        rows=tuple(tuple(row[at] for at in chosen) for row in block.rows),
        looks=tuple(tuple(look[at] for at in chosen) for look in block.looks),
    )


def _columns(block: TableBlock) -> list[list[tuple[str, bool]]]:
    """For each column its cells as (text, whether it is bold)."""
    return [
        [(column.name, True), *((row[at], row_at == block.highlight) for row_at, row in enumerate(block.rows))]
        for at, column in enumerate(block.columns)
    ]


def _widest(cells: Iterable[tuple[str, bool]], size: float) -> float:
    return 2 * _SIDE + _SLACK * max(width_of((Run(text, bold),), size) for text, bold in cells)


# asked for its least height, then for its parts, then for each part again
@lru_cache(maxsize=256)
def _grid(block: TableBlock, size: float, width: float) -> Grid:
    widths = _widths(block, size, width)
    least = (0.0, *(blank_row(block) * block.has_blank(at) for at in range(len(block.rows))))
    heights = (max(_row_height(row, widths, size), low) for row, low in zip(_rows(block), least, strict=True))
    return Grid(block, size, widths, tuple(heights))


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
    """Column widths as browsers compute them: at least the minimum of each column, then in proportion to its text."""
    if block.to_fill:
        return tuple(share * width for share in block.shares())
    preferred = [_widest(cells, size) for cells in _columns(block)]
    minima = _minima(block, size, whole=_WHOLE)
    if sum(preferred) <= width:
        spare = width - sum(preferred)
        weights = [column.weight for column in block.columns]
        return tuple(w + spare * weight / sum(weights) for w, weight in zip(preferred, weights, strict=True))
    if sum(minima) < width:
        spare = width - sum(minima)
        stretch = [w - n for w, n in zip(preferred, minima, strict=True)]
        return tuple(n + spare * more / sum(stretch) for n, more in zip(minima, stretch, strict=True))
    # words that are wider than their column are broken
    return tuple(width * n / sum(minima) for n in minima)


def _minima(block: TableBlock, size: float, whole: int = 0) -> list[float]:
    """The width of the longest word of each column; texts of up to `whole` letters are not broken."""
    return [
        max(_widest([(text if len(text) <= whole else _longest_word(text), bold)], size) for text, bold in cells)
        for cells in _columns(block)
    ]


def _longest_word(text: str) -> str:
    return max(text.split(" "), key=len)


def _split(block: TableBlock, width: float, height: float) -> list[Grid]:
    size = _SPLIT_SIZE
    widths = _widths(block, size, width)
    head = _row_height((tuple(column.name for column in block.columns), True), widths, size)
    parts: list[list[tuple[tuple[str, ...], bool, float, int]]] = [[]]
    for at, (row, highlighted) in enumerate(_rows(block)[1:]):
        for piece in _pieces(row, highlighted, widths, size, height - head):
            row_height = max(_row_height((piece, highlighted), widths, size), blank_row(block) * block.has_blank(at))
            if parts[-1] and head + sum(h for _, _, h, _ in parts[-1]) + row_height > height:
                parts.append([])
            parts[-1].append((piece, highlighted, row_height, at))
    return [_part(block, part, widths, size, head) for part in parts]


def _part(
    block: TableBlock,
    part: list[tuple[tuple[str, ...], bool, float, int]],
    widths: tuple[float, ...],
    size: float,
    head: float,
) -> Grid:
    highlighted = next((at for at, (_, own, _, _) in enumerate(part) if own), None)
    looks = tuple(block.looks[at] for *_, at in part) if block.looks else ()
    rows_block = replace(block, rows=tuple(row for row, *_ in part), highlight=highlighted, looks=looks)
    return Grid(rows_block, size, widths, (head, *(high for _, _, high, _ in part)))


def _pieces(
    row: tuple[str, ...], highlighted: bool, widths: tuple[float, ...], size: float, height: float
) -> Iterable[tuple[str, ...]]:
    """The row, split between its lines where it is higher than a slide."""
    most = max(int((height - 2 * _ABOVE) / (size * LINE)), 1)
    lines = [
        ["".join(run.text for run in line) for line in wrapped((Run(text, highlighted),), size, width - 2 * _SIDE)]
        for text, width in zip(row, widths, strict=True)
    ]
    longest = max(len(cell) for cell in lines)
    if longest <= most:
        yield row
        return
    for start in range(0, longest, most):
        yield tuple(" ".join(cell[start : start + most]) for cell in lines)


# --- DrawingML --------------------------------------------------------------------------------------------------------

_LINE = fill_xml(theme().colours.line)
_INK = fill_xml("tx1")
_DOTTED = f'<a:lnB w="15875">{fill_xml(theme().colours.grey)}<a:prstDash val="sysDot"/></a:lnB>'
_PAPER = fill_xml(theme().colours.paper)
_HERE = fill_xml(theme().colours.red_tint)
_NONE = "".join(f"<a:ln{side}><a:noFill/></a:ln{side}>" for side in "LRT")


def table_xml(grid: Grid) -> str:
    """`<a:tbl>`: lines between the rows, a bold header above a strong line, the row of this province on a tint."""
    columns = "".join(f'<a:gridCol w="{round(width * PX)}"/>' for width in grid.widths)
    rows = "".join(
        _row_xml(
            grid, texts, highlighted, height, grid.block.looks[at - 1] if at and grid.block.looks else (), head=not at
        )
        for at, ((texts, highlighted), height) in enumerate(zip(_rows(grid.block), grid.heights, strict=True))
    )
    return f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _row_xml(
    grid: Grid, texts: tuple[str, ...], highlighted: bool, height: float, looks: tuple[CellLook, ...], head: bool
) -> str:
    line = f'<a:lnB w="{25400 if head else 9525}">{_INK if head else _LINE}</a:lnB>'
    fill = _HERE if highlighted and not head else "<a:noFill/>"
    cells: list[str] = []
    for at, (text, column) in enumerate(zip(texts, grid.block.columns, strict=True)):
        look = looks[at] if looks else CellLook()
        align = {"right": "r", "center": "ctr"}.get(column.align, "l")
        colour = look.ink or ("accent1" if highlighted and not head else "tx1")
        para = Para((Run(text, highlighted or look.bold, href=look.href),), colour=colour, align=align)
        blank = grid.block.to_fill and not text and not head
        ground = _PAPER if blank else fill_xml(look.fill) if look.fill else fill
        cells.append(
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs_xml([para], grid.size)}</a:txBody>"
            f'<a:tcPr marL="{round(_SIDE * PX)}" marR="{round(_SIDE * PX)}" marT="{round(_ABOVE * PX)}" '
            f'marB="{round(_ABOVE * PX)}" anchor="{"b" if head else "ctr"}">{_NONE}{_DOTTED if blank else line}{ground}</a:tcPr></a:tc>'
        )
    return f'<a:tr h="{round(height * PX)}">{"".join(cells)}</a:tr>'


# px that a row of a table alone on its slide gets beside its words
_MOST_AIR = 44.0


def grown(grid: Grid, height: float) -> Grid:
    """The grid with higher rows, up to that height."""
    air = min(_MOST_AIR, max(height - grid.height, 0.0) / len(grid.heights))
    return replace(grid, heights=tuple(high + air for high in grid.heights))


def table_box(grid: Grid, area: Box) -> Box:
    return Box(area.x, area.y, sum(grid.widths), grid.height)
