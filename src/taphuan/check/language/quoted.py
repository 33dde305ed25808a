"""What stands in quotation marks in notebooks: the words of an article, with the name and the office of who said them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from taphuan import paths
from taphuan.compose.citations import cited_ids, without_citations
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, SourceSlide, read_source
from taphuan.data.rules.articles import MOST_WORDS_ON_A_SLIDE, words_of
from taphuan.errors import Problem, coded
from taphuan.known.conferences import all_items
from taphuan.known.items import Item

_QUOTED = re.compile(r"“([^“”]+)”")
# Shorter ones are single words that are talked about: “phổ cập”
_FEWEST_WORDS = 4


@coded("TH616")
def quoted_wrongly(path: Path) -> Iterator[Problem]:
    """Each quotation without its words, name or office, or in the document of another conference; and each passage in
    quotation marks, in a cell about what an article reports, that is in no quotation."""
    items = {item.id: item for item in all_items() if item.kind in ("fact", "quotation")}
    name = path.relative_to(paths.ROOT).as_posix()
    for slide in read_source(path).slides:
        cells = [cell for cell in (slide.heading, *slide.body) if cell.type == "markdown"]
        cited = {cell.id: [items[id_] for id_ in _cited(cell) if id_ in items] for cell in cells}
        for quotation in dict.fromkeys(item for found in cited.values() for item in found if item.kind == "quotation"):
            holders = [cell for cell in cells if quotation in cited[cell.id]]
            for found, what, remedy in _faults(quotation, slide, holders):
                yield Problem(name, f"cell {holders[0].id}", "", found, what, remedy)
        if slide.heading.options.get("kind") == "quotation":
            for cell, passage in _too_long(cells):
                what = f"{len(words_of(passage))} words on a quotation slide, which holds {MOST_WORDS_ON_A_SLIDE}"
                remedy = "Quote one sentence of it, or tell the whole in the report."
                yield Problem(name, f"cell {cell.id}", "", passage, what, remedy)
        for cell in cells:
            for passage in _not_said(cell, cited[cell.id]):
                what = "in quotation marks, but none of the cited items has these words"
                remedy = (
                    "Cite the row of data/conferences/quotations.csv, or tell it with “cho biết” and without marks."
                )
                yield Problem(name, f"cell {cell.id}", "", passage, what, remedy)


def _cited(cell: SourceCell) -> tuple[str, ...]:
    return cited_ids(PLACEHOLDER.sub("", cell.text))


def _faults(quotation: Item, slide: SourceSlide, holders: list[SourceCell]) -> Iterator[tuple[str, str, str]]:
    """(found, what is wrong, remedy) of a quotation that the cells `holders` of a slide cite."""
    text = "\n".join(without_citations(cell.text) for cell in holders)
    if words_of(quotation.text) not in [words_of(passage) for passage in _QUOTED.findall(text)]:
        yield quotation.id, "the words of the quotation do not stand here in quotation marks", "Copy them from its row."
    for detail in ("speaker", "office"):
        if quotation.detail(detail) not in text:
            what = f"the quotation stands without the {detail} of who said it"
            yield quotation.id, what, f"Write “{quotation.detail(detail)}” in a cell that cites it."
    for cell in holders:
        if (cell.conferences or slide.heading.conferences) != (quotation.owner,):
            what = f"a quotation of {quotation.owner} that other conferences would show"
            yield quotation.id, what, f"Give the cell {cell.id} `conference: {quotation.owner}`."


def _too_long(cells: list[SourceCell]) -> Iterator[tuple[SourceCell, str]]:
    """(cell, passage) of what is quoted in more words than a slide holds."""
    for cell in cells:
        for passage in _QUOTED.findall(without_citations(cell.text)):
            if len(words_of(passage)) > MOST_WORDS_ON_A_SLIDE:
                yield cell, passage


def _not_said(cell: SourceCell, cited: list[Item]) -> Iterator[str]:
    """The passages in quotation marks of a cell that cites facts which are in the text of none of the cited items."""
    said = [" ".join(words_of(item.text)) for item in cited]
    for passage in _QUOTED.findall(without_citations(cell.text)) if cited else ():
        words = words_of(passage)
        if len(words) >= _FEWEST_WORDS and not any(" ".join(words) in text for text in said):
            yield passage
