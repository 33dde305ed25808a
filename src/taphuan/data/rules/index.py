"""Rules of the Digital Transformation Index: units of the year, completeness, places, sums and means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from taphuan.data.check.tables import Row
from taphuan.data.rules.base import MERGER_DAY, Data, Rule, decimal, shifted, units_expected
from taphuan.errors import Problem

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

# 2020, Quyết định 1726/QĐ-BTTTT: the index is the weighted sum of the three pillars.
PILLAR_SHARES_2020 = dict(zip(PILLARS, map(Decimal, ("0.4", "0.3", "0.3")), strict=True))
TOLERANCE = Decimal("0.0001")
# A derived pillar is rounded to three decimals.
DERIVED_TOLERANCE = Decimal("0.0005")

TABLES = ("dti/dti", "dti/dti_2024_premerger63")


def table_day(data: Data, table: str, year: str) -> str:
    """The day whose units a year's table lists: its last day, or the day of publication if that is after the merger."""
    published = next((r["published_on"] for r in data.rows("dti/publications") if r["year"] == year), "")
    if table != "dti/dti_2024_premerger63" and published >= MERGER_DAY:
        return published
    return f"{year}-12-31" if f"{year}-12-31" < MERGER_DAY else shifted(MERGER_DAY, -1)


def _points(data: Data) -> dict[str, tuple[int, ...]]:
    """The points of the eight indices in the index of each year; a year whose method has none is not summed."""
    methods = {r["method"]: [r[name] for name in INDICES] for r in data.rows("dti/methods")}
    years = ((r["year"], methods.get(r["method"], [""])) for r in data.rows("dti/publications"))
    return {year: tuple(map(int, points)) for year, points in years if all(points)}


def points_are_whole(data: Data) -> Iterator[Problem]:
    """A method has the points of all eight indices, or of none and says so."""
    for row in data.rows("dti/methods"):
        held = [name for name in INDICES if row[name]]
        if held and len(held) < len(INDICES):
            blank = next(name for name in INDICES if not row[name])
            yield row.problem(blank, "blank, though other indices of the method have points", "Fill it in.")
        elif bool(held) != bool(row["basis"]):
            name = "basis" if held else INDICES[0]
            yield row.problem(name, "the points and their basis stand together or not at all", "Fill it in.", "blank")


def _years(data: Data, table: str) -> dict[str, list[Row]]:
    years: dict[str, list[Row]] = defaultdict(list)
    for row in data.rows(table):
        if row["year"]:
            years[row["year"]].append(row)
    return years


def units_are_those_of_the_year(data: Data) -> Iterator[Problem]:
    """A row's slug and name are those of a unit in the year's table; a year's pillars likewise."""
    if not data.has("units/provinces", "dti/publications"):
        return
    for table in (*TABLES, "dti/dti_pillars", "dti/dti_from_stated_changes", "dti/dvc766"):
        for year, rows in _years(data, table).items():
            # dvc766 carries the names after the merger in every year (data/dti/README.md).
            day = MERGER_DAY if table == "dti/dvc766" else table_day(data, table, year)
            units = data.units_on(day)
            for row in rows:
                unit = units.get(row["province_slug"])
                if unit is None and row["province_slug"]:
                    remedy = f"Write the slug the unit had on {day}."
                    yield row.problem("province_slug", f"no unit of the table of {year}", remedy)
                elif unit and row["province_name"] and row["province_name"] != unit["name"]:
                    what = f"the name of {row['province_slug']} is {unit['name']}"
                    yield row.problem("province_name", what, "Correct the name or the slug.")


def complete_years_have_every_unit(data: Data) -> Iterator[Problem]:
    """A year marked complete = yes holds all units of its table, each with place and index."""
    if not data.has("units/provinces", "dti/publications", "dti/dti"):
        return
    complete = [row["year"] for row in data.rows("dti/publications") if row["complete"] == "yes"]
    wanted = [("dti/dti", year) for year in complete] + [("dti/dti_2024_premerger63", "2024")]
    for table, year in wanted:
        if not data.has(table):
            continue
        file, rows = data.tables[table].file, _years(data, table).get(year, [])
        day = table_day(data, table, year)
        missing = sorted(set(data.units_on(day)) - {row["province_slug"] for row in rows})
        if missing:
            what = f"{len(missing)} of {units_expected(day)} units are missing in {year}, which is marked complete"
            remedy = "Add their rows, or mark the year complete = no in data/dti/publications.csv."
            yield Problem(file, "", "province_slug", ", ".join(missing), what, remedy)


def places_follow_the_values(data: Data) -> Iterator[Problem]:
    """No unit with a higher index has a worse place; in a full table the place is one more than the units above."""
    for table in TABLES:
        for rows in _years(data, table).values():
            ranked = [(decimal(r["pdti"]), int(r["rank"]), r) for r in rows if r["rank"]]
            valued = [(value, rank, r) for value, rank, r in ranked if value is not None]
            full = len(valued) == len(rows) and len(rows) in (34, 63)
            for value, rank, row in valued:
                better = sum(other > value for other, _, _ in valued)
                overtaken = [o for other, place, o in valued if other < value and place < rank]
                if full and rank != better + 1:
                    what = f"the value {row['pdti']} stands at place {better + 1} of its year"
                    yield row.problem("rank", what, "Correct the place or the value.")
                elif not full and overtaken:
                    what = f"row {overtaken[0].number} has a better place with a smaller value"
                    yield row.problem("rank", what, "Correct the place or the value of one of the two.")


def eight_indices_make_the_index(data: Data) -> Iterator[Problem]:
    """The weighted sum of the eight indices is the published index, wherever all eight are held."""
    all_points = _points(data)
    for row in data.rows("dti/dti"):
        values, index = [decimal(row[name]) for name in INDICES], decimal(row["pdti"])
        points = all_points.get(row["year"])
        if index is None or points is None:
            continue
        parts = [value * point for value, point in zip(values, points, strict=True) if value is not None]
        total = sum(parts, Decimal(0)) / sum(points)
        if len(parts) == len(INDICES) and abs(total - index) > TOLERANCE:
            what = f"the eight indices make {total:.4f}"
            yield row.problem("pdti", what, "Compare all nine values with the source.")


def pillars_of_2020_make_the_index(data: Data) -> Iterator[Problem]:
    """In 2020 the index is 0.4 chính quyền số + 0.3 kinh tế số + 0.3 xã hội số."""
    pillars: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in data.rows("dti/dti_pillars"):
        value = decimal(row["value"])
        if row["year"] == "2020" and value is not None:
            pillars[row["province_slug"]][row["pillar"]] = value
    for row in data.rows("dti/dti"):
        held, index = pillars.get(row["province_slug"], {}), decimal(row["pdti"])
        if row["year"] != "2020" or index is None or set(held) != set(PILLARS):
            continue
        total = sum((held[name] * share for name, share in PILLAR_SHARES_2020.items()), Decimal(0))
        if abs(total - index) > TOLERANCE:
            what = f"its three pillars in dti_pillars.csv make {total:.4f}"
            yield row.problem("pdti", what, "Compare the four values with the source.")


def pillar_places_agree(data: Data) -> Iterator[Problem]:
    """A pillar's place is the same in dti.csv and dti_pillars.csv."""
    main = {(row["year"], row["province_slug"]): row for row in data.rows("dti/dti")}
    for row in data.rows("dti/dti_pillars"):
        other = main.get((row["year"], row["province_slug"]))
        held = other[f"rank_{row['pillar']}"] if other else ""
        if other and held and row["rank"] and held != row["rank"]:
            what = f"dti.csv, row {other.number}, says {held}"
            yield row.problem("rank", what, "Correct one of the two.")


def derived_pillars_follow_from_the_indices(data: Data) -> Iterator[Problem]:
    """dti_pillars_derived.csv is what the formula of data/dti/README.md makes of the published indices."""
    main = {(t, r["year"], r["province_slug"]): r for t in TABLES for r in data.rows(t)}
    all_points = _points(data)
    for row in data.rows("dti/dti_pillars_derived"):
        table = TABLES[1] if row["province_set"] == "63-premerger" else TABLES[0]
        base, points = main.get((table, row["year"], row["province_slug"])), all_points.get(row["year"])
        value, index = decimal(row["value_derived"]), decimal(base["pdti"]) if base else None
        own = {name: decimal(base[name]) for name in PILLARS} if base else {}
        if value is None or index is None or points is None or row["pillar"] not in own:
            continue
        weights = dict(zip(INDICES, points, strict=True))
        parts = {name: v * weights[name] for name, v in own.items() if v is not None}
        if len(parts) < len(PILLARS):
            continue
        shared = sum(points) - sum(weights[name] for name in PILLARS)
        rest = index * sum(points) - sum(parts.values())
        derived = (rest + parts[row["pillar"]]) / (shared + weights[row["pillar"]])
        if abs(derived - value) > DERIVED_TOLERANCE:
            what = f"the indices in {table.rpartition('/')[2]}.csv make {derived:.3f}"
            yield row.problem("value_derived", what, "Compute it again, or correct the indices.")


def computed_means_are_means(data: Data) -> Iterator[Problem]:
    """A mean marked computed is the mean of the year's values."""
    years = _years(data, "dti/dti")
    for row in data.rows("dti/dti_province_mean"):
        values = [decimal(r["pdti"]) for r in years.get(row["year"], [])]
        held, stated = [v for v in values if v is not None], decimal(row["value"])
        whole = bool(held) and len(held) == len(values)
        if row["kind"] != "computed" or row["measure"] != "pdti" or stated is None or not whole:
            continue
        mean = sum(held, Decimal(0)) / len(held)
        if abs(mean - stated) > TOLERANCE:
            yield row.problem("value", f"the mean of the {len(held)} values is {mean:.4f}", "Correct one of them.")


def service_points_add_up(data: Data) -> Iterator[Problem]:
    """The five parts of dvc766.csv make its total."""
    parts = ("transparency", "timeliness", "online_services", "satisfaction", "digitization")
    for row in data.rows("dti/dvc766"):
        values, total = [decimal(row[name]) for name in parts], decimal(row["total"])
        held = [value for value in values if value is not None]
        if total is not None and len(held) == len(parts) and sum(held) != total:
            yield row.problem("total", f"the five parts make {sum(held)}", "Compare the six values with the source.")


def years_are_published_after_they_end(data: Data) -> Iterator[Problem]:
    """The index of a year becomes public after that year."""
    for row in data.rows("dti/publications"):
        if row["year"] and row["published_on"] and row["published_on"] <= f"{row['year']}-12-31":
            yield row.problem("published_on", f"within the year {row['year']} itself", "Write the day of publication.")


RULES: tuple[Rule, ...] = (
    units_are_those_of_the_year,
    complete_years_have_every_unit,
    places_follow_the_values,
    points_are_whole,
    eight_indices_make_the_index,
    pillars_of_2020_make_the_index,
    pillar_places_agree,
    derived_pillars_follow_from_the_indices,
    computed_means_are_means,
    service_points_add_up,
    years_are_published_after_they_end,
)
