"""The layout of each slide of a deck in PDF: the frame, the sizes of title and text, the scale of drawings.

A slide whose text is sure to fit is planned here, because Typst needs as long to measure a slide as to set it. The others
have no plan: `slides/slide.typ` measures them, sets the text smaller and continues on another page. All lengths are px.
"""

from __future__ import annotations

from collections.abc import Sequence
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

Json = dict[str, Any]

WIDTH, HEIGHT = 1152.0, 720.0
HALF = 646.0  # the wider column of a split slide
_SPLIT_GAP, _COLUMN_GAP = 44.0, 48.0
SPLIT_LEFT, SPLIT_RIGHT = (WIDTH - _SPLIT_GAP) * 5 / 12, (WIDTH - _SPLIT_GAP) * 7 / 12
_SIZES = (35.0, 31.0, 28.0, PLAIN, 24.0, LEAST)
# The scale down to which a drawing shrinks before the text beside it gets smaller, and after that.
_DRAWING_LEAST, _DRAWING_LAST = 0.8, 0.55
_DRAWING_MOST, _DRAWING_HIGH = 1.25, 620.0  # the largest scale and height of a drawing
# (size of a title, the lines it may take at that size)
_TITLES = ((40.0, 1), (34.0, 2), (29.0, 3), (26.0, 99))
_SECTION_TITLES = ((54.0, 2), (44.0, 3), (34.0, 4))
_SECTION_WIDTH, _SECTION_HEIGHT, _SECTION_TEXT = 980.0, 520.0, 28.0
# sizes of title and text on a cover, the largest first; their width with a map and without
_COVERS = ((54.0, 28.0), (44.0, PLAIN), (36.0, 24.0), (30.0, LEAST))
COVER_PICTURE = 600.0
_COVER_WIDTHS = {True: 560.0, False: 900.0}
_ANSWER, _ANSWER_MARGINS = 18.0, (46.0, 26.0)
_CHIP = 92.0  # the mark of a sample with its distance


@dataclass(frozen=True)
class Frame:
    """What is at the edges of every slide: the conference, whose slides they are and of which day (`where`), the mark of a
    sample; `standing` are the lines at the foot of the cover.
    """

    conference: str
    short: str
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
    """The content of a slide. `answer`: of a question of the quiz; `answer_line`: whether there is a line to write it on."""

    kind: str
    layout: str
    title: Inline
    kicker: str
    sources: str
    blocks: tuple[Block, ...]
    answer: tuple[Block, ...] = ()
    answer_line: bool = False


def is_half(block: Block) -> bool:
    """Whether this picture or table fits seven twelfths of the canvas."""
    if isinstance(block, Picture):
        return block.half
    return isinstance(block, TableBlock) and slide_table.natural_width(block) <= HALF


def plan_slide(slide: SlideContent, frame: Frame) -> Json:
    """The plan of a slide. `face`: cover · section · content, with the measures of its frame and, if all is sure to fit, the
    plan of its body.
    """
    if slide.kind == "cover":
        return _cover(slide, frame)
    if slide.kind == "section" and (section := _section(slide, frame)):
        return section
    return content_face(slide, frame)


# --- frames -----------------------------------------------------------------------------------------------------------


def content_face(slide: SlideContent, frame: Frame, measured: bool = False) -> Json:
    """A slide with a title, a body and sources below. With `measured` it has no plan, and Typst measures it."""
    along, start = _topline(slide, frame)
    foot = 17.0 + block_height(_foot_lines(slide, frame), FOOTER)
    distance = 16.0 if slide.kind != "quiz" and slide.layout in ("text", "split", "columns") else 10.0

    def measures(goes_on: bool) -> Json:
        title = _title(slide.title, _TITLES, WIDTH, goes_on)
        down = start + title["high"] + distance
        return {"title": title, "down": round(down, 1), "room": round(HEIGHT - down - foot - 8.0, 1)}

    first = measures(goes_on=False)
    plan = None if measured else _plan(slide, first["room"])
    further = {} if plan else {"further": measures(goes_on=True)}
    return {"face": "content", "along": along, "start": start, "first": first, **further, "plan": plan}


def _topline(slide: SlideContent, frame: Frame) -> tuple[bool, float]:
    """(whether the texts for part and conference fit one line, the y of the title)."""
    width = WIDTH - 20.0 - (_CHIP + 20.0 if frame.sample else 0.0)
    if line_width(slide.kicker, SMALL, 600) + line_width(frame.short, FOOTER) <= width:
        return True, 49.0
    left, right = width * 3 / 7, width * 4 / 7
    lines = max(text_lines(slide.kicker, SMALL, left, 600), text_lines(frame.short, FOOTER, right))
    return False, round(24.0 + block_height(lines, SMALL), 1)


def _foot_lines(slide: SlideContent, frame: Frame) -> int:
    return text_lines(slide.sources, FOOTER, WIDTH - 32.0 - line_width(f"{frame.where} · 999", FOOTER))


def _title(title: Inline, steps: Sequence[tuple[float, int]], width: float, goes_on: bool = False) -> Json:
    """The largest size at which the title keeps to its lines, and the width at which these are about equally long."""
    runs = (*title, Run(" (tiếp)")) if goes_on else title
    size = next((size for size, most in steps if line_count(runs, size, width, 600) <= most), steps[-1][0])
    lines = line_count(runs, size, width, 600)
    height = block_height(lines, size) if title else 0.0
    return {"size": size, "width": round(narrowest(runs, size, width, 600), 1), "high": round(height, 1)}


def _section(slide: SlideContent, frame: Frame) -> Json | None:
    """A slide with a title in the middle and little text; None where there is more."""
    title = _title(slide.title, _SECTION_TITLES, WIDTH)
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    height = title["high"] + 32.0
    if texts:
        height += 28.0 + texts_height(texts, _SECTION_TEXT, _SECTION_WIDTH)
    if len(texts) < len(slide.blocks) or height > _SECTION_HEIGHT:
        return None
    along, _ = _topline(slide, frame)
    return {"face": "section", "along": along, "heading": title, "size": _SECTION_TEXT, "width": _SECTION_WIDTH}


def _cover(slide: SlideContent, frame: Frame) -> Json:
    """Title and text in the left half, a map in the right half; `rest` are the blocks that do not fit."""
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    picture = next((block for block in slide.blocks if isinstance(block, Picture)), None)
    width = _COVER_WIDTHS[picture is not None]
    kicker = narrowest((Run(frame.conference),), 22.0, width, 600)
    above = block_height(text_lines(frame.conference, 22.0, width, 600), 22.0) + (38.0 if frame.sample else 0.0)
    below = 30.0 + 28.0 + sum(text_lines(line, FOOTER, width) for line in frame.standing) * FOOTER * 1.4
    down = 44.0 + above + 20.0
    room = HEIGHT - down - below - 20.0
    for size, text in _COVERS:
        title = _title(slide.title, ((size, 99),), width)
        texts_space = 24.0 + texts_height(texts, text, width) if texts else 0.0
        if title["high"] + texts_space <= room:
            break
    else:
        title, texts = _title(slide.title, ((_COVERS[-1][0], 99),), width), []
    rest = [b for b in slide.blocks if b is not picture and not any(b is text_block for text_block in texts)]
    cover = {"face": "cover", "heading": title, "size": text, "width": width, "kicker-width": round(kicker, 1)}
    if picture:
        full_height = _drawing_height(picture, COVER_PICTURE)
        caption, breaks = _caption(picture.caption, picture.source, COVER_PICTURE, FOOTER)
        cover |= {"drawing": round(min(1.0, (688.0 - caption) / full_height), 4), "breaks": breaks}
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
    for size in _SIZES if slide.layout == "text" else _SIZES[3:]:
        height = gap(size) * (len(slide.blocks) - 1)
        drawings_height = 0.0
        for block in slide.blocks:
            height += _fixed_height(block, size, WIDTH)
            if isinstance(block, Picture):
                drawings_height += _drawing_height(block, WIDTH)
        scale = min(1.0, (room - height) / drawings_height) if drawings_height else 1.0
        if height <= _usable(room, size) and scale >= (_DRAWING_LAST if size == LEAST else _DRAWING_LEAST):
            return {"size": size, "scale": round(scale, 4)}
    return None


def _usable(room: float, size: float) -> float:
    """The height that text of this size may take: larger sizes leave space above the footer."""
    return room * 0.93 if size > PLAIN else room


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
        if texts_height(texts, size, SPLIT_LEFT) <= _usable(room, size):
            return {"size": size, "scale": round(scale, 4), "room": round(room, 1)}
    return None


def _columned(slide: SlideContent, room: float) -> Json | None:
    """One list in two columns of about the same height; `at` is the first item of the second column."""
    if len(slide.blocks) != 1 or not isinstance(slide.blocks[0], ListBlock) or slide.blocks[0].nested:
        return None
    heights = item_heights(slide.blocks[0], SMALL, (WIDTH - _COLUMN_GAP) / 2)
    between = gap(SMALL)

    def taller(at: int) -> float:
        return max(sum(part) + between * (len(part) - 1) for part in (heights[:at], heights[at:]))

    at = min(range(1, len(heights) + 1), key=taller)
    return {"size": SMALL, "at": at} if taller(at) <= room else None


def _quiz(slide: SlideContent, room: float) -> Json | None:
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    answer = [block for block in slide.answer if isinstance(block, Paragraph | ListBlock)]
    if len(texts) + len(answer) < len(slide.blocks) + len(slide.answer):
        return None
    across, up = _ANSWER_MARGINS
    for size in _SIZES[3:]:
        height = texts_height(texts, size, WIDTH, card=True)
        if answer:
            height += _ANSWER + up + texts_height(answer, size, WIDTH - across)
        elif slide.answer_line:
            height += _ANSWER + 34.0 + block_height(1, size)
        if height <= room:
            return {"size": size}
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
