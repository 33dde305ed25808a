"""Checks of the document's end: who signs, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.check.decree30.base import Case, Finding, Rule, piece_looks, place
from taphuan.check.decree30.elements import Piece, is_open

_AUTHORITY = re.compile(r"(T/?M|K/?T|T/?L|T/?U/?Q|Q)\b([./]?)\s*")
_TITLES = re.compile(
    r"(?:GS|PGS|TS|ThS|CN|KS|BS|CVC|NGND|NGƯT|NSND|NSƯT)\b\.?|(?:Giáo sư|Phó Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ"
    r"|Cử nhân|Kỹ sư|Bác sĩ|Nhà giáo|Nghệ sĩ|Anh hùng)\b",
    re.IGNORECASE,
)


def _signed(case: Case) -> tuple[list[Piece], Piece | None]:
    """(the lines of power and post, the name): what is left open is left out."""
    lines = [piece for piece in case.elements.signer if not is_open(piece.text) and not piece.text.startswith("(")]
    if lines and not lines[-1].shown.isupper():
        return lines[:-1], lines[-1]
    return lines, None


def post(rule: Rule, case: Case) -> Iterator[Finding]:
    lines, _ = _signed(case)
    for piece in lines:
        yield from piece_looks(rule, piece)
    if case.issued and not lines and case.elements.recipients_head:
        where = place(case.elements.recipients_head.para)
        yield Finding(rule["id"], "none", "the post of the signer", f"beside {where}")


def name(rule: Rule, case: Case) -> Iterator[Finding]:
    _, signer = _signed(case)
    if signer:
        yield from piece_looks(rule, signer)
    elif case.issued and case.elements.recipients_head:
        where = place(case.elements.recipients_head.para)
        yield Finding(rule["id"], "none", "the signer's full name", f"beside {where}")


def authority(rule: Rule, case: Case) -> Iterator[Finding]:
    for piece in _signed(case)[0]:
        said = _AUTHORITY.match(piece.shown)
        if said and f"{said.group(1)}{said.group(2)}" not in rule["allowed"]:
            found = said.group(0).strip()
            yield Finding(rule["id"], f"“{found}”", " ".join(rule["allowed"]), place(piece.para, piece.text))


def no_titles(rule: Rule, case: Case) -> Iterator[Finding]:
    _, signer = _signed(case)
    if signer and (title := _TITLES.match(signer.text)):
        wanted = "the name alone, without titles"
        yield Finding(rule["id"], f"“{title.group(0)}”", wanted, place(signer.para, signer.text))


def recipients_head(rule: Rule, case: Case) -> Iterator[Finding]:
    if piece := case.elements.recipients_head:
        yield from piece_looks(rule, piece)
        if piece.text != rule["text"]:
            yield Finding(rule["id"], f"“{piece.text}”", f"“{rule['text']}”", place(piece.para, piece.text))


def recipients(rule: Rule, case: Case) -> Iterator[Finding]:
    lines = case.elements.recipients
    for piece in lines:
        yield from piece_looks(rule, piece)
        if case.issued and is_open(piece.text):
            yield Finding(rule["id"], f"“{piece.text}”", "a recipient", place(piece.para, piece.text))
    if lines and not lines[-1].text.lstrip("-– ").startswith(rule["last_line_prefix"]):
        wanted = f"“{rule['last_line_prefix']}, …” as the last line"
        yield Finding(rule["id"], f"“{lines[-1].text}”", wanted, place(lines[-1].para, lines[-1].text))
    if not lines and case.elements.recipients_head:
        where = place(case.elements.recipients_head.para)
        yield Finding(rule["id"], "no recipients", f"a list that ends in “{rule['last_line_prefix']}, …”", where)
