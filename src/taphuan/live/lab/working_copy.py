"""The copy of a built notebook that a person edits: renewed while nobody has changed it, never overwritten afterwards."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from taphuan.build.publish import new_name
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
    if _mark(target).get("build") == mark["build"]:
        return Copy(target, "it holds your own changes from the last time")
    write_whole(beside, fresh)
    return Copy(target, f"it holds your own changes and was made from an older build; the new notebook is {beside}")


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
