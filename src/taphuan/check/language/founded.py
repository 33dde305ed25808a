"""Check that each number which an author wrote stands beside a citation, and that what is cited says it.

Numbers of placeholders, figures and tables bring their source with them. What states nothing is left alone: clock times, minutes, our
own small counts, the numbers of an exercise that says “số giả”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from taphuan import paths
from taphuan.check.language.citing import NO_STATEMENT, NUMBER, cited_by, cited_on
from taphuan.check.language.texts import GAP, cell_texts
from taphuan.check.origins.cells import row_of
from taphuan.check.origins.numbers import forms
from taphuan.compose.source import SourceCell, SourceSlide, read_source
from taphuan.data import load
from taphuan.errors import Problem
from taphuan.known.conferences import all_items
from taphuan.known.law import documents

_DIGITS = re.compile(rf"(?<![\w{GAP}])\d+(?:[.,/–-]\d+)*%?")
_OWN = re.compile(
    # 8 giờ, 15 giờ 20, 7h30, 07:30
    r"\b\d{1,2}[ \u00a0]giờ(?:[ \u00a0](?:kém[ \u00a0])?\d{1,2}\b)?|\b\d{1,2}h(?:\d{2})?\b|\b\d{1,2}:\d{2}\b"
    # our own small counts, and the minutes that something takes in the room
    r"|\b\d{1,2}(?:–\d{1,2})?[ \u00a0](?:việc|bước|câu|nhóm|phiếu|ô|dòng|trang|cột|thẻ|ý|phút)\b"
)
_PRACTICE = re.compile(r"số[ \u00a0]giả\b", re.IGNORECASE)
# a number that was measured: a share, one with decimals or thousands, a place among the provinces
_MEASURED = re.compile(r"\d+(?:,\d+)?%|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+/(?:63|34)")
# what says something, even if no number
_SOMETHING = frozenset({" "})
# the tables of law/ with what a document says, and their column with its id
_OF_LAW = (
    ("law/legal_documents", "id"),
    ("law/provisions", "law"),
    ("law/deadlines", "law"),
    ("law/legal_relations", "from_id"),
    ("dti/methods", "method"),
)


class Statements:
    """The numbers that statements and legal documents of data/ say, by id, each looked up once."""

    def __init__(self) -> None:
        self._items = {item.id: item for item in all_items()}
        self._documents = documents()
        self._said: dict[str, frozenset[str]] = {}

    def is_exercise(self, id_: str) -> bool:
        return id_ in self._items and self._items[id_].kind == "exercise"

    def said(self, id_: str) -> frozenset[str]:
        """The numbers, and never empty, of a statement or a document; empty for what is neither."""
        if id_ not in self._said:
            self._said[id_] = self._said_by(id_)
        return self._said[id_]

    def _said_by(self, id_: str) -> frozenset[str]:
        item = self._items.get(id_)
        if item is not None:
            values = [*row_of(item).values.values(), item.after.text if item.after else ""]
            of_laws = frozenset[str]().union(*(self.said(law) for law, _ in item.laws))
            return _SOMETHING.union(of_laws, *map(forms, values))
        if id_ not in self._documents:
            return frozenset()
        rows = [row for table, column in _OF_LAW for row in load.rows(table) if row[column] == id_]
        said = _SOMETHING.union(*(forms(value) for row in rows for value in row.values()))
        # a method of the index gives each part its points, and so their total
        parts = ([int(value) for value in row.values() if value.isdigit()] for row in rows if "method" in row)
        return said.union(*(forms(str(sum(points))) for points in parts))


def unfounded(path: Path, statements: Statements) -> Iterator[Problem]:
    """Each number of a cell without citations, and each measured one that nothing of what the cell cites says."""
    for slide in read_source(path).slides:
        for cell in (slide.heading, *slide.body):
            # the title of a part is a name
            if cell.level != 1 and not cell.is_removed and not _is_practice(slide):
                place = path.relative_to(paths.ROOT).as_posix(), f"cell {cell.id}", ""
                yield from _of_cell(slide, cell, place, statements)


def _of_cell(
    slide: SourceSlide, cell: SourceCell, place: tuple[str, str, str], statements: Statements
) -> Iterator[Problem]:
    numbers = list(_numbers(cell))
    if not numbers:
        return
    cited = cited_on(slide) if cell.type == "code" else cited_by(slide, cell)
    if not cited:
        remedy = "Cite where it comes from, or say it in words if it is our own count."
        yield Problem(*place, "; ".join(dict.fromkeys(numbers)), "a number without a citation", remedy, code="TH614")
        return
    # an id that only a job knows may say anything, and what is reckoned in an exercise is no statement
    said = [statements.said(id_) for id_ in sorted(cited) if not statements.is_exercise(id_)]
    if said and all(said):
        measured = dict.fromkeys(number for number in numbers if _MEASURED.fullmatch(number))
        if unsaid := [number for number in measured if not any(_forms_of(number) & one for one in said)]:
            remedy = f"Cite what says it, or correct it; cited: {', '.join(sorted(cited))}."
            yield Problem(
                *place, "; ".join(unsaid), "a number that nothing says of what is cited for it", remedy, code="TH617"
            )


def _numbers(cell: SourceCell) -> Iterator[str]:
    for text in cell_texts(cell):
        yield from _DIGITS.findall(_OWN.sub("", NO_STATEMENT.sub("", NUMBER.sub("", text))))


def _is_practice(slide: SourceSlide) -> bool:
    return any(_PRACTICE.search(text) for cell in (slide.heading, *slide.body) for text in cell_texts(cell))


def _forms_of(number: str) -> set[str]:
    return {number.rstrip("%"), number.rstrip("%").partition("/")[0]}
