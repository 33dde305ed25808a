"""The only module that reads the files in data/: strings from CSV, plain values from YAML, features from GeoJSON.

Callers share the returned objects and must not change them. A file is read again after its size or modification time
has changed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import yaml

from taphuan import paths
from taphuan.errors import DataError, Problem, UnknownName

T = TypeVar("T")
# path, mtime_ns, size
State = tuple[str, int, int]


class DataLoader(yaml.CSafeLoader):
    """A YAML loader that keeps dates, `01`, `No` and `1:30` as text and converts only `true`, `null`, 80 and 0.5."""

    # The default resolvers of PyYAML convert 2024-10-31 to a date, 01 to 1 and No to False.
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - an attribute of PyYAML

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node. Raises ConstructorError for a duplicate key; PyYAML would silently keep the last one."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    what = f"duplicate key “{key.value}”"
                    raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


DataLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
DataLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
DataLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
DataLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-+0123456789")
)


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file as strings: `rows("units/provinces")` reads data/units/provinces.csv.

    Raises DataError if the file is missing or is not a CSV file in UTF-8. `check_data` validates the values.
    """
    return _csv_rows(*_state(_table(name)))


def parsed(name: str, parse: Callable[[tuple[dict[str, str], ...]], T]) -> T:
    """`parse(rows(name))`, cached until the file changes. `parse` must be a module-level function: it is a cache key."""
    return cast(T, _parsed(parse, name, *_state(_table(name))))


def derived(files: Iterable[Path], make: Callable[..., T], *arguments: Hashable) -> T:
    """`make(*arguments)`, cached until one of `files` changes: the files that `make` reads. `make` must be a module-level
    function: it is a cache key."""
    return cast(T, _derived(make, arguments, *(_state(str(file)) for file in files)))


def data_files(*names: str) -> tuple[Path, ...]:
    """The CSV files of these names, as `derived` wants them: `data_files("units/provinces")`."""
    return _data_files(paths.DATA, names)


@lru_cache(maxsize=256)
def _data_files(folder: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(folder / f"{name}.csv" for name in names)


def yaml_document(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises DataError if the file is missing, malformed or not a mapping."""
    return _yaml(*_state(str(path)))


def geojson(name: str) -> dict[str, Any]:
    """The feature collection of a map: `geojson("units/provinces63")` reads data/units/provinces63.geojson.

    Raises DataError if the file is missing or malformed.
    """
    return _json(*_state(str(paths.DATA / f"{name}.geojson")))


def schema() -> dict[str, dict[str, Any]]:
    """The tables that data/datapackage.json describes, by name. Raises DataError if the file is missing or malformed."""
    package = _json(*_state(str(paths.DATAPACKAGE)))
    return {resource["name"]: resource for resource in package["resources"] if "schema" in resource}


def names(kind: str) -> tuple[str, ...]:
    """The slugs of all YAML files of a kind ("conferences" or "modules"), sorted."""
    folders = {"conferences": paths.CONFERENCES, "modules": paths.MODULES}
    if kind not in folders:
        raise UnknownName("kind of data", kind, tuple(folders))
    return tuple(sorted(path.stem for path in folders[kind].glob("*.yaml")))


def _table(name: str) -> str:
    return f"{paths.DATA}{os.sep}{name}.csv"


def _state(path: str) -> State:
    """Path, modification time and size of a file, which together are the cache key of its content.

    Called some thousand times per document; a str instead of a Path because creating a Path takes longer than os.stat.
    """
    try:
        stat = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        _fail(path, "", "", "the file is missing", "Restore it, for example from the last commit.")
    return path, stat.st_mtime_ns, stat.st_size


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        found = repr(error.object[error.start : error.end])
        _fail(path, f"byte {error.start}", found, "the file is not UTF-8", "Save it as UTF-8.")


@lru_cache(maxsize=64)
def _csv_rows(path: str, _mtime_ns: int, _size: int) -> tuple[dict[str, str], ...]:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    table = tuple(reader)
    for number, row in enumerate(table, start=2):
        if None in row or None in row.values():
            what = "the row has more or fewer cells than the header"
            _fail(path, f"row {number}", "", what, "Correct its commas and quotation marks.")
    return table


@lru_cache(maxsize=32)
def _parsed(parse: Callable[[tuple[dict[str, str], ...]], object], name: str, *_state: object) -> object:
    return parse(rows(name))


@lru_cache(maxsize=1024)
def _derived(make: Callable[..., object], arguments: tuple[Hashable, ...], *_states: State) -> object:
    return make(*arguments)


@lru_cache(maxsize=64)
def _yaml(path: str, _mtime_ns: int, _size: int) -> dict[str, Any]:
    try:
        document = yaml.load(_text(path), DataLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}" if mark else ""
        remedy = "Compare the indentation and the quotation marks with the lines above."
        _fail(path, where, "", str(error.problem or error.context), remedy)
    if not isinstance(document, dict):
        what = "the file is not a list of “key: value” lines"
        _fail(path, "line 1", "", what, "Compare it with the other files of its folder.")
    return document


@lru_cache(maxsize=8)
def _json(path: str, _mtime_ns: int, _size: int) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(_text(path))
    except json.JSONDecodeError as error:
        _fail(path, f"line {error.lineno}", "", "the file is not valid JSON", "Restore the last valid version.")
    return document


def _fail(path: str, where: str, found: str, what: str, remedy: str) -> NoReturn:
    place = Path(path)
    file = (place.relative_to(paths.ROOT) if place.is_relative_to(paths.ROOT) else place).as_posix()
    raise DataError((Problem(file, where, "", found, what, remedy),))
