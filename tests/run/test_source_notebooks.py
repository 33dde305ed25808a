"""Source notebooks as they are, under papermill's own command and run as JupyterLab runs them: the slides of their day, and a line
in place of what is not shown on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose import compose
from taphuan.compose.alone import not_shown_line
from taphuan.errors import ExecutionFailed
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.run.execute import execute

SOURCES = sorted(
    path.relative_to(paths.NOTEBOOKS).with_suffix("").as_posix() for path in paths.NOTEBOOKS.glob("*/*.ipynb")
)
# a module whose day lies between two laws, and a paper
FAST = ("modules/van-ban-chinh-sach",)


def papermill(name: str, folder: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], NotebookNode]:
    """The plain command, from a folder that is not the project's."""
    out = folder / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(paths.NOTEBOOKS / f"{name}.ipynb"), str(out), *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    return done, nbformat.read(out, as_version=4)


def lesson_of(notebook: NotebookNode) -> Lesson:
    """The lesson of a notebook's own parameters."""
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if {"parameters", "injected-parameters"} & set(cell.metadata.tags if "tags" in cell.metadata else ()):
            exec(cell.source, names)
    commune = names.get("commune", "")
    return open_lesson(names["conference"], names["province"], names["as_of"], commune=commune)


def left_out(notebook: NotebookNode, lesson: Lesson) -> set[str]:
    """The cells that show the line; every other output is none of an error."""
    found: set[str] = set()
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type in ("execute_result", "display_data", "stream"), (cell.id, output)
            assert output.get("name") != "stderr", (cell.id, output)
            if output.get("text", "").strip() == not_shown_line(lesson):
                found.add(cell.id)
    return found


def check_shown(notebook: NotebookNode, name: str) -> None:
    """A module shows what the deck of the hall has of it."""
    lesson = lesson_of(notebook)
    missing = left_out(notebook, lesson)
    code = {cell.id for cell in notebook.cells if cell.cell_type == "code" and not cell.metadata.get("tags")}
    folder, _, stem = name.partition("/")
    if folder == "modules":
        composed = {cell.id for cell in compose(lesson, full=True).cells if cell.cell_type == "code"}
        assert {f"{stem}-{id_}" for id_ in code - missing} == {id_ for id_ in composed if id_.startswith(f"{stem}-")}
    else:
        assert code - missing or not code


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FAST else pytest.mark.slow) for name in SOURCES]
)
def test_runs_under_the_plain_command(name: str, tmp_path: Path) -> None:
    done, notebook = papermill(name, tmp_path)
    assert done.returncode == 0, done.stderr
    check_shown(notebook, name)
    before = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    text = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert text == [cell.source for cell in before.cells if cell.cell_type == "markdown"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["modules/dau-tu-cntt", "communes/commune-deck", "frame/story"])
def test_runs_as_in_jupyterlab(name: str, tmp_path: Path) -> None:
    from nbclient import NotebookClient

    notebook = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    check_shown(notebook, name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        ("-p", "province", "da-nang"),
        ("-p", "conference", "quang-nam-2024", "-p", "province", "hoi-nghi"),
        ("-p", "conference", "ky-nang-2027", "-p", "province", "ca-mau", "-p", "as_of", "2026-11-21"),
    ],
)
def test_other_parameters_show_the_slides_of_theirs(options: tuple[str, ...], tmp_path: Path) -> None:
    done, notebook = papermill("modules/tong-quan-cds", tmp_path, *options)
    assert done.returncode == 0, done.stderr
    check_shown(notebook, "modules/tong-quan-cds")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("-p", "province", "nowhere"), "UnknownName: unknown province 'nowhere'"),
        (("-p", "as_of", "2020-01-01"), "BadDate: 2020-01-01 lies before"),
        (("-p", "as_of", "2026-11-21"), "UnitNotValid: 'quang-nam' (Tỉnh Quảng Nam) ended on 2025-06-30"),
    ],
)
def test_parameters_that_cannot_be_are_one_error(options: tuple[str, ...], error: str, tmp_path: Path) -> None:
    done, _ = papermill("modules/tong-quan-cds", tmp_path, *options)
    assert done.returncode == 1
    assert error in done.stderr.strip().splitlines()[-1], done.stderr


def test_what_is_composed_stays_strict() -> None:
    """The figure of a later day in a notebook that was composed for a day is a failure, not a line."""
    lesson = open_lesson("bac-giang", "bac-giang", "2021-12-16")
    notebook = compose(lesson)
    setup = [cell for cell in notebook.cells if cell.metadata.get("tags")]
    assert [cell for cell in setup if "notebook=" in cell.source] == []
    source = nbformat.read(paths.MODULE_NOTEBOOKS / "van-ban-chinh-sach.ipynb", as_version=4)
    code = next(cell for cell in source.cells if cell.id == "luat-khung-so")
    notebook.cells = [*setup, code]
    with pytest.raises(ExecutionFailed, match="nothing of this may be shown on 2021-12-16"):
        execute(notebook, timeout=60)
