"""Wrong documents are refused before anything is published: each by the checks that are named, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode

from data_faults import copy_of_data
from planted_data import IN_DATA
from planted_documents import SPOILT, WRONG
from planted_sets import (
    COMMUNE,
    DA_NANG,
    HALL,
    MERGED,
    SAMPLE,
    WRITTEN,
    Of,
    before_publishing,
    before_writing,
    built,
    changed,
    own_file,
)
from projects import Project
from taphuan.build.keys import Sources, keys_of
from taphuan.build.publish import edited_files, file_state, publish, read_manifest
from taphuan.check.as_composed import departures
from taphuan.compose import compose
from taphuan.data.check.check import check_data
from taphuan.errors import Problem
from taphuan.export.formats import COMMUNE as COMMUNE_SET
from taphuan.export.formats import CONFERENCE, PROVINCE, Source, format_names
from taphuan.export.renderers import TAPHUAN
from taphuan.lesson.lesson import open_lesson

# one of each way of catching
FAST = ("another province in a title", "a cell of a table is another", "an answer that does not compute")


def names(fast: bool) -> list[str]:
    return [name for name in WRONG if (name in FAST) == fast]


def refused_before_it_is_written(name: str) -> None:
    wrong = WRONG[name]
    found = before_writing(wrong.of, changed(wrong.of, wrong.plant))
    assert set(found) == set(wrong.checks), found
    assert any(wrong.words in line for lines in found.values() for line in lines), found


def refused_when_it_is_read_back(name: str) -> None:
    """A check that looks at the notebook alone cannot see it: the notebook is in order, the file is not."""
    wrong = WRONG[name]
    assert before_writing(wrong.of, built(wrong.of).notebook) == {}
    taken = Source(changed(wrong.of, wrong.plant))
    for file in wrong.files:
        content = taken.write(file)
        assert content != own_file(wrong.of, file), f"{file} does not show the fault"
        found = before_publishing(wrong.of, {file: content})
        assert set(found) == {WRITTEN}, f"{file}: {found}"
        # a slide whose title is another is one that is missing, where nothing but words says which slide a page is
        assert file == "deck.pdf" or any(wrong.seen in line for line in found[WRITTEN]), found


@pytest.mark.parametrize("name", names(fast=True))
def test_a_changed_notebook_is_refused(name: str) -> None:
    refused_before_it_is_written(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", names(fast=False))
def test_a_changed_notebook_is_refused_by_the_checks_that_are_named(name: str) -> None:
    refused_before_it_is_written(name)


@pytest.mark.parametrize("name", names(fast=True))
def test_a_file_that_was_written_otherwise_is_refused(name: str) -> None:
    refused_when_it_is_read_back(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", names(fast=False))
def test_every_file_that_was_written_otherwise_is_refused(name: str) -> None:
    refused_when_it_is_read_back(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", SPOILT)
def test_a_file_that_was_changed_behind_its_writer_is_refused(name: str) -> None:
    spoilt = SPOILT[name]
    content = spoilt.spoil(own_file(spoilt.of, spoilt.file))
    found = before_publishing(spoilt.of, {spoilt.file: content})
    assert set(found) == {WRITTEN}
    assert any(spoilt.words in line for line in found[WRITTEN]), found


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, ...]:
    """What the check says of a copy of the data with all faults in it."""
    root = copy_of_data(tmp_path_factory.mktemp("data"))
    for fault in IN_DATA.values():
        fault.plant(root)
    return check_data(root)


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_DATA)
def test_a_fault_in_the_data_is_refused_before_anything_is_built(problems: tuple[Problem, ...], name: str) -> None:
    fault = IN_DATA[name]
    lines = [str(problem) for problem in problems if problem.file == fault.file]
    assert any(fault.words in line for line in lines), lines


@pytest.fixture(scope="module")
def before() -> NotebookNode:
    """The executed notebook of an earlier run, of the real project."""
    return built(DA_NANG).notebook


@pytest.mark.slow
def test_numbers_of_before_a_change_of_the_data_are_refused(before: NotebookNode, project: Project) -> None:
    """A value changed in data/ while the executed notebook of an earlier run stays, whatever its manifest says."""
    row = next(
        line
        for line in (project.root / "data/dti/dti.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith("2022,quang-nam,")
    )
    project.edit("data/dti/dti.csv", row, row.replace(",0.5808,", ",0.5809,"))
    lesson = open_lesson(*DA_NANG)
    # what is not of the lesson is the same before and after
    _, holds = keys_of(lesson, compose(lesson), Sources(*[""] * 8))
    found = departures(before, holds)
    assert any("story-dung-o-dau-hinh" in line and "shows something else" in line for line in found), found


def test_a_file_that_was_swapped_after_publishing_is_told(tmp_path: Path) -> None:
    files = {"deck.md": own_file(DA_NANG, "deck.md")}
    publish(tmp_path, files, {}, {})
    assert file_state(tmp_path, "deck.md", read_manifest(tmp_path)) == "whole"
    (tmp_path / "deck.md").write_bytes(files["deck.md"].replace("Đà Nẵng".encode(), "Quảng Nam".encode()))
    assert edited_files(tmp_path) == ("deck.md",)


@pytest.mark.slow
@pytest.mark.parametrize("of", [DA_NANG, MERGED, HALL, SAMPLE, COMMUNE], ids="-".join)
def test_nothing_is_said_of_sets_that_are_in_order(of: Of) -> None:
    kind = COMMUNE_SET if len(of) > 3 else CONFERENCE if of[1] == "hoi-nghi" else PROVINCE
    files = {name: own_file(of, name) for name in format_names(TAPHUAN, kind)}
    assert before_writing(of, built(of).notebook) == {}
    assert before_publishing(of, files) == {}
