"""Foreign SVG made ready for every form: clean, valid as XML, with ids of its own that do not depend on the run."""

from __future__ import annotations

import hashlib
import re

from taphuan.document.cleaning import clean_markup
from taphuan.document.model import DRAWING, FigureBlock

_METADATA = re.compile(r"<metadata\b.*?</metadata>", re.DOTALL)
_ELEMENT = re.compile(r"<svg\b.*</svg>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
_REFERENCE = re.compile(r"""(url\(\s*["']?#|href="#)([^"')\s]+)""")
_VISIBLE = re.compile(r"<(?:path|rect|circle|ellipse|line|polyline|polygon|text|image|use)\b")
_SIZE = re.compile(r'\s(width|height)="([\d.]+)(?:px|pt)?"')
# width and height of what a drawing shows, in its own units
VIEWBOX = re.compile(r"""\bviewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
_UPRIGHT = 0.55  # height to width: a drawing at least as high fits half a slide, beside text
_NAMES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
}


def drawing_of(svg: str, alt: str) -> FigureBlock | None:
    """The drawing of an output; None if it draws nothing."""
    cleaned = _ELEMENT.search(clean_markup(_METADATA.sub("", svg)).markup)
    return figure_of(cleaned[0], alt) if cleaned and _VISIBLE.search(cleaned[0]) else None


def figure_of(svg: str, alt: str) -> FigureBlock:
    """A clean `<svg>` element as a figure without data."""
    svg = settled(svg)
    box = VIEWBOX.search(svg)
    # a formula stands between lines of text
    upright = (
        box is not None and float(box[2]) > _UPRIGHT * float(box[1]) and not svg.startswith('<svg class="formula"')
    )
    return FigureBlock(DRAWING, svg, alt, "", "", "half" if upright else "wide", {}, {})


def settled(svg: str) -> str:
    """A clean `<svg>` element as XML, its ids numbered and marked by its content: matplotlib makes new ones at each run."""
    svg = svg.replace("&nbsp;", "\u00a0")
    names = {name: f"{at}" for at, name in enumerate(dict.fromkeys(_ID.findall(svg)), start=1)}
    svg = _ID.sub(lambda match: f' id="@{names[match[1]]}"', svg)
    svg = _REFERENCE.sub(lambda match: f"{match[1]}@{names[match[2]]}" if match[2] in names else match[0], svg)
    mark = f"d{hashlib.sha256(svg.encode()).hexdigest()[:10]}-"
    svg = re.sub(r'(\sid="|url\(\s*["\']?#|href="#)@', rf"\g<1>{mark}", svg)
    tag, rest = svg.split(">", 1)
    for name, value in _NAMES.items():
        if f"{name}=" not in tag:
            tag += f' {name}="{value}"'
    if "viewBox" not in tag and len(sizes := dict(_SIZE.findall(tag))) == 2:
        tag += f' viewBox="0 0 {sizes["width"]} {sizes["height"]}"'
    return f"{tag}>{rest}"
