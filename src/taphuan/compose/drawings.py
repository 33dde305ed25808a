"""The house's own drawings, slides/drawings/*.svg: the scenes that a notebook names as `![](drawing:hop)`.

They are made of few kinds of shapes, so that PowerPoint shows each as shapes that can be edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.check.schema import did_you_mean

SCHEME = "drawing:"
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_ELEMENTS = _SHAPES | {"svg", "g", "title"}
_PAINT = "fill fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray"
_ATTRIBUTES = frozenset(f"{_PAINT} d x y width height rx ry cx cy r x1 y1 x2 y2 points viewBox role".split())
_COLOUR = re.compile(r"none|#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}")
_LICENCE = re.compile(r"<!--[^>]*\bMIT\b[^>]*-->")
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def drawing_files() -> tuple[Path, ...]:
    """The files of drawings/, each the project's own or the package's, by name."""
    return tuple(paths.all_taken(paths.DRAWINGS).values())


def drawing_names() -> tuple[str, ...]:
    """The names of all drawings, sorted."""
    return tuple(sorted(file.stem for file in drawing_files() if file.suffix == ".svg"))


def drawing(name: str) -> tuple[str, str, list[str]]:
    """(SVG, title, []) of a drawing, or ("", "", what is wrong with its name or its file)."""
    if name not in drawing_names():
        return "", "", [f"there is no drawing '{name}'; {did_you_mean(name, list(drawing_names()))}known: {', '.join(drawing_names())}"]  # fmt: skip
    file = paths.taken(paths.DRAWINGS / f"{name}.svg")
    if faults := list(drawing_faults(file)):
        where = paths.named(file)
        return "", "", [f"the drawing '{name}' ({where}) {fault}" for fault in faults]
    text = file.read_text(encoding="utf-8")
    return _COMMENT.sub("", text).strip(), _root(text).findtext(f"{_SVG}title", "").strip(), []


def drawing_faults(file: Path) -> Iterator[str]:
    """Everything that keeps a file from being a drawing of the house, each with its remedy."""
    from xml.etree.ElementTree import ParseError

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        yield "is not UTF-8; save it as UTF-8"
        return
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "<?xml-" in text:
        yield "has a DOCTYPE, an entity or a style sheet; delete it"
        return
    try:
        root = _root(text)
    except ParseError as error:
        yield f"cannot be read as XML ({error}); save it anew as plain SVG"
        return
    if root.tag != f"{_SVG}svg":
        yield f"begins with <{_local(root.tag)}> in place of an <svg> of SVG; save it anew as plain SVG"
        return
    if root.get("viewBox") != "0 0 240 240":
        yield f'has the viewBox "{root.get("viewBox", "")}"; draw it on 0 0 240 240'
    if not (root.findtext(f"{_SVG}title") or "").strip():
        yield "has no <title>; say in Vietnamese what it shows, for those who cannot see it"
    if not _LICENCE.search(text):
        yield "has no line with its licence; begin the file with a comment that names MIT"
    yield from dict.fromkeys(fault for element in root.iter() for fault in _faults(element))
    if not any(_local(element.tag) in _SHAPES for element in root.iter()):
        yield "draws nothing; it needs at least one shape"


def _root(text: str) -> Any:
    from xml.etree.ElementTree import fromstring

    return fromstring(text)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _faults(element: Any) -> Iterator[str]:
    name = _local(element.tag)
    if name in ("script", "foreignObject", "image", "use", "style", "a"):
        yield f"has <{name}>, and a drawing runs and loads nothing; delete it"
        return
    if name not in _ELEMENTS:
        yield f"has <{name}>, which PowerPoint cannot edit; draw it with {', '.join(sorted(_SHAPES))}"
        return
    for attribute, value in element.attrib.items():
        key = _local(attribute)
        if key.startswith("on"):
            yield f"has {key} on <{name}>, which is a script; delete it"
        elif key not in _ATTRIBUTES:
            yield f"has {key} on <{name}>; draw without it (allowed: {_PAINT}, and places and sizes)"
        elif "url(" in value or "//" in value:
            yield f'has {key}="{value[:60]}" on <{name}>, which loads something; delete it'
        elif key in ("fill", "stroke") and not _COLOUR.fullmatch(value):
            yield f'has {key}="{value[:60]}" on <{name}>; write a colour as #14263B, or none'
