"""PAPI beside the mean or the own year before, what a unit decided, and days of the law with the state of their document."""

from __future__ import annotations

from datetime import date

import pytest

from taphuan.known import law
from taphuan.known.provisions import deadlines
from taphuan.lesson.claims.citizens import CITIZENS, citizens
from taphuan.lesson.figures.days import based_on
from taphuan.lesson.lesson import open_lesson
from taphuan.lesson.own_words import decided, figure_lines, is_host
from taphuan.text import NBSP


def test_papi_stands_beside_the_mean_of_a_complete_edition_and_beside_the_own_year_before_otherwise() -> None:
    early = open_lesson("bac-kan-2020", "bac-kan", "2020-12-18").profile
    told = citizens(early)
    assert told is not None and told.before is None and told.edition.key == "2019"
    claim = CITIZENS.claim(early)
    assert claim is not None and claim.id == "papi/mean"
    later = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31").profile
    told = citizens(later)
    assert told is not None and told.before is not None
    assert (told.edition.key, told.before.key) == ("2023", "2022")
    claim = CITIZENS.claim(later)
    assert claim is not None and claim.id == "papi/before" and claim.text.replace(NBSP, " ").endswith("so với năm 2022")
    assert [row.gap for row in told.rows] == sorted(row.gap for row in told.rows)
    whole = citizens(later, whole=True)
    assert whole is not None and whole.before is None and whole.edition.complete


@pytest.mark.parametrize(("province", "day"), [("da-nang", "2026-11-28"), ("hoi-nghi", "2024-10-31")])
def test_a_unit_of_after_the_merger_and_the_hall_have_no_papi(province: str, day: str) -> None:
    assert citizens(open_lesson("quang-nam-2024", province, day).profile) is None


def test_what_a_unit_decided_is_told_with_the_names_of_those_that_ended() -> None:
    then = decided(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31").profile).replace(NBSP, " ")
    assert then.startswith("Quảng Nam đã có ")
    merged = decided(open_lesson("ke-hoach-2027", "hai-phong", "2026-11-21").profile).replace(NBSP, " ")
    assert merged == "Trước sắp xếp, Hải Phòng và Hải Dương đã có văn bản riêng về chuyển đổi số"
    assert is_host(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31").profile)
    assert not is_host(open_lesson("quang-nam-2024", "da-nang", "2024-10-31").profile)
    for line in figure_lines(open_lesson("ke-hoach-2027", "tay-ninh", "2026-11-28").profile):
        assert ": " in line and not line.endswith(".")


def test_days_to_come_are_the_next_three_and_say_the_state_of_a_document_not_yet_in_force() -> None:
    lesson = open_lesson("ke-hoach-2027", "da-nang", "2026-11-21")
    rows = lesson.figures.due().data["rows"]
    assert [(row[0], row[3]) for row in rows] == [("15/12/2026", 24), ("20/12/2026", 29), ("25/12/2026", 34)]
    issued, in_force = date(2026, 6, 26), date(2026, 7, 1)
    deadline = next(each for each in deadlines(issued, "tinh") if each.law == "nd-224-2026")
    state = law.state(law.document("nd-224-2026"), issued)
    assert not state.simply_in_force
    assert based_on(deadline, issued).endswith(f" NĐ 224/2026, {state.label}")
    assert based_on(deadline, in_force).endswith(" NĐ 224/2026")
