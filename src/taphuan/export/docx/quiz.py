"""The quiz on paper: the questions to hand out, and the key with answers, explanations, sources and states of law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from taphuan.document.model import Document, Question, QuestionGroup
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import HEAD_FILL, INDENT, add_blank, add_note, new_paper
from taphuan.export.shared import paper
from taphuan.export.shared.columns import CELL_MARGIN
from taphuan.export.shared.sources import source_line
from taphuan.text import NBSP, say

_T = TypeVar("_T")
_HOW = say("export.docx.quiz.how")
_PER_ROW = 10  # answers in a row of the grid
# mm: the average width, at most, of a capital and of another letter at 13 pt; the width of what is around an option's text
_CAPITAL, _LETTER, _AROUND = 3.3, 2.3, 10.0


def write_quiz(document: Document) -> bytes:
    """quiz.docx: the questions by module, numbered through, with lines for name and day and without any answer."""
    word = new_paper(document, say("export.docx.quiz.title"), _subtitle(document))
    total = sum(len(numbered) for _, numbered in _numbered(document))
    add_blank(word, say("export.docx.quiz.name"))
    add_blank(word, say("export.docx.quiz.unit"))
    add_blank(word, say("export.docx.quiz.day"), say("export.docx.quiz.right_of", total=total))
    add_note(word, _HOW)
    for group, numbered in _numbered(document):
        _heading(word, document, group)
        for number, question in numbered:
            _question(word, number, question)
            _options(word, question)
    return parts.to_bytes(word)


def write_test(document: Document) -> bytes:
    """test.docx: the ten questions that the hall is asked before the day and again after it, without any answer."""
    word = new_paper(document, say("export.docx.quiz.test_title"), _subtitle(document))
    add_blank(word, say("export.docx.quiz.name"))
    add_blank(word, say("export.docx.quiz.unit"))
    total = len(_tested(document))
    add_blank(word, say("export.docx.quiz.before_after", gap=NBSP * 6, total=total))
    add_note(word, say("export.docx.quiz.test_how", how=_HOW))
    for number, question in _tested(document):
        _question(word, number, question)
        _options(word, question)
    return parts.to_bytes(word)


def write_quiz_key(document: Document) -> bytes:
    """quiz-key.docx: grids of the right letters, then every question with answer, explanation, notes and sources."""
    word = new_paper(document, say("export.docx.quiz.key_title"), _subtitle(document))
    everything = [pair for _, numbered in _numbered(document) for pair in numbered]
    tested = _tested(document)
    if everything:
        if tested:
            _about(word, say("export.docx.quiz.quiz_named"))
        _grid(word, everything)
    if tested:
        _about(word, say("export.docx.quiz.test_named"))
        _grid(word, tested)
    for group, numbered in _numbered(document):
        _heading(word, document, group)
        for number, question in numbered:
            _question(word, number, question)
            _answer(word, question)
    return parts.to_bytes(word)


def _tested(document: Document) -> list[tuple[int, Question]]:
    """The questions of the test, numbered."""
    tested = (question for group in document.quiz for question in group.questions if question.tested)
    return list(enumerate(tested, start=1))


def _about(word: Any, words: str) -> None:
    paragraph = word.add_paragraph(style="Answer")
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(8), True
    paragraph.add_run(words).bold = True


def _subtitle(document: Document) -> tuple[str, ...]:
    """The conference, after the module where the paper is of one module."""
    own = (say("export.docx.quiz.module", title=document.quiz[0].title),) if _is_of_one_module(document) else ()
    return (*own, document.conference["title"])


def _is_of_one_module(document: Document) -> bool:
    return len(document.quiz) == 1


def _numbered(document: Document) -> Iterator[tuple[QuestionGroup, list[tuple[int, Question]]]]:
    """Every module that has a question on the paper, or is alone, with these questions, numbered through."""
    number = 1
    for group in document.quiz:
        questions = [question for question in group.questions if question.on_paper]
        if questions or _is_of_one_module(document):
            yield group, list(enumerate(questions, start=number))
            number += len(questions)


def _heading(word: Any, document: Document, group: QuestionGroup) -> None:
    if not _is_of_one_module(document):
        heading = word.add_paragraph(f"{document.quiz.index(group) + 1}. {group.title}", style="Heading 2")
        heading.paragraph_format.first_line_indent, heading.paragraph_format.space_before = Mm(0), Pt(14)
    if not group.questions:
        word.add_paragraph(say("export.docx.quiz.none", as_of_text=document.as_of_text), style="Note")


def _question(word: Any, number: int, question: Question) -> None:
    paragraph = word.add_paragraph(style="Question")
    paragraph.add_run(say("export.docx.quiz.question", number=number)).bold = True
    paragraph.add_run(question.text)


def _options(word: Any, question: Question) -> None:
    """The options, four, two or one in a line, as many as fit."""
    width = max(_width(text) for _, text in question.options)
    room = paper.TEXT_WIDTH - INDENT
    columns = next((n for n in (4, 2) if width + _AROUND <= room / n), 1)
    rows = _slices(question.options, columns)
    for row in rows:
        line = word.add_paragraph("\t".join(f"{letter}.{NBSP}{text}" for letter, text in row), style="Option")
        line.paragraph_format.keep_with_next = row is not rows[-1]
        for place in range(1, columns):
            line.paragraph_format.tab_stops.add_tab_stop(Mm(INDENT + room * place / columns))


def _width(text: str) -> float:
    if "\n" in text:  # beside others its second line would be below its neighbour
        return paper.TEXT_WIDTH
    return sum(_CAPITAL if c.isupper() else _LETTER for c in text)


def _slices(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _grid(word: Any, numbered: list[tuple[int, Question]]) -> None:
    """A table of the right letters below the numbers of their questions."""
    blocks = _slices(numbered, _PER_ROW)
    columns = min(_PER_ROW, len(numbered))
    table = word.add_table(rows=2 * len(blocks), cols=columns, style="Table Grid")
    parts.set_widths(table, (paper.TEXT_WIDTH / _PER_ROW,) * columns, margin=CELL_MARGIN)
    for at, block in enumerate(blocks):
        for row, shaded in ((table.rows[2 * at], True), (table.rows[2 * at + 1], False)):
            parts.keep_row(row)
            for cell, (number, question) in zip(row.cells, block, strict=False):
                paragraph = cell.paragraphs[0]
                paragraph.style, paragraph.alignment = "Table Text", ALIGN.CENTER
                paragraph.paragraph_format.keep_with_next = shaded
                paragraph.add_run(str(number) if shaded else question.answer).bold = not shaded
                if shaded:
                    parts.shade(cell, HEAD_FILL)


def _answer(word: Any, question: Question) -> None:
    right = dict(question.options)[question.answer]
    answer = word.add_paragraph(style="Answer")
    answer.add_run(say("export.docx.quiz.answer", answer=question.answer, right=right.rstrip("."))).bold = True
    answer.add_run(f" {question.explanation}")
    lines = [answer]
    if question.whys:
        lines.append(word.add_paragraph(style="Answer"))
        lines[-1].add_run(say("export.docx.quiz.why_not")).bold = True
        lines[-1].add_run(" ".join(f"{letter}: {text}" for letter, text in question.whys))
    if question.notes:
        lines.append(word.add_paragraph(style="Answer"))
        lines[-1].add_run(say("export.docx.quiz.note")).bold = True
        lines[-1].add_run(" ".join(question.notes))
    if question.sources:
        lines.append(word.add_paragraph(style="Answer"))
        run = lines[-1].add_run(f"{source_line('; '.join(question.sources))}.")
        run.italic, run.font.size = True, Pt(11)
    # an answer stays on one page
    for line in lines[:-1]:
        line.paragraph_format.keep_with_next = True
