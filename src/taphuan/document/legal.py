"""The sentences of a document set that rest on law, each with the provisions behind it: what a lawyer is asked to confirm.

They are read from the executed notebook, whose cells name what they cite, so they are the words that people see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from taphuan.document.model import FigureBlock, ListBlock, Paragraph, TableBlock
from taphuan.document.outputs import SLIDE, cell_blocks
from taphuan.document.placing import Cell
from taphuan.document.reading import markdown_blocks, plain, title_text
from taphuan.document.slides import numbered, slides_of
from taphuan.known import law
from taphuan.known.conferences import all_items
from taphuan.known.items import Item
from taphuan.text import NBSP, hold, say

# the end of the id of the cell that composing adds with the states of documents
STATES = "-states"
# where a sentence stands: on a slide, in the words of the speaker, in the paper of the set, in the questions on paper
ON_SLIDE, SPOKEN, IN_PAPER, ASKED = (
    say("document.legal.on_slide"),
    say("document.legal.spoken"),
    say("document.legal.in_paper"),
    say("document.legal.asked"),
)


@dataclass(frozen=True)
class Provision:
    """A document, or an article of it, with its state on the day of the set; `reprint`: it was read in a reprint only."""

    name: str
    state: str
    reprint: bool


@dataclass(frozen=True)
class LegalSentence:
    """A sentence, a row of a table or a question; `part` is the part of the set, `place` where it stands there."""

    part: str
    place: str
    text: str
    provisions: tuple[Provision, ...]


def legal_sentences(notebook: Any) -> tuple[LegalSentence, ...]:
    """Every sentence of an executed, composed notebook that rests on law, in the order of the set, each once."""
    known = _Known(notebook)
    found: dict[tuple[str, tuple[Provision, ...]], LegalSentence] = {}
    for sentence in (*_of_deck(notebook, known), *_of_paper(notebook, known), *_of_quiz(notebook, known)):
        found.setdefault((sentence.text, sentence.provisions), sentence)
    return tuple(found.values())


class _Known:
    """What an id that a cell cites says of the law, on the day of the notebook."""

    def __init__(self, notebook: Any) -> None:
        self.as_of = date.fromisoformat(notebook.metadata["taphuan"]["as_of"])
        self._items: dict[str, Item] = {item.id: item for item in all_items()}
        self._register = law.documents()

    def cited(self, ids: Iterable[str]) -> tuple[tuple[law.LegalDocument, str], ...]:
        """The documents behind ids of items and documents, each with its article ("" for the whole), each once."""
        return tuple(dict.fromkeys(pair for id_ in ids for pair in self._behind(id_)))

    def _behind(self, id_: str) -> Iterator[tuple[law.LegalDocument, str]]:
        if id_ in self._register:
            yield self._register[id_], ""
        elif item := self._items.get(id_):
            later = item.after.laws if item.after and item.after.start <= self.as_of else ()
            yield from ((self._register[law_id], article) for law_id, article in (*item.laws, *later))

    def provisions(
        self, text: str, cited: tuple[tuple[law.LegalDocument, str], ...], row: bool = False
    ) -> tuple[Provision, ...]:
        """What a sentence rests on: what its cell cites and what it names itself. A cell cites for all rows of its table: a `row`
        that names documents rests on these alone."""
        named = {doc.id: doc for doc in law.named_in(text, self.as_of)}
        pairs = [pair for pair in cited if not (row and named) or pair[0].id in named]
        ids = {doc.id for doc, _ in pairs}
        pairs += ((doc, "") for id_, doc in named.items() if id_ not in ids)
        # a document as a whole says nothing more where an article of it is named
        detailed = {doc.id for doc, article in pairs if article}
        return tuple(self._provision(doc, article) for doc, article in pairs if article or doc.id not in detailed)

    def _provision(self, doc: law.LegalDocument, article: str) -> Provision:
        name = f"{article} {doc.short}" if article else doc.short
        state = law.state(doc, self.as_of).detail
        return Provision(hold(name[:1].upper() + name[1:]), hold(state), doc.verified == "partial")


def _of_deck(notebook: Any, known: _Known) -> Iterator[LegalSentence]:
    part = ""
    for number, slide in numbered(slides_of(notebook)):
        if slide.level == 1:
            part = title_text(slide)
        # the questions are read with the paper, the list of sources says nothing
        if slide.kind in ("quiz", "sources"):
            continue
        about, place = slide.kicker or part, f"{ON_SLIDE}{NBSP}{number}"
        if slide.heading is not None:
            yield from _of_texts((title_text(slide),), slide.heading, about, place, known)
        for cell in slide.body:
            # the states that composing adds stand in the column of their own
            if not cell.id.endswith(STATES):
                yield from _of_texts(_texts(cell), cell, about, place, known)
        for cell in slide.notes:
            yield from _of_texts(_texts(cell), cell, about, f"{SPOKEN}, {place}", known)


def _of_paper(notebook: Any, known: _Known) -> Iterator[LegalSentence]:
    ours = notebook.metadata["taphuan"]
    for kind in ("report", "briefing"):
        if not any((cell.metadata.get("taphuan") or {}).get("document") == kind for cell in notebook.cells):
            continue
        for section in slides_of(notebook, kind):
            place = f"{IN_PAPER}, {title_text(section)}"
            for cell in () if place.endswith("Nguồn tham khảo") else section.body:
                yield from _of_texts(_texts(cell), cell, ours["header"]["abstract"], place, known)


def _of_texts(texts: Iterable[str], cell: Cell, part: str, place: str, known: _Known) -> Iterator[LegalSentence]:
    cited = known.cited((cell.metadata.get("taphuan") or {}).get("citations", ()))
    for text in texts:
        if provisions := known.provisions(text, cited, row=cell.cell_type == "code"):
            yield LegalSentence(part, place, text, provisions)


def _texts(cell: Cell) -> Iterator[str]:
    """The paragraphs, points and rows that a cell shows."""
    blocks = cell_blocks(cell, SLIDE) if cell.cell_type == "code" else markdown_blocks(cell)
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.runs)
        elif isinstance(block, ListBlock):
            yield from (plain(item) for item in block.items)
        elif isinstance(block, TableBlock):
            yield from (_row(row) for row in (block.whole or block).rows)
        elif isinstance(block, FigureBlock):
            yield from (_row(row) for row in block.data.get("rows", ()))


def _row(row: Iterable[Any]) -> str:
    return " · ".join(str(value) for value in row if value not in (None, ""))


def _of_quiz(notebook: Any, known: _Known) -> Iterator[LegalSentence]:
    number = 0
    for group in notebook.metadata["taphuan"].get("quiz", ()):
        for question in group["questions"]:
            number += 1
            right = next(text for letter, text in question["options"] if letter == question["answer"])
            whys = "".join(f" {letter}: {text}" for letter, text in question["whys"])
            text = f"{question['text']} → {right}. {question['explanation']}{whys}"
            if provisions := known.provisions(text, known.cited((question["id"],))):
                yield LegalSentence(
                    group["title"], say("document.legal.question", asked=ASKED, number=number), text, provisions
                )
