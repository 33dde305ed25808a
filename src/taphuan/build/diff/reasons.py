"""Which edit is behind the change of a page: the row of data, the item, the cell, the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taphuan import paths, text
from taphuan.build.diff.edits import CELL, CODE, FEATURE, ITEM, LOCK, ROW, TEMPLATE, Edit, Field
from taphuan.build.diff.matching import Pair
from taphuan.build.diff.pages import Page
from taphuan.data.load import rows

# how sure it is: the page's own claims name the value; its cell was edited; the value stands there as written; it cites the
# row; nothing else was edited; it was edited too
EVIDENCE, OWN_CELL, VALUE, CITED, ONLY, PERHAPS = "evidence", "cell", "value", "cited", "only", "perhaps"
# nothing is known of the edit: the row as it stands today
STANDS = "stands"
_ORDER = (EVIDENCE, OWN_CELL, VALUE, CITED, ONLY, PERHAPS)
# how many a page is given
_MOST = 3
# edits up to which a value that stands in the words says something: of thousands one always does
_FEW = 200
# letters of a value that came or went alone, without one in whose place it stands
_LEAST = 3
# a value this short stands in many places
_SHORTEST = 2


@dataclass(frozen=True)
class Reason:
    """An edit, and how it is known to be behind a change. `alone`: there are no others of its file."""

    edit: Edit
    how: str
    alone: bool = True


def reasons_of(pair: Pair, edits: tuple[Edit, ...]) -> tuple[Reason, ...]:
    """The edits behind the change of a page, the surest first, those of one kind only."""
    if not edits:
        return ()
    found: dict[str, list[Edit]] = {}
    few = len(edits) <= _FEW
    for edit in edits:
        if how := _how(pair, edit, few):
            found.setdefault(how, []).append(edit)
    for how in _ORDER:
        if how in found:
            return tuple(Reason(edit, how) for edit in found[how][:_MOST])
    how = ONLY if len({edit.file for edit in edits}) == 1 else PERHAPS
    if how == PERHAPS and not few:
        return ()
    return tuple(Reason(edit, how, len(edits) == 1) for edit in _of_the_kind(pair, edits)[:_MOST])


def rows_behind(pair: Pair) -> tuple[Reason, ...]:
    """Where nothing is known of the older data: the rows of today whose values stand in the words that came."""
    if pair.new is None:
        return ()
    come = " ".join(
        [number.new for change in pair.changes for number in change.numbers]
        + [change.new for change in pair.changes if not change.numbers]
    )
    found: dict[tuple[str, int], Edit] = {}
    for file, key, column in sorted(pair.new.evidence):
        wanted = dict(part.partition("=")[::2] for part in key.split(";") if part)
        if not file.endswith(".csv") or "=" not in key:
            continue
        for line, row in enumerate(rows(file.removesuffix(".csv")), start=2):
            value = row.get(column, "")
            if all(row.get(name) == one for name, one in wanted.items()) and any(
                _within(form, f" {come} ") for form in written(value)
            ):
                place = ", ".join(wanted.values())
                found.setdefault(
                    (file, line),
                    Edit(f"{paths.DATA.name}/{file}", line, place, ROW, STANDS, (Field(column, "", value),)),
                )
        if len(found) >= _MOST:
            break
    return tuple(Reason(edit, STANDS) for edit in list(found.values())[:_MOST])


def _of_the_kind(pair: Pair, edits: tuple[Edit, ...]) -> list[Edit]:
    """Where nothing names the edit: words come from data and cells, a drawing alone from code and the theme."""
    drawn = pair.drawings and not pair.changes
    wanted = (FEATURE, TEMPLATE, CODE, LOCK) if drawn else (ROW, ITEM, CELL, CODE, TEMPLATE, LOCK, FEATURE)
    fitting = [edit for edit in edits if edit.what in wanted] or list(edits)
    return sorted(fitting, key=lambda edit: wanted.index(edit.what) if edit.what in wanted else len(wanted))


def _how(pair: Pair, edit: Edit, few: bool) -> str:
    pages = [page for page in (pair.old, pair.new) if page is not None]
    if edit.what == CELL:
        return OWN_CELL if any(edit.ids & page.origins for page in pages) else ""
    if edit.what == ROW and any(_is_evidence(page, edit) for page in pages):
        return EVIDENCE
    if few and edit.what in (ROW, ITEM) and _stands_there(pair, edit.fields):
        return VALUE
    if edit.what in (ROW, ITEM) and any(edit.ids & page.cited for page in pages):
        return CITED
    return ""


def _is_evidence(page: Page, edit: Edit) -> bool:
    """Whether a claim of the page rests on a value that was edited."""
    file = edit.file.removeprefix(f"{paths.DATA.name}/")
    edited = {field.name for field in edit.fields}
    for named, key, column in page.evidence:
        if named == file and column in edited:
            wanted = dict(part.partition("=")[::2] for part in key.split(";") if part)
            if all(edit.row.get(name) == value for name, value in wanted.items()):
                return True
    return False


def _stands_there(pair: Pair, fields: Iterable[Field]) -> bool:
    """Whether a value stands in the words that went, or its successor in those that came, as papers write it."""
    gone, come = (
        f" {' '.join(texts)} "
        for texts in (
            [piece.old for change in pair.changes for piece in change.pieces if piece.kind != "same"]
            + [change.old for change in pair.changes if not change.new],
            [piece.new for change in pair.changes for piece in change.pieces if piece.kind != "same"]
            + [change.new for change in pair.changes if not change.old],
        )
    )
    for field in fields:
        before, after = written(field.old), written(field.new)
        went, came = any(_within(form, gone) for form in before), any(_within(form, come) for form in after)
        alone = (went and not field.new) or (came and not field.old)
        if (went and came) or (alone and len(field.old or field.new) >= _LEAST):
            return True
        if field.old and field.new and _part_of(field, gone, come):
            return True
    return False


def _part_of(field: Field, gone: str, come: str) -> bool:
    """Whether the words that went are of a longer text before, and those that came of the one behind it."""
    before, after = (" ".join(value.split()) for value in (field.old, field.new))
    if len(after.split()) < 3:
        return False
    return gone.strip() in before and come.strip() in after and bool(come.strip() or gone.strip())


def _within(form: str, words: str) -> bool:
    if len(form) < _SHORTEST:
        return f" {form} " in words
    at = words.find(form)
    while at >= 0:
        around = words[at - 1 : at], words[at + len(form) : at + len(form) + 1]
        if not any(sign.isalnum() for sign in around):
            return True
        at = words.find(form, at + 1)
    return False


def written(value: str) -> tuple[str, ...]:
    """The forms in which documents write a value of data: as it is, as number, index, day."""
    if not value:
        return ()
    forms = {value.strip()}
    try:
        number = float(value)
    except ValueError:
        try:
            forms.add(text.day(value))
        except ValueError:
            return tuple(forms)
        return tuple(forms)
    if len(value) < 16:
        forms |= {text.number(value), text.tenth(number), text.rounded(number, 2)}
        if 0 <= number <= 1 and "." in value:
            forms.add(text.points(number))
            forms.add(text.number(f"{number * 100:.10g}"))
        if number > 9999:
            forms |= {text.tenth(number / 1000), text.tenth(number / 1_000_000), text.number(str(round(number)))}
    return tuple(forms)
