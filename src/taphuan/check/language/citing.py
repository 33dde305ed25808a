"""Check that documents which the prose of notebooks names have their source cited beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.check.language.texts import cell_texts
from taphuan.compose.citations import cited_ids
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, SourceSlide, read_source
from taphuan.errors import Problem
from taphuan.known.conferences import all_items
from taphuan.known.items import Item
from taphuan.known.law import LegalDocument, documents, named_in
from taphuan.known.sources import source_titles
from taphuan.lesson.wording import after_text

# 82/2024/NĐ-CP, 749/QĐ-TTg, 148/2025/QH15, 2390/BTTTT-THH, 57-NQ/TW
NUMBER = re.compile(
    r"(?<![\w/])\d{1,5}(?:/\d{4})?(?:/[A-ZĐ]{2}[\w&]*(?:-[A-ZĐ][\w&]*)*|-(?:NQ|CT|QĐ|KH|TB|KL|HD)/[A-ZĐ]+)(?![\w/])"
)
# the short form that names the year: Nghị định 82/2024
_DATED = re.compile(r"\b(?:Nghị định|NĐ|Thông tư|TT|Nghị quyết|NQ|Luật)[ \u00a0](?:số[ \u00a0])?(\d+/\d{4})(?![\w/-])")
_MAY_NAME = re.compile(r"\d|Luật")
# Numbers that need no source: of documents (another rule), of questions, of years, the method with numbers in its name.
NO_STATEMENT = re.compile(
    r"\b(?:Nghị định|Thông tư|Quyết định|Nghị quyết|Chỉ thị|Luật|NĐ|TT|QĐ|NQ|CT)[ \u00a0](?:số[ \u00a0])?\d+(?:/\d{4})?"
    r"|\b(?:Câu|câu|Bảng|Hình)[ \u00a0]\d+|\b2-3-5\b|\bST-235\b"
    r"|(?<![\d/.,-])(?:19|20)\d\d(?:–(?:19|20)\d\d)?(?![\d/%-]|[.,]\d)"
)
_ARGUMENT = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"')


class Register:
    """Which documents of data/law a text names, and which documents a citation names."""

    def __init__(self) -> None:
        numbers = [document.number for document in documents().values()]
        self._numbers = {*numbers, *("/".join(number.split("/")[:2]) for number in numbers)}
        # text by id of an item or a source
        self._texts = {item.id: _words(item) for item in all_items()}
        self._texts |= {id_: row["title"] for id_, row in source_titles().items()}
        self._named: dict[str, tuple[LegalDocument, ...]] = {}

    def named_in(self, text: str) -> tuple[LegalDocument, ...]:
        """The documents that a text names, on any day."""
        if text not in self._named:
            self._named[text] = named_in(text, date.max) if _MAY_NAME.search(text) else ()
        return self._named[text]

    def unknown_in(self, text: str) -> list[str]:
        """The numbers in a text that have the form of a document's and are not in the register."""
        return sorted({*NUMBER.findall(text), *_DATED.findall(text)} - self._numbers)

    def backs(self, cited: Iterable[str], document: LegalDocument) -> bool:
        """Whether one of the cited items or sources names the document."""
        return any(document in self.named_in(self._texts.get(id_, "")) for id_ in cited)


def uncited(path: Path, register: Register) -> Iterator[Problem]:
    """Each document that a cell names without citing it, and each number of an unknown document."""
    for slide, cell in _cells(path):
        place = path.relative_to(paths.ROOT).as_posix(), f"cell {cell.id}", ""
        cited = cited_by(slide, cell)
        for text in cell_texts(cell):
            for number in register.unknown_in(text):
                remedy = "Correct the number, or add the document to data/law/legal_documents.csv."
                yield Problem(*place, number, "a document that is not in the register", remedy, code="TH612")
            for document in register.named_in(text):
                if document.id not in cited and not register.backs(cited, document):
                    remedy = f"Cite it in this cell, [@{document.id}], or an item that names it."
                    yield Problem(*place, document.short, "a document without its citation", remedy, code="TH613")


def _cells(path: Path) -> Iterator[tuple[SourceSlide, SourceCell]]:
    for slide in read_source(path).slides:
        yield from ((slide, cell) for cell in (slide.heading, *slide.body) if cell.type == "markdown")


def cited_by(slide: SourceSlide, cell: SourceCell) -> set[str]:
    """The ids that a cell cites, "" for one that only a job knows. For titles, tables and notes, which have no citations of
    their own, those of all cells of the slide and of its figures and tables."""
    own = not (cell.is_notes or cell is slide.heading or cell.text.startswith("|"))
    return set(_ids(cell)) if own else cited_on(slide)


def cited_on(slide: SourceSlide) -> set[str]:
    """The ids that a slide cites, and those of its figures and tables."""
    return {id_ for one in (slide.heading, *slide.body) for id_ in _ids(one)}


def _ids(cell: SourceCell) -> Iterable[str]:
    ids = cited_ids(PLACEHOLDER.sub("", cell.text)) if cell.type == "markdown" else _ARGUMENT.findall(cell.text)
    return (*ids, *cell.options.get("cites", ()))


def _words(item: Item) -> str:
    """All text of an item."""
    return "\n".join(
        (item.text, after_text(item.after) if item.after else "", *(str(value) for _, value in item.details))
    )
