"""Administrative paper as a tagged PDF (PDF/UA-1), set by Typst from `slides/report.typ`.

Typst starts threads: a process that has written a PDF must not fork afterwards.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from nbconvert.exporters import Exporter

from taphuan import paths
from taphuan.document import (
    Block,
    Document,
    FigureBlock,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    Section,
    TableBlock,
)
from taphuan.errors import NotComposed
from taphuan.export import paper
from taphuan.export.fonts import screen_font, serif_face
from taphuan.reading import read_report

_SHORT_LIST = 4
# Typst keeps what the last ten compilations made; of another document's text and figures nothing fits the next.
_COMPILATIONS_KEPT = 10


def write_pdf(document: Document) -> bytes:
    """The document on A4 in the layout of Nghị định 30/2020/NĐ-CP, as a draft without number and signer.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    import typst

    day = date.fromisoformat(document.as_of)
    try:
        pdf = _compiler().compile(
            input=paths.REPORT_TYPST.read_bytes(),
            sys_inputs={"document": json.dumps(_content(document), ensure_ascii=False)},
            format="pdf",
            pdf_standards="ua-1",
            # The content's day, not the clock's: the same content gives the same file.
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise NotComposed(
            f"'{document.title}' cannot become a PDF: {error.message}; change the text or the figure it names"
        ) from error
    finally:
        _forget()
    return bytes(pdf)


def _forget() -> None:
    """Let Typst outlive what it kept: 2 ms for empty documents, against 50 MB after ten briefings."""
    for _ in range(_COMPILATIONS_KEPT):
        _compiler().compile(input=b"", sys_inputs={}, format="pdf")


@cache
def _compiler() -> Any:
    """One compiler for all documents: finding and reading fonts costs more than setting a briefing."""
    import typst

    _, files = serif_face()
    # Typst takes folders only; that of the screen font is for the text inside figures.
    folders = sorted({str(path.parent) for path in (*files, screen_font())})
    return typst.Compiler(
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    )


def _content(document: Document) -> dict[str, Any]:
    """What the template reads: finished strings and measures in millimetres."""
    numbered = zip(document.sections, paper.numbers(document), strict=True)
    sections = [_section(document, section, number) for section, number in numbered]
    # The recipients and the signer never stand alone on a page. A long list would leave a gap if it moved with them.
    if (last := sections[-1]["blocks"]) and len(last[-1].get("items", ())) <= _SHORT_LIST:
        last[-1]["sticky"] = True
    return {
        "title": document.title,
        "description": f"{document.conference['title']}. {document.provenance}.",
        "face": serif_face()[0],
        "sample": paper.SAMPLE if document.sample else "",
        "provenance": f"{document.provenance}.",
        "as_of_text": document.as_of_text,
        "page": paper.PAGE,
        "margins": {
            "top": paper.MARGIN_TOP,
            "bottom": paper.MARGIN_BOTTOM,
            "left": paper.MARGIN_LEFT,
            "right": paper.MARGIN_RIGHT,
        },
        "indent": paper.INDENT,
        "cell_margin": paper.CELL_MARGIN,
        "columns": paper.LETTERHEAD_WIDTHS,
        "state": paper.STATE,
        "motto": paper.MOTTO,
        "motto_rule": paper.MOTTO_RULE,
        "draft": paper.DRAFT,
        "letterhead": asdict(paper.letterhead(document)),
        "recipients_head": paper.RECIPIENTS_HEAD,
        "recipients": paper.RECIPIENTS,
        "left_open": paper.LEFT_OPEN,
        "sections": sections,
    }


def _section(document: Document, section: Section, number: str) -> dict[str, Any]:
    return {
        "level": paper.depth(document, section.level),
        "number": number,
        "title": _runs(section.title),
        "blocks": [{**_block(block), "noted": noted} for block, noted in paper.with_notes(section.blocks)],
        "sources": paper.footer_sources(section),
    }


def _runs(runs: Inline) -> list[dict[str, Any]]:
    return [
        {
            "text": paper.printed(run),
            "bold": run.bold or bool(run.badge),
            "italic": run.italic,
            "badge": bool(run.badge),
        }
        for run in runs
    ]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {
                "type": "paragraph",
                "style": block.style,
                "sticky": paper.keeps_next(block),
                "runs": _runs(block.runs),
            }
        case PictureBlock():  # decks alone hold pictures; here one would be named
            return {"type": "paragraph", "style": "note", "sticky": False, "runs": _runs((Run(block.alt),))}
        case ListBlock():
            return {"type": "list", "ordered": block.ordered, "sticky": False, "items": [_runs(i) for i in block.items]}
        case TableBlock():
            return {
                "type": "table",
                "columns": [column.name for column in block.columns],
                "align": [column.align for column in block.columns],
                "widths": paper.column_widths(block),
                "rows": block.rows,
                "highlight": block.highlight,
                "caption": block.caption,
                "source": paper.source_line(block.source),
                "together": paper.keeps_together(block),
            }
        case FigureBlock():
            width, height = paper.figure_size(block)
            return {
                "type": "figure",
                "svg": block.svg,
                "alt": block.alt or block.caption,
                "caption": block.caption,
                "source": paper.source_line(block.source),
                "width": width,
                "height": height,
            }


class TaphuanReportPdfExporter(Exporter):
    """`jupyter nbconvert --to taphuan-report-pdf notebook.ipynb` on a composed, executed notebook."""

    export_from_notebook = "Taphuan report (PDF)"

    def _file_extension_default(self) -> str:
        return ".pdf"

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write_pdf(read_report(nb)), resources
