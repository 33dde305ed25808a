"""Puts each cell of a copy that somebody edited in JupyterLab on the slide where it stands.

The `taphuan` metadata of a composed notebook say of each cell to which slide it belongs. A cell that was added has none, one
that was split, copied or moved has those of another place. Here they are made true again: a cell belongs to the slide of the
cells before it, and a heading begins a slide. A notebook that nobody edited stays as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from taphuan.document.headings import heading_of, level_of, pieces, with_source
from taphuan.errors import with_code
from taphuan.text import say

Cell = Any  # nbformat.NotebookNode: a dict whose keys are also attributes

# tags of the cells that set a notebook up; papermill writes the second
SETUP = frozenset({"parameters", "injected-parameters", "lesson"})
# key in a cell's metadata `taphuan`: somebody added it, or began a slide with it
ADDED = "added"
DECK = "deck"
# documents of one drawn page, which have room for no cell of somebody else
_DRAWN = ("checkup",)
# slides of a form of their own, which has room for a short text more
_FORMED = ("cover", "section", "quotation")
_PLACE = ("document", "part", "part_title", "slide", "slide_kind")
_WORDS, _LETTERS = 8, 48
# letters of a text on a divider
_SHORT = 300


def ours(cell: Cell) -> Mapping[str, Any]:
    """The `taphuan` metadata of a cell; {} if it has none."""
    metadata = cell.metadata.get("taphuan")
    return metadata if isinstance(metadata, Mapping) else {}


def slide_type(cell: Cell) -> str:
    """The slide type that JupyterLab writes; "-" if it has none."""
    slideshow = cell.metadata.get("slideshow")
    return str(slideshow.get("slide_type") or "-") if isinstance(slideshow, Mapping) else "-"


def tags(cell: Cell) -> frozenset[str]:
    given = cell.metadata.get("tags")
    return frozenset(map(str, given)) if isinstance(given, list | tuple) else frozenset()


def cell_name(number: int, cell: Cell) -> str:
    """A cell as a person finds it in JupyterLab: its place from the top and its first words."""
    words = " ".join(cell.source.replace("#", " ").split()[:_WORDS])[:_LETTERS].strip()
    return (
        say("document.placing.place", number=number, words=words)
        if words
        else say("document.placing.place_empty", number=number)
    )


def placed(notebook: Any) -> tuple[Any, tuple[str, ...]]:
    """(the notebook with true metadata, what of it stands nowhere, in Vietnamese). The notebook that is given stays as it is."""
    walk = _Walk(notebook)
    result = copy.copy(notebook)
    result.cells = list(walk.cells())
    _drop_claims_of_elsewhere(result.cells)
    return result, tuple(walk.unplaced)


@dataclass
class _Walk:
    """From the first cell to the last: `here` is the place of the cells before, `slide` the last slide of the deck."""

    notebook: Any
    here: dict[str, Any] = field(default_factory=dict)
    slide: dict[str, Any] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    unplaced: list[str] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)
    title: str = ""
    last: int = 0
    titled: set[str] = field(default_factory=set)
    ends: dict[str, int] = field(default_factory=dict)

    def cells(self) -> Iterator[Cell]:
        numbered = [(n, piece) for n, cell in enumerate(self.notebook.cells, start=1) for piece in _pieces(cell)]
        own = [n for n, cell in numbered if ours(cell).get("document")]
        self.last = own[-1] if own else 0
        self.titled = {ours(cell)["slide"] for _, cell in numbered if _is_heading(cell)}
        self.ends = {
            ours(cell)["slide"]: n
            for n, cell in numbered
            if ours(cell).get("document") and ours(cell).get("role") in ("heading", "body")
        }
        first = next((cell for _, cell in numbered if ours(cell).get("document")), None)
        waiting: list[Cell] = []
        done: list[Cell] = []
        for number, cell in numbered:
            if ours(cell).get("document"):
                done += self._own(number, cell)
            elif not _is_shown(cell):
                if _waits_to_run(cell):
                    why = say("document.placing.not_run")
                    self._tell(number, cell, why, "TH714")
                done.append(cell)
            elif not self.here and level_of(cell) == 0 and first is not None:
                waiting.append(cell)  # before the first slide: on it
                continue
            else:
                done += self._added(number, cell)
            if waiting and self.here:
                done += [part for one in waiting for part in self._joined(0, one, {}, _role(one))]
                waiting = []
        return iter(self._with_kinds(done))

    def _tell(self, number: int, cell: Cell, why: str, code: str) -> None:
        """A cell has no place, or nothing to show."""
        self.unplaced.append(with_code(f"{cell_name(number, cell)}: {why}", code))

    def _own(self, number: int, cell: Cell) -> list[Cell]:
        metadata = ours(cell)
        name, role = str(metadata["slide"]), str(metadata["role"])
        if role in ("heading", "body") and level_of(cell):
            if role == "heading" and name not in self.begun:
                self._begin({key: metadata[key] for key in _PLACE if key in metadata}, cell)
                return [cell]
            if role == "heading":  # a slide that was copied
                place = {key: metadata[key] for key in _PLACE if key in metadata}
                self._begin({**place, "slide": self._fresh(cell)}, cell)
                return [_with(cell, {**metadata, **self.here})]
            return self._new_slide(cell, metadata["document"])
        if name == self.here.get("slide"):
            return [_with(cell, {**metadata, "role": "body"}) if role == "heading" else cell]
        if name not in self.begun and name not in self.titled:
            why = say("document.placing.no_title")
            self._tell(number, cell, why, "TH703")
            self._begin({key: metadata[key] for key in _PLACE if key in metadata}, cell)
            return [cell]
        if not self.here or self.here["document"] in _DRAWN:
            self._tell(number, cell, say("document.placing.outside"), "TH713")
            return [cell]
        return self._joined(number, cell, metadata, "body" if role == "heading" else role)

    def _added(self, number: int, cell: Cell) -> list[Cell]:
        level = level_of(cell) if _role(cell) == "body" else 0
        document = str(self.here.get("document") or DECK)
        if level:
            at_end = number > self.last and level > 1 and bool(self.slide)
            return self._new_slide(cell, DECK if at_end or document in _DRAWN else document)
        if document in _DRAWN:
            why = say("document.placing.behind_checkup")
            self._tell(number, cell, why, "TH713")
            return [cell]
        return self._joined(number, cell, {}, _role(cell))

    def _joined(self, number: int, cell: Cell, metadata: Mapping[str, Any], role: str) -> list[Cell]:
        """The cell on the slide of the cells before it, or on one of the same title behind a slide that has no room for it."""
        heading: list[Cell] = []
        kind = self.here.get("slide_kind")
        # what stands behind the answer of a question would count as the answer
        behind = kind == "quiz" and number > self.ends.get(self.here["slide"], 0)
        if role == "body" and (behind or (kind in _FORMED and not is_short_text(cell))):
            above = with_source(cell, f"## {self.title}", "-tren")
            above.cell_type, above.metadata = "markdown", type(cell.metadata)()
            for key in ("outputs", "execution_count", "attachments"):
                above.pop(key, None)
            heading = self._new_slide(above, self.here["document"])
        # what was moved from another slide keeps what it cites
        return [*heading, _with(cell, {**metadata, **self.here, "part": "", "role": role, ADDED: True})]

    def _new_slide(self, cell: Cell, document: str) -> list[Cell]:
        """The cell as the heading of a slide that nobody composed; `# ` begins a part of a deck."""
        before = self.here if self.here.get("document") == document else self.slide if document == DECK else {}
        title = heading_of(cell.source)[1]
        part = level_of(cell) == 1 and document == DECK
        place = {
            "document": document,
            "part": "",
            "part_title": title if part else before.get("part_title", ""),
            "slide": self._fresh(cell),
            "slide_kind": "content" if document == DECK else before.get("slide_kind", "part"),
        }
        self._begin(place, cell)
        if part:
            self.sections.add(place["slide"])
        kept = {key: value for key, value in ours(cell).items() if key in ("claims", "citations", "law")}
        return [_with(cell, {**kept, **self.here, "role": "heading", ADDED: True})]

    def _begin(self, place: dict[str, Any], cell: Cell) -> None:
        self.begun.add(str(place["slide"]))
        self.here, self.title = place, heading_of(cell.source)[1]
        if place["document"] == DECK:
            self.slide = place

    def _fresh(self, cell: Cell) -> str:
        """An id of a slide from that of its cell, so that the same notebook gives the same file."""
        stem = f"o-{re.sub(r'[^A-Za-z0-9_-]', '-', str(cell.get('id') or 'moi'))}"
        names = chain((stem,), (f"{stem}-{n}" for n in count(2)))
        taken = self.begun | self.titled
        return next(name for name in names if name not in taken)

    def _with_kinds(self, cells: list[Cell]) -> list[Cell]:
        """The cells with the new parts as dividers where nothing but a short text stands below their title."""
        bodies: dict[str, list[Cell]] = {}
        for cell in cells:
            metadata = ours(cell)
            if metadata.get("slide") in self.sections and metadata.get("role") == "body":
                bodies.setdefault(metadata["slide"], []).append(cell)
        dividers = {name for name in self.sections if all(map(is_short_text, bodies.get(name, ())))}
        return [
            _with(cell, {**ours(cell), "slide_kind": "section"}) if ours(cell).get("slide") in dividers else cell
            for cell in cells
        ]


def _pieces(cell: Cell) -> list[Cell]:
    """The cell, in pieces where a second slide begins in it. What is cut off has no place of its own."""
    if (
        cell.cell_type != "markdown"
        or ours(cell).get("role", "body") not in ("heading", "body")
        or _role(cell) == "notes"
    ):
        return [cell]
    first, *others = pieces(cell)
    added = [_with(piece, {key: value for key, value in ours(cell).items() if key == "claims"}) for piece in others]
    return [first, *added]


def _is_heading(cell: Cell) -> bool:
    return bool(ours(cell).get("document")) and ours(cell).get("role") == "heading" and level_of(cell) > 0


def is_short_text(cell: Cell) -> bool:
    """Whether a divider has room for the cell: a text without picture, table, code and formula."""
    return (
        cell.cell_type == "markdown"
        and len(cell.source) < _SHORT
        and not any(mark in cell.source for mark in ("![", "<", "|", "```", "$$", "\n    "))
    )


def _is_shown(cell: Cell) -> bool:
    """Whether a cell that somebody added shows anything."""
    if cell.cell_type not in ("markdown", "code") or slide_type(cell) == "skip" or SETUP & tags(cell):
        return False
    return bool(cell.outputs) if cell.cell_type == "code" else bool(cell.source.strip())


def _waits_to_run(cell: Cell) -> bool:
    """Whether it is a code cell that nobody has run, and that is more than remarks."""
    if cell.cell_type != "code" or slide_type(cell) == "skip" or SETUP & tags(cell):
        return False
    lines = (line.strip() for line in cell.source.splitlines())
    return cell.get("execution_count") is None and any(line and not line.startswith("#") for line in lines)


def _role(cell: Cell) -> str:
    return "notes" if slide_type(cell) == "notes" else "body"


def _with(cell: Cell, metadata: Mapping[str, Any]) -> Cell:
    """The cell with these `taphuan` metadata."""
    new = copy.copy(cell)
    new.metadata = copy.copy(cell.metadata)
    new.metadata["taphuan"] = type(cell.metadata)(metadata)
    return new


def _drop_claims_of_elsewhere(cells: list[Cell]) -> None:
    """Take from each cell the claims whose words went to another slide with the other half of a cell that was split."""
    if not any(ours(cell).get(ADDED) for cell in cells):
        return
    texts: dict[str, str] = {}
    for cell in cells:
        name = str(ours(cell).get("slide", ""))
        texts[name] = f"{texts.get(name, '')}\n{_spaced(cell.source)}"
    for at, cell in enumerate(cells):
        metadata = ours(cell)
        claims = metadata.get("claims") or ()
        here = texts[str(metadata.get("slide", ""))]
        kept = [
            claim
            for claim in claims
            if (said := _spaced(claim["text"])) in here or not any(said in text for text in texts.values())
        ]
        if len(kept) != len(claims):
            cells[at] = _with(cell, {**metadata, "claims": kept})


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\\", "").split())
