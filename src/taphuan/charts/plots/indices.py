"""The indices of a province beside the mean of its table, one row an index, the furthest below the mean on top.

On a slide and on paper a row is a scale from 0 to 100 with this province's dot, the mean as a tick and the gap between
them as a bar. On a phone there is room for the gap alone: bars to both sides of the mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from taphuan.charts.style import BAND, BOLD, GREY, GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width
from taphuan.charts.words import MISSING, join, sentences, signed
from taphuan.text import exact, listing, points, rounded, say

# a gap (of 0 to 1) that makes a row red, and how many rows may be tinted
_FAR, _MOST_TINTED = Fraction(-3, 100), 3


class Index(NamedTuple):
    """One index: its value and the mean of its table between 0 and 1, None where there is none; `rank` 0 where it is not known."""

    label: str
    value: float | None
    mean: float | None
    rank: int = 0

    @property
    def gap(self) -> Fraction | None:
        """Value less mean, exact: it is rounded once, when it is printed."""
        return None if self.value is None or self.mean is None else exact(self.value) - exact(self.mean)


def by_gap(rows: Sequence[Index]) -> list[Index]:
    """The furthest below the mean first; equal gaps keep their order; rows without a gap last."""
    return sorted(rows, key=lambda row: (row.gap is None, row.gap or 0))


def draw_indices(*, rows: tuple[Index, ...], unit_name: str, mean_label: str, size: str, top: int = 100) -> str:
    """`mean_label` names the comparator ("trung bình 34 tỉnh, thành phố"). A row without a value reads "–" and has no dot.
    `top` is what the value 1 is printed as: 100 with one decimal, or 10 with two.

    The canvas is as high as the rows need. Raises ValueError without a row.
    """
    if not rows:
        raise ValueError("a chart of indices needs at least one row")
    ordered = by_gap([Index(*row) for row in rows])
    if size == "phone":
        return _on_phone(SIZES[size], ordered, mean_label, top)
    return Scales(SIZES[size], ordered, unit_name, mean_label, top).drawn()


def alt_indices(
    rows: Sequence[Index], unit_name: str, mean_label: str, year: int | str, findings: Sequence[str], top: int = 100
) -> str:  # fmt: skip
    """`findings` are sentences that compare; the other arguments are the chart's own."""
    what = say("charts.plots.indices.indices") if top == 100 else say("charts.plots.indices.papi")
    count = f"{len(rows)} {what}" if len(rows) > 1 else rows[0].label
    head = say("charts.plots.indices.alt", count=count, unit=unit_name, year=year, mean_label=mean_label)
    values = [f"{row.label} {_printed(row.value, top)}" for row in by_gap(rows) if row.value is not None]
    return join([head, *sentences(findings), f"{listing(values)}." if values else ""])


def _printed(value: float, top: int) -> str:
    return points(value) if top == 100 else rounded(exact(value) * top, 2)


def _signed(gap: Fraction | None, top: int) -> str:
    if top == 100 or gap is None:
        return signed(gap)
    printed = rounded(abs(gap) * top, 2)
    return printed if printed == "0,00" else f"{'+' if gap > 0 else '−'}{printed}"


class Scales:
    """The rows with a scale from 0 to 100 each, and the columns of numbers at their right."""

    def __init__(
        self, size: Size, rows: list[Index], unit_name: str, mean_label: str, top: int, canvas: Canvas | None = None
    ) -> None:
        self._rows, self._key, self._top = rows, (unit_name, mean_label), top
        self._ranked = size.name not in ("half", "panel") and any(row.rank for row in rows)
        px = size.text
        self._px = px
        self._columns = [
            (say("charts.plots.indices.points_head"), text_width("100,0", px, SEMIBOLD)),
            (say("charts.plots.indices.difference_head"), text_width("+00,0", px, BOLD)),
        ]
        if self._ranked:
            self._columns.append(
                (say("charts.plots.indices.rank_head"), text_width(say("charts.plots.indices.rank_head"), px))
            )
        self._gap = (1.5 if self._ranked else 0.9) * px
        numbers = sum(max(width, text_width(name, px)) + self._gap for name, width in self._columns)
        # a tinted row needs a margin of its own around its words
        self._pad = 0.4 * px
        self._left = self._pad + max(text_width(row.label, px, SEMIBOLD) for row in rows) + 1.2 * px
        self._right = size.width - self._pad - numbers - 0.2 * px
        self._keys = self._key_lines(size)
        self._head = 1.5 * px
        key = 1.6 * px * len(self._keys)
        self._pitch = min((size.height - self._head - key - 0.4 * px) / len(rows), 2.6 * px)
        self._bottom = self._head + self._pitch * len(rows)
        self._canvas = canvas or Canvas(replace(size, height=round(self._bottom + key + 0.4 * px)))

    def drawn(self) -> str:
        canvas, px = self._canvas, self._px
        for tick in (0, 50, 100):
            x = self._x(tick / 100)
            canvas.middle(x, 0.6 * px, str(tick * self._top // 100), px, fill=GREY_TEXT, anchor="middle")
        for (name, _), end in zip(self._columns, self._ends(), strict=True):
            canvas.middle(end, 0.6 * px, name, px, fill=GREY_TEXT, anchor="end")
        tinted = _tinted(self._rows)
        for at in range(tinted):
            top = self._head + at * self._pitch
            canvas.rect(0, top + 1, canvas.size.width, self._pitch - 2, BAND, radius=3)
        for tick in (0, 50, 100):
            canvas.line(self._x(tick / 100), self._head, self._x(tick / 100), self._bottom, RULE, 1.5)
        for at, row in enumerate(self._rows):
            self._row(row, self._head + (at + 0.5) * self._pitch, at < tinted, at == len(self._rows) - 1)
        self._draw_key()
        return canvas.svg()

    def _row(self, row: Index, y: float, tinted: bool, last: bool) -> None:
        canvas, px, gap = self._canvas, self._px, row.gap
        far = gap is not None and gap <= _FAR
        r = 0.38 * px
        # the two ends of the order are the answer; the rows between them stay light
        strong = tinted or (last and len(self._rows) > 1)
        canvas.middle(self._pad, y, row.label, px, fill=INK, weight=SEMIBOLD if strong else REGULAR)
        if row.value is not None and row.mean is not None:
            start, end = sorted((self._x(row.value), self._x(row.mean)))
            canvas.rect(start, y - 2.5, end - start, 5, RED if far else GREY)
        if row.mean is not None:
            canvas.rect(self._x(row.mean) - 2, y - 1.3 * r - 3, 4, 2.6 * r + 6, INK, WHITE, 1)
        if row.value is not None:
            canvas.circle(self._x(row.value), y, r, RED, WHITE, 1.5)
        printed = _printed(row.value, self._top) if row.value is not None else MISSING
        numbers = [(printed, INK, SEMIBOLD if strong else REGULAR)]
        numbers.append(
            (_signed(gap, self._top), RED if far else INK if strong else GREY_TEXT, BOLD if strong else REGULAR)
        )
        if self._ranked:
            numbers.append((str(row.rank) if row.rank else MISSING, INK, SEMIBOLD if strong else REGULAR))
        for (text, colour, weight), end in zip(numbers, self._ends(), strict=True):
            canvas.middle(end, y, text, px, fill=colour, weight=weight, anchor="end")

    def _x(self, value: float) -> float:
        return self._left + (self._right - self._left) * value

    def _ends(self) -> list[float]:
        """The right ends of the columns of numbers."""
        ends, at = list[float](), self._right + 0.2 * self._px
        for name, width in self._columns:
            at += self._gap + max(width, text_width(name, self._px))
            ends.append(at)
        return ends

    def _key_lines(self, size: Size) -> list[list[tuple[str, bool]]]:
        """The entries of the key (text, whether it is this province), on one line where they fit."""
        entries = [(self._key[0], True)]
        if any(row.mean is not None for row in self._rows):
            entries.append((self._key[1], False))
        wide = sum(text_width(text, self._px, SEMIBOLD) + 2.6 * self._px for text, _ in entries)
        return [entries] if wide <= size.width else [[entry] for entry in entries]

    def _draw_key(self) -> None:
        canvas, px = self._canvas, self._px
        for line, entries in enumerate(self._keys):
            x, y = self._pad, self._bottom + (line + 0.9) * 1.6 * px - 0.2 * px
            for text, own in entries:
                if own:
                    canvas.circle(x + 0.38 * px, y, 0.38 * px, RED)
                else:
                    canvas.rect(x + 0.3 * px, y - 0.5 * px, 4, px, INK)
                canvas.middle(x + 1.1 * px, y, text, px, fill=RED if own else INK, weight=SEMIBOLD if own else REGULAR)
                x += text_width(text, px, SEMIBOLD) + 2.6 * px


def _tinted(rows: Sequence[Index]) -> int:
    """How many rows from the top stand out."""
    return min(sum(row.gap is not None and row.gap <= _FAR for row in rows), _MOST_TINTED)


def _on_phone(size: Size, rows: list[Index], mean_label: str, top: int) -> str:
    """Bars to both sides of the mean, which is named above them; no bar comes nearer than 6 px to a name or a number."""
    px, pitch = size.text, 1.85 * size.text
    tinted = _tinted(rows)
    heading = balance(say("charts.plots.indices.difference", mean_label=mean_label), px, size.width)
    head = 1.4 * px * len(heading) + 0.5 * px
    canvas = Canvas(replace(size, height=round(head + pitch * len(rows) + 4)))
    for n, line in enumerate(heading):
        canvas.middle(0, (n + 0.6) * 1.4 * px, line, px, fill=GREY_TEXT)
    strong = [at < tinted or (at == len(rows) - 1 > 0) for at in range(len(rows))]
    weights = [SEMIBOLD if each else REGULAR for each in strong]
    names = [text_width(row.label, px, weight) + 6 for row, weight in zip(rows, weights, strict=True)]
    ends = [size.width - text_width(_signed(row.gap, top), px, BOLD) - 6 for row in rows]
    gaps = [float(row.gap or 0) for row in rows]

    def scale(axis: float) -> float:
        """The px of a gap of 1 that the narrowest row leaves with the mean there."""
        rooms = [
            (end - axis if gap > 0 else axis - name) / abs(gap)
            for gap, name, end in zip(gaps, names, ends, strict=True)
            if gap
        ]
        return min(rooms, default=0.0)

    first, last = max(names), min(ends)
    axis = max((first + step * (last - first) / 40 for step in range(41)), key=lambda x: (scale(x), -x))
    unit = max(scale(axis), 0.0)
    for at, (row, gap) in enumerate(zip(rows, gaps, strict=True)):
        y = head + (at + 0.5) * pitch
        far = row.gap is not None and row.gap <= _FAR
        canvas.middle(0, y, row.label, px, fill=INK, weight=weights[at])
        if gap:
            canvas.rect(min(axis, axis + gap * unit), y - 0.42 * px, abs(gap) * unit, 0.84 * px, RED if far else GREY)
        colour = RED if far else INK if strong[at] else GREY_TEXT
        weight = BOLD if strong[at] else REGULAR
        canvas.middle(size.width, y, _signed(row.gap, top), px, fill=colour, weight=weight, anchor="end")
    canvas.line(axis, head, axis, head + pitch * len(rows), INK, 2)
    return canvas.svg()
