"""Three real decks as Markdown, compared with reviewed files: a change of data, prose or code appears as a diff."""

from __future__ import annotations

import difflib

import pytest
from renew import DECKS, FOLDER, deck_md


@pytest.mark.parametrize("name", DECKS)
def test_the_deck_equals_the_reviewed_file(name: str) -> None:
    reviewed = (FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()
    actual = deck_md(name).decode().splitlines()
    diff = list(difflib.unified_diff(reviewed, actual, f"tests/golden/{name}.md", "deck.md", lineterm="", n=1))
    assert not diff, "\n".join(["review the changes; `make golden` writes them to the file", *diff[:60]])


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(DECKS)
