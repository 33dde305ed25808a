"""An executed notebook against the one that was composed: a run adds outputs and changes nothing else, and a cell that is one call
of the lesson shows what that call shows now.

So a notebook of an earlier run, of another set, or one that was changed on its way is found before a file is written from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taphuan.errors import coded

if TYPE_CHECKING:
    from nbformat import NotebookNode

_REMEDY = "build the set again with --force"
# bytes of a digest: a hundred thousand sets of 200 cells wait in memory
_SIZE = 8


@dataclass(frozen=True)
class Composed:
    """A composed notebook as digests: `about` of what it says of the whole set, by subject (unit, quiz, agenda, …), `cells` of the
    text and options of each cell by its id, `shown` of the outputs of the cells that are one call of the lesson."""

    about: Mapping[str, str]
    cells: Mapping[str, str]
    shown: Mapping[str, str]


def as_text(value: Any) -> str:
    """The same text for the same content."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def composed_as(notebook: NotebookNode, shown: Mapping[str, str]) -> Composed:
    """What to hold the executed notebook against; `shown` is what the calls among its cells show, as `as_text` writes it."""
    return Composed(
        {key: _digest(as_text(value)) for key, value in notebook.metadata["taphuan"].items()},
        {cell.id: _cell(cell) for cell in notebook.cells},
        {id_: _digest(text) for id_, text in shown.items()},
    )


@coded("TH732")
def departures(executed: NotebookNode, composed: Composed | None) -> tuple[str, ...]:
    """Each difference as "place: what it is; remedy"; () if there is none, or nothing to hold it against."""
    return () if composed is None else tuple(_departures(executed, composed))


def _departures(executed: NotebookNode, composed: Composed) -> Iterator[str]:
    # the process that hands out the work has use for the digests alone
    from taphuan.check.shown.reading import place

    about = {key: _digest(as_text(value)) for key, value in executed.metadata.get("taphuan", {}).items()}
    for key in sorted(about.keys() | composed.about.keys()):
        if about.get(key) != composed.about.get(key):
            yield f"the executed notebook: says something else of “{key}” than the composed one; {_REMEDY}"
    ids = [cell.id for cell in executed.cells]
    if ids != list(composed.cells):
        missing = [id_ for id_ in composed.cells if id_ not in ids]
        added = [id_ for id_ in ids if id_ not in composed.cells]
        what = (
            "; ".join(filter(None, (_listed("lacks", missing), _listed("has besides", added))))
            or "has its cells in another order"
        )
        yield f"the executed notebook: {what}; {_REMEDY}"
    for cell in executed.cells:
        if cell.id in composed.cells and _cell(cell) != composed.cells[cell.id]:
            yield f"{place(cell)}: its text or its options are not those that were composed; {_REMEDY}"
        elif cell.id in composed.shown and _shown(cell) != composed.shown[cell.id]:
            yield f"{place(cell)}: shows something else than `{cell.source.strip()}` shows of the data of today; {_REMEDY}"


def _listed(verb: str, ids: list[str]) -> str:
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return f"{verb} the cells {', '.join(ids[:3])}{more}" if ids else ""


def _cell(cell: NotebookNode) -> str:
    return _digest(as_text([cell.cell_type, cell.source, cell.metadata, cell.get("attachments", {})]))


def _shown(cell: NotebookNode) -> str:
    bundles = [output.get("data", {}) for output in cell.outputs]
    return _digest(as_text(bundles[0])) if len(bundles) == 1 else ""


def _digest(text: str) -> str:
    # a lone half of a pair of letters is refused elsewhere
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()
