"""Figures of all participants together, for the conference's own deck and report; nobody is singled out."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots.all_participants import alt_moves, draw_moves
from taphuan.charts.plots.deviations import Member, alt_deviations, draw_deviations
from taphuan.known import dti
from taphuan.lesson import all_participants_text, wording
from taphuan.lesson.claims.drawn import ENDS, MOVES, Drawn, Moves
from taphuan.lesson.figures.described import Described, hundredth, mean_of, texts
from taphuan.lesson.lesson import Lesson
from taphuan.text import hold, listed, say

MOST_MOVES = 20
# of a country's moves, those that are furthest
FURTHEST_MOVES = 10


def participants_league(lesson: Lesson, size: str = "wide") -> Figure:
    """All participants as distances from the mean of their table, best first, with their published ranks.

    Guard the slide with `hall.has_scores`.
    """
    gathering = lesson.profile.gathering
    edition = gathering.complete_edition()
    rows = tuple(Member(score.name, score.rank, score.value) for score in gathering.scores)
    mean, label = dti.mean(gathering.table), wording.table_label(gathering.of)
    assert mean is not None  # a complete table has all values
    group = all_participants_text.group(gathering)
    claims = (ENDS.claim(Drawn(gathering.scores)),)
    described = Described(
        kind="participants-league",
        alt=alt_deviations(
            rows,
            mean,
            label,
            say("lesson.figures.all_participants.index_value", index=dti.name(), year=edition.year),
            group,
            texts(*claims),
        ),
        caption=say(
            "lesson.figures.all_participants.map_title",
            index=dti.name(),
            year=edition.year,
            group=group,
            of=gathering.of,
        ),
        source=wording.edition_source(edition, means=True),
        data={
            "columns": [*listed("lesson.figures.all_participants.map_columns"), dti.name()],
            "rows": [[row.name, row.rank, hundredth(row.value)] for row in rows],
            "mean": mean_of(label, mean),
        },
        claims=claims,
    )
    svg = cached(draw_deviations, rows=rows, mean=mean, mean_label=label, size=size)
    return described.figure(svg, size, lesson.profile)


def participants_movement(lesson: Lesson, size: str = "wide") -> Figure:
    """Places gained and lost between two editions of one method and one territory; the furthest where many move.

    Raises ValueError where no earlier edition can be compared: guard the slide with `hall.has_movement`.
    """
    gathering = lesson.profile.gathering
    edition = gathering.complete_edition()
    before = {score.slug: score for score in gathering.earlier}
    moves = [(before[score.slug], score) for score in gathering.scores if score.slug in before]
    if not moves:
        raise ValueError(
            f"no earlier edition can be compared with {dti.name()} {edition.year}; guard the slide with `hall.has_movement`"
        )
    first = gathering.earlier[0].year
    chosen, note = moves, ""
    if len(moves) > MOST_MOVES:
        chosen = sorted(moves, key=lambda move: (-abs(move[0].rank - move[1].rank), move[1].rank))[:FURTHEST_MOVES]
        note = hold(say("lesson.figures.all_participants.chosen", number=len(chosen), all=len(moves)))
    chosen = sorted(chosen, key=lambda move: (move[1].rank - move[0].rank, move[1].rank))
    rows = tuple((now.name, then.rank, now.rank) for then, now in chosen)
    claims = (MOVES.claim(Moves(tuple(chosen))),)
    group = all_participants_text.group(gathering)
    described = Described(
        kind="participants-movement",
        alt=alt_moves(rows, first, edition.year, group, texts(*claims)),
        caption=say(
            "lesson.figures.all_participants.moves_title", index=dti.name(), first=first, last=edition.year, group=group
        ),
        source=say("lesson.figures.all_participants.and_earlier", source=wording.edition_source(edition)),
        data={
            "columns": [
                say("lesson.figures.all_participants.province"),
                say("lesson.figures.all_participants.rank", year=first),
                say("lesson.figures.all_participants.rank", year=edition.year),
                say("lesson.figures.all_participants.change"),
            ],
            "rows": [[name, earlier, later, earlier - later] for name, earlier, later in rows],
        },
        note=note,
        claims=claims,
    )
    return described.figure(cached(draw_moves, rows=rows, size=size), size, lesson.profile)
