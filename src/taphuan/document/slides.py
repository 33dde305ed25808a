"""Groups the cells of a notebook into slides.

In a composed notebook the `taphuan` metadata of a cell name its slide. In any other notebook the usual
`slideshow.slide_type` decides where a slide starts, or, without slide types, the headings.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

# above the title of a slide that the deck has no time for
BACKUP = "Dự phòng"

Cell = Any  # nbformat.NotebookNode: a dict whose keys are also attributes

_HEADING = re.compile(r"\A\s*(#{1,2})[ \t]+([^\n]*)(?:\n|\Z)")


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
        match = _HEADING.match(self.heading.source) if self.heading is not None else None
        return match.group(2).strip() if match else ""

    @property
    def level(self) -> int:
        """1 for `#`, 2 for `##` and for a slide without a title."""
        match = _HEADING.match(self.heading.source) if self.heading is not None else None
        return len(match.group(1)) if match else 2


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


def slides_of(nb: Any, document: str = "deck") -> tuple[Slide, ...]:
    """The slides of `document` ("deck", "briefing" or "report") in the order of the notebook.

    All slides of a notebook that was not composed are returned, whatever `document` is.
    """
    if any("slide" in _metadata(cell) for cell in nb.cells):
        return _slides_by_metadata(nb.cells, document)
    return _slides_by_type_or_heading(nb.cells)


def is_fragment(cell: Cell) -> bool:
    """Whether the cell is a fragment: the deck shows it only after another key press."""
    return _slide_type(cell) == "fragment"


def _metadata(cell: Cell) -> Mapping[str, Any]:
    """The `taphuan` metadata of a cell; {} if it has none."""
    metadata = cell.metadata.get("taphuan")
    return metadata if isinstance(metadata, Mapping) else {}


def _slide_type(cell: Cell) -> str:
    slideshow = cell.metadata.get("slideshow")
    return str(slideshow.get("slide_type") or "-") if isinstance(slideshow, Mapping) else "-"


def _slides_by_metadata(cells: Iterable[Cell], document: str) -> tuple[Slide, ...]:
    """Cells belong to the slide where they stand. One that was added in JupyterLab has no metadata of ours, one that was
    split, copied or moved has those of another place: it goes with the cells before it, or begins a slide with its heading.
    """
    cells = tuple(cells)
    titled = {_metadata(cell).get("slide") for cell in cells if _metadata(cell).get("role") == "heading"}
    slides: list[Slide] = []
    ids: set[str] = set()
    here = name = ""  # the document and the slide, as the metadata name them, of the cells before
    for cell in cells:
        metadata = _metadata(cell)
        here = str(metadata.get("document") or here)
        if here != document or (not metadata.get("document") and not _is_shown(cell)):
            continue
        id_ = str(metadata.get("slide") or name)
        has_title = cell.cell_type == "markdown" and _HEADING.match(cell.source) is not None
        role = str(metadata.get("role") or _role(cell, has_title))
        again = role == "heading" and has_title and bool(slides) and (slides[-1].heading is not None or id_ in ids)
        begins = id_ != name and id_ not in ids and (role == "heading" or id_ not in titled)
        if not slides or again or begins:
            ids.add(id_)
            kind = str(metadata.get("slide_kind", "content"))
            slides.append(Slide(id=_free_id(id_, slides), kind=kind, kicker="" if metadata else slides[-1].kicker))
            name = id_
        slides[-1] = _with_cell(slides[-1], cell, role)
    return tuple(slides)


def _is_shown(cell: Cell) -> bool:
    """Whether a cell that somebody added shows anything."""
    if (
        cell.cell_type == "raw"
        or _slide_type(cell) == "skip"
        or {"parameters", "lesson"} & set(cell.metadata.get("tags") or ())
    ):
        return False
    return bool(cell.outputs) if cell.cell_type == "code" else bool(cell.source.strip())


def _role(cell: Cell, has_title: bool) -> str:
    """The role of a cell that somebody added."""
    return "notes" if _slide_type(cell) == "notes" else "heading" if has_title else "body"


def _free_id(id_: str, slides: list[Slide]) -> str:
    taken = {slide.id for slide in slides}
    return next(name for name in (id_, *(f"{id_}-{n}" for n in range(2, len(slides) + 3))) if name not in taken)


def _with_cell(slide: Slide, cell: Cell, role: str) -> Slide:
    """The slide with one more cell."""
    metadata = _metadata(cell)
    if role == "notes":
        return replace(slide, notes=(*slide.notes, cell))
    if role == "sources":
        return replace(slide, sources=(*slide.sources, cell))
    if role != "heading" or slide.heading is not None:
        return replace(slide, body=(*slide.body, cell))
    heading, rest = _split_heading(cell)
    return replace(
        slide,
        heading=heading,
        body=(*slide.body, *rest),
        kicker=str(metadata.get("part_title", slide.kicker)),
        minutes=int(metadata.get("minutes") or 0),
        speaker=str(metadata.get("speaker") or ""),
        layout=str(metadata.get("layout") or ""),
        block=str(metadata.get("block") or ""),
        backup=bool(metadata.get("backup")),
    )


def _split_heading(cell: Cell) -> tuple[Cell | None, tuple[Cell, ...]]:
    """(a cell with the title line, a tuple with a cell of the text below it, if any); (None, (cell,)) without a title."""
    match = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
    if match is None:
        return None, (cell,)
    rest = cell.source[match.end() :].strip("\n")
    heading = _copy(cell, f"{match.group(1)} {match.group(2).strip()}", "")
    return heading, (_copy(cell, rest, "-rest"),) if rest.strip() else ()


def _copy(cell: Cell, source: str, suffix: str) -> Cell:
    new = copy.deepcopy(cell)
    new.source = source
    if suffix and "id" in new:
        new.id = f"{new.id}{suffix}"
    return new


def _slides_by_type_or_heading(cells: Iterable[Cell]) -> tuple[Slide, ...]:
    """The slides of a notebook that was not composed: by slide types if it has any, otherwise one per `#` or `##`."""
    has_types = any(_slide_type(cell) in ("slide", "subslide") for cell in cells)
    slides: list[Slide] = []
    for cell in cells:
        kind = _slide_type(cell)
        if kind == "skip" or (cell.cell_type == "code" and not cell.outputs) or cell.cell_type == "raw":
            continue
        heading, rest = _split_heading(cell)
        starts = kind in ("slide", "subslide") if has_types else heading is not None
        if starts or not slides:
            slides.append(Slide(id=f"slide-{len(slides) + 1:02d}", kind="content"))
        slide = slides[-1]
        if kind == "notes":
            slides[-1] = replace(slide, notes=(*slide.notes, cell))
        elif heading is not None and slide.heading is None and not slide.body:
            slide_kind = "section" if heading.source.startswith("# ") else "content"
            slides[-1] = replace(slide, heading=heading, body=rest, kind=slide_kind)
        else:
            slides[-1] = replace(slide, body=(*slide.body, cell))
    return tuple(_with_final_kind(slide) for slide in slides)


def _with_final_kind(slide: Slide) -> Slide:
    """The slide as a content slide if it is a section slide with more than one cell below its title."""
    return replace(slide, kind="content") if slide.kind == "section" and len(slide.body) > 1 else slide
