"""Checks of the text (legal grounds, addressees, paragraphs, headings, appendices) and of the required parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.check.decree30.base import (
    Case,
    Finding,
    Rule,
    alphanumeric,
    check_alignment,
    check_look,
    place,
    points,
    range_text,
)
from taphuan.check.decree30.elements import Piece, pieces
from taphuan.check.decree30.reading import Para
from taphuan.text import fold

# The height of a line with single spacing in Times New Roman, as a multiple of the font size.
_SINGLE = 1.15
# Centimetres, or lines: Word rounds lengths to twentieths of a point.
_ROUNDING = 0.02
_ROMAN = re.compile(r"[IVXLC]+\.\s")
_LABEL = re.compile(r"(Phần|Chương|Tiểu mục|Mục)\s+(?:thứ\s+)?([IVXLC]+|\d+)\b\.?(.*)", re.IGNORECASE)
_ARTICLE = re.compile(r"Điều\s+\d+(\S?)")
_POINT = re.compile(r"[a-zđ]\.\s")
_LAW_NUMBER = re.compile(r"can cu (?:bo luat|luat|phap lenh)\b.*(?:\bso \d|/qh\d|cua quoc hoi)")


def _check_para(rule: Rule, para: Para, name: str = "") -> Iterator[Finding]:
    """Findings on the look of a paragraph; `name` is the id of the rule if `rule` has none."""
    printed = "".join(span.text.upper() if span.look.caps else span.text for span in para.spans)
    yield from check_look(rule, name or rule["id"], para.spans, printed, place(para))


def content(rule: Rule, case: Case) -> Iterator[Finding]:
    """Look and alignment of the paragraphs of the text."""
    for para in case.elements.content:
        yield from _check_para(rule, para)
        yield from check_alignment(rule, para)


def _first_line_indent(para: Para) -> float:
    """The distance of the first line from the margin in centimetres."""
    return (para.layout.left + para.layout.first) / 10


def indent(rule: Rule, case: Case) -> Iterator[Finding]:
    """Indentation of the first lines of paragraphs."""
    wanted = " or ".join(f"{value:g} cm" for value in rule["allowed_cm"])
    for para in case.elements.content:
        first_line = _first_line_indent(para)
        if not any(abs(first_line - allowed) <= _ROUNDING for allowed in rule["allowed_cm"]):
            yield Finding(rule["id"], f"{first_line:.2f} cm", wanted, place(para))


def paragraph_gap(rule: Rule, case: Case) -> Iterator[Finding]:
    """Space between adjacent paragraphs of the text."""
    by_number = {para.number: para for para in case.elements.content}
    for para in case.elements.content:
        following = by_number.get(para.number + 1)
        if following is None:
            continue
        same_style = para.style == following.style
        below = 0.0 if same_style and para.layout.contextual else para.layout.after
        above = 0.0 if same_style and following.layout.contextual else following.layout.before
        gap = below + above if case.word.adds_gaps else max(below, above)
        if gap < rule["min_pt"]:
            yield Finding(rule["id"], points(gap), f"at least {points(rule['min_pt'])}", place(following))


def line_gap(rule: Rule, case: Case) -> Iterator[Finding]:
    """Line spacing of the paragraphs of the text."""
    for para in case.elements.content:
        size = max((span.look.size for span in alphanumeric(para.spans)), default=0.0)
        if not size:
            continue
        lines = para.layout.lines or para.layout.line_pt / (size * _SINGLE)
        if not rule["min_lines"] - _ROUNDING <= lines <= rule["max_lines"] + _ROUNDING:
            wanted = range_text(rule["min_lines"], rule["max_lines"], "lines")
            yield Finding(rule["id"], f"{lines:.2g} lines", wanted, place(para))


def grounds(rule: Rule, case: Case) -> Iterator[Finding]:
    """The legal grounds (“Căn cứ …”): look, punctuation, and laws cited without their number."""
    paragraphs = case.elements.grounds
    for para in paragraphs:
        yield from _check_para(rule, para)
        end = rule["last_line_end"] if para is paragraphs[-1] else rule["line_end"]
        if not para.text.endswith(end):
            yield Finding(rule["id"], f"“{para.text[-1]}” at the end", f"“{end}”", place(para))
        if _LAW_NUMBER.search(fold(para.text)):
            wanted = "type and name only: laws are cited without number and issuing body"
            yield Finding(rule["id"], "a law with its number or issuing body", wanted, place(para))


def addressees(rule: Rule, case: Case) -> Iterator[Finding]:
    """The addressees (“Kính gửi: …”): look, and punctuation of a list."""
    paragraphs = case.elements.addressees
    for para in paragraphs:
        yield from _check_para(rule, para)
    listed = paragraphs[1:]
    if paragraphs and not listed and paragraphs[0].text.rstrip().endswith(":"):
        wanted = "the addressee on the same line"
        yield Finding(rule["id"], "no addressee on the line", wanted, place(paragraphs[0]))
    for para in listed:
        end = "." if para is listed[-1] else ";"
        if not para.text.endswith(end):
            yield Finding(rule["id"], f"“{para.text[-1]}” at the end", f"“{end}”", place(para))


# --- headings and appendices ------------------------------------------------------------------------------------------


def headings(rule: Rule, case: Case) -> Iterator[Finding]:
    """The headings of parts, chapters, sections and articles, and the labels of points."""
    elements = case.elements
    ordered = sorted((*elements.headings, *elements.content), key=lambda para: para.number)
    for at, para in enumerate(ordered):
        following = ordered[at + 1] if at + 1 < len(ordered) else None
        if _ROMAN.match(para.text):
            yield from _check_para(rule["muc_khi_chia_phan_muc_khoan"], para, rule["id"])
        elif label := _LABEL.match(para.text):
            yield from _labelled_heading(rule, label, para, following)
        elif article := _ARTICLE.match(para.text):
            yield from _article(rule, article, para)
        elif _POINT.match(para.text):
            yield Finding(rule["id"], f"“{para.text[:2]}”", f"“{para.text[0]})”", place(para))


def _labelled_heading(rule: Rule, label: re.Match[str], para: Para, following: Para | None) -> Iterator[Finding]:
    """A label such as “Chương I” must be on a line of its own, and the title in capitals on the next line."""
    is_chapter = fold(label.group(1)) in ("phan", "chuong")
    part = rule["phan_chuong" if is_chapter else "muc_tieu_muc"]
    title_on_line = label.group(3).strip(" .:")
    if title_on_line:
        if not all(span.look.bold for span in alphanumeric(para.spans)):
            return  # a sentence that begins with such a word
        yield Finding(rule["id"], "label and title on one line", "the title on the next line", place(para))
    if is_chapter == label.group(2).isdigit():
        wanted = "Roman numerals" if is_chapter else "Arabic numerals"
        yield Finding(rule["id"], f"“{label.group(2)}”", wanted, place(para))
    look = {key: part.get(key) for key in ("min_pt", "max_pt", "style", "bold")}
    yield from _check_para(look, para, rule["id"])
    yield from check_alignment({"id": rule["id"], "align": part["align"]}, para)
    if following is not None and not title_on_line:
        yield from _check_para({**look, "case": part["title_case"]}, following, rule["id"])


def _article(rule: Rule, article: re.Match[str], para: Para) -> Iterator[Finding]:
    """The heading of an article: “Điều 5.” in bold with the indentation of the rule."""
    part = rule["dieu"]
    if not all(span.look.bold for span in alphanumeric(para.spans)) and article.group(1) != part["mark"]:
        return  # a sentence that cites an article
    if article.group(1) != part["mark"]:
        yield Finding(rule["id"], f"“{article.group(0)}”", "a full stop after the number", place(para))
    yield from _check_para({key: part.get(key) for key in ("style", "bold")}, para, rule["id"])
    first_line = _first_line_indent(para)
    if not any(abs(first_line - allowed) <= _ROUNDING for allowed in part["indent_cm"]):
        wanted = " or ".join(f"{value:g} cm" for value in part["indent_cm"])
        yield Finding(rule["id"], f"{first_line:.2f} cm", wanted, place(para))


def appendices(rule: Rule, case: Case) -> Iterator[Finding]:
    """The appendices: label, title, the line “Kèm theo …”, and page numbers that start at 1."""
    labels = case.elements.appendices
    lines = [piece for piece in pieces(case.word.paragraphs) if piece.para.cell is None]
    for label in labels:
        yield from _appendix_label(rule, label, len(labels))
        following = [line for line in lines if line.para.number > label.para.number or line.line > label.line]
        following = [line for line in following if line.para.number >= label.para.number][:3]
        for at, line in enumerate(following):
            attached = line.folded.lstrip("(").startswith(fold(rule["attached_line"]["prefix"]))
            part = rule["attached_line"] if attached else rule["title"]
            if attached or at == 0:
                yield from check_look(part, rule["id"], line.spans, line.printed, place(line.para, line.text))
                yield from check_alignment({"id": rule["id"], "align": part["align"]}, line.para)
            if attached:
                break
        page = case.word.pages[min(label.para.section, len(case.word.pages) - 1)]
        if page.number_start != 1:
            where = place(label.para, label.text)
            yield Finding(rule["id"], "page numbers that continue", "page numbers from 1", where)


def _appendix_label(rule: Rule, label: Piece, count: int) -> Iterator[Finding]:
    """The label “Phụ lục I”; the numeral is required if the document has several appendices (`count`)."""
    where = place(label.para, label.text)
    yield from check_look(rule["label"], rule["id"], label.spans, label.printed, where)
    yield from check_alignment({"id": rule["id"], "align": rule["label"]["align"]}, label.para)
    if count >= rule["label"]["numbered_from"] and not re.search(r"\s[IVXLC]+\.?$", label.text):
        yield Finding(rule["id"], f"“{label.text}”", "a Roman numeral after “Phụ lục”", where)


# --- the document as a whole ------------------------------------------------------------------------------------------


def parts(rule: Rule, case: Case) -> Iterator[Finding]:
    """The main parts that a document must have. Stamp and signature are not checked: they are added after printing."""
    elements = case.elements
    present = {
        "Quốc hiệu và Tiêu ngữ": elements.state and elements.motto,
        "Tên cơ quan, tổ chức ban hành": elements.agency,
        "Số, ký hiệu": elements.number,
        "Địa danh và thời gian": elements.dateline,
        "Tên loại và trích yếu": elements.about or (elements.type and elements.abstract),
        "Nội dung": elements.content or _has_tables_or_pictures(case),
        "Chức vụ, họ tên, chữ ký": elements.signer or not elements.recipients_head,
        "Nơi nhận": elements.recipients_head,
    }
    missing = [name for name in rule["items"] if name in present and not present[name]]
    if missing:
        yield Finding(rule["id"], f"no {', no '.join(missing)}", "all main parts of Điều 8", "the whole document")


def _has_tables_or_pictures(case: Case) -> bool:
    """Whether the document has pictures, or tables other than those of the letterhead and of the signature."""
    layout_pieces = [case.elements.state, case.elements.recipients_head]
    layout_tables = {piece.para.cell.table for piece in layout_pieces if piece is not None and piece.para.cell}
    return any(para.picture or (para.cell and para.cell.table not in layout_tables) for para in case.word.paragraphs)
