"""Where the unit stands in the index: among the participants, in its table, over the editions, beside its predecessors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from taphuan.charts.cache import cached
from taphuan.charts.cards.rank_card import alt_rank_card, draw_rank_card
from taphuan.charts.figure import Figure
from taphuan.charts.plots.deviations import Member, alt_deviations, draw_deviations
from taphuan.charts.plots.merger import Group, Territory, alt_merger, draw_merger
from taphuan.charts.plots.ranks import Line, Table, alt_ranks, draw_ranks
from taphuan.charts.plots.strip import NEXT, OWN, REGION, Dot, alt_strip, draw_strip
from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.lesson import measures, wording
from taphuan.lesson.claims.drawn import ENDS, RANK_LINE, Drawn
from taphuan.lesson.claims.history import PILLARS
from taphuan.lesson.claims.standing import RANK
from taphuan.lesson.figures.described import Described, hundredth, mean_of, texts
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.profile import Profile
from taphuan.text import hold, listed, say


def rank_card(lesson: Lesson, size: str = "half") -> Figure:
    """The published rank and value with the pillar ranks, where nothing may be compared."""
    profile = lesson.profile
    score, edition = profile.own_row()
    card: dict[str, Any] = {
        "label": say("lesson.figures.standing.rank_title", index=dti.name(), year=score.year),
        "unit_name": profile.unit.name,
        "rank": score.rank,
        "of": score.of,
        "value": score.value,
        "value_label": say("lesson.figures.standing.value_label", index=dti.name()),
        "pillars": tuple((wording.pillar_name(p.label), p.rank, score.of) for p in profile.pillars),
    }
    claims = (RANK.claim(profile), PILLARS.claim(profile))
    rows: list[list[Any]] = [[dti.name(), score.rank, score.of, hundredth(score.value)]]
    rows += [[wording.pillar_name(p.label), p.rank, score.of, hundredth(p.value)] for p in profile.pillars]
    described = Described(
        kind="rank-card",
        alt=alt_rank_card(card["label"], profile.unit.name, texts(*claims)),
        caption=say("lesson.figures.standing.title", index=dti.name(), year=score.year, unit=profile.unit.name),
        source=wording.edition_source(edition),
        data={"columns": list(listed("lesson.figures.standing.columns")), "rows": rows},
        note=wording.DERIVED if any(pillar.derived for pillar in profile.pillars) else "",
        claims=claims,
    )
    return described.figure(cached(draw_rank_card, **card, size=size), size, profile)


def league(lesson: Lesson, size: str = "wide") -> Figure:
    """The participants (where they fit on a slide) or the region as distances from the mean of the table, best first."""
    profile = lesson.profile
    score, edition = profile.own_row()
    mean, label = profile.table_mean, wording.table_label(score.of)
    assert mean is not None  # a complete table has all values
    rows = tuple(Member(s.name, s.rank, s.value, s.slug == score.slug) for s in profile.league)
    group = hold(
        say(
            "lesson.figures.standing.provinces",
            number=len(rows),
            which=say("lesson.figures.standing.of_conference")
            if profile.league_is_of_participants
            else say("lesson.figures.standing.of_region"),
        )
    )
    # with up to nineteen bars, caption and source must stand on one line
    of_region = say(
        "lesson.figures.standing.region_title", index=dti.name(), year=score.year, region=profile.region.name
    )
    caption = (
        say("lesson.figures.standing.participants_title", index=dti.name())
        if profile.league_is_of_participants
        else of_region
    )
    claims = (RANK.claim(profile), ENDS.claim(Drawn(profile.league)))
    described = Described(
        kind="league",
        alt=alt_deviations(
            rows,
            mean,
            label,
            say("lesson.figures.standing.index_value", index=dti.name(), year=score.year),
            group,
            texts(*claims),
        ),
        caption=caption,
        source=wording.edition_source(edition, means=True),
        data={
            "columns": [*listed("lesson.figures.standing.league_columns"), dti.name()],
            "rows": [[s.name, s.rank, hundredth(s.value)] for s in profile.league],
            "mean": mean_of(label, mean),
        },
        claims=claims,
    )
    svg = cached(draw_deviations, rows=rows, mean=mean, mean_label=label, size=size)
    return described.figure(svg, size, profile)


def strip(lesson: Lesson, size: str = "wide") -> Figure:
    """All units of the table on one scale, with this one, its region and its neighbours in rank named."""
    profile = lesson.profile
    score, edition = profile.own_row()
    mean, label = profile.table_mean, wording.table_label(score.of)
    groups = _groups(profile)
    dots = tuple(Dot(s.name, s.value, groups.get(s.slug, "")) for s in profile.table)
    claims = (RANK.claim(profile), ENDS.claim(Drawn(profile.table)))
    described = Described(
        kind="strip",
        alt=alt_strip(
            dots,
            mean,
            label,
            say("lesson.figures.standing.index_value", index=dti.name(), year=score.year),
            texts(*claims),
        ),
        caption=say(
            "lesson.figures.standing.position_title",
            index=dti.name(),
            unit=profile.unit.name,
            of=score.of,
            year=score.year,
        ),
        source=wording.edition_source(edition, means=True),
        data={
            "columns": [
                *listed("lesson.figures.standing.league_columns"),
                dti.name(),
                say("lesson.figures.standing.group"),
            ],
            "rows": [[s.name, s.rank, hundredth(s.value), _GROUPS[groups.get(s.slug, "")]] for s in profile.table],
            "mean": mean_of(label, mean),
        },
        claims=claims,
    )
    svg = cached(
        draw_strip,
        dots=dots,
        mean=mean,
        region_label=say("lesson.figures.standing.region", name=profile.region.name),
        rank_label=wording.score_label(score),
        size=size,
    )
    return described.figure(svg, size, profile)


_GROUPS = {
    OWN: say("lesson.figures.standing.own"),
    REGION: say("lesson.figures.standing.in_region"),
    NEXT: say("lesson.figures.standing.neighbours"),
    "": "",
}


def _groups(profile: Profile) -> dict[str, str]:
    """The group of each unit of the table that has one: the region before the neighbours in rank."""
    score, _ = profile.own_row()
    at = next(n for n, other in enumerate(profile.table) if other.slug == score.slug)
    found = {other.slug: NEXT for other in profile.table[max(at - 1, 0) : at + 2]}
    found |= {other.slug: REGION for other in profile.region_scores}
    return {**found, score.slug: OWN}


def ranks(lesson: Lesson, size: str = "wide") -> Figure:
    """Ranks over the editions, of the unit and of those it was put together from; a break is hatched, and only a dotted line
    crosses it.

    Raises ValueError where ranks of one edition only are known: guard the slide with `has_movement`.
    """
    profile = lesson.profile
    if not measures.has_movement(profile):
        raise ValueError(f"{profile.unit.name} has ranks of one edition; guard the slide with `has_movement`")
    name, found = profile.unit.name, measures.rank_lines(profile)
    scores = measures.rank_tables(found)
    tables = tuple(
        Table(score.year, score.of, wording.rank_break(scores[at - 1] if at else None, score))
        for at, score in enumerate(scores)
    )
    places = {(table.year, table.of): at for at, table in enumerate(tables)}
    lines = tuple(
        Line(line.name, line.own, tuple((places[score.year, score.of], score.rank) for score in line.scores))
        for line in found
    )
    claims = tuple(RANK_LINE.claim(Drawn(line.scores)) for line in found)
    edition = next(edition for edition in dti.editions(profile.as_of) if edition.year == scores[-1].year)
    caption = say("lesson.figures.standing.published_title", index=dti.name(), unit=name)
    described = Described(
        kind="ranks",
        alt=alt_ranks(tables, name, texts(*claims)),
        caption=say("lesson.figures.standing.with_predecessors", title=caption)
        if measures.predecessor_history(profile)
        else caption,
        source=say("lesson.figures.standing.and_earlier", source=wording.edition_source(edition)),
        data={
            "columns": list(listed("lesson.figures.standing.ranks_columns")),
            "rows": [[line.name, score.year, score.rank, score.of] for line in found for score in line.scores],
            "breaks": [table.reason for table in tables],
        },
        claims=claims,
    )
    svg = cached(draw_ranks, tables=tables, lines=lines, unit_name=name, size=size)
    return described.figure(svg, size, profile)


def predecessors(lesson: Lesson, size: str = "wide") -> Figure:
    """A merged unit's own official value beside its predecessors', never joined."""
    profile = lesson.profile
    before = profile.before_merger
    edition = next(e for e in dti.editions(profile.as_of) if e.year == before[0].year)
    own = [profile.score] if profile.score and profile.score.year == edition.year else []
    # each group its own mean: two tables share no line
    means = profile.table_mean if own else None, dti.mean(dti.table(edition.year, before[0].of))
    groups = (
        Group(
            hold(say("lesson.figures.standing.among", of=own[0].of)) if own else "",
            means[0],
            _territories(own),
            own=True,
        ),
        Group(hold(say("lesson.figures.standing.among_before", of=before[0].of)), means[1], _territories(before)),
    )
    measure = say("lesson.figures.standing.merger", index=dti.name(), year=edition.year, unit=profile.unit.name)
    rows: list[list[Any]] = []
    for group, scores in zip(groups, (own, before), strict=True):
        rows += [[s.name, f"{s.rank}/{s.of}", hundredth(s.value)] for s in scores]
        if scores and group.mean is not None:
            label = wording.table_label(scores[0].of)
            rows.append([label[:1].upper() + label[1:], "", hundredth(group.mean)])
    described = Described(
        kind="predecessors",
        alt=alt_merger(groups, measure),
        caption=measure[:1].upper() + measure[1:],
        source=wording.edition_source(edition, means=True),
        data={"columns": [*listed("lesson.figures.standing.merger_columns"), dti.name()], "rows": rows},
    )
    return described.figure(cached(draw_merger, groups=groups, size=size), size, profile)


def _territories(scores: Iterable[Score]) -> tuple[Territory, ...]:
    return tuple(Territory(score.name, f"{score.rank}/{score.of}", score.value) for score in scores)
