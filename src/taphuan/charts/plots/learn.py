"""The indices in which this province is below the mean, each with the bar of the province and, where somebody like it does
better, the bar of that one: whom to call, and how far ahead they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from taphuan.charts.style import BOLD, INK, RED, RED_TEXT, SEMIBOLD, SIZES, TEAL, TEAL_TEXT, TEAL_TINTS, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import join
from taphuan.text import points, say


class Lesson(NamedTuple):
    """An index: the own value, the mean and the value of `teacher` between 0 and 1; `teacher` is "" where nobody is shown."""

    label: str
    own: float
    mean: float
    teacher: str
    best: float


def draw_learn(*, rows: tuple[Lesson, ...], unit_name: str, mean_label: str, group: str, size: str) -> str:
    """`group` says who the teachers are ("tỉnh tương đồng°", "cùng vùng"). Raises ValueError without a row."""
    if not rows:
        raise ValueError("nothing to learn: no index below the mean")
    lessons = [Lesson(*row) for row in rows]
    s = SIZES[size]
    px, phone = s.text, s.name == "phone"
    names = [unit_name, *(lesson.teacher for lesson in lessons if lesson.teacher)]
    column = 0.0 if phone else max(text_width(name, px, BOLD) for name in names) + 0.9 * px
    right = s.width - text_width("100,0", s.strong, BOLD) - 0.6 * px
    head = 1.9 * px
    lines = [1 + (2 if lesson.teacher else 1) for lesson in lessons]
    most = s.height if not phone else 10_000
    line = min((most - head - 0.6 * px * len(lessons)) / sum(lines), 2.35 * px)
    thick = 0.62 * line if not phone else 0.42 * line
    canvas = Canvas(replace(s, height=round(head + line * sum(lines) + 0.6 * px * len(lessons))))
    _key(canvas, mean_label, group if any(lesson.teacher for lesson in lessons) else "", px)

    def x(value: float) -> float:
        return column + (right - column) * value

    y = head
    for lesson in lessons:
        canvas.middle(0, y + 0.55 * line, lesson.label, s.strong, weight=SEMIBOLD)
        top = y + line
        bars = [(unit_name, lesson.own, RED, RED_TEXT)]
        if lesson.teacher:
            bars.append((lesson.teacher, lesson.best, TEAL, TEAL_TEXT))
        for at, (name, value, colour, ink) in enumerate(bars):
            middle = top + (at + 0.5) * line
            if phone:
                canvas.middle(0, middle - 0.28 * line, name, px, fill=ink, weight=SEMIBOLD)
                middle += 0.3 * line
            else:
                canvas.middle(column - 0.7 * px, middle, name, px, fill=ink, weight=SEMIBOLD, anchor="end")
            canvas.rect(column, middle - thick / 2, right - column, thick, TEAL_TINTS[0])
            canvas.rect(column, middle - thick / 2, max(x(value) - column, 1), thick, colour)
            canvas.middle(s.width, middle, points(value), s.strong, fill=ink, weight=BOLD, anchor="end")
        bottom = top + len(bars) * line
        canvas.rect(x(lesson.mean) - 2, top + 0.06 * line, 4, bottom - top - 0.12 * line, INK, WHITE, 1)
        y = bottom + 0.6 * px
    return canvas.svg()


def _key(canvas: Canvas, mean_label: str, group: str, px: float) -> None:
    canvas.rect(0.3 * px, 0.15 * px, 4, 0.95 * px, INK)
    canvas.middle(1.1 * px, 0.6 * px, mean_label, px)
    if group:
        left = 1.1 * px + text_width(mean_label, px) + 1.8 * px
        if left + 1.6 * px + text_width(group, px, SEMIBOLD) <= canvas.size.width:
            canvas.rect(left, 0.25 * px, 1.1 * px, 0.75 * px, TEAL)
            canvas.middle(left + 1.6 * px, 0.6 * px, group, px, fill=TEAL_TEXT, weight=SEMIBOLD)


def alt_learn(rows: Sequence[Lesson], unit_name: str, mean_label: str, findings: Sequence[str]) -> str:
    """`findings` are sentences that compare."""
    parts = [
        say("charts.plots.learn.alt", unit=unit_name, mean_label=mean_label),
        *(f"{finding}." for finding in findings),
    ]
    parts += [
        say("charts.plots.learn.row", label=row.label, own=points(row.own), mean=points(row.mean)) for row in rows
    ]
    return join(parts)
