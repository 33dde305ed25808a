"""Claims in a composed notebook: kept beside their sentences, required of every comparison, and nothing shown twice."""

from __future__ import annotations

import re

import pytest

from projects import Project, execute_in_process
from taphuan.charts.mime import CHART
from taphuan.check.content import check_notebook, unclaimed
from taphuan.compose import compose
from taphuan.errors import NotComposed
from taphuan.lesson.lesson import open_lesson
from taphuan.text import NBSP

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

QUANG_NAM = ("quang-nam-2024", "quang-nam", "2024-10-31")


def test_a_cell_keeps_its_claims_with_what_proves_them() -> None:
    notebook = compose(open_lesson(*QUANG_NAM), full=True)
    (title,) = [cell for cell in notebook.cells if cell.id == "profile-vi-tri"]
    (claim,) = title.metadata["taphuan"]["claims"]
    assert claim["id"] == "position/level-level" and claim["text"] in title.source
    assert claim["evidence"] == [
        ["dti/dti.csv", "year=2022;province_slug=quang-nam", "pdti"],
        ["dti/dti.csv", "year=2022", "pdti"],
    ]
    kept = [claim for cell in notebook.cells for claim in cell.metadata["taphuan"].get("claims", ())]
    assert len({claim["id"].split("/")[0] for claim in kept}) > 10
    assert all(claim["evidence"] for claim in kept)


def test_a_figure_keeps_the_claims_of_its_texts() -> None:
    notebook = execute_in_process(open_lesson(*QUANG_NAM), full=True)
    assert unclaimed(notebook) == ()
    (cell,) = [cell for cell in notebook.cells if cell.id == "profile-vi-tri-hinh"]
    twin = cell.outputs[0].data[CHART]
    assert [claim["id"] for claim in twin["claims"]] == ["rank/between", "drawn-ends/ends"]
    twin["claims"] = []
    found = [finding.split("“")[1] for finding in check_notebook(notebook)]
    assert found == ["31/63”) without a claim: ", "Cao nhất:”) without a claim: ", "thấp nhất:”) without a claim: "]


def test_a_claim_that_is_not_in_its_cell_is_found() -> None:
    notebook = execute_in_process(open_lesson(*QUANG_NAM), full=True)
    (title,) = [cell for cell in notebook.cells if cell.id == "profile-vi-tri"]
    title.source = "## Một tiêu đề khác"
    (finding,) = unclaimed(notebook)
    assert "cell profile-vi-tri (frame/profile.ipynb): the claim “DTI năm" in finding.replace(NBSP, " ")


@pytest.mark.parametrize("role", ["notes", "-"])
def test_a_comparison_without_a_claim_is_refused(project: Project, role: str) -> None:
    project.cell("frame/profile.ipynb", "viec-can-lam-2", source="{{ unit.name }} đứng đầu vùng.", slide_type=role)
    with pytest.raises(NotComposed) as error:
        compose(open_lesson(*QUANG_NAM), full=True)
    message = str(error.value)
    assert "notebooks/frame/profile.ipynb, cell viec-can-lam-2" in message
    assert "“Quảng Nam đứng đầu vùng.” compares (“đứng đầu”)" in message and "docs/claims.md" in message


def test_the_same_figure_twice_in_a_deck_is_refused_whatever_its_size(project: Project) -> None:
    cell = {
        "id": "hai-lan",
        "type": "code",
        "source": 'lesson.figures.strip( size="half")',
        "taphuan": {"when": "has_table"},
    }
    project.add("frame/profile.ipynb", "chi-so-hinh", cell)
    with pytest.raises(
        NotComposed, match=r"cells 'profile-vi-tri-hinh' and 'profile-hai-lan' of the deck show the same"
    ):
        compose(open_lesson(*QUANG_NAM), full=True)


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (QUANG_NAM, ["1", "2", "3", "4", "5", "1", "2"]),
        (("quang-nam-2024", "da-nang", "2024-10-31"), ["1", "2", "3", "4", "1", "2", "3"]),
        (("ke-hoach-2027", "ho-chi-minh", "2026-11-21"), ["1", "2", "3", "4", "5", "6", "1", "2", "3", "4"]),
        (("truc-tuyen-2022", "hoi-nghi", "2022-04-06"), ["I", "II", "III", "IV", "V", "1", "2"]),
    ],
)
def test_the_parts_of_a_paper_are_numbered_as_they_remain(where: tuple[str, str, str], numbers: list[str]) -> None:
    cells = compose(open_lesson(*where)).cells
    headings = [cell.source for cell in cells if cell.metadata["taphuan"].get("document") in ("briefing", "report")]
    found = [match[1] for source in headings if (match := re.match(r"# ([IVX]+|\d+)\. ", source))]
    assert found == numbers
