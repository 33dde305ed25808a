"""The sentences of a briefing over all units and days, and what it proposes to whom."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from taphuan.known.conferences import conference, conference_slugs, participants
from taphuan.lesson.claims import briefing
from taphuan.lesson.claims.claim import ONE_POINT
from taphuan.lesson.lesson import open_lesson
from taphuan.lesson.profile import Profile
from taphuan.lesson.proposals import SUGGESTED, proposals
from taphuan.text import exact

TODAY = date(2026, 11, 28)
PROFILES = [
    open_lesson(slug, unit.slug, on.isoformat()).profile
    for slug in conference_slugs()
    for on in (conference(slug).as_of, TODAY)
    for unit in participants(conference(slug), on)
]


def of(conference_: str, province: str, on: str) -> Profile:
    return open_lesson(conference_, province, on).profile


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_each_index_of_each_unit_is_told_once_and_in_its_place() -> None:
    seen: Counter[str] = Counter()
    for profile in PROFILES:
        claims = {kind.id: kind.claim(profile) for kind in (briefing.FULL, briefing.HIGHER, briefing.EVEN)}
        told = [label for claim in claims.values() if claim for label in _indices(claim.text)]
        below = [row.label.lower() for row in briefing.below_mean(profile)]
        assert Counter(told + below) == Counter(row.label.lower() for row in profile.comparisons)
        seen.update(kind for kind, claim in claims.items() if claim)
        if claim := claims["briefing-above"]:
            rows = {row.label.lower(): row for row in profile.comparisons}
            assert all(
                exact(rows[label].value) - exact(rows[label].table_mean) >= ONE_POINT for label in _indices(claim.text)
            )
    assert set(seen) == {"briefing-full", "briefing-above", "briefing-level"}


def _indices(text: str) -> list[str]:
    names = "|".join(briefing.dti.INDICES.values())
    return [found.lower() for found in re.findall(names, text.partition(": ")[2], re.IGNORECASE)]


def test_the_result_stands_only_where_a_whole_table_is_public() -> None:
    for profile in PROFILES:
        assert (briefing.RESULT.claim(profile) is not None) == bool(profile.table)
    tie = briefing.RESULT.claim(of("quang-nam-2024", "thanh-hoa", "2024-10-31"))
    assert tie is not None and "cùng xếp thứ 15/63" in said(tie.text)


def test_all_below_some_below_none_below() -> None:
    ids = {claim.id for profile in PROFILES if (claim := briefing.LOWER.claim(profile))}
    assert ids == {"briefing-below/some", "briefing-below/all"}
    assert briefing.LOWER.claim(of("quang-nam-2024", "da-nang", "2024-10-31")) is None


def test_a_proposal_names_its_article_or_says_that_it_is_a_suggestion() -> None:
    for profile in PROFILES:
        for each in proposals(profile):
            assert each.text.endswith(f"({SUGGESTED})") or re.search(r"hạn: .+ \(căn cứ .+\)$", said(each.text))
            assert len(each.short) <= 52 and not re.search(r"tương đồng|°", each.text)
        assert sum(SUGGESTED in each.text for each in proposals(profile)) <= 2


def test_without_numbers_and_days_nothing_is_proposed() -> None:
    assert proposals(of("bac-kan-2020", "bac-kan", "2020-12-18")) == ()


def test_communes_are_addressed_where_the_hall_is_of_communes() -> None:
    communes = proposals(of("tp-hcm-2025", "ho-chi-minh", "2025-11-06"))
    province = proposals(of("ke-hoach-2027", "ho-chi-minh", "2026-11-21"))
    assert [each.text.startswith("Ủy ban nhân dân cấp xã") for each in communes] == [True, True, False]
    assert not any("cấp xã" in each.text for each in province)


@pytest.mark.parametrize(
    ("province", "who"), [("ho-chi-minh", ["Quảng Ninh", "Đà Nẵng"]), ("hai-phong", None), ("cao-bang", None)]
)
def test_who_does_better_is_who_the_table_names(province: str, who: list[str] | None) -> None:
    lesson = open_lesson("ke-hoach-2027", province, "2026-11-21")
    rows = lesson.tables.weak().rows
    named = [each.claim.text for each in proposals(lesson.profile) if each.claim]
    better = [row[4].rpartition(" (")[0] for row in rows[:2] if row[4] != "–"]
    assert len(named) == len(better) and all(f"với {b}, nơi" in text for b, text in zip(better, named, strict=True))
    if who is not None:
        assert better == who
