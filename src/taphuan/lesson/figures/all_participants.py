"""Figures of all participants together, for the conference's own deck and report; nobody is singled out."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.map.choropleth import alt_group_map, draw_group_map
from taphuan.charts.map.geometry import geometry
from taphuan.charts.plots.all_participants import (
    alt_moves,
    alt_participants_league,
    draw_moves,
    draw_participants_league,
)
from taphuan.known import dti
from taphuan.known.dti import Edition
from taphuan.known.units import map_name, units_on
from taphuan.lesson import all_participants_text, wording
from taphuan.lesson.figures.base import FigureMaker, mean_of
from taphuan.lesson.participants_scores import Gathering
from taphuan.text import NBSP

MOST_MOVES = 20
# of a country's moves, those that are furthest
FURTHEST_MOVES = 10


class HallFigures(FigureMaker):
    """Guard their slides with `hall.has_scores` and `hall.has_movement`."""

    def _gathering(self) -> tuple[Gathering, Edition]:
        gathering = self._profile.gathering
        if gathering.edition is None or not gathering.scores:
            raise ValueError(
                f"no complete index of the participants is public on {self._profile.as_of}; "
                "guard the slide with `hall.has_scores`"
            )
        return gathering, gathering.edition

    def participants_league(self, size: str = "wide") -> Figure:
        """All participants by value, best first, with their published ranks."""
        gathering, edition = self._gathering()
        rows = tuple((score.name, score.rank, score.value) for score in gathering.scores)
        mean, label = dti.mean(gathering.table), wording.table_label(gathering.of)
        measure = f"giá trị DTI năm {edition.year}"
        group = all_participants_text.group(gathering)
        return self._figure(
            "participants-league",
            cached(draw_participants_league, rows=rows, mean=mean, mean_label=label, size=size),
            alt_participants_league(rows, mean, label, measure, group),
            f"Giá trị DTI năm {edition.year} của {group}; số đầu dòng là hạng trong {gathering.of} tỉnh",
            wording.edition_source(edition),
            size,
            {
                "columns": ["Tỉnh, thành phố", "Hạng", "DTI"],
                "rows": [list(row) for row in rows],
                "mean": mean_of(label, mean),
            },
        )

    def participants_map(self, size: str = "wide") -> Figure:
        """The participants' values on the map of their era, the first and the last of them named."""
        gathering, edition = self._gathering()
        geography = {
            slug: unit.geo_slug for unit in units_on(self._profile.as_of) for slug in (unit.slug, unit.geo_slug)
        }
        scores = gathering.scores
        values = {geography[score.slug]: score.value for score in scores}
        names = {geography[score.slug]: score.name for score in scores}
        measure = f"giá trị DTI năm {edition.year}"
        group = all_participants_text.group(gathering)
        ends = dict.fromkeys((scores[0], scores[-1]))
        svg = cached(
            draw_group_map,
            geometry=geometry(map_name(gathering.participants[0])),
            values=values,
            group_label=f"DTI {edition.year}",
            others_label="không dự hội nghị",
            named=tuple((geography[s.slug], s.name, f"hạng{NBSP}{wording.score_label(s)}") for s in ends),
            size=size,
        )
        return self._figure(
            "participants-map",
            svg,
            alt_group_map(values, names, measure, group),
            f"DTI năm {edition.year} của {group}",
            f"{wording.edition_source(edition)}. {wording.MAP_LICENCE}",
            size,
            {"columns": ["Tỉnh, thành phố", "Hạng", "DTI"], "rows": [[s.name, s.rank, s.value] for s in scores]},
        )

    def participants_movement(self, size: str = "wide") -> Figure:
        """Places gained and lost between two editions of one method and one territory; the furthest where many move."""
        gathering, edition = self._gathering()
        before = {score.slug: score for score in gathering.earlier}
        moves = [(s.name, before[s.slug].rank, s.rank) for s in gathering.scores if s.slug in before]
        if not moves:
            raise ValueError(
                f"no earlier edition can be compared with DTI {edition.year}; guard the slide with `hall.has_movement`"
            )
        first = gathering.earlier[0].year
        shown, note = moves, ""
        if len(moves) > MOST_MOVES:
            shown = sorted(moves, key=lambda move: (-abs(move[1] - move[2]), move[2]))[:FURTHEST_MOVES]
            note = f"{len(shown)} thay đổi lớn nhất trong {len(moves)}{NBSP}tỉnh, thành phố."
        rows = tuple(sorted(shown, key=lambda move: (move[2] - move[1], move[2])))
        group = all_participants_text.group(gathering)
        return self._figure(
            "participants-movement",
            cached(draw_moves, rows=rows, size=size),
            alt_moves(rows, first, edition.year, group),
            f"Thứ hạng DTI năm {first}, thứ hạng năm {edition.year} và số bậc thay đổi của {group}",
            f"{wording.edition_source(edition)} và kỳ trước",
            size,
            {
                "columns": ["Tỉnh, thành phố", f"Hạng {first}", f"Hạng {edition.year}", "Thay đổi"],
                "rows": [[name, earlier, later, earlier - later] for name, earlier, later in rows],
            },
            note,
        )
