"""A difference as lines for the terminal: the unexpected first, then what was edited, page after page, set after set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from taphuan.build.diff.edits import CELL, CHANGED, ITEM, Edit, Field
from taphuan.build.diff.files import LOOKS
from taphuan.build.diff.matching import ORDER, Change
from taphuan.build.diff.pages import DOCUMENTS
from taphuan.build.diff.reasons import CITED, ONLY, PERHAPS, STANDS, Reason
from taphuan.build.diff.result import ADDED, FAILED, REMOVED, Diff, PageDiff, SetDiff, Shared, shared
from taphuan.build.diff.words import SAME, Piece, pieces
from taphuan.build.normal.form import BETWEEN

# of what a terminal has room for; the page and JSON have all
_EDITS, _PAGES, _CHANGES, _SETS, _NAMES = 12, 40, 8, 80, 3
# letters of a text on one line, of what stays beside what changed, of a value of data
_LONGEST, _AROUND, _VALUE = 220, 40, 60
_BECAUSE = {
    CITED: "it cites",
    ONLY: "nothing else was edited:",
    PERHAPS: "edited too:",
    STANDS: "rests on",
}


def lines_of(diff: Diff) -> Iterator[str]:
    """The lines, without colours."""
    yield f"{diff.old} → {diff.new}"
    yield from (f"note: {note.said}" for note in diff.notes)
    groups = shared(diff.sets)
    yield from _unexpected(diff, groups)
    yield from _edited(diff.edits)
    changed = diff.changed
    if not changed:
        yield f"no document changes: {len(diff.sets)} sets compared"
        return
    yield ""
    yield f"changed: {len(groups)} {_plural('page', len(groups))} in {len(changed)} of {len(diff.sets)} sets"
    for group in groups[:_PAGES]:
        yield from _group(group)
    if len(groups) > _PAGES:
        yield f"… and {len(groups) - _PAGES} pages more: --html FILE or --json shows all"
    yield ""
    yield "by set:"
    for one in changed[:_SETS]:
        yield f"  {_set(one)}"
    if len(changed) > _SETS:
        yield f"  … and {len(changed) - _SETS} sets more"


def _unexpected(diff: Diff, groups: tuple[Shared, ...]) -> Iterator[str]:
    """Each finding once, with all the places where it shows."""
    told: dict[tuple[int, str], list[str]] = {}
    for at, finding in diff.edited:
        place = diff.edits[at].where if diff.edits else ""
        told.setdefault((finding.weight, finding.said()), []).append(place)
    for one in diff.sets:
        for finding in one.findings:
            told.setdefault((finding.weight, finding.said()), []).append(one.name)
    for group in groups:
        for finding in group.page.findings:
            place = f"{where(group.page)}, {_names(group)}"
            told.setdefault((finding.weight, finding.said()), []).append(place)
    if told:
        yield ""
        yield f"unexpected: {len(told)}"
    for (_, said), places in sorted(told.items(), key=lambda item: item[0][0]):
        yield f"! {_short(said)}"
        yield from (f"    {place}" for place in places[:_NAMES])
        if len(places) > _NAMES:
            yield f"    and {len(places) - _NAMES} {_plural('place', len(places) - _NAMES)} more"


def _edited(edits: tuple[Edit, ...] | None) -> Iterator[str]:
    if edits is None:
        return
    yield ""
    files = len({edit.file for edit in edits})
    yield f"edited: {len(edits)} {_plural('place', len(edits))} in {files} {_plural('file', files)}"
    for edit in edits[:_EDITS]:
        yield f"  {edit_line(edit)}"
    if len(edits) > _EDITS:
        yield f"  … and {len(edits) - _EDITS} more"


def edit_line(edit: Edit) -> str:
    """An edit in a line: file, row, what became of its values."""
    place = f" ({edit.place})" if edit.place and edit.what != CELL else ""
    if edit.state != CHANGED:
        said = next((field.new or field.old for field in edit.fields), "") if edit.what == ITEM else ""
        return f"{edit.where}{place}: {edit.state}{f': {_short(said, _VALUE)}' if said else ''}"
    return f"{edit.where}{place}: {'; '.join(map(_became, edit.fields[:4])) or 'changed'}"


def _became(field: Field) -> str:
    old, new = (" ".join(text.split()) for text in (field.old, field.new))
    if old and new and max(len(old), len(new)) > _VALUE:
        return f"{field.name} {_marked(pieces(old, new))}"
    return f"{field.name} {_short(old, _VALUE) or '–'} → {_short(new, _VALUE) or '–'}"


def where(page: PageDiff) -> str:
    """Which page it is: document, number, title."""
    document = DOCUMENTS.get(page.document, page.document)
    number = page.number
    moved = page.old_number and page.new_number and page.old_number != page.new_number and "moved" in page.states
    place = f" {page.old_number} → {page.new_number}" if moved else f" {number}" if number else ""
    title = f" “{_short(page.title, 90)}”" if page.title else ""
    return f"{document}{place}{title}"


def _group(group: Shared) -> Iterator[str]:
    page = group.page
    states = "" if page.states == (CHANGED,) else f" ({', '.join(page.states)})"
    yield ""
    yield f"{where(page)}{states}: {_names(group)}"
    if page.id == LOOKS:
        yield "  words and structure as before; it looks otherwise"
    if page.states not in ((ADDED,), (REMOVED,)):
        for change in page.changes[:_CHANGES]:
            yield f"  {change.mark}: {changed_words(change)}"
        if len(page.changes) > _CHANGES:
            yield f"  … and {len(page.changes) - _CHANGES} lines more"
    for state in page.law:
        yield f"  state of {state.law}: {state.old or '–'} → {state.new or '–'}"
    for drawing in page.drawings:
        what = "drawn otherwise" if drawing.old and drawing.new else "came" if drawing.new else "is gone"
        alone = ", its words and data are as before" if drawing.alone else ""
        yield f"  figure {what}{alone}: {_short(drawing.caption, 100)}"
    yield from (f"  {said}" for said in dict.fromkeys(map(because, page.reasons)))


def because(reason: Reason) -> str:
    """What is behind a change, and how sure that is."""
    if reason.how == ONLY and not reason.alone:
        return f"nothing but {reason.edit.file} was edited"
    return f"{_BECAUSE.get(reason.how, 'because of')} {edit_line(reason.edit)}"


def changed_words(change: Change) -> str:
    """A changed line, what went in [-…-], what came in {+…+}; of a row its cells."""
    if change.mark == ORDER:
        return f"in another order: {_short(change.new, 100)}"
    if not change.old:
        return f"{{+{_short(change.new)}+}}"
    if not change.new:
        return f"[-{_short(change.old)}-]"
    return _marked(change.pieces)


def _marked(changed: Iterable[Piece]) -> str:
    said = ""
    for piece in changed:
        if piece.kind == SAME:
            said += _middle(piece.new)
            continue
        said += f"[-{piece.old.strip()}-]" if piece.old.strip() else ""
        said += f"{{+{piece.new.strip()}+}}" if piece.new.strip() else ""
        said += " " if (piece.new or piece.old).endswith(" ") else ""
    return said.strip()


def _middle(text: str) -> str:
    """What did not change, shortened: a few words before and behind what did."""
    if len(text) <= 2 * _AROUND:
        return text
    return f"{text[:_AROUND].rpartition(' ')[0]} … {text[-_AROUND:].partition(' ')[2]}"


def _set(one: SetDiff) -> str:
    if one.state in (FAILED, ADDED, REMOVED):
        more = f": {one.note.said if one.note else '; '.join(finding.about for finding in one.findings)}"
        return f"{one.name}: {one.state}{more if len(more) > 2 else ''}"
    of: dict[str, list[str]] = {}
    for page in one.pages:
        of.setdefault(DOCUMENTS.get(page.document, page.document), []).append(page.number)
    documents = "; ".join(
        _document(name, [number for number in found if number], len(found)) for name, found in of.items()
    )
    unexpected = f" – {one.unexpected} unexpected" if one.unexpected else ""
    return f"{one.name}: {documents}{unexpected}"


def _document(name: str, numbers: list[str], count: int) -> str:
    shown = ", ".join(numbers[:6]) + (" …" if len(numbers) > 6 else "")
    return f"{name} {shown}" if numbers else f"{name} ({count})" if count > 1 else name


def _names(group: Shared) -> str:
    """The sets that have the change, each with the number of the page where it is not the same in all."""
    named = zip(group.sets, group.numbers, strict=True)
    names = [f"{one.name}{f' ({number})' if number else ''}" for one, number in named]
    rest = len(names) - _NAMES
    return ", ".join(names[:_NAMES]) + (f" and {rest} {_plural('set', rest)} more" if rest > 0 else "")


def _short(text: str, most: int = _LONGEST) -> str:
    plain = text.replace(BETWEEN, " | ")
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
