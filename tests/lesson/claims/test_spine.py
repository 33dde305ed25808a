"""The spine of every unit on every day, held against a reckoning of its own from the rows of data/."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from projects import Project
from spine_reckoned import MERGER, reckoned, rows
from taphuan import paths
from taphuan.charts.text_measure import text_width
from taphuan.known.units import resolve, units_on
from taphuan.lesson.claims.spine_sentences import days, page, spine_on
from taphuan.lesson.lesson import open_lesson
from taphuan.text import NBSP

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

DAYS = (*days(), date(2025, 3, 1), date(2025, 8, 1))


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_each_unit_has_the_sentence_that_its_rows_ask_for(on: date) -> None:
    units = units_on(on)
    assert len(units) == (34 if on.isoformat() >= MERGER else 63)
    for unit in units:
        claim, wanted = spine_on(unit, on), reckoned(unit.slug, on)
        assert (claim and (claim.id, claim.text.replace(NBSP, " "))) == (
            wanted and (f"spine/{wanted.form}", wanted.text)
        ), unit


def test_the_days_bring_most_forms() -> None:
    forms = {said.form for on in DAYS for unit in units_on(on) if (said := reckoned(unit.slug, on))}
    assert forms >= {
        "contrast", "contrast-short", "moved-short", "several-full", "one-full", "one-full-short", "best-and-weak",
        "best-and-weak-short", "rank-and-weak", "rank-and-gap", "lowest-in-front", "none-below", "level", "predecessors", "pillar-behind",
        "own-rank", "papi-below", "papi-above", "papi-level",
    }  # fmt: skip


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_each_sentence_is_one_line_and_rests_on_no_copy(on: date) -> None:
    copies = {(row["measure"], row["edition"]) for row in rows("measures/editions.csv") if row["status"] != "confirmed"}
    for unit in units_on(on):
        claim = spine_on(unit, on)
        assert claim is not None, unit
        assert text_width(claim.text, 34, 600) <= 1168, claim.text
        assert "°" not in claim.text and claim.evidence
        for file, key, _ in claim.evidence:
            folder = file.split("/")
            edition = dict(part.split("=") for part in key.split(";")).get("edition", "")
            assert folder[0] == "dti" or (folder[:2] == ["measures", "papi"] and (folder[1], edition) not in copies)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_two_units_share_a_sentence_only_with_the_same_numbers(on: date) -> None:
    named: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for unit in units_on(on):
        claim, wanted = spine_on(unit, on), reckoned(unit.slug, on)
        assert claim is not None and wanted is not None
        named[claim.text].add((claim.id, *wanted.named))
    assert {text: numbers for text, numbers in named.items() if len(numbers) > 1} == {}


# the sentences of 21/11/2026 as a reader of the table wrote them, in the order of the ranks
PLANNED = {
    "ha-noi": "Hai chỉ số đạt điểm tối đa, an toàn thông tin mạng đứng thứ 19/34",
    "hue": "Hạng 2/34; chỉ số hụt nhất là hoạt động kinh tế số, hạng 17/34",
    "hai-phong": "Hạng 3/34 về chuyển đổi số, hạng 28/34 về an toàn thông tin mạng",
    "ho-chi-minh": "Hạng 4/34 về chuyển đổi số, hạng 27/34 về an toàn thông tin mạng",
    "thanh-hoa": "Ba chỉ số đạt điểm tối đa, hoạt động xã hội số đứng thứ 19/34",
    "dien-bien": "Hạng 6/34 về chuyển đổi số, hạng 29/34 về nhận thức số",
    "ha-tinh": "Hạng 7/34 về chuyển đổi số, hạng 30/34 về hạ tầng số",
    "thai-nguyen": "Hạng 8/34 về chuyển đổi số, hạng 25/34 về hoạt động xã hội số",
    "quang-ninh": "Hạng 9/34 chung, hạng 32/34 về hoạt động chính quyền số",
    "lang-son": "Hạng 10/34 về chuyển đổi số, hạng 33/34 về hoạt động xã hội số",
    "bac-ninh": "Hạng 11/34 chung, hạng 29/34 về hoạt động chính quyền số",
    "ninh-binh": "Nhận thức số đạt điểm tối đa, thể chế số đứng thứ 28/34",
    "nghe-an": "Ba chỉ số đạt điểm tối đa, hoạt động kinh tế số đứng thứ 31/34",
    "lao-cai": "Nhận thức số đạt điểm tối đa, nhân lực số đứng thứ 23/34",
    "dong-nai": "Nhận thức số đạt điểm tối đa, nhân lực số đứng thứ 27/34",
    "khanh-hoa": "Nhận thức số đạt điểm tối đa, hoạt động chính quyền số hạng 27/34",
    "da-nang": "Hai chỉ số đạt điểm tối đa, nhân lực số đứng thứ 30/34",
    "lai-chau": "Bốn chỉ số đạt điểm tối đa, hoạt động xã hội số đứng cuối cả nước",
    "can-tho": "Nhận thức số đạt điểm tối đa, hoạt động kinh tế số đứng thứ 23/34",
    "phu-tho": "Chỉ số cao nhất hạng 14/34, an toàn thông tin mạng đứng thứ 22/34",
    "tay-ninh": "Nhận thức số đạt điểm tối đa, thể chế số đứng thứ 30/34",
    "tuyen-quang": "Nhận thức số đạt điểm tối đa, hoạt động xã hội số đứng thứ 27/34",
    "quang-ngai": "Hai chỉ số đạt điểm tối đa, hạ tầng số đứng thứ 32/34",
    "lam-dong": "Nhận thức số đạt điểm tối đa, nhân lực số đứng thứ 31/34",
    "vinh-long": "Nhân lực số hạng 15/34, thể chế số hạng 30/34",
    "son-la": "Thể chế số đạt điểm tối đa, nhận thức số đứng thứ 32/34",
    "dong-thap": "Hạ tầng số hạng 15/34, hoạt động chính quyền số hạng 31/34",
    "ca-mau": "Chỉ số cao nhất hạng 12/34, hoạt động kinh tế số đứng cuối cả nước",
    "dak-lak": "Hoạt động xã hội số hạng 14/34, nhận thức số đứng cuối cả nước",
    "an-giang": "Hai chỉ số đạt điểm tối đa, nhân lực số đứng thứ 28/34",
    "gia-lai": "Nhận thức số đạt điểm tối đa, hạ tầng số đứng thứ 33/34",
    "hung-yen": "An toàn thông tin mạng hạng 16/34, nhân lực số đứng cuối cả nước",
    "quang-tri": "Thể chế số đạt điểm tối đa, nhân lực số đứng thứ 32/34",
    "cao-bang": "Thể chế số đạt điểm tối đa, hạ tầng số đứng cuối cả nước",
}


def test_the_34_sentences_of_the_planned_conference() -> None:
    on = date(2026, 11, 21)
    assert {unit.slug for unit in units_on(on)} == set(PLANNED)
    for slug, text in PLANNED.items():
        claim = spine_on(resolve(slug, on), on)
        assert claim is not None and claim.text.replace(NBSP, " ") == text
        of_conference = open_lesson("ke-hoach-2027", slug, on.isoformat()).profile
        assert spine_on(of_conference.unit, of_conference.as_of) == claim


def test_nothing_is_said_where_neither_index_nor_a_confirmed_papi_was_public() -> None:
    on = date(2020, 4, 27)  # the day before PAPI 2019; that of 2018 is a copy
    assert [unit.slug for unit in units_on(on) if spine_on(unit, on) is not None] == []
    assert spine_on(resolve("ha-noi", date(2020, 4, 28)), date(2020, 4, 28)) is not None


def _planted(project: Project, year: str, slug: str, **values: str) -> None:
    """Other values of indices in the row of a unit."""
    path = project.root / "data/dti/dti.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    row = next(row for row in found if (row["year"], row["province_slug"]) == (year, slug))
    row |= values
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def said_of(slug: str, on: date) -> tuple[str, str]:
    claim = spine_on(resolve(slug, on), on)
    assert claim is not None
    return claim.id, claim.text.replace(NBSP, " ")


def test_two_at_the_end_stand_there_together(project: Project) -> None:
    on = date(2026, 11, 21)
    last = next(row for row in rows("dti/dti.csv") if (row["year"], row["province_slug"]) == ("2024", "cao-bang"))
    _planted(project, "2024", "gia-lai", infrastructure=last["infrastructure"])
    assert said_of("cao-bang", on)[1] == "Thể chế số đạt điểm tối đa, hạ tầng số cùng đứng cuối cả nước"
    assert said_of("gia-lai", on)[1] == "Nhận thức số đạt điểm tối đa, hạ tầng số cùng đứng cuối cả nước"


def test_indices_at_the_maximum_are_counted_only_where_all_eight_are_known(project: Project) -> None:
    on = date(2024, 10, 31)
    assert said_of("quang-nam", on)[0] == "spine/rank-and-weak"
    _planted(project, "2022", "quang-nam", infrastructure="1.0000", digital_society="1.0000")
    id_, text = said_of("quang-nam", on)
    assert id_ == "spine/one-full" and text.startswith("Hạ tầng số đạt điểm tối đa, ")
    # the same two of a unit of which all eight are known
    planned = date(2026, 11, 21)
    _planted(project, "2024", "vinh-long", infrastructure="1.0000", digital_society="1.0000")
    assert said_of("vinh-long", planned)[1].startswith("Hai chỉ số đạt điểm tối đa, ")


def test_the_weak_index_is_not_told_beside_itself() -> None:
    """In the table of 2023 the index of Lai Châu that is furthest behind has its best rank as well."""
    assert said_of("lai-chau", date(2025, 3, 1)) == (
        "spine/rank-and-gap", "Hạng 54/63; hoạt động chính quyền số dưới trung bình 12,4 điểm",
    )  # fmt: skip


def test_the_list_of_sentences_is_up_to_date() -> None:
    assert (paths.ROOT / "docs/spine-sentences.md").read_text(encoding="utf-8") == page(), "run `make reference`"
