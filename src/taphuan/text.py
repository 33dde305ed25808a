"""Vietnamese forms of numbers, dates and names, the no-break spaces inside them, and the fixed words of all documents."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

NBSP = "\u00a0"
WORD_JOINER = "\u2060"

# every fixed word that a reader of a document or page sees, in a table for each module that says it
CATALOGUE = Path(__file__).with_name("words.toml")


def say(key: str, /, **values: object) -> str:
    """The fixed words of this key, values in their fields: "export.shared.paper.draft" → "DỰ THẢO". A test holds that each key
    and each field is there, and that each entry is used, so both stand in the code as they are, never computed."""
    text = _catalogue()[key]
    assert isinstance(text, str), f"{key} is a list of words"
    return text.format_map(values)


def listed(key: str) -> tuple[str, ...]:
    """The fixed words of a key that has several, such as the headings of a table."""
    words = _catalogue()[key]
    assert isinstance(words, tuple), f"{key} is one text"
    return words


def words_of(*rooms: str) -> str:
    """All words of these rooms as one text, for the digests of what they say: "charts", "lesson" …"""
    tables = tuple(f"{room}." for room in rooms)
    return json.dumps({key: words for key, words in _catalogue().items() if key.startswith(tables)}, ensure_ascii=False)


def words_below(table: str) -> dict[str, str]:
    """The texts of one table by their names in it, for a page whose own script says them."""
    texts = {key.removeprefix(f"{table}."): text for key, text in _catalogue().items() if key.startswith(f"{table}.")}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


@cache
def _catalogue() -> Mapping[str, str | tuple[str, ...]]:
    """The words by their whole keys. Read when the first word is said, so that a command without words does not wait for it; an
    entry is a line of TOML whose value is JSON too, which is read ten times as fast as by tomllib."""
    words: dict[str, str | tuple[str, ...]] = {}
    table = ""
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(" = ")
        if line.startswith("["):
            table = line.strip("[]")
        elif value and not line.startswith("#"):
            entry = json.loads(value)
            words[f"{table}.{name}"] = entry if isinstance(entry, str) else tuple(entry)
    return words


def number(value: float | int | str, decimals: int | None = None) -> str:
    """0.3615 → "0,3615", 48000 → "48.000". `decimals` is the number of digits after the comma; without it, the digits of
    a str stay as they are."""
    text = f"{value:.{decimals}f}" if decimals is not None else str(value)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
    return sign + grouped + ("," + fraction if fraction else "")


@lru_cache(maxsize=32768)
def exact(value: float) -> Fraction:
    """The decimal number that a float was read from: 0.361 → 361/1000, so that comparing and rounding cannot err."""
    return Fraction(str(value))


def points(value: float | Fraction) -> str:
    """An index between 0 and 1 as people say it: on the scale of 0 to 100 with one decimal, rounded half up from the published
    decimals. 0.7765 → "77,7", Fraction(1, 3) → "33,3". The one form of index values in documents."""
    return tenth((value if isinstance(value, Fraction) else exact(value)) * 100)


def tenth(value: float | Fraction) -> str:
    """A number with one decimal, rounded half up: 77.65 → "77,7"."""
    return rounded(value, 1)


def rounded(value: float | Fraction, decimals: int) -> str:
    """A number with one or more decimals, rounded half up from the decimals it was read with: (2.675, 2) → "2,68"."""
    scale = 10**decimals
    scaled = (value if isinstance(value, Fraction) else exact(value)) * scale
    whole = int(abs(scaled) + Fraction(1, 2))
    return f"{'−' if scaled < 0 and whole else ''}{whole // scale},{whole % scale:0{decimals}d}"


def on_hundred(value: float | Fraction) -> float:
    """An index between 0 and 1 on the scale of 0 to 100 with all published decimals, for the data behind a figure: 0.7765 → 77.65."""
    return round(float((value if isinstance(value, Fraction) else exact(value)) * 100), 8)


def day(iso: str | date) -> str:
    """2022-04-06 → "06/4/2022". As in decrees, the day has two digits, the month only in January and February."""
    d = iso if isinstance(iso, date) else date.fromisoformat(iso)
    month = f"{d.month:02d}" if d.month <= 2 else str(d.month)
    return f"{d.day:02d}/{month}/{d.year}"


def fold(text: str) -> str:
    """The text in lower case without diacritics, for search: "Đắk Lắk" → "dak lak"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_NO_BREAK = (
    # the type and the number of a document: Nghị định 82/2024/NĐ-CP
    re.compile(
        r"\b(NĐ|TT|QĐ|NQ|CT|KH|CV|Nghị định|Thông tư|Quyết định|Nghị quyết|Chỉ thị|Công văn|Luật|Kế hoạch|số|Số"
        r"|Điều|khoản|Khoản|điểm|Chương|Đề án|năm|ngày|Ngày|tháng|quý|hạng|thứ|DTI|Phụ lục) (?=\d)"
    ),
    # the letter of a point: điểm d khoản 7
    re.compile(r"\b[Đđ]iểm (?=[a-zđ](?: khoản\b|[,;.)]|$))"),
    re.compile(r"\b[Tt]hành (?=phố\b)"),
    re.compile(
        r"(?<=\d) (?=(tỉnh|đơn vị|tỷ|triệu|nghìn|ngày|tháng|năm|phút|điều|chương|đồng|%|người|xã|chỉ số|câu|nội dung|doanh nghiệp)\b)"
    ),
)


def hold(text: str) -> str:
    """The text with no-break spaces where a line must not break: in names of documents, in dates and in quantities."""
    for pattern in _NO_BREAK:
        text = pattern.sub(lambda m: m.group(0)[:-1] + NBSP if m.group(0) != " " else NBSP, text)
    return text


# provinces whose name is two with a dash; after a dash a line may break even before a no-break space, so none stands there alone
_DOUBLE_NAMES = ("Bà Rịa – Vũng Tàu",)


def whole_names(text: str) -> str:
    """The text with no-break spaces in names of two parts, for titles, which are short lines of large letters."""
    for name in _DOUBLE_NAMES:
        text = text.replace(name, name.replace(" ", NBSP))
    return text


def lower_first(text: str) -> str:
    """The text with a small first letter, for use inside a sentence: "Tỉnh Quảng Nam" → "tỉnh Quảng Nam"."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text with a capital first letter, for the beginning of a sentence: "đề xuất" → "Đề xuất"."""
    return text[:1].upper() + text[1:]


def listing(items: list[str] | tuple[str, ...]) -> str:
    """The items as a Vietnamese list: ["a", "b", "c"] → "a, b và c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " và " + items[-1] if items else ""


# with spaces, so that the check of the language reads letters and not a word; the place counts, not the number
_ALPHABET = {
    letter: at for at, letter in enumerate(" a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z")
}
_ALPHABET[" "] = 0
# level, falling, asking, broken, rising, heavy
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@lru_cache(maxsize=1024)
def alphabetical(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """The key that sorts names as a Vietnamese dictionary does: a ă â b c d đ …, tones after letters, "TP." not counted."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text.removeprefix("TP. ").casefold()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((mark for mark in parts if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else sign
        letters.append(_ALPHABET.get(letter, len(_ALPHABET) + ord(letter)))
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones), text
