"""Rules of the provincial units, their regions, communes, maps and agencies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from taphuan.data.check.tables import Row
from taphuan.data.rules.base import FIRST_DAY, MERGER_DAY, Data, Rule, era, in_force, shifted, units_expected
from taphuan.errors import Problem

ARCHIPELAGOS = {"quan-dao-hoang-sa": "Hoàng Sa", "quan-dao-truong-sa": "Trường Sa"}


def periods_end_after_they_begin(data: Data) -> Iterator[Problem]:
    """valid_from <= valid_to wherever both are given."""
    for name in ("units/provinces", "units/regions", "units/communes", "units/agencies"):
        for row in data.rows(name):
            if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
                yield row.problem("valid_to", f"before valid_from {row['valid_from']}", "Correct one of the two days.")


def periods_do_not_overlap(data: Data) -> Iterator[Problem]:
    """One row in force per unit, region and body on any day; an agency's names follow without a gap."""
    for name, key in (("units/provinces", "slug"), ("units/regions", "slug"), ("units/agencies", "body")):
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in data.rows(name):
            groups[row[key]].append(row)
        for rows in groups.values():
            ordered = sorted(rows, key=lambda r: r["valid_from"])
            for earlier, later in pairwise(ordered):
                yield from _follows(earlier, later, gapless=name == "units/agencies")


def _follows(earlier: Row, later: Row, gapless: bool) -> Iterator[Problem]:
    if earlier["valid_from"] == later["valid_from"]:
        return  # the same key twice, reported as such
    remedy = f"The row that begins {later['valid_from']} needs one that ends the day before."
    if not earlier["valid_to"] or earlier["valid_to"] >= later["valid_from"]:
        found = earlier["valid_to"] or "blank"
        yield earlier.problem("valid_to", f"overlaps with row {later.number}", remedy, found)
    elif gapless and shifted(earlier["valid_to"], 1) != later["valid_from"]:
        yield earlier.problem("valid_to", f"a gap before row {later.number}", remedy)


def every_day_has_all_units(data: Data) -> Iterator[Problem]:
    """63 units on every day until 2025-06-30, 34 since; codes unique among them."""
    table = data.tables.get("units/provinces")
    if table is None:
        return
    begins = {row["valid_from"] for row in table.rows if row["valid_from"]}
    ends = {shifted(row["valid_to"], 1) for row in table.rows if row["valid_to"]}
    for day in sorted(begins | ends | {FIRST_DAY, MERGER_DAY}):
        units = data.units_on(day)
        if len(units) != units_expected(day):
            what = f"{len(units)} units are in force on {day}, not {units_expected(day)}"
            closed = {row["slug"] for row in table.rows if row["valid_to"] == shifted(day, -1)}
            ended = sorted(closed - set(units))
            hint = f" Ended the day before: {', '.join(ended)}." if ended and len(ended) < 5 else ""
            remedy = f"Look for a missing or double row, a wrong valid_from or valid_to.{hint}"
            yield Problem(table.file, "", "valid_from, valid_to", str(len(units)), what, remedy)
        codes = Counter(row["code"] for row in units.values() if row["code"])
        for row in units.values():
            if codes[row["code"]] > 1 and row["valid_from"] == day:
                yield row.problem("code", f"two units have this code on {day}", "Correct one of them.")


def units_that_end_have_a_successor(data: Data) -> Iterator[Problem]:
    """On the day after valid_to the successor, or the same slug with its new status, is in force."""
    for row in data.rows("units/provinces"):
        if not row["valid_to"]:
            if row["successor_slug"]:
                what, remedy = "a unit in force has no successor", "Empty the cell, or fill in valid_to."
                yield row.problem("successor_slug", what, remedy)
            continue
        day = shifted(row["valid_to"], 1)
        follower = row["successor_slug"] or row["slug"]
        if follower and follower not in data.units_on(day):
            remedy = "Name the unit that follows, or correct valid_to."
            yield row.problem("successor_slug", f"{follower} is not in force on {day}", remedy)


def mergers_agree_with_units(data: Data) -> Iterator[Problem]:
    """Each merger joins a unit in force the day before with one in force on the day, with their codes then."""
    if not data.has("units/provinces", "units/province_mergers"):
        return
    for row in data.rows("units/province_mergers"):
        day = row["effective_from"]
        if not day:
            continue
        for role, when in (("predecessor", shifted(day, -1)), ("successor", day)):
            unit = data.units_on(when).get(row[f"{role}_slug"])
            if unit is None and row[f"{role}_slug"]:
                yield row.problem(f"{role}_slug", f"not in force on {when}", "Correct the slug or effective_from.")
            elif unit and unit["code"] and row[f"{role}_code"] not in ("", unit["code"]):
                what = f"the code in units/provinces.csv is {unit['code']} (row {unit.number})"
                yield row.problem(f"{role}_code", what, "Correct one of the two.")
    mergers = data.rows("units/province_mergers")
    merged = {row["predecessor_slug"]: row for row in mergers if row["effective_from"] == MERGER_DAY}
    for slug, unit in data.units_on(shifted(MERGER_DAY, -1)).items():
        successor = merged[slug]["successor_slug"] if slug in merged else ""
        if slug not in merged:
            what = f"units/province_mergers.csv has no row of {MERGER_DAY} for it"
            yield unit.problem("slug", what, "Add the row.")
        elif successor and unit["successor_slug"] not in ("", successor):
            what = f"units/province_mergers.csv, row {merged[slug].number}, says {successor}"
            yield unit.problem("successor_slug", what, "Correct one of the two.")


def regions_hold_their_units(data: Data) -> Iterator[Problem]:
    """A unit's region is in force with it and lists it; a region lists exactly its units."""
    if not data.has("units/provinces", "units/regions"):
        return
    for region in data.rows("units/regions"):
        day, slug = region["valid_from"], region["slug"]
        # The lists name Huế by its slug of 2025; before 2025-01-01 it was thua-thien-hue.
        units = data.units_on(shifted(MERGER_DAY, -1) if day and day < MERGER_DAY else day)
        listed = set(region["province_slugs"].split()) & set(units)
        own = {unit for unit, row in units.items() if row["region"] == slug}
        for unit in sorted(own - listed):
            what = f"does not list {unit}, whose region it is in units/provinces.csv (row {units[unit].number})"
            yield region.problem("province_slugs", what, "Correct one of the two.", slug)
        for unit in sorted(u for u in listed - own if units[u]["region"]):
            row = units[unit]
            what = f"lists {unit}, whose region in units/provinces.csv (row {row.number}) is {row['region']}"
            yield region.problem("province_slugs", what, "Correct one of the two.", slug)
        count = str(len(region["province_slugs"].split()))
        if region["n_provinces"] not in ("", count):
            yield region.problem("n_provinces", f"province_slugs lists {count}", "Correct the number or the list.")
    regions = data.rows("units/regions")
    for row in data.rows("units/provinces"):
        periods = [r for r in regions if r["slug"] == row["region"]]
        if row["valid_from"] and periods and not any(in_force(r, row["valid_from"]) for r in periods):
            what = f"no region of this name on {row['valid_from']}"
            yield row.problem("region", what, "Name the region of that day.")


def populations_add_up(data: Data) -> Iterator[Problem]:
    """A merged unit's summed population is the sum of its predecessors'."""
    before = data.units_on(shifted(MERGER_DAY, -1)).values()
    for row in data.rows("units/provinces"):
        if row["population_basis"] != "gso-average-summed" or not row["population"]:
            continue
        parts = [r["population"] for r in before if r["successor_slug"] == row["slug"]]
        if parts and all(p.isdigit() for p in parts) and sum(map(int, parts)) != int(row["population"]):
            what = f"its {len(parts)} predecessors add up to {sum(map(int, parts))}"
            yield row.problem("population", what, "Correct the population of the unit or of a predecessor.")


def communes_fit_their_province(data: Data) -> Iterator[Problem]:
    """Commune codes are unique in their era, carry their province's code, and are as many as n_communes says."""
    if not data.has("units/communes", "units/provinces"):
        return
    units = {day: data.units_on(day) for day in (shifted(MERGER_DAY, -1), MERGER_DAY)}
    first: dict[tuple[str, str], Row] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for row in data.rows("units/communes"):
        day = MERGER_DAY if row["valid_from"] >= MERGER_DAY else shifted(MERGER_DAY, -1)
        counts[row["province_slug"], era(day)] += 1
        if row["code"] and first.setdefault((row["code"], row["valid_from"]), row) is not row:
            what = f"the same key as in row {first[row['code'], row['valid_from']].number}"
            yield row.problem("code, valid_from", what, "Delete or correct one of the two rows.", row["code"])
        unit = units[day].get(row["province_slug"])
        if unit is None and row["province_slug"]:
            yield row.problem("province_slug", f"no unit of {day}", "Name the province of that era.")
        elif unit and unit["code"] and row["province_code"] not in ("", unit["code"]):
            what = f"the code of {row['province_slug']} is {unit['code']}"
            yield row.problem("province_code", what, "Correct the code or the slug.")
    for row in data.rows("units/provinces"):
        held = counts[row["slug"], era(row["valid_from"])]
        if row["n_communes"].isdigit() and held and int(row["n_communes"]) != held:
            yield row.problem("n_communes", f"units/communes.csv holds {held}", "Correct the number or the communes.")


def maps_and_grids_show_every_unit(data: Data) -> Iterator[Problem]:
    """Every unit has its shape and its cell in its era; Hoàng Sa and Trường Sa are on every map and grid."""
    for day in (shifted(MERGER_DAY, -1), MERGER_DAY):
        same_era = [
            row for row in data.rows("units/provinces") if row["valid_from"] and era(row["valid_from"]) == era(day)
        ]
        needed = {row["geo_slug"]: row for row in same_era if row["geo_slug"]}
        shapes: dict[str, set[str]] = {}
        if era(day) in data.maps:
            features = data.maps[era(day)].get("features") or []
            slugs = {str((feature.get("properties") or {}).get("slug", "")) for feature in features}
            shapes[f"data/units/provinces{era(day)}.geojson"] = slugs
        if grid := data.tables.get(f"units/tilegrid{era(day)}"):
            shapes[grid.file] = {row["slug"] for row in grid.rows}
            yield from _cells_are_apart(grid.rows)
        for file, held in shapes.items():
            for slug, unit in needed.items():
                if slug not in held:
                    yield unit.problem("geo_slug", f"not in {file}", "Correct the geo_slug, or add it there.")
            for slug in sorted(held - set(needed) - set(ARCHIPELAGOS) - {""}) if needed else ():
                yield Problem(file, "", "slug", slug, "no unit of this map's era", "Correct it or delete it.")
            for slug in sorted(set(ARCHIPELAGOS) - held):
                what = f"quần đảo {ARCHIPELAGOS[slug]} is missing"
                remedy = "Put it back; every map of the country shows Hoàng Sa and Trường Sa."
                yield Problem(file, "", "slug", slug, what, remedy)


def _cells_are_apart(rows: tuple[Row, ...]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        place = row["row"], row["col"]
        if all(place) and first.setdefault(place, row) is not row:
            what = f"the same place as row {first[place].number}"
            yield row.problem("row, col", what, "Move one of the two cells.", ", ".join(place))


def publications_are_of_our_files(data: Data) -> Iterator[Problem]:
    """units/publications.csv speaks of files that are in data/."""
    files = {resource["path"].rpartition("/")[2] for resource in data.package["resources"]}
    for row in data.rows("units/publications"):
        if row["dataset"] and row["dataset"] not in files:
            yield row.problem("dataset", "no file of this name", "Name a file of data/.")


RULES: tuple[Rule, ...] = (
    periods_end_after_they_begin,
    periods_do_not_overlap,
    every_day_has_all_units,
    units_that_end_have_a_successor,
    mergers_agree_with_units,
    regions_hold_their_units,
    populations_add_up,
    communes_fit_their_province,
    maps_and_grids_show_every_unit,
    publications_are_of_our_files,
)
