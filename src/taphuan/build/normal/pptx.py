"""deck.pptx in normal form: a part a slide in the order of the show, with its notes; hidden slides are marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from taphuan.build.normal.drawing import shapes_digest
from taphuan.build.normal.form import (
    BULLET,
    CAPTION,
    FIGURE,
    FRAME,
    NOTE,
    NUMBERED,
    SOURCE,
    TEXT,
    Line,
    Part,
    row,
    tidy,
)
from taphuan.build.normal.office import A, Package, R

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SHOW = "ppt/presentation.xml"
_TITLES = ("title", "ctrTitle")
_NUMBERS = ("sldNum", "ftr")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# what the names of our shapes say of their text
_NAMED = {"Hội nghị": FRAME, "Nguồn": SOURCE, "Chú thích": CAPTION}


def read_pptx(content: bytes) -> tuple[Part, ...]:
    """A part for what stands on all slides, and one a slide. Raises KeyError for a package that is no presentation."""
    package = Package(content)
    relations = package.relations(_SHOW)
    names = [relations[slide.get(f"{R}id")][1] for slide in package.xml(_SHOW).iter(f"{_P}sldId")]
    about = package.xml("docProps/core.xml").find(_TITLE)
    frame: dict[Line, None] = {}
    slides = [_slide(package, name, frame) for name in names]
    return (Part("", tidy(about.text or "") if about is not None else "", tuple(frame)), *slides)


def _slide(package: Package, name: str, frame: dict[Line, None]) -> Part:
    slide, relations = package.xml(name), package.relations(name)
    later = {target.get("spid") for target in slide.iter(f"{_P}spTgt")}
    title, lines = "", []
    for shape in slide.find(f"{_P}cSld/{_P}spTree"):
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        kind = place.get("type", "") if place is not None else ""
        if kind in _TITLES and not title:
            title = tidy(" ".join(_words(paragraph) for paragraph in shape.iter(f"{A}p")))
        else:
            for line in _shape(package, shape, kind, relations, later):
                if line.mark == FRAME:
                    frame.setdefault(line)
                else:
                    lines.append(line)
    for relation, target in relations.values():
        if relation == "notesSlide":
            lines += [Line(NOTE, text) for text in _notes(package.xml(target))]
    return Part("", title, tuple(lines), hidden=slide.get("show") == "0")


def _shape(
    package: Package, shape: Any, kind: str, relations: dict[str, tuple[str, str]], later: set[str]
) -> Iterator[Line]:
    about = next(shape.iter(f"{_P}cNvPr"), None)
    if about is None:
        return
    appears, alt = about.get("id") in later, tidy(about.get("descr", ""))
    match shape.tag.rpartition("}")[2]:
        case "sp":
            mark = FRAME if kind in _NUMBERS else _NAMED.get(about.get("name", ""), TEXT)
            for paragraph in shape.iter(f"{A}p"):
                if text := tidy(_words(paragraph)).rstrip(" ·"):
                    yield Line(*_look(paragraph, text, mark), later=appears)
        case "graphicFrame":
            chart = next(shape.iter(f"{_C}chart"), None)
            if chart is not None:
                yield Line(FIGURE, alt, digest=package.drawn(relations[chart.get(f"{R}id")][1]), later=appears)
            for at, cells in enumerate(shape.iter(f"{A}tr")):
                texts = (" ".join(_words(one) for one in cell.iter(f"{A}p")) for cell in cells.iter(f"{A}tc"))
                yield row(texts, head=at == 0)
        case "pic":
            blip = next(shape.iter(f"{A}blip"))
            yield Line(FIGURE, alt, digest=package.drawn(relations[blip.get(f"{R}embed")][1]), later=appears)
        case "grpSp":
            yield Line(FIGURE, alt, digest=shapes_digest(etree.tostring(shape)), later=appears)


def _look(paragraph: Any, text: str, mark: str) -> tuple[str, str, int]:
    """(mark, text, level) of a paragraph: whether it has a bullet or a number."""
    look = paragraph.find(f"{A}pPr")
    if look is None or mark == FRAME:
        return mark, text, 0
    level = int(look.get("lvl", 0))
    if look.find(f"{A}buAutoNum") is not None:
        return NUMBERED, text, level
    return (BULLET if look.find(f"{A}buChar") is not None else mark), text, level


def _words(paragraph: Any) -> str:
    """The text of a paragraph without fields, which are numbers of slides."""
    pieces = []
    for node in paragraph:
        if node.tag == f"{A}r":
            pieces.append(node.findtext(f"{A}t") or "")
        elif node.tag == f"{A}br":
            pieces.append(" ")
    return "".join(pieces)


def _notes(notes: Any) -> Iterator[str]:
    for shape in notes.iter(f"{_P}sp"):
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if place is not None and place.get("type") == "body":
            yield from filter(None, (tidy(_words(paragraph)) for paragraph in shape.iter(f"{A}p")))
