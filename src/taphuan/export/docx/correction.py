"""A correction slip for papers that were handed out: what was printed, what to read instead, on the paper of the decree.

Number, day, recipients and signer are left open, as in every draft.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from docx.shared import Mm, Pt

from taphuan.document.model import Document
from taphuan.export.docx import parts as parts
from taphuan.export.docx.docx import letterhead, set_margins, set_properties, signature
from taphuan.export.docx.plain_paper import add_table
from taphuan.export.shared import paper
from taphuan.text import hold, listed, say

_TYPE = say("export.docx.correction.title")
_HEAD = listed("export.docx.correction.columns")
# mm; what was printed and what to read share what is left
_NUMBER, _PLACE, _BASIS = 13.0, 32.0, 34.0
_OPENING = say("export.docx.correction.how")


@dataclass(frozen=True)
class Correction:
    """A line of the slip. `place` is the document with its page, `basis` the source of what is right; "" where none is known."""

    place: str
    printed: str
    instead: str
    basis: str


@dataclass(frozen=True)
class Corrected:
    """The corrections of one document set, or of several that have the same ones; `of` names whose papers they are."""

    of: str
    corrections: tuple[Correction, ...]


def write_correction(document: Document, corrected: tuple[Corrected, ...]) -> bytes:
    """The slip. `document` is the deck of the newer state, which gives the paper its conference and day."""
    header = {
        **document.header,
        "type": _TYPE,
        "symbol_hint": "/……",
        "abstract": say("export.docx.correction.named", document=_named(document)),
    }
    about = replace(
        document, header=header, title=say("export.docx.correction.subject", title=document.conference["title"])
    )
    word = parts.new_document()
    set_properties(word, about)
    set_margins(word.sections[0], about)
    letterhead(word, about)
    word.add_paragraph(_OPENING, style="Body Text")
    rest = (paper.TEXT_WIDTH - _NUMBER - _PLACE - _BASIS) / 2
    widths = (_NUMBER, _PLACE, rest, rest, _BASIS)
    number = 0
    for one in corrected:
        heading = word.add_paragraph(hold(one.of), style="Heading 2")
        heading.paragraph_format.first_line_indent, heading.paragraph_format.space_before = Mm(0), Pt(10)
        rows: list[tuple[str, ...]] = [_HEAD]
        for each in one.corrections:
            number += 1
            rows.append((str(number), *map(hold, (each.place, each.printed, each.instead, each.basis))))
        add_table(word, widths, rows, centred=(0,))
    signature(word)
    return parts.to_bytes(word)


def _named(document: Document) -> str:
    title = str(document.conference["title"])
    return title[:1].lower() + title[1:]
