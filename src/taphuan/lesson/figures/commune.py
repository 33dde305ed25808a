"""Figures of a commune: what it was formed from, and what the law asks of it."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.cards.duties import Duty, alt_duties, draw_duties
from taphuan.charts.figure import Figure
from taphuan.charts.plots.formed import PART, WHOLE, Old, alt_formed, draw_formed
from taphuan.charts.words import join
from taphuan.known.units import MERGER
from taphuan.lesson import wording
from taphuan.lesson.commune_words import items
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.own_commune import OwnCommune, filled, own_of
from taphuan.text import day, hold, listed, lower_first, say

# what people take for a duty of the decree that sets the others
_NO_DUTY = say("lesson.figures.commune.funded_note")


def formed(lesson: Lesson, size: str = "wide") -> Figure:
    """The old units with a line each to the commune of today, whole or in part, its code, area and a blank for its population.

    Raises ValueError in a document of a province.
    """
    own = own_of(lesson.commune, lesson.as_of)
    old = _old(own)
    facts = [(say("lesson.figures.commune.area"), own.area)] if own.area else []
    facts.append(
        (
            say("lesson.figures.commune.inhabitants"),
            hold(say("lesson.figures.commune.to_fill", blank=wording.BLANK, kind=own.kind)),
        )
    )
    below = hold(say("lesson.figures.commune.where", province=wording.unit_phrase(own.province), code=own.commune.code))
    rows = [[each.name, each.place, WHOLE if each.whole else PART] for each in old]
    resolution = own.arrangement.resolution if own.arrangement else ""
    described = Described(
        kind="formed",
        alt=alt_formed(own.phrase, old, own.before),
        caption=say("lesson.figures.commune.formed_title", commune=own.phrase),
        source=hold(say("lesson.figures.commune.source", resolution=resolution)) if resolution else "",
        data={"columns": list(listed("lesson.figures.commune.old_columns")), "rows": rows},
    )
    svg = cached(
        draw_formed,
        old=old,
        name=own.commune.full_name,
        below=below,
        facts=tuple(facts),
        before=own.gone,
        since=day(MERGER),
        size=size,
    )
    return described.figure(svg, size, lesson.profile)


def _old(own: OwnCommune) -> tuple[Old, ...]:
    """The old units; with their districts where these are several."""
    several = len(own.districts) > 1
    return tuple(
        Old(hold(each.full_name), hold(lower_first(each.district)) if several else "", each.whole)
        for each in own.predecessors
    )


def duties(lesson: Lesson, size: str = "full") -> Figure:
    """What the law asks of a commune on the day, with its articles, to be filled: who does it, and how far it is.

    Raises ValueError in a document of a province.
    """
    own = own_of(lesson.commune, lesson.as_of)
    found = items(own, "duty")
    several = len({id_ for item in found for id_, _ in item.laws}) > 1
    shown = tuple(
        Duty(
            hold(filled(item.text, own)),
            hold(wording.basis(item) if several else "; ".join(article for _, article in item.laws)),
            hold(filled(item.detail("text"), own)),
            bool(item.detail("funded")),
        )
        for item in found
    )
    foot = hold(_NO_DUTY) if not several and found else ""
    described = Described(
        kind="duties",
        alt=join([alt_duties(shown), *([foot] if foot else [])]),
        caption=say("lesson.figures.commune.duties_title", commune=own.phrase),
        source=wording.items_line(found, lesson.conference),
        data={
            "columns": list(listed("lesson.figures.commune.duties_columns")),
            "rows": [[each.name, each.basis, each.text, "", ""] for each in shown],
        },
    )
    return described.figure(cached(draw_duties, duties=shown, size=size, foot=foot), size, lesson.profile)
