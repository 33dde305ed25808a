"""Colours that authors give the cells of a table, as RRGGBB, and what can be read on them."""

from __future__ import annotations

import re

from taphuan.theme import theme
from taphuan.theme.forms import digits as digits_of

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*([\d.]+)\s*)?\)")
_DARK, _LIGHT, _BLACK = digits_of(theme().colours.ink), "FFFFFF", "000000"
# of letters against their ground, as WCAG 2.2 asks for; of print on paper
_CONTRAST, _ON_PAPER = 4.5, 9.0
_STEPS = 20


def colour(value: str) -> str:
    """RRGGBB of a CSS colour; "" for none, for white and for what is not a single opaque colour."""
    value = value.strip().removesuffix("!important").strip()
    if match := _HEX.fullmatch(value):
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
    elif (match := _RGB.fullmatch(value)) and float(match[4] or 1) > 0.1:
        digits = "".join(f"{min(int(match[at]), 255):02x}" for at in (1, 2, 3))
    else:
        from PIL import ImageColor

        digits = str(ImageColor.colormap.get(value.lower(), "#ffffff")).removeprefix("#")
    return "" if digits.lower() == "ffffff" else digits.upper()


def legible(ink: str, ground: str) -> str:
    """The colour of letters on a ground (RRGGBB, "" for white): the given one, darker or lighter where it could not be read;
    "" for that of the text around."""
    ground = ground or _LIGHT
    light = _contrast(_LIGHT, ground) > _contrast(_DARK, ground)
    if not ink:
        return _LIGHT if light else ""
    shades = (_mixed(ink, 255 if light else 0, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if _contrast(shade, ground) >= _CONTRAST), _LIGHT if light else _BLACK)


def tint(fill: str) -> str:
    """The ground (RRGGBB, "" for none) so light that black letters stand on it as on paper: an official paper has no others."""
    shades = (_mixed(fill, 255, step / _STEPS) for step in range(_STEPS + 1) if fill)
    return next((shade for shade in shades if _contrast(_BLACK, shade) >= _ON_PAPER), "")


def _mixed(rgb: str, towards: int, share: float) -> str:
    parts = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(part + (towards - part) * share):02X}" for part in parts)


def _contrast(ink: str, ground: str) -> float:
    high, low = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(rgb: str) -> float:
    """The relative luminance of a colour (RRGGBB)."""
    parts = [int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
