"""One measure of the unit at a time: an index of the DTI, its pillars, the index of public services."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from taphuan.data.load import rows
from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.known.units import MERGER
from taphuan.lesson.profile import Comparison, Profile

SERVICE_NAME = "Chỉ số phục vụ người dân, doanh nghiệp"
# data/dti/README.md, dvc766.csv: points out of 100, the five parts add up to the total
SERVICE_PARTS: dict[str, str] = {
    "transparency": "Công khai, minh bạch",
    "timeliness": "Tiến độ giải quyết",
    "online_services": "Dịch vụ trực tuyến",
    "satisfaction": "Mức độ hài lòng",
    "digitization": "Số hóa hồ sơ",
}
SERVICE_CAVEAT = (
    "Số liệu đọc từ một bản chép công khai; bản chép không nêu ngày công bố và cách tính cho tỉnh mới sắp xếp, "
    "nên chỉ để tham khảo."
)


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
        pillars.append(PillarRow(pillar.key, pillar.label, value, pillar.rank, mean, derived))
    return tuple(pillars)


def has_pillar_means(profile: Profile) -> bool:
    """Whether every pillar of the unit has a value and a mean of its table."""
    pillars = pillar_rows(profile)
    return bool(pillars) and all(row.value is not None and row.mean is not None for row in pillars)


@dataclass(frozen=True)
class Service:
    """The unit's row of the public-service index, points of 100: the total, and (label, own, mean of the rows collected) of each
    part. The rows were read from a copy, so they stand in a figure with its mark and in no sentence that compares."""

    year: int
    total: float
    of: int
    parts: tuple[tuple[str, float, float], ...]


def service(profile: Profile) -> Service | None:
    """The newest row known on the day; its names are those of the units since the merger, so no other unit has one."""
    if profile.unit.valid_from < MERGER:
        return None
    known = [
        int(row["column_or_year"].removeprefix("year="))
        for row in rows("units/publications")
        if row["dataset"] == "dvc766.csv" and date.fromisoformat(row["published_on"]) <= profile.as_of
    ]
    table = [row for row in rows("dti/dvc766") if known and int(row["year"]) == max(known)]
    own = next((row for row in table if row["province_slug"] == profile.unit.slug), None)
    if own is None:
        return None

    def mean(column: str) -> float:
        return math.fsum(float(row[column]) for row in table) / len(table)

    return Service(
        year=int(own["year"]),
        total=float(own["total"]),
        of=len(table),
        parts=tuple((label, float(own[key]), mean(key)) for key, label in SERVICE_PARTS.items()),
    )


def predecessor_history(profile: Profile) -> tuple[tuple[str, tuple[Score, ...]], ...]:
    """(name, its rows) of each predecessor of a merged unit, over the complete editions of its own time, oldest first."""
    rows_of: dict[str, list[Score]] = {}
    for edition in dti.editions(profile.as_of):
        # in the tables of today's units the merged ones have rows of their own
        if edition.complete and edition.units != profile.unit.table:
            for score in dti.predecessor_scores(profile.unit, edition.year, profile.as_of):
                rows_of.setdefault(score.name, []).append(score)
    return tuple((name, tuple(scores)) for name, scores in rows_of.items())


def last_year(profile: Profile) -> int:
    """The last year of the ranks that the figure `movement` shows."""
    own = [score.year for score in profile.history]
    return max([*own, *(score.year for _, scores in predecessor_history(profile) for score in scores)])


def has_movement(profile: Profile) -> bool:
    """Ranks of two editions: the unit's own, or its predecessors'."""
    return len(profile.history) > 1 or any(len(scores) > 1 for _, scores in predecessor_history(profile))
