"""What becomes of a figure and a table on a phone, from the numbers behind them."""

from __future__ import annotations

from typing import Any

import pytest

from deck_sample import bars
from taphuan.document.slides import Slide
from taphuan.export.html.phone import css_string, fits, phone_figure
from taphuan.export.html.phone_parts import parts
from taphuan.export.shared.progress import part_numbers

DRAWN = bars(1152, 480)


def twin(kind: str, columns: list[str], rows: list[list[Any]], **more: Any) -> dict[str, Any]:
    return {"kind": kind, "unit": {"name": "Quảng Nam"}, "data": {"columns": columns, "rows": rows, **more}}


def test_gaps_stand_on_both_sides_of_the_mean() -> None:
    columns = ["Chỉ số", "Quảng Nam", "Trung bình 63 tỉnh", "Chênh", "Hạng"]
    rows = [
        ["Hạ tầng số", 70.0, 64.0, 6.0, 9],
        ["Kinh tế số", 48.0, 56.0, -8.0, 50],
        ["Nhân lực số", None, 50.0, None, None],
    ]
    figure = phone_figure(twin("indices", columns, rows), DRAWN)
    low, high, unknown = figure.rows
    assert (figure.form, figure.legend) == ("gaps", "So với trung bình 63 tỉnh")
    assert (low.name, low.value, low.own, low.start) == ("Kinh tế số", "−8,0", True, 0.0)
    assert (high.value, high.own) == ("+6,0", False)
    assert high.start == pytest.approx(800 / 14) == low.share == low.mark
    assert (unknown.name, unknown.value) == ("Nhân lực số", "–")


def test_gaps_of_nothing_known_are_no_error() -> None:
    columns = ["Chỉ số", "Quảng Nam", "Trung bình 63 tỉnh", "Chênh", "Hạng"]
    figure = phone_figure(twin("indices", columns, [["Nhân lực số", None, 50.0, None, None]]), DRAWN)
    assert [row.value for row in figure.rows] == ["–"]


def test_a_long_list_shows_its_top_the_own_row_its_neighbours_and_the_last() -> None:
    rows = [[f"Tỉnh {n}" if n != 31 else "Quảng Nam", n, 90.0 - n] for n in range(1, 64)]
    mean = {"label": "trung bình 63 tỉnh", "value": 57.87}
    figure = phone_figure(twin("league", ["Tỉnh", "Hạng", "DTI"], rows, mean=mean), DRAWN)
    assert [n for n, row in enumerate(figure.rows, start=1) if not row.rest] == [1, 2, 3, 29, 30, 31, 32, 33, 63]
    assert figure.folded == 54
    assert [row.name for row in figure.rows if row.own] == ["Quảng Nam"]
    assert figure.legend == "Trung bình 63 tỉnh: 57,9"


def test_two_ranks_are_told_in_their_order() -> None:
    figure = phone_figure(twin("slope", ["Tỉnh", "Hạng năm 2022", "Hạng năm 2023"], [["Quảng Nam", 31, 25]]), DRAWN)
    assert (figure.rows[0].value, figure.legend) == ("31 → 25", "Hạng năm 2022 → hạng năm 2023")


def test_a_drawing_is_scaled_only_where_its_letters_can_be_read() -> None:
    data = twin("somebody-else's", ["Tên", "Số"], [["Một", 1]])
    # 18 px on 491 px are 11 px on a card of 300 px
    assert phone_figure(data, bars(490, 300, 18)).form == "scaled"
    assert phone_figure(data, bars(492, 300, 18)).form == "table"
    assert phone_figure(twin("somebody-else's", ["Tên"], []), DRAWN).form == "scaled"


def test_only_narrow_tables_stay_tables() -> None:
    def table(*rows: list[str]) -> dict[str, Any]:
        return {"columns": [{"name": name} for name in ("Phần", "Nội dung", "Phút")[: len(rows[0])]], "rows": rows}

    assert fits(table(["1", "Hướng dẫn lập kế hoạch chuyển đổi số hằng năm"]))
    assert not fits(table(["Nghị định 224/2026/NĐ-CP", "Về thực hiện cơ chế một cửa", "30"]))


def test_words_cannot_leave_a_string_of_a_style_sheet() -> None:
    assert css_string('Số "1"; } a { b: url(x)\\') == '"Số 1 a b: url(x)"'


def test_a_part_is_what_follows_its_divider() -> None:
    def slide(kind: str, kicker: str = "", minutes: int = 0) -> Slide:
        return Slide("s", kind, kicker, minutes)

    slides = [slide("cover"), slide("content", "Mở đầu"), slide("section", "A"), slide("content", "A", 3)]
    slides += [slide("quiz", "A", 2), slide("section"), slide("content", "B", 4), slide("content", "Kết thúc")]
    assert part_numbers(slides) == (0, 0, 1, 1, 1, 2, 2, 0)
    assert [part.label(2) for part in parts(slides).values()] == [
        "Phần 1/2 · 2 trang · 5 phút",
        "Phần 2/2 · 1 trang · 4 phút",
    ]


def test_of_a_cloud_of_points_those_with_a_name_are_listed() -> None:
    rows = [["", 48.6, 25.8], ["Quảng Nam", 40.5, 18.1], ["", 51.6, 27.0]]
    figure = phone_figure(twin("plot", ["Tên", "Kinh tế số", "Xã hội số"], rows, plot={"kind": "points"}), DRAWN)
    assert [(row.name, row.text, row.value) for row in figure.rows if not row.rest] == [("Quảng Nam", "40,5", "18,1")]
    assert figure.folded == 2 and figure.legend == "Kinh tế số; Xã hội số"
    bare = phone_figure(twin("plot", ["Kinh tế số", "Xã hội số"], [[48.6, 25.8]], plot={"kind": "points"}), DRAWN)
    assert bare.folded == 0
