"""What data/ says of units and of the index on a day, read again from its files.

This is the second reading: it shares no code with the package, uses the standard library and YAML alone, and is plain rather than
fast. Index values are exact fractions between 0 and 1, as published.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
LAST_DAY = date(9999, 12, 31)
# the published names of the main indices, by column
INDICES = {
    "awareness": "Nhận thức số",
    "institutions": "Thể chế số",
    "infrastructure": "Hạ tầng số",
    "human_resources": "Nhân lực số",
    "cybersecurity": "An toàn thông tin mạng",
    "digital_government": "Hoạt động chính quyền số",
    "digital_economy": "Hoạt động kinh tế số",
    "digital_society": "Hoạt động xã hội số",
}
PILLARS = {
    "digital_government": "Trụ cột chính quyền số",
    "digital_economy": "Trụ cột kinh tế số",
    "digital_society": "Trụ cột xã hội số",
}
ONE_POINT = Fraction(1, 100)


@cache
def file(name: str) -> Path:
    """The data file with this name, in whatever folder of data/ it lies."""
    (found,) = DATA.rglob(name)
    return found


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of data/."""
    with file(name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def day(text: str, default: date = LAST_DAY) -> date:
    return date.fromisoformat(text) if text else default


@dataclass(frozen=True)
class Unit:
    """A province or city while its row of provinces.csv holds."""

    slug: str
    name: str
    full_name: str
    region: str
    start: date
    end: date


@cache
def all_units() -> tuple[Unit, ...]:
    return tuple(
        Unit(r["slug"], r["name"], r["full_name"], r["region"], day(r["valid_from"], date.min), day(r["valid_to"]))
        for r in rows("provinces.csv")
    )


@cache
def units_on(on: date) -> dict[str, Unit]:
    return {unit.slug: unit for unit in all_units() if unit.start <= on <= unit.end}


@cache
def region_names(on: date) -> dict[str, str]:
    """slug → name of the regions of a day."""
    return {
        r["slug"]: r["name"] for r in rows("regions.csv") if day(r["valid_from"], date.min) <= on <= day(r["valid_to"])
    }


@cache
def changes() -> tuple[tuple[str, str, date, str], ...]:
    """(old slug, new slug, first day, event) of every change of a unit."""
    return tuple(
        (r["predecessor_slug"], r["successor_slug"], day(r["effective_from"]), r["event"])
        for r in rows("province_mergers.csv")
    )


@cache
def parts(slug: str, on: date) -> frozenset[str]:
    """The slugs of the units that were merged into this one until the day; empty for a unit that was not merged."""
    return frozenset(old for old, new, first, event in changes() if new == slug and event == "merged" and first <= on)


@cache
def own_slugs(slug: str, on: date) -> frozenset[str]:
    """The slug of a unit and those it bore before, as long as its territory stayed the same."""
    found = {slug}
    while True:
        before = {
            old
            for old, new, first, event in changes()
            if new in found and event in ("status-change", "unchanged") and first <= on
        }
        if before <= found:
            return frozenset(found)
        found |= before


@dataclass(frozen=True)
class Edition:
    """One year of the index. `of` is the number of units it ranks: those in force when it was published."""

    year: int
    on: date
    issuer: str
    complete: bool
    method: str
    of: int


@cache
def editions() -> tuple[Edition, ...]:
    """The editions of the provincial index, oldest first."""
    (name,) = [
        path for path in DATA.rglob("publications.csv") if "issuer" in path.read_text(encoding="utf-8").splitlines()[0]
    ]
    with name.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    return tuple(
        Edition(
            int(r["year"]),
            day(r["published_on"]),
            r["issuer"],
            r["complete"] == "yes",
            r["method"],
            len(units_on(day(r["published_on"]))),
        )
        for r in sorted(found, key=lambda r: r["year"])
    )


@cache
def table(year: int, of: int) -> dict[str, dict[str, str]]:
    """slug → row of the edition over `of` units; {} where there is none. A table over the units before a merger has a file of its own."""
    for edition in editions():
        if edition.year == year and edition.of == of:
            return {r["province_slug"]: r for r in rows("dti.csv") if r["year"] == str(year)}
    if any(DATA.rglob(f"dti_{year}_premerger{of}.csv")):
        return {r["province_slug"]: r for r in rows(f"dti_{year}_premerger{of}.csv")}
    return {}


def table_file(year: int, of: int) -> str:
    """The name of the file that `table` reads, for findings."""
    return f"dti_{year}_premerger{of}.csv" if _is_premerger(year, of) else "dti.csv"


def is_complete(year: int, of: int) -> bool:
    """Whether the table has a row of every unit it ranks, so that it may be compared."""
    complete = next((e.complete for e in editions() if e.year == year), False)
    return complete and len(table(year, of)) == of


@cache
def exact(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def value(row: dict[str, str], column: str) -> Fraction | None:
    return exact(row[column])


def find_row(year: int, of: int, slugs: Iterable[str]) -> dict[str, str] | None:
    """The row of a unit that may stand under any of these slugs."""
    rows_of = table(year, of)
    return next((rows_of[slug] for slug in sorted(slugs) if slug in rows_of), None)


@cache
def own(slug: str, on: date) -> tuple[tuple[int, int, dict[str, str]], ...]:
    """(year, of, row) of the unit's own rows that were public on the day, oldest first. A merged unit has none of its parts'."""
    found = []
    era = len(units_on(on))
    for edition in editions():
        if edition.on > on:
            continue
        of = edition.of if edition.of == era or not parts(slug, on) else 0
        row = find_row(edition.year, of, own_slugs(slug, on)) if of else None
        if row is not None:
            found.append((edition.year, of, row))
    return tuple(found)


@cache
def comparable(year: int, of: int) -> tuple[str, ...]:
    """The columns of the indices that every unit of a table has."""
    rows_of = table(year, of).values()
    return tuple(key for key in INDICES if rows_of and all(row[key] for row in rows_of))


@cache
def mean(year: int, of: int, column: str, slugs: frozenset[str] | None = None) -> Fraction | None:
    """The unweighted mean of a column over the whole table, or over some of its units."""
    chosen = [row for slug, row in table(year, of).items() if slugs is None or slug in slugs]
    values = [Fraction(row[column]) for row in chosen if row[column]]
    return sum(values, Fraction(0)) / len(values) if values and len(values) == len(chosen) else None


@cache
def region_members(slug: str, on: date) -> frozenset[str]:
    """The units of the same region on the day."""
    here = units_on(on)
    return frozenset(other.slug for other in here.values() if other.region == here[slug].region)


@cache
def conference(slug: str) -> dict:
    return yaml.safe_load((DATA / "conferences" / f"{slug}.yaml").read_text(encoding="utf-8"))


@cache
def participants(slug: str, on: date) -> frozenset[str]:
    """The units that take part: those of the conference's own day, and on a later day what became of them."""
    said, then = conference(slug)["participants"], day(conference(slug)["as_of"])
    found = {
        unit.slug
        for unit in units_on(then).values()
        if said.get("all") or unit.region in said.get("regions", ()) or unit.slug in said.get("provinces", ())
    }
    for first in sorted({first for _, _, first, _ in changes() if then < first <= on}):
        became = {old: new for old, new, since, _ in changes() if since == first}
        found = {became.get(name, name) for name in found}
    return frozenset(found)


@cache
def pillar(year: int, of: int, slug: str, key: str) -> tuple[int | None, Fraction | None, bool]:
    """(rank, value, computed) of a unit in a pillar: what was published; where nothing was, what is derived from the indices."""
    stated: dict[str, str] = {}
    if not _is_premerger(year, of):
        wanted = (str(year), slug, key)
        stated = next(
            (r for r in rows("dti_pillars.csv") if (r["year"], r["province_slug"], r["pillar"]) == wanted), {}
        )
    derived = derived_pillars(year, of).get((slug, key), {})
    rank = table(year, of).get(slug, {}).get(f"rank_{key}") or stated.get("rank")
    any_rank = rank or derived.get("rank_derived")
    return (
        int(any_rank) if any_rank else None,
        exact(stated.get("value") or derived.get("value_derived") or ""),
        not rank,
    )


def _is_premerger(year: int, of: int) -> bool:
    """Whether the table is that over the units before a merger, which no publication ranks."""
    return all(edition.of != of for edition in editions() if edition.year == year)


@cache
def derived_pillars(year: int, of: int) -> dict[tuple[str, str], dict[str, str]]:
    """(slug, pillar) → row of the derived pillars of a table."""
    name = f"{of}-premerger" if _is_premerger(year, of) else str(of)
    return {
        (r["province_slug"], r["pillar"]): r
        for r in rows("dti_pillars_derived.csv")
        if (r["year"], r["province_set"]) == (str(year), name)
    }


def tenth(number: Fraction) -> str:
    """A number with one decimal, rounded half up: 57,9."""
    tenths = int(abs(number) * 10 + Fraction(1, 2))
    return f"{'−' if number < 0 and tenths else ''}{tenths // 10},{tenths % 10}"


def points(number: Fraction) -> str:
    """An index value as it is printed: 0.57866 → 57,9."""
    return tenth(number * 100)


def compared(number: Fraction, other: Fraction) -> str:
    if abs(number - other) < ONE_POINT:
        return "ngang"
    return "cao hơn" if number > other else "thấp hơn"


def vietnamese(on: date) -> str:
    """A day as it is printed: 06/02/2025, 12/7/2023 (a zero before 1 and 2 of the month, before each one-digit day)."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"{on.day:02d}/{month}/{on.year}"


def read_day(text: str) -> date:
    """A printed day; the last of all days for one that no calendar has, which no row can bear out."""
    number, month, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, number)
    except ValueError:
        return LAST_DAY
