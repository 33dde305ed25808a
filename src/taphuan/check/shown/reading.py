"""What a notebook shows, as pieces of plain text with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from taphuan.charts.mime import CHART, FINISHED, SVG, TABLE
from taphuan.document.model import Block, FigureBlock, ListBlock, Paragraph, PictureBlock, TableBlock
from taphuan.document.outputs import Room, output_blocks
from taphuan.document.reading import plain

if TYPE_CHECKING:
    from nbformat import NotebookNode

# the table of what a hall decides, and how many of its columns are printed
AGREED, _PRINTED = "agreed", 2
# kinds of pieces that nobody sees who looks at the slide
UNSEEN = frozenset({"notes", "alt text", "code"})
# kinds that name where something was read; a title or a publisher there may hold any name
SOURCES = frozenset({"sources", "source"})
# the whole of a table, also what a slide has no room for: notebook.ipynb holds it
_ALL = Room(1_000_000, 1_000)

NO_WIDTH = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]")  # fmt: skip
_SPACE = re.compile(r"[^\S\n]+")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_WORDS_IN_TAG = re.compile(r"""\b(?:alt|title|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BADGE = re.compile(r'<span class="badge[^<>]*>([^<]*)</span>')
_ADDRESS = re.compile(r"\]\([^()]*\)|https?://[^\s<>()|]+|\battachment:[^\s<>()]+")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|`+|~~")
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_DRAWN_TEXT = re.compile(r"<(?:text|title|desc)\b.*?</(?:text|title|desc)>", re.DOTALL)
# matplotlib draws letters as paths and names each text in a comment
_DRAWN_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
# a frame of the lesson: what is in it was published by its day, and the lesson writes it
_FINISHED = re.compile(rf'<table\b[^<>]*(?:class="(?:[^"]* )?{FINISHED}[ "]|id="T_{FINISHED})')
_LABEL = re.compile(r"""\baria-label=(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Piece:
    """A text that a set shows. `place` says where, for a message; `kind` is title · text · notes · sources · caption · note ·
    source · alt text · table · drawing · printed text · code. `slide` is its document and slide, `output` its number in the
    cell, 0 for the cell's own text. `foreign`: it is of an output that does not say itself what it is about."""

    cell: NotebookNode
    slide: tuple[str, str]
    output: int
    kind: str
    text: str
    foreign: bool = False

    @property
    def place(self) -> str:
        return place(self.cell, self.output)


def place(cell: NotebookNode, output: int = 0) -> str:
    """Where a finding is: slide, cell, number of the output, source notebook."""
    meta = cell.metadata.get("taphuan") or {}
    notebook = _source(meta.get("document", ""), meta.get("part", ""))
    return (
        f"slide {meta.get('slide', '?')}, cell {cell.get('id', '?')}"
        + (f", output {output}" if output else "")
        + (f" ({notebook})" if notebook else "")
    )


def _source(document: str, part: str) -> str:
    """The source notebook of a part, below notebooks/; "" for the list of sources."""
    if part.startswith("module:"):
        return f"modules/{part.removeprefix('module:')}.ipynb"
    if part in ("", "sources"):
        return ""
    if part.startswith("commune-"):
        return f"communes/{part}.ipynb"
    return f"{'frame' if document == 'deck' else 'reports'}/{part}.ipynb"


@lru_cache(maxsize=8192)
def readable(text: str) -> str:
    """The text as a reader sees it: composed letters, one ordinary space between words, no signs without width."""
    return _SPACE.sub(" ", NO_WIDTH.sub("", unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=8192)
def words_of(markdown: str) -> str:
    """The words of a Markdown text and of the alt texts in it, without markup and addresses."""
    # a badge is a line of its own: it says the state, not the sentence before it
    text = _BADGE.sub(lambda badge: f"\n{badge[1]}\n", markdown) if "badge" in markdown else markdown
    text = _TAG.sub(lambda tag: "".join(f" {a or b} " for a, b in _WORDS_IN_TAG.findall(tag[0])), text)
    return readable(unescape(_ESCAPE.sub("", _EMPHASIS.sub("", _ADDRESS.sub(" ", text)))))


def shown_cells(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, dict[str, Any]]]:
    """(cell, its document, slide and role) of each cell of the documents."""
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("taphuan") or {}
        if meta.get("document"):
            yield cell, meta


def pieces_of(notebook: NotebookNode) -> tuple[Piece, ...]:
    """All pieces of the documents of an executed notebook, in its order."""
    pieces: list[Piece] = []
    for cell, meta in shown_cells(notebook):
        slide = meta["document"], meta["slide"]
        found: Iterator[tuple[Any, ...]] = _of_text(cell, meta) if cell["cell_type"] == "markdown" else _of_code(cell)
        pieces += [Piece(cell, slide, *piece) for piece in found if piece[2].strip()]
    return tuple(pieces)


def _of_text(cell: NotebookNode, meta: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    role = "sources" if meta.get("part") == "sources" else meta["role"]
    text = words_of(cell["source"])
    if role == "heading":
        title, _, text = text.partition("\n")
        yield 0, "title", title.lstrip("# ")
    yield 0, "text" if role in ("heading", "body") else role, text


def _of_code(cell: NotebookNode) -> Iterator[tuple[int, str, str, bool]]:
    yield 0, "code", readable(cell["source"]), False
    for number, output in enumerate(cell.get("outputs", ()), start=1):
        data = output.get("data", {})
        twins = [(mime, data[mime]) for mime in (CHART, TABLE) if mime in data]
        for mime, twin in twins:
            for kind, text in _of_twin(mime, twin, data):
                yield number, kind, text, False
        if not twins:
            foreign = not _FINISHED.search(_string(data.get("text/html", "")))
            for kind, text in _of_foreign(output):
                yield number, kind, text, foreign


def _of_twin(mime: str, twin: dict[str, Any], data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, kind in (("caption", "caption"), ("note", "note"), ("source", "source"), ("alt", "alt text")):
        yield kind, readable(twin.get(key) or "")
    rows = (twin if mime == TABLE else twin.get("data", {})).get("rows", ())
    if twin.get("kind") == AGREED:
        # what a hall has typed is its own: a later day, a word that compares
        rows = [row[:_PRINTED] for row in rows]
    if mime == TABLE:
        rows = [[column["name"] for column in twin["columns"]], *rows]
    yield "table", readable("\n".join(" | ".join("" if v is None else str(v) for v in row) for row in rows))
    if mime == CHART and SVG in data:
        yield "drawing", drawn_text(_string(data[SVG]))


def _of_foreign(output: Any) -> Iterator[tuple[str, str]]:
    """(kind, text) of an output that is not of this package."""
    raw = _string(output.get("data", {}).get(SVG, ""))
    if raw:
        yield "drawing", drawn_text(raw)
    for kind, text in (pair for block in output_blocks(output, _ALL) for pair in _of_block(block)):
        yield kind, readable(text)


def _of_block(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Paragraph():
            yield "printed text" if block.style == "code" else "text", plain(block.runs)
        case ListBlock():
            yield "text", "\n".join(map(plain, block.items))
        case TableBlock():
            yield "caption", block.caption
            lines = (tuple(column.name for column in block.columns), *block.rows)
            yield "table", "\n".join(" | ".join(line) for line in lines)
        case FigureBlock():
            yield "alt text", block.alt
        case PictureBlock():
            yield "alt text", block.alt


@lru_cache(maxsize=1024)
def drawn_text(svg: str) -> str:
    """The texts of a drawing, one a line."""
    parts = [" ".join(_TAG.sub(" ", text).split()) for text in _DRAWN_TEXT.findall(svg)]
    parts += _DRAWN_COMMENT.findall(svg)
    parts += [a or b for a, b in _LABEL.findall(svg)]
    return readable(unescape("\n".join(parts)))


def _string(value: Any) -> str:
    return value if isinstance(value, str) else "".join(map(str, value)) if isinstance(value, list | tuple) else ""
