"""Reads all of data/ for the check. A file that cannot be read is reported as a problem and left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.check.data_files import data_files, order_file, relative_name
from taphuan.data.check.json_files import check_map, check_package
from taphuan.data.check.memory import Memory
from taphuan.data.check.schema import csv_resources, table_name
from taphuan.data.check.tables import Table, read_table, read_text
from taphuan.data.documents import Document, read_document
from taphuan.data.reading import json_value, printable
from taphuan.data.rules.base import Data
from taphuan.errors import DataError, Problem

# Documentation, the licence of a file and the schema itself; every other file in data/ must be described by the schema.
_NOT_DATA = ("README.md", "GPL-2.0.txt", paths.DATAPACKAGE.name)

# folders of YAML files
COMMUNES = paths.COMMUNE_LESSON.parent.name
_FOLDERS = (paths.CONFERENCES.name, paths.MODULES.name, COMMUNES)


def gather(root: Path, problems: list[Problem], memory: Memory) -> Data | None:
    """The contents of data/; None if the schema, datapackage.json, cannot be read or used. Appends to `problems`."""
    schema = root / paths.DATAPACKAGE.name
    package = _json(root, schema, problems)
    if package is None:
        return None
    content = (json.dumps([package, relative_name(root, schema)]).encode(),)
    schema_problems = memory.found("datapackage", content, lambda: check_package(package, relative_name(root, schema)))
    if schema_problems:
        problems += schema_problems
        return None
    problems += _unknown_files(root, package)
    conferences, modules, communes = (
        _folder(root, name, problems) if name != COMMUNES or _has_communes(root, package) else {} for name in _FOLDERS
    )
    layouts = [_document(root, root / resource["path"], problems) for resource in _of_format(package, "yaml")]
    order = order_file(root)
    return Data(
        package=package,
        tables=dict(_tables(root, package, problems)),
        conferences={slug: document for slug, document in conferences.items() if document},
        modules={slug: document for slug, document in modules.items() if document},
        layout=next((document for document in layouts if document), None),
        communes={slug: document for slug, document in communes.items() if document},
        maps=dict(_maps(root, package, problems)),
        order=_document(root, order, problems) if order.exists() else None,
        unread=frozenset(
            slug for slug, document in (*conferences.items(), *modules.items(), *communes.items()) if document is None
        ),
    )


def _has_communes(root: Path, package: dict[str, Any]) -> bool:
    """Whether the programme is for communes, too: it has their register, or their folder."""
    return (root / COMMUNES).exists() or any(table_name(each) == "units/communes" for each in csv_resources(package))


def _of_format(package: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [resource for resource in package["resources"] if resource["format"] == name]


def _tables(root: Path, package: dict[str, Any], problems: list[Problem]) -> Iterator[tuple[str, Table]]:
    for resource in csv_resources(package):
        path = root / resource["path"]
        text = read_text(path, relative_name(root, path), problems)
        table = read_table(text, relative_name(root, path), problems) if text is not None else None
        if table and table.columns:
            yield table_name(resource), table


def _maps(root: Path, package: dict[str, Any], problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    for resource in _of_format(package, "geojson"):
        path = root / resource["path"]
        features = _json(root, path, problems)
        if features is None:
            continue
        faults = list(check_map(features, relative_name(root, path)))
        problems += faults
        if not faults:
            yield resource["name"].removeprefix("units.map"), features


def _folder(root: Path, name: str, problems: list[Problem]) -> dict[str, Document | None]:
    """The YAML files of a folder by slug; the value is None if a file cannot be read."""
    documents = {printable(path.stem): _document(root, path, problems) for path in sorted((root / name).glob("*.yaml"))}
    if not documents:
        what, remedy = "no .yaml file in this folder", "Restore the files; the last commit has them."
        problems.append(Problem(relative_name(root, root / name), "", "", "", what, remedy, code="TH118"))
    return documents


def _document(root: Path, path: Path, problems: list[Problem]) -> Document | None:
    text = read_text(path, relative_name(root, path), problems)
    return read_document(text, relative_name(root, path), problems) if text is not None else None


def _json(root: Path, path: Path, problems: list[Problem]) -> Any:
    """The value of a JSON file; None if there is none."""
    file = relative_name(root, path)
    text = read_text(path, file, problems)
    try:
        return json_value(text, file) if text is not None else None
    except DataError as error:
        problems += error.problems
        return None


def _unknown_files(root: Path, package: dict[str, Any]) -> Iterator[Problem]:
    known = {root / resource["path"] for resource in package["resources"]}
    for folder in _FOLDERS:
        known |= set((root / folder).glob("*.yaml"))
    for path in data_files(root):
        if path not in known and path.name not in _NOT_DATA:
            remedy = "Delete it, correct its name, or describe it in data/datapackage.json."
            yield Problem(
                relative_name(root, path),
                "",
                "",
                printable(path.name),
                "no program reads this file",
                remedy,
                code="TH119",
            )
        elif printable(str(path)) != str(path):
            what, remedy = "the name of the file is not UTF-8", "Give it a name of letters a–z, digits and hyphens."
            yield Problem(relative_name(root, path), "", "", printable(path.name), what, remedy, code="TH120")
