"""The result of `taphuan check` for programs: JSON, and annotations of GitHub's."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from taphuan.data.project import ProjectUnfit
from taphuan.errors import EXIT_ENVIRONMENT, DataError, Problem, TaphuanError
from taphuan.theme.theme import ThemeUnfit

if TYPE_CHECKING:
    from taphuan.check.everything import Report

# of the form below; a number that grows when a field is taken away or changes its meaning
VERSION = 1
ERROR, WARNING = "error", "warning"


def as_json(report: Report) -> str:
    """The report as one JSON object (docs/checks.md)."""
    found = [*((ERROR, problem) for problem in report.problems), *((WARNING, problem) for problem in report.warnings)]
    return _object([_entry(problem, severity) for severity, problem in found], report.summary)


def _object(problems: list[dict[str, Any]], summary: str) -> str:
    ok = all(problem["severity"] != ERROR for problem in problems)
    return json.dumps(
        {"version": VERSION, "ok": ok, "problems": problems, "summary": summary}, ensure_ascii=False, indent=1
    )


def _entry(problem: Problem, severity: str) -> dict[str, Any]:
    """The fields of a problem; `line` is a number of a text file's lines, null where `where` is something else."""
    kind, _, number = problem.where.partition(" ")
    line = int(number) if kind == "line" and number.isdigit() else None
    return {"code": problem.code, "severity": severity, **asdict(problem), "line": line}


@contextmanager
def failed_as_json() -> Iterator[None]:
    """What keeps the check from its end is printed as JSON too; the exit code is the one without --format."""
    try:
        yield
    except (DataError, ProjectUnfit, ThemeUnfit) as error:
        _fail([_entry(problem, ERROR) for problem in error.problems], error.exit_code)
    except TaphuanError as error:
        _fail([_entry(Problem("", "", "", "", str(error), "", error.code), ERROR)], error.exit_code)
    except OSError as error:
        lack = Problem(str(error.filename or ""), "", "", "", error.strerror or str(error), "", "TH909")
        _fail([_entry(lack, ERROR)], EXIT_ENVIRONMENT)


def _fail(problems: list[dict[str, Any]], code: int) -> None:
    print(_object(problems, "the check could not be finished"))
    sys.exit(code)


def as_annotations(report: Report) -> Iterator[str]:
    """A line a problem, which a workflow on GitHub shows beside the line of the file."""
    for severity, problems in ((ERROR, report.problems), (WARNING, report.warnings)):
        for problem in problems:
            kind, _, number = problem.where.partition(" ")
            line = f",line={number}" if kind in ("line", "row") and number.isdigit() else ""
            place = _escaped(problem.file).replace(":", "%3A").replace(",", "%2C")
            yield f"::{severity} file={place}{line},title={problem.code}::{_escaped(str(problem))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
