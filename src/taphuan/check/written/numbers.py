"""Files that are all numbers: the workbook of a province, its checkup, the sheet of a commune, answers that are computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.check.written.office import Value, read_workbook
from taphuan.check.written.page import numbers_in, tight
from taphuan.check.written.pdf import read_pdf
from taphuan.check.written.slides import cut
from taphuan.check.written.wanted import wanted_slides
from taphuan.document.model import Document, FigureBlock
from taphuan.document.reading import plain
from taphuan.document.worksheets import Sheet
from taphuan.export.shared.frame import SAMPLE, standing
from taphuan.known.worksheets import Rows

if TYPE_CHECKING:
    from nbformat import NotebookNode

# the day before the first that Excel counts
_FIRST = date(1899, 12, 30)
_NEAR = 1e-9


def workbook(name: str, notebook: NotebookNode, content: bytes) -> Iterator[str]:
    """Each cell of data.xlsx against the notebook."""
    wanted = notebook.metadata["taphuan"]["workbook"]["sheets"]
    found = read_workbook(content)
    if list(found) != [sheet["name"] for sheet in wanted]:
        yield f"{name}: has the sheets {', '.join(found)}, its notebook {', '.join(sheet['name'] for sheet in wanted)}"
        return
    for sheet in wanted:
        rows = [[head for head, _ in sheet["columns"]], *sheet["rows"]]
        there = found[sheet["name"]]
        if len(rows) != len(there):
            yield f"{name}, sheet “{sheet['name']}”: has {len(there)} rows, its notebook {len(rows)}"
        for number, (row, cells) in enumerate(zip(rows, there, strict=False), start=1):
            kinds = ["text"] * len(row) if number == 1 else [kind for _, kind in sheet["columns"]]
            for at, (value, kind, cell) in enumerate(zip(row, kinds, cells, strict=False)):
                if not _same(value, kind, cell):
                    yield f"{name}, sheet “{sheet['name']}”, row {number}, column {at + 1}: holds {cell}, its notebook {value}"


def _same(value: Any, kind: str, cell: Value) -> bool:
    if value is None or value == "":
        return cell is None
    if kind == "date":
        return cell == float((date.fromisoformat(value) - _FIRST).days)
    if kind == "text":
        return (
            isinstance(cell, str)
            and cell == str(value)[: len(cell)]
            and tight(cell) == tight(str(value))[: len(tight(cell))]
        )
    return isinstance(cell, float) and abs(cell - float(value)) < _NEAR


def checkup(name: str, document: Document, content: bytes) -> Iterator[str]:
    """checkup.pdf: whose it is, of which day, its sentence, and the words and numbers of its drawing."""
    pages = read_pdf(content)
    whole = "".join(pages.pages)
    drawn = [block for section in document.sections for block in section.blocks if isinstance(block, FigureBlock)]
    figures = [block for block in drawn if block.size == "a4"]
    wanted = (standing(document.as_of), document.frame, document.provenance, *(SAMPLE,) * document.sample)
    titles = [plain(s.title) for s in document.sections if any(block in figures for block in s.blocks)]
    for text in (*wanted, *titles):
        if tight(text) not in whole:
            yield f"{name}: lacks “{cut(text)}”"
    alts = {tight(alt) for alt in pages.alts}
    known = " ".join(" ".join((one.about, *one.numbers)) for one in wanted_slides(document, document.sections))
    for block in figures:
        if tight(block.alt) not in alts:
            yield f"{name}: lacks the alt text “{cut(block.alt)}”"
    more = {number for alt in pages.alts for number in numbers_in(alt)} - numbers_in(known)
    if more:
        yield f"{name}: has numbers that its notebook does not: {', '.join(sorted(more)[:3])}"


def commune_sheet(name: str, document: Document, content: bytes) -> Iterator[str]:
    """sheet.pdf: two sides with every text that the notebook has for them."""
    pages = read_pdf(content).pages
    whole = "".join(pages)
    if len(pages) != 2:
        yield f"{name}: has {len(pages)} pages in place of 2"
    for text in (standing(document.as_of), document.provenance, *_strings(document.sheet)):
        if tight(text) not in whole:
            yield f"{name}: lacks “{cut(text)}”"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def computed(name: str, document: Document) -> Iterator[str]:
    """The columns with a formula of every answer and example, computed again."""
    for worksheet in document.worksheets:
        for exercise in worksheet.exercises:
            if exercise.sheet:
                yield from _rows(f"{name}, “{cut(exercise.title)}”", exercise.sheet, exercise.solved)
        for sheet in worksheet.sheets:
            yield from _rows(f"{name}, “{cut(sheet.title)}”", sheet, sheet.example)


def _rows(place: str, sheet: Sheet, rows: Rows) -> Iterator[str]:
    numbers = {column.letter: [_number(row[at]) for row in rows] for at, column in enumerate(sheet.columns)}
    for at, column in enumerate(sheet.columns):
        if column.formula is None:
            continue
        for number, row in enumerate(rows):
            right, shown = column.formula.value(numbers, number), row[at]
            same = right == shown or (
                isinstance(right, int | float) and isinstance(shown, int | float) and abs(right - shown) < _NEAR
            )
            if not same:
                yield f"{place}, row {number + 1}: “{column.name}” is {shown}, and its formula gives {right}"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
