"""Markup that notebooks put out (HTML, SVG), cleaned for a page: one list of what may stand in it, everything else goes.

`nh3` parses and writes it as a browser would, so that what is allowed here is what the browser sees. Nothing in the result
runs, and nothing in it is fetched from anywhere: pictures are part of it, and paint, clips and copies come from the same
drawing. Names of elements and attributes are given as HTML parsers write them (`viewBox`, `linearGradient`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HTML = _names(
    "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q s samp section small span strong sub sup table tbody td"
    " tfoot th thead time tr u ul var wbr"
)
_SVG = _names(
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image"
    " linearGradient radialGradient stop pattern clipPath mask marker"
)
# whose text is no text of the page
_WITH_CONTENT = _names("script style noscript template iframe object embed math foreignObject")

# SVG attributes that hold CSS values, which also stand in `style`
_PAINT = _names(
    "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation direction display"
    " dominant-baseline fill fill-opacity fill-rule font font-family font-size font-size-adjust font-stretch font-style"
    " font-variant font-weight letter-spacing marker marker-end marker-mid marker-start mask opacity overflow"
    " paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering"
    " transform transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode"
)
_GEOMETRY = _names(
    "clipPathUnits cx cy d dx dy fx fy gradientTransform gradientUnits height lengthAdjust markerHeight markerUnits"
    " markerWidth maskContentUnits maskUnits offset orient pathLength patternContentUnits patternTransform patternUnits"
    " points preserveAspectRatio r refX refY rotate rx ry spreadMethod startOffset textLength version viewBox width x x1"
    " x2 xlink xmlns y y1 y2"
)
# nothing that lays an element over the rest of the page
_PROPERTIES = _PAINT | _names(
    "align-content align-items align-self background background-color border-collapse border-radius border-spacing"
    " box-shadow box-sizing caption-side clear column-count column-gap column-width columns empty-cells flex flex-basis"
    " flex-direction flex-flow flex-grow flex-shrink flex-wrap float gap grid-column grid-row grid-template-columns"
    " grid-template-rows height hyphens justify-content justify-items justify-self line-height list-style"
    " list-style-position list-style-type max-height max-width min-height min-width object-fit overflow-wrap overflow-x"
    " overflow-y row-gap table-layout text-align text-indent text-transform text-wrap vertical-align white-space width"
    " word-break word-wrap"
)
_FAMILIES = ("border", "margin", "padding")

_ATTRIBUTES = {
    "*": _names("class dir id lang role style title"),
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "div": frozenset({"data-cell"}),
    "figure": _names("data-cell data-kind"),
    "img": _names("alt height src width"),
    "li": frozenset({"value"}),
    "ol": _names("reversed start type"),
    "section": frozenset({"data-background-color", "data-timing"}),
    "table": frozenset({"border"}),
    "td": _names("colspan headers rowspan"),
    "th": _names("abbr colspan headers rowspan scope"),
    "time": frozenset({"datetime"}),
    **{tag: _PAINT | _GEOMETRY | {"href"} for tag in _SVG - {"title", "desc"}},
}

_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_LOCAL = re.compile(r"#[^\s#]*")
# a CSS value without escapes, comments and rules; its functions are looked at one by one
_VALUE = re.compile(r"[^\\@{}<>;]*")
_FUNCTION = re.compile(r"([\w-]*)\(\s*([^()]*)")
_LOCAL_URL = re.compile(r"""(["']?)#[\w.:-]+\1\s*""")
_FUNCTIONS = _names(
    "calc clamp hsl hsla matrix max min minmax repeat rgb rgba rotate scale skewx skewy translate translatex translatey"
)

# the one rule that matplotlib writes: in a page it would hold for everything, so it becomes attributes of its drawing
_MATPLOTLIB = re.compile(
    r"(<svg\b[^<>]*)(>(?:(?!<svg\b).)*?)<style type=\"text/css\">\*\{stroke-linejoin: round; stroke-linecap: butt\}</style>",
    re.DOTALL,
)
_MATPLOTLIB_ATTRIBUTES = ' stroke-linejoin="round" stroke-linecap="butt"'


@dataclass(frozen=True)
class Cleaned:
    """`complete`: nothing that shows had to be taken out. Handlers and links that go change nothing that is seen."""

    markup: str
    complete: bool


def clean_markup(markup: str) -> Cleaned:
    """The markup as it may stand in a page."""
    import nh3

    refused: list[str] = []

    def judge(tag: str, name: str, value: str) -> str | None:
        judged = _judged(tag, name, value)
        if judged != value and tag != "a":
            refused.append(name)
        return judged

    markup = _MATPLOTLIB.sub(rf"\1{_MATPLOTLIB_ATTRIBUTES}\2", markup)
    cleaned = nh3.clean(
        markup,
        tags=_HTML | _SVG,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"aria-"},
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return Cleaned(cleaned, not refused and not _elements(markup) - _elements(cleaned))


def _judged(tag: str, name: str, value: str) -> str | None:
    """The value as it may stand, None where it may not."""
    if name == "style":
        return _style(value)
    if name in _PAINT:
        return value if _is_harmless(value) else None
    allowed = {"href": _LINK if tag == "a" else _PICTURE if tag == "image" else _LOCAL, "src": _PICTURE}.get(name)
    if allowed is None:
        return value
    return value if (allowed.match if tag == "a" else allowed.fullmatch)(value.strip()) else None


def _style(value: str) -> str | None:
    """The declarations that may stand; the value itself where all may."""
    kept = []
    for declaration in value.split(";"):
        name, _, content = declaration.partition(":")
        known = name.strip().lower() in _PROPERTIES or name.strip().lower().split("-")[0] in _FAMILIES
        if not declaration.strip() or (known and _is_harmless(content)):
            kept.append(declaration)
    return ";".join(kept) or None


def _is_harmless(value: str) -> bool:
    """Whether a CSS value fetches nothing: no url() but to this drawing, no function that is not known here."""
    if not _VALUE.fullmatch(value) or "/*" in value:
        return False
    return all(
        not name or name.lower() in _FUNCTIONS or (name.lower() == "url" and _LOCAL_URL.fullmatch(argument))
        for name, argument in _FUNCTION.findall(value)
    )


def _elements(markup: str) -> Counter[str]:
    """How many elements of each name stand in it. pandas' own style of tables is none: ours is used."""

    class Counting(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag != "style" or "scoped" not in dict(attrs):
                found[tag] += 1

    found: Counter[str] = Counter()
    parser = Counting()
    parser.feed(markup)
    parser.close()
    return found
