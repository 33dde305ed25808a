"""An Excel workbook read back: values, formulas, what is locked, what cells refuse."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

_NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass
class Cell:
    """A cell; `formula` is "" where it has none, `value` the text or number as the file holds it."""

    value: str
    formula: str
    locked: bool
    shown_as: str


@dataclass
class Page:
    """A worksheet: cells by address; what its cells refuse, by range: {type, operator, formula1, error}."""

    name: str
    protected: bool
    cells: dict[str, Cell] = field(default_factory=dict)
    rules: dict[str, dict[str, str]] = field(default_factory=dict)

    def row(self, number: int) -> list[str]:
        return [cell.value for address, cell in self.cells.items() if re.fullmatch(rf"[A-Z]+{number}", address)]


def pages_of(content: bytes) -> dict[str, Page]:
    """The worksheets by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        read = lambda name: ElementTree.fromstring(package.read(name))  # noqa: E731
        strings = ["".join(t.text or "" for t in item.iter(f"{_NAME}t")) for item in read("xl/sharedStrings.xml")]
        styles = _styles(read("xl/styles.xml"))
        names = [str(sheet.get("name")) for sheet in read("xl/workbook.xml").iter(f"{_NAME}sheet")]
        return {
            name: _page(name, read(f"xl/worksheets/sheet{number}.xml"), strings, styles)
            for number, name in enumerate(names, start=1)
        }


def without_values(content: bytes) -> bytes:
    """The workbook without the values that its writer gave the formulas: whoever opens it must compute them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as stripped:
        for entry in package.infolist():
            data = package.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            stripped.writestr(entry, data)
    return out.getvalue()


def _styles(root: Any) -> list[tuple[bool, str]]:
    """(locked, number format) of each style of cells."""
    formats = {item.get("numFmtId"): item.get("formatCode") for item in root.iter(f"{_NAME}numFmt")}
    builtin = {"9": "0%", "3": "#,##0", "0": "General"}
    found = []
    for style in root.find(f"{_NAME}cellXfs"):
        protection = style.find(f"{_NAME}protection")
        unlocked = protection is not None and protection.get("locked") == "0"
        number = style.get("numFmtId")
        found.append((not unlocked, formats.get(number) or builtin.get(number, str(number))))
    return found


def _page(name: str, root: Any, strings: list[str], styles: list[tuple[bool, str]]) -> Page:
    page = Page(name, root.find(f"{_NAME}sheetProtection") is not None)
    for cell in root.iter(f"{_NAME}c"):
        value, formula = cell.findtext(f"{_NAME}v") or "", cell.findtext(f"{_NAME}f") or ""
        locked, shown = styles[int(cell.get("s", 0))]
        text = strings[int(value)] if cell.get("t") == "s" else value
        page.cells[cell.get("r")] = Cell(text, formula, locked, shown)
    for rule in root.iter(f"{_NAME}dataValidation"):
        about = {key: rule.get(key) or "" for key in ("type", "operator", "error")}
        page.rules[str(rule.get("sqref"))] = {**about, "formula1": rule.findtext(f"{_NAME}formula1") or ""}
    return page
