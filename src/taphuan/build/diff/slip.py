"""The correction slip of a difference: what people who have the papers must be told, and nothing that only a screen or a trainer has."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.build.diff.matching import ADDED, ORDER, REMOVED, TITLE, Change
from taphuan.build.diff.pages import DOCUMENTS
from taphuan.build.diff.result import Diff, PageDiff, SetDiff
from taphuan.build.normal import form
from taphuan.data.load import rows
from taphuan.document.model import Document
from taphuan.document.reading import read_document
from taphuan.errors import TaphuanError
from taphuan.export.docx.correction import Corrected, Correction, write_correction
from taphuan.lesson.lesson import open_lesson
from taphuan.text import listing, lower_first, say

# documents that are printed and handed out
_PRINTED = ("deck", "briefing", "report", "checkup", "quiz", "worksheets", "agenda", "sheet")
# words of a page that nobody is given on paper, or that say what a figure beside them says
_SILENT = (form.NOTE, form.FRAME, form.FIGURE, ORDER)
_KINDS = {"deck": "trang", "quiz": say("build.diff.slip.question")}
_NO_PAGE, _LEFT_OUT = say("build.diff.slip.no_page"), say("build.diff.slip.left_out")
# letters of a cell of the table
_LONGEST = 600
# names of sets above a table
_NAMES = 6


class NothingToCorrect(TaphuanError):
    """No paper that was handed out is wrong, or it is not said of which conference."""

    code = "TH894"


def slip_of(diff: Diff) -> bytes:
    """The slip of one conference. Raises NothingToCorrect."""
    groups: dict[tuple[Correction, ...], list[SetDiff]] = {}
    for one in diff.sets:
        if corrections := tuple(dict.fromkeys(_corrections(one))):
            groups.setdefault(corrections, []).append(one)
    if not groups:
        raise NothingToCorrect("no document that is handed out changes, so there is no correction slip")
    conferences = sorted({one.conference for sets in groups.values() for one in sets})
    if len(conferences) > 1:
        raise NothingToCorrect(
            f"documents of {len(conferences)} conferences change ({', '.join(conferences)}); a slip is for one: "
            f"--conference {conferences[0]} --correction FILE.docx"
        )
    return write_correction(
        _deck(next(iter(groups.values()))[0]), tuple(Corrected(_names(sets), found) for found, sets in groups.items())
    )


def _deck(one: SetDiff) -> Document:
    """The deck of a set as it is composed now: whose it is and of which day, without what its cells show."""
    from taphuan.compose import compose

    return read_document(compose(open_lesson(one.conference, one.province, one.as_of, one.module)), "deck")


def _names(sets: list[SetDiff]) -> str:
    names = list(dict.fromkeys(lower_first(one.who) for one in sets))
    if len(names) <= _NAMES:
        return say("build.diff.slip.of", names=listing(names))
    return say("build.diff.slip.of_more", names=", ".join(names[:_NAMES]), others=len(names) - _NAMES)


def _corrections(one: SetDiff) -> Iterator[Correction]:
    for page in one.pages:
        if page.document in _PRINTED:
            yield from _of_page(page)


def _of_page(page: PageDiff) -> Iterator[Correction]:
    place, basis = _place(page), _basis(page)
    if REMOVED in page.states:
        yield Correction(place, f"“{_short(page.title)}”", _LEFT_OUT, basis)
        return
    if ADDED in page.states:
        lines = [change.new for change in page.changes if change.mark not in (*_SILENT, TITLE, form.SOURCE)]
        yield Correction(place, _NO_PAGE, _short("\n".join((page.title, *map(_said, lines)))), basis)
        return
    found = [change for change in page.changes if change.mark not in (*_SILENT, form.SOURCE)]
    for change in found:
        yield Correction(place, *_became(change), basis)
    for state in page.law:
        if state.old and state.new:
            yield Correction(place, f"{_law(state.law)}: {state.old}", f"{_law(state.law)}: {state.new}", basis)
    if page.drawings and not found:
        yield Correction(
            place,
            say("build.diff.slip.drawing_printed"),
            say("build.diff.slip.drawing_now", caption=_short(page.drawings[0].caption)),
            basis,
        )


def _place(page: PageDiff) -> str:
    """The document with the page that people have, by its number then."""
    number = page.old_number or page.new_number
    document = DOCUMENTS[page.document]
    return (
        f"{document}, {_KINDS.get(page.document, say('build.diff.slip.item'))} {number}"
        if number
        else f"{document}, {_short(page.title)}"
    )


def _became(change: Change) -> tuple[str, str]:
    """What was printed and what to read instead; of a row its name and the cells that changed."""
    rows_of = [[cell.strip() for cell in text.split(form.BETWEEN.strip())] for text in (change.old, change.new)]
    old, new = rows_of
    if change.mark == form.ROW and len(old) == len(new) > 1 and old[0] == new[0]:
        at = [place for place in range(1, len(old)) if old[place] != new[place]]
        before, after = ("; ".join(cells[place] or say("build.diff.slip.empty") for place in at) for cells in rows_of)
        return _short(f"{old[0]}: {before}"), _short(f"{new[0]}: {after}")
    return _said(change.old) or say("build.diff.slip.nothing"), _said(change.new) or say("build.diff.slip.removed")


def _said(text: str) -> str:
    """A line as a person reads it: the cells of a row with commas between them."""
    cells = [cell.strip() for cell in text.split(form.BETWEEN.strip())]
    return _short("; ".join(filter(None, cells)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _law(id_: str) -> str:
    """A document of law by its type and number."""
    for row in rows("law/legal_documents"):
        if row["id"] == id_:
            return f"{row['type']} {row['number']}" if row["number"] else row["title_vi"]
    return id_


def _basis(page: PageDiff) -> str:
    """What the page itself says of its sources; "" where it names none."""
    return _short(page.sources)
