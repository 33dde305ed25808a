"""Source notebooks as they are committed: what JupyterLab adds on saving taken out, what it leaves open filled in.

Nothing that is taught is touched: only outputs, counts, metadata of the program, ids that say nothing, and slide types
nobody chose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.errors import NotComposed
from taphuan.text import fold

Cell = dict[str, Any]

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_CELL_METADATA = ("tags", "slideshow", "taphuan")
_READABLE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# JupyterLab gives a new cell a UUID, other programs its first eight digits.
_RANDOM = re.compile(r"(?=[a-z]*\d)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-z]*\d)[0-9a-f]{8}")
_HEADING = re.compile(r"#{1,3} (.+)")
_NOT_TITLE = re.compile(r"\[@[^\]]*\]|\{\{.*?\}\}")
_LONGEST_ID = 24


def tidy() -> tuple[str, ...]:
    """Put every source notebook in order; the names of those that were written. NotComposed for one that is none."""
    written: list[str] = []
    for path in sorted(paths.NOTEBOOKS.glob("*/*.ipynb")):
        text = path.read_text(encoding="utf-8")
        tidied = json.dumps(_tidied(_parsed(path), path.parent == paths.REPORT_NOTEBOOKS), ensure_ascii=False, indent=1)
        if text != f"{tidied}\n":
            path.write_text(f"{tidied}\n", encoding="utf-8", newline="\n")
            written.append(path.relative_to(paths.ROOT).as_posix())
    return tuple(written)


def untidy(path: Path) -> str:
    """What keeps a notebook from being committed as it is, in a few words; empty where nothing does."""
    raw = _parsed(path)
    wanted = _tidied(raw, path.parent == paths.REPORT_NOTEBOOKS)
    found: dict[str, list[str]] = {}
    for cell, other in zip(raw["cells"], wanted["cells"], strict=True):
        for what in _differences(cell, other):
            found.setdefault(what, []).append(str(cell.get("id", "without an id")))
    parts = [f"{what} ({', '.join(dict.fromkeys(ids))})" for what, ids in found.items()]
    if any(raw.get(key, wanted[key]) != wanted[key] for key in ("metadata", "nbformat", "nbformat_minor")):
        parts.append("metadata of the notebook")
    return "; ".join(parts)


def _differences(cell: Cell, wanted: Cell) -> Iterator[str]:
    if cell.get("id") != wanted["id"]:
        yield "ids that say nothing"
    if cell.get("outputs") or cell.get("execution_count") is not None:
        yield "outputs"
    if cell["metadata"] != wanted["metadata"]:
        yield "slide types or metadata of the program"


def _parsed(path: Path) -> dict[str, Any]:
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if all({"cell_type", "metadata", "source"} <= set(cell) for cell in raw["cells"]):
            return raw
    except (json.JSONDecodeError, KeyError, TypeError):
        pass
    name = path.relative_to(paths.ROOT).as_posix()
    raise NotComposed(f"{name}: not a Jupyter notebook of format 4.5; open it in JupyterLab and save it again")


def _tidied(raw: dict[str, Any], report: bool) -> dict[str, Any]:
    kept = {cell.get("id") for cell in raw["cells"] if _says_something(cell)}
    cells: list[Cell] = []
    heading = ""
    for cell in raw["cells"]:
        title = _title(cell)
        id_ = cell["id"] if _says_something(cell) else _free_id(_named(cell, title, heading), kept)
        kept.add(id_)
        heading = id_ if title else heading
        cells.append(_tidied_cell(cell, id_, bool(title), report))
    return {"cells": cells, "metadata": NOTEBOOK_METADATA, "nbformat": 4, "nbformat_minor": 5}


def _tidied_cell(cell: Cell, id_: str, is_heading: bool, report: bool) -> Cell:
    metadata = {key: cell["metadata"][key] for key in _CELL_METADATA if key in cell["metadata"]}
    chosen = (metadata.get("slideshow") or {}).get("slide_type", "")
    if chosen in ("", "-"):
        # a briefing is no deck: none of its cells is a slide
        chosen = "skip" if report else "slide" if is_heading else "-"
    metadata = {key: metadata.get(key) for key in _CELL_METADATA if key in metadata or key == "slideshow"}
    metadata["slideshow"] = {"slide_type": chosen}
    made: Cell = {"cell_type": cell["cell_type"], "id": id_, "metadata": metadata, "source": _lines(cell)}
    if "attachments" in cell:
        made["attachments"] = cell["attachments"]
    return made | ({"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {})


def _text(cell: Cell) -> str:
    return "".join(cell["source"])


def _lines(cell: Cell) -> list[str]:
    return _text(cell).splitlines(keepends=True)


def _title(cell: Cell) -> str:
    """The title of a cell that begins a slide, else empty."""
    notes = (cell["metadata"].get("slideshow") or {}).get("slide_type") == "notes"
    match = _HEADING.match(_text(cell)) if cell["cell_type"] == "markdown" and not notes else None
    return match.group(1) if match else ""


def _says_something(cell: Cell) -> bool:
    id_ = str(cell.get("id", ""))
    return bool(_READABLE.fullmatch(id_)) and not _RANDOM.fullmatch(id_)


def _named(cell: Cell, title: str, heading: str) -> str:
    """What a new cell is called: a heading after its title, the others after their slide and what they are."""
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
    """The name itself or with the next number that no cell of the notebook has."""
    stem, number = (name[:-2], 1) if name.endswith("-1") else (name, 1)
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
