"""Alt texts say what the data say, in whole sentences of at most 400 letters."""

from __future__ import annotations

from charts_page import CENTRAL, dti, mean
from taphuan.charts.cards.rank_card import alt_rank_card
from taphuan.charts.map.choropleth import alt_map, alt_participants
from taphuan.charts.plots.bars import alt_league, alt_predecessors
from taphuan.charts.plots.indices import alt_indices
from taphuan.charts.plots.position import alt_position
from taphuan.charts.plots.ranks import alt_ranks
from taphuan.charts.plots.timeline import alt_law_timeline
from taphuan.text import index_value


def assert_prose(text: str) -> None:
    assert len(text) <= 400
    assert text.endswith(".") and "  " not in text and ".." not in text and "None" not in text


def test_position_gives_value_rank_mean_and_extremes() -> None:
    values = dti(2022)
    text = alt_position(values, "quang-nam", mean(values), "trung bình 63 tỉnh", "31/63", "Giá trị DTI năm 2022")
    assert_prose(text)
    for part in ("63 tỉnh, thành phố", "Quảng Nam đạt 0,5808, xếp hạng 31/63", "Trung bình 63 tỉnh là 0,5787",
                 "Cao nhất: Đà Nẵng (0,8002); thấp nhất: Bắc Kạn (0,3941)"):  # fmt: skip
        assert part in text


def test_league_gives_the_place_among_the_participants() -> None:
    rows = tuple((name, value, slug == "quang-nam") for slug, name, value in dti(2022) if slug in CENTRAL)
    text = alt_league(rows, 0.5787, "trung bình 63 tỉnh", "Giá trị DTI năm 2022")
    assert_prose(text)
    assert "đứng thứ 8 trong 19 đơn vị có số liệu" in text


def test_equal_values_share_a_place_and_an_end() -> None:
    rows = (("A", 0.5, False), ("B", 0.5, True), ("C", None, False))
    text = alt_league(rows, None, "", "DTI")
    assert_prose(text)
    assert "đứng thứ 1 trong 2" in text and "Cao nhất: A và B (0,5000)" in text


def test_a_missing_value_is_said() -> None:
    assert "B không có số liệu." in alt_league((("B", None, True),), None, "", "DTI")
    assert "B không có số liệu." in alt_position((("b", "B", None),), "b", None, "", "", "DTI")
    card = alt_rank_card("Bắc Kạn", "Xếp hạng năm 2020", None, 63, None, "DTI", ())
    assert card == "Xếp hạng năm 2020: Bắc Kạn không có số liệu."


def test_map_names_the_unit_and_both_archipelagos() -> None:
    values = {slug: value for slug, _, value in dti(2022)}
    names = {slug: name for slug, name, _ in dti(2022)}
    for slug in names:
        text = alt_map(values, names, slug, "hạng 31/63", "giá trị DTI năm 2022")
        assert_prose(text)
        assert f"{names[slug]} được tô đỏ, đạt {index_value(values[slug])}" in text
        assert "Hoàng Sa" in text and "Trường Sa" in text
    assert "Hoàng Sa" in alt_map({}, names, "bac-kan", "", "")
    assert "19 tỉnh" in alt_participants(19, "Quảng Nam")


def test_indices_tell_best_weakest_and_what_is_below_the_mean() -> None:
    rows = (("Hạ tầng số", 0.6764, 0.6, 0.6168), ("Hoạt động kinh tế số", 0.4822, None, 0.562))
    text = alt_indices(rows, "Quảng Nam", "trung bình vùng", "trung bình 63 tỉnh", 2022)
    assert_prose(text)
    assert "Cao nhất là Hạ tầng số (0,6764)" in text and "Thấp hơn: Hoạt động kinh tế số." in text


def test_timeline_tells_each_document_and_stays_within_its_length() -> None:
    docs = tuple((f"Nghị định {n}/2026/NĐ-CP", "2026-07-01", None, "con-hieu-luc", "") for n in range(1, 20))
    text = alt_law_timeline(docs, "2026-11-21")
    assert_prose(text)
    assert "19 văn bản, tính đến ngày 21/11/2026" in text
    assert "Nghị định 1/2026/NĐ-CP: từ 01/7/2026, còn hiệu lực." in text


def test_ranks_name_their_breaks() -> None:
    text = alt_ranks(((2023, 18, 63, ""), (2024, 17, 34, "đổi địa giới")), "Đà Nẵng")
    assert_prose(text)
    assert "18/63 năm 2023 và 17/34 năm 2024" in text and "năm 2024 (đổi địa giới)" in text


def test_predecessors_stand_apart_from_the_merged_unit() -> None:
    text = alt_predecessors(
        (("Đà Nẵng", 0.7069),), (("Đà Nẵng (cũ)", 0.8335), ("Quảng Nam", 0.5803)), 0.7005, "trung bình 34 tỉnh", "Giá trị DTI năm 2024",
    )  # fmt: skip
    assert_prose(text)
    assert "Sau sắp xếp: Đà Nẵng 0,7069." in text
    assert "Các đơn vị trước sắp xếp: Đà Nẵng (cũ) 0,8335 và Quảng Nam 0,5803." in text


def test_indices_all_on_one_side_of_the_mean_are_told_at_once() -> None:
    rows = (("Hạ tầng số", 0.7, None, 0.6), ("Nhân lực số", 0.8, None, 0.5))
    text = alt_indices(rows, "Đà Nẵng", "trung bình vùng", "trung bình 63 tỉnh", 2022)
    assert text.endswith("Tất cả đều cao hơn trung bình 63 tỉnh.")
