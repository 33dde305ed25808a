"""Groups the cells of a notebook into slides.

In a composed notebook the `taphuan` metadata of a cell name its slide (`placing` makes those of an edited copy true). In any
other notebook the usual `slideshow.slide_type` decides where a slide starts, or, without slide types, the headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from taphuan.document.headings import heading_of, level_of, pieces, with_source
from taphuan.document.placing import ADDED, Cell, is_short_text, ours, slide_type
from taphuan.text import say

# above the title of a slide that the deck has no time for
BACKUP = say("document.slides.backup")

_TICKS = re.compile(r"`{3,}")


@dataclass(frozen=True)
class Slide:
    """The cells of one slide of a deck or of one part of a report, by role.

    `kind`: cover · section · spine · content · quotation · quiz · sources in a deck, part or annex in a report. `minutes` is the planned time (0: none); `speaker` of a
    divider is who presents its part, where that is known;
    `layout` is "" if the writer may choose; `block` what a lesson needs it for (case, exercise, sheet, decision, or ""); `backup`: the deck has no time for it, it is there to be shown when asked for. `heading` has only the title line; text below it in the same cell is the first
    cell of `body`. `heading` is None for a slide without a title in a notebook that was not composed.
    """

    id: str
    kind: str
    kicker: str = ""
    minutes: int = 0
    speaker: str = ""
    layout: str = ""
    block: str = ""
    backup: bool = False
    heading: Cell | None = field(default=None, hash=False)
    body: tuple[Cell, ...] = field(default=(), hash=False)
    notes: tuple[Cell, ...] = field(default=(), hash=False)
    sources: tuple[Cell, ...] = field(default=(), hash=False)

    @property
    def above(self) -> str:
        """The words above the title: the part that the slide belongs to, and whether it is backup."""
        return " · ".join(filter(None, (BACKUP if self.backup else "", self.kicker)))

    @property
    def title(self) -> str:
        """The title as Markdown without `#` or `##`; "" if there is none."""
        return heading_of(self.heading.source)[1] if self.heading is not None else ""

    @property
    def level(self) -> int:
        """1 for `#`, 2 for `##` and for a slide without a title."""
        return (heading_of(self.heading.source)[0] if self.heading is not None else 0) or 2

    @property
    def added(self) -> bool:
        """Whether somebody added a cell to it, or the whole slide, in JupyterLab."""
        cells = (*((self.heading,) if self.heading is not None else ()), *self.body)
        return any(ours(cell).get(ADDED) for cell in cells)


def stacks_of(slides: Iterable[Slide]) -> tuple[tuple[Slide, ...], ...]:
    """Each shown slide with the backup slides that follow it."""
    stacks: list[tuple[Slide, ...]] = []
    for slide in slides:
        if slide.backup and stacks:
            stacks[-1] = (*stacks[-1], slide)
        else:
            stacks.append((slide,))
    return tuple(stacks)


def numbered(slides: Iterable[Slide]) -> Iterator[tuple[str, Slide]]:
    """The slides with their numbers: "12" for a shown one, "12.1" for the first backup slide behind it."""
    for number, stack in enumerate(stacks_of(slides), start=1):
        for below, slide in enumerate(stack):
            yield (f"{number}.{below}" if below else str(number)), slide


def is_composed(nb: Any) -> bool:
    """Whether a build made it: its metadata say what it is about, or those of its cells which slide each belongs to."""
    about = nb.metadata.get("taphuan")
    return (isinstance(about, Mapping) and "unit" in about) or any("slide" in ours(cell) for cell in nb.cells)


def slides_of(nb: Any, document: str = "deck") -> tuple[Slide, ...]:
    """The slides of `document` ("deck", "briefing" or "report") in the order of the notebook.

    All slides of a notebook that was not composed are returned, whatever `document` is.
    """
    if is_composed(nb):
        return _slides_by_metadata(nb.cells, document)
    return _slides_by_type_or_heading(tuple(nb.cells))


def is_fragment(cell: Cell) -> bool:
    """Whether the cell is a fragment: the deck shows it only after another key press."""
    return slide_type(cell) == "fragment"


def _slides_by_metadata(cells: Iterable[Cell], document: str) -> tuple[Slide, ...]:
    slides: dict[str, Slide] = {}
    for cell in cells:
        metadata = ours(cell)
        if metadata.get("document") != document:
            continue
        name = metadata["slide"]
        slide = slides.get(name) or Slide(id=name, kind=metadata.get("slide_kind", "content"))
        slides[name] = _with_cell(slide, cell)
    return tuple(slides.values())


def _with_cell(slide: Slide, cell: Cell) -> Slide:
    """The slide with one more cell."""
    metadata = ours(cell)
    match metadata.get("role"):
        case "notes":
            return replace(slide, notes=(*slide.notes, cell))
        case "sources":
            return replace(slide, sources=(*slide.sources, cell))
        case "heading":
            heading, rest = _split_heading(cell)
            return replace(
                slide,
                heading=heading,
                body=(*slide.body, *rest),
                kicker=str(metadata.get("part_title", "")),
                minutes=int(metadata.get("minutes") or 0),
                speaker=str(metadata.get("speaker") or ""),
                layout=str(metadata.get("layout") or ""),
                block=str(metadata.get("block") or ""),
                backup=bool(metadata.get("backup")),
            )
    return replace(slide, body=(*slide.body, cell))


def _split_heading(cell: Cell) -> tuple[Cell | None, tuple[Cell, ...]]:
    """(a cell with the title line, a tuple with a cell of the text below it, if any); (None, (cell,)) without a title."""
    level, title, rest = heading_of(cell.source) if cell.cell_type == "markdown" else (0, "", "")
    if not level:
        return None, (cell,)
    heading = with_source(cell, f"{'#' * level} {title}", "")
    return heading, (with_source(cell, rest, "-rest"),) if rest.strip() else ()


def _slides_by_type_or_heading(cells: tuple[Cell, ...]) -> tuple[Slide, ...]:
    """The slides of a notebook that was not composed: by slide types if it has any, otherwise one per `#` or `##`."""
    has_types = any(slide_type(cell) in ("slide", "subslide") for cell in cells)
    ran = any(cell.cell_type == "code" and (cell.outputs or cell.get("execution_count")) for cell in cells)
    slides: list[Slide] = []
    # a title and the cells of the body of each slide; a tuple that grows by one cell would be copied each time
    bodies: list[list[Cell]] = []
    for cell in cells if has_types else (piece for whole in cells for piece in _pieces(whole)):
        kind = slide_type(cell)
        if kind == "skip" or cell.cell_type not in ("markdown", "code"):
            continue
        if not cell.source.strip() and not cell.get("outputs"):
            continue
        if cell.cell_type == "code" and not cell.outputs:
            if ran:
                continue
            cell = _as_text(cell)
        heading, rest = _split_heading(cell) if kind != "notes" else (None, (cell,))
        starts = kind in ("slide", "subslide") if has_types else heading is not None
        if starts or not slides:
            slides.append(Slide(id=f"slide-{len(slides) + 1:02d}", kind="content"))
            bodies.append([])
        slide = slides[-1]
        if kind == "notes":
            slides[-1] = replace(slide, notes=(*slide.notes, cell))
        elif heading is not None and slide.heading is None and not bodies[-1]:
            slide_kind = "section" if level_of(heading) == 1 else "content"
            slides[-1] = replace(slide, heading=heading, kind=slide_kind)
            bodies[-1] += rest
        else:
            bodies[-1].append(cell)
    return tuple(
        replace(slide, body=tuple(body), kind=_final_kind(slide.kind, body))
        for slide, body in zip(slides, bodies, strict=True)
    )


def _pieces(cell: Cell) -> list[Cell]:
    return pieces(cell) if cell.cell_type == "markdown" and slide_type(cell) != "notes" else [cell]


def _as_text(cell: Cell) -> Cell:
    """A code cell of a notebook that nobody has run as a text that shows its code."""
    fence = max(["```", *(ticks + "`" for ticks in _TICKS.findall(cell.source))], key=len)
    text = with_source(cell, f"{fence}\n{cell.source}\n{fence}", "")
    text.cell_type = "markdown"
    return text


def _final_kind(kind: str, body: list[Cell]) -> str:
    """A divider has room for a short text alone: any other slide below a `#` is one of content."""
    short = all(is_short_text(cell) for cell in body) and len(body) <= 1
    return "content" if kind == "section" and not short else kind
