"""The deck as a tagged PDF (PDF/UA-1) of one page a slide, set by Typst from `slides/deck.typ`; quizzes show the answers."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from taphuan import paths
from taphuan.document import Document
from taphuan.export.typeset import typeset
from taphuan.reading import read_document


def write_deck_pdf(document: Document) -> bytes:
    """The slides on pages of 16 : 9; what does not fit one goes on to the next.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    return typeset(document, paths.DECK_TYPST, answers=True)


class TaphuanDeckPdfExporter(Exporter):
    """`jupyter nbconvert --to taphuan-deck-pdf notebook.ipynb` on a composed, executed notebook."""

    export_from_notebook = "Tập huấn: bản trình chiếu (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write_deck_pdf(read_document(nb, "deck")), resources
