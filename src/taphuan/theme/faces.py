"""The files of a face, in slides/fonts/ or in an installed package, and what a face must have."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from taphuan import paths
from taphuan.errors import Problem, coded

# the weights and slants that documents use
STYLES = ("Regular", "Medium", "SemiBold", "Bold", "Italic")

_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_SMALL = unicodedata.normalize("NFC", "đ" + "".join(vowel + tone for vowel in "aăâeêioôơuưy" for tone in _TONES))
# Every letter that Vietnamese has beyond plain Latin, each vowel in each tone, in both cases; and the sign of the currency.
VIETNAMESE = f"{_SMALL}{_SMALL.upper()}₫"


def font_file(family: str, style: str) -> Path | None:
    """The file of the family in that style, None where there is none."""
    name = f"{family.replace(' ', '')}-{style}.ttf"
    own = paths.taken(paths.OWN_FONTS / name)
    folders = [own.parent]
    package = find_spec(f"fontpkg_{family.lower().replace(' ', '_').replace('-', '_')}")
    if package is not None and package.origin is not None:
        folders.append(Path(package.origin).parent / "files")
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


@coded("TH836")
def face_problems(family: str) -> Iterator[Problem]:
    """What the family lacks: files, Vietnamese letters."""
    missing = [style for style in STYLES if font_file(family, style) is None]
    if missing:
        first = f"{family.replace(' ', '')}-{missing[0]}.ttf"
        yield _problem(
            family,
            f"not installed in {', '.join(missing)}",
            f"Put the files into slides/fonts/ (the first is {first}), or name an installed face.",
        )
    for style in STYLES:
        if (file := font_file(family, style)) is None:
            continue
        lacking = _lacking(file)
        if lacking is None:
            yield _problem(family, f"{file.name} is no font file", "Put the TrueType file there again.")
        elif lacking:
            shown = f"{lacking[:12]}{' …' if len(lacking) > 12 else ''}"
            yield _problem(
                family,
                f"{file.name} lacks {len(lacking)} Vietnamese letters: {shown}",
                "Name a face with all of them, as Be Vietnam Pro has.",
            )


def _lacking(file: Path) -> str | None:
    """The Vietnamese letters without a glyph; None where the file cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file, lazy=True) as font:
            known = font.getBestCmap() or {}
    except (TTLibError, OSError, KeyError, AssertionError):
        return None
    return "".join(letter for letter in VIETNAMESE if ord(letter) not in known)


def _problem(family: str, what: str, remedy: str) -> Problem:
    return Problem("slides/theme.toml", "", "faces.screen", family, what, remedy)
