"""The checks of an executed notebook: each kind of fault, planted, is reported with its slide and cell."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from nbformat import NotebookNode

from coded_lines import all_words_of
from shown_cells import base64_of, picture
from taphuan.charts.mime import CHART, SVG, TABLE
from taphuan.check.content import check_notebook
from taphuan.lesson.lesson import open_lesson


@pytest.fixture(scope="module")
def original(executed: Callable[..., NotebookNode]) -> NotebookNode:
    return executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)


@pytest.fixture
def notebook(original: NotebookNode) -> NotebookNode:
    """A copy of the notebook that a test may change."""
    return deepcopy(original)


def first_cell(notebook: NotebookNode, mime: str, kind: str) -> tuple[NotebookNode, dict[str, Any], dict[str, Any]]:
    """The first cell with a figure or table of this kind, its MIME bundle and its twin."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output["data"].get(mime, {}).get("kind") == kind:
                return cell, output["data"], output["data"][mime]
    raise AssertionError(f"no {kind} in the notebook")


def test_a_notebook_without_faults_has_no_findings(notebook: NotebookNode) -> None:
    assert all_words_of(check_notebook(notebook)) == ()


CELL = "slide profile-vi-tri, cell profile-vi-tri-hinh"
PLACE = f"{CELL}, output 1 (frame/profile.ipynb): "


def _figure(change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Callable[[NotebookNode], None]:
    """A function that applies `change` to the MIME bundle and the twin of the figure at PLACE."""

    def plant(notebook: NotebookNode) -> None:
        _, bundle, twin = first_cell(notebook, CHART, "strip")
        change(bundle, twin)

    return plant


@pytest.mark.parametrize(
    ("plant", "finding"),
    [
        (
            _figure(lambda bundle, twin: twin["unit"].update(slug="da-nang")),
            f"{PLACE}is of the unit {{'slug': 'da-nang', 'valid_from': '2008-08-01', 'name': 'Quảng Nam'}}, the document "
            "of {'slug': 'quang-nam', 'valid_from': '2008-08-01', 'name': 'Quảng Nam'}",
        ),
        (
            _figure(lambda bundle, twin: twin["unit"].update(valid_from="2025-07-01")),
            f"{PLACE}is of the unit {{'slug': 'quang-nam', 'valid_from': '2025-07-01', 'name': 'Quảng Nam'}}, the document "
            "of {'slug': 'quang-nam', 'valid_from': '2008-08-01', 'name': 'Quảng Nam'}",
        ),
        (
            _figure(lambda bundle, twin: twin.update(as_of="2026-11-21")),
            f"{PLACE}is of 2026-11-21, the document of 2024-10-31",
        ),
        (
            _figure(lambda bundle, twin: twin.update(alt="Biểu đồ cột của Đà Nẵng.")),
            f"{PLACE}the alt text does not name Quảng Nam",
        ),
        (
            _figure(lambda bundle, twin: bundle.update({SVG: bundle[SVG].replace("Quảng Nam", "Đà Nẵng")})),
            f"{PLACE}the figure does not name Quảng Nam",
        ),
        (_figure(lambda bundle, twin: twin.update(caption="")), f"{PLACE}strip without a caption"),
        (_figure(lambda bundle, twin: twin["data"].update(rows=[])), f"{PLACE}strip without data"),
        (
            _figure(lambda bundle, twin: twin["data"].update(rows=[[None, None, None], ["", None, ""]])),
            f"{PLACE}strip without data",
        ),
    ],
)
def test_a_faulty_figure_is_found(notebook: NotebookNode, plant: Callable[[NotebookNode], None], finding: str) -> None:
    plant(notebook)
    assert all_words_of(check_notebook(notebook))[0] == finding


@pytest.mark.parametrize("key", ["alt", SVG])
def test_a_figure_without_alt_text_or_picture_is_found(notebook: NotebookNode, key: str) -> None:
    _, bundle, twin = first_cell(notebook, CHART, "strip")
    (twin if key == "alt" else bundle)[key] = ""
    assert f"{PLACE}strip without picture or alt text" in all_words_of(check_notebook(notebook))


def test_a_table_of_another_unit_or_day_or_without_rows_is_found(notebook: NotebookNode) -> None:
    cell, _, twin = first_cell(notebook, TABLE, "neighbours")
    twin["unit"] = {"slug": "da-nang", "valid_from": "2008-08-01", "name": "Đà Nẵng"}
    twin["as_of"] = "2025-02-06"
    twin["rows"] = []
    place = f"slide profile-lien-ke, cell {cell.id}, output 1 (frame/profile.ipynb): "
    findings = all_words_of(check_notebook(notebook))
    assert [finding.removeprefix(place)[:14] for finding in findings] == [
        "is of the unit",
        "is of 2025-02-",
        "neighbours wit",
    ]


def test_a_cell_without_output_and_an_error_output_are_found(notebook: NotebookNode) -> None:
    cell, _, _ = first_cell(notebook, CHART, "strip")
    cell.outputs = []
    assert all_words_of(check_notebook(notebook)) == (
        f"{CELL} (frame/profile.ipynb): the cell has no output; end it with the figure or table",
    )
    cell.outputs = [NotebookNode(output_type="error", ename="KeyError", evalue="'x'", traceback=[])]
    assert all_words_of(check_notebook(notebook)) == (f"{CELL} (frame/profile.ipynb): KeyError: 'x'",)


def test_set_up_cells_need_no_output_and_outputs_of_other_types_are_allowed(notebook: NotebookNode) -> None:
    cell, _, _ = first_cell(notebook, CHART, "strip")
    png = base64_of(picture())
    cell.outputs = [
        NotebookNode(output_type="stream", name="stdout", text="chữ"),
        NotebookNode(output_type="display_data", data={"image/png": png}, metadata={}),
    ]
    assert all_words_of(check_notebook(notebook)) == ()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("   ", "empty text"),
        ("Còn {{ unit.name }}", "an unresolved placeholder"),
        ("Còn [@nd-73-2019]", "an unresolved citation"),
    ],
)
def test_empty_or_unresolved_text_is_found(notebook: NotebookNode, text: str, finding: str) -> None:
    body = next(c for c in notebook.cells if c.id == "profile-viec-can-lam-2")
    body.source = text
    assert all_words_of(check_notebook(notebook)) == (
        f"slide profile-viec-can-lam, cell profile-viec-can-lam-2 (frame/profile.ipynb): {finding}",
    )


def test_a_slide_without_a_title_or_without_content_is_found(notebook: NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if c.id not in ("profile-vi-tri", "profile-chi-so-hinh")]
    assert all_words_of(check_notebook(notebook)) == (
        "slide profile-vi-tri: has no title; begin it with a Markdown cell `## Title`",
        "slide profile-chi-so: has a title and no content below it",
    )


def test_a_claim_may_stand_in_either_half_of_a_cell_that_was_split(notebook: NotebookNode) -> None:
    cell = next(
        c for c in notebook.cells if (c.metadata.get("taphuan") or {}).get("claims") and c.source.startswith("## ")
    )
    half = deepcopy(cell)
    half.id, half.source = "nua-sau", "Một dòng thêm."
    notebook.cells.insert(notebook.cells.index(cell) + 1, half)
    assert all_words_of(check_notebook(notebook)) == ()
    cell.source = "## Tiêu đề khác"
    assert [f for f in all_words_of(check_notebook(notebook)) if "is not in the text of its slide" in f] != []


def law_entry(notebook: NotebookNode) -> tuple[NotebookNode, dict[str, str]]:
    heading = next(c for c in notebook.cells if c.id == "dau-tu-cntt-chuoi-2024")
    return heading, next(entry for entry in heading.metadata["taphuan"]["law"] if entry["id"] == "nd-73-2019")


def test_a_cited_document_without_its_state_is_found(notebook: NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if c.id != "dau-tu-cntt-chuoi-2024-states"]
    assert all_words_of(check_notebook(notebook)) == (
        "slide dau-tu-cntt-chuoi-2024, cell dau-tu-cntt-chuoi-2024 (modules/dau-tu-cntt.ipynb): cites nd-73-2019 without its state “còn hiệu lực, đã sửa đổi”",
    )


def test_a_state_in_the_notes_is_not_enough(notebook: NotebookNode) -> None:
    states = next(c for c in notebook.cells if c.id == "dau-tu-cntt-chuoi-2024-states")
    states.metadata["taphuan"]["role"] = "notes"
    assert len(all_words_of(check_notebook(notebook))) == 1


def test_a_cited_document_with_verified_no_or_partial_is_found(notebook: NotebookNode) -> None:
    heading, entry = law_entry(notebook)
    entry["verified"] = "no"
    place = f"slide dau-tu-cntt-chuoi-2024, cell {heading.id} (modules/dau-tu-cntt.ipynb): "
    assert all_words_of(check_notebook(notebook)) == (f"{place}cites nd-73-2019, which has verified=no",)
    entry["verified"] = "partial"
    assert all_words_of(check_notebook(notebook)) == (f"{place}cites nd-73-2019 without “theo bản đăng lại”",)


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (
            {"text/plain": "<Figure size 640x480 with 0 Axes>"},
            "shows nothing but an object (<Figure size 640x480 with 0 Axes>)",
        ),
        ({"text/plain": "<pandas.io.formats.style.Styler at 0x7fc9ce01>"}, "shows nothing but an object (<pandas"),
        ({"text/html": "<table><thead><tr><th>a</th></tr></thead></table>", "text/plain": ""}, "shows nothing;"),
        ({"image/svg+xml": "<svg></svg>"}, "shows nothing;"),
        ({"image/png": base64_of(picture(size=(1, 1)))}, "the picture is of one colour or cannot be read;"),
        ({"image/png": ""}, "the picture is of one colour or cannot be read;"),
    ],
)
def test_a_cell_that_shows_nothing_is_found(notebook: NotebookNode, data: dict[str, Any], finding: str) -> None:
    cell, _, _ = first_cell(notebook, CHART, "strip")
    cell.outputs = [NotebookNode(output_type="display_data", data=data, metadata={})]
    (found,) = all_words_of(check_notebook(notebook))
    assert finding in found and found.endswith("end the cell with the figure, table or text itself")


def test_what_needs_a_script_is_told_on_the_slide_and_builds(notebook: NotebookNode) -> None:
    cell, _, _ = first_cell(notebook, CHART, "strip")
    widget = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider(value=1)"}
    cell.outputs = [NotebookNode(output_type="display_data", data=widget, metadata={})]
    assert all_words_of(check_notebook(notebook)) == ()
