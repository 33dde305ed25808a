"""One measure of a unit in a lesson: where it may be shown, what it is compared with, in which words."""

from __future__ import annotations

import pytest

from taphuan.errors import UnknownName
from taphuan.known import dti
from taphuan.lesson import placeholders
from taphuan.lesson.conditions import conditions_of
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.text import NBSP


def values(lesson: Lesson) -> dict[str, str | None]:
    found = placeholders.values(lesson.profile, lesson.teaching)
    return {name: value and value.text.replace(NBSP, " ") for name, value in found.items()}


def conditions(lesson: Lesson) -> set[str]:
    return {name for name, holds in conditions_of(lesson.profile, lesson.teaching).items() if holds}


@pytest.fixture(scope="module")
def quang_nam() -> Lesson:
    return open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")


@pytest.fixture(scope="module")
def ho_chi_minh() -> Lesson:
    return open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21")


def test_an_index_is_shown_where_every_unit_has_it(quang_nam: Lesson, ho_chi_minh: Lesson) -> None:
    four = {"infrastructure", "digital_government", "digital_economy", "digital_society"}
    assert {name for name in conditions(quang_nam) if name.startswith("index.")} == {f"index.{key}" for key in four}
    assert {f"index.{key}" for key in dti.INDICES} <= conditions(ho_chi_minh)
    assert values(quang_nam)["claim.index.infrastructure"] == (
        "Hạ tầng số của Quảng Nam năm 2022 đạt 67,6, cao hơn trung bình 63 tỉnh, thành phố (61,7) và vùng (61,0)"
    )
    assert values(quang_nam)["claim.index.awareness"] is None
    with pytest.raises(ValueError, match=r"not every unit has 'awareness' in DTI 2022; .* `index\.awareness`"):
        quang_nam.figures.index("awareness")
    with pytest.raises(UnknownName, match="digital_goverment"):
        quang_nam.figures.index("digital_goverment")


def test_an_index_stands_beside_its_own_means_and_the_best(quang_nam: Lesson) -> None:
    rows = [
        [str(who).replace(NBSP, " "), value] for who, value in quang_nam.figures.index("infrastructure").data["rows"]
    ]
    assert [who for who, _ in rows] == [
        "Quảng Nam", "TP. Hồ Chí Minh (cao nhất)", "trung bình 19 tỉnh, thành phố dự", "trung bình vùng",
        "trung bình 63 tỉnh, thành phố",
    ]  # fmt: skip
    assert dict(rows)["Quảng Nam"] == 67.64
    mean = dti.mean(dti.table(2022, 63), "infrastructure")
    assert mean is not None and dict(rows)["trung bình 63 tỉnh, thành phố"] == pytest.approx(100 * mean, abs=1e-8)


def test_the_best_of_the_table_is_not_shown_twice(ho_chi_minh: Lesson) -> None:
    (first, *others) = ho_chi_minh.figures.index("awareness").data["rows"]
    assert first == ["TP. Hồ Chí Minh (cao nhất)", 100.0]
    assert not any("cao nhất" in str(who) for who, _ in others)
    # the whole country takes part: its mean is that of the table already
    assert not any("thành phố dự" in str(who) for who, _ in others)


def test_pillars_have_the_mean_of_their_table(quang_nam: Lesson) -> None:
    figure = quang_nam.figures.pillars()
    assert figure.note == "Hạng trụ cột tính từ các chỉ số đã công bố."
    assert [row[:3] for row in figure.data["rows"]] == [
        ["Trụ cột chính quyền số", 66.7, 30],
        ["Trụ cột kinh tế số", 60.6, 45],
        ["Trụ cột xã hội số", 55.9, 41],
    ]
    assert "trung bình 63" in figure.alt and all(50 < row[3] < 70 for row in figure.data["rows"])


@pytest.mark.parametrize(
    ("province", "note"), [("quang-ninh", ""), ("quang-nam", "Hạng trụ cột tính từ các chỉ số đã công bố")]
)
def test_a_card_marks_ranks_that_are_derived(province: str, note: str) -> None:
    assert open_lesson("truc-tuyen-2022", province, "2024-10-31").figures.rank_card().note == note


def test_pillars_of_an_incomplete_edition_stand_alone() -> None:
    figure = open_lesson("bac-giang", "bac-giang", "2021-12-16").figures.pillars()
    assert figure.data["rows"] == [
        ["Trụ cột chính quyền số", 44.55, 7, None],
        ["Trụ cột kinh tế số", 30.19, 14, None],
        ["Trụ cột xã hội số", 30.92, 25, None],
    ]
    assert figure.note == "" and "trung bình" not in figure.svg


@pytest.mark.slow
def test_pillars_are_drawn_for_everyone_who_has_them() -> None:
    days = (("truc-tuyen-2022", "2022-04-06"), ("truc-tuyen-2022", "2022-08-08"), ("truc-tuyen-2022", "2025-02-06"),
            ("ke-hoach-2027", "2026-11-21"))  # fmt: skip
    kinds = set()
    for conference, day in days:
        for unit in open_lesson(conference, "hoi-nghi", day).participants:
            lesson = open_lesson(conference, unit.slug, day)
            if "has_pillars" in conditions(lesson):
                figure = lesson.figures.pillars()
                assert unit.name in figure.svg and unit.name in figure.alt
                kinds.add(all(row[1] is None for row in figure.data["rows"]))
    # with values and, where only ranks were published, with ranks alone
    assert kinds == {True, False}


def test_the_public_service_index_is_known_from_its_day_for_units_of_today() -> None:
    assert "has_dvc" in conditions(open_lesson("bo-khcn-cap-xa-2025", "ho-chi-minh", "2025-12-31"))
    for conference, unit, day in (
        ("quang-nam-2024", "quang-nam", "2024-10-31"),
        ("tp-hcm-2025", "ho-chi-minh", "2025-11-06"),
        ("bo-khcn-cap-xa-2025", "ho-chi-minh", "2025-12-30"),
    ):
        lesson = open_lesson(conference, unit, day)
        assert "has_dvc" not in conditions(lesson)
        with pytest.raises(ValueError, match="guard the slide with `has_dvc`"):
            lesson.figures.public_service()


def test_the_public_service_index_comes_with_its_mark_and_without_a_comparison(ho_chi_minh: Lesson) -> None:
    figure = ho_chi_minh.figures.public_service()
    assert "chỉ để tham khảo" in figure.note and "bản chép công khai" in figure.source
    assert [row[4] for row in figure.data["rows"]] == [18, 20, None, 18, None]
    assert sum(row[1] for row in figure.data["rows"]) == pytest.approx(68.57)
    words = " ".join((figure.alt, figure.caption, figure.svg)).replace(NBSP, " ")
    assert (
        "% điểm tối đa°" in words
        and "tính bằng điểm°" in words
        and "Công khai, minh bạch 62% (trung bình 72%)" in words
    )
    assert not [word for word in ("thứ 32", "68,6", "thấp hơn", "/22") if word in words]


def test_no_copy_stands_in_a_placeholder(ho_chi_minh: Lesson) -> None:
    assert not [name for name, value in values(ho_chi_minh).items() if value and "68,6" in value]


def test_a_lesson_reads_a_measure_beside_region_and_table(quang_nam: Lesson, ho_chi_minh: Lesson) -> None:
    beside = quang_nam.measures.newest("papi", "e_governance")
    assert beside is not None and beside.own is not None
    assert (beside.edition.key, beside.own.name, beside.own.comparable) == ("2023", "Quảng Nam", True)
    # the edition lacks units, so there is nothing to be compared with
    assert not beside.edition.complete and beside.table_mean is None and beside.region_mean is None
    people = quang_nam.measures.newest("population")
    assert people is not None and people.edition.key == "2022"
    assert len(people.table) == people.edition.of and people.table_mean is not None
    assert {reading.slug for reading in people.region} >= {"quang-nam", "da-nang", "thua-thien-hue"}
    merged = ho_chi_minh.measures.newest("grdp_per_head")
    assert merged is not None and merged.own is None and merged.merged is not None
    assert merged.predecessors[0].slug == "ho-chi-minh"
    assert (merged.region_mean, merged.table_mean) == (None, None)
    assert ho_chi_minh.measures.newest("sipas") is None or ho_chi_minh.measures.own("sipas") == ()


def test_a_measure_of_2022_knows_the_rank_of_a_province_found_since() -> None:
    lesson = open_lesson("truc-tuyen-2022", "nam-dinh", "2022-04-06")
    assert [(r.edition.key, r.rank) for r in lesson.measures.own("dti")] == [("2020", 11)]
    assert values(lesson)["profile.rank"] == "11/63"


def test_ranks_of_a_merged_unit_follow_its_predecessors(ho_chi_minh: Lesson) -> None:
    figure = ho_chi_minh.figures.ranks()
    assert figure.data["rows"][:4] == [
        ["TP. Hồ Chí Minh", 2022, 2, 63],
        ["TP. Hồ Chí Minh", 2023, 2, 63],
        ["TP. Hồ Chí Minh", 2024, 1, 63],
        ["TP. Hồ Chí Minh", 2024, 4, 34],
    ]
    assert ["Bình Dương", 2023, 7, 63] in figure.data["rows"]
    assert figure.data["breaks"] == ["", "", "đổi phương pháp", "đổi địa giới"]
    quang_tri = open_lesson("ke-hoach-2027", "quang-tri", "2026-11-21")
    assert values(quang_tri)["claim.movement"] == (
        "Trước sắp xếp, năm 2023: Quảng Trị 61/63 và Quảng Bình 46/63; sau sắp xếp: 33/34 năm 2024"
    )
    # between the merger and the first table of the 34 there is nothing of the unit's own
    between = open_lesson("quang-nam-2024", "da-nang", "2025-08-01")
    assert values(between)["claim.movement"] == "Trước sắp xếp, năm 2023: Đà Nẵng 1/63 và Quảng Nam 41/63"
    assert all(of == 63 for *_, of in between.figures.ranks().data["rows"])


def test_ranks_of_an_unchanged_unit_name_all_reasons_of_a_break() -> None:
    hue = open_lesson("ke-hoach-2027", "hue", "2026-11-21")
    assert hue.figures.ranks().alt.count("đổi phương pháp") == 2
    assert "năm 2024 (đổi phương pháp) và bảng 34 tỉnh, thành phố năm 2024 (đổi địa giới)" in hue.figures.ranks().alt
    # both tables of 2024 rank it
    assert hue.figures.ranks().data["rows"][-2:] == [["Huế", 2024, 5, 63], ["Huế", 2024, 2, 34]]
    one_edition = open_lesson("quang-nam-2024", "quang-tri", "2024-10-31")
    assert "has_movement" not in conditions(one_edition)
    with pytest.raises(ValueError, match="guard the slide with `has_movement`"):
        one_edition.figures.ranks()


def test_the_year_2022_has_six_orientations_and_six_known_tasks() -> None:
    tables = open_lesson("truc-tuyen-2022", "quang-nam", "2022-04-06").tables
    assert [row[0] for row in tables.orientations().rows] == list("123456")
    *found, rest = tables.tasks().rows
    assert len(found) == 6 and rest[0].replace(NBSP, " ") == "16 nhiệm vụ khác của Văn bản 797/BTTTT-THH"
    # the day before the conference one of them was not public yet
    before = open_lesson("bac-giang", "bac-giang", "2022-04-05").tables.tasks()
    assert len(before.rows) == 6 and before.rows[-1][0].startswith("17")
