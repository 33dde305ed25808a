"""What the unit decided and published of itself, in sentences that compare nothing."""

from __future__ import annotations

from taphuan import paths
from taphuan.known import provincial
from taphuan.known.conferences import facts
from taphuan.known.provincial import OwnFigure
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, day, hold, listing, number, say

# what a slide has room for
MOST_DOCUMENTS, MOST_FIGURES = 3, 2
_QUARTERS = ("I", "II", "III", "IV")
_QUALIFIERS = {
    "more": say("lesson.own_words.over"),
    "nearly": say("lesson.own_words.nearly"),
    "about": say("lesson.own_words.about"),
    "less": say("lesson.own_words.under"),
}


def decided(profile: Profile) -> str:
    """That the unit decided, by its youngest document, or that those did that it was put together from; empty text where
    nothing is known."""
    found = provincial.documents(profile.unit, profile.as_of)
    if not found:
        return ""
    first = found[0]
    if not first.ended:
        when = say("lesson.own_words.dated", day=day(first.issued)) if first.issued else ""
        return hold(say("lesson.own_words.has", unit=first.unit.name, paper=first.named, when=when))
    names = list(dict.fromkeys(doc.unit.name for doc in found))
    return hold(say("lesson.own_words.predecessors_had", topic=paths.PROJECT.topic, names=listing(names)))


def is_host(profile: Profile) -> bool:
    """Whether the article about the conference tells something of the unit itself."""
    return any(fact.detail("province_slug") == profile.unit.slug for fact in facts(profile.conference.slug))


def shown_figures(profile: Profile) -> tuple[OwnFigure, ...]:
    return provincial.figures(profile.unit, profile.as_of)[:MOST_FIGURES]


def figure_lines(profile: Profile) -> tuple[str, ...]:
    """ "Tổ công nghệ số cộng đồng: 1.830 tổ (tháng 3/2026)", with the name of a unit that has ended."""
    return tuple(hold(_line(figure)) for figure in shown_figures(profile))


def _line(figure: OwnFigure) -> str:
    whole = figure.value.denominator == 1
    value = number(int(figure.value)) if whole else number(f"{float(figure.value):g}")
    of = f"/{number(figure.of)}" if figure.of else ""
    sign = "%" if figure.measured_in == "%" else f"{NBSP}{figure.measured_in}"
    who = say("lesson.own_words.before_merger", unit=figure.unit.name) if figure.ended else ""
    return f"{figure.label}{who}: {_QUALIFIERS.get(figure.qualifier, '')}{value}{of}{sign}, {_period(figure.period)}"


def _period(period: str) -> str:
    year, _, part = period.partition("-")
    if not part:
        return say("lesson.own_words.year", year=year)
    if part.startswith("Q"):
        return say("lesson.own_words.quarter", quarter=_QUARTERS[int(part[1]) - 1], year=year)
    return f"{year}–{part}" if len(part) == 4 else say("lesson.own_words.month", month=part, year=year)


def source_ids(profile: Profile) -> tuple[str, ...]:
    """Where the documents and figures that are shown were read."""
    documents = provincial.documents(profile.unit, profile.as_of)[:MOST_DOCUMENTS]
    lists = (*(doc.source_ids for doc in documents), *(figure.source_ids for figure in shown_figures(profile)))
    return tuple(dict.fromkeys(id_ for ids in lists for id_ in ids))
