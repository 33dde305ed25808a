"""One measure of the unit at a time: an index of the DTI, its pillars, the index of public services."""

from __future__ import annotations

import math
from dataclasses import dataclass

from taphuan.known import dti
from taphuan.known import measures as known
from taphuan.known.dti import Score
from taphuan.known.units import is_merged, predecessors
from taphuan.lesson.profile import Comparison, Profile
from taphuan.text import exact, say

SERVICE_NAME = say("lesson.measures.service")
SERVICE_CAVEAT = say("lesson.measures.reprint")


def comparison(profile: Profile, key: str) -> Comparison | None:
    """The unit in one index that all units of its table have; None elsewhere."""
    return next((row for row in profile.comparisons if row.key == key), None)


def participants_mean(profile: Profile, key: str) -> float | None:
    """The mean of the participants; None where they are the whole country or just the region, whose means are shown anyway."""
    gathering = profile.gathering
    group = {score.slug for score in gathering.scores}
    if not group or gathering.is_everywhere or group == {score.slug for score in profile.region_scores}:
        return None
    return dti.mean(gathering.scores, key)


@dataclass(frozen=True)
class PillarRow:
    """A pillar of the unit; `mean` is that of the table, None where not every unit of it has a value. `derived` is True
    where one of the two values was computed from published indices."""

    key: str
    label: str
    value: float | None
    rank: int | None
    mean: float | None
    derived: bool


def pillar_rows(profile: Profile) -> tuple[PillarRow, ...]:
    """The three pillars of the newest own row. A value that was not published is the derived one where there is one."""
    score, units = profile.score, len(profile.table)
    if score is None:
        return ()
    computed = dti.computed_pillars(score.year, score.of)
    pillars: list[PillarRow] = []
    for pillar in dti.pillars(score):
        values = computed.get(pillar.key, {})
        mean = math.fsum(values.values()) / len(values) if values and len(values) == units else None
        value = pillar.value if pillar.value is not None else values.get(score.slug)
        derived = pillar.derived or mean is not None or value != pillar.value
        pillars.append(PillarRow(pillar.key, pillar.label, value, pillar.rank, mean, derived))
    return tuple(pillars)


def has_pillar_means(profile: Profile) -> bool:
    """Whether every pillar of the unit has a value and a mean of its table."""
    pillars = pillar_rows(profile)
    return bool(pillars) and all(row.value is not None and row.mean is not None for row in pillars)


# the parts whose maximum several sources state; the two others are told in points
_SCALED = ("transparency", "timeliness", "satisfaction")


@dataclass(frozen=True)
class ServiceRow:
    """Points of the unit in a part of the public-service index, the mean and the highest of its table, and the most points
    there are (None where that is not sure)."""

    label: str
    value: float
    mean: float
    best: float
    most: float | None


@dataclass(frozen=True)
class Service:
    """The unit in the parts of the public-service index. The rows were read from a copy, so they stand in a figure with its
    mark and in no sentence that compares."""

    year: str
    parts: tuple[ServiceRow, ...]


SERVICE = "service_index"


def service(profile: Profile) -> Service | None:
    """The newest points of the unit that are public on the day, in the parts that are known of every unit; None where
    there are none."""
    if not known.has(SERVICE):
        return None
    about = known.measure(SERVICE)
    totals = known.own(about.key, profile.unit, profile.as_of)
    if not totals:
        return None
    newest = totals[-1].edition
    parts: list[ServiceRow] = []
    for part in about.parts:
        values = {r.slug: r.value for r in known.table(newest, part.key) if r.value is not None}
        own = next(
            (r for r in known.own(about.key, profile.unit, profile.as_of, part.key) if r.edition == newest), None
        )
        if part.main or own is None or own.value is None or len(values) != newest.of:
            continue
        mean = float(sum(map(exact, values.values())) / len(values))
        most = part.highest if part.key in _SCALED else None
        parts.append(ServiceRow(part.label, own.value, mean, max(values.values()), most))
    return Service(newest.key, tuple(parts)) if parts else None


def predecessor_history(profile: Profile) -> tuple[tuple[str, tuple[Score, ...]], ...]:
    """(name, its rows) of each predecessor of a merged unit, over the complete editions of its own time, oldest first."""
    rows_of: dict[str, list[Score]] = {}
    for edition in dti.editions(profile.as_of):
        # in the tables of today's units the merged ones have rows of their own
        if edition.complete and edition.units != profile.unit.table:
            for score in dti.predecessor_scores(profile.unit, edition.year, profile.as_of):
                rows_of.setdefault(score.name, []).append(score)
    return tuple((name, tuple(scores)) for name, scores in rows_of.items())


@dataclass(frozen=True)
class RankLine:
    """The ranks of one unit over the tables that have it, oldest first; `own` for the unit itself and the predecessor that
    gave it its name."""

    name: str
    own: bool
    scores: tuple[Score, ...]


def rank_lines(profile: Profile) -> tuple[RankLine, ...]:
    """The unit's own ranks, led on from those of the predecessor with its name; then the other predecessors.

    The edition of 2024 has a table of the 63 units too: there a unit of unchanged territory has a row of its own.
    """
    unit = profile.unit
    own = list(profile.history)
    before = predecessors(unit)
    others: list[RankLine] = []
    years = [edition.year for edition in dti.editions(profile.as_of) if edition.complete]
    if is_merged(unit):
        rows_of: dict[str, list[Score]] = {each.slug: [] for each in before}
        for year in years:
            for score in dti.predecessor_scores(unit, year, profile.as_of):
                slug = next(each.slug for each in before if score.slug in (each.slug, each.geo_slug))
                rows_of[slug].append(score)
        for each in before:
            scores = tuple(rows_of[each.slug])
            if each.slug == unit.slug:
                own = [*scores, *own]
            elif scores:
                others.append(RankLine(scores[-1].name, False, scores))
    elif before:
        slugs = (before[0].slug, before[0].geo_slug)
        for year in years:
            found = [s for s in dti.table(year, before[0].table) if s.slug in slugs]
            own += [score for score in found if score not in own]
    own.sort(key=_table_order)
    first = [RankLine(own[-1].name, True, tuple(own))] if own else []
    return (*first, *others)


def _table_order(score: Score) -> tuple[int, int]:
    """Of one edition the table of the units of its year before that of today's."""
    return score.year, -score.of


def rank_tables(lines: tuple[RankLine, ...]) -> tuple[Score, ...]:
    """A row of each table in which some of the lines has a rank, in order of time."""
    found = {_table_order(score): score for line in lines for score in line.scores}
    return tuple(found[key] for key in sorted(found))


def has_movement(profile: Profile) -> bool:
    """Ranks of two editions: the unit's own, or its predecessors'."""
    return len(profile.history) > 1 or any(len(scores) > 1 for _, scores in predecessor_history(profile))
