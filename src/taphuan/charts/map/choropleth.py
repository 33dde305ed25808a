"""Maps of the whole country, both archipelagos included: a measure in five tints, and who takes part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from taphuan.charts.map.geometry import Country, Frame, Geometry, Point, Province, place_country, scale_for
from taphuan.charts.map.labels import Box, Label, leader_end, place_labels, ring_radius
from taphuan.charts.style import (
    BOLD,
    HATCH,
    INK,
    MAP_EDGE,
    NEIGHBOUR,
    ON_DARK_EDGE,
    ON_DARK_MEMBER,
    ON_DARK_OTHER,
    ON_DARK_RED,
    ON_DARK_TEXT,
    RED,
    SEMIBOLD,
    SIZES,
    TEAL_TINTS,
    WHITE,
    Size,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import NO_VALUE, join, sentences
from taphuan.text import points

_ARCHIPELAGOS = "Bản đồ thể hiện quần đảo Hoàng Sa và quần đảo Trường Sa."


@dataclass(frozen=True)
class _Inks:
    ground: str
    text: str
    edge: str
    unit: str


@dataclass(frozen=True)
class _Mark:
    """A province that is named on the map: its fill, and the ink of its outline, leader and label."""

    slug: str
    name: str
    value: str
    fill: str
    ink: str


_LIGHT = _Inks(WHITE, INK, MAP_EDGE, RED)
_DARK = _Inks(INK, ON_DARK_TEXT, ON_DARK_EDGE, ON_DARK_RED)


def draw_map(
    *,
    geometry: Geometry,
    values: dict[str, float | None],
    unit_geo: str,
    unit_label: str,
    value_label: str,
    legend_title: str,
    size: str,
) -> str:
    """A measure by province in up to five classes of equal count, this province in red with a leader to its label.

    `geometry` is that of the right era, `values` maps its slugs to the measure: a province that is missing or
    None is hatched. Without any value the map is plain and has no legend. Equal values share a class; the legend gives
    the lowest and highest value of each.
    """
    canvas = Canvas(SIZES[size])
    tints, entries = _tints(values)
    missing = canvas.hatch(HATCH, WHITE) if tints else NEIGHBOUR

    def fill(slug: str) -> str:
        return tints.get(slug, missing)

    if tints and geometry.provinces - set(tints) - {unit_geo}:
        entries.append((missing, NO_VALUE))
    marks = (_Mark(unit_geo, unit_label, value_label, _LIGHT.unit, _LIGHT.unit),) if unit_geo else ()
    _draw(canvas, geometry, fill, marks, _LIGHT, legend_title, entries)
    return canvas.svg()


def alt_map(
    values: dict[str, float | None],
    names: dict[str, str],
    unit_geo: str,
    measure: str,
    findings: Sequence[str],
) -> str:
    """`names` maps the geometry's slugs to names; `findings` are sentences that compare."""
    known = [(names[slug], value) for slug, value in values.items() if value is not None]
    if not known:
        return join([f"Bản đồ Việt Nam, {names[unit_geo]} được tô đỏ.", _ARCHIPELAGOS])
    own = values.get(unit_geo)
    standing = f"đạt {points(own)}" if own is not None else NO_VALUE
    return join(
        [
            f"Bản đồ {measure} của {len(known)} tỉnh, thành phố, chia {len(classify(values))} nhóm từ nhạt đến đậm.",
            f"{names[unit_geo]} được tô đỏ, {standing}.",
            *sentences(findings),
            _ARCHIPELAGOS,
        ]
    )


def draw_participants(
    *,
    geometry: Geometry,
    participants: frozenset[str],
    unit_geo: str,
    unit_label: str,
    participants_label: str,
    size: str,
) -> str:
    """Who takes part, for the dark cover: participants light, this province red and named, everyone else as ground.

    `participants` are slugs of the geometry; `participants_label` names them in the key ("19 tỉnh, thành phố dự hội
    nghị"), "" for no key; `unit_geo` may be "" where no province stands out.
    """
    canvas = Canvas(SIZES[size], ground=INK)

    def fill(slug: str) -> str:
        return ON_DARK_MEMBER if slug in participants else ON_DARK_OTHER

    entries = [(ON_DARK_MEMBER, participants_label)] if participants_label else []
    marks = (_Mark(unit_geo, unit_label, "", _DARK.unit, _DARK.unit),) if unit_geo else ()
    _draw(canvas, geometry, fill, marks, _DARK, "", entries)
    return canvas.svg()


def alt_participants(participants: int, unit_name: str) -> str:
    """The cover's map."""
    who = f" {unit_name} được tô đỏ." if unit_name else ""
    return join([f"Bản đồ Việt Nam, tô sáng {participants} tỉnh, thành phố dự hội nghị.{who}", _ARCHIPELAGOS])


def draw_group_map(
    *,
    geometry: Geometry,
    values: dict[str, float | None],
    group_label: str,
    others_label: str,
    named: tuple[tuple[str, str, str], ...],
    size: str,
) -> str:
    """A measure of a group of provinces in up to five tints, everyone else grey; those in `named` (slug, name, value)
    keep their tint and get a leader to their label.

    `values` maps slugs of the geometry to the measure: one that is None is hatched, one that is missing is not of the
    group. `group_label` heads the key, `others_label` names the grey in it ("không dự hội nghị").
    """
    canvas = Canvas(SIZES[size])
    tints, entries = _tints(values)
    missing = canvas.hatch(HATCH, WHITE) if len(tints) < len(values) else NEIGHBOUR

    def fill(slug: str) -> str:
        return tints.get(slug, missing if slug in values else NEIGHBOUR)

    if len(tints) < len(values):
        entries.append((missing, NO_VALUE))
    if geometry.provinces - set(values):
        entries.append((NEIGHBOUR, others_label))
    marks = tuple(_Mark(slug, name, value, fill(slug), INK) for slug, name, value in named)
    _draw(canvas, geometry, fill, marks, _LIGHT, group_label, entries)
    return canvas.svg()


def alt_group_map(values: dict[str, float | None], measure: str, group: str, findings: Sequence[str]) -> str:
    """`values` holds the group alone; `findings` are sentences that compare."""
    head = f"Bản đồ {measure} của {group}, chia {len(classify(values))} nhóm từ nhạt đến đậm."
    return join([head, *sentences(findings), _ARCHIPELAGOS])


def classify(values: dict[str, float | None], classes: int = len(TEAL_TINTS)) -> list[tuple[float, float, list[str]]]:
    """(lowest, highest, slugs) of each class, lowest class first; equal values never fall into two classes."""
    known = sorted((value, slug) for slug, value in values.items() if value is not None)
    first_at: dict[float, int] = {}
    groups: dict[int, list[tuple[float, str]]] = {}
    for i, (value, slug) in enumerate(known):
        at = first_at.setdefault(value, i)
        groups.setdefault(at * classes // len(known), []).append((value, slug))
    return [(group[0][0], group[-1][0], [slug for _, slug in group]) for _, group in sorted(groups.items())]


def _tints(values: dict[str, float | None]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The tint of each slug that has a value, and (tint, range of values) of each class, highest first, for the key."""
    classes = classify(values)
    tints: dict[str, str] = {}
    entries: list[tuple[str, str]] = []
    for i, (low, high, slugs) in enumerate(classes):
        # few classes still span from light to dark
        tint = TEAL_TINTS[round(i * (len(TEAL_TINTS) - 1) / (len(classes) - 1))] if len(classes) > 1 else TEAL_TINTS[2]
        tints.update(dict.fromkeys(slugs, tint))
        entries.insert(0, (tint, _range(low, high)))
    return tints, entries


def _range(low: float, high: float) -> str:
    return points(low) if low == high else f"{points(low)} – {points(high)}"


def _draw(
    canvas: Canvas,
    geometry: Geometry,
    fill: Callable[[str], str],
    marks: tuple[_Mark, ...],
    inks: _Inks,
    legend_title: str,
    legend: list[tuple[str, str]],
) -> None:
    size = canvas.size
    edge = 0.02 * size.height
    scale = scale_for(size.height - 2 * edge)
    country_width = Frame(0, 0, scale).width
    # the key stands west of the country where the canvas is wide enough, else over the empty sea in its lower left
    key_width = min(11.6 * size.text, size.width - country_width - 2)
    frame = Frame((size.width - country_width - key_width) / 2 + key_width, edge, scale)
    country = place_country(geometry, frame)
    thin = 0.9 if size.height > 400 else 0.6
    named = {mark.slug for mark in marks}
    provinces = {province.slug: province for province in country.provinces}
    for province in country.provinces:
        if province.slug not in named:
            canvas.path(province.path, fill(province.slug), inks.edge, thin)
    taken = [_archipelago(canvas, country, name, place, inks) for name, place in country.archipelagos]
    taken.append(_key(canvas, (size.width - country_width - key_width) / 2, key_width, legend_title, legend, inks))
    labels = [_label(size, provinces[mark.slug], mark) for mark in marks]
    for mark, box in zip(marks, place_labels(size, country, labels, taken), strict=True):
        _name_province(canvas, provinces[mark.slug], mark, box, inks)


def _archipelago(canvas: Canvas, country: Country, name: str, place: Point, inks: _Inks) -> Box:
    """A star, and the name below it, moved sideways to where it covers fewest reefs; the box both take."""
    px = canvas.size.text
    x, y = place
    width = text_width(name, px, SEMIBOLD)
    lefts = [min(x - share * width, canvas.size.width - width - 2) for share in (0.5, 0.3, 0.7, 0.1, 0.9)]
    boxes = [(left, y - 0.6 * px, left + width, y + 1.8 * px) for left in lefts]
    best = min(boxes, key=lambda box: country.covered(box[0] - 0.3 * px, box[1], box[2] + 0.3 * px, box[3]))
    canvas.star(x, y, 0.5 * px, inks.text)
    canvas.text(best[0], y + 1.5 * px, name, px, fill=inks.text, weight=SEMIBOLD, halo=inks.ground)
    return best


def _key(canvas: Canvas, left: float, width: float, title: str, entries: list[tuple[str, str]], inks: _Inks) -> Box:
    """The legend, standing on the lower edge; the box it takes."""
    px = canvas.size.text
    lines = wrap(title, px, width, SEMIBOLD) if title else []
    if not entries:
        return (0, 0, 0, 0)
    swatch = 1.6 * px
    texts = [wrap(text, px, max(width, 10 * px) - swatch - 0.6 * px) for _, text in entries]
    height = px * (1.3 * len(lines) + sum(1.25 * len(text) + 0.25 for text in texts))
    y = top = canvas.size.height - height - 0.02 * canvas.size.height
    for line in lines:
        canvas.text(left, y + px, line, px, fill=inks.text, weight=SEMIBOLD)
        y += 1.3 * px
    for (fill, _), text in zip(entries, texts, strict=True):
        canvas.rect(left, y + 0.3 * px, swatch, 0.9 * px, fill, inks.edge, 1)
        for line in text:
            canvas.middle(left + swatch + 0.6 * px, y + 0.75 * px, line, px, fill=inks.text)
            y += 1.25 * px
        y += 0.25 * px
    return (left, top, left + width, y)


def _label(size: Size, province: Province, mark: _Mark) -> Label:
    width = max(text_width(mark.name, size.strong, BOLD), text_width(mark.value, size.text, SEMIBOLD))
    return Label(province.anchor, width, 1.3 * size.strong + (1.3 * size.text if mark.value else 0))


def _name_province(canvas: Canvas, province: Province, mark: _Mark, box: Box, inks: _Inks) -> None:
    """The province, its name and value in the box, a leader to them; a ring if it is small."""
    size = canvas.size
    name, value, ink = mark.name, mark.value, mark.ink
    x, y = province.anchor
    ring = ring_radius(size) if max(province.extent) < 1.1 * size.strong else 0.0
    to_x, to_y = leader_end(size, province.anchor, box)
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5 or 1.0
    from_x, from_y = x + (to_x - x) * ring / length, y + (to_y - y) * ring / length
    canvas.line(from_x, from_y, to_x, to_y, inks.ground, 5)
    canvas.path(province.path, mark.fill, ink, 1 if mark.fill == ink else 2)
    if ring:
        canvas.circle(x, y, ring, "none", inks.ground, 5)
        canvas.circle(x, y, ring, "none", ink, 2.5)
    canvas.line(from_x, from_y, to_x, to_y, ink, 2)
    anchor, at = ("start", box[0]) if box[0] > x - 1 or box[0] <= x <= box[2] else ("end", box[2])
    canvas.text(at, box[1] + size.strong, name, size.strong, fill=ink, weight=BOLD, anchor=anchor)
    if value:
        canvas.text(
            at, box[1] + 1.2 * size.strong + size.text, value, size.text, fill=ink, weight=SEMIBOLD, anchor=anchor
        )
