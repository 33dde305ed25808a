"""`taphuan new edition`: a workbook to fill in, then all rows of a year of the index or of another measure, or none."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from coded_lines import words_of
from projects import Project
from taphuan import paths
from taphuan.check.new.draft import waiting
from taphuan.cli import main
from taphuan.compose import compose
from taphuan.data.check.check import check_data
from taphuan.data.load import rows
from taphuan.known import dti, measures
from taphuan.known.units import units_on
from taphuan.lesson.lesson import open_lesson

pytestmark = pytest.mark.kept_copy

PUBLICATION = {
    "Ngày công bố": "2026-10-21",
    "Nơi công bố": "Bộ Khoa học và Công nghệ",
    "Điều kiện sử dụng": "Số liệu công bố công khai",
    "Tên trang, bảng hoặc quyết định": "Bảng thử nghiệm, số đặt ra",
}
NEW = units_on(date(2025, 12, 31))
Fill = Callable[[Path, Mapping[str, object]], Path]


def new(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["new", "edition", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def contents(project: Project) -> Callable[[], dict[Path, bytes]]:
    root = project.root / "data"
    return lambda: {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def numbers_of_2024() -> dict[str, dict[str, str]]:
    """The published numbers of 2024 with two units that have changed places: numbers for the test alone."""
    found = {row["province_slug"]: row for row in rows("dti/dti") if row["year"] == "2024"}
    first, second = (next(row for row in found.values() if row["rank"] == rank) for rank in ("1", "2"))
    names = dti.INDICES.keys() | {"rank", "pdti"}
    found[first["province_slug"]], found[second["province_slug"]] = (
        one | {name: other[name] for name in names} for one, other in ((first, second), (second, first))
    )
    return found


def filled(
    file: Path, change: Mapping[str, object] | None = None, publication: Mapping[str, str] = PUBLICATION
) -> Path:
    """The workbook as somebody fills it in with numbers; `change` are cells of the first sheet."""
    book = openpyxl.load_workbook(file)
    sheet, about = book["Số liệu"], book["Công bố"]
    numbers = numbers_of_2024()
    head = {cell.value: cell.column for cell in sheet[4]}
    columns = {"rank": "Hạng", "pdti": "Giá trị DTI"} | dti.INDICES
    for row in sheet.iter_rows(min_row=5):
        for key, name in columns.items():
            value = numbers[str(row[0].value)][key]
            sheet.cell(row[0].row, head[name]).value = int(value) if key == "rank" else float(value)
    for place, value in (change or {}).items():
        sheet[place] = value
    for row in about.iter_rows():
        if row[0].value in publication:
            row[1].value = publication[row[0].value]
    book.save(file)
    return file


def begun(measure: str = "dti", period: str = "2025") -> Path:
    result = new(measure, period)
    assert result.exit_code == 0, result.output
    return paths.DRAFTS / f"{measure}-{period}.xlsx"


def test_a_year_is_begun_as_a_workbook_with_the_units_of_the_day(
    project: Project, contents: Callable[[], dict[Path, bytes]]
) -> None:
    before = contents()
    result = new("dti", "2025", "--published", "2026-10-21")
    assert result.exit_code == 0, result.output
    assert [line[:3] for line in result.output.splitlines()[-3:]] == ["1. ", "2. ", "3. "]
    assert "34 units of 2025-12-31, method qd-405-bkhcn" in result.output
    book = openpyxl.load_workbook(project.root / "drafts/dti-2025.xlsx")
    assert [row[0].value for row in book["Số liệu"].iter_rows(min_row=5)] == [unit.slug for unit in NEW]
    assert [cell.value for cell in book["Số liệu"][4]][2:5] == ["Hạng", "Giá trị DTI", "Nhận thức số"]
    said = {row[0].value: row[1].value for row in book["Công bố"].iter_rows()}
    assert (said["Ngày công bố"], said["Cách tính"], said["Nơi công bố"]) == ("2026-10-21", "qd-405-bkhcn", None)
    # it is no data yet: the check passes and says that it waits
    assert contents() == before
    assert check_data() == ()
    (line,) = map(str, waiting())
    assert words_of(line) == (
        "drafts/dti-2025.xlsx: dti 2025 waits to be filled in. Fill it in, then: taphuan new edition dti 2025."
    )
    # a second call does not begin again
    empty = (project.root / "drafts/dti-2025.xlsx").read_bytes()
    again = new("dti", "2025")
    assert (again.exit_code, "no number is filled in yet" in again.output) == (2, True), again.output
    assert (project.root / "drafts/dti-2025.xlsx").read_bytes() == empty


def test_a_year_that_is_filled_in_is_shown_from_its_day_on(project: Project) -> None:
    filled(begun())
    before = open_lesson("ke-hoach-2027", "hue", "2026-11-21")
    assert before.profile.edition is not None
    assert before.profile.edition.year == 2024
    result = new("dti", "2025", "--yes")
    assert result.exit_code == 0, result.output
    assert "1. these change: ke-hoach-2027 (2026-11-21), ky-nang-2027 (2026-11-21)" in result.output
    assert check_data() == ()
    table = {row["province_slug"]: row for row in rows("dti/dti") if row["year"] == "2025"}
    assert (table["hue"]["rank"], table["ha-noi"]["rank"], table["ho-chi-minh"]["province_name"]) == (
        "1",
        "2",
        "Hồ Chí Minh",
    )
    (edition,) = [row for row in rows("dti/publications") if row["year"] == "2025"]
    assert (edition["complete"], edition["published_on"], edition["method"]) == ("yes", "2026-10-21", "qd-405-bkhcn")
    # a document of a later day shows it, one of the day before does not
    deck = "\n".join(cell.source for cell in compose(open_lesson("ke-hoach-2027", "hue", "2026-11-21")).cells)
    assert "hạng 2/34 năm 2024 lên hạng 1/34 năm 2025" in " ".join(deck.replace("\u00a0", " ").split())
    assert [one.year for one in dti.editions(date(2026, 10, 20))][-1] == 2024
    assert [one.year for one in dti.editions(date(2026, 10, 21))][-1] == 2025
    # nothing waits any more, and it cannot be begun again
    assert list(waiting()) == []
    again = new("dti", "2025")
    assert (again.exit_code, "dti 2025 is there, published on 2026-10-21" in again.output) == (2, True), again.output


@pytest.mark.slow
def test_pillars_are_computed_as_those_of_the_last_year_were(project: Project) -> None:
    file = filled(begun())
    book = openpyxl.load_workbook(file)
    numbers = {row["province_slug"]: row for row in rows("dti/dti") if row["year"] == "2024"}
    head = {cell.value: cell.column for cell in book["Số liệu"][4]}
    columns = {"rank": "Hạng", "pdti": "Giá trị DTI", **dti.INDICES}
    for row in book["Số liệu"].iter_rows(min_row=5):
        for key, name in columns.items():
            book["Số liệu"].cell(row[0].row, head[name]).value = float(numbers[str(row[0].value)][key])
    book.save(file)
    assert new("dti", "2025", "--yes").exit_code == 0
    derived: dict[str, set[tuple[str, ...]]] = {}
    for row in rows("dti/dti_pillars_derived"):
        if row["province_set"] == "34":
            key = tuple(row[name] for name in ("province_slug", "pillar", "value_derived", "rank_derived"))
            derived.setdefault(row["year"], set()).add(key)
    assert derived["2025"] == derived["2024"]


def test_everything_that_is_wrong_is_told_with_its_cell(
    contents: Callable[[], dict[Path, bytes]], project: Project
) -> None:
    wrong: dict[str, object] = {
        "B8": "Huế",  # another unit than the code in A8
        "A9": "hue-x",
        "D10": "khá",
        "D11": 0.771234567,
        "C12": None,
        "E13": 1.5,
        "C14": 34,
        "G15": 0.1,
    }
    said = {**PUBLICATION, "Ngày công bố": "2025-12-31", "Nơi công bố": "", "Độ tin cậy": "tốt"}
    filled(begun(), wrong, said)
    before = contents()
    result = new("dti", "2025", "--yes")
    assert result.exit_code == 2
    assert contents() == before
    missing = NEW[4].name
    for line in (
        "Công bố, B1, Ngày công bố: 2025-12-31 is not after 2025-12-31, the end of 2025",
        "Công bố, B2, Nơi công bố: blank",
        "Công bố, B8, Độ tin cậy: copy or confirmed, not “tốt”",
        f"Số liệu, A8: {NEW[3].slug}, but B8 is Huế",
        "Số liệu, A9: “hue-x” is no unit on 2025-12-31; did you mean Huế",
        "Số liệu, D10: not a number (found: khá)",
        f"Số liệu, D11 ({NEW[6].slug}, Giá trị DTI): 0.771234567 has 9 decimals, the others at most 4",
        f"1 of 34 units missing: {missing}",
        f"column C, Hạng: {NEW[7].slug} (C12): blank",
        f"Số liệu, E13 ({NEW[8].slug}, Nhận thức số): greater than 1",
        f"Số liệu, D15 ({NEW[10].slug}, Giá trị DTI): the weighted sum of the eight indices is",
    ):
        assert line in result.output, (line, result.output)


@pytest.mark.slow
def test_ranks_that_are_no_places_are_told(project: Project) -> None:
    # Cao Bằng, the last, has no value, so that only the ranks can be compared
    filled(begun(), {"C6": 20, "D6": None})
    result = new("dti", "2025", "--partial", "--yes")
    assert (result.exit_code, "units have a better rank, so that this one would be 22" in result.output) == (2, True)


@pytest.mark.slow
def test_what_there_is_of_a_year_is_no_ranking_of_the_country(project: Project) -> None:
    file = filled(begun())
    book = openpyxl.load_workbook(file)
    book["Số liệu"].delete_rows(20, 10)
    book.save(file)
    refused = new("dti", "2025", "--yes")
    assert (refused.exit_code, "10 of 34 units missing" in refused.output) == (2, True), refused.output
    assert new("dti", "2025", "--partial", "--yes").exit_code == 0
    (edition,) = [row for row in rows("dti/publications") if row["year"] == "2025"]
    assert edition["complete"] == "no"
    # places of pillars are among all units
    assert not [row for row in rows("dti/dti_pillars_derived") if row["year"] == "2025"]
    assert check_data() == ()


@pytest.mark.slow
def test_a_new_method_is_registered_without_points(project: Project) -> None:
    filled(begun())
    unknown = new("dti", "2025", "--method", "qd-999-bkhcn", "--yes")
    assert (unknown.exit_code, "unknown method qd-999-bkhcn" in unknown.output) == (2, True), unknown.output
    assert new("dti", "2025", "--method", "qd-3090-bkhcn", "--yes").exit_code == 0
    (method,) = [row for row in rows("dti/methods") if row["method"] == "qd-3090-bkhcn"]
    assert (method["awareness"], method["basis"]) == ("", "")
    assert dti.crosses_break(2024, 2025)
    assert check_data() == ()


@pytest.mark.slow
def test_a_table_as_the_ministry_has_it_is_taken_too(project: Project, tmp_path: Path) -> None:
    numbers = numbers_of_2024()
    with (tmp_path / "bang.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["TT", "Địa phương", "Giá trị DTI", "Xếp hạng"])
        for at, unit in enumerate(NEW, start=1):
            row = numbers[unit.slug]
            writer.writerow([at, unit.full_name, row["pdti"].replace(".", ","), row["rank"]])
    said = (
        "--published",
        "2026-10-21",
        "--producer",
        "Bộ Khoa học và Công nghệ",
        "--licence",
        "Công khai",
        "--title",
        "Bảng",
    )
    result = new("dti", "2025", "--from", str(tmp_path / "bang.csv"), *said, "--yes")
    assert result.exit_code == 0, result.output
    table = {row["province_slug"]: row for row in rows("dti/dti") if row["year"] == "2025"}
    # as published: the zeros stay
    assert {slug: row["pdti"] for slug, row in table.items()} == {slug: row["pdti"] for slug, row in numbers.items()}
    assert check_data() == ()


@pytest.mark.slow
def test_another_measure_is_filled_in_the_same_way(project: Project) -> None:
    file = begun("service_index", "2025")
    held = {
        row["province_slug"]: row for row in rows("measures/service_index/service_index") if row["edition"] == "2024"
    }
    book = openpyxl.load_workbook(file)
    sheet, about = book["Số liệu"], book["Công bố"]
    parts = measures.measure("service_index").parts
    assert [cell.value for cell in sheet[4]][2:] == [part.label for part in parts]
    for row in sheet.iter_rows(min_row=5):
        for at, part in enumerate(parts, start=3):
            sheet.cell(row[0].row, at).value = float(held[str(row[0].value)][part.key])
    for row in about.iter_rows():
        row[1].value = PUBLICATION.get(str(row[0].value), row[1].value)
    sheet["C5"] = 12
    book.save(file)
    wrong = new("service_index", "2025", "--yes")
    assert (wrong.exit_code, "Số liệu, C5 (ha-noi, Tổng điểm): the sum of the five parts is" in wrong.output) == (
        2,
        True,
    )
    sheet["C5"] = float(held["ha-noi"]["total"])
    sheet["H6"] = None
    book.save(file)
    blank = new("service_index", "2025", "--yes")
    assert "Số liệu, column H, Số hóa hồ sơ: cao-bang (H6): blank" in blank.output
    assert "1 problem in what would be written" in blank.output
    sheet["H6"] = float(held["cao-bang"]["digitization"])
    book.save(file)
    result = new("service_index", "2025", "--yes")
    assert result.exit_code == 0, result.output
    (edition,) = [one for one in measures.editions("service_index", date(2026, 10, 21)) if one.key == "2025"]
    assert (edition.of, edition.complete, edition.confirmed, edition.method) == (34, True, False, "qd-766-2022")
    assert {one.slug: one.value for one in measures.table(edition)} == {
        slug: float(row["total"]) for slug, row in held.items()
    }
    assert check_data() == ()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dtii", "2025"), "unknown measure 'dtii'; did you mean dti?"),
        (("dti", "2024"), "dti 2024 is there, published on 2025-10-21"),
        (
            ("dti", "2021"),
            "units that it lacks: taphuan add measure FILE --level province --measure dti --edition 2021",
        ),
        (("dti", "2099"), "2099 ends on 2099-12-31: nothing about it is published before that"),
        (("dti", "2025-11"), "'2025-11' is no period of dti: a year, as 2025"),
        (("procedures", "2025-13"), "'2025-13' is no period of procedures: a month, as 2025-11"),
        (("dti", "năm 2025"), "'năm 2025' is no period of dti"),
        (("dti", "2025", "--published", "2025-06-01"), "--published: 2025-06-01 is not after 2025-12-31"),
        (("dti", "2025", "--published", "2099-06-01"), "--published: 2099-06-01 is still to come"),
        (("dti", "2025", "--published", "21/10/2026"), "--published: '21/10/2026' is not a date"),
        (("dti", "2025", "--status", "x"), "--status: copy or confirmed, not “x”"),
    ],
)
def test_what_cannot_be_begun(project: Project, arguments: tuple[str, ...], says: str) -> None:
    result = new(*arguments)
    assert (result.exit_code, says in result.output) == (2, True), result.output
    assert "nothing was written [TH857]" in result.output
    assert not paths.DRAFTS.exists() or not list(paths.DRAFTS.iterdir())


def test_all_faults_of_the_command_line_come_at_once(project: Project) -> None:
    result = new("dtii", "2099", "--published", "hôm qua", "--status", "x")
    assert [result.output.count(word) for word in ("dtii", "2099-12-31", "hôm qua", "“x”")] == [1, 1, 1, 1]
