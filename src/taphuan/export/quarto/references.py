"""What pandoc takes the look of Word and PowerPoint files from: reference documents of our own styles and layouts, and the parts
of an administrative paper that Markdown has no words for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from taphuan.document.model import Document
from taphuan.export.docx import docx, parts
from taphuan.export.docx.plain_paper import HEAD_FILL
from taphuan.export.pptx import house_template
from taphuan.export.pptx.faces import deck_face
from taphuan.export.pptx.house_layouts import HALF, MAIN, NUMBER, OTHER_HALF, TITLE, Layout, body
from taphuan.export.shared import paper
from taphuan.export.shared.zip import rezip
from taphuan.theme import theme

# --- Word -------------------------------------------------------------------------------------------------------------

# styles that pandoc names: (its name, ours)
_TEXTS = (
    ("First Paragraph", "Body Text"),
    ("Compact", "Table Text"),
    ("Block Text", "Quote"),
    ("Table Caption", "Caption"),
    ("Image Caption", "Caption"),
    ("Captioned Figure", "Figure"),
    ("Footnote Text", "Normal"),
)
_TABLES = (("Table", "Table Grid"), ("Figure Table", "Normal Table"))
_HEAD = '<w:tblStylePr {0} w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{1}"/></w:tcPr></w:tblStylePr>'


def reference_docx(document: Document) -> bytes:
    """Page, styles, header and footer of our papers, without a text."""
    word = parts.new_document()
    docx.set_margins(word.sections[0], document)
    if any(section.in_annex for section in document.sections):
        parts.count_pages_anew(word.sections[0])
    styles = word.styles
    styles["Heading 1"].font.all_caps = paper.capitals(document)
    for kind, names in ((WD_STYLE_TYPE.PARAGRAPH, _TEXTS), (WD_STYLE_TYPE.TABLE, _TABLES)):
        for name, base in names:
            styles.add_style(name, kind).base_style = styles[base]
    styles["Table"].element.append(parse_xml(_HEAD.format(nsdecls("w"), HEAD_FILL)))
    return parts.to_bytes(word)


def openxml(name: str, document: Document) -> str:
    """A part of our papers in the XML of Word: "letterhead", "signature" or "annex", which begins a section."""
    word: Any = parts.new_document()
    # the section before the annex names header and footer as the reference document does
    docx.set_margins(word.sections[0], document)
    match name:
        case "letterhead":
            docx.letterhead(word, document)
        case "signature":
            docx.signature(word)
        case _:
            docx.annex(word, document)
    return "".join(element.xml for element in word.element.body if not element.tag.endswith("}sectPr"))


# --- PowerPoint -------------------------------------------------------------------------------------------------------

_GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"
_SIZES = theme().sizes
# A title of two lines above the content, and smaller letters than in our own deck, because pandoc fits nothing. It finds a
# layout by its name and asks for all seven; slides of ours get the first two.
_TITLE = replace(TITLE, box=(MAIN[0], 36, MAIN[2], 84), size=_SIZES.title * 0.78, anchor="b")
_ALONE, _BESIDE = (replace(body("Nội dung", 1, box, _SIZES.floor), type="obj") for box in (MAIN, OTHER_HALF))
_OTHERS = ("Title Slide", "Section Header", "Two Content", "Comparison", "Blank")
_LAYOUTS = (
    Layout("Title and Content", (_TITLE, _ALONE, NUMBER)),
    Layout("Content with Caption", (_TITLE, _BESIDE, body("Lời", 2, HALF, _SIZES.small), NUMBER)),
    *(Layout(name, (_TITLE, _ALONE, NUMBER)) for name in _OTHERS),
)


def reference_pptx() -> bytes:
    """Our template with the layouts that pandoc looks for."""
    files = house_template.parts(deck_face(), _LAYOUTS)
    # the text of tables, and Office's own name of a table style without colours
    files["ppt/presentation.xml"] = files["ppt/presentation.xml"].replace('sz="1800"', f'sz="{_SIZES.small * 75}"')
    files["ppt/tableStyles.xml"] = files["ppt/tableStyles.xml"].replace(house_template.TABLE_STYLE, _GRID)
    notes = "ppt/notesMasters/notesMaster1.xml"
    # pandoc takes the number of a slide from here
    number = house_template.placeholder(4, replace(NUMBER, box=(408, 900, 306, 48)))
    files[notes] = files[notes].replace("</p:spTree>", f"{number}</p:spTree>")
    return house_template.packed(files)


# --- what no reference document can say -------------------------------------------------------------------------------

# what pandoc writes and what it becomes: pictures are described without the path of their file, rows break across no page
_PATH = re.compile(rb'(descr="[^"]*?)\s*figures/[^"]*"')
_ROW = re.compile(rb"<w:tr>(?!\s*<w:trPr>)")
_TITLE_OF_FILE = b"<dc:title></dc:title>"


def finished(package: bytes, title: str) -> bytes:
    """A Word or PowerPoint file of pandoc's with these edits and the title that the front matter must not have; the same content
    gives the same bytes."""

    def edit(name: str, content: bytes) -> bytes:
        if name.startswith("ppt/slides/"):
            return _PATH.sub(rb'\1"', content)
        if name == "word/document.xml":
            return _ROW.sub(b"<w:tr><w:trPr><w:cantSplit/></w:trPr>", content)
        if name == "docProps/core.xml":
            return content.replace(_TITLE_OF_FILE, f"<dc:title>{escape(title)}</dc:title>".encode())
        return content

    return rezip(package, edit)
