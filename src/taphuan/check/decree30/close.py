"""Checks of the end of the document: the signer and the recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.check.decree30.base import Case, Finding, Rule, check_piece, place
from taphuan.check.decree30.elements import Piece, is_blank

_AUTHORITY = re.compile(r"(T/?M|K/?T|T/?L|T/?U/?Q|Q)\b([./]?)\s*")
_TITLES = re.compile(
    r"(?:GS|PGS|TS|ThS|CN|KS|BS|CVC|NGND|NGƯT|NSND|NSƯT)\b\.?|(?:Giáo sư|Phó Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ"
    r"|Cử nhân|Kỹ sư|Bác sĩ|Nhà giáo|Nghệ sĩ|Anh hùng)\b",
    re.IGNORECASE,
)


def _post_and_name(case: Case) -> tuple[list[Piece], Piece | None]:
    """(the lines with authority and post, the line with the name of the signer) without blanks and instructions."""
    lines = [piece for piece in case.elements.signer if not is_blank(piece.text) and not piece.text.startswith("(")]
    if lines and not lines[-1].printed.isupper():
        return lines[:-1], lines[-1]
    return lines, None


def post(rule: Rule, case: Case) -> Iterator[Finding]:
    """The post of the signer: look; required in an issued document."""
    lines, _ = _post_and_name(case)
    for piece in lines:
        yield from check_piece(rule, piece)
    if case.issued and not lines and case.elements.recipients_head:
        where = place(case.elements.recipients_head.para)
        yield Finding(rule["id"], "none", "the post of the signer", f"beside {where}")


def name(rule: Rule, case: Case) -> Iterator[Finding]:
    """The name of the signer: look; required in an issued document."""
    _, signer = _post_and_name(case)
    if signer:
        yield from check_piece(rule, signer)
    elif case.issued and case.elements.recipients_head:
        where = place(case.elements.recipients_head.para)
        yield Finding(rule["id"], "none", "the signer's full name", f"beside {where}")


def authority(rule: Rule, case: Case) -> Iterator[Finding]:
    """The abbreviation of the authority to sign: “TM.”, “KT.”, …"""
    for piece in _post_and_name(case)[0]:
        match = _AUTHORITY.match(piece.printed)
        if match and f"{match.group(1)}{match.group(2)}" not in rule["allowed"]:
            abbreviation = match.group(0).strip()
            yield Finding(rule["id"], f"“{abbreviation}”", " ".join(rule["allowed"]), place(piece.para, piece.text))


def no_titles(rule: Rule, case: Case) -> Iterator[Finding]:
    """Academic and honorary titles before the name of the signer, which are not allowed."""
    _, signer = _post_and_name(case)
    if signer and (title := _TITLES.match(signer.text)):
        wanted = "the name alone, without titles"
        yield Finding(rule["id"], f"“{title.group(0)}”", wanted, place(signer.para, signer.text))


def recipients_head(rule: Rule, case: Case) -> Iterator[Finding]:
    """The words “Nơi nhận:”: look and wording."""
    if piece := case.elements.recipients_head:
        yield from check_piece(rule, piece)
        if piece.text != rule["text"]:
            yield Finding(rule["id"], f"“{piece.text}”", f"“{rule['text']}”", place(piece.para, piece.text))


def recipients(rule: Rule, case: Case) -> Iterator[Finding]:
    """The list of recipients: look, and the last line “Lưu: …”."""
    lines = case.elements.recipients
    for piece in lines:
        yield from check_piece(rule, piece)
        if case.issued and is_blank(piece.text):
            yield Finding(rule["id"], f"“{piece.text}”", "a recipient", place(piece.para, piece.text))
    if lines and not lines[-1].text.lstrip("-– ").startswith(rule["last_line_prefix"]):
        wanted = f"“{rule['last_line_prefix']}, …” as the last line"
        yield Finding(rule["id"], f"“{lines[-1].text}”", wanted, place(lines[-1].para, lines[-1].text))
    if not lines and case.elements.recipients_head:
        where = place(case.elements.recipients_head.para)
        yield Finding(rule["id"], "no recipients", f"a list that ends in “{rule['last_line_prefix']}, …”", where)
