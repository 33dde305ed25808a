"""Every fact from the articles about the conferences is in the documents to which it belongs."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import pytest

from taphuan.compose import compose
from taphuan.known.conferences import Item, conferences, facts, participants
from taphuan.lesson.lesson import open_lesson

FACTS = [fact for conf in conferences() for fact in facts(conf.slug)]


@lru_cache(maxsize=4)
def slides_by_citation(conference: str, province: str) -> dict[tuple[str, str], list[str]]:
    """(document, cited id) → ids of the slides that cite it, in a document set on the conference's own day."""
    conf = next(c for c in conferences() if c.slug == conference)
    slides: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in compose(open_lesson(conference, province, conf.as_of.isoformat())).cells:
        meta = cell.metadata["taphuan"]
        # the list of sources at the end cites facts without containing them
        if meta.get("document") and meta["part"] != "sources":
            for id_ in meta.get("citations", ()):
                slides[meta["document"], id_].append(meta["slide"])
    return slides


def test_there_are_62_facts() -> None:
    assert len(FACTS) == 62


@pytest.mark.parametrize("fact", [f for f in FACTS if f.where == "deck"], ids=lambda fact: fact.id)
def test_a_fact_of_the_deck_is_in_the_decks_of_its_conference(fact: Item) -> None:
    conf = next(c for c in conferences() if c.slug == fact.owner)
    for province in ("hoi-nghi", participants(conf)[0].slug):
        slides = slides_by_citation(fact.owner, province)
        assert slides["deck", fact.id], f"{fact.id} is on no slide of {fact.owner}/{province}"


@pytest.mark.parametrize("fact", [f for f in FACTS if f.where == "report"], ids=lambda fact: fact.id)
def test_a_fact_of_the_report_is_in_the_report_and_in_no_deck(fact: Item) -> None:
    slides = slides_by_citation(fact.owner, "hoi-nghi")
    assert slides["report", fact.id], f"{fact.id} is not in the report of {fact.owner}"
    assert not slides["deck", fact.id], f"{fact.id} belongs to the report, not to a slide"
