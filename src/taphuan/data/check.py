"""The check of all data: reads every file once, holds it against schema, shape and rules, reports all at once."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.errors import DataError, Problem

# So many problems with one value, or of one kind, in one column are listed one by one; one line names the other places.
SAME_LISTED = 5
ALIKE_LISTED = 25
# Notes beside the data and the schema itself; everything else in data/ is data.
_NOT_DATA = ("README.md", "datapackage.json")


def check_data(root: Path = paths.DATA, cache: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of every file in data/ (and of the deck's order beside it), by file and place; () if all is well.

    `cache` is a folder for the last result: it stands as long as no file, no rule and no library has changed.
    """
    key = _key(root) if cache else ""
    if cache and (known := _remembered(cache, key)) is not None:
        return known
    problems = _summed_up(set(_find(root)))
    if cache:
        _remember(cache, key, problems)
    return problems


def load_or_raise(root: Path = paths.DATA, cache: Path | None = None) -> None:
    """Raise DataError with every problem unless the data are in order."""
    if problems := check_data(root, cache):
        raise DataError(problems)


def _find(root: Path) -> Iterator[Problem]:
    # Imported here: a run whose data did not change needs neither frictionless nor pydantic.
    from taphuan.data.models import Conference, DeckOrder, Module
    from taphuan.data.models_layout import Layout
    from taphuan.data.rules import RULES, Data
    from taphuan.data.schema import check_cells, check_headers, csv_resources, table_name
    from taphuan.data.shape import check_shape
    from taphuan.data.tables import Document, Table, read_document, read_table, read_text

    problems: list[Problem] = []
    package = _json(root / paths.DATAPACKAGE.name, _name(root, root / paths.DATAPACKAGE.name), problems)
    if package is None:
        yield from problems
        return

    tables: dict[str, Table] = {}
    for resource in csv_resources(package):
        path = root / resource["path"]
        text = read_text(path, _name(root, path), problems)
        if text is not None:
            tables[table_name(resource)] = read_table(text, _name(root, path), problems)
    maps: dict[str, dict[str, Any]] = {}
    for resource in package["resources"]:
        if resource["format"] == "geojson":
            drawn = _json(root / resource["path"], _name(root, root / resource["path"]), problems)
            if drawn is not None:
                maps[resource["name"].removeprefix("units.map")] = drawn

    def document(path: Path) -> Document | None:
        text = read_text(path, _name(root, path), problems)
        return read_document(text, _name(root, path), problems) if text is not None else None

    folders, unread = {}, set()
    for folder, model in ((paths.CONFERENCES.name, Conference), (paths.MODULES.name, Module)):
        read = {path.stem: document(path) for path in sorted((root / folder).glob("*.yaml"))}
        folders[folder] = {slug: held for slug, held in read.items() if held is not None}
        unread |= set(read) - set(folders[folder])
        for held in folders[folder].values():
            problems += check_shape(held, model)
        if not read:
            what, remedy = "no .yaml file in this folder", "Put the files back; the last commit has them."
            problems.append(Problem(_name(root, root / folder), "", "", "", what, remedy))
    layouts = [document(root / resource["path"]) for resource in package["resources"] if resource["format"] == "yaml"]
    layout = next((held for held in layouts if held is not None), None)
    if layout is not None:
        problems += check_shape(layout, Layout)
    order_file = root.parent / paths.DECK_ORDER.relative_to(paths.ROOT)
    order = document(order_file) if order_file.exists() else None
    if order is not None:
        problems += check_shape(order, DeckOrder)

    problems += check_headers(package, tables)
    sound = {name: table for name, table in tables.items() if table.columns}
    problems += check_cells(package, sound)
    problems += _unknown_files(root, package)
    yield from problems

    data = Data(
        package,
        _for_rules(package, sound, problems),
        folders[paths.CONFERENCES.name],
        folders[paths.MODULES.name],
        layout,
        maps,
        order,
        frozenset(unread),
    )
    ragged = {(table.file, f"row {number}") for table in tables.values() for number in table.ragged}
    for rule in RULES:
        yield from (problem for problem in rule(data) if (problem.file, problem.where) not in ragged)


def _for_rules(package: dict[str, Any], tables: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The tables that have all their columns, with every cell that already has a problem left blank."""
    from taphuan.data.schema import csv_resources, table_name

    bad: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for problem in problems:
        if problem.where.startswith("row "):
            bad[problem.file] |= {(int(problem.where[4:]), name) for name in problem.field.split(", ")}
    columns = {table_name(r): {f["name"] for f in r["schema"]["fields"]} for r in csv_resources(package)}
    whole = {name: table for name, table in tables.items() if columns[name] <= set(table.columns)}
    return {name: table.without(bad[table.file]) if table.file in bad else table for name, table in whole.items()}


def _unknown_files(root: Path, package: dict[str, Any]) -> Iterator[Problem]:
    known = {root / resource["path"] for resource in package["resources"]}
    for folder in (paths.CONFERENCES.name, paths.MODULES.name):
        known |= set((root / folder).glob("*.yaml"))
    for path in _files(root):
        if path not in known and path.name not in _NOT_DATA:
            remedy = "Delete it, give it its right name, or describe it in data/datapackage.json."
            yield Problem(_name(root, path), "", "", path.name, "a file nothing reads", remedy)


def _json(path: Path, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    from taphuan.data.tables import read_text

    text = read_text(path, file, problems)
    if text is None:
        return None
    try:
        document: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        remedy = "Put the file back; the last commit has it."
        problems.append(Problem(file, f"line {error.lineno}", "", "", "this line breaks the file's structure", remedy))
        return None
    return document


def _files(root: Path) -> list[Path]:
    """The files of a folder, hidden ones (of editors and systems) left out."""
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root.parent).as_posix()


def _place(problem: Problem) -> tuple[str, int, str, str, str]:
    number = problem.where.rpartition(" ")[2]
    return problem.file, int(number) if number.isdigit() else 0, problem.field, problem.found, problem.what


def _summed_up(problems: set[Problem]) -> tuple[Problem, ...]:
    """Problems that repeat themselves become one line that names all further places: 5 of one value, 25 of one kind."""
    same_value = _shortened(problems, lambda p: (p.file, p.field, p.what, p.remedy, p.found), SAME_LISTED)
    same_kind = _shortened(same_value, lambda p: (p.file, p.field, p.what), ALIKE_LISTED)
    return tuple(sorted(same_kind, key=_place))


def _shortened(problems: Iterable[Problem], kind: Callable[[Problem], tuple[str, ...]], listed: int) -> list[Problem]:
    kinds: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in sorted(problems, key=_place):
        kinds[kind(problem)].append(problem)
    short: list[Problem] = []
    for alike in kinds.values():
        if len(alike) <= listed + 1 or not alike[0].where:
            short += alike
            continue
        short += alike[:listed]
        first, rest = alike[listed], alike[listed + 1 :]
        found = first.found if all(problem.found == first.found for problem in rest) else ""
        what = f"{first.what}; also on {_spans(rest)}"
        short.append(Problem(first.file, first.where, first.field, found, what, first.remedy))
    return short


def _spans(problems: list[Problem]) -> str:
    """ "rows 5, 7–12" for the places of problems that are in order."""
    spans: list[tuple[int, int]] = []
    for place in (int(problem.where.rpartition(" ")[2]) for problem in problems):
        if spans and place - spans[-1][1] <= 1:
            spans[-1] = spans[-1][0], place
        else:
            spans.append((place, place))
    word = problems[0].where.partition(" ")[0]
    return f"{word}s " + ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in spans)


def _key(root: Path) -> str:
    """A digest of everything the result depends on."""
    from importlib.metadata import version

    digest = hashlib.sha256()
    order = root.parent / paths.DECK_ORDER.relative_to(paths.ROOT)
    code = Path(__file__).parent
    for base, files in ((root, _files(root)), (order.parent, [order]), (code, sorted(code.rglob("*.py")))):
        for path in files:
            content = path.read_bytes() if path.exists() else b"-"
            digest.update(f"{path.relative_to(base).as_posix()}\0{len(content)}\0".encode() + content)
    for library in ("frictionless", "pydantic", "PyYAML"):
        digest.update(f"{library} {version(library)}\0".encode())
    return digest.hexdigest()


def _remembered(cache: Path, key: str) -> tuple[Problem, ...] | None:
    try:
        kept = json.loads((cache / "check.json").read_text(encoding="utf-8"))
        return tuple(Problem(*fields) for fields in kept["problems"]) if kept["key"] == key else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # never checked, or a file somebody cut short: check again


def _remember(cache: Path, key: str, problems: tuple[Problem, ...]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    fresh = cache / f"check.{os.getpid()}.json"
    fresh.write_text(json.dumps({"key": key, "problems": [astuple(p) for p in problems]}), encoding="utf-8")
    fresh.replace(cache / "check.json")
