from __future__ import annotations

from collections.abc import Callable

import pytest
from nbformat import NotebookNode

from pptx_decks import SETS, Deck
from taphuan.lesson.lesson import open_lesson


@pytest.fixture(scope="session")
def decks(executed: Callable[..., NotebookNode]) -> dict[str, Deck]:
    return {name: Deck(executed(open_lesson(*said), full=name == "province")) for name, said in SETS.items()}


@pytest.fixture(params=SETS)
def deck(request: pytest.FixtureRequest, decks: dict[str, Deck]) -> Deck:
    return decks[request.param]
