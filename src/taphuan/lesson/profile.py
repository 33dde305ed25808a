"""What the index says of one unit at one conference on one day: the values, peers and ranks every slide is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from taphuan.known import dti, units
from taphuan.known.communes import Commune
from taphuan.known.conferences import Conference, all_items
from taphuan.known.dti import Edition, Pillar, Score
from taphuan.known.items import Item
from taphuan.known.units import Region, Unit
from taphuan.lesson.participants_scores import Gathering

# A league must be readable from the last row of the hall: at most this many bars stand on one slide.
MOST_BARS = 19


@dataclass(frozen=True)
class Standing:
    """A place in a group: `place` of `of`, best first; ties share the better place."""

    place: int
    of: int


@dataclass(frozen=True)
class Comparison:
    """One index of the unit beside the means of the same table. A region mean is None where the unit is alone in it; the
    rank is one more than the units of the table with a higher value."""

    key: str
    label: str
    value: float
    region_mean: float | None
    table_mean: float
    rank: int


@dataclass(frozen=True)
class Profile:
    """The newest own row of `unit` on `as_of` with everything it may be compared to; None and () where nothing was public.

    `commune` is the one of the unit that a document is for, None for that of the unit. No number of the unit is one of the
    commune.
    """

    unit: Unit
    conference: Conference
    as_of: date
    participants: tuple[Unit, ...]
    commune: Commune | None = None

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every dated item of data/ by its id, as it stood when the lesson first asked."""
        return {item.id: item for item in all_items()}

    @cached_property
    def gathering(self) -> Gathering:
        """What the index says of all participants together."""
        return Gathering(self.participants, self.as_of)

    @cached_property
    def history(self) -> tuple[Score, ...]:
        """The unit's own official rows, oldest first."""
        return dti.own_scores(self.unit, self.as_of)

    @cached_property
    def score(self) -> Score | None:
        return self.history[-1] if self.history else None

    @cached_property
    def edition(self) -> Edition | None:
        """The edition of the newest own row."""
        if self.score is None:
            return None
        return next(e for e in dti.editions(self.as_of) if e.year == self.score.year)

    def own_row(self) -> tuple[Score, Edition]:
        """The newest own row and its edition, for what shows them. Raises ValueError where none is public."""
        if self.score is None or self.edition is None:
            raise ValueError(f"{self.unit.name} has no index on {self.as_of}; guard the slide with `when`")
        return self.score, self.edition

    @property
    def has_position(self) -> bool:
        """Whether the index says anything of the unit on the day: an own row, or rows of the units it was put together from."""
        return self.score is not None or len(self.before_merger) > 1

    @cached_property
    def table(self) -> tuple[Score, ...]:
        """All rows of the newest own edition where it is complete over the unit's own era; else nothing to compare with."""
        if self.score is None or self.edition is None or not self.edition.complete or self.score.of != self.unit.table:
            return ()
        return dti.table(self.score.year, self.score.of)

    @cached_property
    def region(self) -> Region:
        return units.region_of(self.unit)

    def _rows_of(self, group: tuple[Unit, ...]) -> tuple[Score, ...]:
        slugs = {slug for unit in group for slug in (unit.slug, unit.geo_slug)}
        return tuple(score for score in self.table if score.slug in slugs)

    @cached_property
    def region_scores(self) -> tuple[Score, ...]:
        return self._rows_of(units.region_units(self.unit, self.as_of))

    @cached_property
    def participant_scores(self) -> tuple[Score, ...]:
        return self._rows_of(self.participants)

    @cached_property
    def league_is_of_participants(self) -> bool:
        """Participants where they fit on a slide and are a group of their own; the region otherwise."""
        return 2 <= len(self.participants) <= MOST_BARS and len(self.participant_scores) == len(self.participants)

    @property
    def region_apart(self) -> bool:
        """Whether the league is of participants, so that the region is another group."""
        return self.league_is_of_participants and len(self.region_scores) > 1

    @cached_property
    def league(self) -> tuple[Score, ...]:
        scores = self.participant_scores if self.league_is_of_participants else self.region_scores
        return scores if len(scores) >= 2 else ()

    def standing(self, scores: tuple[Score, ...]) -> Standing | None:
        if self.score is None or self.score.slug not in {score.slug for score in scores}:
            return None
        return Standing(1 + sum(other.rank < self.score.rank for other in scores), len(scores))

    @cached_property
    def table_mean(self) -> float | None:
        return dti.mean(self.table)

    @cached_property
    def region_mean(self) -> float | None:
        """The mean of the units of the region; None where the unit is alone in it."""
        return dti.mean(self.region_scores) if len(self.region_scores) > 1 else None

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The indices all units of the table have, in official order (rule 4 of time)."""
        if self.score is None or not self.table:
            return ()
        comparisons: list[Comparison] = []
        for key in dti.common_indices(self.table):
            value, overall = self.score.index(key), dti.mean(self.table, key)
            region = dti.mean(self.region_scores, key) if len(self.region_scores) > 1 else None
            if value is not None and overall is not None:
                rank = 1 + sum((other.index(key) or 0.0) > value for other in self.table)
                comparisons.append(Comparison(key, dti.INDICES[key], value, region, overall, rank))
        return tuple(comparisons)

    @cached_property
    def pillars(self) -> tuple[Pillar, ...]:
        return dti.pillars(self.score) if self.score else ()

    @cached_property
    def before_merger(self) -> tuple[Score, ...]:
        """The predecessors' rows of the newest edition that has them, side by side."""
        for edition in reversed(dti.editions(self.as_of)):
            scores = dti.predecessor_scores(self.unit, edition.year, self.as_of)
            if scores and edition.complete:
                return scores
        return ()

    @cached_property
    def comparable_history(self) -> tuple[Score, ...]:
        """The newest stretch of own rows with one table and one method: what a line may connect."""
        stretch: list[Score] = []
        for score in reversed(self.history):
            if stretch and (score.of != stretch[0].of or dti.crosses_break(score.year, stretch[0].year)):
                break
            stretch.insert(0, score)
        return tuple(stretch)

    @cached_property
    def neighbours(self) -> tuple[Score, ...]:
        """The three ranks above and the three below the unit in the table, itself between them (fewer at either end)."""
        if self.score is None or not self.table:
            return ()
        place = next(i for i, score in enumerate(self.table) if score.slug == self.score.slug)
        start = max(0, min(place - 3, len(self.table) - 7))
        return self.table[start : start + 7]
