"""A cell of a copy as a cell of a source notebook: its words carried back, its slide type, tags and pictures."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from taphuan.compose.citations import CITATION
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.structure import source_text
from taphuan.live.lab.base import Base, picture_digest, source_digest
from taphuan.live.lab.mine import Item
from taphuan.live.lab.today import RawCell, Today
from taphuan.live.lab.trace import CUT, PICTURE, Piece, Untraceable, carried, lines_with_pieces, pieces, plain

DECK = "deck"
_ATTACHED = re.compile(r"attachment:([0-9a-f]{16})\b")
_NAMED = re.compile(r"attachment:([^\s)>\"']+)")
# what a copied cell takes along; what a slide is for stays with the one slide that a lesson has
_NOT_COPIED = ("block",)


class Conflict(Untraceable):
    """A cell that was changed in the copy and in its source."""


class Writer:
    """`pictures`: what was pasted into the copy, (name, content) by digest."""

    def __init__(self, base: Base, today: Today, pictures: Mapping[str, tuple[str, dict[str, Any]]]) -> None:
        self._base, self._today, self._pictures = base, today, pictures
        self._composed = {cell.origin: cell for cell in base.cells if cell.origin}
        self._known: dict[str, str] | None = None

    def is_changed(self, item: Item) -> bool:
        """Whether the cell says something else than it did when the copy was made."""
        was = self._composed.get(item.origin)
        if item.there or was is None:
            return not item.there
        now = item.cell
        alike = (plain(was.text), was.type, was.slide_type, was.tags) == (
            *(plain(now.text), now.type, now.slide_type, now.tags),
        )
        return not alike or len(item.parents) > 1 or bool(item.pieces)

    def is_there(self, item: Item) -> bool:
        """Whether the source of today says what the copy says: it was brought there before, or by somebody else."""
        cell = self._today.composed.get(item.origin)
        now = item.cell
        return cell is not None and (plain(cell.text), cell.type, cell.slide_type) == (
            *(plain(now.text), now.type, now.slide_type),
        )

    def untouched(self, origin: str) -> bool:
        """Whether the source cell is what it was when the copy was made."""
        raw = self._today.cells.get(origin)
        return raw is not None and source_digest(raw) == self._base.sources.get(origin)

    def raw(self, item: Item, text: str | None = None) -> RawCell:
        """The source cell that a changed or new cell becomes. Raises Untraceable, Conflict."""
        for parent in item.parents:
            self._refuse_conflict(parent, item)
        old = [self._today.cells[parent] for parent in item.parents]
        raw: RawCell = copy.deepcopy(old[0]) if old else {"cell_type": item.cell.type, "metadata": {}}
        raw["cell_type"] = item.cell.type
        if not item.origin:
            raw.pop("id", None)
            options = raw["metadata"].get("taphuan", {})
            # the body of a heading that was split is no heading
            for key in _NOT_COPIED if item.is_heading else tuple(options) if item.pieces and "kind" in options else ():
                options.pop(key, None)
        self._set_slide_type(raw, item)
        self._set_tags(raw, item)
        pasted = {name: bundle for cell in reversed(old) for name, bundle in cell.get("attachments", {}).items()}
        said = item.cell.text if item.cell.type != "markdown" else self._text(item, old)
        said, attachments = self._with_pictures(said, pasted)
        raw["source"] = said
        raw.pop("attachments", None)
        if attachments:
            raw["attachments"] = attachments
        return raw

    def _refuse_conflict(self, origin: str, item: Item) -> None:
        raw = self._today.cells.get(origin)
        if raw is None:
            raise Conflict("its source was deleted since the copy was made")
        if not self.untouched(origin):
            theirs = self._today.composed.get(origin)
            text = plain(theirs.text) if theirs is not None else source_text(raw)
            raise Conflict(
                f"its source was changed since the copy was made\n{_quoted('copy', plain(item.cell.text))}\n{_quoted('source', text)}"
            )
        composed = self._today.composed.get(origin)
        if composed is None:
            raise Untraceable("the set does not show its source cell today; change it in the source notebook")
        if plain(composed.text) != plain(self._composed[origin].text):
            raise Untraceable(
                "the data behind it changed since the copy was made; make a new copy, or change the source"
            )

    def _text(self, item: Item, old: list[RawCell]) -> str:
        """Carried back through the values and citations of its parents."""
        base: list[Piece] = []
        for origin, raw in zip(item.parents, old, strict=True):
            base += [Piece("", "\n\n", "\n\n")] * bool(base)
            base += self._pieces(origin, raw)
        wanted = item.cell.text if not item.pieces else CUT.join(piece.text for piece in item.pieces)
        said = carried(base, wanted, self._lines())
        if item.pieces:
            said = said.split(CUT)[next(at for at, piece in enumerate(item.pieces) if piece is item.cell)].strip("\n")
        return self._with_addresses(said, base)

    def _pieces(self, origin: str, raw: RawCell) -> tuple[Piece, ...]:
        composed = self._composed[origin]
        if raw["cell_type"] != "markdown":
            return (Piece("", source_text(raw), source_text(raw)),)
        numbered = composed.document != DECK and composed.role == "heading"
        return pieces(source_text(raw), composed.text, self._today.value, numbered)

    def _lines(self) -> dict[str, str]:
        """The lines of the copy with values and citations in them, for those that were moved to another cell."""
        if self._known is None:
            self._known = {}
            for origin in self._composed:
                raw = self._today.cells.get(origin)
                text = source_text(raw) if raw is not None else ""
                if raw is not None and self.untouched(origin) and (PLACEHOLDER.search(text) or CITATION.search(text)):
                    try:
                        self._known |= lines_with_pieces(self._pieces(origin, raw))
                    except Untraceable:
                        # the data behind it changed: its lines are taken as they stand
                        continue
        return self._known

    @staticmethod
    def _with_addresses(text: str, base: list[Piece]) -> str:
        """A picture that has another description only is the one of the source."""
        for piece in base:
            shown = _ATTACHED.search(piece.shown) if piece.kind == PICTURE else None
            address = re.search(r"\]\(\s*([^\s)]+)|src=[\"']([^\"']+)", piece.source)
            if shown and address:
                text = text.replace(shown[0], address[1] or address[2])
        return text

    def _with_pictures(self, text: str, pasted: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The text with the pictures that it shows by name, and these."""
        attachments = {name: bundle for name, bundle in pasted.items() if f"attachment:{name}" in text}

        def named(match: re.Match[str]) -> str:
            if match[1] not in self._pictures:
                return match[0]
            name, bundle = self._pictures[match[1]]
            while name in attachments and picture_digest(attachments[name]) != match[1]:
                name = f"2-{name}"
            attachments[name] = bundle
            return f"attachment:{name}"

        return _ATTACHED.sub(named, text), attachments

    def _set_slide_type(self, raw: RawCell, item: Item) -> None:
        now, was = item.cell.slide_type, self._composed.get(item.origin)
        if was is not None and now == was.slide_type and not item.pieces:
            if item.is_heading and item.origin and was.role != "heading":
                raw["metadata"]["slideshow"] = {"slide_type": "-"}
            return
        if was is not None and not item.pieces and was.document != DECK:
            raise Untraceable("the cells of a paper are no slides, so they have no slide type; set it back")
        if was is not None and "subslide" in (now, was.slide_type) and was.role == "heading" and not item.pieces:
            remedy = 'give its heading the priority "must" or "backup" in the source notebook'
            raise Untraceable(f"which slides are shown and which are backup follows from the minutes; {remedy}")
        # `tidied` says what begins a slide
        if now in ("slide", "subslide"):
            now = "-"
        raw["metadata"]["slideshow"] = {"slide_type": now}

    def _set_tags(self, raw: RawCell, item: Item) -> None:
        was = self._composed.get(item.parents[0]).tags if item.parents else ()  # type: ignore[union-attr]
        old = raw["metadata"].get("tags", [])
        tags = [tag for tag in old if tag in item.cell.tags or tag not in was]
        tags += [tag for tag in item.cell.tags if tag not in tags]
        if tags != old:
            raw["metadata"]["tags"] = tags
        if not tags:
            raw["metadata"].pop("tags", None)


def pasted_pictures(cells: list[RawCell]) -> dict[str, tuple[str, dict[str, Any]]]:
    """(name, content) of each picture in a copy by its digest."""
    return {
        picture_digest(bundle): (name, bundle)
        for cell in cells
        for name, bundle in cell.get("attachments", {}).items()
        if isinstance(bundle, dict)
    }


def _quoted(whose: str, text: str) -> str:
    return "\n".join(f"    {whose}: {line}" for line in text.splitlines() or [""])
