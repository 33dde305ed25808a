"""A region large: its provinces in up to five classes with round bounds, each with name and value, this province outlined,
neighbours plain, and the whole country with both archipelagos as an inset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from taphuan.charts.map.clip import clipped, room_for_words, thinned
from taphuan.charts.map.geometry import NORTH, SOUTH, Frame, Geometry, Point, Ring, path_data, squeeze, whole_rings
from taphuan.charts.plots.stems import spread
from taphuan.charts.style import (
    BOLD,
    GREY,
    GREY_TEXT,
    INK,
    NEIGHBOUR,
    RED,
    RED_TEXT,
    RULE,
    SEMIBOLD,
    SIZES,
    TEAL_TINTS,
    WHITE,
)
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import balance, text_width, wrap
from taphuan.charts.words import NO_VALUE, join, sentences
from taphuan.text import NBSP, exact, number, points, say

_ARCHIPELAGOS = say("charts.map.participants.archipelagos")
_STEPS = (10, 5, 2, 1)
_INSET_TINT = TEAL_TINTS[2]
_LEADING = 1.35
# square degrees: Côn Đảo and Phú Quý are smaller, Phú Quốc is larger
_ISLET = 0.03
_LEAST = 1.0  # px between two points of a border

# slug of the geometry, name, value between 0 and 1
Member = tuple[str, str, float | None]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Land:
    """The rings of a province in degrees, and where its label points to."""

    slug: str
    name: str
    rings: tuple[Ring, ...]
    anchor: Point


def draw_region(
    *, geometry: Geometry, members: tuple[Member, ...], unit_geo: str, others_label: str, legend_title: str, size: str
) -> str:
    """`members` are the provinces of the region or conference, `unit_geo` the slug of this province among them or "";
    `others_label` says in the key what the plain land is. A member without a value is hatched in its list only: its land is
    white. Raises ValueError without members.
    """
    if not members:
        raise ValueError("a map of a region shows at least one province")
    lands = _lands(geometry)
    chart = _Chart(geometry, lands, members, unit_geo, others_label, legend_title)
    if size == "phone":
        return _tall(chart)
    canvas = Canvas(SIZES[size])
    w, h, px = canvas.size.width, canvas.size.height, canvas.size.dense if size != "wide" else canvas.size.text - 1
    aside = min(0.21 * w, 12 * px) if size != "half" else 8.2 * px
    _draw_aside(canvas, chart, (w - aside, 0, w, h), px)
    area = (0.0, 0.0, w - aside - px, float(h))
    if size == "half":
        list_width = max(text_width(f"{name} 100,0", px, BOLD) for _, name, _ in members) + 2.2 * px
        rows = chart.rows()
        pitch = min(1.6 * px, (h - px) / len(rows))
        if pitch < 1.2 * px:
            rows, pitch = chart.ends(int((h - px) / (1.3 * px))), 1.3 * px
        _draw_list(canvas, chart, rows, (h - pitch * len(rows)) / 2, list_width, pitch, px)
        _draw_map(canvas, chart, (list_width + px, 0.0, area[2], area[3]))
    elif not _label_inside(canvas, chart, area, px):
        _label_beside(canvas, chart, area, px)
    return canvas.svg()


def alt_region(members: Sequence[Member], unit_geo: str, measure: str, group: str, findings: Sequence[str]) -> str:
    """`measure` and `group` say what is shown of whom; `findings` are sentences that compare."""
    own = next(((name, value) for slug, name, value in members if slug == unit_geo), None)
    said = (
        say(
            "charts.map.region.own",
            name=own[0],
            reached=say("charts.map.region.reached", value=points(own[1])) if own[1] is not None else NO_VALUE,
        )
        if own
        else ""
    )
    return join([say("charts.map.region.alt", measure=measure, group=group), said, *sentences(findings), _ARCHIPELAGOS])


def bounds(values: Sequence[float]) -> tuple[int, ...]:
    """Up to four round bounds of up to five classes, none of them empty; a value on a bound is in the class above it."""
    known = sorted(exact(value) * 100 for value in values)
    for classes in range(min(len(TEAL_TINTS), len(set(known))), 1, -1):
        for step in _STEPS:
            marks = [known[at * len(known) // classes] for at in range(1, classes)]
            cuts = tuple(int((mark / step + Fraction(1, 2)) // 1) * step for mark in marks)
            counts = [sum(_class(value, cuts) == n for value in known) for n in range(classes)]
            if len(set(cuts)) == len(cuts) and list(cuts) == sorted(cuts) and all(counts):
                return cuts
    return ()


def _class(value: Fraction, cuts: Sequence[int]) -> int:
    return sum(value >= cut for cut in cuts)


@dataclass(frozen=True)
class _Chart:
    geometry: Geometry
    lands: tuple[_Land, ...]
    members: tuple[Member, ...]
    unit: str
    others_label: str
    title: str

    @cached_property
    def cuts(self) -> tuple[int, ...]:
        return bounds([value for *_, value in self.members if value is not None])

    @cached_property
    def tints(self) -> tuple[str, ...]:
        """From light to dark, however few."""
        count, most = len(self.cuts), len(TEAL_TINTS) - 1
        return tuple(TEAL_TINTS[round(n * most / count)] for n in range(count + 1)) if count else (TEAL_TINTS[2],)

    def fill(self, value: float | None) -> str:
        return WHITE if value is None else self.tints[_class(exact(value) * 100, self.cuts)]

    def rows(self) -> tuple[Member, ...]:
        """The members, the highest value first, those without one last."""
        return tuple(sorted(self.members, key=lambda one: (one[2] is None, -(one[2] or 0.0))))

    def ends(self, count: int) -> tuple[Member, ...]:
        """As many of the rows as fit: the highest, the lowest and this province."""
        rows = self.rows()
        own = [one for one in rows if one[0] == self.unit]
        few = max((count - len(own)) // 2, 1)
        kept = {one[0] for one in (*rows[:few], *rows[-few:], *own)}
        return tuple(one for one in rows if one[0] in kept)

    def land(self, slug: str) -> _Land:
        return next(land for land in self.lands if land.slug == slug)


def _lands(geometry: Geometry) -> tuple[_Land, ...]:
    return tuple(_Land(*whole) for whole in whole_rings(geometry))


# --- the map ----------------------------------------------------------------------------------------------------------


def _frame(chart: _Chart, area: Box) -> Frame:
    """The members as large as the area allows, in its middle; small islands far out stay in the inset alone."""
    rings = [ring for slug, *_ in chart.members for ring in chart.land(slug).rings]
    points_ = [point for ring in rings if _width(ring) * _height(ring) > _ISLET for point in ring]
    xs, ys = [x for x, _ in points_], [y for _, y in points_]
    left, top, right, bottom = area
    high = bottom - top
    scale = min(0.94 * (right - left) / ((max(xs) - min(xs)) * squeeze()), 0.95 * high / (max(ys) - min(ys)))
    zero = Frame(0, 0, scale)
    x, y = zero.place((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return Frame((left + right) / 2 - x, (top + bottom) / 2 - y, scale)


def _draw_map(canvas: Canvas, chart: _Chart, area: Box) -> dict[str, Point]:
    """The land inside the area; the anchors of the members."""
    frame = _frame(chart, area)
    values = {slug: value for slug, _, value in chart.members}
    for land in chart.lands:
        if land.slug not in values and (path := _path(land, frame, area)):
            canvas.path(path, NEIGHBOUR, name=land.name)
            canvas.path(_borders(land, frame, area), "none", RULE, 0.8)
    for land in chart.lands:
        if land.slug in values and land.slug != chart.unit:
            canvas.path(_path(land, frame, area), chart.fill(values[land.slug]), WHITE, 1.2, name=land.name)
    if chart.unit in values:
        own = chart.land(chart.unit)
        canvas.path(_path(own, frame, area), chart.fill(values[chart.unit]), RED, 3.5, name=own.name)
    return {slug: frame.place(*chart.land(slug).anchor) for slug in values}


def _path(land: _Land, frame: Frame, area: Box, least: float = _LEAST) -> str:
    """SVG path data of the land inside the area, without points that are nearer to each other than `least` px."""
    parts = []
    for ring in land.rings:
        inside = thinned(clipped([frame.place(*point) for point in ring], area), least)
        if len(inside) > 2:
            parts.append(path_data(inside) + "z")
    return "".join(parts)


def _borders(land: _Land, frame: Frame, area: Box) -> str:
    """SVG path data of the borders of the land inside the area, without the cuts along the area's edge."""
    lines: list[list[Point]] = []
    for ring in land.rings:
        inside = thinned(clipped([frame.place(*point) for point in ring], area), _LEAST)
        for a, b in zip(inside, inside[1:] + inside[:1], strict=True):
            cut = any(
                abs(a[n] - edge) < 0.01 and abs(b[n] - edge) < 0.01
                for n, edge in ((0, area[0]), (0, area[2]), (1, area[1]), (1, area[3]))
            )
            if cut:
                continue
            if lines and lines[-1][-1] == a:
                lines[-1].append(b)
            else:
                lines.append([a, b])
    return "".join(map(path_data, lines))


def _label_inside(canvas: Canvas, chart: _Chart, area: Box, px: float) -> bool:
    """Draws names and values in the provinces where all fit there: a region of few; says whether they did."""
    frame = _frame(chart, area)
    placed: list[tuple[tuple[str, ...], Point]] = []
    for slug, name, value in chart.members:
        rings = [[frame.place(*point) for point in ring] for ring in chart.land(slug).rings]
        largest = max(rings, key=lambda ring: _width(ring) * _height(ring))
        # whole with air around it, on two lines, then as close to the border as letters may stand
        for em, air in ((20, 0.1), (6, 0.1), (4.6, 0.1), (6, 0.0)):
            lines = (*balance(name.replace(NBSP, " "), px, em * px, BOLD), _value(value))
            wide = max(text_width(lines[-1], px, BOLD), *(text_width(line, px, SEMIBOLD) for line in lines[:-1]))
            if (at := room_for_words(largest, wide + 2 * air * px, (1 + air) * px * len(lines))) is not None:
                placed.append((lines, at))
                break
        else:
            return False
    _draw_map(canvas, chart, area)
    for (_, name, value), (lines, (x, y)) in zip(chart.members, placed, strict=True):
        # the red outline says which is this province: red letters could not be read on the tints
        ink = WHITE if chart.fill(value) in TEAL_TINTS[3:] else INK
        with canvas.said(f"{name} {_value(value)}"):
            for n, line in enumerate(lines):
                down = (n - (len(lines) - 1) / 2) * 1.3 * px
                weight = BOLD if n == len(lines) - 1 else SEMIBOLD
                canvas.middle(x, y + down, line, px, fill=ink, weight=weight, anchor="middle")
    return True


def _width(ring: Ring) -> float:
    return max(x for x, _ in ring) - min(x for x, _ in ring)


def _height(ring: Ring) -> float:
    return max(y for _, y in ring) - min(y for _, y in ring)


def _value(value: float | None) -> str:
    return NO_VALUE if value is None else points(value)


def _label_beside(canvas: Canvas, chart: _Chart, area: Box, px: float) -> None:
    """Names and values in columns at both sides in order of latitude, joined to their provinces."""
    pitch = 1.32 * px
    room = int((area[3] - area[1] - 0.4 * px) / pitch)
    named = chart.members if len(chart.members) <= 2 * room else chart.ends(2 * room)
    widths = {slug: text_width(f"{name} {_value(value)}", px, BOLD) for slug, name, value in named}
    wide = max(widths.values())
    leader = 1.6 * px
    inner = (area[0] + wide + leader, area[1], area[2] - wide - leader, area[3])
    anchors = _draw_map(canvas, chart, inner)
    by_x = sorted(named, key=lambda one: anchors[one[0]][0])
    middle = sum(anchors[slug][0] for slug, *_ in named) / len(named)
    west = sum(anchors[slug][0] < middle for slug, *_ in named)
    west = min(max(west, len(named) - room), room)
    for side, column in ((-1, by_x[:west]), (1, by_x[west:])):
        ordered = sorted(column, key=lambda one: anchors[one[0]][1])
        ys = spread([anchors[slug][1] for slug, *_ in ordered], pitch, area[1] + 0.7 * px, area[3] - 0.7 * px)
        edge = inner[0] if side < 0 else inner[2]
        for (slug, name, value), y in zip(ordered, ys, strict=True):
            own = slug == chart.unit
            ink, (x0, y0) = (RED_TEXT if own else INK), anchors[slug]
            near, far = edge + side * 0.2 * px, edge + side * (leader - 0.4 * px)
            for x1, y1, x2, y2 in ((x0, y0, near, y), (near, y, far, y)):
                canvas.line(x1, y1, x2, y2, RED if own else GREY, 2 if own else 1)
            canvas.circle(x0, y0, 0.17 * px, ink, WHITE, 1)
            # one text, which grows away from the map in a face with wider letters
            said, anchor = f"{name} {_value(value)}", "end" if side < 0 else "start"
            canvas.middle(edge + side * leader, y, said, px, fill=ink, weight=BOLD if own else SEMIBOLD, anchor=anchor)


def _draw_list(
    canvas: Canvas, chart: _Chart, rows: Sequence[Member], top: float, width: float, pitch: float, px: float
) -> None:
    """A row a province: its tint, its name, its value."""
    for at, (slug, name, value) in enumerate(rows):
        y, own = top + (at + 0.5) * pitch, slug == chart.unit
        canvas.rect(1, y - 0.4 * px, 0.8 * px, 0.8 * px, chart.fill(value), RED if own else GREY, 2 if own else 1)
        weight = BOLD if own else 400
        canvas.middle(1.4 * px, y, name, px, fill=RED_TEXT if own else INK, weight=weight)
        canvas.middle(width, y, _value(value), px, fill=RED_TEXT if own else INK, weight=BOLD, anchor="end")


# --- what stands beside it --------------------------------------------------------------------------------------------


def _draw_aside(canvas: Canvas, chart: _Chart, box: Box, px: float) -> None:
    """The inset, and the key below it."""
    left, top, right, bottom = box
    key = _key_height(chart, right - left, px)
    inset = (left, top, right, bottom - key - 0.6 * px)
    _draw_inset(canvas, chart, inset, px)
    _draw_key(canvas, chart, left, bottom - key, right - left, px)


def _draw_inset(canvas: Canvas, chart: _Chart, box: Box, px: float) -> None:
    left, top, right, bottom = box
    members = {slug for slug, *_ in chart.members}
    names = max(text_width(word, px, SEMIBOLD) for word in ("Hoàng Sa", "Trường Sa"))
    scale = min((bottom - top) / (NORTH - SOUTH), (right - left) / (Frame(0, 0, 1).width + 0.0))
    frame = Frame(left, top + ((bottom - top) - (NORTH - SOUTH) * scale) / 2, scale)
    for land in chart.lands:
        canvas.path(
            _path(land, frame, box, 1.6), _INSET_TINT if land.slug in members else RULE, WHITE, 0.4, name=land.name
        )
    for name, place in _archipelagos(chart.geometry):
        x, y = frame.place(*place)
        middle = min(x + 0.3 * names, right - names / 2)  # off the coast
        canvas.star(x, y, 0.4 * px, INK)
        first, second = "Quần đảo", name.removeprefix("Quần đảo ")
        canvas.text(middle, y + 1.5 * px, first, px, fill=INK, anchor="middle", halo=WHITE)
        canvas.text(middle, y + 2.7 * px, second, px, fill=INK, weight=SEMIBOLD, anchor="middle", halo=WHITE)


def _archipelagos(geometry: Geometry) -> Iterator[tuple[str, Point]]:
    for feature in geometry.features["features"]:
        if feature["properties"]["kind"] == "archipelago":
            x, y = feature["geometry"]["coordinates"]
            yield feature["properties"]["name"], (x, y)


def _key_height(chart: _Chart, width: float, px: float) -> float:
    lines = len(wrap(chart.title, px, width, SEMIBOLD))
    classes = 2.3 if chart.cuts else 0.0
    others = 1.4 * len(wrap(chart.others_label, px, width - 2 * px)) if chart.others_label else 0.0
    return (_LEADING * lines + classes + others) * px


def _draw_key(canvas: Canvas, chart: _Chart, left: float, top: float, width: float, px: float) -> None:
    """The title, the classes in a row with their bounds between them, the plain land."""
    y = top
    for line in wrap(chart.title, px, width, SEMIBOLD):
        canvas.text(left, y + px, line, px, fill=INK, weight=SEMIBOLD)
        y += _LEADING * px
    if chart.cuts:
        part = width / len(chart.tints)
        for at, tint in enumerate(chart.tints):
            canvas.rect(left + at * part, y + 0.15 * px, part, 0.8 * px, tint, WHITE, 1)
        for at, cut in enumerate(chart.cuts, start=1):
            canvas.text(left + at * part, y + 1.95 * px, number(cut), px, fill=GREY_TEXT, anchor="middle")
        y += 2.3 * px
    if chart.others_label:
        canvas.rect(left, y + 0.25 * px, 1.4 * px, 0.9 * px, NEIGHBOUR, RULE, 1)
        for line in wrap(chart.others_label, px, width - 2 * px):
            canvas.middle(left + 2 * px, y + 0.7 * px, line, px, fill=GREY_TEXT)
            y += 1.4 * px


def _tall(chart: _Chart) -> str:
    """For a phone: the region and the inset side by side, the key and a list of all below them."""
    size = SIZES["phone"]
    px, width = size.text, size.width
    rows = chart.rows()
    pitch, map_height = 1.6 * px, 16 * px
    key = _key_height(chart, width, px)
    height = map_height + key + pitch * len(rows) + 1.4 * px
    canvas = Canvas(replace(size, height=round(height)))
    names = text_width("Trường Sa", px, SEMIBOLD)
    aside = max(0.36 * width, 1.5 * names)
    _draw_map(canvas, chart, (0.0, 0.0, width - aside - 0.5 * px, map_height))
    _draw_inset(canvas, chart, (width - aside, 0.0, float(width), map_height), px)
    _draw_key(canvas, chart, 0.0, map_height + 0.4 * px, width, px)
    _draw_list(canvas, chart, rows, map_height + key + 1.0 * px, float(width) - 2, pitch, px)
    return canvas.svg()
