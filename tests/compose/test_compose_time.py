"""No document of any conference, on the conference's day or today, contains what was not known on that day, or says of a unit's
numbers what data do not (tests/independent reads every document that is composed here)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from nbformat import NotebookNode

from anachronisms import anachronisms, pages
from projects import Project
from taphuan import paths
from taphuan.check.content import check_notebook
from taphuan.compose.join import compose
from taphuan.compose.source import read_source
from taphuan.known.conferences import all_items, conference, conference_slugs, participants
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson
from verify import verify_notebook

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

Executed = Callable[[Lesson], NotebookNode]

TODAY = date(2026, 11, 28)
CASES = sorted({(slug, day) for slug in conference_slugs() for day in (conference(slug).as_of, TODAY)})


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), CASES, ids=[f"{slug}-{day}" for slug, day in CASES])
def test_the_hall_and_some_provinces_have_only_what_was_known_and_what_data_say(
    slug: str, day: date, executed: Executed
) -> None:
    assert _faults(slug, day, _some(slug, day), executed) == []


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "day"), CASES, ids=[f"{slug}-{day}" for slug, day in CASES])
def test_every_other_province_has_only_what_was_known_and_what_data_say(
    slug: str, day: date, executed: Executed
) -> None:
    some = _some(slug, day)
    others = [unit.slug for unit in participants(conference(slug), day) if unit.slug not in some]
    assert _faults(slug, day, others, executed) == []


def _some(slug: str, day: date) -> tuple[str, ...]:
    """The hall, the first province and one in the middle."""
    slugs = [unit.slug for unit in participants(conference(slug), day)]
    return (WHOLE, *dict.fromkeys((slugs[0], slugs[len(slugs) // 2])))


def _faults(slug: str, day: date, provinces: Iterable[str], executed: Executed) -> list[str]:
    faults: list[str] = []
    for province in provinces:
        notebook = executed(open_lesson(slug, province, day.isoformat()))
        of_notebook = (*check_notebook(notebook), *anachronisms(notebook, day), *_unusable_citations(notebook, day))
        faults += [f"{province}: {fault}" for fault in of_notebook]
        faults += [str(finding) for finding in verify_notebook(notebook, province)]
    return faults


def _unusable_citations(notebook: NotebookNode, day: date) -> list[str]:
    """The citations of items that are not usable on the day, except in cells about the past."""
    items = {item.id: item for item in all_items()}
    cells_about_the_past = _cells_about_the_past()
    return [
        f"{cell.id} cites {id_}"
        for cell in notebook.cells
        for id_ in cell.metadata["taphuan"].get("citations", ())
        if id_ in items
        and (not items[id_].known(day) or not (items[id_].usable(day) or cell.id in cells_about_the_past))
    ]


def _cells_about_the_past() -> frozenset[str]:
    """The ids of the composed cells whose options override the end of their window."""
    ids = []
    for path in paths.NOTEBOOKS.glob("*/*.ipynb"):
        for slide in read_source(path).slides:
            for cell in (slide.heading, *slide.body):
                if cell.options.get("history") or cell.options.get("window", {}).get("until"):
                    ids.append(f"{path.stem}-{cell.id}")
    return frozenset(ids)


@pytest.mark.parametrize(
    ("slug", "day", "said"),
    [
        ("bac-kan-2020", "2025-06-30", False),
        ("bo-khcn-cap-xa-2025", "2025-12-15", True),
        ("bo-khcn-cap-xa-2025", "2026-11-28", True),
    ],
)
def test_the_example_of_2020_says_which_commune_it_belongs_to_now(slug: str, day: str, said: bool) -> None:
    notebook = compose(open_lesson(slug, WHOLE, day))
    text = "\n".join(cell.source for cell in notebook.cells).replace("\u00a0", " ")
    assert "Vi Hương" in text
    sentence = "Từ 01/7/2025, xã Vi Hương cùng thị trấn Phủ Thông và các xã Lục Bình, Tân Tú hợp thành xã Phủ Thông"
    assert (sentence in text) is said


# sentence in a document of 2024-10-31 → what must be reported
ANACHRONISMS = {
    "Kết quả công bố ngày 06/02/2025.": "the date 06/02/2025 is in the future",
    "Quảng Nam xếp 41/63 năm 2023. [@qd-749-2020]": "“41/63 năm 2023” was not published",
    "Theo DTI 2023 của Quảng Nam.": "“DTI 2023” was not published",
    "Năm 2026 đã khác.": "the year in “Năm 2026” is in the future",
    "Nghị định 45/2026 thay Nghị định này.": "“Nghị định 45/2026” was not issued or must not be printed",
    "Theo Luật Dữ liệu.": "“Luật Dữ liệu” was not issued or must not be printed",
    "Theo 104/2026/NĐ-CP.": "“104/2026/NĐ-CP” was not issued or must not be printed",
    "Theo Quyết định 999/QĐ-TTg.": "“999/QĐ-TTg” is not in the register",
    "Bộ KH&CN chủ trì.": "“Bộ KH&CN” is a later name",
    "Cùng với 34 tỉnh khác.": "“34 tỉnh” before 2025-07-01",
    "NĐ 45/2026 hết hiệu lực từ 01/7/2026 theo khoản 2 Điều 90 NĐ 224/2026, trừ trường hợp chuyển tiếp ở Điều 91.": (
        "contains dau-tu-cntt-k7 (after) before its day"
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("text", ANACHRONISMS)
def test_a_planted_anachronism_is_reported(project: Project, executed: Callable[..., NotebookNode], text: str) -> None:
    project.cell("frame/profile.ipynb", "mo-dau", source=f"# Mở đầu\n\n{text}")
    notebook = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    assert f"deck profile-mo-dau: {ANACHRONISMS[text]}" in anachronisms(notebook, date(2024, 10, 31))


def test_plans_targets_and_known_ends_may_be_in_the_future(
    project: Project, executed: Callable[..., NotebookNode]
) -> None:
    text = "Kế hoạch chuyển đổi số năm 2025; mục tiêu đến năm 2025, định hướng đến năm 2030; giai đoạn 2021–2025."
    project.cell("frame/profile.ipynb", "mo-dau", source=f"# Mở đầu\n\n{text}")
    notebook = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    assert not [fault for fault in anachronisms(notebook, date(2024, 10, 31)) if "profile-mo-dau" in fault]
    assert next(page for page in pages(notebook) if page.slide == "profile-mo-dau").visible.endswith(text)


def test_the_slide_has_the_state_of_a_document_that_it_names_without_a_citation(
    project: Project, executed: Callable[..., NotebookNode]
) -> None:
    project.cell("frame/profile.ipynb", "mo-dau", source="# Mở đầu\n\nNghị định 73/2019 còn dùng.")
    notebook = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    (states,) = [cell for cell in notebook.cells if cell.id == "profile-mo-dau-states"]
    assert states.source.replace("\u00a0", " ").startswith("NĐ 73/2019 <span")
    assert "còn hiệu lực, đã sửa đổi" in states.source.replace("\u00a0", " ")
    # without this cell it is reported
    notebook.cells.remove(states)
    expected = "deck profile-mo-dau: “Nghị định 73/2019” without its state “còn hiệu lực, đã sửa đổi”"
    assert expected in anachronisms(notebook, date(2024, 10, 31))
