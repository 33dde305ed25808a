"""The parts of the service index: three as a share of their most points, two in points beside the mean and the highest.

A part whose maximum no source states has no scale. The numbers are read in one copy: the head carries the mark "°", and
nothing is ranked, red or set in bold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from taphuan.charts.style import GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import join
from taphuan.text import say, tenth

COPY = "°"
_SHARE, _POINTS = say("charts.plots.service.percent", mark=COPY), say("charts.plots.service.in_points", mark=COPY)


class ServicePart(NamedTuple):
    """Points of this province, their mean and the highest over the table; `most` is None where no source states a maximum."""

    label: str
    value: float
    mean: float
    best: float
    most: float | None


def printed(value: float, most: float | None) -> str:
    """A share of the maximum without decimals, rounded half up: "62%"; else points: "10,2"."""
    if most is None:
        return tenth(value)
    return f"{int(Fraction(str(value)) / Fraction(str(most)) * 100 + Fraction(1, 2))}%"


def draw_service(*, parts: tuple[ServicePart, ...], unit_name: str, size: str) -> str:
    """The parts in the order given, those with a scale first; as high as they need. Raises ValueError without a part."""
    if not parts:
        raise ValueError("the service index needs at least one part")
    ordered = sorted((ServicePart(*part) for part in parts), key=lambda part: part.most is None)
    s = SIZES[size]
    px, phone = s.text, size == "phone"
    between = (0.7 if size == "half" else 1.2) * px
    names = (
        unit_name if size not in ("half", "phone") else "",
        say("charts.plots.service.mean"),
        say("charts.plots.service.best"),
    )
    widths = [max(text_width(name, px, SEMIBOLD), text_width("100%", px)) + between for name in names]
    label = 0.0 if phone else max(text_width(part.label, px) for part in ordered) + 1.2 * px
    left, right = label + 0.5 * px, s.width - (0.6 * px if phone else sum(widths) + 0.6 * px)
    head = 1.7 * px
    pitch = 4.4 * px if phone else min((s.height - 2 * head - 2.0 * px) / max(len(ordered), 5), 2.8 * px)
    scales = sum(part.most is not None for part in ordered)
    heads = bool(scales) + (scales < len(ordered))
    top = 0.0 if phone else 1.5 * px
    key = 2.0 * px
    # on a phone a part without a scale needs two lines only
    pitches = [3.0 * px if phone and part.most is None else pitch for part in ordered]
    canvas = Canvas(replace(s, height=round(top + heads * head + sum(pitches) + key)))
    ends = [right + 0.6 * px + sum(widths[: n + 1]) for n in range(3)]
    if not phone:
        for name, end, colour in zip(names, ends, (RED, GREY_TEXT, GREY_TEXT), strict=True):
            if not name:  # the key names this province
                continue
            weight = SEMIBOLD if colour == RED else REGULAR
            canvas.middle(end, 0.6 * px, name, px, fill=colour, weight=weight, anchor="end")
    y = top
    for at, part in enumerate(ordered):
        if at in (0, scales) and (at == scales or scales):
            canvas.middle(0, y + 0.8 * px, _POINTS if part.most is None else _SHARE, px, fill=GREY_TEXT)
            y += head
        numbers = [printed(value, part.most) for value in (part.value, part.mean, part.best)]
        middle = y + (2.0 * px if phone else pitch / 2)
        canvas.middle(0, y + 0.6 * px if phone else middle, part.label, px, fill=INK)
        if phone:
            canvas.middle(s.width, y + 0.6 * px, numbers[0], px, fill=INK, anchor="end")
            beside = " · ".join(f"{label} {number}" for label, number in zip(names[1:], numbers[1:], strict=True))
            canvas.middle(0, y + (3.2 if part.most else 2.0) * px, beside, px, fill=GREY_TEXT)
        else:
            for number, end in zip(numbers, ends, strict=True):
                canvas.middle(end, middle, number, px, fill=INK if end == ends[0] else GREY_TEXT, anchor="end")
        if part.most is not None:
            wide = right - left
            canvas.rect(left, middle - 2, wide, 4, RULE, radius=2)
            canvas.rect(left + wide * part.mean / part.most - 2, middle - 0.65 * px, 4, 1.3 * px, INK, WHITE, 1)
            canvas.circle(left + wide * part.value / part.most, middle, 0.38 * px, RED, WHITE, 1.5)
        y += pitches[at]
    if scales:
        y += 0.9 * px
        canvas.circle(0.38 * px, y, 0.38 * px, RED)
        canvas.middle(1.1 * px, y, unit_name, px, fill=RED, weight=SEMIBOLD)
        x = 1.1 * px + text_width(unit_name, px, SEMIBOLD) + 1.2 * px
        canvas.rect(x, y - 0.5 * px, 4, px, INK)
        canvas.middle(x + 0.6 * px, y, say("charts.plots.service.mean"), px, fill=INK)
    return canvas.svg()


def alt_service(parts: Sequence[ServicePart], head: str) -> str:
    """`head` names the figure, the unit and the year; then each part with its number and the mean."""
    told = [
        say(
            "charts.plots.service.alt",
            label=part.label,
            value=printed(part.value, part.most),
            points="" if part.most else say("charts.plots.service.points"),
            mean=printed(part.mean, part.most),
        )
        for part in parts
    ]
    return join([f"{head}.", *told])
