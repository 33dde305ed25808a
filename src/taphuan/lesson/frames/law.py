"""Law of `lesson.data`: what is known on the lesson's day of documents, their relations, provisions and deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from taphuan.data.load import rows
from taphuan.known import changes, law, provisions
from taphuan.lesson.frames.table import Table, fields, text, truth
from taphuan.text import say

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

_RELATIONS = {
    "sua-doi": say("lesson.frames.law.amends"),
    "bo-sung": say("lesson.frames.law.supplements"),
    "thay-the": say("lesson.frames.law.replaces"),
    "bai-bo": say("lesson.frames.law.repeals"),
    "huong-dan": say("lesson.frames.law.guides"),
    "can-cu": say("lesson.frames.law.based_on"),
    "tiep-noi": say("lesson.frames.law.succeeds"),
}
_SENSES = {
    "truoc": say("lesson.frames.law.before_day"),
    "den": say("lesson.frames.law.at_latest"),
    "tu": say("lesson.frames.law.from_day"),
    "het": say("lesson.frames.law.until_end_of_day"),
}
_LEVELS = {
    "all": say("lesson.frames.law.everybody"),
    "bo": say("lesson.frames.law.ministry"),
    "tinh": say("lesson.frames.law.province"),
    "xa": say("lesson.frames.law.commune"),
}
_REGISTER = "the documents themselves, as their issuers published them"
_NAMED = say("lesson.frames.law.named_laws")


def _laws(lesson: Lesson) -> Iterator[dict[str, Any]]:
    day = lesson.as_of
    for doc in law.documents().values():
        if law.is_known(doc, day):
            state = law.state(doc, day)
            yield {
                "id": doc.id,
                "number": doc.number,
                "short": doc.short,
                "type": doc.type,
                "issuer": doc.issuer,
                "issued_date": doc.issued,
                "effective_date": doc.effective,
                "period_end": doc.period_end,
                "title": doc.title,
                "state": state.label or None,
                "detail": state.detail,
                "in_force": state.code in (law.IN_FORCE, law.AMENDED),
                "ends": state.ends or (law.known_end(doc, day)),
                "confirmed": doc.verified == "yes",
            }


def _relations(lesson: Lesson) -> Iterator[dict[str, Any]]:
    register = law.documents()
    for relation in law.relations():
        source, target = register[relation.source], register[relation.target]
        if law.is_known(source, lesson.as_of) and law.is_known(target, lesson.as_of):
            yield {
                "from_id": source.id,
                "from_document": source.short,
                "relation": _RELATIONS[relation.kind],
                "to_id": target.id,
                "to_document": target.short,
                "effective_date": relation.effective,
            }


def _binds(levels: tuple[str, ...]) -> str:
    return ", ".join(_LEVELS[level] for level in levels)


def _provisions(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for each in provisions.provisions(lesson.as_of):
        yield {
            "id": each.id,
            "law": each.law,
            "document": law.document(each.law).short,
            "article": each.article or None,
            "statement": each.statement,
            "binds": _binds(each.binds),
            "deadline": each.deadline or None,
            "papers": each.papers or None,
            "editor": each.editor or None,
            "known_from": each.known_from,
        }


def _deadlines(lesson: Lesson) -> Iterator[dict[str, Any]]:
    for each in provisions.deadlines(lesson.as_of):
        yield {
            "day": each.day,
            "yearly": each.yearly,
            "sense": _SENSES[each.sense],
            "what": each.what,
            "binds": _binds(each.binds),
            "law": each.law,
            "document": law.document(each.law).short,
            "article": each.article or None,
            "known_from": each.known_from,
        }


def _changes(decree: str, document: str) -> Callable[[Lesson], Iterator[dict[str, Any]]]:
    def read(lesson: Lesson) -> Iterator[dict[str, Any]]:
        if law.is_known(law.document(document), lesson.as_of):
            for row in rows(f"law/{decree}_changes"):
                yield {key: row[key] or None for key in ("article", "topic", "before", "after")}

    return read


_DOCUMENT = text("document", say("lesson.frames.law.law"), "Its short name")

LAW_TABLES = (
    Table(
        "laws",
        "The legal documents known on the day, with their state on it.",
        ("law.legal_documents",),
        (
            *fields("law.legal_documents", "id", "number"),
            text("short", say("lesson.frames.law.law"), "The name as slides write it, short"),
            *fields("law.legal_documents", "type", "issuer", "issued_date", "effective_date", "period_end"),
            *fields("law.legal_documents", title="title_vi"),
            text(
                "state", say("lesson.frames.law.in_force"), "The state on the day; blank for documents that have none"
            ),
            text("detail", say("lesson.frames.law.state"), "The state in one line, with the documents that cause it"),
            truth("in_force", say("lesson.frames.law.is_in_force"), "Whether it is in force on the day"),
            *fields("law.legal_relations", ends="effective_date"),
            truth("confirmed", say("lesson.frames.law.checked"), "False: known from a reprint, which a page says"),
        ),
        _laws,
        _REGISTER,
        _NAMED,
    ),
    Table(
        "law_relations",
        "Which of the known documents changes, replaces, repeals, guides, rests on or continues which.",
        ("law.legal_relations",),
        (
            *fields("law.legal_relations", "from_id"),
            text("from_document", say("lesson.frames.law.acting"), "Its short name"),
            *fields("law.legal_relations", "relation", "to_id"),
            text("to_document", say("lesson.frames.law.acted_on"), "Its short name"),
            *fields("law.legal_relations", "effective_date"),
        ),
        _relations,
        _REGISTER,
        _NAMED,
    ),
    Table(
        "provisions",
        "What articles say that apply or will apply, in our own words.",
        ("law.provisions",),
        (
            *fields("law.provisions", "id", "law"),
            _DOCUMENT,
            *fields("law.provisions", "article", "binds", "deadline", "known_from"),
            *fields("law.provisions", statement="statement_vi", papers="ho_so", editor="ai_sua"),
        ),
        _provisions,
        _REGISTER,
        _NAMED,
    ),
    Table(
        "deadlines",
        "The fixed days that documents set and that are still to come, the next one first.",
        ("law.deadlines",),
        (
            *fields("law.deadlines", "day"),
            truth("yearly", say("lesson.frames.law.yearly"), "Whether it comes back every year"),
            *fields("law.deadlines", "sense", "binds", "law", what="what_vi"),
            _DOCUMENT,
            *fields("law.deadlines", "article", "known_from"),
        ),
        _deadlines,
        _REGISTER,
        _NAMED,
    ),
    *(
        Table(
            f"{decree}_changes",
            f"What the document {id_} changed against the rules before it; empty before its day of signing.",
            (f"law.{decree}_changes",),
            fields(f"law.{decree}_changes", "article", "topic", "before", "after"),
            _changes(decree, id_),
            _REGISTER,
            _NAMED,
        )
        for decree, id_ in changes.decrees().items()
    ),
)
