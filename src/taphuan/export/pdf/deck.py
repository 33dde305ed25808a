"""The deck as a tagged PDF (PDF/UA-1) of one page a slide, set by Typst from `slides/deck.typ`; quizzes show the answers."""

from __future__ import annotations

from typing import Any

from taphuan import paths
from taphuan.document.model import Document
from taphuan.document.reading import read_document
from taphuan.export.pdf.typeset import typeset
from taphuan.export.shared.exporter import BytesExporter


def write_deck_pdf(document: Document) -> bytes:
    """The slides on pages of 16 : 9; what does not fit one goes on to the next.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    return typeset(document, paths.DECK_TYPST, answers=True)


class TaphuanDeckPdfExporter(BytesExporter):
    """`jupyter nbconvert --to taphuan-deck-pdf notebook.ipynb` on a composed, executed notebook."""

    export_from_notebook = "Tập huấn: bản trình chiếu (PDF)"
    output_mimetype = "application/pdf"
    ending = ".pdf"

    def written(self, nb: Any) -> bytes:
        return write_deck_pdf(read_document(nb, "deck"))
