"""Checks of the first page's head: national title, agency, number, place and day, type, abstract, urgency."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.charts.text_measure import paper_width
from taphuan.check.decree30.base import Case, Finding, Rule, aligned, looks, piece_looks, place
from taphuan.check.decree30.elements import Piece, drawn, is_open, pieces
from taphuan.check.decree30.reading import Para
from taphuan.text import fold

# Lines are drawn by hand, and a ruler shows no more.
_SLACK = 0.03
_FULL_SLACK = 0.12
_DRAFT_NUMBER = re.compile(r"Số: ?[\s….\d]*/ ?[A-ZĐƯ…][\wĐđƯư…]*(?:-[\wĐƯ….]+)*")
_DATE = re.compile(r"(?P<place>[^,]+)(?P<comma>,?) ngày(?P<day>.*?) tháng(?P<month>.*?) năm ?(?P<year>[\d\s….]*)")
_SYMBOL = re.compile(r"/\s*([^\s\-–…]+)")


def state(rule: Rule, case: Case) -> Iterator[Finding]:
    if piece := case.elements.state:
        yield from _worded(rule, piece)
        yield from piece_looks(rule, piece)


def motto(rule: Rule, case: Case) -> Iterator[Finding]:
    if piece := case.elements.motto:
        yield from _worded(rule, piece)
        yield from piece_looks(rule, piece)
        if not piece.tab:  # before a tab nothing is centred by the paragraph
            yield from aligned(rule, piece.para)


def _worded(rule: Rule, piece: Piece) -> Iterator[Finding]:
    if piece.shown != rule["text"]:
        yield Finding(rule["id"], f"“{piece.shown}”", f"“{rule['text']}”", place(piece.para, piece.text))


def motto_line(rule: Rule, case: Case) -> Iterator[Finding]:
    if (piece := case.elements.motto) is None:
        return
    if all(span.look.underline for span in piece.spans if span.text.strip()):
        return
    wide = _width(piece)
    lengths = _lines_at(case, [piece])
    if not lengths:
        yield Finding(rule["id"], "no line", f"a solid line below the motto, {wide:.0f} mm", place(piece.para))
    elif not any(length == 0 or abs(length / wide - 1) <= _FULL_SLACK for length in lengths):
        found = ", ".join(f"{length:.0f} mm" for length in lengths)
        yield Finding(rule["id"], f"a line of {found}", f"as long as the motto, {wide:.0f} mm", place(piece.para))


def _width(piece: Piece) -> float:
    """The width of a line in millimetres."""
    shown = ((span.text.upper() if span.look.caps else span.text, span.look) for span in piece.spans)
    return sum(paper_width(text, look.size, look.bold) for text, look in shown)


def _lines_at(case: Case, block: list[Piece]) -> list[float]:
    """The lengths of the lines drawn in the cells of a block, or right below it where there are no cells."""
    cells = {(p.para.cell.table, p.para.cell.row, p.para.cell.column) for p in block if p.para.cell}
    last = max(piece.para.number for piece in block)

    def here(para: Para) -> bool:
        if cells:
            cell = para.cell
            return cell is not None and (cell.table, cell.row, cell.column) in cells
        return last <= para.number <= last + 1

    return [length for para in case.word.paragraphs if here(para) for length in drawn(case.word, para)]


def _own_agency(case: Case) -> tuple[list[Piece], list[Piece]]:
    """(lines of the superior body, lines of the issuing body): the issuing one is what is bold at the end."""
    lines = case.elements.agency
    cut = len(lines)
    while cut and all(span.look.bold for span in lines[cut - 1].spans if span.text.strip()):
        cut -= 1
    if cut == len(lines):  # nothing is bold: the last line is meant
        cut -= 1
    return lines[: max(cut, 0)], lines[max(cut, 0) :]


def superior(rule: Rule, case: Case) -> Iterator[Finding]:
    for piece in _own_agency(case)[0]:
        yield from piece_looks(rule, piece)


def agency(rule: Rule, case: Case) -> Iterator[Finding]:
    for piece in _own_agency(case)[1]:
        yield from piece_looks(rule, piece)
        if case.issued and (is_open(piece.text) or piece.text.startswith("(")):
            yield Finding(rule["id"], f"“{piece.text}”", "the name of the body that issues it", place(piece.para))


def agency_line(rule: Rule, case: Case) -> Iterator[Finding]:
    if block := _own_agency(case)[1]:
        lengths = _lines_at(case, block)
        underlined = [_width(p) for p in block[-1:] if all(s.look.underline for s in p.spans if s.text.strip())]
        yield from _short_line(rule, block[-1], lengths or underlined)


def _short_line(rule: Rule, piece: Piece, lengths: list[float]) -> Iterator[Finding]:
    """A line below a text must be a third to a half of it."""
    wide = _width(piece)
    low, high = rule["rule_min_ratio"], rule["rule_max_ratio"]
    wanted = f"a solid line of {low * wide:.0f}–{high * wide:.0f} mm (1/3 to 1/2 of the text)"
    if not lengths:
        yield Finding(rule["id"], "no line", wanted, place(piece.para, piece.text))
    elif not any(length == 0 or low - _SLACK <= length / wide <= high + _SLACK for length in lengths):
        found = ", ".join(f"{length:.0f} mm" for length in lengths)
        yield Finding(rule["id"], f"a line of {found}", wanted, place(piece.para, piece.text))


# --- number, place and day --------------------------------------------------------------------------------------------


def number(rule: Rule, case: Case) -> Iterator[Finding]:
    if (piece := case.elements.number) is None:
        return
    yield from piece_looks(rule, piece)
    fits = re.fullmatch(rule["pattern"], piece.text) if case.issued else _DRAFT_NUMBER.fullmatch(piece.text)
    if not fits:
        wanted = "“Số: 05/BC-STTTT”: number, slash, symbol in capitals" if case.issued else "“Số: …/BC-…”"
        yield Finding(rule["id"], f"“{piece.text}”", wanted, place(piece.para, piece.text))


def abbreviation(rule: Rule, case: Case) -> Iterator[Finding]:
    piece, kind = case.elements.number, case.elements.type
    symbol = _SYMBOL.search(piece.text) if piece else None
    if piece is None or kind is None or symbol is None:
        return
    for name, short in rule["abbreviations"].items():
        if fold(kind.text).startswith(fold(name)) and symbol.group(1) != short:
            yield Finding(rule["id"], symbol.group(1), f"{short} for “{name}”", place(piece.para, piece.text))


def dateline(rule: Rule, case: Case) -> Iterator[Finding]:
    if (piece := case.elements.dateline) is None:
        return
    where = place(piece.para, piece.text)
    yield from piece_looks(rule, piece)
    said = _DATE.fullmatch(piece.text)
    if not said:
        yield Finding(rule["id"], f"“{piece.text}”", "“Hà Nội, ngày 05 tháng 02 năm 2026”", where)
        return
    if not said["comma"]:
        yield Finding(rule["id"], "no comma after the place", "a comma after the place", where)
    if is_open(said["place"]) and case.issued:
        yield Finding(rule["id"], "no place", "the place of issue", where)
    for name, value, padded in (("day", said["day"].strip(), 9), ("month", said["month"].strip(), 2)):
        if is_open(value):
            if case.issued:
                yield Finding(rule["id"], f"no {name}", f"the {name}", where)
        elif not value.isdigit():
            yield Finding(rule["id"], f"“{value}”", f"the {name} in figures", where)
        elif len(value) == 1 and int(value) <= padded:
            yield Finding(rule["id"], f"{name} {value}", f"{name} 0{value}", where)


# --- type, abstract ---------------------------------------------------------------------------------------------------


def kind(rule: Rule, case: Case) -> Iterator[Finding]:
    if piece := case.elements.type:
        yield from piece_looks(rule, piece)


def abstract(rule: Rule, case: Case) -> Iterator[Finding]:
    lines = case.elements.abstract
    for piece in lines:
        yield from piece_looks(rule, piece)
    if lines:
        yield from _short_line(rule, lines[-1], [length for length, _ in case.elements.abstract_rules])


def letter_abstract(rule: Rule, case: Case) -> Iterator[Finding]:
    if (piece := case.elements.about) is None:
        return
    yield from piece_looks(rule, piece)
    yield from aligned(rule, piece.para)
    if not piece.text.startswith(rule["prefix"]):
        yield Finding(rule["id"], f"“{piece.text[:3]}”", f"“{rule['prefix']}”", place(piece.para))
    if piece.para.layout.before < rule["gap_before_pt"]:
        found = f"{piece.para.layout.before:g} pt above"
        yield Finding(rule["id"], found, f"{rule['gap_before_pt']:g} pt above", place(piece.para))


# --- marks ------------------------------------------------------------------------------------------------------------


def urgency(rule: Rule, case: Case) -> Iterator[Finding]:
    marks = {fold(mark["text"]) for mark in rule["marks"]}
    circulation = {fold(text) for text in rule["circulation"]}
    for piece in pieces(case.word.paragraphs):
        if piece.folded not in marks | circulation:
            continue
        where = place(piece.para, piece.text)
        yield from looks(rule, rule["id"], piece.spans, piece.shown, where)
        cell = piece.para.cell
        alone = cell is not None and cell.table > 1
        framed = piece.para.in_box or piece.para.layout.boxed or any(span.look.framed for span in piece.spans)
        if not framed and not alone:
            yield Finding(rule["id"], "no frame", "a single frame around it", where)
        if piece.folded in marks and not all(_red(span.look.color) for span in piece.spans if span.text.strip()):
            yield Finding(rule["id"], "not red", "red", where)


def _red(color: str) -> bool:
    if not re.fullmatch("[0-9A-F]{6}", color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xC0 and max(green, blue) <= 0x40


def copies(rule: Rule, case: Case) -> Iterator[Finding]:
    for piece in pieces(case.word.paragraphs):
        said = re.match(r"(?:sao y|sao luc|trich sao)\b", piece.folded) and piece.shown.isupper()
        if said and piece.shown not in rule["allowed"]:
            yield Finding(rule["id"], f"“{piece.shown}”", " or ".join(rule["allowed"]), place(piece.para))


# --- where things stand -----------------------------------------------------------------------------------------------


def positions(rule: Rule, case: Case) -> Iterator[Finding]:
    """The plan of the boxes: agency and number left, state, motto and day right, number and day in one row."""
    found, name = case.elements, rule["id"]
    if found.state and not _right(found.state):
        yield Finding(name, "the national title on the left", "right of the agency's name", place(found.state.para))
    if found.number and _right(found.number):
        yield Finding(name, "the number on the right", "below the agency's name", place(found.number.para))
    if found.dateline and not _right(found.dateline):
        wanted = "on the right, below the motto"
        yield Finding(name, "place and day on the left", wanted, place(found.dateline.para))
    if found.number and found.dateline and not _beside(found.number, found.dateline):
        where = place(found.dateline.para)
        yield Finding(name, "number and day in different rows", "in one row", where)
    signers = [piece for piece in found.signer if piece.para.cell]
    if found.recipients_head and found.recipients_head.para.cell and not signers:
        where = place(found.recipients_head.para)
        yield Finding(name, "no place for the signer right of the recipients", "one", where)


def _right(piece: Piece) -> bool:
    cell = piece.para.cell
    return cell.column > 0 if cell else piece.tab > 0 or piece.para.layout.align == "right"


def _beside(left: Piece, right: Piece) -> bool:
    one, other = left.para.cell, right.para.cell
    if one and other:
        return (one.table, one.row) == (other.table, other.row)
    return left.para.number == right.para.number
