"""Every claim over all conferences, days and units is true: held against a reckoning of its own from the rows of data/dti."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from math import log
from pathlib import Path
from statistics import pstdev

import pytest

from all_lessons import ALL, said, said_of_all
from index_rows import INDICES, POINT, Rows, csv_rows, printed
from taphuan.known.units import region_units
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.register import HALL_KINDS, PROFILE_KINDS
from taphuan.lesson.lesson import Lesson


@cache
def table(file: str, year: str) -> Rows:
    return {row["province_slug"]: row for row in csv_rows(file) if row["year"] == year}


def mean(rows: Rows, column: str) -> Fraction:
    return sum((Fraction(row[column]) for row in rows.values()), Fraction(0)) / len(rows)


def word(gap: Fraction) -> str:
    return "level" if abs(gap) < POINT else "above" if gap > 0 else "below"


def own(lesson: Lesson, claim: Claim) -> tuple[dict[str, str], Rows, Rows]:
    """The unit's row, the rows of its table and those of its region, by what the evidence names first."""
    file, key, _ = claim.evidence[0]
    year = dict(part.split("=") for part in key.split(";"))["year"]
    rows = table(file, year)
    unit = lesson.unit
    slug = next(slug for slug in (unit.slug, unit.geo_slug) if slug in rows)
    of_region = {slug for other in region_units(unit, lesson.as_of) for slug in (other.slug, other.geo_slug)}
    return rows[slug], rows, {slug: row for slug, row in rows.items() if slug in of_region}


def test_there_is_enough_to_hold() -> None:
    assert len(ALL) > 600
    assert len({claim.id for lesson in ALL for claim in said(lesson).values()}) >= 40


def test_no_sentence_comes_goes_or_changes_unseen() -> None:
    """Whether they are true is for the other tests; a change of data or code is read here, then `make golden`."""
    golden = Path(__file__).parents[2] / "golden/claims.tsv"
    then, now = (
        {line.split("\t")[0]: line for line in text.splitlines()} for text in (golden.read_text("utf-8"), said_of_all())
    )
    differing = [f"- {then.get(key)}\n+ {now.get(key)}" for key in sorted(then | now) if then.get(key) != now.get(key)]
    assert not differing, "\n".join(["other claims than before:", *differing])


def test_the_evidence_of_every_claim_stands_in_data() -> None:
    cells = {cells for lesson in ALL for claim in said(lesson).values() for cells in claim.evidence}
    assert len(cells) > 1000
    for file, key, column in cells:
        wanted = dict(part.split("=") for part in key.split(";"))
        rows = [row for row in csv_rows(file) if all(row[name] == value for name, value in wanted.items())]
        assert rows and all(row[column] for row in rows), (file, key, column)


def test_nothing_rests_on_an_edition_that_was_not_published() -> None:
    published = {row["year"]: date.fromisoformat(row["published_on"]) for row in csv_rows("dti/publications.csv")}
    papi = {
        row["edition"]: date.fromisoformat(row["published_on"])
        for row in csv_rows("measures/editions.csv")
        if row["measure"] == "papi"
    }
    for lesson in ALL:
        for claim in said(lesson).values():
            for file, key, _ in claim.evidence:
                wanted = dict(part.split("=") for part in key.split(";"))
                day = published[wanted["year"]] if file.startswith("dti/") else papi[wanted["edition"]]
                assert day <= lesson.as_of, (lesson, claim.id)


def test_a_value_beside_its_means() -> None:
    for lesson in ALL:
        for name, claim in said(lesson).items():
            if not name.startswith(("position", "index ")):
                continue
            row, rows, region = own(lesson, claim)
            column = "pdti" if name == "position" else name.removeprefix("index ")
            value, table_mean = Fraction(row[column]), mean(rows, column)
            words = [word(value - table_mean)]
            numbers = [printed(value), printed(table_mean)]
            if len(region) > 1:
                words.append(word(value - mean(region, column)))
                numbers.append(printed(mean(region, column)))
            assert claim.id.split("/")[1] == "-".join(words), (lesson, claim)
            assert [part for part in numbers if part not in claim.text] == [], (lesson, claim)


def test_ranks_and_places() -> None:
    for lesson in ALL:
        for name, claim in said(lesson).items():
            if name not in ("rank", "region"):
                continue
            row, rows, region = own(lesson, claim)
            group = (
                region
                if name == "region"
                else {
                    key.split("province_slug=")[1]: rows[key.split("province_slug=")[1]] for _, key, _ in claim.evidence
                }
            )
            ranks = [int(other["rank"]) for other in group.values()]
            place = 1 + sum(rank < int(row["rank"]) for rank in ranks)
            if len(ranks) == 1:
                form = "alone"
            elif ranks.count(int(row["rank"])) > 1:
                form = "tie"
            else:
                form = "first" if place == 1 else "last" if place == len(ranks) else "between"
            assert claim.id == f"{name}/{form}", (lesson, claim)
            text = claim.text.replace("\u00a0", " ")
            assert name == "region" or f"xếp {row['rank']}/{len(rows) if form != 'alone' else ''}" in text
            assert form not in ("between", "tie") or f"thứ {place} " in text


def comparable(rows: Rows) -> list[str]:
    return [key for key in INDICES if all(row[key] for row in rows.values())]


def test_indices_weakest_and_strongest() -> None:
    for lesson in ALL:
        claims = said(lesson)
        if "indices" not in claims:
            continue
        row, rows, _ = own(lesson, claims["indices"])
        gaps = {key: Fraction(row[key]) - mean(rows, key) for key in comparable(rows)}
        words = [word(gap) for gap in gaps.values()]
        assert claims["indices"].id == f"indices/{words[0] if len(set(words)) == 1 else 'mixed'}"
        for said_word, name in (("cao hơn", "above"), ("ngang", "level"), ("thấp hơn", "below")):
            count = words.count(name)
            assert (f"{said_word} ở {count}" in claims["indices"].text) == (0 < count < len(words)), (lesson, claims)
        weakest = claims.get("weakest")
        if min(gaps.values()) <= -POINT:
            assert weakest is not None and weakest.id == "weakest/below"
            key = min(gaps, key=lambda each: gaps[each])
            assert f"({printed(Fraction(row[key]))} so với {printed(mean(rows, key))})" in weakest.text, (
                lesson,
                weakest,
            )
        else:
            room = {key: max(Fraction(other[key]) for other in rows.values()) - Fraction(row[key]) for key in gaps}
            assert (weakest is not None) == (max(room.values()) >= POINT)
            assert weakest is None or weakest.id == "weakest/room"
        if strongest := claims.get("strongest"):
            above = max(gaps.values()) >= POINT
            assert strongest.id == f"strongest/{'above' if above else 'nearest'}"
            key = max(gaps, key=lambda each: gaps[each]) if above else min(gaps, key=lambda each: abs(gaps[each]))
            assert printed(Fraction(row[key])) in strongest.text


@cache
def similar_to(slug: str, day: str) -> tuple[str, ...]:
    """The six units of today nearest by the logarithm of the population, the urban share and the logarithm of GRDP per head,
    of the newest year of which both files were public; () where none was."""
    if day < "2025-07-01":
        return ()
    known = [
        {r["edition"] for r in csv_rows("measures/editions.csv") if r["measure"] == name and r["published_on"] <= day}
        for name in ("population", "grdp_per_head")
    ]
    if not known[0] & known[1]:
        return ()
    year = max(known[0] & known[1])
    people = {r["province_slug"]: r for r in csv_rows("measures/population/population.csv") if r["edition"] == year}
    wealth = {
        r["province_slug"]: r for r in csv_rows("measures/grdp_per_head/grdp_per_head.csv") if r["edition"] == year
    }
    numbers: dict[str, tuple[float, float, float]] = {}
    for unit in (r for r in csv_rows("units/provinces.csv") if r["valid_from"] == "2025-07-01"):
        parts = [
            next(name for name in (r["slug"], r["geo_slug"]) if name in people)
            for r in csv_rows("units/provinces.csv")
            if r["valid_to"] == "2025-06-30" and r["successor_slug"] == unit["slug"]
        ]
        total = sum(float(people[name]["population"]) for name in parts)
        urban = sum(float(people[name]["urban_population"]) for name in parts) / total
        grdp = sum(float(wealth[name]["grdp_per_head"]) * float(people[name]["population"]) for name in parts) / total
        numbers[unit["slug"]] = (log(total), urban, log(grdp))
    spreads = [pstdev(column) for column in zip(*numbers.values(), strict=True)]

    def apart(other: str) -> float:
        return sum(((a - b) / s) ** 2 for a, b, s in zip(numbers[other], numbers[slug], spreads, strict=True))

    return tuple(sorted((other for other in numbers if other != slug), key=apart)[:6])


def test_a_teacher_is_five_points_better_and_the_best_of_the_similar_or_of_the_region() -> None:
    """Of each of the three indices furthest below the mean: the teacher that must be told, or that nobody is."""
    names = {row["province_slug"]: row["province_name"] for row in csv_rows("dti/dti.csv")}
    told = {"teacher/similar": 0, "teacher/region": 0}
    for lesson in ALL:
        claims = said(lesson)
        if "indices" not in claims:
            continue
        row, rows, region = own(lesson, claims["indices"])
        gaps = {key: Fraction(row[key]) - mean(rows, key) for key in comparable(rows)}
        weak = [key for key in sorted(gaps, key=lambda each: gaps[each]) if gaps[key] <= -POINT][:3]
        alike = similar_to(lesson.unit.slug, lesson.as_of.isoformat())
        group = [rows[slug] for slug in alike] if alike else [other for other in region.values() if other is not row]
        wanted = []
        for key in weak:
            best = max((Fraction(other[key]) for other in group), default=Fraction(0))
            if best - Fraction(row[key]) < 5 * POINT:
                continue
            listed = [names[other["province_slug"]] for other in group if Fraction(other[key]) == best]
            wanted.append((key, "teacher/similar" if alike else "teacher/region", printed(best), listed))
        found = [claims[name] for name in sorted(claims) if name.startswith("teacher")]
        assert [(claim.evidence[0].column, claim.id) for claim in found] == [(key, id_) for key, id_, *_ in wanted], (
            lesson
        )
        for claim, (_, id_, best_printed, listed) in zip(found, wanted, strict=True):
            told[id_] += 1
            assert f"({best_printed})" in claim.text and ("°" in claim.text) == (id_ == "teacher/similar")
            assert sum(name in claim.text for name in listed) == min(2, len(listed)), (lesson, claim, listed)
    assert min(told.values()) > 100


@pytest.mark.parametrize("kind", [*PROFILE_KINDS, *HALL_KINDS], ids=lambda kind: kind.id)
def test_never_do_two_forms_hold(kind) -> None:  # type: ignore[no-untyped-def]
    for lesson in ALL:
        subject = lesson.profile if kind in PROFILE_KINDS else lesson.profile.gathering
        if kind in PROFILE_KINDS and lesson.unit.is_everyone:
            continue
        facts = kind.facts(subject)
        assert facts is None or sum(form.holds(facts) for form in kind.forms) <= 1, (lesson, kind.id)
