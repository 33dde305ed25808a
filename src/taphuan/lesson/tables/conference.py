"""Tables of the conference itself: the parts of its material, and what is known of it."""

from __future__ import annotations

from taphuan.charts.text_measure import text_width, wrap
from taphuan.known.conferences import participants
from taphuan.known.decided import decided
from taphuan.known.units import Unit
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import hold, listed, say
from taphuan.theme import theme

_MODES = {
    "truc-tiep": say("lesson.tables.conference.in_person"),
    "truc-tuyen": say("lesson.tables.conference.online"),
    "ket-hop": say("lesson.tables.conference.hybrid"),
}

# parts of a programme that have room for two lines each
_ROOMY = 6
# widths of columns of what is agreed on, and px beside the words of a cell
_NUMBER, _WHO_AND_WHEN, _PADDING = 0.8, (1.5, 1.6), 26.0


def programme(lesson: Lesson) -> TableView:
    """The parts of the material in their order. The list is ours, so it has no source."""
    return table(
        lesson.profile,
        "programme",
        (
            (say("lesson.tables.conference.part"), "right", _NUMBER),
            (say("lesson.tables.conference.content"), "left", 8),
        ),
        tuple((str(place), module.title) for place, module in enumerate(lesson.teaching.programme, start=1)),
        say("lesson.tables.conference.parts_title"),
        "",
    )


def taught(lesson: Lesson) -> TableView:
    """The parts of the material with a blank beside each: what the reader takes home of it."""
    return table(
        lesson.profile,
        "taught",
        (
            (say("lesson.tables.conference.part"), "right", _NUMBER),
            (say("lesson.tables.conference.content"), "left", 5),
            (say("lesson.tables.conference.take_home"), "left", 4),
        ),
        tuple((str(place), module.short_title, "") for place, module in enumerate(lesson.teaching.programme, start=1)),
        say("lesson.tables.conference.take_home_title"),
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
            (say("lesson.tables.conference.part"), "right", _NUMBER),
            (say("lesson.tables.conference.content"), "left", content),
            *(
                (name, "left", width)
                for name, width in zip(listed("lesson.tables.conference.decision_columns"), widths, strict=True)
            ),
        ),
        tuple(
            (str(place), title, *cells(title, said.get(module.slug, ("", "", ""))))
            for place, module in enumerate(parts, start=1)
            for title in (module.title if whole else module.short_title,)
        ),
        say("lesson.tables.conference.decisions_title"),
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
        (say("lesson.tables.conference.time"), about.date_text),
        (say("lesson.tables.conference.place"), about.place),
        (say("lesson.tables.conference.form"), _MODES.get(about.mode, "")),
        (say("lesson.tables.conference.organiser"), about.organiser),
        (say("lesson.tables.conference.audience"), about.audience),
        (say("lesson.tables.conference.delegates"), about.delegates_note or delegates),
        (say("lesson.tables.conference.sites"), about.points_note or points),
    )
    known = [(label, text or wording.BLANK) for label, text in facts if text or blanks]
    scope = _scope(participants(about)) + _participants_today(lesson)
    return table(
        lesson.profile,
        "conference",
        (
            (say("lesson.tables.conference.content"), "left", 1.4),
            (say("lesson.tables.conference.information"), "left", 5),
        ),
        (*known, (say("lesson.tables.conference.scope"), hold(scope))),
        say("lesson.tables.conference.about_title"),
        wording.conference_source(about),
    )


def _scope(units: tuple[Unit, ...]) -> str:
    """The name of one unit, the number of several."""
    return units[0].full_name if len(units) == 1 else say("lesson.tables.conference.provinces", number=len(units))


def _participants_today(lesson: Lesson) -> str:
    """How many units the same territory is where a conference held before the merger is taught again after it."""
    now, then = len(lesson.profile.participants), len(participants(lesson.conference))
    return say("lesson.tables.conference.now_provinces", number=now) if now != then else ""
