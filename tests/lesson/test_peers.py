"""Who is listed beside a unit by GRDP per head: read in one copy, so only chosen with, never compared."""

from __future__ import annotations

import pytest

from taphuan.lesson.lesson import open_lesson
from taphuan.lesson.peers import peers, similar


def test_peers_have_about_the_same_and_the_own_unit_is_none() -> None:
    found = peers(open_lesson("ke-hoach-2027", "thanh-hoa", "2026-11-21").profile)
    assert found is not None
    assert len(found.everyone) == 34 and found.own.score.slug == "thanh-hoa"
    assert 4 <= len(found.near) <= 12 and found.own not in found.near
    assert all(found.low <= one.grdp <= found.high for one in found.near)
    values = [one.score.value or 0.0 for one in found.near]
    assert values == sorted(values, reverse=True)


def test_a_merged_unit_has_what_its_parts_have_weighted_by_population() -> None:
    found = peers(open_lesson("ke-hoach-2027", "da-nang", "2026-11-21").profile)
    assert found is not None
    # 2024: Quảng Nam 74 and Đà Nẵng 112,9 would have 93,45 as a plain mean
    own = found.own.grdp
    assert own != pytest.approx(93.45, abs=0.05) and 74 < own < 112.9


@pytest.mark.parametrize(
    ("conference", "province", "day"),
    [
        ("quang-nam-2024", "quang-nam", "2024-10-31"),  # the table of 63 units, no copy of that day
        ("quang-nam-2024", "da-nang", "2025-09-01"),  # no table of the 34 yet
        ("ke-hoach-2027", "hoi-nghi", "2026-11-21"),  # nobody's own
    ],
)
def test_no_list_where_the_two_numbers_are_not_of_the_same_units(conference: str, province: str, day: str) -> None:
    assert peers(open_lesson(conference, province, day).profile) is None


def test_the_six_most_similar_units_the_nearest_first() -> None:
    found = similar(open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21").profile)
    assert found is not None
    assert [score.name for score in found.scores] == [
        "Hà Nội", "Đồng Nai", "Hải Phòng", "Đà Nẵng", "Quảng Ninh", "Cần Thơ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("conference", "province", "day"),
    [("quang-nam-2024", "quang-nam", "2024-10-31"), ("quang-nam-2024", "da-nang", "2025-09-01"), ("ke-hoach-2027", "hoi-nghi", "2026-11-21")],
)  # fmt: skip
def test_who_is_similar_is_not_known_where_the_numbers_are_not_of_the_same_units(
    conference: str, province: str, day: str
) -> None:
    assert similar(open_lesson(conference, province, day).profile) is None
