"""The plain-text twin of a deck: every letter of the slides, none of it as markup."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from PIL import Image

from taphuan.document.model import (
    Block,
    Column,
    Document,
    FigureBlock,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    Section,
    TableBlock,
)
from taphuan.export.plain.deck_md import write_deck_md
from taphuan.export.plain.markdown import PLAIN, figure_table

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ lesson.secret }} {{< include x >}}",
    '#eval("x")',
    "=cmd|' /C calc'!A0",
    "[@nq-04] [x](y) ![z](w)",
    "1. không phải danh sách",
    "- không phải gạch đầu dòng",
    "+ cộng",
    "*sao* _gạch_ `mã` ~xóa~ $x$",
    "&amp; &lt; TT&TT",
    "a | b \\| c",
    "🚀 ☎ 漢字",
    "Khôngcóchỗngắt" * 20,
)
UNIT = {"slug": "quang-nam", "valid_from": "1997-01-01", "name": "Quảng Nam"}


def figure(columns: list[str], rows: list[list[Any]], kind: str = "league") -> FigureBlock:
    data = {"columns": columns, "rows": rows}
    return FigureBlock(kind, "<svg/>", "Điều hình cho thấy.", "Chú thích", "Nguồn: X", "half", data, UNIT)


def document(*blocks: Block, title: str = "Tiêu đề", **changes: Any) -> Document:
    section = Section("s", "content", 2, (Run(title),), blocks, "Phần", (Paragraph((Run("Lời nói."),)),), "Y", 3)
    made = Document("deck", "Bài", {"title": "Hội nghị"}, UNIT, "2024-10-31", "Theo số liệu", "Biên soạn", (section,))
    return replace(made, **changes)


def text_of(*blocks: Block, **options: Any) -> str:
    return write_deck_md(document(*blocks, **options)).decode()


def shown(markdown: str) -> str:
    """What a reader of the rendered page sees; any element of HTML fails."""
    letters: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        assert token.type != "html_block", token.content
        for child in token.children or ():
            assert child.type not in ("html_inline", "link_open", "image", "code_inline"), child
            letters.append("\n" if child.type.endswith("break") else child.content)
        letters.append("\n")
    return "".join(letters)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["paragraph", "bold", "item", "cell", "title", "alt", "badge"])
def test_markup_in_data_is_shown_as_letters(hostile: str, place: str) -> None:
    blocks: dict[str, Block] = {
        "paragraph": Paragraph((Run(hostile),)),
        "bold": Paragraph((Run("Trước "), Run(hostile, bold=True), Run(" sau"))),
        "item": ListBlock(((Run(hostile),),)),
        "cell": TableBlock((Column("A"), Column(hostile)), (("1", hostile),), "Bảng"),
        "alt": replace(figure(["A"], [["b"]]), alt=hostile),
        "badge": Paragraph((Run("Luật "), Run(hostile, badge="ban-dang-lai"))),
    }
    page = text_of(title=hostile) if place == "title" else text_of(blocks[place])
    assert hostile in shown(page)


def test_the_parts_of_a_slide_stand_in_reading_order() -> None:
    page = text_of(Paragraph((Run("Ý chính."),)), TableBlock((Column("A"),), (("b",),), "Bảng số", "Z"))
    wanted = ["## Tiêu đề", "*Trang 1/1 · Phần · 3 phút*", "Ý chính.", "Bảng: Bảng số", "| b |", "Nguồn: Z", "Nguồn: Y"]
    places = [page.index(part) for part in [*wanted, "Lời người trình bày:", "> Lời nói."]]
    assert places == sorted(places)
    assert page.startswith("# Bài\n\n- Hội nghị\n- Theo số liệu\n- Biên soạn\n")
    assert "MẪU" not in page
    assert "MẪU" in text_of(sample=True)


def test_a_figure_gives_its_alt_text_and_its_small_table() -> None:
    small = text_of(figure(["Tỉnh", "DTI"], [["Quảng Nam", 0.72]]))
    assert "Hình: Chú thích\n\nĐiều hình cho thấy.\n\n| Tỉnh | DTI |\n|:--|--:|\n| Quảng Nam | 0,7200 |" in small
    assert "| Tỉnh |" not in text_of(figure(["Tỉnh"], [["Quảng Nam"]] * 13))
    assert "| Tỉnh |" not in text_of(figure(["Tỉnh"], [["Quảng Nam"]], "steps"))


def test_a_foreign_picture_is_named() -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 10)).save(out, "PNG")
    assert "Hình: Ảnh hội trường\n" in text_of(PictureBlock(out.getvalue(), "Ảnh hội trường"))
    assert "Hình: hình minh họa, không có lời mô tả\n" in text_of(PictureBlock(out.getvalue(), ""))
    assert "Không đọc được hình ảnh ở đây: Ảnh hội trường\n" in text_of(PictureBlock(b"", "Ảnh hội trường"))


def test_numbers_behind_figures_have_one_decimal_and_an_index_as_published_has_four() -> None:
    names, rows, aligns = figure_table(
        figure(
            ["Năm", "Điểm", "DTI", "Số", "Từ ngày", "Trống"],
            [[2022, 85.2, 0.5, 48000, "2024-07-01", None], [2023, 1.0, 1.0, 3, "x", None]],
        )
    )
    assert rows == [["2022", "85,2", "0,5000", "48.000", "01/7/2024", ""], ["2023", "1,0", "1,0000", "3", "x", ""]]
    assert (len(names), aligns) == (6, ["right", "right", "right", "right", "left", "left"])
    _, gaps, _ = figure_table(figure(["Chênh", "Mức"], [[-11.4046, -0.25], [0.1486, -1.0]]))
    assert gaps == [["−11,4", "−0,3"], ["0,1", "−1,0"]]


def test_a_list_goes_on_with_its_number_and_a_break_stays_inside_its_item() -> None:
    item = (Run("một"), Run("\n"), Run("hai", bold=True))
    assert PLAIN.listed(ListBlock((item, (Run("ba"),)), True, 9)) == "9. một\\\n   **hai**\n10. ba"


def test_emphasis_closes_where_the_letters_end() -> None:
    runs = (Run("Chọn"), Run(" khâu đột phá ", bold=True), Run("rồi làm", italic=True))
    assert PLAIN.inline(runs) == "Chọn **khâu đột phá** *rồi làm*"


def test_held_spaces_can_be_searched_as_plain_ones() -> None:
    page = text_of(Paragraph((Run("năm\u00a02022 {\u2060{"),)))
    assert "năm 2022 {{" in page
    assert page == unicodedata.normalize("NFC", page)


def test_a_long_table_and_a_slide_without_anything() -> None:
    rows = tuple((str(at), "x") for at in range(60))
    root = SyntaxTreeNode(
        MarkdownIt("commonmark").enable("table").parse(text_of(TableBlock((Column("A"), Column("B")), rows, "")))
    )
    (table,) = (node for node in root.walk() if node.type == "table")
    assert len([node for node in table.walk() if node.type == "tr"]) == 61
    empty = Section("s", "content", 2, (), ())
    assert "## Trang 1\n\n*Trang 1/1*\n" in write_deck_md(document(sections=(empty,))).decode()
    assert not re.search(r"\n\n\n", text_of())
