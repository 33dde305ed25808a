"""The number card of one edition: a big rank, its value, and the ranks of the pillars as places on tracks."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, RED, RULE, SEMIBOLD, SIZES, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import NO_VALUE, join, sentences
from taphuan.text import points, say


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
        canvas.middle(0, y, f"{value_label}: {points(value)}", s.text, fill=INK, weight=SEMIBOLD)
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


def alt_rank_card(label: str, unit_name: str, findings: Sequence[str]) -> str:
    """`findings` are the sentences that say the ranks."""
    return join(
        [
            say("charts.cards.rank_card.alt", label=label, unit=unit_name),
            *(sentences(findings) or [f"{unit_name} {NO_VALUE}."]),
        ]
    )


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
    first, last = say("charts.cards.rank_card.first"), str(of)
    start = left + text_width(str(of), s.dense) + 0.7 * s.dense
    end = right - text_width(first, s.dense) - 0.7 * s.dense
    x = end - (end - start) * (rank - 1) / max(of - 1, 1)
    canvas.middle(left, track_y, last, s.dense, fill=GREY_TEXT)
    canvas.middle(right, track_y, first, s.dense, fill=GREY_TEXT, anchor="end")
    canvas.line(start, track_y, end, track_y, RULE, 4)
    canvas.line(start, track_y, x, track_y, GREY, 4)
    canvas.circle(x, track_y, r, RED, WHITE, 2)
