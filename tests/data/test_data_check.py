"""`check_data` as a whole: data without faults, many faults at once, repeated problems, cached results."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from taphuan import paths
from taphuan.data.check.check import MOST_OF_SAME_KIND, check_data, load_or_raise
from taphuan.errors import EXIT_BAD_INPUT, DataError, Problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A complete copy of data/ that a test may change."""
    shutil.copytree(paths.DATA, tmp_path / "data")
    return tmp_path / "data"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_data_of_the_project_have_no_problem() -> None:
    assert check_data() == ()
    load_or_raise()


@pytest.mark.slow
def test_many_faults_are_all_reported_at_once(root: Path) -> None:
    spoil(root / "units/provinces.csv", "ha-noi,2008-08-01,2025-06-30,01,", "ha-noi,2008-08-01,2025-06-30,1,")
    spoil(root / "dti/dti.csv", "2022,quang-nam,Quảng Nam,31,", "2022,quang-nam,Quảng Nam,x,")
    spoil(root / "dti/dti_national.csv", "2022,0.71,", "2022,NaN,")
    spoil(root / "law/legal_relations.csv", "nd-82-2024,sua-doi", "nd-82-2042,sua-doi")
    spoil(root / "conferences/bac-giang.yaml", "organiser:", "organizer:")
    spoil(root / "modules/tong-quan-cds.yaml", "answer: A", "answer: E")
    (root / "units/regions.csv").write_bytes(b"\xef\xbb\xbf" + (root / "units/regions.csv").read_bytes())
    (root / "measures/sipas/sipas.csv").unlink()
    problems = check_data(root)
    assert [(p.file, p.field, p.found) for p in problems] == [
        ("data/conferences/bac-giang.yaml", "organizer", "organizer"),
        ("data/dti/dti.csv", "rank", "x"),
        ("data/dti/dti_national.csv", "value", "NaN"),
        ("data/law/legal_relations.csv", "from_id", "nd-82-2042"),
        ("data/measures/sipas/sipas.csv", "", ""),
        ("data/modules/tong-quan-cds.yaml", "quiz[2].answer", "E"),
        ("data/units/provinces.csv", "code", "1"),
        ("data/units/regions.csv", "", "BOM"),
    ]
    with pytest.raises(DataError) as caught:
        load_or_raise(root)
    assert caught.value.problems == problems
    assert caught.value.exit_code == EXIT_BAD_INPUT
    assert str(caught.value).startswith("8 problems in data/:\n  data/conferences/bac-giang.yaml, line ")


def test_a_fault_in_every_row_is_reported_in_few_lines_that_name_every_row(root: Path) -> None:
    path = root / "units/communes.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], *(line.lstrip("0") for line in lines[1:])]), encoding="utf-8")
    found = check_data(root)
    # the other tables refer to the codes
    assert len(found) < 200
    assert {p.file.rpartition("/")[2] for p in found if p.file != "data/units/communes.csv"} == {
        *("commune_mergers.csv", "commune_stats.csv", "commune_places.csv", "commune_rankings.csv")
    }
    problems = [problem for problem in found if problem.file == "data/units/communes.csv"]
    assert {p.field for p in problems} == {"code"}
    assert len(problems) == MOST_OF_SAME_KIND + 1
    last = max(number for number, line in enumerate(lines, 1) if line.startswith("0"))
    assert problems[0].where == "row 2"
    assert f"–{last}" in problems[-1].what or f", {last}" in problems[-1].what


def test_the_result_is_cached_until_a_byte_changes(root: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert check_data(root, cache) == ()
    file = cache / "all.json"
    remembered = json.loads(file.read_text(encoding="utf-8"))
    assert remembered["value"] == []
    # A problem planted in the cache comes back: the next call does not check again.
    planted = ["data/x.csv", "row 2", "a", "b", "planted", "None."]
    file.write_text(json.dumps(remembered | {"value": [planted]}), encoding="utf-8")
    assert check_data(root, cache) == (Problem(*planted),)
    spoil(root / "dti/dti_national.csv", "2022,0.71,", "2022,NaN,")
    (problem,) = check_data(root, cache)
    assert (problem.file, problem.where, problem.found) == ("data/dti/dti_national.csv", "row 2", "NaN")
    assert check_data(root, cache) == (problem,)
    file.write_text('{"key": ', encoding="utf-8")
    assert check_data(root, cache) == (problem,)


def test_a_check_of_unchanged_data_does_not_import_the_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from taphuan.data.check.check import check_data\n"
        "assert check_data(cache=Path(sys.argv[1])) == ()\n"
        "assert ('frictionless' in sys.modules) == ('pydantic' in sys.modules) == (sys.argv[2] == 'first')"
    )
    for run in ("first", "second"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path), run], check=True)
