"""Files that `taphuan import` cannot take: one clear line each, exit code 2, nothing written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from lab_edits import JupyterLab, made_copy
from projects import Project, Run
from taphuan.compose import compose
from taphuan.errors import TaphuanError
from taphuan.lesson.lesson import open_lesson
from taphuan.live.lab.bring_back import read_copy
from taphuan.live.lab.importing import Person, import_copy

CONFERENCE, WHO, DAY = "quang-nam-2024", "quang-nam", "2024-10-31"

pytestmark = pytest.mark.kept_copy


@pytest.fixture
def file(project: Project, tmp_path: Path) -> Path:
    return made_copy(tmp_path / "build", CONFERENCE, WHO, DAY)


def refusal(file: Path) -> str:
    with pytest.raises(TaphuanError) as refused:
        import_copy(file, Person(lambda line, colour: None, None), dry_run=False)
    assert refused.value.exit_code == 2
    assert len(str(refused.value).splitlines()) == 1, str(refused.value)
    return str(refused.value)


def changed(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_no_json(file: Path) -> None:
    file.write_text('{"cells": [', encoding="utf-8")
    assert "not a Jupyter notebook" in refusal(file)


def test_a_notebook_that_is_no_copy(project: Project, tmp_path: Path) -> None:
    own = tmp_path / "own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## Một")]), own)
    assert refusal(own) == "own.ipynb: is no copy that `taphuan lab` made; import takes those of build/lab"
    built = tmp_path / "notebook.ipynb"
    nbformat.write(compose(open_lesson(CONFERENCE, WHO, DAY)), built)
    assert "is no copy" in refusal(built)


def test_a_copy_of_last_month(file: Path) -> None:
    changed(file, lambda content: content["metadata"]["taphuan"]["copied"].pop("base"))
    assert "was made before copies said what they were made from; make a new one" in refusal(file)


def test_a_copy_that_was_damaged(file: Path) -> None:
    changed(file, lambda content: content["metadata"]["taphuan"]["copied"].update(base="AAAA"))
    assert "cannot be read any more" in refusal(file)


def test_parameters_of_another_province(file: Path) -> None:
    lab = JupyterLab(file)
    lab.cells[0]["source"] = lab.cells[0]["source"].replace('province = "quang-nam"', 'province = "da-nang"')
    lab.save()
    assert "says province = da-nang, but its texts are of quang-nam" in refusal(file)


def test_metadata_of_another_conference(file: Path) -> None:
    changed(file, lambda content: content["metadata"]["taphuan"]["conference"].update(slug="bac-giang"))
    assert "those of another set than its texts" in refusal(file)


def test_a_conference_that_this_checkout_has_not(file: Path, project: Project) -> None:
    (project.root / f"data/conferences/{CONFERENCE}.yaml").unlink()
    assert "a copy of another checkout: unknown conference 'quang-nam-2024'" in refusal(file)


def test_a_source_that_is_gone(file: Path, project: Project) -> None:
    (project.root / "notebooks/frame/story.ipynb").unlink()
    assert "notebooks/frame/story.ipynb: the source notebook of this copy is gone" in refusal(file)


def test_an_origin_outside_of_the_notebooks_is_never_written(file: Path, project: Project) -> None:
    """A copy comes by mail from anybody."""
    copy = read_copy(file)
    elsewhere = file.parent / "x.ipynb"
    elsewhere.write_bytes((project.root / "notebooks/frame/story.ipynb").read_bytes())
    lab = JupyterLab(file)
    origin = next(lab.origins(lambda c: c["metadata"]["taphuan"]["role"] == "notes"))
    lab.cell(origin)["metadata"]["taphuan"]["origin"] = f"../../{elsewhere.stem}#{origin.partition('#')[2]}"
    lab.save()
    before = elsewhere.read_bytes()
    import_copy(file, Person(lambda line, colour: None, None), dry_run=True)
    assert elsewhere.read_bytes() == before
    assert copy.base.cells[2].origin == "frame/cover#bia"


def test_nobody_to_ask(file: Path, project: Project, run_cli: Callable[..., Run]) -> None:
    done = run_cli("import", str(file), root=project.root)
    assert (done.code, done.out) == (2, "")
    assert "--yes" in done.err and "--dry-run" in done.err
    done = run_cli("import", str(file), "--yes", root=project.root)
    assert (done.code, done.out, done.err) == (0, "nothing to bring back\n", "")
