"""The copy that people work on in JupyterLab: renewed while it is ours, never touched once it is theirs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from taphuan.errors import NotComposed
from taphuan.live.lab.working_copy import changed_parameters, put_copy


def build(path: Path, title: str) -> Path:
    notebook = new_notebook(metadata={"taphuan": {"title": title}})
    notebook.cells = [new_markdown_cell(f"## {title}", id="a"), new_code_cell("1 + 1", id="b")]
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return build(tmp_path / "notebook.ipynb", "Một")


@pytest.fixture
def target(tmp_path: Path, built: Path) -> Path:
    return put_copy(built, tmp_path / "lab" / "x.ipynb").path


def edit(path: Path, source: str | None = None) -> None:
    """As JupyterLab saves it after its first cell was changed (or not) and its second one was run."""
    notebook = nbformat.read(path, as_version=4)
    if source is not None:
        notebook.cells[0].source = source
    notebook.cells[1].execution_count = 5
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="2")]
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.0"}
    nbformat.write(notebook, path)


def first(path: Path) -> str:
    return str(nbformat.read(path, as_version=4).cells[0].source)


def test_a_copy_holds_the_cells_of_the_build(built: Path, target: Path) -> None:
    assert nbformat.read(target, as_version=4).cells == nbformat.read(built, as_version=4).cells
    assert nbformat.read(target, as_version=4).metadata["taphuan"]["title"] == "Một"


def test_a_copy_that_was_only_run_follows_the_build(built: Path, target: Path) -> None:
    edit(target)
    build(built, "Hai")
    copy = put_copy(built, target)
    assert (first(target), copy.note) == ("## Hai", "")


def test_what_someone_changed_stays(built: Path, target: Path) -> None:
    edit(target, "## Của tôi")
    before = target.read_bytes()
    copy = put_copy(built, target)
    assert target.read_bytes() == before
    assert "your own changes" in copy.note
    assert sorted(path.name for path in target.parent.iterdir()) == ["x.ipynb"]


def test_a_newer_build_lies_beside_what_someone_changed(built: Path, target: Path) -> None:
    edit(target, "## Của tôi")
    build(built, "Hai")
    copy = put_copy(built, target)
    beside = target.with_name("x.new.ipynb")
    assert (first(target), first(beside)) == ("## Của tôi", "## Hai")
    assert str(beside) in copy.note
    # taken over by its owner, who removes the old one
    target.unlink()
    assert put_copy(built, target).note == ""
    assert not beside.exists()


def test_a_slide_type_is_a_change_too(built: Path, target: Path) -> None:
    notebook = nbformat.read(target, as_version=4)
    notebook.cells[0].metadata["slideshow"] = {"slide_type": "fragment"}
    nbformat.write(notebook, target)
    assert put_copy(built, target).note


def composed(province: str, parameter: str = "") -> str:
    about = {
        "title": "Một",
        "conference": {"slug": "quang-nam-2024", "title": "Hội nghị"},
        "unit": {"slug": province, "valid_from": "1997-01-01", "name": province},
        "whole": False,
        "module": "",
        "minutes": 0,
        "as_of": "2024-10-31",
        "as_of_text": "Đến ngày",
        "provenance": "Nguồn",
    }
    cell = new_code_cell(f'province = "{parameter or province}"', metadata={"tags": ["parameters"]}, id="parameters")
    return nbformat.writes(new_notebook(cells=[cell], metadata={"taphuan": about}))


def test_a_copy_says_which_parameters_somebody_changed(tmp_path: Path) -> None:
    copy = tmp_path / "x.ipynb"
    assert changed_parameters(copy) == {}
    for parameter, changed in (("quang-nam", {}), ("da-nang", {"province": "da-nang"})):
        copy.write_text(composed("quang-nam", parameter), encoding="utf-8")
        assert changed_parameters(copy) == changed
    copy.write_text("{", encoding="utf-8")
    with pytest.raises(NotComposed, match=r"x\.ipynb: the file is no notebook"):
        changed_parameters(copy)


def test_a_copy_of_another_set_is_said_to_be_one(tmp_path: Path) -> None:
    built, copy = tmp_path / "notebook.ipynb", tmp_path / "x.ipynb"
    built.write_text(composed("quang-nam"), encoding="utf-8")
    copy.write_text(composed("da-nang"), encoding="utf-8")
    before = copy.read_bytes()
    note = put_copy(built, copy).note
    assert note.startswith("it is a copy of another set (quang-nam-2024, da-nang, 2024-10-31)")
    assert copy.read_bytes() == before


def test_a_file_that_is_no_notebook_any_more_stays(built: Path, target: Path) -> None:
    target.write_text("cắt dở {", encoding="utf-8")
    copy = put_copy(built, target)
    assert target.read_text(encoding="utf-8") == "cắt dở {"
    assert str(target.with_name("x.new.ipynb")) in copy.note
