"""The list of planted faults by kind, as docs/trust.md has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planted_data import IN_DATA
from planted_documents import SPOILT, WRONG
from planted_sets import COMPOSED, CONTENT, WRITTEN

BEGIN, END = "<!-- planted: begin -->", "<!-- planted: end -->"
DATA, WALK, NEXT = "data check", "walk", "next build"
_ORDER = (DATA, CONTENT, COMPOSED, WRITTEN, WALK, NEXT)
# kind → fault → (who catches it, the test that plants it)
ELSEWHERE = {
    "stale numbers": {
        "an executed notebook of before a change of the data": (
            COMPOSED,
            "check/written/test_planted_documents.py::test_numbers_of_before_a_change_of_the_data_are_refused",
        ),
        "a value of the data changed behind a finished set": (
            NEXT,
            "build/test_need.py::test_one_changed_cell_of_the_index_rebuilds_what_shows_it_and_nothing_else",
        ),
        "a drawing in the cache that was changed": (
            NEXT,
            "charts/test_charts_cache.py::test_a_damaged_entry_is_drawn_anew",
        ),
    },
    "overflow": {
        "text that runs out of its slide": (
            WALK,
            "build/test_check_before_publish.py::test_an_overfull_deck_is_withheld_at_once_and_by_the_build_that_can_walk_it",
        ),
        "a script that asks the net": (WALK, "check/test_overflow.py::test_requests_and_errors_are_found"),
    },
    "published files": {
        "a file swapped behind a finished set": (
            NEXT,
            "check/written/test_planted_documents.py::test_a_file_that_was_swapped_after_publishing_is_told",
        ),
    },
}


def by_kind() -> dict[str, dict[str, tuple[str, ...]]]:
    """kind → fault → who catches it."""
    kinds: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for name, wrong in WRONG.items():
        kinds[wrong.kind][name] = (*wrong.checks, *((WRITTEN,) if wrong.files else ()))
    for name, spoilt in SPOILT.items():
        kinds[spoilt.kind][name] = (WRITTEN,)
    for name, fault in IN_DATA.items():
        kinds[fault.kind][name] = (DATA,)
    for kind, faults in ELSEWHERE.items():
        kinds[kind] |= {name: (check,) for name, (check, _) in faults.items()}
    return kinds


def lines(cells_of: Mapping[str, Sequence[str]], unseen: Sequence[str]) -> Iterator[str]:
    """The table and the rate, in Markdown. `cells_of`: the faulty cells that are caught, by kind; `unseen`: those that are not."""
    kinds = by_kind()
    total = sum(map(len, kinds.values()))
    yield "| kind | wrong documents | caught | by |"
    yield "| --- | --- | --- | --- |"
    for kind in sorted(kinds):
        faults = kinds[kind]
        by = {check for checks in faults.values() for check in checks}
        yield f"| {kind} | {'; '.join(faults)} | {len(faults)} of {len(faults)} | {', '.join(c for c in _ORDER if c in by)} |"
    for group, names in cells_of.items():
        number = len(names)
        yield f"| cells: {group} | written by a trainer into a notebook, each in a title, text, notes, output or picture | {number} of {number} | {CONTENT} |"
    yield f"| cells: unseen | {'; '.join(unseen)} | 0 of {len(unseen)} | nobody |"
    cells = sum(map(len, cells_of.values()))
    yield ""
    yield (
        f"**{total} of {total} wrong documents** are caught before anything is published, in "
        f"{sum(len(wrong.files) for wrong in WRONG.values()) + len(SPOILT)} files; of {cells + len(unseen)} faulty cells {cells}."
    )
