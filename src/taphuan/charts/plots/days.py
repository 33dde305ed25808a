"""Days on a line: what began or ended on which day, and how many days are left to what is still to come.

On a wide canvas the line lies and the words stand above and below it; on a narrow one it stands and the words are beside
it, one row an event, so that nothing is set smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from taphuan.charts.plots.stems import Block, Placed, place, spread
from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    REGULAR,
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
from taphuan.charts.words import join
from taphuan.text import NBSP, day, listing, number, say

# what a reader can take in on one line
MOST_DAYS = 8
_TODAY = say("charts.plots.days.today")
_LEADING = 1.3
# (scale of the letters, least distance of two marks in em, width of a block in em), the best first: days that lie close
# together are pushed apart before letters are set smaller
_LYING = tuple(
    (scale, apart, em)
    for scale in (1.25, 1.0, 0.95, 0.86)
    for apart in (1.1, 3.0, 5.5, 8.0)
    for em in (11.5, 9.5, 14.0, 17.0)
    if scale <= 1 or apart < 2
)

# (ISO day, name, effect)
Event = tuple[str, str, str]
# (day, what happened on it: (name, effect))
_Day = tuple[date, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class _Line:
    """A line of a block: runs of (text, px, weight, colour) one after the other."""

    runs: tuple[tuple[str, float, int, str], ...]

    @property
    def width(self) -> float:
        return sum(text_width(text, px, weight) for text, px, weight, _ in self.runs)

    @property
    def height(self) -> float:
        return _LEADING * max(px for _, px, _, _ in self.runs)


def draw_days(*, events: tuple[Event, ...], as_of: str, size: str) -> str:
    """Events on one to MOST_DAYS days, in any order: up to `as_of` a filled dot on a solid line, after it a hollow dot on a
    dotted one with the days left. Each has its day, its name and its effect written; one of name and effect may be "".

    Raises ValueError for another number of days or where they do not fit the size.
    """
    days = _days(events)
    if not 1 <= len(days) <= MOST_DAYS:
        raise ValueError(f"a line of days shows one to {MOST_DAYS} days, not {len(days)}")
    canvas, today = SIZES[size], date.fromisoformat(as_of)
    svg = _lying(canvas, days, today) if canvas.width > 1000 else _standing(canvas, days, today)
    if svg is None:
        raise ValueError(f"{len(days)} days do not fit a figure of size '{size}'; show fewer or say them shorter")
    return svg


def _days(events: Sequence[Event]) -> tuple[_Day, ...]:
    """The days in order; on each, those that had the same effect stand together."""
    found: dict[str, dict[str, list[str]]] = {}
    for iso, name, effect in sorted(events, key=lambda event: event[0]):
        found.setdefault(iso, {}).setdefault(effect, []).append(name)
    return tuple(
        (
            date.fromisoformat(iso),
            tuple((listing(list(dict.fromkeys(names))), effect) for effect, names in acts.items()),
        )
        for iso, acts in found.items()
    )


def alt_days(events: Sequence[Event], as_of: str) -> str:
    """Every event with its day; those to come with the days left. Later ones are left out if they do not fit."""
    today = date.fromisoformat(as_of)
    days = _days(events)
    parts = [say("charts.plots.days.alt", days=len(days), day=day(today))]
    for at, acts in days:
        left = (at - today).days
        said = "; ".join(" ".join(filter(None, act)) for act in acts)
        parts.append(f"{day(at)}{say('charts.plots.days.left', left=number(left)) if left > 0 else ''}: {said}.")
    return join(parts)


# --- a line that lies -------------------------------------------------------------------------------------------------


def _lying(size: Size, days: tuple[_Day, ...], today: date) -> str | None:
    marks = [at for at, _ in days]
    now = sum(mark <= today for mark in marks)  # where today stands among them
    marks.insert(now, today)
    for scale, apart, em in _LYING:
        px = max(round(scale * size.text), size.dense)
        blocks = [_lines(one, today, px, em * px) for one in days]
        blocks.insert(now, (_Line(((day(today), px, SEMIBOLD, INK),)), _Line(((_TODAY, px, REGULAR, GREY_TEXT),))))
        xs = _across(marks, now, size.width, px, apart * px)
        boxes = [Block(max(line.width for line in lines), sum(line.height for line in lines)) for lines in blocks]
        found = place(xs, boxes, size.width, size.height - 0.5 * px, stem=2.3 * px, gap=0.8 * px)
        if found is None:
            continue
        up = max((one.far for one in found if one.side < 0), default=px)
        down = max((one.far for one in found if one.side > 0), default=px)
        y = (size.height - up - down) / 2 + up
        canvas = Canvas(size)
        _draw_line(canvas, xs[now], y, px)
        for order, (x, lines, one) in enumerate(zip(xs, blocks, found, strict=True)):
            _draw_block(canvas, x, y, lines, one, px, order - now)
        return canvas.svg()
    return None


def _across(marks: list[date], at: int, width: float, px: float, apart: float) -> list[float]:
    """The x of each mark to scale, neighbours pushed apart."""
    first, last = marks[0], marks[-1]
    left, right = 1.2 * px, width - (1.2 * px if at < len(marks) - 1 else 4 * px)
    days = max((last - first).days, 1)
    if first == last:
        return spread([left + 0.6 * (right - left)] * len(marks), apart, left, right)
    return spread([left + (right - left) * (mark - first).days / days for mark in marks], apart, left, right)


def _draw_line(canvas: Canvas, today: float, y: float, px: float) -> None:
    """Solid grey up to today, dotted after it."""
    canvas.line(0, y, today, y, GREY, 0.22 * px)
    canvas.line(today, y, canvas.size.width, y, TEAL, 0.22 * px, dash="6 6")


def _draw_block(
    canvas: Canvas, x: float, y: float, lines: tuple[_Line, ...], one: Placed, px: float, after: int
) -> None:
    """`after` is negative before today, 0 for today, positive after it."""
    near, colour = y + one.side * one.near, TEAL if after > 0 else INK if after == 0 else RULE
    if after == 0:
        canvas.line(x, y - one.side * 1.2 * px, x, near, INK, 2.5)
    else:
        canvas.line(x, y, x, near, colour, 2)
        _dot(canvas, x, y, px, after > 0)
    top = near if one.side > 0 else y - one.far
    for line in lines:
        top += line.height
        _draw_runs(canvas, one.left if not one.right_aligned else one.left + one.width - line.width, top, line)


def _dot(canvas: Canvas, x: float, y: float, px: float, hollow: bool) -> None:
    if hollow:
        canvas.circle(x, y, 0.44 * px, WHITE, TEAL, 3)
    else:
        canvas.circle(x, y, 0.38 * px, INK, WHITE, 2)


def _draw_runs(canvas: Canvas, x: float, bottom: float, line: _Line) -> None:
    """The runs on one baseline, a quarter of the leading above `bottom`."""
    baseline = bottom - 0.22 * line.height
    for text, px, weight, colour in line.runs:
        canvas.text(x, baseline, text, px, fill=colour, weight=weight)
        x += text_width(text, px, weight)


def _lines(one: _Day, today: date, px: float, width: float) -> tuple[_Line, ...]:
    """Days left, day, then name and effect of each act, wrapped to `width`."""
    at, acts = one
    left = (at - today).days
    lines = [_Line(_left(left, px))] if left > 0 else []
    lines.append(_Line(((day(at), px, SEMIBOLD, INK),)))
    return (*lines, *(line for act in acts for line in _words(act, px, width)))


def _words(act: tuple[str, str], px: float, width: float) -> list[_Line]:
    """Name and effect, each wrapped."""
    name, effect = act
    lines = [_Line(((text, px, SEMIBOLD, INK),)) for text in balance(name, px, width, SEMIBOLD) if text]
    return lines + [_Line(((text, px, REGULAR, GREY_TEXT),)) for text in balance(effect, px, width) if text]


def _left(days: int, px: float) -> tuple[tuple[str, float, int, str], ...]:
    return ((number(days), 1.6 * px, BOLD, TEAL_TEXT), (say("charts.plots.days.days"), px, REGULAR, TEAL_TEXT))


# --- a line that stands -----------------------------------------------------------------------------------------------


def _standing(size: Size, days: tuple[_Day, ...], today: date) -> str | None:
    """One row a day, in order, with today between them; a phone's canvas is as long as they need."""
    at = sum(day_ <= today for day_, _ in days)
    endless = size.name == "phone"
    for px in dict.fromkeys((size.text, size.dense)):
        left_of = [line for one in days for line in _row(one, today, px, size.width)[0]]
        aside = max(line.width for line in (*left_of, _Line(((day(today), px, SEMIBOLD, INK),))))
        line_x = aside + 1.1 * px
        left = line_x + 1.1 * px
        rows = [_row(one, today, px, size.width - left) for one in days]
        now = _Line(((day(today), px, SEMIBOLD, INK),)), _Line(((_TODAY, px, REGULAR, GREY_TEXT),))
        rows.insert(at, ((now[0],), (now[1],)))
        heights = [max(sum(line.height for line in side) for side in row) for row in rows]
        gap = 0.7 * px if endless else min((size.height - sum(heights)) / len(rows), 1.2 * px)
        if gap >= 0.2 * px:
            break
    else:
        return None
    height = sum(heights) + gap * len(rows)
    canvas = Canvas(replace(size, height=round(height)) if endless else size)
    y = (canvas.size.height - height) / 2 + gap / 2
    middles = []
    for high in heights:
        middles.append(y + 0.65 * px)
        y += high + gap
    canvas.line(line_x, middles[0] - 0.6 * px, line_x, middles[at], GREY, 0.22 * px)
    canvas.line(line_x, middles[at], line_x, max(middles[-1], middles[at] + px), TEAL, 0.22 * px, dash="5 5")
    for order, (row, middle) in enumerate(zip(rows, middles, strict=True)):
        if order == at:
            canvas.line(line_x - 0.7 * px, middle, line_x + 0.7 * px, middle, INK, 3)
        else:
            _dot(canvas, line_x, middle, px, order > at)
        for x, lines, to_the_left in ((aside, row[0], True), (left, row[1], False)):
            bottom = middle - 0.65 * px
            for line in lines:
                bottom += line.height
                _draw_runs(canvas, x - line.width if to_the_left else x, bottom, line)
    return canvas.svg()


def _row(one: _Day, today: date, px: float, width: float) -> tuple[tuple[_Line, ...], tuple[_Line, ...]]:
    """(day and days left, names and effects) of a row; name and effect on one line where that fits."""
    at, acts = one
    left = (at - today).days
    aside = [_Line(((day(at), px, SEMIBOLD, INK),))]
    if left > 0:
        aside.append(_Line(((say("charts.plots.days.days_left", left=number(left)), px, SEMIBOLD, TEAL_TEXT),)))
    words: list[_Line] = []
    for name, effect in acts:
        joined = _Line(((name, px, SEMIBOLD, INK), (f"{NBSP}{effect}", px, REGULAR, GREY_TEXT)))
        words += [joined] if name and effect and joined.width <= width else _words((name, effect), px, width)
    return tuple(aside), tuple(words)
