"""Read everything in data/ for the check; what cannot be read is a problem and left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.check.data_files import data_files, order_file, shown
from taphuan.data.check.memory import Memory
from taphuan.data.check.schema import check_package, csv_resources, table_name
from taphuan.data.check.tables import Document, Table, read_document, read_table, read_text
from taphuan.data.rules.base import Data
from taphuan.errors import Problem

# Notes beside the data, the licence of a file and the schema itself; everything else in data/ is data.
_NOT_DATA = ("README.md", "GPL-2.0.txt", paths.DATAPACKAGE.name)


def gather(root: Path, problems: list[Problem], memory: Memory) -> Data | None:
    """The contents of data/; None if even its description, datapackage.json, cannot be read."""
    schema = root / paths.DATAPACKAGE.name
    package = _json(root, schema, problems)
    if package is None:
        return None
    described = (json.dumps([package, shown(root, schema)]).encode(),)
    if broken := memory.found("datapackage", described, lambda: check_package(package, shown(root, schema))):
        problems += broken
        return None
    problems += _unknown_files(root, package)
    conferences, modules = (_folder(root, folder.name, problems) for folder in (paths.CONFERENCES, paths.MODULES))
    layouts = [_document(root, root / held["path"], problems) for held in _of_format(package, "yaml")]
    order = order_file(root)
    return Data(
        package=package,
        tables=dict(_tables(root, package, problems)),
        conferences={slug: held for slug, held in conferences.items() if held},
        modules={slug: held for slug, held in modules.items() if held},
        layout=next((held for held in layouts if held), None),
        maps=dict(_maps(root, package, problems)),
        order=_document(root, order, problems) if order.exists() else None,
        unread=frozenset(slug for slug, held in (*conferences.items(), *modules.items()) if held is None),
    )


def _of_format(package: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [resource for resource in package["resources"] if resource["format"] == name]


def _tables(root: Path, package: dict[str, Any], problems: list[Problem]) -> Iterator[tuple[str, Table]]:
    for resource in csv_resources(package):
        path = root / resource["path"]
        text = read_text(path, shown(root, path), problems)
        table = read_table(text, shown(root, path), problems) if text is not None else None
        if table and table.columns:
            yield table_name(resource), table


def _maps(root: Path, package: dict[str, Any], problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    for resource in _of_format(package, "geojson"):
        drawn = _json(root, root / resource["path"], problems)
        if drawn is not None:
            yield resource["name"].removeprefix("units.map"), drawn


def _folder(root: Path, name: str, problems: list[Problem]) -> dict[str, Document | None]:
    """The YAML files of a folder by their slug, None for those that cannot be read."""
    held = {path.stem: _document(root, path, problems) for path in sorted((root / name).glob("*.yaml"))}
    if not held:
        what, remedy = "no .yaml file in this folder", "Put the files back; the last commit has them."
        problems.append(Problem(shown(root, root / name), "", "", "", what, remedy))
    return held


def _document(root: Path, path: Path, problems: list[Problem]) -> Document | None:
    text = read_text(path, shown(root, path), problems)
    return read_document(text, shown(root, path), problems) if text is not None else None


def _json(root: Path, path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    text = read_text(path, shown(root, path), problems)
    if text is None:
        return None
    try:
        document = json.loads(text)
        line = 1
    except json.JSONDecodeError as error:
        document, line = None, error.lineno
    if not isinstance(document, dict):
        remedy = "Put the file back; the last commit has it."
        problems.append(
            Problem(shown(root, path), f"line {line}", "", "", "this line breaks the file's structure", remedy)
        )
        return None
    return document


def _unknown_files(root: Path, package: dict[str, Any]) -> Iterator[Problem]:
    known = {root / resource["path"] for resource in package["resources"]}
    for folder in (paths.CONFERENCES.name, paths.MODULES.name):
        known |= set((root / folder).glob("*.yaml"))
    for path in data_files(root):
        if path not in known and path.name not in _NOT_DATA:
            remedy = "Delete it, give it its right name, or describe it in data/datapackage.json."
            yield Problem(shown(root, path), "", "", path.name, "a file nothing reads", remedy)
