"""Data as people bring it: every fault is told with its file, before anything reads on; nothing hangs, nothing is a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from brought import Fault
from brought_json import JSON_FAULTS
from brought_tables import CSV_FAULTS
from brought_yaml import YAML_FAULTS
from coded_lines import all_words_of
from data_faults import copy_of_data
from projects import Project, Run
from taphuan import paths
from taphuan.build.plan import plan
from taphuan.build.spine import foresee
from taphuan.data.check.check import check_data, load_or_raise
from taphuan.errors import DataError, Problem

FAULTS = (*CSV_FAULTS, *YAML_FAULTS, *JSON_FAULTS)
REPOSITORY = paths.ROOT
# of every kind one, for the quick tests
SAMPLE = FAULTS[::13]


def ids(faults: tuple[Fault, ...]) -> list[str]:
    return [f"{number}-{fault.name[:40]}".encode("ascii", "replace").decode() for number, fault in enumerate(faults)]


def told(problems: tuple[Problem, ...], fault: Fault) -> None:
    """The file is named, with what is wrong and a remedy, in lines that a terminal shows."""
    text = "\n".join(map(str, problems))
    of_file = [problem for problem in problems if problem.file.startswith(f"data/{fault.file}")]
    assert of_file, text[:2000] or "nothing was found"
    assert any(fault.says in str(problem) for problem in of_file), text[:2000]
    assert all(problem.what and problem.remedy.endswith(".") for problem in problems)
    assert all(len(str(problem)) < 1500 for problem in problems)
    all_words_of(map(str, problems))
    assert len(text) < 60_000
    text.encode("utf-8")


def checked(tmp_path: Path, fault: Fault) -> None:
    root = copy_of_data(tmp_path)
    fault.plant(root)
    told(check_data(root), fault)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("fault", SAMPLE, ids=ids(SAMPLE))
def test_a_fault_is_told_with_its_file(tmp_path: Path, fault: Fault) -> None:
    checked(tmp_path, fault)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=ids(FAULTS))
def test_every_fault_is_told_with_its_file(tmp_path: Path, fault: Fault) -> None:
    checked(tmp_path, fault)


def judged_by_build(project: Project, fault: Fault) -> None:
    """What `taphuan build` does before the first kernel starts."""
    for name in ("src", "requirements.lock"):
        (project.root / name).symlink_to(REPOSITORY / name)
    fault.plant(project.root / "data")
    with pytest.raises(DataError) as caught:
        load_or_raise()
        jobs = plan(("bac-giang",), (), (), ("deck.md",), None, project.root / "build", 60, date(2026, 12, 1))
        foresee(jobs, 1)
    told(caught.value.problems, fault)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=ids(FAULTS))
def test_build_says_what_check_says(project: Project, fault: Fault) -> None:
    judged_by_build(project, fault)


COMMANDS = tuple(
    fault
    for fault in FAULTS
    if fault.name
    in (
        "a pipe for a table",
        "a link loop for a module",
        "an alias bomb",
        "a conference's name that is not UTF-8",
        "a folder",
    )
)


@pytest.mark.parametrize("fault", COMMANDS[:1], ids=ids(COMMANDS[:1]))
def test_the_commands_end_with_exit_code_2(project_copy: Project, run_cli: Callable[..., Run], fault: Fault) -> None:
    fault.plant(project_copy.root / "data")
    for arguments in (("check",), ("build", "--conference", "bac-giang", "--format", "deck.md")):
        run = run_cli(*arguments, root=project_copy.root, env={"TAPHUAN_CACHE": str(project_copy.root / "cache")})
        assert run.code == 2, run.err
        assert f"data/{fault.file}" in run.err


@pytest.mark.slow
@pytest.mark.parametrize("fault", COMMANDS[1:], ids=ids(COMMANDS[1:]))
def test_the_commands_end_with_exit_code_2_for_other_kinds(
    project_copy: Project, run_cli: Callable[..., Run], fault: Fault
) -> None:
    test_the_commands_end_with_exit_code_2(project_copy, run_cli, fault)


def test_a_name_that_is_not_utf8_does_not_stop_the_key_of_a_build(project: Project) -> None:
    """A hidden file, which no check looks at."""
    (project.root / "data" / os.fsdecode(b".b\xe1o")).write_text("x", encoding="utf-8")
    assert check_data(project.root / "data", project.root / "cache") == ()
