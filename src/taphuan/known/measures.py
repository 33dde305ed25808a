"""Published numbers of units, known on a day: one door to the DTI, PAPI, population and all other measures of data/measures.

An edition is the year (or month) that its values describe; it has a day of publication, a table of units and a method.
`confirmed` says that the publisher or a second source has the same values. What stands in one copy alone is shown in
panels and annexes with its mark, never in a title, a comparison or a finding.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from taphuan.data.load import data_files, derived, parsed
from taphuan.errors import UnknownName
from taphuan.known import dti
from taphuan.known.units import MERGER, Unit, display_name, territory, units_on

DTI = "dti"


@dataclass(frozen=True)
class Part:
    """A number of a measure: a column of its table. `highest` is None where there is no maximum or none was read."""

    key: str
    label: str
    unit: str
    highest: float | None
    main: bool


@dataclass(frozen=True)
class Measure:
    """What is measured, for units of one level. `merged` says what a merged unit has before its own values: "beside"
    (its predecessors side by side), "sum" or "weighted" (by population). `sheet` is the name of its sheet in a workbook."""

    key: str
    name: str
    level: str
    table: str
    merged: str
    parts: tuple[Part, ...]
    sheet: str

    def part(self, key: str = "") -> Part:
        """The part with this key, or the main one. Raises UnknownName; a measure without a main part has no default."""
        for part in self.parts:
            if part.key == key or (not key and part.main):
                return part
        raise UnknownName(f"part of the measure '{self.key}'", key, tuple(part.key for part in self.parts))


@dataclass(frozen=True)
class Edition:
    """One publication. `key` is the year or month described ("2024", "2025-11"), `units_on` a day whose units its table lists."""

    measure: str
    key: str
    units_on: date
    complete: bool
    issuer: str
    published_on: date
    basis: str
    confirmed: bool
    method: str
    source_ids: tuple[str, ...]

    @property
    def of(self) -> int:
        """How many units its table is about."""
        return len(units_on(self.units_on))


@dataclass(frozen=True)
class Reading:
    """The number of one unit in one edition; None where it was not found. `derived`: computed from published numbers."""

    edition: Edition
    part: Part
    slug: str
    name: str
    value: float | None
    rank: int | None = None
    derived: bool = False

    @property
    def comparable(self) -> bool:
        """Whether it may stand in a title, a comparison or a finding."""
        return self.edition.confirmed and not self.derived and self.value is not None


def measures() -> tuple[Measure, ...]:
    """All measures, in the order of the register."""
    return tuple(_by_key().values())


def _by_key() -> dict[str, Measure]:
    return derived(data_files("measures/parts", "measures/measures"), _all_measures)


def _all_measures() -> dict[str, Measure]:
    parts = parsed("measures/parts", _parts)
    register = parsed("measures/measures", _register)
    return {
        key: Measure(key, name, level, table, merged, parts[key], sheet)
        for key, name, level, table, merged, sheet in register
    }


def has(key: str) -> bool:
    """Whether the programme has this measure."""
    return key in _by_key()


def measure(key: str) -> Measure:
    """The measure with this key. Raises UnknownName."""
    found = _by_key()
    if key not in found:
        raise UnknownName("measure", key, tuple(found))
    return found[key]


def editions(key: str, as_of: date) -> tuple[Edition, ...]:
    """The editions of a measure that were published on or before `as_of`, oldest first. Raises UnknownName."""
    return tuple(edition for edition in _all_editions(measure(key)) if edition.published_on <= as_of)


def crosses_break(key: str, earlier: str, later: str) -> bool:
    """Whether the method changed between two editions: then their values must not be compared or joined by a line."""
    between = (edition for edition in _all_editions(measure(key)) if earlier <= edition.key <= later)
    return len({edition.method for edition in between}) > 1


def table(edition: Edition, part: str = "") -> tuple[Reading, ...]:
    """The readings of all units in the table of an edition, in the order of units/provinces.csv; units without one are left out."""
    column = measure(edition.measure).part(part)
    return _readings(edition, column, units_on(edition.units_on))


def own(key: str, unit: Unit, as_of: date, part: str = "") -> tuple[Reading, ...]:
    """The unit's own readings in the editions published until `as_of`, oldest first.

    A merged unit has none in an edition over the units before the merger; see `predecessors` and `merged`.
    """
    column = measure(key).part(part)
    if unit.is_everyone:
        return ()
    if key == DTI:
        by_year = {edition.key: edition for edition in editions(DTI, as_of)}
        return tuple(_of_score(score, by_year[str(score.year)], column) for score in dti.own_scores(unit, as_of))
    found: list[Reading] = []
    for edition in editions(key, as_of):
        place = territory(unit, edition.units_on)
        found += _readings(edition, column, place) if len(place) == 1 else ()
    return tuple(found)


def predecessors(edition: Edition, unit: Unit, part: str = "") -> tuple[Reading, ...]:
    """The readings of the units that a merged unit was made of, to be shown side by side; () for any other unit and for
    an edition in which the merged unit has its own."""
    column = measure(edition.measure).part(part)
    if edition.measure == DTI:
        scores = dti.predecessor_scores(unit, int(edition.key), edition.published_on)
        return tuple(_of_score(score, edition, column) for score in scores)
    place = territory(unit, edition.units_on)
    return _readings(edition, column, place) if len(place) > 1 else ()


def merged(edition: Edition, unit: Unit, part: str = "") -> Reading | None:
    """What a merged unit has in an edition from before the merger, where the measure may be added up (population) or
    weighted by population (GRDP per head); None for other measures and where a predecessor's number is missing."""
    about, before = measure(edition.measure), predecessors(edition, unit, part)
    values = [Fraction(str(reading.value)) for reading in before if reading.value is not None]
    if about.merged == "beside" or not before or len(values) < len(before):
        return None
    weights = [Fraction(1)] * len(before)
    if about.merged == "weighted":
        population = _population(edition, unit)
        if set(population) != {reading.slug for reading in before}:
            return None
        weights = [population[reading.slug] for reading in before]
    total = sum((value * weight for value, weight in zip(values, weights, strict=True)), Fraction(0))
    value = float(total if about.merged == "sum" else total / sum(weights))
    return Reading(edition, before[0].part, unit.slug, unit.name, value, derived=True)


def mean(readings: tuple[Reading, ...]) -> float | None:
    """The unweighted mean; None without readings or where one of them has no value or may not be compared."""
    if not readings or not all(reading.comparable for reading in readings):
        return None
    return float(sum((Fraction(str(reading.value)) for reading in readings), Fraction(0)) / len(readings))


def _population(edition: Edition, unit: Unit) -> dict[str, Fraction]:
    """The population of a merged unit's predecessors in the year of an edition, as far as it was public with it."""
    for other in editions("population", edition.published_on):
        if other.key == edition.key:
            before = predecessors(other, unit)
            return {reading.slug: Fraction(str(reading.value)) for reading in before if reading.value is not None}
    return {}


def _readings(edition: Edition, part: Part, units: tuple[Unit, ...]) -> tuple[Reading, ...]:
    if edition.measure == DTI:
        scores = {score.slug: score for score in dti.table(int(edition.key), edition.of)}
        found = (scores.get(unit.slug) or scores.get(unit.geo_slug) for unit in units)
        return tuple(_of_score(score, edition, part) for score in found if score)
    rows = parsed(measure(edition.measure).table, _by_edition).get(edition.key, {})
    return tuple(
        Reading(
            edition,
            part,
            unit.slug,
            unit.name,
            float(row[part.key]) if row[part.key] else None,
            int(row["rank"]) if row.get("rank") else None,
            row.get("basis") == "subtraction",
        )
        for unit in units
        if (row := rows.get(unit.slug) or rows.get(unit.geo_slug)) and (row[part.key] or row.get("rank"))
    )


def _of_score(score: dti.Score, edition: Edition, part: Part) -> Reading:
    name = display_name(score.slug, score.name)
    if part.main:
        return Reading(edition, part, score.slug, name, score.value, score.rank)
    rank = dti.index_ranks(score).get(part.key)
    return Reading(edition, part, score.slug, name, score.index(part.key), rank)


def _all_editions(about: Measure) -> tuple[Edition, ...]:
    if about.key != DTI:
        return parsed("measures/editions", _editions).get(about.key, ())
    # a table published after the merger lists the units of its day, an earlier one those of the year it describes
    return tuple(
        Edition(
            DTI,
            str(edition.year),
            edition.published_on if edition.published_on >= MERGER else date(edition.year, 12, 31),
            edition.complete,
            edition.issuer,
            edition.published_on,
            "published",
            True,
            edition.method,
            edition.source_ids,
        )
        for edition in dti.editions(date.max)
    )


def _register(rows: tuple[dict[str, str], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((r["measure"], r["name_vi"], r["level"], r["table"], r["merged"], r["sheet_vi"]) for r in rows)


def _parts(rows: tuple[dict[str, str], ...]) -> dict[str, tuple[Part, ...]]:
    parts: dict[str, list[Part]] = defaultdict(list)
    for row in rows:
        highest = float(row["highest"]) if row["highest"] else None
        parts[row["measure"]].append(Part(row["part"], row["label_vi"], row["unit_vi"], highest, row["main"] == "yes"))
    return {key: tuple(found) for key, found in parts.items()}


def _editions(rows: tuple[dict[str, str], ...]) -> dict[str, tuple[Edition, ...]]:
    found: dict[str, list[Edition]] = defaultdict(list)
    for row in rows:
        found[row["measure"]].append(
            Edition(
                row["measure"],
                row["edition"],
                date.fromisoformat(row["units_on"]),
                row["complete"] == "yes",
                row["issuer"],
                date.fromisoformat(row["published_on"]),
                row["basis"],
                row["status"] == "confirmed",
                row["method"],
                tuple(row["source_id"].split(";")),
            )
        )
    return {key: tuple(sorted(each, key=lambda edition: edition.key)) for key, each in found.items()}


def _by_edition(rows: tuple[dict[str, str], ...]) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in rows:
        found[row["edition"]][row["province_slug"]] = row
    return dict(found)
