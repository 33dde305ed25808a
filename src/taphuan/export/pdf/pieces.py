"""Blocks that are longer than a page of the handout, in pieces: nobody measured what a person or a program wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from taphuan.document.model import Block, Inline, ListBlock, Paragraph, Run, Section, TableBlock, merged

# letters that a line of the handout holds, and lines of a piece: about half a page
_LETTERS, _LINES = 95, 36


def in_pieces(section: Section) -> Section:
    """The section, whose blocks each fit a page of the handout."""
    return replace(section, blocks=tuple(piece for block in section.blocks for piece in _pieces(block)))


def _pieces(block: Block) -> Iterator[Block]:
    match block:
        case Paragraph():
            lines = [*_lines(block.runs)]
            yield from (replace(block, runs=_joined(lines[a:b])) for a, b in _cuts([_height(line) for line in lines]))
        case ListBlock():
            for a, b in _cuts([_height(item) for item in block.items]):
                nested = block.places[a:b] if block.nested else ()
                yield replace(block, items=block.items[a:b], start=block.start + a, nested=nested)
        case TableBlock() if block.rows:
            table = block.whole or block
            share = max(_LETTERS // max(len(table.columns), 1), 4)
            heights = [
                max(sum(ceil(len(line) / share) or 1 for line in cell.split("\n")) for cell in row)
                for row in table.rows
            ]
            for a, b in _cuts([height + 1 for height in heights]):
                here = table.highlight is not None and a <= table.highlight < b
                highlight = table.highlight - a if here and table.highlight is not None else None
                yield replace(table, rows=table.rows[a:b], looks=table.looks[a:b], highlight=highlight)
        case _:
            yield block


def _cuts(heights: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of the lines of each piece."""
    begin, filled = 0, 0
    for at, height in enumerate(heights):
        if filled and filled + height > _LINES:
            yield begin, at
            begin, filled = at, 0
        filled += height
    yield begin, len(heights)


def _height(line: Inline) -> int:
    return sum(ceil(len(part) / _LETTERS) or 1 for part in "".join(run.text for run in line).split("\n"))


def _lines(runs: Inline) -> Iterator[Inline]:
    """The lines of a paragraph, a long one in pieces of whole words."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(run.with_text(first))
        for text in others:
            yield from _short(tuple(line))
            line = [run.with_text(text)]
    yield from _short(tuple(line))


def _short(line: Inline) -> Iterator[Inline]:
    if _height(line) <= _LINES:
        yield line
        return
    piece: list[Run] = []
    letters = 0
    for run in line:
        for word in run.text.split(" "):
            if letters > _LETTERS * _LINES // 2:
                yield merged(piece)
                piece, letters = [], 0
            piece.append(run.with_text(f"{word} "))
            letters += len(word) + 1
    yield merged(piece)


def _joined(lines: Sequence[Inline]) -> Inline:
    runs: list[Run] = []
    for at, line in enumerate(lines):
        runs += [*([Run("\n")] if at else []), *line]
    return merged(runs)
