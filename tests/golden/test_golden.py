"""Three real decks as text, compared with what was read and found good: a change of data, prose or code shows as a diff."""

from __future__ import annotations

import difflib

import pytest
from renew import DECKS, FOLDER, deck_md


@pytest.mark.parametrize("name", DECKS)
def test_the_deck_says_what_it_said(name: str) -> None:
    kept = (FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()
    made = deck_md(name).decode().splitlines()
    diff = list(difflib.unified_diff(kept, made, f"tests/golden/{name}.md", "deck.md", lineterm="", n=1))
    assert not diff, "\n".join(["read the changes; `make golden` takes them over", *diff[:60]])


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(DECKS)
