"""An exercise: cards with a letter, bins to write the letters in, below them how long, what to do, what to hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    PAPER,
    REGULAR,
    RULE,
    SEMIBOLD,
    SIZES,
    TEAL_TEXT,
    TEAL_TINTS,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import ended, join
from taphuan.text import listed, say

LETTERS = "ABCDEFGH"
CARDS, BINS = (3, len(LETTERS)), (2, 5)
FACTS = listed("charts.cards.exercise.labels")
_MOST_SLOTS = 4
_LINE = 1.32

Bin = tuple[str, str]


def draw_exercise(*, cards: tuple[str, ...], bins: tuple[Bin, ...], facts: tuple[str, str, str], size: str) -> str:
    """`cards` are texts, three to eight, lettered in their order; `bins` (name, what stands below it), two to five; `facts`
    the words under FACTS.

    Cards left and bins right on a wide canvas, above one another on a narrow one. Raises ValueError for another number and
    for texts that do not fit.
    """
    for what, given, (fewest, most) in (("cards", cards, CARDS), ("bins", bins, BINS)):
        if not fewest <= len(given) <= most:
            raise ValueError(f"an exercise has {fewest} to {most} {what}, not {len(given)}")
    s = SIZES[size]
    # many cards have the letters of labels before two exercises are asked for
    for px in (s.text, s.dense):
        plan = _Plan(replace(s, text=px), cards, bins, facts)
        if plan.fits:
            break
    if size != "phone" and not plan.fits:
        raise ValueError(
            f"{len(cards)} cards and {len(bins)} bins do not fit a figure of size '{size}'; shorten their words or make "
            "two exercises"
        )
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    plan.draw(canvas)
    return canvas.svg()


def alt_exercise(cards: Sequence[str], bins: Sequence[Bin], facts: Sequence[str]) -> str:
    """Cards, bins and facts; the arguments are the drawing's own."""
    return join(
        [
            say("charts.cards.exercise.alt", cards=len(cards), bins=len(bins)),
            *(
                ended(say("charts.cards.exercise.card", letter=letter, text=text))
                for letter, text in zip(LETTERS, cards, strict=False)
            ),
            *(
                ended(say("charts.cards.exercise.bin", name=name, below=f": {below}" if below else ""))
                for name, below in bins
            ),
            *(ended(f"{head}: {text}") for head, text in zip(FACTS, facts, strict=True)),
        ]
    )


@dataclass(frozen=True)
class _Box:
    """A card or a bin: its place and the lines in it."""

    x: float
    y: float
    w: float
    h: float
    lines: tuple[str, ...]
    below: tuple[str, ...] = ()


class _Plan:
    def __init__(self, s: Size, cards: tuple[str, ...], bins: tuple[Bin, ...], facts: tuple[str, str, str]) -> None:
        self.size, em = s, float(s.text)
        self.em, self.pitch, self.gap = em, _LINE * em, 0.5 * em
        self.beside = s.width >= 1.5 * s.height
        self.tab = 2.0 * em
        self.slots = min(len(cards), _MOST_SLOTS if self.beside else _MOST_SLOTS - 1)
        self.slot = 1.7 * em
        across = 1 if s.name == "phone" else 2
        left = 0.5 * s.width if self.beside else float(s.width)
        right = s.width - left - 1.6 * em if self.beside else float(s.width)
        self.card_room = (left - self.gap * (across - 1)) / across - self.tab - 1.2 * em
        self.bin_room = right - 1.6 * em - self.slots * (self.slot + 0.4 * em)
        self.texts = [tuple(balance(text, em, self.card_room, SEMIBOLD)) for text in cards]
        self.names = [tuple(wrap(name, em, self.bin_room, SEMIBOLD)) for name, _ in bins]
        self.belows = [tuple(wrap(text, em, self.bin_room)) if text else () for _, text in bins]
        self.facts = self._facts(facts)
        foot = (1 + max(len(lines) for _, _, lines in self.facts)) * self.pitch + 0.6 * em
        if s.name == "phone":
            foot = sum((1 + len(lines)) * self.pitch + 0.4 * em for *_, lines in self.facts) + 0.9 * em
        rows = -(-len(cards) // across)
        # on a slide both sides are as high as the room that is left, as long as that is no empty space
        free = s.height - foot - 0.8 * em if self.beside else 0.0
        card = max(
            self.pitch * max(map(len, self.texts)) + 0.5 * em, min((free - self.gap * (rows - 1)) / rows, 5.4 * em)
        )
        self.cards = [
            _Box(
                n % across * (self.card_room + self.tab + 1.2 * em + self.gap),
                n // across * (card + self.gap),
                self.card_room + self.tab + 1.2 * em,
                card,
                lines,
            )
            for n, lines in enumerate(self.texts)
        ]
        cards_high = rows * card + (rows - 1) * self.gap
        top = 0.0 if self.beside else cards_high + 1.0 * em
        needs = [
            max(self.pitch * (len(name) + len(below)), self.slot) + 0.5 * em
            for name, below in zip(self.names, self.belows, strict=True)
        ]
        even = (cards_high - self.gap * (len(bins) - 1)) / len(bins) if self.beside else 0.0
        heights = [max(even, max(needs))] * len(bins) if self.beside else needs
        self.bins = [
            _Box(s.width - right, top + sum(heights[:n]) + n * self.gap, right, high, name, below)
            for n, (high, name, below) in enumerate(zip(heights, self.names, self.belows, strict=True))
        ]
        self.rule = max(cards_high, self.bins[-1].y + self.bins[-1].h) + 0.8 * em
        self.height = self.rule + foot

    def _facts(self, facts: tuple[str, str, str]) -> list[tuple[float, str, list[str]]]:
        """(left edge, head, lines) of each fact: time narrow, what to do widest; below one another on a phone."""
        s = self.size
        shares = (0.0, 0.2, 0.62, 1.0)
        if s.name == "phone":
            return [(0.0, head, wrap(text, self.em, s.width)) for head, text in zip(FACTS, facts, strict=True)]
        return [
            (shares[n] * s.width, head, wrap(text, self.em, (shares[n + 1] - shares[n]) * s.width - self.em))
            for n, (head, text) in enumerate(zip(FACTS, facts, strict=True))
        ]

    @property
    def fits(self) -> bool:
        lines = [(line, SEMIBOLD, self.card_room) for text in self.texts for line in text]
        lines += [(line, SEMIBOLD, self.bin_room) for name in self.names for line in name]
        lines += [(line, REGULAR, self.bin_room) for below in self.belows for line in below]
        narrow = all(text_width(line, self.em, weight) <= room + 0.5 for line, weight, room in lines)
        return narrow and self.height <= self.size.height

    def draw(self, canvas: Canvas) -> None:
        em, pitch = self.em, self.pitch
        for letter, box in zip(LETTERS, self.cards, strict=False):
            canvas.rect(box.x + 0.75, box.y + 0.75, box.w - 1.5, box.h - 1.5, WHITE, RULE, 1.5, radius=6)
            canvas.rect(box.x + 1.5, box.y + 1.5, self.tab, box.h - 3, TEAL_TINTS[0], radius=5)
            middle = box.y + box.h / 2
            canvas.middle(
                box.x + self.tab / 2 + 1, middle, letter, 1.2 * em, fill=TEAL_TEXT, weight=BOLD, anchor="middle"
            )
            self._lines(canvas, box.x + self.tab + 0.7 * em, middle, box.lines, ())
        for box in self.bins:
            canvas.rect(box.x, box.y, box.w, box.h, PAPER, radius=6)
            self._lines(canvas, box.x + 0.8 * em, box.y + box.h / 2, box.lines, box.below)
            first = box.x + box.w - 0.4 * em - self.slots * (self.slot + 0.4 * em)
            for n in range(self.slots):
                x = first + n * (self.slot + 0.4 * em) + 0.2 * em
                canvas.rect(
                    x, box.y + (box.h - self.slot) / 2, self.slot, self.slot, WHITE, GREY, 1.5, radius=5, dash="5 4"
                )
        canvas.line(0, self.rule, self.size.width, self.rule, RULE, 1.5)
        y = self.rule + 0.4 * em
        for x, head, lines in self.facts:
            canvas.middle(x, y + 0.5 * pitch, head, em, fill=INK, weight=SEMIBOLD)
            for n, line in enumerate(lines, start=1):
                canvas.middle(x, y + (n + 0.5) * pitch, line, em, fill=GREY_TEXT)
            if self.size.name == "phone":
                y += (1 + len(lines)) * pitch + 0.4 * em

    def _lines(self, canvas: Canvas, x: float, middle: float, lines: Sequence[str], below: Sequence[str]) -> None:
        """Lines and, in grey, what stands below them, about the middle of a box."""
        top = middle - self.pitch * (len(lines) + len(below)) / 2
        for n, line in enumerate((*lines, *below)):
            grey = n >= len(lines)
            canvas.middle(
                x,
                top + (n + 0.5) * self.pitch,
                line,
                self.em,
                fill=GREY_TEXT if grey else INK,
                weight=REGULAR if grey else SEMIBOLD,
            )
