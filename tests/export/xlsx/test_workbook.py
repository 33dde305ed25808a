"""The workbook of a province, read back from its XML, and opened by LibreOffice."""

from __future__ import annotations

import copy
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from nbformat import NotebookNode

import libreoffice
import workbook_rules
from context import Context
from reading import Set
from taphuan.compose import compose
from taphuan.errors import NotComposed
from taphuan.export.xlsx.workbook import write_workbook
from taphuan.known.conferences import conference, conference_slugs, participants
from taphuan.lesson.lesson import open_lesson
from taphuan.lesson.workbook import ABOUT, COLUMNS, SOURCES, workbook

TODAY = date(2026, 11, 28)
HO_CHI_MINH = ("ke-hoach-2027", "ho-chi-minh", "2026-11-21")
NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@cache
def composed(*of: str) -> NotebookNode:
    return compose(open_lesson(*of))


def sheets_of(content: bytes) -> dict[str, list[list[str]]]:
    """The texts and numbers of each sheet by its name, row after row, as the file holds them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        strings = [
            "".join(t.text or "" for t in item.iter(f"{NAME}t"))
            for item in ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
        ]
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        names = [str(sheet.get("name")) for sheet in book.iter(f"{NAME}sheet")]
        found = {}
        for number, name in enumerate(names, start=1):
            root = ElementTree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = [[_cell(cell, strings) for cell in row] for row in root.iter(f"{NAME}row")]
    return found


def _cell(cell: Any, strings: list[str]) -> str:
    value = cell.findtext(f"{NAME}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value


def numbers(sheets: dict[str, Any], name: str) -> list[dict[str, Any]]:
    (sheet,) = (sheet for sheet in sheets["sheets"] if sheet["name"] == name)
    return [dict(zip((head for head, _ in COLUMNS), row, strict=True)) for row in sheet["rows"]]


def test_the_sheets_hold_what_is_known_on_the_day() -> None:
    found = sheets_of(write_workbook(composed(*HO_CHI_MINH)))
    assert list(found) == [
        ABOUT,
        "DTI",
        "PAPI",
        "Phục vụ người dân",
        "Thủ tục hành chính",
        "Cải cách hành chính",
        "Hài lòng (SIPAS)",
        "Dân số",
        "GRDP bình quân đầu người",
        SOURCES,
    ]
    head, first, *rest = found["DTI"]
    assert head == [name for name, _ in COLUMNS]
    assert first[:7] == ["2024", "TP. Hồ Chí Minh", "Giá trị DTI", "0.777", "", "4", "34"]
    network = next(row for row in rest if row[:3] == ["2024", "TP. Hồ Chí Minh", "An toàn thông tin mạng"])
    assert (network[3], network[5]) == ("0.7168", "27")
    earlier = composed("bac-kan-2020", "bac-kan", "2020-12-18")
    assert list(sheets_of(write_workbook(earlier))) == [ABOUT, "PAPI", SOURCES]


def test_numbers_of_a_copy_carry_the_mark_and_an_assumed_day_is_blank() -> None:
    sheets = workbook(open_lesson(*HO_CHI_MINH).profile)
    assert {row["Dấu"] for row in numbers(sheets, "Phục vụ người dân")} == {"°"}
    assert {row["Ngày công bố"] for row in numbers(sheets, "Phục vụ người dân")} == {None}
    assert {row["Dấu"] for row in numbers(sheets, "DTI")} == {""}
    assert {row["Ngày công bố"] for row in numbers(sheets, "DTI")} >= {"2025-10-21", "2025-02-06"}


def test_the_units_before_a_merger_stand_with_what_they_are() -> None:
    before = [row for row in numbers(workbook(open_lesson(*HO_CHI_MINH).profile), "DTI") if row["Ghi chú"]]
    ranks = {
        row["Địa phương"]: row["Hạng"]
        for row in before
        if (row["Kỳ"], row["Chỉ tiêu"], row["Số đơn vị trong bảng"]) == ("2024", "Giá trị DTI", 63)
    }
    assert ranks == {"TP. Hồ Chí Minh": 1, "Bà Rịa – Vũng Tàu": 7, "Bình Dương": 29}
    assert {row["Ghi chú"].partition(";")[0] for row in before} == {"đơn vị trước sắp xếp", "tính từ số đã công bố"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(
            slug, marks=pytest.mark.slow if slug in ("bo-khcn-cap-xa-2025", "ke-hoach-2027", "truc-tuyen-2022") else []
        )
        for slug in conference_slugs()
    ],
)
def test_every_number_of_every_workbook_is_that_of_the_data(slug: str) -> None:
    for on in (conference(slug).as_of, TODAY):
        for unit in participants(conference(slug), on):
            found = Set(unit.slug, slug, on.isoformat(), unit.slug, "")
            found.sheets = workbook(open_lesson(slug, unit.slug, on.isoformat()).profile)["sheets"]
            assert list(workbook_rules.check(found, Context(slug, on, unit.slug))) == []


@pytest.mark.parametrize(
    ("column", "planted"),
    [("Giá trị", 0.5), ("Hạng", 33), ("Trung bình tính từ bảng", 0.9), ("Dấu", "°"), ("Ngày công bố", "2025-10-22")],
)
def test_a_wrong_number_is_found(column: str, planted: object) -> None:
    sheets = copy.deepcopy(workbook(open_lesson(*HO_CHI_MINH).profile)["sheets"])
    at = [head for head, _ in COLUMNS].index(column)
    sheets[1]["rows"][0][at] = planted
    found = Set("x", *(HO_CHI_MINH[0], HO_CHI_MINH[2], HO_CHI_MINH[1]), "", sheets=sheets)
    assert len(list(workbook_rules.check(found, Context("ke-hoach-2027", date(2026, 11, 21), "ho-chi-minh")))) == 1


def test_the_same_content_gives_the_same_bytes_and_no_clock() -> None:
    first = write_workbook(composed(*HO_CHI_MINH))
    assert first == write_workbook(composed(*HO_CHI_MINH))
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)) == {"2026-11-21T00:00:00"}


def test_texts_are_never_formulas_or_addresses() -> None:
    notebook = copy.deepcopy(composed(*HO_CHI_MINH))
    hostile = ['=HYPERLINK("http://x","y")', "https://example.org", "&[File] <b>", "0123"]
    notebook.metadata["taphuan"]["workbook"]["sheets"][0]["rows"] = [["Mục", text] for text in hostile]
    content = write_workbook(notebook)
    assert [row[1] for row in sheets_of(content)[ABOUT][1:]] == hostile
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page and "hyperlink" not in page


def test_a_notebook_without_numbers_is_an_error() -> None:
    with pytest.raises(NotComposed, match=r"no numbers for a workbook; build data\.xlsx of a province"):
        write_workbook(composed("ke-hoach-2027", "hoi-nghi", "2026-11-21"))


@pytest.mark.slow
@pytest.mark.skipif(libreoffice.missing() or not shutil.which("pdftotext"), reason="needs soffice and pdftotext")
def test_libreoffice_shows_four_decimals_and_days(tmp_path: Path) -> None:
    (tmp_path / "data.xlsx").write_bytes(write_workbook(composed(*HO_CHI_MINH)))
    (shown_as,) = libreoffice.converted([tmp_path / "data.xlsx"], "pdf", tmp_path)
    asked = ["pdftotext", "-layout", str(shown_as), "-"]
    text = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    shown = [line.split() for line in text.splitlines() if re.search(r"2024 +TP. Hồ Chí Minh +Giá trị DTI", line)]
    assert any({"0.7770", "0.7005", "21/10/2025"} <= {word.replace(",", ".") for word in line} for line in shown)
