"""Finds anachronisms: texts in an executed notebook that could not be written on its day.

Each check takes the text of one slide and yields faults. The checks use the registers and the day, and nothing of
`taphuan.compose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from nbformat import NotebookNode

from taphuan.charts.mime import CHART, TABLE
from taphuan.data.load import rows
from taphuan.known import law, provisions
from taphuan.known.conferences import all_items
from taphuan.known.dti import editions
from taphuan.known.law import LegalDocument
from taphuan.known.units import agency
from taphuan.lesson.wording import after_text

_DATE = re.compile(r"(?<![\d/])(?:(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{1,2}) tháng (\d{1,2}) năm (\d{4})\b)")
_YEAR = re.compile(r"(?<![\d/.,–])(20\d\d)(?![\d/.,]\d|/)")
_INDEX_YEAR = re.compile(r"(?<!nâng cao Chỉ số )\bDTI(?: năm)? (20\d\d)\b")
_STATED_RANK = re.compile(r"\d+/(?:34|63) năm (20\d\d)\b|\bnăm (20\d\d): \d+/(?:34|63)\b")
# The text before a year that may be in the future: of a target, a period or a plan
_FUTURE_ALLOWED = re.compile(
    r"(?:Hội nghị mẫu|[Đđ]ến(?: hết| cuối)?(?: năm)?|hạn(?: trong)? năm|[Cc]hỉ tiêu năm|căn cứ cho năm|định hướng(?: đến)?(?: năm)?|[Mm]ục tiêu(?: đến)?(?: năm)?|(?:[Kk]ế hoạch|[Hh]ướng dẫn)[^.;]{0,60} năm"
    r"|giai đoạn(?: 20\d\d ?[–-])?|20\d\d ?[–-]) ?$"
)
# Kinds of tables and figures with quantities by year: a year in the future is that of a target
_TARGETS = ("targets", "numbers", "bars")


@dataclass(frozen=True)
class Page:
    """The texts of one slide or part: what is visible, notes and alt texts, and the sources."""

    document: str
    slide: str
    visible: str
    spoken: str
    sources: str


def pages(notebook: NotebookNode) -> list[Page]:
    """The texts of every slide of an executed notebook, with ordinary instead of no-break spaces."""
    texts_by_slide: dict[tuple[str, str], dict[str, list[str]]] = {}
    for cell in notebook.cells:
        meta = cell.metadata["taphuan"]
        if not meta.get("document"):
            continue
        key = (meta["document"], meta["slide"])
        texts = texts_by_slide.setdefault(key, {"visible": [], "spoken": [], "sources": []})
        is_source = meta["role"] == "sources" or meta["part"] == "sources"
        if cell.cell_type == "markdown":
            kind = "spoken" if meta["role"] == "notes" else "sources" if is_source else "visible"
            texts[kind].append(_plain(cell.source))
            continue
        for output in cell.outputs:
            for mime in (CHART, TABLE):
                if mime in output["data"]:
                    twin = output["data"][mime]
                    texts["sources"].append(twin["source"])
                    texts["visible"] += [twin["caption"], twin["note"], *_cells(twin)]
                    texts["spoken"].append(twin.get("alt", ""))
    return [
        Page(*key, *("\n".join(texts[kind]).replace("\u00a0", " ") for kind in ("visible", "spoken", "sources")))
        for key, texts in texts_by_slide.items()
    ]


def _plain(markdown: str) -> str:
    """The Markdown without tags, emphasis and escapes; a badge is its text."""
    plain = re.sub(r"<[^>]+>|\*\*", "", markdown)
    return re.sub(r"\\(?=[^\w\s])", "", plain).replace("&amp;", "&")


def _cells(twin: dict) -> Iterator[str]:
    """The cells of a table or figure; a year in the column “Năm” or “Đến năm” of quantities gets the words of a target."""
    columns = [c["name"] for c in twin["columns"]] if "columns" in twin else twin["data"]["columns"]
    for row in twin.get("rows") or twin["data"]["rows"]:
        for name, value in zip(columns, row, strict=True):
            if value is None:
                continue
            prefix = "mục tiêu năm " if twin["kind"] in _TARGETS and name in ("Năm", "Đến năm") else ""
            iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
            yield f"{int(iso[3]):02d}/{int(iso[2])}/{iso[1]}" if iso else f"{prefix}{value}"


def anachronisms(notebook: NotebookNode, as_of: date) -> list[str]:
    """The faults of all slides of a notebook: "deck profile-mo-dau: the date 06/02/2025 is in the future"."""
    return [
        f"{page.document} {page.slide}: {fault}"
        for page in pages(notebook)
        for fault in _faults(as_of, page.visible, page.spoken, page.sources)
    ]


@cache
def _faults(as_of: date, visible: str, spoken: str, sources: str) -> tuple[str, ...]:
    text = f"{visible}\n{spoken}"
    return (
        *(f"“{mark}” is not resolved" for mark in ("{{", "}}", "[@") if mark in f"{text}\n{sources}"),
        *_dates(as_of, f"{text}\n{sources}"),
        *_years(as_of, text),
        *_index_years(as_of, f"{text}\n{sources}"),
        *_unknown_documents(as_of, f"{text}\n{sources}"),
        *_missing_states(as_of, visible),
        *_agencies(as_of, text),
        *_tables(as_of, text),
        *_later_items(as_of, text),
    )


def _dates(as_of: date, text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        number, month, year = (int(part) for part in match.groups() if part)
        day = date(year, month, number)
        if day > as_of and day not in _known_future_days(as_of):
            yield f"the date {match[0]} is in the future"


@cache
def _known_future_days(as_of: date) -> frozenset[date]:
    """The days in the future that were known on `as_of`: effective dates, ends and ends of the period of known documents,
    days in the texts of known items, and deadlines of documents."""
    known = [doc for doc in law.documents().values() if law.is_known(doc, as_of)]
    groups_of_dates = [match.groups() for match in _DATE.finditer(_known_texts(as_of))]
    in_texts = [date(int(y), int(m), int(d)) for d, m, y in (tuple(filter(None, groups)) for groups in groups_of_dates)]
    of_documents = (d for doc in known for d in (doc.effective, law.known_end(doc, as_of), doc.period_end) if d)
    return frozenset((*in_texts, *of_documents, *(deadline.day for deadline in provisions.deadlines(as_of))))


@cache
def _known_texts(as_of: date) -> str:
    return "\n".join(item.text for item in all_items() if item.known(as_of)).replace("\u00a0", " ")


def _years(as_of: date, text: str) -> Iterator[str]:
    without_dates = _DATE.sub("", _NUMBER.sub("", text))
    for match in _YEAR.finditer(without_dates):
        if int(match[1]) > as_of.year and not _FUTURE_ALLOWED.search(without_dates[: match.start()]):
            context = without_dates[max(0, match.start() - 30) : match.end()]
            yield f"the year in “{context.splitlines()[-1]}” is in the future"


def _index_years(as_of: date, text: str) -> Iterator[str]:
    known = {edition.year for edition in editions(as_of)}
    for pattern in (_INDEX_YEAR, _STATED_RANK):
        for match in pattern.finditer(text):
            if int(next(filter(None, match.groups()))) not in known:
                yield f"“{match[0]}” was not published"


_NUMBER = re.compile(
    r"\b(?:\d+\.)?\d+(?:/\d{4})?/(?:QH\d+|[A-ZĐ]{2,}[A-ZĐa-z0-9]*(?:-[A-ZĐ][A-ZĐa-z0-9]*)?)|\b\d+-[A-Z]{2}/[A-ZĐ]{2,}"
)
_TYPES = {"Nghị định": "NĐ", "Thông tư": "TT", "Quyết định": "QĐ", "Nghị quyết": "NQ"}


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, re.Pattern[str], tuple[LegalDocument, ...]], ...]:
    """(a part that every match has, pattern, documents) for every form of the names of legal documents in this project's texts."""
    named: dict[tuple[str, str], dict[str, LegalDocument]] = {}
    for doc in law.documents().values():
        forms = [(doc.number, rf"(?<![\d/]){re.escape(doc.number)}(?![\w-])")] if doc.number[:1].isdigit() else []
        if doc.type == "Luật":
            forms.append((doc.title, rf"{re.escape(doc.title)}(?! \(| số \d| năm)"))
        parts = doc.number.split("/")
        short = _TYPES.get(doc.type)
        if short and parts[0].replace(".", "").isdigit():
            tail = rf"/{parts[1]}" if len(parts) == 3 else ""
            forms.append((f" {parts[0]}", rf"(?:{doc.type}|{short}) {re.escape(parts[0])}{tail}(?![\d/]*\d)(?!-\w)"))
            if doc.type == "Nghị định":
                forms.append((f" {parts[0]}", rf"(?:{doc.type}|{short}) {re.escape(parts[0])}(?![\d/])(?!-\w)"))
        for form in forms:
            named.setdefault(form, {})[doc.id] = doc
    return tuple((part, re.compile(form), tuple(docs.values())) for (part, form), docs in named.items())


@cache
def _forms_on(as_of: date) -> tuple[tuple[str, re.Pattern[str], tuple[LegalDocument, ...]], ...]:
    """The same with those of the documents that are known on the day; () where none is."""
    return tuple(
        (part, pattern, tuple(doc for doc in docs if law.is_known(doc, as_of))) for part, pattern, docs in _forms()
    )


@cache
def _of_provinces(as_of: date) -> frozenset[str]:
    """The numbers of what provinces decided themselves, as far as it was known; several have the same."""
    return frozenset(row["number"] for row in rows("provincial/documents") if row["known_from"] <= as_of.isoformat())


def _unknown_documents(as_of: date, text: str) -> Iterator[str]:
    for part, pattern, known in _forms_on(as_of):
        # looking for a part first is ten times as fast as a pattern
        if known or part not in text or not (match := pattern.search(text)):
            continue
        # the day of issue of some documents is not known: they are known from the day of an item that names them
        if match[0] not in _known_texts(as_of) and match[0] not in _of_provinces(as_of):
            yield f"“{match[0]}” was not issued or must not be printed"
    numbers = {doc.number for doc in law.documents().values()} | _of_provinces(as_of)
    # without quotations, because the title of a source may name any document
    for match in _NUMBER.finditer(re.sub(r"“[^”]*”", "", text)):
        if match[0] not in numbers:
            yield f"“{match[0]}” is not in the register"


def _missing_states(as_of: date, visible: str) -> Iterator[str]:
    """A document that is not simply in force must be named together with its state; not where it is only said to have
    amended another one, which stays true whatever became of it."""
    cited = re.sub(r"(?:được sửa đổi, bổ sung bởi|có văn bản sửa đổi:) [^;|\n]*", "", visible)
    for part, pattern, known in _forms_on(as_of):
        if not known or part not in cited or not (match := pattern.search(cited)):
            continue
        states = [law.state(doc, as_of) for doc in known]
        if not any(state.simply_in_force or _contains(visible, state) for state in states):
            yield f"“{match[0]}” without its state “{states[0].label}”"


def _contains(visible: str, state: law.State) -> bool:
    lower = visible.lower()
    if any(text.replace("\u00a0", " ") in lower for text in (state.label.lower(), state.detail.lower())):
        return True
    # the state in the words of a sentence: “NĐ 45/2026 thay thế cả hai từ 01/3/2026”
    return state.code == law.EXPIRED and bool(
        re.search(rf"(?:thay|bãi bỏ|hết hiệu lực).* {state.label.split()[-1]}", lower)
    )


def _agencies(as_of: date, text: str) -> Iterator[str]:
    names = {
        "bo": ("Bộ Khoa học và Công nghệ", "Bộ KH&CN"),
        "so": ("Sở Khoa học và Công nghệ", "Sở KH&CN"),
        "cuc": ("Cục Chuyển đổi số quốc gia",),
    }
    for body, later in names.items():
        if agency(body, as_of) != later[0]:
            yield from (f"“{name}” is a later name" for name in later if name.lower() in text.lower())


def _tables(as_of: date, text: str) -> Iterator[str]:
    if as_of < date(2025, 7, 1) and (match := re.search(r"\b34 (?:tỉnh|đơn vị)", text)):
        yield f"“{match[0]}” before 2025-07-01"


def _later_items(as_of: date, text: str) -> Iterator[str]:
    yield from (f"contains {id_} before its day" for id_, later in _later_texts(as_of) if later in text)


@cache
def _later_texts(as_of: date) -> tuple[tuple[str, str], ...]:
    """(id, text) of the items and later changes that were not known on `as_of`."""
    # a short text (“Điểm cầu”) is a name and can occur in other contexts
    items = [(i.id, i.text) for i in all_items() if not i.known(as_of) and len(i.text) > 30]
    items += [(f"{i.id} (after)", after_text(i.after)) for i in all_items() if i.after and i.after.start > as_of]
    return tuple((id_, text.replace("\u00a0", " ")) for id_, text in items)
