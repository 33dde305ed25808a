"""What a set hands out beside its deck: the questions of its modules and the programme, as finished texts.

They stand in the notebook's metadata, because no cell shows all of them: the writers of the quiz papers and of the
programme read them there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nbformat import NotebookNode

from taphuan.compose import citations
from taphuan.known import law
from taphuan.known.conferences import Conference, Item, Module, Slot, is_secondary
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.text import day, hold

_INTRODUCTION = "Giới thiệu hội nghị và chương trình"
_CLOSING = "Thảo luận, kiểm tra nhanh, việc làm sau hội nghị"
_OPEN = "……………………………"


def papers(lesson: Lesson, cells: Iterable[NotebookNode]) -> dict[str, Any]:
    """`quiz` for what all participants share, `agenda` for the conference itself; nothing for one province."""
    if not lesson.whole:
        return {}
    found: dict[str, Any] = {"quiz": quiz(lesson)}
    return found if lesson.module else {**found, "agenda": agenda(lesson, cells)}


# --- the quiz ---------------------------------------------------------------------------------------------------------


def quiz(lesson: Lesson) -> list[dict[str, Any]]:
    """All questions that may be asked on the day, by module in the order of the conference."""
    return [
        {
            "module": module.slug,
            "title": hold(module.title),
            "questions": [
                _question(item, module, lesson) for item in module.of_kind("quiz") if item.usable(lesson.as_of)
            ],
        }
        for module in lesson.teaching.modules
    ]


def _question(item: Item, module: Module, lesson: Lesson) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": hold(item.text),
        "options": [[letter, hold(text)] for letter, text in item.detail("options").items()],
        "answer": item.detail("answer"),
        "explanation": hold(item.detail("explanation")),
        "sources": list(dict.fromkeys(_sources(item, module, lesson))),
        "notes": [f"{hold(note)}." for note in dict.fromkeys(_notes(item, module, lesson))],
    }


def _resting_on(item: Item, module: Module) -> tuple[Item, ...]:
    """The question and the key point behind it: what must be said of one must be said of the other."""
    return (item, *(point for point in module.of_kind("key_point") if point.id == item.detail("key_point")))


def _sources(item: Item, module: Module, lesson: Lesson) -> Iterator[str]:
    later = [
        source
        for known in _resting_on(item, module)
        if known.after and known.after.start <= lesson.as_of
        for source in known.after.source_ids
    ]
    for id_ in (item.id, *later):
        for _, text in citations.resolve(id_, lesson.profile).entries:
            yield text


def _notes(item: Item, module: Module, lesson: Lesson) -> Iterator[str]:
    """What the answer must not be given without, sentences without their full stop: what changed since, the state of
    every document named, weak sources."""
    as_of = lesson.as_of
    for known in _resting_on(item, module):
        if known.after and known.after.start <= as_of:
            start = day(known.after.start)
            text = (known.after.text if start in known.after.text else f"Từ {start}: {known.after.text}").rstrip(".")
            yield f"{text} ({wording.CHECK_ORIGINAL})" if is_secondary(known.after.source_ids) else text
    said = "\n".join((item.text, *item.detail("options").values(), item.detail("explanation")))
    for doc in law.named_in(said, as_of):
        state = law.state(doc, as_of)
        if not state.simply_in_force or doc.verified == "partial":
            yield wording.law_state_sentence(doc, state)
    if item.secondary:
        yield f"Đáp án chỉ dựa vào nguồn thứ cấp: {wording.CHECK_ORIGINAL}"


# --- the programme ----------------------------------------------------------------------------------------------------


def agenda(lesson: Lesson, cells: Iterable[NotebookNode]) -> dict[str, Any]:
    """The sessions in the order of the deck with their planned minutes; times and speakers only where they are stated."""
    conference = lesson.conference
    return {
        "facts": _facts(conference),
        "sessions": _sessions(lesson, cells),
        "speakers": [[_capital(speaker.name), hold(speaker.role)] for speaker in conference.speakers],
        "notes": list(map(hold, _agenda_notes(conference))),
    }


def _capital(name: str) -> str:
    """ "không nêu tên" begins a cell."""
    return name[:1].upper() + name[1:]


def _facts(conference: Conference) -> list[list[str]]:
    """What is known of the event; what is not stays open on a sample and is said of a real one."""
    unknown = _OPEN if conference.sample else "Bài gốc không nêu"
    given = (
        ("Thời gian", "" if conference.sample else conference.date_text),
        ("Địa điểm", conference.place),
        ("Đơn vị tổ chức", conference.organiser),
        ("Thành phần", conference.audience),
    )
    return [[label, hold(value or unknown)] for label, value in given]


def _sessions(lesson: Lesson, cells: Iterable[NotebookNode]) -> list[dict[str, Any]]:
    """A part of the deck without a session of its own belongs to the session before it."""
    titles = _titles(lesson)
    slots = {slot.module: slot for slot in lesson.conference.timetable}
    found: list[dict[str, Any]] = []
    for cell in cells:
        ours = cell.metadata["taphuan"]
        if ours.get("document") != "deck" or ours["role"] != "heading":
            continue
        title = titles.get(ours["part"], found[-1]["title"] if found else _INTRODUCTION)
        if not found or found[-1]["title"] != title:
            slot = slots.get(ours["part"].removeprefix("module:"))
            found.append({"title": title, "minutes": 0, "time": _time(slot), "speaker": slot.speaker if slot else ""})
        found[-1]["minutes"] += ours.get("minutes", 0)
    return found


def _titles(lesson: Lesson) -> dict[str, str]:
    """The session each part of the deck belongs to."""
    who = "các địa phương dự hội nghị" if lesson.unit.is_everyone else wording.unit_phrase(lesson.unit)
    figures = f"Số liệu chuyển đổi số của {who}"
    modules = {f"module:{module.slug}": f"Chuyên đề: {module.title}" for module in lesson.teaching.modules}
    frame = {"hall-cover": _INTRODUCTION, "participants": figures, "profile": figures, "closing": _CLOSING}
    return {name: hold(title) for name, title in {**frame, **modules}.items()}


def _time(slot: Slot | None) -> str:
    """ "08:00–09:30, 16/12/2020", as far as it is stated."""
    if slot is None or not slot.start:
        return ""
    hours = f"{slot.start}–{slot.end}" if slot.end else f"từ {slot.start}"
    return f"{hours}, {day(slot.day)}" if slot.day else hours


def _agenda_notes(conference: Conference) -> Iterator[str]:
    timed = any(slot.start for slot in conference.timetable)
    head = "Hội nghị mẫu, chưa có giờ" if conference.sample else "Bài gốc không nêu giờ"
    if not timed:
        yield f"{head} của từng phần nên chương trình này không ghi giờ."
    yield (
        "Số phút là thời lượng dự kiến khi trình bày bộ tài liệu, cộng từ các trang trình chiếu; "
        "chưa kể khai mạc, phát biểu và nghỉ giữa giờ."
    )
    if not conference.sample and not any(slot.speaker for slot in conference.timetable):
        yield "Bộ tài liệu không xếp người trình bày cho từng chuyên đề vì bài gốc không nêu đủ."
