"""The files of a set that are written otherwise: where a writer or a template was edited, each is read in its normal form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from taphuan.build.diff.edits import CODE, LOCK, TEMPLATE, Edit
from taphuan.build.diff.matching import CHANGED, Pair, compare_document
from taphuan.build.diff.pages import Page
from taphuan.build.diff.reasons import ONLY, PERHAPS, Reason
from taphuan.build.diff.result import PageDiff
from taphuan.build.diff.states import SetState
from taphuan.build.need import NOTEBOOK
from taphuan.build.normal.form import Part
from taphuan.build.normal.reading import NotReadable, has_normal, normal_of

# every file of a set
ALL_FORMATS = ("*",)
# the words of a page that says of a file that it looks otherwise
LOOKS = "looks"
# edits that a page is given
_MOST = 3


def compare_files(
    old: SetState | None, new: SetState | None, told: Iterable[PageDiff], edits: tuple[Edit, ...] | None
) -> tuple[PageDiff, ...]:
    """The pages of the files of both states that are not the same, without what is `told` of the notebook already; behind
    them are the templates and writers among the `edits`."""
    if old is None or new is None or old.files is None or new.files is None:
        return ()
    known = {(change.old, change.new) for page in told for change in page.changes}
    drawn = any(page.drawings for page in told)
    written = tuple(edit for edit in edits or () if edit.what in (TEMPLATE, CODE, LOCK))
    how = ONLY if len(written) == 1 == len(edits or ()) else PERHAPS
    behind = tuple(Reason(edit, how) for edit in written[:_MOST])
    found: list[PageDiff] = []
    for name in new.written:
        if name not in old.written or name == NOTEBOOK or not has_normal(name):
            continue
        contents = [(state / name).read_bytes() for state in (old.files, new.files)]
        if contents[0] == contents[1]:
            continue
        try:
            before, after = (_pages(name, content) for content in contents)
        except NotReadable as error:
            found.append(PageDiff(name, "", str(error), "", "", (CHANGED,)))
            continue
        pages = [page for pair in compare_document(before, after) if (page := _page(name, pair, known))]
        if not pages and not known and not drawn:
            # the bytes differ, the words do not
            pages = [PageDiff(name, LOOKS, "", "", "", (CHANGED,))]
        found += pages
    return tuple(replace(page, reasons=behind) for page in found)


def _pages(name: str, content: bytes) -> list[Page]:
    """The parts of a file, each with an id of its own."""
    counts: dict[str, int] = {}
    pages = []
    for part in normal_of(name, content).parts:
        named = part.id or part.title
        counts[named] = counts.get(named, 0) + 1
        unique = named if counts[named] == 1 else f"{named} ({counts[named]})"
        pages.append(Page(name, Part(unique, part.title, part.lines, part.hidden)))
    return pages


def _page(name: str, pair: Pair, known: set[tuple[str, str]]) -> PageDiff | None:
    changes = tuple(one for one in pair.changes if (one.old, one.new) not in known)
    if not changes and not pair.drawings:
        return None
    return PageDiff(name, pair.page.part.id, pair.page.part.title, "", "", pair.states, changes, pair.drawings)
