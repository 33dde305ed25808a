"""Is there nothing to do? Answered with the standard library alone, before anything heavy is imported.

After a build without a failure the sizes and times of everything that went in and came out are written down. While they
are as they were, the same command has nothing to do. A file with another time is read and compared by its content.
"""

# Plain strings: a Path object for each of some 500 files would double the time of doing nothing.
# ruff: noqa: PTH105, PTH108, PTH109, PTH116, PTH118, PTH120, PTH123, PTH103
from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import date

from taphuan import __version__, paths

_SCHEMA = 1
# What a build reads; a file that appears or goes away counts like a changed one.
_INPUTS = (paths.DATA, paths.NOTEBOOKS, paths.SLIDES, paths.PACKAGE)
_SINGLE = (paths.LOCK,)
_SKIPPED = ("__pycache__", ".ipynb_checkpoints")

Stamp = list[object]  # [size, mtime_ns, sha256]


def summary_if_fresh(arguments: list[str]) -> str | None:
    """The line the last such build ended with, if nothing has changed since; None where there may be work."""
    name = _record(arguments)
    try:
        with open(name, encoding="utf-8") as stream:
            record = json.load(stream)
        if record["schema"] != _SCHEMA or record["version"] != __version__:
            return None
        inputs, outputs, line = record["inputs"], record["outputs"], record["line"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    if set(inputs) != set(_input_files()):
        return None
    moved: list[tuple[dict[str, Stamp], str, Stamp]] = []
    for group in (inputs, outputs):
        for path, stamp in group.items():
            fresh = _compare(path, stamp)
            if fresh is None:
                return None
            if fresh is not stamp:
                moved.append((group, path, fresh))
    if moved:
        for group, path, fresh in moved:
            group[path] = fresh
        _write(name, record)
    return str(line)


def remember(arguments: list[str], outputs: list[str], line: str) -> None:
    """Write down that a build with these arguments left nothing to do."""
    record = {
        "schema": _SCHEMA,
        "version": __version__,
        "line": line,
        "inputs": {path: _stamp(path) for path in _input_files()},
        "outputs": {path: _stamp(path) for path in outputs},
    }
    _write(_record(arguments), record)


def forget(arguments: list[str]) -> None:
    """Before any work: a build that is broken off must not be taken for a finished one."""
    try:
        os.unlink(_record(arguments))
    except FileNotFoundError:
        return


def _record(arguments: list[str]) -> str:
    """One record for each command: its options, the folder a relative --out means, and the day where it says today."""
    today = date.today().isoformat() if "today" in arguments else ""
    told = json.dumps([arguments, os.getcwd() if "--out" in arguments else "", today])
    return str(paths.CACHE / "runs" / (hashlib.sha256(told.encode()).hexdigest()[:24] + ".json"))


def _input_files() -> Iterator[str]:
    for root in _INPUTS:
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name not in _SKIPPED]
            for name in files:
                yield os.path.join(folder, name)
    yield from (str(path) for path in _SINGLE if path.exists())


def _stamp(path: str) -> Stamp:
    state = os.stat(path)
    with open(path, "rb") as stream:
        return [state.st_size, state.st_mtime_ns, hashlib.sha256(stream.read()).hexdigest()]


def _compare(path: str, stamp: Stamp) -> Stamp | None:
    """The stamp itself while size and time are equal, a new one where only the time moved, None where it changed."""
    try:
        state = os.stat(path)
        if [state.st_size, state.st_mtime_ns] == stamp[:2]:
            return stamp
        fresh = _stamp(path) if state.st_size == stamp[0] else None
    except OSError:
        return None
    return fresh if fresh is not None and fresh[2] == stamp[2] else None


def _write(name: str, record: dict[str, object]) -> None:
    os.makedirs(os.path.dirname(name), exist_ok=True)
    part = f"{name}.{os.getpid()}.part"
    with open(part, "w", encoding="utf-8") as stream:
        json.dump(record, stream)
    os.replace(part, name)
