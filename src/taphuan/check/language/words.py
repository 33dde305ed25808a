"""The known words: syllables of Vietnamese, our own terms, words of the names of units.

data/language/syllables.csv is the list of syllables (its README gives the source); data/language/terms.csv holds what it
lacks: abbreviations, names, foreign words, further syllables, and pairs of syllables that only look like a slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from taphuan.check.language.texts import GAP
from taphuan.data.load import data_files, derived, rows

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OF_UNITS = ("units/provinces", "units/communes")
_TABLES = ("language/syllables", "language/terms", *_OF_UNITS)
_ROMAN = re.compile(r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})")
_LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"

# Syllables that end in oa, oe, uy have their mark on the first letter (hóa, khỏe, thủy) or, in the newer style, on the second
# (hoá, khoẻ, thuỷ). After q the u belongs to the consonant, and the mark is always on the y.
_NEW_STYLE = re.compile(r"(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])$")


def old_style(word: str) -> str:
    """The word with its mark as in our texts: "hoá" → "hóa", "thuỷ" → "thủy"; other words unchanged."""
    match = _NEW_STYLE.search(word.lower())
    if not match:
        return word
    letter_and_mark = unicodedata.normalize("NFD", word[-1])
    return word[:-2] + unicodedata.normalize("NFC", word[-2] + letter_and_mark[1]) + letter_and_mark[0]


@dataclass(frozen=True, eq=False)
class Words:
    """`syllables` are in small letters and old style; `terms` and `names` (words of names of units) stand as they are
    written; `phrases` match terms of several words; `pairs` are two words that may stand side by side."""

    syllables: frozenset[str]
    terms: frozenset[str]
    names: frozenset[str]
    phrases: re.Pattern[str]
    pairs: frozenset[str]

    def without_phrases(self, text: str) -> str:
        """The text with gaps for terms of several words."""
        return _without(self.phrases, text)

    def knows(self, word: str) -> bool:
        """Whether a word (NFC) is known as it is written, apart from the style of its marks; every word in a programme that has no
        list of syllables."""
        if not self.syllables:
            return True
        if len(word) == 1 or word in self.terms or word[:1].lower() + word[1:] in self.terms or _ROMAN.fullmatch(word):
            return True
        if word in self.names or (word.isupper() and word.capitalize() in self.names):
            return True
        return old_style(word.lower()) in self.syllables and (word[1:].islower() or word.isupper() or len(word) == 1)

    def nearest(self, word: str, used: Counter[str]) -> str:
        """The known word with one letter or mark changed that our texts use most, or ""."""
        near = {term for term in self.terms if term.lower() == word.lower()}
        if not near and not word.isupper():
            near = self._with_its_letters(word.lower()) or {
                known for known in variants(word) if known in self.syllables
            }
        return max(sorted(near), key=lambda known: used[known], default="")

    def _with_its_letters(self, word: str) -> set[str]:
        """The syllables with the same letters and marks in another order: "qủa" → "quả"."""
        return {known for known in self.syllables if _letters_and_marks(known) == _letters_and_marks(word)}


@lru_cache(maxsize=1 << 15)
def _without(phrases: re.Pattern[str], text: str) -> str:
    return phrases.sub(GAP, text)


def _letters_and_marks(word: str) -> tuple[str, list[str]]:
    """The letters of a word and, sorted, its marks."""
    signs = unicodedata.normalize("NFD", word)
    letters = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return letters, sorted(sign for sign in signs if unicodedata.combining(sign))


def variants(word: str) -> Iterator[str]:
    """Every spelling with one letter or mark changed, missing or added, or with two letters swapped."""
    word = word.lower()
    for i in range(len(word) + 1):
        yield from (word[:i] + letter + word[i:] for letter in _LETTERS)
        if i < len(word):
            yield word[:i] + word[i + 1 :]
            yield from (word[:i] + letter + word[i + 1 :] for letter in _LETTERS)
        if i + 1 < len(word):
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def known_words() -> Words:
    """Syllables and terms of data/language, names of data/units."""
    return derived(data_files(*_TABLES), _known_words)


def _known_words() -> Words:
    terms = rows("language/terms")
    kinds = {row["term"]: row["kind"] for row in terms}
    single = frozenset(term for term, kind in kinds.items() if kind != "pair" and WORD.fullmatch(term))
    several = sorted((term for term, kind in kinds.items() if kind != "pair" and term not in single), key=len)
    phrases = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, reversed(several))) + r")(?!\w)" if several else r"(?!)"
    )
    return Words(
        syllables=frozenset(
            (
                *(row["syllable"] for row in rows("language/syllables")),
                *(term for term, kind in kinds.items() if kind == "syllable"),
            )
        ),
        terms=frozenset(term for term in single if kinds[term] != "syllable"),
        names=frozenset(word for name in _names_of_units() for word in WORD.findall(name)),
        phrases=phrases,
        pairs=frozenset(term for term, kind in kinds.items() if kind == "pair"),
    )


def _names_of_units() -> Iterator[str]:
    for table in _OF_UNITS:
        yield from (row["name"] for row in rows(table))
