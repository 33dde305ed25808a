"""Where somebody writes: every form shows empty cells on warm ground, high enough for a hand, or dots."""

from __future__ import annotations

import io
import re

import pikepdf
from docx import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm
from pptx import Presentation
from pptx.util import Pt

from deck_sample import Notebook
from taphuan.document.model import TableBlock
from taphuan.document.reading import read_document
from taphuan.export.docx.docx import write_docx
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.slide_content import content
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.export.plain.deck_md import write_deck_md
from taphuan.export.pptx.colours import colour_xml
from taphuan.export.pptx.pptx import write_pptx
from taphuan.export.shared.columns import BLANK_ROW, column_widths
from taphuan.lesson.lesson import open_lesson
from taphuan.theme import theme
from taphuan.theme.forms import digits

PAPER = digits(theme().colours.paper)


def deck(text: str = "") -> Notebook:
    built = Notebook()
    built.slide("viec", "Ba việc, ba người, ba ngày")
    if text:
        built.text(text)
    lesson = open_lesson("ke-hoach-2027", "da-nang", "2026-11-21")
    built.output(lesson.tables.decisions(("Rà soát dữ liệu", "Sở Nội vụ", "31/12/2026"), blanks=2)._repr_mimebundle_())
    return built


def test_powerpoint_has_a_native_table_with_blanks_to_type_in() -> None:
    (slide,) = Presentation(io.BytesIO(write_pptx(read_document(deck().nb, "deck")))).slides
    (shape,) = [shape for shape in slide.shapes if shape.has_table]
    table = shape.table
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Rà soát dữ liệu", "Sở Nội vụ", "31/12/2026"]
    for row in (2, 3):
        # 52 px of the canvas
        assert table.rows[row].height >= Pt(theme().spacing.blank * 0.75)
        steps = re.findall(r'<a:lumMod val="\d+"/>', colour_xml(theme().colours.paper))
        papers = [steps[0] in cell._tc.tcPr.xml for cell in table.rows[row].cells]
        assert papers == [False, True, True, True], (
            "the ground that somebody writes on, a shade of the theme's fourth accent"
        )
        assert "sysDot" in table.cell(row, 1)._tc.tcPr.xml and "sysDot" not in table.cell(1, 1)._tc.tcPr.xml
    widths = [column.width for column in table.columns]
    assert widths[1] > 2 * widths[2] > 2 * widths[0], "by the weights, as nothing stands in the cells"


def test_nine_parts_to_fill_stay_on_one_slide_and_one_page() -> None:
    """A row that goes on alone on a second slide helps nobody: rows are lower there, still as high as two lines of letters."""
    built = Notebook()
    built.slide("mang-ve", "Hội nghị bàn gì, mang về việc gì?")
    lesson = open_lesson("ba-ria-vung-tau-2024", "ba-ria-vung-tau", "2024-10-31")
    assert len(lesson.teaching.programme) == 9
    built.output(lesson.tables.taught()._repr_mimebundle_())
    document = read_document(built.nb, "deck")
    (slide,) = Presentation(io.BytesIO(write_pptx(document))).slides
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert len(table.rows) == 10
    assert all(row.height >= Pt(2 * theme().sizes.floor * 0.75) for row in list(table.rows)[1:])
    assert len(pikepdf.open(io.BytesIO(write_deck_pdf(document))).pages) == 1


def test_html_has_cells_of_their_own_look_on_slides_and_phones() -> None:
    page = write_deck(deck().nb).decode()
    assert len(re.findall(r'<td class="left blank', page)) == 6
    assert not re.search(r'<th scope="row"[^>]*></th>', page), "no row is named by a blank"
    assert page.count("<col style=") == 4
    # beside text a table to fill keeps the whole width
    assert 'class="body split' not in write_deck(deck("- Chốt trước khi về").nb).decode()


def test_pdf_counts_the_rows_that_a_hand_needs() -> None:
    (slide,) = content(read_document(deck().nb, "deck"), True)[0]["slides"]
    (table,) = [block for block in slide["blocks"] if block["type"] == "table"]
    assert table["to_fill"] and table["widths"][1] > 2 * table["widths"][2]
    assert write_deck_pdf(read_document(deck().nb, "deck")).startswith(b"%PDF")


def test_word_has_rows_of_nine_millimetres_on_paper_ground() -> None:
    nb = deck().nb
    for cell in nb.cells:
        cell.metadata["taphuan"]["document"] = "report"
    word = Word(io.BytesIO(write_docx(read_document(nb, "report"))))
    (table,) = [table for table in word.tables if len(table.rows) == 4]
    assert [row.height and round(row.height / Mm(1)) for row in table.rows] == [None, None, BLANK_ROW, BLANK_ROW]
    shades = [[cell._tc.tcPr.find(qn("w:shd")) for cell in row.cells] for row in table.rows[2:]]
    assert all([shade is not None and shade.get(qn("w:fill")) for shade in row][1:] == [PAPER] * 3 for row in shades)
    (block,) = [block for block in read_document(nb, "report").sections[0].blocks if isinstance(block, TableBlock)]
    assert column_widths(block, 160.0)[1] == 160 * block.shares()[1]


def test_deck_md_has_dots() -> None:
    assert "| 2 | ……… | ……… | ……… |" in write_deck_md(read_document(deck().nb, "deck")).decode()
