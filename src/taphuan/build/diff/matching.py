"""Which page of one state is which of the other, by its id, then by its words; and what became of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from taphuan.build.diff.pages import DOCUMENTS, Page
from taphuan.build.diff.words import Number, Piece, likeness, numbers, pieces
from taphuan.build.normal.form import BETWEEN, FIGURE, HEAD, OPTION, ROW, Line

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
# how much of two pages with other ids must be the same
_ALIKE = 0.5
# and of two lines, for one to have become the other
_LINE_ALIKE = 0.35
TITLE = "title"
# lines whose level says which is the right or the own one, which others say in words
_MARKED = (OPTION, HEAD, ROW)
# the mark of a change of the order alone
ORDER = "order"


@dataclass(frozen=True)
class Change:
    """A line of a page that became another one; one of both is "" where it came or went. `mark` is that of the line, or title."""

    mark: str
    old: str
    new: str
    pieces: tuple[Piece, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Drawing:
    """A figure that is drawn otherwise: digests of its drawing, "" where it came or went; `alone`: its words and data are the same."""

    caption: str
    old: str
    new: str
    alone: bool


@dataclass(frozen=True)
class Pair:
    """A page and what became of it; `old` is None for one that was added, `new` for one that was removed. `states`: moved,
    changed, added, removed; a page may have moved and changed."""

    old: Page | None
    new: Page | None
    states: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    drawings: tuple[Drawing, ...] = ()

    @property
    def page(self) -> Page:
        """The page as it is now, or as it was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a pair of nothing")
        return found


def compare_pages(old: Sequence[Page], new: Sequence[Page]) -> tuple[Pair, ...]:
    """What became of the pages of a set; those that stayed as they were are left out."""
    found: list[Pair] = []
    for document in DOCUMENTS:
        before = [page for page in old if page.document == document]
        after = [page for page in new if page.document == document]
        if before or after:
            found += compare_document(before, after)
    return tuple(found)


def compare_document(old: list[Page], new: list[Page]) -> Iterator[Pair]:
    """The same of the pages of one document, whose ids are unique."""
    partners = _partners(old, new)
    places = {id(page): at for at, page in enumerate(old)}
    kept = _in_order([places[id(partners[id(page)])] for page in new if id(page) in partners])
    for page in new:
        before = partners.get(id(page))
        if before is None:
            yield Pair(None, page, (ADDED,), tuple(_changes((), _lines(page))))
            continue
        changes, drawings = tuple(_changes(_lines(before), _lines(page))), tuple(_drawings(before, page))
        # a page that only counts on because one was put before it has not moved
        moved = places[id(before)] not in kept or before.part.hidden != page.part.hidden
        drawn = bool(drawings) or before.law != page.law
        states = (*((MOVED,) if moved else ()), *((CHANGED,) if changes or drawn else ()))
        if states:
            yield Pair(before, page, states, changes, drawings)
    taken = {id(page) for page in partners.values()}
    for page in old:
        if id(page) not in taken:
            yield Pair(page, None, (REMOVED,), tuple(_changes(_lines(page), ())))


def _partners(old: list[Page], new: list[Page]) -> dict[int, Page]:
    """The older page of each newer one that has one, by the id of the object."""
    by_id = {page.part.id: page for page in old}
    partners = {id(page): by_id[page.part.id] for page in new if page.part.id in by_id}
    taken = {id(page) for page in partners.values()}
    left = [page for page in old if id(page) not in taken]
    for page in new:
        if id(page) in partners or not left:
            continue
        best = max(left, key=lambda one: _likeness(one, page))
        if _likeness(best, page) >= _ALIKE:
            partners[id(page)] = best
            left.remove(best)
    return partners


def _likeness(one: Page, other: Page) -> float:
    titles = likeness(one.part.title, other.part.title)
    lines = [{line.text for line in page.part.lines} for page in (one, other)]
    shared = len(lines[0] & lines[1]) / max(1, min(map(len, lines)))
    return max((titles + shared) / 2, likeness(_all(one), _all(other)) if titles + shared > 0.2 else 0.0)


def _all(page: Page) -> str:
    return " ".join((page.part.title, *(line.text for line in page.part.lines)))


def _in_order(places: list[int]) -> set[int]:
    """The longest run of numbers that rise: the pages that kept their order among each other."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(places)
    for at, place in enumerate(places):
        length = bisect_left(tails, place)
        before[at] = ends[length - 1] if length else -1
        if length == len(tails):
            tails.append(place)
            ends.append(at)
        else:
            tails[length], ends[length] = place, at
    kept, at = set(), ends[-1] if ends else -1
    while at >= 0:
        kept.add(places[at])
        at = before[at]
    return kept


def _lines(page: Page) -> tuple[Line, ...]:
    return (Line(TITLE, page.part.title), *page.part.lines)


def _changes(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Change]:
    """Lines that differ, each with the most similar one of its kind; where the same lines stand in another order, that."""
    before, after = ([(line.mark, line.text, line.level) for line in lines] for lines in (old, new))
    left: list[Line] = []
    come: list[Line] = []
    for name, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name != "equal":
            left += old[i1:i2]
            come += new[j1:j2]
    found = tuple(_pairs(left, come))
    if not found and come:
        found = (Change(ORDER, come[0].text, come[0].text, (), ()),)
    yield from found


def _pairs(left: list[Line], come: list[Line]) -> Iterator[Change]:
    for line in come:
        same = [one for one in left if _kind(one) == _kind(line)]
        best = max(same, key=lambda one: _like(one, line), default=None)
        # the only one of its kind that went is what the only one that came was, however little they share
        alone = len(same) == 1 and sum(_kind(one) == _kind(line) for one in come) == 1
        if best is not None and (alone or _like(best, line) >= _LINE_ALIKE):
            left.remove(best)
            if best.text != line.text or (best.level != line.level and line.mark not in _MARKED):
                yield _change(best, line)
        elif line.text:
            yield _change(None, line)
    for line in left:
        if line.text:
            yield _change(line, None)


def _kind(line: Line) -> str:
    return ROW if line.mark == HEAD else line.mark


def _like(old: Line, new: Line) -> float:
    # a title stays the title, whatever it says; a row is named by its first cell
    if old.mark == TITLE or old.text == new.text:
        return 1.0
    same = likeness(old.text, new.text)
    if old.mark == ROW and old.text.split(BETWEEN)[0] == new.text.split(BETWEEN)[0]:
        return max(same, 0.9)
    return same


def _change(old: Line | None, new: Line | None) -> Change:
    before, after = old.text if old else "", new.text if new else ""
    mark = (new or old or Line("", "")).mark
    both = bool(before and after)
    return Change(
        mark,
        before,
        after,
        pieces(before, after) if both else (),
        numbers(before, after) if both else (),
    )


def _drawings(old: Page, new: Page) -> Iterator[Drawing]:
    """Figures in their order: one that is drawn otherwise, one that came, one that went."""
    before, after = ([line for line in page.part.lines if line.mark == FIGURE] for page in (old, new))
    matcher = SequenceMatcher(None, [line.digest for line in before], [line.digest for line in after], autojunk=False)
    for name, i1, i2, j1, j2 in matcher.get_opcodes():
        if name == "equal":
            continue
        for at in range(max(i2 - i1, j2 - j1)):
            one = before[i1 + at] if i1 + at < i2 else None
            other = after[j1 + at] if j1 + at < j2 else None
            same = _words(old) == _words(new)
            text = (other or one or Line("", "")).text
            yield Drawing(text, one.digest if one else "", other.digest if other else "", same)


def _words(page: Page) -> list[tuple[str, str]]:
    return [(line.mark, line.text) for line in page.part.lines]
