"""Maps, each with Hoàng Sa and Trường Sa: who takes part, and the index of a region or of the participants."""

from __future__ import annotations

from typing import Any

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.map.geometry import LICENCE, geometry
from taphuan.charts.map.participants import alt_participants, draw_participants
from taphuan.charts.map.region import alt_region, draw_region
from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.known.units import map_name, units_on
from taphuan.lesson import all_participants_text, wording
from taphuan.lesson.claims.drawn import ENDS, Drawn
from taphuan.lesson.claims.standing import REGION
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.profile import Profile
from taphuan.text import listed, say


def participants(lesson: Lesson, size: str = "cover") -> Figure:
    """Who takes part, on the map of the era; for the dark cover. No one stands out where it is for all."""
    profile = lesson.profile
    count = len(profile.participants)
    label = say("lesson.figures.maps.participants", number=count) if count > 1 else ""
    name = "" if profile.unit.is_everyone else profile.unit.name
    caption = say("lesson.figures.maps.participants_shown", label=label)
    if name:
        caption = (
            say("lesson.figures.maps.unit_on_map", unit=name)
            if not label
            else say("lesson.figures.maps.unit_and_participants", unit=name, label=label)
        )
    described = Described(
        kind="participants",
        alt=alt_participants(count, name),
        caption=caption,
        source=LICENCE,
        data={"columns": [say("lesson.figures.maps.province")], "rows": [[unit.name] for unit in profile.participants]},
    )
    land = geometry(map_name(profile.unit))
    # where the whole country takes part there is no other colour that a key could tell from
    key = label if count < len(land.provinces) else ""
    svg = cached(
        draw_participants,
        geometry=land,
        participants=frozenset(unit.geo_slug for unit in profile.participants),
        unit_geo=profile.unit.geo_slug,
        unit_label=name,
        participants_label=key,
        size=size,
    )
    return described.figure(svg, size, profile)


def region_map(lesson: Lesson, size: str = "wide") -> Figure:
    """DTI in the unit's own region, large, this unit outlined; the country with Hoàng Sa and Trường Sa as an inset."""
    profile = lesson.profile
    score, edition = profile.own_row()
    slugs = _geometry_slugs(profile)
    scores = profile.region_scores
    members = tuple((slugs[s.slug], s.name, s.value) for s in scores)
    claims = (REGION.claim(profile), ENDS.claim(Drawn(scores)))
    group = say("lesson.figures.maps.region_group", number=len(scores), region=profile.region.name)
    described = Described(
        kind="region-map",
        alt=alt_region(
            members,
            profile.unit.geo_slug,
            say("lesson.figures.maps.index_value", index=dti.name(), year=score.year),
            group,
            texts(*claims),
        ),
        caption=say("lesson.figures.maps.index_title", index=dti.name(), year=score.year, group=group),
        source=wording.edition_source(edition),
        # the line at the foot of a slide may be cut; the licence must be whole
        note=f"{LICENCE}.",
        data=_table(scores),
        claims=claims,
    )
    svg = cached(
        draw_region,
        geometry=geometry(map_name(profile.unit)),
        members=members,
        unit_geo=profile.unit.geo_slug,
        others_label=say("lesson.figures.maps.outside_region"),
        legend_title=say("lesson.figures.maps.index_points", index=dti.name(), year=score.year),
        size=size,
    )
    return described.figure(svg, size, profile)


def participants_map(lesson: Lesson, size: str = "wide") -> Figure:
    """The participants' values on the map of their era, as large as they allow, each named where there is room."""
    profile = lesson.profile
    gathering, slugs = profile.gathering, _geometry_slugs(profile)
    edition, scores = gathering.complete_edition(), gathering.scores
    members = tuple((slugs[s.slug], s.name, s.value) for s in scores)
    own = "" if profile.unit.is_everyone else profile.unit.geo_slug
    claims = (ENDS.claim(Drawn(scores)),)
    group = all_participants_text.group(gathering)
    described = Described(
        kind="participants-map",
        alt=alt_region(
            members,
            own,
            say("lesson.figures.maps.index_value", index=dti.name(), year=edition.year),
            group,
            texts(*claims),
        ),
        caption=say("lesson.figures.maps.index_title", index=dti.name(), year=edition.year, group=group),
        source=wording.edition_source(edition),
        # the line at the foot of a slide may be cut; the licence must be whole
        note=f"{LICENCE}.",
        data=_table(scores),
        claims=claims,
    )
    svg = cached(
        draw_region,
        geometry=geometry(map_name(gathering.participants[0])),
        members=members,
        unit_geo=own,
        others_label="" if gathering.is_everywhere else say("lesson.figures.maps.outside_conference"),
        legend_title=say("lesson.figures.maps.index_points", index=dti.name(), year=edition.year),
        size=size,
    )
    return described.figure(svg, size, profile)


def _table(scores: tuple[Score, ...]) -> dict[str, Any]:
    return {
        "columns": [*listed("lesson.figures.maps.columns"), dti.name()],
        "rows": [[s.name, s.rank, hundredth(s.value)] for s in scores],
    }


def _geometry_slugs(profile: Profile) -> dict[str, str]:
    """The slug in the geometry of every unit of the day, by either of its slugs."""
    return {slug: unit.geo_slug for unit in units_on(profile.as_of) for slug in (unit.slug, unit.geo_slug)}
