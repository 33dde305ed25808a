"""Figures of all participants together, for the conference's own deck and report; nobody is singled out."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots.all_participants import (
    alt_moves,
    alt_participants_league,
    draw_moves,
    draw_participants_league,
)
from taphuan.known import dti
from taphuan.lesson import all_participants_text, wording
from taphuan.lesson.figures.described import Described, mean_of
from taphuan.lesson.lesson import Lesson
from taphuan.text import NBSP

MOST_MOVES = 20
# of a country's moves, those that are furthest
FURTHEST_MOVES = 10


def participants_league(lesson: Lesson, size: str = "wide") -> Figure:
    """All participants by value, best first, with their published ranks. Guard the slide with `hall.has_scores`."""
    gathering = lesson.profile.gathering
    edition = gathering.complete_edition()
    rows = tuple((score.name, score.rank, score.value) for score in gathering.scores)
    mean, label = dti.mean(gathering.table), wording.table_label(gathering.of)
    group = all_participants_text.group(gathering)
    described = Described(
        kind="participants-league",
        alt=alt_participants_league(rows, mean, label, f"giá trị DTI năm {edition.year}", group),
        caption=f"Giá trị DTI năm {edition.year} của {group}; số đầu dòng là hạng trong {gathering.of} tỉnh",
        source=wording.edition_source(edition),
        data={
            "columns": ["Tỉnh, thành phố", "Hạng", "DTI"],
            "rows": [list(row) for row in rows],
            "mean": mean_of(label, mean),
        },
    )
    svg = cached(draw_participants_league, rows=rows, mean=mean, mean_label=label, size=size)
    return described.figure(svg, size, lesson.profile)


def participants_movement(lesson: Lesson, size: str = "wide") -> Figure:
    """Places gained and lost between two editions of one method and one territory; the furthest where many move.

    Raises ValueError where no earlier edition can be compared: guard the slide with `hall.has_movement`.
    """
    gathering = lesson.profile.gathering
    edition = gathering.complete_edition()
    before = {score.slug: score for score in gathering.earlier}
    moves = [(s.name, before[s.slug].rank, s.rank) for s in gathering.scores if s.slug in before]
    if not moves:
        raise ValueError(
            f"no earlier edition can be compared with DTI {edition.year}; guard the slide with `hall.has_movement`"
        )
    first = gathering.earlier[0].year
    chosen, note = moves, ""
    if len(moves) > MOST_MOVES:
        chosen = sorted(moves, key=lambda move: (-abs(move[1] - move[2]), move[2]))[:FURTHEST_MOVES]
        note = f"{len(chosen)} thay đổi lớn nhất trong {len(moves)}{NBSP}tỉnh, thành phố."
    rows = tuple(sorted(chosen, key=lambda move: (move[2] - move[1], move[2])))
    group = all_participants_text.group(gathering)
    described = Described(
        kind="participants-movement",
        alt=alt_moves(rows, first, edition.year, group),
        caption=f"Thứ hạng DTI năm {first}, thứ hạng năm {edition.year} và số bậc thay đổi của {group}",
        source=f"{wording.edition_source(edition)} và kỳ trước",
        data={
            "columns": ["Tỉnh, thành phố", f"Hạng {first}", f"Hạng {edition.year}", "Thay đổi"],
            "rows": [[name, earlier, later, earlier - later] for name, earlier, later in rows],
        },
        note=note,
    )
    return described.figure(cached(draw_moves, rows=rows, size=size), size, lesson.profile)
