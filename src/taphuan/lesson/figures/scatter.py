"""The index beside GRDP per head: does the same wealth go with the same place? A question, not a finding."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots.scatter import OTHER, OWN, PEER, Axes, Spot, alt_scatter, draw_scatter, label_sides
from taphuan.charts.plots.service import COPY
from taphuan.known import dti
from taphuan.lesson import wording
from taphuan.lesson.figures.described import Described, hundredth
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.peers import peers
from taphuan.text import NBSP, say, tenth

_UNIT = say("lesson.figures.scatter.unit")


def scatter(lesson: Lesson, size: str = "low") -> Figure:
    """DTI of all units over their GRDP per head; those near the unit's own are named with their value.

    GRDP per head is read in one copy, so it carries the mark "°", chooses who is listed and is compared with nothing.
    Raises ValueError where it is not known of every unit: guard the slide with `has_peers`.
    """
    profile = lesson.profile
    found, edition = peers(profile), profile.edition
    if found is None or edition is None:
        raise ValueError(
            f"no units with about the GRDP per head of {profile.unit.name}; guard the slide with `has_peers`"
        )
    near = {one.score.slug for one in found.near}
    own = found.own.score.slug
    spots = tuple(
        Spot(
            one.score.name,
            one.grdp,
            one.score.value or 0.0,
            OWN if one.score.slug == own else PEER if one.score.slug in near else OTHER,
        )
        for one in sorted(found.everyone, key=lambda one: one.score.rank)
    )
    year = found.edition.key
    axes = Axes(
        say("lesson.figures.scatter.up", index=dti.name(), year=edition.year),
        say("lesson.figures.scatter.across", year=year, mark=COPY, unit=_UNIT),
        f"GRDP {tenth(found.low)}–{tenth(found.high)}{NBSP}{_UNIT}{COPY}",
    )
    band = (found.low, found.high)
    described = Described(
        kind="scatter",
        alt=alt_scatter(spots, axes, _UNIT),
        caption=say(
            "lesson.figures.scatter.title",
            index=dti.name(),
            index_year=edition.year,
            year=year,
            mark=COPY,
            number=len(spots),
        ),
        source=say(
            "lesson.figures.scatter.source",
            index_source=wording.edition_source(edition),
            issuer=found.edition.issuer,
            year=year,
        ),
        data={
            "columns": [
                say("lesson.figures.scatter.province"),
                say("lesson.figures.scatter.across_column", year=year),
                say("lesson.figures.scatter.up_column", index=dti.name(), year=edition.year),
                say("lesson.figures.scatter.group"),
            ],
            "rows": [[s.name, round(s.across, 4), hundredth(s.up), _GROUPS[s.role]] for s in spots],
            "axes": list(axes),
            "band": [round(end, 4) for end in band],
            "sides": label_sides(spots=spots, band=band, axes=axes, size=size),
        },
        note=say("lesson.figures.scatter.note", mark=COPY),
    )
    svg = cached(draw_scatter, spots=spots, band=band, axes=axes, size=size)
    return described.figure(svg, size, profile)


_GROUPS = {OWN: say("lesson.figures.scatter.own"), PEER: say("lesson.figures.scatter.near"), OTHER: ""}
