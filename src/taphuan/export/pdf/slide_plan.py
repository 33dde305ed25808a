"""Where everything stands on each slide of a deck in PDF: the frame, the sizes of title and text, the scale of drawings.

A slide whose text surely fits is planned here, because measuring in Typst costs as much as setting. The others have no
plan: `slides/slide.typ` measures them, makes the text smaller and goes on to a further page. All lengths are px.
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
# A drawing may shrink to this part of its full size before the text beside it gives way; and to this one after that.
_DRAWING_LEAST, _DRAWING_LAST = 0.8, 0.55
_DRAWING_MOST, _DRAWING_HIGH = 1.25, 620.0  # no drawing is blown up further, or higher
# px of a title and the lines it may take in that size
_TITLES = ((40.0, 1), (34.0, 2), (29.0, 3), (26.0, 99))
_SECTION_TITLES = ((54.0, 2), (44.0, 3), (34.0, 4))
_SECTION_WIDTH, _SECTION_HEIGHT, _SECTION_TEXT = 980.0, 520.0, 28.0
# px of title and text on a cover, the largest first; and the width that they have with a map and without
_COVERS = ((54.0, 28.0), (44.0, PLAIN), (36.0, 24.0), (30.0, LEAST))
COVER_PICTURE = 600.0
_COVER_WIDTHS = {True: 560.0, False: 900.0}
_ANSWER, _ANSWER_MARGINS = 18.0, (46.0, 26.0)
_CHIP = 92.0  # the mark of a sample, and the distance to it


@dataclass(frozen=True)
class Running:
    """What stands at the edges of every slide: the conference, the mark of a sample, whose slides they are and when."""

    conference: str
    short: str
    where: str
    standing: tuple[str, ...]
    sample: bool


@dataclass(frozen=True)
class Picture:
    """A drawing or a photograph: the width and height that it was made for, what is said below it.

    `half`: seven twelfths of the canvas are enough.
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
class Subject:
    """A slide as it is laid out: `told` is the answer of a quiz, `written` a line to write it on."""

    kind: str
    layout: str
    title: Inline
    kicker: str
    sources: str
    blocks: tuple[Block, ...]
    told: tuple[Block, ...] = ()
    written: bool = False


def is_half(block: Block) -> bool:
    """Whether seven twelfths of the canvas are enough for this picture or table."""
    if isinstance(block, Picture):
        return block.half
    return isinstance(block, TableBlock) and slide_table.natural_width(block) <= HALF


def planned(slide: Subject, running: Running) -> Json:
    """`face`: cover · section · content, with the frame of that face and, where all surely fits, the plan of its body."""
    if slide.kind == "cover":
        return _cover(slide, running)
    if slide.kind == "section" and (section := _section(slide, running)):
        return section
    return content_face(slide, running)


# --- frames -----------------------------------------------------------------------------------------------------------


def content_face(slide: Subject, running: Running, measured: bool = False) -> Json:
    """A title above, the sources below, the body between them. With `measured` Typst measures it in any case."""
    along, start = _topline(slide, running)
    foot = 17.0 + block_height(_foot_lines(slide, running), FOOTER)
    distance = 16.0 if slide.kind != "quiz" and slide.layout in ("text", "split", "columns") else 10.0

    def frame(goes_on: bool) -> Json:
        title = _title(slide.title, _TITLES, WIDTH, goes_on)
        down = start + title["high"] + distance
        return {"title": title, "down": round(down, 1), "room": round(HEIGHT - down - foot - 8.0, 1)}

    first = frame(goes_on=False)
    plan = None if measured else _plan(slide, first["room"])
    further = {} if plan else {"further": frame(goes_on=True)}
    return {"face": "content", "along": along, "start": start, "first": first, **further, "plan": plan}


def _topline(slide: Subject, running: Running) -> tuple[bool, float]:
    """Whether part and conference stand beside each other on one line, and where the title begins."""
    free = WIDTH - 20.0 - (_CHIP + 20.0 if running.sample else 0.0)
    if line_width(slide.kicker, SMALL, 600) + line_width(running.short, FOOTER) <= free:
        return True, 49.0
    left, right = free * 3 / 7, free * 4 / 7
    lines = max(text_lines(slide.kicker, SMALL, left, 600), text_lines(running.short, FOOTER, right))
    return False, round(24.0 + block_height(lines, SMALL), 1)


def _foot_lines(slide: Subject, running: Running) -> int:
    return text_lines(slide.sources, FOOTER, WIDTH - 32.0 - line_width(f"{running.where} · 999", FOOTER))


def _title(title: Inline, steps: Sequence[tuple[float, int]], width: float, goes_on: bool = False) -> Json:
    """The largest size whose lines hold the title, and the width in which they are about as long as each other."""
    said = (*title, Run(" (tiếp)")) if goes_on else title
    size = next((size for size, most in steps if line_count(said, size, width, 600) <= most), steps[-1][0])
    lines = line_count(said, size, width, 600)
    high = block_height(lines, size) if title else 0.0
    return {"size": size, "width": round(narrowest(said, size, width, 600), 1), "high": round(high, 1)}


def _section(slide: Subject, running: Running) -> Json | None:
    """A title in the middle of the slide, with little text; None where there is more."""
    title = _title(slide.title, _SECTION_TITLES, WIDTH)
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    high = title["high"] + 32.0
    if texts:
        high += 28.0 + texts_height(texts, _SECTION_TEXT, _SECTION_WIDTH)
    if len(texts) < len(slide.blocks) or high > _SECTION_HEIGHT:
        return None
    along, _ = _topline(slide, running)
    return {"face": "section", "along": along, "heading": title, "size": _SECTION_TEXT, "width": _SECTION_WIDTH}


def _cover(slide: Subject, running: Running) -> Json:
    """Title and text in the left half, a map in the right one; text that finds no room goes to a slide of its own."""
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    seen = next((block for block in slide.blocks if isinstance(block, Picture)), None)
    width = _COVER_WIDTHS[seen is not None]
    kicker = narrowest((Run(running.conference),), 22.0, width, 600)
    above = block_height(text_lines(running.conference, 22.0, width, 600), 22.0) + (38.0 if running.sample else 0.0)
    below = 30.0 + 28.0 + sum(text_lines(line, FOOTER, width) for line in running.standing) * FOOTER * 1.4
    down = 44.0 + above + 20.0
    room = HEIGHT - down - below - 20.0
    for size, text in _COVERS:
        title = _title(slide.title, ((size, 99),), width)
        said = 24.0 + texts_height(texts, text, width) if texts else 0.0
        if title["high"] + said <= room:
            break
    else:
        title, texts = _title(slide.title, ((_COVERS[-1][0], 99),), width), []
    rest = [b for b in slide.blocks if b is not seen and not any(b is said for said in texts)]
    cover = {"face": "cover", "heading": title, "size": text, "width": width, "kicker-width": round(kicker, 1)}
    if seen:
        most = _drawing_height(seen, COVER_PICTURE)
        caption, breaks = _caption(seen.caption, seen.source, COVER_PICTURE, FOOTER)
        cover |= {"drawing": round(min(1.0, (688.0 - caption) / most), 4), "breaks": breaks}
    return {**cover, "down": round(down, 1), "room": round(room, 1), "rest": [slide.blocks.index(b) for b in rest]}


# --- bodies -----------------------------------------------------------------------------------------------------------


def _plan(slide: Subject, room: float) -> Json | None:
    if not slide.blocks:
        return {"size": PLAIN}
    if slide.kind == "quiz":
        return _quiz(slide, room)
    if slide.layout == "split":
        return _split(slide, room)
    if slide.layout == "columns":
        return _columned(slide, room)
    return None if slide.layout == "pair" else _stacked(slide, room)


def _stacked(slide: Subject, room: float) -> Json | None:
    for size in _SIZES if slide.layout == "text" else _SIZES[3:]:
        high = gap(size) * (len(slide.blocks) - 1)
        drawn = 0.0
        for block in slide.blocks:
            high += _fixed_height(block, size, WIDTH)
            if isinstance(block, Picture):
                drawn += _drawing_height(block, WIDTH)
        scale = min(1.0, (room - high) / drawn) if drawn else 1.0
        if high <= _usable(room, size) and scale >= (_DRAWING_LAST if size == LEAST else _DRAWING_LEAST):
            return {"size": size, "scale": round(scale, 4)}
    return None


def _usable(room: float, size: float) -> float:
    """Text does not grow down to the footer."""
    return room * 0.93 if size > PLAIN else room


def _split(slide: Subject, room: float) -> Json | None:
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    (seen,) = (block for block in slide.blocks if not isinstance(block, Paragraph | ListBlock))
    scale = 1.0
    if isinstance(seen, Picture):
        room -= _caption(seen.caption, seen.source, WIDTH)[0]
        scale = min(1.0, room / _drawing_height(seen, SPLIT_RIGHT))
    elif _fixed_height(seen, PLAIN, SPLIT_RIGHT) > room:
        return None
    for size in _SIZES:
        if texts_height(texts, size, SPLIT_LEFT) <= _usable(room, size):
            return {"size": size, "scale": round(scale, 4), "room": round(room, 1)}
    return None


def _columned(slide: Subject, room: float) -> Json | None:
    """One list in two columns of about the same height: `at` is the first point of the second."""
    if len(slide.blocks) != 1 or not isinstance(slide.blocks[0], ListBlock):
        return None
    heights = item_heights(slide.blocks[0], SMALL, (WIDTH - _COLUMN_GAP) / 2)
    between = gap(SMALL)

    def taller(at: int) -> float:
        return max(sum(part) + between * (len(part) - 1) for part in (heights[:at], heights[at:]))

    at = min(range(1, len(heights) + 1), key=taller)
    return {"size": SMALL, "at": at} if taller(at) <= room else None


def _quiz(slide: Subject, room: float) -> Json | None:
    texts = [block for block in slide.blocks if isinstance(block, Paragraph | ListBlock)]
    told = [block for block in slide.told if isinstance(block, Paragraph | ListBlock)]
    if len(texts) + len(told) < len(slide.blocks) + len(slide.told):
        return None
    across, up = _ANSWER_MARGINS
    for size in _SIZES[3:]:
        high = texts_height(texts, size, WIDTH, card=True)
        if told:
            high += _ANSWER + up + texts_height(told, size, WIDTH - across)
        elif slide.written:
            high += _ANSWER + 34.0 + block_height(1, size)
        if high <= room:
            return {"size": size}
    return None


def _fixed_height(block: Block, size: float, width: float) -> float:
    """The height of a block without its drawing."""
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
    """Whether a source that does not fit beside its caption goes below it."""
    return _caption(block.caption, block.source, width, size)[1]


def _caption(caption: str, source: str, width: float, size: float = SMALL) -> tuple[float, bool]:
    if not caption and not source:
        return 0.0, False
    whole = line_width(caption, size) + 12.0 + line_width(source, size)
    breaks = bool(caption) and line_width(source, size) <= width < whole
    lines = text_lines(caption, size, width) + 1 if breaks else text_lines(f"{caption}   {source}", size, width)
    return 6.0 + block_height(lines, size), breaks
