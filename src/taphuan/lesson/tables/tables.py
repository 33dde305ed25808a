"""`lesson.tables`: the tables of a lesson, each a function of the module named here."""

from __future__ import annotations

from taphuan.lesson.door import Door, with_lesson
from taphuan.lesson.tables import conference, hand, index, own, taught


class LessonTables(Door):
    """Tables of the lesson's own unit and day: finished Vietnamese cells with caption and source, this province's row marked."""

    programme = with_lesson(conference.programme)
    conference = with_lesson(conference.conference)

    indices = with_lesson(index.indices)
    pillars = with_lesson(index.pillars)
    neighbours = with_lesson(index.neighbours)
    predecessors = with_lesson(index.predecessors)
    participants_indices = with_lesson(index.participants_indices)
    participants = with_lesson(index.participants)

    own_documents = with_lesson(own.own_documents)

    law = with_lesson(taught.documents)
    law_first = with_lesson(taught.law_first)
    law_gone = with_lesson(taught.law_gone)
    targets = with_lesson(taught.targets)
    changes = with_lesson(taught.changes)
    orientations = with_lesson(taught.orientations)
    tasks = with_lesson(taught.tasks)

    decisions = with_lesson(hand.decisions)
    to_fill = with_lesson(hand.to_fill)
