"""Every module is a lesson on each day on which it is taught, and `make check` says what one lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from projects import Project
from taphuan import paths
from taphuan.check import quiz_measure
from taphuan.check.lessons import lesson_problems
from taphuan.check.quiz_measure import quiz_problems
from taphuan.data.check.memory import Memory
from taphuan.errors import Problem

MODULE, NOTEBOOK = "dich-vu-cong-truc-tuyen", "notebooks/modules/dich-vu-cong-truc-tuyen.ipynb"
DAYS = {"quang-nam-2024, 2024-10-31", "ba-ria-vung-tau-2024, 2024-10-31", "ke-hoach-2027, 2026-11-21"}


def blocks(project: Project, change: Any) -> None:
    """Give the headings of the module's slides other blocks."""
    path = project.root / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        options = cell["metadata"].get("taphuan", {})
        if "block" in options:
            options["block"] = change(options["block"])
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("memory")


@pytest.fixture
def memory(folder: Path) -> Memory:
    """What was found in one copy of the project holds in the next: the same files, the same code."""
    return Memory(folder, paths.PACKAGE)


def of_module(memory: Memory) -> list[Problem]:
    return [problem for problem in lesson_problems(memory) if MODULE in problem.file]


def test_every_module_is_a_lesson_on_every_day(memory: Memory) -> None:
    assert [str(problem) for problem in lesson_problems(memory)] == []


def looked_at(folder: Path, memory: Memory) -> set[str]:
    """The parts of the check that were not found in the memory."""
    before = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    list(lesson_problems(memory))
    after = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    return {name.removesuffix(".json") for name in after if after[name] != before.get(name)}


@pytest.mark.slow
def test_a_changed_notebook_makes_only_its_own_module_be_looked_at_again(
    project: Project, memory: Memory, folder: Path
) -> None:
    looked_at(folder, memory)
    assert looked_at(folder, memory) == set()
    own = {path.stem for path in folder.glob(f"* {MODULE}.json")}
    assert len(own) == len(DAYS)
    blocks(project, lambda one: one)
    assert looked_at(folder, memory) == own


@pytest.mark.slow
def test_a_notebook_of_the_frame_makes_all_modules_be_looked_at_again(
    project: Project, memory: Memory, folder: Path
) -> None:
    looked_at(folder, memory)
    project.edit("notebooks/frame/closing.ipynb", '"nbformat": 4', '"nbformat":  4')
    assert looked_at(folder, memory) == {path.stem for path in folder.glob("*.json")}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("block", ["case", "exercise", "sheet", "decision"])
def test_a_module_without_one_of_its_parts_is_told_for_every_day(project: Project, memory: Memory, block: str) -> None:
    other = "case" if block != "case" else "exercise"
    blocks(project, lambda one: other if one == block else one)
    found = [problem for problem in of_module(memory) if problem.what.startswith("no slide")]
    assert {problem.found for problem in found} == DAYS
    assert all(f'"block": "{block}"' in problem.remedy and problem.file == NOTEBOOK for problem in found)


def test_a_module_with_two_decisions_is_told_with_both(project: Project, memory: Memory) -> None:
    blocks(project, lambda one: "decision" if one == "case" else one)
    found = [problem for problem in of_module(memory) if "decisions on one day" in problem.what]
    assert len(found) == len(DAYS)
    assert all(problem.found.count(MODULE) >= 2 and problem.remedy == "Keep one." for problem in found)


@pytest.mark.slow
def test_a_module_without_objectives_on_a_day_is_told(project: Project, memory: Memory) -> None:
    path = project.root / f"data/modules/{MODULE}.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("objectives:\n")
    end = text.index("\n- id:", text.index("-mt3\n")) if "\n- id:" in text[text.index("-mt3\n") :] else len(text)
    objectives = text[start:end]
    path.write_text(text.replace(objectives, objectives.replace("2022-06-24", "2026-11-30")), encoding="utf-8")
    assert {problem.found for problem in of_module(memory) if problem.field == "objectives"} == DAYS


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MOST_LONGEST", 0, "of all questions: the right answer is the longest"),
        ("MOST_MEMORY", 0, "ask for something remembered"),
        ("LEAST_SITUATIONS", 100, "are situations"),
        ("MOST_LONGEST_OF_MODULE", 0, "of the module's questions"),
    ],
)
def test_questions_that_are_worse_than_they_may_be_are_told(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    assert list(quiz_problems()) == []
    monkeypatch.setattr(quiz_measure, limit, value)
    found = list(quiz_problems())
    assert found and all(said in problem.what and problem.found.endswith(" %") for problem in found)
