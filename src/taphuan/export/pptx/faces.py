"""The face of the letters in the PowerPoint template: the house's, or with TAPHUAN_FONT=office one that every office has.

A computer without the face takes another by its PANOSE numbers, so that the theme says these. Arial's letters are narrower than
those of the house's face, by which slides are laid out: what fits there fits with Arial too.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass

from taphuan import paths
from taphuan.errors import TaphuanError
from taphuan.theme import theme
from taphuan.theme.faces import font_file

HOUSE, OFFICE = "house", "office"
CHOICES = (HOUSE, OFFICE)


class NoSuchFace(TaphuanError):
    """TAPHUAN_FONT names neither of the two faces."""


@dataclass(frozen=True)
class Face:
    """`panose` are the ten numbers of PANOSE 1.0 as hexadecimal digits."""

    family: str
    panose: str


_ARIAL = Face("Arial", "020B0604020202020204")
# Latin text, normal sans serif, book, modern proportions; the rest may be any
_SANS = "020B0503000000000000"


def chosen() -> str:
    """Which of the two faces is asked for. Raises NoSuchFace."""
    name = os.environ.get(paths.FONT_SETTING) or HOUSE
    if name not in CHOICES:
        raise NoSuchFace(f"{paths.FONT_SETTING}={name}: choose {' or '.join(CHOICES)} (make FONT=office)", code="TH816")
    return name


def deck_face() -> Face:
    """The face for the template."""
    return _ARIAL if chosen() == OFFICE else _house(theme().faces.screen)


@functools.cache
def _house(family: str) -> Face:
    """The house's, with the numbers that its file says; a file that says none is a sans serif for text."""
    from fontTools.ttLib import TTFont

    file = font_file(family, "Regular")
    if file is None:
        return Face(family, _SANS)
    with TTFont(file, lazy=True) as font:
        said = bytes(vars(font["OS/2"].panose).values()).hex().upper()
    return Face(family, said if said.strip("0") else _SANS)
