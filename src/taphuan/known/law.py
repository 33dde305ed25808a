"""The state of a legal document on a given day, from the register of documents and their relations. Source: data/law.

A document goes out of force through a relation `thay-the` (replaces) or `bai-bo` (repeals) of another document; the
effective date of the relation is the first day OUT of force. `period_end` is the last day of a programme's period. On a
given day, only documents are known that were issued by then; an end is not known before the ending document was issued.

Papers of the Party, directives, letters, notices and plans have no state: they are shown with number and day of signing.
So is a document whose effective date is not known, as long as nothing else is known of its state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taphuan import paths
from taphuan.data.load import derived, parsed
from taphuan.errors import UnknownName
from taphuan.text import day as vietnamese_day
from taphuan.text import listing, say

IN_FORCE = "con-hieu-luc"
AMENDED = "da-sua-doi"
NOT_YET = "chua-hieu-luc"
EXPIRED = "het-hieu-luc"
PERIOD_OVER = "het-giai-doan"
NO_STATE = "khong-xet"
UNKNOWN = "chua-ban-hanh"

_SHORT_TYPES = {
    "Nghị định": "NĐ",
    "Thông tư": "TT",
    "Quyết định": "QĐ",
    "Nghị quyết": "NQ",
    "Chỉ thị": "Chỉ thị",
    "Công văn": "Công văn",
    "Kế hoạch": "Kế hoạch",
    "Thông báo": "Thông báo",
    "Văn bản hướng dẫn": "Văn bản",
    "Luật": "Luật",
}
_STATELESS_TYPES = ("Chỉ thị", "Công văn", "Kế hoạch", "Thông báo", "Văn bản hướng dẫn")
_REPLACES = ("thay-the", "bai-bo")
_AMENDS = ("sua-doi", "bo-sung")
_SUCCEEDS = ("tiep-noi",)


@dataclass(frozen=True)
class LegalDocument:
    """A row of the register. `verified`: yes · partial (read in a reprint or a register only) · no (never printed)."""

    id: str
    number: str
    type: str
    issuer: str
    issued: date | None
    effective: date | None
    period_end: date | None
    title: str
    topics: tuple[str, ...]
    verified: str
    source_ids: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name on a slide: "NĐ 82/2024", "QĐ 749/QĐ-TTg", "Luật Chuyển đổi số"."""
        if self.type == "Luật":
            return self.title if self.title.startswith("Luật") else f"Luật {self.number}"
        if not self.number[:1].isdigit():
            return self.title
        number = re.sub(r"/(NĐ-CP)$", "", self.number) if self.type == "Nghị định" else self.number
        return f"{_SHORT_TYPES.get(self.type, self.type)} {number}"

    @property
    def numbered(self) -> str:
        """The name by number, for use beside the title: "NĐ 82/2024", "Luật 148/2025/QH15"."""
        return f"Luật {self.number}" if self.type == "Luật" else self.short

    @property
    def full(self) -> str:
        """Type, number and day of issue: the first citation in an administrative document."""
        law = self.type == "Luật"
        if not self.number[:1].isdigit():
            return self.title if law else f"{self.type}: {self.title}"
        dated = say("known.law.dated", day=vietnamese_day(self.issued)) if self.issued else ""
        return say("known.law.full", name=self.title if law else self.type, number=self.number, dated=dated)

    @property
    def stateless(self) -> bool:
        """Whether a document of this kind has no state: a paper of the Party (57-NQ/TW), a directive, letter, notice, plan."""
        return self.type in _STATELESS_TYPES or re.match(r"\d+-[A-ZĐ]+/", self.number) is not None

    @property
    def known_from(self) -> date | None:
        """The first day on which the document is known: its day of issue or of effect, or the last day of the year in its
        number. None if all are unknown; then it must not be cited."""
        if self.issued or self.effective:
            return self.issued or self.effective
        year = re.search(r"/(\d{4})/", self.number)
        return date(int(year.group(1)), 12, 31) if year else None


@dataclass(frozen=True)
class Relation:
    """The document `source` acts on the document `target` from the day `effective` on (None: the day is not known).

    `kind`: thay-the (replaces) · bai-bo (repeals) · sua-doi (amends) · bo-sung (supplements) · tiep-noi (succeeds) ·
    can-cu (is based on) · huong-dan (guides).
    """

    source: str
    kind: str
    target: str
    effective: date | None


@dataclass(frozen=True)
class State:
    """The state of a document on a day.

    `label` is short, for a badge, and empty where there is none; `detail` is long, for a table. `by` are the ids of the
    documents that cause the state, `ends` is the first day out of force if it is known and in the future.
    """

    code: str
    label: str
    detail: str
    by: tuple[str, ...] = ()
    ends: date | None = None

    @property
    def simply_in_force(self) -> bool:
        """Whether a page may cite the document without its state: it has none, or is in force without a known end, change
        or successor."""
        return self.code == NO_STATE or (self.code == IN_FORCE and self.ends is None and not self.by)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def documents() -> dict[str, LegalDocument]:
    """All documents of the register by id, in the order of legal_documents.csv."""
    return parsed("law/legal_documents", _register)


def _register(rows: tuple[dict[str, str], ...]) -> dict[str, LegalDocument]:
    return {
        row["id"]: LegalDocument(
            id=row["id"],
            number=row["number"],
            type=row["type"],
            issuer=row["issuer"],
            issued=_day(row["issued_date"]),
            effective=_day(row["effective_date"]),
            period_end=_day(row["period_end"]),
            title=row["title_vi"],
            topics=tuple(filter(None, row["topic"].split(";"))),
            verified=row["verified"],
            source_ids=tuple(filter(None, row["source_id"].split(";"))),
        )
        for row in rows
    }


def document(id_: str) -> LegalDocument:
    """The document with this id. Raises UnknownName if there is none."""
    register = documents()
    if id_ not in register:
        raise UnknownName("legal document", id_, tuple(register), "The register is data/law/legal_documents.csv.")
    return register[id_]


def relations() -> tuple[Relation, ...]:
    """All relations, in the order of legal_relations.csv."""
    return parsed("law/legal_relations", _relations)


def _relations(rows: tuple[dict[str, str], ...]) -> tuple[Relation, ...]:
    return tuple(Relation(row["from_id"], row["relation"], row["to_id"], _day(row["effective_date"])) for row in rows)


def _by_target(rows: tuple[dict[str, str], ...]) -> dict[str, tuple[Relation, ...]]:
    found: dict[str, tuple[Relation, ...]] = {}
    for relation in _relations(rows):
        found[relation.target] = (*found.get(relation.target, ()), relation)
    return found


def is_known(doc: LegalDocument, as_of: date) -> bool:
    """Whether the document was issued by `as_of` and may be printed (verified is not "no")."""
    return doc.verified != "no" and doc.known_from is not None and doc.known_from <= as_of


def _known_actors(
    target: LegalDocument, kinds: tuple[str, ...], as_of: date
) -> tuple[tuple[LegalDocument, date | None], ...]:
    """(document, effective date of its relation) for the documents known on `as_of` that act on `target`, by date."""
    register = documents()
    actors = [
        (register[r.source], r.effective)
        for r in parsed("law/legal_relations", _by_target).get(target.id, ())
        if r.kind in kinds and is_known(register[r.source], as_of)
    ]
    return tuple(sorted(actors, key=lambda pair: (pair[1] or date.max, pair[0].id)))


def expiry(doc: LegalDocument) -> date | None:
    """The first day out of force by the whole register; None if no document in it replaces or repeals this one."""
    return parsed("law/legal_relations", _ends).get(doc.id)


def _ends(rows: tuple[dict[str, str], ...]) -> dict[str, date]:
    return {r.target: r.effective for r in _relations(rows) if r.kind in _REPLACES and r.effective}


def known_end(doc: LegalDocument, as_of: date) -> date | None:
    """The first day out of force if it was known on `as_of`, otherwise None. It may be after `as_of`."""
    end = expiry(doc)
    if end is None or end <= as_of:
        return end
    announced = any(effective == end for _, effective in _known_actors(doc, _REPLACES, as_of))
    return end if announced else None


def state(doc: LegalDocument, as_of: date) -> State:
    """The state of the document on `as_of`, from what was known on that day."""
    if not is_known(doc, as_of):
        return State(UNKNOWN, say("known.law.unknown"), say("known.law.unknown_on"))
    end = known_end(doc, as_of)
    if end is not None and end <= as_of:
        return _expired(doc, end, as_of)
    if doc.stateless:
        return State(NO_STATE, "", _signed(doc))
    if doc.effective is not None and as_of < doc.effective:
        begins = say("known.law.begins", day=vietnamese_day(doc.effective))
        return State(NOT_YET, say("known.law.not_yet"), begins)
    successors = _effective_actors(doc, _SUCCEEDS, as_of)
    if doc.period_end is not None and as_of > doc.period_end:
        label = say("known.law.period_over", day=vietnamese_day(doc.period_end))
        succession = say("known.law.succeeded_by", names=_names(successors)) if successors else ""
        return State(PERIOD_OVER, label, label + succession, tuple(other.id for other in successors))
    return _standing(doc, end, successors, as_of)


def _signed(doc: LegalDocument) -> str:
    """What is said of a document without a state: its day of signing; its year if that is not known."""
    if doc.issued:
        return say("known.law.signed", day=vietnamese_day(doc.issued))
    return say("known.law.signed_in", year=_year(doc))


def _year(doc: LegalDocument) -> int:
    assert doc.known_from is not None  # a known document has a day
    return doc.known_from.year


def _expired(doc: LegalDocument, end: date, as_of: date) -> State:
    label, cause = say("known.law.expired", day=vietnamese_day(end)), ""
    if actors := _effective_actors(doc, ("thay-the",), as_of):
        cause += say("known.law.replaced_by", names=_names(actors))
    if actors := _effective_actors(doc, ("bai-bo",), as_of):
        cause += say("known.law.repealed_by", names=_names(actors))
    return State(EXPIRED, label, label + cause, tuple(actor.id for actor in _effective_actors(doc, _REPLACES, as_of)))


def _standing(doc: LegalDocument, end: date | None, successors: tuple[LegalDocument, ...], as_of: date) -> State:
    """The state of a document that has begun and not ended: in force, changed, about to end, succeeded; none of these where
    its effective date is not known and nothing was done to it."""
    labels: list[str] = []
    details = [say("known.law.in_force_from", day=vietnamese_day(doc.effective)) if doc.effective else _signed(doc)]
    amending = _effective_actors(doc, _AMENDS, as_of)
    if amending:
        labels.append(say("known.law.in_force_amended") if doc.effective else say("known.law.amended"))
        start = say("known.law.in_force") if doc.effective else _signed(doc)
        details = [say("known.law.amended_by", start=start, names=_names(amending))]
    elif doc.effective:
        labels.append(say("known.law.in_force"))
    # an amendment whose day of effect is not known: it exists, but whether it applies yet cannot be said
    issued = tuple(other for other, effective in _known_actors(doc, _AMENDS, as_of) if effective is None)
    if issued:
        labels += [] if amending else [say("known.law.amendment_issued")]
        signed = listing([f"{other.short} ({_signed(other)})" for other in issued])
        details.append(say("known.law.amendments_issued", names=signed))
    if end:
        labels.append(say("known.law.expired", day=vietnamese_day(end)))
        details.append(labels[-1])
    if successors:
        # the register has no repeal, but a reader of the citation must know that there is a newer document
        labels.append(say("known.law.succeeded"))
        details.append(say("known.law.succeeded_with", names=_names(successors)))
    if not labels:
        return State(NO_STATE, "", details[0])
    ending = tuple(other for other, _ in _known_actors(doc, _REPLACES, as_of)) if end else ()
    changing = (*amending, *issued)
    by = changing or (*ending, *successors)
    code = AMENDED if amending else IN_FORCE
    return State(code, "; ".join(labels), "; ".join(details), tuple(other.id for other in by), end)


def _effective_actors(target: LegalDocument, kinds: tuple[str, ...], as_of: date) -> tuple[LegalDocument, ...]:
    """The documents known on `as_of` that act on `target` and whose act has taken effect by then."""
    return tuple(other for other, effective in _known_actors(target, kinds, as_of) if effective and effective <= as_of)


def _names(docs: tuple[LegalDocument, ...]) -> str:
    """The short names of the documents: "NĐ 69/2024, NĐ 118/2025 và NĐ 310/2026"."""
    return listing([doc.short for doc in docs])


def named_in(text: str, as_of: date) -> tuple[LegalDocument, ...]:
    """The documents known on `as_of` that a text names: "Nghị định 82", "NĐ 82/2024", "749/QĐ-TTg", "Luật Dữ liệu".

    A name that several known documents have (Chỉ thị 07/CT-TTg of 2023 and of 2025) gives none of them: only a citation
    can say which one is meant.
    """
    plain = text.replace("\u00a0", " ")
    known = derived((paths.LEGAL_DOCUMENTS,), _known_names, as_of)
    # looking for its number or title first is ten times as fast as a pattern
    return tuple({doc.id: doc for mark, pattern, doc in known if mark in plain and pattern.search(plain)}.values())


def _known_names(as_of: date) -> tuple[tuple[str, re.Pattern[str], LegalDocument], ...]:
    """(a part of the name that every match has, pattern of the name in prose, the document) for every name that one document
    known on `as_of` has alone."""
    register, names = documents(), []
    for mark, pattern, ids in parsed("law/legal_documents", _name_patterns):
        known = [register[id_] for id_ in ids if is_known(register[id_], as_of)]
        if len(known) == 1:
            names.append((mark, pattern, known[0]))
    return tuple(names)


def _name_patterns(rows: tuple[dict[str, str], ...]) -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    """(a part of the name, pattern of the name in prose, ids of all documents with this name) for every form of every name."""
    forms: dict[tuple[str, str], list[str]] = {}
    for doc in _register(rows).values():
        names = [(doc.number, rf"(?<![\d/]){re.escape(doc.number)}(?![\w-])")] if doc.number[:1].isdigit() else []
        if doc.type == "Luật":
            names.append((doc.title, rf"{re.escape(doc.title)}(?! \(| số \d| năm)"))
        number, _, rest = doc.number.partition("/")
        short = _SHORT_TYPES.get(doc.type, doc.type)
        if number.replace(".", "").isdigit() and doc.type != "Luật":
            year = rest.split("/")[0]
            dated = rf"/{year}" if year.isdigit() else ""
            typed = rf"(?:{doc.type}|{short}) {re.escape(number)}"
            names.append((f" {number}", rf"{typed}{dated}(?![\d/]*\d)(?!-\w)"))
            if doc.type == "Nghị định":
                names.append((f" {number}", rf"{typed}(?![\d/])(?!-\w)"))
        for name in names:
            forms.setdefault(name, []).append(doc.id)
    return tuple((mark, re.compile(name), tuple(ids)) for (mark, name), ids in forms.items())
