"""The decision card of one change of law, from data/law: what held, what holds from which day, who mends which papers."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.cards.decision import PAPERS, WHO, Side, alt_decision, draw_decision, when
from taphuan.charts.figure import Figure
from taphuan.known import law
from taphuan.known.changes import Change, applies, change
from taphuan.known.provisions import provisions
from taphuan.lesson import wording
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson
from taphuan.text import day, hold, listed, say


def decision(lesson: Lesson, decree: str, topic: str, size: str = "wide") -> Figure:
    """The change of a decree (`nd82` for nd82_changes.csv) with that topic of its table, as a card.

    Raises UnknownName for an unknown decree or topic; ValueError where the decree is not known or no longer applies, where
    the rule before was not read, or where no day is known.
    """
    found = change(decree, topic)
    document = law.document(found.law)
    name = f"data/law/{decree}_changes.csv, “{topic}”"
    if not applies(decree, lesson.as_of):
        raise ValueError(
            f"{document.short} is not issued or no longer applies on {lesson.as_of}; guard the slide with `change.{decree}`"
        )
    if not found.before or not found.before_law:
        raise ValueError(f"{name}: the rule before is not known; show the change with `lesson.tables.changes`")
    if found.day is None:
        raise ValueError(
            f"{name}: no day from which it applies; fill in `day`, or show it with `lesson.tables.changes`"
        )
    before, after = _before(found, lesson), _after(found, lesson)
    told = [p for p in provisions(lesson.as_of, found.law) if p.id in found.provisions]
    papers = _distinct([p.papers for p in told])
    who = _distinct([p.editor for p in told])
    at = when(found.day, lesson.as_of)
    svg = cached(
        draw_decision,
        before=before,
        after=after,
        papers=tuple(map(hold, papers)),
        who=tuple(map(hold, who)),
        at=at,
        size=size,
    )
    described = Described(
        kind="decision",
        alt=alt_decision(topic, before, after, papers, who, at),
        caption=say("lesson.figures.decision.title", topic=topic),
        source=wording.laws_line(document),
        data={
            "columns": list(listed("lesson.figures.decision.columns")),
            "rows": [
                [before.head, before.validity, before.text],
                [after.head, after.validity, after.text],
                [at.lead, at.counted, f"{at.large} {at.unit}".strip()],
                *([PAPERS, "", paper] for paper in papers),
                *([WHO, "", editor] for editor in who),
            ],
        },
    )
    return described.figure(svg, size, lesson.profile)


def _before(found: Change, lesson: Lesson) -> Side:
    """The old rule with the document that has it and until when; its name is not said twice."""
    document = law.document(found.before_law)
    assert found.day is not None
    text = found.before.removeprefix(f"{document.short}: ")
    if found.before_law == found.law:
        article = hold(f"{found.article} {document.short}")
        return Side(say("lesson.figures.decision.before_day", day=day(found.day)), article, hold(_sentence(text)))
    state = law.state(document, lesson.as_of).label
    return Side(
        say("lesson.figures.decision.before"),
        hold(f"{document.short}{f', {state}' if state else ''}"),
        hold(_sentence(text)),
    )


def _after(found: Change, lesson: Lesson) -> Side:
    """The new rule with its article; the state of its document where that is not simply in force."""
    document = law.document(found.law)
    state = law.state(document, lesson.as_of)
    said = "" if state.simply_in_force else f", {state.label}"
    assert found.day is not None
    return Side(
        say("lesson.figures.decision.since", day=day(found.day)),
        hold(f"{found.article} {document.short}{said}".strip()),
        hold(_sentence(found.after)),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _distinct(cells: list[str]) -> tuple[str, ...]:
    """The parts of the cells, each once, in their order, with a large first letter."""
    parts = (part.strip() for cell in cells for part in cell.split(";"))
    return tuple(dict.fromkeys(_sentence(part) for part in parts if part))
