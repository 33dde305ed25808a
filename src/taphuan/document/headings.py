"""The headings that begin a slide: `#` and `##` at the beginning of a line of Markdown, but not in code."""

from __future__ import annotations

import copy
import re
from typing import Any

_HEADING = re.compile(r"\A\s*(#{1,2})[ \t]+(\S[^\n]*)(?:\n|\Z)")
_LINE = re.compile(r" {0,3}#{1,2}[ \t]+\S")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def heading_of(source: str) -> tuple[int, str, str]:
    """(level, title, text below) of a text that begins with `#` or `##`; (0, "", the text) of any other."""
    match = _HEADING.match(source)
    if match is None:
        return 0, "", source
    return len(match[1]), match[2].strip(), source[match.end() :].strip("\n")


def level_of(cell: Any) -> int:
    """The level of the heading that a cell begins with, 0 for none."""
    return heading_of(cell.source)[0] if cell.cell_type == "markdown" else 0


def with_source(cell: Any, source: str, suffix: str) -> Any:
    """A copy of the cell with another text, and with `suffix` behind its id."""
    new = copy.deepcopy(cell)
    new.source = source
    if suffix and "id" in new:
        new.id = f"{new.id}{suffix}"
    return new


def pieces(cell: Any) -> list[Any]:
    """The cell in pieces, each of which but the first begins with its heading."""
    texts = _texts(cell.source)
    if len(texts) == 1:
        return [cell]
    return [with_source(cell, text, f"-{at}" if at > 1 else "") for at, text in enumerate(texts, start=1)]


def _texts(source: str) -> list[str]:
    if "\n#" not in source and "\n " not in source:
        return [source]
    texts: list[list[str]] = [[]]
    fence = ""
    for line in source.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip(" `~") else fence
        elif mark:
            fence = mark[1]
        elif _LINE.match(line) and any(text.strip() for text in texts[-1]):
            texts.append([])
        texts[-1].append(line)
    return ["\n".join(text).strip("\n") if len(texts) > 1 else source for text in texts]
