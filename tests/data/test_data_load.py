"""`data.load`: cells as strings, YAML values that stay text, files that change, files that are malformed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from taphuan import paths
from taphuan.data import load
from taphuan.errors import DataError, UnknownName


def test_cells_are_strings_as_written() -> None:
    first = load.rows("units/provinces")[0]
    assert (first["code"], first["area_km2"], first["valid_to"]) == ("01", "3359.80", "2025-06-30")
    assert load.rows("units/communes")[0]["code"] == "00001"
    assert load.rows("sources")[0]["source_id"] == "1thegioi-793"


def test_a_file_that_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "DATA", tmp_path)
    table = tmp_path / "places.csv"
    table.write_text("name,code\nHuế,01\n", encoding="utf-8")
    assert load.rows("places") == ({"name": "Huế", "code": "01"},)
    assert load.rows("places") is load.rows("places")
    before = table.stat()
    table.write_text("name,code\nHội,02\n", encoding="utf-8")
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert load.rows("places") == ({"name": "Hội", "code": "02"},)


def test_yaml_dates_leading_zeros_and_no_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "day: 2024-10-31\ncode: 01\nanswer: No\ntime: 10:30\nbig: 1_000\nnothing: null\nempty:\n"
        "whole: 80\npart: 0.5\nminus: -3\nyes: true\nquoted: '80'\nnot_a_number: .nan\n",
        encoding="utf-8",
    )
    assert load.yaml_document(path) == {
        "day": "2024-10-31",
        "code": "01",
        "answer": "No",
        "time": "10:30",
        "big": "1_000",
        "nothing": None,
        "empty": None,
        "whole": 80,
        "part": 0.5,
        "minus": -3,
        "yes": True,
        "quoted": "80",
        "not_a_number": ".nan",
    }


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        ("a: 1\na: 2\n", "line 2", "duplicate key"),
        ("a: 1\n b: 2\n", "line 2", "mapping values"),
        ("- a\n- b\n", "line 1", "key: value"),
    ],
)
def test_the_error_of_malformed_yaml_names_the_line(tmp_path: Path, content: str, where: str, what: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load.yaml_document(path)
    (problem,) = caught.value.problems
    assert (problem.where, problem.file) == (where, path.as_posix())
    assert what in problem.what


def test_a_missing_file_and_a_malformed_file_are_errors_with_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "DATA", tmp_path)
    with pytest.raises(DataError, match="missing"):
        load.rows("units/regions")
    # a table that the schema does not describe is one that the programme does not have
    assert load.rows("nothing") == ()
    (tmp_path / "short.csv").write_text("a,b\n1\n", encoding="utf-8")
    with pytest.raises(DataError, match="row 2"):
        load.rows("short")
    (tmp_path / "old.csv").write_bytes("a\nĐà Nẵng\n".encode("cp1258", errors="replace"))
    with pytest.raises(DataError, match="UTF-8"):
        load.rows("old")
    (tmp_path / "map.geojson").write_text('{"type": \n', encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        load.geojson("map")


def test_names_are_the_slugs_of_the_files_of_a_kind() -> None:
    assert len(load.names("conferences")) == 9
    assert "ke-hoach-2027" in load.names("conferences")
    assert "article_facts" not in load.names("conferences")
    with pytest.raises(UnknownName):
        load.names("conference")


def test_load_and_check_import_no_heavy_library() -> None:
    code = "import sys, taphuan.data.load, taphuan.data.check.check; print(sorted(sys.modules))"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("pandas", "pydantic", "frictionless", "matplotlib"):
        assert f"'{heavy}'" not in imported
