"""One measure of the unit at a time: an index of the DTI, its pillars, the index of public services."""

from __future__ import annotations

import math
from dataclasses import dataclass

from taphuan.known import dti
from taphuan.known import measures as known
from taphuan.known.dti import Score
from taphuan.known.units import predecessors
from taphuan.lesson.profile import Comparison, Profile

SERVICE_NAME = "Chỉ số phục vụ người dân, doanh nghiệp"
SERVICE_CAVEAT = "Số liệu đọc từ một bản chép công khai, chỉ để tham khảo."


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


@dataclass(frozen=True)
class Service:
    """The unit's row of the public-service index, points of 100: the total, and (label, points, most points) of each
    part. The rows were read from a copy, so they stand in a figure with its mark and in no sentence that compares."""

    year: str
    total: float
    parts: tuple[tuple[str, float, float], ...]


def service(profile: Profile) -> Service | None:
    """The newest points of the unit that are public on the day; None where there are none."""
    about = known.measure("service_index")
    totals = known.own(about.key, profile.unit, profile.as_of)
    if not totals or totals[-1].value is None:
        return None
    newest = totals[-1].edition
    parts: list[tuple[str, float, float]] = []
    for part in about.parts:
        for reading in known.own(about.key, profile.unit, profile.as_of, part.key):
            if reading.edition == newest and not part.main and reading.value is not None and part.highest is not None:
                parts.append((part.label, reading.value, part.highest))
    return Service(newest.key, totals[-1].value, tuple(parts))


def predecessor_history(profile: Profile) -> tuple[tuple[str, tuple[Score, ...]], ...]:
    """(name, its rows) of each predecessor of a merged unit, over the complete editions of its own time, oldest first."""
    rows_of: dict[str, list[Score]] = {}
    for edition in dti.editions(profile.as_of):
        # in the tables of today's units the merged ones have rows of their own
        if edition.complete and edition.units != profile.unit.table:
            for score in dti.predecessor_scores(profile.unit, edition.year, profile.as_of):
                rows_of.setdefault(score.name, []).append(score)
    return tuple((name, tuple(scores)) for name, scores in rows_of.items())


def units_before(profile: Profile) -> int:
    """How many units the tables list in which the predecessors of a merged unit are ranked."""
    return predecessors(profile.unit)[0].table


def last_year(profile: Profile) -> int:
    """The last year of the ranks that the figure `movement` shows."""
    own = [score.year for score in profile.history]
    return max([*own, *(score.year for _, scores in predecessor_history(profile) for score in scores)])


def has_movement(profile: Profile) -> bool:
    """Ranks of two editions: the unit's own, or its predecessors'."""
    return len(profile.history) > 1 or any(len(scores) > 1 for _, scores in predecessor_history(profile))
