"""The index as published until a given day: editions, a unit's own rows, predecessors, means, pillars and ties."""

from __future__ import annotations

from datetime import date

import pytest

from taphuan.known import dti
from taphuan.known.dti import Score, own_scores, predecessor_scores, table
from taphuan.known.units import resolve, units_on

TODAY = date(2026, 11, 21)


def scores(slug: str, iso: str) -> list[tuple[int, int, int]]:
    """(year, rank, of) of every row of the unit itself known on an ISO day."""
    day = date.fromisoformat(iso)
    return [(s.year, s.rank, s.of) for s in own_scores(resolve(slug, day), day)]


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ("2020-12-18", []),
        ("2021-10-18", []),
        ("2021-10-19", [2020]),
        ("2022-08-07", [2020]),
        ("2022-08-08", [2020, 2021]),
        ("2023-07-11", [2020, 2021]),
        ("2023-07-12", [2020, 2021, 2022]),
        ("2024-10-31", [2020, 2021, 2022]),
        ("2025-02-05", [2020, 2021, 2022]),
        ("2025-02-06", [2020, 2021, 2022, 2023]),
        ("2025-10-20", [2020, 2021, 2022, 2023]),
        ("2025-10-21", [2020, 2021, 2022, 2023, 2024]),
    ],
)
def test_an_edition_is_known_from_its_day_of_publication(day: str, years: list[int]) -> None:
    assert [edition.year for edition in dti.editions(date.fromisoformat(day))] == years


def test_bac_giang_in_early_2022_has_2020_with_its_pillars_and_nothing_later() -> None:
    day = date(2022, 1, 31)
    (score,) = own_scores(resolve("bac-giang", day), day)
    assert (score.year, score.rank, score.of, score.value) == (2020, 10, 63, 0.3615)
    assert [(p.key, p.rank, p.derived) for p in dti.pillars(score)] == [
        ("digital_government", 7, False),
        ("digital_economy", 14, False),
        ("digital_society", 25, False),
    ]


def test_quang_nam_in_october_2024_has_2022_and_not_2023() -> None:
    assert scores("quang-nam", "2022-08-07") == []
    assert scores("quang-nam", "2024-10-31") == [(2021, 25, 63), (2022, 31, 63)]
    assert scores("quang-nam", "2025-02-06") == [(2021, 25, 63), (2022, 31, 63), (2023, 41, 63)]


def test_bac_kan_in_2020_has_no_index() -> None:
    assert scores("bac-kan", "2020-12-18") == []


def test_a_merged_unit_has_its_own_rows_since_2024_and_those_of_its_predecessors_before() -> None:
    for iso in ("2025-12-15", "2026-11-21"):
        day = date.fromisoformat(iso)
        da_nang = resolve("da-nang", day)
        assert scores("da-nang", iso) == [(2024, 17, 34)]
        assert [(s.name, s.rank, s.of, s.value) for s in predecessor_scores(da_nang, 2024, day)] == [
            ("Đà Nẵng", 2, 63, 0.8335),
            ("Quảng Nam", 57, 63, 0.5803),
        ]
        assert [s.slug for s in predecessor_scores(da_nang, 2023, day)] == ["da-nang", "quang-nam"]
    assert scores("da-nang", "2025-07-01") == []
    assert predecessor_scores(resolve("da-nang", date(2025, 7, 1)), 2024, date(2025, 7, 1)) == ()


def test_a_unit_whose_territory_did_not_change_has_rows_in_both_tables() -> None:
    assert scores("hue", "2026-11-21") == [(2020, 2, 63), (2021, 2, 63), (2022, 4, 63), (2023, 3, 63), (2024, 2, 34)]
    assert predecessor_scores(resolve("hue", TODAY), 2024, TODAY) == ()


@pytest.mark.parametrize(
    ("slug", "day", "newest"),
    [
        ("thua-thien-hue", "2024-12-31", (2022, 4, 63)),
        ("hue", "2025-01-01", (2022, 4, 63)),
        ("hue", "2025-02-06", (2023, 3, 63)),
        ("hue", "2025-07-01", (2023, 3, 63)),
        ("hue", "2025-10-21", (2024, 2, 34)),
    ],
)
def test_hue_has_its_rows_under_each_of_its_slugs(slug: str, day: str, newest: tuple[int, int, int]) -> None:
    assert scores(slug, day)[-1] == newest


def test_no_merged_unit_has_a_row_among_the_63() -> None:
    for day in (date(2025, 7, 1), date(2025, 10, 21), TODAY):
        for unit in units_on(day):
            for score in own_scores(unit, day):
                assert score.of == 34 or not predecessor_scores(unit, score.year, day), (unit.slug, score.year)
                assert score.name == unit.name or score.slug in (unit.slug, "thua-thien-hue", "ho-chi-minh")


def test_2024_has_two_tables_and_every_other_year_one() -> None:
    assert [len(table(2024, of)) for of in (34, 63)] == [34, 63]
    assert [len(table(2022, of)) for of in (34, 63)] == [0, 63]
    assert len(table(2020, 63)) == 34
    assert len(table(2021, 63)) == 31
    assert table(2019, 63) == ()
    assert [s.rank for s in table(2022, 63)] == sorted(s.rank for s in table(2022, 63))


def test_equal_values_share_the_better_rank() -> None:
    tied = [s.slug for s in table(2021, 63) if s.rank == 12]
    assert tied == ["thanh-hoa", "vinh-phuc"]
    assert not [s for s in table(2021, 63) if s.rank == 13]


def test_a_mean_needs_the_value_of_every_unit() -> None:
    all_63 = table(2022, 63)
    assert dti.common_indices(all_63) == ("infrastructure", "digital_government", "digital_economy", "digital_society")
    assert dti.common_indices(table(2023, 63)) == dti.common_indices(all_63)
    assert dti.common_indices(table(2024, 34)) == tuple(dti.INDICES)
    assert dti.common_indices(()) == ()
    assert dti.mean(all_63, "awareness") is None
    assert dti.mean(table(2020, 63)) is None
    assert dti.mean(()) is None
    assert dti.mean(all_63) == pytest.approx(0.5787, abs=5e-5)
    assert dti.mean(table(2024, 63)) == pytest.approx(0.6961, abs=5e-5)
    assert dti.mean(all_63) == dti.mean(tuple(reversed(all_63)))


def test_pillars_are_the_published_ones_or_marked_as_derived() -> None:
    quang_nam = next(s for s in table(2022, 63) if s.slug == "quang-nam")
    assert [(p.rank, p.derived) for p in dti.pillars(quang_nam)] == [(30, True), (45, True), (41, True)]
    da_nang_63 = next(s for s in table(2024, 63) if s.slug == "da-nang")
    da_nang_34 = next(s for s in table(2024, 34) if s.slug == "da-nang")
    assert [p.rank for p in dti.pillars(da_nang_34)] == [27, 21, 27]
    assert [p.rank for p in dti.pillars(da_nang_63)] != [27, 21, 27]
    assert all(p.derived for s in (da_nang_63, da_nang_34) for p in dti.pillars(s))


def test_a_blank_cell_is_none_and_not_zero() -> None:
    thai_nguyen = next(s for s in table(2020, 63) if s.slug == "thai-nguyen")
    assert (thai_nguyen.rank, thai_nguyen.value, thai_nguyen.index("infrastructure")) == (12, None, None)
    assert isinstance(thai_nguyen, Score)
