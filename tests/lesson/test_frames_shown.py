"""What a cell shows of a frame or a Styler, as the forms read it: heads, numbers, days, blanks, colours, limits."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_output

from taphuan import open_lesson
from taphuan.document.model import Block, Paragraph, TableBlock
from taphuan.document.outputs import PAGE, SLIDE, Room, cell_blocks
from taphuan.document.reading import plain
from taphuan.export.html.items import items_of
from taphuan.lesson.frames.shown import show_frame, show_series, show_styler
from taphuan.lesson.frames.values import rewritten, writer

LESSON = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
DTI = LESSON.data.dti
OWN = DTI[DTI["own"]][["year", "name", "rank", "dti", "published_on", "own"]]


def blocks(bundle: dict[str, Any], room: Room = SLIDE) -> list[Block]:
    bundle.setdefault("text/plain", "x")
    return cell_blocks(new_code_cell("x", outputs=[new_output("display_data", bundle)]), room)


def table(shown: Any, room: Room = SLIDE) -> TableBlock:
    show = show_styler if hasattr(shown, "set_uuid") else show_series if isinstance(shown, pd.Series) else show_frame
    found = blocks(show(shown), room)[0]
    assert isinstance(found, TableBlock)
    return found


def names(found: TableBlock) -> list[str]:
    return [column.name for column in found.columns]


def cells(*values: Any) -> list[str]:
    return [row[0] for row in table(pd.DataFrame({"x": list(values)})).rows]


# --- heads and values -------------------------------------------------------------------------------------------------


def test_a_table_of_the_lesson_has_vietnamese_heads_values_and_its_source() -> None:
    found = table(OWN)
    heads = ["Năm", "Tỉnh, thành phố", "Hạng", "Giá trị DTI", "Ngày công bố", "Địa phương của tài liệu"]
    assert names(found) == heads
    assert found.rows == (
        ("2021", "Quảng Nam", "25", "", "08/8/2022", "có"),
        ("2022", "Quảng Nam", "31", "58,1", "12/7/2023", "có"),
    )
    assert [column.align for column in found.columns] == ["right", "left", "right", "right", "left", "left"]
    assert found.source == "Nguồn: Bộ Thông tin và Truyền thông"


def test_columns_of_the_author_keep_their_names() -> None:
    frame = OWN.assign(**{"Cách TB": [None, 0.25], "unknown_name": 1})[["Cách TB", "unknown_name", "dti"]]
    assert names(table(frame)) == ["Cách TB", "unknown_name", "Giá trị DTI"]


def test_a_frame_of_two_tables_has_heads_too() -> None:
    both = OWN[["year", "dti"]].merge(LESSON.data.papi[["year", "name", "e_governance"]], on="year").head(1)
    both.attrs = {}
    assert names(table(both)) == ["Năm", "Giá trị DTI", "Tỉnh, thành phố", "Quản trị điện tử"]


def test_heads_of_several_levels_and_of_the_index() -> None:
    pivot = DTI[DTI["participant"]].pivot_table(index="name", columns="year", values=["dti", "rank"])
    found = table(pivot)
    assert names(found) == ["Tỉnh, thành phố", "Giá trị DTI · 2022", "Hạng · 2021", "Hạng · 2022"]
    assert found.rows[0][1] == "52,2" and found.rows[0][3] == "50"
    means = DTI[DTI["complete"]][["dti", "infrastructure"]].mean()
    assert table(means).rows == (("Giá trị DTI", "57,9"), ("Hạ tầng số", "61,7"))


def test_numbers_days_blanks_and_truths() -> None:
    assert cells(0.5808, None, 0.7) == ["0,5808", "", "0,7000"]
    assert cells(1.0, 2.0, None) == ["1", "2", ""]
    assert cells(1234567, 12) == ["1.234.567", "12"]
    assert cells(2022, 2023) == ["2022", "2023"]
    assert cells(8435.7, -0.5) == ["8.435,7", "−0,5"]
    assert cells(float("inf"), -float("inf"), 1.5) == ["∞", "−∞", "1,5"]
    assert cells(0.125, 2.345) == ["0,13", "2,35"]
    assert cells(date(2022, 4, 6), None) == ["06/4/2022", ""]
    assert cells(pd.Timestamp("2022-04-06 13:30"), pd.NaT) == ["06/4/2022 13:30", ""]
    assert cells(True, False) == ["có", "không"]
    assert cells(1e20, 1.0) == ["1e+20", "1"]
    assert cells(1e-9, 0.5)[0] == "1e−09"
    assert cells(np.int64(48000), np.int64(3)) == ["48.000", "3"]


def test_a_text_stays_as_its_author_wrote_it() -> None:
    texts = ["48.000", "950", "1,5", "01", "<b>đậm</b>", "{'a': 1}"]
    found = table(pd.DataFrame({"x": texts}))
    assert [row[0] for row in found.rows] == texts


def test_thousands_in_foreign_html_are_not_taken_for_decimals() -> None:
    def foreign(*texts: str) -> list[str]:
        found = blocks({"text/html": pd.DataFrame({"x": texts}).to_html()})[0]
        assert isinstance(found, TableBlock)
        return [row[0] for row in found.rows]

    assert foreign("48.000", "950") == ["48.000", "950"]
    assert foreign("0.123", "0.456") == ["0,123", "0,456"]
    assert foreign("2.5", "48.25") == ["2,5", "48,25"]


def test_points_are_rounded_half_up_from_the_published_decimals() -> None:
    write = writer([77.65, 1.0], points=True)
    assert [write(77.65), write(-0.25), write(float("nan"))] == ["77,7", "−0,3", ""]


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("1,234.50", 1234.5, "1.234,50"),
        ("48.000", 48.0, "48,000"),
        ("48.000", 48000.0, "48.000"),
        ("58.1%", 0.581, "58,1%"),
        ("1.234,5", 1234.5, "1.234,5"),
        ("hạng 3", 3.0, "hạng 3"),
    ],
)
def test_what_an_author_formatted_has_decimal_commas(written: str, value: float, expected: str) -> None:
    assert rewritten(written, value) == expected


# --- sizes and odd frames ---------------------------------------------------------------------------------------------


def test_the_rest_of_a_long_table_is_named_and_handed_out_whole() -> None:
    long = DTI[DTI["year"] == 2022][["name", "rank", "dti"]]
    shown, note = blocks(show_frame(long))
    assert isinstance(shown, TableBlock) and isinstance(note, Paragraph)
    assert len(shown.rows) == 6
    assert plain(note.runs) == "Ở đây có 6/63 dòng đầu; 57 dòng nữa ở handout.pdf và notebook.ipynb."
    assert shown.whole is not None and len(shown.whole.rows) == 63 and shown.whole.source == shown.source
    (paper,) = blocks(show_frame(long), PAGE)
    assert isinstance(paper, TableBlock) and len(paper.rows) == 63


def test_what_is_left_out_stands_below_the_table_in_the_deck() -> None:
    long = DTI[DTI["year"] == 2022][["name", "rank", "dti"]]
    cell = new_code_cell("x", outputs=[new_output("display_data", {**show_frame(long), "text/plain": "x"})])
    (item,) = items_of((cell,))
    assert item.kind == "table" and item.data["note"].startswith("Ở đây có 6/63 dòng đầu")


@pytest.mark.slow
def test_ten_thousand_rows_and_sixty_columns() -> None:
    frame = pd.DataFrame(np.arange(600_000).reshape(10_000, 60) / 7)
    for shown in (show_frame(frame), show_styler(frame.style)):
        assert len(shown["text/html"]) < 6_000_000
        found, note = blocks(shown)
        assert isinstance(found, TableBlock) and isinstance(note, Paragraph)
        assert (len(found.rows), len(found.columns), found.whole) == (6, 8, None)
        said = "Ở đây có 6/10.000 dòng đầu, 8/60 cột đầu; 666 dòng, 60 cột đầu ở notebook.ipynb."
        assert plain(note.runs) == said


def test_columns_of_one_name_and_values_of_any_kind() -> None:
    frame = pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"])
    assert (names(table(frame)), table(frame).rows) == (["x", "x"], (("1", "a"), ("2", "b")))
    assert names(table(frame.style)) == ["x", "x"]
    mixed = pd.DataFrame({"o": [{"a": 1.5}, [1, 2], 2.5, None, "chữ"]})
    assert [row[0] for row in table(mixed).rows] == ["{'a': 1.5}", "[1, 2]", "2,5", "", "chữ"]


def test_a_filtered_frame_has_no_counter_and_a_set_index_stays() -> None:
    assert names(table(OWN[["dti"]].iloc[1:])) == ["Giá trị DTI"]
    assert names(table(OWN[["dti"]].style)) == ["Giá trị DTI"]
    assert names(table(OWN.set_index("year")[["dti"]])) == ["Năm", "Giá trị DTI"]
    assert names(table(OWN.set_index("year")[["dti"]].style)) == ["Năm", "Giá trị DTI"]


class Nameless:
    pass


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"a": []}), "no rows"),
        (pd.DataFrame(), "no rows"),
        (pd.DataFrame({"a": [Nameless()]}), "column 'a' holds objects of the class Nameless; make them texts"),
    ],
)
def test_what_cannot_be_shown_says_so_with_the_remedy(frame: pd.DataFrame, said: str) -> None:
    for bundle in (show_frame(frame), show_styler(frame.style)):
        assert said in bundle["text/plain"] and "text/html" not in bundle
        (line,) = blocks(bundle)
        assert isinstance(line, Paragraph) and plain(line.runs).startswith("Thiếu kết quả của một ô mã: ")


# --- Stylers ----------------------------------------------------------------------------------------------------------


def styled() -> Any:
    shown = DTI[(DTI["year"] == 2022) & DTI["participant"]].nsmallest(3, "rank")[["name", "rank", "dti"]]
    return shown.style.format("{:.2f}", subset=["dti"]).highlight_max(subset=["dti"], color="#c8102e")


def test_a_styler_keeps_its_colours_format_and_caption() -> None:
    found = table(styled().set_caption("Ba địa phương"))
    assert found.caption == "Ba địa phương"
    assert found.rows[0] == ("Đà Nẵng", "1", "80,02")
    look = found.look(0, 2)
    assert (look.fill, look.ink) == ("C8102E", "FFFFFF")
    assert found.look(1, 2).fill == ""


def test_letters_of_any_colour_can_be_read() -> None:
    found = table(OWN[["dti"]].style.map(lambda _: "color: yellow; font-weight: bold"))
    look = found.look(1, 0)
    assert look.bold and look.ink not in ("", "FFFF00")
    assert table(OWN[["dti"]].style.map(lambda _: "color: #00616f")).look(0, 0).ink == "00616F"


def test_a_styler_has_the_same_text_each_time_and_stays_as_it_was() -> None:
    first, second = show_styler(styled()), show_styler(styled())
    assert first == second and "0x" not in first["text/plain"]
    shown = styled()
    uuid = shown.uuid
    assert show_styler(shown) == show_styler(shown) == first
    assert shown.uuid == uuid


def test_a_styler_that_pandas_wrote_before_is_formatted_all_the_same() -> None:
    shown = OWN[["dti"]].style
    shown.to_html()
    assert table(shown).rows == (("",), ("58,1",))


# --- the mark of a copy, the kernel -----------------------------------------------------------------------------------


def test_numbers_of_a_copy_say_so_even_where_the_column_is_gone() -> None:
    papi = LESSON.data.papi
    recent = papi[papi["own"] & (papi["year"] > 2018)][["year", "e_governance", "confirmed"]]
    assert "bản chép" not in table(recent).source
    assert "bản chép" in table(recent[["year", "e_governance"]]).source
    assert table(recent).source == "Nguồn: CECODES, RTA và UNDP Việt Nam"


def test_a_kernel_shows_frames_columns_and_stylers_so() -> None:
    shell = InteractiveShell.instance()
    try:
        open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
        for shown in (OWN, OWN["dti"], OWN.style):
            data, _ = shell.display_formatter.format(shown)
            assert re.search(r"taphuan", data["text/html"]) and "Giá trị DTI" in data["text/html"]
            assert "0x" not in data["text/plain"]
    finally:
        InteractiveShell.clear_instance()
