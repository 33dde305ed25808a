"""Ranks of two provinces over the same editions and tables: this one in red, the second in teal, breaks left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from taphuan.charts.plots.crossings import Box, Segment, runs_through
from taphuan.charts.plots.rank import Editions
from taphuan.charts.style import BOLD, GREY_TEXT, RED, SIZES, TEAL, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap

Points = tuple[tuple[int, int, int, str], ...]


def draw_ranks_pair(
    *, points: Points, ranks: tuple[int | None, ...], unit_name: str, beside_name: str, note: str, size: str
) -> str:
    """`points` are those of `draw_ranks`, `ranks` the second province's in the same editions and tables, None where its
    row is not there; `note` says so in words, "" where all are.

    Circle and square stand left and right of the track, so that neighbours in rank do not cover one another.
    """
    canvas = Canvas(SIZES[size])
    s = canvas.size
    header = _header(canvas, (unit_name, beside_name), note)
    editions = Editions(canvas, points, header)
    off, r = 0.6 * s.text, 0.42 * s.text
    marks = [(editions.x(i) - off, editions.y(own)) for i, (_, own, _, _) in enumerate(points)]
    others = [(editions.x(i) + off, editions.y(rank)) if rank is not None else None for i, rank in enumerate(ranks)]
    lines: list[Segment] = []
    breaks = [i for i, (_, _, _, broken) in enumerate(points) if i and broken]
    for i in breaks:
        editions.draw_break(i)
    for series, colour in ((others, TEAL), (marks, RED)):
        for i, (start, end) in enumerate(pairwise(series), start=1):
            if i not in breaks and start is not None and end is not None:
                lines.append((*start, *end))
                canvas.line(*lines[-1], colour, 3)
    for at, other in zip(marks, others, strict=True):
        canvas.circle(*at, r, RED, WHITE, 2)
        if other is not None:
            canvas.rect(other[0] - 0.9 * r, other[1] - 0.9 * r, 1.8 * r, 1.8 * r, TEAL, WHITE, 2)

    taken = [(px - r, py - r, px + r, py + r) for px, py in (*marks, *filter(None, others))]
    ground = _Ground(s, header, taken, lines, [editions.gap(i) for i in breaks])
    for at, other, rank, (_, own, of, _) in zip(marks, others, ranks, points, strict=True):
        labels = [(*at, str(own), -1)] + ([(*other, str(rank), 1)] if other is not None else [])
        for (_, _, number, side), box in zip(labels, ground.place(labels, f"/{of}"), strict=True):
            colour = RED if side < 0 else TEAL
            base = box[3] - _PAD
            canvas.text(box[0] + _PAD, base, number, s.strong, fill=colour, weight=BOLD, halo=WHITE)
            canvas.text(box[2] - _PAD, base, f"/{of}", s.text, fill=GREY_TEXT, anchor="end", halo=WHITE)
    return canvas.svg()


_PAD = 3.0


def _header(canvas: Canvas, names: tuple[str, str], note: str) -> float:
    """Marks and names, on two lines where one does not hold them, and the note; returns the height."""
    s = canvas.size
    r = 0.42 * s.strong
    x, y = 0.0, 0.65 * s.strong
    for name, colour in zip(names, (RED, TEAL), strict=True):
        needed = 1.3 * s.strong + text_width(name, s.strong, BOLD)
        if x and x + needed > s.width:
            x, y = 0.0, y + 1.35 * s.strong
        if colour == RED:
            canvas.circle(x + r, y, r, colour)
        else:
            canvas.rect(x, y - 0.9 * r, 1.8 * r, 1.8 * r, colour)
        canvas.middle(x + 1.3 * s.strong, y, name, s.strong, fill=colour, weight=BOLD)
        x += needed + 1.6 * s.strong
    for line in wrap(note, s.text, s.width) if note else ():
        y += 1.35 * s.strong
        canvas.middle(0, y, line, s.text, fill=TEAL)
    return y + 0.7 * s.strong


@dataclass(frozen=True)
class _Ground:
    """What is drawn already: `taken` are marks and the labels placed so far, `gaps` where breaks stand."""

    size: Size
    top: float
    taken: list[Box]
    lines: Sequence[Segment]
    gaps: Sequence[float]

    def place(self, labels: Sequence[tuple[float, float, str, int]], rest: str) -> tuple[Box, ...]:
        """A box for each (x, y, number, side) of one edition, chosen together; outwards, above or below its mark."""
        choices = [self._boxes(*label, rest) for label in labels]
        best = min(product(*choices), key=self._cost)
        boxes = tuple(box for _, box in best)
        self.taken.extend(boxes)
        return boxes

    def _boxes(self, x: float, y: float, number: str, side: int, rest: str) -> list[tuple[int, Box]]:
        s = self.size
        width = text_width(number, s.strong, BOLD) + text_width(rest, s.text) + 2 * _PAD
        height = 0.74 * s.strong + 2 * _PAD
        away = 0.5 * s.text
        found = []
        for preference, (dx, dy) in enumerate(((0, -1), (0, 1), (side, 0), (side, -1), (side, 1))):
            left = x - width / 2 if not dx else x + dx * away - (width if dx < 0 else 0)
            middle = y + dy * (away + height / 2 + (0 if not dx else -0.2 * s.text))
            found.append((preference, (left, middle - height / 2, left + width, middle + height / 2)))
        return found

    # labels of one edition never meet where each keeps clear of the other's mark
    def _cost(self, chosen: tuple[tuple[int, Box], ...]) -> float:
        total = 0.0
        for preference, box in chosen:
            total += preference
            total += 1000 * (box[0] < 0 or box[2] > self.size.width or box[1] < self.top)
            total += 1000 * (box[3] > self.size.height - 1.4 * self.size.text)
            total += 1000 * sum(_meet(box, other) for other in self.taken)
            total += 50 * sum(runs_through(line, box) for line in self.lines)
            total += 20 * sum(box[0] < gap < box[2] for gap in self.gaps)
        return total


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
