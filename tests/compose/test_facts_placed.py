"""Every fact of the founding articles stands in the documents it belongs to: fact → file → slide."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import pytest

from taphuan.compose import compose
from taphuan.known.conferences import Item, conferences, facts, participants
from taphuan.lesson.lesson import open_lesson

FACTS = [fact for conf in conferences() for fact in facts(conf.slug)]


@lru_cache(maxsize=4)
def places(conference: str, province: str) -> dict[tuple[str, str], list[str]]:
    """(document, cited id) → slides, of one document set on the conference's own day."""
    conf = next(c for c in conferences() if c.slug == conference)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in compose(open_lesson(conference, province, conf.as_of.isoformat())).cells:
        meta = cell.metadata["taphuan"]
        # the list of sources at the end names where facts come from, it tells none
        if meta.get("document") and meta["part"] != "sources":
            for id_ in meta.get("citations", ()):
                found[meta["document"], id_].append(meta["slide"])
    return found


def test_there_are_62_facts() -> None:
    assert len(FACTS) == 62


@pytest.mark.parametrize("fact", [f for f in FACTS if f.where == "deck"], ids=lambda fact: fact.id)
def test_a_taught_fact_stands_in_the_decks_of_its_conference(fact: Item) -> None:
    conf = next(c for c in conferences() if c.slug == fact.owner)
    for province in ("hoi-nghi", participants(conf)[0].slug):
        assert places(fact.owner, province)["deck", fact.id], f"{fact.id} is on no slide of {fact.owner}/{province}"


@pytest.mark.parametrize("fact", [f for f in FACTS if f.where == "report"], ids=lambda fact: fact.id)
def test_what_was_said_there_stands_in_the_report_and_in_no_deck(fact: Item) -> None:
    found = places(fact.owner, "hoi-nghi")
    assert found["report", fact.id], f"{fact.id} is nowhere in the report of {fact.owner}"
    assert not found["deck", fact.id], f"{fact.id} belongs to the report, not to a slide"
