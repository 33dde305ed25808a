"""The sheet of a commune: A4, what is known in front and what it fills on its back, set from `slides/commune.typ`."""

from __future__ import annotations

import json

from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.document.model import Document
from taphuan.errors import NotComposed
from taphuan.export.pdf.typst_pdf import tagged_pdf, words_typst
from taphuan.export.shared import frame
from taphuan.export.shared.fonts import displayable, fallback_fonts, symbols_folder
from taphuan.theme import forms

_DRAWING = "tru-so-xa.svg"
_SIDES = 2


def write_sheet(document: Document) -> bytes:
    """Two pages of A4 as PDF/UA-1. Raises NotComposed where the document is not a commune's, or needs a third page."""
    if not document.sheet:
        raise NotComposed(
            "the notebook has no sheet of a commune; build it with a commune (CODE=, --commune)", code="TH535"
        )
    content = {
        "title": document.title,
        "description": f"{document.conference['title']}. {document.provenance}.",
        "sample": document.sample,
        "as-of": frame.standing(document.as_of),
        "provenance": f"{document.provenance}.",
        **{name.replace("_", "-"): value for name, value in document.sheet.items()},
    }
    files = {
        "main.typ": paths.taken(paths.COMMUNE_TYPST).read_bytes(),
        "theme.typ": forms.typst().encode(),
        "words.typ": words_typst("export.pdf.commune"),
        "drawing.svg": paths.taken(paths.DRAWINGS / _DRAWING).read_bytes(),
        "document.json": json.dumps(
            displayable(content, screen_font(), fallback_fonts()[0]), ensure_ascii=False
        ).encode(),
    }
    return tagged_pdf(document, files, (screen_font().parent, symbols_folder()), pages=_SIDES)
