"""Notebooks as JupyterLab leaves them, and as they are committed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from projects import Project
from taphuan import paths
from taphuan.check.tidy import tidy, untidy
from taphuan.errors import NotComposed

NAME = "notebooks/modules/ha-tang-so.ipynb"


def cells_of(project: Project, name: str = NAME) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((project.root / name).read_text(encoding="utf-8"))["cells"]
    return found


def add(project: Project, *cells: dict[str, Any], name: str = NAME) -> None:
    """Cells at the end of a notebook, as they are."""
    path = project.root / name
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] += cells
    path.write_text(json.dumps(content), encoding="utf-8")


def new(source: str, id: str | None = "0f0e0d0c-0b0a-4000-8000-000000000000", **metadata: Any) -> dict[str, Any]:
    made = {"cell_type": "markdown", "metadata": metadata, "source": source}
    return made | ({"id": id} if id else {})


def test_every_notebook_of_the_project_is_tidy_to_the_byte(project: Project) -> None:
    names = sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))
    before = [path.read_bytes() for path in names]
    assert tidy() == ()
    assert [untidy(path) for path in names] == [""] * len(names)
    assert [path.read_bytes() for path in names] == before


def test_new_cells_are_named_after_their_slide_and_what_they_are(project: Project) -> None:
    add(
        project,
        new("## Đường truyền của {{ unit.phrase }} đến từng xã [@ha-tang-so-k1]", slideshow={"slide_type": ""}),
        new("- Một.", id="1a2b3c4d"),
        new("- Hai.", id=None, editable=True, trusted=True),
        new("Lời.", id="9", slideshow={"slide_type": "notes"}),
        new("## 5 câu hỏi", id="a1b2c3d4-0b0a-4000-8000-000000000000"),
        {
            "cell_type": "code",
            "id": "0123abcd",
            "metadata": {"scrolled": True},
            "source": "lesson.tables.indices()",
            "execution_count": 7,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
        },
    )
    said = untidy(project.root / NAME)
    for what in ("ids that say nothing (", "outputs (0123abcd)", "slide types or metadata of the program ("):
        assert what in said
    assert "without an id" in said
    assert tidy() == (NAME,)
    made = cells_of(project)[-6:]
    assert [(cell["id"], cell["metadata"]) for cell in made] == [
        ("duong-truyen-cua-den", {"slideshow": {"slide_type": "slide"}}),
        ("duong-truyen-cua-den-1", {"slideshow": {"slide_type": "-"}}),
        ("duong-truyen-cua-den-2", {"slideshow": {"slide_type": "-"}}),
        ("duong-truyen-cua-den-loi", {"slideshow": {"slide_type": "notes"}}),
        ("trang-5-cau-hoi", {"slideshow": {"slide_type": "slide"}}),
        ("trang-5-cau-hoi-bang", {"slideshow": {"slide_type": "-"}}),
    ]
    assert (made[-1]["outputs"], made[-1]["execution_count"]) == ([], None)
    assert untidy(project.root / NAME) == ""
    assert tidy() == ()


def test_a_name_that_is_taken_gets_the_next_number_and_names_people_gave_stay(project: Project) -> None:
    add(project, new("## Cáp quang"), new("## Cáp quang"), new("Ý.", id="cau-hoi-cua-toi", taphuan={"when": "merged"}))
    tidy()
    made = cells_of(project)[-3:]
    assert [cell["id"] for cell in made] == ["cap-quang", "cap-quang-2", "cau-hoi-cua-toi"]
    assert made[2]["metadata"] == {"slideshow": {"slide_type": "-"}, "taphuan": {"when": "merged"}}


def test_a_report_has_no_slides(project: Project) -> None:
    name = "notebooks/reports/conference-report.ipynb"
    add(project, new("# VI. PHỤ LỤC"), new("Một câu.", id="1a2b3c4d"), name=name)
    assert tidy() == (name,)
    assert [cell["metadata"]["slideshow"] for cell in cells_of(project, name)[-2:]] == [{"slide_type": "skip"}] * 2


@pytest.mark.parametrize("content", ["{", "[]", '{"cells": [1]}', '{"cells": [{"cell_type": "raw"}]}'])
def test_what_is_no_notebook_is_told(project: Project, content: str) -> None:
    (project.root / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(NotComposed, match=r"ha-tang-so\.ipynb: not a Jupyter notebook"):
        tidy()
