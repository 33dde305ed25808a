"""What cannot be said on the day of a set: days and years to come, later names of bodies, results and tables of another time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from taphuan.check.shown.cited import citations, cited_text
from taphuan.check.shown.memory import remembered
from taphuan.check.shown.reading import SOURCES, Piece, readable
from taphuan.data.load import rows
from taphuan.errors import coded
from taphuan.known import conferences, dti, law, provisions
from taphuan.known.units import MERGER, short_agencies
from taphuan.lesson.wording import after_text
from taphuan.text import day as vietnamese_day

if TYPE_CHECKING:
    from nbformat import NotebookNode

_DAY = re.compile(r"(?<![\d/])(?:(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{1,2}) tháng (\d{1,2}) năm (\d{4})\b)")
_INDEX_YEAR = re.compile(
    r"(?<!nâng cao Chỉ số )\bDTI(?: \w+){0,4}?(?: năm)? (20\d\d)\b|\bNăm (20\d\d)[^.\n]{0,40}?\b\d{1,2}/(?:34|63)\b|\b\d{1,2}/(?:34|63) (?:\w+ ){0,3}?năm (20\d\d)\b"
    r"|\bnăm (20\d\d): (?:hạng )?\d{1,2}/(?:34|63)\b"
)
_SOON = re.compile(
    r"\b(?:sắp tới|sắp diễn ra|sẽ (?:diễn ra|có hiệu lực|được tổ chức|bắt đầu|khai mạc)|tới đây)\b", re.IGNORECASE
)
_UNITS_OF = re.compile(
    r"\b(?:cả nước (?:có|gồm|hiện có)|hiện (?:nay )?(?:có|gồm)|toàn quốc có|tất cả|trong số) (63|34) (?:tỉnh|địa phương|đơn vị)",
    re.IGNORECASE,
)
_TABLE_34 = re.compile(r"\b34 (?:tỉnh|đơn vị hành chính cấp tỉnh)|\b\d{1,2}/34\b(?! mục tiêu)")
_YEAR_TO_COME = re.compile(
    r"\b[Nn]ăm (20\d\d),?(?: (?:[A-ZĐ][\w&]*|tỉnh|thành phố|xã|cả nước|các|địa phương|bộ|sở))* đã (?:hoàn thành|đạt|có|xếp|đứng|công bố|tổ chức|ban hành|làm|xong|đưa|bố trí|triển khai)\b"
    r"|\bđã (?:hoàn thành|đạt|công bố|tổ chức|ban hành|triển khai)\b[^.;\n]{0,40} (?:trong|từ|vào) năm (20\d\d)\b"
)
# the words that say that a sentence is about another time, or about who held an office then
_OF_THEN = re.compile(
    r"\b(?:trước|từng|khi đó|lúc đó|hồi|cũ|nay là|hợp nhất|sáp nhập|ông|bà|thứ trưởng|bộ trưởng|giám đốc|cục trưởng)\b|“"
    r"|\b(?:19|20)\d\d\b|^\s*Nguồn:",
    re.IGNORECASE,
)
_BODY_REMEDY = "take the placeholder of the body, say of which time it is, or cite what says it"
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")


@coded("TH723")
def findings(notebook: NotebookNode, pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Each text of a set that is wrong on its day."""
    metadata = notebook["metadata"]["taphuan"]
    day = date.fromisoformat(metadata["as_of"])
    cited = citations(notebook)
    for piece in pieces:
        if piece.kind in SOURCES or piece.kind == "code":
            continue
        wrong = [*wrong_on(piece.text, day)]
        if gone := _gone_bodies(piece.text, day) if piece.foreign or not piece.output else ():
            said = "\n".join(cited_text(id_, day) for id_ in cited.get(piece.slide, ()))
            said += _of_conference(metadata["conference"]["slug"])
            wrong += [
                (f"names {name}, which ended on {until} (“{sentence[:120]}”)", _BODY_REMEDY)
                for name, until, sentence in gone
                if name not in said
            ]
        for what, remedy in wrong:
            yield f"{piece.place}: the {piece.kind} {what}; {remedy}"


@remembered
def wrong_on(text: str, day: date) -> tuple[tuple[str, str], ...]:
    """(what is wrong, remedy) of a readable text on a day."""
    return tuple(_wrong_on(text, day))


def _wrong_on(text: str, day: date) -> Iterator[tuple[str, str]]:
    if "0" in text or "1" in text or "2" in text:
        yield from _days(text, day)
        yield from _results(text, day)
    for name, start in _bodies(day, "valid_from"):
        if name in text:
            yield f"names {name}, which has this name since {start} only", _BODY_REMEDY
    if day < MERGER and (match := _TABLE_34.search(text)):
        yield f"says “{match[0]}” before {MERGER.isoformat()}", "there are 63 then"
    if match := _UNITS_OF.search(text):
        right = "34" if day >= MERGER else "63"
        if match[1] != right:
            yield (
                f"says “{match[0]}”, and there are {right} on {day.isoformat()}",
                "take the placeholder, or say of which time it is",
            )
    for id_, later in _later_texts(day):
        if later in text:
            yield f"says what was not known on {day.isoformat()} ({id_})", "cite it, so that the cell waits for its day"


def _days(text: str, day: date) -> Iterator[tuple[str, str]]:
    for match in _DAY.finditer(text):
        number, month, year = (int(part) for part in match.groups() if part)
        try:
            said = date(year, month, number)
        except ValueError:
            continue
        if said > day and said not in _known_days(day):
            yield (
                f"names the day {match[0]}, which lies ahead of {day.isoformat()}",
                "cite the plan or document that sets it",
            )
        if said <= day:
            start = max(text.rfind(mark, 0, match.start()) for mark in ".\n;")
            end = min((at for at in (text.find(mark, match.end()) for mark in ".\n;") if at >= 0), default=len(text))
            if soon := _SOON.search(text[start + 1 : end]):
                yield f"says “{soon[0]}” of {match[0]}, which is past on {day.isoformat()}", "say it of the past"


@remembered
def _gone_bodies(text: str, day: date) -> tuple[tuple[str, str, str], ...]:
    """(name, last day, sentence) of each body that was no more on the day, in a sentence that does not speak of then."""
    return tuple(
        (name, until, sentence.strip())
        for name, until in _bodies(day, "valid_to")
        if name in text
        for sentence in _SENTENCE.split(text)
        if name in sentence and not _OF_THEN.search(sentence)
    )


@remembered
def _of_conference(slug: str) -> str:
    """What the register says of a conference: who held it, in the names of its day."""
    conference = conferences.conference(slug)
    return readable(
        "\n".join((conference.title, conference.organiser, conference.audience, conference.place, conference.plan))
    )


def _results(text: str, day: date) -> Iterator[tuple[str, str]]:
    for match in _YEAR_TO_COME.finditer(text):
        if int(next(filter(None, match.groups()))) > day.year:
            yield f"says of a year to come what was (“{match[0]}”)", "say it as a plan, and cite the plan"
    for match in _INDEX_YEAR.finditer(text):
        year = int(next(filter(None, match.groups())))
        if year in _unpublished(day):
            yield (
                f"names a result of {year} (“{match[0]}”), which was published later than {day.isoformat()}",
                "show what was published",
            )


@remembered
def _unpublished(day: date) -> frozenset[int]:
    """The years whose index was not published on the day."""
    return frozenset(range(2020, 2100)) - {edition.year for edition in dti.editions(day)}


@remembered
def _known_days(day: date) -> frozenset[date]:
    """The days to come that were known on `day`: of documents, their deadlines, and in the texts of items."""
    known = [document for document in law.documents().values() if law.is_known(document, day)]
    days = {
        d for document in known for d in (document.effective, document.period_end, law.known_end(document, day)) if d
    }
    for relation in law.relations():
        if relation.effective and law.is_known(law.document(relation.source), day):
            days.add(relation.effective)
    days |= {deadline.day for deadline in provisions.deadlines(day)}
    texts = [
        item.text + " ".join(str(value) for _, value in item.details)
        for item in conferences.all_items()
        if item.known(day)
    ]
    texts += [f"{c.date_text} {c.plan} {c.title}" for c in conferences.conferences()]
    for match in _DAY.finditer(readable("\n".join(texts))):
        number, month, year = (int(part) for part in match.groups() if part)
        days.add(date(year, month, number))
    return frozenset(days)


@remembered
def _bodies(day: date, limit: str) -> tuple[tuple[str, str], ...]:
    """(name, day) of the names of bodies that begin after the day (`valid_from`) or ended before it (`valid_to`), short
    names too; not of a name that another body has on the day."""
    table = rows("units/agencies")
    current = {row["name_vi"] for row in table if _holds(row, day)}
    found: dict[str, str] = {}
    for row in table:
        at = row[limit]
        outside = at > day.isoformat() if limit == "valid_from" else at < day.isoformat()
        if at and outside and row["name_vi"] not in current:
            forms = (row["name_vi"], *(row["name_vi"].replace(long, short) for long, short in _short_fields()))
            found |= {form: vietnamese_day(at) for form in forms}
    return tuple(found.items())


def _short_fields() -> Iterator[tuple[str, str]]:
    """What a body is for, and the same in short: both without what kind of body it is."""
    for name, short in short_agencies().items():
        yield name.partition(" ")[2], short.partition(" ")[2]


def _holds(row: dict[str, str], day: date) -> bool:
    return (not row["valid_from"] or row["valid_from"] <= day.isoformat()) and (
        not row["valid_to"] or day.isoformat() <= row["valid_to"]
    )


@remembered
def _later_texts(day: date) -> tuple[tuple[str, str], ...]:
    """(id, text) of the items and later changes that were not known on the day; a short text can be a name."""
    items = [(item.id, readable(item.text)) for item in conferences.all_items() if not item.known(day)]
    items += [
        (item.id, readable(after_text(item.after)))
        for item in conferences.all_items()
        if item.after and item.after.start > day
    ]
    return tuple((id_, text) for id_, text in items if len(text) > 30)
