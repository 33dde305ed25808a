"""nbconvert's side of the writers: `jupyter nbconvert --to taphuan-pptx notebook.ipynb`, and JupyterLab's menu.

They take a composed, executed notebook and hold it to what a build holds it to; a notebook that a build would not publish is
refused with the same findings. Only the walk in Chromium is left to the build.
"""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import Any, ClassVar

from nbconvert.exporters import Exporter

from taphuan.check.content import check_notebook
from taphuan.errors import AuditFailed, TaphuanError
from taphuan.export.formats import Source
from taphuan.export.html.deck import TaphuanDeckExporter

_PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"


def _held(nb: Any) -> None:
    """Raise AuditFailed for a composed notebook that a build would not publish; others have no unit and day to be held to."""
    if (nb.metadata.get("taphuan") or {}).get("unit") and (findings := check_notebook(nb)):
        raise AuditFailed(findings)


def _refused(error: TaphuanError) -> Exception:
    """What to raise: under the command `jupyter nbconvert` one message and our exit code, for it would print a traceback; in a
    server, which shows the message of an exception, the error itself."""
    # nbconvert's own command has imported it; importing it here would look for our exporters again
    app = sys.modules.get("nbconvert.nbconvertapp")
    if app is not None and app.NbConvertApp.initialized():
        lines = error.findings if isinstance(error, AuditFailed) else (str(error),)
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        raise SystemExit(error.exit_code)
    return error


class CheckedDeckExporter(TaphuanDeckExporter):
    """nbconvert's exporter `taphuan-deck`: slides in one HTML file."""

    export_from_notebook = TaphuanDeckExporter.export_from_notebook

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of the notebook. Raises NotComposed or AuditFailed."""
        try:
            _held(nb)
            return super().from_notebook_node(nb, resources, **kw)
        except TaphuanError as error:
            raise _refused(error) from None


class BytesExporter(Exporter):
    """A subclass names its row in the table of formats, what menus call it and the type of its file."""

    format_name: ClassVar[str]

    def _file_extension_default(self) -> str:
        return PurePath(self.format_name).suffix

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        """The file of the notebook. Raises NotComposed or AuditFailed."""
        try:
            _held(nb)
            nb, resources = super().from_notebook_node(nb, resources, **kw)
            return Source(nb).write(self.format_name), resources
        except TaphuanError as error:
            raise _refused(error) from None


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
