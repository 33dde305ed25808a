"""Parts of Word documents that python-docx has no function for, and the document that all papers start from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from taphuan.export.docx.footnotes import MARK_STYLE, TEXT_STYLE
from taphuan.export.shared import paper
from taphuan.export.shared.zip import rezip

FACE = "Times New Roman"
LANGUAGE = "vi-VN"
LINE = 1.15  # lines; the decree allows 1 to 1.5, and Vietnamese stacks two marks on a letter


@dataclass(frozen=True)
class Style:
    """A paragraph style: sizes and gaps in points, indents in millimetres."""

    name: str
    based_on: str = "Normal"
    size: float = 13
    bold: bool = False
    italic: bool = False
    caps: bool = False
    align: Any = ALIGN.LEFT
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0
    keep: bool = False


STYLES = (
    Style("Normal", based_on=""),
    Style("Title", size=14, bold=True, align=ALIGN.CENTER, before=14, keep=True),
    Style("Subtitle", bold=True, align=ALIGN.CENTER, keep=True),
    Style("Heading 1", bold=True, caps=True, first=paper.INDENT, before=12, after=6, line=LINE, keep=True),
    Style("Heading 2", bold=True, first=paper.INDENT, before=6, after=6, line=LINE, keep=True),
    Style("Body Text", align=ALIGN.JUSTIFY, first=paper.INDENT, after=6, line=LINE),
    Style("Lead", "Body Text", bold=True, align=ALIGN.JUSTIFY, first=paper.INDENT, after=6, line=LINE),
    Style("Quote", "Body Text", align=ALIGN.JUSTIFY, left=paper.INDENT, after=6, line=LINE),
    Style("Note", size=12, italic=True, align=ALIGN.JUSTIFY, first=paper.INDENT, after=6, line=LINE),
    Style("List Bullet", align=ALIGN.JUSTIFY, after=6, line=LINE),
    Style("List Number", align=ALIGN.JUSTIFY, after=6, line=LINE),
    Style("Figure", align=ALIGN.CENTER, before=6, keep=True),
    Style("Caption", size=12, bold=True, align=ALIGN.CENTER, before=6, after=3, keep=True),
    Style("Source Line", size=11, italic=True, align=ALIGN.CENTER, before=3, after=8),
    Style("Table Text", size=12, before=2, after=2),
    Style("Header", align=ALIGN.CENTER),
    Style(TEXT_STYLE, size=11, align=ALIGN.JUSTIFY),
    Style("Footer", size=10, italic=True, align=ALIGN.CENTER),
)
_OTHERS = ("Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_BULLETS, _NUMBERS = 1, 2


@cache
def _reference() -> bytes:
    """python-docx's template with the styles of administrative papers in place of its own."""
    document = docx.Document()
    # Word's thumbnail, a second copy of the styles, and the properties of the program that made the template.
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties")):
                del part.rels[key]
    _restyle(document)
    _number(document)
    _page(document)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    # a line that ends with a manual break in a justified paragraph is not stretched
    compat = settings.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    compat.insert(0, parse_xml(f"<w:doNotExpandShiftReturn {nsdecls('w')}/>"))
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def new_document() -> Any:
    """An empty A4 document with the styles, margins and lists of administrative paper."""
    return docx.Document(io.BytesIO(_reference()))


def to_bytes(word: Any) -> bytes:
    """The file; the same content gives the same bytes."""
    out = io.BytesIO()
    word.save(out)
    return rezip(out.getvalue())


def _restyle(document: Any) -> None:
    styles = document.styles
    used = {style.name for style in STYLES} | set(_OTHERS)
    for style in list(styles):
        if style.name not in used:
            style.delete()
    defaults = styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    run.find(qn("w:rFonts")).attrib.clear()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        run.find(qn("w:rFonts")).set(qn(f"w:{slot}"), FACE)
    for slot in ("val", "eastAsia"):
        run.find(qn("w:lang")).set(qn(f"w:{slot}"), LANGUAGE)
    spacing = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr")).find(qn("w:spacing"))
    spacing.set(qn("w:after"), "0")
    spacing.set(qn("w:line"), "240")
    for spec in STYLES:
        names = [style.name for style in styles]
        style = styles[spec.name] if spec.name in names else styles.add_style(spec.name, WD_STYLE_TYPE.PARAGRAPH)
        for tag in ("w:rPr", "w:pPr", "w:link", "w:next"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
        _apply(styles, style, spec)
    mark = styles.add_style(MARK_STYLE, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _apply(styles: Any, style: Any, spec: Style) -> None:
    style.base_style = styles[spec.based_on] if spec.based_on else None
    style.quick_style = True
    style.font.name = FACE
    style.font.size = Pt(spec.size)
    style.font.bold, style.font.italic, style.font.all_caps = spec.bold, spec.italic, spec.caps
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.alignment = spec.align
    layout.space_before, layout.space_after, layout.line_spacing = Pt(spec.before), Pt(spec.after), spec.line
    layout.left_indent, layout.first_line_indent = Mm(spec.left), Mm(spec.first)
    layout.keep_with_next, layout.widow_control = spec.keep, True
    if spec.name.startswith("Heading"):
        level = int(spec.name[-1]) - 1
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))


def _number(document: Any) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    # As the decree has it for every paragraph: the first line is set in, the others begin at the margin.
    first = Mm(paper.INDENT).twips
    for ident, kind, text in ((_BULLETS, "bullet", "-"), (_NUMBERS, "decimal", "%1.")):
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ident}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
                f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="0" w:firstLine="{first}"/></w:pPr>'
                f'<w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:cs="{FACE}"/></w:rPr></w:lvl></w:abstractNum>'
            )
        )
    _add_num(numbering, 1, _BULLETS)
    for name, ident in (("List Bullet", _BULLETS), ("List Number", _NUMBERS)):
        layout = document.styles[name].element.get_or_add_pPr()
        for old in layout.findall(qn("w:ind")):
            layout.remove(old)
        number = layout.get_or_add_numPr()
        number.get_or_add_numId().val = ident
    _add_num(numbering, 2, _NUMBERS)


def _add_num(numbering: Any, ident: int, abstract: int, start: int = 1) -> None:
    # The override makes every list begin anew.
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    restart = override if abstract == _NUMBERS else ""
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{ident}"><w:abstractNumId w:val="{abstract}"/>{restart}</w:num>')
    )


def new_numbering(document: Any, start: int = 1) -> int:
    """A numbering of its own for one ordered list, which begins with `start`."""
    numbering = document.part.numbering_part.element
    ident = len(numbering.findall(qn("w:num"))) + 1
    _add_num(numbering, ident, _NUMBERS, start)
    return ident


def use_numbering(paragraph: Any, ident: int) -> None:
    number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    number.get_or_add_ilvl().val = 0
    number.get_or_add_numId().val = ident


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(paper.PAGE[0]), Mm(paper.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(paper.MARGIN_TOP), Mm(paper.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(paper.MARGIN_LEFT), Mm(paper.MARGIN_RIGHT)
    section.header_distance, section.footer_distance = Mm(9), Mm(10)
    section.different_first_page_header_footer = True


def add_field(
    paragraph: Any, instruction: str, text: str, bold: bool | None = None, italic: bool | None = None
) -> None:
    """A field that Word updates; `text` is its content until then."""
    for kind in ("begin", "instruction", "separate", "text", "end"):
        run = paragraph.add_run()
        run.bold, run.italic = bold or None, italic or None
        if kind == "instruction":
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {instruction} </w:instrText>'))
        elif kind == "text":
            run.text = text
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


@contextmanager
def bookmark(paragraph: Any, name: str, ident: int) -> Iterator[None]:
    """A bookmark around what is added inside the `with`; references lead to it."""
    paragraph._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{ident}" w:name="{name}"/>'))
    yield
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{ident}"/>'))


def add_rule(container: Any, length: float, width: float) -> None:
    """A solid line of `length`, centred in a column of `width` (millimetres)."""
    paragraph = container.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm((width - length) / 2)
    layout.first_line_indent = Mm(0)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(4), Pt(0), Pt(3)
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def link(paragraph: Any, run: Any, href: str) -> None:
    """Make the last run of a paragraph a link."""
    relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    around = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}" w:history="1"/>')
    run._r.addprevious(around)
    around.append(run._r)


def box(run: Any) -> None:
    """Put a frame around a run."""
    run._r.get_or_add_rPr().append(
        parse_xml(f'<w:bdr {nsdecls("w")} w:val="single" w:sz="8" w:space="0" w:color="000000"/>')
    )


def shade(cell: Any, fill: str) -> None:
    cell._tc.get_or_add_tcPr().insert_element_before(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'), "w:vAlign"
    )


def describe(table: Any, title: str) -> None:
    """The table's title for screen readers."""
    if title:
        caption = parse_xml(f"<w:tblCaption {nsdecls('w')}/>")
        caption.set(qn("w:val"), title)
        table._tbl.tblPr.append(caption)


def count_pages_anew(section: Any) -> None:
    """Let the pages of a section count from 1."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    section.different_first_page_header_footer = False
    properties.insert_element_before(
        parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'), "w:cols", "w:titlePg", "w:docGrid"
    )


def repeat_header(row: Any) -> None:
    """Repeat the row at the top of each page of the table."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def keep_row(row: Any) -> None:
    """Do not break the row across pages."""
    row._tr.get_or_add_trPr().insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def set_widths(table: Any, widths: tuple[float, ...], margin: float) -> None:
    """Fixed column widths and side margins of cells in millimetres.

    Word takes the cells' widths, LibreOffice the grid's: without both the motto wraps.
    """
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    properties = table._tbl.tblPr
    total = properties.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(Mm(sum(widths)).twips))
    properties.insert_element_before(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="{Mm(margin).twips}" w:type="dxa"/>'
            f'<w:right w:w="{Mm(margin).twips}" w:type="dxa"/></w:tblCellMar>'
        ),
        "w:tblLook",
    )
    properties.insert_element_before(
        parse_xml(f'<w:tblInd {nsdecls("w")} w:w="0" w:type="dxa"/>'),
        *("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
    )
