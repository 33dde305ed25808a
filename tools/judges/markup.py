"""HTML files by the Nu Html Checker, the one behind validator.w3.org/nu: a Java program from npm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from judges.judge import HERE, CannotJudge, Finding, Judge, Verdict, answer_read, npm_version, program, verdict
from judges.memory import Memory

_JAR = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_OPTIONS = ("--stdout", "--exit-zero-always", "--format", "json")
_AT_ONCE = 25
_EXTRACT = 60


def _version() -> str:
    version = npm_version("vnu-jar")
    program("java", "apt-get install default-jre-headless, version 17 or newer")
    return version


def _of_some(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    said: Any = answer_read(["java", "-jar", _JAR, *_OPTIONS, *files], len(files))
    findings: dict[Path, list[Finding]] = {file: [] for file in files}
    for one in said.get("messages", ()):
        if one["type"] == "info" and one.get("subType") != "warning":
            continue
        file = Path(unquote(urlsplit(one.get("url", "")).path))
        if file not in findings:
            raise CannotJudge(f"the Nu Html Checker said of no file: {one.get('message', '')[:200]}")
        findings[file].append(Finding(f"line {one.get('lastLine', '?')}", f"{one['message']} {_extract(one)}".strip()))
    return findings


def _extract(one: dict[str, Any]) -> str:
    words = " ".join(str(one.get("extract", "")).split())
    return f"({words[:_EXTRACT]})" if words else ""


def _judge(files: Sequence[Path], memory: Memory) -> Verdict:
    return verdict(files, _AT_ONCE, _of_some)


MARKUP = Judge("Nu Html Checker", ("*.html",), _version, _judge)
