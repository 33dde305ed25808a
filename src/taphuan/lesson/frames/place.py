"""The columns that tables of `lesson.data` share: unit, edition, and where a row stands for the lesson."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from taphuan.known.units import MERGER, Unit, territory, units_on
from taphuan.lesson.frames.table import Column, fields, truth
from taphuan.text import say

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

ERA = Column(
    "era",
    say("lesson.frames.place.units"),
    "integer",
    "How many units the country has in this table: 63 before 2025-07-01, 34 since; with slug the key of a unit",
)
UNIT = (ERA, *fields("units.provinces", "slug", "name"))
YEAR = (
    Column("year", say("lesson.frames.place.year"), "integer", "Year the index assesses, not the year of publication"),
)
CONFIRMED = truth(
    "confirmed",
    say("lesson.frames.place.checked"),
    "False: read in one copy; it stands in no title, comparison or finding",
)
COMPLETE = truth(
    "complete",
    say("lesson.frames.place.complete"),
    "False: some units are missing; then no place, mean or map of the country",
)
PUBLISHED = fields("measures.editions", "published_on", "issuer")
DERIVED = truth("derived", say("lesson.frames.place.recomputed"), "Whether it was computed from published numbers")
STANDING = (
    truth("own", say("lesson.frames.place.own"), "Whether it is the unit of this lesson"),
    truth(
        "predecessor", say("lesson.frames.place.before_merger"), "Whether the unit of this lesson was merged from it"
    ),
    truth(
        "participant",
        say("lesson.frames.place.takes_part"),
        "Whether it takes part in the conference, or a participant was merged from it",
    ),
)


@dataclass(frozen=True)
class Standing:
    """The table of one day: how many units it has, and the slugs in it of the lesson's unit, its predecessors and all
    participants."""

    era: int
    own: frozenset[str]
    predecessors: frozenset[str]
    participants: frozenset[str]

    def row(self, slug: str, name: str) -> dict[str, Any]:
        """The columns UNIT and STANDING of a row."""
        return {
            "era": self.era,
            "slug": slug,
            "name": name,
            "own": slug in self.own,
            "predecessor": slug in self.predecessors,
            "participant": slug in self.participants,
        }


def standing(lesson: Lesson, units_of: date) -> Standing:
    """The lesson's places in a table of the units of a day."""
    parts = territory(lesson.unit, units_of)
    every = tuple(part for unit in lesson.participants for part in territory(unit, units_of))
    merged = len(parts) > 1
    return Standing(
        len(units_on(units_of)),
        frozenset() if merged else _slugs(parts),
        _slugs(parts) if merged else frozenset(),
        _slugs(every),
    )


def _slugs(units: tuple[Unit, ...]) -> frozenset[str]:
    # the published tables name Huế of early 2025 by its geo_slug
    return frozenset(slug for unit in units for slug in (unit.slug, unit.geo_slug))


def of_eras(lesson: Lesson) -> Callable[[Mapping[str, str]], dict[str, Any]]:
    """The function that gives the columns UNIT and STANDING of a row with `province_slug` and `era` (63 or 34)."""
    days = {"63": MERGER - timedelta(days=1), "34": MERGER}
    places = {era: standing(lesson, day) for era, day in days.items()}
    names = {
        era: {slug: unit.name for unit in units_on(day) for slug in (unit.slug, unit.geo_slug)}
        for era, day in days.items()
    }

    def columns(row: Mapping[str, str]) -> dict[str, Any]:
        era, slug = row["era"], row["province_slug"]
        return places[era].row(slug, names[era][slug])

    return columns
