"""The quiz as GIFT, a plain-text format of questions that Moodle and other learning systems import."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.document.model import Document, Question
from taphuan.export.plain.quiz_moodle import category_path, feedback_lines, name_of

_CONTROL = re.compile(r"[\\~=#{}:]")
_WEIGHT = re.compile(r"%-*\d{1,2}\.?\d*%")


def write_gift(document: Document) -> bytes:
    """quiz.gift.txt, UTF-8. A blank line ends a question, so line breaks of texts are escaped."""
    head = (document.conference["title"], f"{document.as_of_text}.", f"{document.provenance}.")
    blocks = ["\n".join(f"// {_line(text)}" for text in head)]
    for group in document.quiz:
        # a category is read without escapes
        blocks.append(f"$CATEGORY: {_line(category_path(document, group))}")
        blocks += ["\n".join(_question(question)) for question in group.questions]
    return ("\n\n".join(blocks) + "\n").encode()


def _question(question: Question) -> Iterator[str]:
    yield f"::{_escaped(name_of(question))}::[plain]{_escaped(question.text)} {{"
    for letter, text in question.options:
        yield _right(text) if letter == question.answer else _wrong(text)
    yield "####" + _guarded("\n".join(feedback_lines(question)))
    yield "}"


def _right(text: str) -> str:
    return f"={_guarded(text)}"


def _wrong(text: str) -> str:
    # "50%…%" at the start would be read as a weight; after an explicit weight it is text
    return f"~{'%0%' if _WEIGHT.match(text) else ''}{_guarded(text)}"


def _guarded(text: str) -> str:
    """A text whose first bracket is not read as the name of a format."""
    return f"[plain]{_escaped(text)}" if text.startswith("[") else _escaped(text)


def _escaped(text: str) -> str:
    return _CONTROL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _line(text: str) -> str:
    return " ".join(text.split("\n"))
