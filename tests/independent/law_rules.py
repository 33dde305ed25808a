"""What is said of the state of a legal document, against the register in data/law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from context import Context, Figure
from published import LAST_DAY, day, read_day, rows

SHORT = {"Nghị định": "NĐ", "Thông tư": "TT", "Quyết định": "QĐ", "Nghị quyết": "NQ", "Văn bản hướng dẫn": "Văn bản"}
ENDS, CHANGES = ("thay-the", "bai-bo"), ("sua-doi", "bo-sung")


@dataclass(frozen=True)
class Document:
    id: str
    names: frozenset[str]
    starts: date | None
    period_end: date | None
    issued: date | None


@cache
def documents() -> dict[str, Document]:
    return {r["id"]: _document(r) for r in rows("legal_documents.csv")}


def _document(r: dict[str, str]) -> Document:
    number, kind = r["number"], r["type"]
    found = {f"{kind} {number}", f"{SHORT.get(kind, kind)} {number}"}
    if kind == "Luật":
        found.add(r["title_vi"])
    without_body = re.match(r"(\d+/\d{4})/", number)
    if without_body:
        found |= {f"{kind} {without_body[1]}", f"{SHORT.get(kind, kind)} {without_body[1]}"}
        found |= {f"{kind} {without_body[1].split('/')[0]}"} if kind == "Nghị định" else set()
    dates = (date.fromisoformat(r[key]) if r[key] else None for key in ("effective_date", "period_end", "issued_date"))
    return Document(r["id"], frozenset(found), *dates)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    ids: dict[str, set[str]] = {}
    for document in documents().values():
        for name in document.names:
            ids.setdefault(name, set()).add(document.id)
    either = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?![\w/]|-[A-ZĐ])"), {name: frozenset(found) for name, found in ids.items()}


@cache
def acts(target: str, kinds: tuple[str, ...]) -> tuple[tuple[str, date], ...]:
    """(acting document, first day) of the relations of these kinds on a document."""
    return tuple(
        (r["from_id"], day(r["effective_date"], LAST_DAY))
        for r in rows("legal_relations.csv")
        if r["to_id"] == target and r["relation"] in kinds
    )


def end(id_: str, on: date) -> date | None:
    """The first day out of force, as far as it was known on the day: the acting document had been issued."""
    known = [first for actor, first in acts(id_, ENDS) if first < LAST_DAY and _known(actor, on)]
    return min(known, default=None)


def _known(id_: str, on: date) -> bool:
    document = documents()[id_]
    first = document.issued or document.starts
    return first is not None and first <= on


STATE = re.compile(
    r"(?P<state>[Cc]òn hiệu lực(?:, (?:đã|được) sửa đổi)?|[Đđ]ang có hiệu lực|[Đđ]ang áp dụng"
    r"|[Hh]ết hiệu lực từ (?P<end>\d{1,2}/\d{1,2}/\d{4})|[Cc]hưa có hiệu lực|[Đđ]ã hết giai đoạn ngày (?P<over>\d{1,2}/\d{1,2}/\d{4}))"
    r"(?: từ (?P<start>\d{1,2}/\d{1,2}/\d{4}))?"
)
# between a name and its state: a day or a mark, or some words without a comma; no other document
GAP = re.compile(r"(?:,| \()?[:,]? ?(?:\[|từ \d{1,2}/\d{1,2}/\d{4}, )*|(?: [^.,;:·|\[\]()“”\d]{1,60})? ")


def said_of(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """(name of a document, state) where a text says a state right after a name."""
    if "iệu lực" not in text and "giai đoạn" not in text and "áp dụng" not in text:
        return
    names = list(_names()[0].finditer(text))
    for at, name in enumerate(names):
        stop = names[at + 1].start() if at + 1 < len(names) else len(text)
        for state in STATE.finditer(text, name.end(), stop):
            gap = text[name.end() : state.start()]
            if GAP.fullmatch(gap) and not re.search(r"(?:không|chưa|các|những|văn bản|hết) ?$", gap):
                yield name[0], state
            break


def untrue(ids: frozenset[str], state: re.Match[str], on: date, replaced: str = "") -> str:
    """What the register says where the state fits none of the documents with that name; "" where it fits."""
    faults = [_fault(documents()[id_], state, on, replaced) for id_ in sorted(ids)]
    return "" if "" in faults else "; ".join(faults)


def _fault(document: Document, state: re.Match[str], on: date, replaced: str) -> str:
    said, ends, where = state["state"].lower(), end(document.id, on), f"legal_documents.csv id={document.id}"
    if said.startswith("hết hiệu lực"):
        if ends != read_day(state["end"]):
            return f"{where}: out of force from {ends}"
        actors = [actor for actor, first in acts(document.id, ENDS) if first == ends]
        cause = re.match(r",? (?:được )?(?:thay (?:bằng|thế bởi)|(?:bị )?bãi bỏ bởi) [^.;·]*", replaced)
        by = frozenset(id_ for name in _names()[0].findall(cause[0] if cause else "") for id_ in _names()[1][name])
        return f"{where}: ended by {', '.join(actors)}" if by and not by & set(actors) else ""
    if ends and ends <= on:
        return f"{where}: out of force from {ends}"
    if said == "chưa có hiệu lực":
        return "" if document.starts and document.starts > on else f"{where}: in force from {document.starts}"
    if state["over"]:
        return (
            ""
            if document.period_end == read_day(state["over"]) and document.period_end < on
            else f"{where}: period_end {document.period_end}"
        )
    if document.starts and document.starts > on:
        return f"{where}: in force from {document.starts}"
    if state["start"] and document.starts != read_day(state["start"]):
        return f"{where}: effective_date {document.starts}"
    if document.period_end and document.period_end < on and "sửa đổi" not in said:
        return f"{where}: period_end {document.period_end}"
    if "sửa đổi" in said and not any(first <= on for _, first in acts(document.id, CHANGES)):
        return f"legal_relations.csv to_id={document.id}: no change in force by {on}"
    return ""


def check_text(text: str, on: date) -> Iterator[tuple[str, str]]:
    """(words, what the register says) of each false state in a text."""
    for name, state in said_of(text):
        fault = untrue(_names()[1][name], state, on, text[state.end() :])
        if fault:
            yield f"{name}: {state[0]}", fault


def check_figure(figure: Figure, context: Context) -> Iterator[tuple[str, str]]:
    """(words, what the register says) of the states in tables of law and of the days on a line."""
    for line in figure.rows:
        cells = [str(cell or "") for cell in line]
        if figure.kind == "law-gone":
            state = STATE.search(cells[0])
            for name in _names()[0].findall(re.sub(r"\([^)]*\)", "", cells[1])):
                fault = untrue(_names()[1][name], state, context.on) if state else ""
                if fault:
                    yield f"{cells[0]}: {name}", fault
            continue
        name = _names()[0].match(cells[0])
        if figure.kind == "law" and name:
            state = STATE.match(cells[-1])
            fault = untrue(_names()[1][name[0]], state, context.on, cells[-1][state.end() :]) if state else ""
        elif figure.kind == "days":
            fault = _day(dict(zip(figure.columns, cells, strict=True)), context.on)
        else:
            continue
        if fault:
            yield f"{cells[0]}: {cells[-1]}", fault


def _day(cells: dict[str, str], on: date) -> str:
    """What the register says where a row of a line of days has another day than its document, or another number of days left."""
    at, act = read_day(cells["Ngày"]), cells["Tác động"]
    left = (at - on).days
    if cells["Còn (ngày)"] != (str(left) if left > 0 else ""):
        return f"{left} days from {on} to {at}"
    ids = _names()[1].get(cells["Văn bản"].replace("\u00a0", " "), frozenset())
    faults = [_day_of(documents()[id_], at, act, on) for id_ in sorted(ids)]
    return "" if "" in faults else "; ".join(faults) or "no document has this name"


def _day_of(document: Document, at: date, act: str, on: date) -> str:
    where = f"legal_documents.csv id={document.id}"
    verbs = {"thay": "thay-the", "bãi bỏ": "bai-bo", "sửa đổi": "sua-doi", "bổ sung": "bo-sung"}
    verb = next((verb for verb in verbs if act.startswith(f"{verb} ")), "")
    if act == "ban hành":
        return "" if document.issued == at else f"{where}: issued {document.issued}"
    if act == "hết hiệu lực":
        return "" if end(document.id, on) == at else f"{where}: out of force from {end(document.id, on)}"
    if act == "hết giai đoạn":
        return "" if document.period_end == at else f"{where}: period_end {document.period_end}"
    due = [r for r in rows("deadlines.csv") if r["law"] == document.id and act.endswith(r["what_vi"])]
    if due:
        days = [date.fromisoformat(r["day"]) for r in due]
        yearly = [(one.month, one.day) for one, r in zip(days, due, strict=True) if r["repeats"]]
        known = any(date.fromisoformat(r["known_from"]) <= on for r in due)
        fits = at in days or (at.month, at.day) in yearly
        return "" if fits and known else f"deadlines.csv law={document.id}: {', '.join(map(str, days))}"
    if document.starts != at:
        return f"{where}: effective_date {document.starts}"
    for name in _names()[0].findall(act) if verb else ():
        if not any(
            actor == document.id and first == at
            for id_ in _names()[1][name]
            for actor, first in acts(id_, (verbs[verb],))
        ):
            return f"legal_relations.csv: {document.id} has no {verbs[verb]} of {name} from {at}"
    return "" if verb or act == "có hiệu lực" else f"no such effect: {act}"
