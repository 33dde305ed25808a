"""The effective format of a paragraph and of a run in Word: defaults, theme, styles, numbering and direct formatting.

Not considered: conditional parts of table styles (such as a bold first row), because no layout rule is about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from taphuan.check.decree30.package import A, W

MM_PER_TWIP = 25.4 / 1440
_TOGGLES = ("b", "i", "caps", "vanish")
_SLOTS = ("ascii", "hAnsi")
Props = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """The format of a run. `size` in points; `color` as six hexadecimal digits; `underline` is Word's name of the line, ""
    without one."""

    fonts: tuple[str, ...]
    size: float
    bold: bool
    italic: bool
    caps: bool
    color: str
    underline: str
    framed: bool


@dataclass(frozen=True)
class Layout:
    """The format of a paragraph: indents `left`, `right`, `first` in millimetres, space `before` and `after` in points.

    `lines` is the line spacing as a multiple of single spacing; if it is given in points, `lines` is 0 and `line_pt` has
    it. `contextual`: no space between paragraphs of the same style. `outline` is the outline level, 9 for text.
    """

    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    contextual: bool
    lines: float
    line_pt: float
    outline: int

    border_above: bool
    border_below: bool
    boxed: bool


def flag(element: Any) -> bool:
    """The value of an on/off property; it is on if the element has no value."""
    return element.get(f"{W}val", "1") not in ("0", "false", "off")


def run_props(element: Any, theme: dict[str, str]) -> Props:
    """The properties of a `w:rPr` by name; fonts of the theme are replaced by their names."""
    props: Props = {}
    if element is None:
        return props
    for child in element:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name in _TOGGLES:
            props[name] = flag(child)
        elif name == "rFonts":
            for slot in _SLOTS:
                # a font of the theme has precedence over a named one
                if face := theme.get(child.get(f"{W}{slot}Theme", "")) or child.get(f"{W}{slot}"):
                    props[slot] = face
        elif name in ("sz", "color", "u", "rStyle"):
            props[name] = child.get(f"{W}val", "")
        elif name == "bdr":
            props["bdr"] = child.get(f"{W}val", "none")
    return props


def paragraph_props(element: Any) -> Props:
    """The properties of a `w:pPr` by name; indents in twips."""
    props: Props = {}
    if element is None:
        return props
    for child in element:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name in ("jc", "outlineLvl", "pStyle"):
            props[name] = child.get(f"{W}val", "")
        elif name == "contextualSpacing":
            props[name] = flag(child)
        elif name == "ind":
            props |= _indents(child)
        elif name == "spacing":
            props |= {f"spacing-{key.removeprefix(W)}": value for key, value in child.attrib.items()}
        elif name == "numPr":
            for part in child:
                props[part.tag.removeprefix(W)] = part.get(f"{W}val", "")
        elif name == "pBdr":
            for side in child:
                props[f"border-{side.tag.removeprefix(W)}"] = side.get(f"{W}val", "none") not in ("none", "nil")
        elif name == "framePr":
            props["frame-x"] = child.get(f"{W}xAlign", "")
    return props


def _indents(element: Any) -> Props:
    props: Props = {}
    for name, key in (("left", "left"), ("start", "left"), ("right", "right"), ("end", "right")):
        if (value := element.get(f"{W}{name}")) is not None:
            props[key] = _twips(value)
    if (value := element.get(f"{W}hanging")) is not None:
        props["first"] = -_twips(value)
    elif (value := element.get(f"{W}firstLine")) is not None:
        props["first"] = _twips(value)
    return props


def _twips(value: str) -> float:
    """A length of Word, which is a number of twips or a number with a unit, in twips. Raises ValueError for other texts."""
    for unit, twips in (("pt", 20.0), ("mm", 1440 / 25.4), ("cm", 1440 / 2.54), ("in", 1440.0)):
        if value.endswith(unit):
            return float(value.removesuffix(unit)) * twips
    return float(value)


def millimetres(value: str | None) -> float:
    """A length of Word in millimetres; 0 for None. Raises ValueError for a text that is not a length."""
    return _twips(value or "0") * MM_PER_TWIP


class Formats:
    """Computes effective formats from the styles, the numbering and the theme of a document."""

    def __init__(self, styles: Any, numbering: Any, theme: Any) -> None:
        self.theme = _theme_fonts(theme)
        self._elements: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._run_defaults: Props = {}
        self._paragraph_defaults: Props = {}
        self._chains: dict[str, tuple[Props, Props]] = {}
        if styles is not None:
            for style in styles.iterchildren(f"{W}style"):
                self._elements[style.get(f"{W}styleId", "")] = style
                if style.get(f"{W}default") in ("1", "true", "on"):
                    self._default[style.get(f"{W}type", "")] = style.get(f"{W}styleId", "")
            defaults = f"{W}docDefaults/{W}"
            self._run_defaults = run_props(styles.find(f"{defaults}rPrDefault/{W}rPr"), self.theme)
            self._paragraph_defaults = paragraph_props(styles.find(f"{defaults}pPrDefault/{W}pPr"))
        self._levels = _numbering_levels(numbering)

    def name(self, style: str) -> str:
        """The display name in lower case of a paragraph style given by its id; "" means the default style."""
        element = self._elements.get(style or self._default.get("paragraph", ""))
        name = element.find(f"{W}name") if element is not None else None
        return str(name.get(f"{W}val", "")).lower() if name is not None else ""

    def layout(self, direct: Props, table_style: str) -> tuple[Layout, Props]:
        """(the format of a paragraph with these direct properties, the run properties of its style)."""
        _, table = self._chain(table_style)
        style = direct.get("pStyle") or self._default.get("paragraph", "")
        run, own = self._chain(style)
        merged = {**self._paragraph_defaults, **table, **own, **self._level(direct), **direct}
        return _layout(merged), run

    def look(self, direct: Props, paragraph: Props, table_style: str) -> Look | None:
        """The format of a run with these direct properties in a paragraph whose style has the run properties `paragraph`;
        None for hidden text."""
        table, _ = self._chain(table_style)
        character, _ = self._chain(str(direct.get("rStyle", "")))
        merged = {**self._run_defaults, **table, **paragraph, **character, **direct}
        for toggle in _TOGGLES:
            # Toggle properties of different kinds of styles cancel each other: bold in a bold style is not bold.
            if toggle not in direct:
                count = sum(bool(style.get(toggle)) for style in (table, paragraph, character))
                merged[toggle] = count % 2 == 1 or bool(self._run_defaults.get(toggle))
        if merged["vanish"]:
            return None
        color = str(merged.get("color", "auto"))
        return Look(
            fonts=tuple(dict.fromkeys(str(merged.get(slot, "Times New Roman")) for slot in _SLOTS)),
            size=float(merged.get("sz") or 20) / 2,
            bold=merged["b"],
            italic=merged["i"],
            caps=merged["caps"],
            color="000000" if color == "auto" else color.upper(),
            underline=str(merged.get("u", "none")).replace("none", ""),
            framed=merged.get("bdr", "none") not in ("none", "nil"),
        )

    def _level(self, props: Props) -> Props:
        """The paragraph properties of the list level that a style or a paragraph refers to; {} if none."""
        return self._levels.get((str(props.get("numId", "")), str(props.get("ilvl") or "0")), {})

    def _chain(self, style: str) -> tuple[Props, Props]:
        """(run properties, paragraph properties) of a style, including those of the styles it is based on."""
        if style not in self._chains:
            run: Props = {}
            paragraph: Props = {}
            seen: set[str] = set()
            name = style
            while name not in seen and (element := self._elements.get(name)) is not None:
                seen.add(name)
                run = {**run_props(element.find(f"{W}rPr"), self.theme), **run}
                own = paragraph_props(element.find(f"{W}pPr"))
                # The list level of a style has less precedence than the style itself, more than the styles it is based on.
                paragraph = {**self._level(own), **own, **paragraph}
                based = element.find(f"{W}basedOn")
                name = based.get(f"{W}val", "") if based is not None else ""
            self._chains[style] = (run, paragraph)
        return self._chains[style]


def _layout(props: Props) -> Layout:
    rule, line = props.get("spacing-lineRule", "auto"), float(props.get("spacing-line", "240"))

    def gap(side: str) -> float:
        if props.get(f"spacing-{side}Autospacing") in ("1", "true", "on"):
            return 14.0  # the automatic space of Word
        return _twips(str(props.get(f"spacing-{side}", "0"))) / 20

    borders = {side: bool(props.get(f"border-{side}")) for side in ("top", "bottom", "left", "right")}
    boxed = all(borders.values())
    names = {"both": "justify", "start": "left", "end": "right", "": "left"}
    align = str(props.get("frame-x") or props.get("jc", "left"))
    return Layout(
        align=names.get(align, align),
        left=props.get("left", 0.0) * MM_PER_TWIP,
        right=props.get("right", 0.0) * MM_PER_TWIP,
        first=props.get("first", 0.0) * MM_PER_TWIP,
        before=gap("before"),
        after=gap("after"),
        contextual=bool(props.get("contextualSpacing")),
        lines=line / 240 if rule == "auto" else 0.0,
        line_pt=line / 20 if rule != "auto" else 0.0,
        outline=int(props.get("outlineLvl") or 9),
        border_above=borders["top"] and not boxed,
        border_below=borders["bottom"] and not boxed,
        boxed=boxed,
    )


def _theme_fonts(theme: Any) -> dict[str, str]:
    """The fonts of the theme: the value of `w:asciiTheme` or `w:hAnsiTheme` → name of the font."""
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for kind in ("major", "minor"):
        face = theme.find(f".//{A}{kind}Font/{A}latin")
        for slot in ("HAnsi", "Ascii") if face is not None and face.get("typeface") else ():
            fonts[f"{kind}{slot}"] = face.get("typeface")
    return fonts


def _numbering_levels(numbering: Any) -> dict[tuple[str, str], Props]:
    """(numId, level) → the paragraph properties of that level."""
    levels: dict[tuple[str, str], Props] = {}
    if numbering is None:
        return levels
    abstract = {e.get(f"{W}abstractNumId"): e for e in numbering.iterchildren(f"{W}abstractNum")}
    for number in numbering.iterchildren(f"{W}num"):
        reference = number.find(f"{W}abstractNumId")
        definition = abstract.get(reference.get(f"{W}val")) if reference is not None else None
        for level in definition.iterchildren(f"{W}lvl") if definition is not None else ():
            key = (number.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0"))
            levels[key] = paragraph_props(level.find(f"{W}pPr"))
    return levels
