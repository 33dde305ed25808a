"""Where two provinces stand among all units: this one in red, the second in teal, both named; the mean is ink."""

from __future__ import annotations

from taphuan.charts.plots.bars import NOT_IN_TABLE
from taphuan.charts.plots.label_places import Placed, Tag, Words, place_tags, place_words
from taphuan.charts.plots.position import Scale, name_ends
from taphuan.charts.style import BOLD, GREY, INK, RED, SEMIBOLD, SIZES, TEAL, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.text import index_value

Row = tuple[str, float, str]


def draw_position_pair(
    *,
    values: tuple[tuple[str, str, float | None], ...],
    unit_slug: str,
    mean: float | None,
    mean_label: str,
    rank_label: str,
    size: str,
    beside: tuple[str, str, str],
) -> str:
    """The arguments are those of `draw_position`; `beside` is the second province: (slug, name, rank "31/63").

    Of one that has no value in the table the picture says so. Raises ValueError where nobody has a value, or where
    the first is none of the units.
    """
    unit_name = next((name for slug, name, _ in values if slug == unit_slug), None)
    if unit_name is None:
        raise ValueError(f"'{unit_slug}' is none of the {len(values)} units of the table")
    unit = (unit_slug, unit_name, rank_label)
    canvas = Canvas(SIZES[size])
    s, width = canvas.size, canvas.size.width
    known = sorted(((name, value, slug) for slug, name, value in values if value is not None), key=lambda r: -r[1])
    if not known:
        raise ValueError("none of the units has a value")
    at = {slug: i for i, (_, _, slug) in enumerate(known)}
    inks = {unit[0]: RED, beside[0]: TEAL}
    named = tuple(one for one in (unit, beside) if one[0] in at)
    missing = tuple(one for one in (unit, beside) if one[0] not in at)
    texts = tuple((name, f"{index_value(known[at[slug]][1])} · hạng {rank}") for slug, name, rank in named)
    scale, words, placed = _plan(s, known, [at[one[0]] for one in named], texts, mean, mean_label, len(missing))

    def bar(i: int, colour: str) -> None:
        top = scale.y(known[i][1])
        canvas.rect(scale.centre(i) - scale.bar / 2, top, scale.bar, max(scale.bottom - top, 1), colour)

    for i, (_, _, slug) in enumerate(known):
        if slug not in inks:
            bar(i, GREY)
    if mean is not None:
        canvas.line(0, scale.y(mean), width, scale.y(mean), WHITE, 4)
    for slug, _, _ in named:
        bar(at[slug], inks[slug])
    if mean is not None:
        canvas.line(0, scale.y(mean), width, scale.y(mean), INK, 2.5, dash="7 5")
    if words is not None:
        for n, line in enumerate(reversed(words.lines)):
            canvas.text(
                words.end, words.base - 1.35 * s.text * n, line, s.text, fill=INK, weight=SEMIBOLD, anchor="end"
            )
    canvas.line(0, scale.bottom, width, scale.bottom, INK, 1.5)
    for n, (slug, name, _) in enumerate(missing):
        told = f"{name}: {NOT_IN_TABLE}"
        canvas.text(width, s.text * (1 + 1.35 * n), told, s.text, fill=inks[slug], weight=SEMIBOLD, anchor="end")
    for (slug, _, _), (name, value), place in zip(named, texts, placed, strict=True):
        leader, colour = scale.centre(at[slug]), inks[slug]
        x, anchor = (leader + 8, "start") if place.to_right else (leader - 8, "end")
        canvas.line(leader, place.top, leader, scale.y(known[at[slug]][1]), colour, 2)
        canvas.text(x, place.base - 1.35 * s.text, name, s.strong, fill=colour, weight=BOLD, anchor=anchor)
        canvas.text(x, place.base, value, s.text, fill=colour, weight=SEMIBOLD, anchor=anchor)
    if len(known) > 1:
        name_ends(canvas, known, inks, scale.bottom)
    return canvas.svg()


def _plan(
    s: Size,
    known: list[Row],
    named: list[int],
    texts: tuple[tuple[str, str], ...],
    mean: float | None,
    mean_label: str,
    notes: int,
) -> tuple[Scale, Words | None, tuple[Placed, ...]]:
    """The highest bars that leave room for the labels. `notes` are lines kept free at the top.

    Raises ValueError where the labels fit nowhere.
    """
    px, pitch = s.text, s.width / len(known)
    bottom = s.height - 2.9 * px
    highest = max(known[0][1], mean or 0.0) or 1.0
    head = 1.2 * px + 1.35 * px * notes
    while head < 0.6 * s.height:
        scale = Scale(head, bottom, highest, pitch, min(0.7 * pitch, 60.0))

        def skyline(x1: float, x2: float, scale: Scale = scale) -> float:
            first, last = max(int(x1 / pitch), 0), min(int(x2 / pitch), len(known) - 1)
            return min((scale.y(known[i][1]) for i in range(first, last + 1)), default=bottom)

        line_y = scale.y(mean) if mean is not None else bottom
        words = None
        if mean is not None:
            one, two = (f"{mean_label}: {index_value(mean)}",), (f"{mean_label}:", index_value(mean))
            forms = [(lines, max(text_width(line, px, SEMIBOLD) for line in lines)) for lines in (one, two)]
            leaders = [scale.centre(i) for i in named]
            words = place_words(forms, leaders, s.width, 1.35 * px, line_y, skyline)
        tags = [
            Tag(
                x=scale.centre(i),
                y=scale.y(known[i][1]),
                width=8 + max(text_width(name, s.strong, BOLD), text_width(value, px, SEMIBOLD)),
                height=1.25 * px + s.strong,
            )
            for i, (name, value) in zip(named, texts, strict=True)
        ]
        placed = place_tags(tags, words, s.width, 1.35 * px * notes, 0.6 * px, skyline, line_y)
        if placed is not None and (words is not None or mean is None):
            return scale, words, placed
        head += px
    raise ValueError(f"the labels of {len(texts)} provinces do not fit a figure of size '{s.name}'")
