"""A group of shapes as PresentationML: rectangles, ellipses, lines, freeforms and boxes of words in its place on the slide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from taphuan.charts.text_measure import text_width
from taphuan.export.pptx.colours import colour_xml, fill_xml
from taphuan.export.pptx.freeforms import Freeform, Group, Words
from taphuan.export.pptx.svg_paths import Point
from taphuan.export.pptx.template import PX, Box
from taphuan.text import say

_BOLD = 600
# half the height of capital letters, em: what the middle of a line of words is above its baseline
_MIDDLE = 0.37
_TAGS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
# what PowerPoint's list of shapes says of one that has no name of its own
_NAMES = {
    "rect": say("export.pptx.group_xml.box"),
    "roundRect": say("export.pptx.group_xml.box"),
    "ellipse": say("export.pptx.group_xml.dot"),
    "line": say("export.pptx.group_xml.line"),
    "path": say("export.pptx.group_xml.stroke"),
}
_MOST_LETTERS = 60


def group_xml(group: Group, box: Box, first_id: int) -> str:
    """The shapes of the drawing as children of a group that fills `box`; their ids count from `first_id`."""
    return "".join(_each(group, box, first_id))


def _each(group: Group, box: Box, first_id: int) -> Iterator[str]:
    scale = box.w / group.size[0] * PX
    left, top = box.x * PX, box.y * PX
    for at, shape in enumerate(group.shapes):
        if isinstance(shape, Words):
            yield _words_xml(shape, scale, left, top, first_id + at)
        else:
            yield _shape_xml(shape, scale, left, top, first_id + at, at + 1)


def _shape_xml(shape: Freeform, scale: float, left: float, top: float, id_: int, at: int) -> str:
    x1, y1, x2, y2 = shape.box
    x, y = min(x1, x2), min(y1, y2)
    wide, high = round(abs(x2 - x1) * scale), round(abs(y2 - y1) * scale)
    line = shape.kind == "line"
    if not line:
        wide, high = max(1, wide), max(1, high)
    name = quoteattr(shape.name or f"{_NAMES[shape.kind]} {at}")
    # a line from the lower left is one that is turned over
    flip = ' flipV="1"' if line and (x2 - x1) * (y2 - y1) < 0 else ""
    place = f'<a:xfrm{flip}><a:off x="{round(left + x * scale)}" y="{round(top + y * scale)}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    looks = f"{place}{_outline(shape, x, y, wide, high, scale)}{_fill(shape)}{_line(shape, scale)}"
    if line:
        return f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{id_}" name={name}/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>{looks}</p:spPr></p:cxnSp>'
    return f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name={name}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{looks}</p:spPr></p:sp>'


def _outline(shape: Freeform, x: float, y: float, wide: int, high: int, scale: float) -> str:
    if shape.kind != "path":
        radius = f'<a:gd name="adj" fmla="val {round(100_000 * shape.round_by * scale / min(wide, high))}"/>' if shape.round_by else ""  # fmt: skip
        return f'<a:prstGeom prst="{shape.kind}"><a:avLst>{radius}</a:avLst></a:prstGeom>'

    def at(point: Point) -> str:
        return f'<a:pt x="{round((point[0] - x) * scale)}" y="{round((point[1] - y) * scale)}"/>'

    steps = "".join(
        "<a:close/>" if kind == "Z" else f"<a:{_TAGS[kind]}>{''.join(map(at, step))}</a:{_TAGS[kind]}>"
        for kind, step in shape.steps
    )
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{wide}" h="{high}">{steps}</a:path></a:pathLst></a:custGeom>'
    )


def _fill(shape: Freeform) -> str:
    if shape.hatch:
        return f'<a:pattFill prst="wdUpDiag"><a:fgClr>{colour_xml(shape.hatch)}</a:fgClr><a:bgClr>{colour_xml(shape.fill)}</a:bgClr></a:pattFill>'
    return fill_xml(shape.fill, shape.opacity) if shape.kind != "line" else ""


def _line(shape: Freeform, scale: float) -> str:
    if not shape.stroke:
        return "<a:ln><a:noFill/></a:ln>"
    cap, join = (' cap="rnd"', "<a:round/>") if shape.round_ends else ("", '<a:miter lim="800000"/>')
    dash = '<a:prstDash val="sysDash"/>' if shape.dashed else ""
    return f'<a:ln w="{round(shape.width * scale)}"{cap}>{fill_xml(shape.stroke)}{dash}{join}</a:ln>'


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
    look = f'lang="vi-VN" sz="{round(words.px * scale / 127)}"{heavy}>{fill_xml(words.colour)}'
    spacing = f'<a:lnSpc><a:spcPts val="{round(words.pitch * scale / 127)}"/></a:lnSpc>' if below else ""
    runs = f"<a:br><a:rPr {look}</a:rPr></a:br>".join(
        f"<a:r><a:rPr {look}</a:rPr><a:t>{escape(line)}</a:t></a:r>" for line in lines
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name={quoteattr(_shown(words.text))}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{round(x)}" y="{round(y)}"/><a:ext cx="{round(wide)}" cy="{round(high)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f'<a:p><a:pPr algn="{align}">{spacing}</a:pPr>{runs}</a:p></p:txBody></p:sp>'
    )


def _shown(text: str) -> str:
    """The beginning of the words, as the name of their box."""
    whole = re.sub(r"\s+", " ", text)
    return whole if len(whole) <= _MOST_LETTERS else f"{whole[: _MOST_LETTERS - 1]}…"
