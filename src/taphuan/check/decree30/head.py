"""Checks of the letterhead (national title, agency, number, place and day), the type, the abstract and marks of urgency."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.charts.text_measure import paper_width
from taphuan.check.decree30.base import Case, Finding, Rule, check_alignment, check_look, check_piece, place
from taphuan.check.decree30.elements import Piece, is_blank, line_lengths, pieces
from taphuan.check.decree30.reading import Para
from taphuan.text import fold

# The tolerances of the ratio of a line to its text, which authors draw by hand: of a short line, of a full one.
_SHORT_TOLERANCE = 0.03
_FULL_TOLERANCE = 0.12
_DRAFT_NUMBER = re.compile(r"Số: ?[\s….\d]*/ ?[A-ZĐƯ…][\wĐđƯư…]*(?:-[\wĐƯ….]+)*")
_DATE = re.compile(r"(?P<place>[^,]+)(?P<comma>,?) ngày(?P<day>.*?) tháng(?P<month>.*?) năm ?(?P<year>[\d\s….]*)")
_SYMBOL = re.compile(r"/\s*([^\s\-–…]+)")


def state(rule: Rule, case: Case) -> Iterator[Finding]:
    """The name of the state: wording and look."""
    if piece := case.elements.state:
        yield from _check_wording(rule, piece)
        yield from check_piece(rule, piece)


def motto(rule: Rule, case: Case) -> Iterator[Finding]:
    """The motto: wording, look and alignment."""
    if piece := case.elements.motto:
        yield from _check_wording(rule, piece)
        yield from check_piece(rule, piece)
        if not piece.tab:  # the alignment of a paragraph with tabs is not that of its pieces
            yield from check_alignment(rule, piece.para)


def _check_wording(rule: Rule, piece: Piece) -> Iterator[Finding]:
    if piece.printed != rule["text"]:
        yield Finding(rule["id"], f"“{piece.printed}”", f"“{rule['text']}”", place(piece.para, piece.text))


def motto_line(rule: Rule, case: Case) -> Iterator[Finding]:
    """The line below the motto: as long as the motto."""
    if (piece := case.elements.motto) is None:
        return
    if all(span.look.underline for span in piece.spans if span.text.strip()):
        return
    text_width = _width(piece)
    lengths = _lengths_of_lines_at(case, [piece])
    if not lengths:
        yield Finding(rule["id"], "no line", f"a solid line below the motto, {text_width:.0f} mm", place(piece.para))
    elif not any(length == 0 or abs(length / text_width - 1) <= _FULL_TOLERANCE for length in lengths):
        wanted = f"as long as the motto, {text_width:.0f} mm"
        yield Finding(rule["id"], f"a line of {_millimetres(lengths)}", wanted, place(piece.para))


def _millimetres(lengths: list[float]) -> str:
    return ", ".join(f"{length:.0f} mm" for length in lengths)


def _width(piece: Piece) -> float:
    """The width of the printed text in millimetres."""
    texts = ((span.text.upper() if span.look.caps else span.text, span.look) for span in piece.spans)
    return sum(paper_width(text, look.size, look.bold) for text, look in texts)


def _lengths_of_lines_at(case: Case, block: list[Piece]) -> list[float]:
    """The lengths in millimetres of the lines in the table cells of a block, or directly below it outside of tables."""
    cells = {(p.para.cell.table, p.para.cell.row, p.para.cell.column) for p in block if p.para.cell}
    last = max(piece.para.number for piece in block)

    def is_at_block(para: Para) -> bool:
        if cells:
            cell = para.cell
            return cell is not None and (cell.table, cell.row, cell.column) in cells
        return last <= para.number <= last + 1

    return [length for para in case.word.paragraphs if is_at_block(para) for length in line_lengths(case.word, para)]


def _superior_and_agency(case: Case) -> tuple[list[Piece], list[Piece]]:
    """(lines of the superior agency, lines of the issuing agency): the issuing one are the bold lines at the end, or the
    last line if none is bold."""
    lines = case.elements.agency
    first = len(lines)
    while first and all(span.look.bold for span in lines[first - 1].spans if span.text.strip()):
        first -= 1
    if first == len(lines):
        first -= 1
    return lines[: max(first, 0)], lines[max(first, 0) :]


def superior(rule: Rule, case: Case) -> Iterator[Finding]:
    """The name of the superior agency: look."""
    for piece in _superior_and_agency(case)[0]:
        yield from check_piece(rule, piece)


def agency(rule: Rule, case: Case) -> Iterator[Finding]:
    """The name of the issuing agency: look; required in an issued document."""
    for piece in _superior_and_agency(case)[1]:
        yield from check_piece(rule, piece)
        if case.issued and (is_blank(piece.text) or piece.text.startswith("(")):
            yield Finding(rule["id"], f"“{piece.text}”", "the name of the issuing agency", place(piece.para))


def agency_line(rule: Rule, case: Case) -> Iterator[Finding]:
    """The line below the name of the issuing agency."""
    if block := _superior_and_agency(case)[1]:
        lengths = _lengths_of_lines_at(case, block)
        underlined = [_width(p) for p in block[-1:] if all(s.look.underline for s in p.spans if s.text.strip())]
        yield from _short_line(rule, block[-1], lengths or underlined)


def _short_line(rule: Rule, piece: Piece, lengths: list[float]) -> Iterator[Finding]:
    """A line below a text must be as long as a third to a half of the text."""
    text_width = _width(piece)
    low, high = rule["rule_min_ratio"], rule["rule_max_ratio"]
    wanted = f"a solid line of {low * text_width:.0f}–{high * text_width:.0f} mm (1/3 to 1/2 of the text)"
    if not lengths:
        yield Finding(rule["id"], "no line", wanted, place(piece.para, piece.text))
    elif not any(
        length == 0 or low - _SHORT_TOLERANCE <= length / text_width <= high + _SHORT_TOLERANCE for length in lengths
    ):
        yield Finding(rule["id"], f"a line of {_millimetres(lengths)}", wanted, place(piece.para, piece.text))


# --- number, place and day --------------------------------------------------------------------------------------------


def number(rule: Rule, case: Case) -> Iterator[Finding]:
    """The number and symbol: look and form; a draft needs no number."""
    if (piece := case.elements.number) is None:
        return
    yield from check_piece(rule, piece)
    match = re.fullmatch(rule["pattern"], piece.text) if case.issued else _DRAFT_NUMBER.fullmatch(piece.text)
    if not match:
        wanted = "“Số: 05/BC-STTTT”: number, slash, symbol in capitals" if case.issued else "“Số: …/BC-…”"
        yield Finding(rule["id"], f"“{piece.text}”", wanted, place(piece.para, piece.text))


def abbreviation(rule: Rule, case: Case) -> Iterator[Finding]:
    """The abbreviation of the type of document in the symbol: “BC” for “Báo cáo”."""
    piece, kind = case.elements.number, case.elements.type
    symbol = _SYMBOL.search(piece.text) if piece else None
    if piece is None or kind is None or symbol is None:
        return
    for name, short in rule["abbreviations"].items():
        if fold(kind.text).startswith(fold(name)) and symbol.group(1) != short:
            yield Finding(rule["id"], symbol.group(1), f"{short} for “{name}”", place(piece.para, piece.text))


def dateline(rule: Rule, case: Case) -> Iterator[Finding]:
    """Place and date: look and form; in a draft they may be blank."""
    if (piece := case.elements.dateline) is None:
        return
    where = place(piece.para, piece.text)
    yield from check_piece(rule, piece)
    match = _DATE.fullmatch(piece.text)
    if not match:
        yield Finding(rule["id"], f"“{piece.text}”", "“Hà Nội, ngày 05 tháng 02 năm 2026”", where)
        return
    if not match["comma"]:
        yield Finding(rule["id"], "no comma after the place", "a comma after the place", where)
    if is_blank(match["place"]) and case.issued:
        yield Finding(rule["id"], "no place", "the place of issue", where)
    for name, value, last_padded in (("day", match["day"].strip(), 9), ("month", match["month"].strip(), 2)):
        if is_blank(value):
            if case.issued:
                yield Finding(rule["id"], f"no {name}", f"the {name}", where)
        elif not value.isdigit():
            yield Finding(rule["id"], f"“{value}”", f"the {name} in figures", where)
        elif len(value) == 1 and int(value) <= last_padded:
            yield Finding(rule["id"], f"{name} {value}", f"{name} 0{value}", where)


# --- type, abstract ---------------------------------------------------------------------------------------------------


def kind(rule: Rule, case: Case) -> Iterator[Finding]:
    """The type of document: look."""
    if piece := case.elements.type:
        yield from check_piece(rule, piece)


def abstract(rule: Rule, case: Case) -> Iterator[Finding]:
    """The abstract: look, and the line below it."""
    lines = case.elements.abstract
    for piece in lines:
        yield from check_piece(rule, piece)
    if lines:
        yield from _short_line(rule, lines[-1], case.elements.abstract_lines)


def letter_abstract(rule: Rule, case: Case) -> Iterator[Finding]:
    """The abstract of a letter (“V/v …”): look, alignment, prefix and the space above."""
    if (piece := case.elements.about) is None:
        return
    yield from check_piece(rule, piece)
    yield from check_alignment(rule, piece.para)
    if not piece.text.startswith(rule["prefix"]):
        yield Finding(rule["id"], f"“{piece.text[:3]}”", f"“{rule['prefix']}”", place(piece.para))
    if piece.para.layout.before < rule["gap_before_pt"]:
        gap = f"{piece.para.layout.before:g} pt above"
        yield Finding(rule["id"], gap, f"{rule['gap_before_pt']:g} pt above", place(piece.para))


# --- marks ------------------------------------------------------------------------------------------------------------


def urgency(rule: Rule, case: Case) -> Iterator[Finding]:
    """Marks of urgency and of limited circulation: look, frame and colour."""
    marks = {fold(mark["text"]) for mark in rule["marks"]}
    circulation = {fold(text) for text in rule["circulation"]}
    for piece in pieces(case.word.paragraphs):
        if piece.folded not in marks | circulation:
            continue
        where = place(piece.para, piece.text)
        yield from check_look(rule, rule["id"], piece.spans, piece.printed, where)
        cell = piece.para.cell
        in_own_table = cell is not None and cell.table > 1
        framed = piece.para.in_box or piece.para.layout.boxed or any(span.look.framed for span in piece.spans)
        if not framed and not in_own_table:
            yield Finding(rule["id"], "no frame", "a single frame around it", where)
        if piece.folded in marks and not all(_red(span.look.color) for span in piece.spans if span.text.strip()):
            yield Finding(rule["id"], "not red", "red", where)


def _red(color: str) -> bool:
    if not re.fullmatch("[0-9A-F]{6}", color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xC0 and max(green, blue) <= 0x40


def copies(rule: Rule, case: Case) -> Iterator[Finding]:
    """The words for the kind of a copy (“SAO Y”, …): wording."""
    for piece in pieces(case.word.paragraphs):
        is_kind_of_copy = re.match(r"(?:sao y|sao luc|trich sao)\b", piece.folded) and piece.printed.isupper()
        if is_kind_of_copy and piece.printed not in rule["allowed"]:
            yield Finding(rule["id"], f"“{piece.printed}”", " or ".join(rule["allowed"]), place(piece.para))


# --- positions --------------------------------------------------------------------------------------------------------


def positions(rule: Rule, case: Case) -> Iterator[Finding]:
    """Positions: agency and number on the left, state, motto and date on the right, number and date in one row."""
    elements, name = case.elements, rule["id"]
    if elements.state and not _is_right(elements.state):
        where = place(elements.state.para)
        yield Finding(name, "the national title on the left", "right of the agency's name", where)
    if elements.number and _is_right(elements.number):
        yield Finding(name, "the number on the right", "below the agency's name", place(elements.number.para))
    if elements.dateline and not _is_right(elements.dateline):
        wanted = "on the right, below the motto"
        yield Finding(name, "place and day on the left", wanted, place(elements.dateline.para))
    if elements.number and elements.dateline and not _in_one_row(elements.number, elements.dateline):
        where = place(elements.dateline.para)
        yield Finding(name, "number and day in different rows", "in one row", where)
    signer_in_table = any(piece.para.cell for piece in elements.signer)
    if elements.recipients_head and elements.recipients_head.para.cell and not signer_in_table:
        where = place(elements.recipients_head.para)
        yield Finding(name, "no signer right of the recipients", "post and name of the signer there", where)


def _is_right(piece: Piece) -> bool:
    cell = piece.para.cell
    return cell.column > 0 if cell else piece.tab > 0 or piece.para.layout.align == "right"


def _in_one_row(left: Piece, right: Piece) -> bool:
    left_cell, right_cell = left.para.cell, right.para.cell
    if left_cell and right_cell:
        return (left_cell.table, left_cell.row) == (right_cell.table, right_cell.row)
    return left.para.number == right.para.number
