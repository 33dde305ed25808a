"""Numbers as readers see them, and the forms in which a value of data/ is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache

from taphuan.text import NBSP, WORD_JOINER, day, number, on_hundred, points, rounded

# 06/4/2022 · 82/2024/NĐ-CP, 57-NQ/TW · 31/63, 82/2024 · 48.000, 77,7, 12
_NUMBER = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}"
    r"|\d+(?:/\d{4})?(?:/[A-ZĐ]{2}[\wĐ&]*(?:-[A-ZĐ][\wĐ&]*)*|-[A-ZĐ]{2,}/[A-ZĐ]+)"
    r"|\d+(?:/\d+)+"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_YEAR = re.compile(r"(?<![\d/.,-])(?:19|20)\d\d(?![\d/.,-]*\d)")
# what is markup and no words: tags with their attributes, addresses, the number of a heading
_NO_WORDS = re.compile(r"<[^>]+>|\]\([^)]*\)|https?://\S+|^#{1,6} (?:[IVX]+|\d+)\.|&#\d+;", re.MULTILINE)


def words_of(text: str) -> str:
    """A text without markup, with plain spaces."""
    return _NO_WORDS.sub(" ", text).replace(NBSP, " ").replace(WORD_JOINER, "").replace("\\", "")


def numbers_in(text: str) -> tuple[str, ...]:
    """Every number, day, place and number of a document in a text, in order, each once. Letters with digits (ST-235, g7) are
    names."""
    plain = words_of(text)
    found = (
        match.group()
        for match in _NUMBER.finditer(plain)
        if not (plain[: match.start()][-1:].isalpha() or plain[: match.start()].endswith("-"))
        and not plain[match.end() :][:1].isalpha()
    )
    return tuple(dict.fromkeys(found))


def years_in(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(words_of(text)))


def is_year(token: str) -> bool:
    return _YEAR.fullmatch(token) is not None


def is_decimal(value: str) -> bool:
    """Whether a value of data/ is a number with decimals, not negative."""
    whole, _, part = value.partition(".")
    return whole.isdigit() and part.isdigit()


def is_day(token: str) -> bool:
    return _DAY.fullmatch(token) is not None


@lru_cache(maxsize=1 << 16)
def forms(value: str) -> frozenset[str]:
    """Every way in which a document prints a value of data/: as it is, on the scale of 0 to 100, rounded; the numbers in it where it
    is a text."""
    value = value.strip()
    if _ISO.fullmatch(value):
        with suppress(ValueError):
            return frozenset({day(value)})
    if not _PLAIN.fullmatch(value):
        return frozenset(_in_text(value))
    return frozenset(_of_number(value))


def _of_number(value: str) -> Iterator[str]:
    found = float(value)
    yield number(value.removeprefix("-"))
    if found == int(found):
        yield number(abs(int(found)))
    if "." in value or found in (0, 1):
        for decimals in (1, 2, 4):
            yield rounded(abs(found), decimals)
        if 0 <= found <= 1:
            yield points(found)
            yield number(f"{on_hundred(found):g}")
        elif abs(found) >= 1000:
            yield number(round(abs(found)))


def _in_text(value: str) -> Iterator[str]:
    for token in numbers_in(value):
        yield token
        if "/" in token and not is_day(token):
            # the short name of a document: 82/2024 of 82/2024/NĐ-CP; a place without its table: 31 of 31/63
            yield "/".join(token.split("/")[:2])
            yield token.split("/")[0]


def day_of(token: str) -> date:
    day_, month, year = map(int, token.split("/"))
    return date(year, month, day_)


def value_of(token: str) -> float | None:
    """The amount of a number as people write it; None for a day, a place, a document."""
    with suppress(ValueError):
        return float(token.replace(".", "").replace(",", "."))
    return None
