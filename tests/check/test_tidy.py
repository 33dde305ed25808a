"""`tidy` and what it changes in notebooks that JupyterLab saved."""

from __future__ import annotations

import json
from typing import Any

import pytest

from projects import Project
from taphuan import paths
from taphuan.check.tidy import tidy, what_tidy_would_change
from taphuan.errors import NotComposed

NAME = "notebooks/modules/ha-tang-so.ipynb"


def cells_of(project: Project, name: str = NAME) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads((project.root / name).read_text(encoding="utf-8"))["cells"]
    return cells


def add(project: Project, *cells: dict[str, Any], name: str = NAME) -> None:
    """Append cells to a notebook."""
    path = project.root / name
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] += cells
    path.write_text(json.dumps(content), encoding="utf-8")


def new_cell(source: str, id: str | None = "0f0e0d0c-0b0a-4000-8000-000000000000", **metadata: Any) -> dict[str, Any]:
    """A Markdown cell as JupyterLab saves it; without an id if `id` is None."""
    cell = {"cell_type": "markdown", "metadata": metadata, "source": source}
    return cell | ({"id": id} if id else {})


def test_every_notebook_of_the_project_is_tidy_to_the_byte(project: Project) -> None:
    names = sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))
    before = [path.read_bytes() for path in names]
    assert tidy() == ()
    assert [what_tidy_would_change(path) for path in names] == [""] * len(names)
    assert [path.read_bytes() for path in names] == before


def test_the_ids_of_new_cells_are_made_from_their_slide_and_kind(project: Project) -> None:
    add(
        project,
        new_cell("## Đường truyền của {{ unit.phrase }} đến từng xã [@ha-tang-so-k1]", slideshow={"slide_type": ""}),
        new_cell("- Một.", id="1a2b3c4d"),
        new_cell("- Hai.", id=None, editable=True, trusted=True),
        new_cell("Lời.", id="9", slideshow={"slide_type": "notes"}),
        new_cell("## 5 câu hỏi", id="a1b2c3d4-0b0a-4000-8000-000000000000"),
        {
            "cell_type": "code",
            "id": "0123abcd",
            "metadata": {"scrolled": True},
            "source": "lesson.tables.indices()",
            "execution_count": 7,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
        },
    )
    changes = what_tidy_would_change(project.root / NAME)
    for change in ("random ids (", "outputs (0123abcd)", "slide types or metadata of the program ("):
        assert change in changes
    assert "without an id" in changes
    assert tidy() == (NAME,)
    new_cells = cells_of(project)[-6:]
    assert [(cell["id"], cell["metadata"]) for cell in new_cells] == [
        ("duong-truyen-cua-den", {"slideshow": {"slide_type": "slide"}}),
        ("duong-truyen-cua-den-1", {"slideshow": {"slide_type": "-"}}),
        ("duong-truyen-cua-den-2", {"slideshow": {"slide_type": "-"}}),
        ("duong-truyen-cua-den-loi", {"slideshow": {"slide_type": "notes"}}),
        ("trang-5-cau-hoi", {"slideshow": {"slide_type": "slide"}}),
        ("trang-5-cau-hoi-bang", {"slideshow": {"slide_type": "-"}}),
    ]
    assert (new_cells[-1]["outputs"], new_cells[-1]["execution_count"]) == ([], None)
    assert what_tidy_would_change(project.root / NAME) == ""
    assert tidy() == ()


def test_an_id_in_use_gets_the_next_number_and_readable_ids_do_not_change(project: Project) -> None:
    add(
        project,
        new_cell("## Cáp quang"),
        new_cell("## Cáp quang"),
        new_cell("Ý.", id="cau-hoi-cua-toi", taphuan={"when": "merged"}),
    )
    tidy()
    new_cells = cells_of(project)[-3:]
    assert [cell["id"] for cell in new_cells] == ["cap-quang", "cap-quang-2", "cau-hoi-cua-toi"]
    assert new_cells[2]["metadata"] == {"slideshow": {"slide_type": "-"}, "taphuan": {"when": "merged"}}


def test_the_cells_of_a_report_are_not_slides(project: Project) -> None:
    name = "notebooks/reports/conference-report.ipynb"
    add(project, new_cell("# VI. PHỤ LỤC"), new_cell("Một câu.", id="1a2b3c4d"), name=name)
    assert tidy() == (name,)
    assert [cell["metadata"]["slideshow"] for cell in cells_of(project, name)[-2:]] == [{"slide_type": "skip"}] * 2


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("{", "not a Jupyter notebook"),
        ("[]", "not a Jupyter notebook"),
        ('{"cells": [1]}', "cell number 1: is 1, not an object"),
        ('{"cells": [{"cell_type": "raw"}]}', "cell number 1: source is null"),
    ],
)
def test_a_file_that_is_not_a_notebook_is_an_error(project: Project, content: str, found: str) -> None:
    (project.root / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(NotComposed, match=rf"ha-tang-so\.ipynb: {found}"):
        tidy()
