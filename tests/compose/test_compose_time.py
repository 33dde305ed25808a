"""The heart of it: no page of any conference says on its day, or today, what could not be said on that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from nbformat import NotebookNode

from anachronisms import complaints, pages
from projects import Project
from taphuan import paths
from taphuan.check.content import check_notebook
from taphuan.compose.source import read_source
from taphuan.known.conferences import all_items, conference, conference_slugs, participants
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson

TODAY = date(2026, 11, 21)
TAUGHT = sorted({(slug, day) for slug in conference_slugs() for day in (conference(slug).as_of, TODAY)})


@pytest.mark.parametrize(("slug", "day"), TAUGHT, ids=[f"{slug}-{day}" for slug, day in TAUGHT])
def test_every_document_says_only_what_was_known_and_says_what_state_the_law_is_in(
    slug: str, day: date, executed: Callable[[Lesson], NotebookNode]
) -> None:
    found: list[str] = []
    for province in (WHOLE, *(unit.slug for unit in participants(conference(slug), day))):
        notebook = executed(open_lesson(slug, province, day.isoformat()))
        told = (*check_notebook(notebook), *complaints(notebook, day), *_outside_their_window(notebook, day))
        found += [f"{province}: {finding}" for finding in told]
    assert found == []


def _outside_their_window(notebook: NotebookNode, day: date) -> list[str]:
    items = {item.id: item for item in all_items()}
    told = _told_as_history()
    return [
        f"{cell.id} cites {id_}"
        for cell in notebook.cells
        for id_ in cell.metadata["taphuan"].get("citations", ())
        if id_ in items and (not items[id_].known(day) or not (items[id_].usable(day) or cell.id in told))
    ]


def _told_as_history() -> frozenset[str]:
    """The cells whose own metadata say that they outlive what they cite."""
    found = []
    for path in paths.NOTEBOOKS.glob("*/*.ipynb"):
        for slide in read_source(path).slides:
            for cell in (slide.heading, *slide.body):
                if cell.options.get("history") or cell.options.get("window", {}).get("until"):
                    found.append(f"{path.stem}-{cell.id}")
    return frozenset(found)


PLANTED = {
    "Kết quả công bố ngày 06/02/2025.": "the date 06/02/2025 lies ahead",
    "Quảng Nam xếp 41/63 năm 2023.": "“41/63 năm 2023” was not published",
    "Theo DTI 2023, Quảng Nam xuống hạng.": "“DTI 2023” was not published",
    "Năm 2026 đã khác.": "the year in “Năm 2026” lies ahead",
    "Nghị định 45/2026 thay Nghị định này.": "“Nghị định 45/2026” was not issued or must not be printed",
    "Theo Luật Dữ liệu.": "“Luật Dữ liệu” was not issued or must not be printed",
    "Theo 104/2026/NĐ-CP.": "“104/2026/NĐ-CP” was not issued or must not be printed",
    "Theo Quyết định 999/QĐ-TTg.": "“999/QĐ-TTg” stands in no register",
    "Bộ KH&CN chủ trì.": "“Bộ KH&CN” is a later name",
    "So với 34 tỉnh khác.": "“34 tỉnh” before 2025-07-01",
    "NĐ 45/2026 hết hiệu lực từ 01/7/2026 theo NĐ 224/2026, trừ dự án chuyển tiếp.": "tells dau-tu-cntt-k7 (after) before its day",
}


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_anachronism_is_seen(project: Project, executed: Callable[[Lesson], NotebookNode], text: str) -> None:
    project.cell("frame/profile.ipynb", "mo-dau", source=f"# Mở đầu\n\n{text}")
    notebook = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))
    assert f"deck profile-mo-dau: {PLANTED[text]}" in complaints(notebook, date(2024, 10, 31))


def test_plans_targets_and_known_ends_may_lie_ahead(
    project: Project, executed: Callable[[Lesson], NotebookNode]
) -> None:
    text = "Kế hoạch chuyển đổi số năm 2025; mục tiêu đến năm 2025, định hướng đến năm 2030; giai đoạn 2021–2025."
    project.cell("frame/profile.ipynb", "mo-dau", source=f"# Mở đầu\n\n{text}")
    notebook = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))
    assert not [told for told in complaints(notebook, date(2024, 10, 31)) if "profile-mo-dau" in told]
    assert next(page for page in pages(notebook) if page.slide == "profile-mo-dau").shown.endswith(text)


def test_a_document_that_is_named_without_a_citation_has_its_state_told(
    project: Project, executed: Callable[[Lesson], NotebookNode]
) -> None:
    project.cell("frame/profile.ipynb", "mo-dau", source="# Mở đầu\n\nNghị định 73/2019 còn dùng.")
    notebook = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))
    (states,) = [cell for cell in notebook.cells if cell.id == "profile-mo-dau-states"]
    assert states.source.replace("\u00a0", " ").startswith("NĐ 73/2019 <span")
    assert "còn hiệu lực, đã sửa đổi" in states.source.replace("\u00a0", " ")
    # taken away again, the check of this file sees it
    notebook.cells.remove(states)
    found = complaints(notebook, date(2024, 10, 31))
    assert "deck profile-mo-dau: “Nghị định 73/2019” stands without “còn hiệu lực, đã sửa đổi”" in found
