"""The numbers of a province as an Excel workbook: one sheet a measure, each ready to be sorted, filtered and printed."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from taphuan.errors import NotComposed
from taphuan.export.shared.properties import property_text
from taphuan.export.shared.zip import rezip
from taphuan.theme import theme

if TYPE_CHECKING:
    from nbformat import NotebookNode

FACE, SIZE = "Times New Roman", 12
# how a cell of each kind of column is shown
_SHOWN = {"points": "0.0000", "integer": "0", "date": "dd/mm/yyyy"}
_A4 = 9
_NARROWEST, _WIDEST = 7, 60
_LETTER = 1.05  # of the width that a column is measured in, which is that of a digit
_CELL = 32767  # letters that a cell may hold


def write_workbook(notebook: NotebookNode) -> bytes:
    """The workbook that the metadata `workbook` of a composed notebook describes; the same content gives the same bytes.

    Raises NotComposed for a notebook without it: that of a conference or a module, or one that was not composed.
    """
    about = notebook.metadata.get("taphuan") or {}
    sheets = (about.get("workbook") or {}).get("sheets")
    if not sheets:
        raise NotComposed(
            "the notebook holds no numbers for a workbook; build data.xlsx of a province (notebook.ipynb of its set)",
            code="TH535",
        )
    book, out = new_book(
        str(about["title"]), str(about["conference"]["title"]), about["provenance"], about["as_of_text"], about["as_of"]
    )
    looks = _Looks(book)
    for sheet in sheets:
        _write_sheet(book, sheet, looks, f"{about['provenance']}.")
    book.close()
    return rezip(out.getvalue())


def new_book(title: str, subject: str, provenance: str, as_of_text: str, as_of: str) -> tuple[Any, io.BytesIO]:
    """A workbook in the house's face with its properties, and where its bytes go when it is closed."""
    import xlsxwriter

    out = io.BytesIO()
    # texts stay texts: none is read as a formula, a number or an address
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.formats[0].set_font_name(FACE)
    book.formats[0].set_font_size(SIZE)
    book.set_properties(
        {
            "title": property_text(title),
            "subject": property_text(subject),
            "author": "taphuan",
            "comments": property_text(f"{provenance}. {as_of_text}."),
            # the day of the content, not of the clock
            "created": datetime.combine(date.fromisoformat(as_of), time()),
        }
    )
    return book, out


class _Looks:
    """The looks of the cells of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FACE, "font_size": SIZE, "valign": "top"}
        line = {"border": 1, "border_color": theme().colours.grey}
        self.head = book.add_format({**base, **line, "bold": True, "text_wrap": True, "bg_color": theme().colours.card})
        self._of = {kind: book.add_format({**base, **line, "num_format": shown}) for kind, shown in _SHOWN.items()}
        self._of["text"] = book.add_format({**base, **line, "text_wrap": True})

    def of(self, kind: str) -> Any:
        return self._of.get(kind, self._of["text"])


def _write_sheet(book: Any, sheet: Any, looks: _Looks, provenance: str) -> None:
    columns, rows = sheet["columns"], sheet["rows"]
    page = book.add_worksheet(sheet["name"])
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L&10{provenance.replace('&', '&&')}&R&10&P/&N")
    page.freeze_panes(1, 0)
    if rows:
        page.autofilter(0, 0, len(rows), len(columns) - 1)
    for at, (head, kind) in enumerate(columns):
        page.write_string(0, at, head, looks.head)
        page.set_column(at, at, _width(head, kind, [row[at] for row in rows]))
        for number, row in enumerate(rows, start=1):
            _write_cell(page, number, at, row[at], kind, looks.of(kind))


def _write_cell(page: Any, row: int, column: int, value: Any, kind: str, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, look)
    elif kind == "date":
        page.write_datetime(row, column, datetime.fromisoformat(value), look)
    elif kind == "text":
        page.write_string(row, column, str(value)[:_CELL], look)
    else:
        page.write_number(row, column, value, look)


def _width(head: str, kind: str, values: list[Any]) -> float:
    """Wide enough for the longest value, and for the longest word of the head."""
    longest = 11 if kind in _SHOWN else max((len(str(value)) for value in values if value is not None), default=0)
    return max(_NARROWEST, min(_WIDEST, _LETTER * max(longest, *map(len, head.split())) + 3))
