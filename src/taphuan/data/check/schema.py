"""The schema part of the check: data/datapackage.json against the tables, through the frictionless library."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from taphuan.data.check.tables import Row, Table
from taphuan.errors import Problem

# Words by which spreadsheets and programs write “no value”; here an empty cell says it.
NO_VALUE = frozenset({"nan", "#n/a", "n/a", "null", "none", "inf", "-inf", "#value!", "#ref!", "#name?", "#div/0!"})

# frictionless reads more spellings than we write: 1e3, +5, 2025-7-1.
_FORMS = {
    "integer": re.compile(r"-?(0|[1-9]\d*)"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def csv_resources(package: dict[str, Any]) -> list[dict[str, Any]]:
    """The descriptions of the tables in data/datapackage.json."""
    return [resource for resource in package["resources"] if resource["format"] == "csv"]


def table_name(resource: dict[str, Any]) -> str:
    """The name `rows` knows a table by: "units/provinces" for units/provinces.csv."""
    return str(resource["path"]).removesuffix(".csv")


def nearest(word: str, known: list[str]) -> str:
    """ "Did you mean …? " with the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”? " if near else ""


def check_package(package: dict[str, Any], file: str) -> Iterator[Problem]:
    """Faults in the description of the tables itself: without it nothing else can be checked."""
    from taphuan.data import light_jsonschema  # noqa: F401 - before frictionless  # isort: skip
    from frictionless import Package
    from frictionless.exception import FrictionlessException

    remedy = "Compare it with the description of another table in the same file."
    try:
        notes = [error.note for error in Package.validate_descriptor(package).errors]
    except FrictionlessException as error:
        notes = [error.error.note]
    for note in notes:
        yield Problem(file, "", "", "", f"the description of the tables cannot be used: {note}", remedy)
    if notes:
        return
    names = [resource.get("name") for resource in package["resources"]]
    for resource in package["resources"]:
        place = f"resources.{resource.get('name')}"
        wanted = ("name", "path", "format", "licenses", *(("schema",) if resource.get("format") == "csv" else ()))
        missing = [key for key in wanted if not resource.get(key)]
        for key in missing:
            yield Problem(file, "", f"{place}.{key}", "", "the key is missing", remedy)
        fields = {} if missing or "schema" not in wanted else {f["name"]: f for f in resource["schema"]["fields"]}
        for name, field in fields.items():
            if not field.get("description"):
                yield Problem(file, "", f"{place}.{name}", "", "the column has no description", "Say what it means.")
            if (each := field.get("each")) and each.get("resource") not in names:
                yield Problem(file, "", f"{place}.{name}.each", str(each), "no table of this name", remedy)


def check_headers(package: dict[str, Any], tables: dict[str, Table]) -> Iterator[Problem]:
    """Columns that are missing, unknown, double or in another order."""
    for resource in csv_resources(package):
        table = tables.get(table_name(resource))
        if table is None or not table.columns:
            continue
        expected = [field["name"] for field in resource["schema"]["fields"]]
        missing = [name for name in expected if name not in table.columns]
        unknown = [name for name in table.columns if name not in expected]
        double = sorted({name for name in table.columns if table.columns.count(name) > 1})
        for name in unknown:
            near = difflib.get_close_matches(name, missing, n=1, cutoff=0.6)
            what = f"an unknown column; “{near[0]}” is missing" if near else "an unknown column"
            remedy = f"Name it “{near[0]}” again." if near else "Delete it, or describe it in data/datapackage.json."
            missing = [m for m in missing if m not in near]
            yield Problem(table.file, "row 1", name, name, what, remedy)
        for name in missing:
            yield Problem(
                table.file, "row 1", name, "", "the column is missing", "Put it back; the last commit has it."
            )
        for name in double:
            yield Problem(table.file, "row 1", name, name, "the column stands twice", "Delete one of the two.")
        if not missing and not unknown and not double and list(table.columns) != expected:
            remedy = f"Put the columns in this order: {', '.join(expected)}."
            yield Problem(table.file, "row 1", "", ", ".join(table.columns), "the columns are in another order", remedy)


def targets(resource: dict[str, Any], package: dict[str, Any]) -> list[dict[str, Any]]:
    """The other tables that a table's references lead to."""
    named = {key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", [])}
    return [other for other in csv_resources(package) if other["name"] in named]


def check_cells(package: dict[str, Any], tables: dict[str, Table], name: str) -> Iterator[Problem]:
    """Types, patterns, allowed values, limits, keys and references of one table whose columns could be told."""
    from taphuan.data import light_jsonschema  # noqa: F401 - before frictionless  # isort: skip
    from frictionless import Package

    table = tables[name]
    resource = next(r for r in csv_resources(package) if table_name(r) == name)
    resources = {r["name"]: r for r in (resource, *targets(resource, package)) if table_name(r) in tables}
    described = Package.from_descriptor({"resources": [_inline(r, resources, tables) for r in resources.values()]})
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    seen = set()
    report = described.get_resource(resource["name"]).validate(limit_errors=len(table.rows) * len(fields) + 1)
    for error in (error for task in report.tasks for error in task.errors):
        row = table.rows[error.row_number - 2] if hasattr(error, "row_number") else None
        if row is None or row.number in table.ragged:
            continue
        if error.type == "primary-key":
            problem = _same_key(row, table, resource["schema"]["primaryKey"])
        else:
            problem = _problem(error, row, resource, fields, tables, resources)
        if problem:
            seen.add((row.number, problem.field))
            yield problem
    yield from _misspelt(table, fields, seen)


def _inline(resource: dict[str, Any], resources: dict[str, Any], tables: dict[str, Table]) -> dict[str, Any]:
    """The resource with its rows inside, reduced to the columns the file has and references that can be followed."""
    table, schema = tables[table_name(resource)], resource["schema"]
    fields = [field for field in schema["fields"] if field["name"] in table.columns]
    names = [field["name"] for field in fields]
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    references = [
        reference
        for reference in schema.get("foreignKeys", [])
        if reference["fields"] in names and _reaches(reference["reference"], resource, resources, tables)
    ]
    reduced = {"fields": fields, "primaryKey": key if set(key) <= set(names) else [], "foreignKeys": references}
    data = [names, *([row[name] for name in names] for row in table.rows)]
    return {"name": resource["name"], "data": data, "schema": reduced}


def _reaches(
    reference: dict[str, str], resource: dict[str, Any], resources: dict[str, Any], tables: dict[str, Table]
) -> bool:
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
    """The library's finding in words an official reads."""
    if error.type == "foreign-key":
        name, value = error.field_names[0], row[error.field_names[0]]
        target = tables[table_name(resources[error.reference_name or resource["name"]])]
        column = error.reference_field_names[0]
        hint = nearest(value, sorted({r[column] for r in target.rows}))
        what = f"not in the column {column} of {target.file}"
        return row.problem(name, what, f"{hint}Correct it, or add it to {target.file} first.")
    name = error.field_name
    constraint = re.search(r'constraint "(\w+)"', error.note) if error.type == "constraint-error" else None
    what, remedy = explain(fields[name], row[name], constraint.group(1) if constraint else "type")
    return row.problem(name, what, remedy)


def _same_key(row: Row, table: Table, key: str | list[str]) -> Problem | None:
    """The row with the same key above; None where a cell of the key is blank or unreadable, a problem of that cell."""
    names = [key] if isinstance(key, str) else key
    cells = tuple(row[name] for name in names)
    first = next(r.number for r in table.rows if tuple(r[name] for name in names) == cells)
    if first == row.number or not all(cells):
        return None
    what = f"the same key as in row {first}"
    return row.problem(", ".join(names), what, "Delete or correct one of the two rows.", ", ".join(cells))


def explain(field: dict[str, Any], value: str, rule: str) -> tuple[str, str]:
    """What is wrong with a cell and what to do. `rule` is "type" or the name of the constraint that is not met."""
    limits = field.get("constraints", {})
    if rule == "required":
        return "the cell is empty", f"Fill it in: {field['description']}."
    if value.casefold() in NO_VALUE:
        return "a word for “no value”", "Leave the cell empty if the value is not known."
    if rule == "enum":
        return "not one of the allowed values", f"{nearest(value, limits['enum'])}Allowed: {', '.join(limits['enum'])}."
    if rule in ("minimum", "maximum"):
        word = "smaller" if rule == "minimum" else "greater"
        return f"{word} than {limits[rule]}, the {rule}", f"Correct it: {field['description']}."
    if rule == "pattern":
        return _explain_pattern(field, value)
    if re.fullmatch(r"-?\d+,\d+", value) and field["type"] in ("number", "integer"):
        return "a decimal comma", f"Write a point: {value.replace(',', '.')}."
    if field["type"] == "date":
        day = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
        example = f"{day.group(3)}-{day.group(2):0>2}-{day.group(1):0>2}" if day else "2025-07-01"
        return "not a day of the calendar written year-month-day", f"Write it like this: {example}."
    if field["type"] == "integer":
        return "not a whole number", "Write digits only, without points, commas or spaces."
    return "not a number", "Write digits and at most one decimal point, without other signs."


def _explain_pattern(field: dict[str, Any], value: str) -> tuple[str, str]:
    pattern = field["constraints"]["pattern"]
    digits = re.fullmatch(r"\^\\d\{(\d+)\}\$", pattern)
    if digits and value.isdigit() and len(value) < int(digits.group(1)):
        whole = value.zfill(int(digits.group(1)))
        return "a leading zero is lost", f"Write {whole}; a spreadsheet keeps it if the column is imported as text."
    if digits:
        return f"not {digits.group(1)} digits", "Write the code as the statistics office does, zeros included."
    if field.get("anyWord"):
        return "not written as a word of this column", f"Correct it: {field['description']}."
    return "not a short name", "Use small letters a–z without marks, digits and hyphens, for example quang-nam."


def _misspelt(table: Table, fields: dict[str, Any], seen: set[tuple[int, str]]) -> Iterator[Problem]:
    """Cells the schema takes but this project does not write: stray spaces, “nan” as text, 1e3 as a number."""
    forms = [(name, _FORMS[field["type"]]) for name, field in fields.items() if field["type"] in _FORMS]
    for row in table.rows:
        if row.number in table.ragged:
            continue
        for name, value in row.cells.items():
            word = value.casefold() in NO_VALUE and not fields.get(name, {}).get("anyWord")
            if (value != value.strip() or word) and (row.number, name) not in seen:
                seen.add((row.number, name))
                what = "a word for “no value”" if word else "spaces at the beginning or the end"
                remedy = "Leave the cell empty if the value is not known." if word else "Delete them."
                yield row.problem(name, what, remedy, repr(value) if not word else value)
        for name, form in forms:
            value = row[name]
            if value and not form.fullmatch(value) and (row.number, name) not in seen:
                what, remedy = explain(fields[name], value, "type")
                yield row.problem(name, what, remedy)
