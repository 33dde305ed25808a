"""Where a province stands among all units: one thin bar a unit, sorted, this province in red and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from taphuan.charts.style import BOLD, GREY, GREY_TEXT, INK, RED, SEMIBOLD, SIZES, TEAL, WHITE, Size
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width
from taphuan.charts.words import NO_VALUE, join, mean_sentence, sentences
from taphuan.text import points

# px: a briefing has four pages, and lower bars can be read as well
_ON_PAPER = 208


def draw_position(
    *,
    values: tuple[tuple[str, str, float | None], ...],
    unit_slug: str,
    mean: float | None,
    mean_label: str,
    rank_label: str,
    size: str,
) -> str:
    """`values` are (slug, name, value) of every unit of the table; units without a value have no bar.

    `mean_label` names the comparator without its value ("trung bình 63 tỉnh, thành phố"); `rank_label` is "31/63" or "".
    The highest and the lowest are named below the axis; the axis starts at 0.
    """
    canvas = Canvas(SIZES[size] if size != "print" else replace(SIZES[size], height=_ON_PAPER))
    px, width = canvas.size.text, canvas.size.width
    known = sorted(((name, value, slug) for slug, name, value in values if value is not None), key=lambda r: -r[1])
    unit_name = next((name for slug, name, _ in values if slug == unit_slug), None)
    if unit_name is None:
        raise ValueError(f"'{unit_slug}' is none of the {len(values)} units of the table")
    unit_at = next((i for i, row in enumerate(known) if row[2] == unit_slug), None)
    if not known:
        canvas.middle(width / 2, canvas.size.height / 2, NO_VALUE, px, fill=GREY_TEXT, anchor="middle")
        return canvas.svg()

    mean_text = f"{mean_label}: {points(mean)}" if mean is not None else ""
    if mean is not None and text_width(mean_text, px, SEMIBOLD) > 0.5 * width:
        # on either side of this province's line there must be room for it
        mean_text = f"trung bình: {points(mean)}"
    value_text = ""
    if unit_at is not None:
        value_text = points(known[unit_at][1]) + (f" · hạng {rank_label}" if rank_label else "")
    bars = tuple(row[1] for row in known)
    # the bars take all the height that this province's label leaves them
    for head in (1.2, 2.2, 3.2, 4.4):
        plan = _plan(canvas.size, bars, mean, mean_text, unit_at, unit_name, value_text, head * px)
        if plan.label_top >= 0:
            break
    scale = plan.scale

    for i, (_, value, slug) in enumerate(known):
        if slug != unit_slug:
            top = scale.y(value)
            canvas.rect(scale.centre(i) - scale.bar / 2, top, scale.bar, max(scale.bottom - top, 1), GREY)
    if mean is not None:
        # teal on grey has too little contrast: a white line around it
        canvas.line(0, scale.y(mean), width, scale.y(mean), WHITE, 4)
    if unit_at is not None:
        top = scale.y(known[unit_at][1])
        canvas.rect(scale.centre(unit_at) - scale.bar / 2, top, scale.bar, max(scale.bottom - top, 1), RED)
    if mean is not None:
        canvas.line(0, scale.y(mean), width, scale.y(mean), TEAL, 2.5, dash="7 5")
        canvas.text(plan.mean_end, plan.mean_base, mean_text, px, fill=TEAL, weight=SEMIBOLD, anchor="end")
    canvas.line(0, scale.bottom, width, scale.bottom, INK, 1.5)

    if unit_at is None:
        canvas.text(width, px, f"{unit_name}: {NO_VALUE}", px, fill=RED, weight=SEMIBOLD, anchor="end")
    else:
        x, anchor = scale.centre(unit_at) + (8 if plan.to_right else -8), "start" if plan.to_right else "end"
        canvas.line(scale.centre(unit_at), plan.label_top, scale.centre(unit_at), scale.y(known[unit_at][1]), RED, 2)
        canvas.text(x, plan.label_base - 1.35 * px, unit_name, canvas.size.strong, fill=RED, weight=BOLD, anchor=anchor)
        canvas.text(x, plan.label_base, value_text, px, fill=RED, weight=SEMIBOLD, anchor=anchor)
    if len(known) > 1:
        _name_ends(canvas, known, unit_slug, scale.bottom)
    return canvas.svg()


def alt_position(
    values: Sequence[tuple[str, str, float | None]],
    unit_slug: str,
    mean: float | None,
    mean_label: str,
    measure: str,
    findings: Sequence[str],
) -> str:
    """`measure` names what is shown and when ("Giá trị DTI năm 2022"), `findings` are sentences that compare; the other
    arguments are the chart's own."""
    known = [(name, value) for _, name, value in values if value is not None]
    name, own = next((name, value) for slug, name, value in values if slug == unit_slug)
    head = [f"Biểu đồ cột: {measure} của {len(known)} tỉnh, thành phố, xếp từ cao xuống thấp."]
    if own is None:
        head.append(f"{name} {NO_VALUE}.")
    else:
        head.append(f"{name} đạt {points(own)}.")
    return join([*head, *sentences(findings), mean_sentence(mean, mean_label)])


@dataclass(frozen=True)
class _Scale:
    """Values and places in the order as px, for one height of the bars."""

    top: float
    bottom: float
    highest: float
    pitch: float
    bar: float

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.highest

    def centre(self, i: int) -> float:
        return (i + 0.5) * self.pitch


@dataclass(frozen=True)
class _Plan:
    """A scale, and where the labels of the mean and of the province go on it."""

    scale: _Scale
    mean_end: float
    mean_base: float
    label_base: float
    label_top: float
    to_right: bool


def _plan(
    size: Size,
    bars: tuple[float, ...],
    mean: float | None,
    mean_text: str,
    unit_at: int | None,
    unit_name: str,
    value_text: str,
    top: float,
) -> _Plan:
    """Labels stand above every bar they span, and the province's label above the mean's where both meet."""
    px, width = size.text, size.width
    bottom = size.height - 2.9 * px
    pitch = width / len(bars)
    scale = _Scale(top, bottom, max(bars[0], mean or 0.0) or 1.0, pitch, min(0.7 * pitch, 60.0))

    def skyline(x1: float, x2: float) -> float:
        first, last = max(int(x1 / pitch), 0), min(int(x2 / pitch), len(bars) - 1)
        return min((scale.y(bars[i]) for i in range(first, last + 1)), default=bottom)

    centre = scale.centre(unit_at) if unit_at is not None else -width
    mean_start = mean_end = float(width)
    mean_base = bottom
    if mean is not None:
        wide = text_width(mean_text, px, SEMIBOLD)
        mean_end = centre - 10 if centre > width - wide - 10 else width  # the line to the bar must not cross it
        mean_start = mean_end - wide
        mean_base = min(scale.y(mean), skyline(mean_start, mean_end)) - 0.45 * px

    needed = 8 + max(text_width(unit_name, size.strong, BOLD), text_width(value_text, px, SEMIBOLD))
    to_right = centre + needed <= width
    start, end = (centre, centre + needed) if to_right else (centre - needed, centre)
    base = min(skyline(start, end), scale.y(mean) if mean is not None else bottom) - 0.6 * px
    if mean is not None and start < mean_end + 1.5 * px and end > mean_start - 1.5 * px:
        base = min(base, mean_base - 1.35 * px)
    # without a value the province is named in the upper right corner, above the mean's label
    label_top = base - 1.25 * px - size.strong if unit_at is not None else mean_base - 2.3 * px
    return _Plan(scale, mean_end, mean_base, label_base=base, label_top=label_top, to_right=to_right)


def _name_ends(canvas: Canvas, known: Sequence[tuple[str, float, str]], unit_slug: str, bottom: float) -> None:
    """Two lines below either end of the axis: what the end is, and who stands there; this province in red."""
    px = canvas.size.text
    for what, (name, value, slug), x, anchor in (
        ("cao nhất", known[0], 0, "start"),
        ("thấp nhất", known[-1], canvas.size.width, "end"),
    ):
        colour, weight = (RED, BOLD) if slug == unit_slug else (INK, SEMIBOLD)
        printed = f"{name} {points(value)}"
        canvas.text(x, bottom + 1.15 * px, what, px, fill=GREY_TEXT, anchor=anchor)
        canvas.text(x, bottom + 2.45 * px, printed, px, fill=colour, weight=weight, anchor=anchor)
