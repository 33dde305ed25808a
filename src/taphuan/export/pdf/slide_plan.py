"""The layout of each slide of a deck in PDF: the frame, the sizes of title and text, the scale of drawings.

A slide whose text is sure to fit is planned here, because Typst needs as long to measure a slide as to set it. The others
have no plan: `slides/slide.typ` measures them, sets the text smaller and continues on another page. All lengths are px.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from taphuan.document.model import Inline, ListBlock, Paragraph, Run, TableBlock
from taphuan.export.pdf import slide_table
from taphuan.export.pdf.slide_fitting import (
    FOOTER,
    LEAST,
    PLAIN,
    SMALL,
    block_height,
    gap,
    item_heights,
    line_count,
    line_width,
    narrowest,
    text_lines,
    texts_height,
)
from taphuan.export.shared.frame import right_end
from taphuan.export.shared.progress import Progress
from taphuan.text import say
from taphuan.theme import theme

Json = dict[str, Any]

_HOUSE = theme()
_SPACE, _LETTERS = _HOUSE.spacing, _HOUSE.sizes
WIDTH, HEIGHT = float(_SPACE.measure), float(_SPACE.height)
_GUTTER = float(_SPACE.gutter)
SPLIT_LEFT, SPLIT_RIGHT = (WIDTH - _GUTTER) * 5 / 12, (WIDTH - _GUTTER) * 7 / 12
HALF = SPLIT_RIGHT  # the wider column of a split slide
_SIZES = (PLAIN, LEAST)
# The scale down to which a drawing shrinks before the text beside it gets smaller, and after that.
_DRAWING_LEAST, _DRAWING_LAST = 0.8, 0.55
_DRAWING_MOST, _DRAWING_HIGH = 1.25, 620.0  # the largest scale and height of a drawing
_TITLE, _DIVIDER = float(_LETTERS.title), float(_LETTERS.divider)
_SECTION_WIDTH, _SECTION_HEIGHT = 1060.0, 500.0
# px of height that the bar of the parts and the lines at the foot of a divider take
_PROGRESS = 84.0
# what is quoted, and the mark above it
_QUOTATION_WIDTH, _QUOTATION_MARK = 1080.0, 84.0
# the size of text on a cover; its width with a map and without
_COVER_SIZES = (PLAIN, LEAST)
COVER_PICTURE = 600.0
_COVER_WIDTHS = {True: 560.0, False: 900.0}
_COVER_TOP = 44.0
_ANSWER, _ANSWER_MARGINS = 18.0, (46.0, 26.0)
_CHIP = 38.0  # the mark of a sample on a cover with its distance
# Few points stand apart in rows that share the height of the slide: how many, and the px beside the words of a row.
_MOST_ROWS, _LEAST_ROW, _MOST_ROW = 7, 16.0, 108.0
_MOST_AIR = 22.0  # px above and below the words of a row of a table alone, beside its margins


@dataclass(frozen=True)
class Frame:
    """What is at the edges of every slide: the conference, whose slides they are (`place`), of which day (`where`), the mark
    of a sample; `standing` are the lines at the foot of the cover.
    """

    conference: str
    short: str
    place: str
    where: str
    standing: tuple[str, ...]
    sample: bool


@dataclass(frozen=True)
class Picture:
    """A drawing or a photograph with its own width and height and the texts below it.

    `half`: it fits seven twelfths of the canvas.
    """

    svg: str
    width: float
    height: float
    alt: str
    caption: str
    source: str
    half: bool


Block = Paragraph | ListBlock | TableBlock | Picture


@dataclass(frozen=True)
class SlideContent:
    """The content of a slide. `answer`: of a question of the quiz; `answer_line`: whether there is a line to write it on;
    `progress`: what a divider shows."""

    kind: str
    layout: str
    title: Inline
    kicker: str
    sources: str
    blocks: tuple[Block, ...]
    answer: tuple[Block, ...] = ()
    answer_line: bool = False
    progress: Progress | None = None


def is_half(block: Block) -> bool:
    """Whether this picture or table fits seven twelfths of the canvas."""
    if isinstance(block, Picture):
        return block.half
    return isinstance(block, TableBlock) and slide_table.natural_width(block) <= HALF


def plan_slide(slide: SlideContent, frame: Frame) -> Json:
    """The plan of a slide. `face`: cover · section · quotation · content, with the measures of its frame and, if all is sure to fit, the
    plan of its body.
    """
    if slide.kind == "cover":
        return _cover(slide, frame)
    if slide.kind == "section" and (section := _section(slide, frame)):
        return section
    if slide.kind == "quotation" and (quotation := _quotation(slide, frame)):
        return quotation
    return content_face(slide, frame)


# --- frames -----------------------------------------------------------------------------------------------------------


def content_face(slide: SlideContent, frame: Frame, measured: bool = False) -> Json:
    """A slide with a title, a body and sources below. With `measured` it has no plan, and Typst measures it."""

    def measures(goes_on: bool) -> Json:
        size, weight = (_DIVIDER, 700) if slide.kind == "spine" else (_TITLE, 600)
        title = _title(slide.title, size, weight, WIDTH, goes_on)
        down = _SPACE.content + (size - _TITLE + max(title["lines"] - 1, 0) * size) * _HOUSE.rhythm.line
        return {"title": title, "down": round(down, 1), "room": round(_SPACE.content_end - down, 1)}

    first = measures(goes_on=False)
    plan = None if measured else _plan(slide, first["room"])
    further = {} if plan else {"further": measures(goes_on=True)}
    return {"face": "content", "event": _event(slide, frame), "first": first, **further, "plan": plan}


def _event(slide: SlideContent, frame: Frame) -> str:
    return right_end(frame.place, frame.short, slide.kicker, frame.sample)


def _title(title: Inline, size: float, weight: int, width: float, goes_on: bool = False) -> Json:
    """The size and weight of a title, its lines, and the width at which these are about equally long."""
    runs = (*title, Run(say("export.pdf.slide_plan.continued"))) if goes_on else title
    lines = line_count(runs, size, width, weight)
    height = block_height(lines, size) if title else 0.0
    narrow = round(narrowest(runs, size, width, weight), 1)
    return {"size": size, "weight": weight, "width": narrow, "lines": lines, "high": round(height, 1)}


def _section(slide: SlideContent, frame: Frame) -> Json | None:
    """A slide with a title in the middle and little text; None where there is more."""
    title = _title(slide.title, _DIVIDER, 700, WIDTH)
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    room = _SECTION_HEIGHT - (_PROGRESS if slide.progress else 0.0) - title["high"] - 32.0
    high = {size: 28.0 + texts_height(texts, size, _SECTION_WIDTH) if texts else 0.0 for size in _SIZES}
    size = next((size for size, height in high.items() if height <= room), None)
    if len(texts) < len(slide.blocks) or size is None:
        return None
    face = {"face": "section", "event": _event(slide, frame), "heading": title, "size": size, "width": _SECTION_WIDTH}
    at = slide.progress
    if at is None:
        return face
    return {**face, "progress": {"place": at.place, "pieces": at.pieces, "share": at.share, "about": at.about}}


def _quotation(slide: SlideContent, frame: Frame) -> Json | None:
    """The words of somebody large on ink, with the name and the office; None where it does not fit or is something else."""
    said, *rest = slide.blocks
    texts = [block for block in rest if isinstance(block, Paragraph | ListBlock)]
    if not isinstance(said, Paragraph) or len(texts) < len(rest):
        return None
    face = content_face(slide, frame, measured=True)
    size = float(_HOUSE.sizes.quotation)
    lines = line_count(said.runs, size, _QUOTATION_WIDTH, 400)
    height = _QUOTATION_MARK + block_height(lines, size) + 70.0 + texts_height(texts, PLAIN, WIDTH)
    if height > face["first"]["room"]:
        return None
    wide = round(narrowest(said.runs, size, _QUOTATION_WIDTH, 400), 1)
    return {**face, "face": "quotation", "size": PLAIN, "width": wide, "plan": {"size": PLAIN}}


def _cover(slide: SlideContent, frame: Frame) -> Json:
    """Title and text in the left half, a map in the right half; `rest` are the blocks that do not fit."""
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    picture = next((block for block in slide.blocks if isinstance(block, Picture)), None)
    width = _COVER_WIDTHS[picture is not None]
    kicker = narrowest((Run(frame.conference),), LEAST, width, 600)
    above = block_height(text_lines(frame.conference, LEAST, width, 600), LEAST) + (_CHIP if frame.sample else 0.0)
    below = 28.0 + sum(text_lines(line, FOOTER, width) for line in frame.standing) * FOOTER * _HOUSE.rhythm.line
    down = _COVER_TOP + above + 20.0
    room = _SPACE.content_end - down - below - 20.0
    title = _title(slide.title, _DIVIDER, 700, width)
    for text in _COVER_SIZES:
        texts_space = 24.0 + texts_height(texts, text, width) if texts else 0.0
        if title["high"] + texts_space <= room:
            break
    else:
        texts = []
    rest = [b for b in slide.blocks if b is not picture and not any(b is text_block for text_block in texts)]
    cover = {"face": "cover", "heading": title, "size": text, "width": width, "kicker-width": round(kicker, 1)}
    if picture:
        full_height = _drawing_height(picture, COVER_PICTURE)
        caption, breaks = _caption(picture.caption, picture.source, COVER_PICTURE, FOOTER)
        room_of_picture = _SPACE.content_end - 16.0
        scale = round(min(1.0, (room_of_picture - caption) / full_height), 4)
        cover |= {"drawing": scale, "breaks": breaks, "picture-room": room_of_picture}
    return {**cover, "down": round(down, 1), "room": round(room, 1), "rest": [slide.blocks.index(b) for b in rest]}


# --- bodies -----------------------------------------------------------------------------------------------------------


def _plan(slide: SlideContent, room: float) -> Json | None:
    if not slide.blocks:
        return {"size": PLAIN}
    if slide.kind == "quiz":
        return _quiz(slide, room)
    if slide.layout == "split":
        return _split(slide, room)
    if slide.layout == "columns":
        return _columned(slide, room)
    return None if slide.layout == "pair" else _stacked(slide, room)


def _stacked(slide: SlideContent, room: float) -> Json | None:
    if slide.layout == "text" and slide.kind in ("content", "sources") and (rows := _rows(slide, room)):
        return rows
    for size in _SIZES:
        height = gap(size) * (len(slide.blocks) - 1)
        drawings_height = 0.0
        for block in slide.blocks:
            height += _fixed_height(block, size, WIDTH)
            if isinstance(block, Picture):
                drawings_height += _drawing_height(block, WIDTH)
        scale = min(1.0, (room - height) / drawings_height) if drawings_height else 1.0
        if height <= room and scale >= (_DRAWING_LAST if size == LEAST else _DRAWING_LEAST):
            return {"size": size, "scale": round(scale, 4), **_air(slide, room - height)}
    return None


def _rows(slide: SlideContent, room: float) -> Json | None:
    """Few points as rows that share the height; one alone in the middle; None for more."""
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    if len(texts) < len(slide.blocks) or any(isinstance(block, ListBlock) and block.nested for block in texts):
        return None
    points = sum(len(block.items) if isinstance(block, ListBlock) else 1 for block in texts)
    words = texts_height(texts, PLAIN, WIDTH) - gap(PLAIN) * (points - 1)
    row = min(_MOST_ROW, (room - words) / points)
    if points == 1 and row > 0:
        return {"size": PLAIN, "scale": 1.0, "middle": True}
    return {"size": PLAIN, "scale": 1.0, "row": _down(row)} if points <= _MOST_ROWS and row >= _LEAST_ROW else None


def _down(length: float) -> float:
    """Rounded down: what is added up many times must not be too much."""
    return math.floor(length * 10) / 10


def _air(slide: SlideContent, left: float) -> Json:
    """What the one table of a slide without a picture gets above and below the words of each row."""
    tables = [block for block in slide.blocks if isinstance(block, TableBlock)]
    if len(tables) != 1 or any(isinstance(block, Picture) for block in slide.blocks):
        return {}
    most = _MOST_AIR if len(slide.blocks) == 1 else _MOST_AIR / 2
    return {"air": _down(min(most, max(left, 0.0) / (len(tables[0].rows) + 1) / 2))}


def _split(slide: SlideContent, room: float) -> Json | None:
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    (visual,) = (block for block in slide.blocks if not isinstance(block, Paragraph | ListBlock))
    scale = 1.0
    if isinstance(visual, Picture):
        room -= _caption(visual.caption, visual.source, WIDTH)[0]
        scale = min(1.0, room / _drawing_height(visual, SPLIT_RIGHT))
    elif _fixed_height(visual, PLAIN, SPLIT_RIGHT) > room:
        return None
    for size in _SIZES:
        if texts_height(texts, size, SPLIT_LEFT) <= room:
            return {"size": size, "scale": round(scale, 4), "room": round(room, 1)}
    return None


def _columned(slide: SlideContent, room: float) -> Json | None:
    """One list in two columns of about the same height; `at` is the first item of the second column."""
    if len(slide.blocks) != 1 or not isinstance(slide.blocks[0], ListBlock) or slide.blocks[0].nested:
        return None
    heights = item_heights(slide.blocks[0], LEAST, (WIDTH - _GUTTER) / 2)
    between = gap(LEAST)

    def taller(at: int) -> float:
        return max(sum(part) + between * (len(part) - 1) for part in (heights[:at], heights[at:]))

    at = min(range(1, len(heights) + 1), key=taller)
    return {"size": LEAST, "at": at} if taller(at) <= room else None


def _quiz(slide: SlideContent, room: float) -> Json | None:
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    answer = [block for block in slide.answer if isinstance(block, Paragraph | ListBlock)]
    if len(texts) + len(answer) < len(slide.blocks) + len(slide.answer):
        return None
    across, up = _ANSWER_MARGINS
    for size in _SIZES:
        height = texts_height(texts, size, WIDTH, card=True)
        if answer:
            height += _ANSWER + up + texts_height(answer, size, WIDTH - across)
        elif slide.answer_line:
            height += _ANSWER + 34.0 + block_height(1, size)
        if height <= room:
            options = sum(len(block.items) for block in texts if isinstance(block, ListBlock))
            return {"size": size, "air": _down(min(_MOST_AIR / 2, (room - height) / max(options, 1) / 2))}
    return None


def _fixed_height(block: Block, size: float, width: float) -> float:
    """The height of a block, of a picture without the drawing."""
    if isinstance(block, Paragraph | ListBlock):
        return texts_height([block], size, width)
    below = _caption(block.caption, block.source, width)[0]
    if isinstance(block, Picture):
        return below
    dense = slide_table.is_dense(block) or size < PLAIN
    return slide_table.height(block, slide_table.shares(block, width), width, dense) + below


def _drawing_height(picture: Picture, width: float) -> float:
    return min(min(width, picture.width * _DRAWING_MOST) * picture.height / picture.width, _DRAWING_HIGH)


def source_breaks(block: Picture | TableBlock, width: float, size: float = SMALL) -> bool:
    """Whether the source is on a line below the caption, because it does not fit beside it."""
    return _caption(block.caption, block.source, width, size)[1]


def _caption(caption: str, source: str, width: float, size: float = SMALL) -> tuple[float, bool]:
    if not caption and not source:
        return 0.0, False
    whole = line_width(caption, size) + 12.0 + line_width(source, size)
    breaks = bool(caption) and line_width(source, size) <= width < whole
    lines = text_lines(caption, size, width) + 1 if breaks else text_lines(f"{caption}   {source}", size, width)
    return 6.0 + block_height(lines, size), breaks
