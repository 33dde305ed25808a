"""Quizzes: GIFT by the parser gift-pegjs from npm, question by question beside what quiz.xml holds; Moodle's XML by a schema."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from judges.judge import HERE, Finding, Judge, answer_read, npm_version, program, verdict

_XML = "quiz.xml"
_AT_ONCE = 100

# (text, [(option, whether it is right)]); a category has no options
Asked = tuple[str, tuple[tuple[str, bool], ...]]


def _gift_version() -> str:
    version = npm_version("gift-pegjs")
    program("node", "apt-get install nodejs")
    return version


def _read_gift(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    said: Any = answer_read(["node", HERE / "gift.js"], len(files), json.dumps([str(file) for file in files]))
    return {file: [*_of_gift(file, said[str(file)])] for file in files}


def _of_gift(file: Path, read: dict[str, Any]) -> Iterator[Finding]:
    if "error" in read:
        yield Finding(f"line {read['line']}", read["error"])
        return
    asked: list[Asked] = []
    for number, one in enumerate(read["questions"], start=1):
        choices = tuple((_plain(each["text"]["text"]), bool(each["isCorrect"])) for each in one.get("choices") or ())
        if one["type"] == "Category":
            asked.append((_plain(one["title"]), ()))
        elif one["type"] != "MC" or one.get("hasEmbeddedAnswers"):
            yield Finding(f"question {number}", f"it is read as one of the type {one['type']}")
        elif sum(right for _, right in choices) != 1:
            yield Finding(
                f"question {number}", f"{sum(right for _, right in choices)} of its {len(choices)} options are right"
            )
        else:
            asked.append((_plain(one["stem"]["text"]), choices))
    try:
        there = [*_asked_in_xml(file.parent / _XML)]
    except (OSError, SyntaxError, AttributeError):
        return  # it is not there, or the schema says what is wrong with it
    yield from _differences(asked, there)


def _differences(here: list[Asked], there: list[Asked]) -> Iterator[Finding]:
    for number, (one, other) in enumerate(zip_longest(here, there), start=1):
        if one != other:
            yield Finding(f"entry {number}", f"it is read as {one}, where {_XML} has {other}")
            return


def _asked_in_xml(file: Path) -> Iterator[Asked]:
    from lxml import etree

    for one in etree.parse(file).getroot().iter("question"):
        if one.get("type") == "category":
            yield _plain(one.findtext("category/text")), ()
        else:
            options = ((_of_html(each.findtext("text")), each.get("fraction") == "100") for each in one.iter("answer"))
            yield _of_html(one.findtext("questiontext/text")), tuple(options)


def _of_html(text: str) -> str:
    from lxml import html

    return _plain(html.fragment_fromstring(text, create_parent=True).text_content())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _schema_version() -> str:
    import hashlib

    from lxml import etree

    digest = hashlib.sha256((HERE / "moodle.rng").read_bytes()).hexdigest()[:8]
    return f"{digest} (libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))})"


@cache
def _schema() -> Any:
    from lxml import etree

    return etree.RelaxNG(etree.parse(HERE / "moodle.rng"))


def _read_xml(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    return {file: [*_of_xml(file)] for file in files}


def _of_xml(file: Path) -> Iterator[Finding]:
    from lxml import etree

    try:
        tree = etree.parse(file)
    except etree.XMLSyntaxError as error:
        yield Finding(f"line {error.lineno}", str(error.msg))
        return
    schema = _schema()
    if not schema.validate(tree):
        yield from (Finding(f"line {one.line}", one.message) for one in schema.error_log)
    for one in tree.getroot().iter("question"):
        worth = [answer.get("fraction") for answer in one.iter("answer")]
        if one.get("type") == "multichoice" and (worth.count("100") != 1 or len(worth) < 2):
            yield Finding(f"line {one.sourceline}", f"{worth.count('100')} of its {len(worth)} answers are right")
    # Moodle keeps an ID number once in a category and drops it from the other questions
    category = ""
    seen = Counter[tuple[str, str]]()
    for one in tree.getroot().iter("question"):
        category = one.findtext("category/text") or category
        seen[category, one.findtext("idnumber") or ""] += 1
    yield from (
        Finding(f"category {where}", f"{count} questions have the ID number {number}")
        for (where, number), count in seen.items()
        if number and count > 1
    )


GIFT = Judge(
    "gift-pegjs",
    ("*.gift.txt",),
    _gift_version,
    lambda files, memory: verdict(files, _AT_ONCE, _read_gift),
    beside=(_XML,),
)
MOODLE = Judge("Moodle XML schema", (_XML,), _schema_version, lambda files, memory: verdict(files, _AT_ONCE, _read_xml))
