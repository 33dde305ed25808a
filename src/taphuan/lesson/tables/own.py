"""Tables about the unit alone: what it decided itself."""

from __future__ import annotations

from datetime import date

from taphuan import paths
from taphuan.known import law, provincial
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.own_words import MOST_DOCUMENTS
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import day, say


def own_documents(lesson: Lesson) -> TableView:
    """What the unit decided itself; below it what the units did that it was put together from, with their last day."""
    profile = lesson.profile
    found = provincial.documents(profile.unit, profile.as_of)[:MOST_DOCUMENTS]
    rows = []
    for doc in found:
        who = (
            say("lesson.tables.own.read_until", unit=doc.unit.name, day=day(provincial.last_day(doc.unit)))
            if doc.ended
            else profile.unit.name
        )
        rows.append((doc.named, day(doc.issued) if doc.issued else "", _titled(doc.title, profile.as_of), who))
    merged = any(doc.ended for doc in found)
    columns = (
        (say("lesson.tables.own.paper"), "left", 2.2),
        (say("lesson.tables.own.day"), "right", 1.2),
        (say("lesson.tables.own.content"), "left", 4.4),
        (say("lesson.tables.own.of"), "left", 1.8),
    )
    # no day is known of some, and only a merged unit has documents of others
    used = [at for at in range(len(columns)) if (merged if at == 3 else any(row[at] for row in rows))]
    return table(
        profile,
        "own-documents",
        tuple(columns[at] for at in used),
        (tuple(row[at] for at in used) for row in rows),
        say("lesson.tables.own.title", topic=paths.PROJECT.topic, unit=profile.unit.name)
        + (say("lesson.tables.own.and_predecessors") if merged else ""),
        wording.sources_line((id_ for doc in found for id_ in doc.source_ids), lesson.conference),
    )


def _titled(title: str, as_of: date) -> str:
    """The title, with the states of the documents of the State that it names, where they are not simply in force."""
    told = [(doc, law.state(doc, as_of)) for doc in law.named_in(title, as_of)]
    states = [f"{doc.short}: {state.label}" for doc, state in told if not state.simply_in_force]
    return f"{title} ({'; '.join(states)})" if states else title
