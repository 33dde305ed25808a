"""What cannot be said on the day of a set: days and years to come, later names of bodies, results and tables of another time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nbformat import NotebookNode

from taphuan.check.shown.memory import remembered
from taphuan.check.shown.reading import SOURCES, Piece, readable
from taphuan.data.load import rows
from taphuan.known import conferences, dti, law
from taphuan.known.units import MERGER
from taphuan.lesson.wording import after_text
from taphuan.text import day as vietnamese_day

_DAY = re.compile(r"(?<![\d/])(?:(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{1,2}) tháng (\d{1,2}) năm (\d{4})\b)")
_INDEX_YEAR = re.compile(
    r"\bDTI(?: \w+){0,4}?(?: năm)? (20\d\d)\b|\bNăm (20\d\d)[^.\n]{0,40}?\b\d{1,2}/(?:34|63)\b|\b\d{1,2}/(?:34|63) (?:\w+ ){0,3}?năm (20\d\d)\b"
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
# the words before a day or a body that speak of another time
_OF_PLANS = ("numbers", "goals", "bars")
_BODY_NOW = re.compile(
    r"(?:hiện nay|đang|hãy|cần|liên hệ|gửi|nộp|hỏi|báo cáo|xin|mời|phối hợp với|giao|do) (?:\w+ ){0,3}$", re.IGNORECASE
)


def findings(notebook: NotebookNode, pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Each text of a set that is wrong on its day."""
    day = date.fromisoformat(notebook.metadata["taphuan"]["as_of"])
    for piece in pieces:
        if piece.kind in SOURCES or piece.kind == "code":
            continue
        for what, remedy in wrong_on(piece.text, day):
            yield f"{piece.place}: the {piece.kind} {what}; {remedy}"


@remembered
def wrong_on(text: str, day: date) -> tuple[tuple[str, str], ...]:
    """(what is wrong, remedy) of a readable text on a day."""
    return tuple(_wrong_on(text, day))


def _wrong_on(text: str, day: date) -> Iterator[tuple[str, str]]:
    if "0" in text or "1" in text or "2" in text:
        yield from _days(text, day)
        yield from _results(text, day)
    for name, until, later in _bodies(day):
        if name in text:
            yield f"names {name}, which {later} on {day.isoformat()}", until
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


def _results(text: str, day: date) -> Iterator[tuple[str, str]]:
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
    """The days to come that were known on `day`: of documents, and in the texts of items."""
    known = [document for document in law.documents().values() if law.is_known(document, day)]
    days = {
        d for document in known for d in (document.effective, document.period_end, law.known_end(document, day)) if d
    }
    for relation in law.relations():
        if relation.effective and law.is_known(law.document(relation.source), day):
            days.add(relation.effective)
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
def _bodies(day: date) -> tuple[tuple[str, str, str], ...]:
    """(name, remedy, what is wrong) of the names of bodies that begin after the day."""
    table = rows("units/agencies")
    current = {row["name_vi"] for row in table if _holds(row, day)}
    found = []
    for row in table:
        if row["name_vi"] not in current and row["valid_from"] and date.fromisoformat(row["valid_from"]) > day:
            start = vietnamese_day(date.fromisoformat(row["valid_from"]))
            found.append(
                (row["name_vi"], "take the placeholder of the body", f"has this name from {start} and did not exist")
            )
    return tuple(found)


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
