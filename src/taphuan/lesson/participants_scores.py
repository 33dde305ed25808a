"""What the index says of all participants together, none of them singled out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from taphuan.known import dti
from taphuan.known.dti import Edition, Score
from taphuan.known.units import Unit


@dataclass(frozen=True)
class Gathering:
    """The participants' rows of the newest complete edition over the units of their era; empty where none is public."""

    participants: tuple[Unit, ...]
    as_of: date

    @cached_property
    def of(self) -> int:
        """How many units the country has in the participants' era."""
        return self.participants[0].table

    @cached_property
    def edition(self) -> Edition | None:
        """The newest edition that is public, complete and exists over the participants' units."""
        for edition in reversed(dti.editions(self.as_of)):
            if edition.complete and dti.table(edition.year, self.of):
                return edition
        return None

    @cached_property
    def table(self) -> tuple[Score, ...]:
        """All rows of that edition, best first."""
        return dti.table(self.edition.year, self.of) if self.edition else ()

    def rows_of(self, table: tuple[Score, ...]) -> tuple[Score, ...]:
        """The participants' rows of a table of their era, best first."""
        slugs = {slug for unit in self.participants for slug in (unit.slug, unit.geo_slug)}
        return tuple(score for score in table if score.slug in slugs)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The participants' rows, best first; () for fewer than two of them, which are no league."""
        rows = self.rows_of(self.table)
        return rows if len(rows) > 1 else ()

    def complete_edition(self) -> Edition:
        """The edition of `scores`, for what shows them. Raises ValueError where there are none."""
        if self.edition is None or not self.scores:
            raise ValueError(
                f"no complete index of the participants is public on {self.as_of}; guard the slide with `hall.has_scores`"
            )
        return self.edition

    @cached_property
    def is_everywhere(self) -> bool:
        """True where every unit of the country takes part."""
        return len(self.participants) == self.of

    @cached_property
    def earlier(self) -> tuple[Score, ...]:
        """The participants' rows of the edition before, where method and territory allow to compare the ranks; else ()."""
        if self.edition is None or not self.scores:
            return ()
        known = [e for e in dti.editions(self.as_of) if e.complete and e.year < self.edition.year]
        if not known or dti.crosses_break(known[-1].year, self.edition.year):
            return ()
        return self.rows_of(dti.table(known[-1].year, self.of))
