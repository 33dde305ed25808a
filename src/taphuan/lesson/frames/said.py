"""What was said, of `lesson.data`: facts and quotations of the conference, figures of its modules, and what provinces decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.data.load import rows
from taphuan.known.conferences import facts, quotations
from taphuan.lesson.frames.place import STANDING, UNIT, of_eras
from taphuan.lesson.frames.table import Table, fields, text, truth
from taphuan.text import say

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

_QUALIFIERS = {
    "more": say("lesson.frames.said.over"),
    "nearly": say("lesson.frames.said.nearly"),
    "about": say("lesson.frames.said.about"),
    "less": say("lesson.frames.said.under"),
}


def _facts(lesson: Lesson) -> Iterator[dict[str, Any]]:
    kinds = {row["fact_id"]: row for row in rows("conferences/article_facts")}
    for item in facts(lesson.conference.slug):
        if item.usable(lesson.as_of):
            row = kinds[item.id]
            yield {
                "id": item.id,
                "text": item.text,
                **{key: item.detail(key) for key in ("speaker", "office", "value", "unit")},
                "year": int(row["year"]) if row["year"] else None,
                "slug": row["province_slug"] or None,
                "known_from": item.known_from,
            }


def _quotations(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for item in quotations(lesson.conference.slug):
        if item.usable(lesson.as_of):
            yield {
                "id": item.id,
                "text": item.text,
                **{key: item.detail(key) for key in ("speaker", "office")},
                "known_from": item.known_from,
            }


def _figures(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for module in lesson.teaching.modules:
        for item in module.of_kind("figure"):
            if item.usable(lesson.as_of):
                yield {
                    "id": item.id,
                    "module": module.title,
                    "text": item.text,
                    "value": str(item.detail("value")),
                    "unit": item.detail("unit"),
                    "year": str(item.detail("year") or "") or None,
                    "known_from": item.known_from,
                    "confirmed": not item.secondary,
                }


def _provincial_documents(lesson: Lesson) -> Iterator[dict[str, Any]]:
    eras = of_eras(lesson)
    for row in rows("provincial/documents"):
        if row["known_from"] <= lesson.as_of.isoformat():
            yield {
                **eras(row),
                "number": row["number"],
                "issued_date": date.fromisoformat(row["issued_date"]) if row["issued_date"] else None,
                "issuer": row["issuer"],
                "title": row["title_vi"],
                "known_from": date.fromisoformat(row["known_from"]),
            }


def _provincial_indicators(lesson: Lesson) -> Iterator[dict[str, Any]]:
    names = {row["indicator"]: row for row in rows("provincial/indicator_names")}
    eras = of_eras(lesson)
    for row in rows("provincial/indicators"):
        if row["known_from"] <= lesson.as_of.isoformat():
            about = names[row["indicator"]]
            yield {
                **eras(row),
                "indicator": row["indicator"],
                "label": about["label_vi"],
                "period": row["period"],
                "qualifier": _QUALIFIERS.get(row["qualifier"]),
                "value": float(row["value"]),
                "of": int(row["of"]) if row["of"] else None,
                "unit": about["unit_vi"],
                "known_from": date.fromisoformat(row["known_from"]),
            }


SAID_TABLES = (
    Table(
        "facts",
        "What the article about this conference says and documents may show.",
        ("conferences.article_facts",),
        (
            *fields("conferences.article_facts", id="fact_id", text="text_vi", slug="province_slug"),
            *fields("conferences.article_facts", "speaker", "office", "value", "unit", "year", "known_from"),
        ),
        _facts,
        "the article about the conference",
        say("lesson.frames.said.articles"),
    ),
    Table(
        "quotations",
        "What the article about this conference has in quotation marks, word for word.",
        ("conferences.quotations",),
        (
            *fields("conferences.quotations", id="quotation_id", text="text_vi"),
            *fields("conferences.quotations", "speaker", "office", "known_from"),
        ),
        _quotations,
        "the article about the conference",
        say("lesson.frames.said.articles"),
    ),
    Table(
        "figures",
        "The dated figures (targets, thresholds, results) of the modules of this conference that may be shown on the day.",
        (),
        (
            *fields("conferences.article_facts", id="fact_id"),
            text("module", say("lesson.frames.said.module"), "Title of the module"),
            *fields("conferences.article_facts", "value", "unit", "known_from", text="text_vi"),
            text("year", say("lesson.frames.said.year"), "Year or years that the value is of"),
            truth("confirmed", say("lesson.frames.said.checked"), "False: rests on reprints alone"),
        ),
        _figures,
        "the documents and pages that the modules cite",
        say("lesson.frames.said.module_sources"),
    ),
    Table(
        "provincial_documents",
        "Resolutions, plans and directives of provinces on digital transformation.",
        ("provincial.documents",),
        (
            *UNIT,
            *fields("provincial.documents", "number", "issued_date", "issuer", "known_from", title="title_vi"),
            *STANDING,
        ),
        _provincial_documents,
        "the provinces, through press and portals",
        say("lesson.frames.said.provinces"),
    ),
    Table(
        "provincial_indicators",
        "Figures that a province states of itself: no measure, and nothing to compare provinces by.",
        ("provincial.indicators", "provincial.indicator_names"),
        (
            *UNIT,
            *fields("provincial.indicators", "indicator", "period", "qualifier", "value", "of", "known_from"),
            *fields("provincial.indicator_names", label="label_vi", unit="unit_vi"),
            *STANDING,
        ),
        _provincial_indicators,
        "the provinces, through press and portals",
        say("lesson.frames.said.provinces"),
    ),
)
