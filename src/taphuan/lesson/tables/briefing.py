"""The tables of a briefing: indices below the mean, causes and tasks to fill in, the days to come, the service index."""

from __future__ import annotations

from taphuan.charts.plots.service import COPY, printed
from taphuan.known import dti
from taphuan.lesson import measures, wording
from taphuan.lesson.claims.briefing import below_mean
from taphuan.lesson.claims.indices import OneIndex, taught_by
from taphuan.lesson.figures.days import based_on, next_deadlines
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.proposals import LETTERS, proposals
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import day, listing, number, points, say

_BLANKS = 3
_SERVICE_SOURCE = say("lesson.tables.briefing.service_source")


def weak(lesson: Lesson) -> TableView:
    """The indices a point or more below the mean, the furthest below first, with rank and where it is better; guard it with
    `has_weak_indices`."""
    profile = lesson.profile
    score, edition = profile.own_row()
    rows = []
    for row in below_mean(profile):
        taught = taught_by(OneIndex(profile, row))
        better = f"{listing(taught.names[:2])} ({points(taught.value)})" if taught else ""
        rows.append((row.label, points(row.value), points(row.table_mean), f"{row.rank}/{score.of}", better or "–"))
    return table(
        profile,
        "weak",
        (
            (say("lesson.tables.briefing.index"), "left", 2.5),
            (profile.unit.name, "center", 1.2),
            (say("lesson.tables.briefing.mean"), "center", 1.1),
            (say("lesson.tables.briefing.rank"), "center", 0.8),
            (say("lesson.tables.briefing.better"), "left", 2.6),
        ),
        rows,
        say("lesson.tables.briefing.weak_title", index=dti.name(), year=score.year, unit=profile.unit.name),
        wording.edition_source(edition, means=True),
        bare=True,
    )


def shortcomings(lesson: Lesson) -> TableView:
    """Lines for what is wanting, where no index of the unit can be compared."""
    return table(
        lesson.profile,
        "shortcomings",
        (
            ("TT", "right", 0.5),
            (say("lesson.tables.briefing.shortcoming"), "left", 3),
            (say("lesson.tables.briefing.evidence"), "left", 2),
        ),
        [(str(at), "", "") for at in range(1, _BLANKS)],
        say("lesson.tables.briefing.shortcomings_title"),
        "",
        to_fill=True,
        bare=True,
    )


def causes(lesson: Lesson) -> TableView:
    """Two lines for the causes, which no source states."""
    return table(
        lesson.profile,
        "causes",
        ((say("lesson.tables.briefing.cause"), "left", 1), (say("lesson.tables.briefing.content"), "left", 4)),
        ((say("lesson.tables.briefing.objective"), ""), (say("lesson.tables.briefing.subjective"), "")),
        say("lesson.tables.briefing.causes_title"),
        "",
        to_fill=True,
        bare=True,
    )


def assignments(lesson: Lesson) -> TableView:
    """Who leads and who helps with each proposal; without one, lines for tasks of the unit's own."""
    found = proposals(lesson.profile)
    rows = [(f"{LETTERS[at]}) {each.short}", "", "", each.when) for at, each in enumerate(found)]
    return table(
        lesson.profile,
        "assignments",
        (
            (say("lesson.tables.briefing.task"), "left", 3.4),
            (say("lesson.tables.briefing.lead"), "left", 1.4),
            (say("lesson.tables.briefing.support"), "left", 1.4),
            (say("lesson.tables.briefing.due"), "left", 1.8),
        ),
        rows or [(f"{LETTERS[at]})", "", "", "") for at in range(_BLANKS)],
        say("lesson.tables.briefing.tasks_title"),
        "",
        to_fill=True,
        bare=True,
    )


def roadmap(lesson: Lesson) -> TableView:
    """The next days that the law sets; guard it with `has_deadlines`."""
    profile = lesson.profile
    return table(
        profile,
        "roadmap",
        (
            (say("lesson.tables.briefing.milestone"), "left", 1.7),
            (say("lesson.tables.briefing.left"), "left", 0.8),
            (say("lesson.tables.briefing.content"), "left", 3.6),
            (say("lesson.tables.briefing.basis"), "left", 2.3),
        ),
        [
            (
                _day_of_row(each.sense, day(each.day)),
                say("lesson.tables.briefing.days_left", days=number((each.day - lesson.as_of).days)),
                each.short,
                based_on(each, lesson.as_of),
            )
            for each in next_deadlines(profile)
        ],
        say("lesson.tables.briefing.milestones_title"),
        "",
        bare=True,
    )


def _day_of_row(sense: str, on: str) -> str:
    """ "Trước 15/12/2026": the day as a row of a table begins with it."""
    return {
        "truoc": say("lesson.tables.briefing.before", day=on),
        "tu": say("lesson.tables.briefing.since", day=on),
    }.get(sense, on)


def public_service(lesson: Lesson) -> TableView:
    """The parts of the index of service to people and businesses beside the mean and the highest, with the mark of a copy; guard
    it with `has_dvc`."""
    profile = lesson.profile
    service = measures.service(profile)
    if service is None:
        raise ValueError(f"no public-service index of {profile.unit.name} is known; guard the table with `has_dvc`")
    rows = sorted(service.parts, key=lambda part: part.most is None)
    return table(
        profile,
        "public-service-table",
        (
            (say("lesson.tables.briefing.content"), "left", 3),
            (profile.unit.name, "center", 1.4),
            (say("lesson.tables.briefing.mean"), "center", 1.2),
            (say("lesson.tables.briefing.best"), "center", 1.2),
        ),
        [
            (
                f"{part.label} ({say('lesson.tables.briefing.points') if part.most is None else say('lesson.tables.briefing.percent')})",
                *(printed(value, part.most).rstrip("%") for value in (part.value, part.mean, part.best)),
            )
            for part in rows
        ],
        say("lesson.tables.briefing.service_title", name=measures.SERVICE_NAME, year=service.year, mark=COPY),
        _SERVICE_SOURCE,
        note=f"{COPY} {measures.SERVICE_CAVEAT}",
    )
