"""The indices of a province against the means of its region and of the whole table: one row an index."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.style import BOLD, GREY_TEXT, INK, RED, REGULAR, RULE, SEMIBOLD, SIZES, TEAL, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join, sentences
from taphuan.text import listing, points

MISSING = "–"
# places among the values of a row, which are also the kinds of marks
_OWN, _REGION, _TABLE = range(3)


def draw_indices(
    *,
    rows: tuple[tuple[str, float | None, float | None, float | None], ...],
    unit_name: str,
    region_label: str,
    table_label: str,
    size: str,
) -> str:
    """`rows` are (label, value, region mean, table mean) between 0 and 1, drawn on the scale of 0 to 100; None is not drawn and reads "–".

    The three differ in shape as well as in colour: filled circle, hollow diamond, upright stroke. A comparator that
    no row has (a region's mean without a complete table) is left out of the key too.
    """
    canvas = Canvas(SIZES[size])
    width, px = canvas.size.width, canvas.size.text
    series = [(unit_name, RED, BOLD, _OWN)]
    if any(row[2] is not None for row in rows):
        series.append((region_label, TEAL, SEMIBOLD, _REGION))
    if any(row[3] is not None for row in rows):
        series.append((table_label, GREY_TEXT, SEMIBOLD, _TABLE))
    # marks head the columns of values where there is room for several
    key_bottom = _draw_key(canvas, series) + (2.5 if canvas.size.name != "half" else 1.3) * px

    # the narrow screen canvas has room for the province's own values only; the marks show the others
    columns = series if canvas.size.name != "half" else series[:1]
    value_width = text_width("100,0", px, BOLD) + 0.9 * px
    label_width = min(max(text_width(row[0], px) for row in rows), 0.405 * width)
    left = label_width + 1.2 * px
    right = width - value_width * len(columns) - 0.6 * px
    axis = 1.6 * px
    pitch = min((canvas.size.height - key_bottom - axis) / len(rows), 4.4 * px)
    bottom = key_bottom + pitch * len(rows)

    def x(value: float) -> float:
        return left + (right - left) * value

    for tick, name in ((0.0, "0"), (0.5, "50"), (1.0, "100")):
        canvas.line(x(tick), key_bottom, x(tick), bottom + 4, RULE, 1)
        canvas.middle(x(tick), bottom + 0.9 * px, name, px, fill=GREY_TEXT, anchor="middle")
    for at, (_, colour, _, kind) in enumerate(columns):
        if len(columns) > 1:
            end = width - value_width * (len(columns) - 1 - at)
            _mark(canvas, kind, end - text_width("100,0", px) / 2, key_bottom - 0.55 * px, colour)

    for i, (label, *values) in enumerate(rows):
        y = key_bottom + (i + 0.5) * pitch
        lines = wrap(label, px, label_width)
        for n, line in enumerate(lines):
            canvas.middle(0, y + (n - (len(lines) - 1) / 2) * 1.1 * px, line, px, fill=INK)
        known = [value for value in values if value is not None]
        canvas.line(x(0), y, x(1), y, RULE, 1)
        if len(known) > 1:
            canvas.line(x(min(known)), y, x(max(known)), y, GREY_TEXT, 2)
        for _, colour, _, kind in reversed(series):  # this province on top
            value = values[kind]
            if value is not None:
                _mark(canvas, kind, x(value), y, colour)
        for at, (_, colour, weight, kind) in enumerate(columns):
            value = values[kind]
            printed = points(value) if value is not None else MISSING
            end = width - value_width * (len(columns) - 1 - at)
            canvas.middle(end, y, printed, px, fill=colour, weight=weight if kind == _OWN else REGULAR, anchor="end")
    return canvas.svg()


def alt_indices(
    rows: Sequence[tuple[str, float | None, float | None, float | None]],
    unit_name: str,
    region_label: str,
    table_label: str,
    year: int,
    findings: Sequence[str],
) -> str:
    """`findings` are sentences that compare; the other arguments are the chart's own."""
    head = (
        f"Biểu đồ điểm: {len(rows)} chỉ số thành phần của {unit_name} năm {year} cạnh {region_label} và {table_label}."
    )
    values = [f"{label} {points(value)}" for label, value, _, _ in rows if value is not None]
    return join([head, *sentences(findings), f"{listing(values)}." if values else ""])


def _mark(canvas: Canvas, kind: int, x: float, y: float, colour: str) -> None:
    r = 0.42 * canvas.size.text
    if kind == _OWN:
        canvas.circle(x, y, r, RED, WHITE, 1.5)
    elif kind == _REGION:
        canvas.diamond(x, y, 1.15 * r, WHITE, colour, 2.5)
    else:
        canvas.rect(x - 2.5, y - 1.8 * r, 5, 3.6 * r, colour, WHITE, 1)


def _draw_key(canvas: Canvas, series: list[tuple[str, str, int, int]]) -> float:
    """Marks and their names, on as few lines as hold them; returns the middle of the last."""
    px, gap = canvas.size.text, 1.6 * canvas.size.text
    x, y = 0.0, 0.75 * px
    for label, colour, weight, kind in series:
        needed = 1.35 * px + text_width(label, px, weight)
        if x and x + needed > canvas.size.width:
            x, y = 0.0, y + 1.4 * px
        _mark(canvas, kind, x + 0.5 * px, y, colour)
        for line in wrap(label, px, canvas.size.width - 1.35 * px, weight):
            canvas.middle(x + 1.35 * px, y, line, px, fill=colour, weight=weight)
            y += 1.4 * px
        y -= 1.4 * px
        x += needed + gap
    return y
