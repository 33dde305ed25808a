"""What authors put into cells: `check` and `build` accept the same, and say cell and remedy of what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from projects import Project
from shown_cells import DRAWING, base64_of, picture
from taphuan import paths
from taphuan.check.everything import check_everything
from taphuan.check.tidy import tidy
from taphuan.compose import compose
from taphuan.compose.source import read_source
from taphuan.errors import NotComposed
from taphuan.lesson.lesson import open_lesson

# each test reads much of the project and changes little
pytestmark = pytest.mark.kept_copy

NAME = "modules/dau-tu-cntt.ipynb"
FILE = f"notebooks/{NAME}"


def path() -> Path:
    return paths.MODULE_NOTEBOOKS / "dau-tu-cntt.ipynb"


def faults() -> list[str]:
    """What reading the notebook, as a build does, refuses, without the file's name."""
    try:
        read_source(path())
    except NotComposed as error:
        return [line.removeprefix(f"{FILE}: ") for line in str(error).splitlines()]
    return []


def checked() -> list[str]:
    """What `make check` says of the notebook."""
    return [str(problem) for problem in check_everything().problems if problem.file == FILE]


def change(project: Project, how: Callable[[dict[str, Any]], None]) -> None:
    """Change the second content cell of the notebook."""
    file = project.root / FILE
    content = json.loads(file.read_text(encoding="utf-8"))
    how(next(cell for cell in content["cells"] if cell["id"] == "mo-dau-loi"))
    file.write_text(json.dumps(content), encoding="utf-8")


# --- accepted ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_magics_and_raw_cells_are_accepted_by_both(project: Project) -> None:
    project.add(
        NAME,
        "mo-dau-loi",
        {"id": "phep", "type": "code", "source": "%matplotlib inline\n!ls\nx = 1\nx?"},
        {"id": "tho", "type": "raw", "source": "\\newpage"},
    )
    assert faults() == []
    assert [line for line in checked() if "phep" in line or "tho" in line] == []
    cells = compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True).cells
    assert all("newpage" not in cell.source for cell in cells)


TAGGED = (
    {"id": "lap", "type": "code", "source": "so = 3"},
    {"id": "thua", "type": "code", "source": "print('thua')"},
    {"id": "nhap", "source": "Chữ nháp."},
    {"id": "hien", "type": "code", "source": "print(so)"},
)
TAGS = {"lap": "remove-cell", "thua": "remove_output", "nhap": "hide-cell", "hien": "hide-input"}


@pytest.mark.slow
def test_tags_of_the_jupyter_world_leave_out_what_they_name(project: Project) -> None:
    from taphuan.document.reading import read_document
    from taphuan.export.plain.deck_md import write_deck_md
    from taphuan.run.execute import execute

    project.add(NAME, "mo-dau-loi", {"id": "trang", "source": "## Trang có nhãn", "slide_type": "slide"}, *TAGGED)
    project.cell(NAME, "trang", taphuan={"minutes": 1, "priority": "must"})
    for id_, tag in TAGS.items():
        project.cell(NAME, id_, tags=[tag])
    assert faults() == []
    assert tidied_twice()
    assert [line for line in checked() if any(f"cell {id_}" in line for id_ in TAGS)] == []
    notebook = compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    ours = [cell for cell in notebook.cells if cell.id.removeprefix("dau-tu-cntt-") in (*TAGS, "trang")]
    assert [cell.id for cell in ours] == [f"dau-tu-cntt-{id_}" for id_ in ("trang", "lap", "thua", "hien")]
    notebook.cells = [cell for cell in notebook.cells if cell in ours or cell.metadata.get("tags")]
    executed = execute(notebook, timeout=60)
    slide = write_deck_md(read_document(executed, "deck")).decode().partition("## Trang có nhãn")[2]
    assert "3" in slide
    assert "thua" not in slide
    assert "so = 3" not in slide


def test_a_title_that_is_in_no_document_is_refused(project: Project) -> None:
    project.cell(NAME, "mo-dau", tags=["remove-cell"])
    assert faults()[0].startswith("cell mo-dau: a heading that is in no document would leave its slide without a title")
    assert any("cell mo-dau: a heading that is in no document" in line for line in checked())


def test_what_program_a_raw_cell_is_for_stays(project: Project) -> None:
    project.add(NAME, "mo-dau-loi", {"id": "tho", "type": "raw", "source": "\\newpage"})
    content = json.loads(path().read_text(encoding="utf-8"))
    (cell,) = [cell for cell in content["cells"] if cell["id"] == "tho"]
    cell["metadata"] = {"raw_mimetype": "text/latex", "format": "text/latex", "vscode": {}}
    path().write_text(json.dumps(content), encoding="utf-8")
    assert tidied_twice()
    content = json.loads(path().read_text(encoding="utf-8"))
    (cell,) = [cell for cell in content["cells"] if cell["id"] == "tho"]
    assert cell["metadata"] == {
        "slideshow": {"slide_type": "-"},
        "format": "text/latex",
        "raw_mimetype": "text/latex",
    }


def tidied_twice() -> bool:
    """Whether `make tidy` puts the notebook in order, and finds nothing to do in it then."""
    return FILE in tidy() and FILE not in tidy()


def test_pasted_pictures_and_files_beside_the_notebook_come_along(project: Project) -> None:
    (project.root / "notebooks/modules/anh chợ.jpg").write_bytes(picture("JPEG"))
    (project.root / "notebooks/modules/ve.svg").write_text(DRAWING, encoding="utf-8")
    source = '![A](attachment:image.png) ![B](<anh chợ.jpg>) ![C](ve.svg "tên") `![D](x.png)`'
    project.add(NAME, "mo-dau-loi", {"id": "anh", "source": source})
    project.cell(NAME, "anh", attachments={"image.png": {"image/png": base64_of(picture())}})
    assert faults() == []
    (cell,) = [
        cell
        for cell in compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True).cells
        if cell.id == "dau-tu-cntt-anh"
    ]
    assert cell.source == (
        "![A](attachment:dau-tu-cntt-anh-1.png) ![B](attachment:dau-tu-cntt-anh-2.jpg)"
        ' ![C](attachment:dau-tu-cntt-anh-3.svg "tên") `![D](x.png)`'
    )
    assert [list(bundle) for bundle in cell.attachments.values()] == [["image/png"], ["image/jpeg"], ["image/svg+xml"]]


# --- refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("![x](https://a.vn/x.png)", "the picture https://a.vn/x.png is on the network, and a hall may have none"),
        pytest.param('<img src="//a.vn/x.png">', "the picture //a.vn/x.png is on the network", marks=pytest.mark.slow),
        ("![x](C:\\anh\\x.png)", "the picture C:\\anh\\x.png is elsewhere on this machine; copy it into modules/"),
        pytest.param("![x](/anh/x.png)", "the picture /anh/x.png is elsewhere on this machine", marks=pytest.mark.slow),
        ("![x](anh/x.png)", "there is no picture anh/x.png beside the notebook; copy it there, or paste it"),
        pytest.param(
            "![x](../../data/README.md)",
            "there is no picture ../../data/README.md beside the notebook",
            marks=pytest.mark.slow,
        ),
        ("![x](attachment:x.png)", "the pasted picture 'x.png' is not in the cell any more; paste it again"),
        pytest.param(
            "![x](rong.png)",
            "the picture rong.png cannot be read (0 bytes); save it anew as PNG or JPEG",
            marks=pytest.mark.slow,
        ),
        ("![x](to.png)", "the picture to.png has 100 MB; shrink it to 20 MB at most"),
        ("[x](C:\\so lieu.xlsx)", "the link [x](C:\\so) leads to a file that nobody in the hall has"),
        pytest.param(
            "[x](../a.html)",
            "the link [x](../a.html) leads to a file that nobody in the hall has",
            marks=pytest.mark.slow,
        ),
        ("[x](javascript:alert(1))", "the link [x](javascript:alert(1) would run a script"),
        pytest.param(
            f"[x](https://a.vn/{'a' * 5000})",
            "a link has 5013 letters, and office programs take 2000",
            marks=pytest.mark.slow,
        ),
        (
            "Nhắc[^2] tới[^1].\n\n[^1]: Một",
            "calls the footnote [^2], and the cell has none; write a last line `[^2]: …`",
        ),
        ("chữ\n\n## Trang nữa", "has a second heading inside it (## Trang nữa); split the cell there"),
        ("### Mục nhỏ", "begins with ###, which starts no slide; write `## ` for a slide"),
    ],
)
def test_what_would_be_lost_is_refused_with_a_remedy(project: Project, source: str, fault: str) -> None:
    (project.root / "notebooks/modules/rong.png").write_bytes(b"")
    with (project.root / "notebooks/modules/to.png").open("wb") as file:
        file.truncate(100_000_000)
    project.add(NAME, "mo-dau-loi", {"id": "moi", "source": source})
    (found,) = faults()
    assert found.startswith(f"cell moi: {fault}")
    assert any(f"cell moi: {fault}" in line for line in checked())


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("metadata", None, "metadata is null"),
        pytest.param("metadata", {"slideshow": None}, "slideshow is null", marks=pytest.mark.slow),
        ("metadata", {"slideshow": {"slide_type": 1}}, "slide_type is 1"),
        pytest.param(
            "metadata",
            {"tags": None},
            "tags is null; it must be a list of texts, or be deleted",
            marks=pytest.mark.slow,
        ),
        ("metadata", {"taphuan": []}, "taphuan is []"),
        pytest.param(
            "metadata",
            {"taphuan": {"when": 3}},
            "when is 3; it must be the name of a condition",
            marks=pytest.mark.slow,
        ),
        ("metadata", {"taphuan": {"cites": "x"}}, 'cites is "x"; it must be a list of ids'),
        pytest.param(
            "metadata",
            {"taphuan": {"minutes": "năm"}},
            "it must be whole minutes from 0 to 1440",
            marks=pytest.mark.slow,
        ),
        ("metadata", {"taphuan": {"minutes": float("nan")}}, "minutes is NaN"),
        pytest.param("metadata", {"taphuan": {"minutes": -5}}, "minutes is -5", marks=pytest.mark.slow),
        pytest.param("metadata", {"taphuan": {"window": "2024"}}, "window is", marks=pytest.mark.slow),
        ("metadata", {"taphuan": {"window": {"from": "31/10/2024"}}}, "window is"),
        ("source", None, "source is null; it must be a text or a list of lines"),
        pytest.param("source", [["x"]], "source is", marks=pytest.mark.slow),
        ("source", "nửa \ud800 chữ", "has half of a character"),
        ("cell_type", "heading", 'cell_type is "heading"'),
        ("id", "x" * 64, "its id would be 'dau-tu-cntt-xxx"),
        pytest.param("id", None, "needs an id of letters, digits, - and _ (found: null)", marks=pytest.mark.slow),
        pytest.param("attachments", [], "attachments is []", marks=pytest.mark.slow),
    ],
)
def test_wrong_types_are_findings_in_both(project: Project, key: str, value: Any, fault: str) -> None:
    change(project, lambda cell: cell.update({key: value}))
    assert any(fault in line for line in faults()), faults()
    assert any(fault in line for line in checked())


def test_code_that_is_no_python_is_named(project: Project) -> None:
    project.add(NAME, "mo-dau-loi", {"id": "hong", "type": "code", "source": "x = 1\ny = ("})
    assert faults()[0].startswith("cell hong: line 2 is no Python: ")
    assert any("cell hong: line 2 is no Python" in line for line in checked())


@pytest.mark.parametrize("content", ["é".encode("latin-1"), "chữ".encode("utf-16"), b'{"cells": [\xff'])
def test_a_notebook_that_is_not_utf_8(project: Project, content: bytes) -> None:
    (project.root / FILE).write_bytes(content)
    assert faults()[0].startswith("not UTF-8 (byte ")
    assert any("not UTF-8" in line for line in checked())


def test_html_that_no_form_shows_is_named(project: Project) -> None:
    project.add(
        NAME, "mo-dau-loi", {"id": "moi", "source": "chữ <script>x</script> <iframe src='x'></iframe> <b>đậm</b>"}
    )
    assert any("cell moi: HTML that no form shows (found: iframe, script)" in line for line in checked())


@pytest.mark.parametrize(
    ("source", "kind", "finding"),
    [
        ("Quảng Nam có tổ công nghệ số.", "markdown", "names a province, and stands in the sets of others"),
        ('lesson.data.dti[lambda d: d.tinh == "quang-nam"]', "code", "(found: quang-nam)"),
        ('Chữ <span style="color:#fff">trắng</span>.', "markdown", "“trắng” has the colour of the ground"),
        ('Chữ <span style="display: none">ẩn</span>.', "markdown", "“ẩn” is hidden by its style"),
    ],
)
def test_who_is_named_without_a_source_and_what_nobody_sees_is_told(
    project: Project, source: str, kind: str, finding: str
) -> None:
    project.add(NAME, "mo-dau-loi", {"id": "moi", "type": kind, "source": source})
    assert any("cell moi" in line and finding in line for line in checked()), checked()
