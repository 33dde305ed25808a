"""A measure's parts: one bar a part, this province in red, the mean as a teal stroke; the total large beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taphuan.charts.style import BOLD, GREY_TEXT, INK, RED, RULE, SEMIBOLD, SIZES, TEAL, TEAL_TINTS, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width
from taphuan.charts.words import NO_VALUE, join, sentences
from taphuan.text import points

Part = tuple[str, str, float | None, float | None]
Total = tuple[str, str, str]


def draw_parts(
    *,
    unit_name: str,
    total: Total,
    rows: tuple[Part, ...],
    longest: float,
    whole: bool,
    mean_label: str,
    size: str,
) -> str:
    """`rows` are (label, aside, value, mean) between 0 and 1, printed on the scale of 0 to 100 and drawn from 0 to `longest`; `aside` stands behind the label
    ("hạng 7/63"); with `whole` a pale track says that `longest` is the end of the scale. A value that is None reads
    "không có số liệu", a mean that is None is not drawn.

    `total` is (number, its base, words below it), e.g. ("84,1", "/100", "điểm năm 2024"), or three empty
    strings. Raises ValueError without a row.
    """
    if not rows:
        raise ValueError("a chart of parts needs at least one row")
    s = SIZES[size]
    px = s.text
    broad = s.width >= 1.5 * s.height
    has_total = bool(total[0])
    panel = 0.3 * s.width if has_total and broad else 0.0
    above = 2.0 * s.strong + px if has_total and not broad else 0.0
    left = panel + 1.6 * px if panel else 0.0
    columns = 2 if any(row[3] is not None for row in rows) else 1
    column = text_width("100,0", px, BOLD) + 0.9 * px
    right = s.width - column * columns
    entries = [] if has_total else [(unit_name, RED)]
    if columns == 2:
        entries.append((mean_label, TEAL))
    places, key = _flow(entries, left, s)
    pitch = min((s.height - above - key) / len(rows), (4.6 if broad else 3.2) * px)
    # one row alone would be lower than the total beside it
    height = max(above + key + pitch * len(rows), 11.0 * px if panel else 0.0)
    canvas = Canvas(replace(s, height=round(height)))
    if panel:
        _panel(canvas, unit_name, total, panel, height)
    elif has_total:
        _line(canvas, unit_name, total)

    for (label, ink), (x, y) in zip(entries, places, strict=True):
        _entry(canvas, label, ink, x, above + y)
    thick = min(0.34 * pitch, 1.3 * px)
    for at, (label, aside, value, mean) in enumerate(rows):
        top = above + key + at * pitch
        name_y, middle = top + 0.25 * pitch, top + 0.66 * pitch
        canvas.middle(left, name_y, label, px, fill=INK, weight=SEMIBOLD)
        if aside:
            x = left + text_width(label, px, SEMIBOLD) + 0.8 * px
            canvas.middle(x, name_y, aside, px, fill=GREY_TEXT)
        if value is None:
            canvas.middle(left, middle, NO_VALUE, px, fill=GREY_TEXT)
        else:
            if whole:
                canvas.rect(left, middle - thick / 2, right - left, thick, TEAL_TINTS[0])
            canvas.rect(left, middle - thick / 2, max((right - left) * value / longest, 1), thick, RED)
            canvas.middle(right + column, middle, points(value), px, fill=RED, weight=BOLD, anchor="end")
        if mean is not None:
            _stroke(canvas, left + (right - left) * mean / longest, middle, 1.7 * thick)
            canvas.middle(s.width, middle, points(mean), px, fill=TEAL, weight=SEMIBOLD, anchor="end")
    return canvas.svg()


def alt_parts(
    rows: Sequence[Part],
    mean_label: str,
    head: str,
    findings: Sequence[str],
) -> str:
    """`head` names the figure, the unit and its total; then each part with its value and the mean; `findings` are sentences
    that compare."""
    parts = [f"{head}."]
    for label, _, value, mean in rows:
        known = points(value) if value is not None else NO_VALUE
        beside = f" ({mean_label} {points(mean)})" if mean is not None else ""
        parts.append(f"{label}: {known}{beside}.")
    return join([*parts, *sentences(findings)])


def _flow(entries: list[tuple[str, str]], left: float, s: Size) -> tuple[list[tuple[float, float]], float]:
    """Where the entries of the key begin, on as few lines as hold them, and how high it is. The last may be the mean."""
    px = s.text
    x, y = left, 0.6 * px
    places = []
    for label, _ in entries:
        if x > left and x + 1.6 * px + text_width(label, px, BOLD) > s.width:
            x, y = left, y + 1.4 * px
        places.append((x, y))
        x += 1.6 * px + text_width(label, px, BOLD) + 1.5 * px
    return places, y + 1.6 * px


def _entry(canvas: Canvas, label: str, ink: str, x: float, y: float) -> None:
    px = canvas.size.text
    if ink == TEAL:
        _stroke(canvas, x + 4, y, 1.1 * px)
        canvas.middle(x + 0.9 * px, y, label, px, fill=TEAL, weight=SEMIBOLD)
        return
    canvas.rect(x, y - 0.4 * px, 1.2 * px, 0.8 * px, ink)
    canvas.middle(x + 1.6 * px, y, label, px, fill=ink, weight=BOLD)


def _stroke(canvas: Canvas, x: float, y: float, length: float) -> None:
    canvas.rect(x - 3.5, y - length / 2, 7, length, TEAL, WHITE, 1.5)


def _panel(canvas: Canvas, unit_name: str, total: Total, width: float, height: float) -> None:
    """The total at the left, in the middle of the height."""
    s = canvas.size
    value, base, words = total
    big = 4.6 * s.text
    while text_width(value, big, BOLD) + text_width(base, big / 2.4, SEMIBOLD) > width - s.text:
        big *= 0.95
    lines = balance(words, s.text, width - s.text)
    y = (height - 1.5 * s.strong - big - 1.35 * s.text * len(lines)) / 2
    canvas.middle(0, y + 0.5 * s.strong, unit_name, s.strong, fill=RED, weight=BOLD)
    base_y = y + 1.5 * s.strong + 0.8 * big
    canvas.text(0, base_y, value, big, fill=RED, weight=BOLD)
    canvas.text(text_width(value, big, BOLD) + 4, base_y, base, big / 2.4, fill=GREY_TEXT, weight=SEMIBOLD)
    for n, line in enumerate(lines):
        canvas.text(0, base_y + 1.8 * s.text + n * 1.35 * s.text, line, s.text, fill=INK)
    canvas.line(width, 0.06 * height, width, 0.94 * height, RULE, 1.5)


def _line(canvas: Canvas, unit_name: str, total: Total) -> None:
    """The total in one line above the bars, its words below."""
    s = canvas.size
    value, base, words = total
    canvas.text(0, s.strong, unit_name, s.strong, fill=RED, weight=BOLD)
    x = text_width(unit_name, s.strong, BOLD) + 0.6 * s.text
    canvas.text(x, s.strong, f"{value}{base}", s.strong, fill=INK, weight=BOLD)
    canvas.middle(0, 2.0 * s.strong, words, s.text, fill=INK)
