"""Maps of the whole country, Hoàng Sa and Trường Sa included: who takes part, and the index."""

from __future__ import annotations

from typing import Any

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.map.choropleth import (
    alt_group_map,
    alt_map,
    alt_participants,
    draw_group_map,
    draw_map,
    draw_participants,
)
from taphuan.charts.map.geometry import LICENCE, geometry
from taphuan.known.units import map_name, units_on
from taphuan.lesson import all_participants_text, wording
from taphuan.lesson.claims.drawn import ENDS, Drawn
from taphuan.lesson.claims.standing import RANK
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP


def participants(lesson: Lesson, size: str = "cover") -> Figure:
    """Who takes part, on the map of the era; for the dark cover. No one stands out where it is for all."""
    profile = lesson.profile
    count = len(profile.participants)
    label = f"{count}{NBSP}tỉnh, thành phố dự hội nghị" if count > 1 else ""
    name = "" if profile.unit.is_everyone else profile.unit.name
    caption = f"{label} được tô sáng trên bản đồ"
    if name:
        caption = f"{name} trên bản đồ" + (f"; {label} được tô sáng" if label else "")
    described = Described(
        kind="participants",
        alt=alt_participants(count, name),
        caption=caption,
        source=LICENCE,
        data={"columns": ["Tỉnh, thành phố"], "rows": [[unit.name] for unit in profile.participants]},
    )
    svg = cached(
        draw_participants,
        geometry=geometry(map_name(profile.unit)),
        participants=frozenset(unit.geo_slug for unit in profile.participants),
        unit_geo=profile.unit.geo_slug,
        unit_label=name,
        participants_label=label,
        size=size,
    )
    return described.figure(svg, size, profile)


def index_map(lesson: Lesson, size: str = "half") -> Figure:
    """DTI over the whole country, Hoàng Sa and Trường Sa included, this unit marked."""
    profile = lesson.profile
    score, edition = profile.own_row()
    slugs = _geometry_slugs(profile)
    values: dict[str, Any] = {
        "values": {slugs[s.slug]: s.value for s in profile.table},
        "unit_geo": profile.unit.geo_slug,
    }
    names = {slugs[s.slug]: s.name for s in profile.table}
    claims = (RANK.claim(profile), ENDS.claim(Drawn(profile.table)))
    described = Described(
        kind="map",
        alt=alt_map(**values, names=names, measure=f"giá trị DTI năm {score.year}", findings=texts(*claims)),
        caption=f"DTI năm {score.year} theo tỉnh, thành phố; {profile.unit.name} tô đỏ",
        source=f"{wording.edition_source(edition)}. {LICENCE}",
        data={"columns": ["Tỉnh, thành phố", "DTI"], "rows": [[s.name, hundredth(s.value)] for s in profile.table]},
        claims=claims,
    )
    svg = cached(
        draw_map,
        **values,
        value_label=wording.score_label(score),
        geometry=geometry(map_name(profile.unit)),
        unit_label=profile.unit.name,
        legend_title=f"DTI {score.year}",
        size=size,
    )
    return described.figure(svg, size, profile)


def participants_map(lesson: Lesson, size: str = "wide") -> Figure:
    """The participants' values on the map of their era, the first and the last of them named."""
    profile = lesson.profile
    gathering, slugs = profile.gathering, _geometry_slugs(profile)
    edition, scores = gathering.complete_edition(), gathering.scores
    values = {slugs[s.slug]: s.value for s in scores}
    claims = (ENDS.claim(Drawn(scores)),)
    group = all_participants_text.group(gathering)
    described = Described(
        kind="participants-map",
        alt=alt_group_map(values, f"giá trị DTI năm {edition.year}", group, texts(*claims)),
        caption=f"DTI năm {edition.year} của {group}",
        source=f"{wording.edition_source(edition)}. {LICENCE}",
        data={
            "columns": ["Tỉnh, thành phố", "Hạng", "DTI"],
            "rows": [[s.name, s.rank, hundredth(s.value)] for s in scores],
        },
        claims=claims,
    )
    ends = dict.fromkeys((scores[0], scores[-1]))
    svg = cached(
        draw_group_map,
        geometry=geometry(map_name(gathering.participants[0])),
        values=values,
        group_label=f"DTI {edition.year}",
        others_label="không dự hội nghị",
        named=tuple((slugs[s.slug], s.name, f"hạng{NBSP}{wording.score_label(s)}") for s in ends),
        size=size,
    )
    return described.figure(svg, size, profile)


def _geometry_slugs(profile: Profile) -> dict[str, str]:
    """The slug in the geometry of every unit of the day, by either of its slugs."""
    return {slug: unit.geo_slug for unit in units_on(profile.as_of) for slug in (unit.slug, unit.geo_slug)}
