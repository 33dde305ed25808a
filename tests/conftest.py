"""What several test modules need: a project to spoil, the command in a process of its own, notebooks run in this one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose import citations, compose
from taphuan.lesson import Lesson


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


@pytest.fixture
def project_copy(tmp_path: Path) -> Project:
    """A copy in a folder of its own; the code itself is not copied."""
    root = tmp_path / "project"
    for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(folder, root / folder.relative_to(paths.ROOT))
    return Project(root)


@pytest.fixture
def project(project_copy: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The copy, with this process reading it instead of the real files."""
    original = paths.ROOT
    for name, value in list(vars(paths).items()):
        if isinstance(value, Path) and value.is_relative_to(original):
            monkeypatch.setattr(paths, name, project_copy.root / value.relative_to(original))
    citations._items.cache_clear()
    yield project_copy
    citations._items.cache_clear()


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is keyed by content (figures, the check of the data) may serve every run of the command."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run_cli(tmp_path: Path, cache: Path) -> Callable[..., Run]:
    """`taphuan …` in a process of its own and in an empty working folder; a traceback fails the test."""

    def run(*arguments: str, root: Path = paths.ROOT, env: dict[str, str] | None = None) -> Run:
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        settings = {"TAPHUAN_ROOT": str(root), "TAPHUAN_CACHE": str(cache), **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "taphuan.entry", *arguments],
            cwd=work,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr + done.stdout
        return Run(done.returncode, done.stdout, done.stderr)

    return run


def put_out(lesson: Lesson) -> NotebookNode:
    """The lesson's composed notebook with its figures and tables in it, made in this process and not in a kernel."""
    notebook = compose(lesson)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata["taphuan"].get("document"):
            bundle = eval(cell.source, {"lesson": lesson})._repr_mimebundle_()
            output = {"output_type": "execute_result", "data": bundle, "metadata": {}, "execution_count": None}
            cell["outputs"] = [NotebookNode(output)]
    return notebook


@pytest.fixture
def executed() -> Callable[[Lesson], NotebookNode]:
    return put_out
