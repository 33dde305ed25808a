"""Reading of notebook cells into the document model."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import briefings
from briefing_cells import HOSTILE, code, display, heading, notebook, text
from taphuan.document.model import Document, FigureBlock, ListBlock, Paragraph, PictureBlock, Run, TableBlock
from taphuan.document.reading import plain, read_document
from taphuan.errors import NotComposed


def read(*cells: Any) -> tuple[Any, ...]:
    """The blocks of a part with these cells."""
    return read_document(notebook([heading("p", "Phần"), *cells]), "briefing").sections[0].blocks


@pytest.fixture(scope="module")
def briefing() -> Document:
    return read_document(briefings.quang_nam(), "briefing")


def test_the_parts_of_a_briefing_in_their_order(briefing: Document) -> None:
    assert [plain(section.title) for section in briefing.sections] == [
        "Hội nghị tập huấn",
        "Quảng Nam xếp 31/63 năm 2022",
        "Chính quyền số cao hơn trung bình, kinh tế số thấp hơn",
        "Pháp luật cần biết",
        "Câu hỏi cần chuẩn bị",
        "Nguồn",
    ]
    assert briefing.unit["name"] == "Quảng Nam"
    assert briefing.as_of == "2024-10-31"
    assert not briefing.sample
    assert briefing.sections[1].sources == "Bộ Thông tin và Truyền thông, DTI 2022"


def test_lists_of_adjacent_cells_are_joined(briefing: Document) -> None:
    lists = [block for block in briefing.sections[0].blocks if isinstance(block, ListBlock)]
    assert [len(block.items) for block in lists] == [5]


def test_a_bullet_list_and_a_numbered_list_are_not_joined() -> None:
    blocks = read(text("p", "- a\n- b", "1"), text("p", "1. c\n2. d", "2"))
    assert [(block.ordered, len(block.items)) for block in blocks] == [(False, 2), (True, 2)]


def test_items_of_a_nested_list_follow_their_parent_with_level_and_number() -> None:
    (block,) = read(text("p", "- a\n  1. b\n  2. c\n     - e\n- d", "1"))
    assert [plain(item) for item in block.items] == ["a", "b", "c", "e", "d"]
    assert block.places == ((0, 0), (1, 1), (1, 2), (2, 0), (0, 0))


def test_a_list_that_goes_on_in_another_cell_keeps_its_numbers_and_those_of_the_lists_in_it() -> None:
    (block,) = read(text("p", "1. a\n   1. b", "1"), text("p", "1. c\n   1. d", "2"))
    assert block.places == ((0, 1), (1, 1), (0, 2), (1, 1))


def test_twelve_levels_of_a_list() -> None:
    (block,) = read(text("p", "\n".join(f"{'  ' * level}- mức {level}" for level in range(12)), "1"))
    assert [level for level, _ in block.places] == list(range(12))
    assert plain(block.items[-1]) == "mức 11"


def test_badges_notes_and_emphasis() -> None:
    source = (
        'Nghị định **73/2019/NĐ-CP** <span class="badge badge-het-hieu-luc">hết hiệu lực từ 01/3/2026</span> và *nay* '
        '<span class="note">cần xem lại</span>'
    )
    (paragraph,) = read(text("p", source, "1"))
    assert paragraph.runs == (
        Run("Nghị định "),
        Run("73/2019/NĐ-CP", bold=True),
        Run(" "),
        Run("hết hiệu lực từ 01/3/2026", badge="het-hieu-luc"),
        Run(" và "),
        Run("nay", italic=True),
        Run(" "),
        Run("cần xem lại", italic=True),
    )


def test_a_paragraph_inside_one_note_span_has_the_style_note() -> None:
    assert read(text("p", '<span class="note">Bài gốc không nêu ngày.</span>', "1")) == (
        Paragraph((Run("Bài gốc không nêu ngày."),), "note"),
    )


def test_a_paragraph_with_two_note_spans_keeps_the_text_between_them() -> None:
    (paragraph,) = read(text("p", '<span class="note">a</span> b <span class="note">c</span>', "1"))
    assert (paragraph.style, plain(paragraph.runs)) == ("body", "a b c")


def test_a_span_with_an_unknown_badge_class_is_its_text() -> None:
    (paragraph,) = read(text("p", '<span class="badge badge-la">x</span>', "1"))
    assert paragraph.runs == (Run("x"),)


def test_markup_of_formats_becomes_text_without_scripts_and_direction_marks() -> None:
    (paragraph,) = read(text("p", HOSTILE, "1"))
    assert plain(paragraph.runs) == '#eval("x") {{ lesson.secret }} đảo chiều'


def test_a_script_and_a_comment_leave_nothing() -> None:
    assert read(text("p", "<script>\nalert(1)\n</script>\n\n<!-- ẩn -->", "1")) == ()


def test_letters_are_composed_and_control_characters_removed() -> None:
    (paragraph,) = read(text("p", "Qua\u0309ng\x00 Nam\x1b[31m đỏ\x1b[0m", "1"))
    assert plain(paragraph.runs) == "Quảng Nam đỏ"


def test_quotes_headings_code_tables_and_breaks() -> None:
    source = "> trích\n\n### Mục\n\n    mã\n\n| a | b |\n|---|--:|\n| x | 1 |\n\n---\n\nmột  \nhai"
    quote, title, code_block, table, two_lines = read(text("p", source, "1"))
    assert quote == Paragraph((Run("trích"),), "quote")
    assert title == Paragraph((Run("Mục", bold=True),))
    assert code_block == Paragraph((Run("mã"),), "code")
    assert [column.align for column in table.columns] == ["left", "right"]
    assert table.rows == (("x", "1"),)
    assert plain(two_lines.runs) == "một\nhai"


def test_a_title_that_begins_with_a_number_is_not_a_list() -> None:
    (section,) = read_document(notebook([heading("p", "1. Hội nghị **lớn**")]), "briefing").sections
    assert section.title == (Run("1. Hội nghị "), Run("lớn", bold=True))


def test_figures_and_tables_have_their_captions_and_values(briefing: Document) -> None:
    blocks = [block for section in briefing.sections for block in section.blocks]
    figures = [block for block in blocks if isinstance(block, FigureBlock)]
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    assert [figure.caption for figure in figures] == [
        "DTI năm 2022 của Quảng Nam so với các tỉnh trong khu vực",
        "Bốn chỉ số thành phần năm 2022 của Quảng Nam",
    ]
    assert figures[0].svg.startswith("<svg")
    assert figures[0].unit["name"] == "Quảng Nam"
    assert tables[0].rows[tables[0].highlight or 0] == ("31", "Quảng Nam", "0,5808")
    assert [column.align for column in tables[0].columns] == ["right", "left", "right"]


def test_the_note_of_a_figure_follows_it(briefing: Document) -> None:
    blocks = briefing.sections[2].blocks
    at = next(i for i, block in enumerate(blocks) if isinstance(block, FigureBlock))
    assert isinstance(blocks[at + 1], Paragraph)
    assert blocks[at + 1].style == "note"


def test_outputs_of_other_types_become_paragraphs_and_lists() -> None:
    blocks = read(
        code(
            "p",
            "1",
            new_output("stream", text="dòng in ra\n"),
            display({"text/html": "<b>x</b>", "text/plain": ["hai ", "dòng"]}),
            display({"image/png": "iVBORw0KGgo=", "text/plain": "<Figure size 640x480>"}),
            display({"text/markdown": "- một\n- hai"}),
            new_output("error", ename="ValueError", evalue="sai", traceback=[]),
        )
    )
    printed, html, picture, markdown, error = blocks
    assert printed == Paragraph((Run("dòng in ra"),), "code")
    assert html == Paragraph((Run("x", bold=True),))
    assert picture == PictureBlock(b"\x89PNG\r\n\x1a\n", "")
    assert [plain(item) for item in markdown.items] == ["một", "hai"]
    assert error == Paragraph((Run("ValueError: sai"),), "code")


def test_cells_and_notes_of_the_deck_are_only_in_the_deck() -> None:
    deck = {"document": "deck", "slide": "s1", "slide_kind": "content", "part_title": "Hồ sơ"}
    cells = [
        new_markdown_cell("## Trang", metadata={"taphuan": {**deck, "role": "heading", "minutes": 5}}),
        new_markdown_cell("Lời **giảng**.\n\n- ý", metadata={"taphuan": {**deck, "role": "notes"}}),
    ]
    nb = notebook([*cells, heading("p", "Phần")])
    (slide,) = read_document(nb, "deck").sections
    assert (slide.kicker, slide.minutes, slide.level) == ("Hồ sơ", 5, 2)
    assert [plain(note.runs) for note in slide.notes] == ["Lời giảng.", "ý"]
    (part,) = read_document(nb, "briefing").sections
    assert plain(part.title) == "Phần"


def test_a_deck_has_pictures_and_an_empty_one_for_invalid_base64() -> None:
    deck = {"document": "deck", "slide": "s1", "slide_kind": "content"}
    outputs = [
        new_output(
            "display_data", {"image/png": "iVBORw0K\nGgo=", "text/plain": "x"}, metadata={"image/png": {"alt": "Hình"}}
        ),
        display({"image/jpeg": "đây không phải base64", "text/plain": "x"}),
    ]
    heading_cell = new_markdown_cell("## Trang", metadata={"taphuan": {**deck, "role": "heading", "layout": "split"}})
    code_cell = new_code_cell("1", outputs=outputs, metadata={"taphuan": {**deck, "role": "body"}})
    (slide,) = read_document(notebook([heading_cell, code_cell]), "deck").sections
    assert slide.blocks == (PictureBlock(b"\x89PNG\r\n\x1a\n", "Hình"), PictureBlock(b"", ""))
    assert slide.layout == "split"


def test_an_ordered_list_keeps_its_first_number() -> None:
    (first,) = read(text("p", "11. a\n12. b", "1"))
    assert isinstance(first, ListBlock)
    assert (first.start, first.ordered, len(first.items)) == (11, True, 2)


def test_a_notebook_that_was_not_composed_has_a_title_and_no_authority_or_day() -> None:
    nb = new_notebook(cells=[new_markdown_cell("# Báo cáo\n\nMột câu."), new_markdown_cell("## Mục")])
    paper = read_document(nb, "briefing")
    assert (paper.of_anybody, paper.title, paper.as_of, paper.provenance, paper.header) == (True, "Báo cáo", "", "", {})
    assert [plain(section.title) for section in paper.sections] == ["", "Mục"], "the first title stands above the paper"
    assert read_document(new_notebook(cells=[new_markdown_cell("chữ")]), "deck", "tệp").title == "tệp"


def test_a_notebook_that_shows_nothing_is_an_error() -> None:
    with pytest.raises(NotComposed, match="shows nothing"):
        read_document(new_notebook(cells=[new_code_cell("x = 1", execution_count=1)]), "briefing")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("unit", {"slug": "x"}, "unit.valid_from, unit.name"),
        ("as_of", "2024-13-01", "a day in as_of"),
        ("title", None, "lack title"),
        ("header", "x", "lack header"),
        ("quiz", [{"module": "x"}], "quiz, worksheets or agenda"),
    ],
)
def test_metadata_of_another_version_are_an_error_in_one_line(key: str, value: Any, said: str) -> None:
    nb = notebook([heading("p", "Phần"), text("p", "chữ", "1")])
    nb.metadata["taphuan"] = {**nb.metadata["taphuan"], key: value}
    with pytest.raises(NotComposed, match=said) as error:
        read_document(nb, "briefing")
    assert "\n" not in str(error.value)


def test_a_notebook_without_a_briefing_is_an_error() -> None:
    with pytest.raises(NotComposed, match="no cell for the briefing"):
        read_document(notebook([]), "briefing")
