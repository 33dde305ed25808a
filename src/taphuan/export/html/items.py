"""The parts of a slide of the HTML deck: what its cells say and show, each as an item for the template."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from taphuan.charts.mime import CHART, SVG, TABLE, without_returned
from taphuan.charts.text_measure import text_width
from taphuan.document.drawings import VIEWBOX
from taphuan.document.markdown import Attachments, to_html
from taphuan.document.model import Block, FigureBlock, ListBlock, Paragraph, PictureBlock, TableBlock
from taphuan.document.outputs import SLIDE, cell_blocks
from taphuan.document.pictures import UNREADABLE, fitted
from taphuan.document.placing import Cell
from taphuan.document.reading import markdown_blocks, plain
from taphuan.document.slides import is_fragment
from taphuan.export.html.block_markup import markup

_BLOWN_UP = 1.6  # px of a slide for one of a foreign drawing
HALF_WIDTH = 646  # px: the wider column of a split slide


@dataclass(frozen=True)
class Item:
    """A part of a slide's body. `kind`: text · figure · table · drawing (SVG of somebody else) · picture.

    `source` are the words of a text, `html` its markup; `data` is the twin of a figure or table, `alt` and `address` (a data
    URL) those of a picture, `wide` the px up to which a drawing grows. `half`: whether it fits seven twelfths of the canvas. `foreign`: whether it came from a cell
    without the figures and tables of this package.
    """

    kind: str
    cell: Cell = field(hash=False)
    source: str = ""
    html: str = ""
    data: dict[str, Any] = field(default_factory=dict, hash=False)
    svg: str = ""
    alt: str = ""
    address: str = ""
    wide: float = 0.0
    half: bool = False
    foreign: bool = False
    fragment: bool = False


def items_of(body: tuple[Cell, ...]) -> Iterator[Item]:
    """The slide's body; consecutive Markdown cells are one text, so that lists that follow each other are one list."""
    texts: list[Cell] = []
    for cell in body:
        fragment = is_fragment(cell)
        if cell.cell_type == "markdown":
            shown = _foreign(cell, markdown_blocks(cell), fragment)
            # a picture is laid out beside the text, as in every other form
            seen = any(item.kind in ("drawing", "picture") for item in shown)
            if not fragment and not seen:
                texts.append(cell)
                continue
        if texts:
            yield _text(texts)
            texts = []
        if cell.cell_type == "code":
            yield from _outputs(cell, fragment)
        elif cell.cell_type == "markdown" and seen:
            yield from shown
        elif cell.cell_type == "markdown":
            yield Item("text", cell, cell.source, to_html(cell.source, _pasted([cell])), fragment=True)
    if texts:
        yield _text(texts)


def _text(cells: list[Cell]) -> Item:
    """One text of several cells. Cells whose lists go on are read as one; the others each for itself, as for other forms."""
    groups: list[list[Cell]] = []
    for cell in cells:
        goes_on = groups and _is_list_line(groups[-1][-1].source.strip("\n").rsplit("\n", 1)[-1])
        if goes_on and _is_list_line(cell.source.strip("\n").split("\n", 1)[0]):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    sources = ["\n".join(cell.source.strip("\n") for cell in group) for group in groups]
    html = "".join(to_html(source, _pasted(group)) for source, group in zip(sources, groups, strict=True))
    return Item("text", cells[0], "\n\n".join(sources), html)


def _pasted(cells: list[Cell]) -> Attachments | None:
    """The pictures pasted into these cells."""
    return {name: bundle for cell in cells for name, bundle in (cell.get("attachments") or {}).items()} or None


def _is_list_line(line: str) -> bool:
    return re.match(r"\s*([-*+]|\d+\.)\s", line) is not None


def _outputs(cell: Cell, fragment: bool) -> Iterator[Item]:
    foreign = []
    for output in without_returned(cell.outputs):
        bundle = output.get("data") or {}
        if CHART in bundle and SVG in bundle:
            half = bundle[CHART].get("size") == "half"
            yield Item("figure", cell, data=bundle[CHART], svg=bundle[SVG], half=half, fragment=fragment)
        elif TABLE in bundle:
            # a hand that writes needs the whole slide
            half = not bundle[TABLE].get("to_fill") and _table_width(bundle[TABLE]) <= HALF_WIDTH
            yield Item("table", cell, data=bundle[TABLE], half=half, fragment=fragment)
        else:
            foreign.append(output)
    if foreign:
        yield from _foreign(cell, cell_blocks({"outputs": foreign}, SLIDE), fragment)


def _foreign(cell: Cell, blocks: Iterable[Block], fragment: bool) -> list[Item]:
    """What the blocks of a cell are on the page: the same as in every other form."""
    items: list[Item] = []
    words: list[Paragraph | ListBlock] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.style == "note" and items and items[-1].kind == "table" and not words:
            # what is said of a table stands below it, as in every other form
            items[-1].data["note"] = " ".join(filter(None, (items[-1].data.get("note"), plain(block.runs))))
            continue
        if isinstance(block, Paragraph | ListBlock):
            words.append(block)
            continue
        items += _words(cell, words, fragment)
        words = []
        items.append(_seen(cell, block, fragment))
    return [*items, *_words(cell, words, fragment)]


def _words(cell: Cell, words: list[Paragraph | ListBlock], fragment: bool) -> list[Item]:
    if not words:
        return []
    lines = [
        plain(runs) for block in words for runs in (block.items if isinstance(block, ListBlock) else (block.runs,))
    ]
    return [Item("text", cell, "\n".join(lines), markup(words), foreign=True, fragment=fragment)]


def _seen(cell: Cell, block: TableBlock | FigureBlock | PictureBlock, fragment: bool) -> Item:
    if isinstance(block, TableBlock):
        data = _table_data(block)
        return Item("table", cell, data=data, half=_table_width(data) <= HALF_WIDTH, foreign=True, fragment=fragment)
    if isinstance(block, FigureBlock):
        box = VIEWBOX.search(block.svg)
        wide = float(box[1]) * _BLOWN_UP if box else 0.0
        return Item(
            *("drawing", cell),
            svg=block.svg,
            alt=block.alt,
            wide=wide,
            half=block.size == "half",
            foreign=True,
            fragment=fragment,
        )
    if (picture := fitted(block.data)) is None:
        line = f"{UNREADABLE}{f': {block.alt}' if block.alt else ''}."
        return Item("text", cell, line, f"<p>{escape(line)}</p>", foreign=True, fragment=fragment)
    kind = "png" if picture[0].startswith(b"\x89PNG") else "jpeg"
    address = f"data:image/{kind};base64,{base64.b64encode(picture[0]).decode()}"
    return Item("picture", cell, alt=block.alt, address=address, half=True, foreign=True, fragment=fragment)


def _table_data(block: TableBlock) -> dict[str, Any]:
    """A table of the document model in the form of the twin of a table; `looks`: (colour of the ground, of
    the letters, whether they are bold, address) of each cell."""
    return {
        "columns": [{"name": column.name, "align": column.align} for column in block.columns],
        "rows": block.rows,
        "caption": block.caption,
        "source": block.source,
        "highlight": block.highlight,
        "looks": [[(look.fill, look.ink, look.bold, look.href) for look in row] for row in block.looks],
    }


def _table_width(table: dict[str, Any]) -> float:
    """The width in px at which each row takes one line; tables of sentences need far more than half a slide."""
    rows = [[column["name"].split(" ")[0] for column in table["columns"]], *table["rows"]]
    return sum(24 + max(text_width(row[n], 22, 600) for row in rows) for n in range(len(table["columns"])))
