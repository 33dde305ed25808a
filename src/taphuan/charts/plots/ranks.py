"""Ranks over editions: a province's own, with breaks where they cannot be compared, and those of a merged province's
predecessors, its own apart from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join, sentences
from taphuan.text import listing

_BREAK = "đổi phương pháp, đổi địa giới"


def draw_ranks(*, points: tuple[tuple[int, int, int, str], ...], unit_name: str, size: str) -> str:
    """Ranks over two or more editions, place 1 on top. `points` are (year, rank, of, break).

    `break` says why an edition can't be compared with the one before ("đổi phương pháp", "đổi địa giới"), "" where it
    can: only comparable neighbours are joined; a break is a gap that names its reason. The pale track below a point
    runs from 1 to the number of units ranked that year.
    """
    canvas = Canvas(SIZES[size])
    s = canvas.size
    px = s.text
    header = 1.35 * s.strong
    deepest = max(of for _, _, of, _ in points)
    left, right = text_width("63", px) + 1.4 * px, s.width - 0.5 * px
    step = (right - left) / len(points)
    reasons = [wrap(broken, px, 0.92 * step) for _, _, _, broken in points]
    band = header + 1.25 * px * max(len(lines) for lines in reasons)
    top, bottom = band + 1.9 * px, s.height - 3.5 * px

    def x(i: int) -> float:
        return left + (i + 0.5) * step

    def y(rank: int) -> float:
        return top + (bottom - top) * (rank - 1) / max(deepest - 1, 1)

    canvas.text(0, s.strong, unit_name, s.strong, fill=RED, weight=BOLD)
    for rank in (1, deepest):
        canvas.middle(left - 0.9 * px, y(rank), str(rank), px, fill=GREY_TEXT, anchor="end")
    for i, (year, _, of, _) in enumerate(points):
        canvas.line(x(i), y(1), x(i), y(of), RULE, 3)
        canvas.line(x(i) - 6, y(of), x(i) + 6, y(of), RULE, 3)
        canvas.middle(x(i), s.height - 0.7 * px, str(year), px, fill=INK, weight=SEMIBOLD, anchor="middle")
    for i, (_, rank, _, broken) in enumerate(points):
        if i and broken:
            gap = (x(i - 1) + x(i)) / 2
            canvas.line(gap, band + 0.5 * px, gap, bottom, GREY, 1.5, dash="3 5")
            for n, line in enumerate(reasons[i]):
                canvas.middle(gap, header + (n + 0.6) * 1.25 * px, line, px, fill=GREY_TEXT, anchor="middle")
        elif i:
            canvas.line(x(i - 1), y(points[i - 1][1]), x(i), y(rank), RED, 3)
    for i, (_, rank, of, _) in enumerate(points):
        canvas.circle(x(i), y(rank), 0.42 * px, RED, WHITE, 2)
        # below the point where the line comes from above, so that no line crosses the number
        comes_down = i > 0 and not points[i][3] and points[i - 1][1] < rank
        goes_up = i + 1 < len(points) and not points[i + 1][3] and points[i + 1][1] < rank
        shift = 1.15 * px if comes_down or goes_up else -1.15 * px
        number, rest = str(rank), f"/{of}"
        half = (text_width(number, s.strong, BOLD) + text_width(rest, px, REGULAR)) / 2
        baseline = y(rank) + shift + 0.37 * s.strong
        canvas.text(x(i) - half, baseline, number, s.strong, fill=RED, weight=BOLD, halo=WHITE)
        canvas.text(x(i) + half, baseline, rest, px, fill=GREY_TEXT, anchor="end", halo=WHITE)
    return canvas.svg()


def alt_ranks(points: Sequence[tuple[int, int, int, str]], unit_name: str, findings: Sequence[str]) -> str:
    """Ranks over editions, with the reasons why some cannot be compared; `findings` are the sentences that say the ranks."""
    head = [f"Biểu đồ thứ hạng của {unit_name} qua các năm.", *sentences(findings)]
    breaks = [f"năm {year} ({why})" for year, _, _, why in points[1:] if why]
    return join([*head, f"Không so sánh được với năm trước: {listing(breaks)}." if breaks else ""])


def draw_merged_ranks(
    *,
    lines: tuple[tuple[str, tuple[tuple[int, int], ...]], ...],
    own: tuple[tuple[int, int, int], ...],
    of: int,
    unit_name: str,
    size: str,
) -> str:
    """`lines` are (predecessor, ((year, rank), …)), ranked among `of`; `own` are (year, rank, of) after the merger.

    Place 1 is on top; the gap between both says why nothing is joined. Without `own` the predecessors stand alone.
    Raises ValueError without a line.
    """
    if not lines:
        raise ValueError("ranks of predecessors need at least one of them")
    s = SIZES[size]
    canvas = Canvas(s)
    px = s.text
    years = sorted({year for _, ranks in lines for year, _ in ranks})
    names = max(text_width(f"{name} {of}", px, SEMIBOLD) for name, _ in lines) + 1.6 * px
    end = s.width - 0.6 * px
    # the names, the editions before, the gap, the province's own zone
    zone = max(text_width(unit_name, px, BOLD) + 1.6 * px, 0.27 * s.width) * len(own)
    gap = 2.6 * px if own else 2 * px
    step = (end - names - gap - zone) / max(len(years) - 1, 1)
    top, bottom = 4.0 * px, s.height - 2.4 * px

    def x(year: int) -> float:
        return names + step * years.index(year)

    def y(rank: int) -> float:
        return top + (bottom - top) * (rank - 1) / max(of - 1, 1)

    canvas.text(0, s.strong, f"Thứ hạng trong {of} tỉnh", px, fill=GREY_TEXT)
    for year in years:
        canvas.line(x(year), y(1), x(year), y(of), RULE, 2)
        canvas.middle(x(year), s.height - 0.8 * px, str(year), px, fill=INK, weight=SEMIBOLD, anchor="middle")
    starts = _spread([y(ranks[0][1]) for _, ranks in lines], 1.3 * px, bottom)
    ends = _spread([y(ranks[-1][1]) for _, ranks in lines], 1.3 * px, bottom)
    for (name, ranks), label_y, rank_y in zip(lines, starts, ends, strict=True):
        places = [(x(year), y(rank)) for year, rank in ranks]
        for (x1, y1), (x2, y2) in pairwise(places):
            canvas.line(x1, y1, x2, y2, GREY, 3)
        for at_x, at_y in places:
            canvas.circle(at_x, at_y, 0.32 * px, GREY_TEXT, WHITE, 1.5)
        first_x, first_y = places[0]
        canvas.line(first_x - 1.0 * px, label_y, first_x - 0.4 * px, first_y, GREY, 1)
        label = f"{name} {ranks[0][1]}"
        canvas.middle(first_x - 1.2 * px, label_y, label, px, fill=INK, weight=SEMIBOLD, anchor="end")
        if len(ranks) > 1:
            last_x, last_y = places[-1]
            canvas.line(last_x + 0.4 * px, last_y, last_x + 0.9 * px, rank_y, GREY, 1)
            canvas.middle(last_x + 1.0 * px, rank_y, str(ranks[-1][1]), px, fill=INK, weight=SEMIBOLD)
    _draw_own(canvas, own, unit_name, end - zone, (top, bottom), end)
    return canvas.svg()


def alt_merged_ranks(unit_name: str, has_own: bool, findings: Sequence[str]) -> str:
    """`findings` are the sentences that say the ranks; `has_own` whether there are some after the merger."""
    head = f"Biểu đồ thứ hạng của các đơn vị trước sắp xếp thành {unit_name}."
    apart = f"Các năm sau sắp xếp của {unit_name} không so sánh được với các năm trước." if has_own else ""
    return join([head, *sentences(findings), apart])


def _draw_own(
    canvas: Canvas,
    own: tuple[tuple[int, int, int], ...],
    unit_name: str,
    left: float,
    span: tuple[float, float],
    end: float,
) -> None:
    """The province's own editions right of the gap, each on a track from 1 to the number of units ranked."""
    s = canvas.size
    px = s.text
    if not own:
        return
    top, bottom = span
    canvas.line(left, top - 1.2 * px, left, bottom, GREY, 1.5, dash="3 5")
    step = (end - left) / len(own)
    for n, line in enumerate(wrap(_BREAK, px, end - left - 0.4 * px)):
        canvas.text(left + 0.4 * px, px * (1.0 + 1.25 * n), line, px, fill=GREY_TEXT)
    for at, (year, rank, of) in enumerate(own):
        x = left + (at + 0.5) * step
        y = top + (bottom - top) * (rank - 1) / max(of - 1, 1)
        canvas.line(x, top, x, bottom, RULE, 3)
        canvas.circle(x, y, 0.42 * px, RED, WHITE, 2)
        number, rest = str(rank), f"/{of}"
        canvas.middle(x + 0.8 * px, y, number, s.strong, fill=RED, weight=BOLD)
        canvas.middle(x + 0.8 * px + text_width(number, s.strong, BOLD), y, rest, px, fill=GREY_TEXT)
        canvas.middle(x, s.height - 0.8 * px, str(year), px, fill=INK, weight=SEMIBOLD, anchor="middle")
        if not at:
            canvas.middle(x, y - 1.2 * px, unit_name, px, fill=RED, weight=BOLD, anchor="middle", halo=WHITE)


def _spread(wanted: Sequence[float], apart: float, bottom: float) -> list[float]:
    """Heights of labels, each as near as it can be to where it belongs and none over another."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed: list[float] = []
    for i in order:
        placed.append(max(wanted[i], placed[-1] + apart) if placed else wanted[i])
    limit = bottom
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - apart
    heights = [0.0] * len(wanted)
    for i, y in zip(order, placed, strict=True):
        heights[i] = y
    return heights
