"""Administrative paper as a Word document with named styles, fields and tables, so that a clerk can edit it."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from taphuan.document.model import Document
from taphuan.export.docx import parts as parts
from taphuan.export.docx.body import Body
from taphuan.export.docx.watermark import add_watermark
from taphuan.export.shared import paper
from taphuan.export.shared.properties import set_core
from taphuan.text import NBSP


def write_docx(document: Document) -> bytes:
    """The document on A4 in the layout of Nghị định 30/2020/NĐ-CP, as a draft without number and signer; a notebook that was not
    composed as a plain paper, without the head and the foot of an authority.

    Raises NotComposed when a figure cannot be drawn.
    """
    word = parts.new_document()
    set_properties(word, document)
    set_margins(word.sections[0], document)
    if document.of_anybody:
        word.add_paragraph(document.title, style="Title")
        Body(word).write(document, lambda: None, lambda: None)
        return parts.to_bytes(word)
    letterhead(word, document)
    Body(word).write(document, lambda: _close(word), lambda: annex(word, document))
    return parts.to_bytes(word)


def set_properties(word: Any, document: Document) -> None:
    """Title, language and day of the file, from its content alone."""
    set_core(word.core_properties, document)


def set_margins(section: Any, document: Document) -> None:
    """Page number in the top margin from page 2, provenance in the footer, the mark of a sample on every page."""
    first, later = section.first_page_header, section.header
    for header in (first, later):
        header.is_linked_to_previous = False
    parts.add_field(later.paragraphs[0], "PAGE", "2")
    for number, page_header in enumerate((first, later), start=1):
        if document.sample:
            add_watermark(page_header, number)
            paragraph = page_header.add_paragraph(style="Header")
            run = paragraph.add_run(paper.SAMPLE)
            run.bold, run.font.size = True, Pt(10)
    for footer in (section.first_page_footer, section.footer):
        footer.is_linked_to_previous = False
        footer.paragraphs[0].text = f"{document.provenance}." if document.provenance else ""


def letterhead(word: Any, document: Document) -> None:
    """The head of the first page, from the name of the state to the day of the content."""
    texts = paper.letterhead(document)
    left_width, right_width = paper.LETTERHEAD_WIDTHS
    # In a document with footnotes, LibreOffice puts an empty line before a table that comes first.
    word.add_paragraph().paragraph_format.line_spacing = Pt(1)
    table = word.add_table(rows=2, cols=2)
    parts.set_widths(table, paper.LETTERHEAD_WIDTHS, margin=0)
    left, right = table.rows[0].cells
    lines = [(line, False) for line in texts.authority] + [(line, True) for line in texts.agency]
    for at, (line, bold) in enumerate(lines):
        _centred(left, line, size=12, bold=bold, first=at == 0)
    if texts.agency:
        parts.add_rule(left, texts.agency_rule, left_width)
    _centred(right, paper.STATE, size=12, bold=True, first=True)
    _centred(right, paper.MOTTO, size=13, bold=True)
    parts.add_rule(right, paper.motto_rule(), right_width)
    left, right = table.rows[1].cells
    _centred(left, texts.number, size=13, first=True)
    draft = _centred(left, "", size=13)
    draft.paragraph_format.space_before = Pt(6)
    run = draft.add_run(f"{NBSP}{paper.DRAFT}{NBSP}")
    run.bold = True
    parts.box(run)
    _centred(right, texts.dateline, size=13, italic=True, first=True)
    word.add_paragraph(texts.type, style="Title")
    word.add_paragraph("\n".join(texts.abstract), style="Subtitle")
    parts.add_rule(word, texts.abstract_rule, paper.TEXT_WIDTH)
    as_of = _centred(word, f"({document.as_of_text})", size=13, italic=True)
    as_of.paragraph_format.space_before, as_of.paragraph_format.space_after = Pt(4), Pt(8)


def annex(word: Any, document: Document) -> None:
    """A new page with the head of the annex, whose pages count from 1."""
    parts.count_pages_anew(word.add_section(WD_SECTION.NEW_PAGE))
    _centred(word, paper.ANNEX, size=14, bold=True)
    _centred(word, paper.ANNEX_TITLE, size=13, bold=True)
    _centred(word, paper.attached(document), size=13, italic=True)
    parts.add_rule(word, paper.TEXT_WIDTH / 3, paper.TEXT_WIDTH)


def _centred(
    container: Any, text: str, *, size: float, bold: bool = False, italic: bool = False, first: bool = False
) -> Any:
    """A centred line; `first` fills the empty paragraph every table cell begins with."""
    paragraph = container.paragraphs[0] if first else container.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    if text:
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _close(word: Any) -> None:
    """Recipients and signer, never alone on a page."""
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    signature(word)


def signature(word: Any) -> None:
    """Recipients on the left, the signer on the right, both blank."""
    spacer = word.add_paragraph()
    spacer.paragraph_format.line_spacing = Pt(12)
    spacer.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    parts.set_widths(table, paper.LETTERHEAD_WIDTHS, margin=0)
    parts.keep_row(table.rows[0])
    left, right = table.rows[0].cells
    run = left.paragraphs[0].add_run(paper.RECIPIENTS_HEAD)
    run.bold, run.italic, run.font.size = True, True, Pt(12)
    for line in paper.RECIPIENTS:
        left.add_paragraph().add_run(line).font.size = Pt(11)
    _centred(right, paper.LEFT_OPEN, size=13, bold=True, first=True)
    name = _centred(right, paper.LEFT_OPEN, size=13, bold=True)
    name.paragraph_format.space_before = Mm(18)
    # Word requires a paragraph after the last table; at normal height it could start a page.
    word.add_paragraph().paragraph_format.line_spacing = Pt(1)
