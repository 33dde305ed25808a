"""LibreOffice without a window, with a profile of its own, for tests that let it open what was written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

# s for one call: catches a program that hangs
_LONGEST = 600


def missing() -> bool:
    return shutil.which("soffice") is None


def converted(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files in another form in `folder`: "pdf", or a suffix and the name of a filter ("xlsx:Calc MS Excel 2007 XML")."""
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    command = [*office, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=_LONGEST)
    return [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
