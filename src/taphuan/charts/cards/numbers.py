"""Big numbers with what they count: side by side on a wide canvas, one above the other on a narrow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from taphuan.charts.style import BOLD, GREY_TEXT, INK, REGULAR, RULE, SEMIBOLD, SIZES, TEAL, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import join
from taphuan.text import say

MOST_CARDS = 4
_LABEL_LINES = 3


@dataclass(frozen=True)
class Card:
    """`value` is finished text ("2.626", "14,5%"), `unit` what it counts ("hộ"), `year` a short line below the label."""

    value: str
    unit: str
    label: str
    year: str


def draw_numbers(*, cards: tuple[tuple[str, str, str, str], ...], size: str) -> str:
    """`cards` are (value, unit, label, year), one to four; unit and year may be empty.

    All numbers have one size, the largest at which the longest fits; the canvas is as high as the cards need.
    Raises ValueError without a card or with more than four.
    """
    if not 1 <= len(cards) <= MOST_CARDS:
        raise ValueError(f"a slide shows one to {MOST_CARDS} numbers, not {len(cards)}")
    named = tuple(Card(*card) for card in cards)
    s = SIZES[size]
    return _stacked(named, s) if s.width < 1.5 * s.height or len(cards) == 1 else _side_by_side(named, s)


def alt_numbers(cards: Sequence[tuple[str, str, str, str]]) -> str:
    """Every number with its label; the arguments are the chart's own."""
    sentences = [
        say("charts.cards.numbers.alt_one") if len(cards) == 1 else say("charts.cards.numbers.alt", cards=len(cards))
    ]
    sentences += [
        f"{label}: {' '.join(filter(None, (value, unit)))}{f', {year}' if year else ''}."
        for value, unit, label, year in cards
    ]
    return join(sentences)


def _number_size(cards: Sequence[Card], s: Size, most: float, room: float, unit_beside: bool) -> float:
    """The largest size at which every number (and its unit, where it stands beside) fits the room."""

    def fits(px: float) -> bool:
        return all(_number_width(card, s, px, unit_beside) <= room for card in cards)

    px = most
    while not fits(px) and px > 12:
        px -= 1
    return px


def _unit_size(px: float, s: Size) -> float:
    """Of a unit that stands beside a number of this size."""
    return max(min(0.36 * px, 1.4 * s.strong), s.text)


def _number_width(card: Card, s: Size, px: float, unit_beside: bool) -> float:
    width = text_width(card.value, px, BOLD)
    if unit_beside and card.unit:
        width += 0.2 * px + text_width(card.unit, _unit_size(px, s), SEMIBOLD)
    return width


def _label_size(cards: Sequence[Card], s: Size, room: float, largest: float) -> float:
    """The largest size at which every label takes three lines at most; the plain size where none does."""
    px = largest
    while px > s.text and any(len(wrap(card.label, px, room, SEMIBOLD)) > _LABEL_LINES for card in cards):
        px -= 1
    return px


def _draw_number(canvas: Canvas, card: Card, x: float, baseline: float, px: float, unit_beside: bool) -> None:
    canvas.text(x, baseline, card.value, px, fill=INK, weight=BOLD)
    if unit_beside and card.unit:
        start = x + text_width(card.value, px, BOLD) + 0.2 * px
        canvas.text(start, baseline, card.unit, _unit_size(px, canvas.size), fill=TEAL, weight=SEMIBOLD)


def _draw_label(canvas: Canvas, card: Card, x: float, top: float, px: float, room: float) -> None:
    """The label from `top` down, then its year."""
    s = canvas.size
    y = top
    for line in balance(card.label, px, room, SEMIBOLD):
        canvas.text(x, y + 0.95 * px, line, px, fill=INK, weight=SEMIBOLD)
        y += 1.35 * px
    if card.year:
        canvas.text(x, y + 1.05 * s.text, card.year, s.text, fill=GREY_TEXT, weight=REGULAR)


def _label_height(card: Card, px: float, s: Size, room: float) -> float:
    return 1.35 * px * len(wrap(card.label, px, room, SEMIBOLD)) + (1.4 * s.text if card.year else 0)


def _side_by_side(cards: tuple[Card, ...], s: Size) -> str:
    """Columns: a rule, the number, its unit, the label."""
    gap = 2.2 * s.text
    room = (s.width - gap * (len(cards) - 1)) / len(cards)
    most = {2: 6.6, 3: 5.2, 4: 4.4}[len(cards)] * s.text
    # the unit beside its number reads as one; below it the number stays large
    beside = _number_size(cards, s, most, room, True)
    unit_beside = beside >= 0.72 * _number_size(cards, s, most, room, False)
    px = beside if unit_beside else _number_size(cards, s, most, room, False)
    unit_px = s.strong
    unit_lines = 0 if unit_beside else max(len(wrap(card.unit, unit_px, room, SEMIBOLD)) for card in cards)
    label_px = _label_size(cards, s, room, s.strong)

    baseline = 0.9 * s.text + 0.95 * px
    unit_top = baseline + 0.2 * px
    label_top = unit_top + (1.3 * unit_px * unit_lines + 0.3 * s.text if unit_lines else 0.55 * s.text)
    height = label_top + max(_label_height(card, label_px, s, room) for card in cards) + 0.4 * s.text
    canvas = Canvas(replace(s, height=round(height)))
    for at, card in enumerate(cards):
        x = at * (room + gap)
        canvas.line(x, 1.5, x + room, 1.5, TEAL, 3)
        _draw_number(canvas, card, x, baseline, px, unit_beside)
        if not unit_beside and card.unit:
            for n, line in enumerate(wrap(card.unit, unit_px, room, SEMIBOLD)):
                canvas.text(x, unit_top + (0.95 + 1.3 * n) * unit_px, line, unit_px, fill=TEAL, weight=SEMIBOLD)
        _draw_label(canvas, card, x, label_top, label_px, room)
    return canvas.svg()


def _stacked(cards: tuple[Card, ...], s: Size) -> str:
    """Rows: the number and its unit at the left, the label at the right; a single number fills the row."""
    gap = 1.6 * s.text
    most = {1: 7.0, 2: 4.4, 3: 3.8, 4: 3.4}[len(cards)] * s.text
    px = _number_size(cards, s, most, 0.44 * s.width, False)
    unit_px = float(s.text if len(cards) > 1 else s.strong)
    left = max(max(_number_width(card, s, px, False), 0.2 * s.width) for card in cards)
    room = s.width - left - gap
    label_px = _label_size(cards, s, room, 1.3 * s.strong if len(cards) == 1 else s.strong)

    def heights(card: Card) -> tuple[float, float]:
        unit = 1.3 * unit_px * len(wrap(card.unit, unit_px, left, SEMIBOLD)) + 0.18 * px if card.unit else 0
        return 0.78 * px + unit, _label_height(card, label_px, s, room)

    content = [max(heights(card)) for card in cards]
    pad = min(0.8 * s.text, (s.height - sum(content)) / (2 * len(cards)))
    rows = [height + 2 * pad for height in content]
    canvas = Canvas(replace(s, height=round(sum(rows))))
    top = 0.0
    for at, (card, row) in enumerate(zip(cards, rows, strict=True)):
        number, label = heights(card)
        if at:
            canvas.line(0, top, s.width, top, RULE, 1.5)
        canvas.line(left + gap / 2, top + 0.7 * pad, left + gap / 2, top + row - 0.7 * pad, TEAL, 3)
        baseline = top + (row - number) / 2 + 0.76 * px
        canvas.text(left, baseline, card.value, px, fill=INK, weight=BOLD, anchor="end")
        if card.unit:
            for n, line in enumerate(wrap(card.unit, unit_px, left, SEMIBOLD)):
                y = baseline + 0.18 * px + (0.95 + 1.3 * n) * unit_px
                canvas.text(left, y, line, unit_px, fill=TEAL, weight=SEMIBOLD, anchor="end")
        _draw_label(canvas, card, left + gap, top + (row - label) / 2, label_px, room)
        top += row
    return canvas.svg()
