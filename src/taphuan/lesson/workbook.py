"""All published numbers of the unit and of those it was merged from, as the sheets of a workbook: one row a number.

A mean stands only beside a number of a complete table, over all units of it. What was read in one copy carries its mark in a
column of its own; a day of publication that nobody stated is left blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from taphuan import paths
from taphuan.data.load import data_files, derived
from taphuan.known import dti, measures
from taphuan.known.dti import Score
from taphuan.known.measures import DTI, Edition, Measure, Reading
from taphuan.known.units import Unit, is_merged, predecessors
from taphuan.lesson import wording
from taphuan.lesson.profile import Profile
from taphuan.text import day, exact, hold, listed, say

COPY = "°"
ABOUT, SOURCES = say("lesson.workbook.introduction"), say("lesson.workbook.sources")
# (head, kind): what a cell of the column holds; "points" have four decimals
COLUMNS = (
    (say("lesson.workbook.period"), "text"),
    (say("lesson.workbook.unit"), "text"),
    (say("lesson.workbook.measure"), "text"),
    (say("lesson.workbook.value"), "points"),
    (say("lesson.workbook.measured_in"), "text"),
    (say("lesson.workbook.rank"), "integer"),
    (say("lesson.workbook.out_of"), "integer"),
    (say("lesson.workbook.mean"), "points"),
    (say("lesson.workbook.publisher"), "text"),
    (say("lesson.workbook.published"), "date"),
    (say("lesson.workbook.mark"), "text"),
    (say("lesson.workbook.note"), "text"),
)
_DERIVED = say("lesson.workbook.derived")
_BEFORE = say("lesson.workbook.predecessor")
_TOGETHER = {"sum": say("lesson.workbook.summed"), "weighted": say("lesson.workbook.weighted")}
VALUE = "pdti"
# what the columns of whole tables are read from
_FILES_OF_DTI = tuple(
    paths.DATA / "dti" / f"{name}.csv"
    for name in ("dti", "dti_2024_premerger63", "dti_pillars_derived", "publications")
)
_REGISTER = ("measures/measures", "measures/parts", "measures/editions")


@dataclass(frozen=True)
class Number:
    """A row: the number of one unit in one edition, with what it stands beside. `value`, `rank` or both are known."""

    edition: str
    unit: str
    label: str
    value: float | None
    counted: str
    rank: int | None
    of: int
    mean: float | None
    issuer: str
    published_on: date | None
    copied: bool
    notes: tuple[str, ...]

    def cells(self) -> list[Any]:
        return [
            self.edition,
            self.unit,
            self.label,
            self.value,
            self.counted,
            self.rank,
            self.of,
            self.mean,
            self.issuer,
            self.published_on.isoformat() if self.published_on else None,
            COPY if self.copied else "",
            "; ".join(self.notes),
        ]


def workbook(profile: Profile) -> dict[str, Any]:
    """{"sheets": [{"name", "columns", "rows"}]}: an introduction, a sheet for each measure of which something is known on
    the day, and the publications that they come from."""
    found: list[tuple[Measure, list[Number]]] = []
    for about in measures.measures():
        numbers = list(_of_dti(profile) if about.key == DTI else _of_measure(profile, about))
        if numbers:
            found.append((about, numbers))
    sheets = [
        {
            "name": about.sheet,
            "columns": [list(c) for c in COLUMNS],
            "rows": [n.cells() for n in _in_order(numbers)],
        }
        for about, numbers in found
    ]
    return {"sheets": [_about(profile, [about for about, _ in found]), *sheets, *_sources(found)]}


def _in_order(numbers: Iterable[Number]) -> list[Number]:
    """The newest year first, in a year unit after unit; otherwise as they are."""
    newest = sorted(numbers, key=lambda number: number.edition, reverse=True)
    place: dict[tuple[str, int], int] = {}
    for number in newest:
        place.setdefault((number.unit, number.of), len(place))
    return sorted(newest, key=lambda number: (-int(number.edition[:4]), place[number.unit, number.of]))


# --- the index ------------------------------------------------------------------------------------------------------


def _of_dti(profile: Profile) -> Iterator[Number]:
    edition_of = {edition.key: edition for edition in measures.editions(DTI, profile.as_of)}
    for edition in dti.editions(profile.as_of):
        for score in _scores(profile.unit, edition.year, profile.as_of):
            before = (_BEFORE,) if is_merged(profile.unit) and score.of != profile.unit.table else ()
            yield from _of_score(score, edition.complete, edition_of[str(edition.year)], before)


def _scores(unit: Unit, year: int, as_of: date) -> list[Score]:
    """The unit's own row of an edition, and those of the units before it: its predecessors, or itself among the 63."""
    found = [score for score in dti.own_scores(unit, as_of) if score.year == year]
    found += dti.predecessor_scores(unit, year, as_of)
    before = predecessors(unit)
    if before and not is_merged(unit):
        slugs = (before[0].slug, before[0].geo_slug)
        table = dti.table(year, before[0].table)
        found += [score for score in table if score.slug in slugs and score not in found]
    return found


def _of_score(score: Score, complete: bool, edition: Edition, notes: tuple[str, ...]) -> Iterator[Number]:
    about = measures.measure(DTI)
    columns = derived(_FILES_OF_DTI, _columns_of, score.year, score.of) if complete else {}
    row = Number(
        str(score.year),
        score.name,
        about.part().label,
        score.value,
        "",
        score.rank,
        score.of,
        columns[VALUE].mean if VALUE in columns else None,
        edition.issuer,
        _published(edition),
        not edition.confirmed,
        notes,
    )
    yield row
    for key, value in score.indices:
        column = columns.get(key)
        rank = 1 + sum(other > value for other in column.values) if column else None
        yield replace(row, label=about.part(key).label, value=value, rank=rank, mean=column.mean if column else None)
    computed = derived(_FILES_OF_DTI, dti.computed_pillars, score.year, score.of)
    for pillar in dti.pillars(score):
        label = wording.pillar_name(pillar.label)
        # of some only the place was published
        filled = computed.get(pillar.key, {}).get(score.slug) if pillar.value is None else pillar.value
        said = (*notes, _DERIVED) if pillar.derived or filled != pillar.value else notes
        yield replace(row, label=label, value=filled, rank=pillar.rank, mean=None, notes=said)


@dataclass(frozen=True)
class _Column:
    """The values of all units of a table."""

    values: tuple[float, ...]
    mean: float


def _columns_of(year: int, of: int) -> dict[str, _Column]:
    """The columns of a complete table that have a value of every unit: the index itself, and its parts."""
    table = dti.table(year, of)
    found: dict[str, _Column] = {}
    for key in (VALUE, *dti.common_indices(table)):
        average = dti.mean(table, None if key == VALUE else key)
        if average is not None:
            found[key] = _Column(tuple(score.index(key) or 0.0 for score in table), average)
    return found


# --- the other measures ---------------------------------------------------------------------------------------------


def _of_measure(profile: Profile, about: Measure) -> Iterator[Number]:
    means = derived(data_files(*_REGISTER, about.table), _means_of, about.key)
    for part in about.parts:
        own = measures.own(about.key, profile.unit, profile.as_of, part.key)
        for edition in measures.editions(about.key, profile.as_of):
            mean = means.get((edition.key, part.key))
            for reading in own:
                if reading.edition == edition:
                    yield _of_reading(reading, mean, ())
            for reading in measures.predecessors(edition, profile.unit, part.key):
                yield _of_reading(reading, mean, (_BEFORE,))
            together = measures.merged(edition, profile.unit, part.key)
            if together is not None:
                yield replace(_of_reading(together, None, (_TOGETHER[about.merged],)), rank=None)


def _means_of(key: str) -> dict[tuple[str, str], float]:
    """(edition, part) → the mean over all units of a table in which none is missing."""
    found: dict[tuple[str, str], float] = {}
    for edition in measures.editions(key, date.max):
        for part in measures.measure(key).parts if edition.complete else ():
            values = [r.value for r in measures.table(edition, part.key) if r.value is not None]
            if len(values) == edition.of:
                total = sum((exact(value) for value in values), Fraction(0))
                found[edition.key, part.key] = float(total / edition.of)
    return found


def _of_reading(reading: Reading, mean: float | None, notes: tuple[str, ...]) -> Number:
    edition, part = reading.edition, reading.part
    most = (say("lesson.workbook.most", value=f"{part.highest:g}"),) if part.highest and part.highest != 100 else ()
    computed = (_DERIVED,) if reading.derived and not notes else ()
    return Number(
        edition.key,
        reading.name,
        part.label,
        reading.value,
        part.unit,
        reading.rank,
        edition.of,
        mean,
        edition.issuer,
        _published(edition),
        not edition.confirmed,
        (*notes, *computed, *most),
    )


def _published(edition: Edition) -> date | None:
    """The day of publication, where somebody stated it."""
    return edition.published_on if edition.basis == "published" else None


# --- what stands around them ----------------------------------------------------------------------------------------


def _about(profile: Profile, shown: list[Measure]) -> dict[str, Any]:
    rows = [
        [say("lesson.workbook.unit"), profile.unit.full_name],
        [say("lesson.workbook.set_of"), profile.conference.title],
        [say("lesson.workbook.as_of"), day(profile.as_of)],
        *([say("lesson.workbook.sheet"), f"{about.sheet}: {about.name}"] for about in shown),
        *(
            [[say("lesson.workbook.index_value", index=dti.name()), say("lesson.workbook.index_scale")]]
            if measures.has(DTI)
            else []
        ),
        [say("lesson.workbook.mean_word"), say("lesson.workbook.mean_how")],
        *(
            [[say("lesson.workbook.rank_word"), say("lesson.workbook.rank_how", index=dti.name())]]
            if measures.has(DTI)
            else []
        ),
        [say("lesson.workbook.mark_of", mark=COPY), say("lesson.workbook.reprint")],
        list(listed("lesson.workbook.blank")),
        [say("lesson.workbook.origin"), f"{wording.PROVENANCE}."],
    ]
    if profile.conference.sample:
        rows.insert(2, list(listed("lesson.workbook.sample")))
    return {
        "name": ABOUT,
        "columns": [[say("lesson.workbook.head_item"), "text"], [say("lesson.workbook.head_content"), "text"]],
        "rows": [list(map(hold, row)) for row in rows],
    }


def _sources(found: list[tuple[Measure, list[Number]]]) -> list[dict[str, Any]]:
    """The publications behind the numbers; [] where nothing is known."""
    rows: dict[tuple[str, str], list[Any]] = {}
    for about, numbers in found:
        for number in _in_order(numbers):
            published = number.published_on.isoformat() if number.published_on else None
            mark = COPY if number.copied else ""
            rows.setdefault((about.key, number.edition), [about.name, number.edition, number.issuer, published, mark])
    columns = [
        [say("lesson.workbook.dataset"), "text"],
        [say("lesson.workbook.period"), "text"],
        [say("lesson.workbook.publisher"), "text"],
        [say("lesson.workbook.published"), "date"],
        [say("lesson.workbook.mark"), "text"],
    ]
    return [{"name": SOURCES, "columns": columns, "rows": list(rows.values())}] if rows else []
