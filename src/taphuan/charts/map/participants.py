"""Who takes part, on a map of the whole country with both archipelagos, for the dark cover."""

from __future__ import annotations

from taphuan.charts.map.geometry import Country, Frame, Geometry, Point, Province, place_country, scale_for
from taphuan.charts.map.labels import Box, Label, leader_end, place_label, ring_radius
from taphuan.charts.style import (
    BOLD,
    INK,
    ON_DARK_EDGE,
    ON_DARK_MEMBER,
    ON_DARK_OTHER,
    ON_DARK_RED,
    ON_DARK_TEXT,
    SEMIBOLD,
    SIZES,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import text_width, wrap
from taphuan.charts.words import join
from taphuan.text import say

_ARCHIPELAGOS = say("charts.map.participants.archipelagos")


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

    size_, edge = canvas.size, 0.02 * canvas.size.height
    scale = scale_for(size_.height - 2 * edge)
    country_width = Frame(0, 0, scale).width
    # the key stands west of the country where the canvas is wide enough, else over the empty sea in its lower left
    key_width = min(11.6 * size_.text, size_.width - country_width - 2)
    left = (size_.width - country_width - key_width) / 2
    country = place_country(geometry, Frame(left + key_width, edge, scale))
    for province in country.provinces:
        if province.slug != unit_geo:
            fill = ON_DARK_MEMBER if province.slug in participants else ON_DARK_OTHER
            canvas.path(province.path, fill, ON_DARK_EDGE, 0.9 if size_.height > 400 else 0.6, name=province.name)
    taken = [_archipelago(canvas, country, name, place) for name, place in country.archipelagos]
    taken.append(_key(canvas, left, key_width, participants_label))
    for province in country.provinces:
        if province.slug == unit_geo:
            label = Label(province.anchor, text_width(unit_label, size_.strong, BOLD), 1.3 * size_.strong)
            _name_province(canvas, province, unit_label, place_label(size_, country, label, taken))
    return canvas.svg()


def alt_participants(participants: int, unit_name: str) -> str:
    """The cover's map."""
    who = say("charts.map.participants.own", unit=unit_name) if unit_name else ""
    return join([say("charts.map.participants.alt", participants=participants, who=who), _ARCHIPELAGOS])


def _archipelago(canvas: Canvas, country: Country, name: str, place: Point) -> Box:
    """A star, and the name below it, moved sideways to where it covers fewest reefs; the box both take."""
    px = canvas.size.text
    x, y = place
    width = text_width(name, px, SEMIBOLD)
    lefts = [min(x - share * width, canvas.size.width - width - 2) for share in (0.5, 0.3, 0.7, 0.1, 0.9)]
    boxes = [(left, y - 0.6 * px, left + width, y + 1.8 * px) for left in lefts]
    best = min(boxes, key=lambda box: country.covered(box[0] - 0.3 * px, box[1], box[2] + 0.3 * px, box[3]))
    canvas.star(x, y, 0.5 * px, ON_DARK_TEXT)
    canvas.text(best[0], y + 1.5 * px, name, px, fill=ON_DARK_TEXT, weight=SEMIBOLD, halo=INK)
    return best


def _key(canvas: Canvas, left: float, width: float, label: str) -> Box:
    """What the light land is, standing on the lower edge; the box it takes."""
    if not label:
        return (0, 0, 0, 0)
    px = canvas.size.text
    swatch = 1.6 * px
    lines = wrap(label, px, max(width, 10 * px) - swatch - 0.6 * px)
    top = canvas.size.height - px * (1.25 * len(lines) + 0.25) - 0.02 * canvas.size.height
    canvas.rect(left, top + 0.3 * px, swatch, 0.9 * px, ON_DARK_MEMBER, ON_DARK_EDGE, 1)
    y = top
    for line in lines:
        canvas.middle(left + swatch + 0.6 * px, y + 0.75 * px, line, px, fill=ON_DARK_TEXT)
        y += 1.25 * px
    return (left, top, left + width, y + 0.25 * px)


def _name_province(canvas: Canvas, province: Province, name: str, box: Box) -> None:
    """The province, its name in the box, a leader to it; a ring if it is small."""
    size, ink = canvas.size, ON_DARK_RED
    x, y = province.anchor
    ring = ring_radius(size) if max(province.extent) < 1.1 * size.strong else 0.0
    to_x, to_y = leader_end(size, province.anchor, box)
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5 or 1.0
    from_x, from_y = x + (to_x - x) * ring / length, y + (to_y - y) * ring / length
    canvas.line(from_x, from_y, to_x, to_y, INK, 5)
    canvas.path(province.path, ink, ink, 1, name=province.name)
    if ring:
        canvas.circle(x, y, ring, "none", INK, 5)
        canvas.circle(x, y, ring, "none", ink, 2.5)
    canvas.line(from_x, from_y, to_x, to_y, ink, 2)
    anchor, at = ("start", box[0]) if box[0] > x - 1 or box[0] <= x <= box[2] else ("end", box[2])
    canvas.text(at, box[1] + size.strong, name, size.strong, fill=ink, weight=BOLD, anchor=anchor)
