"""Checks the JSON files of data/ against their models: the description of the tables, datapackage.json, and the maps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from taphuan.data.check.schema import csv_resources, matcher
from taphuan.errors import Problem, coded

_REMEDY = "Compare it with the description of another table in the same file."
_RESTORE = "Restore the file from the last commit, or make it anew with tools/simplify_geometry.py."


@coded("TH231")
def check_package(package: Any, file: str) -> Iterator[Problem]:
    """Problems of the schema itself, which stands in `file`. If there is one, the tables cannot be checked."""
    yield from _package_problems(json.dumps(package), file)


# who checks again after a change of the data finds the schema as it was
@lru_cache(maxsize=2)
def _package_problems(content: str, file: str) -> tuple[Problem, ...]:
    from taphuan.data.check.models_package import Package

    package = json.loads(content)
    # a description that has not the form of one cannot be looked through
    return tuple(_shape(package, Package, file, _REMEDY)) or tuple(_references(package, file))


@coded("TH241")
def check_map(features: Any, file: str) -> Iterator[Problem]:
    """Problems of the form of a map: features that are none, without outline or label, numbers that are none."""
    from taphuan.data.check.models_package import FeatureCollection

    yield from _shape(features, FeatureCollection, file, _RESTORE)


def _shape(value: Any, model: Any, file: str, remedy: str) -> Iterator[Problem]:
    from taphuan.data.check.models_package import first_faults
    from taphuan.data.check.shape import in_words

    for details in first_faults(model, value):
        what, _, found, _ = in_words(details)
        what = "an unknown key" if details["type"] == "extra_forbidden" else what
        yield Problem(file, "", _place(value, details["loc"]), found, what, remedy)


def _place(value: Any, steps: tuple[str | int, ...]) -> str:
    """The place as text, with names for numbers where there are any: resources.sources.schema.fields.title, features.ha-noi.

    A step that is not in the value is a key that is missing, or the name of an alternative that pydantic puts in between.
    """
    names: list[str] = []
    for step in steps:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            about = value.get("properties", value) if isinstance(value, dict) else {}
            name = (about.get("name") or about.get("slug")) if isinstance(about, dict) else None
            names.append(name if isinstance(name, str) else str(step))
        else:
            names.append(str(step))
            value = value.get(step) if isinstance(value, dict) else value
    return ".".join(names)


@coded("TH232")
def _references(package: dict[str, Any], file: str) -> Iterator[Problem]:
    """Names that occur twice, and what refers to a table or column that is not described."""
    resources = package["resources"]
    for key in ("name", "path"):
        for value, count in Counter(resource[key] for resource in resources).items():
            if count > 1:
                yield Problem(file, "", f"resources.{key}", value, "two tables have it", "Correct one of the two.")
    columns = {resource["name"]: _columns(resource) for resource in resources}
    for resource in resources:
        place = f"resources.{resource['name']}"
        if resource["format"] != resource["path"].rpartition(".")[2]:
            yield Problem(
                file, "", f"{place}.format", resource["format"], "not that of the path", "Correct one of the two."
            )
        if resource["format"] == "csv" and not columns[resource["name"]]:
            yield Problem(file, "", f"{place}.schema", "", "the key is missing", _REMEDY)
    for resource in csv_resources(package):
        yield from _references_of(resource, columns, file)


def _columns(resource: dict[str, Any]) -> list[str]:
    return [field["name"] for field in resource.get("schema", {}).get("fields", [])]


@coded("TH233")
def _references_of(resource: dict[str, Any], columns: dict[str, list[str]], file: str) -> Iterator[Problem]:
    name, schema = resource["name"], resource.get("schema") or {"fields": []}
    place = f"resources.{name}"
    own = _columns(resource)
    for column, count in Counter(own).items():
        if count > 1:
            yield Problem(
                file, "", f"{place}.{column}", column, "the column is described twice", "Delete one of the two."
            )
    key = schema.get("primaryKey") or []
    for column in [key] if isinstance(key, str) else key:
        if column not in own:
            yield Problem(file, "", f"{place}.primaryKey", column, "no column of this name", _REMEDY)
    for foreign in schema.get("foreignKeys") or []:
        target = foreign["reference"]
        if foreign["fields"] not in own:
            yield Problem(file, "", f"{place}.foreignKeys", foreign["fields"], "no column of this name", _REMEDY)
        yield from _target(target["resource"] or name, target["fields"], columns, f"{place}.foreignKeys", file)
    for field in schema["fields"]:
        column = f"{place}.{field['name']}"
        if each := field.get("each"):
            yield from _target(each["resource"], each["field"], columns, f"{column}.each", file)
        pattern = (field.get("constraints") or {}).get("pattern")
        if pattern is not None and matcher(pattern) is None:
            what = "the pattern is not valid, or cannot be compared in a time that the length of a cell bounds"
            yield Problem(
                file, "", f"{column}.constraints.pattern", pattern, what, "Write it without \\1, (?= and the like."
            )


@coded("TH233")
def _target(resource: str, column: str, columns: dict[str, list[str]], place: str, file: str) -> Iterator[Problem]:
    if resource not in columns:
        yield Problem(file, "", place, resource, "no table of this name", _REMEDY)
    elif column not in columns[resource]:
        yield Problem(file, "", place, f"{resource}.{column}", "no column of this name", _REMEDY)
