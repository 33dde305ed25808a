"""Puts source notebooks into the form in which they are committed.

Removes what JupyterLab adds on saving: outputs, execution counts, metadata of the program. Fills in what it leaves open:
random cell ids become readable names, missing slide types are set. The text of the cells does not change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.compose.structure import notebook_json
from taphuan.errors import NotComposed
from taphuan.text import fold

Cell = dict[str, Any]

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_CELL_METADATA = ("tags", "slideshow", "taphuan")
# for which program a raw cell is
_RAW_METADATA = ("format", "raw_mimetype")
_READABLE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# The id of a new cell is a UUID in JupyterLab, the first eight digits of one in other programs.
_RANDOM = re.compile(r"(?=[a-z]*\d)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-z]*\d)[0-9a-f]{8}")
_HEADING = re.compile(r"#{1,3} (.+)")
_NOT_TITLE = re.compile(r"\[@[^\]]*\]|\{\{.*?\}\}")
_LONGEST_ID = 24


def tidy() -> tuple[str, ...]:
    """Tidy all source notebooks and return the paths (relative to the project) of those that changed.

    Raises NotComposed for a file that is not a notebook.
    """
    written: list[str] = []
    for path in sorted(paths.NOTEBOOKS.glob("*/*.ipynb")):
        text = as_text(tidied(_parsed(path), path))
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path.relative_to(paths.ROOT).as_posix())
    return tuple(written)


def what_tidy_would_change(path: Path) -> str:
    """What `tidy` would change in a notebook, with the ids of the cells: "outputs (a, b); …"; "" if nothing.

    Raises NotComposed for a file that is not a notebook.
    """
    raw = _parsed(path)
    in_order = tidied(raw, path)
    ids_by_change: dict[str, list[str]] = {}
    for cell, tidied_cell in zip(raw["cells"], in_order["cells"], strict=True):
        for change in _changes(cell, tidied_cell):
            ids_by_change.setdefault(change, []).append(str(cell.get("id", "without an id")))
    parts = [f"{change} ({', '.join(dict.fromkeys(ids))})" for change, ids in ids_by_change.items()]
    if any(raw.get(key, in_order[key]) != in_order[key] for key in ("metadata", "nbformat", "nbformat_minor")):
        parts.append("metadata of the notebook")
    return "; ".join(parts)


def _changes(cell: Cell, tidied: Cell) -> Iterator[str]:
    if cell.get("id") != tidied["id"]:
        yield "random ids"
    if cell.get("outputs") or cell.get("execution_count") is not None:
        yield "outputs"
    if cell["metadata"] != tidied["metadata"]:
        yield "slide types or metadata of the program"


def _parsed(path: Path) -> dict[str, Any]:
    """The JSON of a notebook. Raises NotComposed if the file is not a notebook."""
    name = path.relative_to(paths.ROOT).as_posix()
    raw = notebook_json(path, name, with_ids=False)
    if not all({"cell_type", "metadata", "source"} <= set(cell) for cell in raw["cells"]):
        raise NotComposed(
            f"{name}: not a Jupyter notebook of format 4.5; open it in JupyterLab and save it again", code="TH501"
        )
    return raw


def as_text(notebook: dict[str, Any]) -> str:
    """The text of the file of a tidied notebook."""
    return f"{json.dumps(notebook, ensure_ascii=False, indent=1)}\n"


def tidied(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """The JSON of a notebook in order; `path` says whether it is that of a paper."""
    report = path.parent == paths.REPORT_NOTEBOOKS
    ids = {cell.get("id") for cell in raw["cells"] if _has_readable_id(cell)}
    cells: list[Cell] = []
    heading = ""
    for cell in raw["cells"]:
        title = _title(cell)
        id_ = cell["id"] if _has_readable_id(cell) else _free_id(_new_id(cell, title, heading), ids)
        ids.add(id_)
        heading = id_ if title else heading
        cells.append(_tidied_cell(cell, id_, bool(title), report))
    return {"cells": cells, "metadata": NOTEBOOK_METADATA, "nbformat": 4, "nbformat_minor": 5}


def _tidied_cell(cell: Cell, id_: str, is_heading: bool, report: bool) -> Cell:
    metadata = {key: cell["metadata"][key] for key in _CELL_METADATA if key in cell["metadata"]}
    slide_type = (metadata.get("slideshow") or {}).get("slide_type", "")
    if slide_type in ("", "-"):
        # the cells of a paper are not slides
        slide_type = "skip" if report else "slide" if is_heading else "-"
    metadata = {key: metadata.get(key) for key in _CELL_METADATA if key in metadata or key == "slideshow"}
    metadata["slideshow"] = {"slide_type": slide_type}
    if cell["cell_type"] == "raw":
        metadata |= {key: cell["metadata"][key] for key in _RAW_METADATA if key in cell["metadata"]}
    tidied: Cell = {"cell_type": cell["cell_type"], "id": id_, "metadata": metadata, "source": _lines(cell)}
    if "attachments" in cell:
        tidied["attachments"] = cell["attachments"]
    return tidied | ({"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {})


def _text(cell: Cell) -> str:
    return "".join(cell["source"])


def _lines(cell: Cell) -> list[str]:
    return _text(cell).splitlines(keepends=True)


def _title(cell: Cell) -> str:
    """The title in a cell that starts a slide; "" for any other cell."""
    notes = (cell["metadata"].get("slideshow") or {}).get("slide_type") == "notes"
    match = _HEADING.match(_text(cell)) if cell["cell_type"] == "markdown" and not notes else None
    return match.group(1) if match else ""


def _has_readable_id(cell: Cell) -> bool:
    id_ = str(cell.get("id", ""))
    return bool(_READABLE.fullmatch(id_)) and not _RANDOM.fullmatch(id_)


def _new_id(cell: Cell, title: str, heading: str) -> str:
    """The id of a new cell: for a heading from its title, for another cell from the id of its heading and its kind."""
    if title:
        words = re.findall(r"[a-z0-9]+", fold(_NOT_TITLE.sub("", title))) or ["trang"]
        while len("-".join(words)) > _LONGEST_ID and len(words) > 1:
            words.pop()
        name = "-".join(words)
        return name if name[0].isalpha() else f"trang-{name}"
    if (cell["metadata"].get("slideshow") or {}).get("slide_type") == "notes":
        return f"{heading}-loi"
    if cell["cell_type"] == "code":
        return f"{heading}-{'bang' if 'lesson.tables' in _text(cell) else 'hinh'}"
    return f"{heading}-1"


def _free_id(name: str, taken: set[Any]) -> str:
    """The name, or the name with the next number if a cell of the notebook has it."""
    stem, number = (name[:-2], 1) if name.endswith("-1") else (name, 1)
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
