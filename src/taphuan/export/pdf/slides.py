"""A deck as PDFs by Typst: the deck of one page a slide (`slides/deck.typ`), the handout on A4 (`slides/handout.typ`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.document.model import Document, Run, Section, TableBlock
from taphuan.export.pdf.slide_content import content
from taphuan.export.pdf.typst_pdf import tagged_pdf
from taphuan.export.shared.fonts import digits_folder, fallback_fonts
from taphuan.theme import forms


def write_deck_pdf(document: Document) -> bytes:
    """The slides on pages of 16 : 9, tagged (PDF/UA-1), with the answers of the quiz; what does not fit one page goes on
    to the next.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    return _typeset(document, paths.DECK_TYPST, answers=True)


def write_handout_pdf(document: Document) -> bytes:
    """The slides two a page with lines to write on, tagged (PDF/UA-1), without the answers of the quiz; tables that are too
    long for a slide follow it whole.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    sections = tuple(part for section in document.sections for part in (section, *_whole_tables(section)))
    return _typeset(replace(document, sections=sections), paths.HANDOUT_TYPST, answers=False)


def _whole_tables(section: Section) -> Iterator[Section]:
    for block in section.blocks:
        if isinstance(block, TableBlock) and block.whole is not None:
            title = (*section.title, Run(" – bảng đầy đủ"))
            yield replace(section, title=title, blocks=(block.whole,), notes=(), layout="")


def _typeset(document: Document, template: Path, answers: bool) -> bytes:
    doc, pictures = content(document, answers)
    files = {
        "main.typ": template.read_bytes(),
        "blocks.typ": paths.BLOCKS_TYPST.read_bytes(),
        "slide.typ": paths.SLIDE_TYPST.read_bytes(),
        "theme.typ": forms.typst().encode(),
        "document.json": json.dumps(doc, ensure_ascii=False).encode(),
        **pictures,
    }
    fonts = (screen_font().parent, fallback_fonts()[0].parent, digits_folder())
    return tagged_pdf(document, files, fonts)
