"""Cleans HTML and SVG from the outputs of notebooks for use in a page: everything that is not in an allow-list is removed.

`nh3` parses and serialises the markup like a browser, so the browser gets exactly the allowed elements and attributes. The
result contains no script, and it causes no request: pictures are data URLs, and references in a drawing are to the same
drawing. The names of elements and attributes have the form of an HTML parser (`viewBox`, `linearGradient`).
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
# elements that are removed together with their content
_WITH_CONTENT = _names("script style noscript template iframe object embed math foreignObject")

# removed without their content; everything that is in none of these lists is no name of HTML
_WITHOUT_CONTENT = _names(
    "animate animateMotion animateTransform applet area audio base basefont bgsound body button center details dialog"
    " fieldset filter font form frame frameset head html input label legend link main map meta meter nav noembed noframes"
    " optgroup option output param picture plaintext portal progress select set slot source summary switch textarea track"
    " tt video view xmp"
)
# SVG attributes with CSS values; they are also properties in `style`
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
# no property that can put an element over the rest of the page
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

# what the deck's template alone writes: folds of a phone, and numbers and words for the style sheets
_FOLDS = _names("details summary")
_TEMPLATE = {"details": _names("open"), "figure": _names("data-phone"), "section": _names("data-part")}
_NO_ATTRIBUTES: dict[str, frozenset[str]] = {tag: frozenset() for tag in _TEMPLATE}
_OURS = re.compile(r"--(?:rows|points|lines|v|m|s|h\d+)")

_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_LOCAL = re.compile(r"#[^\s#]*")
# a CSS value without escapes, comments and rules; its functions are checked one by one
_VALUE = re.compile(r"[^\\@{}<>;]*")
_FUNCTION = re.compile(r"([\w-]*)\(\s*([^()]*)")
_LOCAL_URL = re.compile(r"""(["']?)#[\w.:-]+\1\s*""")
_FUNCTIONS = _names(
    "calc clamp hsl hsla matrix max min minmax repeat rgb rgba rotate scale skewx skewy translate translatex translatey"
)

# the CSS rule that matplotlib writes: in a page it would apply to all elements, so it becomes attributes of the drawing
_MATPLOTLIB = re.compile(
    r"(<svg\b[^<>]*)(>(?:(?!<svg\b).)*?)<style type=\"text/css\">\*\{stroke-linejoin: round; stroke-linecap: butt\}</style>",
    re.DOTALL,
)
_MATPLOTLIB_ATTRIBUTES = ' stroke-linejoin="round" stroke-linecap="butt"'


@dataclass(frozen=True)
class Cleaned:
    """Cleaned markup, what it was made of, and whether the value of an attribute had to be changed."""

    markup: str
    source: str
    changed: bool

    @property
    def complete(self) -> bool:
        """Whether nothing visible was removed; event handlers and links are not visible."""
        return not self.changed and not _element_counts(self.source) - _element_counts(self.markup)


def clean_slide(section: str) -> Cleaned:
    """A slide of the deck's template: also what only the template writes. What notebooks show in it was cleaned before."""
    return clean_markup(section, template=True)


def clean_markup(markup: str, template: bool = False) -> Cleaned:
    """The markup with only allowed elements, attributes and values."""
    import nh3

    changed_attributes: list[str] = []
    attributes = _ATTRIBUTES
    if template:
        attributes = {
            tag: names | _TEMPLATE.get(tag, frozenset()) for tag, names in (_NO_ATTRIBUTES | _ATTRIBUTES).items()
        }

    def attribute_filter(tag: str, name: str, value: str) -> str | None:
        allowed = _allowed_value(tag, name, value, template)
        if allowed != value and tag != "a":
            changed_attributes.append(name)
        return allowed

    markup = _MATPLOTLIB.sub(rf"\1{_MATPLOTLIB_ATTRIBUTES}\2", markup)
    cleaned = nh3.clean(
        markup,
        tags=_HTML | _SVG | (_FOLDS if template else frozenset()),
        clean_content_tags=_WITH_CONTENT,
        attributes=attributes,
        generic_attribute_prefixes={"aria-"},
        attribute_filter=attribute_filter,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return Cleaned(cleaned, markup, bool(changed_attributes))


def is_name_of_html(tag: str) -> bool:
    """Whether a tag `<tag>` is one of HTML or SVG, allowed or not; `<tên tỉnh>` is text that somebody put in brackets."""
    return tag.lower() in _ALL_NAMES


_ALL_NAMES = frozenset(name.lower() for name in _HTML | _SVG | _WITH_CONTENT | _WITHOUT_CONTENT)


def _allowed_value(tag: str, name: str, value: str, template: bool) -> str | None:
    """The allowed part of the value of an attribute; None if the attribute must be removed."""
    if name == "style":
        return _allowed_style(value, template)
    if name in _PAINT:
        return value if _is_harmless(value) else None
    pattern = {"href": _LINK if tag == "a" else _PICTURE if tag == "image" else _LOCAL, "src": _PICTURE}.get(name)
    if pattern is None:
        return value
    return value if (pattern.match if tag == "a" else pattern.fullmatch)(value.strip()) else None


def _allowed_style(value: str, template: bool) -> str | None:
    """The allowed declarations of a `style` attribute, in their original form; None if there is none."""
    allowed = []
    for declaration in value.split(";"):
        name, _, content = declaration.partition(":")
        known = name.strip().lower() in _PROPERTIES or name.strip().lower().split("-")[0] in _FAMILIES
        known = known or (template and _OURS.fullmatch(name.strip()) is not None)
        if not declaration.strip() or (known and _is_harmless(content)):
            allowed.append(declaration)
    return ";".join(allowed) or None


def _is_harmless(value: str) -> bool:
    """Whether a CSS value causes no request: url() only to the same drawing, other functions only if they are in the list."""
    if not _VALUE.fullmatch(value) or "/*" in value:
        return False
    return all(
        not name or name.lower() in _FUNCTIONS or (name.lower() == "url" and _LOCAL_URL.fullmatch(argument))
        for name, argument in _FUNCTION.findall(value)
    )


def _element_counts(markup: str) -> Counter[str]:
    """The number of elements by name, without the `<style scoped>` that pandas adds to a table: the deck has its own."""

    class Counting(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag != "style" or "scoped" not in dict(attrs):
                counts[tag] += 1

    counts: Counter[str] = Counter()
    parser = Counting()
    parser.feed(markup)
    parser.close()
    return counts
