"""Reads a drawn figure back: its texts with their boxes, its ids, and the data that it must show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from taphuan.charts.style import SIZES
from taphuan.charts.text_measure import screen_font, text_width
from taphuan.data.load import rows

FLOOR = {"wide": 18, "full": 18, "low": 18, "half": 18, "cover": 18, "print": 12, "phone": 16}


@dataclass(frozen=True)
class Word:
    """A text element: font size and box in px of the canvas."""

    text: str
    px: float
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Word) -> bool:
        sideways = self.left < other.right - 0.5 and other.left < self.right - 0.5
        return sideways and self.top < other.bottom - 0.5 and other.top < self.bottom - 0.5


def words(svg: str) -> list[Word]:
    """The text elements of a figure. A box reaches from the diacritics down to the baseline: descenders may overlap."""
    result = []
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        text, px = element.text or "", float(element.get("font-size", "0"))
        width = text_width(text, px, int(element.get("font-weight", "400")))
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
        result.append(Word(text, px, left, y - 0.74 * px, left + width, y))
    return result


def texts(svg: str) -> str:
    """The texts of a figure, one per line, with ordinary instead of no-break spaces."""
    return "\n".join(word.text for word in words(svg)).replace("\u00a0", " ")


def ids(svg: str) -> list[str]:
    return [element.get("id", "") for element in ElementTree.fromstring(svg).iter() if element.get("id")]


@cache
def letters() -> frozenset[str]:
    """The characters that both the regular and the bold font have."""
    fonts = [TTFont(screen_font(weight)).getBestCmap() for weight in (400, 700)]
    return frozenset(chr(point) for point in fonts[0] if point in fonts[1])


def faults(svg: str, size: str) -> list[str]:
    """The texts of a figure that are too small, outside of the canvas, overlapping, or have characters without a glyph."""
    width, height = (float(part) for part in ElementTree.fromstring(svg).get("viewBox", "").split()[2:])
    result = (
        [f"the canvas is {width:g} × {height:g}"]
        if (width > SIZES[size].width or height > SIZES[size].height) and size != "phone"
        else []
    )
    all_words = words(svg)
    result += [f"'{word.text}' has {word.px} px" for word in all_words if word.px < FLOOR[size]]
    result += [f"'{word.text}' has letters the font lacks" for word in all_words if not set(word.text) <= letters()]
    for word in all_words:
        if word.left < -1 or word.right > width + 1 or word.top < -1 or word.bottom > height + 1:
            result.append(f"'{word.text}' leaves the canvas")
    for i, word in enumerate(all_words):
        result += [f"'{word.text}' lies over '{other.text}'" for other in all_words[i + 1 :] if word.overlaps(other)]
    return result


@cache
def dti(year: int) -> tuple[tuple[str, str, float], ...]:
    """(slug, name, value) of every unit that has a value in the year."""
    table = [row for row in rows("dti/dti") if row["year"] == str(year)]
    return tuple((row["province_slug"], row["province_name"], float(row["pdti"])) for row in table if row["pdti"])


def mean(values: tuple[tuple[str, str, float], ...]) -> float:
    return sum(value for _, _, value in values) / len(values)


# the 19 units of the Central Coast and Central Highlands
CENTRAL = (
    "thanh-hoa",
    "nghe-an",
    "ha-tinh",
    "quang-binh",
    "quang-tri",
    "thua-thien-hue",
    "da-nang",
    "quang-nam",
    "quang-ngai",
    "binh-dinh",
    "phu-yen",
    "khanh-hoa",
    "ninh-thuan",
    "binh-thuan",
    "kon-tum",
    "gia-lai",
    "dak-lak",
    "dak-nong",
    "lam-dong",
)
