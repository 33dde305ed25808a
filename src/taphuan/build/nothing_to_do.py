"""Is there nothing to do? Answered with the standard library alone, before anything heavy is imported.

Before a build reads its inputs their sizes, times and digests are taken; after a build without a failure they are written
down with those of the outputs. While all are as they were, the same command has nothing to do. A file with another time
is compared by its content. An input that was edited during the build differs from what was taken before it.
"""

# Plain strings: a Path object for each of some 500 files would double the time of doing nothing.
# ruff: noqa: PTH108, PTH109, PTH116, PTH118, PTH123, PTH208
from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from taphuan import __version__, paths

_SCHEMA = 3
# What a build reads; a file that appears or goes away counts like a changed one.
_INPUTS = (
    *(paths.DATA, paths.NOTEBOOKS, paths.SLIDES, paths.RECORDS, paths.PACKAGE),
    # in a wheel they lie in the package, in this checkout they are the project's own
    *({paths.PACKAGED_SLIDES} - {paths.SLIDES, paths.PACKAGE / "slides"}),
)
_SINGLE = (paths.LOCK, paths.PROJECT_FILE)
# where the packages lie that were installed with this one
_PACKAGES = paths.PACKAGE.parent
_SKIPPED = ("__pycache__", ".ipynb_checkpoints")

Stamp = list[object]  # [size, mtime_ns, sha256]
_UNREADABLE: Stamp = [-1, -1, ""]
# No input has so many bytes; what has is refused by the check of the data and need not be read for that.
_LARGEST = 1 << 28


@dataclass(frozen=True)
class Begun:
    """A build that has begun: where its record goes, and the stamps of its inputs from before they were read."""

    record: str
    inputs: dict[str, Stamp]


def summary_if_fresh(arguments: list[str]) -> str | None:
    """The lines that the last such build ended with, if nothing has changed since; None where there may be work."""
    name = _record(arguments)
    try:
        with open(name, encoding="utf-8") as stream:
            record = json.load(stream)
        if record["schema"] != _SCHEMA or record["version"] != __version__:
            return None
        inputs, outputs, line, unwalked = record["inputs"], record["outputs"], record["line"], record["unwalked"]
        packages = record["packages"]
    except (OSError, ValueError, KeyError, TypeError):
        # one that cannot be read is the build's to tell, which writes there
        return None
    if unwalked and _can_walk():
        return None
    if packages != _packages():
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


def begin(arguments: list[str]) -> Begun:
    """Before any input is read. The record of the last build goes: one that is broken off must not be taken for finished."""
    name = _record(arguments)
    with suppress(FileNotFoundError):
        os.unlink(name)
    return Begun(name, {path: _stamp(path) for path in _input_files()})


def remember(begun: Begun, outputs: list[str], line: str, unwalked: bool = False) -> None:
    """Write down that the build left nothing to do; `unwalked`: but to walk decks, once there is a Chromium."""
    record = {
        "schema": _SCHEMA,
        "version": __version__,
        "line": line,
        "unwalked": unwalked,
        "packages": _packages(),
        "inputs": begun.inputs,
        "outputs": {path: _stamp(path) for path in outputs},
    }
    _write(begun.record, record)


def _record(arguments: list[str]) -> str:
    """One record for each command: its options, the folder a relative --out means, the day where it says today, and the face
    of decks where the environment says it."""
    today = date.today().isoformat() if "today" in arguments else ""
    face = "" if any(one.startswith("--font") for one in arguments) else os.environ.get(paths.FONT_SETTING, "")
    command = json.dumps([arguments, os.getcwd() if "--out" in arguments else "", today, face])
    return str(paths.CACHE / "runs" / (hashlib.sha256(command.encode()).hexdigest()[:24] + ".json"))


def _input_files() -> Iterator[str]:
    for root in _INPUTS:
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name not in _SKIPPED]
            for name in files:
                yield os.path.join(folder, name)
    yield from (str(path) for path in _SINGLE if path.exists())


def _packages() -> list[str]:
    """The packages beside this one with their versions, where no lock says them."""
    if paths.LOCK.exists():
        return []
    return sorted(name for name in os.listdir(_PACKAGES) if name.endswith(".dist-info"))


def _can_walk() -> bool:
    from taphuan.check.browser import find_chromium

    return find_chromium() is not None


def _stamp(path: str) -> Stamp:
    try:
        state = os.stat(path)
        if stat.S_ISREG(state.st_mode) and state.st_size <= _LARGEST:
            with open(path, "rb") as stream:
                return [state.st_size, state.st_mtime_ns, hashlib.sha256(stream.read()).hexdigest()]
    except OSError:
        pass
    # whoever needs it says what is wrong with it; it never counts as unchanged
    return _UNREADABLE


def _compare(path: str, stamp: Stamp) -> Stamp | None:
    """The stamp itself while size and time are equal, a new one where only the time moved, None where it changed."""
    try:
        state = os.stat(path)
    except OSError:
        return None
    if [state.st_size, state.st_mtime_ns] == stamp[:2]:
        return stamp
    fresh = _stamp(path) if state.st_size == stamp[0] else _UNREADABLE
    return fresh if fresh is not _UNREADABLE and fresh[2] == stamp[2] else None


def _write(name: str, record: dict[str, object]) -> None:
    from pathlib import Path

    from taphuan.files import write_whole

    write_whole(Path(name), json.dumps(record).encode())
