"""Faults in CSV files and their cells: `check_data` reports each with its file, place, field and value."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from data_faults import copy_of_data, reported, spoil, spoil_cell
from taphuan.data.check.check import check_data


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_data(tmp_path)


CELLS = [
    ("units/provinces.csv", 2, "code", "1", "a leading zero is missing", "Write 01"),
    ("units/communes.csv", 2, "code", "1", "a leading zero is missing", "Write 00001"),
    ("units/provinces.csv", 3, "area_km2", '"7914,9"', "a decimal comma", "Write a point: 7914.9"),
    ("dti/dti.csv", 60, "pdti", "NaN", "no value", "Leave the cell empty"),
    ("dti/dti.csv", 60, "province_name", "nan", "no value", "Leave the cell empty"),
    ("dti/dti.csv", 60, "pdti", "1.7187", "greater than 1", "Correct it"),
    ("dti/dti.csv", 60, "rank", "64", "greater than 63", "Correct it"),
    ("dti/dti.csv", 60, "rank", "12.5", "not a whole number", "digits only"),
    ("dti/dti.csv", 60, "digital_economy", "5e-1", "not a number", "decimal point"),
    (
        "dti/dti.csv",
        60,
        "source_id",
        "hauidnk-bang9",
        "not in the column source_id of data/sources.csv",
        "hauidnk-bang",
    ),
    ("units/provinces.csv", 3, "valid_to", "30/6/2025", "not a valid date", "2025-06-30"),
    ("units/provinces.csv", 3, "valid_to", "2025-06-31", "not a valid date", "2025-07-01"),
    ("units/provinces.csv", 3, "kind", "tỉnh", "allowed values", "Did you mean “tinh”"),
    ("units/provinces.csv", 3, "name", " Hà Giang", "spaces", "Delete"),
    ("units/provinces.csv", 3, "slug", "Hà-Giang", "not a short name", "small letters"),
    ("units/provinces.csv", 3, "source_id", "vnpd-v2.4.2", "not in the column source_id", "vnpd-v2.4.1"),
    ("units/provinces.csv", 3, "successor_slug", "tuyen-quan", "not in the column slug", "tuyen-quang"),
    ("units/agencies.csv", 2, "name_vi", "", "the cell is empty", "Fill it in"),
    ("law/legal_relations.csv", 2, "from_id", "nd-82-2042", "not in the column id", "nd-82-2024"),
    ("law/legal_relations.csv", 2, "relation", "sua_doi", "allowed values", "sua-doi"),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("file", "row", "field", "value", "what", "remedy"), CELLS)
def test_a_bad_cell(tmp_path: Path, file: str, row: int, field: str, value: str, what: str, remedy: str) -> None:
    root = copy_of_data(tmp_path, communes="communes" in file)
    spoil_cell(root / file, row, field, value)
    problem = reported(check_data(root), f"data/{file}", f"row {row}", field, value.strip('" '))
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_duplicate_key_names_both_rows(root: Path) -> None:
    path = root / "dti/dti.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:-1], lines[99], ""]), encoding="utf-8")
    problem = reported(check_data(root), "data/dti/dti.csv", "row 227", "year, province_slug", "2022, ")
    assert "row 100" in problem.what


def test_a_duplicate_commune_code_in_one_era(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path, communes=True)
    spoil_cell(root / "units/communes.csv", 3, "code", "00001")
    problem = reported(check_data(root), "data/units/communes.csv", "row 3", "code, valid_from", "00001")
    assert "row 2" in problem.what


def test_an_unquoted_decimal_comma_breaks_the_row(root: Path) -> None:
    spoil(root / "dti/dti_national.csv", "2022,0.71,", "2022,0,71,")
    problem = reported(check_data(root), "data/dti/dti_national.csv", "row 2", "", "2022,0,71,vast-2022")
    assert "4 cells, but the header has 3 columns" in problem.what
    assert "decimal point" in problem.remedy


def test_an_empty_row_and_a_row_with_too_few_cells(root: Path) -> None:
    spoil(root / "dti/dti_national.csv", "2023,0.7326", ",,\n2023,0.7326")
    spoil(root / "dti/publications.csv", "2021,2022-08-08,", "2021,2022-08-08\n#")
    problems = check_data(root)
    assert "empty" in reported(problems, "data/dti/dti_national.csv", "row 3").what
    assert "2 cells" in reported(problems, "data/dti/publications.csv", "row 3", "", "2021,2022-08-08").what


def test_an_open_quotation_mark(root: Path) -> None:
    line = spoil(root / "units/agencies.csv", "cuc,Cục Tin học hóa", 'cuc,"Cục Tin học hóa')
    problems = [p for p in check_data(root) if p.file == "data/units/agencies.csv" and "cannot be split" in p.what]
    assert len(problems) == 1
    assert line == 6
    assert "quotation mark" in problems[0].remedy


def test_a_renamed_a_missing_and_an_extra_column(root: Path) -> None:
    spoil(root / "units/provinces.csv", ",population,", ",populaton,")
    spoil(root / "dti/dti_national.csv", "year,value,source_id", "year,value,source_id,remark")
    spoil(root / "units/regions.csv", "slug,valid_from,valid_to,order,", "slug,valid_from,valid_to,")
    problems = check_data(root)
    renamed = reported(problems, "data/units/provinces.csv", "row 1", "populaton", "populaton")
    assert "“population” is missing" in renamed.what
    assert "unknown column" in reported(problems, "data/dti/dti_national.csv", "row 1", "remark", "remark").what
    assert "missing" in reported(problems, "data/units/regions.csv", "row 1", "order").what


def test_columns_in_another_order(root: Path) -> None:
    path = root / "dti/dti_national.csv"
    path.write_text("value,year,source_id\n0.71,2022,vast-2022\n", encoding="utf-8")
    problems = check_data(root)
    assert "not in the order" in reported(problems, "data/dti/dti_national.csv", "row 1", "", "value, year").what


def test_the_cells_are_checked_although_a_column_is_missing(root: Path) -> None:
    path = root / "units/agencies.csv"
    path.write_text("body,name_vi,valid_from,source_id\nbo,Bộ,1/3/2025,agency-nd55-2025\n", encoding="utf-8")
    problems = check_data(root)
    reported(problems, "data/units/agencies.csv", "row 1", "valid_to")
    reported(problems, "data/units/agencies.csv", "row 2", "valid_from", "1/3/2025")


def test_a_byte_order_mark(root: Path) -> None:
    path = root / "units/regions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "byte order mark" in reported(check_data(root), "data/units/regions.csv", "line 1", "", "BOM").what


def test_windows_line_ends(root: Path) -> None:
    path = root / "conferences/bac-giang.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    problem = reported(check_data(root), "data/conferences/bac-giang.yaml", "line 1", "", "of them")
    assert "CRLF" in problem.what


def test_decomposed_letters(root: Path) -> None:
    word = unicodedata.normalize("NFD", "Quảng")
    line = spoil(root / "units/provinces.csv", "Quảng", word)
    assert "NFD" in reported(check_data(root), "data/units/provinces.csv", f"line {line}", "", word).what


def test_another_encoding(root: Path) -> None:
    path = root / "dti/dti_national.csv"
    path.write_bytes(path.read_bytes() + "2025,0.8,đ".encode("utf-16-le"))
    problems = check_data(root)
    reported(problems, "data/dti/dti_national.csv", "line 5")
    path.write_bytes("year,value,source_id\n2022,0.71,đ\n".encode("cp1258"))
    problem = next(p for p in check_data(root) if p.file == "data/dti/dti_national.csv")
    assert (problem.where, "not UTF-8" in problem.what) == ("line 2", True)


def test_missing_files(root: Path) -> None:
    (root / "units/agencies.csv").unlink()
    (root / "units/provinces34.geojson").unlink()
    (root / "law/nd30_layout.yaml").unlink()
    problems = check_data(root)
    assert [p.file for p in problems] == [
        "data/law/nd30_layout.yaml",
        "data/units/agencies.csv",
        "data/units/provinces34.geojson",
    ]
    assert all("missing" in reported(problems, p.file, "").what for p in problems)


def test_a_missing_table_causes_no_problem_in_other_files(root: Path) -> None:
    (root / "units/provinces.csv").unlink()
    (problem,) = check_data(root)
    assert (problem.file, problem.what) == ("data/units/provinces.csv", "the file is missing")


def test_a_missing_schema(root: Path) -> None:
    (root / "datapackage.json").unlink()
    reported(check_data(root), "data/datapackage.json", "")


def test_a_malformed_map(root: Path) -> None:
    spoil(root / "units/provinces63.geojson", '"features":[', '"features":')
    reported(check_data(root), "data/units/provinces63.geojson", "line 1")


def test_a_file_that_no_program_reads(root: Path) -> None:
    (root / "conferences/ca-mau.yml").write_text("slug: ca-mau\n", encoding="utf-8")
    (root / "dti/dti (1).csv").write_text("year\n", encoding="utf-8")
    problems = check_data(root)
    reported(problems, "data/conferences/ca-mau.yml", "", "", "ca-mau.yml")
    reported(problems, "data/dti/dti (1).csv", "", "", "dti (1).csv")


DESCRIPTION_FAULTS = [
    ('"resources": [', '"resources": ', "line 8", "", "not valid JSON"),
    (
        '"name": "area_km2", "type": "number"',
        '"name": "area_km2", "type": "numbr"',
        "",
        "resources.units.provinces.schema.fields.area_km2.type",
        "allowed values",
    ),
    (
        '"path": "units/agencies.csv",',
        '"pfad": "units/agencies.csv",',
        "",
        "resources.units.agencies.pfad",
        "unknown key",
    ),
    ('"resource": "sources", "field"', '"resource": "source", "field"', "", None, "no table of this name"),
]


@pytest.mark.parametrize(("old", "new", "where", "field", "what"), DESCRIPTION_FAULTS)
def test_a_fault_in_the_description_of_the_tables(
    root: Path, old: str, new: str, where: str, field: str | None, what: str
) -> None:
    spoil(root / "datapackage.json", old, new)
    problems = check_data(root)
    assert {problem.file for problem in problems} == {"data/datapackage.json"}
    assert any(what in p.what and p.where.startswith(where[:4]) and field in (None, p.field) for p in problems)
