"""The days of legal documents on a line: when each began, what it replaced, when it ended, and what is due next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from taphuan.charts.cache import cached
from taphuan.charts.cards.numbers import alt_numbers, draw_numbers
from taphuan.charts.figure import Figure
from taphuan.charts.plots.days import MOST_DAYS, Event, alt_days, draw_days
from taphuan.known import law, provisions
from taphuan.lesson import wording
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.profile import Profile
from taphuan.text import day, hold, listed, listing, number, say

# the verb of a relation, in the order in which one is said where a document does several things on its first day
_ACTS = (
    ("thay-the", "thay"),
    ("bai-bo", say("lesson.figures.days.repeals")),
    ("sua-doi", say("lesson.figures.days.amends")),
    ("bo-sung", say("lesson.figures.days.supplements")),
)
_MOST_NAMES = 2
# how far ahead the end of a programme is a day to count down to
_AHEAD = timedelta(days=731)
MOST_DUE = 3
_WORDS = {
    "truoc": say("lesson.figures.days.before_day"),
    "den": say("lesson.figures.days.until_day"),
    "tu": say("lesson.figures.days.from_day"),
    "het": say("lesson.figures.days.until_end_of_day"),
}
# how the day of a deadline is to be read; the last day of effect says it itself
_SENSES = {
    "truoc": say("lesson.figures.days.before_this_day"),
    "den": "",
    "tu": say("lesson.figures.days.from_this_day"),
    "het": "",
}


def days(lesson: Lesson, *ids: str, deadlines: int = 0, size: str = "wide") -> Figure:
    """What the documents did on which day, as far as it was known on the lesson's day, and their next `deadlines` that bind
    a province. Documents not yet issued are left out; of more days than fit, the youngest of each document stay.

    Raises ValueError where no document was issued by then.
    """
    as_of = lesson.as_of
    docs = tuple(doc for doc in map(law.document, ids) if law.is_known(doc, as_of) and (doc.effective or doc.issued))
    if not docs:
        raise ValueError(f"none of {', '.join(ids)} was issued by {as_of}; give the slide a window")
    coming = [each for each in provisions.deadlines(as_of, "tinh") if each.law in {doc.id for doc in docs}]
    due = [(each.day.isoformat(), law.document(each.law).short, _due(each)) for each in coming]
    events = _fewest([_events(doc, docs, as_of) for doc in docs], due[:deadlines])
    drawn = tuple((iso, hold(name), hold(effect)) for iso, name, effect in events)
    described = Described(
        kind="days",
        alt=alt_days(drawn, as_of.isoformat()),
        caption=say("lesson.figures.days.title", day=day(as_of)),
        source=wording.LAW_SOURCE,
        data={
            "columns": list(listed("lesson.figures.days.columns")),
            "rows": [[day(iso), name, effect, _left(iso, as_of)] for iso, name, effect in events],
        },
    )
    return described.figure(cached(draw_days, events=drawn, as_of=as_of.isoformat(), size=size), size, lesson.profile)


def due(lesson: Lesson, size: str = "wide") -> Figure:
    """The next three days that the law sets and that bind the audience, with the days left.

    Raises ValueError where none is known: guard the slide with `has_deadlines`.
    """
    profile = lesson.profile
    found = next_deadlines(profile)
    if not found:
        raise ValueError(f"no day is known on {lesson.as_of}; guard the slide with `has_deadlines`")
    cards = tuple(
        (
            number((each.day - lesson.as_of).days),
            say("lesson.figures.days.day_word"),
            hold(f"{each.short} ({based_on(each, lesson.as_of)})"),
            until(each),
        )
        for each in found
    )
    described = Described(
        kind="due",
        alt=alt_numbers(cards),
        caption=say("lesson.figures.days.left_title", day=day(lesson.as_of)),
        source=wording.laws_line(*dict.fromkeys(law.document(each.law) for each in found)),
        data={
            "columns": list(listed("lesson.figures.days.left_columns")),
            "rows": [
                [day(each.day), each.what, based_on(each, lesson.as_of), (each.day - lesson.as_of).days]
                for each in found
            ],
        },
    )
    return described.figure(cached(draw_numbers, cards=cards, size=size), size, profile)


def next_deadlines(profile: Profile) -> tuple[provisions.Deadline, ...]:
    """The next MOST_DUE days that bind whom the conference is for: provinces, or communes."""
    level = "xa" if profile.conference.for_communes else "tinh"
    return provisions.deadlines(profile.as_of, level)[:MOST_DUE]


def until(deadline: provisions.Deadline) -> str:
    """ "trước ngày 15/12/2026": the day with what it means."""
    return f"{_WORDS[deadline.sense]} {day(deadline.day)}"


def based_on(deadline: provisions.Deadline, as_of: date) -> str:
    """ "Điều 68 NĐ 224/2026": the article without its parts, with the state of a document that is not simply in force."""
    article = next((part for part in re.findall(r"Điều \d+", deadline.article)), "")
    document = law.document(deadline.law)
    state = law.state(document, as_of)
    said = "" if state.simply_in_force else f", {state.label}"
    return f"{article} {document.short}{said}".strip()


def _due(deadline: provisions.Deadline) -> str:
    """What a deadline asks for; only "before" does not count the day itself."""
    return (
        say("lesson.figures.days.before_this_day_what", what=deadline.what)
        if deadline.sense == "truoc"
        else deadline.what
    )


def _left(iso: str, as_of: date) -> int | None:
    left = (date.fromisoformat(iso) - as_of).days
    return left if left > 0 else None


def _events(doc: law.LegalDocument, shown: tuple[law.LegalDocument, ...], as_of: date) -> list[Event]:
    """The days of one document, the oldest first; its end is left out where the shown document that ended it says so."""
    if doc.stateless or doc.effective is None:
        events = [(doc.issued.isoformat(), doc.short, say("lesson.figures.days.issued"))] if doc.issued else []
    else:
        events = [(doc.effective.isoformat(), doc.short, _effect(doc, shown, as_of))]
    end = law.known_end(doc, as_of)
    if end is not None and not any(doc in _targets(other, as_of)[1] for other in shown if other.effective == end):
        events.append((end.isoformat(), doc.short, say("lesson.figures.days.expired")))
    over = doc.period_end
    if over is not None and (end is None or end > over) and over <= as_of + _AHEAD:
        events.append((over.isoformat(), doc.short, say("lesson.figures.days.ended")))
    return events


def _effect(doc: law.LegalDocument, shown: tuple[law.LegalDocument, ...], as_of: date) -> str:
    """What a document did on its first day in force to others of the figure: of another one the reader would have to be told
    its state as well."""
    verb, targets = _targets(doc, as_of)
    named = [target.short for target in targets if target in shown]
    if not named:
        return say("lesson.figures.days.effective")
    return (
        f"{verb} {listing(named) if len(named) <= _MOST_NAMES else say('lesson.figures.days.laws', number=len(named))}"
    )


def _targets(doc: law.LegalDocument, as_of: date) -> tuple[str, tuple[law.LegalDocument, ...]]:
    """(verb, documents that may be printed) of what it did to others on its first day in force."""
    for kind, verb in _ACTS:
        found = tuple(_acted_on(doc, kind, as_of))
        if found:
            return verb, found
    return "", ()


def _acted_on(doc: law.LegalDocument, kind: str, as_of: date) -> Iterator[law.LegalDocument]:
    for relation in law.relations():
        if (relation.source, relation.kind, relation.effective) == (doc.id, kind, doc.effective):
            target = law.document(relation.target)
            if law.is_known(target, as_of):
                yield target


def _fewest(of_docs: list[list[Event]], due: list[Event]) -> tuple[Event, ...]:
    """Events on at most MOST_DAYS days: of too many, the youngest of each document, then the youngest of all."""
    events = sorted(dict.fromkeys([*(event for events in of_docs for event in events), *due]))
    if len({iso for iso, *_ in events}) > MOST_DAYS:
        events = sorted(dict.fromkeys([*(max(events) for events in of_docs if events), *due]))
    youngest = sorted({iso for iso, *_ in events})[-MOST_DAYS:]
    return tuple(event for event in events if event[0] in youngest)
