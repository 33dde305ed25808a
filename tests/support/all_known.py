"""All that known/ says: of every table, unit, document and conference, on days of both maps and of every conference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import blake2b

from taphuan.data.load import rows
from taphuan.errors import TaphuanError
from taphuan.known import (
    changes,
    commune_names,
    communes,
    conferences,
    dti,
    law,
    measures,
    provincial,
    provisions,
    units,
    worksheets,
)
from taphuan.known.units import Unit
from taught_days import DAYS, LATEST

LAST_OF_63 = date(2025, 6, 30)
Said = Iterator[tuple[str, object]]


def _or_error(call: Callable[..., object], *arguments: object) -> object:
    try:
        return call(*arguments)
    except TaphuanError as error:
        return str(error)


def _units() -> Said:
    for day in DAYS:
        yield f"units {day}", [repr(unit) for unit in (units.everyone(day), *units.units_on(day))]
        yield f"regions {day}", [repr(region) for region in units.regions_on(day)]
        for unit in units.units_on(day):
            yield (
                "unit",
                (
                    units.predecessors(unit),
                    units.territory(unit, day),
                    units.region_of(unit),
                    units.region_units(unit, day),
                    [units.successor_on(unit, later) for later in DAYS if later >= day],
                    (unit.table, unit.is_city, unit.named_for_a_person, units.is_merged(unit), units.map_name(unit)),
                ),
            )
        for body in ("bo", "so", "cuc", "mot-cua", "cong-dvc", "ministry"):
            yield "agencies", _or_error(units.agency, body, day)
    yield "names", (units.all_names(), units.short_agencies())


def _communes() -> Said:
    for day in (communes.FIRST_DAY, LAST_OF_63, LATEST):
        for commune in communes.communes_on(day):
            yield (
                f"communes {day}",
                (
                    commune,
                    communes.province_of(commune, day),
                    communes.predecessors(commune),
                    communes.successors(commune, LATEST),
                    communes.details(commune, LATEST),
                ),
            )
        for unit in units.units_on(day):
            yield "arrangements", communes.arrangement_of(unit)
        every = communes.communes_on(day)
        for name in (
            "Phủ Thông",
            "xã tân tiến",
            *(commune.name for commune in every[::30]),
            "PHUONG 1",
            "Thị trấn Vi Hương, Bạch Thông",
            "Long",
            "không có",
        ):
            yield (
                "found by a name",
                (commune_names.candidates(name, day), _or_error(commune_names.find_commune, name, day)),
            )
        for code in ("00004", "01975", "06978", "26732", "01969"):
            yield "found by a code", _or_error(communes.resolve_commune, code, day)


def _conferences() -> Said:
    for conference in conferences.conferences():
        yield "conferences", (repr(conference), {conference: conference.slug}[conference])
        yield "participants", [conferences.participants(conference, day) for day in DAYS if day >= conference.as_of]
        yield "items of conferences", (conferences.facts(conference.slug), conferences.quotations(conference.slug))
    for item in conferences.all_items():
        yield "items", (item, item.said, [(item.known(day), item.usable(day)) for day in DAYS])
    yield "items", conferences.commune_items()
    for slug in conferences.module_slugs():
        module = conferences.module(slug)
        yield "modules", (repr(module), module.has_notebook)
        for sheet in worksheets.sheets_of(module):
            yield "sheets", (sheet, worksheets.written(sheet.columns, sheet.computed(sheet.example)))
        for exercise in worksheets.exercises_of(module):
            yield "exercises", exercise
            if exercise.sheet is not None:
                columns = exercise.sheet.columns
                solved = exercise.sheet.computed(exercise.given)
                yield "exercises", (worksheets.practised(columns), worksheets.written(columns, solved))


def _law() -> Said:
    yield "relations", law.relations()
    for document in law.documents().values():
        yield (
            "documents",
            (document, document.short, document.numbered, document.full, document.known_from, law.expiry(document)),
        )
        yield (
            "states",
            [(law.state(document, day), law.known_end(document, day)) for day in DAYS if law.is_known(document, day)],
        )
    for day in DAYS:
        for level in ("", "province", "commune"):
            yield "provisions", (provisions.provisions(day, level=level), provisions.deadlines(day, level=level))
        for decree in changes.decrees():
            topics = {row["topic"] for row in rows(f"law/{decree}_changes")}
            for topic in sorted(topics | {"no-topic"}):
                yield "changes", (changes.applies(decree, day), _or_error(changes.change, decree, topic))
    yield "changes", _or_error(changes.change, "no-decree", "no-topic")


def _numbers(all_of: Iterable[tuple[date, Unit]]) -> Said:
    for measure in measures.measures():
        for edition in measures.editions(measure.key, LATEST):
            for part in measure.parts:
                readings = measures.table(edition, part.key)
                yield f"tables of {measure.key}", (edition, readings, measures.mean(readings))
    for day, unit in all_of:
        yield (
            "own documents",
            (provincial.documents(unit, day), provincial.figures(unit, day), provincial.last_day(unit)),
        )
        for measure in measures.measures():
            for part in measure.parts:
                yield (
                    f"readings of {measure.key}",
                    [
                        (
                            reading,
                            reading.comparable,
                            measures.predecessors(reading.edition, unit, part.key),
                            measures.merged(reading.edition, unit, part.key),
                        )
                        for reading in measures.own(measure.key, unit, day, part.key)
                    ],
                )
        scores = dti.own_scores(unit, day)
        yield "scores", scores
        yield "scores of before", [dti.predecessor_scores(unit, edition.year, day) for edition in dti.editions(day)]
        yield "pillars", [(dti.pillars(score), dti.index_ranks(score)) for score in scores]
    for day in DAYS:
        for of in (63, 34):
            yield "editions", (dti.editions(day), dti.has_table(of, day))
            for edition in dti.editions(day):
                scores = dti.table(edition.year, of)
                yield "tables of the index", (scores, dti.mean(scores), dti.common_indices(scores))


def known_of_all() -> str:
    """A line for each kind of thing: how many there are, and a digest of all that is said of them."""
    found: dict[str, tuple[int, blake2b]] = {}
    every = [(day, unit) for day in DAYS for unit in (units.everyone(day), *units.units_on(day))]
    for some in (_units(), _communes(), _conferences(), _law(), _numbers(every)):
        for kind, said in some:
            count, digest = found.get(kind, (0, blake2b(digest_size=6)))
            digest.update(f"{said!r}\n".encode())
            found[kind] = (count + 1, digest)
    lines = [f"{kind}\t{count}\t{digest.hexdigest()}" for kind, (count, digest) in sorted(found.items())]
    return "\n".join(["what\tnumber\tdigest", *lines]) + "\n"
