"""Units of `lesson.data`: provinces, regions, mergers and communes of the lesson's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.data.load import rows
from taphuan.known import communes, units
from taphuan.lesson.frames.place import ERA, STANDING, standing
from taphuan.lesson.frames.table import Table, fields, text, truth
from taphuan.text import alphabetical, say

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

_KINDS = {
    "tinh": say("lesson.frames.units.province"),
    "thanh-pho": say("lesson.frames.units.city"),
    "xa": say("lesson.frames.units.commune"),
    "phuong": say("lesson.frames.units.ward"),
    "thi-tran": say("lesson.frames.units.township"),
    "dac-khu": say("lesson.frames.units.special_zone"),
}
_EVENTS = {
    "merged": say("lesson.frames.units.merged"),
    "unchanged": say("lesson.frames.units.unchanged"),
    "status-change": say("lesson.frames.units.kind_changed"),
    "split": say("lesson.frames.units.divided"),
    "district-to-special-zone": say("lesson.frames.units.district_to_zone"),
}
_PARTS = {"whole": say("lesson.frames.units.whole"), "part": say("lesson.frames.units.part")}
_OFFICE = say("lesson.frames.units.office")


def _number(value: str) -> int | None:
    return int(value) if value else None


def _used_from(dataset: str) -> dict[str, date]:
    """First day of use by column or file (data/units/publications.csv)."""
    return {
        row["column_or_year"]: date.fromisoformat(row["published_on"])
        for row in rows("units/publications")
        if row["dataset"] == dataset
    }


def _provinces(lesson: Lesson) -> Iterator[dict[str, Any]]:
    days, day = _used_from("provinces.csv"), lesson.as_of
    raw = {(row["slug"], row["valid_from"]): row for row in rows("units/provinces")}
    regions = {region.slug: region.name for region in units.regions_on(day)}
    places = standing(lesson, day)

    def usable(name: str) -> bool:
        return days[name] <= day

    for unit in sorted(units.units_on(day), key=lambda unit: alphabetical(unit.name)):
        row = raw[unit.slug, unit.valid_from.isoformat()]
        population = usable(f"population ({row['population_year']})")
        area = usable(f"area_km2 ({row['area_basis']})")
        # a reclassification after the arrangement leaves the number of communes as it was
        counted = row["n_communes_asof"]
        communes_known = bool(counted) and usable(f"n_communes ({counted if counted < '2026' else '2026'})")
        yield {
            "valid_from": unit.valid_from,
            "code": unit.code,
            "full_name": unit.full_name,
            "kind": _KINDS[unit.kind],
            "region": unit.region_slug,
            "region_name": regions[unit.region_slug],
            "population": _number(row["population"]) if population else None,
            "population_year": _number(row["population_year"]) if population else None,
            "derived": row["population_basis"] == "gso-average-summed",
            "area_km2": float(row["area_km2"]) if area else None,
            "approximate": row["area_basis"] == "secondary-approximate",
            "n_communes": _number(row["n_communes"]) if communes_known else None,
            **places.row(unit.slug, unit.name),
        }


def _regions(lesson: Lesson) -> Iterator[dict[str, Any]]:
    on_day = units.units_on(lesson.as_of)
    for region in units.regions_on(lesson.as_of):
        yield {
            "slug": region.slug,
            "order": region.order,
            "name": region.name,
            "full_name": region.full_name,
            "n_provinces": sum(unit.region_slug == region.slug for unit in on_day),
        }


def _province_mergers(lesson: Lesson) -> Iterator[dict[str, Any]]:
    names = {
        (row["slug"], row["valid_from"]): units.display_name(row["slug"], row["name"])
        for row in rows("units/provinces")
    }

    def name(slug: str, day: date, before: bool) -> str:
        spans = [span for at, span in names.items() if at[0] == slug and (at[1] < day.isoformat()) is before]
        return spans[-1 if before else 0]

    for row in rows("units/province_mergers"):
        effective = date.fromisoformat(row["effective_from"])
        if effective <= lesson.as_of:
            yield {
                "predecessor": row["predecessor_slug"],
                "predecessor_name": name(row["predecessor_slug"], effective, True),
                "successor": row["successor_slug"],
                "successor_name": name(row["successor_slug"], effective, False),
                "effective_from": effective,
                "event": _EVENTS[row["event"]],
                "legal_basis": row["legal_basis"],
            }


def _agencies(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for body in dict.fromkeys(row["body"] for row in rows("units/agencies")):
        known = any(
            row["body"] == body and row["valid_from"] <= lesson.as_of.isoformat() for row in rows("units/agencies")
        )
        if known:
            yield {"body": body, "name": units.agency(body, lesson.as_of)}


# --- communes ---------------------------------------------------------------------------------------------------------


def _on_day(lesson: Lesson) -> tuple[communes.Commune, ...]:
    """The communes of the day; () before the first day for which a list is held."""
    return communes.communes_on(lesson.as_of) if lesson.as_of >= communes.FIRST_DAY else ()


def _provinces_by_slug(day: date) -> dict[str, str]:
    return {unit.slug: unit.name for unit in units.units_on(day)}


def _communes(lesson: Lesson) -> Iterator[dict[str, Any]]:
    provinces, own = _provinces_by_slug(lesson.as_of), lesson.unit.slug
    for one in _on_day(lesson):
        yield {
            "code": one.code,
            "valid_from": one.valid_from,
            "name": one.name,
            "full_name": one.full_name,
            "kind": _KINDS[one.kind],
            "district": one.district or None,
            "province": one.province_slug,
            "province_name": provinces[one.province_slug],
            "own": one.province_slug == own,
        }


def _commune_mergers(lesson: Lesson) -> Iterator[dict[str, Any]]:
    used_from = _used_from("commune_mergers.csv")["all"]
    if used_from > lesson.as_of or lesson.as_of < units.MERGER:
        return
    old = {row["code"]: row for row in rows("units/communes") if row["valid_to"] == "2025-06-30"}
    new = {row["code"]: row for row in rows("units/communes") if row["valid_from"] == units.MERGER.isoformat()}
    for row in rows("units/commune_mergers"):
        yield {
            "old_code": row["old_code"] or None,
            "old_name": old[row["old_code"]]["full_name"] if row["old_code"] else row["old_district"],
            "new_code": row["new_code"],
            "new_name": new[row["new_code"]]["full_name"],
            "province": new[row["new_code"]]["province_slug"],
            "effective_from": date.fromisoformat(row["effective_from"]),
            "part": _PARTS[row["part"]],
            "event": _EVENTS[row["event"]],
            "own": new[row["new_code"]]["province_slug"] == lesson.unit.slug,
        }


def _commune_counts(lesson: Lesson) -> Iterator[dict[str, Any]]:
    names, day = _provinces_by_slug(lesson.as_of), lesson.as_of.isoformat()
    for row in rows("units/commune_counts"):
        if row["effective_from"] <= day and _used_from("commune_counts.csv")["all"] <= lesson.as_of:
            kinds = row["kinds_on"] <= day
            yield {
                "province": row["province_slug"],
                "province_name": names[row["province_slug"]],
                "effective_from": date.fromisoformat(row["effective_from"]),
                **{key: int(row[key]) for key in ("n_before", "n_after", "n_split", "n_unchanged")},
                "kinds_on": date.fromisoformat(row["kinds_on"]) if kinds else None,
                **{key: int(row[key]) if kinds else None for key in ("n_phuong", "n_xa", "n_dac_khu")},
                "resolution": row["resolution"],
                "own": row["province_slug"] == lesson.unit.slug,
            }


def _commune_stats(lesson: Lesson) -> Iterator[dict[str, Any]]:
    if _used_from("commune_stats.csv")["seat, area_km2"] > lesson.as_of:
        return
    provinces = _provinces_by_slug(lesson.as_of)
    for one in _on_day(lesson):
        found = communes.details(one, lesson.as_of)
        if found.seat or found.area_km2 is not None:
            yield {
                "code": one.code,
                "name": one.full_name,
                "province": one.province_slug,
                "province_name": provinces[one.province_slug],
                "seat": found.seat or None,
                "area_km2": found.area_km2,
                "own": one.province_slug == lesson.unit.slug,
            }


def _commune_rankings(lesson: Lesson) -> Iterator[dict[str, Any]]:
    by_code = {one.code: one for one in _on_day(lesson)}
    for row in rows("units/commune_rankings"):
        published = date.fromisoformat(row["published_on"])
        if published <= lesson.as_of:
            one = by_code[row["code"]]
            yield {
                "year": int(row["year"]),
                "code": row["code"],
                "name": one.full_name,
                "measure": row["measure"],
                "issuer": row["issuer"],
                "published_on": published,
                "score": float(row["score"]) if row["score"] else None,
                "rank": _number(row["rank"]),
                "last": row["last"] == "yes",
                "own": one.province_slug == lesson.unit.slug,
            }


_OWN = STANDING[0]
_PROVINCE = (*fields("units.communes", province="province_slug"), *fields("units.provinces", province_name="name"))
_COMMUNE_OWN = truth("own", _OWN.head, "Whether it lies in the unit of this lesson")
_ARRANGED = "resolutions 1654 to 1687/NQ-UBTVQH15, through vietnamadminunits"

UNIT_TABLES = (
    Table(
        "provinces",
        "The provinces and centrally run cities of the day, in Vietnamese order.",
        ("units.provinces",),
        (
            ERA,
            *fields("units.provinces", "slug", "valid_from", "code", "name", "full_name", "kind", "region"),
            *fields("units.regions", region_name="name"),
            *fields("units.provinces", "population", "population_year"),
            truth(
                "derived",
                say("lesson.frames.units.recomputed"),
                "Whether the population is the sum of the predecessors'",
            ),
            *fields("units.provinces", "area_km2"),
            truth("approximate", say("lesson.frames.units.approximate"), "Whether the area is an approximate one"),
            *fields("units.provinces", "n_communes"),
            *STANDING,
        ),
        _provinces,
        _OFFICE,
        say("lesson.frames.units.statistics_and_assembly"),
    ),
    Table(
        "regions",
        "The six socio-economic regions of the day.",
        ("units.regions",),
        fields("units.regions", "slug", "order", "name", "full_name", "n_provinces"),
        _regions,
        "resolutions of the National Assembly and the Government on planning",
        say("lesson.frames.units.assembly_and_government"),
    ),
    Table(
        "province_mergers",
        "What became of each province until the day: mergers, unchanged units, changes of status.",
        ("units.province_mergers",),
        (
            *fields("units.province_mergers", predecessor="predecessor_slug"),
            text("predecessor_name", say("lesson.frames.units.unit_before"), "Its name"),
            *fields("units.province_mergers", successor="successor_slug"),
            text("successor_name", say("lesson.frames.units.unit_after"), "Its name"),
            *fields("units.province_mergers", "effective_from", "event", "legal_basis"),
        ),
        _province_mergers,
        "resolutions of the National Assembly",
        say("lesson.frames.units.assembly"),
    ),
    Table(
        "agencies",
        "The names on the day of the bodies in charge of digital transformation.",
        ("units.agencies",),
        fields("units.agencies", "body", name="name_vi"),
        _agencies,
        "decrees of the Government",
        say("lesson.frames.units.government"),
    ),
    Table(
        "communes",
        "The communes, wards and special zones of the day; none before 2025-03-01, the first day of the list.",
        ("units.communes",),
        (
            *fields("units.communes", "code", "valid_from", "name", "full_name", "kind", district="district_full_name"),
            *_PROVINCE,
            _COMMUNE_OWN,
        ),
        _communes,
        _OFFICE,
        say("lesson.frames.units.statistics"),
    ),
    Table(
        "commune_mergers",
        "What became of each commune on 2025-07-01, one row for each pair of an old and a new one.",
        ("units.commune_mergers",),
        (
            *fields("units.commune_mergers", "old_code"),
            text("old_name", say("lesson.frames.units.old_unit"), "Its full name"),
            *fields("units.commune_mergers", "new_code"),
            text("new_name", say("lesson.frames.units.new_unit"), "Its full name"),
            *fields("units.communes", province="province_slug"),
            *fields("units.commune_mergers", "effective_from", "part", "event"),
            _COMMUNE_OWN,
        ),
        _commune_mergers,
        _ARRANGED,
        say("lesson.frames.units.committee"),
    ),
    Table(
        "commune_counts",
        "How many communes each province had before and after 2025-07-01, and the resolution.",
        ("units.commune_counts",),
        (
            *_PROVINCE,
            *fields("units.commune_counts", "effective_from", "n_before", "n_after", "n_split", "n_unchanged"),
            *fields("units.commune_counts", "kinds_on", "n_phuong", "n_xa", "n_dac_khu", "resolution"),
            _COMMUNE_OWN,
        ),
        _commune_counts,
        _ARRANGED,
        say("lesson.frames.units.committee"),
    ),
    Table(
        "commune_stats",
        "Seat and area of the communes of the day, where stated and confirmed; no population is known.",
        ("units.commune_stats",),
        (
            *fields("units.commune_stats", "code"),
            *fields("units.communes", name="full_name"),
            *_PROVINCE,
            *fields("units.commune_stats", "seat", "area_km2"),
            _COMMUNE_OWN,
        ),
        _commune_stats,
        say("lesson.frames.units.publisher"),
        say("lesson.frames.units.publisher"),
    ),
    Table(
        "commune_rankings",
        "Single published results of communes; no complete table, so never a place “of” a number.",
        ("units.commune_rankings",),
        (
            *fields("units.commune_rankings", "year", "code"),
            *fields("units.communes", name="full_name"),
            *fields("units.commune_rankings", "measure", "issuer", "published_on", "score", "rank"),
            truth("last", say("lesson.frames.units.table_end"), "Whether it was the last of the table"),
            _COMMUNE_OWN,
        ),
        _commune_rankings,
        "the issuer of each row",
    ),
)
