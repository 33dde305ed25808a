"""All measures through one door, as known on a day: own numbers, predecessors, what a merged unit makes together."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from taphuan.data.load import rows
from taphuan.errors import UnknownName
from taphuan.known import dti, measures
from taphuan.known.units import resolve, territory, units_on

TODAY = date(2026, 11, 28)


def day(iso: str) -> date:
    return date.fromisoformat(iso)


def edition(key: str, name: str) -> measures.Edition:
    return next(each for each in measures.editions(key, date.max) if each.key == name)


def test_every_measure_and_part_can_be_read() -> None:
    for measure in measures.measures():
        assert measure.level == "province"
        for part in measure.parts:
            for each in measures.editions(measure.key, TODAY):
                readings = measures.table(each, part.key)
                assert len(readings) <= each.of
                if each.complete and measure.key != "dti" and any(reading.value is not None for reading in readings):
                    assert len(readings) == each.of, (measure.key, part.key, each.key)


@pytest.mark.parametrize(
    ("measure", "iso", "newest"),
    [
        ("papi", "2020-04-27", "2018"),
        ("papi", "2020-04-28", "2019"),
        ("papi", "2025-04-14", "2023"),
        ("papi", "2025-04-15", "2024"),
        ("population", "2024-12-30", "2022"),
        ("population", "2024-12-31", "2023"),
        ("service_index", "2025-12-31", "2024"),
        ("procedures", "2025-11-30", "2025-11"),
        ("dti", "2025-10-20", "2023"),
        ("dti", "2025-10-21", "2024"),
    ],
)
def test_an_edition_is_known_from_its_day_of_publication(measure: str, iso: str, newest: str) -> None:
    assert measures.editions(measure, day(iso))[-1].key == newest


def test_no_day_of_a_copy_is_the_day_of_an_edition() -> None:
    copies = {row["source_id"] for row in rows("producers")}
    days = {row["published_date"] for row in rows("sources") if row["source_id"] in copies} - {""}
    assert days
    assert not [row for row in rows("measures/editions") if row["published_on"] in days]


def test_bac_kan_in_2020_shows_no_rank_of_any_measure() -> None:
    as_of = day("2020-12-18")
    unit = resolve("bac-kan", as_of)
    found = [
        reading
        for measure in measures.measures()
        for part in measure.parts
        for reading in measures.own(measure.key, unit, as_of, part.key)
    ]
    assert {reading.edition.measure for reading in found} == {"papi"}
    assert not [reading for reading in found if reading.rank is not None]


def test_the_dti_is_served_as_it_is_known_by_itself() -> None:
    for iso in ("2022-04-06", "2024-10-31", "2025-11-06", "2026-11-28"):
        for unit in units_on(day(iso)):
            readings = measures.own("dti", unit, day(iso))
            scores = dti.own_scores(unit, day(iso))
            assert [(r.edition.key, r.value, r.rank) for r in readings] == [
                (str(s.year), s.value, s.rank) for s in scores
            ]
    assert [r.edition.of for r in measures.own("dti", resolve("hue", TODAY), TODAY)][-1] == len(units_on(TODAY))


def test_a_published_rank_of_an_index_is_served_and_a_subtracted_one_is_not() -> None:
    as_of = day("2025-06-30")
    ranks = {r.edition.key: r.rank for r in measures.own("dti", resolve("ha-tinh", as_of), as_of, "awareness")}
    assert ranks == {"2022": None, "2023": 1}


def test_a_merged_unit_has_no_own_number_from_before_but_its_predecessors() -> None:
    da_nang = resolve("da-nang", TODAY)
    papi = edition("papi", "2023")
    assert measures.own("papi", da_nang, TODAY, "e_governance") == ()
    before = measures.predecessors(papi, da_nang, "e_governance")
    assert [reading.name for reading in before] == ["Đà Nẵng", "Quảng Nam"]
    assert measures.merged(papi, da_nang, "e_governance") is None
    assert measures.own("service_index", da_nang, TODAY)[-1].edition.key == "2024"
    assert measures.predecessors(edition("service_index", "2024"), da_nang) == ()


def test_a_unit_that_was_not_merged_keeps_its_past_under_every_slug() -> None:
    hue = resolve("hue", TODAY)
    assert [r.edition.key for r in measures.own("papi", hue, TODAY, "e_governance")][:2] == ["2018", "2019"]
    assert measures.predecessors(edition("papi", "2019"), hue, "e_governance") == ()
    assert [u.slug for u in territory(hue, day("2024-12-31"))] == ["thua-thien-hue"]
    assert [u.slug for u in territory(hue, day("2025-01-01"))] == ["hue"]
    assert territory(resolve("quang-nam", day("2024-10-31")), TODAY) == ()


def test_population_adds_up_and_grdp_per_head_is_weighted_by_it() -> None:
    phu_tho = resolve("phu-tho", TODAY)
    people, grdp = edition("population", "2024"), edition("grdp_per_head", "2024")
    parts = {r.slug: Fraction(str(r.value)) for r in measures.predecessors(people, phu_tho)}
    heads = {r.slug: Fraction(str(r.value)) for r in measures.predecessors(grdp, phu_tho)}
    assert set(parts) == {"phu-tho", "vinh-phuc", "hoa-binh"}
    together, per_head = measures.merged(people, phu_tho), measures.merged(grdp, phu_tho)
    assert together is not None and per_head is not None
    assert together.value == pytest.approx(float(sum(parts.values())))
    weighted = sum(parts[slug] * heads[slug] for slug in parts) / sum(parts.values())
    assert per_head.value == pytest.approx(float(weighted))
    assert per_head.value != pytest.approx(float(sum(heads.values()) / 3))
    assert together.derived and per_head.derived and not per_head.comparable


def test_a_copy_is_never_comparable_and_has_no_mean() -> None:
    grdp, people = measures.table(edition("grdp_per_head", "2024")), measures.table(edition("population", "2024"))
    assert measures.mean(grdp) is None and not any(reading.comparable for reading in grdp)
    assert measures.mean(people) == pytest.approx(101343.8 / 63, rel=1e-4)
    assert measures.mean(()) is None


def test_a_reading_by_subtraction_is_marked() -> None:
    as_of = day("2025-06-30")
    ranks = {r.edition.key: (r.rank, r.derived) for r in measures.own("par_index", resolve("nghe-an", as_of), as_of)}
    assert ranks == {"2021": (17, True), "2022": (16, False)}


def test_breaks_of_method() -> None:
    assert measures.crosses_break("papi", "2017", "2018") and measures.crosses_break("papi", "2019", "2020")
    assert not measures.crosses_break("papi", "2020", "2024")
    assert measures.crosses_break("dti", "2023", "2024") and not measures.crosses_break("dti", "2022", "2023")


def test_unknown_names_are_errors_that_name_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="papi"):
        measures.editions("pap", TODAY)
    with pytest.raises(UnknownName, match="e_governance"):
        measures.own("papi", resolve("hue", TODAY), TODAY, "e_government")
