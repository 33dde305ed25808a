"""The workbook of an edition that waits to be filled in: a row a unit, a column a number, and a page about the publication."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from taphuan import paths
from taphuan.check.new.files import shown
from taphuan.errors import Problem, coded
from taphuan.theme import forms
from taphuan.theme.theme import theme

if TYPE_CHECKING:
    from taphuan.check.add.sheet import Sheet
    from taphuan.known.units import Unit

NUMBERS, PUBLICATION = "Số liệu", "Công bố"
_NAME = re.compile(r"(?P<measure>[a-z_]+)-(?P<period>\d{4}(-\d\d)?)\.xlsx")
# what the page about the publication asks for: the option of the command, what it is called there, what to write
ASKED = (
    ("published", "Ngày công bố", "năm-tháng-ngày, ví dụ 2026-05-06; chưa công bố thì chưa nhập"),
    ("producer", "Nơi công bố", "tên đầy đủ của cơ quan, tổ chức công bố"),
    ("licence", "Điều kiện sử dụng", "giấy phép hoặc điều kiện mà nơi công bố nêu"),
    ("title", "Tên trang, bảng hoặc quyết định", "đúng như ở nơi đã đọc"),
    ("url", "Địa chỉ trang", "để trống nếu không có"),
    ("accessed", "Ngày đọc", "năm-tháng-ngày; để trống là hôm nay"),
    ("method", "Cách tính", "các kỳ cùng cách tính mới được so với nhau"),
    ("status", "Độ tin cậy", "copy: đọc ở một bản chép; confirmed: bản của nơi công bố, hoặc hai nguồn trùng số"),
    ("source", "Mã nguồn trong data/sources.csv", "để trống nếu là nguồn mới"),
)


def draft_of(measure: str, period: str) -> Path:
    return paths.DRAFTS / f"{measure}-{period}.xlsx"


def workbook(
    heading: str, units: tuple[Unit, ...], columns: Mapping[str, str], said: Mapping[str, str], whole: tuple[str, ...]
) -> bytes:
    """The workbook: `columns` are the titles of the columns of numbers, `whole` those that every unit must have, `said` what
    is known of the publication."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    bold = Font(bold=True)
    colours = theme().colours
    grey, needed = (
        PatternFill("solid", fgColor=forms.digits(colour)) for colour in (colours.grey_tint, colours.ochre_tint)
    )
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = NUMBERS
    sheet["A1"] = heading
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = (
        "Chỉ nhập số đã công bố; ô chưa đọc được thì để trống, không ghi 0. Cột có tiêu đề tô vàng phải đủ mọi địa phương. "
        "Sang trang Công bố để nhập nơi và ngày công bố."
    )
    # a blank row between: a table begins at its header
    sheet.append([])
    sheet.append(["Mã tỉnh", "Tỉnh, thành phố", *columns.values()])
    for name, cell in zip(("", "", *columns), sheet[sheet.max_row], strict=True):
        cell.font, cell.fill = bold, needed if name in whole else grey
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = 16 if cell.column > 2 else 20
    sheet.row_dimensions[sheet.max_row].height = 48
    for unit in units:
        sheet.append([unit.slug, unit.name])
    sheet.freeze_panes = sheet.cell(sheet.max_row - len(units) + 1, 3)
    about = book.create_sheet(PUBLICATION)
    for row, (option, name, how) in enumerate(ASKED, start=1):
        about.append([name, said.get(option) or None, how])
        about.cell(row, 1).font = bold
        # a day stays the text that was typed
        about.cell(row, 2).number_format = "@"
    for letter, width in (("A", 34), ("B", 48), ("C", 80)):
        about.column_dimensions[letter].width = width
    for page in (sheet, about):
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@coded("TH550")
def waiting() -> Iterator[Problem]:
    """A line for each workbook of an edition that data/ does not have yet."""
    from taphuan.check.add.registers import register_of

    for file in sorted(paths.DRAFTS.glob("*.xlsx")) if paths.DRAFTS.is_dir() else ():
        if named := _NAME.fullmatch(file.name):
            measure, period = named["measure"], named["period"]
            if period not in register_of(measure).editions(measure):
                remedy = f"Fill it in, then: taphuan new edition {measure} {period}."
                yield Problem(shown(file), "", "", "", f"{measure} {period} waits to be filled in", remedy)


def said_in(sheets: tuple[Sheet, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """(what the page about the publication says, by option; the cell of each); empty where a workbook has no such page."""
    page = next((sheet for sheet in sheets if sheet.name == PUBLICATION), None)
    names = {name: option for option, name, _ in ASKED}
    said: dict[str, str] = {}
    cells: dict[str, str] = {}
    for number, row in enumerate(page.rows if page else ()):
        if len(row) > 1 and (option := names.get(row[0].text)):
            # a spreadsheet makes 2026-05-06 a moment of that day
            said[option] = re.sub(r"(\d{4}-\d\d-\d\d) 00:00:00", r"\1", row[1].text)
            cells[option] = f"{PUBLICATION}, B{number + 1}"
    return said, cells
