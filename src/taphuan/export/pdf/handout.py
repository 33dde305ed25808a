"""The handout: a deck's slides on A4, two a page with lines to write on, set by Typst from `slides/handout.typ`."""

from __future__ import annotations

from typing import Any

from taphuan import paths
from taphuan.document.model import Document
from taphuan.document.reading import read_document
from taphuan.export.pdf.typeset import typeset
from taphuan.export.shared.exporter import BytesExporter


def write_handout_pdf(document: Document) -> bytes:
    """The slides for those who listen: as a tagged PDF (PDF/UA-1), without the answers of the quiz.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    return typeset(document, paths.HANDOUT_TYPST, answers=False)


class TaphuanHandoutPdfExporter(BytesExporter):
    """`jupyter nbconvert --to taphuan-handout-pdf notebook.ipynb` on a composed, executed notebook."""

    export_from_notebook = "Tập huấn: tài liệu phát tay (PDF)"
    output_mimetype = "application/pdf"
    ending = ".pdf"

    def written(self, nb: Any) -> bytes:
        return write_handout_pdf(read_document(nb, "deck"))
