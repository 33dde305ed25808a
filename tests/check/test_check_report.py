"""`taphuan check --format json` and `--format github`: the same problems as the text, for programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coded_lines import words_of
from data_faults import copy_of_data, spoil
from taphuan import paths
from taphuan.check.everything import Report
from taphuan.check.report import as_annotations, as_json, failed_as_json
from taphuan.cli import main
from taphuan.errors import AuditFailed, DataError, EnvironmentLacks, ExecutionFailed, Problem, UnknownName

FIELDS = ["code", "severity", "file", "where", "field", "found", "what", "remedy", "line"]
WRONG = Problem("data/a.csv", "row 7", "rank", "x", "not a whole number", "Write digits.", "TH213")
LINE = Problem("data/b.yaml", "line 12", "title", "", "the key is missing", "Add it.", "TH221")
DOUBT = Problem("docs/huong-dan.md", "line 3", "", "5%", "a number\nwithout a citation", "Cite it.", "TH614")


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with three faults in its data."""
    original = paths.ROOT
    data = copy_of_data(tmp_path)
    shutil.copytree(paths.SLIDES, tmp_path / "slides", dirs_exist_ok=True)
    (tmp_path / "notebooks").mkdir()
    spoil(data / "dti/dti.csv", "2022,quang-nam,Quảng Nam,31,", "2022,quang-nam,Quảng Nam,x,")
    spoil(data / "conferences/bac-giang.yaml", "organiser:", "organizer:")
    (data / "units/regions.csv").write_bytes(b"\xef\xbb\xbf" + (data / "units/regions.csv").read_bytes())
    for name, value in list(vars(paths).items()):
        if isinstance(value, Path) and value.is_relative_to(original) and name != "PACKAGE":
            monkeypatch.setattr(paths, name, tmp_path / value.relative_to(original))
    return tmp_path


def checked(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_json_holds_the_problems_of_the_text_and_nothing_else_is_on_standard_output(faulty: Path) -> None:
    text, run = checked(), checked("--format", "json")
    assert (text.exit_code, run.exit_code) == (2, 2)
    assert run.stderr == ""
    report: dict[str, Any] = json.loads(run.stdout)
    assert list(report) == ["version", "ok", "problems", "summary"]
    assert (report["version"], report["ok"]) == (1, False)
    assert all(list(problem) == FIELDS for problem in report["problems"])
    told = [f"[{problem['code']}]" for problem in report["problems"]]
    assert told == [line.rpartition(" ")[2] for line in text.stderr.splitlines()]
    assert [problem["code"] for problem in report["problems"]] == ["TH222", "TH213", "TH106"]
    assert report["problems"][0] | {"remedy": ""} == {
        "code": "TH222",
        "severity": "error",
        "file": "data/conferences/bac-giang.yaml",
        "where": report["problems"][0]["where"],
        "field": "organizer",
        "found": "organizer",
        "what": "an unknown key",
        "remedy": "",
        "line": int(report["problems"][0]["where"].removeprefix("line ")),
    }
    # a row of a table is no line of its file, where a cell may have several
    assert report["problems"][1]["where"].startswith("row ") and report["problems"][1]["line"] is None


def test_warnings_are_marked_and_leave_the_check_in_order() -> None:
    report = json.loads(as_json(Report((), (DOUBT,), "9 files in order, 1 warning (1.0 s)")))
    assert report["ok"] is True
    assert [(problem["severity"], problem["code"], problem["line"]) for problem in report["problems"]] == [
        ("warning", "TH614", 3)
    ]
    assert report["summary"] == "9 files in order, 1 warning (1.0 s)"


@pytest.mark.parametrize(
    ("error", "exit_code", "code", "what"),
    [
        (EnvironmentLacks("no font", code="TH901"), 3, "TH901", "no font"),
        (OSError(28, "No space left on device", "/x"), 3, "TH909", "No space left on device"),
        (DataError((LINE,)), 2, "TH221", "the key is missing"),
        (UnknownName("placeholder", "a", ("b",)), 2, "TH511", "unknown placeholder 'a'; known: b"),
    ],
)
def test_what_keeps_the_check_from_its_end_is_json_too(
    capsys: pytest.CaptureFixture[str], error: Exception, exit_code: int, code: str, what: str
) -> None:
    with pytest.raises(SystemExit) as ended, failed_as_json():
        raise error
    assert ended.value.code == exit_code
    out = capsys.readouterr()
    (problem,) = json.loads(out.out)["problems"]
    assert (problem["code"], problem["what"], problem["severity"], out.err) == (code, what, "error", "")


def test_an_annotation_is_one_line_with_the_place_and_the_code() -> None:
    assert list(as_annotations(Report((WRONG,), (DOUBT,), ""))) == [
        "::error file=data/a.csv,line=7,title=TH213::data/a.csv, row 7, rank: not a whole number (found: x). Write digits. [TH213]",
        "::warning file=docs/huong-dan.md,line=3,title=TH614::docs/huong-dan.md, line 3: a number%0Awithout a citation "
        "(found: 5%25). Cite it. [TH614]",
    ]


# --- how a code is printed ------------------------------------------------------------------------------------------------


def test_a_problem_with_the_same_words_in_one_place_is_one_problem_whatever_its_code() -> None:
    assert Problem(*[*vars(WRONG).values()][:6]) == WRONG
    assert words_of(str(WRONG)) == "data/a.csv, row 7, rank: not a whole number (found: x). Write digits."


def test_an_error_is_told_with_its_code_once_and_keeps_it_on_the_way_between_processes() -> None:
    import pickle

    failed = pickle.loads(pickle.dumps(ExecutionFailed("cell a raised", code="TH541")))
    assert failed.told() == "cell a raised [TH541]"
    assert pickle.loads(pickle.dumps(UnknownName("module of x", "a", ("b",)))).code == "TH803"
    assert AuditFailed(("a: wrong [TH701]",)).told() == "a: wrong [TH701]"
    # problems have codes of their own
    assert DataError((WRONG,)).told().endswith("[TH213]")
