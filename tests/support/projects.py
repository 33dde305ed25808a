"""Helpers of several test modules: a copy of the project, the result of a command, a notebook executed in this process."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from in_process import shown_by
from taphuan import paths
from taphuan.compose import compose
from taphuan.lesson.lesson import Lesson


@dataclass(frozen=True)
class Project:
    """A copy of the project's data, notebooks and slides that a test may change."""

    root: Path

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in a file by `new`. It must exist, otherwise the test would not change anything."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def cell(self, notebook: str, id_: str, **change: Any) -> None:
        """Change one cell of a notebook: `source`, `slide_type`, `tags`, `id`, or `taphuan` (its options)."""
        path = self.root / "notebooks" / notebook
        content = json.loads(path.read_text(encoding="utf-8"))
        (cell,) = [cell for cell in content["cells"] if cell["id"] == id_]
        for key, value in change.items():
            if key == "slide_type":
                cell["metadata"]["slideshow"] = {"slide_type": value}
            elif key in ("tags", "taphuan"):
                cell["metadata"][key] = value
            else:
                cell[key] = value
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def add(self, notebook: str, after: str, *cells: dict[str, Any]) -> None:
        """Insert cells after the cell with the id `after`. A cell needs `id` and `source`; see `_cell` for the others."""
        path = self.root / "notebooks" / notebook
        content = json.loads(path.read_text(encoding="utf-8"))
        place = next(i for i, cell in enumerate(content["cells"]) if cell["id"] == after) + 1
        content["cells"][place:place] = [_cell(**cell) for cell in cells]
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def copied(root: Path) -> Path:
    """`root` with a copy of data, notebooks and slides."""
    for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(folder, root / folder.relative_to(paths.ROOT))
    shutil.copy(paths.PROJECT_FILE, root)
    return root


class KeptCopy:
    """A copy of the project that is put in order again after each test, so that what was read of it need not be read again.

    Its cache stays: an entry is kept by the contents that it was made from.
    """

    def __init__(self, root: Path) -> None:
        self.project = Project(copied(root))
        self._original = paths.ROOT
        self._cache = root / paths.BUILD.relative_to(paths.ROOT) / paths.CACHE_NAME
        self._files = self._states()

    def _states(self) -> dict[Path, tuple[int, int]]:
        return {
            path: (path.stat().st_mtime_ns, path.stat().st_size)
            for path in self.project.root.rglob("*")
            if path.is_file() and not path.is_relative_to(self._cache)
        }

    def put_in_order(self) -> None:
        """Remove what is new, bring back what is gone or changed, with the times that it had."""
        now = self._states()
        for path in now.keys() - self._files.keys():
            path.unlink()
        for path, state in self._files.items():
            if now.get(path) != state:
                # what is no file stands in its place: a folder, a pipe, a link
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path.is_symlink() or (path.exists() and not path.is_file()):
                    path.unlink()
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self._original / path.relative_to(self.project.root), path)
        assert self._states() == self._files


def _cell(
    id: str, source: str, type: str = "markdown", slide_type: str = "-", taphuan: dict[str, Any] | None = None
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": id,
        "cell_type": type,
        "source": source,
        "metadata": {"slideshow": {"slide_type": slide_type}, "taphuan": taphuan or {}},
    }
    return made | ({"outputs": [], "execution_count": None} if type == "code" else {})


@dataclass(frozen=True)
class Run:
    """The result of a command: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def execute_in_process(lesson: Lesson, full: bool = False) -> NotebookNode:
    """The composed notebook of a lesson with its figures and tables as outputs, evaluated in this process without a kernel;
    `full`: with the deck of the hall."""
    notebook = compose(lesson, full)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata["taphuan"].get("document"):
            bundle = shown_by(cell.source, lesson)
            output = {"output_type": "execute_result", "data": bundle, "metadata": {}, "execution_count": None}
            cell["outputs"] = [NotebookNode(output)]
    return notebook
