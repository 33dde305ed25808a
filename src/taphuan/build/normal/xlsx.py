"""A workbook in normal form: a part a sheet; rows of values and formulas, then what its cells accept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from taphuan.build.normal.form import RULE, Line, Part, row, tidy
from taphuan.build.normal.office import Package, R

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BOOK, _TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"
_COLUMN = re.compile(r"[A-Z]+")


def read_xlsx(content: bytes) -> tuple[Part, ...]:
    """A part a sheet; one that Excel does not show is hidden. Raises KeyError for a package that is no workbook."""
    package = Package(content)
    relations = package.relations(_BOOK)
    has_texts = _TEXTS in package.names
    texts = ["".join(item.itertext(f"{_S}t")) for item in package.xml(_TEXTS)] if has_texts else []
    return tuple(
        Part(
            "",
            tidy(sheet.get("name")),
            tuple(_lines(package.xml(relations[sheet.get(f"{R}id")][1]), texts)),
            hidden=sheet.get("state", "visible") != "visible",
        )
        for sheet in package.xml(_BOOK).iter(f"{_S}sheet")
    )


def _lines(sheet: Any, texts: list[str]) -> Iterator[Line]:
    for line in sheet.iter(f"{_S}row"):
        cells = {_number(cell.get("r")): _shown(cell, texts) for cell in line.iter(f"{_S}c")}
        if any(cells.values()):
            yield row(cells.get(at, "") for at in range(1, max(cells) + 1))
    for rule in sheet.iter(f"{_S}dataValidation"):
        asked = (rule.get("type"), rule.get("operator"), *(formula.text for formula in rule), rule.get("error"))
        yield Line(RULE, tidy(f"{rule.get('sqref')}: {' · '.join(filter(None, asked))}"))
    if sheet.find(f"{_S}sheetProtection") is not None:
        yield Line(RULE, "protected")


def _number(address: str) -> int:
    """The number of the column of a cell: "AB7" → 28."""
    found = _COLUMN.match(address)
    number = 0
    for letter in found[0] if found else "":
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _shown(cell: Any, texts: list[str]) -> str:
    """A value, or a formula with the value that was worked out for it."""
    value = cell.findtext(f"{_S}v") or "".join(cell.itertext(f"{_S}t"))
    if cell.get("t") == "s":
        value = texts[int(value)]
    formula = cell.findtext(f"{_S}f")
    return f"={formula}{f' → {value}' if value else ''}" if formula else value
