"""`check_data` on a real copy of data/ with planted faults: each is found with its file, place, field and value."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from taphuan import paths
from taphuan.data.check import ALIKE_LISTED, SAME_LISTED, check_data, load_or_raise
from taphuan.errors import DataError, Problem

JARGON = (
    "constraint",
    "foreign key",
    "primary key",
    "pydantic",
    "frictionless",
    "mapping",
    "regex",
    "traceback",
    "Error",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of data/ and of the deck's order, to be spoilt."""
    shutil.copytree(paths.DATA, tmp_path / "data")
    (tmp_path / "slides").mkdir()
    shutil.copy(paths.DECK_ORDER, tmp_path / "slides" / "deck.yaml")
    return tmp_path / "data"


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first `old` by `new`; the number of the line it stands on."""
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return text.count("\n", 0, text.index(old)) + 1


def spoil_cell(path: Path, row: int, column: str, value: str) -> None:
    """Write a value, as it is, into one cell of a row without quotation marks."""
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[row - 1].split(",")
    cells[lines[0].split(",").index(column)] = value
    lines[row - 1] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


def reported(problems: tuple[Problem, ...], file: str, where: str, field: str = "", found: str = "") -> Problem:
    """The one problem at this place; every message speaks to an official, none in a library's words."""
    text = "\n".join(map(str, problems))
    assert not [word for word in JARGON if word in text], text
    assert all(p.what and p.remedy.endswith((".", "?")) for p in problems), text
    here = [p for p in problems if (p.file, p.where) == (file, where) and field == p.field and found in p.found]
    assert len(here) == 1, f"not reported once at {file}, {where}, {field}, {found}:\n{text}"
    assert (f"{file}, {where}" if where else file) in str(here[0])
    return here[0]


def test_the_data_are_in_order() -> None:
    assert check_data() == ()
    load_or_raise()


CELLS = [
    ("units/provinces.csv", 2, "code", "1", "a leading zero is lost", "Write 01"),
    ("units/communes.csv", 2, "code", "1", "a leading zero is lost", "Write 00001"),
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
    ("units/provinces.csv", 3, "valid_to", "30/6/2025", "not a day", "2025-06-30"),
    ("units/provinces.csv", 3, "valid_to", "2025-06-31", "not a day", "2025-07-01"),
    ("units/provinces.csv", 3, "kind", "tỉnh", "allowed values", "Did you mean “tinh”"),
    ("units/provinces.csv", 3, "name", " Hà Giang", "spaces", "Delete"),
    ("units/provinces.csv", 3, "slug", "Hà-Giang", "not a short name", "small letters"),
    ("units/provinces.csv", 3, "source_id", "vnpd-v2.4.2", "not in the column source_id", "vnpd-v2.4.1"),
    ("units/provinces.csv", 3, "successor_slug", "tuyen-quan", "not in the column slug", "tuyen-quang"),
    ("units/agencies.csv", 2, "name_vi", "", "the cell is empty", "Fill it in"),
    ("law/legal_relations.csv", 2, "from_id", "nd-82-2042", "not in the column id", "nd-82-2024"),
    ("law/legal_relations.csv", 2, "relation", "sua_doi", "allowed values", "sua-doi"),
]


@pytest.mark.parametrize(("file", "row", "field", "value", "what", "remedy"), CELLS)
def test_a_bad_cell(root: Path, file: str, row: int, field: str, value: str, what: str, remedy: str) -> None:
    spoil_cell(root / file, row, field, value)
    problem = reported(check_data(root), f"data/{file}", f"row {row}", field, value.strip('" '))
    assert what in problem.what
    assert remedy in problem.remedy


def line_of(path: Path, start: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if line.startswith(start))


def test_a_double_key_names_both_rows(root: Path) -> None:
    path = root / "dti/dti.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:-1], lines[99], ""]), encoding="utf-8")
    problem = reported(check_data(root), "data/dti/dti.csv", "row 198", "year, province_slug", "2022, ")
    assert "row 100" in problem.what


def test_a_double_commune_code_in_one_era(root: Path) -> None:
    spoil_cell(root / "units/communes.csv", 3, "code", "00001")
    problem = reported(check_data(root), "data/units/communes.csv", "row 3", "code, valid_from", "00001")
    assert "row 2" in problem.what


def test_an_unquoted_decimal_comma_breaks_the_row(root: Path) -> None:
    spoil(root / "dti/dti_national.csv", "2022,0.71,", "2022,0,71,")
    problem = reported(check_data(root), "data/dti/dti_national.csv", "row 2", "", "2022,0,71,vast-2022")
    assert "4 cells under 3 columns" in problem.what
    assert "decimal point" in problem.remedy


def test_a_row_without_cells_and_a_row_cut_short(root: Path) -> None:
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
    assert "another order" in reported(problems, "data/dti/dti_national.csv", "row 1", "", "value, year").what


def test_cells_are_checked_though_a_column_is_missing(root: Path) -> None:
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


def test_letters_and_marks_stored_apart(root: Path) -> None:
    word = unicodedata.normalize("NFD", "Quảng")
    line = spoil(root / "units/provinces.csv", "Quảng", word)
    assert "NFD" in reported(check_data(root), "data/units/provinces.csv", f"line {line}", "", word).what


def test_another_encoding(root: Path) -> None:
    path = root / "dti/dti_national.csv"
    path.write_bytes(path.read_bytes() + "2025,0.8,đ".encode("utf-16-le"))
    problems = check_data(root)
    reported(problems, "data/dti/dti_national.csv", "line 5", "", "U+0000")
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


def test_without_its_provinces_nothing_else_is_blamed(root: Path) -> None:
    (root / "units/provinces.csv").unlink()
    (problem,) = check_data(root)
    assert (problem.file, problem.what) == ("data/units/provinces.csv", "the file is missing")


def test_a_missing_schema(root: Path) -> None:
    (root / "datapackage.json").unlink()
    reported(check_data(root), "data/datapackage.json", "")


def test_a_broken_map(root: Path) -> None:
    spoil(root / "units/provinces63.geojson", '"features":[', '"features":')
    reported(check_data(root), "data/units/provinces63.geojson", "line 1")


def test_a_file_nothing_reads(root: Path) -> None:
    (root / "conferences/ca-mau.yml").write_text("slug: ca-mau\n", encoding="utf-8")
    (root / "dti/dti (1).csv").write_text("year\n", encoding="utf-8")
    problems = check_data(root)
    reported(problems, "data/conferences/ca-mau.yml", "", "", "ca-mau.yml")
    reported(problems, "data/dti/dti (1).csv", "", "", "dti (1).csv")


YAML_FAULTS = [
    ("conferences/bac-giang.yaml", "organiser:", "organizer:", 0, "organizer", "organizer", "an unknown key", "organiser"),
    ("modules/dau-tu-cntt.yaml", "  known_basis: issued", "  known_bases: issued", 0, "key_points[{i}].known_bases",
     "known_bases", "an unknown key", "known_basis"),
    ("modules/tong-quan-cds.yaml", "key_point: tong-quan-cds-k1\n", "key_point: tong-quan-cds-k99\n", 0,
     "quiz[0].key_point", "tong-quan-cds-k99", "no key point of this id", "tong-quan-cds-k"),
    ("modules/tong-quan-cds.yaml", "answer: A", "answer: E", 0, "quiz[0].answer", "E", "not one of the options", "A, B, C, D"),
    ("modules/tong-quan-cds.yaml", "- qd-505-2022", "- qd-505-2202", 0, "legal_documents[3]", "qd-505-2202",
     "not in the column id", "qd-505-2022"),
    ("modules/tong-quan-cds.yaml", "id: tong-quan-cds-k2", "id: tong-quan-cds-k1", 0, "key_points[1].id",
     "tong-quan-cds-k1", "the same id as on line", "another id"),
    ("modules/tong-quan-cds.yaml", "source_id: vndx-bacgiang", "source_id: vndx-bacgian", 0, "key_points[0].source_id",
     "vndx-bacgian", "not in the column source_id", "vndx-bacgiang"),
    ("modules/tong-quan-cds.yaml", "known_from: '2020-06-03'", "known_from: 3/6/2020", 0, "key_points[1].known_from",
     "3/6/2020", "not a day", "'2025-07-01'"),
    ("modules/tong-quan-cds.yaml", "until: '2024-12-31'", "until: '2024-10-30'", 0, "key_points[10].until",
     "2024-10-30", "before known_from 2024-10-31", "Correct"),
    ("modules/tong-quan-cds.yaml", "from: '2026-07-14'", "from: '2020-06-03'", 0, "key_points[3].after.from",
     "2020-06-03", "not after known_from", "Correct"),
    ("modules/tong-quan-cds.yaml", "known_basis: event", "known_basis: events", 0, "key_points[2].known_basis",
     "events", "not one of the allowed values", "Did you mean “event”"),
    ("modules/tong-quan-cds.yaml", "  use: true", "  use: yes", 0, "quiz[0].use", "yes", "neither true nor false", "true"),
    ("modules/tong-quan-cds.yaml", "own_data: rank", "own_data: ranks", 0, "own_data", "ranks", "allowed values", "rank"),
    ("modules/tong-quan-cds.yaml", "- quang-nam-2024", "- quang-nam-2025", 0, "taught_at[1]", "quang-nam-2025",
     "no conference of this name", "quang-nam-2024"),
    ("conferences/quang-nam-2024.yaml", "- du-lieu-so", "- du-lieu", 0, "modules[2]", "du-lieu",
     "no module of this name", "du-lieu-so"),
    ("conferences/quang-nam-2024.yaml", "  - tay-nguyen", "  - bac-trung-bo", 0, "participants.regions[1]",
     "bac-trung-bo", "no region of this name on 2024-10-31", "as_of"),
    ("conferences/bac-giang.yaml", "  - bac-giang", "  - hue", 0, "participants.provinces[0]", "hue",
     "no province of this name on 2022-01-31", "as_of"),
    ("conferences/bac-giang.yaml", "delegates: 3600", "delegates: '3600'", 0, "delegates", "3600", "not a whole number", "digits"),
    ("conferences/bac-giang.yaml", "title: Chương", "title: 2022\nx: Chương", 0, "title", "2022", "not text", "quotation marks"),
    ("conferences/bac-giang.yaml", "slug: bac-giang", "slug: bac-giangg", 0, "slug", "bac-giangg", "bac-giang.yaml", "Rename"),
    ("conferences/bac-kan-2020.yaml", "date_end: '2020-12-18'", "date_end: '2020-12-15'", 0, "date_end",
     "2020-12-15", "before date_start", "Correct"),
    ("conferences/bac-giang.yaml", "as_of_assumption:", "date_note:", 0, None, "assumed", "without a reason", "as_of_assumption"),
    ("law/nd30_layout.yaml", "  width_mm: 210", "  widht_mm: 210", 0, "rules[0].widht_mm", "widht_mm", "unknown key", "width_mm"),
    ("law/nd30_layout.yaml", "- id: huong-giay", "- id: kho-giay", 0, "rules[1].id", "kho-giay", "the same id", "another id"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "_", "field", "found", "what", "remedy"), YAML_FAULTS)
def test_a_fault_in_yaml(
    root: Path, file: str, old: str, new: str, _: int, field: str | None, found: str, what: str, remedy: str
) -> None:
    line = spoil(root / file, old, new)
    problems = check_data(root)
    if field is None:
        field, line = "as_of_basis", line - 1
    if "{i}" in field:
        field = next(p.field for p in problems if p.found == found)
        assert field.startswith("key_points[")
    problem = reported(problems, f"data/{file}", f"line {line}", field, found)
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_typo_is_one_problem_not_two(root: Path) -> None:
    spoil(root / "conferences/bac-giang.yaml", "organiser:", "organizer:")
    assert len(check_data(root)) == 1


def test_a_key_is_missing_a_key_stands_twice(root: Path) -> None:
    first = spoil(root / "conferences/bac-giang.yaml", "place: null\n", "")
    line = spoil(root / "conferences/bac-kan-2020.yaml", "region: null\n", "region: null\nregion: Bắc\n") + 1
    problems = check_data(root)
    assert first > 1
    assert "missing" in reported(problems, "data/conferences/bac-giang.yaml", "line 1", "place").what
    twice = reported(problems, "data/conferences/bac-kan-2020.yaml", f"line {line}", "region", "region")
    assert f"the first is on line {line - 1}" in twice.what


def test_yaml_that_cannot_be_read(root: Path) -> None:
    line = spoil(root / "modules/ha-tang-so.yaml", "- id: ha-tang-so-k1\n", "- id: ha-tang-so-k1: x\n")
    spoil(root / "modules/du-lieu-so.yaml", "title_vi: ", "title_vi: \x07")
    (root / "conferences/truc-tuyen-2022.yaml").write_text("- a\n", encoding="utf-8")
    problems = check_data(root)
    broken = reported(problems, "data/modules/ha-tang-so.yaml", f"line {line}", "", "ha-tang-so-k1: x")
    assert "breaks the file's structure" in broken.what
    assert "may not be here" in reported(problems, "data/modules/du-lieu-so.yaml", "line 5", "", "U+0007").what
    reported(problems, "data/conferences/truc-tuyen-2022.yaml", "line 1")


def test_values_of_the_wrong_kind_are_problems_not_crashes(root: Path) -> None:
    spoil(root / "conferences/quang-nam-2024.yaml", "- lap-ke-hoach-cds\n", "- lap: ke-hoach-cds\n")
    spoil(
        root / "conferences/bac-giang.yaml", "participants:\n  provinces:\n  - bac-giang\n", "participants: bac-giang\n"
    )
    spoil(root / "modules/ha-tang-so.yaml", "taught_at:\n- ba-ria-vung-tau-2024\n", "taught_at: ba-ria-vung-tau-2024\n")
    problems = check_data(root)
    reported(problems, "data/conferences/quang-nam-2024.yaml", "line 29", "modules[0]")
    assert (
        "key: value"
        in reported(problems, "data/conferences/bac-giang.yaml", "line 7", "participants", "bac-giang").what
    )
    assert "not a list" in reported(problems, "data/modules/ha-tang-so.yaml", "line 8", "taught_at").what


def test_participants_are_given_in_one_way(root: Path) -> None:
    spoil(root / "conferences/truc-tuyen-2022.yaml", "  all: true\n", "  all: true\n  regions:\n  - tay-nguyen\n")
    problem = reported(check_data(root), "data/conferences/truc-tuyen-2022.yaml", "line 5", "participants")
    assert "exactly one" in problem.what


def test_the_order_of_a_deck(root: Path) -> None:
    path = root.parent / "slides/deck.yaml"
    spoil(path, "- modules\n", "- profile\n")
    line = spoil(path, "- quang-nam-2024", "- quang-nam-2042")
    problems = check_data(root)
    reported(problems, "slides/deck.yaml", f"line {line}", "conferences[1]", "quang-nam-2042")
    assert any("hold no module" in p.what for p in problems)
    assert any(p.field == "deck[2]" and p.found == "profile" for p in problems)


def _drop_row(path: Path, start: str) -> int:
    line = line_of(path, start)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(lines[: line - 1] + lines[line:]), encoding="utf-8")
    return line


def _set(file: str, start: str, column: str, value: str) -> Callable[[Path], None]:
    return lambda root: spoil_cell(root / file, line_of(root / file, start), column, value)


RULE_FAULTS = [
    ("two periods of a unit overlap", _set("units/provinces.csv", "thua-thien-hue,", "valid_to", "2025-01-15"),
     "data/units/provinces.csv", "successor", "not in force|63"),
    ("a unit is missing on a day", lambda root: _drop_row(root / "units/provinces.csv", "quang-nam,"),
     "data/units/provinces.csv", "62 units are in force on 2008-08-01, not 63", ""),
    ("a unit ends a day early", _set("units/provinces.csv", "quang-nam,", "valid_to", "2025-06-29"),
     "data/units/provinces.csv", "62 units are in force on 2025-06-30, not 63", ""),
    ("a unit's code belongs to another", _set("units/provinces.csv", "ha-giang,", "code", "01"),
     "data/units/provinces.csv", "two units have this code on 2008-08-01", ""),
    ("a merger speaks of another code", _set("units/province_mergers.csv", "quang-nam,", "predecessor_code", "48"),
     "data/units/province_mergers.csv", "the code in units/provinces.csv is 49", ""),
    ("a merger leads elsewhere", _set("units/province_mergers.csv", "quang-nam,", "successor_slug", "quang-ngai"),
     "data/units/provinces.csv", "says quang-ngai", ""),
    ("a region lacks its unit", _set("units/provinces.csv", "quang-nam,", "region", "tay-nguyen"),
     "data/units/regions.csv", "does not list quang-nam", ""),
    ("a region miscounts", _set("units/regions.csv", "tay-nguyen,", "n_provinces", "6"),
     "data/units/regions.csv", "province_slugs lists 5", ""),
    ("a summed population is off", _set("units/provinces.csv", "quang-nam,", "population", "1518501"),
     "data/units/provinces.csv", "its 2 predecessors add up to", ""),
    ("a commune is missing", lambda root: _drop_row(root / "units/communes.csv", "00001,"),
     "data/units/provinces.csv", "units/communes.csv holds 525", ""),
    ("a commune lies in another province", _set("units/communes.csv", "00001,", "province_code", "02"),
     "data/units/communes.csv", "the code of ha-noi is 01", ""),
    ("an agency's names leave a gap", _set("units/agencies.csv", "cuc,Cục Tin", "valid_to", "2022-07-20"),
     "data/units/agencies.csv", "a gap before row", ""),
    ("a grid lacks Hoàng Sa", lambda root: _drop_row(root / "units/tilegrid34.csv", "quan-dao-hoang-sa"),
     "data/units/tilegrid34.csv", "quần đảo Hoàng Sa is missing", ""),
    ("a map lacks Trường Sa",
     lambda root: spoil(root / "units/provinces34.geojson", '"slug":"quan-dao-truong-sa"', '"slug":"truong-sa"'),
     "data/units/provinces34.geojson", "quần đảo Trường Sa is missing", ""),
    ("two cells of a grid meet", _set("units/tilegrid34.csv", "lao-cai,", "col", "0"),
     "data/units/tilegrid34.csv", "the same place as row 2", ""),
    ("a complete year lacks a unit", lambda root: _drop_row(root / "dti/dti.csv", "2022,quang-nam,"),
     "data/dti/dti.csv", "1 of 63 units are missing in 2022", ""),
    ("a year has a unit of the other era", _set("dti/dti.csv", "2022,thua-thien-hue,", "province_slug", "hue"),
     "data/dti/dti.csv", "no unit of the table of 2022", ""),
    ("a name is not the slug's", _set("dti/dti.csv", "2022,quang-nam,", "province_name", "Quảng Ngãi"),
     "data/dti/dti.csv", "the name of quang-nam is Quảng Nam", ""),
    ("a place does not follow the value", _set("dti/dti.csv", "2022,quang-nam,", "rank", "32"),
     "data/dti/dti.csv", "stands at place 31", ""),
    ("eight indices do not make the index", _set("dti/dti.csv", "2024,ha-noi,", "cybersecurity", "0.1234"),
     "data/dti/dti.csv", "the eight indices make", ""),
    ("three pillars do not make the index of 2020", _set("dti/dti_pillars.csv", "2020,bac-giang,digital_economy", "value", "0.4019"),
     "data/dti/dti.csv", "its three pillars in dti_pillars.csv make", ""),
    ("two tables differ on a pillar's place", _set("dti/dti_pillars.csv", "2020,bac-giang,digital_economy", "rank", "15"),
     "data/dti/dti_pillars.csv", "says 14", ""),
    ("a derived pillar is off", _set("dti/dti_pillars_derived.csv", "2022,63,da-nang,digital_government", "value_derived", "0.854"),
     "data/dti/dti_pillars_derived.csv", "make 0.864", ""),
    ("a computed mean is off", _set("dti/dti_province_mean.csv", "2022,pdti", "value", "0.5887"),
     "data/dti/dti_province_mean.csv", "the mean of the 63 values is 0.5787", ""),
    ("service points do not add up", _set("dti/dvc766.csv", "2022,khanh-hoa", "total", "66.06"),
     "data/dti/dvc766.csv", "the five parts make 65.06", ""),
    ("a year comes out before it ends", _set("dti/publications.csv", "2022,", "published_on", "2022-07-12"),
     "data/dti/publications.csv", "within the year 2022", ""),
    ("a decree takes effect before it is issued", _set("law/legal_documents.csv", "nd-82-2024,", "effective_date", "2024-07-01"),
     "data/law/legal_documents.csv", "before it was issued", ""),
    ("a decree ends on another day than its relation says", _set("law/legal_documents.csv", "nd-82-2024,", "expiry_date", "2026-02-28"),
     "data/law/legal_relations.csv", "nd-82-2024 ends on 2026-02-28", ""),
    ("a fact of no conference", _set("conferences/article_facts.csv", "bac-giang-f01,", "conference", "bac-gian"),
     "data/conferences/article_facts.csv", "no conference of this name", ""),
    ("two sources, one unknown", lambda root: spoil(root / "dti/dti.csv", "hauidnk-bang1;opendx-map-2022", "hauidnk-bang1;opendx-map"),
     "data/dti/dti.csv", "not in the column source_id of data/sources.csv", "opendx-map"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("plant", "file", "what", "found"), [c[1:] for c in RULE_FAULTS], ids=[str(c[0]) for c in RULE_FAULTS]
)
def test_a_rule_is_broken(root: Path, plant: Callable[[Path], object], file: str, what: str, found: str) -> None:
    plant(root)
    problems = check_data(root)
    text = "\n".join(map(str, problems))
    if "|" in found:
        assert [p for p in problems if p.file == file and any(part in p.what for part in found.split("|"))], text
        return
    here = [p for p in problems if p.file == file and what in p.what and found in p.found]
    assert here, text
    assert here[0].remedy.endswith(".")
    assert not [word for word in JARGON if word in text], text
    assert len(problems) <= 8, text


def test_many_faults_are_all_reported_at_once(root: Path) -> None:
    spoil_cell(root / "units/provinces.csv", 2, "code", "1")
    spoil_cell(root / "dti/dti.csv", 60, "pdti", "NaN")
    spoil_cell(root / "dti/dti.csv", 61, "rank", "x")
    spoil_cell(root / "law/legal_relations.csv", 2, "from_id", "nd-82-2042")
    spoil(root / "conferences/bac-giang.yaml", "organiser:", "organizer:")
    line = spoil(root / "modules/tong-quan-cds.yaml", "answer: A", "answer: E")
    (root / "units/regions.csv").write_bytes(b"\xef\xbb\xbf" + (root / "units/regions.csv").read_bytes())
    (root / "dti/dvc766.csv").unlink()
    problems = check_data(root)
    reported(problems, "data/units/provinces.csv", "row 2", "code", "1")
    reported(problems, "data/dti/dti.csv", "row 60", "pdti", "NaN")
    reported(problems, "data/dti/dti.csv", "row 61", "rank", "x")
    reported(problems, "data/law/legal_relations.csv", "row 2", "from_id", "nd-82-2042")
    assert any(p.file == "data/conferences/bac-giang.yaml" and p.field == "organizer" for p in problems)
    reported(problems, "data/modules/tong-quan-cds.yaml", f"line {line}", "quiz[0].answer", "E")
    reported(problems, "data/units/regions.csv", "line 1", "", "BOM")
    reported(problems, "data/dti/dvc766.csv", "")
    with pytest.raises(DataError) as caught:
        load_or_raise(root)
    assert caught.value.problems == problems
    assert f"{len(problems)} problems in data/" in str(caught.value)


def test_a_column_that_lost_all_its_zeros_is_summed_up(root: Path) -> None:
    path = root / "units/communes.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], *(line.lstrip("0") for line in lines[1:])]), encoding="utf-8")
    problems = [p for p in check_data(root) if p.field == "code"]
    lost = sum(line.startswith("0") for line in lines)
    assert len(problems) == LISTED + 1
    assert f"the same in {lost - LISTED} more places" in problems[-1].what


def test_the_result_is_remembered_until_a_byte_changes(root: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert check_data(root, cache) == ()
    kept = json.loads((cache / "check.json").read_text(encoding="utf-8"))
    assert kept["problems"] == []
    # What is remembered is what is given back, so the second call has not checked again.
    planted = ["data/x.csv", "row 2", "a", "b", "planted", "None."]
    (cache / "check.json").write_text(json.dumps(kept | {"problems": [planted]}), encoding="utf-8")
    assert check_data(root, cache) == (Problem(*planted),)
    spoil_cell(root / "units/provinces.csv", 2, "code", "1")
    reported(check_data(root, cache), "data/units/provinces.csv", "row 2", "code", "1")
    assert check_data(root, cache) == check_data(root)
    (cache / "check.json").write_text('{"key": ', encoding="utf-8")
    reported(check_data(root, cache), "data/units/provinces.csv", "row 2", "code", "1")


def test_the_whole_check_takes_seconds_and_unchanged_data_less_than_half_a_second(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from taphuan.data.check import check_data\n"
        "found = check_data(cache=Path(sys.argv[1]))\n"
        "assert found == (), found\n"
        "assert sys.argv[2] == 'first' or 'frictionless' not in sys.modules and 'pydantic' not in sys.modules"
    )
    for run, limit in (("first", 5.0), ("second", 0.5)):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, str(tmp_path), run], check=True)
        assert time.perf_counter() - began <= limit
