"""Tables of the conference itself: the parts of its material, and what is known of it."""

from __future__ import annotations

from taphuan.known.conferences import participants
from taphuan.known.units import Unit
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import hold

_MODES = {"truc-tiep": "Trực tiếp", "truc-tuyen": "Trực tuyến", "ket-hop": "Trực tiếp kết hợp trực tuyến"}

# parts of a programme that have room for two lines each
_ROOMY = 6


def programme(lesson: Lesson) -> TableView:
    """The parts of the material in their order. The list is ours, so it has no source."""
    return table(
        lesson.profile,
        "programme",
        (("Phần", "right", 0.6), ("Nội dung", "left", 8)),
        tuple((str(place), module.title) for place, module in enumerate(lesson.teaching.programme, start=1)),
        "Các phần của bộ tài liệu",
        "",
    )


def taught(lesson: Lesson) -> TableView:
    """The parts of the material with a blank beside each: what the reader takes home of it."""
    return table(
        lesson.profile,
        "taught",
        (("Phần", "right", 0.6), ("Nội dung", "left", 5), ("Việc mang về", "left", 4)),
        tuple((str(place), module.title, "") for place, module in enumerate(lesson.teaching.programme, start=1)),
        "Các phần của bộ tài liệu và việc mang về",
        "",
        to_fill=True,
    )


def agreed(lesson: Lesson) -> TableView:
    """What the hall agrees on of each part: task, person and deadline, to be filled in when it has been taught."""
    parts = lesson.teaching.programme
    # many parts have one line each
    content, task = (5.6, 3.2) if len(parts) > _ROOMY else (3.6, 3.6)
    return table(
        lesson.profile,
        "agreed",
        (
            ("Phần", "right", 0.8),
            ("Nội dung", "left", content),
            ("Việc", "left", task),
            ("Người", "left", 1.6),
            ("Hạn", "left", 1.2),
        ),
        tuple((str(place), module.title, "", "", "") for place, module in enumerate(parts, start=1)),
        "Việc, người, hạn của từng phần: điền khi hội trường đã thống nhất",
        "",
        to_fill=True,
    )


def conference(lesson: Lesson, *, blanks: bool = False) -> TableView:
    """What is known of the conference. With `blanks`, for papers, a detail that is not known is a blank to fill; on slides
    it is left out."""
    about = lesson.conference
    delegates = str(about.delegates) if about.delegates else ""
    points = str(about.points) if about.points else ""
    facts = (
        ("Thời gian", about.date_text),
        ("Địa điểm", about.place),
        ("Hình thức", _MODES.get(about.mode, "")),
        ("Đơn vị tổ chức", about.organiser),
        ("Đối tượng", about.audience),
        ("Đại biểu", about.delegates_note or delegates),
        ("Điểm cầu", about.points_note or points),
    )
    known = [(label, text or wording.BLANK) for label, text in facts if text or blanks]
    scope = _scope(participants(about)) + _participants_today(lesson)
    return table(
        lesson.profile,
        "conference",
        (("Nội dung", "left", 1.4), ("Thông tin", "left", 5)),
        (*known, ("Phạm vi tài liệu", hold(scope))),
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
