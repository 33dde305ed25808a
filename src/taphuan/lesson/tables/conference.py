"""Tables of the conference itself: the parts of its material, and what is known of it."""

from __future__ import annotations

from taphuan.charts.text_measure import text_width, wrap
from taphuan.known.conferences import participants
from taphuan.known.decided import decided
from taphuan.known.units import Unit
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import hold
from taphuan.theme import theme

_MODES = {"truc-tiep": "Trực tiếp", "truc-tuyen": "Trực tuyến", "ket-hop": "Trực tiếp kết hợp trực tuyến"}

# parts of a programme that have room for two lines each
_ROOMY = 6
# widths of columns of what is agreed on, and px beside the words of a cell
_NUMBER, _WHO_AND_WHEN, _PADDING = 0.8, (1.5, 1.6), 26.0


def programme(lesson: Lesson) -> TableView:
    """The parts of the material in their order. The list is ours, so it has no source."""
    return table(
        lesson.profile,
        "programme",
        (("Phần", "right", _NUMBER), ("Nội dung", "left", 8)),
        tuple((str(place), module.title) for place, module in enumerate(lesson.teaching.programme, start=1)),
        "Các phần của bộ tài liệu",
        "",
    )


def taught(lesson: Lesson) -> TableView:
    """The parts of the material with a blank beside each: what the reader takes home of it."""
    return table(
        lesson.profile,
        "taught",
        (("Phần", "right", _NUMBER), ("Nội dung", "left", 5), ("Việc mang về", "left", 4)),
        tuple((str(place), module.short_title, "") for place, module in enumerate(lesson.teaching.programme, start=1)),
        "Các phần của bộ tài liệu và việc mang về",
        "",
        to_fill=True,
    )


def agreed(lesson: Lesson, *, whole: bool = False) -> TableView:
    """What the hall agrees on of each part: task, person and deadline, as they were typed while the deck was shown (see
    `known.decided`); what was not is to be filled in. A slide has room for two lines of each, and of many parts for as many as
    the part's name takes; `whole`, for papers: all of it."""
    parts = lesson.teaching.programme
    said = decided(lesson.conference.slug)
    # many parts have one line each
    content, task = (5.6, 2.9) if len(parts) > _ROOMY else (3.6, 3.6)
    widths = (task, *_WHO_AND_WHEN)
    px = theme().spacing.measure / (_NUMBER + content + sum(widths))

    def cells(title: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        if whole:
            return tuple(map(hold, texts))
        lines = len(wrap(title, theme().sizes.floor, px * content - _PADDING)) if len(parts) > _ROOMY else 2
        return tuple(_cut(text, px * width - _PADDING, lines) for text, width in zip(texts, widths, strict=True))

    return table(
        lesson.profile,
        "agreed",
        (
            ("Phần", "right", _NUMBER),
            ("Nội dung", "left", content),
            *((name, "left", width) for name, width in zip(("Việc", "Người", "Hạn"), widths, strict=True)),
        ),
        tuple(
            (str(place), title, *cells(title, said.get(module.slug, ("", "", ""))))
            for place, module in enumerate(parts, start=1)
            for title in (module.title if whole else module.short_title,)
        ),
        "Việc, người, hạn của từng phần: điền khi hội trường đã thống nhất",
        "",
        to_fill=True,
    )


def _cut(text: str, width: float, most: int) -> str:
    """A text as far as it fits so many lines of so many px, the rest as "…"."""
    size, words = theme().sizes.floor, text.split()
    shorter = (" ".join([*words[:kept], "…"]) for kept in range(len(words) - 1, 0, -1))
    # a word that is longer than a line is cut inside
    inside = (f"{text[:kept]}…" for kept in range(len(text) - 1, 0, -1))
    for candidate in (text, *shorter, *inside):
        lines = wrap(candidate, size, width)
        if len(lines) <= most and all(text_width(line, size) <= width for line in lines):
            return candidate
    return ""


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
