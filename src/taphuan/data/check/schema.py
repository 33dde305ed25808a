"""Validates the tables against their schema, data/datapackage.json.

The library frictionless reads the schema and each cell's type and constraints; keys are compared here. Its own validation
of a table goes row by row and takes some ten times as long.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any

from taphuan.data.check.tables import Row, Table
from taphuan.errors import Problem

# What spreadsheets and programs write for “no value”; in data/ the cell must be empty.
NO_VALUE = frozenset({"nan", "#n/a", "n/a", "null", "none", "inf", "-inf", "#value!", "#ref!", "#name?", "#div/0!"})

_NO_VALUE_FOUND = "a word for “no value”", "Leave the cell empty if the value is not known.", "TH206"

# frictionless accepts more spellings than data/ may have: 1e3, +5, 2025-7-1.
_FORMS = {
    "integer": re.compile(r"-?(0|[1-9]\d*)"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def csv_resources(package: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of the schema that are CSV tables."""
    return [resource for resource in package["resources"] if resource["format"] == "csv"]


def table_name(resource: dict[str, Any]) -> str:
    """The name of a table as `data.load.rows` takes it: "units/provinces" for units/provinces.csv."""
    return str(resource["path"]).removesuffix(".csv")


class Hints:
    """For values that are not in a column: did you mean this one of it? Asked once a value, for as many values as a report
    lists; to look for all of 100 000 takes a quarter of a minute."""

    _MOST = 50

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._sorted: list[str] = []
        self._said: dict[str, str] = {}

    def of(self, word: str) -> str:
        """As `did_you_mean`; "" for a code, since a code that resembles another one is no misspelling of it."""
        if word not in self._said:
            if word.isdigit() or len(self._said) >= self._MOST:
                return ""
            self._sorted = self._sorted or sorted(self._known)
            self._said[word] = did_you_mean(word, self._sorted)
        return self._said[word]


def did_you_mean(word: str, known: list[str]) -> str:
    """The sentence "Did you mean “…”? " with the most similar known word and a space; "" if none is similar."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”? " if near else ""


def check_headers(package: dict[str, Any], tables: dict[str, Table]) -> Iterator[Problem]:
    """A problem for every column that is missing, unknown, duplicate or in the wrong order."""
    for resource in csv_resources(package):
        table = tables.get(table_name(resource))
        if table is None or not table.columns:
            continue
        expected = [field["name"] for field in resource["schema"]["fields"]]
        missing = [name for name in expected if name not in table.columns]
        unknown = [name for name in table.columns if name not in expected]
        duplicates = sorted({name for name in table.columns if table.columns.count(name) > 1})
        for name in unknown:
            near = difflib.get_close_matches(name, missing, n=1, cutoff=0.6)
            what = f"an unknown column; “{near[0]}” is missing" if near else "an unknown column"
            remedy = f"Rename it to “{near[0]}”." if near else "Delete it, or describe it in data/datapackage.json."
            missing = [m for m in missing if m not in near]
            yield Problem(table.file, "row 1", name, name, what, remedy, code="TH201")
        for name in missing:
            yield Problem(
                table.file,
                "row 1",
                name,
                "",
                "the column is missing",
                "Restore it; the last commit has it.",
                code="TH202",
            )
        for name in duplicates:
            yield Problem(
                table.file, "row 1", name, name, "the column occurs twice", "Delete one of the two.", code="TH203"
            )
        if not missing and not unknown and not duplicates and list(table.columns) != expected:
            remedy = f"Put the columns in this order: {', '.join(expected)}."
            columns = ", ".join(table.columns)
            yield Problem(
                table.file, "row 1", "", columns, "the columns are not in the order of the schema", remedy, code="TH204"
            )


def referenced_resources(resource: dict[str, Any], package: dict[str, Any]) -> list[dict[str, Any]]:
    """The other tables that the foreign keys of a table refer to."""
    names = {key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", [])}
    return [other for other in csv_resources(package) if other["name"] in names]


def check_cells(package: dict[str, Any], tables: dict[str, Table], name: str) -> Iterator[Problem]:
    """The problems of one table's cells: types, patterns, allowed values, limits, primary key and foreign keys.

    A column is checked once per distinct value, not once per row: the time grows with the number of different values.
    Columns that the file lacks are left out; `check_headers` reports them.
    """
    table = tables[name]
    resource = next(r for r in csv_resources(package) if table_name(r) == name)
    schema = resource["schema"]
    fields = {field["name"]: field for field in schema["fields"] if field["name"] in table.columns}
    rows = [row for row in table.rows if row.number not in table.ragged]
    for column, field in fields.items():
        yield from _faulty_cells(column, field, rows)
    key = schema.get("primaryKey", [])
    names = [key] if isinstance(key, str) else key
    if names and set(names) <= set(fields):
        yield from _duplicate_keys(names, rows)
    for foreign_key in schema.get("foreignKeys", []):
        if foreign_key["fields"] in fields:
            yield from _unknown_keys(foreign_key, rows, _target(foreign_key["reference"], name, package, tables))


def _faulty_cells(column: str, field: dict[str, Any], rows: list[Row]) -> Iterator[Problem]:
    """The problems of a column's cells; of each cell one."""
    constraints = dict(field.get("constraints") or {})
    matches = matcher(constraints.pop("pattern")) if "pattern" in constraints else None
    read = _reader(json.dumps({**field, "constraints": constraints}))
    faults: dict[str, tuple[str, str, str, str]] = {}
    for value in {row.cells.get(column, "") for row in rows}:
        broken = tuple(read(value)[1] or ())
        if value and not broken and matches and not matches(value):
            broken = ("pattern",)
        if fault := _fault(field, value, broken):
            faults[value] = fault
    if faults:
        for row in rows:
            if fault := faults.get(row[column]):
                what, remedy, code, found = fault
                yield row.problem(column, what, remedy, found, code)


@lru_cache(maxsize=1 << 10)
def _reader(field: str) -> Callable[[str], tuple[Any, dict[str, str] | None]]:
    """What reads a cell and names the rules of the schema that it breaks; `field` is the description of a column, as JSON."""
    from taphuan.data import light_jsonschema  # noqa: F401 - before frictionless  # isort: skip
    from frictionless import Field

    read: Callable[[str], tuple[Any, dict[str, str] | None]] = Field.from_descriptor(
        json.loads(field)
    ).create_cell_reader()
    return read


@lru_cache(maxsize=1 << 8)
def matcher(pattern: str) -> Callable[[str], bool] | None:
    """What says whether a whole cell matches a pattern; None if it is no pattern that takes only as long as the cell is long.

    Python's own engine, which frictionless uses, needs for some patterns longer than anybody lives; pydantic's is linear, and
    refuses what cannot be: groups that are repeated (\\1), looking ahead and back, a size of gigabytes.
    """
    from pydantic import TypeAdapter, ValidationError
    from pydantic.types import StringConstraints
    from pydantic_core import SchemaError

    try:
        adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=f"^(?:{pattern})$")])
    except SchemaError:
        return None

    def matches(cell: str) -> bool:
        try:
            adapter.validate_python(cell)
        except ValidationError:
            return False
        return True

    return matches


def _fault(field: dict[str, Any], value: str, broken: tuple[str, ...]) -> tuple[str, str, str, str] | None:
    """(what is wrong, what to do, code, the value to report) of a cell; None if it is right. `broken` are the rules of the schema
    that it breaks. frictionless accepts cells that data/ may not have: outer spaces, “nan” as text, 1e3 as a number."""
    if broken:
        return *explain(field, value, broken[0]), value
    if value.casefold() in NO_VALUE and not field.get("anyWord"):
        return *_NO_VALUE_FOUND, value
    if value != value.strip():
        return "spaces at the beginning or the end", "Delete them.", "TH207", repr(value)
    form = _FORMS.get(field["type"])
    if value and form and not form.fullmatch(value):
        return *explain(field, value, "type"), value
    return None


def _duplicate_keys(names: list[str], rows: list[Row]) -> Iterator[Problem]:
    """A problem for each row with the primary key of a row above. A blank cell in a key has a problem of its own."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        cells = tuple(row[name] for name in names)
        number = first.setdefault(cells, row.number)
        if number != row.number and all(cells):
            what = f"the same key as in row {number}"
            yield row.problem(
                ", ".join(names), what, "Delete or correct one of the two rows.", ", ".join(cells), code="TH214"
            )


def _target(
    reference: dict[str, str], name: str, package: dict[str, Any], tables: dict[str, Table]
) -> tuple[Table, str] | None:
    """The table and the column that a foreign key of table `name` refers to; None if they cannot be read."""
    paths = {resource["name"]: table_name(resource) for resource in csv_resources(package)}
    table = tables.get(paths.get(reference["resource"], "") if reference["resource"] else name)
    return (table, reference["fields"]) if table and reference["fields"] in table.columns else None


def _unknown_keys(foreign_key: dict[str, Any], rows: list[Row], target: tuple[Table, str] | None) -> Iterator[Problem]:
    """A problem for each cell whose value is not in the column that the foreign key refers to."""
    if target is None:
        return
    name, (table, column) = foreign_key["fields"], target
    known = {row[column] for row in table.rows}
    hints = Hints(known)
    for row in rows:
        value = row[name]
        if value and value not in known:
            remedy = f"{hints.of(value)}Correct it, or add it to {table.file} first."
            yield row.problem(name, f"not in the column {column} of {table.file}", remedy, code="TH215")


def explain(field: dict[str, Any], value: str, rule: str) -> tuple[str, str, str]:
    """(what is wrong with a cell, what to do, code). `rule` is "type" or the name of the violated constraint of the field."""
    limits = field.get("constraints") or {}
    if rule == "required":
        return "the cell is empty", f"Fill it in: {field['description']}.", "TH205"
    if value.casefold() in NO_VALUE:
        return _NO_VALUE_FOUND
    if rule == "enum":
        hint = did_you_mean(value, limits["enum"])
        return "not one of the allowed values", f"{hint}Allowed: {', '.join(limits['enum'])}.", "TH208"
    if rule in ("minimum", "maximum"):
        comparative = "smaller" if rule == "minimum" else "greater"
        return f"{comparative} than {limits[rule]}, the {rule}", f"Correct it: {field['description']}.", "TH209"
    if rule == "pattern":
        return _explain_pattern(field, value)
    if re.fullmatch(r"-?\d+,\d+", value) and field["type"] in ("number", "integer"):
        return "a decimal comma", f"Write a point: {value.replace(',', '.')}.", "TH211"
    if field["type"] == "date":
        day = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
        example = f"{day.group(3)}-{day.group(2):0>2}-{day.group(1):0>2}" if day else "2025-07-01"
        return "not a valid date in the form year-month-day", f"Write it like this: {example}.", "TH212"
    if field["type"] == "integer":
        return "not a whole number", "Write digits only, without points, commas or spaces.", "TH213"
    return "not a number", "Write digits and at most one decimal point, without other signs.", "TH213"


def _explain_pattern(field: dict[str, Any], value: str) -> tuple[str, str, str]:
    pattern = field["constraints"]["pattern"]
    digits = re.fullmatch(r"\^\\d\{(\d+)\}\$", pattern)
    if digits and value.isdigit() and len(value) < int(digits.group(1)):
        padded = value.zfill(int(digits.group(1)))
        return (
            "a leading zero is missing",
            f"Write {padded}; a spreadsheet keeps it if the column is imported as text.",
            "TH210",
        )
    if digits:
        return (
            f"not {digits.group(1)} digits",
            "Write the code as the statistics office does, with leading zeros.",
            "TH210",
        )
    if field.get("anyWord"):
        return "not written as a word of this column", f"Correct it: {field['description']}.", "TH210"
    return (
        "not a short name",
        "Use small letters a–z without diacritics, digits and hyphens, for example vung-3-2027.",
        "TH210",
    )
