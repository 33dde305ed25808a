"""The own set of a province on data that lack something: every time the right page, without what is not known."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from nbformat import NotebookNode

from projects import Project
from taphuan.check.content import check_notebook
from taphuan.document.reading import read_document
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.checkup import write_checkup_pdf
from taphuan.known.conferences import conference, participants
from taphuan.lesson.lesson import open_lesson
from taphuan.text import NBSP

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

Executed = Callable[..., NotebookNode]
Row = dict[str, str]
HCM = ("ke-hoach-2027", "ho-chi-minh", "2026-11-21")


def changed(project: Project, file: str, change: Callable[[Row], Row | None]) -> None:
    """Each row as `change` returns it; None leaves it out."""
    path = project.root / "data" / file
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = [new for row in rows if (new := change(row)) is not None]
    assert kept != rows
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def slides(notebook: NotebookNode) -> list[str]:
    places = [cell.metadata["taphuan"] for cell in notebook.cells]
    return list(dict.fromkeys(place["slide"] for place in places if place.get("document") == "deck"))


def twin(notebook: NotebookNode, cell_id: str) -> list[list[object]]:
    """The rows behind the figure of a cell."""
    (cell,) = [cell for cell in notebook.cells if cell.id == cell_id]
    bundle = cell["outputs"][0]["data"]
    (shown,) = [value for value in bundle.values() if isinstance(value, dict) and "kind" in value]
    rows: list[list[object]] = shown["data"]["rows"] if "data" in shown else shown["rows"]
    return rows


def text(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells).replace(NBSP, " ")


def in_order(notebook: NotebookNode) -> None:
    """What a build asks of it: nothing shown wrongly, a deck, a checkup of one page."""
    assert check_notebook(notebook) == ()
    assert b"<section" in write_deck(notebook)
    assert write_checkup_pdf(read_document(notebook, "checkup")).startswith(b"%PDF")


def heads(notebook: NotebookNode) -> set[str]:
    return {str(row[0]) for row in twin(notebook, "take-home-phieu-kham-hinh")}


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("measures/editions.csv", lambda row: None if row["measure"] == "grdp_per_head" else row),
        (
            "measures/population/population.csv",
            lambda row: row | {"population": ""} if row["province_slug"] == "cao-bang" else row,
        ),
    ],
    ids=["a measure that loses its editions", "a unit without population"],
)
def test_without_what_makes_units_alike_one_learns_in_the_own_region(
    project: Project, executed: Executed, file: str, change: Callable[[Row], Row | None]
) -> None:
    before = executed(open_lesson(*HCM))
    assert "Học ai? Tỉnh tương đồng°" in heads(before)
    changed(project, file, change)
    notebook = executed(open_lesson(*HCM))
    in_order(notebook)
    assert "Học ai? Trong vùng" in heads(notebook) and "tương đồng" not in text(notebook)


def test_many_equal_teachers_are_counted(project: Project, executed: Executed) -> None:
    changed(
        project,
        "dti/dti.csv",
        lambda row: (
            row | {"cybersecurity": "1.0000"}
            if row["year"] == "2024" and row["province_slug"] != "ho-chi-minh"
            else row
        ),
    )
    notebook = executed(open_lesson(*HCM))
    in_order(notebook)
    (learned,) = [
        row for row in twin(notebook, "take-home-phieu-kham-hinh") if str(row[1]).startswith("An toàn thông tin mạng: ")
    ]
    assert str(learned[1]).count(",") == 4 and " và " in str(learned[1])  # the six most similar
    (cell,) = [cell for cell in notebook.cells if cell.id == "take-home-phieu-kham-hinh"]
    drawing = cell["outputs"][0]["data"]["image/svg+xml"].replace(NBSP, " ")
    assert " và 5 nơi" in drawing


def test_deadlines_that_are_over_are_not_told(project: Project, executed: Executed) -> None:
    changed(
        project, "law/deadlines.csv", lambda row: row | {"day": "2024-01-31", "repeats": "", "known_from": "2024-01-02"}
    )
    notebook = executed(open_lesson(*HCM))
    in_order(notebook)
    assert "take-home-han" not in slides(notebook) and "take-home-van-ban" in slides(notebook)
    assert "Hạn sắp tới" not in heads(notebook)


def test_a_resolution_without_a_day_has_no_column_of_days(executed: Executed) -> None:
    notebook = executed(open_lesson("ba-ria-vung-tau-2024", "ba-ria-vung-tau", "2024-10-31"))
    (row,) = twin(notebook, "story-da-quyet-bang")
    assert [str(cell).replace(NBSP, " ") for cell in row] == [
        "Nghị quyết 02-NQ/TU",
        "Chuyển đổi số, đô thị thông minh gắn với cải cách hành chính",
    ]
    assert "## Bà Rịa – Vũng Tàu đã có Nghị quyết 02-NQ/TU\n" in text(notebook) + "\n"


def test_a_unit_that_no_sentence_fits_has_no_spine_and_the_rest(project: Project, executed: Executed) -> None:
    changed(project, "measures/editions.csv", lambda row: None if row["measure"] == "papi" else row)
    notebook = executed(open_lesson("truc-tuyen-2022", "lai-chau", "2022-04-06"))
    in_order(notebook)
    assert "story-mot-cau" not in slides(notebook) and "take-home-phieu-kham" in slides(notebook)
    assert heads(notebook) == {"Ba việc – ba người – ba ngày"}


def test_a_title_of_200_letters_breaks_nothing_of_the_set(project: Project, executed: Executed) -> None:
    title = "Hội nghị " + " ".join(["tập huấn chuyển đổi số"] * 8)
    title = title[:200].rstrip()
    project.edit(
        "data/conferences/ke-hoach-2027.yaml",
        "title: 'Hội nghị mẫu: hướng dẫn lập kế hoạch chuyển đổi số năm 2027'",
        f"title: '{title}'",
    )
    notebook = executed(open_lesson(*HCM))
    in_order(notebook)
    assert title in write_deck(notebook).decode().replace(NBSP, " ")


@pytest.mark.parametrize(("better", "learned"), [("0.0499", False), ("0.0500", True)])
def test_a_teacher_is_at_least_five_points_better(
    project: Project, executed: Executed, better: str, learned: bool
) -> None:
    with (project.root / "data/dti/dti.csv").open(encoding="utf-8", newline="") as stream:
        rows = {(row["year"], row["province_slug"]): row for row in csv.DictReader(stream)}
    other = str(Decimal(rows["2024", "ho-chi-minh"]["cybersecurity"]) + Decimal(better))
    changed(
        project,
        "dti/dti.csv",
        lambda row: (
            row | {"cybersecurity": other} if row["year"] == "2024" and row["province_slug"] != "ho-chi-minh" else row
        ),
    )
    notebook = executed(open_lesson(*HCM))
    in_order(notebook)
    found = [row for row in twin(notebook, "take-home-phieu-kham-hinh") if "An toàn thông tin mạng: " in str(row[1])]
    assert bool(found) is learned


@pytest.mark.parametrize("slug", ["bac-kan-2020", "truc-tuyen-2022", "ba-ria-vung-tau-2024"])
def test_the_slide_of_documents_counts_the_rows_below_it(executed: Executed, slug: str) -> None:
    unit = participants(conference(slug))[0].slug
    notebook = executed(open_lesson(slug, unit, conference(slug).as_of.isoformat()))
    (title,) = [cell.source for cell in notebook.cells if cell.id == "take-home-van-ban"]
    assert int(re.findall(r"\d+", title)[0]) == len(twin(notebook, "take-home-van-ban-bang"))
