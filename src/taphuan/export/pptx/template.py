"""The PowerPoint template: its layouts and placeholders, found by their names.

A ministry's own template may arrange them differently; the deck takes positions and sizes from its layouts.
"""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml

from taphuan import paths
from taphuan.errors import TaphuanError
from taphuan.export.pptx.colours import THEME_COLOURS
from taphuan.export.pptx.faces import chosen
from taphuan.export.pptx.house_template import house_template
from taphuan.export.pptx.package import package_faults

PX = 9525  # EMU

COVER, SECTION, TEXT, FIGURE = "Bìa", "Phần", "Nội dung", "Hình"
TABLE, SPLIT, QUIZ, SOURCES = "Bảng", "Hai cột", "Câu hỏi", "Nguồn"
# a template without it shows quotations as text
QUOTATION = "Trích dẫn"
LAYOUTS = (COVER, SECTION, TEXT, FIGURE, TABLE, SPLIT, QUIZ, SOURCES)

# Names of placeholders. Every layout needs the first two; a cover and a slide of two columns need the third.
TITLE, MAIN, SECOND = "Tiêu đề", "Nội dung", "Hình"
# These may be missing: their texts are elsewhere, too.
KICKER, EVENT, FOOT, STANDING = "Chuyên đề", "Hội nghị", "Nguồn", "Căn cứ"
FOOTER, NUMBER = "Chân trang", "Số trang"


class DeckTemplateUnfit(TaphuanError):
    """The template is no PowerPoint file, or lacks layouts or placeholders; the message names all of them."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide in px."""

    x: float
    y: float
    w: float
    h: float

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def below(self, y: float) -> Box:
        """The part of the box below `y`."""
        top = max(self.y, y)
        return Box(self.x, top, self.w, max(self.bottom - top, 0.0))

    def above(self, y: float) -> Box:
        """The part of the box above `y`."""
        return replace(self, h=max(min(self.bottom, y) - self.y, 0.0))


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout: the type and index by which slides refer to it, and its box."""

    type: str
    idx: int
    box: Box


@dataclass(frozen=True)
class Layout:
    """`at` is its number among the layouts of the file, from 0."""

    name: str
    at: int
    places: Mapping[str, Place]

    def box(self, name: str) -> Box:
        return self.places[name].box


def open_template() -> tuple[Any, Mapping[str, Layout]]:
    """A new presentation without slides, and its layouts by name. Raises DeckTemplateUnfit."""
    path = paths.DECK_PPTX
    content, layouts = _template(path, path.stat().st_mtime_ns if path.is_file() else 0, chosen())
    presentation = Presentation(io.BytesIO(content))
    _drop_slides(presentation)
    return presentation, layouts


@functools.lru_cache(maxsize=4)
def _template(path: Path, _changed: int, _face: str) -> tuple[bytes, Mapping[str, Layout]]:
    file = path.name
    try:
        content = path.read_bytes() if path.is_file() else house_template()
        if path.is_file() and (faults := [*package_faults(content)]):
            raise DeckTemplateUnfit(
                f"slides/{file} is damaged: {'; '.join(faults[:5])}. Open and save it in PowerPoint, or put it there again",
                code="TH831",
            )
        presentation = Presentation(io.BytesIO(content))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DeckTemplateUnfit(
            f"slides/{file} is no PowerPoint file ({error}): save the template as .pptx and put it there again",
            code="TH831",
        ) from None
    if not len(presentation.slide_masters):
        raise DeckTemplateUnfit(
            f"slides/{file} has no slide master: start from `make template` (slides/README.md)", code="TH831"
        )
    layouts = {layout.name: _layout(layout, at) for at, layout in enumerate(presentation.slide_layouts)}
    problems = [*_theme_problems(presentation), *(f"no layout '{name}'" for name in LAYOUTS if name not in layouts)]
    for name in LAYOUTS:
        if name in layouts:
            needed = (TITLE, MAIN, SECOND) if name in (COVER, SPLIT) else (TITLE, MAIN)
            places = layouts[name].places
            problems += [f"no placeholder '{n}' on layout '{name}'" for n in needed if n not in places]
            outside = [n for n in needed if n in places and not _on_slide(places[n].box, presentation)]
            problems += [f"the placeholder '{n}' on layout '{name}' within the slide" for n in outside]
    if problems:
        raise DeckTemplateUnfit(
            f"slides/{file} lacks what a deck needs: {'; '.join(problems)}. It has the layouts "
            f"{', '.join(layouts) or 'none'}; rename or add them in PowerPoint's slide master view (slides/README.md)",
            code="TH831",
        )
    return content, layouts


def _on_slide(box: Box, presentation: Any) -> bool:
    """Whether a box has a size and lies on the slide, but for a px."""
    wide, high = presentation.slide_width / PX, presentation.slide_height / PX
    return (
        box.w > 0 and box.h > 0 and box.x >= -1 and box.y >= -1 and box.x + box.w <= wide + 1 and box.bottom <= high + 1
    )


def _theme_problems(presentation: Any) -> Iterator[str]:
    """What the theme of the slides lacks of colours and faces: shapes, charts and letters take theirs from it."""
    try:
        theme = parse_xml(presentation.slide_masters[0].part.part_related_by(RT.THEME).blob)
    except KeyError:
        yield "no theme"
        return
    drawn = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    colours = theme.find(f".//{drawn}clrScheme")
    lacking = [name for name in THEME_COLOURS if colours is None or colours.find(f"{drawn}{name}") is None]
    if lacking:
        yield f"no colour {', '.join(lacking)} in its theme"
    for font, what in (("majorFont", "titles"), ("minorFont", "text")):
        latin = theme.find(f".//{drawn}{font}/{drawn}latin")
        if latin is None or not latin.get("typeface"):
            yield f"no face for {what} in its theme"


def _layout(layout: Any, at: int) -> Layout:
    """The placeholders by name: titles by their type, and bodies with other names in place of missing areas."""
    places: dict[str, Place] = {}
    unnamed: list[Place] = []
    for shape in layout.placeholders:
        element = shape._element.ph
        kind = element.get("type") or "obj"
        box = Box(shape.left / PX, shape.top / PX, shape.width / PX, shape.height / PX)
        place = Place(kind, int(element.get("idx") or 0), box)
        if kind in ("title", "ctrTitle"):
            places[TITLE] = place
        elif kind == "ftr":
            places[FOOTER] = place
        elif kind == "sldNum":
            places[NUMBER] = place
        elif kind == "dt":
            continue
        elif shape.name in (MAIN, SECOND, KICKER, EVENT, FOOT, STANDING):
            places[shape.name] = place
        else:
            unnamed.append(place)
    for name in (MAIN, SECOND):
        if name not in places and unnamed:
            places[name] = unnamed.pop(0)
    return Layout(layout.name, at, places)


def _drop_slides(presentation: Any) -> None:
    """Remove the slides that a template was saved with."""
    ids = presentation.slides._sldIdLst
    for entry in list(ids):
        presentation.part.drop_rel(entry.rId)
        ids.remove(entry)
