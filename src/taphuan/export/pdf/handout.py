"""The handout on A4 (`slides/handout.typ`): what a hall takes home of a deck, one below the other, with lines to write on.

Left out is what only leads through the talk: all before the first divider, the dividers, quotations, the sources, and drawings that
only adorn; and what has a paper of its own: the questions of the quiz, exercises and sheets to fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from taphuan import paths
from taphuan.document.drawings import drawing_of
from taphuan.document.model import DRAWING, Block, Document, FigureBlock, Section, TableBlock
from taphuan.export.pdf.pieces import in_pieces
from taphuan.export.pdf.slides import typeset

_LEFT_OUT = ("cover", "section", "quotation", "quiz", "sources")
_ON_WORKSHEETS = ("exercise", "sheet")
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)


def write_handout_pdf(document: Document) -> bytes:
    """The content of the slides on A4, tagged (PDF/UA-1); of a table that is too long for its slide all rows.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    taken = taken_home(document)
    sections = tuple(in_pieces(section) if section.added or document.of_anybody else section for section in taken)
    return typeset(
        replace(document, sections=sections or document.sections), paths.taken(paths.HANDOUT_TYPST), answers=False
    )


def taken_home(document: Document) -> tuple[Section, ...]:
    """The slides that the handout has, with what it has of them."""
    return document.sections if document.of_anybody else tuple(_taken_home(document.sections))


def _taken_home(sections: tuple[Section, ...]) -> Iterator[Section]:
    first = next((at for at, section in enumerate(sections) if section.kind == "section" and not section.added), 0)
    for at, section in enumerate(sections):
        blocks = tuple(map(_whole, filter(_is_content, section.blocks)))
        leads = at < first or section.kind in _LEFT_OUT or section.block in _ON_WORKSHEETS
        # what somebody added in JupyterLab has no other paper
        if blocks and (section.added or not leads):
            yield replace(section, blocks=blocks, notes=())


def _is_content(block: Block) -> bool:
    return not (isinstance(block, FigureBlock) and block.kind == DRAWING and _drawn(block.svg) in _adornments())


@cache
def _adornments() -> frozenset[str]:
    """The house's own drawings as they come out of a notebook."""
    files = (
        path.read_text(encoding="utf-8") for path in paths.all_taken(paths.DRAWINGS).values() if path.suffix == ".svg"
    )
    return frozenset(_drawn(figure.svg) for text in files if (figure := drawing_of(text, "")))


def _drawn(svg: str) -> str:
    """What a drawing consists of, whatever its alt text and its remarks are."""
    return _REMARK.sub("", svg.partition(">")[2]).replace(" ", "").replace("\n", "")


def _whole(block: Block) -> Block:
    return block.whole if isinstance(block, TableBlock) and block.whole is not None else block
