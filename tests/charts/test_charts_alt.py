"""Alt texts say what the data say, in whole sentences of at most 400 letters."""

from __future__ import annotations

from charts_page import CENTRAL, dti, mean
from taphuan.charts.cards.rank_card import alt_rank_card
from taphuan.charts.map.participants import alt_participants
from taphuan.charts.map.region import alt_region
from taphuan.charts.plots.all_participants import alt_moves
from taphuan.charts.plots.deviations import Member, alt_deviations
from taphuan.charts.plots.indices import Index, alt_indices
from taphuan.charts.plots.merger import Group, Territory, alt_merger
from taphuan.charts.plots.ranks import Table, alt_ranks
from taphuan.charts.plots.strip import Dot, alt_strip
from taphuan.lesson.claims.comparing import comparisons
from taphuan.text import points


def assert_prose(text: str) -> None:
    assert len(text) <= 400
    assert text.endswith(".") and "  " not in text and ".." not in text and "None" not in text


FINDINGS = ("Cao nhất: Đà Nẵng (80,0); thấp nhất: Bắc Kạn (39,4)", "Quảng Nam xếp 31/63 năm 2022")
LABEL = "trung bình 63 tỉnh, thành phố"


def dots(slug: str) -> tuple[Dot, ...]:
    return tuple(Dot(name, value, "own" if other == slug else "") for other, name, value in dti(2022))


def test_the_strip_gives_value_findings_and_mean() -> None:
    text = alt_strip(dots("quang-nam"), mean(dti(2022)), LABEL, "giá trị DTI năm 2022", FINDINGS)
    assert_prose(text)
    for part in ("63 tỉnh, thành phố", "Quảng Nam đạt 58,1.", "Trung bình 63 tỉnh, thành phố là 57,9",
                 *(f"{finding}." for finding in FINDINGS)):  # fmt: skip
        assert part in text


def test_a_chart_alone_compares_nothing() -> None:
    rows = tuple(Member(name, 1, value, slug == "quang-nam") for slug, name, value in dti(2022) if slug in CENTRAL)
    indices = (Index("Hạ tầng số", 0.6764, 0.6168), Index("Hoạt động kinh tế số", 0.4822, 0.562))
    texts = (
        alt_deviations(rows, 0.5787, LABEL, "giá trị DTI năm 2022", "19 tỉnh, thành phố dự hội nghị", ()),
        alt_strip(dots("quang-nam"), 0.5787, LABEL, "giá trị DTI năm 2022", ()),
        alt_indices(indices, "Quảng Nam", LABEL, 2022, ()),
        alt_region(dti(2022), "quang-nam", "giá trị DTI năm 2022", "63 tỉnh, thành phố", ()),
        alt_rank_card("Xếp hạng DTI năm 2022", "Quảng Nam", ()),
        alt_ranks((Table(2022, 63), Table(2023, 63)), "Quảng Nam", ()),
        alt_moves((("Hà Tĩnh", 37, 25),), 2022, 2023, "19 tỉnh, thành phố dự hội nghị", ()),
    )
    assert [sentence for text in texts for sentence, _ in comparisons(text)] == []


def test_a_missing_value_is_said() -> None:
    assert "B không có số liệu." in alt_deviations((Member("B", 1, None, True),), 0.5, "", "DTI", "1 tỉnh", ())
    assert "B không có số liệu." in alt_strip((Dot("B", None, "own"),), None, "", "DTI", ())
    assert (
        alt_rank_card("Xếp hạng năm 2020", "Bắc Kạn", ()) == "Xếp hạng năm 2020 của Bắc Kạn. Bắc Kạn không có số liệu."
    )


def test_map_names_the_unit_and_both_archipelagos() -> None:
    for slug, name, value in dti(2022):
        text = alt_region(dti(2022), slug, "giá trị DTI năm 2022", "63 tỉnh, thành phố", FINDINGS[:1])
        assert_prose(text)
        assert f"{name} được viền đỏ, đạt {points(value)}." in text and f"{FINDINGS[0]}." in text
        assert "Hoàng Sa" in text and "Trường Sa" in text
    assert "được viền đỏ, không có số liệu." in alt_region((("a", "A", None),), "a", "DTI", "một vùng", ())
    assert "19 tỉnh" in alt_participants(19, "Quảng Nam")


def test_indices_give_findings_before_the_values() -> None:
    rows = (Index("Hạ tầng số", 0.6764, 0.6168), Index("Hoạt động kinh tế số", 0.4822, 0.562))
    text = alt_indices(rows, "Quảng Nam", LABEL, 2022, ("Thấp hơn",))
    assert_prose(text)
    assert text.endswith("Thấp hơn. Hoạt động kinh tế số 48,2 và Hạ tầng số 67,6.")


def test_ranks_name_their_breaks() -> None:
    text = alt_ranks((Table(2023, 63), Table(2024, 34, "đổi địa giới")), "Đà Nẵng", ("Hạng 18/63, 17/34",))
    assert_prose(text)
    assert "Hạng 18/63, 17/34." in text and "bảng 34 tỉnh, thành phố năm 2024 (đổi địa giới)" in text


def test_predecessors_stand_apart_from_the_merged_unit() -> None:
    own = Group("Theo 34 tỉnh, thành phố", 0.7, (Territory("Đà Nẵng", "17/34", 0.7069),), own=True)
    before = Group(
        "Theo 63 tỉnh, thành phố trước sắp xếp",
        0.6961,
        (
            Territory("Quảng Nam", "57/63", 0.5803),
            Territory("Đà Nẵng (cũ)", "2/63", 0.8335),
            Territory("Không rõ", "", None),
        ),
    )
    text = alt_merger((own, before), "giá trị DTI năm 2024")
    assert_prose(text)
    assert "Theo 34 tỉnh, thành phố (trung bình 70,0): Đà Nẵng 70,7." in text
    assert "(trung bình 69,6): Đà Nẵng (cũ) 83,4, Quảng Nam 58,0 và Không rõ không có số liệu." in text
