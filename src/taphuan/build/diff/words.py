"""Differences of words, with numbers, days and numbers of documents as Vietnamese papers write them, each as one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

SAME, REPLACED, ADDED, REMOVED = "same", "replaced", "added", "removed"
# kinds of numbers
RANK, DAY, LAW, NUMBER = "rank", "day", "law", "number"

_LAW = r"\d{1,5}[/-](?:\d{4}/)?[A-Z\u0110][\w]*(?:-[\w&]+)*"
_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_RANK = r"\d{1,3}/\d{1,3}(?![\d/,])"
# a stroke behind a letter joins a name: "ST-235" holds no negative number
_NUMBER = r"(?:(?<![\w/])[−-])?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?%?"
_TOKEN = re.compile(rf"(?P<law>{_LAW})|(?P<day>{_DAY})|(?P<rank>{_RANK})|(?P<number>{_NUMBER})|\w+|[^\w\s]")
# words before a number that make it a rank
_RANKED = re.compile(r"(?:hạng|xếp|thứ|vị trí)\s*$", re.IGNORECASE)
# words that say what a number is of
_CONTEXT = 5


@dataclass(frozen=True)
class Piece:
    """A run of words: `kind` same · replaced · added · removed."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class Number:
    """A number that became another one. `kind`: rank · day · law · number; `context` are the words before it."""

    old: str
    new: str
    kind: str
    context: str


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """(text, kind, start, end) of each word; kind is "" for what is no number."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == NUMBER and _RANKED.search(text[max(0, match.start() - 12) : match.start()]):
            kind = RANK
        found.append((match[0], kind, match.start(), match.end()))
    return tuple(found)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """How one text became the other."""
    before, after = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, [token[0] for token in before], [token[0] for token in after], autojunk=False)
    result: list[Piece] = []
    for name, i1, i2, j1, j2 in matcher.get_opcodes():
        kind = {"equal": SAME, "replace": REPLACED, "insert": ADDED, "delete": REMOVED}[name]
        result.append(Piece(kind, _between(old, before, i1, i2), _between(new, after, j1, j2)))
    return tuple(result)


def _between(text: str, found: tuple[tuple[str, str, int, int], ...], first: int, last: int) -> str:
    """The text from one word up to another, with what stands between it and the next one."""
    if first == last:
        return ""
    end = found[last][2] if last < len(found) else len(text)
    return text[found[first][2] : end]


def numbers(old: str, new: str) -> tuple[Number, ...]:
    """The numbers that became others, in order; those that came or went without a partner have "" for it."""
    return tuple(_numbers(old, new))


def _numbers(old: str, new: str) -> Iterator[Number]:
    before, after = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, [token[0] for token in before], [token[0] for token in after], autojunk=False)
    for name, i1, i2, j1, j2 in matcher.get_opcodes():
        if name == "equal":
            continue
        left = [token for token in before[i1:i2] if token[1]]
        right = [token for token in after[j1:j2] if token[1]]
        context = _before(new, after, j1) or _before(old, before, i1)
        for at in range(max(len(left), len(right))):
            one = left[at] if at < len(left) else None
            other = right[at] if at < len(right) else None
            kind = (other or one or ("", NUMBER, 0, 0))[1]
            yield Number(one[0] if one else "", other[0] if other else "", kind, context)


def _before(text: str, found: tuple[tuple[str, str, int, int], ...], at: int) -> str:
    first = max(0, at - _CONTEXT)
    return text[found[first][2] : found[at][2]].strip() if at < len(found) and at else ""


def value(text: str) -> float | None:
    """A number as written in Vietnamese: "48.000" → 48000.0, "77,7" → 77.7, "5/63" → 5.0; None for what is none."""
    plain = text.partition("/")[0] if re.fullmatch(_RANK, text) else text.rstrip("%")
    plain = plain.replace("−", "-").replace(".", "").replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def likeness(old: str, new: str) -> float:
    """How much of two texts is the same, from 0 to 1, by words."""
    before, after = ([token[0] for token in tokens(text)] for text in (old, new))
    if not before or not after:
        return 1.0 if before == after else 0.0
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.3 else 0.0
