"""`taphuan add measure`: workbooks and CSV files as Excel writes them become rows of data/, or nothing is written."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.worksheet.worksheet import Worksheet

from projects import Project, Run
from taphuan import paths
from taphuan.check.add.writing import texts_of, write
from taphuan.cli import main
from taphuan.data.check.check import check_data
from taphuan.data.load import rows
from taphuan.known.units import units_on

SAID = {
    "--measure": "thu_nghiem",
    "--name": "Chỉ số thử nghiệm",
    "--edition": "2024",
    "--published": "2025-05-06",
    "--producer": "Bộ Nội vụ",
    "--licence": "Số liệu công bố công khai",
    "--title": "Bảng thử nghiệm",
}
OLD = units_on(date(2024, 12, 31))
NEW = units_on(date(2025, 12, 31))

pytestmark = pytest.mark.kept_copy


@pytest.fixture
def contents(project: Project) -> Callable[[], dict[Path, bytes]]:
    root = project.root / "data"
    return lambda: {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def add(file: Path, *more: str, yes: bool = True, without: str = "", **said: str) -> Result:
    options = SAID | {f"--{name}": value for name, value in said.items()}
    given = [part for name, value in options.items() if name != f"--{without}" for part in (name, value)]
    result = CliRunner().invoke(
        main, ["add", "measure", str(file), "--level", "province", *given, *more, *(["--yes"] if yes else [])]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def workbook(folder: Path, fill: Callable[[Worksheet], None], name: str = "Bảng.xlsx") -> Path:
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(folder / name)
    return folder / name


def official(sheet: Worksheet) -> None:
    """A table as an office lays it out: a title, a merged head, a running number, per cents, totals."""
    sheet["A1"] = "KẾT QUẢ THỬ NGHIỆM NĂM 2024"
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(["STT", "Tỉnh, thành phố", "Điểm số (điểm)", "Tỷ lệ hài lòng", "Hạng", "Ghi chú"])
    for number, unit in enumerate(OLD, start=1):
        sheet.append(
            [number, unit.full_name if number % 2 else unit.name.upper(), 60 + number / 8, number / 1000, number]
        )
        sheet.cell(sheet.max_row, 4).number_format = "0.0%"
    sheet["C4"] = "61,25"
    sheet["C5"] = None
    sheet["D6"] = "…"
    sheet["F4"] = "cao nhất"
    sheet.append([None, "Cả nước", 65.5, 0.5])


def semicolons(folder: Path, lines: list[list[str]], name: str = "bang.csv") -> Path:
    """As Excel saves “CSV UTF-8” where the comma is the decimal mark."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    (folder / name).write_bytes(out.getvalue().encode("utf-8-sig"))
    return folder / name


def test_a_workbook_becomes_a_new_measure(project: Project, tmp_path: Path) -> None:
    result = add(workbook(tmp_path, official))
    assert result.exit_code == 0, result.output
    assert "rows left out, no units: Cả nước (row 67)" in result.output
    assert "columns left out: STT, Ghi chú" in result.output
    table = {row["province_slug"]: row for row in rows("measures/thu_nghiem/thu_nghiem")}
    assert set(table) == {unit.slug for unit in OLD}
    first, second, third = (table[unit.slug] for unit in OLD[:3])
    assert (first["diem_so"], first["ty_le_hai_long"], first["rank"]) == ("61.25", "0.1", "1")
    assert (second["diem_so"], second["ty_le_hai_long"]) == ("", "0.2")
    assert (third["diem_so"], third["ty_le_hai_long"]) == ("60.375", "")
    parts = {row["part"]: row for row in rows("measures/parts") if row["measure"] == "thu_nghiem"}
    assert {part: (row["label_vi"], row["unit_vi"], row["main"]) for part, row in parts.items()} == {
        "diem_so": ("Điểm số", "điểm", "yes"),
        "ty_le_hai_long": ("Tỷ lệ hài lòng", "%", "no"),
    }
    (edition,) = [row for row in rows("measures/editions") if row["measure"] == "thu_nghiem"]
    assert (edition["units_on"], edition["complete"], edition["status"]) == ("2024-12-31", "no", "copy")
    source = next(row for row in rows("sources") if row["source_id"] == "thu-nghiem-2024")
    assert (source["publisher"], source["published_date"], source["licence"]) == (
        "Bộ Nội vụ",
        "2025-05-06",
        "Số liệu công bố công khai",
    )
    assert check_data() == ()
    package = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    assert [one["path"] for one in package["resources"]].count("measures/thu_nghiem/thu_nghiem.csv") == 1


@pytest.mark.slow
def test_a_csv_file_with_semicolons_names_units_in_every_way(project: Project, tmp_path: Path) -> None:
    named = [unit.name for unit in NEW]
    named[0], named[1], named[2] = "Thành phố Hà Nội", "cao bang", "Tuyên Quảng"
    lines = [["Địa phương", "Điểm"], *([name, f"{40 + at},50"] for at, name in enumerate(named))]
    result = add(semicolons(tmp_path, lines), edition="2025", published="2026-04-02")
    assert result.exit_code == 0, result.output
    assert "read as: “Tuyên Quảng” (A4) → Tuyên Quang" in result.output
    table = rows("measures/thu_nghiem/thu_nghiem")
    assert [row["province_slug"] for row in table] == [unit.slug for unit in NEW]
    # as published: the zero stays
    assert table[0]["diem"] == "40.50"
    (edition,) = [row for row in rows("measures/editions") if row["measure"] == "thu_nghiem"]
    assert (edition["units_on"], edition["complete"]) == ("2025-12-31", "yes")
    assert check_data() == ()


@pytest.mark.slow
def test_a_further_edition_of_a_known_measure(project: Project, tmp_path: Path) -> None:
    lines = [["Mã", "GRDP bình quân đầu người"], *([unit.code, "101,5"] for unit in NEW)]
    file = semicolons(tmp_path, lines)
    said = {"measure": "grdp_per_head", "edition": "2025", "published": "2026-06-30", "method": "grdp-hien-hanh"}
    before = (project.root / "data/measures/grdp_per_head/grdp_per_head.csv").read_text(encoding="utf-8")
    result = add(file, without="name", **said)
    assert result.exit_code == 0, result.output
    after = (project.root / "data/measures/grdp_per_head/grdp_per_head.csv").read_text(encoding="utf-8")
    assert after == before + "".join(f"2025,{unit.slug},101.5,grdp-per-head-2025\n" for unit in NEW)
    assert check_data() == ()
    again = add(file, "--source", "grdp-per-head-2025", without="name", **said)
    assert again.exit_code == 2
    assert "has 34 of these rows already (2025: ha-noi" in again.output


def bad(name: str, lines: list[list[str]], says: str, *more: str, without: str = "", **said: str) -> Any:
    return pytest.param(lines, says, more, without, said, id=name)


FEW = [["Tỉnh", "Điểm"], ["Quảng Nam", "5,25"], ["Bắc Giang", "6,5"]]
REFUSED = [
    bad("no day of publication", FEW, "--published", without="published"),
    bad("no producer", FEW, "--producer", without="producer"),
    bad("no licence", FEW, "--licence", without="licence"),
    bad("no title", FEW, "--title", without="title"),
    bad("a name with a slip", [*FEW, ["Quảng Nghĩa", "5"]], "A4: “Quảng Nghĩa” is no unit on 2024-12-31; did you mean Quảng Ngãi"),
    bad("a unit that ended", FEW, "Quảng Nam is no unit on 2025-12-31; since 2025-07-01 part of Đà Nẵng", edition="2025", published="2026-05-01"),
    bad("a unit twice", [*FEW, ["Tỉnh Quảng Nam", "5"]], "A4: Tỉnh Quảng Nam stands in row 2 already"),
    bad("both eras fit", [["Tỉnh", "Điểm"], ["Hà Nội", "5"], ["Cà Mau", "6"]], "--units 63 or --units 34", published="2025-12-01"),
    bad("a word for a number", [*FEW, ["Hà Nội", "khá"]], "B4: not a number (found: khá)"),
    bad("two decimal marks", [*FEW, ["Hà Nội", "5.25"]], "both 1,5 and 1.5"),
    bad("per cent and not", [*FEW, ["Hà Nội", "5%"]], "some numbers are per cent"),
    bad("no column of provinces", [["a", "b"], ["x", "1"], ["y", "2"]], "no sheet with a column of provinces"),
    bad("no number", [["Tỉnh", "Điểm"], ["Hà Nội", "-"], ["Cà Mau", ""]], "no column of numbers"),
    bad("two headings alike", [["Tỉnh", "Điểm", "Điểm"], ["Hà Nội", "5", "6"], ["Cà Mau", "6", "7"]], "two columns would be diem"),
    bad("a heading that does not exist", FEW, "no column of numbers with the heading", "--column", "Hạng"),
    bad("published tomorrow", FEW, "after today", published="2099-01-01"),
    bad("published before the period ends", FEW, "before the end of 2024", published="2024-06-01"),
    bad("a heading that is no Vietnamese", [["Tỉnh", "Diểmx"], *FEW[1:]], "Diểmx"),
    bad("the DTI", FEW, "taphuan new edition dti YEAR", measure="dti"),
    bad("a source that is there", FEW, "has a source", measure="vast", edition="2022", published="2023-01-05"),
]  # fmt: skip


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("lines", "says", "more", "without", "said"),
    [
        pytest.param(*case.values, id=case.id, marks=[pytest.mark.slow] if at % 4 else [])
        for at, case in enumerate(REFUSED)
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    contents: Callable[[], dict[Path, bytes]],
    tmp_path: Path,
    lines: list[list[str]],
    says: str,
    more: tuple[str, ...],
    without: str,
    said: dict[str, str],
) -> None:
    before = contents()
    result = add(semicolons(tmp_path, lines), *more, without=without, **said)
    assert result.exit_code == 2, result.output
    assert says in result.output
    assert contents() == before


def _date(sheet: Worksheet) -> None:
    official(sheet)
    sheet["C7"] = date(2024, 1, 5)


def _formula(sheet: Worksheet) -> None:
    official(sheet)
    sheet["C7"] = "=C6+1"


def _error(sheet: Worksheet) -> None:
    official(sheet)
    sheet["C7"] = "#N/A"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fill", "says"),
    [
        (_date, "C7: a date"),
        (_formula, "C7: a formula that was never computed"),
        (_error, "C7: an error of the spreadsheet"),
    ],
)
def test_cells_of_a_workbook_that_are_no_numbers(
    contents: Callable[[], dict[Path, bytes]], tmp_path: Path, fill: Callable[[Worksheet], None], says: str
) -> None:
    before = contents()
    result = add(workbook(tmp_path, fill))
    assert (result.exit_code, says in result.output) == (2, True), result.output
    assert contents() == before


def _files() -> Iterator[tuple[str, bytes]]:
    yield "x.xls", b"\xd0\xcf\x11\xe0" + bytes(100)
    yield "locked.xlsx", b"\xd0\xcf\x11\xe0" + bytes(100)
    yield "text.xlsx", b"abc"
    yield "empty.xlsx", b""
    yield "empty.csv", b""
    yield "zero.csv", bytes(50)
    yield "latin.csv", "Tỉnh;Điểm\n".encode("cp1258", "replace") + b"\xe1\xe9"
    yield "half.csv", b"\xff\xfea"
    yield "quote.csv", b'"a;b\nc'


FILES = tuple(_files())


@pytest.mark.slow
@pytest.mark.parametrize(("name", "content"), FILES, ids=[name for name, _ in FILES])
def test_a_file_that_is_no_table(
    contents: Callable[[], dict[Path, bytes]], tmp_path: Path, name: str, content: bytes
) -> None:
    before = contents()
    (tmp_path / name).write_bytes(content)
    result = add(tmp_path / name)
    assert (result.exit_code, name in result.output) == (2, True), result.output
    assert contents() == before


@pytest.mark.slow
def test_nothing_is_written_without_yes(contents: Callable[[], dict[Path, bytes]], tmp_path: Path) -> None:
    before = contents()
    result = add(workbook(tmp_path, official), yes=False)
    assert result.exit_code == 2
    assert "data/measures/thu_nghiem/thu_nghiem.csv: 63 rows more" in result.output
    assert contents() == before


@pytest.mark.slow
def test_after_it_the_check_passes_and_a_notebook_has_the_table(
    project: Project, tmp_path: Path, run_cli: Callable[..., Run]
) -> None:
    file = workbook(tmp_path, official)
    said = [part for pair in (SAID | {"--edition": "2023", "--published": "2024-05-06"}).items() for part in pair]
    added = run_cli("add", "measure", str(file), "--level", "province", *said, "--yes", root=project.root)
    assert added.code == 0, added.err
    checked = run_cli("check", root=project.root)
    assert checked.code == 0, checked.err
    code = (
        "from taphuan.lesson.lesson import open_lesson\n"
        "frame = open_lesson('quang-nam-2024', 'quang-nam', '2024-10-31').data.thu_nghiem\n"
        "print(frame[frame.own][['name', 'year', 'diem_so', 'rank', 'issuer']].to_csv(index=False))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TAPHUAN_ROOT": str(project.root)},
        capture_output=True,
        text=True,
        check=True,
    )
    place = next(at for at, unit in enumerate(OLD, start=1) if unit.slug == "quang-nam")
    assert shown.stdout.splitlines()[1] == f"Quảng Nam,2023,{60 + place / 8},{place},Bộ Nội vụ"


def test_files_are_written_all_or_none(contents: Callable[[], dict[Path, bytes]]) -> None:
    before = contents()
    # the second has no place: a file is where its folder would be
    new = {Path("sources.csv"): "source_id\n", Path("new.csv"): "a\n", Path("sources.csv/x.csv"): "a\n"}
    with pytest.raises(OSError, match=r"sources\.csv"):
        write(new, texts_of(new))
    assert contents() == before
