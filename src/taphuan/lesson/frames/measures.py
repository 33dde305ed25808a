"""The measures of `lesson.data`: one row a unit and edition, of the editions that were published until the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.data.load import rows, schema
from taphuan.known import dti, law
from taphuan.known import measures as known
from taphuan.known.conferences import source_titles
from taphuan.known.units import MERGER, display_name, regions_on, units_on
from taphuan.lesson.frames.place import STANDING, UNIT, identity, standing
from taphuan.lesson.frames.table import Column, Table, fields, text, truth
from taphuan.text import alphabetical, on_hundred

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

_YEAR = fields("dti.dti", "year")
_CONFIRMED = truth("confirmed", "Đã đối chiếu", "False: read in one copy; it stands in no title, comparison or finding")
_COMPLETE = truth(
    "complete", "Đủ các đơn vị", "False: some units are missing; then no place, mean or map of the country"
)
_PUBLISHED = fields("measures.editions", "published_on", "issuer")
_DERIVED = truth("derived", "Số tính lại", "Whether it was computed from published numbers")
_RANKED_PILLARS = tuple(f"rank_{key}" for key in dti.PILLARS)
_INDEX_NAMES = {"pdti": "DTI", **{f"pillar_{key}": f"Trụ cột {label[:1].lower()}{label[1:]}" for key, label in dti.PILLARS.items()}}  # fmt: skip
_STATED = ("stated",)
_COUNTRY = {"ca-nuoc": "Cả nước"}

_MINISTRY = "Bộ Thông tin và Truyền thông (2020–2023), Bộ Khoa học và Công nghệ (2024)"
_SOURCES = {
    "grdp_per_head": "Cục Thống kê, read in one copy",
    "papi": "CECODES, RTA and UNDP Việt Nam (PAPI), through the public copy ml-mcdm",
    "par_index": "Bộ Nội vụ, single readings in the press",
    "population": "Cục Thống kê",
    "procedures": "Cổng Dịch vụ công quốc gia, read in one copy",
    "service_index": "Cổng Dịch vụ công quốc gia, read in one copy",
    "sipas": "Bộ Nội vụ, single readings in the press",
}
# the measures whose editions are no years
_MONTHLY = ("procedures",)


# --- DTI --------------------------------------------------------------------------------------------------------------


def _dti_tables(lesson: Lesson) -> Iterator[tuple[dti.Edition, date, tuple[dti.Score, ...]]]:
    """(edition, a day with the units of its table, its rows) of every table of the DTI."""
    for edition in dti.editions(lesson.as_of):
        year_end = date(edition.year, 12, 31)
        days = {edition.units: edition.published_on}
        days.setdefault(len(units_on(year_end)), year_end)
        for of, day in sorted(days.items(), reverse=True):
            yield edition, day, dti.table(edition.year, of)


def _dti(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for edition, day, scores in _dti_tables(lesson):
        places = standing(lesson, day)
        for score in sorted(scores, key=lambda score: alphabetical(score.name)):
            values = {key: on_hundred(value) for key, value in score.indices}
            ranks = {f"rank_{key}": rank for key, rank in score.pillar_ranks}
            yield {
                "year": edition.year,
                **identity(score.slug, day, score.name),
                "rank": score.rank,
                "dti": None if score.value is None else on_hundred(score.value),
                **values,
                **ranks,
                "complete": edition.complete,
                "published_on": edition.published_on,
                "issuer": edition.issuer,
                **places.of(score.slug),
            }


def _pillars(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for edition, day, scores in _dti_tables(lesson):
        places = standing(lesson, day)
        for score in sorted(scores, key=lambda score: alphabetical(score.name)):
            for pillar in dti.pillars(score):
                yield {
                    "year": edition.year,
                    **identity(score.slug, day, score.name),
                    "pillar": pillar.key,
                    "label": pillar.label,
                    "value": None if pillar.value is None else on_hundred(pillar.value),
                    "rank": pillar.rank,
                    "derived": pillar.derived,
                    "complete": edition.complete,
                    "published_on": edition.published_on,
                    **places.of(score.slug),
                }


def _index_ranks(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for edition, day, scores in _dti_tables(lesson):
        places = standing(lesson, day)
        for score in sorted(scores, key=lambda score: alphabetical(score.name)):
            for key, rank in dti.index_ranks(score).items():
                yield {
                    "year": edition.year,
                    **identity(score.slug, day, score.name),
                    "index": key,
                    "label": dti.INDICES[key],
                    "rank": rank,
                    "published_on": edition.published_on,
                    **places.of(score.slug),
                }


def _public(lesson: Lesson, year: str, source_ids: str) -> bool:
    """Whether a number of an edition was public: the edition is, and one of its sources if all of them have a day."""
    if int(year) not in {edition.year for edition in dti.editions(lesson.as_of)}:
        return False
    days = [source_titles()[id_]["published_date"] for id_ in source_ids.split(";")]
    return any(not day[:4].isdigit() or day <= lesson.as_of.isoformat() for day in days)


def _means(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for row in rows("dti/dti_province_mean"):
        if _public(lesson, row["year"], row["source_id"]):
            yield {
                "year": int(row["year"]),
                "measure": row["measure"],
                "label": _INDEX_NAMES[row["measure"]],
                "value": on_hundred(float(row["value"])),
                "derived": row["kind"] == "computed",
            }


def _national(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for row in rows("dti/dti_national"):
        if _public(lesson, row["year"], row["source_id"]):
            yield {"year": int(row["year"]), "value": on_hundred(float(row["value"]))}


def _methods(lesson: Lesson) -> Iterator[dict[str, Any]]:
    used = {edition.method for edition in dti.editions(lesson.as_of)}
    for row in rows("dti/methods"):
        if row["method"] in used:
            yield {
                "method": row["method"],
                "document": law.document(row["method"]).short,
                **{key: int(row[key]) if row[key] else None for key in dti.INDICES},
                "derived": row["basis"] == "computed",
            }


_DTI_COLUMNS = (
    *_YEAR,
    *UNIT,
    *fields("dti.dti", "rank"),
    *fields("dti.dti", dti="pdti", points=("dti",)),
    *fields("dti.dti", *dti.INDICES, points=dti.INDICES),
    *fields("dti.dti", *_RANKED_PILLARS),
    _COMPLETE,
    *_PUBLISHED,
    *STANDING,
)
_PILLAR = (
    *fields("dti.dti_pillars", "pillar"),
    text("label", "Tên gọi", "Name"),
    *fields("dti.dti_pillars", "value", points=("value",)),
    *fields("dti.dti_pillars", "rank"),
)

DTI_TABLES = (
    Table(
        "dti",
        "The provincial digital transformation index (DTI): place, value and indices of every unit, points of 100.",
        ("dti.dti", "dti.dti_2024_premerger63"),
        _DTI_COLUMNS,
        _dti,
        _MINISTRY,
    ),
    Table(
        "dti_pillars",
        "The three pillars of the DTI, points of 100: the published value, else the one computed from published indices.",
        ("dti.dti_pillars", "dti.dti_pillars_derived"),
        (*_YEAR, *UNIT, *_PILLAR, _DERIVED, _COMPLETE, *fields("measures.editions", "published_on"), *STANDING),
        _pillars,
        _MINISTRY,
    ),
    Table(
        "dti_index_ranks",
        "Published places of single indices of the DTI.",
        ("dti.dti_main_index_ranks",),
        (
            *_YEAR,
            *UNIT,
            *fields("dti.dti_main_index_ranks", index="main_index"),
            text("label", "Tên gọi", "Name"),
            *fields("dti.dti_main_index_ranks", "rank"),
            *fields("measures.editions", "published_on"),
            *STANDING,
        ),
        _index_ranks,
        _MINISTRY,
    ),
    Table(
        "dti_means",
        "Means of the DTI over all provinces, points of 100.",
        ("dti.dti_province_mean",),
        (
            *_YEAR,
            *fields("dti.dti_province_mean", "measure"),
            text("label", "Tên gọi", "Name"),
            *fields("dti.dti_province_mean", "value", points=("value",)),
            _DERIVED,
        ),
        _means,
        _MINISTRY,
    ),
    Table(
        "dti_national",
        "The national DTI, points of 100: another index, never a comparator of provinces.",
        ("dti.dti_national",),
        fields("dti.dti_national", "year", "value", points=("value",)),
        _national,
        _MINISTRY,
    ),
    Table(
        "dti_methods",
        "How many points each index has in the methods of the published editions.",
        ("dti.methods",),
        (
            *fields("dti.methods", "method"),
            text("document", "Văn bản", "The decision"),
            *fields("dti.methods", *dti.INDICES),
            _DERIVED,
        ),
        _methods,
        _MINISTRY,
    ),
)


# --- all other measures -----------------------------------------------------------------------------------------------


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
                **identity(slug, edition.units_on, row["name"]),
                "complete": edition.complete,
                "confirmed": edition.confirmed,
                "published_on": edition.published_on,
                "issuer": edition.issuer,
                **places.of(slug),
            }


def _measure_table(measure: known.Measure) -> Table:
    resource = f"measures.{measure.key}"
    given = {field["name"] for field in schema()[resource]["schema"]["fields"]}
    columns: list[Column] = [*_YEAR, *(fields(resource, "edition") if measure.key in _MONTHLY else ()), *UNIT]
    for part in measure.parts:
        (column,) = fields(resource, part.key)
        most = f"; at most {part.highest:g}" if part.highest else ""
        columns.append(Column(column.name, column.head, column.kind, f"{column.meaning} ({part.unit}{most})"))
    columns += fields(resource, "rank") if "rank" in given else ()
    columns += (_DERIVED,) if "basis" in given else ()

    def read(lesson: Lesson) -> Iterator[dict[str, Any]]:
        return _rows_of(measure.key, lesson)

    return Table(
        measure.key,
        f"{measure.name}, one row a unit and edition; units as the table of its edition lists them.",
        (resource,),
        (*columns, _CONFIRMED, _COMPLETE, *_PUBLISHED, *STANDING),
        read,
        _SOURCES[measure.key],
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
    for row in rows("measures/service_index/press"):
        if row["known_from"] <= lesson.as_of.isoformat():
            day = MERGER if row["era"] == "34" else date(2024, 12, 31)
            unit = next(u for u in units_on(day) if row["province_slug"] in (u.slug, u.geo_slug))
            yield {
                "period": row["period"],
                **identity(row["province_slug"], day, display_name(unit.slug, unit.name)),
                "total": float(row["total"]) if row["total"] else None,
                "rank": int(row["rank"]) if row["rank"] else None,
                "known_from": date.fromisoformat(row["known_from"]),
                **standing(lesson, day).of(row["province_slug"]),
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
                truth("main", "Số chính", "Whether it is the number of the measure as a whole"),
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
                _COMPLETE,
                _CONFIRMED,
                *_PUBLISHED,
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
                *_YEAR,
                *fields("measures.par_index_means", region="region_slug"),
                *fields("units.regions", region_name="name"),
                *fields("measures.par_index_means", "value"),
                _DERIVED,
                *fields("measures.editions", "published_on"),
            ),
            _region_means,
            _SOURCES["par_index"],
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
        ),
    )
