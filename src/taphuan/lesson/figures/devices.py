"""Devices in the author's words, chosen by meaning: steps for a sequence, a stack for levels, columns for parallel pillars,
a checklist for what is done or not, one big number for what it changes.

A caption that says another meaning is refused, so that no arrow stands for a hierarchy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from taphuan.charts.cache import cached
from taphuan.charts.cards.big_number import CHANGES, alt_big_number, draw_big_number
from taphuan.charts.cards.checklist import alt_checklist, draw_checklist
from taphuan.charts.cards.columns import alt_columns, draw_columns
from taphuan.charts.cards.stack import alt_stack, draw_stack
from taphuan.charts.cards.steps import alt_steps, draw_steps
from taphuan.charts.figure import Figure
from taphuan.lesson import wording
from taphuan.lesson.claims.cited import of_figure
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.quantities import label, phrase, printed, quantities, usable, year_line
from taphuan.text import hold, listed, say

Parts = tuple[tuple[str, str], ...]

# words of a caption that say what the parts are to one another, and the device for it
_MEANINGS = (
    ("steps", re.compile(r"\b(bước|trình tự|thứ tự|quy trình|lần lượt|chặng|lộ trình)\b", re.IGNORECASE)),
    ("stack", re.compile(r"\b(tầng|lớp|nền móng)\b", re.IGNORECASE)),
    ("columns", re.compile(r"\b(trụ cột|song song)\b", re.IGNORECASE)),
    ("checklist", re.compile(r"\b(câu hỏi|danh mục kiểm|tự kiểm|phải soát)\b", re.IGNORECASE)),
)


def steps(lesson: Lesson, *texts: str, caption: str = "", size: str = "wide") -> Figure:
    """Three to five steps in the author's words, each "Nhãn ngắn: giải thích"; the explanation may be missing.

    Raises ValueError for another number of steps, for texts too long for the size, and for what is no sequence: questions,
    or a caption that names levels, pillars or questions.
    """
    chain = parts_of(texts)
    suits("steps", caption)
    if all((text or name).rstrip().endswith("?") for name, text in chain):
        raise ValueError("steps are a sequence, and all of these are questions; use `lesson.figures.checklist`")
    rows = [[place, name, text] for place, (name, text) in enumerate(chain, start=1)]
    svg = cached(draw_steps, steps=chain, size=size)
    words = caption or say("lesson.figures.devices.steps", number=len(chain))
    return _figure(
        lesson, "steps", svg, alt_steps(chain), words, list(listed("lesson.figures.devices.steps_columns")), rows, size
    )


def stack(lesson: Lesson, *texts: str, caption: str = "", size: str = "wide") -> Figure:
    """Two to five levels from the top down, each resting on the next, "Tên: giải thích"; the explanation may be missing.

    Raises ValueError for another number, for texts too long, and where the caption says that they are no levels.
    """
    return _parallel(
        lesson, "stack", draw_stack, alt_stack, listed("lesson.figures.devices.levels_columns"), texts, caption, size
    )


def columns(lesson: Lesson, *texts: str, caption: str = "", size: str = "wide") -> Figure:
    """Two to four parallel pillars, "Tên: giải thích"; the explanation may be missing.

    Raises ValueError for another number, for texts too long, and where the caption says that they are no pillars.
    """
    return _parallel(
        lesson,
        "columns",
        draw_columns,
        alt_columns,
        listed("lesson.figures.devices.pillars_columns"),
        texts,
        caption,
        size,
    )


def checklist(lesson: Lesson, *texts: str, caption: str = "", size: str = "wide") -> Figure:
    """Two to six boxes to tick, "Việc: giải thích"; the explanation may be missing.

    Raises ValueError for another number, for texts too long, and where the caption says that they are a sequence.
    """
    return _parallel(
        lesson,
        "checklist",
        draw_checklist,
        alt_checklist,
        listed("lesson.figures.devices.checks_columns"),
        texts,
        caption,
        size,
    )


def big_number(lesson: Lesson, id: str, changes: str, size: str = "wide") -> Figure:
    """One number by id, with what it changes in the work of the hall, in the author's words.

    Raises UnknownName for an unknown id; ValueError where it may not be shown on the day or nothing is said to change.
    """
    (item,) = usable(quantities((id,)), lesson.as_of)
    value, unit = (hold(part) for part in printed(item))
    name, year, said = hold(label(item)), year_line(item, lesson.as_of), hold(changes.strip())
    svg = cached(draw_big_number, value=value, unit=unit, label=name, year=year, changes=said, size=size)
    alt = alt_big_number(value, unit, name, year, said)
    described = Described(
        kind="big-number",
        alt=alt,
        caption=say("lesson.figures.devices.number_to_remember"),
        source=wording.items_line((item,), lesson.conference),
        data={
            "columns": list(listed("lesson.figures.devices.number_columns")),
            "rows": [[label(item), phrase(item)], [CHANGES, said]],
        },
        claims=of_figure(alt, (item,)),
    )
    return described.figure(svg, size, lesson.profile)


def _parallel(
    lesson: Lesson,
    kind: str,
    draw: Callable[..., str],
    alt: Callable[[Sequence[tuple[str, str]]], str],
    heads: tuple[str, ...],
    texts: tuple[str, ...],
    caption: str,
    size: str,
) -> Figure:
    """The figure of parts that are no sequence."""
    parts = parts_of(texts)
    suits(kind, caption)
    svg = cached(draw, **{_ARGUMENTS[kind]: parts}, size=size)
    rows = [[name, text] for name, text in parts]
    return _figure(lesson, kind, svg, alt(parts), caption or _caption(kind, len(parts)), list(heads), rows, size)


_ARGUMENTS = {"stack": "levels", "columns": "pillars", "checklist": "boxes"}


def _caption(kind: str, number: int) -> str:
    """What a figure of parts is called where nobody says it."""
    captions = {
        "stack": say("lesson.figures.devices.levels", number=number),
        "columns": say("lesson.figures.devices.pillars", number=number),
        "checklist": say("lesson.figures.devices.checks", number=number),
    }
    return captions[kind]


def parts_of(texts: tuple[str, ...]) -> Parts:
    """(name, explanation) of each text; an explanation begins with a large letter."""
    parts = [(name.strip(), rest.strip()) for name, _, rest in (text.partition(":") for text in texts)]
    return tuple((hold(name), hold(rest[:1].upper() + rest[1:])) for name, rest in parts)


def suits(kind: str, caption: str) -> None:
    """Raises ValueError where the caption says another meaning than the device has."""
    named = {device: found[0] for device, words in _MEANINGS if (found := words.search(caption))}
    if named and kind not in named:
        device, word = next(iter(named.items()))
        raise ValueError(
            f"the caption “{caption}” says “{word}”, which `{kind}` does not show; "
            f"use `lesson.figures.{device}`, or say in the caption what the parts are"
        )


def _figure(
    lesson: Lesson,
    kind: str,
    svg: str,
    alt: str,
    caption: str,
    columns: list[str],
    rows: Sequence[Sequence[object]],
    size: str,
) -> Figure:
    described = Described(
        kind=kind, alt=alt, caption=caption, source="", data={"columns": columns, "rows": [list(row) for row in rows]}
    )
    return described.figure(svg, size, lesson.profile)
