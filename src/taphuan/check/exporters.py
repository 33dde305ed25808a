"""nbconvert's side of the writers: `jupyter nbconvert --to taphuan-pptx notebook.ipynb`, and JupyterLab's menu.

They take any executed notebook. A composed one, also one that somebody edited in JupyterLab, is held to what a build holds it
to: what a build would not publish is refused with the same findings. Only the walk in Chromium is left to the build.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, ClassVar

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.exporters import Exporter
from traitlets import default

from taphuan.check.content import check_notebook
from taphuan.check.parameters import other_parameters
from taphuan.data.project import need_project
from taphuan.document.beside import attach_files
from taphuan.document.identified import check_identified
from taphuan.document.opening import mended, opened
from taphuan.document.placing import cell_name, placed, tags
from taphuan.document.slides import is_composed
from taphuan.errors import AuditFailed, ExecutionFailed, NotComposed, TaphuanError
from taphuan.export.formats import Source
from taphuan.export.html.deck import TaphuanDeckExporter
from taphuan.text import say

_PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
# more cells than any talk has; a deck of so many takes minutes and gigabytes
MOST_CELLS = 1500
# the place of a finding: a cell, or the slide that has the id of its first cell
_CELL = re.compile(r"slide [\w-]+, cell ([\w-]+)|slide ([\w-]+):")


def held(nb: Any) -> Any:
    """The notebook with each cell on the slide where it stands. Raises AuditFailed for a composed one that a build would not
    publish, NotComposed for one that nobody can read."""
    if not is_composed(nb):
        return _readable(nb)
    need_project()
    check_identified(nb)
    if findings := other_parameters(nb):
        raise AuditFailed(findings)
    whole, (nb, unplaced) = nb, placed(nb)
    # of a slide without a title `placed` says it already
    found = (*unplaced, *(found for found in check_notebook(nb) if "has no title" not in found))
    if found:
        names = {cell.id: cell_name(number, cell) for number, cell in enumerate(whole.cells, start=1)}
        raise AuditFailed(tuple(_with_name(finding, names) for finding in found))
    return nb


def _with_name(finding: str, names: Mapping[str, str]) -> str:
    """The finding with the cell as a person finds it in JupyterLab."""
    at = _CELL.match(finding)
    name = names.get(at[1] or at[2]) if at else None
    return f"{name}: {finding}" if name else finding


def _readable(nb: Any) -> Any:
    """A notebook that was not composed. Raises NotComposed for a source of ours, whose names nobody has filled in."""
    source = any("lesson" in tags(cell) for cell in nb.cells)
    if source and any(cell.cell_type == "markdown" and "{{" in cell.source for cell in nb.cells):
        raise NotComposed(
            "the notebook is a source, and its text has names in braces that a build fills in; "
            "export build/…/notebook.ipynb, or open it with `taphuan lab`",
            code="TH540",
        )
    return nb


def _refused(error: TaphuanError) -> Exception:
    """What to raise: under the command `jupyter nbconvert` one message and our exit code, for it would print a traceback; in a
    server, which shows the message of an exception, the error itself."""
    # nbconvert's own command has imported it; importing it here would look for our exporters again
    app = sys.modules.get("nbconvert.nbconvertapp")
    if app is not None and app.NbConvertApp.initialized():
        lines = error.findings if isinstance(error, AuditFailed) else (error.told(),)
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        raise SystemExit(error.exit_code)
    return error


class AnyNotebook(Exporter):
    """What our exporters share: they open any notebook, mend it, and hold it to our rules behind the preprocessors, so that
    `--execute` comes first."""

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """Raises NotComposed for a file that is no notebook."""
        try:
            notebook = opened(file_stream.read())
        except TaphuanError as error:
            raise _refused(error) from None
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if len(nb.cells) > MOST_CELLS:
            raise NotComposed(
                f"the notebook has {len(nb.cells)} cells; a document has room for {MOST_CELLS}: split it, and export each part",
                code="TH539",
            )
        try:
            nb, resources = super()._preprocess(mended(nb), resources)  # type: ignore[no-untyped-call]
        except CellExecutionError as error:
            raise ExecutionFailed(
                f"a cell ends in {error.ename}: {error.evalue}; correct it, or export what it shows with --allow-errors",
                code="TH541",
            ) from None
        except (CellTimeoutError, DeadKernelError) as error:
            raise ExecutionFailed(
                f"the notebook cannot be run: {str(error).strip().splitlines()[0]}", code="TH543"
            ) from None
        if (folder := (resources.get("metadata") or {}).get("path")) is not None:
            attach_files(nb, Path(folder or "."))
        return held(nb), resources

    def _validate_preprocessor(self, nbc: Any, preprocessor: Any) -> None:
        """Raises NotComposed, in one line, for what `mended` could not mend."""
        import nbformat

        try:
            nbformat.validate(nbc, relax_add_props=True)
        except nbformat.ValidationError as error:
            where = "/".join(map(str, error.absolute_path))
            raise NotComposed(
                f"the notebook is not valid at {where or 'its top'}: {error.message[:200]}; open it in JupyterLab and save it",
                code="TH534",
            ) from None

    @default("optimistic_validation")
    def _once(self) -> bool:
        """Once behind all preprocessors, not behind each of them."""
        return True


class CheckedDeckExporter(AnyNotebook, TaphuanDeckExporter):
    """nbconvert's exporter `taphuan-deck`: slides in one HTML file."""

    export_from_notebook = TaphuanDeckExporter.export_from_notebook

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of the notebook. Raises NotComposed or AuditFailed."""
        try:
            return super().from_notebook_node(nb, resources, **kw)
        except TaphuanError as error:
            raise _refused(error) from None


class BytesExporter(AnyNotebook):
    """A subclass names its row in the table of formats, what menus call it and the type of its file."""

    format_name: ClassVar[str]

    def _file_extension_default(self) -> str:
        return PurePath(self.format_name).suffix

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        """The file of the notebook. Raises NotComposed or AuditFailed."""
        try:
            nb, resources = super().from_notebook_node(nb, resources, **kw)
            name = str((resources.get("metadata") or {}).get("name") or "")
            return Source(nb, name).write(self.format_name), resources
        except TaphuanError as error:
            raise _refused(error) from None


class TaphuanPptxExporter(BytesExporter):
    format_name = "deck.pptx"
    export_from_notebook = say("check.exporters.pptx")
    output_mimetype = f"{_OFFICE}.presentationml.presentation"


class TaphuanDeckPdfExporter(BytesExporter):
    format_name = "deck.pdf"
    export_from_notebook = say("check.exporters.deck_pdf")
    output_mimetype = _PDF


class TaphuanHandoutPdfExporter(BytesExporter):
    format_name = "handout.pdf"
    export_from_notebook = say("check.exporters.handout_pdf")
    output_mimetype = _PDF


class TaphuanReportDocxExporter(BytesExporter):
    """The report of a conference or the briefing of a province, whichever the notebook holds."""

    format_name = "report.docx"
    export_from_notebook = say("check.exporters.report_docx")
    output_mimetype = f"{_OFFICE}.wordprocessingml.document"


class TaphuanReportPdfExporter(BytesExporter):
    """The report of a conference or the briefing of a province, whichever the notebook holds."""

    format_name = "report.pdf"
    export_from_notebook = say("check.exporters.report_pdf")
    output_mimetype = _PDF
