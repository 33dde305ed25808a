"""The body of a paper in Word: headings, paragraphs, lists, tables and figures, on portrait and landscape pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from taphuan.document.colours import tint
from taphuan.document.model import (
    CellLook,
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
from taphuan.document.pictures import NO_WORDS, UNREADABLE, fitted
from taphuan.export.docx import parts as parts
from taphuan.export.docx.footnotes import Footnotes
from taphuan.export.shared import paper
from taphuan.export.shared.columns import BLANK_ROW, CELL_MARGIN, column_widths
from taphuan.export.shared.numbering import Line, PaperBlock, Target, paper_blocks
from taphuan.export.shared.raster import png_of
from taphuan.export.shared.sources import footer_sources, source_line
from taphuan.text import say
from taphuan.theme import theme
from taphuan.theme.forms import digits

_STYLES = {"body": "Body Text", "lead": "Lead", "quote": "Quote"}
_ALIGN = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "center": ALIGN.CENTER}
_MOST_PIXELS = 2600  # 400 dpi across the page; a figure drawn larger gains nothing
_LEVEL, _DEEPEST = 7.0, 6  # mm that a list in a list is set in; the deepest level that is
_HEAD_FILL, _UNIT_FILL = "F2F2F2", "E3E3E3"
_BLANK_FILL = digits(theme().colours.paper)


class Body:
    """Writes the sections of a document in order; wide tables go on landscape pages."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self._notes = Footnotes(word)
        self._bookmarks = 0
        self._capitals = True

    def write(self, document: Document, close: Callable[[], None], begin_annex: Callable[[], None]) -> None:
        """The sections; `close` writes what ends the paper, before its annex where it has one, `begin_annex` its head."""
        self._capitals = paper.capitals(document)
        blocks_of_sections = paper_blocks(document, paper.TEXT_WIDTH)
        closed = False
        for section, number, blocks in zip(document.sections, paper.numbers(document), blocks_of_sections, strict=True):
            if section.in_annex and not closed:
                closed = True
                self._set_orientation(wide=False)
                close()
                begin_annex()
            self._section(section, number, paper.depth(document, section.level), blocks)
        self._set_orientation(wide=False)
        if not closed:
            close()
        self._notes.close()

    def _section(self, section: Section, number: str, depth: int, blocks: tuple[PaperBlock, ...]) -> None:
        # the heading of a wide table is on its page
        self._set_orientation(wide=bool(blocks) and blocks[0].wide)
        if section.title:
            heading = self.word.add_paragraph(style=f"Heading {depth}")
            heading.add_run(number)
            _add_runs(heading, section.title)
            if not self._capitals:
                for run in heading.runs:
                    run.font.all_caps = False
        for item in blocks:
            self._set_orientation(item.wide)
            self._block(item)
        if sources := footer_sources(section):
            self.word.add_paragraph(sources, style="Note")

    def _set_orientation(self, wide: bool) -> None:
        """Begin a landscape or a portrait page where the current one differs; header and page numbers continue."""
        current = self.word.sections[-1]
        if (current.orientation == WD_ORIENT.LANDSCAPE) == wide:
            return
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = current.page_height, current.page_width
        section.different_first_page_header_footer = False
        # The section break moves into the paragraph before it: a paragraph of its own could start an empty page.
        carrier = next(
            p for p in reversed(self.word.paragraphs) if p._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        )
        before = carrier._p.getprevious()
        if before is not None and before.tag == qn("w:p"):
            before.get_or_add_pPr().append(carrier._p.pPr.find(qn("w:sectPr")))
            carrier._p.getparent().remove(carrier._p)

    def _block(self, item: PaperBlock) -> None:
        match item.block:
            case Paragraph() as block:
                paragraph = self.word.add_paragraph(style=_STYLES.get(block.style, "Body Text"))
                paragraph.paragraph_format.keep_with_next = paper.keeps_next(block) or None
                if block.style == "code":
                    paragraph.paragraph_format.first_line_indent = Mm(0)
                    paragraph.alignment = ALIGN.LEFT
                self._add_line(paragraph, item.texts[0])
                self._footnotes(paragraph, item)
            case ListBlock() as block:
                self._list(block, item)
            case TableBlock() as block:
                self._table(block, item)
            case FigureBlock() as block:
                self._figure(block, item)
            case PictureBlock() as block:
                self._photograph(block)

    def _add_line(self, paragraph: Any, line: Line) -> None:
        for part in line:
            if isinstance(part, Run):
                _add_runs(paragraph, (part,))
            else:
                parts.add_field(
                    paragraph, f"REF {_bookmark(part.target)} \\h", str(part.target), part.run.bold, part.run.italic
                )

    def _footnotes(self, paragraph: Any, item: PaperBlock) -> None:
        for runs in item.notes:
            self._notes.add(paragraph, runs)

    def _list(self, block: ListBlock, item: PaperBlock) -> None:
        numberings: dict[int, int] = {}  # of each level, for as long as its list goes on
        before = 0
        for line, (level, number) in zip(item.texts, block.places, strict=True):
            paragraph = self.word.add_paragraph(style="List Number" if number else "List Bullet")
            numberings = {of: ident for of, ident in numberings.items() if of <= level}
            if number:
                if level not in numberings or (level == before and number == 1):
                    numberings[level] = parts.new_numbering(self.word, number)
                parts.use_numbering(paragraph, numberings[level])
            if level:
                paragraph.paragraph_format.left_indent = Mm(_LEVEL * min(level, _DEEPEST))
                paragraph.paragraph_format.first_line_indent = Mm(paper.INDENT)
            before = level
            self._add_line(paragraph, line)
        self._footnotes(paragraph, item)

    def _caption(self, target: Target, item: PaperBlock, caption: str) -> Any:
        paragraph = self.word.add_paragraph(style="Caption")
        self._bookmarks += 1
        with parts.bookmark(paragraph, _bookmark(target), self._bookmarks):
            paragraph.add_run(f"{target.label} ")
            parts.add_field(paragraph, f"SEQ {target.label} \\* ARABIC", str(target.number))
        paragraph.add_run(f". {caption}")
        self._footnotes(paragraph, item)
        return paragraph

    def _source(self, text: str) -> None:
        line = self.word.add_paragraph(source_line(text), style="Source Line")
        if not text:
            line.paragraph_format.line_spacing = Pt(4)

    def _figure(self, block: FigureBlock, item: PaperBlock) -> None:
        scale = min(2.0 if item.target else 4.0, _MOST_PIXELS / max(paper.drawn_size(block)))
        self._image(png_of(block.svg, scale), paper.figure_size(block), item.target, block.alt or block.caption)
        if item.target:
            self._caption(item.target, item, block.caption).paragraph_format.space_after = Pt(0)
            self._source(block.source)

    def _photograph(self, block: PictureBlock) -> None:
        if (found := fitted(block.data)) is None:
            words = f"{UNREADABLE}{f': {block.alt}' if block.alt else ''}."
            self.word.add_paragraph(words, style="Note")
            return
        data, width, height = found
        self._image(data, paper.picture_size(width, height), None, block.alt)

    def _image(self, data: bytes, size: tuple[float, float], target: Target | None, alt: str) -> None:
        """A picture of this size in millimetres. Without a target it has no number, and a name that is its place."""
        paragraph = self.word.add_paragraph(style="Figure")
        paragraph.paragraph_format.keep_with_next = None if target else False
        width, height = size
        shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(width), height=Mm(height))
        for side in ("distT", "distB", "distL", "distR"):
            # without these LibreOffice adds a margin, and the picture is not centred
            shape._inline.set(side, "0")
        properties = shape._inline.docPr
        properties.set(
            "name", str(target) if target else say("export.docx.body.illustration", number=properties.get("id"))
        )
        properties.set("descr", alt or NO_WORDS)

    def _table(self, block: TableBlock, item: PaperBlock) -> None:
        if item.target:
            self._caption(item.target, item, block.caption)
        table = self.word.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        room = paper.WIDE_TEXT_WIDTH if item.wide else paper.TEXT_WIDTH
        parts.set_widths(table, column_widths(block, room), margin=CELL_MARGIN)
        parts.describe(table, block.caption)
        together = paper.keeps_together(block, room)
        rows, last = table.rows, len(block.rows)
        parts.keep_row(rows[0])
        parts.repeat_header(rows[0])
        for index, row in enumerate(rows):
            if index:
                parts.keep_row(row)
                if block.has_blank(index - 1):
                    row.height = Mm(BLANK_ROW)
            texts = block.rows[index - 1] if index else tuple(column.name for column in block.columns)
            bold = index == 0 or block.highlight == index - 1
            for at, (cell, text, column) in enumerate(zip(row.cells, texts, block.columns, strict=True)):
                look = block.look(index - 1, at) if index else CellLook()
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Text"
                paragraph.alignment = ALIGN.CENTER if index == 0 else _ALIGN.get(column.align, ALIGN.LEFT)
                # neither a single row nor the source alone stands at the foot or the top of a page
                paragraph.paragraph_format.keep_with_next = together or index in (0, last - 1, last)
                _add_runs(paragraph, (Run(text, bold or look.bold, href=look.href),))
                if index and block.is_blank(index - 1, at):
                    parts.shade(cell, _BLANK_FILL)
                elif look.fill:
                    parts.shade(cell, tint(look.fill))
                elif bold:
                    parts.shade(cell, _UNIT_FILL if index else _HEAD_FILL)
        self._source(block.source)


def _bookmark(target: Target) -> str:
    # Names with a leading underscore are hidden in Word's list of bookmarks.
    return f"_Ref_{target.name}"


def _add_runs(paragraph: Any, runs: Inline) -> None:
    for run in runs:
        added = paragraph.add_run(paper.in_times(run))
        added.bold, added.italic = run.bold or bool(run.badge) or None, run.italic or None
        if run.strike:
            added.font.strike = True
        if run.shift == "sup":
            added.font.superscript = True
        elif run.shift:
            added.font.subscript = True
        if run.href:
            added.underline = True
            parts.link(paragraph, added, run.href)
