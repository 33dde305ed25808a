"""The cells of a copy, each beside the source cells that it was made from: kept, split, merged, copied or new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from taphuan.live.lab.base import Base, Cell
from taphuan.live.lab.today import Today
from taphuan.live.lab.trace import badges, plain

_HEADING = re.compile(r"#{1,2} .")
_WORD = re.compile(r"\w+|[^\w\s]")
# a second cell belongs to a merged one if it makes the text this much more alike
_MORE_ALIKE = 0.02
_WHERE = {
    "states": "it says the states of documents: data/law/legal_documents.csv",
    "after": "it says what changed later: `after` of the cited item in data/",
    "sources": "it lists what the slide cites: the citations [@…] of the source notebook, data/sources.csv",
    "muc-tieu": "it lists the objectives of the module: data/modules/",
    "list": "it lists what the slides cite: the citations [@…] of the source notebooks, data/sources.csv",
}


@dataclass(frozen=True)
class Item:
    """A cell of the copy. `origin`: the source cell that it is ("" for a new one); `parents`: those whose words it has;
    `pieces`: all pieces of a cell that was split; `there`: the source says it already."""

    cell: Cell
    origin: str = ""
    parents: tuple[str, ...] = ()
    pieces: tuple[Cell, ...] = ()
    there: bool = False

    @property
    def is_heading(self) -> bool:
        return self.cell.type == "markdown" and self.cell.slide_type != "notes" and bool(_HEADING.match(self.cell.text))


def items_of(base: Base, mine: Sequence[Cell], today: Today) -> list[Item]:
    """An item for each cell of the copy that composing did not add, in order."""
    by_origin = {cell.origin: cell for cell in base.cells if cell.origin}
    fresh = [cell for origin, cell in today.composed.items() if origin not in by_origin]
    items = [Item(cell, cell.origin if cell.origin in by_origin else "") for cell in mine if not _is_ours(cell)]
    counts = Counter(item.origin for item in items if item.origin)
    # from the end: the second of two equal cells is the copy; what an earlier import has brought is there
    for at in reversed(range(len(items))):
        item = items[at]
        twin = next((cell for cell in fresh if counts[item.origin] != 1 and _alike(cell, item.cell)), None)
        if twin is not None:
            fresh.remove(twin)
            items[at] = Item(item.cell, twin.origin, (), there=True)
    for origin in dict.fromkeys(item.origin for item in items if item.origin in by_origin):
        places = [at for at, item in enumerate(items) if item.origin == origin]
        for at, item in zip(places, _resolved(by_origin[origin], [items[at] for at in places]), strict=True):
            items[at] = item
    return _merged(base, items, today)


def _is_ours(cell: Cell) -> bool:
    return cell.is_setup or cell.is_added


def _alike(one: Cell, other: Cell) -> bool:
    return one.type == other.type and plain(one.text) == plain(other.text)


def _resolved(base: Cell, group: list[Item]) -> list[Item]:
    """The cells of one origin: the cell itself and its copies, or its pieces."""
    origin, texts = base.origin, [plain(item.cell.text) for item in group]
    if len(group) == 1:
        return [replace(group[0], parents=(origin,))]
    alike = [_likeness(plain(base.text), text) for text in texts]
    if _likeness(plain(base.text), "\n\n".join(texts)) > max(alike):
        pieces = tuple(item.cell for item in group)
        return [Item(piece, origin if at == 0 else "", (origin,), pieces) for at, piece in enumerate(pieces)]
    itself = next((at for at, item in enumerate(group) if item.cell.id == base.id), alike.index(max(alike)))
    return [Item(item.cell, origin if at == itself else "", (origin,)) for at, item in enumerate(group)]


def _merged(base: Base, items: list[Item], today: Today) -> list[Item]:
    """Items of cells that were merged have the words of their neighbours that are gone."""
    order = [cell for cell in base.cells if cell.origin]
    place = {cell.origin: at for at, cell in enumerate(order)}
    gone = set(place) - {item.origin for item in items}
    if not gone:
        return items
    result: list[Item] = []
    for item in items:
        if item.origin in place and item.parents == (item.origin,) and not item.pieces:
            first = last = place[item.origin]
            text = plain(item.cell.text)
            best = _likeness(plain(order[first].text), text)
            while best < 1:
                spans = [(first - 1, last), (first, last + 1)]
                found = [
                    (_likeness("\n\n".join(plain(cell.text) for cell in order[a : b + 1]), text), a, b)
                    for a, b in spans
                    if a >= 0
                    and b < len(order)
                    and {order[a].origin, order[b].origin} & gone
                    and (order[a if a < first else b].origin in gone)
                ]
                if not found or max(found)[0] < best + _MORE_ALIKE:
                    break
                best, first, last = max(found)
            parents = tuple(cell.origin for cell in order[first : last + 1])
            gone -= set(parents)
            item = replace(item, parents=parents)
        result.append(item)
    return result


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False).ratio()


def undone(base: Base, mine: Sequence[Cell], cells: Sequence[Cell], origins: Sequence[str]) -> list[Cell]:
    """The copy without these of its cells, and with the cells of these origins as they were and where they were."""
    left = [cell for cell in mine if not any(cell is one for one in cells)]
    for at, cell in enumerate(base.cells):
        if cell.origin and cell.origin in origins:
            earlier = (_place(left, other) for other in reversed(base.cells[:at]))
            left.insert(next((place + 1 for place in earlier if place is not None), 0), cell)
    return left


def _place(cells: Sequence[Cell], wanted: Cell) -> int | None:
    for at, cell in enumerate(cells):
        if cell.origin == wanted.origin if wanted.origin else cell.id == wanted.id:
            return at
    return None


def told(base: Base, mine: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """(place, what) of each change that has no place in a source notebook: of what composing adds, and of our metadata."""
    kept = {cell.origin for cell in mine if cell.origin}
    by_id = {cell.id: cell for cell in mine}
    texts = {cell.text for cell in mine}
    slides = {cell.slide for cell in base.cells if cell.role == "heading" and (cell.origin in kept or not cell.origin)}
    for cell in base.cells:
        if not _is_ours(cell):
            continue
        now = by_id.get(cell.id)
        if now is None and cell.text not in texts and (cell.is_setup or cell.slide in slides):
            yield f"cell {cell.id}", f"deleted, and composing adds it again; {_where(cell)}"
        elif now is not None and now.text != cell.text:
            yield f"cell {cell.id}", f"changed, and composing writes it; {_where(cell)}"
    origins = {cell.origin: cell for cell in base.cells if cell.origin}
    known = Counter(badge for cell in base.cells for badge in badges(cell.text).elements())
    for cell in mine:
        was = origins.get(cell.origin)
        if was is None:
            continue
        if cell.about != was.about:
            yield f"cell {cell.id}", "its metadata taphuan changed; write them into the source notebook"
        if (plain(cell.text) == plain(was.text) and badges(cell.text) != badges(was.text)) or badges(cell.text) - known:
            what = "it says the state of a document, as the law is on the day; that cannot be written in a notebook"
            yield f"cell {cell.id}", what


def _where(cell: Cell) -> str:
    if cell.is_setup:
        return "for another unit or day make another copy with `taphuan lab`"
    return next(
        (where for ending, where in _WHERE.items() if re.search(rf"-{ending}(-\d+)?$", cell.id)),
        "it is made from data/",
    )
