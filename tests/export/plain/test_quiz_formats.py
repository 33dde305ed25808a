"""The quiz as Moodle XML and GIFT, read back by small readers written after the formats' documentation."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

import quiz_samples
from taphuan.document.model import Document
from taphuan.export.plain.quiz_gift import write_gift
from taphuan.export.plain.quiz_moodle import feedback_lines, write_moodle

DOCUMENTS = {
    "conference": lambda: quiz_samples.document("quang-nam-2024", "2024-10-31"),
    "module": lambda: quiz_samples.document("ke-hoach-2027", "2026-11-21", "dau-tu-cntt"),
    "hostile": quiz_samples.hostile,
}


@pytest.fixture(params=sorted(DOCUMENTS))
def quiz(request: Any) -> Document:
    return DOCUMENTS[request.param]()


def asked(quiz: Document) -> list[tuple[str, list[tuple[str, bool]], list[str]]]:
    """(question, [(option, whether it is right)], feedback) of every question."""
    return [
        (q.text, [(text, letter == q.answer) for letter, text in q.options], list(feedback_lines(q)))
        for group in quiz.quiz
        for q in group.questions
    ]


# --- Moodle XML -------------------------------------------------------------------------------------------------------


def paragraphs(element: ElementTree.Element | None) -> list[str]:
    """The texts of <p> elements; any other tag in them would be markup that came from the data."""
    assert element is not None and element.get("format") == "html"
    source = element.findtext("text")
    assert source and re.fullmatch(r"(<p>[^<>]*</p>)+", source), source
    return [html.unescape(text) for text in re.findall(r"<p>([^<>]*)</p>", source)]


def test_moodle_reads_back_what_was_asked(quiz: Document) -> None:
    root = ElementTree.fromstring(write_moodle(quiz))
    assert root.tag == "quiz"
    found = []
    for question in root.findall("question[@type='multichoice']"):
        answers = question.findall("answer")
        assert sorted(answer.get("fraction") for answer in answers) == ["0", "0", "0", "100"]
        found.append(
            (
                paragraphs(question.find("questiontext"))[0],
                [(paragraphs(answer)[0], answer.get("fraction") == "100") for answer in answers],
                paragraphs(question.find("generalfeedback")),
            )
        )
        assert question.findtext("name/text").strip()
        said = [question.findtext(tag) for tag in ("single", "shuffleanswers", "answernumbering", "defaultgrade")]
        assert said == ["true", "true", "ABCD", "1.0000000"]
        assert 0 <= float(question.findtext("penalty") or 2) <= 1
    assert found == asked(quiz)


def test_moodle_has_a_category_before_the_questions_of_each_module(quiz: Document) -> None:
    root = ElementTree.fromstring(write_moodle(quiz))
    counts: dict[str, int] = {}
    for question in root:
        if question.get("type") == "category":
            path = question.findtext("category/text") or ""
            counts[path] = 0
        else:
            counts[path] += 1
    # a single stroke begins a level, a doubled one is a letter
    levels = [re.split(r"(?<!/)/(?!/)", path) for path in counts]
    names = [[level.replace("//", "/") for level in found] for found in levels]
    conference = quiz.conference["title"]
    assert names == [["$course$", "top", conference, group.title] for group in quiz.quiz]
    assert list(counts.values()) == [len(group.questions) for group in quiz.quiz]


def test_ids_of_questions_are_unique(quiz: Document) -> None:
    ids = [element.text for element in ElementTree.fromstring(write_moodle(quiz)).iter("idnumber")]
    assert ids and len(set(ids)) == len(ids)


# --- GIFT -------------------------------------------------------------------------------------------------------------

_MARKS = {f"\\{mark}": chr(0xE000 + at) for at, mark in enumerate("~=#{}:")} | {"\\n": chr(0xE010)}


def hidden(text: str) -> str:
    """Escaped marks as stand-ins, so that only those that mean something are left."""
    return re.sub(r"\\(.)", lambda m: "\ue011" if m[1] == "\\" else _MARKS[m[0]], text)


def shown(text: str) -> str:
    for mark, stand_in in _MARKS.items():
        text = text.replace(stand_in, "\n" if mark == "\\n" else mark[1])
    return text.replace("\ue011", "\\").strip()


def formatted(text: str) -> str:
    """Without the name of a format in front, which counts only unescaped; other formats than plain would run markup."""
    match = re.match(r"\[(html|moodle|plain|markdown)\]", text)
    assert match is None or match[1] == "plain"
    return shown(text[match.end() :] if match else text)


def gift_blocks(data: bytes) -> Iterator[str]:
    lines = [line for line in data.decode("utf-8").split("\n") if not line.strip().startswith("//")]
    yield from filter(None, (block.strip() for block in "\n".join(lines).split("\n\n")))


def gift_question(block: str) -> tuple[str, list[tuple[str, bool]], list[str]]:
    match = re.fullmatch(r"::([^:]+)::([^{}]*)\{([^{}]*)\}", hidden(block))
    assert match, block
    assert shown(match[1])
    answers, _, feedback = match[3].rpartition("####")
    options = []
    for kind, text in re.findall(r"([=~])([^=~#]*)", answers):
        weight = re.match(r"%-*\d{1,2}\.?\d*%", text)
        assert weight is None or (kind == "~" and weight[0] == "%0%")
        options.append((formatted(text[weight.end() :].strip() if weight else text.strip()), kind == "="))
    assert match[2].startswith("[plain]")
    return formatted(match[2]), options, formatted(feedback).split("\n")


def test_gift_reads_back_what_was_asked(quiz: Document) -> None:
    blocks = [block for block in gift_blocks(write_gift(quiz)) if not block.startswith("$CATEGORY:")]
    wanted = [(text, options, "\n".join(said).split("\n")) for text, options, said in asked(quiz)]
    assert [gift_question(block) for block in blocks] == wanted


def test_gift_has_the_categories_of_moodle(quiz: Document) -> None:
    moodle = ElementTree.fromstring(write_moodle(quiz))
    found = [block.removeprefix("$CATEGORY: ") for block in gift_blocks(write_gift(quiz)) if block.startswith("$")]
    assert found == [element.text for element in moodle.findall("question/category/text")]


@pytest.mark.parametrize("write", [write_moodle, write_gift])
def test_the_day_stands_in_every_file(write: Any, quiz: Document) -> None:
    text = write(quiz).decode("utf-8")
    assert quiz.as_of_text in text and quiz.provenance in text
    assert write(quiz) == write(quiz)
