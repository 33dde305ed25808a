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
from taphuan.files import write_whole

_LIBRARIES = ("frictionless", "pydantic", "PyYAML")


class Memory:
    """Findings by part ("all", "cells of dti/dti"). Without a folder it knows nothing and keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "check.json" if folder else None
        self._kept = _read(self._file) if self._file else {}
        self._used: dict[str, Any] = {}
        self._new = False

    def found(self, part: str, inputs: Iterable[bytes], look: Callable[[], Iterable[Problem]]) -> tuple[Problem, ...]:
        """What is remembered of a part from the same inputs and the same code, or what `look` finds now."""
        if self._file is None:
            return tuple(look())
        key = self._key(inputs)
        try:
            entry = self._kept[part]
            known = tuple(Problem(*fields) for fields in entry["problems"]) if entry["key"] == key else None
        except (KeyError, TypeError):
            known = None
        if known is None:
            known, self._new = tuple(look()), True
        self._used[part] = {"key": key, "problems": [astuple(problem) for problem in known]}
        return known

    def save(self) -> None:
        """Write down what was found anew, with all else that was asked for; the rest is forgotten."""
        if self._file is None or not self._new:
            return
        write_whole(self._file, json.dumps(self._used).encode())

    def _key(self, inputs: Iterable[bytes]) -> str:
        digest = self._checker.copy()
        for content in inputs:
            digest.update(f"{len(content)}\0".encode() + content)
        return str(digest.hexdigest())

    @cached_property
    def _checker(self) -> Any:
        """A digest of what does the checking: the code beside this file, its libraries, the language."""
        digest = hashlib.sha256()
        code = Path(__file__).parents[1]
        for path in sorted(code.rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(code).as_posix()}\0{len(content)}\0".encode() + content)
        for library in _LIBRARIES:
            digest.update(f"{library} {version(library)}\0".encode())
        digest.update(sys.version.encode())
        return digest


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}  # never checked, or a file somebody cut short: check again
    return kept if isinstance(kept, dict) else {}
