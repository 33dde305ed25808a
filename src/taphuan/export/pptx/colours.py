"""Colours as DrawingML: those of the house as colours of the template's theme, so that a ministry's palette reaches every shape.

Office knows twelve colours of a theme. The other tokens of slides/theme.toml are written as one of these, lighter or darker by
the steps that lead there from the house's own; a colour that is no token (a tone of skin in a drawing) stays as it is.
"""

from __future__ import annotations

import colorsys
import functools
import re
from dataclasses import asdict

from taphuan.theme import theme
from taphuan.theme.forms import digits

# names of the colours of a theme in Office → tokens of slides/theme.toml
THEME_COLOURS = {
    "dk1": "ink",
    "lt1": "ground",
    "dk2": "grey_text",
    "lt2": "grey_tint",
    "accent1": "red",
    "accent2": "teal",
    "accent3": "grey",
    "accent4": "ochre",
    "accent5": "teal_text",
    "accent6": "sample",
    "hlink": "teal_text",
    "folHlink": "grey_text",
}
# what slides call the first four
_ON_SLIDES = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
# which colour of the theme the other tokens are shades of
_SHADES_OF = {
    "accent1": ("red_text", "red_tint", "on_dark_red"),
    "accent2": (
        *("teal_tint", "tint_1", "tint_2", "tint_3", "tint_4", "tint_5"),
        *("card", "map_edge", "on_dark_teal", "on_dark_member"),
    ),
    "accent4": ("ochre_text", "ochre_tint", "paper"),
    "tx1": ("on_dark", "on_dark_soft", "on_dark_line", "on_dark_other", "on_dark_edge"),
    "tx2": ("page", "line", "track", "edge", "neighbour", "hatch"),
}
_RGB = re.compile(r"#?([0-9A-Fa-f]{6})")
# differences that nobody sees: of hue in degrees, of saturation and lightness as parts of their whole
_SAME_HUE, _SAME = 0.5, 0.004


def colour_xml(value: str, alpha: float = 1.0) -> str:
    """A colour, RRGGBB with or without #, or a name of the theme (tx1, accent1); `alpha` is how much of it covers."""
    cover = f'<a:alpha val="{round(100_000 * alpha)}"/>' if alpha < 1 else ""
    rgb = _RGB.fullmatch(value)
    if rgb is None:
        return _closed("schemeClr", value, cover)
    own = _of_theme().get(rgb[1].upper())
    return _closed("schemeClr", own[0], own[1] + cover) if own else _closed("srgbClr", rgb[1].upper(), cover)


def fill_xml(value: str, alpha: float = 1.0) -> str:
    """A solid fill of the colour; none for ""."""
    return f"<a:solidFill>{colour_xml(value, alpha)}</a:solidFill>" if value else "<a:noFill/>"


def _closed(tag: str, value: str, inside: str) -> str:
    return f'<a:{tag} val="{value}">{inside}</a:{tag}>' if inside else f'<a:{tag} val="{value}"/>'


@functools.cache
def _of_theme() -> dict[str, tuple[str, str]]:
    """RRGGBB of every token → (name of the theme, its steps as XML)."""
    tokens = {name: digits(value) for name, value in asdict(theme().colours).items()}
    found: dict[str, tuple[str, str]] = {}
    for office, token in THEME_COLOURS.items():
        found.setdefault(tokens[token], (_ON_SLIDES.get(office, office), ""))
    ofs = {_ON_SLIDES.get(office, office): tokens[token] for office, token in THEME_COLOURS.items()}
    for base, shades in _SHADES_OF.items():
        for token in shades:
            steps = _steps(ofs[base], tokens[token])
            if steps is not None:
                found.setdefault(tokens[token], (base, steps))
    return found


def _steps(base: str, shade: str) -> str | None:
    """What Office does to the hue, saturation and lightness of one colour to make the other; None where a grey cannot become
    a colour."""
    (h0, l0, s0), (h1, l1, s1) = (colorsys.rgb_to_hls(*_parts(one)) for one in (base, shade))
    if not s0 < 1e-9 < s1 and not 0 < l0 < 1:
        return None
    steps = ""
    turn = ((h1 - h0) * 360 + 180) % 360 - 180 if s1 > _SAME else 0.0
    if abs(turn) > _SAME_HUE:
        steps += f'<a:hueOff val="{round(turn * 60_000)}"/>'
    if abs(s1 - s0) > _SAME:
        steps += f'<a:satMod val="{round(100_000 * s1 / s0)}"/>'
    if l1 < l0 - _SAME:
        steps += f'<a:lumMod val="{round(100_000 * l1 / l0)}"/>'
    elif l1 > l0 + _SAME:
        kept = (1 - l1) / (1 - l0)
        steps += f'<a:lumMod val="{round(100_000 * kept)}"/><a:lumOff val="{round(100_000 * (1 - kept))}"/>'
    return steps


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
