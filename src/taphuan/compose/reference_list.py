"""The list of sources at the end of a document: slides of a deck, a part of a paper or of its annex.

A deck that is shown in a hall ends with one slide that counts them; the list itself is backup behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from nbformat import NotebookNode

from taphuan.compose.cells import markdown_cell
from taphuan.compose.parts import DECK, REPORT
from taphuan.known import law
from taphuan.lesson.markdown import escape
from taphuan.text import hold, say

_ENTRIES_PER_SLIDE = 10
ANNEX = "annex"
# where else the list is, by the paper that has it
_IN_PAPER = {REPORT: say("compose.reference_list.in_paper")}


def source_slides(
    document: str, entries: tuple[tuple[str, str], ...], note: str, number_in_annex: int, counted: bool, listed: str
) -> Iterator[NotebookNode]:
    """The cells of the list of sources: slides at the end of a deck, or one part at the end of a paper or of its annex
    (`number_in_annex`, 0 without one); `note` stands under the last of them, on a slide in its footer.

    `counted`: a deck whose list has several slides shows one that counts the sources, and the list is its backup; `listed`
    is then the paper of the set that has the list too, or "".
    """
    deck = document == DECK
    pages = _pages(entries, _ENTRIES_PER_SLIDE if deck else max(1, len(entries)))
    backup = counted and len(pages) > 1
    if backup:
        yield from _counting(entries, note, listed)
    for number, page in enumerate(pages, start=1):
        kind = "sources" if deck else ANNEX if number_in_annex else "part"
        place = f"{number_in_annex}. " if number_in_annex else ""
        title = say("compose.reference_list.title", place=place) + (
            f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        )
        start = sum(map(len, pages[: number - 1])) + 1
        lines = "\n".join(f"{place}. {escape(text)}" for place, (_, text) in enumerate(page, start=start))
        last = note if number == len(pages) and not backup else ""
        if last and not deck:
            lines += f"\n\n{last}"
        cited = [key for key, _ in page]
        yield from _slide(
            document, f"nguon-{document}-{number}", kind, title, lines, cited, last if deck else "", backup
        )


def _pages(entries: tuple[tuple[str, str], ...], most: int) -> list[tuple[tuple[str, str], ...]]:
    """The entries in as few pages as hold them, each with as many as the others."""
    size = ceil(len(entries) / ceil(len(entries) / most)) if entries else 1
    return [entries[start : start + size] for start in range(0, len(entries), size)]


def _counting(entries: tuple[tuple[str, str], ...], note: str, listed: str) -> Iterator[NotebookNode]:
    """The slide that says how many sources there are and where their list is."""
    laws = sum(key in law.documents() for key, _ in entries)
    others = len(entries) - laws
    lines = [
        say("compose.reference_list.laws", laws=laws) if laws else "",
        say("compose.reference_list.others", others=others) if others else "",
        say("compose.reference_list.whole_list", in_paper=_IN_PAPER.get(listed, "")),
    ]
    text = hold("\n".join(filter(None, lines)))
    title = hold(say("compose.reference_list.counted", sources=len(entries)))
    yield from _slide(DECK, "nguon-deck", "sources", title, text, [], note, False, "text")


def _slide(
    document: str,
    slide: str,
    kind: str,
    title: str,
    lines: str,
    cited: list[str],
    note: str,
    backup: bool,
    layout: str = "",
) -> Iterator[NotebookNode]:
    deck = document == DECK
    metadata = {
        "document": document,
        "part": "sources",
        "part_title": say("compose.reference_list.part"),
        "slide": slide,
        "slide_kind": kind,
    }
    marked = ({"backup": True} if backup else {}) | ({"layout": layout} if layout else {})
    yield markdown_cell(
        f"{'##' if deck else '#'} {title}",
        id=f"{slide}-title",
        metadata={
            "slideshow": {"slide_type": "subslide" if backup else "slide" if deck else "skip"},
            "taphuan": {**metadata, "role": "heading", **marked},
        },
    )
    yield markdown_cell(
        lines,
        id=f"{slide}-list",
        metadata={
            "slideshow": {"slide_type": "-" if deck else "skip"},
            "taphuan": {**metadata, "role": "body", "citations": cited},
        },
    )
    if note:
        yield markdown_cell(
            note,
            id=f"{slide}-sources",
            metadata={"slideshow": {"slide_type": "-"}, "taphuan": {**metadata, "role": "sources"}},
        )
