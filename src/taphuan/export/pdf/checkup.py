"""The checkup of a province on one page: as a tagged PDF, and as a picture to be sent, both set from `slides/checkup.typ`."""

from __future__ import annotations

import json
from typing import Any

from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.document.model import Document, FigureBlock, Paragraph, Section
from taphuan.document.reading import plain
from taphuan.errors import NotComposed
from taphuan.export.pdf.typst_pdf import picture, tagged_pdf, words_typst
from taphuan.export.shared import frame
from taphuan.export.shared.fonts import displayable, fallback_fonts, symbols_folder
from taphuan.theme import forms

PAPER, PICTURE = "a4", "picture"


def write_checkup_pdf(document: Document) -> bytes:
    """One page of A4 as PDF/UA-1. Raises NotComposed where the document has no such sheet, or where it needs a second page."""
    return tagged_pdf(document, _files(document, PAPER), _fonts(), pages=1)


def write_checkup_png(document: Document) -> bytes:
    """A picture of 1080 px width. Raises NotComposed where the document has no such sheet."""
    return picture(document, _files(document, PICTURE), _fonts())


def _fonts() -> tuple[Any, ...]:
    return screen_font().parent, symbols_folder()


def _files(document: Document, size: str) -> dict[str, bytes]:
    section, sheet = _sheet(document, size)
    content = {
        "title": document.title,
        "description": f"{document.conference['title']}. {document.provenance}.",
        "picture": size == PICTURE,
        "sample": document.sample,
        "as-of": frame.standing(document.as_of),
        "topic": paths.PROJECT.topic,
        "unit": document.frame,
        "spine": plain(section.title),
        "svg": sheet.svg,
        "alt": sheet.alt,
        "source": sheet.source,
        "note": next((plain(b.runs) for b in section.blocks if isinstance(b, Paragraph) and b.style == "note"), ""),
        "provenance": f"{document.provenance}.",
    }
    return {
        "main.typ": paths.taken(paths.CHECKUP_TYPST).read_bytes(),
        "theme.typ": forms.typst().encode(),
        "words.typ": words_typst("export.pdf.checkup"),
        "document.json": json.dumps(
            displayable(content, screen_font(), fallback_fonts()[0]), ensure_ascii=False
        ).encode(),
    }


def _sheet(document: Document, size: str) -> tuple[Section, FigureBlock]:
    """The figure of that size with the section that it stands in."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, FigureBlock) and block.size == size:
                return section, block
    raise NotComposed(
        f'the notebook has no checkup of the size {size}; its part needs a cell with lesson.figures.checkup(size="a4") '
        "and one with lesson.figures.checkup_picture()",
        code="TH535",
    )
