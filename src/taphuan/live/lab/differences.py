"""What an import would write, cell by cell, as a person reads it: unified differences of the source notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import Any

from taphuan.compose.origin import origin
from taphuan.compose.structure import source_text

NEW, DELETED, CHANGED, MOVED = "new", "deleted", "changed", "moved"


@dataclass(frozen=True)
class Difference:
    """A cell that differs. `origin`: where it is, or was; `behind`: the cell it stands behind, for a new or a moved one; `lines`:
    the unified difference of its text and of what is set for it."""

    origin: str
    kinds: tuple[str, ...]
    behind: str
    lines: tuple[str, ...]

    @property
    def head(self) -> str:
        place = f", behind {self.behind}" if self.behind else ""
        return f"cell {self.origin.partition('#')[2]}: {' and '.join(self.kinds)}{place}"


def differences(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """In the order of the new notebook, then what is deleted."""
    old = {cell["id"]: cell for cell in before["cells"]}
    new = {cell["id"]: cell for cell in after["cells"]}
    moved = _moved([id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old])
    last = ""
    for id_, cell in new.items():
        was = old.get(id_)
        lines = tuple(_lines(was, cell))
        kinds = ((NEW,) if was is None else ()) + ((MOVED,) if id_ in moved else ())
        kinds += (CHANGED,) if was is not None and lines else ()
        if kinds:
            yield Difference(origin(path, id_), kinds, last if kinds != (CHANGED,) else "", lines)
        last = id_
    for id_, cell in old.items():
        if id_ not in new:
            yield Difference(origin(path, id_), (DELETED,), "", tuple(_lines(cell, None)))


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    steady = {id_ for step in steps for id_ in old[step.a : step.a + step.size]}
    return set(old) - steady


def _lines(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[str]:
    for line in unified_diff(_text(was), _text(now), n=1, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            yield line


def _text(cell: Mapping[str, Any] | None) -> list[str]:
    """The cell's text, below it its kind, metadata and pictures."""
    if cell is None:
        return []
    options = json.dumps(cell["metadata"], ensure_ascii=False, sort_keys=True)
    pictures = [f"(picture {name})" for name in cell.get("attachments", {})]
    return [*source_text(dict(cell)).split("\n"), f"({cell['cell_type']}, {options})", *pictures]
