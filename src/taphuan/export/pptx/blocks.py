"""The blocks of a slide as paragraphs, and as figures and tables with the text around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from taphuan.document.model import Block, FigureBlock, Inline, ListBlock, Paragraph, PictureBlock, Section, TableBlock
from taphuan.export.pptx.tables import natural_width
from taphuan.export.pptx.text import GREY, Para
from taphuan.export.pptx.visuals import Visual
from taphuan.export.shared.sources import foot_sources
from taphuan.text import NBSP

_OPTION = re.compile(r"([A-Z])\.\s+")


def normalised(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip().rstrip(".")


def is_visual(block: Block) -> bool:
    return isinstance(block, FigureBlock | TableBlock | PictureBlock)


def is_half(block: Block, width: float) -> bool:
    """Whether the block fits a column of this width."""
    if isinstance(block, FigureBlock):
        return block.size == "half"
    return isinstance(block, PictureBlock) or (isinstance(block, TableBlock) and natural_width(block) <= width)


def visuals_of(blocks: tuple[Block, ...]) -> Iterable[Visual]:
    return (visual for _, visual, _ in groups_of(blocks))


def groups_of(blocks: tuple[Block, ...]) -> list[tuple[tuple[Para, ...], Visual, tuple[Para, ...]]]:
    """(text before, figure or table with its caveat, text after); only the last one has text after it."""
    groups: list[tuple[tuple[Para, ...], Visual, tuple[Para, ...]]] = []
    texts: list[Block] = []
    for at, block in enumerate(blocks):
        if is_visual(block):
            groups.append((tuple(paragraphs(tuple(texts))), Visual(block, _note_after(blocks, at)), ()))
            texts = []
        elif not _is_caption_note(blocks, at):
            texts.append(block)
    if groups and texts:
        groups[-1] = (*groups[-1][:2], tuple(paragraphs(tuple(texts))))
    return groups


def _is_caption_note(blocks: tuple[Block, ...], at: int) -> bool:
    """Whether it is a caveat directly after a figure or table, which is a part of its caption."""
    block = blocks[at]
    return isinstance(block, Paragraph) and block.style == "note" and at > 0 and is_visual(blocks[at - 1])


def _note_after(blocks: tuple[Block, ...], at: int) -> Inline:
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return following.runs if isinstance(following, Paragraph) and _is_caption_note(blocks, at + 1) else ()


def paragraphs(blocks: tuple[Block, ...]) -> Iterable[Para]:
    for at, block in enumerate(blocks):
        if isinstance(block, ListBlock):
            last = max(number for _, number in block.places)
            for item, (level, number) in zip(block.items, block.places, strict=True):
                yield Para(
                    item, mark="•" if not number else "1." if last < 10 else "10.", number=number or 1, level=level
                )
        elif isinstance(block, Paragraph) and not _is_caption_note(blocks, at):
            match block.style:
                case "note":
                    yield Para(block.runs, scale=0.84, colour=GREY)
                case "lead":
                    yield Para(tuple(replace(run, bold=True) for run in block.runs))
                case "quote":
                    yield Para(tuple(replace(run, italic=True) for run in block.runs))
                case "code":
                    # a program may shrink several spaces to one
                    yield Para(
                        tuple(replace(run, text=run.text.replace("  ", 2 * NBSP), code=True) for run in block.runs)
                    )
                case _:
                    yield Para(block.runs)


def options_of(blocks: tuple[Block, ...]) -> Iterable[Para]:
    """The options of a question with letters in place of numbers."""
    for para in paragraphs(blocks):
        if not para.mark:
            yield para
            continue
        first = para.runs[0]
        match = _OPTION.match(first.text)
        letter = match[1] if match else chr(ord("A") + (para.number - 1) % 26)
        rest = replace(first, text=first.text[match.end() :]) if match else first
        yield replace(para, runs=(rest, *para.runs[1:]), mark=letter, gap=0.6)


def footer_of(section: Section) -> str:
    """The sources of the slide and of its figures and tables."""
    shown = [block.source for block in section.blocks if isinstance(block, FigureBlock | TableBlock) and block.source]
    return foot_sources([section.sources], shown)
