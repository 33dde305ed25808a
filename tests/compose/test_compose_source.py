"""The required structure of a source notebook, and the error messages for faults in it."""

from __future__ import annotations

import json

import pytest

from projects import Project
from taphuan import paths
from taphuan.compose import compose
from taphuan.compose.source import read_source
from taphuan.errors import NotComposed
from taphuan.lesson.lesson import open_lesson

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

FILE = "notebooks/modules/tong-quan-cds.ipynb"
NOTEBOOK = "modules/tong-quan-cds.ipynb"


def faults() -> list[str]:
    """The lines of the error of reading the notebook."""
    with pytest.raises(NotComposed) as caught:
        read_source(paths.MODULE_NOTEBOOKS / "tong-quan-cds.ipynb")
    return str(caught.value).splitlines()


def test_every_notebook_of_the_project_can_be_read() -> None:
    files = sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))
    assert len(files) >= 7
    for path in files:
        notebook = read_source(path)
        assert notebook.slides
        assert all(cell.id for slide in notebook.slides for cell in (slide.heading, *slide.body))


def test_two_parameters_cells(project: Project) -> None:
    project.cell(NOTEBOOK, "mo-dau-loi", tags=["parameters"])
    assert faults() == [f"{FILE}: needs exactly one cell tagged `parameters`, has 2 (parameters, mo-dau-loi); keep one"]


def test_a_missing_parameters_cell_and_a_missing_lesson_cell_are_reported_together(project: Project) -> None:
    project.cell(NOTEBOOK, "parameters", tags=[])
    project.cell(NOTEBOOK, "lesson", tags=[])
    reported = faults()
    assert f"{FILE}: needs exactly one cell tagged `parameters`, has 0 (none); keep one" in reported
    assert f"{FILE}: needs exactly one cell tagged `lesson` that calls open_lesson(...)" in reported


@pytest.mark.parametrize(
    ("source", "declared"),
    [
        ('conference = "a"\nprovince = "b"', "conference, province"),
        ('conference = "a"\nprovince = "b"\nas_of = "c"\nstyle = "d"', "conference, province, as_of, style"),
        ('province = "b"\nconference = "a"\nas_of = "c"', "province, conference, as_of"),
        ("", "nothing"),
    ],
)
def test_the_parameters_must_be_these_three_in_this_order(project: Project, source: str, declared: str) -> None:
    project.cell(NOTEBOOK, "parameters", source=source)
    assert faults() == [
        f"{FILE}: cell parameters: must declare conference, province, as_of in this order, declares {declared}"
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"slide_type": "-"}, "cell nhan-thuc: a heading starts a slide, so its slide type must be `slide`, not `-`"),
        (
            {"source": "không có đề mục"},
            "cell nhan-thuc: slide type `slide` without a heading; begin the cell with `## `",
        ),
        ({"taphuan": {"minuts": 3}}, "cell nhan-thuc: unknown taphuan metadata minuts; known: "),
        ({"id": "mo-dau"}, "two cells have the same id; delete one `id` and save the notebook again"),
    ],
)
def test_a_heading_that_contradicts_its_metadata_is_reported(
    project: Project, change: dict[str, object], fault: str
) -> None:
    project.cell(NOTEBOOK, "nhan-thuc", **change)
    (reported,) = faults()
    assert reported.startswith(f"{FILE}: {fault}")


def test_a_file_that_is_not_a_notebook(project: Project) -> None:
    (project.root / FILE).write_text("{", encoding="utf-8")
    assert faults()[0].startswith(f"{FILE}: not a Jupyter notebook of format 4.5 (")
    (project.root / FILE).write_text(
        json.dumps({"cells": [{"cell_type": "markdown", "source": "x"}]}), encoding="utf-8"
    )
    assert faults() == [
        f"{FILE}: cell number 1: needs an id of letters, digits, - and _ (found: null); run `make tidy`, which gives one"
    ]


def test_a_notebook_without_a_slide(project: Project) -> None:
    path = project.root / FILE
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] = content["cells"][:2]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert faults() == [f"{FILE}: has no slide; begin one with a Markdown cell `## Title`"]


def test_a_written_module_without_a_notebook(project: Project) -> None:
    (project.root / FILE).unlink()
    with pytest.raises(NotComposed) as caught:
        compose(open_lesson("bac-giang", "bac-giang", "2021-12-16"))
    assert str(caught.value) == (
        f"{FILE}: the notebook is missing; every module in data/modules that is taught needs one"
    )
