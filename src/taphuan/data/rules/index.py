"""Rules of the Digital Transformation Index (DTI): units of the year, completeness, ranks, weighted sums and means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from taphuan.data.check.tables import Row
from taphuan.data.rules.base import MERGER_DAY, Data, Rule, decimal, shifted, units_expected
from taphuan.errors import Problem, coded

INDICES = (
    "awareness",
    "institutions",
    "infrastructure",
    "human_resources",
    "cybersecurity",
    "digital_government",
    "digital_economy",
    "digital_society",
)
PILLARS = ("digital_government", "digital_economy", "digital_society")

# Quyết định 1726/QĐ-BTTTT, for 2020: the index is the weighted sum of the three pillars.
PILLAR_SHARES_2020 = dict(zip(PILLARS, map(Decimal, ("0.4", "0.3", "0.3")), strict=True))
TOLERANCE = Decimal("0.0001")
# The values of derived pillars are rounded to three decimals.
DERIVED_TOLERANCE = Decimal("0.0005")

TABLES = ("dti/dti", "dti/dti_2024_premerger63")

# (value, rank, row) of one unit
Score = tuple[Decimal, int, Row]


def table_day(data: Data, table: str, year: str) -> str:
    """The day whose units the table of a year lists: its last day, or the day of publication if that is after the merger."""
    published = next((r["published_on"] for r in data.rows("dti/publications") if r["year"] == year), "")
    if table != "dti/dti_2024_premerger63" and published >= MERGER_DAY:
        return published
    return f"{year}-12-31" if f"{year}-12-31" < MERGER_DAY else shifted(MERGER_DAY, -1)


def _points(data: Data) -> dict[str, tuple[int, ...]]:
    """The points (weights) of the eight indices by year, for the years whose method has points."""
    methods = {r["method"]: [r[name] for name in INDICES] for r in data.rows("dti/methods")}
    years = ((r["year"], methods.get(r["method"], [""])) for r in data.rows("dti/publications"))
    return {year: tuple(map(int, points)) for year, points in years if all(points)}


@coded("TH334")
def points_of_methods_are_complete(data: Data) -> Iterator[Problem]:
    """A method has points for all eight indices and a basis for them, or neither."""
    for row in data.rows("dti/methods"):
        names = [name for name in INDICES if row[name]]
        if names and len(names) < len(INDICES):
            blank = next(name for name in INDICES if not row[name])
            yield row.problem(blank, "blank, though other indices of the method have points", "Fill it in.")
        elif bool(names) != bool(row["basis"]):
            name = "basis" if names else INDICES[0]
            what = "points without a basis" if names else "a basis without points"
            yield row.problem(name, what, "Fill in both or neither.", "blank")


def _rows_by_year(data: Data, table: str) -> dict[str, list[Row]]:
    years: dict[str, list[Row]] = defaultdict(list)
    for row in data.rows(table):
        if row["year"]:
            years[row["year"]].append(row)
    return years


@coded("TH331")
def units_are_those_of_the_year(data: Data) -> Iterator[Problem]:
    """The slug and the name in a row are those of a unit in the table of that year."""
    if not data.has("units/provinces", "dti/publications"):
        return
    for table in (*TABLES, "dti/dti_pillars", "dti/dti_from_stated_changes", "dti/dti_main_index_ranks"):
        for year, rows in _rows_by_year(data, table).items():
            day = table_day(data, table, year)
            units = data.units_on(day)
            for row in rows:
                unit = units.get(row["province_slug"])
                if unit is None and row["province_slug"]:
                    remedy = f"Write the slug of the unit on {day}."
                    yield row.problem("province_slug", f"not a unit in the table of {year}", remedy)
                elif unit and row["province_name"] and row["province_name"] != unit["name"]:
                    what = f"the name of {row['province_slug']} is {unit['name']}"
                    yield row.problem("province_name", what, "Correct the name or the slug.")


@coded("TH332")
def complete_years_have_every_unit(data: Data) -> Iterator[Problem]:
    """A year with complete = yes has a row for every unit of its table."""
    if not data.has("units/provinces", "dti/publications", "dti/dti"):
        return
    complete_years = [row["year"] for row in data.rows("dti/publications") if row["complete"] == "yes"]
    complete_tables = [("dti/dti", year) for year in complete_years] + [("dti/dti_2024_premerger63", "2024")]
    for table, year in complete_tables:
        if not data.has(table):
            continue
        file, rows = data.tables[table].file, _rows_by_year(data, table).get(year, [])
        units = data.units_on(table_day(data, table, year))
        missing = sorted(set(units) - {row["province_slug"] for row in rows})
        if missing:
            what = f"{len(missing)} of {len(units)} units are missing in {year}, which is marked complete"
            remedy = "Add their rows, or mark the year complete = no in data/dti/publications.csv."
            yield Problem(file, "", "province_slug", ", ".join(missing), what, remedy)


@coded("TH333")
def ranks_follow_values(data: Data) -> Iterator[Problem]:
    """In a complete table a unit's rank is one more than the number of units with a higher index; in an incomplete one no
    unit has a higher index and a worse rank than another, and where all units have a rank these are places."""
    for table in TABLES:
        for year, rows in _rows_by_year(data, table).items():
            ranked = [(decimal(r["pdti"]), int(r["rank"]), r) for r in rows if r["rank"]]
            scores = [(value, rank, row) for value, rank, row in ranked if value is not None]
            if len(scores) == len(rows) == units_expected(table_day(data, table, year)):
                yield from _wrong_ranks(scores)
            else:
                yield from _reversed_ranks(scores)
                if len(ranked) == units_expected(table_day(data, table, year)):
                    yield from not_places([(rank, row) for _, rank, row in ranked])


def not_places(ranked: list[tuple[int, Row]]) -> Iterator[Problem]:
    """The ranks of all units of a table that are no places: one more than the number of units before them, ties share one."""
    ascending = sorted(rank for rank, _ in ranked)
    for rank, row in ranked:
        before = bisect_left(ascending, rank)
        if rank != before + 1:
            what = f"{before} units have a better rank, so that this one would be {before + 1}"
            yield row.problem("rank", what, "Correct the ranks; equal values share the better one.")


def _wrong_ranks(scores: list[Score]) -> Iterator[Problem]:
    ascending = sorted(value for value, _, _ in scores)
    for value, rank, row in scores:
        expected = len(ascending) - bisect_right(ascending, value) + 1
        if rank != expected:
            what = f"the value {row['pdti']} has rank {expected} in its year"
            yield row.problem("rank", what, "Correct the rank or the value.")


def _reversed_ranks(scores: list[Score]) -> Iterator[Problem]:
    for (_, _, row), other in zip(scores, _first_reversed(scores), strict=True):
        if other is not None:
            what = f"row {other.number} has a better rank with a smaller value"
            yield row.problem("rank", what, "Correct the rank or the value of one of the two.")


def _first_reversed(scores: list[Score]) -> list[Row | None]:
    """For each score the first row of the file with a smaller value and a better rank; None if there is none.

    The scores enter a Fenwick tree (over ranks, of the smallest position in the file) in ascending order of value, so the
    time is O(n log n): a table of communes has more than 3,000 rows.
    """
    position_of_rank = {rank: at for at, rank in enumerate(sorted({rank for _, rank, _ in scores}), start=1)}
    tree = [len(scores)] * (len(position_of_rank) + 1)
    first = [len(scores)] * len(scores)
    ascending = sorted(range(len(scores)), key=lambda number: scores[number][0])
    for _, group in groupby(ascending, key=lambda number: scores[number][0]):
        same_value = list(group)
        for number in same_value:
            at = position_of_rank[scores[number][1]] - 1
            while at:
                first[number] = min(first[number], tree[at])
                at -= at & -at
        for number in same_value:
            at = position_of_rank[scores[number][1]]
            while at < len(tree):
                tree[at] = min(tree[at], number)
                at += at & -at
    return [scores[number][2] if number < len(scores) else None for number in first]


@coded("TH335")
def eight_indices_make_the_index(data: Data) -> Iterator[Problem]:
    """The weighted sum of the eight indices is the published index if the row has all eight."""
    all_points = _points(data)
    for row in data.rows("dti/dti"):
        values, index = [decimal(row[name]) for name in INDICES], decimal(row["pdti"])
        points = all_points.get(row["year"])
        if index is None or points is None:
            continue
        parts = [value * point for value, point in zip(values, points, strict=True) if value is not None]
        total = sum(parts, Decimal(0)) / sum(points)
        if len(parts) == len(INDICES) and abs(total - index) > TOLERANCE:
            what = f"the weighted sum of the eight indices is {total:.4f}"
            yield row.problem("pdti", what, "Compare all nine values with the source.")


@coded("TH336")
def pillars_of_2020_make_the_index(data: Data) -> Iterator[Problem]:
    """The index of 2020 is 0.4 chính quyền số + 0.3 kinh tế số + 0.3 xã hội số."""
    pillars: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in data.rows("dti/dti_pillars"):
        value = decimal(row["value"])
        if row["year"] == "2020" and value is not None:
            pillars[row["province_slug"]][row["pillar"]] = value
    for row in data.rows("dti/dti"):
        values, index = pillars.get(row["province_slug"], {}), decimal(row["pdti"])
        if row["year"] != "2020" or index is None or set(values) != set(PILLARS):
            continue
        total = sum((values[name] * share for name, share in PILLAR_SHARES_2020.items()), Decimal(0))
        if abs(total - index) > TOLERANCE:
            what = f"the weighted sum of its three pillars in dti_pillars.csv is {total:.4f}"
            yield row.problem("pdti", what, "Compare the four values with the source.")


@coded("TH337")
def ranks_of_pillars_agree(data: Data) -> Iterator[Problem]:
    """The rank of a pillar is the same in dti.csv and dti_pillars.csv."""
    main_rows = {(row["year"], row["province_slug"]): row for row in data.rows("dti/dti")}
    for row in data.rows("dti/dti_pillars"):
        main_row = main_rows.get((row["year"], row["province_slug"]))
        rank = main_row[f"rank_{row['pillar']}"] if main_row else ""
        if main_row and rank and row["rank"] and rank != row["rank"]:
            what = f"dti.csv, row {main_row.number}, says {rank}"
            yield row.problem("rank", what, "Correct one of the two.")


def derived_pillar(
    index: Decimal | None, activities: Mapping[str, Decimal | None], points: Mapping[str, int], pillar: str
) -> Decimal | None:
    """The value of a pillar by the formula in data/dti/README.md: what all pillars share of the index and the pillar's own
    activity, over their points. None where the index or one of the three activities is not known."""
    parts = {name: value * points[name] for name, value in activities.items() if value is not None}
    if index is None or len(parts) < len(PILLARS):
        return None
    shared = sum(points.values()) - sum(points[name] for name in PILLARS)
    rest = index * sum(points.values()) - sum(parts.values())
    return (rest + parts[pillar]) / (shared + points[pillar])


@coded("TH338")
def derived_pillars_follow_from_the_indices(data: Data) -> Iterator[Problem]:
    """A value in dti_pillars_derived.csv is the result of the formula in data/dti/README.md for the published indices."""
    main_rows = {(t, r["year"], r["province_slug"]): r for t in TABLES for r in data.rows(t)}
    all_points = _points(data)
    for row in data.rows("dti/dti_pillars_derived"):
        table = TABLES[1] if row["province_set"] == "63-premerger" else TABLES[0]
        main_row, points = main_rows.get((table, row["year"], row["province_slug"])), all_points.get(row["year"])
        value, index = decimal(row["value_derived"]), decimal(main_row["pdti"]) if main_row else None
        activities = {name: decimal(main_row[name]) for name in PILLARS} if main_row else {}
        if value is None or index is None or points is None or row["pillar"] not in activities:
            continue
        derived = derived_pillar(index, activities, dict(zip(INDICES, points, strict=True)), row["pillar"])
        if derived is not None and abs(derived - value) > DERIVED_TOLERANCE:
            what = f"computed from {table.rpartition('/')[2]}.csv it is {derived:.3f}"
            yield row.problem("value_derived", what, "Compute it again, or correct the indices.")


@coded("TH339")
def computed_means_are_means(data: Data) -> Iterator[Problem]:
    """A mean with kind = computed is the mean of the year's values in dti.csv."""
    rows_by_year = _rows_by_year(data, "dti/dti")
    for row in data.rows("dti/dti_province_mean"):
        cells = [decimal(r["pdti"]) for r in rows_by_year.get(row["year"], [])]
        values, stated = [value for value in cells if value is not None], decimal(row["value"])
        complete = bool(values) and len(values) == len(cells)
        if row["kind"] != "computed" or row["measure"] != "pdti" or stated is None or not complete:
            continue
        mean = sum(values, Decimal(0)) / len(values)
        if abs(mean - stated) > TOLERANCE:
            yield row.problem("value", f"the mean of the {len(values)} values is {mean:.4f}", "Correct one of them.")


@coded("TH340")
def years_are_published_after_they_end(data: Data) -> Iterator[Problem]:
    """The index of a year is published after the end of the year."""
    for row in data.rows("dti/publications"):
        if row["year"] and row["published_on"] and row["published_on"] <= f"{row['year']}-12-31":
            yield row.problem("published_on", f"before the end of {row['year']}", "Write the day of publication.")


RULES: tuple[Rule, ...] = (
    units_are_those_of_the_year,
    complete_years_have_every_unit,
    ranks_follow_values,
    points_of_methods_are_complete,
    eight_indices_make_the_index,
    pillars_of_2020_make_the_index,
    ranks_of_pillars_agree,
    derived_pillars_follow_from_the_indices,
    computed_means_are_means,
    years_are_published_after_they_end,
)
