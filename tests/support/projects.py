"""What several test modules need: a project to spoil, the outcome of a command, a notebook run in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from taphuan.compose import compose
from taphuan.lesson.lesson import Lesson


@dataclass(frozen=True)
class Project:
    """A copy of the project's data, notebooks and slides that may be spoilt."""

    root: Path

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in a file; it must be there, or the test would plant nothing."""
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
        """Put cells behind the cell `after`; each needs `id` and `source`, the rest has a default."""
        path = self.root / "notebooks" / notebook
        content = json.loads(path.read_text(encoding="utf-8"))
        place = next(i for i, cell in enumerate(content["cells"]) if cell["id"] == after) + 1
        content["cells"][place:place] = [_cell(**cell) for cell in cells]
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


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
    code: int
    out: str
    err: str


def put_out(lesson: Lesson) -> NotebookNode:
    """The lesson's composed notebook with its figures and tables in it, made in this process and not in a kernel."""
    notebook = compose(lesson)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata["taphuan"].get("document"):
            bundle = eval(cell.source, {"lesson": lesson})._repr_mimebundle_()
            output = {"output_type": "execute_result", "data": bundle, "metadata": {}, "execution_count": None}
            cell["outputs"] = [NotebookNode(output)]
    return notebook
