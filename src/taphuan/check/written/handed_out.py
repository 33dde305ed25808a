"""What a hall is handed beside the deck, against the document: programme, lists, plan, quiz and its key, worksheets and theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.etree import ElementTree

from taphuan.check.written.office import read_word, read_workbook
from taphuan.check.written.page import tight
from taphuan.check.written.papers import beside, edges
from taphuan.check.written.slides import cut, follows
from taphuan.document.model import Document, Question
from taphuan.document.reading import plain
from taphuan.document.worksheets import Exercise, Sheet, Worksheet
from taphuan.known.worksheets import Rows, written
from taphuan.text import say

_CONTROL = re.compile(r"\\([\\~=#{}:])")


def in_word(name: str, document: Document, content: bytes) -> Iterator[str]:
    """What a paper in Word has lost, or has beside what the document says."""
    word = read_word(content)
    yield from edges(name, document, word)
    if tight(document.conference["title"]) not in word.body:
        yield f"{name}: lacks the conference’s title, “{cut(document.conference['title'])}”"
    # blanks to fill in are dots or boxes, and stand where the document has nothing
    yield from follows(name, "", filter(None, map(tight, _WORDS[name](document))), word.body)
    yield from beside(name, word.text, said(document))


def said(document: Document) -> str:
    """All that the quiz, the programme and the worksheets of a document say, and the titles and notes of its slides."""
    words = [document.title, document.as_of_text, document.provenance, document.frame]
    words += [str(value) for value in document.conference.values()]
    for section in (*document.sections, *document.backup):
        words += [plain(section.title), section.kicker, *(plain(note.runs) for note in section.notes)]
    for group in document.quiz:
        words += [group.title, *(text for question in group.questions for text in _all_of(question))]
    if document.agenda:
        words += _agenda(document)
        # minutes are added up
        words.append(str(sum(session.minutes for session in document.agenda.sessions)))
    for worksheet in document.worksheets:
        words += _worksheet(worksheet)
    return " ".join(words)


def _all_of(question: Question) -> Iterator[str]:
    yield from (question.text, question.explanation, *question.sources, *question.notes)
    yield from (text for _, text in (*question.options, *question.whys))


# --- the programme ----------------------------------------------------------------------------------------------------


def _agenda(document: Document) -> Iterator[str]:
    agenda = document.agenda
    if agenda is None:
        return
    for label, text in agenda.facts:
        yield f"{label}: {text}"
    for session in agenda.sessions:
        yield f"{session.time}{session.title}"
        yield say("export.docx.agenda.minutes", minutes=session.minutes) if session.minutes else ""
    yield from agenda.notes
    for name, role in agenda.speakers:
        yield f"{name}{role}"


def _topics(document: Document) -> Iterator[str]:
    yield from (session.topic for session in (document.agenda.sessions if document.agenda else ()))


def _plan(document: Document) -> Iterator[str]:
    """Each module with its slides: number and title."""
    for group in document.quiz:
        own = [(at, one) for at, one in enumerate(document.sections, 1) if one.id.startswith(f"{group.module}-")]
        if own:
            yield group.title
            yield f"Trang {own[0][0]}–{own[-1][0]}"
            yield from (plain(section.title) for _, section in own)


# --- the quiz ---------------------------------------------------------------------------------------------------------


def _on_paper(document: Document) -> Iterator[Question]:
    yield from (question for group in document.quiz for question in group.questions if question.on_paper)


def _tested(document: Document) -> Iterator[Question]:
    yield from (question for group in document.quiz for question in group.questions if question.tested)


def _asked(questions: Iterator[Question]) -> Iterator[str]:
    for number, question in enumerate(questions, start=1):
        yield say("export.docx.quiz.question", number=number) + question.text
        yield from (f"{letter}.{text}" for letter, text in question.options)


def _key(document: Document) -> Iterator[str]:
    for number, question in enumerate(_on_paper(document), start=1):
        yield say("export.docx.quiz.question", number=number) + question.text
        right = dict(question.options)[question.answer].rstrip(".")
        yield f"{say('export.docx.quiz.answer', answer=question.answer, right=right)} {question.explanation}"
        yield from (f"{letter}: {text}" for letter, text in question.whys)
        yield from question.notes


def moodle(name: str, document: Document, content: bytes) -> Iterator[str]:
    """The questions of a learning system: texts, options, which of them is right."""
    found = [
        (_words(item, "questiontext"), tuple((_words(a, "."), a.get("fraction") != "0") for a in item.iter("answer")))
        for item in ElementTree.fromstring(content).iter("question")
        if item.get("type") == "multichoice"
    ]
    yield from _questions(name, document, found)


def _words(element: ElementTree.Element, path: str) -> str:
    holder = element.find(path)
    return tight(unescape(re.sub(r"<[^>]*>", "", holder.findtext("text") or ""))) if holder is not None else ""


def gift(name: str, document: Document, content: bytes) -> Iterator[str]:
    """The same of the plain text that such systems read."""
    found = []
    for block in content.decode("utf-8").split("\n\n"):
        head, *lines = block.split("\n")
        asked = re.match(r"::(?:\\.|[^:\\])*::\[plain\](.*) \{$", head)
        if asked:
            options = [line for line in lines if line.startswith(("=", "~"))]
            found.append((_bare(asked[1]), tuple((_bare(line[1:]), line.startswith("=")) for line in options)))
    yield from _questions(name, document, found)


def _bare(text: str) -> str:
    text = re.sub(r"^(?:%0%)?(?:\[plain\])?", "", text)
    return tight(_CONTROL.sub(r"\1", text.replace("\\n", "\n")))


def _questions(name: str, document: Document, found: list[tuple[str, tuple[tuple[str, bool], ...]]]) -> Iterator[str]:
    wanted = [question for group in document.quiz for question in group.questions]
    if len(found) != len(wanted):
        yield f"{name}: has {len(found)} questions, its notebook {len(wanted)}"
    for number, (question, (text, options)) in enumerate(zip(wanted, found, strict=False), start=1):
        if text != tight(question.text):
            yield f"{name}, question {number}: asks “{cut(text)}” in place of “{cut(question.text)}”"
        if options != tuple((tight(words), letter == question.answer) for letter, words in question.options):
            yield f"{name}, question {number}: its options, or which of them is right ({question.answer}), are others"


# --- worksheets -------------------------------------------------------------------------------------------------------


def _worksheet(one: Worksheet) -> Iterator[str]:
    yield from (one.title, *one.objectives, *one.decisions)
    for exercise in one.exercises:
        yield from _exercise(exercise)
        yield from _answers(exercise)
    for sheet in one.sheets:
        yield from _sheet(sheet)


def _of_worksheets(document: Document) -> Iterator[str]:
    for one in document.worksheets:
        if not one.is_empty:
            yield one.title
            yield from (text for exercise in one.exercises for text in _exercise(exercise))
            yield from (text for sheet in one.sheets for text in _sheet(sheet))
            yield from (say("export.docx.worksheets.decision", decision=decision) for decision in one.decisions)


def _of_key(document: Document) -> Iterator[str]:
    for one in document.worksheets:
        if not one.is_empty:
            yield one.title
            yield from (text for exercise in one.exercises for text in _answers(exercise))
            for sheet in one.sheets:
                yield say("export.docx.worksheets.sheet", title=sheet.title)
                yield from _rows(sheet, sheet.example)


def _exercise(one: Exercise) -> Iterator[str]:
    yield say("export.docx.worksheets.exercise_timed", title=one.title, minutes=one.minutes)
    yield f"{one.task}. {one.hand_in}."
    if one.sheet:
        yield from _rows(one.sheet, one.given)
        return
    yield from (name for name, _ in one.bins)
    yield from (card.text for card in one.cards)


def _answers(one: Exercise) -> Iterator[str]:
    yield say("export.docx.worksheets.exercise", title=one.title)
    if one.sheet:
        yield from _rows(one.sheet, one.solved)
        yield one.finding
    yield from (f"{card.text}{card.bin}{card.why}{card.law}" for card in one.cards)
    yield from one.notes


def _sheet(one: Sheet) -> Iterator[str]:
    yield say("export.docx.worksheets.sheet", title=one.title)
    yield one.task
    yield from _rows(one, one.example)


def _rows(sheet: Sheet, rows: Rows) -> Iterator[str]:
    # between cells a blank, so that two numbers stay two
    yield from (" ".join(row) for row in written(sheet.columns, rows))


_WORDS: dict[str, Callable[[Document], Iterator[str]]] = {
    "agenda.docx": _agenda,
    "sign-in.docx": lambda document: iter(()),
    "evaluation.docx": _topics,
    "plan.docx": _plan,
    "worksheets.docx": _of_worksheets,
    "worksheets-key.docx": _of_key,
    "quiz.docx": lambda document: _asked(_on_paper(document)),
    "test.docx": lambda document: _asked(_tested(document)),
    "quiz-key.docx": _key,
}
PAPERS = tuple(_WORDS)


def worksheets_to_fill(name: str, document: Document, content: bytes) -> Iterator[str]:
    """The sheets of a workbook to fill: titles, heads and the values of their examples."""
    pages = list(read_workbook(content).items())
    sheets = [sheet for worksheet in document.worksheets for sheet in worksheet.sheets]
    if len(pages) != 2 * len(sheets) + 1:
        yield f"{name}: has {len(pages)} sheets in place of {2 * len(sheets) + 1}"
        return
    for at, sheet in enumerate(sheets):
        for page, rows in pages[2 * at : 2 * at + 2]:
            cells = [cell for row in rows for cell in row if isinstance(cell, str)]
            for words in (sheet.title, *(column.name for column in sheet.columns)):
                if words not in cells:
                    yield f"{name}, sheet “{page}”: lacks “{cut(words)}”"
        values = [cell for row in pages[2 * at + 1][1] for cell in row if isinstance(cell, float)]
        wanted = [float(v) for row in sheet.example for v in row if isinstance(v, int | float)]
        if any(not any(abs(value - one) < 1e-9 for value in values) for one in wanted):
            yield f"{name}, sheet “{pages[2 * at + 1][0]}”: its example has other numbers than its notebook"
