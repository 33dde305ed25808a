"""Rules of the communes: their register, what each was formed from, the counts of a province, and what was published of them.

The tables have 13,000 and 10,000 rows, so every rule looks at each row once and finds the others by their key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from taphuan.data.check.tables import Row
from taphuan.data.rules.base import MERGER_DAY, Data, Rule, era, in_force, shifted
from taphuan.errors import Problem, coded

REGISTER, MERGERS, COUNTS = "units/communes", "units/commune_mergers", "units/commune_counts"
KINDS = {"n_phuong": "phuong", "n_xa": "xa", "n_dac_khu": "dac-khu"}


@lru_cache(maxsize=64)
def _day_before(day: str) -> str:
    return shifted(day, -1)


@lru_cache(maxsize=64)
def _day_after(day: str) -> str:
    return shifted(day, 1)


def _by_code(data: Data) -> dict[str, list[Row]]:
    """The rows of the register by code, each list sorted by valid_from."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in data.rows(REGISTER):
        if row["code"]:
            groups[row["code"]].append(row)
    for rows in groups.values():
        if len(rows) > 1:
            rows.sort(key=lambda row: row["valid_from"])
    return groups


def _on(rows: list[Row], day: str) -> Row | None:
    """The row that is in force on `day`; the rows are of one code."""
    for row in rows:
        if in_force(row, day):
            return row
    return None


@coded("TH311")
def communes_fit_their_province(data: Data) -> Iterator[Problem]:
    """The codes of communes are unique per valid_from, their province is in force with this code, and n_communes of the
    province is their number."""
    if not data.has(REGISTER, "units/provinces"):
        return
    units = {day: data.units_on(day) for day in (shifted(MERGER_DAY, -1), MERGER_DAY)}
    first: dict[tuple[str, str], Row] = {}
    communes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in data.rows(REGISTER):
        day = MERGER_DAY if row["valid_from"] >= MERGER_DAY else _day_before(MERGER_DAY)
        # a commune whose code is faulty counts, but not again for each of its kinds
        if row["code"] or row["valid_from"] <= MERGER_DAY:
            communes[row["province_slug"], era(day)].add(row["code"] or f"row {row.number}")
        if row["code"] and first.setdefault((row["code"], row["valid_from"]), row) is not row:
            what = f"the same key as in row {first[row['code'], row['valid_from']].number}"
            yield row.problem("code, valid_from", what, "Delete or correct one of the two rows.", row["code"])
        unit = units[day].get(row["province_slug"])
        if unit is None and row["province_slug"]:
            yield row.problem("province_slug", f"not a unit on {day}", "Write the slug of the province on that day.")
        elif unit and unit["code"] and row["province_code"] not in ("", unit["code"]):
            what = f"the code of {row['province_slug']} is {unit['code']}"
            yield row.problem("province_code", what, "Correct the code or the slug.")
    for row in data.rows("units/provinces"):
        count = len(communes[row["slug"], era(row["valid_from"])])
        if row["n_communes"].isdigit() and count and int(row["n_communes"]) != count:
            what = f"{REGISTER}.csv has {count}"
            yield row.problem("n_communes", what, "Correct the number or the communes.")


@coded("TH312")
def communes_end_with_a_successor(data: Data) -> Iterator[Problem]:
    """On the day after valid_to a commune goes on under its code with another kind, in the same province, or
    commune_mergers.csv says what became of it. Its rows do not overlap."""
    if not data.has(REGISTER, MERGERS):
        return
    merged = {(row["old_code"], row["effective_from"]) for row in data.rows(MERGERS)}
    for code, rows in data.once(_by_code).items():
        for row, later in zip(rows, [*rows[1:], None], strict=True):
            if later and row["valid_from"] == later["valid_from"]:
                continue  # a duplicate key, which `communes_fit_their_province` reports
            if later and (not row["valid_to"] or row["valid_to"] >= later["valid_from"]):
                remedy = f"Write the day before {later['valid_from']}, on which row {later.number} begins."
                value = row["valid_to"] or "blank"
                yield row.problem("valid_to", f"overlaps with row {later.number}", remedy, value)
            elif row["valid_to"] and (code, day := _day_after(row["valid_to"])) not in merged:
                # on the day of the merger a code goes over to another territory
                if later is None or later["valid_from"] != day or day == MERGER_DAY:
                    what = f"no row of {MERGERS}.csv says what became of the commune on {day}"
                    yield row.problem("valid_to", what, f"Add the rows to {MERGERS}.csv, or correct valid_to.")
                elif later["province_slug"] not in ("", row["province_slug"]):
                    what = f"row {row.number} of the same commune says {row['province_slug']}"
                    yield later.problem("province_slug", what, "Correct one of the two.")


@coded("TH313")
def mergers_are_of_communes_of_their_day(data: Data) -> Iterator[Problem]:
    """The old commune of a merger is in force on the day before it and ends then, the new one begins on the day; both are
    in the same province, as province_mergers.csv says. A district stands only where one without communes became a commune."""
    if not data.has(REGISTER, MERGERS, "units/province_mergers"):
        return
    register = data.once(_by_code)
    successor = {
        (row["predecessor_slug"], row["effective_from"]): row["successor_slug"]
        for row in data.rows("units/province_mergers")
    }
    for row in data.rows(MERGERS):
        day = row["effective_from"]
        if not day or not row["new_code"]:
            continue
        new = _on(register.get(row["new_code"], []), day)
        if new is None or new["valid_from"] != day:
            yield row.problem("new_code", f"no commune of this code begins on {day}", f"Correct it, or {REGISTER}.csv.")
        province = row["old_province_slug"]
        if row["old_code"]:
            old = _on(register.get(row["old_code"], []), _day_before(day))
            if old is None or old["valid_to"] != _day_before(day):
                what = f"no commune of this code ends on {_day_before(day)}"
                yield row.problem("old_code", what, f"Correct it, or {REGISTER}.csv.")
                continue
            province = old["province_slug"]
        if row["event"] and (row["event"] == "district-to-special-zone") != bool(row["old_district"]):
            what = f"event is {row['event']}: a district stands where one without communes became a special zone"
            yield row.problem("old_district", what, "Correct one of the two.")
        elif new and (expected := successor.get((province, day))) not in (None, new["province_slug"]):
            what = f"its old commune was in {province}, which became {expected}, but {row['new_code']} is in"
            remedy = "Correct one of the two codes; units/province_mergers.csv says which province became which."
            yield row.problem("new_code", f"{what} {new['province_slug']}", remedy)


@coded("TH314")
def mergers_cover_the_old_communes(data: Data) -> Iterator[Problem]:
    """An old commune goes whole into one new commune, or in two or more parts into several."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in data.rows(MERGERS):
        if row["old_code"] and row["part"]:
            groups[row["old_code"], row["effective_from"]].append(row)
        if row["part"] and row["event"] and (row["part"] == "part") != (row["event"] == "split"):
            what = f"event is {row['event']}: only an old commune that was split has parts"
            yield row.problem("part", what, "Correct one of the two.")
    for (code, _), rows in groups.items():
        whole = next((row for row in rows if row["part"] == "whole"), None)
        if whole and len(rows) > 1:
            others = ", ".join(str(row.number) for row in rows if row is not whole)
            what = f"all of {code} went into {whole['new_code']}, but it stands in row {others}, too"
            yield whole.problem("part", what, "Write part in each of these rows, or delete the wrong ones.")
        elif not whole and len(rows) == 1:
            what = f"a part of {code}, but no other row says where the rest went"
            yield rows[0].problem("part", what, "Add the rows of the other parts, or write whole.")


@coded("TH315")
def communes_say_what_they_were_formed_from(data: Data) -> Iterator[Problem]:
    """A commune that begins on a day on which its code did not go on has rows in commune_mergers.csv. It is unchanged if it
    is all of one old commune, and only then."""
    if not data.has(REGISTER, MERGERS):
        return
    formed: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in data.rows(MERGERS):
        if row["new_code"]:
            formed[row["new_code"], row["effective_from"]].append(row)
    for code, rows in data.once(_by_code).items():
        for row in rows:
            day = row["valid_from"]
            if not day or (code, day) in formed:
                continue
            if day == MERGER_DAY or all(other["valid_to"] != _day_before(day) for other in rows):
                what = f"no row of {MERGERS}.csv says what the commune was formed from on {day}"
                yield row.problem("code", what, f"Add its rows to {MERGERS}.csv, or correct valid_from.")
    for (code, _), rows in formed.items():
        alone = len(rows) == 1 and rows[0]["part"] == "whole"
        for row in rows:
            if row["event"] == "unchanged" and not alone:
                what = f"unchanged, but {code} was formed from {len(rows)} communes or from a part"
                yield row.problem("event", what, "Write merged or split, or delete the wrong rows.")
            elif row["event"] == "merged" and alone:
                what = f"merged, but {code} was formed from this commune alone"
                yield row.problem("event", what, "Write unchanged, or add the other communes.")


@coded("TH316")
def communes_are_of_one_old_province(data: Data) -> Iterator[Problem]:
    """All that a commune was formed from was in one province: two communes of one name in provinces that were merged are easily
    taken for one."""
    if not data.has(REGISTER, MERGERS):
        return
    register = data.once(_by_code)
    formed: dict[tuple[str, str], list[tuple[Row, Row]]] = defaultdict(list)
    for row in data.rows(MERGERS):
        day = row["effective_from"]
        old = _on(register.get(row["old_code"], []), _day_before(day)) if day else None
        if old is not None and row["new_code"]:
            formed[row["new_code"], day].append((row, old))
    for (code, _), pairs in formed.items():
        provinces = Counter(old["province_slug"] for _, old in pairs)
        most = provinces.most_common(1)[0][0]
        for row, old in pairs if len(provinces) > 1 else ():
            if old["province_slug"] != most:
                what = f"{old['full_name']} was in {old['province_slug']}, the others that {code} was formed from in {most}"
                yield row.problem("old_code", what, "Delete the row, or write the commune of that name that is meant.")


@coded("TH317")
def counts_agree_with_the_register(data: Data) -> Iterator[Problem]:
    """The numbers of commune_counts.csv are those of the register and of the mergers; every province of the day has a row,
    and the address of its resolution holds the number of the resolution."""
    if not data.has(REGISTER, MERGERS, COUNTS, "units/province_mergers"):
        return
    if "" in {row["code"] for row in data.rows(REGISTER)}:
        return  # a faulty code is reported; the numbers would only repeat it
    register = data.once(_by_code)
    kinds = {day: _kinds(register, day) for day in data.column(COUNTS, "kinds_on")}
    for day in sorted(data.column(COUNTS, "effective_from")):
        rows = [row for row in data.rows(COUNTS) if row["effective_from"] == day]
        counted = _counted(data, register, day)
        for row in rows:
            slug = row["province_slug"]
            found = {name: counted[name][slug] for name in counted}
            if row["kinds_on"]:
                found |= {name: kinds[row["kinds_on"]][slug, kind] for name, kind in KINDS.items()}
            for name, number in found.items():
                if row[name].isdigit() and int(row[name]) != number:
                    source = MERGERS if name in ("n_split", "n_unchanged") else REGISTER
                    what = f"{source}.csv has {number}" + (f" on {row['kinds_on']}" if name in KINDS else "")
                    yield row.problem(name, what, f"Correct the number or {source}.csv.")
            number_of_resolution = row["resolution"].partition("/")[0].rpartition(" ")[2]
            if row["resolution_url"] and number_of_resolution and number_of_resolution not in row["resolution_url"]:
                what = f"the address does not hold the number of the resolution, {number_of_resolution}"
                yield row.problem("resolution_url", what, "Correct one of the two.")
        for slug in sorted(set(data.units_on(day)) - {row["province_slug"] for row in rows}):
            what, remedy = f"no row of this province on {day}", "Add its row."
            yield Problem(data.tables[COUNTS].file, "", "province_slug", slug, what, remedy)


def _counted(data: Data, register: dict[str, list[Row]], day: str) -> dict[str, Counter[str]]:
    """By column of commune_counts.csv, the numbers by province that the register and the mergers give for `day`."""
    successor = {
        row["predecessor_slug"]: row["successor_slug"]
        for row in data.rows("units/province_mergers")
        if row["effective_from"] == day
    }
    eve = _day_before(day)
    before = {code: row["province_slug"] for code, rows in register.items() if (row := _on(rows, eve))}
    after = {code: row["province_slug"] for code, rows in register.items() if (row := _on(rows, day))}
    mergers = [row for row in data.rows(MERGERS) if row["effective_from"] == day]
    split = {row["old_code"] for row in mergers if row["part"] == "part"}
    unchanged = {row["new_code"] for row in mergers if row["event"] == "unchanged"}
    return {
        "n_before": Counter(successor.get(slug, slug) for slug in before.values()),
        "n_after": Counter(after.values()),
        "n_split": Counter(successor.get(before[code], before[code]) for code in split & set(before)),
        "n_unchanged": Counter(after[code] for code in unchanged & set(after)),
    }


def _kinds(register: dict[str, list[Row]], day: str) -> Counter[tuple[str, str]]:
    """How many communes of each kind a province has on a day."""
    return Counter((row["province_slug"], row["kind"]) for rows in register.values() if (row := _on(rows, day)))


@coded("TH318")
def details_are_of_communes_of_their_day(data: Data) -> Iterator[Problem]:
    """The (code, valid_from) of a seat, an area or a result is a key of the register."""
    if not data.has(REGISTER):
        return
    keys = {(row["code"], row["valid_from"]) for row in data.rows(REGISTER)}
    codes = data.column(REGISTER, "code")
    for table in ("units/commune_stats", "units/commune_places", "units/commune_rankings"):
        for row in data.rows(table):
            # a code that the register does not have at all is a foreign key, which `check_cells` reports
            if row["valid_from"] and row["code"] in codes and (row["code"], row["valid_from"]) not in keys:
                what = f"no commune of the code {row['code']} begins on this day"
                yield row.problem("valid_from", what, f"Write its valid_from in {REGISTER}.csv, or correct the code.")


@coded("TH319")
def results_follow_their_year(data: Data) -> Iterator[Problem]:
    """A result of communes was published after the end of its year; no two communes have one rank, and a better rank has
    no fewer points."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in data.rows("units/commune_rankings"):
        if row["year"] and row["published_on"] and row["published_on"] <= f"{row['year']}-12-31":
            what = f"before the end of {row['year']}"
            yield row.problem("published_on", what, "Correct one of the two.")
        if row["rank"].isdigit():
            groups[row["year"], row["measure"]].append(row)
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: int(row["rank"]))
        for better, worse in pairwise(ordered):
            if better["rank"] == worse["rank"]:
                yield worse.problem("rank", f"the rank of row {better.number}, too", "Correct one of the two.")
            elif better["score"] and worse["score"] and float(better["score"]) < float(worse["score"]):
                what = f"more points than row {better.number}, which has the better rank"
                yield worse.problem("score", what, "Correct the points or the ranks.")


RULES: tuple[Rule, ...] = (
    communes_fit_their_province,
    communes_end_with_a_successor,
    mergers_are_of_communes_of_their_day,
    mergers_cover_the_old_communes,
    communes_say_what_they_were_formed_from,
    communes_are_of_one_old_province,
    counts_agree_with_the_register,
    details_are_of_communes_of_their_day,
    results_follow_their_year,
)
