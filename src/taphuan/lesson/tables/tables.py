"""`lesson.tables`: the tables of a lesson, each a function of the module named here."""

from __future__ import annotations

from taphuan.lesson.door import Door, with_lesson
from taphuan.lesson.tables import briefing, commune, conference, hand, index, own, practice
from taphuan.lesson.tables import taught as of_modules


class LessonTables(Door):
    """Tables of the lesson's own unit and day: finished Vietnamese cells with caption and source, this province's row marked."""

    programme = with_lesson(conference.programme)
    taught = with_lesson(conference.taught)
    agreed = with_lesson(conference.agreed)
    conference = with_lesson(conference.conference)

    indices = with_lesson(index.indices)
    pillars = with_lesson(index.pillars)
    neighbours = with_lesson(index.neighbours)
    predecessors = with_lesson(index.predecessors)
    participants_indices = with_lesson(index.participants_indices)
    participants = with_lesson(index.participants)

    own_documents = with_lesson(own.own_documents)

    law = with_lesson(of_modules.documents)
    law_first = with_lesson(of_modules.law_first)
    law_gone = with_lesson(of_modules.law_gone)
    targets = with_lesson(of_modules.targets)
    changes = with_lesson(of_modules.changes)
    orientations = with_lesson(of_modules.orientations)
    tasks = with_lesson(of_modules.tasks)

    weak = with_lesson(briefing.weak)
    shortcomings = with_lesson(briefing.shortcomings)
    causes = with_lesson(briefing.causes)
    assignments = with_lesson(briefing.assignments)
    roadmap = with_lesson(briefing.roadmap)
    public_service = with_lesson(briefing.public_service)

    answers = with_lesson(practice.answers)
    to_compute = with_lesson(practice.to_compute)
    sheet = with_lesson(practice.sheet)

    situations = with_lesson(commune.situations)

    decisions = with_lesson(hand.decisions)
    to_fill = with_lesson(hand.to_fill)
