"""A deck as PDF by Typst: one page a slide (`slides/deck.typ`)."""

from __future__ import annotations

import json
from pathlib import Path

from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.document.model import Document
from taphuan.export.pdf.slide_content import content
from taphuan.export.pdf.typst_pdf import tagged_pdf, words_typst
from taphuan.export.shared.fonts import digits_folder, fallback_fonts
from taphuan.theme import forms


def write_deck_pdf(document: Document) -> bytes:
    """The slides on pages of 16 : 9, tagged (PDF/UA-1), with the answers of the quiz; what does not fit one page goes on
    to the next.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    return typeset(document, paths.taken(paths.DECK_TYPST), answers=True)


def typeset(document: Document, template: Path, answers: bool) -> bytes:
    """The document set with a template of slides/; without `answers` the slides of the quiz have none. Raises NotComposed."""
    doc, pictures = content(document, answers)
    files = {
        "main.typ": template.read_bytes(),
        "blocks.typ": paths.taken(paths.BLOCKS_TYPST).read_bytes(),
        "slide.typ": paths.taken(paths.SLIDE_TYPST).read_bytes(),
        "theme.typ": forms.typst().encode(),
        "words.typ": words_typst("export.pdf.slides"),
        "document.json": json.dumps(doc, ensure_ascii=False).encode(),
        **pictures,
    }
    fonts = (screen_font().parent, fallback_fonts()[0].parent, digits_folder())
    return tagged_pdf(document, files, fonts)
