"""The copy of a built notebook that a person works on: made anew while it is as we wrote it, never overwritten after."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from taphuan.build.publish import new_name
from taphuan.files import write_whole

# in the notebook's own metadata `taphuan`, so that it goes with the file
_MARK = "copied"


@dataclass(frozen=True)
class Copy:
    """`note` says what happened to an older copy; empty where there is nothing to tell."""

    path: Path
    note: str = ""


def put_copy(built: Path, target: Path) -> Copy:
    """Copy the built notebook to `target`.

    A copy whose cells someone has changed stays; where the build is another one since, the new notebook is written beside
    it. Cells that were only run count for nothing: their outputs come with the new copy.
    """
    content = built.read_bytes()
    notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
    mark = {"build": hashlib.sha256(content).hexdigest(), "cells": _cells(notebook)}
    notebook.metadata.setdefault("taphuan", nbformat.NotebookNode())[_MARK] = mark
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
    """Whether its cells are those that were written."""
    try:
        return _mark(path).get("cells") == _cells(nbformat.read(path, as_version=4))
    except nbformat.reader.NotJSONError:
        return False


def _mark(path: Path) -> dict[str, Any]:
    try:
        notebook = nbformat.read(path, as_version=4)
    except nbformat.reader.NotJSONError:
        return {}
    return dict(notebook.metadata.get("taphuan", {}).get(_MARK, {}))


def _cells(notebook: Any) -> str:
    told = [[cell.cell_type, cell.source, cell.metadata.get("slideshow")] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
