"""The state of a legal document on a day, from the register and its relations. Source: data/law.

A document ends by what another one does to it: the day of `thay-the` or `bai-bo` is the first day OUT of force;
`period_end` is the last day of the period. What was not yet issued on the day is not known on it: an end that a later
document brought is invisible before that document was issued.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taphuan.data.load import parsed
from taphuan.errors import UnknownName
from taphuan.text import day as vietnamese_day

IN_FORCE = "con-hieu-luc"
AMENDED = "da-sua-doi"
NOT_YET = "chua-hieu-luc"
EXPIRED = "het-hieu-luc"
PERIOD_OVER = "het-giai-doan"
UNDATED = "chua-xac-dinh"
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
_REPLACES = ("thay-the", "bai-bo")
_AMENDS = ("sua-doi", "bo-sung")
_FOLLOWS = ("tiep-noi",)


@dataclass(frozen=True)
class LegalDocument:
    """One row of the register. `verified`: yes · partial (needs checking against the original) · no (never printed)."""

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
        """How a slide names it: "NĐ 82/2024/NĐ-CP" → "NĐ 82/2024", "QĐ 749/QĐ-TTg", "Luật Chuyển đổi số"."""
        if self.type == "Luật":
            return self.title if self.title.startswith("Luật") else f"Luật {self.number}"
        if not self.number[:1].isdigit():
            return self.title
        number = re.sub(r"/(NĐ-CP)$", "", self.number) if self.type == "Nghị định" else self.number
        return f"{_SHORT_TYPES.get(self.type, self.type)} {number}"

    @property
    def numbered(self) -> str:
        """By its number, beside its title: "NĐ 82/2024", "Luật 148/2025/QH15"."""
        return f"Luật {self.number}" if self.type == "Luật" else self.short

    @property
    def full(self) -> str:
        """Type, number and day of issue, as an administrative text cites it the first time."""
        if self.type == "Luật":
            return f"{self.title} số {self.number}" if self.number[:1].isdigit() else self.title
        dated = f" ngày {vietnamese_day(self.issued)}" if self.issued else ""
        return f"{self.type} số {self.number}{dated}" if self.number[:1].isdigit() else f"{self.type}: {self.title}"

    @property
    def known_from(self) -> date | None:
        """The first day the document can be spoken of; None where no date or year was found (it is then never cited)."""
        if self.issued or self.effective:
            return self.issued or self.effective
        year = re.search(r"/(\d{4})/", self.number)
        return date(int(year.group(1)), 12, 31) if year else None


@dataclass(frozen=True)
class Relation:
    """`source` does `kind` to `target` from `effective` on (None: the day was not found)."""

    source: str
    kind: str
    target: str
    effective: date | None


@dataclass(frozen=True)
class State:
    """What a document is on a day. `label` fits a badge, `detail` a table; `by` are the ids behind it; `ends` is a known end ahead."""

    code: str
    label: str
    detail: str
    by: tuple[str, ...] = ()
    ends: date | None = None

    @property
    def simply_in_force(self) -> bool:
        """True where a page may cite the document without a word on its state."""
        return self.code == IN_FORCE and self.ends is None and not self.by


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def documents() -> dict[str, LegalDocument]:
    """The whole register by id, in file order."""
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
    """One document of the register; UnknownName otherwise."""
    register = documents()
    if id_ not in register:
        raise UnknownName("legal document", id_, tuple(register), "The register is data/law/legal_documents.csv.")
    return register[id_]


def relations() -> tuple[Relation, ...]:
    """Every relation, in file order."""
    return parsed("law/legal_relations", _relations)


def _relations(rows: tuple[dict[str, str], ...]) -> tuple[Relation, ...]:
    return tuple(Relation(row["from_id"], row["relation"], row["to_id"], _day(row["effective_date"])) for row in rows)


def is_known(doc: LegalDocument, as_of: date) -> bool:
    """Issued on or before the day, and good enough to be printed at all."""
    return doc.verified != "no" and doc.known_from is not None and doc.known_from <= as_of


def _acting(
    target: LegalDocument, kinds: tuple[str, ...], as_of: date
) -> tuple[tuple[LegalDocument, date | None], ...]:
    """The documents known at `as_of` that act on `target`, with the day they do so, in order of that day."""
    register = documents()
    found = [
        (register[r.source], r.effective)
        for r in relations()
        if r.target == target.id and r.kind in kinds and is_known(register[r.source], as_of)
    ]
    return tuple(sorted(found, key=lambda pair: (pair[1] or date.max, pair[0].id)))


def expiry(doc: LegalDocument) -> date | None:
    """The first day out of force, known or not on any day; None while nothing that was read replaces or repeals it."""
    return parsed("law/legal_relations", _ends).get(doc.id)


def _ends(rows: tuple[dict[str, str], ...]) -> dict[str, date]:
    return {r.target: r.effective for r in _relations(rows) if r.kind in _REPLACES and r.effective}


def known_end(doc: LegalDocument, as_of: date) -> date | None:
    """The first day out of force as far as it was known on `as_of`, which may lie after it."""
    end = expiry(doc)
    if end is None or end <= as_of:
        return end
    announced = any(effective == end for _, effective in _acting(doc, _REPLACES, as_of))
    return end if announced else None


def state(doc: LegalDocument, as_of: date) -> State:
    """What the document is on `as_of` (DESIGN: rules of time, 5)."""
    if not is_known(doc, as_of):
        return State(UNKNOWN, "chưa ban hành", "chưa ban hành tại ngày này")
    end = known_end(doc, as_of)
    if end is not None and end <= as_of:
        label, how = f"hết hiệu lực từ {vietnamese_day(end)}", ""
        for kind, words in (("thay-the", "thay bằng"), ("bai-bo", "bị bãi bỏ bởi")):
            if acting := _in_effect(doc, (kind,), as_of):
                how += f", {words} {_named(acting)}"
        return State(EXPIRED, label, label + how, tuple(other.id for other in _in_effect(doc, _REPLACES, as_of)))
    if doc.effective is not None and as_of < doc.effective:
        label = f"có hiệu lực từ {vietnamese_day(doc.effective)}"
        return State(NOT_YET, "chưa có hiệu lực", f"chưa có hiệu lực ({label})")
    next_ = _in_effect(doc, _FOLLOWS, as_of)
    if doc.period_end is not None and as_of > doc.period_end:
        label = f"đã hết giai đoạn ngày {vietnamese_day(doc.period_end)}"
        follow = f", tiếp nối bởi {_named(next_)}" if next_ else ""
        return State(PERIOD_OVER, label, label + follow, tuple(other.id for other in next_))
    amending = tuple(
        (other, effective)
        for other, effective in _acting(doc, _AMENDS, as_of)
        if effective is None or effective <= as_of
    )
    soon = f"; hết hiệu lực từ {vietnamese_day(end)}" if end else ""
    # no repeal was read, but whoever cites it must know that there is a newer one
    label_soon, soon = (
        (f"{soon}; đã có văn bản tiếp nối", f"{soon}; đã có {_named(next_)} tiếp nối") if next_ else (soon, soon)
    )
    if amending:
        names = " và ".join(
            other.short + ("" if effective else " (chưa rõ ngày hiệu lực)") for other, effective in amending
        )
        label = f"còn hiệu lực, đã sửa đổi{label_soon}"
        detail = f"còn hiệu lực, được sửa đổi, bổ sung bởi {names}{soon}"
        return State(AMENDED, label, detail, tuple(other.id for other, _ in amending), end)
    if doc.effective is None:
        label = "chưa rõ ngày hiệu lực"
        return State(UNDATED, label + label_soon, f"đã ban hành, ngày hiệu lực chưa xác định{soon}", (), end)
    ending = tuple(other for other, _ in _acting(doc, _REPLACES, as_of)) if end else ()
    by = tuple(other.id for other in (*ending, *next_))
    return State(
        IN_FORCE, f"còn hiệu lực{label_soon}", f"còn hiệu lực từ {vietnamese_day(doc.effective)}{soon}", by, end
    )


def _in_effect(target: LegalDocument, kinds: tuple[str, ...], as_of: date) -> tuple[LegalDocument, ...]:
    """The known documents whose act on `target` has taken effect."""
    return tuple(other for other, effective in _acting(target, kinds, as_of) if effective and effective <= as_of)


def _named(docs: tuple[LegalDocument, ...]) -> str:
    return " và ".join(doc.short for doc in docs)


def named_in(text: str, as_of: date) -> tuple[LegalDocument, ...]:
    """The documents known on the day that a text names: "Nghị định 82", "NĐ 82/2024", "749/QĐ-TTg", "Luật Dữ liệu".

    A name that several known documents bear (Chỉ thị 07/CT-TTg of 2023 and of 2025) gives none of them: only an
    explicit citation can tell which one is meant.
    """
    plain = text.replace("\u00a0", " ")
    found: dict[str, LegalDocument] = {}
    register = documents()
    for pattern, ids in parsed("law/legal_documents", _name_forms):
        known = [register[id_] for id_ in ids if is_known(register[id_], as_of)]
        if len(known) == 1 and pattern.search(plain):
            found[known[0].id] = known[0]
    return tuple(found.values())


def _name_forms(rows: tuple[dict[str, str], ...]) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Every form in which prose names a document, with the ids of all documents that bear it."""
    forms: dict[str, list[str]] = {}
    for doc in _register(rows).values():
        names = [rf"(?<![\d/]){re.escape(doc.number)}(?![\w-])"] if doc.number[:1].isdigit() else []
        if doc.type == "Luật":
            names.append(rf"{re.escape(doc.title)}(?! \(| số \d| năm)")
        number, _, rest = doc.number.partition("/")
        short = _SHORT_TYPES.get(doc.type, doc.type)
        if number.isdigit() and doc.type != "Luật":
            year = rest.split("/")[0]
            dated = rf"/{year}" if year.isdigit() else ""
            names.append(rf"(?:{doc.type}|{short}) {number}{dated}(?![\d/]*\d)")
            if doc.type == "Nghị định":
                names.append(rf"(?:{doc.type}|{short}) {number}(?![\d/])")
        for name in names:
            forms.setdefault(name, []).append(doc.id)
    return tuple((re.compile(name), tuple(ids)) for name, ids in forms.items())
