"""Rules of the measures: their editions, units and parts, and values that stand in more than one table.

The DTI has rules of its own in `index`; what is said here of a value that stands in two tables holds for it, too.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from decimal import Decimal

from taphuan.data.check.schema import csv_resources, table_name
from taphuan.data.check.tables import Row
from taphuan.data.rules.base import ITEM_LISTS, MERGER_DAY, Data, Rule, decimal, in_force, shifted
from taphuan.data.rules.index import INDICES, not_places, table_day
from taphuan.errors import Problem, coded

DTI = "dti"
PUBLISHED = "published"
# tables whose rows say from which day they may be shown, and on what basis
DATED_TABLES = (
    ("measures/editions", "basis", "published_on"),
    ("measures/service_index/press", "known_basis", "known_from"),
    ("provincial/documents", "known_basis", "known_from"),
    ("provincial/indicators", "known_basis", "known_from"),
    ("conferences/article_facts", "known_basis", "known_from"),
)


def last_day(edition: str) -> str:
    """The last day of a year or month: "2025-11" → "2025-11-30"."""
    if len(edition) == len("2025"):
        return f"{edition}-12-31"
    year, month = int(edition[:4]), int(edition[5:])
    return f"{edition}-{calendar.monthrange(year, month)[1]}" if 1 <= month <= 12 else f"{edition}-31"


def _tables(data: Data) -> dict[str, str]:
    """The table of each measure that could be read, without the DTI's."""
    register = ((row["measure"], row["table"]) for row in data.rows("measures/measures"))
    return {measure: table for measure, table in register if measure != DTI and data.has(table)}


def _editions(data: Data) -> dict[tuple[str, str], Row]:
    return {(row["measure"], row["edition"]): row for row in data.rows("measures/editions")}


@coded("TH341")
def measures_have_a_table(data: Data) -> Iterator[Problem]:
    """The table of a measure is described in the schema."""
    known = {table_name(resource) for resource in csv_resources(data.package)}
    for row in data.rows("measures/measures"):
        if row["table"] and row["table"] not in known:
            yield row.problem("table", "no table of this name", "Write its path in data/ without .csv.")


@coded("TH342")
def parts_are_columns(data: Data) -> Iterator[Problem]:
    """A part is a column of its measure's table; its label is the title of the column, and no value exceeds its maximum."""
    titles = {
        table_name(resource): {field["name"]: field.get("title") for field in resource["schema"]["fields"]}
        for resource in csv_resources(data.package)
    }
    tables = {row["measure"]: row["table"] for row in data.rows("measures/measures")}
    for row in data.rows("measures/parts"):
        table = tables.get(row["measure"], "")
        columns = titles.get(table)
        if columns is None or not row["part"]:
            continue
        if row["part"] not in columns:
            yield row.problem("part", f"no column of data/{table}.csv", "Write the name of a column.")
            continue
        title = columns[row["part"]]
        if title and row["label_vi"] and title != row["label_vi"]:
            what = f"the title of the column in data/datapackage.json is “{title}”"
            yield row.problem("label_vi", what, "Correct one of the two.")
        highest = decimal(row["highest"])
        for cells in data.rows(table):
            value = decimal(cells[row["part"]])
            if highest is not None and value is not None and value > highest:
                what = f"greater than {row['highest']}, the most according to data/measures/parts.csv"
                yield cells.problem(row["part"], what, "Compare it with the source.")
    maxima = {row["part"]: row for row in data.rows("measures/service_index/maxima")}
    for row in data.rows("measures/parts"):
        stated = maxima.get(row["part"]) if row["measure"] == "service_index" else None
        if stated and row["highest"] and stated["maximum"] and row["highest"] != stated["maximum"]:
            what = f"data/measures/service_index/maxima.csv, row {stated.number}, says {stated['maximum']}"
            yield row.problem("highest", what, "Correct one of the two.")


@coded("TH343")
def editions_are_those_of_the_tables(data: Data) -> Iterator[Problem]:
    """Every row of a measure is of an edition in editions.csv, and every edition there has rows."""
    if not data.has("measures/editions"):
        return
    editions = _editions(data)
    for measure, table in _tables(data).items():
        found = data.column(table, "edition")
        for row in data.rows(table):
            if row["edition"] and (measure, row["edition"]) not in editions:
                what = f"not an edition of {measure} in data/measures/editions.csv"
                yield row.problem("edition", what, "Add the edition with its day of publication, or correct it.")
        for (other, edition), row in editions.items():
            if other == measure and edition and edition not in found:
                yield row.problem("edition", f"data/{table}.csv has no row of it", "Delete it, or add its rows.")


@coded("TH344")
def editions_have_their_units(data: Data) -> Iterator[Problem]:
    """The units of an edition are in force on its day `units_on`; a complete edition has every value of each of them."""
    if not data.has("units/provinces", "measures/editions"):
        return
    parts: dict[str, list[str]] = {}
    for row in data.rows("measures/parts"):
        parts.setdefault(row["measure"], []).append(row["part"])
    editions = _editions(data)
    for measure, table in _tables(data).items():
        held: dict[str, dict[str, Row]] = {}
        for row in data.rows(table):
            held.setdefault(row["edition"], {})[row["province_slug"]] = row
        for edition, rows in held.items():
            about = editions.get((measure, edition))
            if about is None or not about["units_on"]:
                continue
            units = data.units_on(about["units_on"])
            for slug, row in rows.items():
                if slug and slug not in units:
                    remedy = "Write the slug of that day, or correct units_on in data/measures/editions.csv."
                    yield row.problem("province_slug", f"not a unit on {about['units_on']}", remedy)
            if about["complete"] == "yes":
                yield from _gaps(about, data.tables[table].file, units, rows, parts.get(measure, []))


def _gaps(about: Row, file: str, units: Mapping[str, Row], rows: dict[str, Row], parts: list[str]) -> Iterator[Problem]:
    remedy = "Add what is missing, or mark the edition complete = no in data/measures/editions.csv."
    if missing := sorted(set(units) - set(rows)):
        what = f"{len(missing)} of {len(units)} units are missing in {about['edition']}, which is marked complete"
        yield Problem(file, "", "province_slug", ", ".join(missing), what, remedy)
    for row in rows.values():
        # a column that no row fills is not part of the edition
        for part in parts:
            if not row[part] and any(other[part] for other in rows.values()):
                yield row.problem(part, f"blank in {about['edition']}, which is marked complete", remedy)


@coded("TH345")
def editions_are_published_after_they_end(data: Data) -> Iterator[Problem]:
    """An edition is published after the last day that it describes, and not before its units exist."""
    for row in data.rows("measures/editions"):
        day = row["published_on"]
        if not day or not row["edition"]:
            continue
        if day < last_day(row["edition"]):
            yield row.problem("published_on", f"before the end of {row['edition']}", "Write the day of publication.")
        elif row["units_on"] > max(day, last_day(row["edition"])):
            what = f"before {row['units_on']}, the day of its units"
            yield row.problem("published_on", what, "Correct one of the two days.")


@coded("TH351")
def ranks_of_all_units_are_places(data: Data) -> Iterator[Problem]:
    """Where every unit of an edition has a rank, a rank is one more than the number of units with a better one."""
    for measure, table in _tables(data).items():
        if "rank" not in data.tables[table].columns:
            continue
        for (other, edition), about in _editions(data).items():
            if other == measure and about["units_on"]:
                held = [row for row in data.rows(table) if row["edition"] == edition and row["rank"]]
                if len(held) == len(data.units_on(about["units_on"])):
                    yield from not_places([(int(row["rank"]), row) for row in held])


@coded("TH346")
def days_rest_on_a_dated_source(data: Data) -> Iterator[Problem]:
    """A day with the basis “published” is supported by a source whose day of publication is known; a row that rests on
    undated sources alone needs a basis of its own."""
    if not data.has("sources"):
        return
    undated = {row["source_id"] for row in data.rows("sources") if not row["published_date"][:4].isdigit()}
    what = "the basis is “published”, but no source of it has a day of publication"
    remedy = (
        "Fill in published_date in data/sources.csv if the page states it; otherwise write another basis, such as assumed, "
        "with the last day of the following year."
    )
    for table, basis, day in DATED_TABLES:
        for row in data.rows(table):
            sources = set(filter(None, row["source_id"].split(";")))
            if row[basis] == PUBLISHED and row[day] and sources and sources <= undated:
                yield row.problem(basis, what, remedy, row["source_id"])
    for module in data.lessons.values():
        for name in ITEM_LISTS:
            items = module.value.get(name)
            for number, item in enumerate(items if isinstance(items, list) else []):
                if not isinstance(item, dict) or item.get("known_basis") != PUBLISHED:
                    continue
                stated = [item.get("source_id"), *(item.get("extra_sources") or [])]
                ids = {id_ for each in stated if isinstance(each, str) for id_ in each.split(";")}
                if ids and ids <= undated:
                    yield module.problem((name, number, "known_basis"), what, remedy, ", ".join(sorted(ids)))


@coded("TH347")
def values_agree_between_tables(data: Data) -> Iterator[Problem]:
    """A number of one unit and edition is the same wherever it stands."""
    remedy = "Compare both with their sources; leave out what contradicts, and write it into the README.md beside it."
    published: dict[tuple[str, str, str], tuple[str, str]] = {}
    for row in data.rows("dti/dti"):
        for measure in ("rank", "pdti"):
            published[row["year"], row["province_slug"], measure] = (row[measure], f"dti.csv, row {row.number}")
    for row in data.rows("dti/dti_pillars"):
        for measure, column in ((f"pillar_{row['pillar']}", "value"), (f"rank_pillar_{row['pillar']}", "rank")):
            place = f"dti_pillars.csv, row {row.number}"
            published[row["year"], row["province_slug"], measure] = (row[column], place)
    for row in data.rows("dti/dti_from_stated_changes"):
        other, place = published.get((row["year"], row["province_slug"], row["measure"]), ("", ""))
        if _differ(row["value_by_subtraction"], other):
            yield row.problem("value_by_subtraction", f"{place}, says {other}", remedy)
    ranks = _computed_ranks(data)
    for row in data.rows("dti/dti_main_index_ranks"):
        rank = ranks.get((row["year"], row["province_slug"], row["main_index"]))
        if rank is not None and row["rank"] and row["rank"] != str(rank):
            yield row.problem("rank", f"by the values of dti.csv it is {rank}", remedy)
    totals = {(row["edition"], row["province_slug"]): row for row in data.rows("measures/service_index/service_index")}
    for row in data.rows("measures/service_index/press"):
        held = totals.get((row["period"], row["province_slug"])) if row["era"] != "63" else None
        if held and _differ(row["total"], held["total"]):
            yield row.problem("total", f"service_index.csv, row {held.number}, says {held['total']}", remedy)
    people = {(row["edition"], row["province_slug"]): row for row in data.rows("measures/population/population")}
    for row in data.rows("units/provinces"):
        slug = row["geo_slug"] if row["valid_from"] < MERGER_DAY else row["slug"]
        for year, column, basis in (
            (row["population_year"], "population", row["population_basis"]),
            (row["population_alt_year"], "population_alt", row["population_alt_basis"]),
        ):
            count, held = decimal(row[column]), people.get((year, slug))
            if basis == "gso-average" and count is not None and held and _differ(str(count / 1000), held["population"]):
                what = f"population.csv, row {held.number}, says {held['population']} thousand"
                yield row.problem(column, what, remedy)


def _differ(one: str, other: str) -> bool:
    """Whether two cells hold different numbers; a blank cell says nothing."""
    first, second = decimal(one), decimal(other)
    return first is not None and second is not None and first != second


def _computed_ranks(data: Data) -> dict[tuple[str, str, str], int]:
    """The rank of each unit in an index of dti.csv that all units of the year have."""
    years: dict[str, list[Row]] = {}
    for row in data.rows("dti/dti"):
        years.setdefault(row["year"], []).append(row)
    ranks: dict[tuple[str, str, str], int] = {}
    for year, rows in years.items():
        if not year or len(rows) != len(data.units_on(table_day(data, "dti/dti", year))):
            continue
        for index in INDICES:
            values = {row["province_slug"]: decimal(row[index]) for row in rows}
            known = sorted((value for value in values.values() if value is not None), reverse=True)
            if len(known) == len(rows):
                ranks |= {
                    (year, slug, index): known.index(value) + 1 for slug, value in values.items() if value is not None
                }
    return ranks


@coded("TH348")
def service_points_add_up(data: Data) -> Iterator[Problem]:
    """The total in service_index.csv is the sum of the five parts."""
    parts = ("transparency", "timeliness", "online_services", "satisfaction", "digitization")
    for row in data.rows("measures/service_index/service_index"):
        cells, total = [decimal(row[name]) for name in parts], decimal(row["total"])
        values = [value for value in cells if value is not None]
        if total is not None and len(values) == len(parts) and sum(values) != total:
            yield row.problem(
                "total", f"the sum of the five parts is {sum(values)}", "Compare the six with the source."
            )


@coded("TH349")
def procedures_add_up(data: Data) -> Iterator[Problem]:
    """Procedures are offered fully online, partly online or not at all."""
    parts = ("offered_fully_online", "offered_partly_online", "not_online")
    for row in data.rows("measures/procedures/procedures"):
        values = [Decimal(row[name]) for name in parts if row[name]]
        total = decimal(row["procedures"])
        if total is not None and len(values) == len(parts) and sum(values) != total:
            yield row.problem("procedures", f"the sum of the three parts is {sum(values)}", "Compare the four numbers.")


@coded("TH350")
def provincial_rows_are_of_their_unit(data: Data) -> Iterator[Problem]:
    """The province of a document or an indicator is a unit of its era; a document is issued while its unit is in force."""
    if not data.has("units/provinces"):
        return
    last = shifted(MERGER_DAY, -1)
    eras = {"63": data.units_on(last), "34": data.units_on(MERGER_DAY)}
    for table in ("provincial/documents", "provincial/indicators", "measures/service_index/press"):
        for row in data.rows(table):
            units = eras.get(row["era"])
            if (
                units is not None
                and row["province_slug"]
                and not _is_unit(data, row["province_slug"], row["era"], units)
            ):
                yield row.problem("province_slug", f"not a unit of the {row['era']}", "Correct the slug or the era.")
    for row in data.rows("provincial/documents"):
        issued = row["issued_date"]
        if issued and row["era"] and (issued >= MERGER_DAY) != (row["era"] == "34"):
            yield row.problem(
                "issued_date", f"not in the time of the {row['era']} units", "Correct the day or the era."
            )


def _is_unit(data: Data, slug: str, era: str, units: Mapping[str, Row]) -> bool:
    # Huế had another slug until the end of 2024
    earlier = any(row["slug"] == slug and in_force(row, "2024-12-31") for row in data.rows("units/provinces"))
    return slug in units or (era == "63" and earlier)


RULES: tuple[Rule, ...] = (
    measures_have_a_table,
    parts_are_columns,
    editions_are_those_of_the_tables,
    editions_have_their_units,
    editions_are_published_after_they_end,
    ranks_of_all_units_are_places,
    days_rest_on_a_dated_source,
    values_agree_between_tables,
    service_points_add_up,
    procedures_add_up,
    provincial_rows_are_of_their_unit,
)
