"""What the check found the last time, each part by the digest of everything it was found from."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import astuple
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from taphuan.errors import Problem
from taphuan.files import cached

_LIBRARIES = ("frictionless", "pydantic", "PyYAML")


class Memory:
    """Problems by part of the check ("all", "cells of dti/dti"), a file each, and other values that take long to make.
    Without a folder nothing is remembered.

    `code` is the folder of the code that does the checking, by default that of the data.
    """

    def __init__(self, folder: Path | None, code: Path | None = None) -> None:
        self._folder = folder
        self._code = code or Path(__file__).parents[1]

    def found(self, part: str, inputs: Iterable[bytes], look: Callable[[], Iterable[Problem]]) -> tuple[Problem, ...]:
        """The problems that `look` finds in a part, or found the last time in the same inputs with the same code."""
        listed = self.kept(part, inputs, lambda: [astuple(problem) for problem in look()])
        return tuple(Problem(*fields) for fields in listed)

    def kept(self, part: str, inputs: Iterable[bytes], make: Callable[[], list[Any]]) -> list[Any]:
        """The list that `make` gives, of what JSON can say, or gave the last time for the same inputs with the same code."""
        if self._folder is None:
            return make()
        key = self._key(inputs)
        file = self._folder / f"{part.replace('/', '-')}.json"
        entry = cached(
            file,
            lambda content: _entry(content, key) is not None,
            lambda: json.dumps({"key": key, "value": make()}).encode(),
        )
        return _entry(entry, key) or []

    def _key(self, inputs: Iterable[bytes]) -> str:
        digest = self._checker.copy()
        for content in inputs:
            digest.update(f"{len(content)}\0".encode() + content)
        return str(digest.hexdigest())

    @cached_property
    def _checker(self) -> Any:
        """A digest of what does the checking: its code, its libraries, the language."""
        digest = hashlib.sha256()
        for path in sorted((*self._code.rglob("*.py"), *self._code.rglob("*.toml"))):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(self._code).as_posix()}\0{len(content)}\0".encode() + content)
        for library in _LIBRARIES:
            digest.update(f"{library} {version(library)}\0".encode())
        digest.update(sys.version.encode())
        return digest


def _entry(content: bytes, key: str) -> list[Any] | None:
    """The list in a file; None where it is of another key or the file is damaged."""
    try:
        entry = json.loads(content)
        value = entry["value"] if entry["key"] == key else None
    except (ValueError, KeyError, TypeError):
        return None
    return value if isinstance(value, list) else None


FORGETFUL = Memory(None)
