"""Units of today with about the same GRDP per head as the unit: a choice from a copy, so it chooses and proves nothing."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.known import measures
from taphuan.known.dti import Score
from taphuan.known.measures import Edition
from taphuan.known.units import MERGER, Unit, territory, units_on
from taphuan.lesson.profile import Profile

GRDP = "grdp_per_head"
# how far from the unit's own number a peer may be, in parts of it: the first that gives enough of them and not too many
_BANDS = (0.12, 0.08, 0.2)
_FEWEST, _MOST = 4, 13


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
    # of the editions over the units of before the merger the copy has no day of publication that somebody stated
    if profile.as_of < MERGER:
        return None
    today = {unit.slug: unit for unit in units_on(profile.as_of)}
    scores = {score.slug: score for score in profile.table if score.value is not None}
    if profile.unit.is_everyone or set(scores) != set(today) or profile.unit.slug not in scores:
        return None
    for edition in reversed(measures.editions(GRDP, profile.as_of)):
        table = {reading.slug: reading.value for reading in measures.table(edition)}
        known = {slug: value for slug, unit in today.items() if (value := _grdp(edition, unit, table))}
        if len(known) < len(today):
            continue
        everyone = tuple(Placed(scores[slug], value) for slug, value in known.items())
        return _near(edition, everyone, profile.unit.slug)
    return None


def _grdp(edition: Edition, unit: Unit, table: dict[str, float | None]) -> float | None:
    """The unit's own number, or that of its territory then; of a merged unit the mean weighted by population."""
    place = territory(unit, edition.units_on)
    if len(place) == 1:
        return table.get(place[0].slug)
    merged = measures.merged(edition, unit)
    return merged.value if merged is not None else None


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
