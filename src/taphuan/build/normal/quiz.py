"""quiz.xml and quiz.gift.txt in normal form: a part a question, its id that of the bank or its first words; a part a category."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from taphuan.build.normal.form import CODE, FEEDBACK, FRAME, OPTION, TEXT, Line, Part, tidy

_BLANK = re.compile(r"\n\s*\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# a sign that begins an answer or the feedback of one, not behind a stroke
_ANSWERS = re.compile(r"(?<!\\)(####|[=~#])")
_NAMED = re.compile(r"::((?:\\.|[^:\\]|:(?!:))*)::\s*(?:\[\w+\])?", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")


def read_moodle(content: bytes) -> tuple[Part, ...]:
    """The questions of a Moodle XML file. Raises SyntaxError for what is no XML, ValueError for another kind of it."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag != "quiz":
        raise ValueError("no quiz")
    return tuple(_moodle(question) for question in root.iterchildren("question"))


def _moodle(question: Any) -> Part:
    if question.get("type") == "category":
        return Part("", tidy(question.findtext("category/text")), (Line(FRAME, _plain(question, "info")),))
    lines = [Line(TEXT, _plain(question, "questiontext"))]
    for answer in question.iterchildren("answer"):
        right = float(answer.get("fraction", 0)) > 0
        lines.append(Line(OPTION, _plain(answer, "."), int(right)))
        if why := _plain(answer, "feedback"):
            lines.append(Line(FEEDBACK, why))
    lines += [Line(FEEDBACK, text) for text in (_plain(question, "generalfeedback"),) if text]
    lines += [
        Line(CODE, f"{name} {question.findtext(name)}")
        for name in ("single", "shuffleanswers", "defaultgrade", "penalty", "hidden")
    ]
    return Part(question.findtext("idnumber") or "", tidy(question.findtext("name/text") or ""), tuple(lines))


def _plain(parent: Any, path: str) -> str:
    found = parent.find(f"{path}/text" if path != "." else "text")
    if found is None or not (found.text or "").strip():
        return ""
    if found.getparent().get("format") != "html":
        return tidy(found.text)
    return tidy(" ".join(html.fromstring(f"<div>{found.text}</div>").itertext()))


def read_gift(content: bytes) -> tuple[Part, ...]:
    """The questions of a GIFT file."""
    parts = []
    for block in _BLANK.split(content.decode("utf-8").strip()):
        text = "\n".join(line for line in block.splitlines() if not line.startswith("//"))
        if not text:
            said = tuple(Line(FRAME, tidy(line.removeprefix("//"))) for line in block.splitlines())
            parts.append(Part("", "", said))
        elif text.startswith("$CATEGORY:"):
            parts.append(Part("", tidy(text.removeprefix("$CATEGORY:")), ()))
        else:
            parts.append(_question(text))
    return tuple(parts)


def _question(text: str) -> Part:
    named = _NAMED.match(text)
    rest = text[named.end() :] if named else text
    asked, _, answers = rest.partition("{")
    return Part("", _said(named[1]) if named else "", (Line(TEXT, _said(asked)), *_answers(answers.rpartition("}")[0])))


def _answers(text: str) -> Iterator[Line]:
    pieces = _ANSWERS.split(text)
    for sign, said in zip(pieces[1::2], pieces[2::2], strict=True):
        weight = _WEIGHT.match(said)
        words = _said(said[weight.end() :] if weight else said)
        if sign in "=~":
            yield Line(OPTION, words, int(sign == "=" or bool(weight and float(weight[1]) > 0)))
        elif words:
            yield Line(FEEDBACK, words)


def _said(text: str) -> str:
    return tidy(_ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text).removeprefix("[plain]"))
