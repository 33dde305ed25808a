"""Names that not every system can have, in the project and in the folder to build into."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Project, Run
from taphuan import paths
from taphuan.check.everything import check_everything
from taphuan.check.names import name_fault, name_problems


def test_the_project_can_be_unpacked_everywhere() -> None:
    assert name_problems() == ()
    assert [
        name for path in paths.ROOT.glob("*/**/*.py") if ".venv" not in path.parts if (name := name_fault(path.name))
    ] == []


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "NUL",
        "aux.yaml",
        "Com1.ipynb",
        "lpt9.tar.gz",
        "prn .csv",
        "com¹",
        "a.",
        "a ",
        "a:b",
        "a?b",
        "a*b",
        'a"b',
        "a<b",
        "a|b",
        "a\\b",
        "a\tb",
        "a" * 81,
    ],
)
def test_a_name_that_windows_cannot_have(name: str) -> None:
    assert name_fault(name)


@pytest.mark.parametrize(
    "name", ["conference.yaml", "null.csv", "com10", "aux-1.md", ".gitignore", "Tập huấn", "a.b.c"]
)
def test_a_name_that_all_systems_have(name: str) -> None:
    assert name_fault(name) == ""


@pytest.mark.kept_copy
def test_check_names_file_and_remedy(project: Project) -> None:
    for name in ("data/conferences/nul.yaml", "data/modules/com1.yaml", "notebooks/modules/aux.ipynb"):
        (project.root / name).write_text("{}", encoding="utf-8")
    (project.root / "slides/drawings/Ba-Con.svg").write_text("<svg/>", encoding="utf-8")
    (project.root / "slides/drawings/giá?.svg").write_text("<svg/>", encoding="utf-8")
    (project.root / os.fsdecode(b"slides/drawings/\xff.svg")).write_text("<svg/>", encoding="utf-8")
    problems = [str(problem) for problem in check_everything().problems]
    for name in ("data/conferences/nul.yaml", "data/modules/com1.yaml", "notebooks/modules/aux.ipynb"):
        assert any(
            line.startswith(f"{name}: the name is a device on Windows") and "Rename it" in line for line in problems
        )
    assert any(line.startswith("slides/drawings/giá?.svg: the name holds what no name on Windows") for line in problems)
    assert any(
        "ba-con.svg: Windows and macOS take both names for one file (found: slides/drawings/Ba-Con" in line
        for line in problems
    )
    "\n".join(problems).encode("utf-8")


def test_a_folder_to_build_into_has_such_a_name(run_cli: Callable[..., Run], tmp_path: Path) -> None:
    run = run_cli("build", "--conference", "bac-giang", "--out", str(tmp_path / "nul" / "x"))
    assert run.code == 2
    assert "the name 'nul' is a device on Windows, whatever its ending; choose one of letters" in run.err
    assert not (tmp_path / "nul").exists()
