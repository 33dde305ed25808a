"""Sheets that a conference hands out to be filled in: the list of those present, what they thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Mm

from taphuan.document.model import Agenda, Document
from taphuan.errors import NotComposed
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import add_air, add_blank, add_note, add_table, new_paper
from taphuan.export.shared import paper
from taphuan.text import listed, say

_LINES = 40
_ROW = 9.0  # mm: room for a signature
_NUMBER, _NAME, _OFFICE, _PHONE = 12.0, 48.0, 52.0, 25.0  # mm
_BOX, _MARK = "☐", 15.0
_MARKS = ("1", "2", "3", "4", "5")
_ORGANISATION = listed("export.docx.sheets.organisation")
_QUESTIONS = listed("export.docx.sheets.wishes")


def write_sign_in(document: Document) -> bytes:
    """sign-in.docx: rows for those present to fill in and sign. Raises NotComposed for a set that is not the conference's own."""
    _of_conference(document)
    word = new_paper(document, say("export.docx.sheets.sign_in_title"), (document.conference["title"],))
    add_blank(word, say("export.docx.sheets.session"), say("export.docx.sheets.day"), say("export.docx.sheets.place"))
    rest = paper.TEXT_WIDTH - _NUMBER - _NAME - _OFFICE - _PHONE
    head = listed("export.docx.sheets.sign_in_columns")
    rows: list[tuple[str, ...]] = [head, *((str(number), "", "", "", "") for number in range(1, _LINES + 1))]
    table = add_table(word, (_NUMBER, _NAME, _OFFICE, _PHONE, rest), rows, centred=(0,))
    for row in table.rows[1:]:
        row.height = Mm(_ROW)
    add_air(word)
    add_blank(word, say("export.docx.sheets.present"), say("export.docx.sheets.drawn_up_by"))
    return parts.to_bytes(word)


def write_evaluation(document: Document) -> bytes:
    """evaluation.docx: one page on which those present mark each module and say what they take home, without their names.

    Raises NotComposed for a set that is not the conference's own.
    """
    sessions = _of_conference(document).sessions
    word = new_paper(document, say("export.docx.sheets.evaluation_title"), (document.conference["title"],))
    add_note(
        word,
        say("export.docx.sheets.evaluation_how"),
        before=6,
    )
    _marks(word, say("export.docx.sheets.module"), [session.topic for session in sessions if session.topic])
    add_note(word, say("export.docx.sheets.organisation_how"), before=6)
    _marks(word, say("export.docx.sheets.organisation_column"), list(_ORGANISATION))
    add_air(word)
    for question in _QUESTIONS:
        add_blank(word, question)
        add_blank(word, "")
    return parts.to_bytes(word)


def _of_conference(document: Document) -> Agenda:
    if document.agenda is None:
        raise NotComposed(
            "the notebook holds no programme; build the conference's own set (--province hoi-nghi)", code="TH535"
        )
    return document.agenda


def _marks(word: Any, about: str, lines: Sequence[str]) -> None:
    """A row a line with a box for each mark."""
    widths = (paper.TEXT_WIDTH - _MARK * len(_MARKS), *(_MARK for _ in _MARKS))
    rows = [(about, *_MARKS), *((line, *(_BOX for _ in _MARKS)) for line in lines)]
    add_table(word, widths, rows, centred=tuple(range(1, len(_MARKS) + 1)))
