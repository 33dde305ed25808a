"""The text of administrative paper in Word: headings, paragraphs, lists, tables and figures, and the pages they need."""

from __future__ import annotations

import io
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from taphuan.document.model import Document, FigureBlock, Inline, ListBlock, Paragraph, Run, Section, TableBlock
from taphuan.export.docx import parts as parts
from taphuan.export.docx.footnotes import Footnotes
from taphuan.export.shared import paper
from taphuan.export.shared.columns import CELL_MARGIN, column_widths
from taphuan.export.shared.numbering import Placed, Said, Target, arranged
from taphuan.export.shared.raster import png_of
from taphuan.export.shared.sources import footer_sources, source_line

_STYLES = {"body": "Body Text", "lead": "Lead", "quote": "Quote"}
_ALIGN = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "center": ALIGN.CENTER}
_MOST_PIXELS = 2600  # 400 dpi across the page; a figure drawn larger gains nothing
_HEAD_FILL, _UNIT_FILL = "F2F2F2", "E3E3E3"


class Body:
    """Writes sections one after the other; a wide table gets pages on their side."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self._notes = Footnotes(word)
        self._bookmarks = 0

    def write(self, document: Document) -> None:
        placed = arranged(document, paper.TEXT_WIDTH)
        for section, number, blocks in zip(document.sections, paper.numbers(document), placed, strict=True):
            self._section(section, number, paper.depth(document, section.level), blocks)
        self._turn(wide=False)
        self._notes.close()

    def _section(self, section: Section, number: str, depth: int, blocks: tuple[Placed, ...]) -> None:
        # A heading goes with what it is the heading of.
        self._turn(wide=bool(blocks) and blocks[0].wide)
        if section.title:
            heading = self.word.add_paragraph(style=f"Heading {depth}")
            heading.add_run(number)
            _add_runs(heading, section.title)
        for placed in blocks:
            self._turn(placed.wide)
            self._block(placed)
        if sources := footer_sources(section):
            self.word.add_paragraph(sources, style="Note")

    def _turn(self, wide: bool) -> None:
        """Begin a page that lies on its side, or one that stands again; header and numbering go on."""
        current = self.word.sections[-1]
        if (current.orientation == WD_ORIENT.LANDSCAPE) == wide:
            return
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = current.page_height, current.page_width
        section.different_first_page_header_footer = False
        # The mark of the break moves into the paragraph before it: one of its own could start an empty page.
        carrier = next(
            p for p in reversed(self.word.paragraphs) if p._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        )
        before = carrier._p.getprevious()
        if before is not None and before.tag == qn("w:p"):
            before.get_or_add_pPr().append(carrier._p.pPr.find(qn("w:sectPr")))
            carrier._p.getparent().remove(carrier._p)

    def _block(self, placed: Placed) -> None:
        match placed.block:
            case Paragraph() as block:
                paragraph = self.word.add_paragraph(style=_STYLES.get(block.style, "Body Text"))
                paragraph.paragraph_format.keep_with_next = paper.keeps_next(block) or None
                self._say(paragraph, placed.texts[0])
                self._footnotes(paragraph, placed)
            case ListBlock() as block:
                self._list(block, placed)
            case TableBlock() as block:
                self._table(block, placed)
            case FigureBlock() as block:
                self._figure(block, placed)

    def _say(self, paragraph: Any, said: Said) -> None:
        for part in said:
            if isinstance(part, Run):
                _add_runs(paragraph, (part,))
            else:
                parts.add_field(
                    paragraph, f"REF {_bookmark(part.target)} \\h", str(part.target), part.run.bold, part.run.italic
                )

    def _footnotes(self, paragraph: Any, placed: Placed) -> None:
        for runs in placed.notes:
            self._notes.add(paragraph, runs)

    def _list(self, block: ListBlock, placed: Placed) -> None:
        numbering = parts.new_numbering(self.word) if block.ordered else 0
        for said in placed.texts:
            paragraph = self.word.add_paragraph(style="List Number" if block.ordered else "List Bullet")
            if numbering:
                parts.use_numbering(paragraph, numbering)
            self._say(paragraph, said)
        self._footnotes(paragraph, placed)

    def _caption(self, target: Target, placed: Placed, caption: str) -> Any:
        paragraph = self.word.add_paragraph(style="Caption")
        self._bookmarks += 1
        with parts.bookmark(paragraph, _bookmark(target), self._bookmarks):
            paragraph.add_run(f"{target.label} ")
            parts.add_field(paragraph, f"SEQ {target.label} \\* ARABIC", str(target.number))
        paragraph.add_run(f". {caption}")
        self._footnotes(paragraph, placed)
        return paragraph

    def _source(self, text: str) -> None:
        line = self.word.add_paragraph(source_line(text), style="Source Line")
        if not text:
            line.paragraph_format.line_spacing = Pt(4)

    def _figure(self, block: FigureBlock, placed: Placed) -> None:
        assert placed.target is not None
        width, height = paper.figure_size(block)
        scale = min(2.0, _MOST_PIXELS / max(paper.drawn_size(block)))
        picture = self.word.add_paragraph(style="Figure").add_run()
        shape = picture.add_picture(io.BytesIO(png_of(block.svg, scale)), width=Mm(width), height=Mm(height))
        for side in ("distT", "distB", "distL", "distR"):
            # Left out, LibreOffice assumes a gap and moves the picture off the middle.
            shape._inline.set(side, "0")
        properties = shape._inline.docPr
        properties.set("name", str(placed.target))
        properties.set("descr", block.alt or block.caption)
        self._caption(placed.target, placed, block.caption).paragraph_format.space_after = Pt(0)
        self._source(block.source)

    def _table(self, block: TableBlock, placed: Placed) -> None:
        if placed.target:
            self._caption(placed.target, placed, block.caption)
        table = self.word.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        room = paper.WIDE_TEXT_WIDTH if placed.wide else paper.TEXT_WIDTH
        parts.set_widths(table, column_widths(block, room), margin=CELL_MARGIN)
        parts.describe(table, block.caption)
        together = paper.keeps_together(block, room)
        rows, last = table.rows, len(block.rows)
        parts.keep_row(rows[0])
        parts.repeat_header(rows[0])
        for at, row in enumerate(rows):
            if at:
                parts.keep_row(row)
            texts = block.rows[at - 1] if at else tuple(column.name for column in block.columns)
            marked = at == 0 or block.highlight == at - 1
            for cell, text, column in zip(row.cells, texts, block.columns, strict=True):
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Text"
                paragraph.alignment = ALIGN.CENTER if at == 0 else _ALIGN.get(column.align, ALIGN.LEFT)
                # No row stands alone at the foot or at the top of a page, nor does the source.
                paragraph.paragraph_format.keep_with_next = together or at in (0, last - 1, last)
                paragraph.add_run(text).bold = marked
                if marked:
                    parts.shade(cell, _UNIT_FILL if at else _HEAD_FILL)
        self._source(block.source)


def _bookmark(target: Target) -> str:
    # Names with a leading underscore are hidden in Word's list of bookmarks.
    return f"_Ref_{target.name}"


def _add_runs(paragraph: Any, runs: Inline) -> None:
    for run in runs:
        added = paragraph.add_run(paper.printed(run))
        added.bold, added.italic = run.bold or bool(run.badge) or None, run.italic or None
