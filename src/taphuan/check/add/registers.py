"""Where the editions of a measure stand: the DTI has a register, methods and columns of its own, all other measures share theirs."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taphuan import paths
from taphuan.check.add.units import key
from taphuan.data.load import rows, schema

SOURCES, MEASURES, PARTS, EDITIONS = "sources", "measures/measures", "measures/parts", "measures/editions"
DTI, PUBLICATIONS, METHODS, DERIVED = "dti", "dti/publications", "dti/methods", "dti/dti_pillars_derived"
RANK = "rank"
# columns of a table of numbers that hold none
_NO_NUMBERS = frozenset({"year", "edition", "province_slug", "province_name", "basis", "note", "source_id"})


@dataclass(frozen=True)
class Register:
    """The register of a measure's editions, and the column that names an edition in the table of its numbers."""

    table: str
    period: str

    def editions(self, measure: str) -> dict[str, dict[str, str]]:
        """The rows of the measure by the period that they are about, in the order of the file."""
        if measure == DTI:
            return {row["year"]: row for row in rows(self.table)}
        return {row["edition"]: row for row in rows(self.table) if row["measure"] == measure}


def register_of(measure: str) -> Register:
    return Register(PUBLICATIONS, "year") if measure == DTI else Register(EDITIONS, "edition")


def table_of(measure: str) -> str:
    """The table of a measure's numbers; "" for a measure that is new."""
    return next((row["table"] for row in rows(MEASURES) if row["measure"] == measure), "")


def header(table: str) -> list[str]:
    with (paths.DATA / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def _fields(measure: str) -> tuple[dict[str, Any], ...]:
    """The columns of numbers in the table of a known measure, as datapackage.json describes them."""
    path = f"{table_of(measure)}.csv"
    fields = next((one["schema"]["fields"] for one in schema().values() if one["path"] == path), ())
    return tuple(field for field in fields if field["name"] not in _NO_NUMBERS)


def titles(measure: str) -> dict[str, str]:
    """The title of each column of numbers in the table of a known measure, in its order."""
    return {field["name"]: field.get("title", "") for field in _fields(measure)}


def named_columns(measure: str) -> Mapping[str, str]:
    """The column that a heading means in the table of a known measure, by the heading as names are compared."""
    found = {key(title): name for name, title in titles(measure).items() if title}
    for row in rows(PARTS):
        if row["measure"] == measure:
            found |= {key(name): row["part"] for name in (row["part"].replace("_", " "), row["part"], row["label_vi"])}
    return found


def required(measure: str) -> tuple[str, ...]:
    """The columns without which an edition is none: the number that stands for the measure, and those in which the table has
    no blank cell."""
    main = {row["part"] for row in rows(PARTS) if row["measure"] == measure and row["main"] == "yes"}
    return tuple(
        field["name"]
        for field in _fields(measure)
        if field["name"] in main or field.get("constraints", {}).get("required")
    )
