"""Provincial units, regions and bodies as they are on a given day.

A unit is (slug, valid_from): the same slug or code means another territory before and after 2025-07-01, so nothing here
joins by slug or code alone. Source: data/units (see its README.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taphuan.data.load import parsed, rows
from taphuan.errors import BadDate, UnitNotValid, UnknownName
from taphuan.text import day as vietnamese_day

MERGER = date(2025, 7, 1)
FIRST_DAY = date(2008, 8, 1)
# In the place of a province slug: a document for all participants of a conference.
WHOLE = "hoi-nghi"


@dataclass(frozen=True)
class Unit:
    """A province or centrally run city during one period. `valid_to` is inclusive; None while in force.

    `geo_slug` joins the map and tile grid of the unit's era; `area_km2` keeps the published digits.
    """

    slug: str
    valid_from: date
    valid_to: date | None
    code: str
    name: str
    full_name: str
    kind: str
    region_slug: str
    geo_slug: str
    successor_slug: str
    aliases: tuple[str, ...]

    @property
    def table(self) -> int:
        """How many units the country has in this unit's era: 63 or 34."""
        return 34 if self.valid_from >= MERGER else 63

    @property
    def is_everyone(self) -> bool:
        """True for the stand-in of documents that are made for all participants."""
        return self.slug == WHOLE

    @property
    def is_city(self) -> bool:
        return self.kind == "thanh-pho"

    def reference(self) -> dict[str, str]:
        """What figures, manifests and audits carry to say whose data they show."""
        return {"slug": self.slug, "valid_from": self.valid_from.isoformat(), "name": self.name}


@dataclass(frozen=True)
class Region:
    """A socio-economic region during one period (six of them in either era)."""

    slug: str
    valid_from: date
    valid_to: date | None
    order: int
    name: str
    full_name: str


def parse_day(text: str) -> date:
    """An ISO date ("2024-10-31"); anything else is a BadDate that says so."""
    try:
        # Python also reads 20241031 and 2024-W44-4; a folder and a command must have one way to write a day
        parsed = date.fromisoformat(text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
    except ValueError:
        raise BadDate(f"'{text}' is not a date; write it as YYYY-MM-DD, for example 2024-10-31, or 'today'") from None
    if parsed < FIRST_DAY:
        raise BadDate(f"{text} lies before {FIRST_DAY.isoformat()}, the first day the provinces are known for")
    return parsed


def _optional_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def display_name(slug: str, name: str) -> str:
    """How a unit is called on a page: a city named after a person is never called by the person's name alone."""
    return "TP. Hồ Chí Minh" if slug == "ho-chi-minh" else name


def _all_units() -> tuple[Unit, ...]:
    return parsed("units/provinces", _units)


def _units(rows: tuple[dict[str, str], ...]) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            slug=row["slug"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_optional_day(row["valid_to"]),
            code=row["code"],
            name=display_name(row["slug"], row["name"]),
            full_name=row["full_name"],
            kind=row["kind"],
            region_slug=row["region"],
            geo_slug=row["geo_slug"],
            successor_slug=row["successor_slug"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
        )
        for row in rows
    )


def in_force(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Both ends inclusive; an open end is in force for ever."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def everyone(day: date) -> Unit:
    """The stand-in where a document is for all participants: sentences speak of "địa phương mình", no row of any table is
    its own, and it lies in no region."""
    return Unit(
        slug=WHOLE,
        valid_from=MERGER if day >= MERGER else FIRST_DAY,
        valid_to=None,
        code="",
        name="địa phương",
        full_name="Địa phương mình",
        kind="",
        region_slug="",
        geo_slug="",
        successor_slug="",
        aliases=(),
    )


def units_on(day: date) -> tuple[Unit, ...]:
    """All units in force on `day`, in the order of the register (63 until 2025-06-30, 34 after)."""
    return tuple(unit for unit in _all_units() if in_force(unit.valid_from, unit.valid_to, day))


def resolve(slug: str, day: date) -> Unit:
    """The unit called `slug` on `day`; UnitNotValid names its end and its successor (or what it came from)."""
    known = _all_units()
    for unit in known:
        if unit.slug == slug and in_force(unit.valid_from, unit.valid_to, day):
            return unit
    same = sorted((unit for unit in known if unit.slug == slug), key=lambda unit: unit.valid_from)
    if not same:
        raise UnknownName("province", slug, tuple(sorted({unit.slug for unit in units_on(day)})))
    last = same[-1]
    if last.valid_to is not None and day > last.valid_to:
        raise UnitNotValid(
            f"'{slug}' ({last.full_name}) ended on {last.valid_to.isoformat()} and is no unit on {day.isoformat()}; "
            f"its successor is '{successor_on(last, day).slug}'"
        )
    first = same[0]
    before = [
        unit.slug
        for unit in units_on(day)
        if unit.successor_slug == slug or (unit.geo_slug == first.geo_slug and unit.slug != slug)
    ]
    origin = f"; on that day look for {', '.join(repr(name) for name in before)}" if before else ""
    raise UnitNotValid(
        f"'{slug}' ({first.full_name}) begins on {first.valid_from.isoformat()} and is no unit on {day.isoformat()}{origin}"
    )


def successor_on(unit: Unit, day: date) -> Unit:
    """The unit that covers `unit`'s territory on a later `day` (itself while it is in force)."""
    slug = unit.slug
    for candidate in units_on(day):
        if candidate.slug == slug and (unit.table == candidate.table or not unit.successor_slug):
            return candidate
    slug = unit.successor_slug or slug
    for candidate in units_on(day):
        if candidate.slug == slug:
            return candidate
    return successor_on(resolve(slug, MERGER), day)


def predecessors(unit: Unit) -> tuple[Unit, ...]:
    """The units of 2025-06-30 whose territory makes up a unit of the 34, itself first; empty for the 63."""
    if unit.table == 63:
        return ()
    last_day = date(2025, 6, 30)
    found = [before for before in units_on(last_day) if before.successor_slug == unit.slug]
    return tuple(sorted(found, key=lambda before: (before.slug != unit.slug, before.code)))


def is_merged(unit: Unit) -> bool:
    """True for the 23 units of the 34 that were put together from several."""
    return len(predecessors(unit)) > 1


def regions_on(day: date) -> tuple[Region, ...]:
    """The six regions in force on `day`, in the official order."""
    found = [
        Region(
            row["slug"],
            date.fromisoformat(row["valid_from"]),
            _optional_day(row["valid_to"]),
            int(row["order"]),
            row["name"],
            row["full_name"],
        )
        for row in rows("units/regions")
    ]
    return tuple(sorted((r for r in found if in_force(r.valid_from, r.valid_to, day)), key=lambda region: region.order))


def region_of(unit: Unit) -> Region:
    """The region of `unit` in its own era (Quảng Nam in 2022: Bắc Trung Bộ và duyên hải miền Trung)."""
    for region in regions_on(unit.valid_from):
        if region.slug == unit.region_slug:
            return region
    raise UnknownName("region", unit.region_slug, tuple(region.slug for region in regions_on(unit.valid_from)))


def region_units(unit: Unit, day: date) -> tuple[Unit, ...]:
    """All units of the same region on `day`, `unit` among them."""
    return tuple(other for other in units_on(day) if other.region_slug == unit.region_slug)


def agency(body: str, day: date) -> str:
    """The name on `day` of the ministry ("bo"), provincial department ("so") or national department ("cuc") in charge."""
    for row in rows("units/agencies"):
        start = _optional_day(row["valid_from"]) or date.min
        if row["body"] == body and in_force(start, _optional_day(row["valid_to"]), day):
            return row["name_vi"]
    bodies = tuple(sorted({row["body"] for row in rows("units/agencies")}))
    if body not in bodies:
        raise UnknownName("body", body, bodies)
    raise BadDate(f"data/units/agencies.csv names no '{body}' for {vietnamese_day(day)}; add the row for that day")


def map_name(unit: Unit) -> str:
    """The geometry of the unit's era, as data.load.geojson names it."""
    return f"units/provinces{unit.table}"
