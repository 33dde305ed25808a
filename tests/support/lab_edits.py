"""Edits of a copy as JupyterLab makes them, saved by its own contents manager.

What JupyterLab does to cells (version 4): a split puts the first pieces into new cells before the old one, with its metadata; a merge
makes a new cell with the metadata of the active one; what is pasted has a new id and the old metadata; a new cell has none.
"""

from __future__ import annotations

import copy
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from jupyter_server.services.contents.largefilemanager import LargeFileManager

from taphuan.compose import compose
from taphuan.lesson.lesson import open_lesson
from taphuan.live.lab.importing import Person
from taphuan.live.lab.trace import plain
from taphuan.live.lab.working_copy import put_copy

RawCell = dict[str, Any]


def made_copy(folder: Path, conference: str, province: str, as_of: str, **chosen: Any) -> Path:
    """A copy of a composed notebook, not executed: what `taphuan lab` puts into build/lab."""
    notebook = compose(open_lesson(conference, province, as_of, **chosen))
    built = folder / "notebook.ipynb"
    built.parent.mkdir(parents=True, exist_ok=True)
    built.write_text(nbformat.writes(notebook), encoding="utf-8")
    return put_copy(built, folder / "lab" / f"{conference}-{province}.ipynb").path


class JupyterLab:
    """An open copy. Cells are named by their origin, "modules/tong-quan-cds#dinh-nghia"."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._manager = LargeFileManager(root_dir=str(file.parent))
        self._model = self._manager.get(file.name, content=True)

    @property
    def cells(self) -> list[RawCell]:
        found: list[RawCell] = self._model["content"]["cells"]
        return found

    def save(self) -> None:
        self._manager.save({"type": "notebook", "format": "json", "content": self._model["content"]}, self.file.name)

    def cell(self, origin: str) -> RawCell:
        return next(cell for cell in self.cells if origin_of(cell) == origin)

    def origins(self, wanted: Callable[[RawCell], bool] = lambda cell: True) -> Iterator[str]:
        return (origin_of(cell) for cell in self.cells if origin_of(cell) and wanted(cell))

    def slide(self, heading: str) -> list[RawCell]:
        """The cells of a slide up to the next heading, as a folded heading takes them along."""
        at = self._place(heading)
        headings = (place for place, cell in enumerate(self.cells) if place > at and _is_heading(cell))
        return self.cells[at : next(headings, len(self.cells))]

    def edit(self, origin: str, old: str, new: str) -> None:
        cell = self.cell(origin)
        assert old in cell["source"], cell["source"]
        cell["source"] = cell["source"].replace(old, new, 1)

    def add(self, behind: str, source: str, type_: str = "markdown", **metadata: Any) -> RawCell:
        cell: RawCell = {"cell_type": type_, "id": str(uuid.uuid4()), "metadata": metadata, "source": source}
        cell |= {"outputs": [], "execution_count": None} if type_ == "code" else {}
        self.cells.insert(self._place(behind) + 1, cell)
        return cell

    def add_behind(self, cell: RawCell, source: str, type_: str = "markdown", **metadata: Any) -> RawCell:
        """Behind a cell that is new itself."""
        made: RawCell = {"cell_type": type_, "id": str(uuid.uuid4()), "metadata": metadata, "source": source}
        self.cells.insert(self.cells.index(cell) + 1, made)
        return made

    def delete(self, *origins: str) -> None:
        for origin in origins:
            self.cells.remove(self.cell(origin))

    def move(self, origin: str, behind: str) -> None:
        cell = self.cell(origin)
        self.cells.remove(cell)
        self.cells.insert(self._place(behind) + 1, cell)

    def move_slide(self, heading: str, behind: str) -> None:
        """Behind the last cell of another slide, as with a folded heading."""
        moved = self.slide(heading)
        for cell in moved:
            self.cells.remove(cell)
        at = self.cells.index(self.slide(behind)[-1]) + 1
        self.cells[at:at] = moved

    def delete_slide(self, heading: str) -> None:
        for cell in self.slide(heading):
            self.cells.remove(cell)

    def duplicate(self, origin: str, behind: str = "") -> RawCell:
        cell = copy.deepcopy(self.cell(origin)) | {"id": str(uuid.uuid4())}
        self.cells.insert(self._place(behind or origin) + 1, cell)
        return cell

    def split(self, origin: str, before: str) -> None:
        cell = self.cell(origin)
        head, found, tail = cell["source"].partition(before)
        assert head and found, cell["source"]
        piece = {"cell_type": cell["cell_type"], "id": str(uuid.uuid4()), "metadata": copy.deepcopy(cell["metadata"])}
        self.cells.insert(self.cells.index(cell), piece | {"source": head.strip("\n")})
        cell["source"] = f"{found}{tail}".strip("\n")

    def merge(self, origin: str) -> None:
        """With the cell below."""
        at = self._place(origin)
        one, other = self.cells[at : at + 2]
        whole = {**one, "id": str(uuid.uuid4()), "source": f"{one['source']}\n\n{other['source']}"}
        if pictures := {**one.get("attachments", {}), **other.get("attachments", {})}:
            whole["attachments"] = pictures
        self.cells[at : at + 2] = [whole]

    def _place(self, origin: str) -> int:
        return self.cells.index(self.cell(origin))


def _is_heading(cell: RawCell) -> bool:
    notes = cell["metadata"].get("slideshow", {}).get("slide_type") == "notes"
    return cell["cell_type"] == "markdown" and not notes and cell["source"].startswith(("# ", "## "))


def origin_of(cell: RawCell) -> str:
    return str(cell["metadata"].get("taphuan", {}).get("origin", ""))


def composed_again(conference: str, province: str, as_of: str, **chosen: Any) -> list[RawCell]:
    cells: list[RawCell] = compose(open_lesson(conference, province, as_of, **chosen)).cells
    return cells


def said(cells: list[RawCell]) -> list[tuple[str, str]]:
    """Kind and text of each cell in order, but for what composing adds and raw cells; badges and no-break spaces are composing's,
    and so are the names of pictures."""
    found = (
        (cell["cell_type"], re.sub(r"attachment:\S+?(?=\))", "attachment", plain(cell["source"])))
        for cell in cells
        if cell["cell_type"] != "raw" and (origin_of(cell) or "taphuan" not in cell["metadata"])
    )
    return list(found)


def quietly(lines: list[str]) -> Person:
    """Nobody is asked; what is printed goes into `lines`."""
    return Person(lambda line, _: lines.append(line), None)
