"""The programme of a conference as a Word document: its sessions in order, with the times and speakers that a source states."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from taphuan.document.model import Agenda, Document
from taphuan.errors import NotComposed
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import add_table, new_paper
from taphuan.export.shared import paper
from taphuan.text import listed, say

_NUMBER, _TIME, _MINUTES, _SPEAKER = 12.0, 28.0, 24.0, 42.0  # mm
_CHAIR, _CHAIR_WIDTH = say("export.docx.agenda.chair"), 30.0


def write_agenda(document: Document) -> bytes:
    """agenda.docx. Raises NotComposed for a notebook of a province or of one module, which has no programme."""
    if document.agenda is None:
        raise NotComposed(
            "the notebook holds no programme; build the conference's own set (--province hoi-nghi)", code="TH535"
        )
    agenda = document.agenda
    word = new_paper(document, say("export.docx.agenda.title"), (document.conference["title"],))
    for label, text in agenda.facts:
        line = word.add_paragraph()
        line.paragraph_format.space_after = Pt(3)
        line.add_run(f"{label}: ").bold = True
        line.add_run(text)
    line.paragraph_format.space_after = Pt(10)
    _sessions(word, agenda)
    for at, note in enumerate(agenda.notes):
        paragraph = word.add_paragraph(note, style="Note")
        paragraph.paragraph_format.space_before = Pt(0 if at else 8)
    if agenda.speakers:
        heading = word.add_paragraph(say("export.docx.agenda.speakers"), style="Heading 2")
        heading.paragraph_format.first_line_indent, heading.paragraph_format.space_before = Pt(0), Pt(12)
        rest = paper.TEXT_WIDTH - _NUMBER - 50.0
        rows = [(str(at), name, role) for at, (name, role) in enumerate(agenda.speakers, start=1)]
        add_table(word, (_NUMBER, 50.0, rest), [listed("export.docx.agenda.speaker_columns"), *rows], centred=(0,))
    return parts.to_bytes(word)


def _sessions(word: Any, agenda: Agenda) -> None:
    """A table of the sessions; a column without any value is left out, a missing value is a dash. A programme with clock times
    has cells to fill in for who chairs."""
    timed = any(session.pause for session in agenda.sessions)
    all_columns = [
        (say("export.docx.agenda.time"), _TIME, [s.time for s in agenda.sessions]),
        (say("export.docx.agenda.content"), 0.0, [s.title for s in agenda.sessions]),
        (
            say("export.docx.agenda.planned"),
            _MINUTES,
            [say("export.docx.agenda.minutes", minutes=s.minutes) if s.minutes else "" for s in agenda.sessions],
        ),
        (say("export.docx.agenda.presenter"), _SPEAKER, [s.speaker for s in agenda.sessions]),
    ]
    columns = [column for column in all_columns if any(column[2])]
    if timed:
        columns.append((_CHAIR, _CHAIR_WIDTH, [""] * len(agenda.sessions)))
    rest = paper.TEXT_WIDTH - _NUMBER - sum(width for _, width, _ in columns)
    widths = (_NUMBER, *(width or rest for _, width, _ in columns))
    rows = [("STT", *(name for name, _, _ in columns))]
    number = 0
    for at, session in enumerate(agenda.sessions):
        number += not session.pause
        shown = "" if session.pause else str(number)
        rows.append((shown, *(texts[at] or ("" if timed else "–") for _, _, texts in columns)))
    total = sum(session.minutes for session in agenda.sessions)
    if total:
        rows.append(("", *(_total(name, total) for name, _, _ in columns)))
    short = listed("export.docx.agenda.timed_columns")
    table = add_table(word, widths, rows, (0, *(at for at, (name, _, _) in enumerate(columns, 1) if name in short)))
    for row, session in zip(table.rows[1:], agenda.sessions, strict=False):
        for run in (run for cell in row.cells for run in cell.paragraphs[0].runs):
            run.italic = session.pause
    if total:
        for cell in table.rows[-1].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True


def _total(column: str, minutes: int) -> str:
    return {
        say("export.docx.agenda.content"): say("export.docx.agenda.total"),
        say("export.docx.agenda.planned"): say("export.docx.agenda.minutes", minutes=minutes),
    }.get(column, "")
