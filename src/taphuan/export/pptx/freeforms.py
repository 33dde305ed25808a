"""A plain SVG drawing or figure as shapes of PowerPoint: each can be recoloured, moved, deleted, and its words written anew.

Rectangles, circles and lines become those of PowerPoint; everything else becomes a freeform.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from taphuan.document.drawings import VIEWBOX
from taphuan.export.pptx.svg_paths import Point, Step, path_steps, points_of

# more shapes than somebody could edit are better as one picture: a map of 63 provinces with their names has some 300
_MOST = 600
_DEFAULTS = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "stroke-linecap": "butt", "stroke-linejoin": "miter"}  # fmt: skip
_INHERITED = (*_DEFAULTS, "fill-opacity")
_PLACES = frozenset(
    ["id", "d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "points"]
)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# what an element of words may have: an outline that keeps lines off the letters is not drawn
_WORDS = frozenset(["x", "y", "font-size", "font-weight", "text-anchor", "fill", "stroke", "stroke-width", "stroke-linejoin", "paint-order"])  # fmt: skip
_NUMBER = re.compile(r"[-+.\deE]+")


@dataclass(frozen=True)
class Freeform:
    """One shape in the units of the drawing. `kind`: rect · roundRect · ellipse · line · path; `box` is (left, top, right,
    bottom), of a line its two ends; `steps` are those of a path, `round_by` the radius of the corners of a roundRect.

    `fill`, `stroke` and `hatch` are colours RRGGBB, "" for none: a hatched shape has slanted lines of `hatch` on its fill.
    `opacity` is of the fill; `round_ends` says that lines end round, `dashed` that they are broken. `name` is what it shows: a province.
    """

    kind: str
    box: tuple[float, float, float, float]
    fill: str
    stroke: str
    width: float
    steps: tuple[Step, ...] = ()
    round_by: float = 0.0
    opacity: float = 1.0
    hatch: str = ""
    round_ends: bool = False
    dashed: bool = False
    name: str = ""


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
    """The drawing as shapes; None where it holds what they cannot show (pictures, transformations; letters, unless `words` are
    asked for: those of a figure are of the house's face)."""
    from xml.etree.ElementTree import ParseError, fromstring

    box = VIEWBOX.search(svg)
    if box is None or "<!DOCTYPE" in svg:
        return None
    try:
        shapes = tuple(_Reader(words).shapes(fromstring(svg), _DEFAULTS))
    except (ParseError, ValueError, KeyError, IndexError):
        return None
    return Group(shapes, (float(box[1]), float(box[2]))) if 0 < len(shapes) <= _MOST else None


class _Reader:
    """Reads the elements of one drawing; `hatches` are its patterns of slanted lines by their id."""

    def __init__(self, words: bool) -> None:
        self.words = words
        self.hatches: dict[str, tuple[str, str]] = {}

    def shapes(self, element: Any, above: Mapping[str, str]) -> Iterator[Freeform | Words]:
        """The shapes of an element and what is in it. Raises ValueError for what no shape can show."""
        name = _tag(element)
        if name in ("title", "desc"):
            return
        style = {**above, **{key: value for key, value in element.attrib.items() if key in _INHERITED}}
        if name in ("svg", "g"):
            if set(element.attrib) & {"transform", "style", "opacity", "clip-path", "mask", "class"}:
                raise ValueError("a group is transformed")
            for child in element:
                yield from self.shapes(child, style)
        elif name == "defs":
            self.hatches.update(map(_hatch, element))
        elif name == "text" and self.words and not set(element.attrib) - _WORDS:
            yield _words(element)
        else:
            yield from self._shape(name, element, style)

    def _shape(self, name: str, element: Any, style: Mapping[str, str]) -> Iterator[Freeform]:
        if set(element.attrib) - _PLACES - {*_INHERITED, "stroke-dasharray"}:
            raise ValueError(f"<{name}> has more than a place and a colour")
        hatch, fill = self.hatches.get(style["fill"].removeprefix("url(#").removesuffix(")"), ("", style["fill"]))
        fill, stroke = _colour(fill), _colour(style["stroke"])
        kind, box, steps, round_by = _geometry(name, element.attrib)
        if box and (stroke or (fill and kind != "line")):
            titles = [child.text or "" for child in element if _tag(child) == "title"]
            yield Freeform(
                kind=kind,
                box=box,
                fill=fill if kind != "line" else "",
                stroke=stroke,
                width=float(style["stroke-width"]),
                steps=steps,
                round_by=round_by,
                opacity=float(style.get("fill-opacity", 1)),
                hatch=hatch,
                round_ends=style["stroke-linecap"] == "round",
                dashed="stroke-dasharray" in element.attrib,
                name=titles[0] if titles else "",
            )


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _hatch(pattern: Any) -> tuple[str, tuple[str, str]]:
    """(id, (colour of its lines, ground)) of a pattern of slanted lines: a rectangle of the ground, one of a line on it."""
    if _tag(pattern) != "pattern" or [_tag(child) for child in pattern] != ["rect", "rect"]:
        raise ValueError("definitions hold more than slanted lines")
    ground, lines = (child.attrib["fill"] for child in pattern)
    return pattern.attrib["id"], (_colour(lines), ground)


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


_Geometry = tuple[str, tuple[float, float, float, float] | None, tuple[Step, ...], float]


def _geometry(name: str, given: Mapping[str, str]) -> _Geometry:
    """(kind, box, steps, radius) of an element; no box where it draws nothing."""
    number = {key: float(value) for key, value in given.items() if key != "d" and _NUMBER.fullmatch(value)}
    if name in ("circle", "ellipse"):
        rx, ry = (number["r"], number["r"]) if name == "circle" else (number["rx"], number["ry"])
        x, y = number["cx"], number["cy"]
        return "ellipse", (x - rx, y - ry, x + rx, y + ry), (), 0.0
    if name == "rect":
        x, y, w, h = number.get("x", 0.0), number.get("y", 0.0), number["width"], number["height"]
        radius = min(number.get("rx", number.get("ry", 0.0)), w / 2, h / 2)
        return ("roundRect" if radius else "rect"), (x, y, x + w, y + h), (), radius
    if name == "line":
        return "line", (number["x1"], number["y1"], number["x2"], number["y2"]), (), 0.0
    if name == "path":
        steps = path_steps(given["d"])
    elif name in ("polyline", "polygon"):
        first, *others = points_of(given["points"])
        close: list[Step] = [("Z", ())] if name == "polygon" else []
        steps = (("M", (first,)), *(("L", (point,)) for point in others), *close)
    else:
        raise ValueError(f"<{name}> is no shape")
    points = [point for _, step in steps for point in step]
    if not points:
        return "path", None, (), 0.0
    xs, ys = zip(*points, strict=True)
    return "path", (min(xs), min(ys), max(xs), max(ys)), steps, 0.0
