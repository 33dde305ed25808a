"""What a comparison has found, as values: for the terminal, the page, JSON and the correction slip."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.build.diff.edits import Edit
from taphuan.build.diff.matching import Change, Drawing
from taphuan.build.diff.reasons import Reason
from taphuan.build.diff.unexpected import Finding

# what became of a set
SAME, CHANGED, ADDED, REMOVED, FAILED = "same", "changed", "added", "removed", "failed"


@dataclass(frozen=True)
class Note:
    """What could not be taken into account, or what else is to be known: `said` in English for the terminal, `vi` for the page."""

    said: str
    vi: str


@dataclass(frozen=True)
class State:
    """The state of a document of law on a page, before and after."""

    law: str
    old: str
    new: str


@dataclass(frozen=True)
class PageDiff:
    """A page that is not as it was. `document` is its kind, or the name of a file that is written otherwise; `old_number` and
    `new_number` are how people find it; `states`: added · removed · moved · changed; `sources` is what it says of its sources now."""

    document: str
    id: str
    title: str
    old_number: str
    new_number: str
    states: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    law: tuple[State, ...] = ()
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: str = ""

    @property
    def number(self) -> str:
        """How people find it now, or found it."""
        return self.new_number or self.old_number

    @property
    def content(self) -> tuple[object, ...]:
        """What is equal where the same happened to the same page of several sets."""
        return self.document, self.id, self.states, self.changes, self.drawings, self.law, self.findings


@dataclass(frozen=True)
class SetDiff:
    """A document set. `who` is the province, speaker's part or hall it is for, in Vietnamese; `note` says why it could not be
    compared."""

    name: str
    conference: str
    province: str
    module: str
    who: str
    as_of: str
    state: str
    pages: tuple[PageDiff, ...] = ()
    findings: tuple[Finding, ...] = ()
    note: Note | None = None

    @property
    def unexpected(self) -> int:
        return len(self.findings) + sum(len(page.findings) for page in self.pages)


@dataclass(frozen=True)
class Diff:
    """All of it. `old` and `new` name the states; `edits` is what was edited, `edited` what is unexpected about it: (number of
    the edit, finding); None where nothing is known of the older files. `notes`: what else is to be known."""

    old: str
    new: str
    sets: tuple[SetDiff, ...]
    edits: tuple[Edit, ...] | None
    edited: tuple[tuple[int, Finding], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def changed(self) -> tuple[SetDiff, ...]:
        return tuple(one for one in self.sets if one.state != SAME)


@dataclass(frozen=True)
class Shared:
    """The same change of a page in several sets; `page` is that of the first one, `pages` those of all, in the order of `sets`."""

    pages: tuple[PageDiff, ...]
    sets: tuple[SetDiff, ...]

    @property
    def page(self) -> PageDiff:
        return self.pages[0]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number of the page in each set; nothing where it is the same in all."""
        numbers = tuple(page.number for page in self.pages)
        return numbers if len(set(numbers)) > 1 else ("",) * len(numbers)


def shared(sets: tuple[SetDiff, ...]) -> tuple[Shared, ...]:
    """The changed pages, each change once with all sets that have it; the unexpected ones first, the gravest before others."""
    found: dict[tuple[object, ...], list[tuple[PageDiff, SetDiff]]] = {}
    for one in sets:
        for page in one.pages:
            found.setdefault(page.content, []).append((page, one))
    groups = [Shared(*zip(*of, strict=True)) for of in found.values()]
    return tuple(sorted(groups, key=lambda group: _weight(group.page)))


def _weight(page: PageDiff) -> int:
    return min((finding.weight for finding in page.findings), default=99)
