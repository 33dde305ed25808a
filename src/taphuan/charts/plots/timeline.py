"""When each legal document is in force: one bar a document, up to the day of the lesson and never beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    OCHRE,
    OCHRE_TINT,
    RED,
    REGULAR,
    RULE,
    SIZES,
    TEAL,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join
from taphuan.text import NBSP, day

STATES = {
    "con-hieu-luc": "còn hiệu lực",
    "da-sua-doi": "còn hiệu lực, đã sửa đổi",
    "chua-hieu-luc": "chưa có hiệu lực",
    "het-hieu-luc": "hết hiệu lực",
    "het-giai-doan": "đã hết giai đoạn",
    "khong-xet": "",
}
_ENDED = ("het-hieu-luc", "het-giai-doan")
# A document without a state is a point on the day of its signing; its note says so
_POINT = "khong-xet"
_STEPS = (1, 2, 5, 10, 20)
_GAP = f"{NBSP}· "  # a plain space at the start of an SVG text is dropped


def draw_law_timeline(
    *,
    docs: tuple[tuple[str, str, str | None, str, str], ...],
    as_of: str,
    size: str,
) -> str:
    """`docs` are (label, start, end, state, note) in the order to show: ISO dates, `end` the first day out of force.

    `state` is a key of STATES; an empty `note` becomes the state in words, so that colour never stands alone. `khong-xet`
    is a document without a state: a point on `start`, the day of its signing, and a note. What the caller gives is what was known on `as_of`: a document in force is drawn up to that day, a later end that was
    known by then as a pale continuation, one not yet in force hatched from its first day on.
    """
    canvas = Canvas(SIZES[size])
    rows = tuple(_row(*doc) for doc in docs)
    scale = _scale(canvas.size, rows, date.fromisoformat(as_of))
    places = [_beside(row, scale, canvas.size) for row in rows]
    top, bottom = 1.7 * canvas.size.text, canvas.size.height - 1.9 * canvas.size.text
    _draw_axis(canvas, scale, top, bottom)
    _draw_as_of(canvas, scale, top, bottom)
    if None in places:
        _draw_stacked(canvas, rows, scale, top, bottom)
    else:
        pitch = min((bottom - top) / len(rows), 3.4 * canvas.size.text)
        thick = min(1.7 * canvas.size.text, 0.7 * pitch)
        first = top + (bottom - top - pitch * len(rows)) / 2
        for i, (row, x) in enumerate(zip(rows, places, strict=True)):
            y = first + (i + 0.5) * pitch
            _draw_bar(canvas, row, scale, y - thick / 2, thick)
            if x is not None:
                _draw_label(canvas, row, x, y, inside=x > scale.x(row.start) and x < scale.x(row.last_day(scale)))
    return canvas.svg()


def alt_law_timeline(docs: Sequence[tuple[str, str, str | None, str, str]], as_of: str) -> str:
    """Every document with its period and its state on the day; later ones are counted if they do not fit."""
    sentences = [f"Sơ đồ thời gian hiệu lực của {len(docs)} văn bản, tính đến ngày {day(as_of)}."]
    for label, start, end, state, note in docs:
        if state == _POINT:
            sentences.append(f"{label}: {note}.")
            continue
        period = f"từ {day(start)}" + (f" đến trước {day(end)}" if end else "")
        sentences.append(f"{label}: {period}, {STATES[state]}.")
    return join(sentences)


@dataclass(frozen=True)
class _Scale:
    """Days to px; `first` and `last` are the ends of the axis."""

    first: date
    last: date
    as_of: date
    width: float

    def x(self, at: date) -> float:
        return self.width * (at - self.first).days / max((self.last - self.first).days, 1)


@dataclass(frozen=True)
class _Row:
    label: str
    start: date
    end: date | None
    state: str
    note: str

    def last_day(self, scale: _Scale) -> date:
        """The last day of the bar that is a fact on `as_of`."""
        if self.state == "chua-hieu-luc":
            return scale.last
        if self.state == _POINT:
            return self.start
        return min(self.end or scale.as_of, scale.as_of)

    def width(self, px: float) -> float:
        return text_width(self.label, px, self.weight) + text_width(_GAP + self.note, px)

    @property
    def weight(self) -> int:
        return REGULAR if self.state in _ENDED else BOLD


def _row(label: str, start: str, end: str | None, state: str, note: str) -> _Row:
    until = date.fromisoformat(end) if end else None
    return _Row(label, date.fromisoformat(start), until, state, note or STATES[state])


def _scale(size: Size, rows: tuple[_Row, ...], as_of: date) -> _Scale:
    """Whole years before, and after the day enough room for what is known to come."""
    first = date(min(min(row.start for row in rows), as_of).year, 1, 1)
    latest = max([as_of, *(row.start for row in rows)])
    pad = max((latest - first).days // 12, 30)
    return _Scale(first, date.fromordinal(latest.toordinal() + pad), as_of, size.width)


def _beside(row: _Row, scale: _Scale, size: Size) -> float | None:
    """Where label and note begin so that they neither leave the canvas nor lie across a bar's end; None: nowhere."""
    px, gap = size.text, 0.5 * size.text
    needed = row.width(px)
    start, end = scale.x(row.start), max(scale.x(row.last_day(scale)), scale.x(row.start) + 3)
    today = scale.x(scale.as_of)
    if row.state != "chua-hieu-luc" and start + needed + 2 * gap <= end:
        return start + gap
    if end + needed + 2 * gap <= today:
        return end + gap
    right = min(start, today) - gap  # the day's line must not run through the words
    return right - needed if right >= needed else None


def _draw_axis(canvas: Canvas, scale: _Scale, top: float, bottom: float) -> None:
    px = canvas.size.text
    canvas.line(0, bottom, scale.width, bottom, GREY_TEXT, 1.5)
    ticks = _ticks(scale)
    for at, _ in ticks:
        canvas.line(scale.x(at), top, scale.x(at), bottom, RULE, 1)
    for middle, name in _names(scale, ticks, px):
        canvas.middle(middle, bottom + 0.95 * px, name, px, fill=GREY_TEXT, anchor="middle")


def _ticks(scale: _Scale) -> list[tuple[date, str]]:
    """The first day of every year with its name, of every quarter where the axis has but one year."""
    if (only := scale.first.year) == scale.last.year:
        quarters = [date(only, month, 1) for month in (1, 4, 7, 10)]
        return [(at, day(at)[3:]) for at in quarters if at <= scale.last]
    return [(date(year, 1, 1), str(year)) for year in range(scale.first.year, scale.last.year + 1)]


def _names(scale: _Scale, ticks: list[tuple[date, str]], px: float) -> list[tuple[float, str]]:
    """The middles of the names, which stay on the canvas: as many as stand clear of one another."""
    wide = max(text_width(name, px) for _, name in ticks)
    for step in _STEPS:
        labelled = ticks[::step]
        middles = [min(max(scale.x(at), wide / 2), scale.width - wide / 2) for at, _ in labelled]
        if all(after - before >= wide + 0.5 * px for before, after in pairwise(middles)):
            break
    return [(middle, name) for middle, (_, name) in zip(middles, labelled, strict=True)]


def _draw_as_of(canvas: Canvas, scale: _Scale, top: float, bottom: float) -> None:
    px, x = canvas.size.text, scale.x(scale.as_of)
    label = day(scale.as_of)
    half = text_width(label, px, BOLD) / 2
    canvas.line(x, top - 0.3 * px, x, bottom, RED, 2.5)
    canvas.middle(min(max(x, half), scale.width - half), 0.65 * px, label, px, fill=RED, weight=BOLD, anchor="middle")


def _draw_bar(canvas: Canvas, row: _Row, scale: _Scale, y: float, thick: float) -> None:
    start, end = scale.x(row.start), scale.x(row.last_day(scale))
    width = max(end - start, 3)
    if row.end is not None and row.state not in _ENDED and row.end > scale.as_of:
        canvas.rect(end, y, scale.x(min(row.end, scale.last)) - end, thick, WHITE, GREY, 1.5)
    if row.state in _ENDED:
        canvas.rect(start, y, width, thick, GREY)
    elif row.state == "da-sua-doi":
        canvas.rect(start + 1, y + 1, max(width - 2, 1), thick - 2, OCHRE_TINT, OCHRE, 2.5)
    elif row.state == _POINT:
        canvas.rect(start, y, 8, thick, TEAL)
    elif row.state == "chua-hieu-luc":
        canvas.rect(start + 1, y + 1, max(width - 2, 1), thick - 2, canvas.hatch(TEAL, WHITE, 8), TEAL, 2)
    else:
        canvas.rect(start, y, width, thick, TEAL)


def _draw_label(canvas: Canvas, row: _Row, x: float, y: float, inside: bool) -> None:
    """Label and note on one line; `y` is its middle. White only on teal: the other grounds carry ink."""
    px = canvas.size.text
    colour = WHITE if inside and row.state == "con-hieu-luc" else INK
    quiet = colour if inside else GREY_TEXT
    canvas.middle(x, y, row.label, px, fill=colour, weight=row.weight)
    canvas.middle(x + text_width(row.label, px, row.weight), y, _GAP + row.note, px, fill=quiet)


def _draw_stacked(canvas: Canvas, rows: tuple[_Row, ...], scale: _Scale, top: float, bottom: float) -> None:
    """Where one label finds no room beside its bar, all stand above theirs: one rule for the whole picture."""
    size, room = canvas.size, bottom - top
    for px, thick in ((size.text, 0.9 * size.text), (size.dense, 0.5 * size.dense)):
        blocks = [_lines(row, px, size.width) for row in rows]
        heights = [len(lines) * _LEADING * px + 0.15 * px + thick for lines in blocks]
        gap = (room - sum(heights)) / len(rows)
        if gap >= 0.5 * px:
            break
    gap = min(gap, 1.6 * px)
    y = top + (room - sum(heights) - gap * len(rows)) / 2 + gap / 2
    for row, lines, height in zip(rows, blocks, heights, strict=True):
        for n, (named, note) in enumerate(lines):
            named_width = text_width(named, px, row.weight)
            x = _start_above(scale, row, named_width + text_width(note, px), px)
            baseline = y + (n * _LEADING + 1) * px
            if named:
                canvas.text(x, baseline, named, px, fill=INK, weight=row.weight, halo=WHITE)
            if note:
                canvas.text(x + named_width, baseline, note, px, fill=GREY_TEXT, halo=WHITE)
        _draw_bar(canvas, row, scale, y + height - thick, thick)
        y += height + gap


_LEADING = 1.3


def _lines(row: _Row, px: float, width: float) -> list[tuple[str, str]]:
    """(label, note) on one line where it fits, else the note wrapped below the label."""
    if row.width(px) <= width:
        return [(row.label, _GAP + row.note)]
    return [(row.label, ""), *(("", line) for line in wrap(row.note, px, width))]


def _start_above(scale: _Scale, row: _Row, needed: float, px: float) -> float:
    """At the bar's start, moved left so that it ends on the canvas and, if possible, before the line of the day."""
    x, today = scale.x(row.start), scale.x(scale.as_of)
    if x < today + px and x + needed > today - 0.5 * px and today - 0.5 * px >= needed:
        return today - 0.5 * px - needed
    if x >= today + px and x + needed > scale.width and today - 0.5 * px >= needed:
        return today - 0.5 * px - needed
    return max(min(x, scale.width - needed), 0.0)
