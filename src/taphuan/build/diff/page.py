"""A difference as a page in Vietnamese, with the figures of both states side by side."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taphuan.build.diff.edits import CELL, FEATURE, ITEM, ROW, Edit
from taphuan.build.diff.files import LOOKS
from taphuan.build.diff.matching import ADDED, CHANGED, MOVED, ORDER, REMOVED, TITLE, Change
from taphuan.build.diff.pages import DOCUMENTS
from taphuan.build.diff.reasons import CITED, EVIDENCE, ONLY, OWN_CELL, PERHAPS, STANDS, VALUE, Reason
from taphuan.build.diff.result import FAILED, Diff, PageDiff, SetDiff, Shared, shared
from taphuan.build.diff.unexpected import RULES, Finding
from taphuan.build.diff.words import SAME
from taphuan.build.normal import form
from taphuan.export.html.index import rendered
from taphuan.text import say

_TEMPLATE = "diff.html.j2"
# pairs of figures on one page: a change of the theme draws every figure anew
_PICTURES = 120
_EDITS = 200
# letters of a value of data, of a text in a heading
_VALUE, _TITLE = 400, 140
_NAMES = 6
_IDS = re.compile(r'(\bid="|url\(#|href="#)')

_STATES = {
    ADDED: say("build.diff.page.added"),
    REMOVED: say("build.diff.page.removed"),
    MOVED: say("build.diff.page.moved"),
    CHANGED: "",
}
_SETS = {
    FAILED: say("build.diff.page.failed"),
    "added": say("build.diff.page.set_added"),
    "removed": say("build.diff.page.set_removed"),
}
_MARKS = {
    TITLE: say("build.diff.page.title"),
    form.HEADING: say("build.diff.page.heading"),
    form.NOTE: say("build.diff.page.note"),
    form.SOURCE: say("build.diff.page.source"),
    form.FIGURE: say("build.diff.page.figure"),
    form.CAPTION: say("build.diff.page.caption"),
    form.HEAD: say("build.diff.page.head"),
    form.ROW: say("build.diff.page.row"),
    form.OPTION: say("build.diff.page.option"),
    form.FEEDBACK: say("build.diff.page.feedback"),
    form.FRAME: "Khung trang",
    ORDER: say("build.diff.page.order"),
}
_BECAUSE = {
    EVIDENCE: "Do",
    OWN_CELL: "Do",
    VALUE: "Do",
    CITED: say("build.diff.page.cited"),
    ONLY: say("build.diff.page.only"),
    PERHAPS: say("build.diff.page.perhaps"),
    STANDS: say("build.diff.page.stands"),
}
_PLACES = {
    ROW: say("build.diff.page.line"),
    CELL: say("build.diff.page.cell"),
    ITEM: say("build.diff.page.line"),
    FEATURE: say("build.diff.page.drawing"),
}


@dataclass(frozen=True)
class _Words:
    """A changed line for the template."""

    mark: str
    old: str
    new: str
    order: bool
    pieces: tuple[dict[str, Any], ...]


def write_page(diff: Diff, drawings: Path) -> bytes:
    """The page, UTF-8. `drawings` is the folder with the figures of both states by digest."""
    groups = shared(diff.sets)
    pictures = _Pictures(drawings)
    anchors = {group.page.content: f"p{at}" for at, group in enumerate(groups, start=1)}
    pages = [_page(group, anchors[group.page.content], pictures) for group in groups]
    edits = diff.edits or ()
    view = {
        "old": diff.old,
        "notes": [note.vi for note in diff.notes],
        "sets": len(diff.sets),
        "changed": len(diff.changed),
        "unexpected": _unexpected(diff, groups, anchors),
        "edits": [row for edit in edits[:_EDITS] for row in _edit(edit)],
        "more_edits": max(0, len(edits) - _EDITS),
        "pages": pages,
        "left_out": pictures.left_out,
        "by_set": [_set(one, anchors) for one in diff.changed],
    }
    return rendered(_TEMPLATE, view=view)


class _Pictures:
    """Figures as markup whose ids are unique on the page, up to a number of them."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._shown, self.left_out = folder, 0, 0

    def pairs(self, page: PageDiff) -> list[dict[str, str]]:
        found = []
        for drawing in page.drawings:
            if self._shown >= _PICTURES:
                self.left_out += 1
                continue
            self._shown += 1
            found.append({"old": self._markup(drawing.old, "a"), "new": self._markup(drawing.new, "b")})
        return found

    def _markup(self, digest: str, side: str) -> str:
        file = self._folder / digest
        if not digest or not file.is_file():
            return ""
        content = file.read_bytes()
        if content.lstrip().startswith(b"<svg"):
            return _IDS.sub(rf"\g<1>{side}{self._shown}-", content.decode())
        kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
        return f'<img alt="" src="data:image/{kind};base64,{base64.b64encode(content).decode()}">'


def _unexpected(diff: Diff, groups: tuple[Shared, ...], anchors: dict[Any, str]) -> list[dict[str, str]]:
    told: list[tuple[int, dict[str, str]]] = []

    def tell(finding: Finding, place: str, link: str = "") -> None:
        about = f" ({_short(finding.about, _TITLE)})" if finding.about else ""
        head = f"{RULES[finding.rule][1]}{about}"
        one = {"head": head[:1].upper() + head[1:], "old": _short(finding.old), "new": _short(finding.new)}
        told.append((finding.weight, {**one, "place": place, "link": link}))

    for at, finding in diff.edited:
        tell(finding, where_edited(diff.edits[at]) if diff.edits else "")
    for one in diff.sets:
        for finding in one.findings:
            tell(finding, f"{one.who} · {one.name}")
    for group in groups:
        for finding in group.page.findings:
            tell(finding, f"{_where(group.page)} · {_of(group)}", anchors[group.page.content])
    return [one for _, one in sorted(told, key=lambda pair: pair[0])]


def _edit(edit: Edit) -> Iterator[dict[str, str]]:
    states = {"added": say("build.diff.page.edit_added"), "removed": say("build.diff.page.edit_removed")}
    said = {"where": where_edited(edit), "place": "" if edit.what == CELL else edit.place}
    if edit.state in states or not edit.fields:
        texts = [" · ".join(filter(None, (getattr(field, side) for field in edit.fields))) for side in ("old", "new")]
        yield {
            **said,
            "name": states.get(edit.state, say("build.diff.page.edit_changed")),
            "old": _short(texts[0]),
            "new": _short(texts[1]),
        }
        return
    for field in edit.fields:
        yield {**said, "name": field.name, "old": _short(field.old), "new": _short(field.new)}


def where_edited(edit: Edit) -> str:
    """ "data/dti/dti.csv, dòng 12" """
    if edit.what == CELL:
        return say("build.diff.page.in_cell", file=edit.file, place=edit.place)
    return f"{edit.file}, {_PLACES.get(edit.what, say('build.diff.page.line'))} {edit.line}" if edit.line else edit.file


def _page(group: Shared, anchor: str, pictures: _Pictures) -> dict[str, Any]:
    page = group.page
    whole = page.states in ((ADDED,), (REMOVED,))
    return {
        "anchor": anchor,
        "where": _where(page),
        "states": [_STATES[state] for state in page.states if _STATES.get(state)],
        "of": _of(group),
        "looks": page.id == LOOKS,
        "changes": [_words(change) for change in page.changes if not (whole and change.mark == TITLE)],
        "law": page.law,
        "pictures": pictures.pairs(page),
        "behind": list(dict.fromkeys(map(_because, page.reasons))),
    }


def _words(change: Change) -> _Words:
    pieces = tuple(
        {"same": piece.kind == SAME, "old": _row(piece.old), "new": _row(piece.new)} for piece in change.pieces
    )
    return _Words(
        _MARKS.get(change.mark, say("build.diff.page.words")),
        _row(change.old),
        _row(change.new),
        change.mark == ORDER,
        pieces,
    )


def _row(text: str) -> str:
    return text.replace(form.BETWEEN.strip(), "|")


def _because(reason: Reason) -> str:
    edit = reason.edit
    if reason.how == ONLY and not reason.alone:
        return say("build.diff.page.only_file", file=edit.file)
    place = f" ({edit.place})" if edit.place and edit.what != CELL else ""
    values = "; ".join(
        f"{field.name} {_short(field.old, 80) or '–'} → {_short(field.new, 80) or '–'}" for field in edit.fields[:4]
    )
    return f"{_BECAUSE[reason.how]} {where_edited(edit)}{place}{f': {values}' if values else ''}"


def _where(page: PageDiff) -> str:
    document = DOCUMENTS.get(page.document, page.document)
    number = page.number
    kind = (
        "trang"
        if page.document == "deck"
        else say("build.diff.page.question")
        if page.document == "quiz"
        else say("build.diff.page.item")
    )
    moved = MOVED in page.states and page.old_number and page.new_number and page.old_number != page.new_number
    place = f", {kind} {page.old_number} → {page.new_number}" if moved else f", {kind} {number}" if number else ""
    return f"{document}{place}{f': “{_short(page.title, _TITLE)}”' if page.title else ''}"


def _of(group: Shared) -> str:
    named = zip(group.sets, group.numbers, strict=True)
    names = [
        f"{one.who} ({one.name}{say('build.diff.page.numbered', number=number) if number else ''})"
        for one, number in named
    ]
    rest = len(names) - _NAMES
    return "; ".join(names[:_NAMES]) + (say("build.diff.page.more_sets", rest=rest) if rest > 0 else "")


def _set(one: SetDiff, anchors: dict[Any, str]) -> dict[str, Any]:
    pages = [{"said": _where(page).partition(": “")[0], "link": anchors.get(page.content, "")} for page in one.pages]
    return {
        "who": one.who,
        "name": one.name,
        "state": _SETS.get(one.state, ""),
        "pages": pages,
        "note": one.note.vi if one.note else "",
    }


def _short(text: str, most: int = _VALUE) -> str:
    plain = " ".join(_row(text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
