"""deck.md and pictures in normal form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.build.normal.drawing import picture_digest
from taphuan.build.normal.form import (
    BULLET,
    CAPTION,
    CODE,
    FIGURE,
    FRAME,
    HEADING,
    NOTE,
    NUMBERED,
    QUOTE,
    SOURCE,
    TEXT,
    Line,
    Part,
    row,
    tidy,
)

_SLIDE = re.compile(r"^## ", re.MULTILINE)
_ABOUT = re.compile(r"\*Trang \d+/\d+(?: · )?(.*)\*")
_ITEM = re.compile(r"( *)(-|\d+\.) +(.*)")
_LINE_OF_HEAD = re.compile(r"\|[:|-]+\|")
_CELLS = re.compile(r"(?<!\\)\|")
_TOLD = "Lời người trình bày:"
_BEGINNINGS = {"Hình: ": FIGURE, "Bảng: ": CAPTION, "Nguồn: ": SOURCE}
_PNG = b"\x89PNG\r\n\x1a\n"


def read_markdown(content: bytes) -> tuple[Part, ...]:
    """A part for what stands before the slides, and one a slide; the marks inside of a line stay."""
    head, *slides = _SLIDE.split(content.decode("utf-8"))
    title, _, rest = head.removeprefix("# ").partition("\n")
    return (Part("", tidy(title), tuple(_lines(rest))), *map(_slide, slides))


def _slide(text: str) -> Part:
    title, _, rest = text.partition("\n")
    shown, _, told = rest.partition(f"\n{_TOLD}\n")
    notes = (Line(NOTE, tidy(line.removeprefix(">"))) for line in told.splitlines() if line.removeprefix(">").strip())
    return Part("", tidy(title), (*_lines(shown), *notes))


def _lines(text: str) -> Iterator[Line]:
    lines = text.splitlines()
    fence = ""
    for at, line in enumerate(lines):
        if fence:
            fence = "" if line.startswith(fence) else fence
            if fence:
                yield Line(CODE, tidy(line))
        elif line.startswith("```"):
            fence = line[: len(line) - len(line.lstrip("`"))]
        elif about := _ABOUT.fullmatch(line):
            if about[1]:
                yield Line(FRAME, tidy(about[1]))
        elif line.strip() and not _LINE_OF_HEAD.fullmatch(line):
            yield _line(line, at + 1 < len(lines) and bool(_LINE_OF_HEAD.fullmatch(lines[at + 1])))


def _line(line: str, before_rule: bool) -> Line:
    if line.startswith("|"):
        return row(_CELLS.split(line.strip().removeprefix("|").removesuffix("|")), before_rule)
    if item := _ITEM.fullmatch(line):
        return Line(BULLET if item[2] == "-" else NUMBERED, tidy(item[3]), len(item[1]) // 2)
    if line.startswith("### "):
        return Line(HEADING, tidy(line.lstrip("#")), 3)
    if line.startswith(">"):
        return Line(QUOTE, tidy(line.removeprefix(">")))
    for beginning, mark in _BEGINNINGS.items():
        if line.startswith(beginning):
            return Line(mark, tidy(line if mark == SOURCE else line.removeprefix(beginning)))
    return Line(TEXT, tidy(line))


def read_png(content: bytes) -> tuple[Part, ...]:
    """One part: the size of the picture and the digest of its bytes. Raises ValueError for another kind of file."""
    if not content.startswith(_PNG):
        raise ValueError("no PNG")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    return (Part("", "", (Line(FIGURE, f"{width} × {height}", digest=picture_digest(content)),)),)
