"""The copy of a built notebook that a person edits: renewed while nobody has changed it, never overwritten afterwards."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from taphuan.build.publish import new_name
from taphuan.check.parameters import composed_for, parameters_of
from taphuan.document.identified import check_identified
from taphuan.document.opening import opened
from taphuan.errors import NotComposed
from taphuan.files import write_whole
from taphuan.live.lab.base import BASE, COPIED, pack


@dataclass(frozen=True)
class Copy:
    """`note` describes an older copy that was kept; empty if there was none."""

    path: Path
    note: str = ""


def put_copy(built: Path, target: Path) -> Copy:
    """Copy the built notebook to `target`.

    A copy with changed cells stays; if it was made from another build, the new notebook is written beside it. A copy whose
    cells were only executed is unchanged and replaced.
    """
    content = built.read_bytes()
    notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
    mark = {"build": hashlib.sha256(content).hexdigest(), "cells": _cells(notebook), BASE: pack(notebook)}
    notebook.metadata.setdefault("taphuan", nbformat.NotebookNode())[COPIED] = mark
    fresh = (nbformat.writes(notebook) + "\n").encode("utf-8")
    beside = target.with_name(new_name(target.name))
    if not target.exists() or _untouched(target):
        write_whole(target, fresh)
        beside.unlink(missing_ok=True)
        return Copy(target)
    if (other := _set_of(target)) not in ("", _set_of(built)):
        write_whole(beside, fresh)
        return Copy(target, f"it is a copy of another set ({other}); the notebook of this one is {beside}")
    if _mark(target).get("build") == mark["build"]:
        return Copy(target, "it holds your own changes from the last time")
    write_whole(beside, fresh)
    return Copy(target, f"it holds your own changes and was made from an older build; the new notebook is {beside}")


def changed_parameters(path: Path) -> dict[str, str]:
    """The parameters that somebody changed in a copy, with their new values; {} if there is no copy.

    Raises NotComposed for a file that is no notebook any more, or not a composed one.
    """
    if not path.exists():
        return {}
    try:
        notebook = opened(path.read_text(encoding="utf-8"))
        check_identified(notebook)
    except NotComposed as error:
        raise NotComposed(f"{path}: {error}", code=error.code) from None
    text = composed_for(notebook)
    return {name: value for name, value in parameters_of(notebook).items() if value != text.get(name, value)}


def _set_of(path: Path) -> str:
    """What a composed notebook is about: "quang-nam-2024, da-nang, 2024-10-31"; "" if it does not say."""
    try:
        notebook = opened(path.read_text(encoding="utf-8"))
        check_identified(notebook)
    except (NotComposed, UnicodeDecodeError):
        return ""
    return ", ".join(composed_for(notebook).values())


def _untouched(path: Path) -> bool:
    """Whether the cells of the copy are those that were written."""
    try:
        return _mark(path).get("cells") == _cells(nbformat.read(path, as_version=4))
    except nbformat.reader.NotJSONError:
        return False


def _mark(path: Path) -> dict[str, Any]:
    try:
        notebook = nbformat.read(path, as_version=4)
    except nbformat.reader.NotJSONError:
        return {}
    return dict(notebook.metadata.get("taphuan", {}).get(COPIED, {}))


def _cells(notebook: Any) -> str:
    """A digest of sources and slide types."""
    contents = [[cell.cell_type, cell.source, cell.metadata.get("slideshow")] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
