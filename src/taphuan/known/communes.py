"""Communes, wards and special zones on a given day, and what each was formed from. Source: data/units (see its README.md).

The key of a commune is (code, valid_from): since 2025-07-01 most codes name another territory than before, so nothing here
joins by name or by code alone. The tables are large; they are read by the first function that needs them, and the lesson of
a province needs none.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from taphuan import paths
from taphuan.data.load import derived, parsed, rows
from taphuan.errors import BadDate, UnitNotValid, UnknownName
from taphuan.known.units import MERGER, Unit, in_force, resolve

# The list of the 10,035 communes of before the merger describes this day; earlier lists differ from it and are not held.
FIRST_DAY = date(2025, 3, 1)

_TABLE = "units/communes"
_Index = dict[str, tuple["Commune", ...]]


@dataclass(frozen=True)
class Commune:
    """A xã, phường, thị trấn or đặc khu from `valid_from` to `valid_to`, both inclusive; `valid_to` is None without an end.

    A commune of before the merger has FIRST_DAY as `valid_from`, the first day for which the list is known. Where the kind
    of a commune changes, there is a value for each period. `kind` is xa, phuong, thi-tran or dac-khu; `district` is the
    full name of its district, empty since the merger.
    """

    code: str
    valid_from: date
    valid_to: date | None
    name: str
    full_name: str
    kind: str
    district: str
    province_slug: str

    def reference(self) -> dict[str, str]:
        """The commune as manifests record it: its key (`code`, `valid_from`) and its name."""
        return {"code": self.code, "valid_from": self.valid_from.isoformat(), "name": self.full_name}


@dataclass(frozen=True)
class Predecessor:
    """What a commune of today was formed from: an old commune, or a district that had none (then `code` is empty).

    `whole` says whether all of it went into the new commune, or a part; `kept` that it went on alone, its territory as it
    was. `district` is the old district of a commune.
    """

    code: str
    name: str
    full_name: str
    district: str
    province_slug: str
    whole: bool
    kept: bool


@dataclass(frozen=True)
class Details:
    """Where a commune has its seat, in the words of the source, and its area in km². Empty or None: not stated, or not
    confirmed, or not yet public. There is no population: the published ones contradict each other."""

    seat: str
    area_km2: float | None


@dataclass(frozen=True)
class Arrangement:
    """The arrangement of the communes of a province: their number on the day before and on `effective_from`, how many of
    before were divided, how many kept their territory, and the resolution with the address of its signed text."""

    province_slug: str
    effective_from: date
    before: int
    after: int
    split: int
    unchanged: int
    resolution: str
    url: str


def _communes(table: tuple[dict[str, str], ...]) -> _Index:
    """The communes by code, each tuple in the order of time."""
    groups: dict[str, list[Commune]] = defaultdict(list)
    days: dict[str, date] = {}

    def day(text: str) -> date:
        if text not in days:
            days[text] = date.fromisoformat(text)
        return days[text]

    for row in table:
        groups[row["code"]].append(
            Commune(
                code=row["code"],
                valid_from=day(row["valid_from"]) if row["valid_from"] else FIRST_DAY,
                valid_to=day(row["valid_to"]) if row["valid_to"] else None,
                name=row["name"],
                full_name=row["full_name"],
                kind=row["kind"],
                district=row["district_full_name"],
                province_slug=row["province_slug"],
            )
        )
    return {code: tuple(sorted(group, key=lambda one: one.valid_from)) for code, group in groups.items()}


def _on(code: str, day: date) -> Commune | None:
    periods = parsed(_TABLE, _communes).get(code, ())
    return next((one for one in periods if in_force(one.valid_from, one.valid_to, day)), None)


def _checked(day: date) -> None:
    if day < FIRST_DAY:
        raise BadDate(
            f"{day.isoformat()} is before {FIRST_DAY.isoformat()}, the first day for which the communes are known; "
            "take that day or a later one",
            code="TH366",
        )


def communes_on(day: date) -> tuple[Commune, ...]:
    """All communes in force on `day`: 10,035 until 2025-06-30, 3,321 since, in the order of their codes.

    Raises BadDate for a day before FIRST_DAY.
    """
    _checked(day)
    return derived((paths.COMMUNES,), _all_on, day)


def _all_on(day: date) -> tuple[Commune, ...]:
    return tuple(commune for code in sorted(parsed(_TABLE, _communes)) if (commune := _on(code, day)))


def communes_of(province: Unit, day: date) -> tuple[Commune, ...]:
    """The communes of a province that is in force on `day`, in the order of their codes. Raises BadDate as `communes_on`."""
    _checked(day)
    return derived((paths.COMMUNES,), _by_province, day).get(province.slug, ())


def _by_province(day: date) -> dict[str, tuple[Commune, ...]]:
    groups: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes_on(day):
        groups[commune.province_slug].append(commune)
    return {slug: tuple(group) for slug, group in groups.items()}


def province_of(commune: Commune, day: date) -> Unit:
    """The province of the commune on `day`, a day of the commune (a province may become a city in between)."""
    return resolve(commune.province_slug, day)


def resolve_commune(code: str, day: date) -> Commune:
    """The commune with this five-digit code on `day`.

    Raises UnknownName if no commune ever had the code, and UnitNotValid if none has it on `day`; the message names the
    successors or the predecessors. Raises BadDate for a day before FIRST_DAY.
    """
    _checked(day)
    if commune := _on(code, day):
        return commune
    index = parsed(_TABLE, _communes)
    if code not in index:
        near = difflib.get_close_matches(code, index, n=3, cutoff=0.7) if code.isdigit() else ()
        raise UnknownName("commune", code, tuple(near) or ("the five-digit codes of data/units/communes.csv",))
    first, last = index[code][0], index[code][-1]
    if last.valid_to is not None and day > last.valid_to:
        after = successors(last, day)
        became = f"its successor{'s are' if len(after) > 1 else ' is'} {' and '.join(map(_named, after))}"
        raise UnitNotValid(
            f"{_named(last)} ended on {last.valid_to.isoformat()} and is no commune on {day.isoformat()}; {became}",
            code="TH361",
        )
    before = ", ".join(f"'{old.code}' ({old.full_name})" if old.code else old.full_name for old in predecessors(first))
    raise UnitNotValid(
        f"{_named(first)} begins on {first.valid_from.isoformat()} and is no commune on {day.isoformat()}; "
        f"on that day look for {before}",
        code="TH361",
    )


def _named(commune: Commune) -> str:
    return f"'{commune.code}' ({commune.full_name}, {province_of(commune, commune.valid_from).full_name})"


def _mergers_by(column: str, table: tuple[dict[str, str], ...]) -> dict[str, tuple[dict[str, str], ...]]:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table:
        if row[column]:
            groups[row[column]].append(row)
    return {code: tuple(group) for code, group in groups.items()}


def _by_new_code(table: tuple[dict[str, str], ...]) -> dict[str, tuple[dict[str, str], ...]]:
    return _mergers_by("new_code", table)


def _by_old_code(table: tuple[dict[str, str], ...]) -> dict[str, tuple[dict[str, str], ...]]:
    return _mergers_by("old_code", table)


def predecessors(commune: Commune) -> tuple[Predecessor, ...]:
    """What the territory of a commune of today was formed from, in the order of the old codes; () for one of before the
    merger."""
    if commune.valid_from < MERGER:
        return ()
    found = []
    for row in parsed("units/commune_mergers", _by_new_code).get(commune.code, ()):
        whole, kept = row["part"] == "whole", row["event"] == "unchanged"
        old = _on(row["old_code"], date.fromisoformat(row["effective_from"]) - timedelta(days=1))
        if old is None:
            name = row["old_district"].removeprefix("Huyện ")
            found.append(Predecessor("", name, row["old_district"], "", row["old_province_slug"], whole, kept))
        else:
            found.append(Predecessor(old.code, old.name, old.full_name, old.district, old.province_slug, whole, kept))
    return tuple(found)


def successors(commune: Commune, day: date) -> tuple[Commune, ...]:
    """The communes that have the territory of `commune` on `day`, which is not before its own days: itself, or what became
    of it in the merger, several if it was divided."""
    if commune.valid_from >= MERGER or day < MERGER:
        return tuple(filter(None, (_on(commune.code, day),)))
    found = parsed("units/commune_mergers", _by_old_code).get(commune.code, ())
    return tuple(new for row in found if (new := _on(row["new_code"], day)))


def _by_code(table: tuple[dict[str, str], ...]) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table}


def details(commune: Commune, as_of: date) -> Details:
    """Seat and area of a commune of today, as far as they were public on `as_of`."""
    (public,) = (row for row in rows("units/publications") if row["dataset"] == "commune_stats.csv")
    row = parsed("units/commune_stats", _by_code).get(commune.code)
    if row is None or commune.valid_from < MERGER or as_of < date.fromisoformat(public["published_on"]):
        return Details("", None)
    return Details(row["seat"], float(row["area_km2"]) if row["area_km2"] else None)


def point_of(commune: Commune) -> tuple[float, float] | None:
    """(longitude, latitude) of a point in a commune of today, to draw a dot; None where none is confirmed."""
    row = parsed("units/commune_places", _by_code).get(commune.code)
    if row is None or commune.valid_from < MERGER:
        return None
    return float(row["longitude"]), float(row["latitude"])


def arrangement_of(province: Unit) -> Arrangement | None:
    """How the communes of a province of today were arranged; None for a province of before the merger."""
    for row in rows("units/commune_counts"):
        effective_from = date.fromisoformat(row["effective_from"])
        if row["province_slug"] == province.slug and province.valid_from >= effective_from:
            return Arrangement(
                province_slug=province.slug,
                effective_from=effective_from,
                before=int(row["n_before"]),
                after=int(row["n_after"]),
                split=int(row["n_split"]),
                unchanged=int(row["n_unchanged"]),
                resolution=row["resolution"],
                url=row["resolution_url"],
            )
    return None
