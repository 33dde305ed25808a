"""Figures, tables and pictures in boxes, as editable charts where possible, with captions below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from taphuan.document.drawings import VIEWBOX
from taphuan.document.model import DRAWING, Block, FigureBlock, Inline, PictureBlock, Run, TableBlock
from taphuan.document.pictures import NO_WORDS, UNREADABLE, fitted
from taphuan.export.pptx.figures import chart_of, minimum_height
from taphuan.export.pptx.freeforms import Group, freeforms
from taphuan.export.pptx.model import Chart
from taphuan.export.pptx.scatter import scatter
from taphuan.export.pptx.sentences import in_sentences
from taphuan.export.pptx.tables import Grid, grids, grown, least_height, table_box
from taphuan.export.pptx.template import Box
from taphuan.export.pptx.text import GREY, LEAST, Para, height_of
from taphuan.export.shared.raster import png_of
from taphuan.export.shared.sources import is_remark
from taphuan.text import say
from taphuan.theme import theme

CAPTION = LEAST  # px
_GAP = 6.0
# figures whose lines of words are sentences, each a text
_DEVICES = ("big-number", "checklist", "columns", "decision", "exercise", "numbers", "stack", "steps")
# what PowerPoint's list of objects calls the group of a figure
_NAMES = {
    "big-number": say("export.pptx.visuals.number"),
    "checklist": say("export.pptx.visuals.checklist"),
    "checkup": say("export.pptx.visuals.checkup"),
    "columns": say("export.pptx.visuals.cards"),
    "days": say("export.pptx.visuals.timeline"),
    "decision": say("export.pptx.visuals.change"),
    "due": say("export.pptx.visuals.deadlines"),
    "exercise": say("export.pptx.visuals.exercise"),
    "learn": say("export.pptx.visuals.learn"),
    "numbers": say("export.pptx.visuals.numbers"),
    "participants": say("export.pptx.visuals.map"),
    "participants-map": say("export.pptx.visuals.map"),
    "ranks": say("export.pptx.visuals.rank_lines"),
    "region-map": say("export.pptx.visuals.map"),
    "slope": say("export.pptx.visuals.rank_lines"),
    "spine": say("export.pptx.visuals.strip"),
    "stack": say("export.pptx.visuals.levels"),
    "steps": say("export.pptx.visuals.steps"),
    "strip": say("export.pptx.visuals.strip"),
}
_SEEN = 320.0  # px of height at which a drawing without letters is seen from the last row
_MOST_BLOWN_UP = 1.6  # px of a slide for one of a foreign drawing
# pixels for one of a foreign drawing: sharp on a projector of 1920 × 1080
_SCALE = 1.5
_SIDES = tuple(re.compile(rf'<svg\b[^>]*\s{name}="([\d.]+)') for name in ("width", "height"))
_LETTERS = re.compile(r'font-size[=:]\s*"?([\d.]+)')


@dataclass(frozen=True)
class Placed:
    """A figure, table or picture in its box, or a text in place of one that cannot be shown.

    `content` is a Chart, a Grid, a Group of freeforms, the bytes of a PNG or JPEG, or the paragraphs of a caption with their size;
    `click` is the address that a click on a caption opens, `name` what PowerPoint calls a group.
    """

    box: Box
    content: Chart | Grid | Group | bytes | tuple[Para, ...]
    alt: str
    size: float = CAPTION
    dark: bool = False
    click: str = ""
    name: str = say("export.pptx.visuals.drawing")


@dataclass(frozen=True)
class Visual:
    """A figure, table or picture with the caveat below it."""

    block: Block
    note: Inline = ()

    def caption(self, dark: bool = False) -> tuple[Para, ...]:
        """The caption, its source in grey, the caveat."""
        if not isinstance(self.block, FigureBlock | TableBlock):
            return (Para(self.note, colour="bg1" if dark else GREY),) if self.note else ()
        # sources stand at the foot of the slide
        source = self.block.source if is_remark(self.block.source) else ""
        tail: list[Run] = [Run(source)] if source else []
        if self.note:
            tail += [Run(" " if source.endswith(".") else ". "), *self.note] if tail else list(self.note)
        runs = (Run(self.block.caption),) if self.block.caption else ()
        if dark:
            return (Para((*runs, *((Run("  "), *tail) if tail else ()))),)
        if not runs:
            return (Para(tuple(tail), colour=GREY),) if tail else ()
        return (Para(runs, tuple(tail)),)

    def caption_height(self, width: float) -> float:
        caption = self.caption()
        return height_of(caption, CAPTION, width) + _GAP if caption else 0.0


def pieces(visual: Visual, area: Box) -> list[Visual]:
    """The visual in as many parts as it needs pages: only tables can be split."""
    if not isinstance(visual.block, TableBlock):
        return [visual]
    parts = grids(visual.block, area.w, area.h - visual.caption_height(area.w))
    return [replace(visual, block=grid.block) for grid in parts]


def room_for(block: Block, width: float) -> float:
    """px of height below which the block is better on a page of its own."""
    if isinstance(block, TableBlock):
        return least_height(block, width)
    if isinstance(block, FigureBlock):
        charts = _charts(block)
        if charts:
            return minimum_height(charts)
        return _least_drawn(block.svg, width)
    return 240.0


def _least_drawn(svg: str, width: float) -> float:
    """px of height at which the smallest letters of the drawing have 14 pt; at most its full height."""
    box = VIEWBOX.search(svg)
    letters = [float(size) for size in _LETTERS.findall(svg)]
    if box is None or not letters:
        return min(0.8 * width * _aspect(svg), _SEEN)
    return min(float(box[2]) * LEAST / min(letters), width * _aspect(svg))


def full(visual: Visual, area: Box, dark: bool = False, centred: bool = True) -> list[Placed]:
    """The visual as large as the area allows with its caption below, both centred vertically."""
    caption = visual.caption(dark)
    for size in (CAPTION,):
        caption_height = height_of(caption, size, area.w) if caption else 0.0
        room = area.above(area.bottom - caption_height - (_GAP if caption else 0.0))
        if room.h >= room_for(visual.block, area.w):
            break
    items = placed(visual.block, room, dark)
    if isinstance(visual.block, TableBlock):
        tables = [(item, grown(item.content, room.h)) for item in items if isinstance(item.content, Grid)]
        items = [replace(item, content=grid, box=table_box(grid, room)) for item, grid in tables]
    bottom = max(item.box.bottom for item in items)
    if caption:
        items.append(Placed(Box(area.x, bottom + _GAP, area.w, caption_height), caption, "", size, dark))
        bottom += _GAP + caption_height
    down = (area.bottom - bottom) / 2 if centred and not isinstance(visual.block, TableBlock) else 0.0
    return [replace(item, box=replace(item.box, y=item.box.y + down)) for item in items]


def placed(block: Block, area: Box, dark: bool = False) -> list[Placed]:
    """The block without a caption at the top of the area."""
    if isinstance(block, TableBlock):
        grid = grids(block, area.w, area.h)[0]
        return [Placed(table_box(grid, area), grid, _table_alt(block))]
    if isinstance(block, FigureBlock):
        if block.kind == "scatter" and (pair := scatter(block, area)):
            (chart_box, chart), (table_box_, table) = pair
            return [Placed(chart_box, chart, block.alt), Placed(table_box_, table, _table_alt(table.block))]
        charts = () if dark else _charts(block)
        if charts and area.h >= minimum_height(charts):
            return list(_chart_boxes(block, charts, area))
        box = _inside(area, _aspect(block.svg))
        if (
            block.kind == DRAWING
            and (own := VIEWBOX.search(block.svg))
            and box.w > (most := float(own[1]) * _MOST_BLOWN_UP)
        ):
            box = Box(area.x + (area.w - most) / 2, area.y, most, most * _aspect(block.svg))
        alt = block.alt or block.caption or NO_WORDS
        if group := _group(block):
            return [Placed(box, group, alt, name=_NAMES.get(block.kind, say("export.pptx.visuals.drawing")))]
        return [
            Placed(
                box, png_of(block.svg, _SCALE, theme().colours.ink if dark else theme().colours.ground), alt, dark=dark
            )
        ]
    if isinstance(block, PictureBlock):
        picture = fitted(block.data)
        if picture is None:
            words = f"{UNREADABLE}{f': {block.alt}' if block.alt else ''}."
            return [Placed(replace(area, h=2 * CAPTION), (Para((Run(words),), colour=GREY),), "")]
        data, width, height = picture
        room = replace(area, w=min(area.w, width), h=min(area.h, height))
        box = _inside(room, height / width)
        return [Placed(replace(box, x=area.x + (area.w - box.w) / 2), data, block.alt or NO_WORDS)]
    raise TypeError(f"no visual: {type(block).__name__}")


def _group(block: FigureBlock) -> Group | None:
    group = freeforms(block.svg, words=block.kind != DRAWING)
    return in_sentences(group) if group and block.kind in _DEVICES else group


def _charts(block: FigureBlock) -> tuple[Chart, ...]:
    return chart_of(block) if block.size != "print" else ()


def _chart_boxes(block: FigureBlock, charts: tuple[Chart, ...], area: Box) -> Iterable[Placed]:
    """Charts side by side."""
    width = (area.w - 30 * (len(charts) - 1)) / len(charts)
    tall = min(area.h, _comfortable(charts))
    for at, chart in enumerate(charts):
        part = "" if len(charts) == 1 else say("export.pptx.visuals.part_of_chart", part=at + 1, charts=len(charts))
        yield Placed(Box(area.x + at * (width + 30), area.y, width, tall), chart, block.alt + part)


def _comfortable(charts: tuple[Chart, ...]) -> float:
    """The height up to which the charts grow: few bars would be too thick on a whole slide."""
    rows = max(len(chart.categories) * len(chart.series) for chart in charts)
    if charts[0].kind == "dots":
        return max(260.0, 62.0 * len(charts[0].categories) + 80.0)
    return max(260.0, 95.0 * rows) if charts[0].kind == "bar" else 9999.0


def _table_alt(block: TableBlock) -> str:
    heads = ", ".join(column.name for column in block.columns if column.name)
    return say(
        "export.pptx.visuals.table_alt",
        caption=f": {block.caption}" if block.caption else "",
        heads=heads,
        rows=len(block.rows),
        to_fill=say("export.pptx.visuals.table_to_fill") * block.to_fill,
    )


def _aspect(svg: str) -> float:
    """The height of a drawing divided by its width."""
    box = VIEWBOX.search(svg)
    if box:
        return float(box[2]) / float(box[1])
    sides = [side.search(svg) for side in _SIDES]
    return float(sides[1][1]) / float(sides[0][1]) if sides[0] and sides[1] else 480 / 1152


def _inside(area: Box, aspect: float) -> Box:
    """The largest box of those proportions at the top of the area, centred horizontally."""
    width = min(area.w, area.h / aspect)
    return Box(area.x + (area.w - width) / 2, area.y, width, width * aspect)
