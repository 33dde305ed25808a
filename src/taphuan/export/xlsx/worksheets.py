"""The sheets to fill as an Excel workbook: formulas that compute, cells that refuse what cannot be, labels that cannot be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from taphuan.document.model import Document
from taphuan.document.worksheets import Sheet
from taphuan.export.shared.zip import rezip
from taphuan.export.xlsx.workbook import FACE, SIZE, new_book
from taphuan.known.worksheets import Column, Value, practised
from taphuan.text import listed, say
from taphuan.theme import theme

_A4 = 9
_HEAD, _FIRST = 3, 4  # rows: of the names of the columns, of the first cell to fill
_UNIT = 14.0  # letters of a column of width 1
_LINE = 16.5  # points of a line
_NAME = 31  # letters that the name of a worksheet may have
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_SHOWN = {"percent": "0%", "points": "+0.0;−0.0;0.0", "count": "#,##0", "number": "0.0", "date": "dd/mm/yyyy"}
_DECIDED = listed("export.xlsx.worksheets.decision_columns")
_DUTIES = say("export.xlsx.worksheets.given_by_law")


def write_worksheets(document: Document) -> bytes:
    """worksheets.xlsx: a worksheet for each sheet of the modules, one with its example, and the table of what was decided.

    The same content gives the same bytes.
    """
    conference = document.conference["title"]
    title = say("export.xlsx.worksheets.title", title=document.title)
    book, out = new_book(title, conference, document.provenance, document.as_of_text, document.as_of)
    looks = _Looks(book)
    sheets = [sheet for worksheet in document.worksheets for sheet in worksheet.sheets]
    for number, sheet in enumerate(sheets, start=1):
        _Page(book, looks, f"{number}. {sheet.title}", sheet).write((), sheet.rows)
        _Page(book, looks, say("export.xlsx.worksheets.example", number=number), sheet).write(
            sheet.example, len(sheet.example)
        )
    _decided(book, looks, document)
    book.close()
    return rezip(out.getvalue())


class _Looks:
    """The looks of cells, each made once. What is to be filled is unlocked and on warm ground."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FACE, "font_size": SIZE, "valign": "top"}
        line = {**base, "border": 1, "border_color": theme().colours.grey}
        self.title = book.add_format({**base, "bold": True, "font_size": SIZE + 2})
        self.words = book.add_format({**base, "text_wrap": True})
        self.head = book.add_format({**line, "bold": True, "text_wrap": True, "bg_color": theme().colours.card})
        fill = {**line, "locked": False, "bg_color": theme().colours.paper}
        shown = {kind: {"num_format": form} for kind, form in _SHOWN.items()}
        self._fill = {kind: book.add_format({**fill, **form}) for kind, form in shown.items()}
        self._fill |= {kind: book.add_format({**fill, "text_wrap": True}) for kind in ("text", "choice")}
        self._computed = {kind: book.add_format({**line, **form}) for kind, form in shown.items()}

    def of(self, column: Column) -> Any:
        return (self._computed if column.formula else self._fill)[column.kind]

    def to_fill(self, kind: str) -> Any:
        return self._fill[kind]


class _Page:
    """A worksheet of the workbook with one sheet of a module."""

    def __init__(self, book: Any, looks: _Looks, name: str, sheet: Sheet) -> None:
        self._page, self._looks, self._sheet = _added(book, name), looks, sheet
        self._at = {column.letter: at for at, column in enumerate(sheet.columns)}

    def write(self, example: tuple[tuple[Value, ...], ...], rows: int) -> None:
        page, sheet, looks = self._page, self._sheet, self._looks
        last = len(sheet.columns) - 1
        page.merge_range(0, 0, 0, last, sheet.title, looks.title)
        remark = f"{practised(sheet.columns)}." if example and sheet.practice else sheet.task
        page.merge_range(1, 0, 1, last, remark, looks.words)
        page.set_row(1, 34)
        page.set_row(_HEAD, _LINE * 3)
        for at, column in enumerate(sheet.columns):
            page.write_string(_HEAD, at, column.name, looks.head)
            page.set_column(at, at, _UNIT * max(column.width, 0.8))
            if not column.formula:
                self._validated(column, at, rows)
        for number in range(rows):
            # as high as its longest text: not every program makes room by itself
            page.set_row(
                _FIRST + number,
                _LINE * max(_lines(v, c) for v, c in zip(example[number], sheet.columns, strict=True))
                if example
                else 2 * _LINE,
            )
            for at, column in enumerate(sheet.columns):
                label = sheet.labels[number] if at == 0 and number < len(sheet.labels) and not example else None
                value = example[number][at] if example else label
                self._cell(_FIRST + number, at, column, value, rows)
        page.protect()

    def _cell(self, row: int, at: int, column: Column, value: Value, rows: int) -> None:
        look = self._looks.of(column)
        if column.formula:
            formula = column.formula.excel(
                lambda letter: self._address(letter, row), lambda letter: self._whole(letter, rows)
            )
            self._page.write_formula(row, at, formula, look, "" if value is None else value)
        elif value is None:
            self._page.write_blank(row, at, None, look)
        elif isinstance(value, str) and column.kind == "date":
            self._page.write_datetime(row, at, datetime.fromisoformat(value), look)
        elif isinstance(value, str):
            self._page.write_string(row, at, value, look)
        else:
            self._page.write_number(row, at, value, look)

    def _address(self, letter: str, row: int) -> str:
        return f"${_letters(self._at[letter])}{row + 1}"

    def _whole(self, letter: str, rows: int) -> str:
        name = _letters(self._at[letter])
        return f"${name}${_FIRST + 1}:${name}${_FIRST + rows}"

    def _validated(self, column: Column, at: int, rows: int) -> None:
        """What may be written into the cells of a column; Excel says what is wrong."""
        rule = _rule(column, self._address(column.at_most, _FIRST) if column.at_most else "", _letters(at))
        if rule:
            self._page.data_validation(_FIRST, at, _FIRST + rows - 1, at, {**rule, "error_title": column.name[:32]})


def _rule(column: Column, most: str, own: str) -> dict[str, Any]:
    if column.kind == "choice":
        message = say("export.xlsx.worksheets.choose", choices="; ".join(column.choices))[:255]
        return {"validate": "list", "source": list(column.choices), "error_message": message}
    if column.kind == "date":
        first = date(2000, 1, 1)
        return {
            "validate": "date",
            "criteria": ">=",
            "value": first,
            "error_message": say("export.xlsx.worksheets.give_day"),
        }
    if column.kind not in ("count", "number"):
        return {}
    whole = column.kind == "count"
    what = say("export.xlsx.worksheets.whole_number") if whole else say("export.xlsx.worksheets.any_number")
    if most:
        cell = f"{own}{_FIRST + 1}"
        numbers = f"ISNUMBER({cell}),{cell}>=0,{cell}<={most}" + (f",{cell}=INT({cell})" if whole else "")
        message = say("export.xlsx.worksheets.from_zero_to", what=what, most=most[1:-1])
        return {"validate": "custom", "value": f"=AND({numbers})", "error_message": message}
    kind = "integer" if whole else "decimal"
    return {
        "validate": kind,
        "criteria": ">=",
        "value": 0,
        "error_message": say("export.xlsx.worksheets.from_zero", what=what),
    }


def _lines(value: Value, column: Column) -> int:
    """The lines that a text takes in its column."""
    return -(-len(value) // int(_UNIT * max(column.width, 0.8))) if isinstance(value, str) else 1


def _letters(at: int) -> str:
    return chr(ord("A") + at)


def _added(book: Any, name: str) -> Any:
    page = book.add_worksheet(_free(_FORBIDDEN.sub(" ", name), [sheet.get_name() for sheet in book.worksheets()]))
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    return page


def _free(name: str, taken: list[str]) -> str:
    """The name cut to what Excel takes, and unlike the others."""
    folded = [other.casefold() for other in taken]

    def candidates() -> Iterator[str]:
        yield name[:_NAME].rstrip()
        for number in range(2, len(taken) + 3):
            yield f"{name[: _NAME - 4].rstrip()} {number}"

    return next(one for one in candidates() if one.casefold() not in folded)


def _decided(book: Any, looks: _Looks, document: Document) -> None:
    page = _added(book, say("export.xlsx.worksheets.decisions"))
    page.merge_range(0, 0, 0, len(_DECIDED) - 1, say("export.xlsx.worksheets.decisions"), looks.title)
    titles = [worksheet.title for worksheet in document.worksheets]
    heads = _DECIDED
    if document.sheet:  # a commune decides about each of its duties
        titles = [duty for worksheet in document.worksheets for duty in worksheet.decisions]
        heads = (_DUTIES, *_DECIDED[1:])
    for at, (name, width) in enumerate(zip(heads, (40, 50, 24, 14), strict=True)):
        page.write_string(2, at, name, looks.head)
        page.set_column(at, at, width)
    for row, title in enumerate(titles, start=3):
        page.set_row(row, 2 * _LINE)
        page.write_string(row, 0, title, looks.head)
        for at, kind in ((1, "text"), (2, "text"), (3, "date")):
            page.write_blank(row, at, None, looks.to_fill(kind))
    if titles:
        column = Column("d", say("export.xlsx.worksheets.due"), "date", 1, (), None, "")
        page.data_validation(
            3, 3, 2 + len(titles), 3, {**_rule(column, "", "D"), "error_title": say("export.xlsx.worksheets.due")}
        )
    page.protect()
