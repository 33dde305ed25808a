"""Provincial units, regions and agencies as they are on a given day. Source: data/units (see its README.md).

The primary key of a unit is (slug, valid_from): before and after 2025-07-01 the same slug or code means different
territories, so nothing here joins by slug or code alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from taphuan.data.load import is_described, parsed, rows
from taphuan.errors import BadDate, UnitNotValid, UnknownName
from taphuan.text import day as vietnamese_day
from taphuan.text import say

# On this day Resolution 202/2025/QH15 merged the 63 units into 34.
MERGER = date(2025, 7, 1)
# The first day of the data: Resolution 15/2008/QH12 made 63 units.
FIRST_DAY = date(2008, 8, 1)
_PERSON = "ho-chi-minh"
# The slug that stands for all participants of a conference where otherwise the slug of a province stands.
WHOLE = "hoi-nghi"


@dataclass(frozen=True)
class Unit:
    """A province or centrally run city from `valid_from` to `valid_to`, both inclusive; `valid_to` is None without an end.

    `geo_slug` is the key of the unit in the map and the tile grid of its era.
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
        """How many units the country has in the era of this unit, which a complete table of that era lists."""
        return len(units_on(self.valid_from))

    @property
    def is_everyone(self) -> bool:
        """Whether this is the placeholder for all participants; see `everyone`."""
        return self.slug == WHOLE

    @property
    def named_for_a_person(self) -> bool:
        """Whether the name alone is that of a person, so that it stands only with its kind."""
        return self.slug == _PERSON

    @property
    def is_city(self) -> bool:
        """Whether this is a centrally run city."""
        return self.kind == "thanh-pho"

    def reference(self) -> dict[str, str]:
        """The unit as figures and manifests record it: its key (`slug`, `valid_from`) and its name."""
        return {"slug": self.slug, "valid_from": self.valid_from.isoformat(), "name": self.name}


@dataclass(frozen=True)
class Region:
    """A socio-economic region from `valid_from` to `valid_to`, both inclusive; on every day there are six."""

    slug: str
    valid_from: date
    valid_to: date | None
    order: int
    name: str
    full_name: str


def parse_day(text: str) -> date:
    """The day of an ISO date ("2024-10-31"). Raises BadDate for any other text and for a day before FIRST_DAY."""
    try:
        # Python also reads 20241031 and 2024-W44-4, but the name of a folder must have one form
        day = date.fromisoformat(text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
    except ValueError:
        raise BadDate(
            f"'{text}' is not a date; write it as YYYY-MM-DD, for example 2024-10-31, or 'today'", code="TH365"
        ) from None
    if day < FIRST_DAY:
        raise BadDate(
            f"{text} is before {FIRST_DAY.isoformat()}, the first day for which the provinces are known", code="TH366"
        )
    return day


def _optional_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def display_name(slug: str, name: str) -> str:
    """The name of a unit in a document: “TP. Hồ Chí Minh”, because “Hồ Chí Minh” alone is the name of the person."""
    return "TP. Hồ Chí Minh" if slug == _PERSON else name


def all_units() -> tuple[Unit, ...]:
    """Every row of units/provinces.csv."""
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


def all_names() -> tuple[str, ...]:
    """The names of all units that ever were, each once."""
    return tuple(dict.fromkeys(unit.name for unit in all_units()))


def in_force(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether `day` is between `valid_from` and `valid_to`, both inclusive; None means no end."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def everyone(day: date) -> Unit:
    """The placeholder unit of documents for all participants on `day`. Its name is "mỗi địa phương"; it has no row in any
    table and no region."""
    return Unit(
        slug=WHOLE,
        valid_from=MERGER if day >= MERGER else FIRST_DAY,
        valid_to=None,
        code="",
        name=say("known.units.here"),
        full_name=say("known.units.each"),
        kind="",
        region_slug="",
        geo_slug="",
        successor_slug="",
        aliases=(),
    )


def units_on(day: date) -> tuple[Unit, ...]:
    """All units in force on `day`, in the order of units/provinces.csv (63 until 2025-06-30, 34 since)."""
    starts, units = parsed("units/provinces", _periods)
    at = bisect_right(starts, day)
    return units[at - 1] if at else ()


def _periods(rows: tuple[dict[str, str], ...]) -> tuple[tuple[date, ...], tuple[tuple[Unit, ...], ...]]:
    """The days on which the list of units changes, and the units from each of them on; asked for some thousand times a lesson."""
    units = _units(rows)
    starts = sorted({unit.valid_from for unit in units} | {u.valid_to + timedelta(days=1) for u in units if u.valid_to})
    return tuple(starts), tuple(tuple(u for u in units if in_force(u.valid_from, u.valid_to, day)) for day in starts)


def resolve(slug: str, day: date) -> Unit:
    """The unit with this slug on `day`.

    Raises UnknownName if no unit ever had the slug, and UnitNotValid if none has it on `day`; the message names the
    successor or the predecessors.
    """
    for unit in units_on(day):
        if unit.slug == slug:
            return unit
    periods = sorted((unit for unit in all_units() if unit.slug == slug), key=lambda unit: unit.valid_from)
    if not periods:
        raise UnknownName("province", slug, tuple(sorted({unit.slug for unit in units_on(day)})))
    last = periods[-1]
    if last.valid_to is not None and day > last.valid_to:
        raise UnitNotValid(
            f"'{slug}' ({last.full_name}) ended on {last.valid_to.isoformat()} and is no unit on {day.isoformat()}; "
            f"its successor is '{successor_on(last, day).slug}'",
            code="TH361",
        )
    first = periods[0]
    earlier_slugs = [
        unit.slug
        for unit in units_on(day)
        if unit.successor_slug == slug or (unit.geo_slug == first.geo_slug and unit.slug != slug)
    ]
    hint = f"; on that day look for {', '.join(map(repr, earlier_slugs))}" if earlier_slugs else ""
    raise UnitNotValid(
        f"'{slug}' ({first.full_name}) begins on {first.valid_from.isoformat()} and is no unit on {day.isoformat()}{hint}",
        code="TH361",
    )


def successor_on(unit: Unit, day: date) -> Unit:
    """The unit that has the territory of `unit` on `day`, which is not before the unit's own days."""
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
    """The units of the day before the merger that make up the territory of a unit of today, that of the same slug first;
    () for a unit of before the merger."""
    if unit.valid_from < MERGER:
        return ()
    merged = [before for before in units_on(MERGER - timedelta(days=1)) if before.successor_slug == unit.slug]
    return tuple(sorted(merged, key=lambda before: (before.slug != unit.slug, before.code)))


def is_merged(unit: Unit) -> bool:
    """Whether the merger made the unit out of several."""
    return len(predecessors(unit)) > 1


def territory(unit: Unit, day: date) -> tuple[Unit, ...]:
    """The units of `day` that make up the territory of `unit`: itself, whatever its slug or rank was then, or the units that
    the merger made it of, that of the same slug first; () on a day after the merger that ended it."""
    if unit.valid_from < MERGER <= day and not in_force(unit.valid_from, unit.valid_to, day):
        return ()
    parts = predecessors(unit) if day < MERGER <= unit.valid_from else (unit,)
    units = {other.geo_slug: other for other in units_on(day)}
    return tuple(units[part.geo_slug] for part in parts if part.geo_slug in units)


def regions_on(day: date) -> tuple[Region, ...]:
    """The six regions in force on `day`, in the official order."""
    regions = [
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
    on_day = (region for region in regions if in_force(region.valid_from, region.valid_to, day))
    return tuple(sorted(on_day, key=lambda region: region.order))


def region_of(unit: Unit) -> Region:
    """The region of `unit` on its first day (Quảng Nam of the 63: Bắc Trung Bộ và duyên hải miền Trung).

    Raises UnknownName if that region was not in force on that day.
    """
    for region in regions_on(unit.valid_from):
        if region.slug == unit.region_slug:
            return region
    raise UnknownName("region", unit.region_slug, tuple(region.slug for region in regions_on(unit.valid_from)))


def region_units(unit: Unit, day: date) -> tuple[Unit, ...]:
    """The units of the region of `unit` on `day`, including `unit`."""
    return tuple(other for other in units_on(day) if other.region_slug == unit.region_slug)


def agency(body: str, day: date) -> str:
    """The name on `day` of the ministry ("bo"), the provincial department ("so") or the national department ("cuc") that is
    responsible for digital transformation, of the body that guides the one-stop service ("mot-cua") or that runs the National
    Public Service Portal ("cong-dvc"). Raises UnknownName for another `body`, BadDate for a day without a name."""
    for row in rows("units/agencies"):
        start = _optional_day(row["valid_from"]) or date.min
        if row["body"] == body and in_force(start, _optional_day(row["valid_to"]), day):
            return row["name_vi"]
    bodies = tuple(sorted({row["body"] for row in rows("units/agencies")}))
    if body not in bodies:
        raise UnknownName("body", body, bodies)
    raise BadDate(
        f"data/units/agencies.csv names no '{body}' for {vietnamese_day(day)}; add the row for that day", code="TH366"
    )


def short_agencies() -> dict[str, str]:
    """The names of bodies that have a short one for source lines, and that."""
    return {row["name_vi"]: row["short_vi"] for row in rows("units/agencies") if row["short_vi"]}


def map_name(unit: Unit) -> str:
    """The name of the map of the unit's era, as `data.load.geojson` takes it; "" in a programme without one."""
    name = f"units/provinces{unit.table}"
    return name if is_described(f"{name}.geojson") else ""
