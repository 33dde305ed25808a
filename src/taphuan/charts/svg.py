"""A canvas that writes SVG: few elements, with attributes that Chromium, resvg and Typst render alike."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from taphuan.charts.style import INK, REGULAR, Size
from taphuan.charts.text_measure import FAMILY

# replaced by a hash of the content when that is complete; no text of a figure holds this character
_PREFIX = "\x00"


def num(value: float) -> str:
    """A coordinate to a tenth of a px, in its shortest form."""
    return f"{round(value, 1) + 0.0:g}"


class Canvas:
    """Collects elements in painting order; y grows downward, (0, 0) is the upper left corner."""

    def __init__(self, size: Size, ground: str = "") -> None:
        self.size = size
        self._dx = self._dy = 0.0
        self._parts: list[str] = []
        self._defs: dict[str, str] = {}
        if ground:
            self.rect(0, 0, size.width, size.height, ground)

    def inset(self, x: float, y: float, size: Size) -> Canvas:
        """A canvas whose corner lies at (x, y) of this one: what is drawn there is drawn here. It has no paths."""
        inner = Canvas(size)
        inner._dx, inner._dy = self._dx + x, self._dy + y
        inner._parts, inner._defs = self._parts, self._defs
        return inner

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        stroke: str = "",
        width: float = 1,
        radius: float = 0,
        dash: str = "",
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        line = f' stroke="{stroke}" stroke-width="{num(width)}"' if stroke else ""
        corner = f' rx="{num(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{num(x + self._dx)}" y="{num(y + self._dy)}" width="{num(w)}" height="{num(h)}"{corner} fill="{fill}"{line}{dashed}/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dash: str = "") -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{num(x1 + self._dx)}" y1="{num(y1 + self._dy)}" x2="{num(x2 + self._dx)}" y2="{num(y2 + self._dy)}" '
            f'stroke="{stroke}" stroke-width="{num(width)}"{dashed}/>'
        )

    def path(self, d: str, fill: str, stroke: str = "", width: float = 1, name: str = "", dash: str = "") -> None:
        """`name` is what the shape is, a province: the name of the shape in PowerPoint."""
        if self._dx or self._dy:
            raise ValueError("an inset has no paths: their places are those of the whole canvas")
        line = f' stroke="{stroke}" stroke-width="{num(width)}" stroke-linejoin="round"' if stroke else ""
        line += f' stroke-dasharray="{dash}"' if dash else ""
        end = f"><title>{escape(name, quote=False)}</title></path>" if name else "/>"
        self._parts.append(f'<path d="{d}" fill="{fill}"{line}{end}')

    def circle(self, x: float, y: float, r: float, fill: str, stroke: str = "", width: float = 1) -> None:
        line = f' stroke="{stroke}" stroke-width="{num(width)}"' if stroke else ""
        self._parts.append(
            f'<circle cx="{num(x + self._dx)}" cy="{num(y + self._dy)}" r="{num(r)}" fill="{fill}"{line}/>'
        )

    def diamond(self, x: float, y: float, r: float, fill: str, stroke: str, width: float) -> None:
        self.path(
            f"M{num(x)} {num(y - r)}L{num(x + r)} {num(y)}L{num(x)} {num(y + r)}L{num(x - r)} {num(y)}Z",
            fill,
            stroke,
            width,
        )

    def star(self, x: float, y: float, r: float, fill: str) -> None:
        """A five-pointed star, one point up."""
        corners = []
        for i in range(10):
            angle, radius = math.pi * i / 5, r if i % 2 == 0 else r * 0.42
            corners.append(f"{num(x + radius * math.sin(angle))} {num(y - radius * math.cos(angle))}")
        self.path("M" + "L".join(corners) + "Z", fill)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        px: float,
        fill: str = INK,
        weight: int = REGULAR,
        anchor: str = "start",
        halo: str = "",
    ) -> None:
        """`y` is the baseline. `halo` is the colour of the ground where the text lies on lines: an outline that keeps the lines off the letters."""
        place = f' text-anchor="{anchor}"' if anchor != "start" else ""
        bold = f' font-weight="{weight}"' if weight != REGULAR else ""
        outline = f'stroke="{halo}" stroke-width="{num(px / 4)}" stroke-linejoin="round" paint-order="stroke"'
        edge = f" {outline}" if halo else ""
        self._parts.append(
            f'<text x="{num(x + self._dx)}" y="{num(y + self._dy)}" font-size="{num(px)}"{bold}{place} fill="{fill}"{edge}>'
            f"{escape(text, quote=False)}</text>"
        )

    def middle(self, x: float, y: float, text: str, px: float, **style: str | int) -> None:
        """Like `text`, with `y` the middle of its capital letters (0.74 em high in the house font)."""
        self.text(x, y + 0.37 * px, text, px, **style)  # type: ignore[arg-type]

    @contextmanager
    def said(self, words: str) -> Iterator[None]:
        """A group of lines that are one text: what is read aloud, and found by a search, is the whole of it."""
        self._parts.append(f'<g aria-label="{escape(words)}">')
        yield
        self._parts.append("</g>")

    def hatch(self, colour: str, ground: str, step: float = 6) -> str:
        """A fill of slanted lines, for what has no value or is not yet in force; returns the `fill` to use."""
        name = f"{_PREFIX}-hatch-{colour.strip('#')}-{ground.strip('#')}"
        self._defs[name] = (
            f'<pattern id="{name}" width="{num(step)}" height="{num(step)}" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="{num(step)}" height="{num(step)}" fill="{ground}"/>'
            f'<rect width="1.6" height="{num(step)}" fill="{colour}"/></pattern>'
        )
        return f"url(#{name})"

    def svg(self) -> str:
        """The finished picture. Ids begin with a hash of the content, so that many can stand inline in one page."""
        defs = f"<defs>{''.join(self._defs.values())}</defs>" if self._defs else ""
        width, height = self.size.width, self.size.height
        whole = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="\'{FAMILY}\', sans-serif">{defs}{chr(10).join(self._parts)}</svg>'
        )
        return whole.replace(_PREFIX, "f" + hashlib.sha256(whole.encode()).hexdigest()[:10])
