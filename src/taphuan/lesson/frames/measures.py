"""The measures of `lesson.data` beside the DTI: one row a unit and edition, of the editions published until the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.data.load import rows, schema
from taphuan.known import measures as known
from taphuan.known.units import regions_on
from taphuan.lesson.frames.place import (
    COMPLETE,
    CONFIRMED,
    DERIVED,
    PUBLISHED,
    STANDING,
    UNIT,
    YEAR,
    of_eras,
    standing,
)
from taphuan.lesson.frames.table import Column, Table, fields, truth
from taphuan.text import alphabetical, say

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

_STATED = ("stated",)
_COUNTRY = {"ca-nuoc": say("lesson.frames.measures.country")}


def _issuers(measure: str) -> str:
    return ", ".join(dict.fromkeys(row["issuer"] for row in rows("measures/editions") if row["measure"] == measure))


def _source(measure: str) -> str:
    """The issuers of its editions, and that all of them were read in one copy."""
    states = {row["status"] for row in rows("measures/editions") if row["measure"] == measure}
    return f"{_issuers(measure)}, read in one copy" if states == {"copy"} else _issuers(measure)


def _monthly(measure: str) -> bool:
    """Whether some edition of the measure is no year."""
    return any("-" in row["edition"] for row in rows("measures/editions") if row["measure"] == measure)


def _rows_of(measure: str, lesson: Lesson) -> Iterator[dict[str, Any]]:
    about = known.measure(measure)
    for edition in known.editions(measure, lesson.as_of):
        found: dict[str, dict[str, Any]] = {}
        places = standing(lesson, edition.units_on)
        for part in about.parts:
            for reading in known.table(edition, part.key):
                row = found.setdefault(reading.slug, {"name": reading.name, "rank": reading.rank})
                row |= {part.key: reading.value, "derived": reading.derived}
        for slug, row in sorted(found.items(), key=lambda pair: alphabetical(pair[1]["name"])):
            yield {
                "year": int(edition.key[:4]),
                "edition": edition.key,
                **row,
                **places.row(slug, row["name"]),
                "complete": edition.complete,
                "confirmed": edition.confirmed,
                "published_on": edition.published_on,
                "issuer": edition.issuer,
            }


def _measure_table(measure: known.Measure) -> Table:
    resource = f"measures.{measure.key}"
    given = {field["name"] for field in schema()[resource]["schema"]["fields"]}
    columns: list[Column] = [*YEAR, *(fields(resource, "edition") if _monthly(measure.key) else ()), *UNIT]
    for part in measure.parts:
        (column,) = fields(resource, part.key)
        most = f"; at most {part.highest:g}" if part.highest else ""
        columns.append(Column(column.name, column.head, column.kind, f"{column.meaning} ({part.unit}{most})"))
    columns += fields(resource, "rank") if "rank" in given else ()
    columns += (DERIVED,) if "basis" in given else ()

    def read(lesson: Lesson) -> Iterator[dict[str, Any]]:
        return _rows_of(measure.key, lesson)

    return Table(
        measure.key,
        f"{measure.name}, one row a unit and edition; units as the table of its edition lists them.",
        (resource,),
        (*columns, CONFIRMED, COMPLETE, *PUBLISHED, *STANDING),
        read,
        _source(measure.key),
    )


def _register(_lesson: Lesson) -> Iterator[dict[str, Any]]:
    for measure in known.measures():
        for part in measure.parts:
            yield {
                "measure": measure.key,
                "name": measure.name,
                "part": part.key,
                "label": part.label,
                "unit": part.unit,
                "highest": part.highest,
                "main": part.main,
            }


def _editions(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for measure in known.measures():
        for edition in known.editions(measure.key, lesson.as_of):
            yield {
                "measure": measure.key,
                "name": measure.name,
                "edition": edition.key,
                "era": edition.of,
                "complete": edition.complete,
                "confirmed": edition.confirmed,
                "published_on": edition.published_on,
                "issuer": edition.issuer,
                "method": edition.method,
            }


def _region_means(lesson: Lesson) -> Iterator[dict[str, Any]]:
    published = {edition.key: edition for edition in known.editions("par_index", lesson.as_of)}
    for row in rows("measures/par_index/means"):
        if edition := published.get(row["edition"]):
            regions = {region.slug: region.name for region in regions_on(edition.units_on)} | _COUNTRY
            yield {
                "year": int(row["edition"]),
                "region": row["region_slug"],
                "region_name": regions[row["region_slug"]],
                "value": float(row["value"]),
                "derived": row["basis"] not in _STATED,
                "published_on": edition.published_on,
            }


def _press(lesson: Lesson) -> Iterator[dict[str, Any]]:
    eras = of_eras(lesson)
    for row in rows("measures/service_index/press"):
        if row["known_from"] <= lesson.as_of.isoformat():
            yield {
                "period": row["period"],
                **eras(row),
                "total": float(row["total"]) if row["total"] else None,
                "rank": int(row["rank"]) if row["rank"] else None,
                "known_from": date.fromisoformat(row["known_from"]),
            }


def measure_tables() -> tuple[Table, ...]:
    """The tables of all measures but the DTI, one a row of data/measures/measures.csv, and what is said of measures."""
    return (
        Table(
            "measures",
            "What is measured: every number of every measure, with unit and maximum.",
            ("measures.measures", "measures.parts", "measures.service_index_maxima"),
            (
                *fields("measures.measures", "measure", name="name_vi"),
                *fields("measures.parts", "part", label="label_vi", unit="unit_vi", highest="highest"),
                truth("main", say("lesson.frames.measures.main"), "Whether it is the number of the measure as a whole"),
            ),
            _register,
            "our list; each measure names its publisher",
        ),
        Table(
            "editions",
            "The published editions of all measures, the DTI included.",
            ("measures.editions", "dti.publications"),
            (
                *fields("measures.editions", "measure"),
                *fields("measures.measures", name="name_vi"),
                *fields("measures.editions", "edition"),
                UNIT[0],
                COMPLETE,
                CONFIRMED,
                *PUBLISHED,
                *fields("measures.editions", "method"),
            ),
            _editions,
            "the issuer of each edition",
        ),
        *(_measure_table(measure) for measure in known.measures() if measure.key != known.DTI),
        Table(
            "par_index_means",
            "Published means of the PAR Index by region, per cent.",
            ("measures.par_index_means",),
            (
                *YEAR,
                *fields("measures.par_index_means", region="region_slug"),
                *fields("units.regions", region_name="name"),
                *fields("measures.par_index_means", "value"),
                DERIVED,
                *fields("measures.editions", "published_on"),
            ),
            _region_means,
            _source("par_index"),
            _issuers("par_index"),
        ),
        Table(
            "service_index_press",
            "Single readings of the index of public services in the press, points of 100.",
            ("measures.service_index_press",),
            (
                *fields("measures.service_index_press", "period"),
                *UNIT,
                *fields("measures.service_index_press", "total", "rank", "known_from"),
                *STANDING,
            ),
            _press,
            "the press",
            say("lesson.frames.measures.press"),
        ),
    )
