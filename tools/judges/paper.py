"""PDF files by two readers of PDF/UA-1 (ISO 14289-1): `page`, a program of its own from PyPI, and veraPDF where it is there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from judges.judge import CannotJudge, Finding, Judge, Verdict, answer, answer_read, verdict
from judges.memory import Memory

_PACKAGE = "page-validation"
_AT_ONCE = 100
# in a process of its own: compiled code that crashes takes its process along
_READER = """
import json, sys, page
found = {}
for file in json.load(sys.stdin):
    try:
        report = page.validate_pdf(file, profile="ua1")
        found[file] = [(one.rule_id, one.message, one.object_id and one.object_id.object_number) for one in report.failures]
    except page.PageError as error:
        found[file] = [("PARSE", str(error), None)]
print(json.dumps(found))
"""


def _page_version() -> str:
    try:
        return metadata.version(_PACKAGE)
    except metadata.PackageNotFoundError:
        raise CannotJudge(f"the package {_PACKAGE} is not installed: make judges") from None


def _by_page(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    import json

    said: Any = answer_read([sys.executable, "-c", _READER], len(files), json.dumps([str(file) for file in files]))
    return {
        file: [
            Finding(f"object {number}" if number else "", f"{rule}: {what}") for rule, what, number in said[str(file)]
        ]
        for file in files
    }


def _judge_by_page(files: Sequence[Path], memory: Memory) -> Verdict:
    return verdict(files, _AT_ONCE, _by_page)


def _verapdf() -> str:
    """The program that VERAPDF names, or `verapdf` of the path. Raises CannotJudge."""
    found = shutil.which(os.environ.get("VERAPDF") or "verapdf")
    if found is None:
        raise CannotJudge(
            "no veraPDF on this machine: install it from verapdf.org and set VERAPDF where it is not on PATH"
        )
    return found


def _verapdf_version() -> str:
    words = answer([_verapdf(), "--version"]).split()
    return words[1] if words[:1] == ["veraPDF"] and len(words) > 1 else "of an unknown version"


def _by_verapdf(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    out = answer([_verapdf(), "--flavour", "ua1", "--format", "mrr", *files], len(files))
    try:
        report = ElementTree.fromstring(out)
    except ElementTree.ParseError:
        raise CannotJudge(f"veraPDF gave an answer that is no XML: {out[:200]}") from None
    findings: dict[Path, list[Finding]] = {}
    for job in report.iter("job"):
        file = Path(job.findtext("item/name") or "")
        found = [
            Finding(
                rule.findtext("check/context") or "",
                f"{rule.get('clause')}-{rule.get('testNumber')}: {rule.findtext('description')}",
            )
            for rule in job.iter("rule")
            if rule.get("status") == "failed"
        ]
        if job.find("validationReport") is None:
            found.append(Finding("", job.findtext("taskException/exceptionMessage") or "it cannot be read"))
        findings[file] = found
    if missing := [file.name for file in files if file not in findings]:
        raise CannotJudge(f"veraPDF said nothing of {', '.join(missing[:3])}")
    return findings


def _judge_by_verapdf(files: Sequence[Path], memory: Memory) -> Verdict:
    return verdict(files, _AT_ONCE, _by_verapdf)


PAGE = Judge("page (PDF/UA-1)", ("*.pdf",), _page_version, _judge_by_page)
VERAPDF = Judge("veraPDF (PDF/UA-1)", ("*.pdf",), _verapdf_version, _judge_by_verapdf, needed=False)
