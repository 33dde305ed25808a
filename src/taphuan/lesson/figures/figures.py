"""Figures of a lesson: data of its own unit and day, drawn once per content, each with caption, source and alt text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.charts.cache import cached
from taphuan.charts.cards.rank_card import alt_rank_card, draw_rank_card
from taphuan.charts.figure import Figure
from taphuan.charts.map.choropleth import alt_map, alt_participants, draw_map, draw_participants
from taphuan.charts.map.geometry import geometry
from taphuan.charts.matplotlib_figure import own_svg
from taphuan.charts.plots.bars import alt_league, alt_predecessors, draw_league, draw_predecessors
from taphuan.charts.plots.indices import alt_indices, draw_indices
from taphuan.charts.plots.position import alt_position, draw_position
from taphuan.charts.plots.timeline import alt_law_timeline, draw_law_timeline
from taphuan.known import dti, law
from taphuan.known.units import map_name, units_on
from taphuan.lesson import wording
from taphuan.lesson.figures.all_participants import HallFigures
from taphuan.lesson.figures.base import mean_of
from taphuan.lesson.figures.measures import MeasureFigures
from taphuan.lesson.figures.taught import TaughtFigures
from taphuan.text import NBSP, day, hold

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as MatplotlibFigure

_NO_MEAN = "trung bình"


class LessonFigures(MeasureFigures, TaughtFigures, HallFigures):
    """`lesson.figures`: one method a figure. `size`: wide · half · cover on a slide, print in a briefing; full for steps
    that have their slide to themselves.
    """

    def participants(self, size: str = "cover") -> Figure:
        """Who takes part, on the map of the era; for the dark cover. No one stands out where it is for all."""
        profile = self._profile
        label = f"{len(profile.participants)}{NBSP}tỉnh, thành phố dự hội nghị" if len(profile.participants) > 1 else ""
        named = "" if profile.unit.is_everyone else profile.unit.name
        svg = cached(
            draw_participants,
            geometry=geometry(map_name(profile.unit)),
            participants=frozenset(unit.geo_slug for unit in profile.participants),
            unit_geo=profile.unit.geo_slug,
            unit_label=named,
            participants_label=label,
            size=size,
        )
        return self._figure(
            "participants",
            svg,
            alt_participants(len(profile.participants), named),
            f"{named} trên bản đồ" + (f"; {label} được tô sáng" if label else "")
            if named
            else f"{label} được tô sáng trên bản đồ",
            wording.MAP_LICENCE,
            size,
            {"columns": ["Tỉnh, thành phố"], "rows": [[unit.name] for unit in profile.participants]},
        )

    def rank_card(self, size: str = "half") -> Figure:
        """The published rank and value with the pillar ranks, where nothing may be compared."""
        profile = self._profile
        score, edition = self._score()
        label = f"Xếp hạng DTI năm {score.year}"
        pillars = tuple((pillar.label, pillar.rank, score.of) for pillar in profile.pillars)
        drawn: dict[str, Any] = {
            "label": label,
            "unit_name": profile.unit.name,
            "rank": score.rank,
            "of": score.of,
            "value": score.value,
            "value_label": "Giá trị DTI",
            "pillars": pillars,
        }
        rows: list[list[Any]] = [["DTI", score.rank, score.of, score.value]]
        rows += [[pillar.label, pillar.rank, score.of, pillar.value] for pillar in profile.pillars]
        return self._figure(
            "rank-card",
            cached(draw_rank_card, **drawn, size=size),
            alt_rank_card(**drawn),
            f"Thứ hạng và giá trị DTI năm {score.year} của {profile.unit.name}",
            wording.edition_source(edition),
            size,
            {"columns": ["Chỉ số", "Hạng", "Trên tổng số", "Giá trị"], "rows": rows},
            wording.DERIVED if any(pillar.derived for pillar in profile.pillars) else "",
        )

    def league(self, size: str = "wide") -> Figure:
        """The participants (where they fit on a slide) or the region, best first."""
        profile = self._profile
        score, edition = self._score()
        rows = tuple((s.name, s.value, s.slug == score.slug) for s in profile.league)
        mean, label = profile.table_mean, wording.table_label(score.of)
        measure = f"giá trị DTI năm {score.year}"
        group = (
            "các tỉnh dự hội nghị"
            if profile.league_is_of_participants
            else f"các tỉnh trong vùng {profile.region.name}"
        )
        drawn: dict[str, Any] = {"rows": rows, "mean": mean, "mean_label": label}
        return self._figure(
            "league",
            cached(draw_league, **drawn, size=size),
            alt_league(**drawn, measure=measure),
            f"DTI năm {score.year} của {group}; {profile.unit.name} tô đỏ",
            wording.edition_source(edition),
            size,
            {
                "columns": ["Tỉnh, thành phố", "Hạng", "DTI"],
                "rows": [[s.name, s.rank, s.value] for s in profile.league],
                "mean": mean_of(label, mean),
            },
        )

    def position(self, size: str = "wide") -> Figure:
        """All units of the table, this one marked."""
        profile = self._profile
        score, edition = self._score()
        values = tuple((s.slug, s.name, s.value) for s in profile.table)
        drawn: dict[str, Any] = {
            "values": values,
            "unit_slug": score.slug,
            "mean": profile.table_mean,
            "mean_label": wording.table_label(score.of),
            "rank_label": wording.score_label(score),
        }
        return self._figure(
            "position",
            cached(draw_position, **drawn, size=size),
            alt_position(**drawn, measure=f"giá trị DTI năm {score.year}"),
            f"Vị trí của {profile.unit.name} trong {score.of} tỉnh, thành phố theo DTI năm {score.year}",
            wording.edition_source(edition),
            size,
            {
                "columns": ["Tỉnh, thành phố", "Hạng", "DTI"],
                "rows": [[s.name, s.rank, s.value] for s in profile.table],
                "mean": mean_of(drawn["mean_label"], drawn["mean"]),
            },
        )

    def map(self, size: str = "half") -> Figure:
        """DTI over the whole country, Hoàng Sa and Trường Sa included, this unit marked."""
        profile = self._profile
        score, edition = self._score()
        geography = {slug: unit.geo_slug for unit in units_on(profile.as_of) for slug in (unit.slug, unit.geo_slug)}
        values = {geography[s.slug]: s.value for s in profile.table}
        names = {geography[s.slug]: s.name for s in profile.table}
        label = wording.score_label(score)
        svg = cached(
            draw_map,
            geometry=geometry(map_name(profile.unit)),
            values=values,
            unit_geo=profile.unit.geo_slug,
            unit_label=profile.unit.name,
            value_label=label,
            legend_title=f"DTI {score.year}",
            size=size,
        )
        return self._figure(
            "map",
            svg,
            alt_map(values, names, profile.unit.geo_slug, label, f"giá trị DTI năm {score.year}"),
            f"DTI năm {score.year} theo tỉnh, thành phố; {profile.unit.name} tô đỏ",
            f"{wording.edition_source(edition)}. {wording.MAP_LICENCE}",
            size,
            {"columns": ["Tỉnh, thành phố", "DTI"], "rows": [[s.name, s.value] for s in profile.table]},
        )

    def indices(self, size: str = "wide") -> Figure:
        """The comparable indices against the means of the region and of the table."""
        profile = self._profile
        score, edition = self._score()
        rows = tuple((c.label, c.value, c.region_mean, c.table_mean) for c in profile.comparisons)
        table_label = wording.table_label(profile.table[0].of)
        drawn: dict[str, Any] = {
            "rows": rows,
            "unit_name": profile.unit.name,
            "region_label": "trung bình vùng",
            "table_label": table_label,
        }
        return self._figure(
            "indices",
            cached(draw_indices, **drawn, size=size),
            alt_indices(**drawn, year=score.year),
            f"Các chỉ số DTI năm {score.year} của {profile.unit.name} so với trung bình vùng và {table_label}",
            wording.edition_source(edition),
            size,
            {
                "columns": ["Chỉ số", profile.unit.name, "Trung bình vùng", f"Trung bình {profile.table[0].of} tỉnh"],
                "rows": [list(row) for row in rows],
            },
            wording.four_of_eight(profile),
        )

    def ranks(self, size: str = "wide") -> Figure:
        """All own ranks known; only editions with one method and one table are joined."""
        profile = self._profile
        _, edition = self._score()
        points, svg, alt_text = self._editions(size)
        return self._figure(
            "ranks",
            svg,
            alt_text,
            f"Thứ hạng DTI đã công bố của {profile.unit.name}",
            f"{wording.edition_source(edition)} và các kỳ trước",
            size,
            {
                "columns": ["Năm", "Hạng", "Trên tổng số"],
                "rows": [[year, rank, of] for year, rank, of, _ in points],
                "breaks": [broken for _, _, _, broken in points],
            },
            wording.partly_collected(profile),
        )

    def predecessors(self, size: str = "wide") -> Figure:
        """A merged unit's own official value beside its predecessors', never joined."""
        profile = self._profile
        before = profile.before_merger
        edition = next(e for e in dti.editions(profile.as_of) if e.year == before[0].year)
        own = [profile.score] if profile.score and profile.score.year == edition.year else []
        unit_rows = tuple((s.name, s.value) for s in own)
        predecessor_rows = tuple((s.name, s.value) for s in before)
        mean = profile.table_mean if own else None
        label = wording.table_label(own[0].of) if own else _NO_MEAN
        measure = f"giá trị DTI năm {edition.year} của {profile.unit.name} và các đơn vị trước sắp xếp"
        return self._figure(
            "predecessors",
            cached(
                draw_predecessors,
                unit_rows=unit_rows,
                predecessor_rows=predecessor_rows,
                unit_heading=hold(f"Theo {own[0].of} tỉnh, thành phố") if own else "",
                predecessor_heading=hold("Theo 63 tỉnh, thành phố trước sắp xếp"),
                mean=mean,
                mean_label=label,
                size=size,
            ),
            alt_predecessors(unit_rows, predecessor_rows, mean, label, measure),
            measure[:1].upper() + measure[1:],
            wording.edition_source(edition),
            size,
            {
                "columns": ["Đơn vị", "Hạng", "DTI"],
                "rows": [[s.name, f"{s.rank}/{s.of}", s.value] for s in (*own, *before)],
            },
        )

    def law_timeline(self, *ids: str, size: str = "wide") -> Figure:
        """When each document applies, as far as it was known on the day; documents not yet issued are left out."""
        as_of = self._profile.as_of
        docs = tuple(
            (doc.short, start.isoformat(), _iso(law.known_end(doc, as_of)), law.state(doc, as_of).code, "")
            for doc in map(law.document, ids)
            if law.is_known(doc, as_of) and (start := doc.effective or doc.issued) is not None
        )
        if not docs:
            raise ValueError(f"none of {', '.join(ids)} was issued by {as_of}; give the slide a window")
        return self._figure(
            "law-timeline",
            cached(draw_law_timeline, docs=docs, as_of=as_of.isoformat(), size=size),
            alt_law_timeline(docs, as_of.isoformat()),
            f"Thời gian hiệu lực của các văn bản, tính đến ngày {day(as_of)}",
            "Nguồn: sổ đăng ký văn bản của bộ tài liệu",
            size,
            {"columns": ["Văn bản", "Từ ngày", "Hết hiệu lực từ", "Tình trạng"], "rows": [[*doc[:4]] for doc in docs]},
        )

    def own(
        self, figure: MatplotlibFigure, *, alt: str, caption: str, source: str, data: pd.DataFrame, size: str = "wide"
    ) -> Figure:
        """A figure drawn by the trainer with matplotlib (inside `house_style()`), with what every figure must have.

        `alt` and the figure itself must name the unit; `data` is the table behind the picture.
        """
        rows = [[None if value != value else value for value in row] for row in data.to_numpy(dtype=object).tolist()]
        twin = {"columns": [str(name) for name in data.columns], "rows": rows}
        return self._figure("own", own_svg(figure, size), alt, caption, source, size, twin)


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
