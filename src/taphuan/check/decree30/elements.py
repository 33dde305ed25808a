"""Finds the parts of an administrative document by what they say and where they stand: letterhead, type, text, signer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from taphuan.check.decree30.reading import Para, Span, WordFile, bare
from taphuan.text import fold

STATE = "cong hoa xa hoi chu nghia viet nam"
# The letterhead of the longest document ends before this many paragraphs.
_LETTERHEAD = 40
_MOTTO = re.compile(r"doc lap\W*tu do\W*hanh phuc")
_NUMBER = re.compile(r"so\s*[:.]?\s*(?:[\d/….,_]|$)")
_DATELINE = re.compile(r"ngay\b.{0,20}thang\b.{0,20}nam\b")
_RECIPIENTS = re.compile(r"noi nhan\s*:?$")
_GROUND = re.compile(r"can cu\b")
_ADDRESSEE = re.compile(r"kinh gui\b")
_APPENDIX = re.compile(r"phu luc(?:\s+[ivxlc\d]+)?\.?$")
CAPTION = re.compile(r"(?:Hình|Bảng|Biểu đồ|Biểu|Sơ đồ|Đồ thị)\s+\d+", re.IGNORECASE)
_ASIDE = re.compile(r"(?:Nguồn|Ghi chú|Đơn vị tính)\s*:|\(.*\)\.?$", re.IGNORECASE)
_HEADING = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s|(?:Chương|Phần|Mục|Tiểu mục|Điều)\s", re.IGNORECASE)
_OPEN = re.compile(r"[\s….,_()/:;-]*")
_HEADING_STYLES = ("heading", "title", "subtitle", "toc", "đầu đề")
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Piece:
    """A line that the writer broke off by hand: what stands between two breaks or tabs. `tab` counts the tabs before it."""

    para: Para
    spans: tuple[Span, ...]
    tab: int
    line: int

    @property
    def text(self) -> str:
        return bare("".join(span.text for span in self.spans))

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def shown(self) -> str:
        """The text as it is printed: capitals where the look says so."""
        return bare("".join(span.text.upper() if span.look.caps else span.text for span in self.spans))


@dataclass
class Elements:
    """What was found; None or empty where nothing was."""

    state: Piece | None = None
    motto: Piece | None = None
    agency: list[Piece] = field(default_factory=list)
    number: Piece | None = None
    dateline: Piece | None = None
    about: Piece | None = None  # a letter's abstract, “V/v …”
    type: Piece | None = None
    abstract: list[Piece] = field(default_factory=list)
    abstract_rules: list[tuple[float, Para]] = field(default_factory=list)
    grounds: list[Para] = field(default_factory=list)
    addressees: list[Para] = field(default_factory=list)
    headings: list[Para] = field(default_factory=list)
    content: list[Para] = field(default_factory=list)
    recipients_head: Piece | None = None
    recipients: list[Piece] = field(default_factory=list)
    signer: list[Piece] = field(default_factory=list)
    appendices: list[Piece] = field(default_factory=list)


def pieces(paragraphs: tuple[Para, ...]) -> Iterator[Piece]:
    """The lines of the paragraphs that say something."""
    for para in paragraphs:
        line = tab = 0
        current: list[Span] = []
        for span in para.spans:
            for mark in re.split(r"([\n\t])", span.text):
                if mark not in ("\n", "\t"):
                    current += [Span(mark, span.look)] if mark else []
                    continue
                yield from _piece(para, current, tab, line)
                current = []
                line, tab = (line + 1, 0) if mark == "\n" else (line, tab + 1)
        yield from _piece(para, current, tab, line)


def _piece(para: Para, spans: list[Span], tab: int, line: int) -> Iterator[Piece]:
    said = tuple(span for span in spans if bare(span.text))
    if said:
        yield Piece(para, tuple(spans), tab, line)


def is_open(text: str) -> bool:
    """Whether a place was left to be filled in: nothing but dots, dashes and brackets."""
    return _OPEN.fullmatch(text) is not None


def find(word: WordFile) -> Elements:
    """The elements of a document."""
    found = Elements()
    lines = [piece for piece in pieces(word.paragraphs) if not piece.para.in_box]
    top = [piece for piece in lines if piece.para.number <= _first_number(lines) + _LETTERHEAD]
    found.state = _first(top, lambda p: p.folded == STATE)
    found.motto = _first(top, lambda p: _MOTTO.match(p.folded) is not None)
    found.number = _first(top, lambda p: _NUMBER.match(p.folded) is not None)
    found.dateline = _first(top, lambda p: _DATELINE.search(p.folded) is not None and len(p.text) < 90)
    found.about = _first(top, lambda p: p.folded.startswith("v/v"))
    found.agency = _agency(top, found)
    head = _letterhead_ends(found)
    _type_and_abstract([p for p in lines if p.para.number > head], found)
    _abstract_rules(word, head, found)
    _end(lines, found)
    _text(word, head, found)
    found.appendices = [
        p for p in lines if p.para.number > head and p.para.cell is None and _APPENDIX.match(p.folded) and p.tab == 0
    ]
    return found


def _first_number(lines: list[Piece]) -> int:
    return lines[0].para.number if lines else 0


def _first(lines: list[Piece], fits: Callable[[Piece], bool]) -> Piece | None:
    return next((piece for piece in lines if fits(piece)), None)


def _agency(top: list[Piece], found: Elements) -> list[Piece]:
    """The lines left of the state's name: in the same table, or before the tab."""
    state = found.state or found.motto
    if state is None:
        return []
    place, lines = state.para.cell, []
    for piece in top:
        if piece in (found.state, found.motto, found.number, found.dateline, found.about) or is_open(piece.text):
            continue
        cell = piece.para.cell
        if place is not None:
            left = cell is not None and cell.table == place.table and cell.column < place.column
            here = left and cell is not None and cell.row <= place.row + 1
        else:
            here = cell is None and piece.tab < state.tab
        ended = found.number is not None and _after(piece, found.number)
        if here and not ended and fold(piece.text) != "du thao":
            lines.append(piece)
    return lines


def _after(piece: Piece, other: Piece) -> bool:
    return (piece.para.number, piece.line, piece.tab) > (other.para.number, other.line, other.tab)


def _letterhead_ends(found: Elements) -> int:
    """The number of the last paragraph of the letterhead."""
    known = [found.state, found.motto, found.number, found.dateline, found.about, *found.agency]
    return max((piece.para.number for piece in known if piece is not None), default=0)


def _type_and_abstract(rest: list[Piece], found: Elements) -> None:
    if found.about is not None:
        return
    for piece in rest:
        table = found.state.para.cell.table if found.state and found.state.para.cell else 0
        if piece.para.cell is not None and piece.para.cell.table == table:
            continue  # what else stands in the letterhead: DỰ THẢO, a mark of urgency
        if found.type is None:
            if not _centred(piece) or piece.folded == "du thao":
                return
            found.type = piece
        elif _centred(piece) and not _ASIDE.match(piece.text) and not is_open(piece.text):
            if found.abstract and not _bold(piece):
                return
            found.abstract.append(piece)
        else:
            return


def _centred(piece: Piece) -> bool:
    return piece.para.layout.align == "center" or piece.para.style == "title"


def _bold(piece: Piece) -> bool:
    return all(span.look.bold for span in piece.spans if span.text.strip())


def _abstract_rules(word: WordFile, head: int, found: Elements) -> None:
    """Lines drawn between the letterhead and the text."""
    last = found.abstract[-1].para.number if found.abstract else found.type.para.number if found.type else 0
    for para in word.paragraphs:
        if head < para.number <= last + 2 and last and (para.number <= last or not para.text):
            found.abstract_rules += [(length, para) for length in drawn(word, para)]


def drawn(word: WordFile, para: Para) -> Iterator[float]:
    """The lengths of the lines in a paragraph in millimetres: drawn ones, borders, rows of dashes (0: unknown)."""
    yield from para.rules
    if para.layout.border_above or para.layout.border_below:
        page = word.pages[min(para.section, len(word.pages) - 1)]
        room = para.cell.width if para.cell else page.width - page.margins.get("left", 0) - page.margins.get("right", 0)
        yield room - para.layout.left - para.layout.right
    elif re.fullmatch(r"[_─—-]{3,}", para.text):
        yield sum(len(span.text.strip()) * span.look.size / 2 for span in para.spans) * 25.4 / 72


def _end(lines: list[Piece], found: Elements) -> None:
    """Recipients on the left, the signer on the right."""
    heads = [piece for piece in lines if _RECIPIENTS.match(piece.folded)]
    if not heads:
        return
    head = found.recipients_head = heads[-1]
    cell = head.para.cell
    for piece in lines:
        other = piece.para.cell
        if cell is None:
            if piece.para.number > head.para.number and other is None and piece.text.startswith(("-", "–", "Lưu")):
                found.recipients.append(piece)
            continue
        if other is None or other.table != cell.table:
            continue
        if other.column == cell.column and _after(piece, head):
            found.recipients.append(piece)
        elif other.column > cell.column:
            found.signer.append(piece)


def _text(word: WordFile, head: int, found: Elements) -> None:
    """Grounds, addressees, headings and the paragraphs of the text, tables left out."""
    titled = [found.type, *found.abstract, found.recipients_head, *found.recipients, *found.signer]
    taken = {piece.para.number for piece in titled if piece is not None}
    addressed = False
    for para in word.paragraphs:
        text = para.text
        if para.number <= head or para.number in taken or para.cell is not None or para.in_box or not text:
            continue
        folded = fold(text)
        if _ADDRESSEE.match(folded) or (addressed and text.startswith(("-", "–"))):
            addressed = True
            found.addressees.append(para)
            continue
        addressed = False
        if _GROUND.match(folded) and not found.content:
            found.grounds.append(para)
        elif is_heading(para):
            found.headings.append(para)
        elif not _is_aside(para):
            found.content.append(para)


def is_heading(para: Para) -> bool:
    """A line that names what follows: by its style, or short, numbered and bold, or short and bold without a full stop."""
    if para.layout.outline < 9 or para.style.startswith(_HEADING_STYLES):
        return True
    looks = [span.look for span in para.spans if span.text.strip()]
    if not all(look.bold for look in looks) or len(para.text) > _LONGEST_HEADING:
        return False
    return _HEADING.match(para.text) is not None or not para.text.endswith((".", ";", ":", ","))


def _is_aside(para: Para) -> bool:
    """Captions, sources, remarks in brackets, open places, marks of a draft: no part of the text itself."""
    text = para.text
    if "caption" in para.style or para.style.startswith("source line") or CAPTION.match(text):
        return True
    return (
        _ASIDE.match(text) is not None
        or is_open(text)
        or fold(text) == "du thao"
        or _APPENDIX.match(fold(text)) is not None
    )
