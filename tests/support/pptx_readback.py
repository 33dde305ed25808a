"""Reads a PowerPoint file: texts, sizes and positions; text is measured with another library than that of the writer."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import fontpkg
from PIL import ImageFont
from pptx import Presentation
from pptx.oxml.ns import qn

from taphuan.charts.text_measure import screen_font

EMU = 9525
LINE = 1.265 * 1.07
# faces to measure with: that of the house, and Arimo, whose letters are as wide as Arial's, with its lines of 1.149 em
HOUSE, ARIAL = "house", "arial"
_LINES = {HOUSE: LINE, ARIAL: LINE * 1.149 / 1.265}


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    return out.getvalue()


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def box(shape: Any) -> Box:
    """The box of a shape in px; a placeholder without a position has that of its layout."""
    return Box(shape.left / EMU, shape.top / EMU, (shape.left + shape.width) / EMU, (shape.top + shape.height) / EMU)


def words(slide: Any) -> str:
    """The texts of all shapes and table cells of a slide."""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(texts)


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def sizes(element: Any) -> Iterator[int]:
    """All font sizes in an element, in hundredths of a point."""
    for tag in ("a:rPr", "a:defRPr"):
        for properties in element.iter(qn(tag)):
            if properties.get("sz"):
                yield int(properties.get("sz"))


@functools.cache
def _font(bold: bool, face: str) -> Any:
    if face == HOUSE:
        return ImageFont.truetype(str(screen_font(700 if bold else 400)), 100)
    font = ImageFont.truetype(str(fontpkg.path("Arimo")), 100)
    font.set_variation_by_axes([700 if bold else 400])
    return font


@functools.cache
def wide(text: str, size: float, bold: bool, face: str = HOUSE) -> float:
    """The width of a text in px as FreeType lays it out, with kerning."""
    return float(_font(bold, face).getlength(text)) * size / 100


def lines(pieces: list[tuple[str, float, bool]], width: float, face: str = HOUSE) -> int:
    """The number of lines of a text in a width of px, broken at spaces, or inside of a word that is too wide."""
    count, used = 1, 0.0
    for word in _split(pieces):
        length = sum(wide(text, size, bold, face) for text, size, bold in word if text != "\n")
        if word[0][0] == "\n":
            count, used = count + 1, 0.0
            continue
        gap = wide(" ", word[0][1], word[0][2], face) if used else 0.0
        if used and used + gap + length > width + 0.5:
            count, used, gap = count + 1, 0.0, 0.0
        used += gap + length
        while used > width + 0.5:
            count, used = count + 1, used - width
    return count


def _split(pieces: list[tuple[str, float, bool]]) -> Iterator[list[tuple[str, float, bool]]]:
    word: list[tuple[str, float, bool]] = []
    for text, size, bold in pieces:
        for part in re.findall(r"\n| +|[^ \n]+", text):
            if part == "\n" or part.isspace():
                if word:
                    yield word
                    word = []
                if part == "\n":
                    yield [("\n", size, bold)]
            else:
                word.append((part, size, bold))
    if word:
        yield word


def text_height(frame: Any, width: float, bold: bool = False, face: str = HOUSE) -> float:
    """The height in px of a text body in a face, from its own spacing, sizes and indents."""
    height = 0.0
    for at, paragraph in enumerate(frame._txBody.findall(qn("a:p"))):
        look = paragraph.pPr
        indent = int(look.get("marL", 0)) / EMU if look is not None else 0.0
        pieces = []
        for node in paragraph:
            if node.tag in (qn("a:r"), qn("a:fld")):
                properties = node.find(qn("a:rPr"))
                text = node.find(qn("a:t")).text or ""
                # the letter of an option is in the hanging indent and takes no width
                if not text.endswith("\t"):
                    pieces.append((text, int(properties.get("sz")) / 75, bold or properties.get("b") == "1"))
            elif node.tag == qn("a:br"):
                pieces.append(("\n", int(node.find(qn("a:rPr")).get("sz")) / 75, bold))
        if not pieces:
            continue
        size = max(size for _, size, _ in pieces)
        before = look.find(qn("a:spcBef")) if look is not None else None
        gap = int(before[0].get("val")) / 75 if before is not None and at else 0.0
        height += lines(pieces, width - indent, face) * size * _LINES[face] + gap
    return height
