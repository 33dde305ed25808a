"""Brings the changes of a copy back: every one that is proved, by composing the changed sources to what the copy says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.compose.origin import id_of, notebook_of
from taphuan.compose.source import read_instead
from taphuan.compose.structure import notebook_json
from taphuan.errors import NotComposed, Problem, TaphuanError, UnknownName
from taphuan.live.lab.base import Base, Cell, NotImported, cell_of, chosen, unpack
from taphuan.live.lab.merging import Merged, Merger, MySlide, Refusal, slides_of, where
from taphuan.live.lab.mine import Item, items_of, told, undone
from taphuan.live.lab.today import Today, today_of
from taphuan.live.lab.trace import is_meant, plain
from taphuan.live.lab.written import DECK, Writer, pasted_pictures

# what the copy's texts were composed for, as its first cell says it
_PARAMETERS = ("conference", "province", "as_of", "commune")


@dataclass(frozen=True)
class Copy:
    """A copy as it lies there. `base`: what it was made from; `pictures`: what was pasted into it, by digest."""

    name: str
    base: Base
    cells: tuple[Cell, ...]
    pictures: Mapping[str, tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Brought:
    """`notebooks`: the changed source notebooks as they would be written, `before` as they are; `origins`: the source cell of each
    cell of the copy; `refused`: what was left out, with its place and why; `follows`: cells that read differently because
    of other changes."""

    notebooks: dict[Path, dict[str, Any]]
    before: Mapping[Path, dict[str, Any]]
    cells: tuple[tuple[Item, str], ...]
    refused: tuple[Refusal, ...]
    follows: tuple[str, ...]


def read_copy(path: Path) -> Copy:
    """The copy at `path`. Raises NotImported, NotComposed for a file that is no notebook."""
    raw = notebook_json(path, path.name, with_ids=False)
    metadata = raw.get("metadata") if isinstance(raw.get("metadata"), dict) else {}
    ours = metadata.get("taphuan") if isinstance(metadata, dict) else {}
    base = unpack(ours if isinstance(ours, dict) else {}, path.name)
    cells = tuple(map(cell_of, raw["cells"]))
    _refuse_another_set(path.name, base, cells, chosen(ours if isinstance(ours, dict) else {}))
    return Copy(path.name, base, cells, pasted_pictures(raw["cells"]))


def _refuse_another_set(name: str, base: Base, cells: Sequence[Cell], says: Mapping[str, Any]) -> None:
    """The texts are of one conference, unit and day; what says another one would bring them under a wrong name. Raises
    NotImported."""
    for cell in cells:
        if "parameters" not in cell.tags and "injected-parameters" not in cell.tags:
            continue
        for line in cell.text.splitlines():
            key, _, value = line.partition("=")
            key, given = key.strip(), value.split("#")[0].strip().strip("\"'")
            if key in _PARAMETERS and given != str(base.chosen[key]):
                raise NotImported(
                    f"{name}: its cell `{cell.id}` says {key} = {given}, but its texts are of {base.chosen[key]}; put that back, "
                    "or make a copy of the other set with `taphuan lab`",
                    code="TH863",
                )
    if says != base.chosen:
        raise NotImported(
            f"{name}: its metadata are those of another set than its texts; make a new copy with `taphuan lab`",
            code="TH863",
        )


def today(copy: Copy) -> Today:
    """The copy's set as it is composed today. Raises NotImported where this checkout has no such set."""
    try:
        return today_of(copy.base)
    except UnknownName as error:
        raise NotImported(f"{copy.name}: a copy of another checkout: {error}", code="TH864") from None
    except NotImported as error:
        raise NotImported(f"{copy.name}: {error}", code=error.code) from None


def bring_back(copy: Copy, now: Today, left_out: Sequence[Refusal] = ()) -> Brought:
    """What would be written. `left_out`: changes that a person does not want. Raises NotComposed where the sources of today
    cannot be composed themselves."""
    mine: list[Cell] = list(copy.cells)
    for refusal in left_out:
        mine = undone(copy.base, mine, [item.cell for item in refusal.items], refusal.origins)
    refused: list[Refusal] = []
    writer = Writer(copy.base, now, copy.pictures)
    while True:
        items = items_of(copy.base, mine, now)
        slides = slides_of(mine, items)
        ordered = [item for slide in slides for item in (slide.heading, *slide.body) if item is not None]
        merged = Merger(copy.base, slides, now, writer).merge()
        found, follows = (merged.refusals, ()) if merged.refusals else _unproved(copy, now, writer, ordered, merged)
        if not found:
            cells = tuple((item, merged.origins[at]) for at, item in enumerate(ordered) if at in merged.origins)
            return Brought(merged.notebooks, now.notebooks, cells, tuple(refused), follows)
        found = tuple(_with_slides(refusal, slides) for refusal in found)
        refused += found
        cells_out = [item.cell for refusal in found for item in refusal.items]
        mine = undone(copy.base, mine, cells_out, [origin for refusal in found for origin in refusal.origins])


def _with_slides(refusal: Refusal, slides: Sequence[MySlide]) -> Refusal:
    """With a new heading goes what is new on its slide: on the slide before it, it would be out of place."""
    more = [
        item
        for slide in slides
        if slide.heading is not None and not slide.heading.origin and slide.heading in refusal.items
        for item in slide.body
        if not item.origin and item not in refusal.items
    ]
    return replace(refusal, items=(*refusal.items, *more))


def _unproved(
    copy: Copy, now: Today, writer: Writer, items: Sequence[Item], merged: Merged
) -> tuple[tuple[Refusal, ...], tuple[str, ...]]:
    """What the changed sources are not composed to; and the cells that read differently though nobody changed them."""
    if not merged.notebooks:
        return (), ()
    changed = [at for at, item in enumerate(items) if writer.is_changed(item) and not writer.is_there(item)]
    try:
        composed = now.with_notebooks(merged.notebooks)
    except TaphuanError as error:
        return (_blamed(copy, items, merged, changed, error),), ()
    refusals: list[Refusal] = []
    follows: list[str] = []
    for at, item in enumerate(items):
        origin = merged.origins.get(at)
        if origin is None or item.cell.type == "raw":
            continue
        cell = composed.get(origin)
        if at not in changed:
            if cell is None or not _says(cell, item, now):
                follows.append(item.origin or origin)
        elif cell is None:
            refusals.append(
                _refusal(items, item, "the set would not show it on its day; change it in the source notebook")
            )
        elif not _says(cell, item, now):
            why = f"composed again it would read otherwise:\n{_lines(plain(cell.text))}"
            refusals.append(_refusal(items, item, why))
    return tuple(refusals), tuple(follows)


def _says(cell: Cell, item: Item, now: Today) -> bool:
    if cell.type != "markdown":
        return cell.text == item.cell.text
    return is_meant(item.cell.text, cell.text, now.value, numbered=cell.document != DECK and cell.role == "heading")


def _refusal(items: Sequence[Item], item: Item, why: str) -> Refusal:
    group = tuple(other for other in items if other is item or (item.pieces and other.pieces == item.pieces))
    return Refusal(group, item.parents if item.origin or item.pieces else (), where(item), why)


def _blamed(copy: Copy, items: Sequence[Item], merged: Merged, changed: Sequence[int], error: TaphuanError) -> Refusal:
    """The changed cells that a failure of composing names; all changes where it names none."""
    said = str(error)
    named = [at for at in changed if at in merged.origins and _is_named(merged.origins[at], said)]
    moved = [] if named else [at for at in range(len(items)) if at in merged.origins]
    group = tuple(items[at] for at in named or [*changed, *moved])
    origins = {parent for item in group for parent in item.parents if item.origin or item.pieces}
    if not named:
        origins |= {cell.origin for cell in copy.base.cells if cell.origin}
        group = tuple(items)
    places = ", ".join(dict.fromkeys(where(item) for item in group)) if named else "the copy as a whole"
    return Refusal(group, tuple(sorted(origins)), places, said)


def _is_named(origin: str, said: str) -> bool:
    path, id_ = notebook_of(origin), id_of(origin)
    in_source = f"cell {id_}:" in said or f"cell {id_} " in said or f"cell {id_})" in said
    return (in_source and path.name in said) or f"'{path.stem}-{id_}'" in said


def _lines(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def new_problems(brought: Brought) -> tuple[Problem, ...]:
    """What the check finds in the changed notebooks and did not find before."""
    from taphuan.check.one_notebook import problems_of

    if not brought.notebooks:
        return ()
    try:
        with read_instead(brought.notebooks):
            found = problems_of(brought.notebooks)
    except NotComposed as error:
        return (Problem(str(error), "", "", "", "cannot be composed", "Correct the copy.", code=error.code),)
    if not found:
        return ()
    before = set(problems_of(brought.notebooks))
    return tuple(problem for problem in found if problem not in before)


def unchanged_since(brought: Brought) -> bool:
    """Whether the source notebooks are still those that were read."""
    return all(json.loads(path.read_text(encoding="utf-8")) == raw for path, raw in brought.before.items())


def untold(copy: Copy) -> tuple[tuple[str, str], ...]:
    """The changes that have no place in a source notebook: (place, what)."""
    return tuple(told(copy.base, copy.cells))


def name_of(path: Path) -> str:
    return path.relative_to(paths.ROOT).as_posix()
