"""Every fact and quotation from the articles about the conferences is in the documents to which it belongs."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache

import pytest

from taphuan.compose import compose
from taphuan.data.load import rows
from taphuan.known.conferences import conferences, facts, participants, quotations
from taphuan.known.items import Item
from taphuan.lesson.lesson import open_lesson

FACTS = [fact for conf in conferences() for fact in facts(conf.slug)]
QUOTATIONS = [quotation for conf in conferences() for quotation in quotations(conf.slug)]


# whose host speaks of itself in the article: what it says is told to all in the hall, and at home to the host alone
HOSTS = {"quang-nam-2024": "quang-nam", "ba-ria-vung-tau-2024": "ba-ria-vung-tau", "bac-giang": "bac-giang"}


@lru_cache(maxsize=12)
def slides_by_citation(conference: str, province: str, full: bool = False) -> dict[tuple[str, str], list[str]]:
    """(document, cited id) → ids of the slides that cite it, in a document set on the conference's own day; `full`: with the
    deck of the hall for a province."""
    conf = next(c for c in conferences() if c.slug == conference)
    slides: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in compose(open_lesson(conference, province, conf.as_of.isoformat()), full=full).cells:
        meta = cell.metadata["taphuan"]
        # the list of sources at the end cites facts without containing them
        if meta.get("document") and meta["part"] != "sources":
            for id_ in meta.get("citations", ()):
                slides[meta["document"], id_].append(meta["slide"])
    return slides


def test_all_167_facts_of_the_articles_are_placed_or_reasoned() -> None:
    """As many as a reading of the five articles counted, each on a document or with the reason why not."""
    table = rows("conferences/article_facts")
    counted = {
        "quang-nam-2024": 28,
        "ba-ria-vung-tau-2024": 40,
        "bac-kan-2020": 23,
        "bac-giang": 37,
        "truc-tuyen-2022": 39,
    }
    assert Counter(row["conference"] for row in table) == counted
    assert {row["fact_id"] for row in table if not row["reason"]} == {fact.id for fact in FACTS}
    assert all(row["where"] == "left-out" for row in table if row["reason"])


def test_the_quotations_of_the_decks_are_as_many_as_the_articles_have_of_a_slide() -> None:
    of_decks = Counter(item.owner for item in QUOTATIONS if item.where == "deck")
    assert of_decks == {"quang-nam-2024": 1, "ba-ria-vung-tau-2024": 2, "bac-giang": 1, "truc-tuyen-2022": 1}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("fact", [f for f in (*FACTS, *QUOTATIONS) if f.where == "deck"], ids=lambda fact: fact.id)
def test_a_fact_of_the_deck_is_in_the_decks_of_its_conference(fact: Item) -> None:
    conf = next(c for c in conferences() if c.slug == fact.owner)
    of_hall = slides_by_citation(fact.owner, "hoi-nghi")["deck", fact.id]
    assert of_hall, f"{fact.id} is on no slide of {fact.owner}/hoi-nghi"
    other = participants(conf)[0].slug
    of_other = slides_by_citation(fact.owner, other, full=True)["deck", fact.id]
    if all(slide.startswith("host-") for slide in of_hall):
        host = HOSTS[fact.owner]
        assert slides_by_citation(fact.owner, host)["deck", fact.id] == of_hall, (
            f"{fact.id} is not in the deck of its host"
        )
        assert other == host or not of_other, f"{fact.id} is told of {host} in the deck of {other}"
    else:
        assert of_other, f"{fact.id} is on no slide of the full deck of {fact.owner}/{other}"


def test_what_a_host_said_of_itself_is_told() -> None:
    told = {
        slug: [
            id_
            for (document, id_), slides in slides_by_citation(slug, host).items()
            if document == "deck" and slides[0].startswith("host-")
        ]
        for slug, host in HOSTS.items()
    }
    assert {slug: len(ids) for slug, ids in told.items()} == {
        "quang-nam-2024": 7,
        "ba-ria-vung-tau-2024": 7,
        "bac-giang": 3,
    }


@pytest.mark.parametrize("fact", [f for f in (*FACTS, *QUOTATIONS) if f.where == "report"], ids=lambda fact: fact.id)
def test_a_fact_of_the_report_is_in_the_report_and_in_no_deck(fact: Item) -> None:
    slides = slides_by_citation(fact.owner, "hoi-nghi")
    assert slides["report", fact.id], f"{fact.id} is not in the report of {fact.owner}"
    assert not slides["deck", fact.id], f"{fact.id} belongs to the report, not to a slide"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("quotation", QUOTATIONS, ids=lambda item: item.id)
def test_a_quotation_stands_word_for_word_with_name_and_office(quotation: Item) -> None:
    conf = next(c for c in conferences() if c.slug == quotation.owner)
    slides: dict[tuple[str, str], str] = defaultdict(str)
    for cell in compose(open_lesson(quotation.owner, "hoi-nghi", conf.as_of.isoformat())).cells:
        meta = cell.metadata["taphuan"]
        if quotation.id in meta.get("citations", ()) and meta["part"] != "sources":
            slides[meta["document"], meta["slide"]] += cell.source.replace("\u00a0", " ")
    assert slides
    for text in slides.values():
        # only its first letter may be larger than in the article
        words = quotation.text.rstrip(".")
        assert f"“{words}" in text or f"“{words[:1].upper()}{words[1:]}" in text
        assert quotation.detail("speaker") in text and quotation.detail("office") in text
