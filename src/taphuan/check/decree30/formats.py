"""What a paragraph and a run look like in Word once defaults, themes, styles, numbering and direct marks are put together.

Left out: the conditional parts of table styles (a bold first row), which no rule of layout is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from taphuan.check.decree30.package import A, W

MM_A_TWIP = 25.4 / 1440
_TOGGLES = ("b", "i", "caps", "vanish")
_SLOTS = ("ascii", "hAnsi")
Props = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """How a run looks; `size` in points, `color` six hexadecimal digits, `underline` Word's name of the line or ""."""

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
    """How a paragraph is set; lengths in millimetres, gaps in points.

    `lines` is the distance of lines as a multiple of a single line, `line_pt` where it is given in points instead.
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
    listed: bool
    border_above: bool
    border_below: bool
    boxed: bool


def flag(element: Any) -> bool:
    """Whether an on/off mark is on; one without a value is."""
    return element.get(f"{W}val", "1") not in ("0", "false", "off")


def run_props(element: Any, theme: dict[str, str]) -> Props:
    """What one `w:rPr` says, fonts of the theme by their names."""
    found: Props = {}
    if element is None:
        return found
    for child in element:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name in _TOGGLES:
            found[name] = flag(child)
        elif name == "rFonts":
            for slot in _SLOTS:
                # A font of the theme wins over one that is named beside it.
                if face := theme.get(child.get(f"{W}{slot}Theme", "")) or child.get(f"{W}{slot}"):
                    found[slot] = face
        elif name in ("sz", "color", "u", "rStyle"):
            found[name] = child.get(f"{W}val", "")
        elif name == "bdr":
            found["bdr"] = child.get(f"{W}val", "none")
    return found


def paragraph_props(element: Any) -> Props:
    """What one `w:pPr` says."""
    found: Props = {}
    if element is None:
        return found
    for child in element:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name in ("jc", "outlineLvl", "pStyle"):
            found[name] = child.get(f"{W}val", "")
        elif name == "contextualSpacing":
            found[name] = flag(child)
        elif name == "ind":
            found |= _indents(child)
        elif name == "spacing":
            found |= {f"spacing-{key.removeprefix(W)}": value for key, value in child.attrib.items()}
        elif name == "numPr":
            for part in child:
                found[part.tag.removeprefix(W)] = part.get(f"{W}val", "")
        elif name == "pBdr":
            for side in child:
                found[f"border-{side.tag.removeprefix(W)}"] = side.get(f"{W}val", "none") not in ("none", "nil")
        elif name == "framePr":
            found["frame-x"] = child.get(f"{W}xAlign", "")
    return found


def _indents(element: Any) -> Props:
    found: Props = {}
    for name, key in (("left", "left"), ("start", "left"), ("right", "right"), ("end", "right")):
        if (value := element.get(f"{W}{name}")) is not None:
            found[key] = _twips(value)
    if (value := element.get(f"{W}hanging")) is not None:
        found["first"] = -_twips(value)
    elif (value := element.get(f"{W}firstLine")) is not None:
        found["first"] = _twips(value)
    return found


def _twips(value: str) -> float:
    """A measure as Word writes it: twips, or a number with its unit."""
    for unit, twips in (("pt", 20.0), ("mm", 1440 / 25.4), ("cm", 1440 / 2.54), ("in", 1440.0)):
        if value.endswith(unit):
            return float(value.removesuffix(unit)) * twips
    return float(value)


def millimetres(value: str | None) -> float:
    return _twips(value or "0") * MM_A_TWIP


class Formats:
    """The styles, numberings and theme of a document."""

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
        """The name of a paragraph's style as Word's list of styles shows it, in lower case."""
        element = self._elements.get(style or self._default.get("paragraph", ""))
        named = element.find(f"{W}name") if element is not None else None
        return str(named.get(f"{W}val", "")).lower() if named is not None else ""

    def layout(self, direct: Props, table_style: str) -> tuple[Layout, Props]:
        """How a paragraph with these direct marks is set, and the run marks that its style gives its text."""
        _, table = self._chain(table_style)
        style = direct.get("pStyle") or self._default.get("paragraph", "")
        run, own = self._chain(style)
        merged = {**self._paragraph_defaults, **table, **own, **self._level(direct), **direct}
        return _layout(merged, str(merged.get("numId") or "0") != "0"), run

    def look(self, direct: Props, paragraph: Props, table_style: str) -> Look | None:
        """How a run looks; None for hidden text."""
        table, _ = self._chain(table_style)
        character, _ = self._chain(str(direct.get("rStyle", "")))
        merged = {**self._run_defaults, **table, **paragraph, **character, **direct}
        for toggle in _TOGGLES:
            # Styles of different kinds cancel each other out: bold inside a bold style is not bold.
            if toggle not in direct:
                votes = sum(bool(level.get(toggle)) for level in (table, paragraph, character))
                merged[toggle] = votes % 2 == 1 or bool(self._run_defaults.get(toggle))
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
        """The marks of the list level that a style or a paragraph names."""
        return self._levels.get((str(props.get("numId", "")), str(props.get("ilvl") or "0")), {})

    def _chain(self, style: str) -> tuple[Props, Props]:
        """(run marks, paragraph marks) of a style with all it is based on."""
        if style not in self._chains:
            run: Props = {}
            paragraph: Props = {}
            seen: set[str] = set()
            name = style
            while name not in seen and (element := self._elements.get(name)) is not None:
                seen.add(name)
                run = {**run_props(element.find(f"{W}rPr"), self.theme), **run}
                said = paragraph_props(element.find(f"{W}pPr"))
                # A list that a style names gives way to what the style says itself, not to what it is based on.
                paragraph = {**self._level(said), **said, **paragraph}
                based = element.find(f"{W}basedOn")
                name = based.get(f"{W}val", "") if based is not None else ""
            self._chains[style] = (run, paragraph)
        return self._chains[style]


def _layout(props: Props, listed: bool) -> Layout:
    rule, line = props.get("spacing-lineRule", "auto"), float(props.get("spacing-line", "240"))

    def gap(side: str) -> float:
        if props.get(f"spacing-{side}Autospacing") in ("1", "true", "on"):
            return 14.0  # Word's automatic gap
        return _twips(str(props.get(f"spacing-{side}", "0"))) / 20

    borders = {side: bool(props.get(f"border-{side}")) for side in ("top", "bottom", "left", "right")}
    boxed = all(borders.values())
    names = {"both": "justify", "start": "left", "end": "right", "": "left"}
    align = str(props.get("frame-x") or props.get("jc", "left"))
    return Layout(
        align=names.get(align, align),
        left=props.get("left", 0.0) * MM_A_TWIP,
        right=props.get("right", 0.0) * MM_A_TWIP,
        first=props.get("first", 0.0) * MM_A_TWIP,
        before=gap("before"),
        after=gap("after"),
        contextual=bool(props.get("contextualSpacing")),
        lines=line / 240 if rule == "auto" else 0.0,
        line_pt=line / 20 if rule != "auto" else 0.0,
        outline=int(props.get("outlineLvl") or 9),
        listed=listed,
        border_above=borders["top"] and not boxed,
        border_below=borders["bottom"] and not boxed,
        boxed=boxed,
    )


def _theme_fonts(theme: Any) -> dict[str, str]:
    """The theme's names for its two faces: what a run calls them → the face."""
    found: dict[str, str] = {}
    if theme is None:
        return found
    for kind in ("major", "minor"):
        face = theme.find(f".//{A}{kind}Font/{A}latin")
        for slot in ("HAnsi", "Ascii") if face is not None and face.get("typeface") else ():
            found[f"{kind}{slot}"] = face.get("typeface")
    return found


def _numbering_levels(numbering: Any) -> dict[tuple[str, str], Props]:
    """(numId, level) → the paragraph marks of that level."""
    found: dict[tuple[str, str], Props] = {}
    if numbering is None:
        return found
    abstract = {e.get(f"{W}abstractNumId"): e for e in numbering.iterchildren(f"{W}abstractNum")}
    for number in numbering.iterchildren(f"{W}num"):
        of = number.find(f"{W}abstractNumId")
        definition = abstract.get(of.get(f"{W}val")) if of is not None else None
        for level in definition.iterchildren(f"{W}lvl") if definition is not None else ():
            key = (number.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0"))
            found[key] = paragraph_props(level.find(f"{W}pPr"))
    return found
