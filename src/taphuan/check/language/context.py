"""Words that are right alone and wrong where they stand: “chuyển đồi số” where our texts say “chuyển đổi số”.

A dictionary of syllables takes “đồi” for good; its neighbours give it away. A word is doubted where nothing else in our
texts puts it beside either neighbour, while the same letters with another mark stand there again and again. Such a word
may be right all the same (the first “nguồn thu” among many “nguồn thứ”), so this only warns.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from taphuan.check.language.spelling import runs

# So often the likely word must stand beside the same neighbours, and so much more where the doubted word is a frequent
# one that chance puts there. Measured on 60,000 words of ours by changing one mark of one word at random: the dictionary
# finds 60 of 100 slips, context 27 more, and it doubts one right word in 7,600.
OFTEN, CHANCE = 8, 4

# Letters that sound alike to many: sử/xử, chuyền/truyền.
_ALIKE = ((re.compile("^x"), "s"), (re.compile("^tr"), "ch"))


class Context:
    """Which words stand beside which in all texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        held = [run for text in texts for run in _runs(text)]
        self._words = Counter(word for run in held for word in run)
        self._pairs = Counter(pair for run in held for pair in pairwise(run))
        self._alike: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            self._alike[_bare(word)].add(word)

    def doubts(self, text: str, right: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Each doubtful place ("chuyển đồi số") and how it probably reads; `right` are pairs that nobody doubts."""
        for run in _runs(text):
            for place, word in enumerate(run):
                before, after = run[max(0, place - 1) : place], run[place + 1 : place + 2]
                if any(" ".join(pair) in right for pair in ((*before, word), (word, *after)) if len(pair) == 2):
                    continue
                if self._beside(before, word, after) > len(before) + len(after):
                    continue  # beside a neighbour elsewhere too
                often = {other: self._beside(before, other, after) for other in self._alike[_bare(word)] - {word}}
                likely = max(sorted(often), key=lambda other: often[other], default="")
                if often.get(likely, 0) >= OFTEN * (1 + CHANCE * self._by_chance(before, word, after)):
                    yield " ".join((*before, word, *after)), " ".join((*before, likely, *after))

    def _beside(self, before: list[str], word: str, after: list[str]) -> int:
        """How often the word stands behind `before` and in front of `after`."""
        return sum(self._pairs[other, word] for other in before) + sum(self._pairs[word, other] for other in after)

    def _by_chance(self, before: list[str], word: str, after: list[str]) -> float:
        """How often it would stand there if words were drawn by lot."""
        return self._words[word] * sum(self._words[other] for other in (*before, *after)) / self._words.total()


def _runs(text: str) -> list[list[str]]:
    return [[word.lower() for word in run] for run in runs(text)]


def _bare(word: str) -> str:
    """The word's letters without their marks, letters that sound alike as one: "đổi" → "doi"."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for pattern, instead in _ALIKE:
        bare = pattern.sub(instead, bare)
    return bare
