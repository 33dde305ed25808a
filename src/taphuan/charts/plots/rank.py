"""Ranks: a number card for one edition, and ranks over editions with their breaks left open."""

from __future__ import annotations

from taphuan.charts.plots.bars import NO_VALUE
from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.text import NBSP, index_value


def draw_rank_card(
    *,
    label: str,
    unit_name: str,
    rank: int | None,
    of: int,
    value: float | None,
    value_label: str,
    pillars: tuple[tuple[str, int | None, int], ...],
    size: str,
) -> str:
    """A big rank with what it ranks, and up to three pillar ranks as places on a track from 1 to `of`.

    `label` stands above the number ("Xếp hạng DTI năm 2022"), `value_label` before the value ("Giá trị DTI");
    `pillars` are (name, rank, of). A rank that is not known reads "không có số liệu".
    """
    canvas = Canvas(SIZES[size])
    s = canvas.size
    broad = bool(pillars) and s.width >= 1.5 * s.height
    share = (0.36 if broad else 1.0) * s.width
    big = (0.34 if broad or not pillars else 0.24) * s.height if rank is not None else 1.6 * s.strong
    block = 1.35 * s.strong * 2 + 0.9 * big + 2.0 * s.text
    top = max((s.height - block) / 2, 0) if broad or not pillars else 0.0

    canvas.middle(0, top + 0.7 * s.strong, unit_name, s.strong, fill=RED, weight=BOLD)
    lines = wrap(label, s.text, share)
    y = top + 0.7 * s.strong + 1.45 * s.strong
    for line in lines:
        canvas.middle(0, y, line, s.text, fill=INK)
        y += 1.35 * s.text
    y += 0.8 * big
    if rank is None:
        canvas.text(0, y, NO_VALUE, s.strong, fill=GREY_TEXT, weight=SEMIBOLD)
    else:
        number, rest = str(rank), f"/{of}"
        while text_width(number, big, BOLD) + text_width(rest, big / 2, SEMIBOLD) > share - s.text:
            big *= 0.95
        canvas.text(0, y, number, big, fill=RED, weight=BOLD)
        canvas.text(text_width(number, big, BOLD) + 0.03 * big, y, rest, big / 2, fill=GREY_TEXT, weight=SEMIBOLD)
    y += 1.6 * s.text
    if value is not None:
        canvas.middle(0, y, f"{value_label}: {index_value(value)}", s.text, fill=INK, weight=SEMIBOLD)
        y += s.text

    if pillars:
        left, first = (share + 1.5 * s.text, 0.0) if broad else (0.0, y + 0.4 * s.text)
        if broad:
            canvas.line(share, 0.12 * s.height, share, 0.88 * s.height, RULE, 1.5)
        pitch = min((s.height - first) / len(pillars), 6.2 * s.text)
        offset = (s.height - pitch * len(pillars)) / 2 if broad else first
        for i, pillar in enumerate(pillars):
            _draw_pillar(canvas, pillar, left, s.width - 2, offset + i * pitch, pitch)
    return canvas.svg()


def _draw_pillar(
    canvas: Canvas,
    pillar: tuple[str, int | None, int],
    left: float,
    right: float,
    top: float,
    pitch: float,
) -> None:
    """Name and rank above a track on which the first place is at the right: further right is better."""
    name, rank, of = pillar
    s = canvas.size
    name_y, track_y = top + 0.3 * pitch, top + 0.68 * pitch
    canvas.middle(left, name_y, name, s.text, fill=INK, weight=SEMIBOLD)
    if rank is None:
        canvas.middle(right, name_y, NO_VALUE, s.text, fill=GREY_TEXT, anchor="end")
        return
    canvas.middle(right, name_y, f"{rank}/{of}", s.strong, fill=RED, weight=BOLD, anchor="end")
    r = 0.42 * s.text
    first, last = f"hạng{NBSP}1", str(of)
    start = left + text_width(str(of), s.dense) + 0.7 * s.dense
    end = right - text_width(first, s.dense) - 0.7 * s.dense
    x = end - (end - start) * (rank - 1) / max(of - 1, 1)
    canvas.middle(left, track_y, last, s.dense, fill=GREY_TEXT)
    canvas.middle(right, track_y, first, s.dense, fill=GREY_TEXT, anchor="end")
    canvas.line(start, track_y, end, track_y, RULE, 4)
    canvas.line(start, track_y, x, track_y, GREY, 4)
    canvas.circle(x, track_y, r, RED, WHITE, 2)


def draw_ranks(*, points: tuple[tuple[int, int, int, str], ...], unit_name: str, size: str) -> str:
    """Ranks over two or more editions, place 1 on top. `points` are (year, rank, of, break).

    `break` says why an edition can't be compared with the one before ("đổi phương pháp", "đổi địa giới"), "" where it
    can: only comparable neighbours are joined; a break is a gap that names its reason. The pale track below a point
    runs from 1 to the number of units ranked that year.
    """
    canvas = Canvas(SIZES[size])
    s = canvas.size
    canvas.text(0, s.strong, unit_name, s.strong, fill=RED, weight=BOLD)
    ground = Editions(canvas, points, 1.35 * s.strong)
    x, y = ground.x, ground.y
    for i, (_, rank, _, broken) in enumerate(points):
        if i and broken:
            ground.draw_break(i)
        elif i:
            canvas.line(x(i - 1), y(points[i - 1][1]), x(i), y(rank), RED, 3)
    for i, (_, rank, of, _) in enumerate(points):
        canvas.circle(x(i), y(rank), 0.42 * s.text, RED, WHITE, 2)
        # below the point where the line comes from above, so that no line crosses the number
        comes_down = i > 0 and not points[i][3] and points[i - 1][1] < rank
        goes_up = i + 1 < len(points) and not points[i + 1][3] and points[i + 1][1] < rank
        shift = 1.15 * s.text if comes_down or goes_up else -1.15 * s.text
        number, rest = str(rank), f"/{of}"
        half = (text_width(number, s.strong, BOLD) + text_width(rest, s.text, REGULAR)) / 2
        baseline = y(rank) + shift + 0.37 * s.strong
        canvas.text(x(i) - half, baseline, number, s.strong, fill=RED, weight=BOLD, halo=WHITE)
        canvas.text(x(i) + half, baseline, rest, s.text, fill=GREY_TEXT, anchor="end", halo=WHITE)
    return canvas.svg()


class Editions:
    """The ground on which ranks stand, below a header: a track, a year and a scale for each edition.

    `x` turns the place of an edition into px, `y` a rank; `header` is the height kept free at the top.
    """

    def __init__(self, canvas: Canvas, points: tuple[tuple[int, int, int, str], ...], header: float) -> None:
        s = canvas.size
        self._canvas, self._header = canvas, header
        self._deepest = max(of for _, _, of, _ in points)
        self._left, right = text_width("63", s.text) + 1.4 * s.text, s.width - 0.5 * s.text
        self._step = (right - self._left) / len(points)
        self._reasons = [wrap(broken, s.text, 0.92 * self._step) for _, _, _, broken in points]
        self._band = header + 1.25 * s.text * max(len(lines) for lines in self._reasons)
        self._top, self._bottom = self._band + 1.9 * s.text, s.height - 3.5 * s.text
        for rank in (1, self._deepest):
            canvas.middle(self._left - 0.9 * s.text, self.y(rank), str(rank), s.text, fill=GREY_TEXT, anchor="end")
        for i, (year, _, of, _) in enumerate(points):
            x, end = self.x(i), self.y(of)
            canvas.line(x, self.y(1), x, end, RULE, 3)
            canvas.line(x - 6, end, x + 6, end, RULE, 3)
            canvas.middle(x, s.height - 0.7 * s.text, str(year), s.text, fill=INK, weight=SEMIBOLD, anchor="middle")

    def x(self, i: int) -> float:
        return self._left + (i + 0.5) * self._step

    def y(self, rank: int) -> float:
        return self._top + (self._bottom - self._top) * (rank - 1) / max(self._deepest - 1, 1)

    def gap(self, i: int) -> float:
        """The middle between an edition and the one before."""
        return (self.x(i - 1) + self.x(i)) / 2

    def draw_break(self, i: int) -> None:
        """A dashed line before the edition, and why it cannot be compared with the one before."""
        px = self._canvas.size.text
        self._canvas.line(self.gap(i), self._band + 0.5 * px, self.gap(i), self._bottom, GREY, 1.5, dash="3 5")
        for n, line in enumerate(self._reasons[i]):
            at = self._header + (n + 0.6) * 1.25 * px
            self._canvas.middle(self.gap(i), at, line, px, fill=GREY_TEXT, anchor="middle")
