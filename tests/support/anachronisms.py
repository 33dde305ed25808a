"""What no page may say on a day: the checks that read composed documents as a careful reader would.

Each check takes the text of one slide and gives complaints. They know nothing of how compose works: only the registers
and the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from nbformat import NotebookNode

from taphuan.charts.mime import CHART, TABLE
from taphuan.known import law
from taphuan.known.conferences import all_items
from taphuan.known.dti import editions
from taphuan.known.law import LegalDocument
from taphuan.known.units import agency

_DATE = re.compile(r"(?<![\d/])(?:(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{1,2}) tháng (\d{1,2}) năm (\d{4})\b)")
_YEAR = re.compile(r"(?<![\d/.,–])(20\d\d)(?![\d/.,]\d|/)")
_INDEX_YEAR = re.compile(r"\bDTI(?: năm)? (20\d\d)\b")
_STATED_RANK = re.compile(r"\d+/(?:34|63) năm (20\d\d)\b|\bnăm (20\d\d): \d+/(?:34|63)\b")
# What is spoken of ahead of its time: targets, periods, plans
_AHEAD = re.compile(
    r"(?:Hội nghị mẫu|[Đđ]ến(?: hết| cuối)?(?: năm)?|định hướng(?: đến)?(?: năm)?|[Mm]ục tiêu(?: đến)?(?: năm)?|(?:[Kk]ế hoạch|[Hh]ướng dẫn)[^.;]{0,60} năm"
    r"|giai đoạn(?: 20\d\d ?[–-])?|20\d\d ?[–-]) ?$"
)
# Tables and figures of dated quantities: what they show is known on the day, so a year ahead is a target's
_TARGETS = ("targets", "numbers", "goals", "bars")
_LISTED_LATER = "(đăng sau ngày chốt số liệu, dẫn để đối chiếu)"


@dataclass(frozen=True)
class Page:
    """What one slide or part shows, what is spoken to it, and the names of its sources."""

    document: str
    slide: str
    shown: str
    spoken: str
    sources: str


def pages(notebook: NotebookNode) -> list[Page]:
    """Every slide of an executed notebook as its reader meets it, no-break spaces read as spaces."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for cell in notebook.cells:
        meta = cell.metadata["taphuan"]
        if not meta.get("document"):
            continue
        page = found.setdefault((meta["document"], meta["slide"]), {"shown": [], "spoken": [], "sources": []})
        listed = meta["role"] == "sources" or meta["part"] == "sources"
        if cell.cell_type == "markdown":
            page["spoken" if meta["role"] == "notes" else "sources" if listed else "shown"].append(
                _unmarked(cell.source)
            )
            continue
        for output in cell.outputs:
            for mime in (CHART, TABLE):
                if mime in output["data"]:
                    twin = output["data"][mime]
                    page["sources"].append(twin["source"])
                    page["shown"] += [twin["caption"], twin["note"], *_cells(twin)]
                    page["spoken"].append(twin.get("alt", ""))
    return [
        Page(document, slide, *("\n".join(texts[key]).replace("\u00a0", " ") for key in ("shown", "spoken", "sources")))
        for (document, slide), texts in found.items()
    ]


def _unmarked(markdown: str) -> str:
    """The letters of the Markdown this project writes: escapes and emphasis away, badges as their words."""
    plain = re.sub(r"<[^>]+>|\*\*", "", markdown)
    return re.sub(r"\\(?=[^\w\s])", "", plain).replace("&amp;", "&")


def _cells(twin: dict) -> Iterator[str]:
    """The cells of a table or chart; a target's year stands in a column of its own, so it reads as one."""
    columns = [c["name"] for c in twin["columns"]] if "columns" in twin else twin["data"]["columns"]
    for row in twin.get("rows") or twin["data"]["rows"]:
        for name, value in zip(columns, row, strict=True):
            if value is None:
                continue
            ahead = "mục tiêu năm " if twin["kind"] in _TARGETS and name == "Năm" else ""
            iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
            yield f"{int(iso[3]):02d}/{int(iso[2])}/{iso[1]}" if iso else f"{ahead}{value}"


def complaints(notebook: NotebookNode, as_of: date) -> list[str]:
    """Everything on any page that could not be said on the day."""
    return [
        f"{page.document} {page.slide}: {complaint}"
        for page in pages(notebook)
        for complaint in _about(as_of, page.shown, page.spoken, page.sources)
    ]


@cache
def _about(as_of: date, shown: str, spoken: str, sources: str) -> tuple[str, ...]:
    said = f"{shown}\n{spoken}"
    listed = "\n".join(line for line in sources.splitlines() if _LISTED_LATER not in line)
    return (
        *(f"“{mark}” is left" for mark in ("{{", "}}", "[@") if mark in f"{said}\n{sources}"),
        *_dates(as_of, f"{said}\n{listed}"),
        *_years(as_of, said),
        *_index_years(as_of, f"{said}\n{sources}"),
        *_unknown_documents(as_of, f"{said}\n{listed}"),
        *_unsaid_states(as_of, shown),
        *_bodies(as_of, said),
        *_tables(as_of, said),
        *_hindsight(as_of, said),
    )


def _dates(as_of: date, text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        number, month, year = (int(part) for part in match.groups() if part)
        day = date(year, month, number)
        if day > as_of and day not in _days_ahead(as_of):
            yield f"the date {match[0]} lies ahead"


@cache
def _days_ahead(as_of: date) -> frozenset[date]:
    """Days ahead that a reader of the day could know: when a known document begins, ends, or its period does, and the
    days that known items name."""
    known = [doc for doc in law.documents().values() if law.is_known(doc, as_of)]
    named = [match.groups() for match in _DATE.finditer(_known_texts(as_of))]
    told = [date(int(y), int(m), int(d)) for d, m, y in (tuple(filter(None, groups)) for groups in named)]
    ends = (d for doc in known for d in (doc.effective, law.known_end(doc, as_of), doc.period_end) if d)
    return frozenset((*told, *ends))


@cache
def _known_texts(as_of: date) -> str:
    return "\n".join(item.text for item in all_items() if item.known(as_of)).replace("\u00a0", " ")


def _years(as_of: date, text: str) -> Iterator[str]:
    bare = _DATE.sub("", _NUMBER.sub("", text))
    for match in _YEAR.finditer(bare):
        if int(match[1]) > as_of.year and not _AHEAD.search(bare[: match.start()]):
            before = bare[max(0, match.start() - 30) : match.end()]
            yield f"the year in “{before.splitlines()[-1]}” lies ahead"


def _index_years(as_of: date, text: str) -> Iterator[str]:
    known = {edition.year for edition in editions(as_of)}
    for pattern in (_INDEX_YEAR, _STATED_RANK):
        for match in pattern.finditer(text):
            if int(next(filter(None, match.groups()))) not in known:
                yield f"“{match[0]}” was not published"


_NUMBER = re.compile(
    r"\b\d+(?:/\d{4})?/(?:QH\d+|[A-ZĐ]{2,}[A-ZĐa-z0-9]*(?:-[A-ZĐ][A-ZĐa-z0-9]*)?)|\b\d+-[A-Z]{2}/[A-ZĐ]{2,}"
)
_TYPES = {"Nghị định": "NĐ", "Thông tư": "TT", "Quyết định": "QĐ", "Nghị quyết": "NQ"}


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], tuple[LegalDocument, ...]], ...]:
    """Every way this project writes a document's name, with all documents that bear it."""
    named: dict[str, dict[str, LegalDocument]] = {}
    for doc in law.documents().values():
        forms = [rf"(?<![\d/]){re.escape(doc.number)}(?![\w-])"] if doc.number[:1].isdigit() else []
        if doc.type == "Luật":
            forms.append(rf"{re.escape(doc.title)}(?! \(| số \d| năm)")
        parts = doc.number.split("/")
        short = _TYPES.get(doc.type)
        if short and parts[0].isdigit():
            tail = rf"/{parts[1]}" if len(parts) == 3 else ""
            forms.append(rf"(?:{doc.type}|{short}) {parts[0]}{tail}(?![\d/]*\d)")
            if doc.type == "Nghị định":
                forms.append(rf"(?:{doc.type}|{short}) {parts[0]}(?![\d/])")
        for form in forms:
            named.setdefault(form, {})[doc.id] = doc
    return tuple((re.compile(form), tuple(docs.values())) for form, docs in named.items())


def _unknown_documents(as_of: date, text: str) -> Iterator[str]:
    for pattern, docs in _forms():
        if any(law.is_known(doc, as_of) for doc in docs) or not (match := pattern.search(text)):
            continue
        # the day of issue of some was not found: they are known from the day of the fact that names them
        if match[0] not in _known_texts(as_of):
            yield f"“{match[0]}” was not issued or must not be printed"
    numbers = {doc.number for doc in law.documents().values()}
    # the title of a source is quoted as it was printed there
    for match in _NUMBER.finditer(re.sub(r"“[^”]*”", "", text)):
        if match[0] not in numbers:
            yield f"“{match[0]}” stands in no register"


def _unsaid_states(as_of: date, shown: str) -> Iterator[str]:
    """A document that is not simply in force is named only where the page says what it is."""
    for pattern, docs in _forms():
        known = [doc for doc in docs if law.is_known(doc, as_of)]
        if not known or not (match := pattern.search(shown)):
            continue
        states = [law.state(doc, as_of) for doc in known]
        if not any(state.simply_in_force or _says(shown, state) for state in states):
            yield f"“{match[0]}” stands without “{states[0].label}”"


def _says(shown: str, state: law.State) -> bool:
    lower = shown.lower()
    if any(text.replace("\u00a0", " ") in lower for text in (state.label.lower(), state.detail.lower())):
        return True
    # in a sentence: “NĐ 45/2026 thay thế cả hai từ 01/3/2026”
    return state.code == law.EXPIRED and bool(
        re.search(rf"(?:thay|bãi bỏ|hết hiệu lực).* {state.label.split()[-1]}", lower)
    )


def _bodies(as_of: date, text: str) -> Iterator[str]:
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


def _hindsight(as_of: date, text: str) -> Iterator[str]:
    yield from (f"tells {id_} before its day" for id_, told in _later(as_of) if told in text)


@cache
def _later(as_of: date) -> tuple[tuple[str, str], ...]:
    # a short text (“Điểm cầu”) is a name and no knowledge
    items = [(i.id, i.text) for i in all_items() if not i.known(as_of) and len(i.text) > 30]
    items += [(f"{i.id} (after)", i.after.text) for i in all_items() if i.after and i.after.start > as_of]
    return tuple((id_, text.replace("\u00a0", " ")) for id_, text in items)
