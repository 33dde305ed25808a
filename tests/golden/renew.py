"""Writes the decks of this folder as Markdown, the list of all claims and that of all that known/ says again from data/ and notebooks/: `make golden`."""

from __future__ import annotations

from pathlib import Path

from all_known import known_of_all
from all_lessons import said_of_all
from projects import execute_in_process
from taphuan.document.reading import read_document
from taphuan.export.plain.deck_md import write_deck_md
from taphuan.known.conferences import conference
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson

FOLDER = Path(__file__).parent
# name of the file → (conference, province, module): an incomplete year, a province without an index, a module
DECKS = {
    "bac-giang": ("bac-giang", "bac-giang", ""),
    "bac-kan": ("bac-kan-2020", "bac-kan", ""),
    "lap-ke-hoach-cds": ("quang-nam-2024", WHOLE, "lap-ke-hoach-cds"),
}


def deck_md(name: str) -> bytes:
    """A deck of DECKS as Markdown."""
    slug, province, module = DECKS[name]
    lesson = open_lesson(slug, province, conference(slug).as_of.isoformat(), module)
    return write_deck_md(read_document(execute_in_process(lesson), "deck"))


if __name__ == "__main__":
    for deck in DECKS:
        (FOLDER / f"{deck}.md").write_bytes(deck_md(deck))
    (FOLDER / "claims.tsv").write_text(said_of_all(), encoding="utf-8")
    (FOLDER / "known.tsv").write_text(known_of_all(), encoding="utf-8")
