"""What both papers share: column widths, numbered figures and tables, references, footnotes, pages on their side."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pikepdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

import briefings
from briefing_cells import chart, code, heading, notebook, table, text
from pdf_reading import page_text
from taphuan.charts.text_measure import paper_width
from taphuan.check.decree30 import audit
from taphuan.document.model import Column, TableBlock
from taphuan.document.reading import read_document
from taphuan.export.docx.docx import write_docx
from taphuan.export.pdf.pdf import write_pdf
from taphuan.export.shared import paper
from taphuan.export.shared.columns import column_widths, is_wide, table_height
from taphuan.export.shared.numbering import paper_blocks

UNIT = {"slug": "quang-nam", "valid_from": "2008-08-01", "name": "Quảng Nam"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}"><rect width="{0}" height="{1}"/></svg>'
INDICES = (
    "Nhận thức số",
    "Thể chế số",
    "Hạ tầng số",
    "Nhân lực số",
    "An toàn thông tin mạng",
    "Kinh tế số",
    "Xã hội số",
)


def figure(caption: str, note: str = "", svg: str = SVG.format(624, 200)) -> Any:
    return chart(svg, alt="Một hình", caption=caption, source="s", unit=UNIT, as_of="2024-10-31", note=note)


def small(caption: str, note: str = "") -> Any:
    return table([("a", "left", 1), ("b", "right", 1)], [["một", "1"]], caption=caption, note=note)


def many_columns(rows: int) -> Any:
    columns = [("STT", "right", 0.5), ("Đơn vị", "left", 2.0), *((name, "right", 1.0) for name in INDICES)]
    cells = [[str(n), f"Đơn vị {n}", *(["0,5000"] * len(INDICES))] for n in range(1, rows + 1)]
    return table(columns, cells, caption="Bảy chỉ số", source="Bộ TT&TT")


def paper_of(cells: list[Any]) -> tuple[Any, pikepdf.Pdf]:
    document = read_document(notebook(cells), "briefing")
    word = write_docx(document)
    assert [str(finding) for finding in audit(word, "briefing.docx").findings] == []
    return docx.Document(io.BytesIO(word)), pikepdf.open(io.BytesIO(write_pdf(document)))


def part(word: Any, name: str) -> str:
    out = io.BytesIO()
    word.save(out)
    with zipfile.ZipFile(out) as package:
        return package.read(name).decode() if name in package.namelist() else ""


def instructions(paragraph: Any) -> list[str]:
    return [i.text.strip() for i in paragraph._p.iter(qn("w:instrText"))]


# --- widths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "size", "bold", "millimetres"),
    [
        ("Độc lập - Tự do - Hạnh phúc", 13, True, 56.1),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, 88.3),
        ("Hội nghị tập huấn về chuyển đổi số", 13, False, 65.2),
    ],
)
def test_text_is_as_wide_as_times_makes_it(words: str, size: float, bold: bool, millimetres: float) -> None:
    assert paper_width(words, size, bold) == pytest.approx(millimetres, abs=0.3)


def test_columns_share_the_page_so_that_the_table_is_low() -> None:
    columns = (Column("Văn bản", weight=1), Column("Nội dung", weight=1), Column("Hiệu lực", weight=1))
    long = "Quy định việc thực hiện thủ tục hành chính trên môi trường điện tử và một số nội dung khác"
    law = TableBlock(columns, (("NĐ 1/2024", long, "còn hiệu lực"),) * 10, caption="c")
    widths = column_widths(law, 165.0)
    assert sum(widths) == pytest.approx(165.0)
    assert widths[1] > 80
    # whole rows of two lines, not of four
    assert table_height(law, 165.0) < 10 * 12


def test_no_column_is_narrower_than_its_longest_word() -> None:
    columns = (Column("STT", weight=0.01), Column("Văn bản", weight=1), Column("Nội dung", weight=50))
    found = column_widths(TableBlock(columns, (("10", "797/BTTTT-THH", "a"),), caption="c"), 165.0)
    assert found[0] > paper_width("STT", 12, bold=True)
    assert found[1] > paper_width("797/BTTTT-THH", 12)


def test_words_that_fit_no_page_are_squeezed() -> None:
    block = TableBlock(tuple(Column("x" * 60) for _ in range(6)), (("a",) * 6,), caption="c")
    assert sum(column_widths(block, 165.0)) == pytest.approx(165.0)
    assert is_wide(block, 165.0)


def test_tables_of_real_briefings_stand_upright() -> None:
    for nb in (briefings.quang_nam(), briefings.ho_chi_minh()):
        placed = paper_blocks(read_document(nb, "briefing"), paper.TEXT_WIDTH)
        assert not any(item.wide for section in placed for item in section)


# --- references -------------------------------------------------------------------------------------------------------


def test_words_that_point_become_references() -> None:
    said = "Số liệu ở Bảng dưới đây và **Hình sau đây**; xem Hình trên; bảng dưới đây nữa."
    word, pdf = paper_of(
        [
            heading("a", "Một"),
            code("a", "0", figure("Đầu"), figure("Giữa")),
            text("a", said, "1"),
            code("a", "2", small("Hai"), figure("Ba")),
        ]
    )
    paragraph = next(p for p in word.paragraphs if p.text.startswith("Số liệu"))
    assert paragraph.text == "Số liệu ở Bảng 1 và Hình 3; xem Hình 2; Bảng 1 nữa."
    assert instructions(paragraph) == [f"REF _Ref_{name} \\h" for name in ("Bang_1", "Hinh_3", "Hinh_2", "Bang_1")]
    starts = {b.get(qn("w:name")): b for b in word.element.body.iter(qn("w:bookmarkStart"))}
    assert set(starts) == {"_Ref_Bang_1", "_Ref_Hinh_1", "_Ref_Hinh_2", "_Ref_Hinh_3"}
    assert len({b.get(qn("w:id")) for b in starts.values()}) == 4
    named = starts["_Ref_Hinh_3"].getparent()
    inside = "".join(t.text for t in named.iter(qn("w:t")))
    assert inside.startswith("Hình 3. Ba")
    links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    assert len(links) == 4


def test_words_that_point_at_nothing_stay() -> None:
    word, _ = paper_of(
        [heading("a", "Một"), text("a", "Xem Bảng dưới đây.", "1"), heading("b", "Hai"), code("b", "1", small("c"))]
    )
    assert "Xem Bảng dưới đây." in [p.text for p in word.paragraphs]


# --- footnotes --------------------------------------------------------------------------------------------------------


def test_a_caveat_is_a_footnote_of_what_it_is_about() -> None:
    cells = [
        heading("a", "Một"),
        code("a", "1", small("Bảng có chú thích", note="4 trong 8 chỉ số <b>&")),
        code("a", "2", figure("Hình có chú thích", note="Chưa đủ số liệu.")),
        text("a", "- một\n- hai", "3"),
        text("a", "<span class='note'>Danh sách còn thiếu.</span>", "4"),
    ]
    word, pdf = paper_of(cells)
    marked = [p for p in word.paragraphs if list(p._p.iter(qn("w:footnoteReference")))]
    assert [p.text for p in marked] == ["Bảng 1. Bảng có chú thích", "Hình 1. Hình có chú thích", "hai"]
    notes = part(word, "word/footnotes.xml")
    said = [
        re.sub("<[^>]+>", "", note).strip() for note in re.findall(r'<w:footnote w:id="\d+">.*?</w:footnote>', notes)
    ]
    assert said == ["4 trong 8 chỉ số &lt;b&gt;&amp;", "Chưa đủ số liệu.", "Danh sách còn thiếu."]
    assert "<w:footnotePr>" in part(word, "word/settings.xml")
    tags = str([str(node.S) for node in pdf.objects if isinstance(node, pikepdf.Dictionary) and "/S" in node])
    assert tags.count("/Note") >= 3


def test_a_caveat_without_anything_before_it_is_text() -> None:
    word, _ = paper_of([heading("a", "Một"), text("a", "<span class='note'>Chưa có số liệu.</span>", "1")])
    (paragraph,) = (p for p in word.paragraphs if p.text == "Chưa có số liệu.")
    assert paragraph.style.name == "Body Text"
    assert not part(word, "word/footnotes.xml")


# --- pages ------------------------------------------------------------------------------------------------------------


def test_a_wide_table_gets_pages_on_their_side_that_keep_the_header() -> None:
    cells = [
        heading("a", "Một"),
        text("a", "Mở đầu.", "1"),
        heading("b", "Bảng lớn"),
        code("b", "1", many_columns(60)),
        text("b", "Sau bảng.", "2"),
    ]
    word, pdf = paper_of(cells)
    assert [s.orientation for s in word.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert [s.different_first_page_header_footer for s in word.sections] == [True, False, False]
    assert [s.header.is_linked_to_previous for s in word.sections] == [False, True, True]
    assert all(s.left_margin.mm == pytest.approx(30, abs=0.1) for s in word.sections)
    # no paragraph of its own for a break, and the heading goes with its table
    carriers = [p.text for p in word.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    assert carriers == ["Mở đầu.", "Nguồn: Bộ TT&TT"]
    sides = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
    assert sides == [False, True, True, True, False]


def test_rows_repeat_their_head_and_do_not_stand_alone() -> None:
    rows = [[str(n), "chữ"] for n in range(60)]
    word, _ = paper_of(
        [heading("a", "Một"), code("a", "1", table([("STT", "right", 1), ("b", "left", 5)], rows, caption="c"))]
    )
    shown = word.tables[1].rows
    assert shown[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in shown]
    assert kept == [True, *[False] * 58, True, True]
    assert [row.cells[0].paragraphs[0].alignment for row in shown[1:3]] == [2, 2]
    caption = word.tables[1]._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None


def test_a_figure_that_was_drawn_huge_is_a_picture_of_the_page() -> None:
    word, _ = paper_of([heading("a", "Một"), code("a", "1", figure("Lớn", svg=SVG.format(8000, 4000)))])
    (name,) = (p.partname for p in word.part.package.iter_parts() if p.partname.endswith(".png"))
    image = next(p for p in word.part.package.iter_parts() if p.partname == name).blob
    assert int.from_bytes(image[16:20], "big") == 2600
    assert word.inline_shapes[0].width.mm == pytest.approx(165, abs=0.1)


def test_letters_that_the_paper_lacks_are_named() -> None:
    _, pdf = paper_of([heading("a", "Một"), text("a", "Vui 😀 漢", "1")])
    assert "Vui[U+1F600][U+6F22]" in page_text(pdf.pages[0])


def test_a_word_longer_than_the_line_is_broken() -> None:
    def lines(words: str) -> int:
        _, pdf = paper_of([heading("a", "Một"), text("a", words, "1")])
        (page,) = pdf.pages
        return sum(str(operator) == "BT" for _, operator in pikepdf.parse_content_stream(page))

    assert lines("x" * 300) == lines("x") + 4
