"""The journal of what a hall has decided: put together from its lines, whatever has cut them off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taphuan import paths
from taphuan.known.decided import FIELDS, Journal, decided, record_of
from taphuan.lesson.lesson import open_lesson


def line(module: str = "du-lieu-so", field: str = "task", text: str = "Rà quy chế", stroke: str = "") -> str:
    return json.dumps({"module": module, "field": field, "text": text, "stroke": stroke}, ensure_ascii=False)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "RECORDS", tmp_path / "records")
    (tmp_path / "records").mkdir()
    return record_of("quang-nam-2024")


def test_the_last_text_of_a_cell_holds() -> None:
    journal = Journal([line(text="R"), line(text="Rà"), line(field="person", text="Văn phòng")])
    assert journal.texts == {("du-lieu-so", "task"): "Rà", ("du-lieu-so", "person"): "Văn phòng"}


def test_one_undo_takes_back_what_was_typed_in_one_go() -> None:
    typed = [line(text="Rà", stroke="1"), line(text="Rà quy", stroke="1"), line(text="Sửa", stroke="2")]
    undo = '{"undo": true}'
    assert Journal([*typed, undo]).texts["du-lieu-so", "task"] == "Rà quy"
    assert Journal([*typed, undo, undo]).texts["du-lieu-so", "task"] == ""
    # more than there is to undo changes nothing
    assert Journal([*typed, undo, undo, undo]).texts["du-lieu-so", "task"] == ""
    assert not Journal([*typed, undo, undo]).can_undo


@pytest.mark.parametrize(
    "broken",
    ["", "{", '{"module": "du-lieu-so", "field": "ta', "[]", "null", "7", '{"undo": false}', '{"module": 1, "field": "task", "text": ""}', '{"module": "m", "field": "colour", "text": "x"}', "[" * 100_000],
)  # fmt: skip
def test_a_line_that_is_no_change_changes_nothing(broken: str) -> None:
    assert Journal([line(text="Rà"), broken, line(field="person", text="An")]).texts == {
        ("du-lieu-so", "task"): "Rà",
        ("du-lieu-so", "person"): "An",
    }


def test_only_modules_of_which_something_is_decided_are_told(record: Path) -> None:
    assert decided("quang-nam-2024") == {}
    record.write_text("\n".join([line(), line(module="tong-quan-cds", text="")]), encoding="utf-8")
    assert decided("quang-nam-2024") == {"du-lieu-so": ("Rà quy chế", "", "")}


def test_the_table_prints_what_was_decided_and_leaves_the_rest_to_fill(record: Path) -> None:
    lesson = open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31")
    empty = lesson.tables.agreed()
    record.write_text("\n".join([line(), line(field="deadline", text="31/12/2024")]), encoding="utf-8")
    table = lesson.tables.agreed()
    at = lesson.conference.modules.index("du-lieu-so")
    assert table.rows[at][2:] == ("Rà quy chế", "", "31/12/2024")
    assert [row for number, row in enumerate(table.rows) if number != at] == [
        row for number, row in enumerate(empty.rows) if number != at
    ]
    assert table.to_fill and len(FIELDS) == 3


def test_a_slide_shows_what_fits_and_a_paper_all_of_it(record: Path) -> None:
    lesson = open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31")
    long = {field: ("Rà soát quy chế, ban hành danh mục dữ liệu " * 9)[:most].strip() for field, most in FIELDS.items()}
    long["person"] = "x" * FIELDS["person"]  # a word longer than a line
    record.write_text(
        "\n".join(line(slug, field, text) for slug in lesson.conference.modules for field, text in long.items()),
        encoding="utf-8",
    )
    assert {row[2:] for row in lesson.tables.agreed(whole=True).rows} == {tuple(long.values())}
    for row in lesson.tables.agreed().rows:
        for cut, text in zip(row[2:], long.values(), strict=True):
            assert cut.endswith("…") and text.startswith(cut.removesuffix("…").strip()) and len(cut) > 3
