"""A plain SVG drawing or figure as shapes of PowerPoint, grouped: each can be recoloured, moved, deleted, and its words
written anew."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from taphuan.charts.text_measure import text_width
from taphuan.document.drawings import VIEWBOX
from taphuan.export.pptx.template import PX, Box

Point = tuple[float, float]
# "M", "L", "C" or "Z" with its points, absolute
Step = tuple[str, tuple[Point, ...]]

# more shapes than somebody could edit are better as one picture
_MOST = 250
_CIRCLE = 0.5522847498  # a quarter of a circle of radius 1 as a cubic curve
_DEFAULTS = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "stroke-linecap": "butt", "stroke-linejoin": "miter"}  # fmt: skip
_INHERITED = (*_DEFAULTS, "fill-opacity")
_PLACES = frozenset(
    ["id", "d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "points"]
)
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# what an element of words may have: an outline that keeps lines off the letters is not drawn
_WORDS = frozenset(["x", "y", "font-size", "font-weight", "text-anchor", "fill", "stroke", "stroke-width", "stroke-linejoin", "paint-order"])  # fmt: skip
_BOLD = 600
# half the height of capital letters, em: what the middle of a line of words is above its baseline
_MIDDLE = 0.37


@dataclass(frozen=True)
class Freeform:
    """One shape in the units of the drawing. `fill` and `stroke` are colours RRGGBB, "" for none; `opacity` is of the fill;
    `round_` says that lines end round, `dashed` that they are broken."""

    steps: tuple[Step, ...]
    fill: str
    stroke: str
    width: float
    opacity: float = 1.0
    round_: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Words:
    """Words in the units of the drawing, in lines divided by line feeds that are `pitch` apart: `y` is the baseline of the first,
    `anchor` start, middle or end of `x`."""

    text: str
    x: float
    y: float
    px: float
    weight: int
    anchor: str
    colour: str
    pitch: float = 0.0


@dataclass(frozen=True)
class Group:
    """A drawing as shapes in painting order, `size` its width and height in its own units."""

    shapes: tuple[Freeform | Words, ...]
    size: Point


@lru_cache(maxsize=128)
def freeforms(svg: str, words: bool = False) -> Group | None:
    """The drawing as shapes; None where it holds what they cannot show (pictures, patterns, transformations; letters, unless
    `words` are asked for: those of a figure are of the house's face)."""
    from xml.etree.ElementTree import ParseError, fromstring

    box = VIEWBOX.search(svg)
    if box is None or "<!DOCTYPE" in svg:
        return None
    try:
        shapes = tuple(_shapes(fromstring(svg), _DEFAULTS, words))
    except (ParseError, ValueError, KeyError, IndexError):
        return None
    return Group(shapes, (float(box[1]), float(box[2]))) if 0 < len(shapes) <= _MOST else None


def group_xml(group: Group, box: Box, first_id: int) -> str:
    """The shapes of the drawing as children of a group that fills `box`; their ids count from `first_id`."""
    scale = box.w / group.size[0] * PX
    left, top = box.x * PX, box.y * PX
    return "".join(
        (_words_xml if isinstance(shape, Words) else _shape_xml)(shape, scale, left, top, first_id + at)  # type: ignore[arg-type]
        for at, shape in enumerate(group.shapes)
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def _shapes(element: Any, above: dict[str, str], words: bool) -> Iterator[Freeform | Words]:
    """The shapes of an element and what is in it. Raises ValueError for what no freeform can show."""
    name = element.tag.rpartition("}")[2]
    if name in ("title", "desc"):
        return
    style = above | {key: value for key, value in element.attrib.items() if key in _INHERITED}
    if name in ("svg", "g"):
        if set(element.attrib) & {"transform", "style", "opacity", "clip-path", "mask", "class"}:
            raise ValueError("a group is transformed")
        for child in element:
            yield from _shapes(child, style, words)
        return
    if name == "text" and words and not set(element.attrib) - _WORDS:
        yield _words(element)
        return
    if set(element.attrib) - _PLACES - {*_INHERITED, "stroke-dasharray"}:
        raise ValueError(f"<{name}> has more than a place and a colour")
    steps = tuple(_steps(name, element.attrib))
    fill, stroke = (_colour(style[key]) for key in ("fill", "stroke"))
    if steps and (fill or stroke):
        yield Freeform(
            steps,
            fill,
            stroke,
            float(style["stroke-width"]),
            float(style.get("fill-opacity", 1)),
            style["stroke-linecap"] == "round",
            "stroke-dasharray" in element.attrib,
        )


def _words(element: Any) -> Words:
    given = element.attrib
    return Words(
        text=element.text or "",
        x=float(given["x"]),
        y=float(given["y"]),
        px=float(given["font-size"]),
        weight=int(given.get("font-weight", 400)),
        anchor=given.get("text-anchor", "start"),
        colour=_colour(given["fill"]),
    )


def _colour(value: str) -> str:
    if value == "none":
        return ""
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", value):
        value = "#" + "".join(2 * letter for letter in value[1:])
    if not _COLOUR.fullmatch(value):
        raise ValueError(f"{value} is no plain colour")
    return value[1:].upper()


def _steps(name: str, given: dict[str, str]) -> Iterable[Step]:
    number = {key: float(value) for key, value in given.items() if re.fullmatch(r"[-+.\deE]+", value)}
    if name == "path":
        return _path(given["d"])
    if name in ("circle", "ellipse"):
        rx, ry = (number["r"], number["r"]) if name == "circle" else (number["rx"], number["ry"])
        return _ellipse(number["cx"], number["cy"], rx, ry)
    if name == "rect":
        radius = number.get("rx", number.get("ry", 0.0))
        return _rect(number.get("x", 0.0), number.get("y", 0.0), number["width"], number["height"], radius)
    if name == "line":
        return (("M", ((number["x1"], number["y1"]),)), ("L", ((number["x2"], number["y2"]),)))
    if name in ("polyline", "polygon"):
        values = [float(token) for token in _TOKEN.findall(given["points"])]
        points = list(zip(values[::2], values[1::2], strict=True))
        close: list[Step] = [("Z", ())] if name == "polygon" else []
        return [("M", (points[0],)), *(("L", (point,)) for point in points[1:]), *close]
    raise ValueError(f"<{name}> is no shape")


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> Iterator[Step]:
    yield "M", ((cx + rx, cy),)
    for at in range(4):
        (c, s), (c2, s2) = _turn(at), _turn(at + 1)
        yield (
            "C",
            tuple(
                (cx + rx * x, cy + ry * y)
                for x, y in ((c - _CIRCLE * s, s + _CIRCLE * c), (c2 + _CIRCLE * s2, s2 - _CIRCLE * c2), (c2, s2))
            ),
        )
    yield "Z", ()


def _turn(quarter: int) -> Point:
    return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[quarter % 4]


def _rect(x: float, y: float, w: float, h: float, radius: float) -> Iterator[Step]:
    if not radius:
        yield "M", ((x, y),)
        yield from (("L", (corner,)) for corner in ((x + w, y), (x + w, y + h), (x, y + h)))
    else:
        r = min(radius, w / 2, h / 2)
        off = r * (1 - _CIRCLE)
        yield "M", ((x + r, y),)
        yield "L", ((x + w - r, y),)
        yield "C", ((x + w - off, y), (x + w, y + off), (x + w, y + r))
        yield "L", ((x + w, y + h - r),)
        yield "C", ((x + w, y + h - off), (x + w - off, y + h), (x + w - r, y + h))
        yield "L", ((x + r, y + h),)
        yield "C", ((x + off, y + h), (x, y + h - off), (x, y + h - r))
        yield "L", ((x, y + r),)
        yield "C", ((x, y + off), (x + off, y), (x + r, y))
    yield "Z", ()


def _path(d: str) -> Iterator[Step]:
    """The steps of path data, all of its commands as lines and cubic curves between absolute points."""
    tokens = _TOKEN.findall(d)
    at, command = 0, ""
    here: Point = (0.0, 0.0)
    start, handle, last = here, here, ""

    def take(count: int) -> list[float]:
        nonlocal at
        values = [float(token) for token in tokens[at : at + count]]
        if len(values) < count:
            raise ValueError("path data end in the middle of a command")
        at += count
        return values

    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        kind = command.upper()
        x0, y0 = here if command.islower() else (0.0, 0.0)
        if kind == "Z":
            yield "Z", ()
            here = handle = start
        elif kind == "M":
            x, y = take(2)
            here = start = handle = (x0 + x, y0 + y)
            yield "M", (here,)
        elif kind in "LHV":
            x, y = take(2) if kind == "L" else (take(1)[0], here[1] - y0) if kind == "H" else (here[0] - x0, take(1)[0])
            here = handle = (x0 + x, y0 + y)
            yield "L", (here,)
        elif kind in "CS":
            first = _mirrored(here, handle if last in "CS" else here) if kind == "S" else _moved(take(2), x0, y0)
            handle, end = _moved(take(2), x0, y0), _moved(take(2), x0, y0)
            yield "C", (first, handle, end)
            here = end
        elif kind in "QT":
            handle = _mirrored(here, handle if last in "QT" else here) if kind == "T" else _moved(take(2), x0, y0)
            end = _moved(take(2), x0, y0)
            yield "C", (_between(here, handle), _between(end, handle), end)
            here = end
        elif kind == "A":
            rx, ry, turn, large, sweep, x, y = take(7)
            end = (x0 + x, y0 + y)
            yield from _arc(here, end, abs(rx), abs(ry), math.radians(turn), bool(large), bool(sweep))
            here = handle = end
        else:
            raise ValueError(f"path data have the command {command}")
        last = kind


def _moved(values: list[float], x: float, y: float) -> Point:
    return (x + values[0], y + values[1])


def _mirrored(centre: Point, point: Point) -> Point:
    return (2 * centre[0] - point[0], 2 * centre[1] - point[1])


def _between(end: Point, handle: Point) -> Point:
    """Two thirds of the way to the handle of a quadratic curve: the handle of the same curve as a cubic one."""
    return (end[0] + 2 / 3 * (handle[0] - end[0]), end[1] + 2 / 3 * (handle[1] - end[1]))


def _arc(start: Point, end: Point, rx: float, ry: float, turn: float, large: bool, sweep: bool) -> Iterator[Step]:
    """An arc of an ellipse as cubic curves of at most a quarter each; the SVG specification, appendix B.2.4."""
    if not rx or not ry or start == end:
        yield "L", (end,)
        return
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, cos * dy - sin * dx
    grow = max(1.0, math.sqrt((x1 / rx) ** 2 + (y1 / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    rest = (rx * ry) ** 2 - (rx * y1) ** 2 - (ry * x1) ** 2
    factor = math.sqrt(max(0.0, rest / ((rx * y1) ** 2 + (ry * x1) ** 2))) * (1 if large != sweep else -1)
    cx1, cy1 = factor * rx * y1 / ry, -factor * ry * x1 / rx
    cx = cos * cx1 - sin * cy1 + (start[0] + end[0]) / 2
    cy = sin * cx1 + cos * cy1 + (start[1] + end[1]) / 2
    first = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    swept = (math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - first) % (2 * math.pi)
    if not sweep and swept:
        swept -= 2 * math.pi
    parts = max(1, math.ceil(abs(swept) / (math.pi / 2) - 1e-9))
    handle = 4 / 3 * math.tan(swept / parts / 4)

    def place(x: float, y: float) -> Point:
        return (cx + cos * rx * x - sin * ry * y, cy + sin * rx * x + cos * ry * y)

    for part in range(parts):
        a, b = (first + swept * n / parts for n in (part, part + 1))
        yield (
            "C",
            (
                place(math.cos(a) - handle * math.sin(a), math.sin(a) + handle * math.cos(a)),
                place(math.cos(b) + handle * math.sin(b), math.sin(b) - handle * math.cos(b)),
                end if part == parts - 1 else place(math.cos(b), math.sin(b)),
            ),
        )


# --- writing ----------------------------------------------------------------------------------------------------------


def _shape_xml(shape: Freeform, scale: float, left: float, top: float, id_: int) -> str:
    points = [point for _, step in shape.steps for point in step]
    x, y = min(p[0] for p in points), min(p[1] for p in points)
    wide, high = (max(1, round((max(p[axis] for p in points) - (x, y)[axis]) * scale)) for axis in (0, 1))

    def at(point: Point) -> str:
        return f'<a:pt x="{round((point[0] - x) * scale)}" y="{round((point[1] - y) * scale)}"/>'

    tags = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
    steps = "".join(
        "<a:close/>" if kind == "Z" else f"<a:{tags[kind]}>{''.join(map(at, step))}</a:{tags[kind]}>"
        for kind, step in shape.steps
    )
    alpha = f'<a:alpha val="{round(100_000 * shape.opacity)}"/>' if shape.opacity < 1 else ""
    fill = f'<a:solidFill><a:srgbClr val="{shape.fill}">{alpha}</a:srgbClr></a:solidFill>' if shape.fill else "<a:noFill/>"  # fmt: skip
    line = "<a:ln><a:noFill/></a:ln>"
    if shape.stroke:
        cap, join = (' cap="rnd"', "<a:round/>") if shape.round_ else ("", '<a:miter lim="800000"/>')
        dash = '<a:prstDash val="sysDash"/>' if shape.dashed else ""
        line = f'<a:ln w="{round(shape.width * scale)}"{cap}><a:solidFill><a:srgbClr val="{shape.stroke}"/></a:solidFill>{dash}{join}</a:ln>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name="Nét {id_ % 1000 + 1}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{round(left + x * scale)}" y="{round(top + y * scale)}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{wide}" h="{high}">{steps}</a:path></a:pathLst></a:custGeom>{fill}{line}</p:spPr></p:sp>'
    )


def _words_xml(words: Words, scale: float, left: float, top: float, id_: int) -> str:
    """A box without margins around the lines; its middle is that of the capital letters, in every program's line height."""
    lines = words.text.split("\n")
    wide = max(text_width(line, words.px, words.weight) for line in lines) * scale
    below = words.pitch * (len(lines) - 1)
    high = (1.4 * words.px + below) * scale
    x = left + words.x * scale - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    y = top + (words.y + below / 2 - _MIDDLE * words.px) * scale - high / 2
    align = {"start": "l", "middle": "ctr", "end": "r"}[words.anchor]
    heavy = ' b="1"' if words.weight >= _BOLD else ""
    look = f'lang="vi-VN" sz="{round(words.px * scale / 127)}"{heavy}><a:solidFill><a:srgbClr val="{words.colour}"/></a:solidFill>'
    spacing = f'<a:lnSpc><a:spcPts val="{round(words.pitch * scale / 127)}"/></a:lnSpc>' if below else ""
    runs = f"<a:br><a:rPr {look}</a:rPr></a:br>".join(
        f"<a:r><a:rPr {look}</a:rPr><a:t>{escape(line)}</a:t></a:r>" for line in lines
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name="Chữ {id_ % 1000 + 1}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{round(x)}" y="{round(y)}"/><a:ext cx="{round(wide)}" cy="{round(high)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f'<a:p><a:pPr algn="{align}">{spacing}</a:pPr>{runs}</a:p></p:txBody></p:sp>'
    )
