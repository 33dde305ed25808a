"""Text broken into lines as programs do it that set slides: word by word, by the font's own widths."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from taphuan.document.model import Inline, Run
from taphuan.export.shared.fonts import text_width

_PIECE = re.compile(r"\n|[ \t]+|[^ \t\n]+")


# The room before a piece that always begins a line, as a word does that is wider than one.
NEW_LINE = inf


class Piece(NamedTuple):
    """What a line does not end in: a word, or letters of one that is wider than a line. `space` is the room before it."""

    runs: tuple[Run, ...]
    width: float
    space: float


# The same text is tried in several sizes and widths.
@functools.lru_cache(maxsize=2048)
def words(runs: Inline) -> tuple[tuple[Run, ...] | None, ...]:
    """Words as stretches of one look each; None is the end of a line. The words of a badge stay together."""
    found: list[tuple[Run, ...] | None] = []
    word: list[Run] = []
    for run in runs:
        for text in [run.text] if run.badge else _PIECE.findall(run.text):
            if text[0] not in " \t\n":
                word.append(Run(text, run.bold, run.italic, run.badge))
                continue
            if word:
                found.append(tuple(word))
                word = []
            if text == "\n":
                found.append(None)
    if word:
        found.append(tuple(word))
    return tuple(found)


def filled(pieces: Iterable[Piece | None], width: float) -> list[list[Piece]]:
    """As many pieces on each line as fit it; a piece that is wider than a line has one of its own."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        if piece is None or (used and used + piece.space + piece.width > width):
            lines.append([])
            used = 0.0
        if piece is not None:
            lines[-1].append(piece)
            used += piece.width + (piece.space if used else 0.0)
    return lines


@functools.lru_cache(maxsize=65536)
def em(text: str, weight: int) -> float:
    """The width of `text` at size 1."""
    return text_width(text, 1.0, weight)
