"""The fonts that are embedded in documents, and which letters a font has.

HTML embeds subsets of Be Vietnam Pro, PDFs subsets of Be Vietnam Pro and TeX Gyre Termes. Both faces come from installed
packages, so that no machine's own fonts decide. Figures in Word and PowerPoint files are pictures. Word and PowerPoint
files embed no fonts: they name Times New Roman or Be Vietnam Pro, and the reader's machine shows those or a similar one.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.util
import unicodedata
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.charts.style import WEIGHTS
from taphuan.charts.text_measure import FAMILY, screen_font
from taphuan.errors import EnvironmentLacks
from taphuan.files import cached

DIGITS_FAMILY = f"{FAMILY} Digits"
_DIGIT_WIDTH = 650  # font units of 1000; between the widest figure (4) and the narrowest but 1

# What decks and the index show: Latin with all Vietnamese letters, combining marks for text that arrives decomposed,
# general punctuation, currency signs and a few mathematical signs. The face has no arrows and no geometric shapes.
_RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x0107),
    (0x010C, 0x0113),
    (0x0116, 0x0119),
    (0x0128, 0x0129),
    (0x0131, 0x0131),
    (0x0160, 0x0161),
    (0x0168, 0x0169),
    (0x017D, 0x017E),
    (0x01A0, 0x01A1),
    (0x01AF, 0x01B0),
    (0x0300, 0x0303),
    (0x0309, 0x0309),
    (0x0323, 0x0323),
    (0x1EA0, 0x1EF9),
    (0x2013, 0x2014),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
    (0x2039, 0x203A),
    (0x20AB, 0x20AC),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
)


def fallback_fonts() -> tuple[Path, Path]:
    """DejaVu Sans for symbols that the screen font lacks, and Last Resort, whose boxes show the script of any other letter.

    Both come with matplotlib. Raises EnvironmentLacks when the files are missing.
    """
    spec = importlib.util.find_spec("matplotlib")
    folder = Path(spec.origin).parent / "mpl-data/fonts/ttf" if spec and spec.origin else Path()
    files = folder / "DejaVuSans.ttf", folder / "LastResortHE-Regular.ttf"
    if not all(path.is_file() for path in files):
        raise EnvironmentLacks("matplotlib's fonts are missing: run `make` to install requirements.lock", code="TH901")
    return files


@functools.cache
def symbols_folder() -> Path:
    """A folder with DejaVu Sans alone. Typst takes folders only; with Last Resort in the folder it would set a whole text of
    a figure in that font as soon as one letter is missing.
    """
    source = fallback_fonts()[0]
    data = source.read_bytes()
    folder = paths.CACHE / "fonts" / hashlib.sha256(data).hexdigest()[:32]
    cached(folder / source.name, lambda content: content == data, lambda: data)
    return folder


def covers(path: Path, text: str) -> bool:
    """Whether the font has a glyph for every character of `text` (spaces aside)."""
    return {ord(c) for c in set(text) if not c.isspace()} <= _code_points(path)


# of what a template is given, what is no printed text
_NOT_PRINTED = frozenset({"href", "looks", "alt"})
# for a letter of a drawing, where a longer text has no room
_BOX = "□"


def displayable(value: Any, *faces: Path) -> Any:
    """What a template is given, with [U+…] in place of each letter that none of the faces has, and drawings as `drawable` has them:
    PDF/UA allows no missing glyph."""
    if isinstance(value, str):
        return drawable(value) if value.startswith("<svg") else _without(value, faces, "[U+{:04X}]")
    if isinstance(value, dict):
        return {key: item if key in _NOT_PRINTED else displayable(item, *faces) for key, item in value.items()}
    return [displayable(item, *faces) for item in value] if isinstance(value, list | tuple) else value


def drawable(svg: str) -> str:
    """A drawing with a box in place of each letter that the faces of drawings lack: one letter of Last Resort would take the whole
    text that it stands in with it."""
    return _without(svg, (screen_font(), fallback_fonts()[0]), _BOX)


def _without(text: str, faces: tuple[Path, ...], instead: str) -> str:
    if any(covers(face, text) for face in faces):
        return text
    for letter in set(text):
        # a mark that joins or parts letters is none
        if unicodedata.category(letter) != "Cf" and not any(covers(face, letter) for face in faces):
            text = text.replace(letter, instead.format(ord(letter)))
    return text


@functools.cache
def _code_points(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@functools.cache
def woff2_subset(weight: int = 400, digits: bool = False) -> bytes:
    """The subset of Be Vietnam Pro that decks need, as WOFF2, from the cache; with `digits` only the ten digits, all of one
    width, for columns of numbers.
    """
    import brotli
    import fontTools

    source = screen_font(weight)
    recipe = f"{fontTools.version} {brotli.__version__} {_RANGES} {_DIGIT_WIDTH if digits else 0}".encode()
    key = hashlib.sha256(source.read_bytes() + recipe).hexdigest()[:32]
    return cached(paths.CACHE / f"fonts/{key}.woff2", lambda data: data[:4] == b"wOF2", lambda: _subset(source, digits))


@functools.cache
def digits_folder() -> Path:
    """A folder in the cache with the ten digits of Be Vietnam Pro, all of one width, as fonts of their own."""
    import fontTools

    faces = {weight: screen_font(weight) for weight in (400, 600)}
    recipe = f"{fontTools.version} {_DIGIT_WIDTH} 1".encode()
    key = hashlib.sha256(b"".join(path.read_bytes() for path in faces.values()) + recipe).hexdigest()[:32]
    folder = paths.CACHE / "fonts" / key
    for weight, source in faces.items():
        make = functools.partial(_subset, source, digits=True, flavor=None)
        cached(folder / f"{weight}.ttf", lambda data: data[:4] == b"\0\1\0\0", make)
    return folder


def _subset(source: Path, digits: bool, flavor: str | None = "woff2") -> bytes:
    import io

    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = flavor
    options.layout_features = [] if digits else ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]
    options.hinting = False
    # The Open Font License requires that copyright and licence stay in the file.
    options.name_IDs = [0, 13] if digits else [0, 1, 2, 4, 6, 13]
    ranges = ((0x30, 0x39),) if digits else _RANGES
    # recalcTimestamp would write the clock into the head table: the same font must give the same bytes.
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[c for first, last in ranges for c in range(first, last + 1)])
        subsetter.subset(font)
        if digits:
            _even_out(font)
        if digits and flavor is None:
            # Typst finds a font by its family name.
            for name_id, name in (
                (1, DIGITS_FAMILY),
                (2, "Regular"),
                (4, DIGITS_FAMILY),
                (6, DIGITS_FAMILY.replace(" ", "")),
            ):
                font["name"].setName(name, name_id, 3, 1, 0x409)
        font.flavor = flavor
        out = io.BytesIO()
        font.save(out, reorderTables=True)
    return out.getvalue()


def _even_out(font: Any) -> None:
    """Centre every digit in the same width: with the face's own widths 0,6111 looks shorter than 0,4866."""
    outlines, widths = font["glyf"], font["hmtx"]
    for name in font.getBestCmap().values():
        glyph = outlines[name]
        glyph.coordinates.translate((round((_DIGIT_WIDTH - glyph.xMin - glyph.xMax) / 2), 0))
        glyph.recalcBounds(outlines)
        widths[name] = (_DIGIT_WIDTH, glyph.xMin)


@functools.cache
def face_css(digits: bool = False) -> str:
    """`@font-face` rules with the screen fonts as data URLs; `digits` adds the fonts for columns of numbers."""
    faces = [(FAMILY, weight, woff2_subset(weight)) for weight in WEIGHTS]
    if digits:
        faces += [(DIGITS_FAMILY, weight, woff2_subset(weight, digits=True)) for weight in (400, 600)]
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:normal;font-display:block;'
        f'src:url(data:font/woff2;base64,{base64.b64encode(data).decode("ascii")}) format("woff2")}}'
        for family, weight, data in faces
    )
