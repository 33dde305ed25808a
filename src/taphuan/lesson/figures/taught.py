"""Figures of what is taught: sourced numbers, alone and to scale, from ids of the modules' `figures:` and of conference facts; the
same for every unit."""

from __future__ import annotations

from datetime import date

from taphuan.charts.cache import cached
from taphuan.charts.cards.numbers import MOST_CARDS, alt_numbers, draw_numbers
from taphuan.charts.cards.quantities import alt_quantities, draw_quantities
from taphuan.charts.figure import Figure
from taphuan.known.items import Item
from taphuan.lesson import wording
from taphuan.lesson.claims.cited import of_figure
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.quantities import amount, label, phrase, printed, quantities, usable, year_line
from taphuan.text import hold, listed, say


def numbers(lesson: Lesson, *ids: str, size: str = "wide") -> Figure:
    """One to four big numbers by id; those that may not be shown on the day are left out.

    Raises UnknownName for an unknown id, ValueError where none is left or more than four are asked for.
    """
    if len(ids) > MOST_CARDS:
        raise ValueError(f"a slide shows at most {MOST_CARDS} numbers, not {len(ids)}; make two slides of them")
    items = usable(quantities(ids), lesson.as_of)
    cards = tuple(
        (hold(value), hold(unit), hold(label(item)), year_line(item, lesson.as_of))
        for item in items
        for value, unit in (printed(item),)
    )
    caption = say("lesson.figures.taught.number") if len(items) == 1 else say("lesson.figures.taught.numbers")
    described = _described("numbers", items, alt_numbers(cards), caption, lesson)
    return described.figure(cached(draw_numbers, cards=cards, size=size), size, lesson.profile)


def bars(lesson: Lesson, *ids: str, caption: str = "", size: str = "wide") -> Figure:
    """Quantities of one unit by id, to scale, in the order given; those that may not be shown are left out.

    Raises ValueError where the units differ or a value is no number.
    """
    named = quantities(ids)
    units = {str(item.detail("unit")) for item in named}
    if len(units) > 1:
        raise ValueError(f"bars compare one unit, and these have {', '.join(sorted(units))}; use `numbers` for them")
    text = [item.id for item in named if amount(item) is None]
    if text:
        raise ValueError(f"{', '.join(text)} cannot be drawn to scale; use `numbers`")
    items = usable(named, lesson.as_of)
    longest = max(amount(item) or 0.0 for item in items) or 1.0
    rows = _rows(items, [(amount(item) or 0.0) / longest for item in items], lesson.as_of)
    alt = alt_quantities(rows, say("lesson.figures.taught.bars_alt", number=len(rows)))
    described = _described("bars", items, alt, caption or say("lesson.figures.taught.bars_title"), lesson)
    return described.figure(cached(draw_quantities, rows=rows, size=size), size, lesson.profile)


def _rows(items: tuple[Item, ...], shares: list[float], as_of: date) -> tuple[tuple[str, str, str, float], ...]:
    """(label, year, value with its unit, share of the longest bar) of each item."""
    return tuple(
        (hold(label(item)), year_line(item, as_of), hold(phrase(item)), share)
        for item, share in zip(items, shares, strict=True)
    )


def _described(kind: str, items: tuple[Item, ...], alt: str, caption: str, lesson: Lesson) -> Described:
    return Described(
        kind=kind,
        alt=alt,
        caption=caption,
        source=wording.items_line(items, lesson.conference),
        data={
            "columns": list(listed("lesson.figures.taught.columns")),
            "rows": [[label(item), phrase(item), str(item.detail("year") or "")] for item in items],
        },
        claims=of_figure(f"{alt}\n{caption}", items),
    )
