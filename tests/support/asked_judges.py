"""What a judge says of the files of a folder."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from judges.judge import Judge
from judges.run import judged_by


def found_by(judge: Judge, folder: Path) -> dict[Path, list[str]]:
    """What it found, of the files in which it found something. Skips the test where the judge is missing."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    with TemporaryDirectory() as memory:
        done = judged_by(judge, files, Path(memory))
    if done.missing:
        pytest.skip(f"a judge is missing: {done.missing}")
    assert done.failures == []
    return {file: [str(one) for one in found] for file, found in done.findings.items() if found}
