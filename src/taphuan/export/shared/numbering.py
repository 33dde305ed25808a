"""A document made ready for paper: figures and tables numbered, text that points at them, caveats as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from taphuan.document.model import Block, Document, FigureBlock, Inline, ListBlock, Paragraph, Run, TableBlock
from taphuan.export.shared.columns import is_wide

FIGURE, TABLE = "Hình", "Bảng"
# “Bảng dưới đây” means the next table of the same part, “Hình trên” the last figure.
_POINTER = re.compile(r"\b(Bảng|Hình|bảng|hình) (?:(dưới đây|sau đây|bên dưới)|(trên đây|ở trên|trên))\b")


@dataclass(frozen=True)
class Target:
    """A numbered figure or table. `name` is fit for bookmarks and labels."""

    label: str
    number: int

    @property
    def name(self) -> str:
        return f"{'Hinh' if self.label == FIGURE else 'Bang'}_{self.number}"

    def __str__(self) -> str:
        return f"{self.label} {self.number}"


@dataclass(frozen=True)
class Pointer:
    """Words that point at a figure or a table, in the look of the run they stood in."""

    target: Target
    run: Run


Said = tuple[Run | Pointer, ...]


@dataclass(frozen=True)
class Placed:
    """A block on paper. `texts` are a paragraph's or a list's lines, `target` what its caption counts as,
    `notes` the footnotes at its end; `wide` asks for a page on its side.
    """

    block: Block
    texts: tuple[Said, ...] = ()
    target: Target | None = None
    notes: tuple[Inline, ...] = ()
    wide: bool = False


def arranged(document: Document, room: float) -> tuple[tuple[Placed, ...], ...]:
    """The blocks of each section; `room` is the width of the text in millimetres."""
    counts = {FIGURE: 0, TABLE: 0}
    found = []
    for section in document.sections:
        placed = [_numbered(item, counts, room) for item in _with_footnotes(section.blocks)]
        found.append(tuple(_pointed(placed, at) for at in range(len(placed))))
    return tuple(found)


def _with_footnotes(blocks: Iterable[Block]) -> list[Placed]:
    """A caveat becomes a footnote of what it follows; one that follows nothing, or a bare table, stays a paragraph."""
    found: list[Placed] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or block.style != "note":
            found.append(Placed(block))
        elif not found or (isinstance(bare := found[-1].block, TableBlock) and not bare.caption):
            found.append(Placed(replace(block, style="body")))
        else:
            found[-1] = replace(found[-1], notes=(*found[-1].notes, block.runs))
    return found


def _numbered(placed: Placed, counts: dict[str, int], room: float) -> Placed:
    block = placed.block
    if isinstance(block, TableBlock):
        placed = replace(placed, wide=is_wide(block, room))
    if isinstance(block, FigureBlock) or (isinstance(block, TableBlock) and block.caption):
        label = FIGURE if isinstance(block, FigureBlock) else TABLE
        counts[label] += 1
        return replace(placed, target=Target(label, counts[label]))
    return placed


def _pointed(placed: list[Placed], at: int) -> Placed:
    block = placed[at].block
    lines = (block.runs,) if isinstance(block, Paragraph) else block.items if isinstance(block, ListBlock) else ()
    before = [item.target for item in placed[:at] if item.target]
    after = [item.target for item in placed[at + 1 :] if item.target]
    return replace(placed[at], texts=tuple(tuple(_said(line, before, after)) for line in lines))


def _said(runs: Inline, before: list[Target], after: list[Target]) -> Iterable[Run | Pointer]:
    for run in runs:
        done = 0
        for match in _POINTER.finditer(run.text):
            label = match.group(1).capitalize()
            meant = after if match.group(2) else before[::-1]
            target = next((target for target in meant if target.label == label), None)
            if target is None:
                continue  # nothing of the kind stands there: the words stay as they are
            if match.start() > done:
                yield replace(run, text=run.text[done : match.start()])
            yield Pointer(target, run)
            done = match.end()
        if run.text[done:]:
            yield replace(run, text=run.text[done:])
