"""A measure's parts: one bar a part, this province in red, the mean as a teal stroke; the total large beside them.

A second province has a teal bar below the red one; the mean is then ink, so that teal means one thing.
"""

from __future__ import annotations

from dataclasses import replace

from taphuan.charts.plots.bars import NO_VALUE, NOT_IN_TABLE
from taphuan.charts.style import BOLD, GREY_TEXT, INK, RED, RULE, SEMIBOLD, SIZES, TEAL, TEAL_TINTS, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width
from taphuan.text import number

Part = tuple[str, str, float | None, float | None]
Total = tuple[str, str, str]
Second = tuple[str, Total, tuple[tuple[str, float | None], ...]]


def draw_parts(
    *,
    unit_name: str,
    total: Total,
    rows: tuple[Part, ...],
    longest: float,
    whole: bool,
    decimals: int,
    mean_label: str,
    size: str,
    beside: Second | None = None,
) -> str:
    """`rows` are (label, aside, value, mean), all on one scale from 0 to `longest`; `aside` stands behind the label
    ("hạng 7/63"); with `whole` a pale track says that `longest` is the end of the scale. A value that is None reads "không có số liệu", a mean that is None is not drawn.

    `total` is (number, its base, words below it), e.g. ("84,12", "/100", "thứ 9 trong 34 địa phương"), or three empty
    strings. `beside` is the second province: its name, its total and (aside, value) of each row; where it has no value
    at all the picture says so. Raises ValueError without a row.
    """
    if not rows:
        raise ValueError("a chart of parts needs at least one row")
    s = SIZES[size]
    px = s.text
    broad = s.width >= 1.5 * s.height
    has_total = bool(total[0])
    panel = 0.3 * s.width if has_total and broad else 0.0
    totals = [(unit_name, total, RED), *([(beside[0], beside[1], TEAL)] if beside else [])]
    lines = [0.0]
    for name, told, _ in totals:
        lines.append(lines[-1] + (1.5 * s.strong if beside and _fits(name, told, s) else 2.0 * s.strong + px))
    above = lines[-1] if has_total and not broad else 0.0
    left = panel + 1.6 * px if panel else 0.0
    second = beside[2] if beside and any(value is not None for _, value in beside[2]) else ()
    inks = (RED, TEAL) if second else (RED,)
    mean_ink = INK if beside else TEAL
    columns = 2 if any(row[3] is not None for row in rows) else 1
    column = max(text_width(number(longest, decimals), px, BOLD), text_width("0" * (decimals + 2), px, BOLD)) + 0.9 * px
    right = s.width - column * columns
    entries = [] if has_total else [(unit_name, RED)]
    if beside and not has_total:
        entries.append((beside[0] if second else f"{beside[0]}: {NOT_IN_TABLE}", TEAL))
    if columns == 2:
        entries.append((mean_label, mean_ink))
    places, key = _flow(entries, left, s)
    pitch = min((s.height - above - key) / len(rows), ((4.6 if broad else 3.2) + (1.2 if second else 0)) * px)
    # one row alone would be lower than the total beside it
    height = max(above + key + pitch * len(rows), 11.0 * px if panel else 0.0)
    canvas = Canvas(replace(s, height=round(height)))
    if panel:
        _panel(canvas, unit_name, total, panel, height, beside)
    elif has_total:
        for (name, told, ink), y in zip(totals, lines, strict=False):
            _line(canvas, name, told, ink, y, in_one=beside is not None and _fits(name, told, s))

    for (label, ink), (x, y) in zip(entries, places, strict=True):
        _entry(canvas, label, ink, x, above + y, is_mean=columns == 2 and label == mean_label)
    for at, (label, aside, value, mean) in enumerate(rows):
        top = above + key + at * pitch
        name_y, middle = top + (0.15 if second else 0.25) * pitch, top + (0.635 if second else 0.66) * pitch
        thick = min(0.26 * pitch, 1.1 * px) if second else min(0.34 * pitch, 1.3 * px)
        x = left + text_width(label, px, SEMIBOLD) + 0.8 * px
        canvas.middle(left, name_y, label, px, fill=INK, weight=SEMIBOLD)
        for n, (ink, (note, shown)) in enumerate(zip(inks, ((aside, value), *second[at : at + 1]), strict=True)):
            bar_y = middle + (n - 0.5) * 0.33 * pitch if second else middle
            if note:
                canvas.middle(x, name_y, note, px, fill=ink if second else GREY_TEXT)
                x += text_width(note, px) + 0.8 * px
            if shown is None:
                canvas.middle(left, bar_y, NOT_IN_TABLE if n else NO_VALUE, px, fill=ink if second else GREY_TEXT)
                continue
            if whole:
                canvas.rect(left, bar_y - thick / 2, right - left, thick, TEAL_TINTS[0])
            canvas.rect(left, bar_y - thick / 2, max((right - left) * shown / longest, 1), thick, ink)
            canvas.middle(right + column, bar_y, number(shown, decimals), px, fill=ink, weight=BOLD, anchor="end")
        if mean is not None:
            length = 0.33 * pitch + 1.5 * thick if second else 1.7 * thick
            _stroke(canvas, left + (right - left) * mean / longest, middle, length, mean_ink)
            canvas.middle(s.width, middle, number(mean, decimals), px, fill=mean_ink, weight=SEMIBOLD, anchor="end")
    return canvas.svg()


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


def _entry(canvas: Canvas, label: str, ink: str, x: float, y: float, is_mean: bool) -> None:
    px = canvas.size.text
    if is_mean:
        _stroke(canvas, x + 4, y, 1.1 * px, ink)
        canvas.middle(x + 0.9 * px, y, label, px, fill=ink, weight=SEMIBOLD)
        return
    canvas.rect(x, y - 0.4 * px, 1.2 * px, 0.8 * px, ink)
    canvas.middle(x + 1.6 * px, y, label, px, fill=ink, weight=BOLD)


def _stroke(canvas: Canvas, x: float, y: float, length: float, ink: str) -> None:
    canvas.rect(x - 3.5, y - length / 2, 7, length, ink, WHITE, 1.5)


def _panel(canvas: Canvas, unit_name: str, total: Total, width: float, height: float, beside: Second | None) -> None:
    """The total at the left, in the middle of the height; that of the second province smaller below it."""
    s = canvas.size
    value, base, words = total
    big = 4.6 * s.text
    while text_width(value, big, BOLD) + text_width(base, big / 2.4, SEMIBOLD) > width - s.text:
        big *= 0.95
    lines = balance(words, s.text, width - s.text)
    below = balance(beside[1][2], s.text, width - s.text) if beside else []
    second = 1.5 * s.text + 3.2 * s.strong + 1.35 * s.text * len(below) if beside else 0.0
    y = (height - 1.5 * s.strong - big - 1.35 * s.text * len(lines) - second) / 2
    canvas.middle(0, y + 0.5 * s.strong, unit_name, s.strong, fill=RED, weight=BOLD)
    base_y = y + 1.5 * s.strong + 0.8 * big
    canvas.text(0, base_y, value, big, fill=RED, weight=BOLD)
    canvas.text(text_width(value, big, BOLD) + 4, base_y, base, big / 2.4, fill=GREY_TEXT, weight=SEMIBOLD)
    for n, line in enumerate(lines):
        canvas.text(0, base_y + 1.8 * s.text + n * 1.35 * s.text, line, s.text, fill=INK)
    if beside:
        y = base_y + 1.8 * s.text + len(lines) * 1.35 * s.text + 0.9 * s.strong
        canvas.text(0, y, beside[0], s.strong, fill=TEAL, weight=BOLD)
        value, base, _ = beside[1]
        if value:
            y += 1.7 * s.strong
            canvas.text(0, y, value, 1.5 * s.strong, fill=TEAL, weight=BOLD)
            canvas.text(text_width(value, 1.5 * s.strong, BOLD) + 3, y, base, s.text, fill=GREY_TEXT, weight=SEMIBOLD)
        for n, line in enumerate(below):
            canvas.text(0, y + (1.5 + n * 1.35) * s.text, line, s.text, fill=INK)
    canvas.line(width, 0.06 * height, width, 0.94 * height, RULE, 1.5)


def _fits(name: str, total: Total, s: Size) -> bool:
    """Whether name, total and its words stand in one line."""
    value, base, words = total
    strong = text_width(f"{name} {value}{base}", s.strong, BOLD)
    return strong + 1.2 * s.text + text_width(words, s.text) <= s.width


def _line(canvas: Canvas, name: str, total: Total, ink: str, top: float, in_one: bool) -> None:
    """The total in one line above the bars, its words below or, where two provinces need the room, behind it."""
    s = canvas.size
    value, base, words = total
    canvas.text(0, top + s.strong, name, s.strong, fill=ink, weight=BOLD)
    x = text_width(name, s.strong, BOLD) + 0.6 * s.text
    if value:
        canvas.text(x, top + s.strong, f"{value}{base}", s.strong, fill=INK, weight=BOLD)
        x += text_width(f"{value}{base}", s.strong, BOLD) + 0.6 * s.text
    if in_one:
        canvas.text(x, top + s.strong, words, s.text, fill=INK)
    else:
        canvas.middle(0, top + 2.0 * s.strong, words, s.text, fill=INK)
