"""The heart of it: no page of any conference says on its day, or today, what could not be said on that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from anachronisms import complaints
from conftest import Project
from nbformat import NotebookNode

from taphuan import paths
from taphuan.audit.content import check_notebook
from taphuan.compose.source import read_source
from taphuan.conferences import all_items, conference, conference_slugs, participants
from taphuan.lesson import Lesson, open_lesson

TODAY = date(2026, 11, 21)
TAUGHT = sorted({(slug, day) for slug in conference_slugs() for day in (conference(slug).as_of, TODAY)})


@pytest.mark.parametrize(("slug", "day"), TAUGHT, ids=[f"{slug}-{day}" for slug, day in TAUGHT])
def test_every_document_says_only_what_was_known_and_says_what_state_the_law_is_in(
    slug: str, day: date, executed: Callable[[Lesson], NotebookNode]
) -> None:
    found: list[str] = []
    for unit in participants(conference(slug), day):
        notebook = executed(open_lesson(slug, unit.slug, day.isoformat()))
        found += [f"{unit.slug}: {finding}" for finding in (*check_notebook(notebook), *complaints(notebook, day))]
        found += [f"{unit.slug}: {finding}" for finding in _outside_their_window(notebook, day)]
    assert found == []


def _outside_their_window(notebook: NotebookNode, day: date) -> list[str]:
    items = {item.id: item for item in all_items()}
    told = _told_as_history()
    return [
        f"{cell.id} cites {id_}"
        for cell in notebook.cells
        for id_ in cell.metadata["taphuan"].get("citations", ())
        if id_ in items and (not items[id_].known(day) or not (items[id_].usable(day) or cell.id in told))
    ]


def _told_as_history() -> frozenset[str]:
    """The cells whose own metadata say that they outlive what they cite."""
    found = []
    for path in paths.NOTEBOOKS.glob("*/*.ipynb"):
        for slide in read_source(path).slides:
            for cell in (slide.heading, *slide.body):
                if cell.options.get("history") or cell.options.get("window", {}).get("until"):
                    found.append(f"{path.stem}-{cell.id}")
    return frozenset(found)
