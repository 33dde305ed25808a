"""Validates the tables against their schema, data/datapackage.json, with the library frictionless."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from taphuan.data.check.tables import Row, Table
from taphuan.errors import Problem

# What spreadsheets and programs write for “no value”; in data/ the cell must be empty.
NO_VALUE = frozenset({"nan", "#n/a", "n/a", "null", "none", "inf", "-inf", "#value!", "#ref!", "#name?", "#div/0!"})

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


def did_you_mean(word: str, known: list[str]) -> str:
    """The sentence "Did you mean “…”? " with the most similar known word and a space; "" if none is similar."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”? " if near else ""


def check_package(package: dict[str, Any], file: str) -> Iterator[Problem]:
    """Problems of the schema itself, which stands in `file`. If there is one, the tables cannot be checked."""
    from taphuan.data import light_jsonschema  # noqa: F401 - before frictionless  # isort: skip
    from frictionless import Package
    from frictionless.exception import FrictionlessException

    remedy = "Compare it with the description of another table in the same file."
    try:
        notes = [error.note for error in Package.validate_descriptor(package).errors]
    except FrictionlessException as error:
        notes = [error.error.note]
    for note in notes:
        yield Problem(file, "", "", "", f"the description of the tables is not valid: {note}", remedy)
    if notes:
        return
    names = [resource.get("name") for resource in package["resources"]]
    for resource in package["resources"]:
        place = f"resources.{resource.get('name')}"
        required = ("name", "path", "format", "licenses", *(("schema",) if resource.get("format") == "csv" else ()))
        missing = [key for key in required if not resource.get(key)]
        for key in missing:
            yield Problem(file, "", f"{place}.{key}", "", "the key is missing", remedy)
        fields = {} if missing or "schema" not in required else {f["name"]: f for f in resource["schema"]["fields"]}
        for name, field in fields.items():
            if not field.get("description"):
                yield Problem(file, "", f"{place}.{name}", "", "the column has no description", "Describe it.")
            if (each := field.get("each")) and each.get("resource") not in names:
                yield Problem(file, "", f"{place}.{name}.each", str(each), "no table of this name", remedy)


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
            yield Problem(table.file, "row 1", name, name, what, remedy)
        for name in missing:
            yield Problem(table.file, "row 1", name, "", "the column is missing", "Restore it; the last commit has it.")
        for name in duplicates:
            yield Problem(table.file, "row 1", name, name, "the column occurs twice", "Delete one of the two.")
        if not missing and not unknown and not duplicates and list(table.columns) != expected:
            remedy = f"Put the columns in this order: {', '.join(expected)}."
            columns = ", ".join(table.columns)
            yield Problem(table.file, "row 1", "", columns, "the columns are not in the order of the schema", remedy)


def referenced_resources(resource: dict[str, Any], package: dict[str, Any]) -> list[dict[str, Any]]:
    """The other tables that the foreign keys of a table refer to."""
    names = {key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", [])}
    return [other for other in csv_resources(package) if other["name"] in names]


def check_cells(package: dict[str, Any], tables: dict[str, Table], name: str) -> Iterator[Problem]:
    """The problems of one table's cells: types, patterns, allowed values, limits, primary key and foreign keys.

    Columns that the file lacks are left out; `check_headers` reports them.
    """
    from taphuan.data import light_jsonschema  # noqa: F401 - before frictionless  # isort: skip
    from frictionless import Package

    table = tables[name]
    resource = next(r for r in csv_resources(package) if table_name(r) == name)
    resources = {r["name"]: r for r in (resource, *referenced_resources(resource, package)) if table_name(r) in tables}
    inline = Package.from_descriptor({"resources": [_inline(r, resources, tables) for r in resources.values()]})
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    reported = set()
    report = inline.get_resource(resource["name"]).validate(limit_errors=len(table.rows) * len(fields) + 1)
    for error in (error for task in report.tasks for error in task.errors):
        row = table.rows[error.row_number - 2] if hasattr(error, "row_number") else None
        if row is None or row.number in table.ragged:
            continue
        if error.type == "primary-key":
            problem = _duplicate_key(row, table, resource["schema"]["primaryKey"])
        else:
            problem = _problem(error, row, resource, fields, tables, resources)
        if problem:
            reported.add((row.number, problem.field))
            yield problem
    yield from _wrong_spellings(table, fields, reported)


def _inline(resource: dict[str, Any], resources: dict[str, Any], tables: dict[str, Table]) -> dict[str, Any]:
    """The resource with inline data, reduced to the columns of the file and to foreign keys whose target column exists."""
    table, schema = tables[table_name(resource)], resource["schema"]
    fields = [field for field in schema["fields"] if field["name"] in table.columns]
    names = [field["name"] for field in fields]
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    foreign_keys = [
        foreign_key
        for foreign_key in schema.get("foreignKeys", [])
        if foreign_key["fields"] in names and _target_exists(foreign_key["reference"], resource, resources, tables)
    ]
    reduced = {"fields": fields, "primaryKey": key if set(key) <= set(names) else [], "foreignKeys": foreign_keys}
    data = [names, *([row[name] for name in names] for row in table.rows)]
    return {"name": resource["name"], "data": data, "schema": reduced}


def _target_exists(
    reference: dict[str, str], resource: dict[str, Any], resources: dict[str, Any], tables: dict[str, Table]
) -> bool:
    """Whether the table and the column exist that a foreign key refers to."""
    target = resources.get(reference["resource"] or resource["name"])
    return target is not None and reference["fields"] in tables[table_name(target)].columns


def _problem(
    error: Any,
    row: Row,
    resource: dict[str, Any],
    fields: dict[str, Any],
    tables: dict[str, Table],
    resources: dict[str, Any],
) -> Problem:
    """An error of frictionless as a problem, in words that an official without technical training understands."""
    if error.type == "foreign-key":
        name, value = error.field_names[0], row[error.field_names[0]]
        target = tables[table_name(resources[error.reference_name or resource["name"]])]
        column = error.reference_field_names[0]
        # a code that resembles another one is no misspelling of it; and there may be a thousand of them
        hint = "" if value.isdigit() else did_you_mean(value, sorted({r[column] for r in target.rows}))
        what = f"not in the column {column} of {target.file}"
        return row.problem(name, what, f"{hint}Correct it, or add it to {target.file} first.")
    name = error.field_name
    constraint = re.search(r'constraint "(\w+)"', error.note) if error.type == "constraint-error" else None
    what, remedy = explain(fields[name], row[name], constraint.group(1) if constraint else "type")
    return row.problem(name, what, remedy)


def _duplicate_key(row: Row, table: Table, key: str | list[str]) -> Problem | None:
    """The problem that a row above has the same primary key. None if a cell of the key is blank or if no row above has
    the key: then the error is about one cell, which has a problem of its own."""
    names = [key] if isinstance(key, str) else key
    cells = tuple(row[name] for name in names)
    first = next(r.number for r in table.rows if tuple(r[name] for name in names) == cells)
    if first == row.number or not all(cells):
        return None
    what = f"the same key as in row {first}"
    return row.problem(", ".join(names), what, "Delete or correct one of the two rows.", ", ".join(cells))


def explain(field: dict[str, Any], value: str, rule: str) -> tuple[str, str]:
    """(what is wrong with a cell, what to do). `rule` is "type" or the name of the violated constraint of the field."""
    limits = field.get("constraints", {})
    if rule == "required":
        return "the cell is empty", f"Fill it in: {field['description']}."
    if value.casefold() in NO_VALUE:
        return "a word for “no value”", "Leave the cell empty if the value is not known."
    if rule == "enum":
        hint = did_you_mean(value, limits["enum"])
        return "not one of the allowed values", f"{hint}Allowed: {', '.join(limits['enum'])}."
    if rule in ("minimum", "maximum"):
        comparative = "smaller" if rule == "minimum" else "greater"
        return f"{comparative} than {limits[rule]}, the {rule}", f"Correct it: {field['description']}."
    if rule == "pattern":
        return _explain_pattern(field, value)
    if re.fullmatch(r"-?\d+,\d+", value) and field["type"] in ("number", "integer"):
        return "a decimal comma", f"Write a point: {value.replace(',', '.')}."
    if field["type"] == "date":
        day = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
        example = f"{day.group(3)}-{day.group(2):0>2}-{day.group(1):0>2}" if day else "2025-07-01"
        return "not a valid date in the form year-month-day", f"Write it like this: {example}."
    if field["type"] == "integer":
        return "not a whole number", "Write digits only, without points, commas or spaces."
    return "not a number", "Write digits and at most one decimal point, without other signs."


def _explain_pattern(field: dict[str, Any], value: str) -> tuple[str, str]:
    pattern = field["constraints"]["pattern"]
    digits = re.fullmatch(r"\^\\d\{(\d+)\}\$", pattern)
    if digits and value.isdigit() and len(value) < int(digits.group(1)):
        padded = value.zfill(int(digits.group(1)))
        return "a leading zero is missing", f"Write {padded}; a spreadsheet keeps it if the column is imported as text."
    if digits:
        return f"not {digits.group(1)} digits", "Write the code as the statistics office does, with leading zeros."
    if field.get("anyWord"):
        return "not written as a word of this column", f"Correct it: {field['description']}."
    return "not a short name", "Use small letters a–z without diacritics, digits and hyphens, for example quang-nam."


def _wrong_spellings(table: Table, fields: dict[str, Any], reported: set[tuple[int, str]]) -> Iterator[Problem]:
    """Problems of cells that frictionless accepts and data/ may not have: outer spaces, “nan” as text, 1e3 as a number.

    Skips the cells (row number, column) in `reported` and adds to them.
    """
    forms = [(name, _FORMS[field["type"]]) for name, field in fields.items() if field["type"] in _FORMS]
    for row in table.rows:
        if row.number in table.ragged:
            continue
        for name, value in row.cells.items():
            no_value = value.casefold() in NO_VALUE and not fields.get(name, {}).get("anyWord")
            if (value != value.strip() or no_value) and (row.number, name) not in reported:
                reported.add((row.number, name))
                what = "a word for “no value”" if no_value else "spaces at the beginning or the end"
                remedy = "Leave the cell empty if the value is not known." if no_value else "Delete them."
                yield row.problem(name, what, remedy, repr(value) if not no_value else value)
        for name, form in forms:
            value = row[name]
            if value and not form.fullmatch(value) and (row.number, name) not in reported:
                what, remedy = explain(fields[name], value, "type")
                yield row.problem(name, what, remedy)
