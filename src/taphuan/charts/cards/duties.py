"""The duties of a commune: number, what and by which article, a line for who does it, three rings for how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from taphuan.charts.style import (
    BOLD,
    GREY_TEXT,
    INK,
    OCHRE_TEXT,
    OCHRE_TINT,
    REGULAR,
    RULE,
    SEMIBOLD,
    SIZES,
    TEAL_TEXT,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join
from taphuan.text import listed, say

FEWEST, MOST = 2, 8
WHO, STATES = say("charts.cards.duties.who"), listed("charts.cards.duties.states")


class Duty(NamedTuple):
    """`basis` is the article, `funded` whether the law names the expenditure."""

    name: str
    basis: str
    text: str
    funded: bool


def draw_duties(*, duties: tuple[Duty, ...], size: str, foot: str = "") -> str:
    """Two to eight duties, and what is none of them at the foot. Raises ValueError for another number or for texts that do not fit."""
    if not FEWEST <= len(duties) <= MOST:
        raise ValueError(f"there are {FEWEST} to {MOST} duties on a figure, not {len(duties)}")
    rows = [Duty(*each) for each in duties]
    return (_Phone if size == "phone" else _Wide)(SIZES[size], rows, foot).drawn()


def alt_duties(duties: Sequence[Duty]) -> str:
    """The duties in order, with their articles."""
    said = [f"{at}. {each.name} ({each.basis}): {each.text}." for at, each in enumerate(duties, start=1)]
    return join([say("charts.cards.duties.alt", duties=len(duties), states=", ".join(STATES)), *said])


class _Wide:
    def __init__(self, size: Size, rows: list[Duty], foot: str) -> None:
        self.size, self.rows, self.foot, self.px = size, rows, foot, float(size.text)

    def drawn(self) -> str:
        s, px = self.size, self.px
        head = 1.5 * px
        below = 1.5 * px if self.foot else 0.0
        pitch = min((s.height - head - below) / len(self.rows), 3.4 * px)
        canvas = Canvas(replace(s, height=round(head + pitch * len(self.rows) + below)))
        left, who, ring = 1.9 * px, 0.69 * s.width, (0.862 * s.width, 0.922 * s.width, 0.982 * s.width)
        canvas.middle(who, 0.5 * px, WHO, px, fill=GREY_TEXT)
        for x, name in zip(ring, STATES, strict=True):
            canvas.middle(
                min(x, s.width - text_width(name, px) / 2), 0.5 * px, name, px, fill=GREY_TEXT, anchor="middle"
            )
        room = who - left - px
        for at, row in enumerate(self.rows):
            top = head + at * pitch
            middle = top + pitch / 2
            if row.funded:
                canvas.rect(0, top + 2, s.width, pitch - 4, OCHRE_TINT, radius=4)
            elif at + 1 < len(self.rows) and not self.rows[at + 1].funded:
                canvas.line(0, top + pitch, s.width, top + pitch, RULE, 1)
            canvas.middle(0.55 * px, middle, str(at + 1), 1.15 * px, fill=TEAL_TEXT, weight=BOLD)
            line = 0.62 * px
            if text_width(row.name, px, SEMIBOLD) + 0.7 * px + text_width(row.basis, px) > room:
                raise ValueError(f"“{row.name}, {row.basis}” is too long for one line; shorten it")
            canvas.middle(left, middle - line, row.name, px, weight=SEMIBOLD)
            canvas.middle(
                left + text_width(row.name, px, SEMIBOLD) + 0.7 * px, middle - line, row.basis, px, fill=GREY_TEXT
            )
            small = float(s.dense)
            if text_width(row.text, small) > room:
                raise ValueError(f"“{row.text}” is too long for one line; shorten it")
            canvas.middle(left, middle + 0.66 * px, row.text, small, fill=INK)
            canvas.line(who, middle + 0.55 * px, ring[0] - 1.4 * px, middle + 0.55 * px, GREY_TEXT, 1.5, "2 4")
            for x in ring:
                canvas.circle(min(x, s.width - 12), middle, 10, WHITE, INK, 2)
        if self.foot:
            canvas.middle(0, canvas.size.height - 0.6 * px, self.foot, px, fill=OCHRE_TEXT, weight=SEMIBOLD)
        return canvas.svg()


class _Phone(_Wide):
    def drawn(self) -> str:
        s, px = self.size, self.px
        wide = float(s.width)
        laid = [(wrap(f"{at}. {each.name}", px, wide, SEMIBOLD), wrap(f"{each.text} ({each.basis})", px, wide)) for at, each in enumerate(self.rows, start=1)]  # fmt: skip
        heights = [1.4 * px * (len(name) + len(text)) + 2.6 * px for name, text in laid]
        foot = wrap(self.foot, px, wide, SEMIBOLD) if self.foot else []
        canvas = Canvas(replace(s, height=round(sum(heights) + 1.4 * px * len(foot))))
        top = 0.0
        for (name, text), high, row in zip(laid, heights, self.rows, strict=True):
            if row.funded:
                canvas.rect(0, top, wide, high - 0.3 * px, OCHRE_TINT, radius=4)
            y = top + 0.9 * px
            for lines, weight in ((name, SEMIBOLD), (text, REGULAR)):
                for line in lines:
                    canvas.middle(0.2 * px, y, line, px, weight=weight)
                    y += 1.4 * px
            canvas.middle(0.2 * px, y, f"{WHO}:", px, fill=GREY_TEXT)
            canvas.line(4.4 * px, y + 0.4 * px, wide - 0.4 * px, y + 0.4 * px, GREY_TEXT, 1.5, "2 4")
            top += high
        for at, line in enumerate(foot):
            canvas.middle(0, top + (1.4 * at + 0.5) * px, line, px, fill=OCHRE_TEXT, weight=SEMIBOLD)
        return canvas.svg()
