"""The only module that reads the files in data/: strings from CSV, plain values from YAML, features from GeoJSON.

Callers share the returned objects and must not change them. A file is read again after its size or modification time
has changed. `reading` says which files were asked for in a block, whether or not they had to be read for it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from taphuan import paths
from taphuan.data.documents import read_document
from taphuan.data.reading import decoded, file_bytes, json_value, printable, refuse, state_of
from taphuan.errors import DataError, Problem, UnknownName

T = TypeVar("T")
# the time and the size of a file that the programme does not have
_NOT_HAD = (-1, -1)
# path, mtime_ns, size
State = tuple[str, int, int]
# the paths that the block of `reading` has asked for
_ASKED: ContextVar[set[str] | None] = ContextVar("_ASKED", default=None)


@contextmanager
def reading() -> Iterator[set[str]]:
    """The paths of all files that the block asks for, also what is remembered from before: what its results are made from."""
    outer, asked = _ASKED.get(), set[str]()
    token = _ASKED.set(asked)
    try:
        yield asked
    finally:
        _ASKED.reset(token)
        if outer is not None:
            outer |= asked


def asked_for(path: Path) -> None:
    """Say that a file is used that this module does not read."""
    if (asked := _ASKED.get()) is not None:
        asked.add(str(path))


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file as strings: `rows("units/provinces")` reads data/units/provinces.csv.

    A table that data/datapackage.json does not describe is one that the programme does not have: it has no rows. Raises DataError
    if a described file is missing or is not a CSV file in UTF-8. `check_data` validates the values.
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
    """The mapping in a YAML file; empty for the lesson of communes in a programme without communes. Raises DataError if the file is missing, malformed or not a mapping."""
    return _yaml(*_state(str(path)))


def geojson(name: str) -> dict[str, Any]:
    """The feature collection of a map: `geojson("units/provinces63")` reads data/units/provinces63.geojson.

    Raises DataError if the file is missing or malformed.
    """
    return _json(*_state(str(paths.DATA / f"{name}.geojson")))


def is_described(path: str) -> bool:
    """Whether data/datapackage.json describes the file with this path below data/: whether the programme has it."""
    package = _json(*_state(str(paths.DATAPACKAGE)))
    return any(resource["path"] == path for resource in package["resources"])


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
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        if _is_not_had(path):
            return path, *_NOT_HAD
        state = state_of(path, _name(path))
    if (asked := _ASKED.get()) is not None:
        asked.add(path)
    return path, state.st_mtime_ns, state.st_size


def _is_not_had(path: str) -> bool:
    """Whether a file that is not there is one that the programme does not have; what says so is asked for in its place."""
    if path == str(paths.COMMUNE_LESSON):
        path = str(paths.COMMUNES)
    data = f"{paths.DATA}{os.sep}"
    if not path.startswith(data) or not path.endswith(".csv"):
        return False
    return not is_described(path.removeprefix(data).replace(os.sep, "/"))


def _text(path: str) -> str:
    return decoded(file_bytes(path, _name(path)), _name(path))


@lru_cache(maxsize=64)
def _csv_rows(path: str, mtime_ns: int, size: int) -> tuple[dict[str, str], ...]:
    if (mtime_ns, size) == _NOT_HAD:
        return ()
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    remedy = "Correct its commas and quotation marks."
    try:
        table = tuple(reader)
    except csv.Error as error:
        refuse(
            _name(path),
            f"the line cannot be split into cells: {error}",
            remedy,
            f"line {reader.line_num}",
            code="TH132",
        )
    for number, row in enumerate(table, start=2):
        if None in row or None in row.values():
            refuse(
                _name(path), "the row has more or fewer cells than the header", remedy, f"row {number}", code="TH133"
            )
    return table


@lru_cache(maxsize=32)
def _parsed(parse: Callable[[tuple[dict[str, str], ...]], object], name: str, *_state: object) -> object:
    with _unasked():
        return parse(rows(name))


@lru_cache(maxsize=1024)
def _derived(make: Callable[..., object], arguments: tuple[Hashable, ...], *_states: State) -> object:
    with _unasked():
        return make(*arguments)


@contextmanager
def _unasked() -> Iterator[None]:
    """What is read in here is no part of `reading`: it is read once and remembered, and the files it is made from are named by
    who asks for it, so that the same files are asked for however much is remembered."""
    token = _ASKED.set(None)
    try:
        yield
    finally:
        _ASKED.reset(token)


@lru_cache(maxsize=64)
def _yaml(path: str, mtime_ns: int, size: int) -> dict[str, Any]:
    if (mtime_ns, size) == _NOT_HAD:
        return {}
    problems: list[Problem] = []
    document = read_document(_text(path), _name(path), problems)
    if problems or document is None:
        raise DataError(tuple(problems))
    return document.value


@lru_cache(maxsize=8)
def _json(path: str, _mtime_ns: int, _size: int) -> dict[str, Any]:
    document: dict[str, Any] = json_value(_text(path), _name(path))
    return document


def _name(path: str) -> str:
    """How messages name a file: relative to the project."""
    place = Path(path)
    return printable((place.relative_to(paths.ROOT) if place.is_relative_to(paths.ROOT) else place).as_posix())
