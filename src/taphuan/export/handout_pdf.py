"""The handout: a deck's slides on A4, two a page with lines to write on, set by Typst from `slides/handout.typ`."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from taphuan import paths
from taphuan.document import Document
from taphuan.export.typeset import typeset
from taphuan.reading import read_document


def write_handout_pdf(document: Document) -> bytes:
    """The slides for those who listen: as a tagged PDF (PDF/UA-1), without the answers of the quiz.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    return typeset(document, paths.HANDOUT_TYPST, answers=False)


class TaphuanHandoutPdfExporter(Exporter):
    """`jupyter nbconvert --to taphuan-handout-pdf notebook.ipynb` on a composed, executed notebook."""

    export_from_notebook = "Tập huấn: tài liệu phát tay (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write_handout_pdf(read_document(nb, "deck")), resources
