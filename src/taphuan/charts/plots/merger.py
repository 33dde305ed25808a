"""A merged province beside the units it was put together from: official values of two tables, each with the mean of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from taphuan.charts.style import (
    BAND,
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    RED,
    RED_TEXT,
    REGULAR,
    RULE,
    SEMIBOLD,
    SIZES,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import NO_VALUE, join
from taphuan.text import listing, points, say


class Territory(NamedTuple):
    """`rank` is "6/63", "" without one; `value` is that of the index, 0 to 1."""

    name: str
    rank: str
    value: float | None


class Group(NamedTuple):
    """The rows of one table. `heading` says which ("Theo 63 tỉnh, thành phố trước sắp xếp"), `mean` is that of all its units."""

    heading: str
    mean: float | None
    members: tuple[Territory, ...]
    own: bool = False


def draw_merger(*, groups: tuple[Group, ...], size: str) -> str:
    """Each group from high to low on one scale from 0 to 100, its mean an upright tick across its rows.

    A group without members is left out; the canvas is as high as the rows need. Raises ValueError without a row.
    """
    shown = [Group(*group) for group in groups if group[2]]
    if not shown:
        raise ValueError("a chart of a merger needs at least one row")
    return (_Phone if size == "phone" else _Rows)(SIZES[size], shown).drawn()


def alt_merger(groups: Sequence[Group], measure: str) -> str:
    """`measure` is "giá trị DTI năm 2024 của Thái Nguyên và các đơn vị trước sắp xếp"."""
    parts = [say("charts.plots.merger.alt", measure=measure)]
    for group in groups:
        if not group.members:
            continue
        values = [
            f"{name} {points(value) if value is not None else NO_VALUE}" for name, _, value in _sorted(group.members)
        ]
        mean = say("charts.plots.merger.mean_in_brackets", mean=points(group.mean)) if group.mean is not None else ""
        parts.append(f"{group.heading}{mean}: {listing(values)}.")
    return join(parts)


def _sorted(members: Sequence[Territory]) -> list[Territory]:
    """From high to low, those without a value last."""
    return sorted((Territory(*row) for row in members), key=lambda row: (row.value is None, -(row.value or 0.0)))


class _Rows:
    """Name, rank and bar side by side, the value behind its bar."""

    pitch, head = 2.5, 2.1  # em of a row, of a heading

    def __init__(self, size: Size, groups: list[Group]) -> None:
        self.px = float(size.text)
        members = [Territory(*row) for group in groups for row in group.members]
        rows = len(members) + len(groups)
        spare = size.height / (rows * self.px)
        if spare < self.pitch:
            self.px = float(size.dense)
        self.pitch = max(min(size.height / (rows * self.px), 3.0), 1.35)
        self.head = min(self.pitch, 2.4)
        self.groups = groups
        px = self.px
        self.name = max(text_width(row.name, px, BOLD) for row in members)
        ranks = max(text_width(row.rank, px) for row in members)
        self.rank = self.name + (0.8 * px + ranks if ranks else 0.0)
        self.left = self.rank + 0.9 * px
        self.right = size.width - 0.5 * px - text_width("100,0", px, BOLD)
        high = sum(self.head + self.pitch * len(group.members) for group in groups) * px + 0.3 * px
        self.canvas = Canvas(replace(size, height=round(high)))

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * value

    def drawn(self) -> str:
        y = 0.0
        for group in self.groups:
            y = self.group(group, y)
        return self.canvas.svg()

    def group(self, group: Group, top: float) -> float:
        canvas, px = self.canvas, self.px
        line = top + self.head * px
        middle = line - 0.8 * px
        self.heading(group, middle)
        y = line
        for row in _sorted(group.members):
            self.row(row, group.own, y + self.pitch * px / 2)
            y += self.pitch * px
        canvas.line(self.left, line, self.left, y, RULE, 1.5)
        if group.mean is not None:
            at = self.x(group.mean)
            # a line of the ground on both sides keeps the tick apart from the bars
            canvas.line(at, line - 0.1 * px, at, y, WHITE, 6)
            canvas.line(at, line - 0.1 * px, at, y, INK, 2.5)
        return y

    def heading(self, group: Group, y: float) -> None:
        """The heading, and the mean over its tick where both have room, else in one line."""
        canvas, px = self.canvas, self.px
        if group.mean is None:
            canvas.middle(0, y, group.heading, px, fill=GREY_TEXT, weight=SEMIBOLD)
            return
        said = say("charts.plots.merger.mean", mean=points(group.mean))
        half = text_width(said, px, SEMIBOLD) / 2
        at = min(self.x(group.mean), canvas.size.width - half)
        if at - half > text_width(group.heading, px, SEMIBOLD) + px:
            canvas.middle(0, y, group.heading, px, fill=GREY_TEXT, weight=SEMIBOLD)
            canvas.middle(at, y, said, px, fill=INK, weight=SEMIBOLD, anchor="middle")
        else:
            canvas.middle(0, y, f"{group.heading} ({said})", px, fill=GREY_TEXT, weight=SEMIBOLD)

    def row(self, row: Territory, own: bool, y: float) -> None:
        canvas, px = self.canvas, self.px
        high = self.pitch * px
        ink, weight = (RED_TEXT, BOLD) if own else (INK, REGULAR)
        if own:
            canvas.rect(0, y - high / 2, canvas.size.width, high, BAND)
        canvas.middle(self.name, y, row.name, px, fill=ink, weight=weight, anchor="end")
        canvas.middle(self.rank, y, row.rank, px, fill=ink if own else GREY_TEXT, anchor="end")
        if row.value is None:
            canvas.middle(self.left + 0.4 * px, y, NO_VALUE, px, fill=GREY_TEXT)
            return
        end, thick = self.x(row.value), min(0.6 * high, 1.5 * px)
        canvas.rect(self.left, y - thick / 2, max(end - self.left, 1), thick, RED if own else GREY)
        canvas.middle(end + 0.5 * px, y, points(row.value), px, fill=ink, weight=BOLD if own else SEMIBOLD)


class _Phone(_Rows):
    """Name and rank above the bar, the value at the right end of their line."""

    def __init__(self, size: Size, groups: list[Group]) -> None:
        super().__init__(size, groups)
        self.px, self.pitch, self.head = float(size.text), 3.0, 3.4
        self.left, self.right = 0.0, float(size.width)
        high = sum(self.head + self.pitch * len(group.members) for group in groups) * self.px
        self.canvas = Canvas(replace(size, height=round(high + 0.3 * self.px)))

    def heading(self, group: Group, y: float) -> None:
        canvas, px = self.canvas, self.px
        mean = say("charts.plots.merger.mean_line", mean=points(group.mean)) if group.mean is not None else ""
        canvas.middle(0, y - 1.4 * px, group.heading, px, fill=GREY_TEXT, weight=SEMIBOLD)
        canvas.middle(0, y, mean, px, fill=INK)

    def row(self, row: Territory, own: bool, y: float) -> None:
        canvas, px = self.canvas, self.px
        ink, weight = (RED_TEXT, BOLD) if own else (INK, REGULAR)
        words = " · ".join(part for part in (row.name, row.rank) if part)
        canvas.middle(0, y - 0.55 * px, words, px, fill=ink, weight=weight)
        printed = points(row.value) if row.value is not None else NO_VALUE
        canvas.middle(canvas.size.width, y - 0.55 * px, printed, px, fill=ink, weight=BOLD, anchor="end")
        if row.value is not None:
            canvas.rect(0, y + 0.35 * px, max(self.x(row.value), 1), 0.7 * px, RED if own else GREY)
