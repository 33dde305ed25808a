"""Which sentences compare: the patterns of data/language/comparisons.csv, for compose and for `make check`.

A sentence compares if an `always` pattern is in it, or a `measured` one together with a `measure`: a number, the name of a measure,
or units. `idiom` patterns are taken out first: they look like comparisons and are none. A
question asks and does not say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from taphuan.data.load import parsed
from taphuan.known.units import all_names

# what stands in a source for the name of the unit of a document
UNIT = "\ufffc"
_SPACES = re.compile(r"[^\S\n]+")
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SENTENCE = re.compile(r"(?<=[.!?…:;])(?<!TP\.)\s+|\n+|\|")


_KINDS = ("idiom", "always", "measured", "measure")


@dataclass(frozen=True, eq=False)
class Patterns:
    """The patterns by kind; one object for as long as the file is the same, so that what they found can be remembered."""

    by_kind: dict[str, re.Pattern[str]]


def _patterns() -> Patterns:
    return parsed("language/comparisons", _compiled)


def _compiled(rows: tuple[dict[str, str], ...]) -> Patterns:
    # a programme without the table has no word that compares: what matches nothing stands for each kind
    kinds: dict[str, list[str]] = {kind: [] if rows else [r"(?!)"] for kind in _KINDS}
    for row in rows:
        kinds[row["kind"]].append(row["pattern"])
    kinds["measure"].append("|".join(map(re.escape, all_names())))
    return Patterns(
        {kind: re.compile("|".join(f"(?:{each})" for each in every), re.IGNORECASE) for kind, every in kinds.items()}
    )


@lru_cache(maxsize=20_000)
def _found(text: str, patterns: Patterns) -> tuple[tuple[str, str], ...]:
    return tuple(_comparisons(text, patterns))


def comparisons(text: str) -> tuple[tuple[str, str], ...]:
    """(sentence, the words that compare) of each sentence in a text without Markdown that compares; UNIT stands for the name of a unit."""
    return _found(text, _patterns())


def _comparisons(text: str, found_by: Patterns) -> Iterator[tuple[str, str]]:
    patterns = found_by.by_kind
    # letters composed, one ordinary space between words, nothing without width inside of them
    plain = _SPACES.sub(" ", _NO_WIDTH.sub("", unicodedata.normalize("NFC", text)))
    for sentence in _SENTENCE.split(plain):
        said = patterns["idiom"].sub(" ", sentence)
        if sentence.rstrip(' )”"*').endswith("?"):
            continue
        found = patterns["always"].search(said)
        if not found and (UNIT in said or patterns["measure"].search(said)):
            found = patterns["measured"].search(said)
        # the words alone are a label of a column or an axis, unless something follows them
        if found and (said.rstrip().endswith(":") or _letters(said) != _letters(found[0])):
            yield sentence.strip(), found[0]


def _letters(text: str) -> str:
    """The words of a text, and where a unit is named, without what stands between them."""
    return re.sub(rf"[^\w{UNIT}]|[\d_]", "", text)
