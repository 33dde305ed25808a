"""Quizzes of real conferences, and questions with texts that are special in some format."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from taphuan.compose import compose
from taphuan.document.model import Document, Question, QuestionGroup
from taphuan.document.reading import read_document
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson

HOSTILE = (
    '<script>alert(1)</script> & ]]> {{ lesson.secret }} #eval("x") ~wrong =right: {T} -> %50% //x',
    "%50%half",
    "[html]<b>đậm</b>",
    "C:\\new\\=\\\\{a}",
    "một dòng\nhai dòng\n\nbốn dòng",
    "=cmd|' /C calc'!A0 😀 ∰ " + "dài" * 60,
)


@cache
def document(conference: str, as_of: str, module: str = "") -> Document:
    """The deck of a conference or of one of its modules, which has the quiz and the programme."""
    return read_document(compose(open_lesson(conference, WHOLE, as_of, module)), "deck")


def with_questions(*groups: QuestionGroup) -> Document:
    """The deck of a real conference with these questions instead of its own."""
    return replace(document("quang-nam-2024", "2024-10-31"), quiz=groups)


def hostile() -> Document:
    """A document with each of the special texts as question, option, right answer, explanation, source and note."""
    questions = tuple(
        Question(
            id=f"q{at}",
            text=text,
            options=tuple(zip("ABCD", (*HOSTILE[at:], *HOSTILE[:at])[:4], strict=True)),
            answer="ABCD"[at % 4],
            explanation=text,
            sources=(text,),
            notes=(text,),
        )
        for at, text in enumerate(HOSTILE)
    )
    return with_questions(QuestionGroup("m", "Phần 1/2: a & b < c", questions), QuestionGroup("n", "Trống", ()))
