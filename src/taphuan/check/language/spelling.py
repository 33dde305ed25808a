"""Words that are no words: slips of the keyboard, English left over, marks in another style than ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from taphuan.check.language.texts import GAP
from taphuan.check.language.typography import Slip
from taphuan.check.language.words import Words, old_style

# A number with what belongs to it: 82/2024/NĐ-CP, 02-NQ/TU, 10/63, 2-3-5, 4.0.
_NUMBER = re.compile(r"\d+(?:[-/.,]\d+)*(?:[-/][A-ZĐ][\wĐ&]*)*")
_WORD = re.compile(rf"(?<![\w{GAP}])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w{GAP}])")
_STOP = re.compile(rf"[^\w \u00a0{GAP}'’-]|\n")


def runs(text: str) -> Iterator[list[str]]:
    """The words of a text, parted where a mark of punctuation, a number or a gap stands between two of them."""
    for part in _STOP.split(_NUMBER.sub(f" {GAP} ", text)):
        for piece in re.split(rf"\S*{GAP}\S*", part):
            if words := _WORD.findall(piece):
                yield words


def usage(texts: Iterable[str]) -> Counter[str]:
    """How often each word (in small letters) stands in the texts."""
    return Counter(word.lower() for text in texts for run in runs(text) for word in run)


def misspelt(text: str, words: Words, used: Counter[str]) -> Iterator[Slip]:
    """Every word that the dictionary and our terms do not know, with the nearest one that they do."""
    for run in runs(text):
        for word in run:
            styled = old_style(word)
            if not words.knows(word):
                near = words.nearest(word, used)
                hint = f"Did you mean “{near}”? " if near else ""
                what = "no Vietnamese word" if word.isascii() else "no Vietnamese syllable"
                yield Slip(word, what, f"{hint}Correct it, or add it to data/language/terms.csv.")
            elif styled != word and word not in words.terms:
                yield Slip(word, "the mark on the second letter", f"Write {styled}, as everywhere.")
