"""Two editions of one method: the rank of every unit in both, the own territories red, the furthest moves of the others named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.plots.stems import spread
from taphuan.charts.style import (
    BOLD,
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
from taphuan.charts.words import join, sentences
from taphuan.text import NBSP, say

# the unit that gives its name, another territory of today's unit, a rise and a fall among the others
OWN, PART, RISE, FALL = "own", "part", "rise", "fall"
_LINES = {OWN: RED, PART: RED, RISE: TEAL, FALL: GREY_TEXT}
_LETTERS = {OWN: RED_TEXT, PART: RED_TEXT, RISE: TEAL_TEXT, FALL: GREY_TEXT}

# name, rank before, rank after, one of the four above or ""
Row = tuple[str, int, int, str]


def draw_slope(*, rows: tuple[Row, ...], years: tuple[int, int], size: str) -> str:
    """All units of the table; those with a role are named at both ends (on a phone with the rank alone on the left). Raises
    ValueError without rows or without an own one."""
    named = [row for row in rows if row[3]]
    if not any(row[3] in (OWN, PART) for row in rows):
        raise ValueError("a slope shows at least one own row")
    canvas_size = SIZES[size]
    if size == "phone":
        canvas_size = replace(canvas_size, height=26 * canvas_size.text)
    canvas = Canvas(canvas_size)
    px = canvas_size.dense if size != "wide" else canvas_size.text - 1
    left, right = _columns(canvas_size, named, px)
    of = max(max(before, after) for _, before, after, _ in rows)
    top, bottom = 2.2 * px, canvas_size.height - 0.6 * px

    def y(rank: int) -> float:
        return top + (bottom - top) * (rank - 1) / max(of - 1, 1)

    # on a phone the columns may be nearer to each other than the two heads are wide
    heads = ((0.0, "start"), (right, "start")) if size == "phone" else ((left, "middle"), (right, "middle"))
    for (x, anchor), year in zip(heads, years, strict=True):
        canvas.text(x, 0.9 * px, f"DTI{NBSP}{year}", px, fill=INK, weight=SEMIBOLD, anchor=anchor)
    for _, before, after, role in rows:
        if not role:
            canvas.line(left, y(before), right, y(after), RULE, 1)
            for x, rank in ((left, before), (right, after)):
                canvas.circle(x, y(rank), 0.13 * px, GREY)
    # own lines above the others
    for _, before, after, role in sorted(named, key=lambda row: (row[3] in (OWN, PART), row[0])):
        own = role in (OWN, PART)
        canvas.line(left, y(before), right, y(after), _LINES[role], 4 if own else 2)
        for x, rank in ((left, before), (right, after)):
            _dot(canvas, x, y(rank), role, px)
    for side, x, at in ((-1, left, 0), (1, right, 1)):
        ordered = sorted(named, key=lambda row: (row[1:3][at], row[0]))
        places = [y(row[1:3][at]) for row in ordered]
        ys = spread(places, 1.25 * px, top, bottom)
        for row, place, label_y in zip(ordered, places, ys, strict=True):
            _label(canvas, row, x, place, label_y, side, px, size == "phone")
    if size == "wide":
        _gains(canvas, [row for row in named if row[3] in (OWN, PART)], px)
    return canvas.svg()


def alt_slope(own: Sequence[tuple[str, int, int]], of: int, years: tuple[int, int], findings: Sequence[str]) -> str:
    """The ranks of the own territories; `findings` are sentences that compare."""
    ranks = "; ".join(
        say("charts.plots.slope.ranks", name=name, before=before, after=after) for name, before, after in own
    )
    head = say("charts.plots.slope.alt", first=years[0], second=years[1], of=of)
    return join(
        [head, *sentences(findings), say("charts.plots.slope.alt_ranks", first=years[0], second=years[1], ranks=ranks)]
    )


def _columns(size: Size, named: Sequence[Row], px: float) -> tuple[float, float]:
    """Where the two years stand: names fit outside of them."""
    most = max(text_width(f"{name} 63", px, BOLD) for name, *_ in named) + 1.6 * px
    if size.name == "phone":
        return 3.2 * px, size.width - most
    gains = 11.5 * px if size.name == "wide" else 0.0
    return most, size.width - most - gains


def _dot(canvas: Canvas, x: float, y: float, role: str, px: float) -> None:
    if role == PART:
        canvas.circle(x, y, 0.34 * px, WHITE, RED, 3)
    else:
        canvas.circle(x, y, (0.34 if role == OWN else 0.24) * px, _LINES[role], WHITE, 1.5)


def _label(canvas: Canvas, row: Row, x: float, y: float, label_y: float, side: int, px: float, phone: bool) -> None:
    name, before, after, role = row
    weight, ink = (BOLD if role in (OWN, PART) else 400), _LETTERS[role]
    near, far = x + side * 0.45 * px, x + side * 1.25 * px
    canvas.line(near, y, far, label_y, _LINES[role], 1)
    start = far + side * 0.25 * px
    if side < 0:
        text = str(before) if phone else f"{name} {before}"
        canvas.middle(start, label_y, text, px, fill=ink, weight=weight, anchor="end")
    else:
        canvas.middle(start, label_y, f"{after} {name}", px, fill=ink, weight=weight)


def _gains(canvas: Canvas, own: Sequence[Row], px: float) -> None:
    """How far each own territory moved, as large as they are few."""
    width = 10.8 * px
    x = canvas.size.width - width
    blocks = [(balance(name.replace(NBSP, " "), px, width, SEMIBOLD), before, after) for name, before, after, _ in own]
    high = sum((2.2 + 1.3 * (len(lines) + 1) + 0.9) * px for lines, *_ in blocks)
    y = max((canvas.size.height - high) / 2, 0.0)
    for lines, before, after in sorted(blocks, key=lambda block: block[2] - block[1]):
        step = before - after
        said = (
            say("charts.plots.slope.up", steps=step)
            if step > 0
            else say("charts.plots.slope.down", steps=-step)
            if step < 0
            else say("charts.plots.slope.same")
        )
        y += 2.0 * px
        canvas.text(x, y, said.replace(" ", NBSP), 1.75 * px, fill=RED_TEXT, weight=BOLD)
        for line in lines:
            y += 1.3 * px
            canvas.text(x, y, line, px, fill=INK, weight=SEMIBOLD)
        y += 1.3 * px
        canvas.text(
            x,
            y,
            say("charts.plots.slope.band", before=before, after=after)
            if step
            else say("charts.plots.slope.rank", rank=before),
            px,
            fill=GREY_TEXT,
        )
        y += 0.9 * px
