"""Rules of the provincial units and of their regions, maps and agencies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from taphuan.data.check.tables import Row
from taphuan.data.rules.base import FIRST_DAY, MERGER_DAY, Data, Rule, era, in_force, shifted, units_expected
from taphuan.errors import Problem, coded

ARCHIPELAGOS = {"quan-dao-hoang-sa": "Hoàng Sa", "quan-dao-truong-sa": "Trường Sa"}


@coded("TH301")
def periods_end_after_they_begin(data: Data) -> Iterator[Problem]:
    """valid_from <= valid_to if both are filled in."""
    for name in ("units/provinces", "units/regions", "units/communes", "units/agencies"):
        for row in data.rows(name):
            if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
                yield row.problem("valid_to", f"before valid_from {row['valid_from']}", "Correct one of the two days.")


# what stands before the name of a unit in its full name
_KINDS = {
    "tinh": "Tỉnh",
    "thanh-pho": "Thành phố",
    "xa": "Xã",
    "phuong": "Phường",
    "thi-tran": "Thị trấn",
    "dac-khu": "Đặc khu",
}


@coded("TH369")
def full_names_say_kind_and_name(data: Data) -> Iterator[Problem]:
    """The full name of a unit is its kind and its name: within a sentence its first letter becomes a small one."""
    for table in ("units/provinces", "units/communes"):
        for row in data.rows(table):
            if (kind := _KINDS.get(row["kind"])) and row["name"] and row["full_name"]:
                expected = f"{kind} {row['name']}"
                if row["full_name"] != expected:
                    yield row.problem("full_name", f"not “{expected}”", "Correct it, or the kind or the name.")


@coded("TH302")
def periods_do_not_overlap(data: Data) -> Iterator[Problem]:
    """On every day at most one row of a unit, region or agency is in force; between the rows of an agency there is no gap."""
    for name, key in (("units/provinces", "slug"), ("units/regions", "slug"), ("units/agencies", "body")):
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in data.rows(name):
            groups[row[key]].append(row)
        for rows in groups.values():
            ordered = sorted(rows, key=lambda r: r["valid_from"])
            for earlier, later in pairwise(ordered):
                yield from _overlap_or_gap(earlier, later, gaps_allowed=name != "units/agencies")


def _overlap_or_gap(earlier: Row, later: Row, gaps_allowed: bool) -> Iterator[Problem]:
    if earlier["valid_from"] == later["valid_from"]:
        return  # a duplicate primary key, which `check_cells` reports
    remedy = f"Write the day before {later['valid_from']}, on which row {later.number} begins."
    if not earlier["valid_to"] or earlier["valid_to"] >= later["valid_from"]:
        value = earlier["valid_to"] or "blank"
        yield earlier.problem("valid_to", f"overlaps with row {later.number}", remedy, value)
    elif not gaps_allowed and shifted(earlier["valid_to"], 1) != later["valid_from"]:
        yield earlier.problem("valid_to", f"a gap before row {later.number}", remedy)


@coded("TH303")
def every_day_has_all_units(data: Data) -> Iterator[Problem]:
    """63 units are in force on every day until 2025-06-30, 34 since, where the units are the whole country; their codes are unique."""
    table = data.tables.get("units/provinces")
    if table is None:
        return
    first_days = {row["valid_from"] for row in table.rows if row["valid_from"]}
    days_after = {shifted(row["valid_to"], 1) for row in table.rows if row["valid_to"]}
    for day in sorted(first_days | days_after | {FIRST_DAY, MERGER_DAY}):
        units = data.units_on(day)
        if data.whole_country and len(units) != units_expected(day):
            what = f"{len(units)} units are in force on {day}, not {units_expected(day)}"
            ended = {row["slug"] for row in table.rows if row["valid_to"] == shifted(day, -1)}
            suspects = sorted(ended - set(units))
            hint = f" Ended the day before: {', '.join(suspects)}." if suspects and len(suspects) < 5 else ""
            remedy = f"Look for a missing or duplicate row or a wrong valid_from or valid_to.{hint}"
            yield Problem(table.file, "", "valid_from, valid_to", str(len(units)), what, remedy)
        codes = Counter(row["code"] for row in units.values() if row["code"])
        for row in units.values():
            if codes[row["code"]] > 1 and row["valid_from"] == day:
                yield row.problem("code", f"two units have this code on {day}", "Correct one of them.")


@coded("TH304")
def units_that_end_have_a_successor(data: Data) -> Iterator[Problem]:
    """On the day after valid_to the successor is in force, or a row of the same slug if there is no successor_slug."""
    for row in data.rows("units/provinces"):
        if not row["valid_to"]:
            if row["successor_slug"]:
                what, remedy = "a unit in force cannot have a successor", "Empty the cell, or fill in valid_to."
                yield row.problem("successor_slug", what, remedy)
            continue
        day = shifted(row["valid_to"], 1)
        successor = row["successor_slug"] or row["slug"]
        if successor and successor not in data.units_on(day):
            remedy = "Write the slug of the successor, or correct valid_to."
            yield row.problem("successor_slug", f"{successor} is not in force on {day}", remedy)


@coded("TH305")
def mergers_agree_with_units(data: Data) -> Iterator[Problem]:
    """The predecessor of a merger is in force on the day before it, the successor on the day, and the codes are theirs."""
    if not data.has("units/provinces", "units/province_mergers"):
        return
    for row in data.rows("units/province_mergers"):
        day = row["effective_from"]
        if not day:
            continue
        for role, role_day in (("predecessor", shifted(day, -1)), ("successor", day)):
            unit = data.units_on(role_day).get(row[f"{role}_slug"])
            if unit is None and row[f"{role}_slug"]:
                yield row.problem(f"{role}_slug", f"not in force on {role_day}", "Correct the slug or effective_from.")
            elif unit and unit["code"] and row[f"{role}_code"] not in ("", unit["code"]):
                what = f"the code in units/provinces.csv is {unit['code']} (row {unit.number})"
                yield row.problem(f"{role}_code", what, "Correct one of the two.")
    mergers = data.rows("units/province_mergers")
    merged = {row["predecessor_slug"]: row for row in mergers if row["effective_from"] == MERGER_DAY}
    for slug, unit in data.units_on(shifted(MERGER_DAY, -1)).items():
        successor = merged[slug]["successor_slug"] if slug in merged else ""
        if slug not in merged:
            what = f"units/province_mergers.csv has no merger of this unit on {MERGER_DAY}"
            yield unit.problem("slug", what, "Add the row.")
        elif successor and unit["successor_slug"] not in ("", successor):
            what = f"units/province_mergers.csv, row {merged[slug].number}, says {successor}"
            yield unit.problem("successor_slug", what, "Correct one of the two.")


@coded("TH306")
def regions_hold_their_units(data: Data) -> Iterator[Problem]:
    """A region lists exactly the units whose region it is, and n_provinces is their number; the region of a unit is in
    force on the unit's first day."""
    if not data.has("units/provinces", "units/regions"):
        return
    for region in data.rows("units/regions"):
        day, slug = region["valid_from"], region["slug"]
        # The lists name Huế by its slug of 2025; before 2025-01-01 it was thua-thien-hue.
        units = data.units_on(shifted(MERGER_DAY, -1) if day and day < MERGER_DAY else day)
        listed = set(region["province_slugs"].split()) & set(units)
        members = {unit for unit, row in units.items() if row["region"] == slug}
        for unit in sorted(members - listed):
            what = f"does not list {unit}, whose region it is in units/provinces.csv (row {units[unit].number})"
            yield region.problem("province_slugs", what, "Correct one of the two.", slug)
        for unit in sorted(unit for unit in listed - members if units[unit]["region"]):
            row = units[unit]
            what = f"lists {unit}, whose region in units/provinces.csv (row {row.number}) is {row['region']}"
            yield region.problem("province_slugs", what, "Correct one of the two.", slug)
        count = str(len(region["province_slugs"].split()))
        if region["n_provinces"] not in ("", count):
            what = f"province_slugs lists {count}"
            yield region.problem("n_provinces", what, "Correct the number or the list.")
    regions = data.rows("units/regions")
    for row in data.rows("units/provinces"):
        periods = [r for r in regions if r["slug"] == row["region"]]
        if row["valid_from"] and periods and not any(in_force(r, row["valid_from"]) for r in periods):
            what = f"no region of this name on {row['valid_from']}"
            yield row.problem("region", what, "Write the slug of the region on that day.")


@coded("TH307")
def populations_add_up(data: Data) -> Iterator[Problem]:
    """The population of a merged unit with population_basis = gso-average-summed is the sum of its predecessors'."""
    before = data.units_on(shifted(MERGER_DAY, -1)).values()
    for row in data.rows("units/provinces"):
        if row["population_basis"] != "gso-average-summed" or not row["population"]:
            continue
        parts = [r["population"] for r in before if r["successor_slug"] == row["slug"]]
        if parts and all(p.isdigit() for p in parts) and sum(map(int, parts)) != int(row["population"]):
            what = f"the sum of its {len(parts)} predecessors is {sum(map(int, parts))}"
            yield row.problem("population", what, "Correct the population of the unit or of a predecessor.")


@coded("TH308")
def maps_and_grids_show_every_unit(data: Data) -> Iterator[Problem]:
    """The map and the tile grid of an era have a shape for every unit, for Hoàng Sa and Trường Sa, and for nothing else."""
    for day in (shifted(MERGER_DAY, -1), MERGER_DAY):
        same_era = [
            row for row in data.rows("units/provinces") if row["valid_from"] and era(row["valid_from"]) == era(day)
        ]
        units = {row["geo_slug"]: row for row in same_era if row["geo_slug"]}
        slugs_in_file: dict[str, set[str]] = {}
        if era(day) in data.maps:
            features = data.maps[era(day)].get("features") or []
            slugs = {str((feature.get("properties") or {}).get("slug", "")) for feature in features}
            slugs_in_file[f"data/units/provinces{era(day)}.geojson"] = slugs
        if grid := data.tables.get(f"units/tilegrid{era(day)}"):
            slugs_in_file[grid.file] = {row["slug"] for row in grid.rows}
            yield from _shared_cells(grid.rows)
        for file, slugs in slugs_in_file.items():
            for slug, unit in units.items():
                if slug not in slugs:
                    yield unit.problem("geo_slug", f"not in {file}", "Correct the geo_slug, or add it there.")
            for slug in sorted(slugs - set(units) - set(ARCHIPELAGOS) - {""}) if units else ():
                yield Problem(file, "", "slug", slug, "not a unit of this era", "Correct it or delete it.")
            for slug in sorted(set(ARCHIPELAGOS) - slugs):
                what = f"quần đảo {ARCHIPELAGOS[slug]} is missing"
                remedy = "Restore it; every map of the country shows Hoàng Sa and Trường Sa."
                yield Problem(file, "", "slug", slug, what, remedy)


def _shared_cells(rows: tuple[Row, ...]) -> Iterator[Problem]:
    """A problem for each row of a tile grid whose cell is that of a row above."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        cell = row["row"], row["col"]
        if all(cell) and first.setdefault(cell, row) is not row:
            what = f"the same cell as in row {first[cell].number}"
            yield row.problem("row, col", what, "Correct one of the two.", ", ".join(cell))


@coded("TH309")
def publications_refer_to_files(data: Data) -> Iterator[Problem]:
    """Every dataset in units/publications.csv is the name of a file in data/."""
    files = {resource["path"].rpartition("/")[2] for resource in data.package["resources"]}
    for row in data.rows("units/publications"):
        if row["dataset"] and row["dataset"] not in files:
            yield row.problem("dataset", "no file of this name", "Write the name of a file in data/.")


RULES: tuple[Rule, ...] = (
    periods_end_after_they_begin,
    full_names_say_kind_and_name,
    periods_do_not_overlap,
    every_day_has_all_units,
    units_that_end_have_a_successor,
    mergers_agree_with_units,
    regions_hold_their_units,
    populations_add_up,
    maps_and_grids_show_every_unit,
    publications_refer_to_files,
)
