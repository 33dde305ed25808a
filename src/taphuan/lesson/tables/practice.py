"""Tables of what learners do: the answers of an exercise, a sheet with its filled example. Source: data/modules/<slug>.yaml."""

from __future__ import annotations

from dataclasses import replace

from taphuan.charts.cards.exercise import LETTERS
from taphuan.known import law
from taphuan.known.worksheets import Card, Rows, Sheet, exercise_named, practised, sheet_named, written
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.own_commune import OwnCommune, filled
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import hold, lower_first, say


def answers(lesson: Lesson, exercise: str) -> TableView:
    """Where each card of an exercise belongs, and the provision that says so; or what its columns come to. Raises UnknownName."""
    one = exercise_named(exercise)
    if one.sheet:
        return _rows(
            lesson, "answers", one.sheet, one.sheet.computed(one.given), say("lesson.tables.practice.answers_only")
        )
    return table(
        lesson.profile,
        "answers",
        (
            (say("lesson.tables.practice.card"), "left", 0.5),
            (say("lesson.tables.practice.content"), "left", 3.4),
            (say("lesson.tables.practice.bin"), "left", 2.4),
            (say("lesson.tables.practice.basis"), "left", 2.6),
        ),
        tuple(
            (letter, card.text, card.bin, provisions(card)) for letter, card in zip(LETTERS, one.cards, strict=False)
        ),
        say("lesson.tables.practice.answers_title"),
        "",
    )


def sheet(lesson: Lesson, sheet: str, blanks: int = 1) -> TableView:
    """A sheet with its example filled in, then `blanks` rows to fill. Raises UnknownName, ValueError for fewer than no rows."""
    one = of_commune(lesson, sheet_named(sheet))
    if blanks < 0:
        raise ValueError(f"the sheet {sheet} cannot have {blanks} empty rows; give 0 or more")
    labels = [(name,) + ("",) * (len(one.columns) - 1) for name in one.labels[:blanks]]
    return _rows(lesson, "sheet", one, one.computed(one.example), one.title, blanks - len(labels), tuple(labels))


def of_commune(lesson: Lesson, sheet: Sheet) -> Sheet:
    """The sheet as the lesson's commune fills it: with the words for its kind, and its own names where the sheet asks for them;
    in a document of a province as it is."""
    if lesson.commune is None:
        return sheet
    own = OwnCommune(lesson.commune, lesson.as_of)
    return replace(
        sheet,
        title=filled(sheet.title, own),
        task=filled(sheet.task, own),
        columns=tuple(
            replace(column, name=filled(column.name, own), choices=tuple(filled(each, own) for each in column.choices))
            for column in sheet.columns
        ),
        labels=own.names if sheet.rows_of == "predecessors" else (),
    )


def to_compute(lesson: Lesson, exercise: str) -> TableView:
    """The rows of an exercise whose computed columns are to be worked out. Raises UnknownName, ValueError for one with cards."""
    one = exercise_named(exercise)
    if not one.sheet:
        raise ValueError(f"the exercise {exercise} has cards; show it with `lesson.figures.exercise_of`")
    what = say(
        "lesson.tables.practice.task",
        minutes=one.minutes,
        task=lower_first(one.task),
        hand_in=one.hand_in,
    )
    return _rows(lesson, "exercise", one.sheet, one.given, hold(what))


def _rows(
    lesson: Lesson,
    id_: str,
    one: Sheet,
    rows: Rows,
    caption: str,
    blanks: int = 0,
    labelled: tuple[tuple[str, ...], ...] = (),
) -> TableView:
    """Rows of a sheet as a table, then `labelled` rows, of which only the first cell is written; an empty column is to be
    filled."""
    practice = lower_first(practised(one.columns)) if one.practice else ""
    shown = written(one.columns, rows)
    return table(
        lesson.profile,
        id_,
        tuple(
            (column.name, "left" if column.kind in ("text", "choice") else "right", column.width)
            for column in one.columns
        ),
        (*shown, *labelled, *[("",) * len(one.columns)] * blanks),
        f"{caption}; {practice}" if practice else caption,
        "",
        to_fill=bool(blanks or labelled) or any(not any(column) for column in zip(*shown, strict=True)),
    )


def provisions(card: Card) -> str:
    """ "Điểm a khoản 1 Điều 65 NĐ 224/2026"."""
    text = "; ".join(f"{article} {law.document(id_).short}".strip() for id_, article in card.laws)
    return hold(text[:1].upper() + text[1:])
