"""What a divider shows beside its title: the bar of the parts as shapes, the part, its minutes, the next part."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.document.model import Document, Run
from taphuan.document.reading import plain
from taphuan.export.pptx.freeforms import Group, freeforms
from taphuan.export.pptx.navigation import PARTS_ID, TO_SLIDE
from taphuan.export.pptx.template import Box
from taphuan.export.pptx.text import LINE, Para, width_of
from taphuan.export.pptx.visuals import Placed
from taphuan.export.shared.progress import Progress, progress_of
from taphuan.text import say
from taphuan.theme import theme

# px: from the title up to the bar, the bar's height, the space between its pieces, from the title up to the line below the bar
_BAR, _HIGH, _BETWEEN, _PLACE = 46.0, 8.0, 10.0, 28.0
# px from the lines at the foot up to the end of the content, and between them
ABOUT, _APART = 70.0, 64.0


def dividers(document: Document) -> dict[str, Progress]:
    """What each divider shows, by the id of its section."""
    found = progress_of(document.sections, [plain(section.title) for section in document.sections])
    return {section.id: at for section, at in zip(document.sections, found, strict=True) if at}


def divider_head(at: Progress, area: Box) -> Iterator[Placed]:
    """The bar and the part, above the title; `area` has their left edge and width."""
    colours, sizes = theme().colours, theme().sizes
    bar = freeforms(_bar(at, area.w))
    assert isinstance(bar, Group)
    yield Placed(
        Box(area.x, area.y - _BAR, area.w, _HIGH),
        bar,
        say("export.pptx.divider.progress_alt", place=at.place),
        name=say("export.pptx.divider.progress"),
    )
    body = float(sizes.body)
    place = Para((Run(at.place, bold=True),), colour=colours.on_dark_teal)
    yield Placed(Box(area.x, area.y - _PLACE, area.w, body * LINE), (place,), "", body, click=TO_SLIDE + PARTS_ID)


def divider_foot(at: Progress, area: Box, bottom: float) -> Iterator[Placed]:
    """What it takes and what follows; `bottom` is the end of the content."""
    colours, sizes = theme().colours, theme().sizes
    body, x = float(sizes.body), area.x
    for what, words in at.about:
        lines = (
            Para((Run(what),), colour=colours.on_dark_soft, scale=sizes.small / body),
            Para((Run(words, bold=True),), colour="bg1"),
        )
        # a machine without the house face shows a wider one
        wide = min(1.15 * width_of((Run(words, bold=True),), body) + 8, area.x + area.w - x)
        wide = max(wide, 120.0)
        yield Placed(Box(x, bottom - ABOUT, wide, ABOUT), lines, "", body)
        x += wide + _APART


def _bar(at: Progress, width: float) -> str:
    """The bar as a drawing: a piece a part, or one bar where there are too many."""
    colours = theme().colours
    shades = {"done": colours.on_dark_member, "now": colours.ground, "coming": colours.on_dark_line}
    one = (width - _BETWEEN * (len(at.pieces) - 1)) / max(len(at.pieces), 1)
    pieces = [(n * (one + _BETWEEN), one, shades[state]) for n, state in enumerate(at.pieces)]
    shapes = pieces or [(0.0, width, shades["coming"]), (0.0, width * at.share / 100, shades["done"])]
    rects = "".join(
        f'<rect x="{x:g}" y="0" width="{wide:g}" height="{_HIGH:g}" rx="4" fill="{fill}"/>' for x, wide, fill in shapes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {_HIGH:g}">{rects}</svg>'
