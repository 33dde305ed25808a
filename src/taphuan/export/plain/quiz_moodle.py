"""The quiz for Moodle: question bank XML, a category for the conference and one below it for every module."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import shorten

from taphuan.document.model import Document, Question, QuestionGroup
from taphuan.text import say

_GRADE, _PENALTY = "1.0000000", "0.3333333"  # a point a question; a third less at every further try, Moodle's default
_LONGEST_NAME = 100
_RIGHT, _WRONG = say("export.plain.quiz_moodle.right"), say("export.plain.quiz_moodle.wrong")


def write_moodle(document: Document) -> bytes:
    """quiz.xml, UTF-8. Every text is escaped HTML, so that nothing in the data is read as markup."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for group in document.quiz:
        lines += _category(document, group)
        for question in group.questions:
            lines += _question(question)
    return ("\n".join([*lines, "</quiz>"]) + "\n").encode()


def category_path(document: Document, group: QuestionGroup) -> str:
    """The path of the category in the course's question bank; a slash in a name is doubled, a single one separates levels."""
    names = (document.conference["title"], group.title)
    return "/".join(("$course$", "top", *(name.replace("/", "//") for name in names)))


def feedback_lines(question: Question) -> tuple[str, ...]:
    """The feedback after an answer: explanation, notes, sources."""
    sources = (
        (say("export.plain.quiz_moodle.sources", sources="; ".join(question.sources)),) if question.sources else ()
    )
    notes = (say("export.plain.quiz_moodle.notes", notes=" ".join(question.notes)),) if question.notes else ()
    return (question.explanation, *notes, *sources)


def name_of(question: Question) -> str:
    """The name of a question in the bank: its first words."""
    return shorten(question.text, _LONGEST_NAME, placeholder="…")


def _category(document: Document, group: QuestionGroup) -> Iterator[str]:
    info = f"{document.as_of_text}. {document.provenance}."
    yield '<question type="category">'
    yield f"<category><text>{escape(category_path(document, group), quote=False)}</text></category>"
    yield f'<info format="html">{_html(info)}</info>'
    yield "</question>"


def _question(question: Question) -> Iterator[str]:
    yield '<question type="multichoice">'
    yield f"<name><text>{escape(name_of(question), quote=False)}</text></name>"
    yield f'<questiontext format="html">{_html(question.text)}</questiontext>'
    yield f'<generalfeedback format="html">{_html(*feedback_lines(question))}</generalfeedback>'
    yield f"<defaultgrade>{_GRADE}</defaultgrade>"
    yield f"<penalty>{_PENALTY}</penalty>"
    yield "<hidden>0</hidden>"
    yield f"<idnumber>{escape(question.id, quote=False)}</idnumber>"
    yield "<single>true</single>"
    yield "<shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>ABCD</answernumbering>"
    yield f'<correctfeedback format="html">{_html(_RIGHT)}</correctfeedback>'
    yield '<partiallycorrectfeedback format="html"><text></text></partiallycorrectfeedback>'
    yield f'<incorrectfeedback format="html">{_html(_WRONG)}</incorrectfeedback>'
    whys = dict(question.whys)
    for letter, text in question.options:
        yield f'<answer fraction="{100 if letter == question.answer else 0}" format="html">'
        yield _html(text)
        why = _html(whys[letter]) if letter in whys else "<text></text>"
        yield f'<feedback format="html">{why}</feedback>'
        yield "</answer>"
    yield "</question>"


def _html(*paragraphs: str) -> str:
    # every ">" of a text is escaped, so "]]>" cannot occur in it
    body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    return f"<text><![CDATA[{body}]]></text>"
