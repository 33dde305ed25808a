"""The blocks of a paper: figures and tables with numbers, text that refers to them, caveats as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from taphuan.document.model import (
    Block,
    Document,
    FigureBlock,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    TableBlock,
)
from taphuan.export.shared.columns import is_wide
from taphuan.text import say

FIGURE, TABLE = say("export.shared.numbering.figure"), say("export.shared.numbering.table")
# “Bảng dưới đây” refers to the next table of the same section, “Hình trên” to the last figure before it.
_POINTER = re.compile(r"\b(Bảng|Hình|bảng|hình) (?:(dưới đây|sau đây|bên dưới)|(trên đây|ở trên|trên))\b")

_NUMBER = re.compile(r"\[\w+\] ")


@dataclass(frozen=True)
class Target:
    """A numbered figure or table. `name` is valid as a bookmark of Word and a label of Typst."""

    label: str
    number: int

    @property
    def name(self) -> str:
        return f"{'Hinh' if self.label == FIGURE else 'Bang'}_{self.number}"

    def __str__(self) -> str:
        return f"{self.label} {self.number}"


@dataclass(frozen=True)
class Pointer:
    """A reference to a figure or a table, in the style of the run that it replaces a part of."""

    target: Target
    run: Run


Line = tuple[Run | Pointer, ...]


@dataclass(frozen=True)
class PaperBlock:
    """A block of a paper. `texts`: the lines of a paragraph or the items of a list; `target`: what its caption numbers;
    `notes`: its footnotes; `wide`: whether it needs a landscape page.
    """

    block: Block
    texts: tuple[Line, ...] = ()
    target: Target | None = None
    notes: tuple[Inline, ...] = ()
    wide: bool = False


def paper_blocks(document: Document, text_width: float) -> tuple[tuple[PaperBlock, ...], ...]:
    """The blocks of each section; `text_width` is that of a portrait page, in millimetres."""
    counts = {FIGURE: 0, TABLE: 0}
    sections = []
    for section in document.sections:
        blocks = [_numbered(item, counts, text_width) for item in _with_footnotes(section.blocks)]
        sections.append(tuple(_with_lines(blocks, at) for at in range(len(blocks))))
    return tuple(sections)


def _with_footnotes(blocks: Iterable[Block]) -> list[PaperBlock]:
    """A caveat becomes a footnote of the block before it; without one, or after a table without caption, it stays a paragraph.
    So does a footnote of Markdown."""
    items: list[PaperBlock] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or block.style != "note" or _has_number(block):
            items.append(PaperBlock(block))
        elif not items or _without_words(items[-1].block):
            items.append(PaperBlock(replace(block, style="body")))
        else:
            items[-1] = replace(items[-1], notes=(*items[-1].notes, block.runs))
    return items


def _has_number(note: Paragraph) -> bool:
    """Whether it is a footnote of Markdown, which the text calls by the number that it begins with."""
    return bool(note.runs) and _NUMBER.match(note.runs[0].text) is not None


def _without_words(block: Block) -> bool:
    """Whether it has no text that the number of a footnote could stand behind."""
    bare = isinstance(block, FigureBlock | TableBlock) and not block.caption
    return bare or isinstance(block, PictureBlock) or (isinstance(block, Paragraph) and block.style == "code")


def _numbered(item: PaperBlock, counts: dict[str, int], text_width: float) -> PaperBlock:
    block = item.block
    if isinstance(block, TableBlock):
        item = replace(item, wide=is_wide(block, text_width))
    if isinstance(block, FigureBlock | TableBlock) and block.caption:
        label = FIGURE if isinstance(block, FigureBlock) else TABLE
        counts[label] += 1
        return replace(item, target=Target(label, counts[label]))
    return item


def _with_lines(items: list[PaperBlock], at: int) -> PaperBlock:
    block = items[at].block
    lines = (block.runs,) if isinstance(block, Paragraph) else block.items if isinstance(block, ListBlock) else ()
    before = [item.target for item in items[:at] if item.target]
    after = [item.target for item in items[at + 1 :] if item.target]
    return replace(items[at], texts=tuple(tuple(_with_pointers(line, before, after)) for line in lines))


def _with_pointers(runs: Inline, before: list[Target], after: list[Target]) -> Iterable[Run | Pointer]:
    for run in runs:
        end = 0
        for match in _POINTER.finditer(run.text):
            label = match.group(1).capitalize()
            candidates = after if match.group(2) else before[::-1]
            target = next((target for target in candidates if target.label == label), None)
            if target is None:
                continue  # there is no such figure or table: the words stay as they are
            if match.start() > end:
                yield replace(run, text=run.text[end : match.start()])
            yield Pointer(target, run)
            end = match.end()
        if run.text[end:]:
            yield replace(run, text=run.text[end:])
