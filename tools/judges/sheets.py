"""Excel files by LibreOffice: it opens each, computes every formula anew and saves it; errors and other values than those written are
findings."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from judges.judge import Finding, Judge, Verdict, answer, program, verdict
from judges.memory import Memory

_AT_ONCE = 25
_REMEDY = "apt-get install libreoffice-calc"
# LibreOffice takes over the values of the file otherwise (0 = compute always)
_COMPUTE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_ERROR = re.compile(r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|Err:\d+")


def _version() -> str:
    said = answer([program("soffice", _REMEDY), "--version"])
    return said.split()[1] if said.split()[:1] == ["LibreOffice"] else "of an unknown version"


def _of_some(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    with tempfile.TemporaryDirectory(prefix="judges-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        profile = base / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_COMPUTE, encoding="utf-8")
        # many have the same name
        named = {file: base / f"{number}.xlsx" for number, file in enumerate(files)}
        for file, copy in named.items():
            shutil.copyfile(file, copy)
        office = [program("soffice", _REMEDY), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        answer(
            [*office, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", base / "out", *named.values()],
            len(files),
        )
        return {file: [*_differences(file, base / "out" / copy.name)] for file, copy in named.items()}


def _differences(file: Path, computed: Path) -> Iterator[Finding]:
    import openpyxl

    if not computed.is_file():
        yield Finding("", "LibreOffice does not open it")
        return
    try:
        formulas, written, anew = (
            openpyxl.load_workbook(path, data_only=values)
            for path, values in ((file, False), (file, True), (computed, True))
        )
    except Exception as error:  # openpyxl has no class for what it cannot read
        yield Finding("", f"openpyxl does not read it: {type(error).__name__}: {error}")
        return
    if formulas.sheetnames != anew.sheetnames:
        yield Finding("", f"its sheets {formulas.sheetnames} are {anew.sheetnames} in LibreOffice")
        return
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                place = f"{sheet.title}!{cell.coordinate}"
                found, said = anew[sheet.title][cell.coordinate].value, written[sheet.title][cell.coordinate].value
                if isinstance(found, str) and _ERROR.fullmatch(found):
                    yield Finding(place, f"it shows {found}: {cell.value}")
                elif cell.data_type == "f" and not _equal(found, said):
                    yield Finding(
                        place, f"it was written with the value {said!r}, computed it is {found!r}: {cell.value}"
                    )


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return ("" if one is None else one) == ("" if other is None else other)


def _judge(files: Sequence[Path], memory: Memory) -> Verdict:
    return verdict(files, _AT_ONCE, _of_some)


SHEETS = Judge("LibreOffice", ("*.xlsx",), _version, _judge)
