"""Single measures of the unit: its indices, one index, the pillars, the index of public services."""

from __future__ import annotations

from typing import Any

from taphuan.charts.cache import cached
from taphuan.charts.cards.rank_card import alt_rank_card, draw_rank_card
from taphuan.charts.figure import Figure
from taphuan.charts.plots.bars import alt_index, draw_index
from taphuan.charts.plots.indices import Index, alt_indices, by_gap, draw_indices
from taphuan.charts.plots.measure_parts import alt_parts, draw_parts
from taphuan.charts.plots.service import COPY, ServicePart, alt_service, draw_service
from taphuan.errors import UnknownName
from taphuan.known import dti
from taphuan.lesson import measures, wording
from taphuan.lesson.claims.history import PILLARS
from taphuan.lesson.claims.indices import BEST, STRONGEST, WEAKEST, OneIndex
from taphuan.lesson.claims.standing import RANK
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.lesson import Lesson
from taphuan.text import hold, listed, say

_SERVICE_SOURCE = say("lesson.tables.briefing.service_source")


def indices(lesson: Lesson, size: str = "wide") -> Figure:
    """The comparable indices beside the mean of the table, the furthest below it on top."""
    profile = lesson.profile
    score, edition = profile.own_row()
    of, name = profile.table[0].of, profile.unit.name
    label = wording.table_label(of)
    rows = tuple(Index(c.label, c.value, c.table_mean, c.rank) for c in profile.comparisons)
    claims = (WEAKEST.claim(profile), STRONGEST.claim(profile))
    described = Described(
        kind="indices",
        alt=alt_indices(rows, name, label, score.year, texts(*claims)),
        caption=say("lesson.figures.measures.indices_title", index=dti.name(), year=score.year, unit=name, label=label),
        source=wording.edition_source(edition, means=True),
        data={
            "columns": [
                say("lesson.figures.measures.index"),
                name,
                say("lesson.figures.measures.mean_of", of=of),
                say("lesson.figures.measures.difference"),
                say("lesson.figures.measures.rank"),
            ],
            "rows": [
                [row.label, hundredth(row.value), hundredth(row.mean), hundredth(row.gap), row.rank]
                for row in by_gap(rows)
            ],
        },
        note=wording.comparable_note(profile),
        claims=claims,
    )
    svg = cached(draw_indices, rows=rows, unit_name=name, mean_label=label, size=size)
    return described.figure(svg, size, profile)


def index(lesson: Lesson, key: str, size: str = "wide") -> Figure:
    """One index (a key of taphuan.known.dti.INDICES) beside the means it may be compared with and the best of the table.

    Raises UnknownName for another key, ValueError where not every unit has it: guard the slide with `index.<key>`.
    """
    if key not in dti.INDICES:
        raise UnknownName("index", key, tuple(dti.INDICES))
    profile = lesson.profile
    score, edition = profile.own_row()
    row = measures.comparison(profile, key)
    if row is None:
        raise ValueError(f"not every unit has '{key}' in {dti.name()} {score.year}; guard the slide with `index.{key}`")
    name, best = profile.unit.name, max(other.index(key) or 0.0 for other in profile.table)
    label_of_best = BEST.claim(OneIndex(profile, row))
    assert label_of_best is not None  # a table has a highest value
    if row.value == best:
        rows = [(label_of_best.text, row.value, True)]
    else:
        rows = [(name, row.value, True), (label_of_best.text, best, False)]
    group = measures.participants_mean(profile, key)
    if group is not None:
        rows.append(
            (hold(say("lesson.figures.measures.participants_mean", number=len(profile.participants))), group, False)
        )
    if row.region_mean is not None:
        rows.append((say("lesson.figures.measures.regional_mean"), row.region_mean, False))
    label = wording.table_label(profile.table[0].of)
    drawn: dict[str, Any] = {"rows": tuple(rows), "mean": row.table_mean, "mean_label": label}
    described = Described(
        kind="index",
        alt=alt_index(**drawn, measure=say("lesson.figures.measures.in_year", label=row.label, year=score.year)),
        caption=say("lesson.figures.measures.of_unit", label=row.label, year=score.year, unit=name),
        source=wording.edition_source(edition, means=True),
        data={
            "columns": [say("lesson.figures.measures.unit"), row.label],
            "rows": [*([who, hundredth(value)] for who, value, _ in rows), [label, hundredth(row.table_mean)]],
        },
        claims=(label_of_best,),
    )
    return described.figure(cached(draw_index, **drawn, size=size), size, profile)


def pillars(lesson: Lesson, size: str = "wide") -> Figure:
    """The three pillars against the mean of the table; their ranks alone where a value or a mean is not known.

    Guard the slide with `has_pillars`.
    """
    profile = lesson.profile
    score, edition = profile.own_row()
    rows = measures.pillar_rows(profile)
    name, derived, measured = profile.unit.name, any(row.derived for row in rows), measures.has_pillar_means(profile)
    claims = (PILLARS.claim(profile),) if measured else (RANK.claim(profile), PILLARS.claim(profile))
    if not measured:
        card: dict[str, Any] = {
            "label": say("lesson.figures.measures.rank_title", index=dti.name(), year=score.year),
            "unit_name": name,
            "rank": score.rank,
            "of": score.of,
            "value": score.value,
            "value_label": say("lesson.figures.measures.value_label", index=dti.name()),
            "pillars": tuple((wording.pillar_name(row.label), row.rank, score.of) for row in rows),
        }
        svg, alt = cached(draw_rank_card, **card, size=size), alt_rank_card(card["label"], name, texts(*claims))
    else:
        parts: dict[str, Any] = {
            "rows": tuple(
                (
                    wording.pillar_name(row.label),
                    say("lesson.figures.measures.rank_of", place=f"{row.rank}/{score.of}") if row.rank else "",
                    row.value,
                    row.mean,
                )
                for row in rows
            ),
            "mean_label": wording.table_label(score.of),
        }
        svg = cached(draw_parts, **parts, unit_name=name, total=("", "", ""), longest=1.0, whole=True, size=size)
        head = say("lesson.figures.measures.pillars_alt", index=dti.name(), year=score.year, unit=name)
        alt = alt_parts(**parts, head=head, findings=texts(*claims))
    described = Described(
        kind="pillars",
        alt=alt,
        caption=say("lesson.figures.measures.pillars_title", index=dti.name(), year=score.year, unit=name),
        source=wording.edition_source(edition, means=measured),
        data={
            "columns": list(listed("lesson.figures.measures.pillars_columns")),
            "rows": [
                [wording.pillar_name(row.label), hundredth(row.value), row.rank, hundredth(row.mean)] for row in rows
            ],
        },
        note=f"{wording.DERIVED}." if derived else "",
        claims=claims,
    )
    return described.figure(svg, size, profile)


def public_service(lesson: Lesson, size: str = "wide") -> Figure:
    """The parts of the index of service to people and businesses: three in % of their most points, two in points, beside the
    mean and the highest of the table.

    It is read in one copy, so it carries the mark "°" and stands alone, without a place or a total. Raises ValueError where
    none is known: guard the slide with `has_dvc`.
    """
    profile = lesson.profile
    service, name = measures.service(profile), profile.unit.name
    if service is None:
        raise ValueError(
            f"no public-service index of {name} is known on {profile.as_of}; guard the slide with `has_dvc`"
        )
    parts = tuple(ServicePart(row.label, row.value, row.mean, row.best, row.most) for row in service.parts)
    measure = say("lesson.figures.measures.service_title", name=measures.SERVICE_NAME, year=service.year, unit=name)
    described = Described(
        kind="public-service",
        alt=alt_service(parts, say("lesson.figures.measures.by_part", measure=measure)),
        caption=say("lesson.figures.measures.by_part", measure=measure),
        source=_SERVICE_SOURCE,
        data={
            "columns": [
                say("lesson.figures.measures.part"),
                name,
                say("lesson.figures.measures.mean"),
                say("lesson.figures.measures.best"),
                say("lesson.figures.measures.most"),
            ],
            "rows": [[part.label, part.value, round(part.mean, 4), part.best, part.most] for part in parts],
        },
        note=f"{COPY} {measures.SERVICE_CAVEAT}",
    )
    return described.figure(cached(draw_service, parts=parts, unit_name=name, size=size), size, profile)
