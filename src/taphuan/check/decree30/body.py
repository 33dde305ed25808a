"""Checks of the text, from its grounds to the appendices, and of what the whole must contain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.check.decree30.base import Case, Finding, Rule, aligned, looks, place, points, span_of, worded
from taphuan.check.decree30.elements import Piece, pieces
from taphuan.check.decree30.reading import Para
from taphuan.text import fold

# A single line of Times New Roman is this much of its size.
_SINGLE = 1.15
_ROUNDING = 0.02
_ROMAN = re.compile(r"[IVXLC]+\.\s")
_LABEL = re.compile(r"(Phần|Chương|Tiểu mục|Mục)\s+(?:thứ\s+)?([IVXLC]+|\d+)\b\.?(.*)", re.IGNORECASE)
_ARTICLE = re.compile(r"Điều\s+\d+(\S?)")
_POINT = re.compile(r"[a-zđ]\.\s")
_LAW_NUMBER = re.compile(r"can cu (?:bo luat|luat|phap lenh)\b.*(?:\bso \d|/qh\d|cua quoc hoi)")


def _para_looks(rule: Rule, para: Para, name: str = "") -> Iterator[Finding]:
    shown = "".join(span.text.upper() if span.look.caps else span.text for span in para.spans)
    yield from looks(rule, name or rule["id"], para.spans, shown, place(para))


def content(rule: Rule, case: Case) -> Iterator[Finding]:
    for para in case.elements.content:
        yield from _para_looks(rule, para)
        yield from aligned(rule, para)


def indent(rule: Rule, case: Case) -> Iterator[Finding]:
    wanted = " or ".join(f"{value:g} cm" for value in rule["allowed_cm"])
    for para in case.elements.content:
        begins = (para.layout.left + para.layout.first) / 10
        if not any(abs(begins - allowed) <= _ROUNDING for allowed in rule["allowed_cm"]):
            yield Finding(rule["id"], f"{begins:.2f} cm", wanted, place(para))


def paragraph_gap(rule: Rule, case: Case) -> Iterator[Finding]:
    following = {para.number: para for para in case.elements.content}
    for para in case.elements.content:
        after = following.get(para.number + 1)
        if after is None:
            continue
        same = para.style == after.style
        below = 0.0 if same and para.layout.contextual else para.layout.after
        above = 0.0 if same and after.layout.contextual else after.layout.before
        gap = below + above if case.word.adds_gaps else max(below, above)
        if gap < rule["min_pt"]:
            yield Finding(rule["id"], points(gap), f"at least {points(rule['min_pt'])}", place(after))


def line_gap(rule: Rule, case: Case) -> Iterator[Finding]:
    for para in case.elements.content:
        size = max((span.look.size for span in worded(para.spans)), default=0.0)
        if not size:
            continue
        lines = para.layout.lines or para.layout.line_pt / (size * _SINGLE)
        if not rule["min_lines"] - _ROUNDING <= lines <= rule["max_lines"] + _ROUNDING:
            wanted = span_of(rule["min_lines"], rule["max_lines"], "lines")
            yield Finding(rule["id"], f"{lines:.2g} lines", wanted, place(para))


def grounds(rule: Rule, case: Case) -> Iterator[Finding]:
    found = case.elements.grounds
    for para in found:
        yield from _para_looks(rule, para)
        end = rule["last_line_end"] if para is found[-1] else rule["line_end"]
        if not para.text.endswith(end):
            yield Finding(rule["id"], f"“{para.text[-1]}” at the end", f"“{end}”", place(para))
        if _LAW_NUMBER.search(fold(para.text)):
            wanted = "type and name only: laws are cited without number and issuing body"
            yield Finding(rule["id"], "a law with its number or issuing body", wanted, place(para))


def addressees(rule: Rule, case: Case) -> Iterator[Finding]:
    found = case.elements.addressees
    for para in found:
        yield from _para_looks(rule, para)
    listed = found[1:]
    if found and not listed and found[0].text.rstrip().endswith(":"):
        yield Finding(rule["id"], "nobody on the line", "the addressee on the same line", place(found[0]))
    for para in listed:
        end = "." if para is listed[-1] else ";"
        if not para.text.endswith(end):
            yield Finding(rule["id"], f"“{para.text[-1]}” at the end", f"“{end}”", place(para))


# --- headings and appendices ------------------------------------------------------------------------------------------


def headings(rule: Rule, case: Case) -> Iterator[Finding]:
    elements = case.elements
    ordered = sorted((*elements.headings, *elements.content), key=lambda para: para.number)
    for at, para in enumerate(ordered):
        after = ordered[at + 1] if at + 1 < len(ordered) else None
        if _ROMAN.match(para.text):
            yield from _para_looks(rule["muc_khi_chia_phan_muc_khoan"], para, rule["id"])
        elif label := _LABEL.match(para.text):
            yield from _labelled(rule, label, para, after)
        elif article := _ARTICLE.match(para.text):
            yield from _article(rule, article, para)
        elif _POINT.match(para.text):
            yield Finding(rule["id"], f"“{para.text[:2]}”", f"“{para.text[0]})”", place(para))


def _labelled(rule: Rule, label: re.Match[str], para: Para, after: Para | None) -> Iterator[Finding]:
    """“Chương I” on a line of its own, its title in capitals on the next."""
    great = fold(label.group(1)) in ("phan", "chuong")
    part = rule["phan_chuong" if great else "muc_tieu_muc"]
    if label.group(3).strip(" .:"):
        if para in (after,) or not all(span.look.bold for span in worded(para.spans)):
            return  # a sentence that begins with such a word
        yield Finding(rule["id"], "label and title on one line", "the title on the next line", place(para))
    if great == label.group(2).isdigit():
        wanted = "Roman numerals" if great else "Arabic numerals"
        yield Finding(rule["id"], f"“{label.group(2)}”", wanted, place(para))
    weight = {key: part.get(key) for key in ("min_pt", "max_pt", "style", "bold")}
    yield from _para_looks(weight, para, rule["id"])
    yield from aligned({"id": rule["id"], "align": part["align"]}, para)
    if after is not None and not label.group(3).strip(" .:"):
        yield from _para_looks({**weight, "case": part["title_case"]}, after, rule["id"])


def _article(rule: Rule, article: re.Match[str], para: Para) -> Iterator[Finding]:
    part = rule["dieu"]
    if not all(span.look.bold for span in worded(para.spans)) and article.group(1) != part["mark"]:
        return  # a sentence that cites an article
    if article.group(1) != part["mark"]:
        yield Finding(rule["id"], f"“{article.group(0)}”", "a full stop after the number", place(para))
    yield from _para_looks({key: part.get(key) for key in ("style", "bold")}, para, rule["id"])
    begins = (para.layout.left + para.layout.first) / 10
    if not any(abs(begins - allowed) <= _ROUNDING for allowed in part["indent_cm"]):
        wanted = " or ".join(f"{value:g} cm" for value in part["indent_cm"])
        yield Finding(rule["id"], f"{begins:.2f} cm", wanted, place(para))


def appendices(rule: Rule, case: Case) -> Iterator[Finding]:
    found = case.elements.appendices
    lines = [piece for piece in pieces(case.word.paragraphs) if piece.para.cell is None]
    for piece in found:
        yield from _appendix_label(rule, piece, len(found))
        rest = [line for line in lines if line.para.number > piece.para.number or line.line > piece.line]
        rest = [line for line in rest if line.para.number >= piece.para.number][:3]
        for at, line in enumerate(rest):
            attached = line.folded.lstrip("(").startswith(fold(rule["attached_line"]["prefix"]))
            part = rule["attached_line"] if attached else rule["title"]
            if attached or at == 0:
                yield from looks(part, rule["id"], line.spans, line.shown, place(line.para, line.text))
                yield from aligned({"id": rule["id"], "align": part["align"]}, line.para)
            if attached:
                break
        page = case.word.pages[min(piece.para.section, len(case.word.pages) - 1)]
        if page.number_start != 1:
            where = place(piece.para, piece.text)
            yield Finding(rule["id"], "page numbers that run on", "numbers of its own, from 1", where)


def _appendix_label(rule: Rule, piece: Piece, count: int) -> Iterator[Finding]:
    where = place(piece.para, piece.text)
    yield from looks(rule["label"], rule["id"], piece.spans, piece.shown, where)
    yield from aligned({"id": rule["id"], "align": rule["label"]["align"]}, piece.para)
    if count >= rule["label"]["numbered_from"] and not re.search(r"\s[IVXLC]+\.?$", piece.text):
        yield Finding(rule["id"], f"“{piece.text}”", "a Roman numeral behind “Phụ lục”", where)


# --- the whole --------------------------------------------------------------------------------------------------------


def parts(rule: Rule, case: Case) -> Iterator[Finding]:
    """The main parts a document must have; what is put on at the end of all, a stamp or signature, is not looked for."""
    found = case.elements
    there = {
        "Quốc hiệu và Tiêu ngữ": found.state and found.motto,
        "Tên cơ quan, tổ chức ban hành": found.agency,
        "Số, ký hiệu": found.number,
        "Địa danh và thời gian": found.dateline,
        "Tên loại và trích yếu": found.about or (found.type and found.abstract),
        "Nội dung": found.content or _shows_something(case),
        "Chức vụ, họ tên, chữ ký": found.signer or not found.recipients_head,
        "Nơi nhận": found.recipients_head,
    }
    missing = [name for name in rule["items"] if name in there and not there[name]]
    if missing:
        yield Finding(rule["id"], f"no {', no '.join(missing)}", "all main parts of Điều 8", "the whole document")


def _shows_something(case: Case) -> bool:
    """Whether a document without a sentence of text has tables or pictures of its own."""
    framing = [case.elements.state, case.elements.recipients_head]
    tables = {piece.para.cell.table for piece in framing if piece is not None and piece.para.cell}
    return any(para.picture or (para.cell and para.cell.table not in tables) for para in case.word.paragraphs)
