"""Typography: composed letters, quotation marks, dashes, spaces, dates and numbers in our style."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from taphuan.text import day

_LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Slip:
    """A fault: the text that was found, what is wrong with it, the remedy, its code."""

    found: str
    what: str
    remedy: str
    code: str


_RULES: tuple[tuple[re.Pattern[str], str, str, str], ...] = (
    (re.compile(r'\S*"\S*'), "a straight quotation mark", "Write “…”.", "TH603"),
    (re.compile(rf"(?<!{_LETTER})'\S*|\S*'(?!{_LETTER})"), "a straight quotation mark", "Write ‘…’ or “…”.", "TH603"),
    (re.compile(r"\S*[^\s|] {2,}[^\s|]\S*"), "two spaces", "Delete one.", "TH604"),
    (
        re.compile(r"\S*[ \u00a0]+(?:[,;:!?]|\.(?![\w.]))"),
        "a space before a mark of punctuation",
        "Delete it.",
        "TH604",
    ),
    (re.compile(rf"{_LETTER}+[,;!?]{_LETTER}+"), "no space after a mark of punctuation", "Put one in.", "TH604"),
    (re.compile(r"[“‘(] \S*|\S* [”’)]"), "a space inside quotation marks or brackets", "Delete it.", "TH604"),
    (re.compile(r"\S*\.{3,}\S*"), "three points", "Write the one sign “…”.", "TH605"),
    (
        re.compile(r"(?<![\d/.-])(?:19|20)\d\d *- *(?:19|20)\d\d(?![\d/-])"),
        "a hyphen between years",
        "Write 2020–2025.",
        "TH605",
    ),
    (
        re.compile(r"(?<![\d/.-])(?:19|20)\d\d +– +(?:19|20)\d\d(?![\d/-])"),
        "spaces between years",
        "Write 2020–2025.",
        "TH605",
    ),
    (re.compile(r"[^\s|]\S* - (?![\d|-])\S+"), "a hyphen as a dash", "Write “ – ”.", "TH605"),
    (re.compile(r"\S+\s?—|—\s?\S+"), "a long dash", "Write “ – ”.", "TH605"),
    (
        re.compile(r"(?<![\d/-])\d{4}-\d\d-\d\d(?![\d-])"),
        "a day written year-month-day",
        "Write it like this: 06/4/2022.",
        "TH606",
    ),
    (
        re.compile(r"(?<![\d.])0\.\d+(?!\.?\d)|(?<![\d.])\d+\.\d{1,2} ?%"),
        "a decimal point",
        "Write a comma: 0,3615.",
        "TH607",
    ),
    (re.compile(r"(?<![\d.,/-])[1-9]\d{4,}(?![\d.,/-])"), "a large number without points", "Write 48.000.", "TH607"),
)
# soft hyphen, signs without width, marks of direction, blanks of Korean and Braille; the word joiner of `hold` is ours
_TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
_UNSEEN = re.compile(
    f"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2061-\u2064\u2800\u3164\ufeff\uffa0{_TURNING}]"
)
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")


# most texts are those of the check before, in a process that checks again after a change
@lru_cache(maxsize=1 << 15)
def slips(text: str) -> tuple[Slip, ...]:
    """Every typographical fault of a text."""
    return tuple(_slips(text))


def _slips(text: str) -> Iterator[Slip]:
    if not unicodedata.is_normalized("NFC", text):
        word = next(word for word in text.split() if not unicodedata.is_normalized("NFC", word))
        remedy = "Retype the word with a Vietnamese keyboard set to “Unicode dựng sẵn”."
        yield Slip(word, "letters and their marks are stored apart (Unicode tổ hợp, NFD)", remedy, "TH108")
    for match in _UNSEEN.finditer(text):
        around = text[max(0, match.start() - 12) : match.end() + 12].replace(match[0], f"[U+{ord(match[0]):04X}]")
        what = "a sign that turns the order of letters" if match[0] in _TURNING else "a sign that nobody sees"
        yield Slip(around.strip(), what, "Delete it: search, spelling and reading aloud stumble over it.", "TH109")
    for pattern, what, remedy, code in _RULES:
        for match in pattern.finditer(text):
            yield Slip(match[0].strip(), what, remedy, code)
    if text.count("“") != text.count("”"):
        yield Slip(
            "“" if text.count("“") > text.count("”") else "”", "a quotation mark without its pair", "Pair it.", "TH603"
        )
    yield from _days(text)


def _days(text: str) -> Iterator[Slip]:
    for match in _DAY.finditer(text):
        given_day, month, year = (int(part) for part in match.groups())
        try:
            right = day(date(year, month, given_day))
        except ValueError:
            yield Slip(match[0], "no day of the calendar", "Correct it.", "TH606")
            continue
        if match[0] != right:
            yield Slip(match[0], "a day not written as decrees write it", f"Write {right}.", "TH606")
