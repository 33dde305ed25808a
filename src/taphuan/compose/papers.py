"""The quiz of the modules and the programme of the conference, as finished texts for the papers handed out with a deck, and
the numbers of a province for its workbook.

They are metadata of the notebook, because no cell shows all of them; their writers read them from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose import citations
from taphuan.compose.commune import commune_sheet, commune_worksheets
from taphuan.compose.timetable import timed
from taphuan.compose.worksheets import worksheets
from taphuan.known import law
from taphuan.known.conferences import Conference, Module, Slot
from taphuan.known.items import Item
from taphuan.known.units import MERGER
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.teaching import Teaching
from taphuan.lesson.workbook import workbook
from taphuan.text import day, hold, say

_INTRODUCTION = say("compose.papers.introduction")
_CLOSING = say("compose.papers.closing")
_BLANK = "……………………………"


def papers(lesson: Lesson, teaching: Teaching, cells: Iterable[NotebookNode]) -> dict[str, Any]:
    """The metadata `quiz` and `worksheets` of a set for all participants, and `agenda` if it is that of the conference and not of a module;
    `workbook` for the set of a province; `worksheets` and `sheet` for that of a commune. `teaching` knows what the slides teach."""
    if lesson.commune is not None:
        return {"worksheets": commune_worksheets(lesson), "sheet": commune_sheet(lesson)}
    if not lesson.whole:
        return {"workbook": workbook(lesson.profile)}
    metadata: dict[str, Any] = {"quiz": quiz(lesson, teaching), "worksheets": worksheets(lesson)}
    return metadata if lesson.module else {**metadata, "agenda": agenda(lesson, cells)}


# --- the quiz ---------------------------------------------------------------------------------------------------------


def quiz(lesson: Lesson, teaching: Teaching) -> list[dict[str, Any]]:
    """The quiz questions that may be asked, by module in the order of the conference; those of a conference's paper and of its
    test before and after it are marked. A module has all of its own on paper."""
    on_paper = frozenset(item.id for item in teaching.on_paper)
    tested = frozenset(item.id for item in teaching.tested)
    return [
        {
            "module": module.slug,
            "title": hold(module.title),
            "questions": [
                {
                    **_question(item, module, lesson),
                    "on_paper": bool(lesson.module) or item.id in on_paper,
                    "tested": not lesson.module and item.id in tested,
                }
                for item in teaching.asked(module)
            ],
        }
        for module in teaching.modules
    ]


def _question(item: Item, module: Module, lesson: Lesson) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": hold(item.text),
        "options": [[letter, hold(text)] for letter, text in item.detail("options").items()],
        "answer": item.detail("answer"),
        "explanation": hold(item.detail("explanation")),
        "whys": [[letter, hold(text)] for letter, text in (item.detail("whys") or {}).items()],
        "sources": list(dict.fromkeys(_sources(item, module, lesson))),
        "notes": [f"{hold(note)}." for note in dict.fromkeys(_notes(item, module, lesson))],
    }


def _question_and_key_point(item: Item, module: Module) -> tuple[Item, ...]:
    """The question and its key point; sources and notes of the question are those of both."""
    return (item, *(point for point in module.of_kind("key_point") if point.id == item.detail("key_point")))


def _sources(item: Item, module: Module, lesson: Lesson) -> Iterator[str]:
    later = [
        source
        for statement in _question_and_key_point(item, module)
        if statement.after and statement.after.start <= lesson.as_of
        for source in statement.after.source_ids
    ]
    for id_ in (item.id, *later):
        for _, text in citations.resolve(id_, lesson.profile).entries:
            yield text


def _notes(item: Item, module: Module, lesson: Lesson) -> Iterator[str]:
    """Sentences (without full stop) that must stand with the answer: what changed since, the state of every legal document
    that the question names, and that the answer rests on a reprint."""
    as_of = lesson.as_of
    for statement in _question_and_key_point(item, module):
        after = statement.after
        if after and after.start <= as_of:
            text = wording.after_text(after).rstrip(".")
            yield f"{text} ({wording.REPRINT})" if after.secondary else text
    question_text = "\n".join(item.said)
    for doc in law.named_in(question_text, as_of):
        state = law.state(doc, as_of)
        if not state.simply_in_force or doc.verified == "partial":
            yield wording.law_state_sentence(doc, state)
    if item.secondary:
        yield say("compose.papers.answer_note", note=wording.REPRINT)


# --- the programme ----------------------------------------------------------------------------------------------------


def agenda(lesson: Lesson, cells: Iterable[NotebookNode]) -> dict[str, Any]:
    """The facts of the conference, its sessions in the order of the deck with planned minutes, its speakers, and notes.

    A session has a time and a speaker only if the source states them.
    """
    conference = lesson.conference
    return {
        "facts": _facts(conference),
        "sessions": _with_times(_sessions(lesson, cells), conference),
        "speakers": [[speaker.name, hold(speaker.role)] for speaker in conference.speakers],
        "notes": list(map(hold, _agenda_notes(conference))),
    }


def _facts(conference: Conference) -> list[list[str]]:
    """[label, text] of the conference; a detail that is not known is a blank to fill in."""
    facts = (
        (say("compose.papers.time"), "" if conference.sample else conference.date_text),
        (say("compose.papers.place"), conference.place),
        (say("compose.papers.organiser"), conference.organiser),
        (say("compose.papers.audience"), conference.audience),
    )
    return [[label, hold(value or _BLANK)] for label, value in facts]


def _sessions(lesson: Lesson, cells: Iterable[NotebookNode]) -> list[dict[str, Any]]:
    """The sessions with the sum of the minutes of their slides. A part without a title in `_session_titles` belongs to the
    session before it."""
    titles = _session_titles(lesson)
    topics = {f"module:{module.slug}": hold(module.title) for module in lesson.teaching.modules}
    slots = {slot.module: slot for slot in lesson.conference.timetable}
    sessions: list[dict[str, Any]] = []
    for cell in cells:
        metadata = cell.metadata["taphuan"]
        if metadata.get("document") != "deck" or metadata["role"] != "heading":
            continue
        title = titles.get(metadata["part"], sessions[-1]["title"] if sessions else _INTRODUCTION)
        if not sessions or sessions[-1]["title"] != title:
            slot = slots.get(metadata["part"].removeprefix("module:"))
            speaker = slot.speaker if slot else _chair(lesson.conference) if title == titles["closing"] else ""
            topic = topics.get(metadata["part"], "")
            sessions.append({"title": title, "minutes": 0, "time": _time(slot), "speaker": speaker, "topic": topic})
        sessions[-1]["minutes"] += metadata.get("minutes", 0)
    return sessions


def _with_times(sessions: list[dict[str, Any]], conference: Conference) -> list[dict[str, Any]]:
    """The sessions with clock times, opening and breaks between them, where the organisers say when they begin."""
    if not conference.start:
        return sessions
    entries = timed([(session["title"], session["minutes"]) for session in sessions], conference.start)
    between = {"speaker": "", "pause": True}
    return [
        {
            **(between if entry.session is None else sessions[entry.session]),
            "title": entry.title,
            "time": entry.time,
            "minutes": entry.minutes,
        }
        for entry in entries
    ]


def _chair(conference: Conference) -> str:
    return say("compose.papers.chair", name=conference.discussion_chair) if conference.discussion_chair else ""


def _session_titles(lesson: Lesson) -> dict[str, str]:
    """The title of the session for the parts of the deck, by name of the part."""
    who = say("compose.papers.participants") if lesson.unit.is_everyone else wording.unit_phrase(lesson.unit)
    figures = say("compose.papers.numbers_of", topic=paths.PROJECT.topic, who=who)
    modules = {
        f"module:{module.slug}": say("compose.papers.module", title=module.title) for module in lesson.teaching.modules
    }
    frame = {"hall-cover": _INTRODUCTION, "participants": figures, "profile": figures, "closing": _CLOSING}
    return {name: hold(title) for name, title in {**frame, **modules}.items()}


def _time(slot: Slot | None) -> str:
    """The time of a session as far as the source states it: "08:00–09:30, 16/12/2020"; "" if it has no start."""
    if slot is None or not slot.start:
        return ""
    hours = f"{slot.start}–{slot.end}" if slot.end else say("compose.papers.from_start", start=slot.start)
    return f"{hours}, {day(slot.day)}" if slot.day else hours


def _agenda_notes(conference: Conference) -> Iterator[str]:
    if conference.start:
        yield (say("compose.papers.clock_note", start=conference.start))
    else:
        yield (say("compose.papers.minutes_note"))
    if conference.for_communes and conference.as_of >= MERGER:
        yield (say("compose.papers.commune_note"))
    if conference.abridged:
        yield f"{conference.abridged}."
