"""nbconvert's side of the writers whose files are bytes: `jupyter nbconvert --to taphuan-pptx notebook.ipynb`.

They take a composed, executed notebook. The deck in HTML, which nbconvert's own template engine makes, is in html/deck.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

from nbconvert.exporters import Exporter

from taphuan.export.formats import Source

_PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"


class BytesExporter(Exporter):
    """A subclass names its row in the table of formats, what menus call it and the type of its file."""

    format_name: ClassVar[str]

    def _file_extension_default(self) -> str:
        return PurePath(self.format_name).suffix

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        """The file of the notebook. Raises NotComposed."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return Source(nb).write(self.format_name), resources


class TaphuanPptxExporter(BytesExporter):
    format_name = "deck.pptx"
    export_from_notebook = "Tập huấn: bản trình chiếu (PowerPoint)"
    output_mimetype = f"{_OFFICE}.presentationml.presentation"


class TaphuanDeckPdfExporter(BytesExporter):
    format_name = "deck.pdf"
    export_from_notebook = "Tập huấn: bản trình chiếu (PDF)"
    output_mimetype = _PDF


class TaphuanHandoutPdfExporter(BytesExporter):
    format_name = "handout.pdf"
    export_from_notebook = "Tập huấn: tài liệu phát tay (PDF)"
    output_mimetype = _PDF


class TaphuanReportDocxExporter(BytesExporter):
    """The report of a conference or the briefing of a province, whichever the notebook holds."""

    format_name = "report.docx"
    export_from_notebook = "Tập huấn: báo cáo (Word)"
    output_mimetype = f"{_OFFICE}.wordprocessingml.document"


class TaphuanReportPdfExporter(BytesExporter):
    """The report of a conference or the briefing of a province, whichever the notebook holds."""

    format_name = "report.pdf"
    export_from_notebook = "Tập huấn: báo cáo (PDF)"
    output_mimetype = _PDF
