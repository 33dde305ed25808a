"""What a notebook reads of a measure (`lesson.measures`): the unit's own numbers and those it may stand beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taphuan.known import measures, units
from taphuan.known.measures import Edition, Reading

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson


@dataclass(frozen=True)
class Beside:
    """The unit in one edition: its own reading (None for a merged unit before its first), its predecessors' side by side,
    what they make together where the measure allows it, and the readings of its region and of the whole table.

    A mean is None unless the edition is complete and confirmed and the unit stands in the table itself.
    """

    edition: Edition
    own: Reading | None
    predecessors: tuple[Reading, ...]
    merged: Reading | None
    region: tuple[Reading, ...]
    table: tuple[Reading, ...]

    @property
    def region_mean(self) -> float | None:
        """The mean of at least two units of the region."""
        return measures.mean(self.region) if self._may_be_compared and len(self.region) > 1 else None

    @property
    def table_mean(self) -> float | None:
        return measures.mean(self.table) if self._may_be_compared else None

    @property
    def _may_be_compared(self) -> bool:
        return self.edition.complete and self.own is not None and self.own.comparable


class LessonMeasures:
    """The measures of a lesson; nothing that was published after its day."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson

    def editions(self, measure: str) -> tuple[Edition, ...]:
        """The editions of a measure (a key of data/measures/measures.csv), oldest first."""
        return measures.editions(measure, self._lesson.as_of)

    def own(self, measure: str, part: str = "") -> tuple[Reading, ...]:
        """The unit's own readings, oldest first; `part` is a key of data/measures/parts.csv, by default the main one."""
        return measures.own(measure, self._lesson.unit, self._lesson.as_of, part)

    def newest(self, measure: str, part: str = "") -> Beside | None:
        """The unit in the newest edition that has a number for it or for its predecessors; None where there is none."""
        for edition in reversed(self.editions(measure)):
            found = self.beside(edition, part)
            if found.own or found.predecessors:
                return found
        return None

    def beside(self, edition: Edition, part: str = "") -> Beside:
        """The unit in an edition of `editions`, beside all that it may be compared with."""
        unit, as_of = self._lesson.unit, self._lesson.as_of
        own = next((r for r in measures.own(edition.measure, unit, as_of, part) if r.edition == edition), None)
        table = measures.table(edition, part)
        region: tuple[Reading, ...] = ()
        place = units.territory(unit, edition.units_on) if own else ()
        if place:
            slugs = {slug for u in units.region_units(place[0], edition.units_on) for slug in (u.slug, u.geo_slug)}
            region = tuple(reading for reading in table if reading.slug in slugs)
        return Beside(
            edition,
            own,
            measures.predecessors(edition, unit, part),
            measures.merged(edition, unit, part),
            region,
            table,
        )
