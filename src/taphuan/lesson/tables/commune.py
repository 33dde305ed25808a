"""Tables of a commune: what happens at its counter, to be answered, and the answers. Source: data/communes."""

from __future__ import annotations

from taphuan.lesson import wording
from taphuan.lesson.commune_words import items
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.own_commune import filled, own_of
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import say

MOST = 5


def situations(lesson: Lesson, answers: bool = False) -> TableView:
    """At most five situations of the day with a cell to fill; or the same with what is done and by which article.

    Raises ValueError in a document of a province.
    """
    own = own_of(lesson.commune, lesson.as_of)
    found = items(own, "situation")[:MOST]
    told = [filled(item.text, own) for item in found]
    if not answers:
        return table(
            lesson.profile,
            "situations",
            (
                ("TT", "right", 0.5),
                (say("lesson.tables.commune.case"), "left", 5),
                (say("lesson.tables.commune.question", kind=own.kind.capitalize()), "left", 4),
            ),
            tuple((str(at), text, "") for at, text in enumerate(told, start=1)),
            say("lesson.tables.commune.cases_title"),
            "",
            to_fill=True,
        )
    return table(
        lesson.profile,
        "situations-answered",
        (
            ("TT", "right", 0.5),
            (say("lesson.tables.commune.what"), "left", 6.5),
            (say("lesson.tables.commune.basis"), "left", 2.6),
        ),
        tuple(
            (str(at), filled(item.detail("answer"), own), wording.basis(item)) for at, item in enumerate(found, start=1)
        ),
        say("lesson.tables.commune.answers_title"),
        wording.items_line(found, lesson.conference),
    )
