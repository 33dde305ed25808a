"""Unknown words and marks in another style than ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from taphuan.check.language.texts import GAP
from taphuan.check.language.typography import Slip
from taphuan.check.language.words import Words, old_style

# A number with its letters and signs: 82/2024/NĐ-CP, 02-NQ/TU, 10/63, 2-3-5, 4.0.
_NUMBER = re.compile(r"\d+(?:[-/.,]\d+)*(?:[-/][A-ZĐ][\wĐ&]*)*")
_WORD = re.compile(rf"(?<![\w{GAP}])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w{GAP}])")
_GAPS = re.compile(rf"\S*{GAP}\S*")
_STOP = re.compile(rf"[^\w \u00a0{GAP}'’-]|\n")


# each text is read for its words, for how often they occur and for what stands beside them
@lru_cache(maxsize=1 << 15)
def runs(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a text in runs without punctuation, numbers or gaps between them."""
    parts = _STOP.split(_NUMBER.sub(f" {GAP} ", text))
    found = (_WORD.findall(piece) for part in parts for piece in _GAPS.split(part))
    return tuple(tuple(words) for words in found if words)


def usage(texts: Iterable[str]) -> Counter[str]:
    """How often each word, in small letters, occurs in the texts."""
    return Counter(word.lower() for text in texts for run in runs(text) for word in run)


def misspelt(text: str, words: Words, used: Counter[str]) -> Iterator[Slip]:
    """Each word that is neither a known syllable nor a term, with the nearest known word."""
    for word, styled in _wrong_words(text, words):
        if styled:
            yield Slip(word, "the mark on the second letter", f"Write {styled}, as everywhere.", "TH602")
            continue
        near = words.nearest(word, used)
        hint = f"Did you mean “{near}”? " if near else ""
        what = "no Vietnamese word" if word.isascii() else "no Vietnamese syllable"
        yield Slip(word, what, f"{hint}Correct it, or add it to data/language/terms.csv.", "TH601")


# a check after a change finds most texts as they were
@lru_cache(maxsize=1 << 15)
def _wrong_words(text: str, words: Words) -> tuple[tuple[str, str], ...]:
    """Each unknown word with "", each known one in the newer style with the word in ours."""
    wrong: list[tuple[str, str]] = []
    for run in runs(text):
        for word in run:
            if not words.knows(word):
                wrong.append((word, ""))
            elif (styled := old_style(word)) != word and word not in words.terms:
                wrong.append((word, styled))
    return tuple(wrong)
