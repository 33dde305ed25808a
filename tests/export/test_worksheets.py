"""Worksheets on paper and in Excel: what is to be done, the filled example, the answers apart; formulas computed again."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import libreoffice
import quiz_samples
from taphuan.build.plan import ready_conferences
from taphuan.document.worksheets import Exercise, Sheet, Worksheet
from taphuan.export.docx.worksheets import write_worksheets, write_worksheets_key
from taphuan.export.xlsx.worksheets import write_worksheets as write_workbook
from taphuan.known.conferences import conference, module, module_slugs
from taphuan.known.worksheets import Column, exercises_of
from xlsx_reading import Page, pages_of, without_values

TODAY = "2026-11-21"
DAYS = [(slug, day) for slug in ready_conferences() for day in sorted({conference(slug).as_of.isoformat(), TODAY})]
WRITERS = [write_worksheets, write_worksheets_key, write_workbook]


def text_of(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"), qn("w:tab"))) for p in body.iter(qn("w:p")))
    return "\n".join(lines).replace("\u00a0", " ")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- on paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_the_sheets_have_the_tasks_and_the_key_alone_has_the_answers(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    sheets, key = text_of(write_worksheets(document)), text_of(write_worksheets_key(document))
    assert "Việc, người, hạn" in sheets
    for one in document.worksheets:
        assert plain(one.title) in sheets
        for exercise in one.exercises:
            assert plain(exercise.title) in sheets and plain(exercise.title) in key
            for card in exercise.cards:
                # in the list of cards alone: no filled example gives a card away
                assert sheets.count(plain(card.text)) == 1 and plain(card.text) in key
                assert plain(card.why) in key and plain(card.why) not in sheets
                assert plain(card.law) in key
            assert all(plain(note) in key for note in exercise.notes)
        for sheet in one.sheets:
            assert plain(sheet.task) in sheets and plain(sheet.title) in key
    assert document.worksheets
    if all(one.is_empty for one in document.worksheets):
        assert "không có bài tập hay phiếu" in key


def test_a_sheet_shows_what_its_formula_computes_and_says_that_the_numbers_are_invented() -> None:
    document = quiz_samples.document("ke-hoach-2027", TODAY)
    sheets = text_of(write_worksheets(document))
    # the example of the rates: 90 of 120 were filed online, 45 of 90 by the citizens themselves, 114 of 120 were in time
    for number in ("75%", "50%", "95%"):
        assert number in sheets
    practice = [sheet for one in document.worksheets for sheet in one.sheets if sheet.practice]
    numbers = [sheet for sheet in practice if any(column.kind in ("count", "number") for column in sheet.columns)]
    assert 0 < sheets.count("số giả để tập tính") == len(numbers) < len(practice)
    assert sheets.count("ví dụ giả định") == len(practice) - len(numbers)
    assert "(c : b)" in sheets
    key = text_of(write_worksheets_key(document))
    assert "Tỷ lệ tự nộp: người dân tự nộp : nộp trực tuyến." in key


def test_what_rests_on_later_law_is_not_handed_out_before() -> None:
    then, now = (quiz_samples.document("quang-nam-2024", day) for day in ("2024-10-31", TODAY))
    of_then, of_now = ({e.id for one in d.worksheets for e in one.exercises} for d in (then, now))
    assert "dau-tu-cntt-bt1" in of_now and "dau-tu-cntt-bt1" not in of_then
    assert "224/2026" not in text_of(write_worksheets(then)) + text_of(write_worksheets_key(then))


def test_an_answer_says_the_state_of_the_law_it_rests_on() -> None:
    exercises = (e for one in quiz_samples.document("ke-hoach-2027", TODAY).worksheets for e in one.exercises)
    (exercise,) = (one for one in exercises if one.id == "dau-tu-cntt-bt1")
    assert any("NĐ 224/2026" in plain(note) and "bản đăng lại" in plain(note) for note in exercise.notes)


def test_every_exercise_with_cards_is_solved_by_its_bins() -> None:
    exercises = [exercise for slug in module_slugs() for exercise in exercises_of(module(slug)) if not exercise.sheet]
    assert len(exercises) > 10
    for exercise in exercises:
        bins = [name for name, _ in exercise.bins]
        assert all(card.bin in bins for card in exercise.cards)
        assert len({card.bin for card in exercise.cards}) >= 2, exercise.item.id
        assert all(card.laws or card.why for card in exercise.cards)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_an_exercise_that_is_computed_is_empty_on_the_sheet_and_solved_in_the_key(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    sheets, key = text_of(write_worksheets(document)), text_of(write_worksheets_key(document))
    for exercise in (e for one in document.worksheets for e in one.exercises if e.sheet):
        assert exercise.sheet is not None
        assert plain(exercise.finding) in key and plain(exercise.finding) not in sheets
        for given, solved in zip(exercise.given, exercise.solved, strict=True):
            for column, before, after in zip(exercise.sheet.columns, given, solved, strict=True):
                assert (before is None) == bool(column.formula) or column.kind == "date"
                assert (after is None) == (before is None and not column.formula)
                assert plain(column.shown(after)) in key


# --- in Excel ---------------------------------------------------------------------------------------------------------


def of_2027() -> bytes:
    return write_workbook(quiz_samples.document("ke-hoach-2027", TODAY))


def page_named(title: str) -> Page:
    """The worksheet to fill of the sheet with this title."""
    return next(page for name, page in pages_of(of_2027()).items() if name.endswith(f". {title}"[:28]))


RATES, LINES = "Ba tỷ lệ của một thủ tục", "Dòng dự toán có căn cứ"


def test_a_worksheet_has_formulas_that_follow_what_is_filled() -> None:
    page = page_named(RATES)
    assert page.row(4)[:2] == ["Thủ tục", "Hồ sơ nhận"]
    assert page.cells["F5"].formula == 'IF(COUNT($C5,$B5)<2,"",IFERROR(($C5/$B5),""))'
    assert page.cells["F5"].shown_as == "0%"


def test_labels_cannot_be_changed_and_cells_to_fill_can() -> None:
    page = page_named(RATES)
    assert page.protected
    assert [page.cells[f"{letter}5"].locked for letter in "ABCDEFGH"] == [False] * 5 + [True] * 3
    assert all(page.cells[f"A{row}"].locked for row in (1, 2, 4))


def test_a_cell_refuses_what_cannot_be() -> None:
    rules = page_named(RATES).rules
    assert (rules["B5:B7"]["type"], rules["B5:B7"]["operator"]) == ("whole", "greaterThanOrEqual")
    assert rules["C5:C7"]["formula1"] == "AND(ISNUMBER(C5),C5>=0,C5<=$B5,C5=INT(C5))"
    assert "không vượt số ở cột B" in rules["C5:C7"]["error"]
    lists = [rule for rule in page_named(LINES).rules.values() if rule["type"] == "list"]
    assert any(rule["formula1"] == '"Không phải lập,Dự án,Kế hoạch thuê"' for rule in lists)
    assert any(rule["type"] == "date" for rule in page_named(LINES).rules.values())


def test_the_last_worksheet_is_the_table_of_what_was_decided() -> None:
    *_, page = pages_of(of_2027()).values()
    assert page.row(3) == ["Chuyên đề", "Việc", "Người", "Hạn"]
    titles = [plain(module(slug).title) for slug in conference("ke-hoach-2027").modules]
    assert [plain(page.cells[f"A{row}"].value) for row in range(4, 4 + len(titles))] == titles


@pytest.mark.skipif(libreoffice.missing(), reason="LibreOffice is not installed")
def test_libreoffice_computes_what_the_examples_and_the_exercises_come_to(tmp_path: Path) -> None:
    """The rows of an exercise are put in the place of the example of its sheet: it is solved from its own sheet."""
    computed = 0
    document = quiz_samples.document("ke-hoach-2027", TODAY)
    solved = {e.sheet.id: e for one in document.worksheets for e in one.exercises if e.sheet}
    with_exercises = replace(
        document,
        worksheets=tuple(
            replace(one, sheets=tuple(_filled(sheet, solved[sheet.id]) for sheet in one.sheets if sheet.id in solved))
            for one in document.worksheets
        ),
    )
    for at, each in enumerate((document, with_exercises)):
        pages = _again(write_workbook(each), tmp_path / str(at))
        for sheet in (sheet for one in each.worksheets for sheet in one.sheets):
            page = next(p for p in pages if p.cells["A1"].value == sheet.title and "Ví dụ" in p.name)
            for row, values in enumerate(sheet.example, start=5):
                for letter, column, value in zip("ABCDEFGH", sheet.columns, values, strict=False):
                    if column.formula and value is not None:
                        computed += 1
                        assert float(page.cells[f"{letter}{row}"].value) == pytest.approx(value), (
                            sheet.id,
                            column.name,
                        )
    assert solved and computed > 20


def _filled(sheet: Sheet, exercise: Exercise) -> Sheet:
    return replace(sheet, example=exercise.solved, rows=max(sheet.rows, len(exercise.solved)))


def _again(workbook: bytes, folder: Path) -> list[Page]:
    """The pages of a workbook without values after LibreOffice has computed it."""
    folder.mkdir()
    (folder / "sheets.xlsx").write_bytes(without_values(workbook))
    (again,) = libreoffice.converted([folder / "sheets.xlsx"], "xlsx:Calc MS Excel 2007 XML", folder / "again")
    return list(pages_of(again.read_bytes()).values())


# --- bad input --------------------------------------------------------------------------------------------------------


def test_names_that_excel_does_not_take_are_made_to_fit() -> None:
    column = Column("a", "Nội dung", "text", 1, (), None, "")
    titles = ("Một/hai: ba [bốn]? *", "x" * 60, "x" * 60, "'nháy'")
    sheets = tuple(
        Sheet(f"s{at}", title, "Điền.", (column,), 1, (("=1+1",),), False) for at, title in enumerate(titles)
    )
    document = replace(
        quiz_samples.document("ke-hoach-2027", TODAY), worksheets=(Worksheet("m", "Phần", (), (), sheets, ()),)
    )
    names = list(pages_of(write_workbook(document)))
    assert len(names) == len({name.casefold() for name in names}) == 2 * len(titles) + 1
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    column = Column("a", "=cmd|' /C calc'!A0", "text", 1, (), None, "")
    sheet = Sheet("s", "=1+1", "=2+2", (column,), 1, (("=3+3",),), False)
    document = replace(
        quiz_samples.document("ke-hoach-2027", TODAY), worksheets=(Worksheet("m", "=4", (), (), (sheet,), ()),)
    )
    for page in pages_of(write_workbook(document)).values():
        assert not any(cell.formula for cell in page.cells.values())


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_content_gives_the_same_bytes(write: Any) -> None:
    document = quiz_samples.document("ke-hoach-2027", TODAY)
    assert write(document) == write(document)


@pytest.mark.parametrize("write", WRITERS)
def test_a_conference_whose_modules_have_no_sheet_has_papers_all_the_same(write: Any) -> None:
    document = quiz_samples.document("truc-tuyen-2022", "2022-04-06")
    empty = tuple(replace(one, exercises=(), sheets=()) for one in document.worksheets)
    assert all(one.is_empty for one in empty)
    assert write(replace(document, worksheets=empty))
