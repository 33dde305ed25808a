"""Finds the elements of an administrative document by text and position: letterhead, type, text, recipients, signer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from taphuan.check.decree30.reading import Para, Span, WordFile, normalised
from taphuan.text import fold

_STATE = "cong hoa xa hoi chu nghia viet nam"
# The letterhead ends within this number of paragraphs.
_LETTERHEAD = 40
_MOTTO = re.compile(r"doc lap\W*tu do\W*hanh phuc")
_NUMBER = re.compile(r"so\s*[:.]?\s*(?:[\d/….,_]|$)")
_DATELINE = re.compile(r"ngay\b.{0,20}thang\b.{0,20}nam\b")
_RECIPIENTS = re.compile(r"noi nhan\s*:?$")
_GROUND = re.compile(r"can cu\b")
_ADDRESSEE = re.compile(r"kinh gui\b")
_APPENDIX = re.compile(r"phu luc(?:\s+[ivxlc\d]+)?\.?$")
_CAPTION = re.compile(r"(?:Hình|Bảng|Biểu đồ|Biểu|Sơ đồ|Đồ thị)\s+\d+", re.IGNORECASE)
_ASIDE = re.compile(r"(?:Nguồn|Ghi chú|Đơn vị tính)\s*:|\(.*\)\.?$", re.IGNORECASE)
_HEADING = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s|(?:Chương|Phần|Mục|Tiểu mục|Điều)\s", re.IGNORECASE)
_BLANK = re.compile(r"[\s….,_()/:;-]*")
_HEADING_STYLES = ("heading", "title", "subtitle", "toc", "đầu đề")
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph between two line breaks or tabs. `line` is the number of line breaks before it in the
    paragraph, `tab` the number of tabs before it in the line."""

    para: Para
    spans: tuple[Span, ...]
    tab: int
    line: int

    @property
    def text(self) -> str:
        """The text with single spaces."""
        return normalised("".join(span.text for span in self.spans))

    @property
    def folded(self) -> str:
        """The text in lower case without diacritics."""
        return fold(self.text)

    @property
    def printed(self) -> str:
        """The text as it is printed: in capitals where the format has all caps."""
        return normalised("".join(span.text.upper() if span.look.caps else span.text for span in self.spans))


@dataclass
class Elements:
    """The elements of a document; None or [] for an element that was not found. `abstract_lines` are the lengths in
    millimetres of the lines below the abstract."""

    state: Piece | None = None
    motto: Piece | None = None
    agency: list[Piece] = field(default_factory=list)
    number: Piece | None = None
    dateline: Piece | None = None
    about: Piece | None = None  # the abstract of a letter, “V/v …”
    type: Piece | None = None
    abstract: list[Piece] = field(default_factory=list)
    abstract_lines: list[float] = field(default_factory=list)
    grounds: list[Para] = field(default_factory=list)
    addressees: list[Para] = field(default_factory=list)
    headings: list[Para] = field(default_factory=list)
    content: list[Para] = field(default_factory=list)
    recipients_head: Piece | None = None
    recipients: list[Piece] = field(default_factory=list)
    signer: list[Piece] = field(default_factory=list)
    appendices: list[Piece] = field(default_factory=list)


def pieces(paragraphs: tuple[Para, ...]) -> Iterator[Piece]:
    """The pieces of the paragraphs that are not empty."""
    for para in paragraphs:
        line = tab = 0
        current: list[Span] = []
        for span in para.spans:
            for token in re.split(r"([\n\t])", span.text):
                if token not in ("\n", "\t"):
                    current += [Span(token, span.look)] if token else []
                    continue
                yield from _piece(para, current, tab, line)
                current = []
                line, tab = (line + 1, 0) if token == "\n" else (line, tab + 1)
        yield from _piece(para, current, tab, line)


def _piece(para: Para, spans: list[Span], tab: int, line: int) -> Iterator[Piece]:
    """A piece of these spans, unless all of them are empty."""
    if any(normalised(span.text) for span in spans):
        yield Piece(para, tuple(spans), tab, line)


def is_blank(text: str) -> bool:
    """Whether a text is a blank to fill in: only dots, dashes, brackets and spaces."""
    return _BLANK.fullmatch(text) is not None


def find_elements(word: WordFile) -> Elements:
    """The elements of a document."""
    elements = Elements()
    lines = [piece for piece in pieces(word.paragraphs) if not piece.para.in_box]
    top = [piece for piece in lines if piece.para.number <= _first_number(lines) + _LETTERHEAD]
    elements.state = _first(top, lambda p: p.folded == _STATE)
    elements.motto = _first(top, lambda p: _MOTTO.match(p.folded) is not None)
    elements.number = _first(top, lambda p: _NUMBER.match(p.folded) is not None)
    elements.dateline = _first(top, lambda p: _DATELINE.search(p.folded) is not None and len(p.text) < 90)
    elements.about = _first(top, lambda p: p.folded.startswith("v/v"))
    elements.agency = _agency(top, elements)
    head = _end_of_letterhead(elements)
    _add_type_and_abstract([p for p in lines if p.para.number > head], elements)
    _add_abstract_lines(word, head, elements)
    _add_recipients_and_signer(lines, elements)
    _add_text(word, head, elements)
    elements.appendices = [
        p for p in lines if p.para.number > head and p.para.cell is None and _APPENDIX.match(p.folded) and p.tab == 0
    ]
    return elements


def _first_number(lines: list[Piece]) -> int:
    return lines[0].para.number if lines else 0


def _first(lines: list[Piece], fits: Callable[[Piece], bool]) -> Piece | None:
    return next((piece for piece in lines if fits(piece)), None)


def _agency(top: list[Piece], elements: Elements) -> list[Piece]:
    """The pieces left of the name of the state: in a cell of the same table, or before the tab."""
    state = elements.state or elements.motto
    if state is None:
        return []
    state_cell, agency = state.para.cell, []
    others = (elements.state, elements.motto, elements.number, elements.dateline, elements.about)
    for piece in top:
        if piece in others or is_blank(piece.text):
            continue
        cell = piece.para.cell
        if state_cell is not None:
            left = cell is not None and cell.table == state_cell.table and cell.column < state_cell.column
            is_left = left and cell is not None and cell.row <= state_cell.row + 1
        else:
            is_left = cell is None and piece.tab < state.tab
        below_number = elements.number is not None and _follows(piece, elements.number)
        if is_left and not below_number and fold(piece.text) != "du thao":
            agency.append(piece)
    return agency


def _follows(piece: Piece, other: Piece) -> bool:
    return (piece.para.number, piece.line, piece.tab) > (other.para.number, other.line, other.tab)


def _end_of_letterhead(elements: Elements) -> int:
    """The number of the last paragraph of the letterhead; 0 without a letterhead."""
    parts = [elements.state, elements.motto, elements.number, elements.dateline, elements.about, *elements.agency]
    return max((piece.para.number for piece in parts if piece is not None), default=0)


def _add_type_and_abstract(rest: list[Piece], elements: Elements) -> None:
    """Set `type` and `abstract` from the pieces after the letterhead."""
    if elements.about is not None:
        return
    for piece in rest:
        table = elements.state.para.cell.table if elements.state and elements.state.para.cell else 0
        if piece.para.cell is not None and piece.para.cell.table == table:
            continue  # other pieces of the letterhead: DỰ THẢO, a mark of urgency
        if elements.type is None:
            if not _centred(piece) or piece.folded == "du thao":
                return
            elements.type = piece
        elif _centred(piece) and not _ASIDE.match(piece.text) and not is_blank(piece.text):
            if elements.abstract and not _bold(piece):
                return
            elements.abstract.append(piece)
        else:
            return


def _centred(piece: Piece) -> bool:
    return piece.para.layout.align == "center" or piece.para.style == "title"


def _bold(piece: Piece) -> bool:
    return all(span.look.bold for span in piece.spans if span.text.strip())


def _add_abstract_lines(word: WordFile, head: int, elements: Elements) -> None:
    """Set `abstract_lines` from the paragraphs between the letterhead and the text."""
    last = elements.abstract[-1].para.number if elements.abstract else elements.type.para.number if elements.type else 0
    for para in word.paragraphs:
        if head < para.number <= last + 2 and last and (para.number <= last or not para.text):
            elements.abstract_lines += line_lengths(word, para)


def line_lengths(word: WordFile, para: Para) -> Iterator[float]:
    """The lengths in millimetres of the lines in a paragraph: drawn lines, borders, rows of dashes. 0: unknown length."""
    yield from para.rules
    if para.layout.border_above or para.layout.border_below:
        page = word.pages[min(para.section, len(word.pages) - 1)]
        text_width = page.width - page.margins.get("left", 0) - page.margins.get("right", 0)
        yield (para.cell.width if para.cell else text_width) - para.layout.left - para.layout.right
    elif re.fullmatch(r"[_─—-]{3,}", para.text):
        yield sum(len(span.text.strip()) * span.look.size / 2 for span in para.spans) * 25.4 / 72


def _add_recipients_and_signer(lines: list[Piece], elements: Elements) -> None:
    """Set `recipients_head`, `recipients` and `signer`; the recipients are on the left, the signer is on the right."""
    heads = [piece for piece in lines if _RECIPIENTS.match(piece.folded)]
    if not heads:
        return
    head = elements.recipients_head = heads[-1]
    cell = head.para.cell
    for piece in lines:
        other = piece.para.cell
        if cell is None:
            if piece.para.number > head.para.number and other is None and piece.text.startswith(("-", "–", "Lưu")):
                elements.recipients.append(piece)
            continue
        if other is None or other.table != cell.table:
            continue
        if other.column == cell.column and _follows(piece, head):
            elements.recipients.append(piece)
        elif other.column > cell.column:
            elements.signer.append(piece)


def _add_text(word: WordFile, head: int, elements: Elements) -> None:
    """Set `grounds`, `addressees`, `headings` and `content` from the paragraphs outside of tables and boxes."""
    other_pieces = [
        elements.type,
        *elements.abstract,
        elements.recipients_head,
        *elements.recipients,
        *elements.signer,
    ]
    assigned = {piece.para.number for piece in other_pieces if piece is not None}
    in_addressees = False
    for para in word.paragraphs:
        text = para.text
        if para.number <= head or para.number in assigned or para.cell is not None or para.in_box or not text:
            continue
        folded = fold(text)
        if _ADDRESSEE.match(folded) or (in_addressees and text.startswith(("-", "–"))):
            in_addressees = True
            elements.addressees.append(para)
            continue
        in_addressees = False
        if _GROUND.match(folded) and not elements.content:
            elements.grounds.append(para)
        elif _is_heading(para):
            elements.headings.append(para)
        elif not _is_aside(para):
            elements.content.append(para)


def _is_heading(para: Para) -> bool:
    """Whether a paragraph is a heading: by its style, or short, bold and either numbered or without final punctuation."""
    if para.layout.outline < 9 or para.style.startswith(_HEADING_STYLES):
        return True
    looks = [span.look for span in para.spans if span.text.strip()]
    if not all(look.bold for look in looks) or len(para.text) > _LONGEST_HEADING:
        return False
    return _HEADING.match(para.text) is not None or not para.text.endswith((".", ";", ":", ","))


def _is_aside(para: Para) -> bool:
    """Whether a paragraph is no part of the text: a caption, a source, a remark in brackets, a blank, a mark of a draft."""
    text = para.text
    if "caption" in para.style or para.style.startswith("source line") or _CAPTION.match(text):
        return True
    return (
        _ASIDE.match(text) is not None
        or is_blank(text)
        or fold(text) == "du thao"
        or _APPENDIX.match(fold(text)) is not None
    )
