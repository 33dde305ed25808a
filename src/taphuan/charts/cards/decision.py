"""The decision card: one change of law, from the rule before to who mends which papers, beside the day in large digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    LARGER,
    ON_DARK_SOFT,
    ON_DARK_TEXT,
    PAPER,
    REGULAR,
    RULE,
    SEMIBOLD,
    SIZES,
    TEAL,
    TEAL_TEXT,
    WHITE,
    Size,
    scaled,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join
from taphuan.text import day, listed, say

MOST_PAPERS = 4
PAPERS, WHO, BLANK = listed("charts.cards.decision.sides")
_FOLLOWER = say("charts.cards.decision.follows")
# em of the size's letters: the largest digits of a wide card and of a narrow one
_LARGEST, _LARGE = 4.6, 2.4
_LINE = 1.36


class Side(NamedTuple):
    """One side of a change: what holds, and since or until when by which article."""

    head: str
    validity: str
    text: str


class When(NamedTuple):
    """The day of a change as its block says it: words before, the large digits, their unit, the day, what it counts from."""

    lead: str
    large: str
    unit: str = ""
    day: str = ""
    counted: str = ""

    @property
    def text(self) -> str:
        """ "Còn 222 ngày, tính từ 21/11/2026"."""
        counted = f", {self.counted}" if self.counted else ""
        return f"{' '.join(filter(None, (self.lead, self.large, self.unit)))}{counted}"


def when(start: date, as_of: date) -> When:
    """The days left at `as_of`; since when it applies, without a count, where the day is past."""
    if start <= as_of:
        return When(say("charts.cards.decision.applied"), day(start))
    return When(
        say("charts.cards.decision.left"),
        str((start - as_of).days),
        say("charts.cards.decision.days"),
        day(start),
        say("charts.cards.decision.counted", day=day(as_of)),
    )


def draw_decision(
    *, before: Side, after: Side, papers: tuple[str, ...], who: tuple[str, ...], at: When, size: str
) -> str:
    """The rule before → the rule after, the day and the days left; below, the papers to mend and who does it: a
    blank to fill where they are not known.

    Raises ValueError without a rule before or after, for more than four papers, or for texts that do not fit.
    """
    if not before.text or not after.text:
        raise ValueError(
            "a decision card needs the rule before and the rule after; show a change without one in a table"
        )
    if len(papers) > MOST_PAPERS:
        raise ValueError(
            f"a decision card names at most {MOST_PAPERS} papers, not {len(papers)}; name fewer provisions"
        )
    s = SIZES[size]
    for scale in LARGER if s.width >= 1.5 * s.height else (1.0,):
        plan = _Plan(scaled(s, scale), (before, after), papers, who, at)
        if plan.height <= s.height:
            break
    # a page of paper and a phone are as long as the words
    if size not in ("phone", "print") and plan.height > s.height:
        raise ValueError(
            f"the texts of the decision card do not fit a figure of size '{size}'; shorten both rules in their table, "
            "or show it with `lesson.tables.changes`"
        )
    canvas = Canvas(replace(plan.size, height=round(plan.height)))
    plan.draw(canvas)
    return canvas.svg()


def alt_decision(topic: str, before: Side, after: Side, papers: Sequence[str], who: Sequence[str], at: When) -> str:
    """Every part of the card; the arguments are the drawing's own."""
    return join(
        [
            say("charts.cards.decision.alt", topic=topic),
            f"{before.head} ({before.validity}): {before.text}.",
            f"{after.head} ({after.validity}): {after.text}.",
            f"{at.text}.",
            f"{PAPERS}: {'; '.join(papers) or BLANK}.",
            f"{WHO}: {'; '.join(who) or BLANK}.",
        ]
    )


class _Plan:
    """Where the parts of a card stand: the block of the day at the right of a wide card, at the head of a narrow one."""

    def __init__(
        self, s: Size, sides: tuple[Side, Side], papers: tuple[str, ...], who: tuple[str, ...], at: When
    ) -> None:
        self.size, self.sides, self.papers, self.who, self.at = s, sides, papers, who, at
        em = self.em = float(s.text)
        self.wide = s.width >= 1.5 * s.height
        self.two = s.name != "phone"
        block = 0.27 * s.width if self.wide else float(s.width)
        self.block_width = block
        self.arrow = (3.2 if self.wide else 2.6) * em if self.two else 0.0
        rest = s.width - (block + 2.0 * em if self.wide else 0.0)
        self.rooms = (0.48 * (rest - self.arrow), 0.52 * (rest - self.arrow)) if self.two else (rest, rest)
        self.small = float(s.dense)
        self.validity_lines = [
            len(wrap(side[1], self.small, room)) for side, room in zip(sides, self.rooms, strict=True)
        ]
        heights = [self._side_height(side, room) for side, room in zip(self.sides, self.rooms, strict=True)]
        self.side_heights = heights
        texts = max(heights) if self.two else sum(heights) + 2.2 * em
        self.block_height = max(min(texts, 11.8 * em), 8.6 * em) if self.wide else 3.4 * em
        self.top = 0.0 if self.wide else self.block_height + 0.8 * em
        self.rule = max(texts, self.block_height) + 1.2 * em if self.wide else self.top + texts + 0.8 * em
        gap = 2.0 * em
        self.lower = ((s.width - gap) * 0.52, (s.width - gap) * 0.48) if self.two else (float(s.width),) * 2
        under = [self._list_height(papers, self.lower[0], True), self._list_height(who, self.lower[1], False)]
        self.lower_heights = under
        self.height = self.rule + 0.9 * em + (max(under) if self.two else sum(under) + 1.0 * em) + 0.2 * em

    def draw(self, canvas: Canvas) -> None:
        s, em = self.size, self.em
        self._block(canvas, s.width - self.block_width if self.wide else 0.0)
        (left, right), (before, after) = self.rooms, self.sides
        self._side(canvas, before, 0, self.top, left, False)
        if self.two:
            _arrow(canvas, left + 0.6 * em, self.top + 0.7 * em, left + self.arrow - 0.8 * em)
            self._side(canvas, after, left + self.arrow, self.top, right, True)
        else:
            middle = self.top + self.side_heights[0] + 1.1 * em
            _arrow_down(canvas, 0.8 * em, middle - 0.6 * em, middle + 0.6 * em)
            self._side(canvas, after, 0, middle + 1.1 * em, right, True)
        canvas.line(0, self.rule, s.width, self.rule, RULE, 1.5)
        top = self.rule + 0.9 * em
        self._list(canvas, PAPERS, self.papers, 0, top, self.lower[0], True)
        x, y = (self.lower[0] + 2.0 * em, top) if self.two else (0.0, top + self.lower_heights[0] + 1.0 * em)
        self._list(canvas, WHO, self.who, x, y, self.lower[1], False)

    # --- one side of the change ---------------------------------------------------------------------------------------

    def _text_top(self, side: Side) -> float:
        """Below the top of a side; the texts of both begin on one line where they stand side by side."""
        lines = max(self.validity_lines) if self.two else self.validity_lines[self.sides.index(side)]
        return _LINE * self.em + 1.3 * self.small * lines + 0.35 * self.em

    def _side_height(self, side: Side, room: float) -> float:
        return self._text_top(side) + _LINE * self.em * len(wrap(side.text, self.em, room, SEMIBOLD))

    def _side(self, canvas: Canvas, side: Side, x: float, top: float, room: float, new: bool) -> None:
        em, small = self.em, self.small
        weight = SEMIBOLD if new else REGULAR
        canvas.middle(x, top + 0.68 * em, side.head, em, fill=TEAL_TEXT if new else GREY_TEXT, weight=SEMIBOLD)
        for n, line in enumerate(wrap(side.validity, small, room)):
            canvas.middle(x, top + _LINE * em + (n + 0.5) * 1.3 * small, line, small, fill=GREY_TEXT)
        y = top + self._text_top(side)
        for n, line in enumerate(wrap(side.text, em, room, weight)):
            canvas.middle(x, y + (n + 0.5) * _LINE * em, line, em, fill=INK if new else GREY_TEXT, weight=weight)

    # --- the day ------------------------------------------------------------------------------------------------------

    def _block(self, canvas: Canvas, x: float) -> None:
        """The block of ink: at the right of a wide card, across a narrow one with all in one line."""
        em, at = self.em, self.at
        pad = 1.2 * em if self.wide else 0.8 * em
        canvas.rect(x, 0, self.block_width, self.block_height, INK, radius=0.4 * em)
        unit = 0.3 * em + text_width(at.unit, 1.2 * em, SEMIBOLD) if at.unit else 0.0
        if self.wide:
            px = _fitting(at.large, _LARGEST * em, self.block_width - 2 * pad - unit)
            total = 1.5 * em + 1.0 * px + (3.1 * em if at.day else 0.0)
            y = (self.block_height - total) / 2
            canvas.middle(x + pad, y + 0.75 * em, at.lead, em, fill=ON_DARK_TEXT)
            baseline = y + 1.5 * em + 0.86 * px
            _large_number(canvas, x + pad, baseline, at, px, 1.2 * em)
            if at.day:
                below = baseline + 0.14 * px
                canvas.middle(x + pad, below + 1.1 * em, at.day, 1.2 * em, fill=WHITE, weight=SEMIBOLD)
                canvas.middle(x + pad, below + 2.6 * em, at.counted, self.size.dense, fill=ON_DARK_SOFT)
            return
        lead, right = text_width(at.lead, em) + 0.5 * em, x + self.block_width - pad
        taken = max(text_width(at.day, em, SEMIBOLD), text_width(at.counted, self.size.dense)) + em if at.day else 0.0
        px = _fitting(at.large, _LARGE * em, self.block_width - 2 * pad - lead - unit - taken)
        middle = self.block_height / 2
        baseline = middle + 0.37 * px
        canvas.text(x + pad, baseline, at.lead, em, fill=ON_DARK_TEXT)
        _large_number(canvas, x + pad + lead, baseline, at, px, 1.2 * em)
        if at.day:
            canvas.middle(right, middle - 0.72 * em, at.day, em, fill=WHITE, weight=SEMIBOLD, anchor="end")
            canvas.middle(right, middle + 0.72 * em, at.counted, self.size.dense, fill=ON_DARK_SOFT, anchor="end")

    # --- what is to be done -------------------------------------------------------------------------------------------

    def _items(self, names: tuple[str, ...], room: float, boxes: bool) -> list[list[str]]:
        indent = 1.6 * self.em if boxes else 0.0
        return [wrap(name, self.em, room - indent, REGULAR if boxes else SEMIBOLD) for name in names]

    def _list_height(self, names: tuple[str, ...], room: float, boxes: bool) -> float:
        lines = sum(map(len, self._items(names, room, boxes)))
        blank = 0.0 if names and boxes else 2.1 * self.em
        return 1.7 * self.em + _LINE * self.em * lines + 0.3 * self.em * max(len(names) - 1, 0) + blank

    def _list(
        self, canvas: Canvas, head: str, names: tuple[str, ...], x: float, top: float, room: float, boxes: bool
    ) -> None:
        em = self.em
        canvas.middle(x, top + 0.6 * em, head, em, fill=TEAL_TEXT, weight=SEMIBOLD)
        y = top + 1.7 * em
        for lines in self._items(names, room, boxes):
            left = x
            if boxes:
                side = 0.95 * em
                canvas.rect(x + 1, y + (_LINE * em - side) / 2, side, side, WHITE, INK, 2, radius=3)
                left = x + 1.6 * em
            for n, line in enumerate(lines):
                weight = REGULAR if boxes else SEMIBOLD
                canvas.middle(left, y + (n + 0.5) * _LINE * em, line, em, fill=INK, weight=weight)
            y += _LINE * em * len(lines) + 0.3 * em
        if not names or not boxes:
            _blank(canvas, x, y, room, em, self.size.dense, "" if boxes else _FOLLOWER if names else "")


def _fitting(text: str, most: float, room: float) -> float:
    """The largest size of the digits that fits the room."""
    return min(most, most * room / text_width(text, most, BOLD))


def _large_number(canvas: Canvas, x: float, baseline: float, at: When, px: float, unit_px: float) -> None:
    canvas.text(x, baseline, at.large, px, fill=WHITE, weight=BOLD)
    if at.unit:
        right = x + text_width(at.large, px, BOLD) + 0.25 * unit_px
        canvas.text(right, baseline, at.unit, unit_px, fill=WHITE, weight=SEMIBOLD)


def _blank(canvas: Canvas, x: float, top: float, room: float, em: float, small: float, label: str) -> None:
    """A field on warm ground: somebody writes here."""
    high = 1.7 * em
    canvas.rect(x, top, room, high, PAPER, radius=4)
    start = x + 0.5 * em
    if label:
        canvas.middle(start, top + high / 2, label, small, fill=GREY_TEXT)
        start += text_width(label, small) + 0.4 * em
    canvas.line(start, top + high - 0.42 * em, x + room - 0.5 * em, top + high - 0.42 * em, GREY, 1.5, "2 4")


def _arrow(canvas: Canvas, start: float, y: float, end: float) -> None:
    canvas.line(start, y, end - 2, y, TEAL, 3)
    canvas.path(f"M{end - 10:g} {y - 8:g}L{end:g} {y:g}L{end - 10:g} {y + 8:g}", "none", TEAL, 3)


def _arrow_down(canvas: Canvas, x: float, start: float, end: float) -> None:
    canvas.line(x, start, x, end - 2, TEAL, 3)
    canvas.path(f"M{x - 7:g} {end - 9:g}L{x:g} {end:g}L{x + 7:g} {end - 9:g}", "none", TEAL, 3)
