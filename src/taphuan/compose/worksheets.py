"""What learners do, as metadata of the notebook: objectives, exercises with their answers, sheets to fill, the decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from taphuan.known import law
from taphuan.known.conferences import Module
from taphuan.known.items import Item
from taphuan.known.worksheets import Exercise, Sheet, exercises_of, sheets_of
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.practice import provisions
from taphuan.text import hold


def worksheets(lesson: Lesson) -> list[dict[str, Any]]:
    """The modules in their order, each with what may be given to learners on the day; a list is empty where nothing may."""
    return [_module(module, lesson) for module in lesson.teaching.modules]


def _module(module: Module, lesson: Lesson) -> dict[str, Any]:
    day = lesson.as_of
    return {
        "module": module.slug,
        "title": hold(module.title),
        "objectives": [hold(item.text) for item in module.of_kind("objective") if item.usable(day)],
        "exercises": [_exercise(one, lesson) for one in exercises_of(module) if one.item.usable(day)],
        "sheets": [sheet_metadata(one) for one in sheets_of(module) if one.item.usable(day)],
        "decisions": [hold(item.text) for item in module.of_kind("decision") if item.usable(day)],
    }


def _exercise(one: Exercise, lesson: Lesson) -> dict[str, Any]:
    return {
        "id": one.item.id,
        "title": hold(one.title),
        "minutes": one.minutes,
        "task": hold(one.task),
        "hand_in": hold(one.hand_in),
        "bins": [[hold(name), hold(below)] for name, below in one.bins],
        "cards": [
            {"text": hold(card.text), "bin": hold(card.bin), "why": hold(card.why), "law": provisions(card)}
            for card in one.cards
        ],
        "sheet": sheet_metadata(one.sheet) if one.sheet else None,
        "given": [list(row) for row in one.given],
        "solved": [list(row) for row in one.sheet.computed(one.given)] if one.sheet else [],
        "finding": hold(one.finding),
        "notes": list(dict.fromkeys(_states(one.item, lesson))),
    }


def _states(item: Item, lesson: Lesson) -> Iterable[str]:
    """The state of every document that the answers rest on, where it must be said."""
    for id_, _ in item.laws:
        document = law.document(id_)
        state = law.state(document, lesson.as_of)
        if not state.simply_in_force or document.verified == "partial":
            yield hold(f"{wording.law_state_sentence(document, state)}.")


def sheet_metadata(one: Sheet) -> dict[str, Any]:
    return {
        "id": one.item.id,
        "title": hold(one.title),
        "task": hold(one.task),
        "columns": [
            {
                "letter": column.letter,
                "name": column.name,
                "kind": column.kind,
                "width": column.width,
                "choices": list(column.choices),
                "formula": column.formula.text if column.formula else "",
                "at_most": column.at_most,
            }
            for column in one.columns
        ],
        "rows": one.rows,
        "example": [list(row) for row in one.computed(one.example)],
        "practice": one.practice,
        "labels": list(one.labels),
    }
