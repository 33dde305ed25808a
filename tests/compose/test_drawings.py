"""The house's drawings: what a file must be, how a notebook names one, and that no deck shows one twice."""

from __future__ import annotations

import base64
from collections import Counter

import pytest

from projects import Project
from taphuan import paths
from taphuan.check.everything import check_everything
from taphuan.compose import compose
from taphuan.compose.drawings import drawing, drawing_faults, drawing_names
from taphuan.compose.source import read_source
from taphuan.document.drawings import figure_of
from taphuan.errors import NotComposed
from taphuan.export.pptx.freeforms import freeforms
from taphuan.known.conferences import conferences
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

NAME = "modules/dau-tu-cntt.ipynb"
GOOD = (
    "<!-- Tập huấn CĐS contributors, MIT -->\n"
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240"><title>Một vòng tròn</title>'
    '<circle cx="120" cy="120" r="60" fill="#FFFFFF" stroke="#14263B"/></svg>'
)


def faults() -> list[str]:
    try:
        read_source(paths.NOTEBOOKS / NAME)
    except NotComposed as error:
        return str(error).splitlines()
    return []


def test_there_are_a_dozen_scenes_each_in_order_with_its_own_title() -> None:
    names = drawing_names()
    assert len(names) >= 12
    assert {name: found for name in names if (found := list(drawing_faults(paths.DRAWINGS / f"{name}.svg")))} == {}
    assert len({drawing(name)[1] for name in names}) == len(names)


@pytest.mark.parametrize("name", drawing_names())
def test_each_becomes_shapes_for_powerpoint(name: str) -> None:
    svg, title, wrong = drawing(name)
    assert wrong == [] and title
    group = freeforms(figure_of(svg, title).svg)
    assert group and group.size == (240.0, 240.0)
    points = [point for shape in group.shapes for _, step in shape.steps for point in step]
    assert all(-2 <= value <= 242 for point in points for value in point), "it stays on its canvas"


def test_a_notebook_names_a_drawing_and_its_title_is_the_alt_text(project: Project) -> None:
    project.add(NAME, "mo-dau-loi", {"id": "ve", "source": "![](drawing:cuoc-hop) ![Lời riêng](drawing:ba-con)"})
    assert faults() == []
    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    (cell,) = [cell for cell in compose(lesson, full=True).cells if cell.id == "dau-tu-cntt-ve"]
    title = drawing("cuoc-hop")[1]
    assert cell.source == f"![{title}](attachment:dau-tu-cntt-ve-1.svg) ![Lời riêng](attachment:dau-tu-cntt-ve-2.svg)"
    (svg, _) = [base64.b64decode(bundle["image/svg+xml"]).decode() for bundle in cell.attachments.values()]
    assert svg.startswith("<svg") and f"<title>{title}</title>" in svg


def test_an_unknown_name_is_refused_with_the_known_ones(project: Project) -> None:
    project.add(NAME, "mo-dau-loi", {"id": "ve", "source": "![](drawing:cuoc-hopp)"})
    (line,) = faults()
    assert "cell ve: there is no drawing 'cuoc-hopp'; Did you mean “cuoc-hop”? known: ba-con, " in line


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<circle", "<script>alert(1)</script><circle", "has <script>, and a drawing runs and loads nothing"),
        ("<circle", '<image href="https://a.vn/x.png"/><circle', "has <image>, and a drawing runs and loads nothing"),
        ("<circle", '<circle onclick="x()"', "has onclick on <circle>, which is a script"),
        ('fill="#FFFFFF"', 'fill="url(https://a.vn/x)"', 'has fill="url(https://a.vn/x)" on <circle>, which loads'),
        ('fill="#FFFFFF"', 'fill="red"', 'has fill="red" on <circle>; write a colour as #14263B, or none'),
        ("<circle", '<circle transform="scale(2)"', "has transform on <circle>; draw without it"),
        ("<circle", "<text>Chữ</text><circle", "has <text>, which PowerPoint cannot edit"),
        ("<title>Một vòng tròn</title>", "", "has no <title>; say in Vietnamese what it shows"),
        ("MIT", "", "has no line with its licence"),
        ("0 0 240 240", "0 0 24 24", 'has the viewBox "0 0 24 24"; draw it on 0 0 240 240'),
        ("</svg>", "", "cannot be read as XML"),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "has a DOCTYPE, an entity or a style sheet"),
    ],
)
def test_a_drawing_that_is_none_is_refused_by_check_and_build(project: Project, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    (project.root / "slides/drawings/vong-tron.svg").write_text(GOOD.replace(old, new), encoding="utf-8")
    project.add(NAME, "mo-dau-loi", {"id": "ve", "source": "![](drawing:vong-tron)"})
    assert any(f"the drawing 'vong-tron' (slides/drawings/vong-tron.svg) {fault}" in line for line in faults())
    said = [str(one) for one in check_everything().problems if one.file == "slides/drawings/vong-tron.svg"]
    assert any(fault.partition(";")[0] in line for line in said)


def test_a_good_drawing_of_somebody_is_taken(project: Project) -> None:
    (project.root / "slides/drawings/vong-tron.svg").write_text(GOOD, encoding="utf-8")
    project.add(NAME, "mo-dau-loi", {"id": "ve", "source": "![](drawing:vong-tron)"})
    assert faults() == []


def test_every_module_has_a_drawing_and_no_deck_shows_one_twice() -> None:
    for path in sorted(paths.MODULE_NOTEBOOKS.glob("*.ipynb")):
        assert "](drawing:" in path.read_text(encoding="utf-8"), path.name
    for conf in conferences():
        deck = compose(open_lesson(conf.slug, WHOLE, conf.as_of.isoformat()))
        shown = Counter(
            content
            for cell in deck.cells
            for bundle in (cell.get("attachments") or {}).values()
            for content in bundle.values()
        )
        assert shown and max(shown.values()) == 1, conf.slug
