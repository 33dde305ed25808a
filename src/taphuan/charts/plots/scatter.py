"""All units by two numbers: this one red, those of a band of the horizontal one named with their value in the margin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from taphuan.charts.style import (
    BOLD,
    CARD,
    GREY,
    GREY_TEXT,
    INK,
    RED,
    RED_TEXT,
    RULE,
    SEMIBOLD,
    SIZES,
    TEAL,
    TEAL_TEXT,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width
from taphuan.charts.words import join
from taphuan.text import points, say, tenth

# this unit, a unit of the band, anyone else
OWN, PEER, OTHER = "own", "peer", ""
_SCALE = say("charts.plots.scatter.doubling")
_EXTREMES = 3  # named at each end of both axes

Point = tuple[float, float]
_Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """`across` is on a logarithmic axis, `up` between 0 and 1."""

    name: str
    across: float
    up: float
    role: str = OTHER


class Axes(NamedTuple):
    """`up` names the vertical number, `across` the horizontal one with its unit, `margin` heads the list of the band."""

    up: str
    across: str
    margin: str


def draw_scatter(*, spots: tuple[Spot, ...], band: tuple[float, float], axes: Axes, size: str) -> str:
    """A tick doubles the one before it. On a phone the list stands below the picture. Raises ValueError without an own spot."""
    shown = [Spot(*spot) for spot in spots]
    if sum(spot.role == OWN for spot in shown) != 1:
        raise ValueError("a scatter shows one own spot")
    return _Scatter(SIZES[size], shown, band, Axes(*axes)).drawn()


def label_sides(*, spots: tuple[Spot, ...], band: tuple[float, float], axes: Axes, size: str) -> dict[str, str]:
    """For each spot that `draw_scatter` names in the picture the side of its name: r, l, t or b."""
    placed = _Scatter(SIZES[size], [Spot(*spot) for spot in spots], band, Axes(*axes)).placed_names()
    return {spot.name: side for spot, side, _ in placed}


def alt_scatter(spots: Sequence[Spot], axes: Axes, unit: str) -> str:
    own = next(spot for spot in spots if spot.role == OWN)
    peers = sum(spot.role == PEER for spot in spots)
    return join(
        [
            say("charts.plots.scatter.alt", spots=len(spots), up=axes.up, across=axes.across),
            say("charts.plots.scatter.own", name=own.name, up=points(own.up), across=tenth(own.across), unit=unit),
            say("charts.plots.scatter.near", number=peers, name=own.name),
        ]
    )


class _Scatter:
    def __init__(self, size: Size, spots: list[Spot], band: tuple[float, float], axes: Axes) -> None:
        self.spots, self.band, self.axes, self.size = spots, band, axes, size
        self.px = float(size.dense if size.name != "print" else size.text)
        self.phone = size.name in ("phone", "half")
        px = self.px
        listed = sorted((s for s in spots if s.role), key=lambda spot: (-spot.up, spot.name))
        self.listed = listed
        pitch = 1.62 * px
        high = float(size.height)
        self.list_width = 0.0 if self.phone else max(12.4 * px, text_width(axes.margin, px, SEMIBOLD))
        # below the picture half a slide has room for two columns
        self.columns = 2 if size.name == "half" and len(listed) > 4 else 1
        self.rows = math.ceil(len(listed) / self.columns)
        if self.phone:
            under = 2.2 * px + pitch * self.rows
            picture = 20 * px if size.name == "phone" else high - under
            high = picture + under
        else:
            picture = high
            pitch = min(pitch, (high - 1.9 * px) / max(len(listed), 1))
        self.pitch = pitch
        self.canvas = Canvas(replace(size, height=round(high)))
        self.left, self.top = 2.4 * px, 2.0 * px
        self.right = size.width - (self.list_width + 1.6 * px if self.list_width else 0.6 * px)
        self.across = balance(axes.across, px, self.right, SEMIBOLD)
        self.bottom = picture - (1.9 + 1.3 * len(self.across)) * px
        logs = [math.log2(spot.across) for spot in spots]
        self.from_, self.to = min(logs) - 0.12, max(logs) + 0.12
        ups = [spot.up for spot in spots]
        self.low, self.high = math.floor(10 * min(ups) - 0.2) / 10, min(math.ceil(10 * max(ups) + 0.2) / 10, 1.02)

    def x(self, across: float) -> float:
        return self.left + (self.right - self.left) * (math.log2(across) - self.from_) / (self.to - self.from_)

    def y(self, up: float) -> float:
        return self.bottom - (self.bottom - self.top) * (up - self.low) / (self.high - self.low)

    def drawn(self) -> str:
        canvas, px = self.canvas, self.px
        canvas.middle(0, 0.7 * px, self.axes.up, px, fill=INK, weight=SEMIBOLD)
        first, last = (min(max(self.x(end), self.left), self.right) for end in self.band)
        canvas.rect(first, self.top, last - first, self.bottom - self.top, CARD)
        for tenths in range(math.ceil(10 * self.low), math.floor(10 * self.high) + 1):
            y = self.y(tenths / 10)
            canvas.line(self.left, y, self.right, y, RULE, 1)
            canvas.middle(self.left - 0.5 * px, y, str(10 * tenths), px, fill=GREY_TEXT, anchor="end")
        for tick in self._ticks():
            x = self.x(tick)
            canvas.line(x, self.bottom, x, self.bottom + 0.35 * px, GREY, 1)
            canvas.middle(x, self.bottom + 1.0 * px, f"{tick:g}", px, fill=GREY_TEXT, anchor="middle")
        below = self.bottom + 2.4 * px
        for at, line in enumerate(self.across):
            canvas.middle(self.right, below + 1.3 * at * px, line, px, fill=INK, weight=SEMIBOLD, anchor="end")
        if self.right - text_width(self.axes.across, px, SEMIBOLD) > self.left + text_width(_SCALE, px) + px:
            canvas.middle(self.left, below, _SCALE, px, fill=GREY_TEXT)
        for spot in sorted(self.spots, key=lambda spot: (spot.role == OWN, spot.role == PEER)):
            self._dot(spot)
        self._names()
        self._list()
        return canvas.svg()

    def _ticks(self) -> Iterator[float]:
        """25, 50, 100, 200 …"""
        for power in range(-6, 12):
            tick = 100 * 2.0**power
            if self.from_ <= math.log2(tick) <= self.to:
                yield tick

    def _dot(self, spot: Spot) -> None:
        colour = {OWN: RED, PEER: TEAL}.get(spot.role, GREY)
        radius = {OWN: 0.5, PEER: 0.33}.get(spot.role, 0.28) * self.px
        self.canvas.circle(self.x(spot.across), self.y(spot.up), radius, colour, WHITE, 1.5)

    def _named(self) -> list[Spot]:
        """The own spot first, then the ends of both axes; of the band the list says the names."""
        chosen = [spot for spot in self.spots if spot.role == OWN]
        for key, ends in ((1, (False, True)), (2, (True, False))):
            for reverse in ends:
                ordered = sorted(self.spots, key=lambda spot, key=key: (spot[key], spot.name), reverse=reverse)  # type: ignore[misc]
                chosen += [s for s in ordered[:_EXTREMES] if s.role == OTHER and s not in chosen]
        return chosen

    def _names(self) -> None:
        for spot, _, (left, middle) in self.placed_names():
            weight, ink = (BOLD, RED_TEXT) if spot.role == OWN else (400, GREY_TEXT)
            self.canvas.middle(left, middle, spot.name, self.px, fill=ink, weight=weight, halo=WHITE)

    def placed_names(self) -> Iterator[tuple[Spot, str, Point]]:
        """Each name on a side of its spot where it covers no other spot and no other name, its left edge and middle; left out where
        it has none."""
        px = self.px
        radius = 0.4 * px
        taken: list[_Box] = [
            (x - radius, y - radius, x + radius, y + radius)
            for x, y in ((self.x(spot.across), self.y(spot.up)) for spot in self.spots)
        ]
        for spot in self._named():
            own = spot.role == OWN
            width = text_width(spot.name, px, BOLD if own else 400)
            x, y, away = self.x(spot.across), self.y(spot.up), (0.75 if own else 0.55) * px
            places = {
                "r": (x + away, y),
                "l": (x - away - width, y),
                "t": (x - width / 2, y - 1.1 * px),
                "b": (x - width / 2, y + 1.1 * px),
            }
            for side, (left, middle) in places.items():
                box = (left, middle - 0.62 * px, left + width, middle + 0.62 * px)
                inside = (
                    box[0] >= self.left and box[2] <= self.right and self.top - px <= box[1] and box[3] <= self.bottom
                )
                if inside and not any(_meet(box, other) for other in taken):
                    taken.append(box)
                    yield spot, side, (left, middle)
                    break

    def _list(self) -> None:
        canvas, px = self.canvas, self.px
        left = 0.0 if self.phone else self.right + 1.6 * px
        y = self.bottom + (3.1 + 1.3 * len(self.across)) * px if self.phone else 0.7 * px
        canvas.middle(left, y, self.axes.margin, px, fill=INK, weight=SEMIBOLD)
        y += (1.2 * px + self.pitch) / 2 + 0.2 * px
        across = self.size.width / self.columns if self.phone else self.size.width
        first = y
        for at, spot in enumerate(self.listed):
            column, row = divmod(at, self.rows)
            start, end = (
                left + column * (across + 0.8 * px),
                across * (column + 1) - 0.8 * px * (self.columns - 1 - column),
            )
            y = first + row * self.pitch
            own = spot.role == OWN
            weight = BOLD if own else 400
            canvas.middle(start, y, spot.name, px, fill=RED_TEXT if own else INK, weight=weight)
            ink = RED_TEXT if own else TEAL_TEXT
            canvas.middle(end, y, points(spot.up), px, fill=ink, weight=BOLD if own else SEMIBOLD, anchor="end")


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
