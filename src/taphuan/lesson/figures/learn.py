"""Whom to learn from: the indices below the mean, each beside the best of the units most like the unit or of its region."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots import learn as plot
from taphuan.charts.plots.service import COPY
from taphuan.known import dti
from taphuan.lesson import wording
from taphuan.lesson.claims.indices import WEAKEST, OneIndex, taught_by, teachers, weak_indices
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.peers import Similar, similar
from taphuan.text import listed, listing, say


def learn(lesson: Lesson, size: str = "wide") -> Figure:
    """The weak indices of the unit, at most three, beside the mean and who does at least five points better.

    Raises ValueError where no index is a point below the mean: guard the slide with `has_weak_indices`.
    """
    profile = lesson.profile
    weak = weak_indices(profile)
    if not weak:
        raise ValueError(f"no index of {profile.unit.name} is below the mean; guard the slide with `has_weak_indices`")
    score, edition = profile.own_row()
    alike = similar(profile)
    rows = []
    for row in weak:
        taught = taught_by(OneIndex(profile, row))
        names = listing(taught.names[:2]) if taught else ""
        rows.append(plot.Lesson(row.label, row.value, row.table_mean, names, float(taught.value) if taught else 0.0))
    label = wording.table_label(score.of)
    group = say("lesson.figures.learn.alike", mark=COPY) if alike else say("lesson.figures.learn.in_region")
    claims = (WEAKEST.claim(profile), *teachers(profile))
    described = Described(
        kind="learn",
        alt=plot.alt_learn(rows, profile.unit.name, label, texts(*claims)),
        caption=say("lesson.figures.learn.title", index=dti.name(), year=score.year, unit=profile.unit.name),
        source=wording.edition_source(edition, means=True),
        data={
            "columns": list(listed("lesson.figures.learn.columns")),
            "rows": [
                [row.label, who, hundredth(value)]
                for row in rows
                for who, value in (
                    (profile.unit.name, row.own),
                    *([(row.teacher, row.best)] if row.teacher else []),
                    (label, row.mean),
                )
            ],
        },
        note=similar_note(alike) if alike and any(row.teacher for row in rows) else "",
        claims=claims,
    )
    svg = cached(
        plot.draw_learn, rows=tuple(rows), unit_name=profile.unit.name, mean_label=label, group=group, size=size
    )
    return described.figure(svg, size, profile)


def similar_note(alike: Similar) -> str:
    """Who the similar provinces are, and that a copy chose them."""
    return say(
        "lesson.figures.learn.alike_note",
        mark=COPY,
        year=alike.year,
        names=listing([other.name for other in alike.scores]),
    )
