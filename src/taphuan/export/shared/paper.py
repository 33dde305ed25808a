"""Texts and measures of administrative papers, the same in every format: letterhead, numbering, labels, page (Nghị định
30/2020/NĐ-CP).

The measures are those of `data/law/nd30_layout.yaml`; both writers of papers read them here, so that they agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from taphuan.charts.text_measure import paper_width
from taphuan.document.drawings import VIEWBOX
from taphuan.document.model import DRAWING, Document, FigureBlock, Paragraph, Run, TableBlock
from taphuan.document.reading import plain
from taphuan.export.shared.columns import table_height
from taphuan.text import NBSP, listed, say

STATE = say("export.shared.paper.state")
MOTTO = say("export.shared.paper.motto")
DRAFT = say("export.shared.paper.draft")
SAMPLE = say("export.shared.paper.sample")
RECIPIENTS_HEAD = say("export.shared.paper.recipients")
RECIPIENTS = listed("export.shared.paper.recipients_list")
LEFT_OPEN = "……………………………"
ANNEX, ANNEX_TITLE = say("export.shared.paper.annex"), say("export.shared.paper.annex_title")

# millimetres
PAGE = (210.0, 297.0)
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 22.0, 20.0, 30.0, 15.0
TEXT_WIDTH = PAGE[0] - MARGIN_LEFT - MARGIN_RIGHT
WIDE_TEXT_WIDTH = PAGE[1] - MARGIN_LEFT - MARGIN_RIGHT  # of a landscape page with the same margins
# The name of the state takes 88 mm at 12 pt, the dateline with the longest place name 97 mm at 13 pt.
LETTERHEAD_WIDTHS = (66.0, TEXT_WIDTH - 66.0)
INDENT = 12.7
FIGURE_WIDTHS = {"print": TEXT_WIDTH, "brief": TEXT_WIDTH, "wide": TEXT_WIDTH, "half": 110.0}
FIGURE_MAX_HEIGHT = 210.0
_FOREIGN_UNIT = 25.4 / 72  # of a drawing that is not of this package
_PHOTO_HEIGHT, _PHOTO_UNIT = 120.0, 25.4 / 96
_NOMINAL = {"print": (624.0, 320.0), "wide": (1152.0, 480.0), "half": (640.0, 480.0)}

# A rule under the agency and under the abstract is a third to a half of its line.
_RULE = 0.42
_CAPITALS_A_LINE, _LETTERS_A_LINE = 24, 76
# Words before which a name or an abstract should break, and how many letters off the middle such a break may be.
_NAME_BREAKS, _ABSTRACT_BREAKS, _WORTH = "TỈNH|THÀNH PHỐ|VÀ", "phục vụ|tại|của|về|và", 10

_NUMBERED = re.compile(r"(?:[IVX]+|\d+(?:\.\d+)*)[.)]\s")
_ARABIC = re.compile(r"\d+\.\s")
_MOVES_WHOLE = 65.0  # mm: a table up to this high moves to the next page whole, and leaves at most that gap
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Letterhead:
    """The head of the first page. Rules are lengths in millimetres; names and the abstract are tuples of lines."""

    authority: tuple[str, ...]
    agency: tuple[str, ...]
    agency_rule: float
    number: str
    dateline: str
    type: str
    abstract: tuple[str, ...]
    abstract_rule: float


@cache
def motto_rule() -> float:
    """The length of the rule under the motto, in millimetres: that of the motto."""
    return round(paper_width(MOTTO, 13, bold=True), 1)


def letterhead(document: Document) -> Letterhead:
    """The letterhead of a paper; number, day and month are left blank."""
    header = document.header
    place = header.get("place") or document.unit["name"]
    # Narrower blanks after a long place name, so that the dateline stays one line.
    gap = NBSP * (5 if len(place) <= 14 else 3)
    agency = _centred_lines(header.get("agency", "").upper(), _CAPITALS_A_LINE, _NAME_BREAKS)
    abstract = _centred_lines(header.get("abstract") or document.title, _LETTERS_A_LINE, _ABSTRACT_BREAKS)
    return Letterhead(
        authority=_centred_lines(header.get("authority", "").upper(), _CAPITALS_A_LINE, _NAME_BREAKS),
        agency=agency,
        agency_rule=_RULE * paper_width(agency[-1] if agency else "", 12, bold=True),
        number=say(
            "export.shared.paper.number", gap=NBSP * 8, symbol=(header.get("symbol_hint") or "BC-…").lstrip("/")
        ),
        dateline=say("export.shared.paper.dated", place=place, gap=gap, year=document.as_of[:4]),
        type=(header.get("type") or say("export.shared.paper.report")).upper(),
        abstract=abstract,
        abstract_rule=_RULE * paper_width(abstract[-1], 13, bold=True),
    )


def _centred_lines(text: str, limit: int, good_breaks: str) -> tuple[str, ...]:
    """A centred text as lines of at most `limit` letters, each cut near its middle, if possible before one of `good_breaks`."""
    spaces = [match.start() for match in re.finditer(" ", text)]
    if len(text) <= limit or not spaces:
        return (text,) if text else ()
    pattern = re.compile(f" (?:{good_breaks}) ")
    at = min(spaces, key=lambda place: abs(place - len(text) / 2) - (_WORTH if pattern.match(text, place) else 0))
    return (*_centred_lines(text[:at], limit, good_breaks), *_centred_lines(text[at + 1 :], limit, good_breaks))


def numbers(document: Document) -> tuple[str, ...]:
    """The number before each section's title: "I. " for sections of the highest level, "1. " for those below; all empty
    where the titles contain numbers already, and where it is no administrative paper.
    """
    titled = [section for section in document.sections if section.title]
    if document.of_anybody or any(_NUMBERED.match(plain(section.title)) for section in titled):
        return ("",) * len(document.sections)
    top = min((section.level for section in titled), default=1)
    part = below = 0
    labels = []
    for section in document.sections:
        if not section.title:
            labels.append("")
        elif section.level == top:
            part, below = part + 1, 0
            labels.append(f"{_roman(part)}. ")
        else:
            below += 1
            labels.append(f"{below}. ")
    return tuple(labels)


def depth(document: Document, level: int) -> int:
    """The heading level on paper, 1 for the document's highest: a first heading of level 2 would skip one."""
    return level - min((section.level for section in document.sections if section.title), default=1) + 1


def capitals(document: Document) -> bool:
    """Whether headings of the highest level are set in capitals: those with Roman numbers are, “1. Kết quả” is not."""
    return not document.of_anybody and not any(
        section.title and _ARABIC.match(plain(section.title)) for section in document.sections
    )


def attached(document: Document) -> str:
    """What an annex belongs to, with blanks for number and day."""
    symbol = letterhead(document).number.rpartition("/")[2]
    return say("export.shared.paper.annex_of", gap=NBSP * 5, symbol=symbol, year=document.as_of[:4])


def _roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (value // amount)
        value %= amount
    return text


def printed(run: Run) -> str:
    """The text of a run where a badge is put in brackets."""
    return f"[{run.text}]" if run.badge else run.text


def in_times(run: Run) -> str:
    """The text of a run in a paper: boxes to tick are brackets too, because Times lacks them."""
    return printed(run).replace("☑", "[x]").replace("☐", "[  ]")


def drawn_size(figure: FigureBlock) -> tuple[float, float]:
    """Width and height of the drawing in its own units (1/96 in)."""
    match = VIEWBOX.search(figure.svg)
    if match and float(match.group(1)) and float(match.group(2)):
        return float(match.group(1)), float(match.group(2))
    return _NOMINAL.get(figure.size, _NOMINAL["wide"])


def figure_size(figure: FigureBlock) -> tuple[float, float]:
    """Width and height on paper in millimetres."""
    across, down = drawn_size(figure)
    wide = FIGURE_WIDTHS.get(figure.size, TEXT_WIDTH)
    if figure.kind == DRAWING:
        wide = min(wide, across * _FOREIGN_UNIT)
    high = wide * down / across
    shrink = min(1.0, FIGURE_MAX_HEIGHT / high)
    return wide * shrink, high * shrink


def picture_size(width: int, height: int) -> tuple[float, float]:
    """Width and height on paper, in millimetres, of a picture of so many pixels."""
    scale = min(TEXT_WIDTH / width, _PHOTO_HEIGHT / height, _PHOTO_UNIT)
    return width * scale, height * scale


def keeps_next(paragraph: Paragraph) -> bool:
    """Whether a paragraph introduces the next block, so that both must be on one page."""
    return plain(paragraph.runs).rstrip().endswith(":")


def keeps_together(table: TableBlock, room: float) -> bool:
    """Whether a table is so short that it moves to the next page instead of breaking."""
    return table_height(table, room) <= _MOVES_WHOLE
