"""Reading a drawn figure back: its words with the boxes they take, its ids, and the real data behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from taphuan.charts.style import SIZES
from taphuan.charts.text_measure import screen_font, text_width
from taphuan.data.load import rows

FLOOR = {"wide": 18, "full": 18, "half": 18, "cover": 18, "print": 12}


@dataclass(frozen=True)
class Word:
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
    """Every text element, boxed from the x-height's marks down to the baseline (descenders may touch)."""
    found = []
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        text, px = element.text or "", float(element.get("font-size", "0"))
        width = text_width(text, px, int(element.get("font-weight", "400")))
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
        found.append(Word(text, px, left, y - 0.74 * px, left + width, y))
    return found


def texts(svg: str) -> str:
    return "\n".join(word.text for word in words(svg)).replace("\u00a0", " ")


def ids(svg: str) -> list[str]:
    return [element.get("id", "") for element in ElementTree.fromstring(svg).iter() if element.get("id")]


@cache
def letters() -> frozenset[str]:
    """What both the plain and the bold house font can show."""
    fonts = [TTFont(screen_font(weight)).getBestCmap() for weight in (400, 700)]
    return frozenset(chr(point) for point in fonts[0] if point in fonts[1])


def faults(svg: str, size: str) -> list[str]:
    """What a reader could not read: words too small, beyond the canvas, over one another, or in no letter of the font."""
    width, height = SIZES[size].width, SIZES[size].height
    all_words = words(svg)
    found = [f"'{word.text}' has {word.px} px" for word in all_words if word.px < FLOOR[size]]
    found += [f"'{word.text}' has letters the font lacks" for word in all_words if not set(word.text) <= letters()]
    for word in all_words:
        if word.left < -1 or word.right > width + 1 or word.top < -1 or word.bottom > height + 1:
            found.append(f"'{word.text}' leaves the canvas")
    for i, word in enumerate(all_words):
        found += [f"'{word.text}' lies over '{other.text}'" for other in all_words[i + 1 :] if word.overlaps(other)]
    return found


@cache
def dti(year: int) -> tuple[tuple[str, str, float], ...]:
    """(slug, name, value) of every unit with a value that year."""
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
