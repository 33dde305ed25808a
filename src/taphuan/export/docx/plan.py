"""The trainer's plan: of each module what is shown when, what is asked or done, and lines for what the plan cannot know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from taphuan.document.model import Document, QuestionGroup, Section
from taphuan.document.reading import plain
from taphuan.document.worksheets import Worksheet
from taphuan.errors import NotComposed
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import add_air, add_blank, add_table, new_paper
from taphuan.export.shared import paper
from taphuan.text import listed, say

_HEAD = listed("export.docx.plan.columns")
_PAGE, _TIME, _CONTENT = 17.0, 18.0, 60.0  # mm; the question takes the rest
# what is done on a slide whose notes ask nothing
_DONE = {
    "case": say("export.docx.plan.work_case"),
    "exercise": say("export.docx.plan.work_exercise"),
    "sheet": say("export.docx.plan.work_sheet"),
    "decision": say("export.docx.plan.work_decision"),
}
# a sentence of the notes that asks
_QUESTION = re.compile(r"[^.?!…]*\?")
_ADDRESS = re.compile(r"^(?:Xin |Hãy )?(?:[Hh]ỏi)(?: [^:?]{0,40})?: ")


def write_plan(document: Document) -> bytes:
    """plan.docx: a page a module, in the order of the deck. Raises NotComposed for a deck that teaches no module."""
    groups = [(group, tuple(_own(document, group))) for group in document.quiz]
    groups = [(group, slides) for group, slides in groups if slides]
    if not groups:
        raise NotComposed(
            "the deck teaches no module; build the conference's own set or that of a module", code="TH535"
        )
    worksheets = {worksheet.module: worksheet for worksheet in document.worksheets}
    word = new_paper(document, say("export.docx.plan.title"), (document.conference["title"],))
    for at, (group, slides) in enumerate(groups):
        if at:
            word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _module(word, group, slides, worksheets.get(group.module))
    return parts.to_bytes(word)


def _own(document: Document, group: QuestionGroup) -> Iterator[tuple[int, Section]]:
    """The slides of a module with their numbers."""
    for number, section in enumerate(document.sections, start=1):
        if section.id.startswith(f"{group.module}-"):
            yield number, section


def _module(
    word: Any, group: QuestionGroup, slides: tuple[tuple[int, Section], ...], worksheet: Worksheet | None
) -> None:
    heading = word.add_paragraph(group.title, style="Heading 2")
    heading.paragraph_format.first_line_indent = Mm(0)
    total = sum(section.minutes for _, section in slides)
    first, last = slides[0][0], slides[-1][0]
    line = word.add_paragraph(
        say("export.docx.plan.timing", total=total, first=first, last=last, questions=len(group.questions))
    )
    line.paragraph_format.first_line_indent, line.paragraph_format.space_after = Mm(0), Pt(4)
    _objectives(word, worksheet)
    rows: list[tuple[str, ...]] = [_HEAD]
    begun = 0
    for number, section in slides:
        span = f"{begun}–{begun + section.minutes}" if section.minutes else ""
        rows.append((str(number), span, plain(section.title), _asked(section) or _DONE.get(section.block, "")))
        begun += section.minutes
    widths = (_PAGE, _TIME, _CONTENT, paper.TEXT_WIDTH - _PAGE - _TIME - _CONTENT)
    add_table(word, widths, rows, centred=(0, 1))
    add_air(word)
    if worksheet and not worksheet.is_empty:
        handed = (
            *(say("export.docx.plan.exercise", title=one.title) for one in worksheet.exercises),
            *(say("export.docx.plan.sheet", title=one.title) for one in worksheet.sheets),
        )
        _line(word, say("export.docx.plan.handed_out", handed="; ".join(handed)))
    for decision in worksheet.decisions if worksheet else ():
        _line(word, say("export.docx.plan.decision", decision=decision))
    add_blank(word, say("export.docx.plan.prepare"))
    add_blank(word, say("export.docx.plan.notes_after"))


def _objectives(word: Any, worksheet: Worksheet | None) -> None:
    """What learners can do afterwards; a line to fill where the module does not say it."""
    if worksheet is None or not worksheet.objectives:
        add_blank(word, say("export.docx.plan.objectives"))
        return
    _line(word, say("export.docx.plan.objectives_run_in"))
    for at, objective in enumerate(worksheet.objectives, start=1):
        end = "." if at == len(worksheet.objectives) else ";"
        _line(word, f"– {objective[:1].lower()}{objective[1:]}{end}")


def _line(word: Any, text: str) -> None:
    layout = word.add_paragraph(text).paragraph_format
    layout.first_line_indent, layout.space_after = Mm(0), Pt(2)


def _asked(section: Section) -> str:
    """The last question of the notes, which is what a trainer ends the slide with; "" where nothing is asked."""
    said = " ".join(plain(note.runs) for note in section.notes)
    found = [question.strip() for question in _QUESTION.findall(said)]
    if not found:
        return ""
    question = _ADDRESS.sub("", found[-1])
    return question[:1].upper() + question[1:]
