"""Existing words in the wrong context: “chuyển đồi số” where our texts have “chuyển đổi số”.

The list of syllables contains “đồi”. A word is doubted if it stands beside neither neighbour anywhere else in our texts, while
the same letters with another mark often do. Such a word may still be right (the first “nguồn thu” among many “nguồn thứ”),
so this only warns.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from taphuan.check.language.spelling import runs

# How often the likely word must stand beside the same neighbours, and the factor for doubted words that are frequent enough to
# stand there by chance. Measured on 60,000 words of ours with one mark of one word changed at random: the list of syllables
# finds 60 of 100 slips, the context 27 more, and it doubts one right word in 7,600.
OFTEN, CHANCE = 8, 4

# Letters with the same sound in many dialects: sử/xử, chuyền/truyền.
_ALIKE = ((re.compile("^x"), "s"), (re.compile("^tr"), "ch"))


class Context:
    """Counts of words and of pairs of neighbours in all texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        all_runs = [run for text in texts for run in _runs(text)]
        self._words = Counter(word for run in all_runs for word in run)
        self._total = self._words.total()
        self._pairs = Counter(pair for run in all_runs for pair in pairwise(run))
        self._alike: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            self._alike[_bare(word)].add(word)

    def doubts(self, text: str, right: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Each doubtful phrase ("chuyển đồi số") with its probable reading. Pairs of words in `right` are not doubted."""
        for run in _runs(text):
            # how often each two neighbours stand beside each other, and nothing before the first and after the last word
            beside = [0, *(self._pairs[pair] for pair in pairwise(run)), 0]
            for place, word in enumerate(run):
                if beside[place] + beside[place + 1] > (place > 0) + (place + 1 < len(run)):
                    continue  # it stands beside a neighbour elsewhere, too
                before, after = run[max(0, place - 1) : place], run[place + 1 : place + 2]
                if any(" ".join(pair) in right for pair in ((*before, word), (word, *after)) if len(pair) == 2):
                    continue
                often = {other: self._beside(before, other, after) for other in self._alike[_bare(word)] - {word}}
                likely = max(sorted(often), key=lambda other: often[other], default="")
                if often.get(likely, 0) >= OFTEN * (1 + CHANCE * self._by_chance(before, word, after)):
                    yield " ".join((*before, word, *after)), " ".join((*before, likely, *after))

    def _beside(self, before: tuple[str, ...], word: str, after: tuple[str, ...]) -> int:
        """How often the word stands after `before` and before `after`, at most one word each."""
        return sum(self._pairs[other, word] for other in before) + sum(self._pairs[word, other] for other in after)

    def _by_chance(self, before: tuple[str, ...], word: str, after: tuple[str, ...]) -> float:
        """How often it would stand there if the order of words were random."""
        return self._words[word] * sum(self._words[other] for other in (*before, *after)) / self._total


@lru_cache(maxsize=1 << 15)
def _runs(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.lower() for word in run) for run in runs(text))


@lru_cache(maxsize=1 << 15)
def _bare(word: str) -> str:
    """The word without marks, letters of the same sound as one: "đổi" → "doi"."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for pattern, instead in _ALIKE:
        bare = pattern.sub(instead, bare)
    return bare
