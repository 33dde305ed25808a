"""How wide text is in the two faces, and where a line of it breaks: the one measure for figures, slides, tables and papers.

It stands in this room, the first that needs it, so that the key of the cached drawings, a digest of this folder, covers
it. A width is the sum of the letters' advances: no kerning, which only ever tightens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from taphuan.errors import EnvironmentLacks
from taphuan.text import NBSP
from taphuan.theme import theme
from taphuan.theme.faces import font_file

# of screens: decks, start pages, figures
FAMILY = theme().faces.screen
_STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
# of official papers in PDF; Word files name Times New Roman, whose letters are as wide
PAPER_FAMILY = "TeX Gyre Termes"
_PAPER_PACKAGE = "rinoh_typeface_texgyretermes"
# The horns of ơ, ư and Ư reach out to the right in Times New Roman, by so much (em) on average; Termes has narrower ones.
_HORN, _HORNED = 0.04, re.compile("[ouU]\u031b")
MM_A_POINT = 25.4 / 72
# a line as wide as its room fits, whatever the order in which its parts were added up
_ROUNDING = 1e-9

# a word too long for a line may break behind these
_DASH, _STROKE = re.compile("(?<=–)(?=.)"), re.compile("(?<=[/-])(?=.)")

# the space before a piece that always begins a line
NEW_LINE = inf

Content = TypeVar("Content")


class Piece(NamedTuple, Generic[Content]):
    """What a line does not break in: a word, or a part of a word that is wider than a line. `space` is the width of the
    space before it, which counts within a line only.
    """

    content: Content
    width: float
    space: float


@cache
def screen_font(weight: int = 400, italic: bool = False) -> Path:
    """The TrueType file of the theme's face in that weight (400, 500, 600 or 700).

    Raises EnvironmentLacks when nothing installed has it.
    """
    style = _STYLES[weight]
    if italic:
        style = "Italic" if style == "Regular" else f"{style}Italic"
    path = font_file(FAMILY, style)
    if path is None:
        raise EnvironmentLacks(
            f"the font {FAMILY} {style} is missing: run `make` to install requirements.lock", code="TH901"
        )
    return path


@cache
def paper_font(bold: bool = False, italic: bool = False) -> Path:
    """The OpenType file of TeX Gyre Termes in that style, from an installed package.

    Raises EnvironmentLacks when the package that carries the files is missing or incomplete.
    """
    from importlib.util import find_spec

    # found, not imported: its own module asks for the typesetter that it was packed for
    package = find_spec(_PAPER_PACKAGE)
    if package is None or package.origin is None:
        raise EnvironmentLacks(
            f"the font {PAPER_FAMILY} is missing: run `make` to install requirements.lock", code="TH901"
        )
    style = f"{'bold' if bold else ''}{'italic' if italic else ''}" or "regular"
    path = Path(package.origin).with_name(f"texgyretermes-{style}.otf")
    if not path.is_file():
        raise EnvironmentLacks(f"the font file {path.name} is missing: install requirements.lock again", code="TH901")
    return path


class _Advances(dict[str, float]):
    """Letter → advance in em; a letter that the font lacks has 1."""

    def __missing__(self, letter: str) -> float:
        return 0.0 if _takes_no_room(letter) else 1.0


def _takes_no_room(letter: str) -> bool:
    """Whether it is never seen (word joiner, soft hyphen) or stands above or below the letter before it."""
    return unicodedata.category(letter) in ("Cf", "Mn")


@cache
def _advances(file: Path) -> _Advances:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        glyphs = {chr(code): glyph for code, glyph in font.getBestCmap().items()}
        return _Advances({c: 0.0 if _takes_no_room(c) else metrics[glyph][0] / em for c, glyph in glyphs.items()})


# the same text is tried in several sizes and widths
@lru_cache(maxsize=65536)
def em_width(text: str, weight: int = 400) -> float:
    """The width of a line of `text` at size 1."""
    return sum(map(_advances(screen_font(weight)).__getitem__, text))


def text_width(text: str, size: float, weight: int = 400) -> float:
    """The width of a line of `text`, in the unit of `size`."""
    return em_width(text, weight) * size


def paper_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a line of a paper in millimetres, at `size` points: enough for Termes and for Times New Roman."""
    return sum(map(_paper_advances(bold).__getitem__, text)) * size * MM_A_POINT


@cache
def _paper_advances(bold: bool) -> _Advances:
    face = _advances(paper_font(bold))
    bases = {letter: unicodedata.normalize("NFD", letter) for letter in face}
    horned = {letter: face[base[0]] + _HORN for letter, base in bases.items() if _HORNED.match(base)}
    # a no-break space is as wide as another, whatever the font says: so Typst and Word set it
    return _Advances({**face, **horned, NBSP: face[" "]})


def filled(pieces: Iterable[Piece[Content] | None], width: float) -> list[list[Piece[Content]]]:
    """As many pieces on each line as fit `width`; a piece that is wider has a line of its own; None ends a line."""
    room = width + _ROUNDING
    lines: list[list[Piece[Content]]] = [[]]
    used = 0.0
    for piece in pieces:
        if piece is None or (used and used + piece.space + piece.width > room):
            lines.append([])
            used = 0.0
        if piece is not None:
            lines[-1].append(piece)
            used += piece.width + (piece.space if used else 0.0)
    return lines


def wrap(text: str, size: float, width: float, weight: int = 400) -> list[str]:
    """Lines no wider than `width` where words allow it. No-break spaces hold where what they hold fits; a word too long breaks after
    a dash, a stroke or a hyphen of its own ("66.7/2025/NQ-CP")."""
    lines = filled(_words(text, size, width, weight), width)
    return [" ".join(piece.content for piece in line) for line in lines]


def _words(text: str, size: float, width: float, weight: int) -> Iterable[Piece[str]]:
    space = text_width(" ", size, weight)
    for word in text.split(" "):
        wide = text_width(word, size, weight)
        if wide <= width:
            yield Piece(word, wide, space)
        elif NBSP in word:
            # what is held together is let go rather than set over the drawing beside it
            yield from _words(word.replace(NBSP, " "), size, width, weight)
        else:
            for part in _parts(word, size, width, weight):
                yield Piece(part, text_width(part, size, weight), NEW_LINE)


def _parts(word: str, size: float, width: float, weight: int) -> list[str]:
    """A word that is too wide in parts: on both sides of a dash; what is still too wide behind strokes and hyphens, as few as fit."""
    parts: list[str] = []
    for side in _DASH.split(word):
        parts.append("")
        for piece in [side] if text_width(side, size, weight) <= width else _STROKE.split(side):
            if parts[-1] and text_width(parts[-1] + piece, size, weight) > width:
                parts.append("")
            parts[-1] += piece
    return parts


def _held(line: str) -> int:
    return line.count(NBSP)


def balance(text: str, size: float, width: float, weight: int = 400) -> list[str]:
    """The lines of `wrap`, as even as their number allows, so that no single word stands on the last."""
    lines = wrap(text, size, width, weight)
    narrower = width
    while len(lines) > 1:
        narrower -= size / 2
        tried = wrap(text, size, narrower, weight)
        let_go = sum(map(_held, tried)) < sum(map(_held, lines))
        if len(tried) > len(lines) or let_go or any(text_width(line, size, weight) > narrower for line in tried):
            break
        lines = tried
    return lines
