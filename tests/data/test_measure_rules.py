"""Rules of the measures: for each, one fault is planted in a copy of the real data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_faults import JARGON, copy_of_data, drop_row, spoil, spoil_cell
from taphuan.data.check.check import check_data

EDITIONS = "measures/editions.csv"
PAPI = "measures/papi/papi.csv"


def cell(file: str, start: str, column: str, value: str) -> Callable[[Path], None]:
    return lambda root: spoil_cell(root / file, start, column, value)


def twice(file: str, start: str, column: str, value: str) -> Callable[[Path], None]:
    """The row once more, with another value."""

    def plant(root: Path) -> None:
        path = root / file
        lines = path.read_text(encoding="utf-8").split("\n")
        row = next(line for line in lines if line.startswith(start)).split(",")
        row[lines[0].split(",").index(column)] = value
        path.write_text("\n".join([*lines[:-1], ",".join(row), ""]), encoding="utf-8")

    return plant


# name, plant, file, where the problem is, field, what it says
FAULTS = [
    (
        "two values of one unit and edition",
        twice(PAPI, "2022,quang-nam,", "e_governance", "9.9"),
        PAPI,
        "edition, province_slug",
        "the same key as in row ",
    ),
    (
        "a published and a subtracted rank differ",
        cell("dti/dti_from_stated_changes.csv", "2020,phu-yen,rank,", "value_by_subtraction", "61"),
        "dti/dti_from_stated_changes.csv",
        "value_by_subtraction",
        "says 62",
    ),
    (
        "a rank of an index does not follow from the values",
        cell("dti/dti_main_index_ranks.csv", "2023,ha-tinh,infrastructure", "rank", "45"),
        "dti/dti_main_index_ranks.csv",
        "rank",
        "by the values of dti.csv it is 44",
    ),
    (
        "two populations of one unit and year",
        cell("measures/population/population.csv", "2024,ha-noi,", "population", "8718.6"),
        "units/provinces.csv",
        "population_alt",
        "says 8718.6 thousand",
    ),
    (
        "a year is published before it ends",
        cell(EDITIONS, "population,2023,", "published_on", "2023-07-01"),
        EDITIONS,
        "published_on",
        "before the end of 2023",
    ),
    (
        "a month is published before it ends",
        cell(EDITIONS, "procedures,2025-11,", "published_on", "2025-11-13"),
        EDITIONS,
        "published_on",
        "before the end of 2025-11",
    ),
    (
        "a table is published before its units exist",
        cell(EDITIONS, "service_index,2022,", "published_on", "2023-12-31"),
        EDITIONS,
        "published_on",
        "before 2025-07-01, the day of its units",
    ),
    (
        "a day is called published without a dated source",
        cell(EDITIONS, "population,2022,", "basis", "published"),
        EDITIONS,
        "basis",
        "no source of it has a day of publication",
    ),
    (
        "an edition without a day",
        lambda root: drop_row(root / EDITIONS, "grdp_per_head,2024,"),
        "measures/grdp_per_head/grdp_per_head.csv",
        "edition",
        "not an edition of grdp_per_head",
    ),
    (
        "an edition without rows",
        cell(EDITIONS, "sipas,2022,", "edition", "2019"),
        EDITIONS,
        "edition",
        "has no row of it",
    ),
    (
        "a unit of another day",
        cell(PAPI, "2022,thua-thien-hue,", "province_slug", "hue"),
        PAPI,
        "province_slug",
        "not a unit on 2022-12-31",
    ),
    (
        "a complete edition lacks a unit",
        lambda root: drop_row(root / PAPI, "2019,quang-nam,"),
        PAPI,
        "province_slug",
        "1 of 63 units are missing in 2019",
    ),
    (
        "a complete edition lacks a value",
        cell(PAPI, "2019,quang-nam,", "e_governance", ""),
        PAPI,
        "e_governance",
        "blank in 2019, which is marked complete",
    ),
    (
        "a part that is no column",
        cell("measures/parts.csv", "sipas,value,", "part", "values"),
        "measures/parts.csv",
        "part",
        "no column of data/measures/sipas/sipas.csv",
    ),
    (
        "a label that is not the title of its column",
        cell("measures/parts.csv", "papi,e_governance,", "label_vi", "Chính quyền điện tử"),
        "measures/parts.csv",
        "label_vi",
        "the title of the column in data/datapackage.json is “Quản trị điện tử”",
    ),
    (
        "a maximum that the decision does not give",
        cell("measures/parts.csv", "service_index,satisfaction,", "highest", "20"),
        "measures/parts.csv",
        "highest",
        "says 18",
    ),
    (
        "a table that is not described",
        cell("measures/measures.csv", "sipas,", "table", "measures/sipas"),
        "measures/measures.csv",
        "table",
        "no table of this name",
    ),
    (
        "service points do not add up",
        cell("measures/service_index/service_index.csv", "2022,khanh-hoa", "total", "66.06"),
        "measures/service_index/service_index.csv",
        "total",
        "the sum of the five parts is 65.06",
    ),
    (
        "procedures do not add up",
        cell("measures/procedures/procedures.csv", "2025-11,an-giang,", "not_online", "166"),
        "measures/procedures/procedures.csv",
        "procedures",
        "the sum of the three parts is 2184",
    ),
    (
        "a document of a unit that had ended",
        cell("provincial/documents.csv", "bac-giang,63,", "era", "34"),
        "provincial/documents.csv",
        "province_slug",
        "not a unit of the 34",
    ),
    (
        "a document of the wrong time",
        cell("provincial/documents.csv", "ca-mau,63,05-NQ/TU", "issued_date", "2025-07-14"),
        "provincial/documents.csv",
        "issued_date",
        "not in the time of the 63 units",
    ),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("name", "plant", "file", "field", "what"), FAULTS, ids=[str(fault[0]) for fault in FAULTS])
def test_a_violated_rule_names_file_row_field_and_remedy(
    tmp_path: Path, name: str, plant: Callable[[Path], object], file: str, field: str, what: str
) -> None:
    root = copy_of_data(tmp_path)
    plant(root)
    problems = check_data(root)
    text = "\n".join(map(str, problems))
    matches = [p for p in problems if p.file == f"data/{file}" and p.field == field and what in p.what]
    assert matches, text
    assert matches[0].remedy.endswith("."), text
    assert matches[0].where.startswith("row ") or "units are missing" in what, text
    assert not [word for word in JARGON if word in text], text
    assert len(problems) <= 30, text


def test_an_item_of_a_module_called_published_needs_a_dated_source(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    file = root / "modules/du-lieu-so.yaml"
    line = spoil(file, "known_basis: assumed", "known_basis: published")
    (problem,) = check_data(root)
    assert (problem.file, problem.where) == ("data/modules/du-lieu-so.yaml", f"line {line}")
    assert problem.field == "key_points[0].known_basis"
    assert "no source of it has a day of publication" in problem.what
