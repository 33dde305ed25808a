"""The one place that says which cells make up which slide.

A composed notebook says it in its cells' `taphuan` metadata; any other notebook says it through the usual
`slideshow.slide_type`, or not at all, and then its headings decide.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from taphuan.errors import NotComposed

Cell = Any  # nbformat's NotebookNode: a dict whose keys are attributes too

_HEADING = re.compile(r"\A\s*(#{1,2})[ \t]+([^\n]*)(?:\n|\Z)")


@dataclass(frozen=True)
class Slide:
    """The cells of one slide of a deck or of one part of a report, sorted by what they are for.

    `kind`: cover · section · content · quiz · sources in a deck, part in a report. `minutes` is the planned time
    (0 = none). `layout` is empty when the writer may choose. `heading` holds the title line alone; text that stood
    below it in the same cell is the first cell of `body`. `heading` is None for a foreign slide without a title.
    """

    id: str
    kind: str
    kicker: str = ""
    minutes: int = 0
    layout: str = ""
    heading: Cell | None = field(default=None, hash=False)
    body: tuple[Cell, ...] = field(default=(), hash=False)
    notes: tuple[Cell, ...] = field(default=(), hash=False)
    sources: tuple[Cell, ...] = field(default=(), hash=False)

    @property
    def title(self) -> str:
        """The title as Markdown, without its number signs; empty when there is none."""
        match = _HEADING.match(self.heading.source) if self.heading is not None else None
        return match.group(2).strip() if match else ""

    @property
    def level(self) -> int:
        """1 for `#`, 2 for `##` and for a slide without a title."""
        match = _HEADING.match(self.heading.source) if self.heading is not None else None
        return len(match.group(1)) if match else 2


def slides_of(nb: Any, document: str = "deck") -> tuple[Slide, ...]:
    """The slides of `document` ("deck", "briefing" or "report") in the order of the notebook.

    A notebook without our metadata is read as a deck whatever `document` says.

    Raises NotComposed when the cells of one slide do not stand together or a slide has two titles.
    """
    if any("slide" in _ours(cell) for cell in nb.cells):
        return _composed(nb.cells, document)
    return _foreign(nb.cells)


def is_fragment(cell: Cell) -> bool:
    """Whether the cell appears only at the presenter's next key press."""
    return _slide_type(cell) == "fragment"


def _ours(cell: Cell) -> Mapping[str, Any]:
    found = cell.metadata.get("taphuan")
    return found if isinstance(found, Mapping) else {}


def _slide_type(cell: Cell) -> str:
    slideshow = cell.metadata.get("slideshow")
    return str(slideshow.get("slide_type") or "-") if isinstance(slideshow, Mapping) else "-"


def _composed(cells: Iterable[Cell], document: str) -> tuple[Slide, ...]:
    slides: list[Slide] = []
    seen: set[str] = set()
    for cell in cells:
        ours = _ours(cell)
        if ours.get("document") != document:
            continue
        name = str(ours.get("slide", ""))
        if not slides or slides[-1].id != name:
            if name in seen:
                raise NotComposed(f"the cells of slide '{name}' do not stand together; keep a slide's cells adjacent")
            seen.add(name)
            slides.append(Slide(id=name, kind=str(ours.get("slide_kind", "content"))))
        slides[-1] = _with_cell(slides[-1], cell, str(ours.get("role", "body")))
    return tuple(slides)


def _with_cell(slide: Slide, cell: Cell, role: str) -> Slide:
    ours = _ours(cell)
    if role == "notes":
        return replace(slide, notes=(*slide.notes, cell))
    if role == "sources":
        return replace(slide, sources=(*slide.sources, cell))
    if role != "heading":
        return replace(slide, body=(*slide.body, cell))
    if slide.heading is not None:
        raise NotComposed(f"slide '{slide.id}' has two headings; give the second one a slide of its own")
    heading, rest = _split_heading(cell)
    return replace(
        slide,
        heading=heading,
        body=(*slide.body, *rest),
        kicker=str(ours.get("part_title", "")),
        minutes=int(ours.get("minutes") or 0),
        layout=str(ours.get("layout") or ""),
    )


def _split_heading(cell: Cell) -> tuple[Cell | None, tuple[Cell, ...]]:
    """The title line as a cell of its own and what follows it as another; (None, the cell) without a title."""
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


def _foreign(cells: Iterable[Cell]) -> tuple[Slide, ...]:
    """Group by slide types where a notebook has them, else a new slide at every `#` and `##`."""
    typed = any(_slide_type(cell) in ("slide", "subslide") for cell in cells)
    slides: list[Slide] = []
    for cell in cells:
        kind = _slide_type(cell)
        if kind == "skip" or (cell.cell_type == "code" and not cell.outputs) or cell.cell_type == "raw":
            continue
        heading, rest = _split_heading(cell)
        starts = kind in ("slide", "subslide") if typed else heading is not None
        if starts or not slides:
            slides.append(Slide(id=f"slide-{len(slides) + 1:02d}", kind="content"))
        slide = slides[-1]
        if kind == "notes":
            slides[-1] = replace(slide, notes=(*slide.notes, cell))
        elif heading is not None and slide.heading is None and not slide.body:
            section = "section" if heading.source.startswith("# ") else "content"
            slides[-1] = replace(slide, heading=heading, body=rest, kind=section)
        else:
            slides[-1] = replace(slide, body=(*slide.body, cell))
    return tuple(_settled(slide) for slide in slides)


def _settled(slide: Slide) -> Slide:
    """A `#` slide of a foreign notebook is a section slide only while it holds little but its title."""
    return replace(slide, kind="content") if slide.kind == "section" and len(slide.body) > 1 else slide
