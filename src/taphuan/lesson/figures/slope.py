"""The ranks of all units in two editions of one method, the territories of the unit among them."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots.slope import FALL, OWN, PART, RISE, Row, alt_slope, draw_slope
from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.lesson import wording
from taphuan.lesson.claims.drawn import MOVES, Moves
from taphuan.lesson.claims.slope import SLOPE, own_rows, two_editions
from taphuan.lesson.figures.described import Described, texts
from taphuan.lesson.lesson import Lesson
from taphuan.text import say

# how many rises and how many falls of others are named
_NAMED = 3


def slope(lesson: Lesson, size: str = "wide") -> Figure:
    """Rank in the earlier and in the later edition: the own territories red, the largest moves of the others named.

    Raises ValueError where no two editions of one method are public: guard the slide with `claim.slope`.
    """
    profile = lesson.profile
    tables, own = two_editions(profile), own_rows(profile)
    if tables is None or not own:
        raise ValueError(f"no two editions of one method rank {profile.unit.name}; guard the slide with `claim.slope`")
    rows = _rows(*tables, own)
    years = tables[0][0].year, tables[1][0].year
    earlier = {score.slug: score for score in tables[0]}
    all_moves = Moves(tuple((earlier[now.slug], now) for now in tables[1] if now.slug in earlier))
    claims = (SLOPE.claim(profile), MOVES.claim(all_moves))
    edition = next(one for one in dti.editions(profile.as_of) if one.year == years[1])
    described = Described(
        kind="slope",
        alt=alt_slope([(now.name, then.rank, now.rank) for then, now in own], tables[1][0].of, years, texts(*claims)),
        caption=say(
            "lesson.figures.slope.title", index=dti.name(), first=years[0], second=years[1], of=tables[1][0].of
        ),
        source=say("lesson.figures.slope.and_earlier", source=wording.edition_source(edition)),
        data={
            "columns": [
                say("lesson.figures.slope.province"),
                say("lesson.figures.slope.rank", year=years[0]),
                say("lesson.figures.slope.rank", year=years[1]),
            ],
            "rows": [[name, before, after] for name, before, after, _ in rows],
        },
        claims=claims,
    )
    return described.figure(cached(draw_slope, rows=rows, years=years, size=size), size, profile)


def _rows(before: tuple[Score, ...], after: tuple[Score, ...], own: tuple[tuple[Score, Score], ...]) -> tuple[Row, ...]:
    """Every unit of both tables with its role, in the order of the later one."""
    then = {score.slug: score.rank for score in before}
    mine = {now.slug: PART if at else OWN for at, (_, now) in enumerate(own)}
    others = [score for score in after if score.slug in then and score.slug not in mine]
    steps = sorted(others, key=lambda score: (score.rank - then[score.slug], score.rank))
    rises = {score.slug: RISE for score in steps[:_NAMED] if score.rank < then[score.slug]}
    falls = {score.slug: FALL for score in steps[-_NAMED:] if score.rank > then[score.slug]}
    roles = rises | falls | mine
    return tuple(
        (score.name, then[score.slug], score.rank, roles.get(score.slug, "")) for score in after if score.slug in then
    )
