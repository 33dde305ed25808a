"""Formatted text cut into the pieces that lines are filled with: words, and parts of words that are wider than a line."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from taphuan.charts.text_measure import NEW_LINE, Piece
from taphuan.document.model import Inline, Run

_PART = re.compile(r"\n|[ \t]+|[^ \t\n]+")
Word = tuple[Run, ...]


def pieces(
    runs: Inline, width: float, run_width: Callable[[Run], float], space_after: Callable[[Run], float]
) -> Iterator[Piece[Word] | None]:
    """The words of `runs` with the widths that the two functions measure; a word wider than `width` is cut into parts that
    fit; None ends a line.
    """
    space = 0.0
    for word in _words(runs):
        if word is None:
            yield None
            continue
        wide = sum(map(run_width, word))
        if wide <= width:
            yield Piece(word, wide, space)
        else:
            yield from _cut(word, width, run_width)
        space = space_after(word[-1])


def _cut(word: Word, width: float, run_width: Callable[[Run], float]) -> Iterator[Piece[Word]]:
    space = NEW_LINE
    for run in word:
        rest = run.text
        while rest:
            taken = 1
            while taken < len(rest) and run_width(run.with_text(rest[: taken + 1])) <= width:
                taken += 1
            part = run.with_text(rest[:taken])
            yield Piece((part,), run_width(part), space)
            rest, space = rest[taken:], 0.0


# The same text is tried in several sizes and widths.
@functools.lru_cache(maxsize=2048)
def _words(runs: Inline) -> tuple[Word | None, ...]:
    """Each word as runs of one style; None ends a line. A badge is one word."""
    words: list[Word | None] = []
    word: list[Run] = []
    for run in runs:
        for text in [run.text] if run.badge else _PART.findall(run.text):
            if text[0] not in " \t\n":
                # most words are a run of their own already, and copying one takes longer than all else here
                word.append(run if text == run.text else run.with_text(text))
                continue
            if word:
                words.append(tuple(word))
                word = []
            if text == "\n":
                words.append(None)
    if word:
        words.append(tuple(word))
    return tuple(words)
