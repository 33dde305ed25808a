"""Checks of the page: paper, margins, fonts, colour, page numbers, and the contact line in the bottom margin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from taphuan.check.decree30.base import Case, Finding, Rule, alphanumeric, check_look, place, range_text
from taphuan.check.decree30.elements import line_lengths, pieces
from taphuan.check.decree30.reading import Page, Para
from taphuan.text import fold

# Millimetres: Word rounds lengths to twentieths of a point, and its dialogs to tenths of a centimetre.
_ROUNDING = 0.3
_LEGACY = re.compile(r"\.vn|vni|vntime|tcvn", re.IGNORECASE)
_CONTACT = re.compile(r"(?:dia chi|dien thoai|dt|thu dien tu|e-?mail|website|fax)\s*:")
# The smallest ratio to the width of the text of a line that counts as full.
_FULL = 0.95
# A text with fewer characters fits on one page, and a document of one page has no page number.
_ONE_PAGE = 1200


def paper(rule: Rule, case: Case) -> Iterator[Finding]:
    """The size of the paper of each section, to 1 mm."""
    for number, page in enumerate(case.word.pages, start=1):
        short, long = sorted((page.width, page.height))
        if abs(short - rule["width_mm"]) > 1 or abs(long - rule["height_mm"]) > 1:
            size = f"{short:.0f} × {long:.0f} mm" if short else "no size"
            yield Finding(rule["id"], size, f"A4, {rule['width_mm']} × {rule['height_mm']} mm", f"section {number}")


def orientation(rule: Rule, case: Case) -> Iterator[Finding]:
    """Landscape pages, which are allowed only for sections with tables after the first section."""
    for at, page in enumerate(case.word.pages):
        has_tables = any(para.cell and para.section == at for para in case.word.paragraphs)
        if page.landscape and (at == 0 or not has_tables):
            yield Finding(rule["id"], "landscape", "portrait (landscape for tables only)", f"section {at + 1}")


def margin(rule: Rule, case: Case) -> Iterator[Finding]:
    """The width of one margin of each section; the id of the rule says which."""
    side = {"le-tren": "top", "le-duoi": "bottom", "le-trai": "left", "le-phai": "right"}[rule["id"]]
    for number, page in enumerate(case.word.pages, start=1):
        width = page.margins.get(side, 0.0)
        if not rule["min_mm"] - _ROUNDING <= width <= rule["max_mm"] + _ROUNDING:
            wanted = range_text(rule["min_mm"], rule["max_mm"], "mm")
            yield Finding(rule["id"], f"{width:.1f} mm", wanted, f"section {number}")


def _all_paragraphs(case: Case) -> Iterator[tuple[Para, str]]:
    """(paragraph, place) for every paragraph of the text, headers and footers; those of shared headers only once."""
    for para in case.word.paragraphs:
        yield para, place(para)
    numbers: set[int] = set()
    for number, page in enumerate(case.word.pages, start=1):
        for kind, margins in (("header", page.headers), ("footer", page.footers)):
            for para in (para for paragraphs in margins.values() for para in paragraphs):
                if para.number not in numbers:
                    numbers.add(para.number)
                    yield para, f"{kind} of section {number}" + (f" “{para.text[:40]}”" if para.text else "")


def font(rule: Rule, case: Case) -> Iterator[Finding]:
    """The fonts of all text and page numbers."""
    for para, where in _all_paragraphs(case):
        faces = {face for span in alphanumeric(para.spans) for face in span.look.fonts}
        if para.page_number:
            faces |= set(para.page_number.fonts)
        if wrong := sorted(faces - {rule["font_family"]}):
            yield Finding(rule["id"], ", ".join(wrong), rule["font_family"], where)


def encoding(rule: Rule, case: Case) -> Iterator[Finding]:
    """Text in legacy fonts with an encoding of their own, and text that is not in NFC."""
    wanted = f"{rule['encoding']} ({rule['standard']})"
    for para, where in _all_paragraphs(case):
        text = "".join(span.text for span in para.spans)
        if legacy := sorted({f for span in alphanumeric(para.spans) for f in span.look.fonts if _LEGACY.match(f)}):
            yield Finding(rule["id"], f"the encoding of {', '.join(legacy)}", wanted, where)
        if not unicodedata.is_normalized("NFC", text):
            yield Finding(rule["id"], "decomposed letters (NFD)", f"{wanted}, composed letters (NFC)", where)


def colour(rule: Rule, case: Case) -> Iterator[Finding]:
    """The colour of all text."""
    for para, where in _all_paragraphs(case):
        if fold(para.text) in ("khan", "thuong khan", "hoa toc"):
            continue  # a mark of urgency is red
        if wrong := sorted({span.look.color for span in alphanumeric(para.spans)} - {"000000"}):
            yield Finding(rule["id"], ", ".join(f"#{color}" for color in wrong), rule["color"], where)


# --- page numbers -----------------------------------------------------------------------------------------------------


def _with_number(paragraphs: tuple[Para, ...]) -> Para | None:
    """The first of the paragraphs that contains a page number."""
    return next((para for para in paragraphs if para.page_number), None)


def page_number(rule: Rule, case: Case) -> Iterator[Finding]:
    """The page numbers: place, look and counting. A document that fits on one page needs none."""
    name = rule["id"]
    if sum(len(para.text) for para in case.word.paragraphs) < _ONE_PAGE and not any(
        _with_number(paragraphs)
        for page in case.word.pages
        for paragraphs in (*page.headers.values(), *page.footers.values())
    ):
        return
    for at, page in enumerate(case.word.pages):
        where = f"section {at + 1}"
        if any(_with_number(paragraphs) for paragraphs in page.footers.values()):
            yield Finding(name, "a number in the bottom margin", "in the top margin", f"footer of {where}")
            continue
        numbered = _with_number(page.headers.get("default", ()))
        if numbered is None:
            yield Finding(name, "no page number", "a PAGE field in the header", where)
            continue
        yield from _number_look(rule, numbered, f"header of {where}")
        yield from _counting(rule, case, at, page, where)


def _number_look(rule: Rule, para: Para, where: str) -> Iterator[Finding]:
    look = para.page_number
    # the default header of Word is left-aligned with a tab stop in its middle
    tabs = sum(span.text.count("\t") for span in para.spans)
    if para.layout.align != rule["align"] and tabs != 1:
        yield Finding(rule["id"], f"aligned {para.layout.align}", f"aligned {rule['align']}", where)
    if look and not rule["min_pt"] <= look.size <= rule["max_pt"]:
        wanted = range_text(rule["min_pt"], rule["max_pt"], "pt")
        yield Finding(rule["id"], f"{look.size:g} pt", wanted, where)
    if look and look.italic:
        yield Finding(rule["id"], "italic", rule["style"], where)


def _counting(rule: Rule, case: Case, at: int, page: Page, where: str) -> Iterator[Finding]:
    """Numerals, start and first page of the page numbers of the section with the index `at`."""
    if page.number_format not in ("decimal", "arabicDash", "numberInDash"):
        yield Finding(rule["id"], f"numerals “{page.number_format}”", "Arabic numerals", where)
    is_appendix = any(piece.para.section == at for piece in case.elements.appendices)
    if page.number_start is not None and not is_appendix and (at or page.number_start != rule["start"]):
        wanted = f"one start at {rule['start']}, in the first section"
        yield Finding(rule["id"], f"numbers that start at {page.number_start}", wanted, where)
    if at and page.first_differs and not _with_number(page.headers.get("first", ())):
        yield Finding(rule["id"], "no number on the section's first page", "one on every page but the first", where)


def first_page_number(rule: Rule, case: Case) -> Iterator[Finding]:
    """A page number on the first page, where none is allowed."""
    for page in case.word.pages[:1]:
        header = page.headers.get("first" if page.first_differs else "default", ())
        if _with_number(header):
            yield Finding(rule["id"], "a number on page 1", "none on page 1", "section 1")


# --- the bottom margin ------------------------------------------------------------------------------------------------


def contacts(rule: Rule, case: Case) -> Iterator[Finding]:
    """The address and telephone of the agency in the footer of the first page: look, and the line above."""
    for page in case.word.pages[:1]:
        footer = page.footers.get("first" if page.first_differs else "default", ())
        contact_paragraphs = [para for para in footer if _CONTACT.search(fold(para.text))]
        for piece in pieces(tuple(contact_paragraphs)):
            where = f"footer of the first page “{piece.text[:40]}”"
            yield from check_look(rule, rule["id"], piece.spans, piece.printed, where)
        if contact_paragraphs:
            above = footer[: footer.index(contact_paragraphs[0]) + 1]
            text_width = page.width - page.margins.get("left", 0) - page.margins.get("right", 0)
            lengths = [length for para in above for length in line_lengths(case.word, para)]
            if not any(length == 0 or length >= _FULL * text_width for length in lengths):
                line = f"a line of {max(lengths):.0f} mm" if lengths else "no line above"
                wanted = f"a line across the text, {text_width:.0f} mm"
                yield Finding(rule["id"], line, wanted, "footer of the first page")
