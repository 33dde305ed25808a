"""A clean briefing as a Word file, and functions that change one of its parts, for tests of the layout audit."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

import briefings
from taphuan.check.decree30 import Finding, audit
from taphuan.document.reading import read_document
from taphuan.export.docx.docx import write_docx

Change = Callable[[Any], None]


@cache
def clean() -> bytes:
    """The briefing of Quảng Nam as a Word file without findings."""
    return write_docx(read_document(briefings.quang_nam(), "briefing"))


def with_change(change: Change) -> bytes:
    """The clean paper after a change."""
    word = docx.Document(io.BytesIO(clean()))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def findings(change: Change, stage: Any = "draft") -> tuple[Finding, ...]:
    """The findings in the clean paper after a change."""
    return audit(with_change(change), "x.docx", stage).findings


# --- the parts of the paper that a change can address ------------------------------------------------------------------


def left(word: Any, row: int = 0) -> Any:
    """The left cell of a row of the letterhead: the agency, the number."""
    return word.tables[0].rows[row].cells[0]


def right(word: Any, row: int = 0) -> Any:
    """The right cell of a row of the letterhead: the state and the motto, the date."""
    return word.tables[0].rows[row].cells[1]


def styled(word: Any, style: str) -> Any:
    """The first paragraph with a style."""
    return next(p for p in word.paragraphs if p.style.name == style)


def set_text(paragraph: Any, text: str, **format: Any) -> Any:
    """Replace the text of a paragraph; the format of its first run stays, except for the given attributes."""
    first = paragraph.runs[0] if paragraph.runs else None
    old_format = (first.bold, first.italic, first.font.size) if first is not None else (None, None, None)
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = old_format
    for name, value in format.items():
        setattr(run.font, name, value)
    return paragraph


def added(word: Any, text: str, style: str = "Body Text", align: Any = None, **format: Any) -> Any:
    """Add a paragraph before the first heading of the text."""
    paragraph = styled(word, "Heading 1").insert_paragraph_before("", style)
    if align is not None:
        paragraph.alignment = align
        paragraph.paragraph_format.first_line_indent = Mm(0)
    return set_text(paragraph, text, **format)


def sign(word: Any, post: str = "GIÁM ĐỐC", name: str = "Nguyễn Văn An", **format: Any) -> None:
    """Fill in the post and the name of the signer."""
    cell = word.tables[-1].rows[0].cells[1]
    set_text(cell.paragraphs[0], post, **format)
    set_text(cell.paragraphs[1], name)


def remove_lines(container: Any) -> None:
    """Remove the borders of all paragraphs, which are the lines below texts."""
    for border in list(container._element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def margin(side: str, millimetres: float) -> Change:
    """A change of one margin of the first section."""
    return lambda word: setattr(word.sections[0], f"{side}_margin", Mm(millimetres))


def style(name: str, /, **values: Any) -> Change:
    """A change of attributes of a style: of its font or of its paragraph format."""

    def change(word: Any) -> None:
        for key, value in values.items():
            changed = word.styles[name]
            setattr(changed.font if hasattr(changed.font, key) else changed.paragraph_format, key, value)

    return change


# --- changes ----------------------------------------------------------------------------------------------------------


def landscape(word: Any) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    word.add_paragraph("Không có bảng nào ở đây.", style="Body Text")


def number_in_footer(word: Any) -> None:
    field = word.sections[0].header.paragraphs[0]
    word.sections[0].footer.paragraphs[0]._p.extend(list(field._p.iter(qn("w:r"))))


def theme_font(word: Any) -> None:
    fonts = styled(word, "Body Text").runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:asciiTheme"), "minorHAnsi")
    fonts.set(qn("w:hAnsiTheme"), "minorHAnsi")


def swap_letterhead(word: Any) -> None:
    left(word)._tc.addprevious(right(word)._tc)


def urgent(word: Any) -> None:
    added(word, "KHẨN", bold=True)


def as_letter(word: Any) -> None:
    """Replace type and abstract by the abstract of a letter."""
    for name in ("Title", "Subtitle"):
        paragraph = styled(word, name)
        paragraph._p.getparent().remove(paragraph._p)
    about = left(word, 1).add_paragraph()
    about.alignment = ALIGN.CENTER
    set_text(about, "V/v tập huấn chuyển đổi số", size=Pt(14))


def appendix(word: Any) -> None:
    label = word.add_paragraph(style="Subtitle")
    set_text(label, "Phụ lục", size=Pt(14), bold=True)
    set_text(word.add_paragraph(style="Subtitle"), "Danh sách đại biểu", bold=True)


def contact(word: Any) -> None:
    set_text(word.sections[0].first_page_footer.paragraphs[0], "Điện thoại: 0235 000 000", size=Pt(10), italic=False)


def blue(word: Any) -> None:
    styled(word, "Body Text").runs[0].font.color.rgb = RGBColor(0x1F, 0x49, 0x7D)


def indent(paragraph: Any, millimetres: float) -> None:
    """Set both indents of a paragraph, which shortens its border."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(millimetres)


def abstract_line(word: Any) -> Any:
    """The paragraph whose border is the line below the abstract."""
    return next(p for p in word.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None)


def recipients(word: Any) -> Any:
    """The paragraphs with the recipients."""
    return word.tables[-1].rows[0].cells[0].paragraphs


def unbold_name(word: Any) -> None:
    """Remove bold from the name of the signer."""
    word.tables[-1].rows[0].cells[1].paragraphs[1].runs[0].bold = False
