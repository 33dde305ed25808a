"""One measure of the unit at a time: an index of the DTI, its pillars, the index of public services."""

from __future__ import annotations

import math
from dataclasses import dataclass

from taphuan.data.load import rows
from taphuan.known import dti
from taphuan.known import measures as known
from taphuan.known.units import predecessors
from taphuan.lesson import wording
from taphuan.lesson.profile import Comparison, Profile
from taphuan.text import NBSP, hold, index_value, listing

SERVICE_NAME = "Chỉ số phục vụ người dân, doanh nghiệp"
SERVICE_CAVEAT = "Số liệu đọc từ một bản chép công khai, chỉ để tham khảo."


def comparison(profile: Profile, key: str) -> Comparison | None:
    """The unit in one index that all units of its table have; None elsewhere."""
    return next((row for row in profile.comparisons if row.key == key), None)


def best_of_table(profile: Profile, key: str) -> tuple[float, tuple[str, ...]]:
    """The highest value of an index in the table, and the names of those who have it."""
    values = {score.name: score.index(key) or 0.0 for score in profile.table}
    best = max(values.values())
    return best, tuple(name for name, value in values.items() if value == best)


def participants_mean(profile: Profile, key: str) -> float | None:
    """The mean of the participants; None where they are the whole country or just the region, whose means are shown anyway."""
    gathering = profile.gathering
    group = {score.slug for score in gathering.scores}
    if not group or gathering.is_everywhere or group == {score.slug for score in profile.region_scores}:
        return None
    return dti.mean(gathering.scores, key)


def index_finding(profile: Profile, key: str) -> str:
    """ "Hạ tầng số của Quảng Nam đạt 0,6764, cao hơn trung bình 63 tỉnh (0,6168)"."""
    row = comparison(profile, key)
    if row is None:
        return ""
    word = "cao hơn" if row.value > row.table_mean else "thấp hơn" if row.value < row.table_mean else "bằng"
    mean = f"{wording.table_label(profile.table[0].of)} ({index_value(row.table_mean)})"
    return hold(f"{row.label} của {profile.unit.name} đạt {index_value(row.value)}, {word} {mean}")


@dataclass(frozen=True)
class PillarRow:
    """A pillar of the unit; `mean` is that of the table, None where not every unit of it has a value. `derived` is True
    where one of the two values was computed from published indices."""

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
    computed: dict[str, dict[str, float]] = {}
    for row in rows("dti/dti_pillars_derived"):
        if int(row["year"]) == score.year and int(row["province_set"].partition("-")[0]) == score.of:
            computed.setdefault(row["pillar"], {})[row["province_slug"]] = float(row["value_derived"])
    pillars: list[PillarRow] = []
    for pillar in dti.pillars(score):
        values = computed.get(pillar.key, {})
        mean = math.fsum(values.values()) / len(values) if values and len(values) == units else None
        value = pillar.value if pillar.value is not None else values.get(score.slug)
        derived = pillar.derived or mean is not None or value != pillar.value
        pillars.append(PillarRow(pillar.label, value, pillar.rank, mean, derived))
    return tuple(pillars)


@dataclass(frozen=True)
class Service:
    """The unit's own points: the total, and (label, points, most points) of each part. It has no place and no mean: the
    table stands in one copy, which no finding may rest on."""

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


def predecessor_ranks(profile: Profile) -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    """(name, (year, rank)…) of each predecessor of a merged unit, over the complete editions of its own time."""
    ranks: dict[str, list[tuple[int, int]]] = {}
    for edition in dti.editions(profile.as_of):
        # in the tables of its own era the merged unit has a row itself
        if edition.complete and edition.units != profile.unit.table:
            for score in dti.predecessor_scores(profile.unit, edition.year, profile.as_of):
                ranks.setdefault(score.name, []).append((score.year, score.rank))
    return tuple((name, tuple(rows)) for name, rows in ranks.items())


def units_before(profile: Profile) -> int:
    """How many units the tables list in which the predecessors of a merged unit are ranked."""
    return predecessors(profile.unit)[0].table


def last_year(profile: Profile) -> int:
    """The last year of the ranks that the figure `movement` shows."""
    own = [score.year for score in profile.history]
    return max([*own, *(year for _, ranks in predecessor_ranks(profile) for year, _ in ranks)])


def has_movement(profile: Profile) -> bool:
    """Ranks of two editions: the unit's own, or its predecessors'."""
    return len(profile.history) > 1 or _two_editions(predecessor_ranks(profile))


def _two_editions(before: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]) -> bool:
    return any(len(ranks) > 1 for _, ranks in before)


def movement_finding(profile: Profile) -> str:
    """ "Huế: hạng 4/63 năm 2022, 3/63 năm 2023 và 2/34 năm 2024"; a merged unit after its predecessors' last ranks."""
    before = predecessor_ranks(profile)
    if len(profile.history) < 2 and not _two_editions(before):
        return ""
    own = [f"{wording.score_label(score)} năm{NBSP}{score.year}" for score in profile.history]
    if not before:
        return hold(f"{profile.unit.name}: hạng {listing(own)}")
    ranks = listing([f"{name} {rows[-1][1]}/{units_before(profile)}" for name, rows in before])
    now = f"; sau sắp xếp: {listing(own)}" if own else ""
    return hold(f"Trước sắp xếp, năm {before[0][1][-1][0]}: {ranks}{now}")


def tied(names: tuple[str, ...]) -> str:
    """Up to two names, or the number of more."""
    return listing(names) if len(names) <= 2 else f"{len(names)}{NBSP}tỉnh"
