"""What a written file shows, page by page, as its bytes say it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

# signs that join or part words without being seen
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Page:
    """A slide, a page, a sheet or a part of a paper. `title` is its title, `text` all words that can be read on it, in the order of the
    file, `drawn` those of its drawings where the file keeps them apart. `hidden`: it is not shown unless somebody asks for it.
    `pictures` and `tables` are counted, `values` are words that stand there for others, `charts` the rows of numbers that charts draw; `pages`: on so many pages
    the slide stands; `spans`: a cell of it may stand for several rows."""

    title: str
    text: str
    drawn: str = ""
    notes: str = ""
    hidden: bool = False
    pictures: int = 0
    tables: int = 0
    alts: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    values: tuple[str, ...] = ()
    charts: tuple[tuple[float, ...], ...] = ()
    name: str = ""
    pages: int = 1
    spans: bool = False


def tight(text: str) -> str:
    """The letters of a text without blanks and without what nobody sees: lines break elsewhere in every form."""
    return "".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text as they are written: 1/63 is two, 80,0 one."""
    return frozenset(_NUMBER.findall(text))


_WORDS = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<(title|desc)\b.*?</\1>|<[^>]*>", re.DOTALL)


@lru_cache(maxsize=1024)
def drawn_words(svg: str) -> str:
    """The words of a drawing that can be seen, in its order; one that sets share is read once."""
    return "\n".join(unescape(_TAG.sub("", words)) for words in _WORDS.findall(svg))
