"""The cached results of the check are never stale: after any change the problems are those of a check without a cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import taphuan
from data_faults import empty_communes
from taphuan import paths
from taphuan.data.check.check import check_data
from taphuan.errors import Problem


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/ with empty tables of communes, checked once; the cache is the folder `memory` beside it."""
    root = tmp_path_factory.mktemp("clean") / "data"
    shutil.copytree(paths.DATA, root)
    empty_communes(root)
    assert check_data(root, root.parent / "memory") == ()
    return root


@pytest.fixture
def root(clean: Path, tmp_path: Path) -> Path:
    shutil.copytree(clean.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data"


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def describe(root: Path, table: str, column: str, **changes: Any) -> None:
    """Change the description of a column in datapackage.json."""
    path = root / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    (resource,) = [resource for resource in package["resources"] if resource["name"] == table]
    (field,) = [field for field in resource["schema"]["fields"] if field["name"] == column]
    field |= changes
    path.write_text(json.dumps(package), encoding="utf-8")


# name of a change → (the change, the file in which a problem must be reported)
CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cell of the table itself": (
        lambda root: edit(root, "dti/dti.csv", "2022,quang-nam,Quảng Nam,31,", "2022,quang-nam,Quảng Nam,x,"),
        "data/dti/dti.csv",
    ),
    "the target of a foreign key is deleted": (
        lambda root: edit(root, "dti/publications.csv", "\n2021,", "\n2091,"),
        "data/dti/dti.csv",
    ),
    "a foreign key to the table itself": (
        lambda root: edit(root, "units/provinces.csv", ",da-nang,", ",da-nong,"),
        "data/units/provinces.csv",
    ),
    "a violated rule": (
        lambda root: edit(root, "dti/dti.csv", "2022,quang-nam,Quảng Nam,31,", "2022,quang-nam,Quảng Nam,32,"),
        "data/dti/dti.csv",
    ),
    "a key in a module": (
        lambda root: edit(root, "modules/tong-quan-cds.yaml", "answer: A", "answer: E"),
        "data/modules/tong-quan-cds.yaml",
    ),
    "a limit in the description": (
        lambda root: describe(root, "dti.dti", "rank", constraints={"maximum": 30}),
        "data/dti/dti.csv",
    ),
    "an invalid description": (
        lambda root: describe(root, "dti.dti", "rank", type="whole"),
        "data/datapackage.json",
    ),
    "a row with too few cells": (
        lambda root: edit(root, "units/agencies.csv", "\n", "\nrow,\n"),
        "data/units/agencies.csv",
    ),
    "a deleted table": (
        lambda root: (root / "dti" / "publications.csv").unlink(),
        "data/dti/publications.csv",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_problems_are_those_of_a_check_without_cache(root: Path, change: str) -> None:
    memory = root.parent / "memory"
    spoil, file = CHANGES[change]
    spoil(root)
    problems = check_data(root, memory)
    assert file in {problem.file for problem in problems}
    assert problems == check_data(root)
    # again, now with cached results of the faulty tables
    (root / "README.md").write_text("Other words.\n", encoding="utf-8")
    assert check_data(root, memory) == problems


def test_a_table_that_did_not_change_is_not_checked_again(root: Path) -> None:
    memory = root.parent / "memory"
    file = memory / "cells of dti-dti.json"
    remembered = json.loads(file.read_text(encoding="utf-8"))
    planted = ["data/dti/dti.csv", "row 2", "rank", "1", "planted", "None."]
    file.write_text(json.dumps(remembered | {"value": [planted]}), encoding="utf-8")
    (root / "README.md").write_text("Other words.\n", encoding="utf-8")
    assert check_data(root, memory) == (Problem(*planted),)
    # change a row that the table refers to
    edit(root, "dti/publications.csv", "\n2024,", "\n2094,")
    assert Problem(*planted) not in check_data(root, memory)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("damage", ["", "[]", '{"key": 1}', '{"value": [[1]]}', '{"key": 1, "value": 1}', "\udcff"])
def test_a_malformed_cache_is_ignored(root: Path, damage: str) -> None:
    memory = root.parent / "memory"
    for file in memory.iterdir():
        file.write_bytes(damage.encode(errors="surrogateescape"))
    assert check_data(root, memory) == ()


@pytest.mark.slow
def test_everything_is_checked_again_after_a_change_of_code_or_library(root: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    shutil.copytree(Path(taphuan.__file__).parent, code / "taphuan", ignore=shutil.ignore_patterns("__pycache__"))
    memory = root.parent / "memory"
    program = (
        "import sys; from pathlib import Path; from taphuan.data.check.check import check_data\n"
        "for problem in check_data(Path(sys.argv[1]), Path(sys.argv[2])): print(problem)"
    )

    def check() -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(root), str(memory)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(code), os.environ.get("PYTHONPATH", "")])},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    edit(root, "dti/dti.csv", "2022,quang-nam,Quảng Nam,31,", "2022,quang-nam,Quảng Nam,x,")
    assert "not a whole number" in check()
    # change the cached message: the next check reads it from the cache
    record = memory / "all.json"
    record.write_text(record.read_text(encoding="utf-8").replace("not a whole number", "planted"), encoding="utf-8")
    assert "planted" in check()
    edit(code, "taphuan/data/check/schema.py", '"not a whole number"', '"no number of things"')
    assert "no number of things" in check()
    record.write_text(record.read_text(encoding="utf-8").replace("no number of things", "planted"), encoding="utf-8")
    assert "planted" in check()
    # another version of frictionless
    other = code / "frictionless-999.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: frictionless\nVersion: 999.0\n", encoding="utf-8")
    assert "planted" not in check()
