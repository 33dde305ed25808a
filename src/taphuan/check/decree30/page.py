"""Checks of the page: paper, margins, fonts, colour, page numbers, what stands in the bottom margin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from taphuan.check.decree30.base import Case, Finding, Rule, looks, place, span_of, worded
from taphuan.check.decree30.elements import drawn, pieces
from taphuan.check.decree30.reading import Page, Para
from taphuan.text import fold

# Word keeps lengths in twentieths of a point: what is told apart must be more than rounding.
_ROUNDING = 0.3
_LEGACY = re.compile(r"\.vn|vni|vntime|tcvn", re.IGNORECASE)
_CONTACT = re.compile(r"(?:dia chi|dien thoai|dt|thu dien tu|e-?mail|website|fax)\s*:")
_FULL = 0.95
# A text this short fits on one page, which carries no number.
_ONE_PAGE = 1200


def paper(rule: Rule, case: Case) -> Iterator[Finding]:
    for number, page in enumerate(case.word.pages, start=1):
        short, long = sorted((page.width, page.height))
        if abs(short - rule["width_mm"]) > 1 or abs(long - rule["height_mm"]) > 1:
            found = f"{short:.0f} × {long:.0f} mm" if short else "no size"
            yield Finding(rule["id"], found, f"A4, {rule['width_mm']} × {rule['height_mm']} mm", f"section {number}")


def orientation(rule: Rule, case: Case) -> Iterator[Finding]:
    for at, page in enumerate(case.word.pages):
        tables = any(para.cell and para.section == at for para in case.word.paragraphs)
        if page.landscape and (at == 0 or not tables):
            yield Finding(rule["id"], "landscape", "portrait (landscape for tables only)", f"section {at + 1}")


def margin(rule: Rule, case: Case) -> Iterator[Finding]:
    side = {"le-tren": "top", "le-duoi": "bottom", "le-trai": "left", "le-phai": "right"}[rule["id"]]
    for number, page in enumerate(case.word.pages, start=1):
        width = page.margins.get(side, 0.0)
        if not rule["min_mm"] - _ROUNDING <= width <= rule["max_mm"] + _ROUNDING:
            wanted = span_of(rule["min_mm"], rule["max_mm"], "mm")
            yield Finding(rule["id"], f"{width:.1f} mm", wanted, f"section {number}")


def _everything(case: Case) -> Iterator[tuple[Para, str]]:
    """Every paragraph with its place, those of headers and footers once."""
    for para in case.word.paragraphs:
        yield para, place(para)
    seen: set[int] = set()
    for number, page in enumerate(case.word.pages, start=1):
        for kind, margins in (("header", page.headers), ("footer", page.footers)):
            for para in (para for paragraphs in margins.values() for para in paragraphs):
                if para.number not in seen:
                    seen.add(para.number)
                    yield para, f"{kind} of section {number}" + (f" “{para.text[:40]}”" if para.text else "")


def font(rule: Rule, case: Case) -> Iterator[Finding]:
    for para, where in _everything(case):
        faces = {face for span in worded(para.spans) for face in span.look.fonts}
        if para.page_number:
            faces |= set(para.page_number.fonts)
        if wrong := sorted(faces - {rule["font_family"]}):
            yield Finding(rule["id"], ", ".join(wrong), rule["font_family"], where)


def encoding(rule: Rule, case: Case) -> Iterator[Finding]:
    wanted = f"{rule['encoding']} ({rule['standard']})"
    for para, where in _everything(case):
        text = "".join(span.text for span in para.spans)
        if old := sorted({f for span in worded(para.spans) for f in span.look.fonts if _LEGACY.match(f)}):
            yield Finding(rule["id"], f"the encoding of {', '.join(old)}", wanted, where)
        if not unicodedata.is_normalized("NFC", text):
            yield Finding(rule["id"], "letters with loose marks", f"{wanted}, one code for a letter", where)


def colour(rule: Rule, case: Case) -> Iterator[Finding]:
    for para, where in _everything(case):
        if fold(para.text) in ("khan", "thuong khan", "hoa toc"):
            continue  # a mark of urgency is red
        if wrong := sorted({span.look.color for span in worded(para.spans)} - {"000000"}):
            yield Finding(rule["id"], ", ".join(f"#{color}" for color in wrong), rule["color"], where)


# --- page numbers -----------------------------------------------------------------------------------------------------


def _numbered(paragraphs: tuple[Para, ...]) -> Para | None:
    return next((para for para in paragraphs if para.page_number), None)


def page_number(rule: Rule, case: Case) -> Iterator[Finding]:
    name = rule["id"]
    if sum(len(para.text) for para in case.word.paragraphs) < _ONE_PAGE and not any(
        _numbered(paragraphs)
        for page in case.word.pages
        for paragraphs in (*page.headers.values(), *page.footers.values())
    ):
        return
    for at, page in enumerate(case.word.pages):
        where = f"section {at + 1}"
        if any(_numbered(paragraphs) for paragraphs in page.footers.values()):
            yield Finding(name, "a number in the bottom margin", "in the top margin", f"footer of {where}")
            continue
        numbered = _numbered(page.headers.get("default", ()))
        if numbered is None:
            yield Finding(name, "no page number", "a PAGE field in the header", where)
            continue
        yield from _one_number(rule, numbered, f"header of {where}")
        yield from _counting(rule, case, at, page, where)


def _one_number(rule: Rule, para: Para, where: str) -> Iterator[Finding]:
    look = para.page_number
    # The header of Word's own making has a tab stop in its middle.
    tabs = sum(span.text.count("\t") for span in para.spans)
    if para.layout.align != rule["align"] and tabs != 1:
        yield Finding(rule["id"], f"aligned {para.layout.align}", f"aligned {rule['align']}", where)
    if look and not rule["min_pt"] <= look.size <= rule["max_pt"]:
        wanted = span_of(rule["min_pt"], rule["max_pt"], "pt")
        yield Finding(rule["id"], f"{look.size:g} pt", wanted, where)
    if look and look.italic:
        yield Finding(rule["id"], "italic", rule["style"], where)


def _counting(rule: Rule, case: Case, at: int, page: Page, where: str) -> Iterator[Finding]:
    if page.number_format not in ("decimal", "arabicDash", "numberInDash"):
        yield Finding(rule["id"], f"numerals “{page.number_format}”", "Arabic numerals", where)
    appended = any(piece.para.section == at for piece in case.elements.appendices)
    if page.number_start is not None and not appended and (at or page.number_start != rule["start"]):
        wanted = f"to begin at {rule['start']} once"
        yield Finding(rule["id"], f"numbers that begin at {page.number_start}", wanted, where)
    if at and page.first_differs and not _numbered(page.headers.get("first", ())):
        yield Finding(rule["id"], "no number on the section's first page", "one on every page but the first", where)


def first_page_number(rule: Rule, case: Case) -> Iterator[Finding]:
    for page in case.word.pages[:1]:
        shown = page.headers.get("first" if page.first_differs else "default", ())
        if _numbered(shown):
            yield Finding(rule["id"], "a number on page 1", "none on page 1", "section 1")


# --- the bottom margin ------------------------------------------------------------------------------------------------


def contacts(rule: Rule, case: Case) -> Iterator[Finding]:
    for page in case.word.pages[:1]:
        footer = page.footers.get("first" if page.first_differs else "default", ())
        told = [para for para in footer if _CONTACT.search(fold(para.text))]
        for piece in pieces(tuple(told)):
            where = f"footer of the first page “{piece.text[:40]}”"
            yield from looks(rule, rule["id"], piece.spans, piece.shown, where)
        if told:
            above = footer[: footer.index(told[0]) + 1]
            room = page.width - page.margins.get("left", 0) - page.margins.get("right", 0)
            lines = [length for para in above for length in drawn(case.word, para)]
            if not any(length == 0 or length >= _FULL * room for length in lines):
                found = f"a line of {max(lines):.0f} mm" if lines else "no line above"
                yield Finding(rule["id"], found, f"a line across the text, {room:.0f} mm", "footer of the first page")
