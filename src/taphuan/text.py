"""Vietnamese forms of numbers, dates and names, and the no-break spaces that hold them together."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

NBSP = "\u00a0"
WORD_JOINER = "\u2060"


def number(value: float | int | str, decimals: int | None = None) -> str:
    """0.3615 → "0,3615", 48000 → "48.000". `decimals` fixes the digits after the comma; a str is taken digit for digit."""
    text = f"{value:.{decimals}f}" if decimals is not None else str(value)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
    return sign + grouped + ("," + fraction if fraction else "")


def index_value(value: float) -> str:
    """A DTI value with the four decimals in which it is published."""
    return number(value, 4)


def day(iso: str | date) -> str:
    """2022-04-06 → "06/4/2022": the day always two digits, January and February too, as decrees write them."""
    d = iso if isinstance(iso, date) else date.fromisoformat(iso)
    month = f"{d.month:02d}" if d.month <= 2 else str(d.month)
    return f"{d.day:02d}/{month}/{d.year}"


def fold(text: str) -> str:
    """Lower case without diacritics, for search: "Đắk Lắk" → "dak lak"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_HELD = (
    # a document's type and its number; Nghị định 82/2024/NĐ-CP
    re.compile(
        r"\b(NĐ|TT|QĐ|NQ|CT|KH|CV|Nghị định|Thông tư|Quyết định|Nghị quyết|Chỉ thị|Công văn|Luật|Kế hoạch|số|Số"
        r"|Điều|khoản|Khoản|điểm|Chương|Đề án|năm|ngày|Ngày|tháng|quý|hạng|thứ|DTI|Phụ lục) (?=\d)"
    ),
    re.compile(r"\b[Tt]hành (?=phố\b)"),
    re.compile(
        r"(?<=\d) (?=(tỉnh|đơn vị|tỷ|triệu|nghìn|ngày|tháng|năm|phút|điều|chương|đồng|%|người|xã|chỉ số|câu|nội dung|doanh nghiệp)\b)"
    ),
)


def hold(text: str) -> str:
    """Put no-break spaces where a line must not break: inside document numbers, dates and quantities."""
    for pattern in _HELD:
        text = pattern.sub(lambda m: m.group(0)[:-1] + NBSP if m.group(0) != " " else NBSP, text)
    return text


def lower_first(text: str) -> str:
    """ "Tỉnh Quảng Nam" → "tỉnh Quảng Nam", for use inside a sentence."""
    return text[:1].lower() + text[1:]


def listing(items: list[str] | tuple[str, ...]) -> str:
    """ "a, b và c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " và " + items[-1] if items else ""
