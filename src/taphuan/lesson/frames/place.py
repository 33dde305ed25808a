"""The columns that tables of `lesson.data` share: unit, edition, and where a row stands for the lesson."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.known.units import Unit, territory, units_on
from taphuan.lesson.frames.table import Column, fields, truth

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

ERA = Column(
    "era",
    "Số đơn vị cả nước",
    "integer",
    "How many units the country has in this table: 63 before 2025-07-01, 34 since; with slug the key of a unit",
)
UNIT = (ERA, *fields("units.provinces", "slug", "name"))
YEAR = fields("dti.dti", "year")
CONFIRMED = truth("confirmed", "Đã đối chiếu", "False: read in one copy; it stands in no title, comparison or finding")
COMPLETE = truth(
    "complete", "Đủ các đơn vị", "False: some units are missing; then no place, mean or map of the country"
)
PUBLISHED = fields("measures.editions", "published_on", "issuer")
DERIVED = truth("derived", "Số tính lại", "Whether it was computed from published numbers")
STANDING = (
    truth("own", "Địa phương của tài liệu", "Whether it is the unit of this lesson"),
    truth("predecessor", "Đơn vị trước sắp xếp", "Whether the unit of this lesson was merged from it"),
    truth("participant", "Dự hội nghị", "Whether it takes part in the conference, or a participant was merged from it"),
)


@dataclass(frozen=True)
class Standing:
    """The slugs, in the table of one day, of the lesson's unit, its predecessors and all participants."""

    own: frozenset[str]
    predecessors: frozenset[str]
    participants: frozenset[str]

    def of(self, slug: str) -> dict[str, bool]:
        """The columns STANDING of a row."""
        return {
            "own": slug in self.own,
            "predecessor": slug in self.predecessors,
            "participant": slug in self.participants,
        }


def standing(lesson: Lesson, units_of: date) -> Standing:
    """The lesson's places in a table of the units of a day."""
    parts = territory(lesson.unit, units_of)
    every = (part for unit in lesson.participants for part in territory(unit, units_of))
    mine = _slugs(parts)
    return Standing(
        mine if len(parts) == 1 else frozenset(), mine if len(parts) > 1 else frozenset(), _slugs(tuple(every))
    )


def _slugs(units: tuple[Unit, ...]) -> frozenset[str]:
    # the published tables name Huế of early 2025 by its geo_slug
    return frozenset(slug for unit in units for slug in (unit.slug, unit.geo_slug))


def identity(slug: str, units_of: date, name: str) -> dict[str, Any]:
    """The columns UNIT of a row."""
    return {"era": len(units_on(units_of)), "slug": slug, "name": name}
