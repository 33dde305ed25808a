"""Papers without a letterhead (quiz, programme): the page of administrative papers, a title, a subtitle, the day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from taphuan.document.model import Document
from taphuan.export.docx import parts as parts
from taphuan.export.docx.docx import set_margins, set_properties
from taphuan.export.shared import paper
from taphuan.export.shared.columns import CELL_MARGIN

HEAD_FILL = "F2F2F2"
INDENT = 7.0  # mm, of an option or an answer
_RULE = 50.0  # mm, under the title
_HANGING = 6.5  # mm, the width of "A. "


def new_paper(document: Document, type_: str, subtitle: tuple[str, ...]) -> Any:
    """A new Word document with a title (in capitals), the lines of the subtitle and the day of its content."""
    word = parts.new_document()
    _add_styles(word)
    set_properties(word, replace(document, title=f"{type_.capitalize()}: {'. '.join(subtitle)}"))
    set_margins(word.sections[0], document)
    word.add_paragraph(type_, style="Title")
    word.add_paragraph("\n".join(subtitle), style="Subtitle")
    parts.add_rule(word, _RULE, paper.TEXT_WIDTH)
    as_of = word.add_paragraph()
    as_of.alignment = ALIGN.CENTER
    as_of.add_run(f"({document.as_of_text})").italic = True
    as_of.paragraph_format.space_before, as_of.paragraph_format.space_after = Pt(4), Pt(10)
    return word


def _add_styles(word: Any) -> None:
    for name, left, first, before, keep in (
        ("Question", 0.0, 0.0, 8, True),
        ("Option", INDENT + _HANGING, -_HANGING, 1, False),
        ("Answer", INDENT, 0.0, 2, False),
    ):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = word.styles["Normal"], True
        layout = style.paragraph_format
        layout.left_indent, layout.first_line_indent = Mm(left), Mm(first)
        layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(2), parts.LINE
        layout.keep_with_next, layout.keep_together = keep, True


def add_blank(word: Any, *labels: str) -> None:
    """A line to fill in by hand: each label with dots up to the next one or the margin."""
    line = word.add_paragraph()
    line.paragraph_format.space_after = Pt(10)  # room for handwriting
    for at, label in enumerate(labels, start=1):
        stop = Mm(paper.TEXT_WIDTH * at / len(labels))
        line.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
        line.add_run(f"{' ' * (at > 1)}{label} \t")


def add_note(word: Any, text: str, before: float | None = None) -> None:
    """A remark in italics over the whole width; `before`: points below what stands above it, else those of its style."""
    layout = word.add_paragraph(text, style="Note").paragraph_format
    layout.first_line_indent = Mm(0)
    if before is not None:
        layout.space_before = Pt(before)


def add_air(word: Any) -> None:
    """An empty line, for what would stick to the table above it."""
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def add_table(word: Any, widths: tuple[float, ...], rows: list[tuple[str, ...]], centred: tuple[int, ...]) -> Any:
    """A table whose first row is its header; `centred` are the columns of short values."""
    table = word.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    parts.set_widths(table, widths, margin=CELL_MARGIN)
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        parts.keep_row(row)
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            paragraph.alignment = ALIGN.CENTER if at == 0 or place in centred else ALIGN.LEFT
            paragraph.add_run(text).bold = at == 0
            if at == 0:
                parts.shade(cell, HEAD_FILL)
    parts.repeat_header(table.rows[0])
    return table
