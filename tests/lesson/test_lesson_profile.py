"""What a lesson says of a unit: real cases of the rules of time, in the words that stand on the page."""

from __future__ import annotations

import pytest

from taphuan.errors import BadDate, UnitNotValid, UnknownName
from taphuan.known import dti
from taphuan.lesson import placeholders, wording
from taphuan.lesson.conditions import conditions_of
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.profile import Standing
from taphuan.text import NBSP


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def values(lesson: Lesson) -> dict[str, str | None]:
    found = placeholders.values(lesson.profile, lesson.teaching)
    return {name: value and plain(value.text) for name, value in found.items()}


def conditions(lesson: Lesson) -> set[str]:
    return {name for name, holds in conditions_of(lesson.profile, lesson.teaching).items() if holds}


def test_bac_giang_in_early_2022() -> None:
    lesson = open_lesson("bac-giang", "bac-giang", "2021-12-16")
    said = values(lesson)
    assert said["claim.rank"] == "Bắc Giang xếp 10/63 năm 2020"
    assert said["claim.pillars"] == (
        "Hạng trụ cột DTI 2020 của Bắc Giang: chính quyền số 7/63, kinh tế số 14/63, xã hội số 25/63"
    )
    assert said["body.national"] == "Cục Tin học hóa"
    assert {"has_score", "incomplete", "has_pillars"} <= conditions(lesson)
    # an incomplete year is shown for the unit alone
    assert not {"has_table", "has_league", "has_region", "has_indices", "has_history"} & conditions(lesson)
    assert (lesson.profile.table, lesson.profile.table_mean, lesson.profile.neighbours) == ((), None, ())


def test_quang_nam_in_october_2024() -> None:
    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    said = values(lesson)
    assert said["claim.rank"] == "Quảng Nam xếp 31/63 năm 2022, thứ 8 trong 19 nơi dự hội nghị"
    assert said["claim.region"] == (
        "Trong vùng Bắc Trung Bộ và duyên hải miền Trung (14 tỉnh, thành phố), Quảng Nam đứng thứ 7 về DTI năm 2022"
    )
    # 0.5808 beside 0.5787 and 0.5817: less than one point is no difference
    assert said["claim.position"] == (
        "DTI năm 2022 của Quảng Nam là 58,1, ngang trung bình 63 tỉnh, thành phố (57,9) và vùng (58,2)"
    )
    assert said["profile.comparable_note"] == "4 trong 8 chỉ số chính có số liệu đủ 63 tỉnh, thành phố."
    assert said["claim.pillars"] is not None
    assert "tính từ chỉ số đã công bố" in said["claim.pillars"]
    assert said["body.ministry"] == "Bộ Thông tin và Truyền thông"
    assert said["as_of.line"] == "Theo quy định và số liệu đến ngày 31/10/2024"
    assert (said["profile.year"], said["profile.published"]) == ("2022", "12/7/2023")
    assert lesson.profile.standing(lesson.profile.participant_scores) == Standing(8, 19)
    assert len(lesson.profile.comparisons) == 4
    assert {"has_table", "has_league", "region_apart", "partly_indexed"} <= conditions(lesson)
    assert not {"incomplete", "merged"} & conditions(lesson)
    assert said["claim.history"] == "Quảng Nam từ hạng 25/63 năm 2021 xuống hạng 31/63 năm 2022"


def test_quang_nam_taught_again_after_the_2023_results_gets_a_line_of_comparable_years() -> None:
    said = values(open_lesson("quang-nam-2024", "quang-nam", "2025-02-06"))
    assert said["claim.history"] == "Quảng Nam từ hạng 25/63 năm 2021 xuống hạng 41/63 năm 2023"
    assert said["profile.rank"] == "41/63"


def test_of_bac_kan_in_2020_only_papi_is_said() -> None:
    lesson = open_lesson("bac-kan-2020", "bac-kan", "2020-12-18")
    said = values(lesson)
    found = {name: text for name, text in said.items() if name.startswith(("claim.", "profile.")) and text}
    of_measures = {name for name in found if name.startswith(("claim.measure.", "claim.change."))}
    assert {name.split(".")[2] for name in of_measures} == {"papi"}
    assert {name: text for name, text in found.items() if name not in of_measures} == {
        "claim.spine": "PAPI 2019: quản trị điện tử đạt 3,22/10, dưới mức trung bình",
        "claim.papi": "PAPI 2019 của Bắc Kạn: cao hơn ở 3, ngang ở 4 và thấp hơn ở 1 trong 8 nội dung so với trung bình 63 tỉnh, thành phố",
    }
    assert said["cover.promise"] == "Quy định cần nắm và việc cần chuẩn bị sau hội nghị."
    assert said["profile.rank"] is None
    assert said["profile.year"] is None
    assert not {"has_score", "has_table", "has_league", "has_indices", "has_pillars", "has_position"} & conditions(
        lesson
    )


@pytest.mark.parametrize(
    ("conference", "day"), [("bo-khcn-cap-xa-2025", "2025-12-15"), ("ke-hoach-2027", "2026-11-21")]
)
def test_da_nang_among_the_34_shows_its_own_value_and_its_predecessors_apart(conference: str, day: str) -> None:
    lesson = open_lesson(conference, "da-nang", day)
    said = values(lesson)
    assert said["profile.rank"] == "17/34"
    assert said["claim.predecessors"] == "Trước sắp xếp, năm 2024: Đà Nẵng 2/63 và Quảng Nam 57/63"
    assert said["unit.predecessors"] == "Đà Nẵng và Quảng Nam"
    assert {"merged", "has_predecessors", "has_table"} <= conditions(lesson)
    assert "has_history" not in conditions(lesson)
    assert [score.year for score in lesson.profile.history] == [2024]
    rows = lesson.tables.predecessors().rows
    assert [tuple(map(plain, row)) for row in rows] == [
        ("Đà Nẵng (sau sắp xếp)", "17/34", "70,7"),
        ("Đà Nẵng (trước sắp xếp)", "2/63", "83,4"),
        ("Quảng Nam (trước sắp xếp)", "57/63", "58,0"),
    ]
    assert said["body.department"] == "Sở Khoa học và Công nghệ"


def test_a_merged_unit_before_its_first_official_value_has_only_its_predecessors() -> None:
    lesson = open_lesson("quang-nam-2024", "da-nang", "2025-07-01")
    said = values(lesson)
    assert said["profile.awaiting_merged"] == "Đến ngày 01/7/2025 chưa có kết quả DTI của Đà Nẵng theo địa giới mới"
    assert said["claim.predecessors"] == "Trước sắp xếp, năm 2023: Đà Nẵng 1/63 và Quảng Nam 41/63"
    assert {"merged", "has_predecessors"} <= conditions(lesson)
    assert "has_score" not in conditions(lesson)


def test_bac_kan_taught_again_today_is_thai_nguyen() -> None:
    lesson = open_lesson("bac-kan-2020", "thai-nguyen", "2026-11-21")
    assert [unit.slug for unit in lesson.participants] == ["thai-nguyen"]
    assert values(lesson)["profile.rank"] == "8/34"
    with pytest.raises(UnitNotValid, match=r"'bac-kan' .* ended on 2025-06-30 .* its successor is 'thai-nguyen'"):
        open_lesson("bac-kan-2020", "bac-kan", "2026-11-21")


def test_hue_s_history_is_broken_where_territory_table_or_method_changed() -> None:
    lesson = open_lesson("ke-hoach-2027", "hue", "2026-11-21")
    assert [(s.year, s.of) for s in lesson.profile.history] == [
        (2020, 63),
        (2021, 63),
        (2022, 63),
        (2023, 63),
        (2024, 34),
    ]
    assert [s.year for s in lesson.profile.comparable_history] == [2024]
    before = open_lesson("quang-nam-2024", "hue", "2025-06-30")
    assert [s.year for s in before.profile.comparable_history] == [2021, 2022, 2023]
    assert not lesson.profile.before_merger
    assert "merged" not in conditions(lesson)


def test_a_change_of_territory_breaks_the_line_even_where_the_method_stayed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dti, "crosses_break", lambda earlier, later: False)
    profile = open_lesson("ke-hoach-2027", "hue", "2026-11-21").profile
    assert [s.of for s in profile.comparable_history] == [34]


def test_breaks_are_marked_in_the_figure_and_in_its_alt_text() -> None:
    bundle = open_lesson("ke-hoach-2027", "hue", "2026-11-21").figures.ranks()._repr_mimebundle_()
    alt = plain(bundle["application/vnd.taphuan.chart+json"]["alt"])
    assert "đổi phương pháp" in alt
    assert "đổi địa giới" in alt


def test_the_region_mean_is_left_out_where_the_unit_is_alone_and_the_national_index_is_no_comparator() -> None:
    profile = open_lesson("ke-hoach-2027", "da-nang", "2026-11-21").profile
    assert profile.table_mean == pytest.approx(0.7005, abs=5e-5)
    assert profile.table_mean != 0.7326
    assert len(profile.region_scores) == 6
    assert len(profile.comparisons) == 8
    assert wording.table_label(34) == f"trung bình 34{NBSP}tỉnh, thành phố"


def test_ties_share_the_better_place() -> None:
    profile = open_lesson("truc-tuyen-2022", "vinh-phuc", "2022-08-08").profile
    assert profile.score is not None
    assert (profile.score.year, profile.score.rank) == (2021, 12)
    assert profile.standing(dti.table(2021, 63)) == Standing(11, 31)
    other = open_lesson("truc-tuyen-2022", "thanh-hoa", "2022-08-08").profile
    assert other.standing(dti.table(2021, 63)) == Standing(11, 31)


def test_a_lesson_teaches_only_what_is_usable_and_documents_that_are_known() -> None:
    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    teaching = lesson.teaching
    assert all(item.usable(lesson.as_of) for item in (*teaching.questions, *teaching.quiz))
    assert {doc.id for doc, _ in teaching.laws} >= {"nd-73-2019", "nd-82-2024", "qd-749-2020"}
    assert not {doc.id for doc, _ in teaching.laws} & {"nd-45-2026", "nd-224-2026", "nq-04-2025-cp"}
    # one of each of five modules: all have their share
    assert len({item.owner for item in teaching.quiz}) == 5
    with pytest.raises(ValueError, match="NĐ 224/2026 was not issued by 2024-10-31; give the slide a window"):
        lesson.tables.changes("nd224")
    with pytest.raises(ValueError, match="none of nd-45-2026 was issued by 2024-10-31"):
        lesson.figures.days("nd-45-2026")
    with pytest.raises(ValueError, match="table 'law' has no rows"):
        lesson.tables.law("nd-224-2026")


def test_a_conference_of_the_63_taught_again_says_how_many_took_part_then_and_are_now() -> None:
    def scope(day: str, province: str) -> str:
        rows = dict(open_lesson("quang-nam-2024", province, day).tables.conference().rows)
        return plain(rows["Phạm vi tài liệu"])

    assert scope("2024-10-31", "quang-nam") == "19 tỉnh, thành phố"
    assert scope("2026-11-21", "da-nang") == "19 tỉnh, thành phố; nay là 11 tỉnh, thành phố"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("quang-nam-2042", "quang-nam", "2024-10-31"), UnknownName, "unknown conference 'quang-nam-2042'"),
        (("quang-nam-2024", "quang-nan", "2024-10-31"), UnknownName, "unknown province 'quang-nan'"),
        (("quang-nam-2024", "ha-noi", "2024-10-31"), UnitNotValid, "'ha-noi' does not take part in 'quang-nam-2024'"),
        (("quang-nam-2024", "quang-nam", "31/10/2024"), BadDate, "'31/10/2024' is not a date"),
        (("quang-nam-2024", "quang-nam", "2024-10-30"), BadDate, "lies before 'quang-nam-2024'"),
        (("quang-nam-2024", "quang-nam", 20241031), TypeError, "as_of must be a string in quotes, not int"),
        (("quang-nam-2024", 1, "2024-10-31"), TypeError, "province must be a string in quotes, not int"),
        ((None, "quang-nam", "2024-10-31"), TypeError, "conference must be a string in quotes, not NoneType"),
    ],
)
def test_a_mistaken_parameter_is_an_error_at_once(
    arguments: tuple[str, str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        open_lesson(*arguments)
