"""Comparisons that an author took over from an item, a document or a source of data/: what they cite is what proves them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from taphuan.known.conferences import all_items, module_slugs
from taphuan.known.items import Item
from taphuan.known.law import documents
from taphuan.known.sources import source_titles
from taphuan.lesson.claims.claim import Claim, Evidence
from taphuan.lesson.claims.comparing import comparisons

_MARKUP = re.compile(
    r"<[^>]+>|\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|`|^[ \t]*(?:#{1,6}|[-+>]|\d+[.)]|\|)[ \t]+", re.MULTILINE
)


def without_markup(markdown: str) -> str:
    """The words of Markdown without emphasis, tags and marks of lists."""
    return _MARKUP.sub("", markdown)


def evidence(id_: str) -> Evidence | None:
    """Where the statement with this id stands in data/; None for what is no statement: an edition, the conference itself."""
    item = next((item for item in all_items() if item.id == id_), None)
    if item is not None:
        return _evidence(item)
    if id_ in documents():
        return Evidence("law/legal_documents.csv", f"id={id_}", "title_vi")
    return Evidence("sources.csv", f"source_id={id_}", "title") if id_ in source_titles() else None


def _evidence(item: Item) -> Evidence:
    of_module = item.owner in module_slugs()
    if of_module:
        return Evidence(f"modules/{item.owner}.yaml", f"id={item.id}", "text")
    if item.kind == "quotation":
        return Evidence("conferences/quotations.csv", f"quotation_id={item.id}", "text_vi")
    return Evidence("conferences/article_facts.csv", f"fact_id={item.id}", "text_vi")


def of_item(item: Item) -> Iterator[Claim]:
    """A claim for each sentence of an item that compares: all that it says."""
    for text in item.said:
        for sentence, _ in comparisons(text):
            yield Claim("cited/item", sentence, (_evidence(item),))


def of_figure(text: str, items: Iterable[Item]) -> tuple[Claim, ...]:
    """A claim for each sentence about a figure of items that compares; the items are what proves it."""
    proof = tuple(_evidence(item) for item in items)
    return tuple(Claim("cited/item", sentence, proof) for sentence, _ in comparisons(text))


def cited(markdown: str, ids: Iterable[str]) -> tuple[tuple[Claim, ...], tuple[tuple[str, str], ...]]:
    """The comparisons in a text whose end cites `ids`: as claims if one of them is a statement, else as (sentence, words)
    that nothing proves."""
    found = comparisons(without_markup(markdown))
    proof = tuple(cells for cells in map(evidence, ids) if cells is not None) if found else ()
    if not proof:
        return (), found
    return tuple(Claim("cited/text", sentence, proof) for sentence, _ in found), ()
