"""Units of today that are like the unit: a choice from copies, so it chooses and proves nothing.

`peers` have about the same GRDP per head; `similar` are the six nearest by population, urban share and GRDP per head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev

from taphuan.data.load import data_files, derived
from taphuan.known import measures
from taphuan.known.dti import Score
from taphuan.known.measures import Edition
from taphuan.known.units import MERGER, territory, units_on
from taphuan.lesson.profile import Profile

GRDP = "grdp_per_head"
# what the numbers of all units are read from, beside the table of the measure; population weights GRDP
_FILES = (
    "measures/editions",
    "measures/measures",
    "measures/parts",
    "measures/population/population",
    "units/provinces",
)
# how far from the unit's own number a peer may be, in parts of it: the first that gives enough of them and not too many
_BANDS = (0.12, 0.08, 0.2)
_FEWEST, _MOST = 4, 13
# how many are like a unit
_SIX = 6


@dataclass(frozen=True)
class Placed:
    """A unit in the newest table of the index with its GRDP per head (million đồng; of a merged unit weighted by population)."""

    score: Score
    grdp: float


@dataclass(frozen=True)
class Peers:
    """All units of the table, the own one, those whose GRDP per head lies between `low` and `high`, highest index first."""

    edition: Edition
    everyone: tuple[Placed, ...]
    own: Placed
    low: float
    high: float
    near: tuple[Placed, ...]


def peers(profile: Profile) -> Peers | None:
    """None where the newest complete table of the index is not that of the units of the day, where no GRDP per head of each
    of them was public by then, or where no band has enough units."""
    scores = _of_today(profile)
    if not scores:
        return None
    for edition in reversed(measures.editions(GRDP, profile.as_of)):
        known = _numbers(edition, profile.as_of)
        if known is not None:
            everyone = tuple(Placed(scores[slug], value) for slug, value in known.items())
            return _near(edition, everyone, profile.unit.slug)
    return None


@dataclass(frozen=True)
class Similar:
    """The units most like the own one, the nearest first, and the editions that chose them: their year."""

    year: str
    scores: tuple[Score, ...]


def similar(profile: Profile) -> Similar | None:
    """The six units nearest to the unit by the logarithm of the population, the urban share of it and the logarithm of GRDP
    per head, each in standard deviations over all units, of the newest year of which all three were public of every unit.

    None where the newest complete table of the index is not that of the units of the day, or where no such year was public.
    """
    scores = _of_today(profile)
    if not scores:
        return None
    people = {edition.key: edition for edition in measures.editions("population", profile.as_of)}
    for grdp in reversed(measures.editions(GRDP, profile.as_of)):
        population = people.get(grdp.key)
        if population is None:
            continue
        columns = [
            _numbers(population, profile.as_of),
            _numbers(population, profile.as_of, "urban_population"),
            _numbers(grdp, profile.as_of),
        ]
        found = [column for column in columns if column is not None]
        if len(found) == len(columns):
            nearest = _nearest(*found, own=profile.unit.slug)
            return Similar(grdp.key, tuple(scores[slug] for slug in nearest))
    return None


def _nearest(people: dict[str, float], urban: dict[str, float], grdp: dict[str, float], *, own: str) -> list[str]:
    features = (
        {slug: math.log(value) for slug, value in people.items()},
        {slug: urban[slug] / people[slug] for slug in people},
        {slug: math.log(value) for slug, value in grdp.items()},
    )
    spreads = [pstdev(each.values(), fmean(each.values())) or 1.0 for each in features]

    def apart(slug: str) -> float:
        return sum(((each[slug] - each[own]) / spread) ** 2 for each, spread in zip(features, spreads, strict=True))

    return sorted((slug for slug in people if slug != own), key=lambda slug: (apart(slug), slug))[:_SIX]


def _of_today(profile: Profile) -> dict[str, Score]:
    """The scores of the units of the day in the newest table by slug; none where the table is not theirs."""
    today = {unit.slug for unit in units_on(profile.as_of)}
    scores = {score.slug: score for score in profile.table if score.value is not None}
    # of the editions over the units of before the merger the copy has no day of publication that somebody stated
    unknown = profile.as_of < MERGER or profile.unit.is_everyone or profile.unit.slug not in scores
    return {} if unknown or set(scores) != today else scores


def _numbers(edition: Edition, as_of: date, part: str = "") -> dict[str, float] | None:
    """The numbers of all units of a day; the same for each of them, so they are made once."""
    files = data_files(*_FILES, measures.measure(edition.measure).table)
    return derived(files, _read_numbers, edition, as_of, part)


def _read_numbers(edition: Edition, as_of: date, part: str) -> dict[str, float] | None:
    """The number of each unit, or that of its territory then: of a merged unit what its parts make together. None where that
    of one is not known."""
    table = {reading.slug: reading.value for reading in measures.table(edition, part)}
    found: dict[str, float] = {}
    for unit in units_on(as_of):
        place = territory(unit, edition.units_on)
        merged = measures.merged(edition, unit, part) if len(place) > 1 else None
        value = table.get(place[0].slug) if len(place) == 1 else merged.value if merged else None
        if not value:
            return None
        found[unit.slug] = value
    return found


def _near(edition: Edition, everyone: tuple[Placed, ...], slug: str) -> Peers | None:
    own = next(one for one in everyone if one.score.slug == slug)
    for band in _BANDS:
        low, high = own.grdp * (1 - band), own.grdp * (1 + band)
        near = sorted(
            (one for one in everyone if low <= one.grdp <= high and one is not own),
            key=lambda one: (-(one.score.value or 0.0), one.score.name),
        )
        if _FEWEST <= len(near) <= _MOST - 1:
            return Peers(edition, everyone, own, low, high, tuple(near))
    return None
