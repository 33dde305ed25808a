"""The document sets in which a change of a file is looked for: one or two, small, that show the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from taphuan.lesson.lesson import Lesson, open_lesson

_QUIZ = ("quiz.docx", "quiz.xml", "quiz.gift.txt", "worksheets.docx", "worksheets.xlsx")
_PROVINCE = ("handout.pdf", "checkup.pdf", "briefing.docx", "briefing.pdf", "data.xlsx")
_CONFERENCE = ("report.docx", "report.pdf", "agenda.docx", "sign-in.docx", *_QUIZ)


@dataclass(frozen=True)
class Of:
    """A set: conference, unit, day, module, commune; `more`: its files beside those of the deck."""

    conference: str
    unit: str
    as_of: str
    module: str = ""
    commune: str = ""
    more: tuple[str, ...] = ()


DA_NANG = Of("quang-nam-2024", "da-nang", "2024-10-31", more=_PROVINCE)
MERGED = Of("quang-nam-2024", "da-nang", "2026-11-28", more=_PROVINCE)
BAC_GIANG = Of("bac-giang", "hoi-nghi", "2021-12-16", more=_CONFERENCE)


def sets_of(file: str) -> tuple[Of, ...]:
    """The sets that show a file of the project."""
    path = Path(file)
    if path.parent.as_posix() in ("data/modules", "notebooks/modules"):
        return tuple(_of_module(path.stem))
    if path.parent.as_posix() == "data/conferences" and path.suffix == ".yaml":
        return _of_conference(path.stem)
    if "commune" in file or path.name == "cap-xa.yaml":
        return (Of("bo-khcn-cap-xa-2025", "thai-nguyen", "2026-11-28", commune="01969", more=("sheet.pdf",)),)
    if path.parent.as_posix() in ("data/law", "data/conferences"):
        return (BAC_GIANG, DA_NANG)
    return (DA_NANG,) if path.parts[0] == "slides" else (DA_NANG, MERGED)


def lesson_of(of: Of) -> Lesson:
    return open_lesson(of.conference, of.unit, of.as_of, of.module, of.commune)


def _of_conference(slug: str) -> tuple[Of, ...]:
    from taphuan.known.conferences import conference, conference_slugs

    if slug not in conference_slugs():
        return (BAC_GIANG,)
    return (Of(slug, "hoi-nghi", conference(slug).as_of.isoformat(), more=_CONFERENCE),)


def _of_module(slug: str) -> list[Of]:
    from taphuan.known.conferences import conference, conference_slugs

    taught = [name for name in conference_slugs() if slug in conference(name).modules]
    return [Of(name, "hoi-nghi", conference(name).as_of.isoformat(), slug, more=_QUIZ) for name in taught[:1]]
