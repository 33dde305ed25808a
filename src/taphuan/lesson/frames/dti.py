"""The DTI of `lesson.data`: places, values, indices, pillars, means and methods of the editions published until the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.data.load import rows
from taphuan.known import dti, law
from taphuan.known.sources import source_titles
from taphuan.known.units import units_on
from taphuan.lesson.frames.place import COMPLETE, DERIVED, PUBLISHED, STANDING, UNIT, YEAR, standing
from taphuan.lesson.frames.table import Table, fields, text
from taphuan.text import alphabetical, lower_first, on_hundred, say

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

_RANKED_PILLARS = tuple(f"rank_{key}" for key in dti.PILLARS)
_INDEX_NAMES = {
    "pdti": "DTI",
    **{f"pillar_{key}": say("lesson.frames.dti.pillar", name=lower_first(label)) for key, label in dti.PILLARS.items()},
}


# not read from data/ here: a fault in a table could not be told where a module is imported
_MINISTRY = "the ministry that published the edition, which `issuer` names"


def _dti_tables(lesson: Lesson) -> Iterator[tuple[dti.Edition, date, tuple[dti.Score, ...]]]:
    """(edition, a day with the units of its table, its rows) of every table of the DTI. Of an incomplete one only the rows of
    the lesson's unit and its predecessors: nothing may be ranked or averaged over the others."""
    for edition in dti.editions(lesson.as_of):
        year_end = date(edition.year, 12, 31)
        days = {edition.units: edition.published_on}
        days.setdefault(len(units_on(year_end)), year_end)
        for of, day in sorted(days.items(), reverse=True):
            scores, places = dti.table(edition.year, of), standing(lesson, day)
            mine = places.own | places.predecessors
            yield edition, day, scores if edition.complete else tuple(s for s in scores if s.slug in mine)


def _dti(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for edition, day, scores in _dti_tables(lesson):
        places = standing(lesson, day)
        for score in sorted(scores, key=lambda score: alphabetical(score.name)):
            values = {key: on_hundred(value) for key, value in score.indices}
            ranks = {f"rank_{key}": rank for key, rank in score.pillar_ranks}
            yield {
                "year": edition.year,
                **places.row(score.slug, score.name),
                "rank": score.rank,
                "dti": None if score.value is None else on_hundred(score.value),
                **values,
                **ranks,
                "complete": edition.complete,
                "published_on": edition.published_on,
                "issuer": edition.issuer,
            }


def _pillars(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for edition, day, scores in _dti_tables(lesson):
        places = standing(lesson, day)
        computed = dti.computed_pillars(edition.year, len(scores))
        for score in sorted(scores, key=lambda score: alphabetical(score.name)):
            for pillar in dti.pillars(score):
                # of some only the place was published
                value = pillar.value if pillar.value is not None else computed.get(pillar.key, {}).get(score.slug)
                yield {
                    "year": edition.year,
                    **places.row(score.slug, score.name),
                    "pillar": pillar.key,
                    "label": pillar.label,
                    "value": None if value is None else on_hundred(value),
                    "rank": pillar.rank,
                    "derived": pillar.derived or value != pillar.value,
                    "complete": edition.complete,
                    "published_on": edition.published_on,
                    "issuer": edition.issuer,
                }


def _index_ranks(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for edition, day, scores in _dti_tables(lesson):
        places = standing(lesson, day)
        for score in sorted(scores, key=lambda score: alphabetical(score.name)):
            for key, rank in dti.index_ranks(score).items():
                yield {
                    "year": edition.year,
                    **places.row(score.slug, score.name),
                    "index": key,
                    "label": dti.INDICES[key],
                    "rank": rank,
                    "published_on": edition.published_on,
                    "issuer": edition.issuer,
                }


def _issuer(lesson: Lesson, year: str, source_ids: str) -> str:
    """Who published a number of an edition; "" before it was public: the edition, and one of its sources if all have a day."""
    issuer = next((edition.issuer for edition in dti.editions(lesson.as_of) if edition.year == int(year)), "")
    days = [source_titles()[id_]["published_date"] for id_ in source_ids.split(";")]
    return issuer if any(not day[:4].isdigit() or day <= lesson.as_of.isoformat() for day in days) else ""


def _means(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for row in rows("dti/dti_province_mean"):
        if issuer := _issuer(lesson, row["year"], row["source_id"]):
            yield {
                "year": int(row["year"]),
                "measure": row["measure"],
                "label": _INDEX_NAMES[row["measure"]],
                "value": on_hundred(float(row["value"])),
                "derived": row["kind"] == "computed",
                "issuer": issuer,
            }


def _national(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for row in rows("dti/dti_national"):
        if issuer := _issuer(lesson, row["year"], row["source_id"]):
            yield {"year": int(row["year"]), "value": on_hundred(float(row["value"])), "issuer": issuer}


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
    *YEAR,
    *UNIT,
    *fields("dti.dti", "rank"),
    *fields("dti.dti", dti="pdti", points=("dti",)),
    *fields("dti.dti", *dti.INDICES, points=dti.INDICES),
    *fields("dti.dti", *_RANKED_PILLARS),
    COMPLETE,
    *PUBLISHED,
    *STANDING,
)
_PILLAR = (
    *fields("dti.dti_pillars", "pillar"),
    text("label", say("lesson.frames.dti.name"), "Name"),
    *fields("dti.dti_pillars", "value", points=("value",)),
    *fields("dti.dti_pillars", "rank"),
)

DTI_TABLES = (
    Table(
        "dti",
        "The provincial digital transformation index (DTI): place, value and indices, points of 100; of incomplete years the lesson's unit alone.",
        ("dti.dti", "dti.dti_2024_premerger63"),
        _DTI_COLUMNS,
        _dti,
        _MINISTRY,
    ),
    Table(
        "dti_pillars",
        "The three pillars of the DTI, points of 100: the published value, else the one computed from published indices.",
        ("dti.dti_pillars", "dti.dti_pillars_derived"),
        (*YEAR, *UNIT, *_PILLAR, DERIVED, COMPLETE, *PUBLISHED, *STANDING),
        _pillars,
        _MINISTRY,
    ),
    Table(
        "dti_index_ranks",
        "Published places of single indices of the DTI.",
        ("dti.dti_main_index_ranks",),
        (
            *YEAR,
            *UNIT,
            *fields("dti.dti_main_index_ranks", index="main_index"),
            text("label", say("lesson.frames.dti.name"), "Name"),
            *fields("dti.dti_main_index_ranks", "rank"),
            *PUBLISHED,
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
            *YEAR,
            *fields("dti.dti_province_mean", "measure"),
            text("label", say("lesson.frames.dti.name"), "Name"),
            *fields("dti.dti_province_mean", "value", points=("value",)),
            DERIVED,
            *fields("measures.editions", "issuer"),
        ),
        _means,
        _MINISTRY,
    ),
    Table(
        "dti_national",
        "The national DTI, points of 100: another index, never a comparator of provinces.",
        ("dti.dti_national",),
        (*fields("dti.dti_national", "year", "value", points=("value",)), *fields("measures.editions", "issuer")),
        _national,
        _MINISTRY,
    ),
    Table(
        "dti_methods",
        "How many points each index has in the methods of the published editions.",
        ("dti.methods",),
        (
            *fields("dti.methods", "method"),
            text("document", say("lesson.frames.dti.law"), "The decision"),
            *fields("dti.methods", *dti.INDICES),
            DERIVED,
        ),
        _methods,
        _MINISTRY,
        say("lesson.frames.dti.named_laws"),
    ),
)
