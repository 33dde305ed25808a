"""Tables of the conference itself: its programme, and what is known of it."""

from __future__ import annotations

from taphuan.known.conferences import participants
from taphuan.known.units import Unit
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.view import TableView, table


def programme(lesson: Lesson) -> TableView:
    """The modules in the order of the conference."""
    return table(
        lesson.profile,
        "programme",
        (("STT", "right", 0.6), ("Chuyên đề", "left", 8)),
        tuple((str(place), module.title) for place, module in enumerate(lesson.teaching.programme, start=1)),
        f"Chuyên đề của {lesson.conference.title[:1].lower() + lesson.conference.title[1:]}",
        wording.conference_source(lesson.conference),
    )


def conference(lesson: Lesson) -> TableView:
    """What is known of the conference, and what is not."""
    about = lesson.conference
    unknown = wording.unknown(about)
    assumed = about.participants_assumed and not about.plan
    scope = _scope(participants(about)) + (" (theo vùng nêu trong bài gốc; bài không liệt kê)" if assumed else "")
    facts = [
        ("Thời gian", about.date_text),
        ("Địa điểm", about.place or unknown),
        ("Đơn vị tổ chức", about.organiser or unknown),
        ("Đối tượng", about.audience or unknown),
        ("Phạm vi", scope + _participants_today(lesson)),
    ]
    if about.delegates:
        facts.append(("Đại biểu", about.delegates_note or str(about.delegates)))
    if about.points:
        facts.append(("Điểm cầu", about.points_note or str(about.points)))
    return table(
        lesson.profile,
        "conference",
        (("Nội dung", "left", 1.4), ("Thông tin", "left", 5)),
        facts,
        "Thông tin về hội nghị",
        wording.conference_source(about),
    )


def _scope(units: tuple[Unit, ...]) -> str:
    """The name of one unit, the number of several."""
    return units[0].full_name if len(units) == 1 else f"{len(units)} tỉnh, thành phố"


def _participants_today(lesson: Lesson) -> str:
    """How many units the same territory is where a conference held before the merger is taught again after it."""
    now, then = len(lesson.profile.participants), len(participants(lesson.conference))
    return f"; nay là {now} tỉnh, thành phố" if now != then else ""
