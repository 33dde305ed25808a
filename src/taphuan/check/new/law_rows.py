"""A new legal document as rows of data/law: its type, id and issuer from its number, its relations, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from taphuan.data.load import rows
from taphuan.data.rules.law import NUMBERS
from taphuan.known import law
from taphuan.known.conferences import module_slugs
from taphuan.text import fold

DOCUMENTS, RELATIONS, SOURCES = "law/legal_documents", "law/legal_relations", "sources"
# what a new document does to another one: the option of the command, the relation of the register, what it is called
ACTS = (
    ("replaces", "thay-the", "thay thế: the old document is out of force from the day on"),
    ("repeals", "bai-bo", "bãi bỏ: the same, and nothing stands in its place"),
    ("repeals-part", "sua-doi", "bãi bỏ một phần: the rest stays in force, read together with the new one"),
    ("amends", "sua-doi", "sửa đổi: the old document stays in force, changed"),
    ("supplements", "bo-sung", "bổ sung: the same"),
    ("continues", "tiep-noi", "tiếp nối: a programme that goes on from an old one without a clause that replaces it"),
    ("guides", "huong-dan", "hướng dẫn: changes no state"),
    ("based-on", "can-cu", "căn cứ: changes no state"),
)
KINDS = {name: kind for name, kind, _ in ACTS}
# the letters behind the number that say the type; a letter without them is a công văn
_MARKS = {"NĐ": "Nghị định", "TT": "Thông tư", "QĐ": "Quyết định", "NQ": "Nghị quyết", "CT": "Chỉ thị", "KH": "Kế hoạch",
          "TB": "Thông báo", "QH": "Luật"}  # fmt: skip
_SHORT = {"Luật": "luat", "Nghị định": "nd", "Thông tư": "tt", "Quyết định": "qd", "Nghị quyết": "nq", "Chỉ thị": "ct",
          "Kế hoạch": "kh", "Thông báo": "tb", "Công văn": "cv", "Văn bản hướng dẫn": "cv"}  # fmt: skip
# whose number says the year of a document that nobody else numbers, so that the id needs no agency
_OF_ALL = frozenset({"TTg", "CP", "VPCP"})
# the letters of every province, which say nothing of whose they are
_OF_PROVINCES = ("UBND", "HĐND", "TU")
_FORMS = {"Luật": "148/2025/QH15", "Nghị định": "45/2026/NĐ-CP", "Thông tư": "41/2026/TT-BKHCN", "Quyết định": "749/QĐ-TTg",
          "Nghị quyết": "71/NQ-CP", "Chỉ thị": "07/CT-TTg", "Kế hoạch": "275/KH-UBND", "Thông báo": "624/TB-VPCP"}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What is said of the new document, as texts; "" is not said. `acts` are (one of ACTS, document, day)."""

    number: str
    id: str
    type: str
    title: str
    issuer: str
    signed: str
    effective: str
    period_end: str
    topics: tuple[str, ...]
    verified: str
    acts: tuple[tuple[str, str, str], ...]
    source: str
    source_title: str
    publisher: str
    url: str
    published: str
    accessed: str


def type_of(number: str) -> str:
    """The type of a document with this number; "" where the number has the form of none."""
    mark = _mark(number)
    if mark:
        return mark if re.fullmatch(NUMBERS[mark], number) else ""
    return "Công văn" if re.fullmatch(NUMBERS["Công văn"], number) else ""


def _mark(number: str) -> str:
    """The type that the letters in a number name, also where its form is another."""
    letters = re.findall(r"(?:(?<=/)|(?<=\d-))(NĐ|TT|QĐ|NQ|CT|KH|TB|QH)(?=-|/|\d|$)", number)
    return _MARKS[letters[0]] if letters else ""


def number_fault(number: str) -> str:
    """Why a text is no number of a document, with the form it should have; "" if it is one."""
    if type_of(number):
        return ""
    mark = _mark(number)
    form = (
        f"; the number of a {mark} reads {_FORMS[mark]}" if mark else "; one reads 45/2026/NĐ-CP, 749/QĐ-TTg, 57-NQ/TW"
    )
    near = difflib.get_close_matches(
        fold(number), marks := {fold(one): one for one in _shapes(number)}, n=1, cutoff=0.9
    )
    hint = f"; did you mean {marks[near[0]]}?" if near and marks[near[0]] != number else form
    return f"'{number}' is no number of a legal document{hint}"


def _shapes(number: str) -> Iterator[str]:
    """The number with the letters of those of the register: 350/2026/ND-CP → 350/2026/NĐ-CP."""
    digits = re.match(r"[\d./]*\d", number)
    for document in law.documents().values():
        tail = re.sub(r"^[\d.]+(/\d{4})?", "", document.number)
        if digits and tail != document.number:
            yield f"{digits[0]}{tail}"


def id_of(number: str, type_: str, signed: date) -> str:
    """The id of a document, made as those of the register are: nd-45-2026, qd-749-2020, tt-41-2026-bkhcn, nq-57-tw."""
    digits = re.sub(r"\D+", "-", re.match(r"[\d.]+", number)[0])  # type: ignore[index]
    tail = re.sub(r"^[\d.]+(/\d{4})?[-/]", "", number)
    agency = re.split(r"[-/]", tail)[-1]
    by = re.sub(r"[^a-z0-9]+", "-", fold(agency)).strip("-")
    written = re.search(r"/(\d{4})/", number)
    year = written[1] if written else str(signed.year)
    if re.match(r"\d+-", number):  # a paper of the Party
        parts: tuple[str, ...] = (by,)
    elif type_ in ("Thông tư", "Nghị quyết"):
        parts = (year, by)
    elif type_ in ("Luật", "Nghị định", "Công văn", "Văn bản hướng dẫn") or agency in _OF_ALL:
        parts = (year,)
    else:
        parts = (by, year)
    return "-".join((_SHORT[type_], digits, *parts))


def issuer_of(number: str) -> str:
    """Who issues documents with such letters, as the youngest one of the register has it; "" where none has them."""
    tail = re.sub(r"^[\d.]+(/\d{4})?", "", number)
    tail = re.sub(r"QH\d+$", "QH", tail)
    same = [
        document
        for document in law.documents().values()
        if re.sub(r"QH\d+$", "QH", re.sub(r"^[\d.]+(/\d{4})?", "", document.number)) == tail and document.issued
    ]
    if not same or tail.endswith(_OF_PROVINCES):
        return ""
    return max(same, key=lambda document: document.issued or date.min).issuer


def issuer_fault(issuer: str, signed: date) -> str:
    """Why a body of this name issued nothing on a day: its name ended before, or began later; "" where it may have."""
    named = [row for row in rows("units/agencies") if fold(row["name_vi"]) == fold(issuer)]
    day = signed.isoformat()
    if not named or any(row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"]) for row in named):
        return ""
    body = named[0]["body"]
    then = next(
        (
            row["name_vi"]
            for row in rows("units/agencies")
            if row["body"] == body and row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
        ),
        "",
    )
    return f"“{issuer}” was not the name of an agency on {day}" + (f"; it was {then}" if then else "")


def found_document(text: str) -> str:
    """The id of the document that a person means by an id, a number or a short name. Raises LookupError with near ones."""
    register = law.documents()
    if text in register:
        return text
    wanted = _plain(text)
    names = {id_: {_plain(d.number), _plain(d.short), _plain(d.numbered)} for id_, d in register.items()}
    same = [id_ for id_, forms in names.items() if wanted in forms]
    if len(same) == 1:
        return same[0]
    if same:
        raise LookupError(f"“{text}” may be {' or '.join(sorted(same))}; write the id")
    by_name = {name: id_ for id_, forms in names.items() for name in (*forms, id_)}
    near = list(dict.fromkeys(by_name[name] for name in difflib.get_close_matches(wanted, by_name, n=5, cutoff=0.6)))
    hint = f"; did you mean {', '.join(near[:3])}?" if near else ""
    raise LookupError(f"“{text}” is no document of data/law/legal_documents.csv{hint}")


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", fold(text)).strip()


def day_of(text: str) -> date | None:
    """The day of an ISO date; None for any other text."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def faults_of(said: Said, today: date) -> Iterator[str]:
    """Everything that is wrong with what is said, before the rules of the data are asked."""
    register = law.documents()
    if fault := number_fault(said.number):
        yield fault
    elif same := next(
        (id_ for id_, one in register.items() if one.number == said.number and _same_year(one, said)), ""
    ):
        yield (
            f"{said.number} is registered: {same}, “{register[same].title}”; what it does to documents: "
            f"taphuan new law {said.number} --effects"
        )
    if said.id in register:
        yield f"the id {said.id} is taken by {register[said.id].short}; give another: --id"
    if not said.title.strip():
        yield "the title is empty: --title"
    days = {name: getattr(said, name) for name in ("signed", "effective", "period_end", "published", "accessed")}
    for name, text in days.items():
        if text and day_of(text) is None:
            yield f"--{name.replace('_', '-')}: '{text}' is no date; write 2026-10-15"
    signed, effective, end = (day_of(days[name]) for name in ("signed", "effective", "period_end"))
    if not said.signed:
        yield "the day of signing is not said: --signed"
    if signed and signed > today:
        yield f"--signed: {signed.isoformat()} is still to come"
    year = re.search(r"/(\d{4})/", said.number)
    if signed and year and int(year[1]) != signed.year:
        yield f"--signed: {signed.isoformat()} is not in {year[1]}, the year in {said.number}"
    if signed and effective and effective < signed - timedelta(days=366):
        yield f"--effective: {effective.isoformat()} is more than a year before the signing on {signed.isoformat()}"
    if end and effective and end < effective:
        yield f"--period-end: {end.isoformat()} is before the document takes effect on {effective.isoformat()}"
    if end and signed and end < signed:
        yield f"--period-end: {end.isoformat()} is before its signing on {signed.isoformat()}"
    if not said.issuer:
        yield "who issued it is not said: --issuer"
    elif signed and (fault := issuer_fault(said.issuer, signed)):
        yield f"--issuer: {fault}"
    yield from _faults_of_source(said)
    yield from _faults_of_topics(said)
    yield from _faults_of_acts(said, signed, effective)


def _same_year(one: law.LegalDocument, said: Said) -> bool:
    """Whether two documents with one number are one: 07/CT-TTg is one number of each year."""
    return "/20" in one.number or not one.issued or not said.signed or said.signed[:4] == str(one.issued.year)


def _faults_of_source(said: Said) -> Iterator[str]:
    known = {row["source_id"] for row in rows(SOURCES)}
    if said.source and said.source not in known:
        near = difflib.get_close_matches(said.source, known, n=3, cutoff=0.6)
        yield f"--source: no source {said.source} in data/sources.csv" + (
            f"; did you mean {', '.join(near)}?" if near else ""
        )
    if not said.source and not (said.source_title.strip() and (said.publisher or said.url)):
        yield "where it was read is not said: --source-title with --publisher or --url, or --source ID of data/sources.csv"


def _faults_of_topics(said: Said) -> Iterator[str]:
    # a document that cannot be found says nothing of topics; it is told itself
    if not said.topics and not any(_is_lost(text) for _, text, _ in said.acts):
        yield f"which modules it belongs to is not said: --topic, one of {', '.join(module_slugs())}"
    for topic in said.topics:
        if topic not in module_slugs():
            near = difflib.get_close_matches(topic, module_slugs(), n=3, cutoff=0.5)
            yield f"--topic: no module {topic}" + (f"; did you mean {', '.join(near)}?" if near else "")


def _is_lost(text: str) -> bool:
    try:
        found_document(text)
    except LookupError:
        return True
    return False


def _faults_of_acts(said: Said, signed: date | None, effective: date | None) -> Iterator[str]:
    register, seen = law.documents(), set()
    for option, text, day in said.acts:
        relation = KINDS[option]
        try:
            target = found_document(text)
        except LookupError as error:
            yield f"--{option}: {error}"
            continue
        if (relation, target) in seen:
            yield f"--{option}: {target} is named twice"
        seen.add((relation, target))
        if day and (start := day_of(day)) is None:
            yield f"--{option} {text}: '{day}' is no date; write {text}=2026-11-01"
        elif day and start and effective and start < effective:
            yield f"--{option} {text}: {day} is before the new document takes effect on {effective.isoformat()}"
        old = register[target]
        if signed and old.issued and signed < old.issued and relation != "can-cu":
            yield f"--{option} {text}: signed on {old.issued.isoformat()}, after the new document"
        if relation in ("thay-the", "bai-bo") and (ended := law.expiry(old)) and ended != (day_of(day) or effective):
            yield f"--{option} {text}: it is out of force since {ended.isoformat()} by the register"


def proposed(said: Said) -> dict[str, list[dict[str, str]]]:
    """The rows: of the source where it is new, of the document, of its relations. What is said has no faults."""
    source = said.source or f"nguon-{said.id}"
    effective, basis = said.effective, "stated"
    if effective and effective < said.signed:
        basis = "stated-earlier"
    elif not effective:
        # an individual decision, a directive, a paper of the Party applies from its signing where no clause was read
        by_custom = said.type == "Chỉ thị" or re.match(r"\d+-", said.number) or (
            said.type == "Quyết định" and not re.search(r"/\d{4}/", said.number)
        )  # fmt: skip
        effective, basis = (said.signed, "custom") if by_custom else ("", "unknown")
    new: dict[str, list[dict[str, str]]] = {}
    if not said.source:
        new[SOURCES] = [
            {
                "source_id": source,
                "title": said.source_title,
                "publisher": said.publisher,
                "url": said.url,
                "published_date": said.published,
                "accessed": said.accessed,
                "seen": "read",
                "used_for": "legal_documents.csv",
            }
        ]
    new[DOCUMENTS] = [
        {
            "id": said.id,
            "number": said.number,
            "type": said.type,
            "issuer": said.issuer,
            "issued_date": said.signed,
            "effective_date": effective,
            "effective_basis": basis,
            "period_end": said.period_end,
            "title_vi": said.title,
            "topic": ";".join(said.topics),
            "source_id": source,
            "verified": said.verified,
        }
    ]
    if said.acts:
        new[RELATIONS] = [
            {
                "from_id": said.id,
                "relation": KINDS[option],
                "to_id": found_document(text),
                "effective_date": day or effective,
                "source_id": source,
            }
            for option, text, day in said.acts
        ]
    return new


def places_of_rows(said: Said) -> dict[tuple[str, int, str], str]:
    """The option that says each cell of the new rows, as messages name it."""
    document = {
        "": "NUMBER",
        "id": "--id",
        "type": "--type",
        "issuer": "--issuer",
        "issued_date": "--signed",
        "effective_date": "--effective",
        "effective_basis": "--effective",
        "period_end": "--period-end",
        "title_vi": "--title",
        "topic": "--topic",
        "source_id": "--source",
    }
    source = {
        "": "--source-title",
        "publisher": "--publisher",
        "url": "--url",
        "published_date": "--published",
        "accessed": "--accessed",
    }
    return {
        **{(DOCUMENTS, 0, column): option for column, option in document.items()},
        **{(SOURCES, 0, column): option for column, option in source.items()},
        **{(RELATIONS, at, ""): f"--{option} {text}" for at, (option, text, _) in enumerate(said.acts)},
    }
