"""`lesson.figures`: the figures of a lesson, each a function of the module named here."""

from __future__ import annotations

from taphuan.lesson.door import Door, with_lesson
from taphuan.lesson.figures import (
    all_participants,
    checkup,
    commune,
    days,
    decision,
    devices,
    exercise,
    learn,
    maps,
    measures,
    scatter,
    slope,
    spine,
    standing,
    taught,
)


class LessonFigures(Door):
    """Figures of the lesson's own unit and day, drawn once per content, each with caption, source and alt text.

    `size`: wide · half · cover on a slide, print in a briefing; full for devices that have their slide to themselves.
    """

    checkup_picture = with_lesson(checkup.checkup_picture)
    checkup = with_lesson(checkup.checkup)
    papi = with_lesson(spine.papi)
    spine = with_lesson(spine.spine)
    rank_card = with_lesson(standing.rank_card)
    league = with_lesson(standing.league)
    strip = with_lesson(standing.strip)
    ranks = with_lesson(standing.ranks)
    slope = with_lesson(slope.slope)
    predecessors = with_lesson(standing.predecessors)

    indices = with_lesson(measures.indices)
    index = with_lesson(measures.index)
    pillars = with_lesson(measures.pillars)
    public_service = with_lesson(measures.public_service)
    learn = with_lesson(learn.learn)
    scatter = with_lesson(scatter.scatter)

    participants = with_lesson(maps.participants)
    region_map = with_lesson(maps.region_map)
    participants_map = with_lesson(maps.participants_map)
    participants_league = with_lesson(all_participants.participants_league)
    participants_movement = with_lesson(all_participants.participants_movement)

    formed = with_lesson(commune.formed)
    duties = with_lesson(commune.duties)

    numbers = with_lesson(taught.numbers)
    bars = with_lesson(taught.bars)
    due = with_lesson(days.due)
    days = with_lesson(days.days)
    decision = with_lesson(decision.decision)

    steps = with_lesson(devices.steps)
    stack = with_lesson(devices.stack)
    columns = with_lesson(devices.columns)
    checklist = with_lesson(devices.checklist)
    big_number = with_lesson(devices.big_number)
    exercise_of = with_lesson(exercise.exercise_of)
    exercise = with_lesson(exercise.exercise)
