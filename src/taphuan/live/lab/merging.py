"""Puts the cells of a copy into their source notebooks: what was moved, added, deleted; what the copy does not show stays where it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taphuan.check.tidy import tidied
from taphuan.compose.origin import notebook_of
from taphuan.compose.origin import origin as origin_of
from taphuan.live.lab.base import Base, Cell
from taphuan.live.lab.mine import Item
from taphuan.live.lab.today import RawCell, Today
from taphuan.live.lab.trace import Untraceable
from taphuan.live.lab.written import Writer


@dataclass(frozen=True)
class Refusal:
    """A change that is not brought back. `items`: the cells of the copy that are undone, `origins`: the source cells that stay."""

    items: tuple[Item, ...]
    origins: tuple[str, ...]
    where: str
    why: str


@dataclass(eq=False)
class Slide:
    """A slide of a source notebook while it is put together: its heading's cell and all others."""

    cells: list[RawCell]


@dataclass(eq=False)
class MySlide:
    """A slide of the copy. `heading` is None before the first one; `added`: composing made it."""

    heading: Item | None
    body: list[Item] = field(default_factory=list)
    added: str = ""


@dataclass(frozen=True)
class Merged:
    """`notebooks`: the changed ones as they would be written; `origins`: which source cell each item is in them, by place."""

    notebooks: dict[Path, dict[str, Any]]
    origins: dict[int, str]
    refusals: tuple[Refusal, ...]


def slides_of(mine: Sequence[Cell], items: Sequence[Item]) -> list[MySlide]:
    """The slides of the copy: a heading begins one, what follows belongs to it."""
    waiting = iter(items)
    slides: list[MySlide] = [MySlide(None)]
    for cell in mine:
        if cell.is_setup:
            continue
        if cell.is_added:
            if cell.role == "heading":
                slides.append(MySlide(None, added=cell.text.splitlines()[0].lstrip("# ")))
            continue
        item = next(waiting)
        if item.is_heading:
            slides.append(MySlide(item))
        else:
            slides[-1].body.append(item)
    return slides


class Merger:
    """One merge of a copy into the source notebooks of today."""

    def __init__(self, base: Base, slides: Sequence[MySlide], today: Today, writer: Writer) -> None:
        self._slides, self._today, self._writer = slides, today, writer
        self._refusals: list[Refusal] = []
        # the raw cell of each item, and which items they are
        self._raw: dict[int, RawCell] = {}
        self._items = [item for slide in slides for item in (slide.heading, *slide.body) if item is not None]
        self._home = dict(_homes(base))
        self._order = [cell.origin for cell in base.cells if cell.origin]
        self._documents = {cell.origin: cell.document for cell in base.cells}
        self._begin: dict[Path, list[RawCell]] = {}
        self._of: dict[Path, list[Slide]] = {}
        for path, raw in today.notebooks.items():
            self._begin[path], self._of[path] = _by_slides(raw["cells"])

    def merge(self) -> Merged:
        """Everything that can be put in its place, and what cannot."""
        self._write_items()
        self._remove_deleted()
        self._refuse_places()
        if self._refusals:
            return Merged({}, {}, tuple(self._refusals))
        self._arrange()
        notebooks: dict[Path, dict[str, Any]] = {}
        origins: dict[int, str] = {}
        for path, slides in self._of.items():
            cells = [*self._begin[path], *(cell for slide in slides for cell in slide.cells)]
            self._free_ids(path, cells)
            items = {id(raw): at for at, raw in self._raw.items()}
            whole = tidied({**self._today.notebooks[path], "cells": cells}, path)
            for cell, after in zip(cells, whole["cells"], strict=True):
                if id(cell) in items:
                    origins[items[id(cell)]] = origin_of(path, after["id"])
            if whole["cells"] != tidied(self._today.notebooks[path], path)["cells"]:
                notebooks[path] = whole
        return Merged(notebooks, origins, ())

    def _free_ids(self, path: Path, cells: list[RawCell]) -> None:
        """A cell that comes from another notebook and whose id is taken here gets a new one."""
        items = [(at, raw) for at, raw in self._raw.items() if self._items[at].origin]
        foreign = {id(raw): at for at, raw in items if notebook_of(self._items[at].origin) != path}
        taken = {cell.get("id") for cell in cells if id(cell) not in foreign}
        for place, cell in enumerate(cells):
            if id(cell) in foreign and cell.get("id") in taken:
                cells[place] = {key: value for key, value in cell.items() if key != "id"}
                self._raw[foreign[id(cell)]] = cells[place]
            elif id(cell) in foreign:
                taken.add(cell.get("id"))

    # --- cells -------------------------------------------------------------------------------------------------------

    def _write_items(self) -> None:
        for at, item in enumerate(self._items):
            present = self._today.cells.get(item.origin)
            if not self._writer.is_changed(item) or (present is not None and self._writer.is_there(item)):
                if present is not None:
                    self._raw[at] = present
                continue
            try:
                raw = self._writer.raw(item)
            except Untraceable as error:
                self._refuse_item(item, str(error))
                continue
            self._raw[at] = raw
            if present is not None:
                self._replace(present, raw)

    def _replace(self, old: RawCell, new: RawCell) -> None:
        for cells in self._lists():
            for at, cell in enumerate(cells):
                if cell is old:
                    cells[at] = new

    def _lists(self) -> Iterator[list[RawCell]]:
        yield from self._begin.values()
        yield from (slide.cells for slides in self._of.values() for slide in slides)

    def _refuse_item(self, item: Item, why: str) -> None:
        group = tuple(other for other in self._items if other is item or (item.pieces and other.pieces == item.pieces))
        origins = item.parents if item.origin or item.pieces else ()
        self._refusals.append(Refusal(group, origins, where(item), why))

    def _remove_deleted(self) -> None:
        kept = {item.origin for item in self._items} | {parent for item in self._items for parent in item.parents}
        merged = {parent for item in self._items for parent in item.parents} - {item.origin for item in self._items}
        headings = {slide.heading.origin for slide in self._slides if slide.heading is not None}
        for origin in self._order:
            raw = self._today.cells.get(origin)
            gone = origin not in kept or origin in merged
            if raw is None or not gone:
                continue
            if not self._writer.untouched(origin):
                why = "you deleted it, and its source was changed since the copy was made"
                self._refusals.append(Refusal((), (origin,), f"source cell {origin}", why))
                continue
            for cells in self._lists():
                cells[:] = [cell for cell in cells if cell is not raw]
        for origin in dict.fromkeys(self._home.values()):
            if origin not in headings:
                self._refuse_hidden(origin)

    def _refuse_hidden(self, heading: str) -> None:
        """A slide that is no more must not leave cells behind that only other days or units show."""
        path = notebook_of(heading)
        original = next(
            (s for s in _by_slides(self._today.notebooks[path]["cells"])[1] if _origin(path, s.cells[0]) == heading),
            None,
        )
        if original is None:
            return
        hidden = [
            str(c["id"]) for c in original.cells if _origin(path, c) not in self._home and _origin(path, c) != heading
        ]
        if hidden:
            own = tuple(origin for origin, home in self._home.items() if home == heading)
            why = f"its slide has cells that only other days or units show ({', '.join(hidden)}); delete it in the source notebook"
            items = tuple(item for item in self._items if item.origin in own)
            self._refusals.append(Refusal(items, own, f"source cell {heading}", why))

    # --- places ------------------------------------------------------------------------------------------------------

    def _refuse_places(self) -> None:
        """New cells before the first slide, and among the slides that composing makes, have no source notebook."""
        for at, slide in enumerate(self._slides):
            if slide.heading is None:
                for item in slide.body:
                    why = (
                        f"it stands on the slide “{slide.added}”, which composing makes; move it to a slide before that"
                        if slide.added
                        else "it stands before the first slide; begin one with `## ` or move it down"
                    )
                    self._refuse_item(item, why)
            elif not slide.heading.origin and at and self._slides[at - 1].added:
                why = f"it stands behind the slide “{self._slides[at - 1].added}”, which composing makes; move it before that"
                self._refuse_item(slide.heading, why)

    def _arrange(self) -> None:
        mine = [slide for slide in self._slides if slide.heading is not None]
        places = {id(item): at for at, item in enumerate(self._items)}
        raw_of = {id(item): self._raw.get(places[id(item)]) for item in self._items}
        number = {origin: at for at, origin in enumerate(self._order)}
        heads = set(self._home.values())
        orders = [number[s.heading.origin] if s.heading and s.heading.origin in heads else None for s in mine]
        steady = _steady(orders)
        slot: dict[int, Slide] = {}
        for slide in mine:
            assert slide.heading is not None
            found = self._slide_with(raw_of[id(slide.heading)])
            if found is not None and found.cells[0] is raw_of[id(slide.heading)]:
                slot[id(slide)] = found
        self._take_out_moved(mine, raw_of, number, slot)
        homes = self._notebooks_of(mine, steady)
        for at, slide in enumerate(mine):
            if id(slide) in slot and (steady[at] or slide.heading.there):  # type: ignore[union-attr]
                continue
            own = slot.get(id(slide))
            if own is not None:
                for slides in self._of.values():
                    slides[:] = [other for other in slides if other is not own]
            elif (raw := raw_of[id(slide.heading)]) is not None:
                for cells in self._lists():
                    cells[:] = [cell for cell in cells if cell is not raw]
                slot[id(slide)] = Slide([raw])
            if id(slide) in slot:
                self._insert(
                    slot[id(slide)],
                    self._of[homes[at]],
                    [slot[id(s)] for s in mine[:at] if id(s) in slot],
                    [slot[id(s)] for s in mine[at + 1 :] if id(s) in slot],
                )
        for slide in mine:
            if id(slide) in slot:
                self._insert_body(slide, slot[id(slide)], raw_of)
        for slides in self._of.values():
            slides[:] = [slide for slide in slides if slide.cells]

    def _take_out_moved(
        self, mine: Sequence[MySlide], raw_of: dict[int, Any], number: dict[str, int], slot: dict[int, Slide]
    ) -> None:
        """Cells that stand elsewhere in the copy than they did."""
        for slide in mine:
            assert slide.heading is not None
            orders = [
                number[item.origin]
                if item.origin in number and self._home.get(item.origin) == slide.heading.origin
                else None
                for item in slide.body
            ]
            for item, stays in zip(slide.body, _steady(orders), strict=True):
                raw = raw_of[id(item)]
                if not stays and not item.there and raw is not None:
                    for cells in self._lists():
                        cells[:] = [cell for cell in cells if cell is not raw]

    def _slide_with(self, raw: RawCell | None) -> Slide | None:
        return next((s for slides in self._of.values() for s in slides if any(c is raw for c in s.cells)), None)

    def _notebooks_of(self, mine: Sequence[MySlide], steady: Sequence[bool]) -> list[Path]:
        """The notebook of each slide of the copy: its own where it stands beside slides of it, else that of its neighbour."""
        own = [notebook_of(s.heading.origin) if s.heading and s.heading.origin else None for s in mine]
        result: list[Path] = []
        for at in range(len(mine)):
            before = next((own[b] for b in range(at - 1, -1, -1) if steady[b]), None)
            behind = next((own[b] for b in range(at + 1, len(mine)) if steady[b]), None)
            mine_is = own[at]
            chosen = mine_is if mine_is and (steady[at] or mine_is in (before, behind)) else before or behind or mine_is
            assert chosen is not None
            result.append(chosen)
        return result

    @staticmethod
    def _insert(slide: Slide, into: list[Slide], before: Sequence[Slide], behind: Sequence[Slide]) -> None:
        for other in reversed(before):
            if any(other is one for one in into):
                into.insert(next(at for at, one in enumerate(into) if one is other) + 1, slide)
                return
        for other in behind:
            if any(other is one for one in into):
                into.insert(next(at for at, one in enumerate(into) if one is other), slide)
                return
        into.append(slide)

    def _insert_body(self, slide: MySlide, slot: Slide, raw_of: dict[int, Any]) -> None:
        everywhere = {id(cell) for cells in self._lists() for cell in cells}
        last = slot.cells[0]
        for item in slide.body:
            raw = raw_of[id(item)]
            if raw is None:
                continue
            if id(raw) not in everywhere:
                at = next(at for at, cell in enumerate(slot.cells) if cell is last)
                slot.cells.insert(at + 1, raw)
            if any(cell is raw for cell in slot.cells):
                last = raw


def _homes(base: Base) -> Iterator[tuple[str, str]]:
    """(origin, origin of its slide's heading) of each cell that was composed, headings too."""
    headings = {cell.slide: cell.origin for cell in base.cells if cell.role == "heading" and cell.origin}
    yield from ((cell.origin, headings[cell.slide]) for cell in base.cells if cell.origin and cell.slide in headings)


def _by_slides(cells: Iterable[RawCell]) -> tuple[list[RawCell], list[Slide]]:
    """The cells before the first heading, and the slides."""
    begin: list[RawCell] = []
    slides: list[Slide] = []
    for cell in cells:
        text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        notes = (cell["metadata"].get("slideshow") or {}).get("slide_type") == "notes"
        if cell["cell_type"] == "markdown" and not notes and text.startswith(("# ", "## ")):
            slides.append(Slide([cell]))
        else:
            (slides[-1].cells if slides else begin).append(cell)
    return begin, slides


def _origin(path: Path, cell: RawCell) -> str:
    return origin_of(path, str(cell.get("id", "")))


def where(item: Item) -> str:
    """A cell of the copy in a message."""
    return (
        f"source cell {item.origin}"
        if item.origin
        else f"new cell “{item.cell.text.strip().partition(chr(10))[0][:60]}”"
    )


def _steady(order: Sequence[int | None]) -> list[bool]:
    """Which of these stand in their old order: the most that do. None for what had no place."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for at, value in enumerate(order):
        if value is None:
            continue
        place = bisect_left(tails, value)
        before[at] = ends[place - 1] if place else None
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [at]
    steady = [False] * len(order)
    at_: int | None = ends[-1] if ends else None
    while at_ is not None:
        steady[at_] = True
        at_ = before[at_]
    return steady
