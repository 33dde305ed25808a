"""Every legal sentence of a set as a Word table for a lawyer: what it rests on, its state, where it stands, a box, room to correct."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from taphuan.document.legal import LegalSentence, Provision
from taphuan.document.model import Document
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import add_air, add_blank, add_note, add_table, new_paper
from taphuan.export.shared import paper
from taphuan.text import listed, say

_HEAD = listed("export.docx.review.columns")
# mm; the sentence takes what is left of a landscape page
_NUMBER, _BASIS, _PLACE, _BOX, _CORRECTION = 13.0, 72.0, 27.0, 16.0, 40.0
_EMPTY_BOX = "☐"
_REPRINT = say("export.docx.review.reprint")


def write_review(document: Document, sentences: Sequence[LegalSentence]) -> bytes:
    """review.docx of a set. `document` is its deck, which gives the paper its title and day."""
    word = new_paper(document, say("export.docx.review.title"), (document.conference["title"],))
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(paper.PAGE[1]), Mm(paper.PAGE[0])
    add_note(
        word,
        say("export.docx.review.how", sentences=len(sentences)),
    )
    fixed = (_BASIS, _PLACE, _BOX, _CORRECTION)
    widths = (_NUMBER, paper.WIDE_TEXT_WIDTH - _NUMBER - sum(fixed), *fixed)
    number = 0
    for part, group in groupby(sentences, key=lambda sentence: sentence.part):
        heading = word.add_paragraph(part, style="Heading 2")
        heading.paragraph_format.first_line_indent, heading.paragraph_format.space_before = Mm(0), Pt(10)
        rows: list[tuple[str, ...]] = [_HEAD]
        for sentence in group:
            number += 1
            rows.append(_row(number, sentence))
        add_table(word, widths, rows, centred=(0, 4))
    add_air(word)
    add_blank(word, say("export.docx.review.reviewer"), say("export.docx.review.day"))
    return parts.to_bytes(word)


def _row(number: int, sentence: LegalSentence) -> tuple[str, ...]:
    basis = "\n".join(map(_stated, sentence.provisions))
    return str(number), sentence.text, basis, sentence.place, _EMPTY_BOX, ""


def _stated(provision: Provision) -> str:
    reprint = f" ({_REPRINT})" if provision.reprint else ""
    return f"{provision.name}{reprint}: {provision.state}"
