"""Word files and workbooks read back from their bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape

from taphuan.check.written.page import tight

_END = re.compile(r"</w:p>|<w:br\b|<w:tab/>|</w:tc>")
_TAG = re.compile(r"<[^>]*>")
# what Word computes is told by the field's last result; its code is no text
_CODE = re.compile(r"<w:instrText\b.*?</w:instrText>", re.DOTALL)
_PAGE_FIELD = re.compile(r"<w:instrText[^>]*> PAGE </w:instrText>.*?<w:t>\d+</w:t>", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A Word file. `body` are all words without blanks, `text` the same with them, `heads` and `feet` the letters of each head and
    foot, `footnotes` those of its footnotes."""

    text: str
    body: str
    footnotes: str
    heads: tuple[str, ...]
    feet: tuple[str, ...]
    pictures: int
    tables: int
    alts: tuple[str, ...]


def read_word(content: bytes) -> Word:
    """The words of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        main = package.read("word/document.xml").decode("utf-8")
        footnotes = package.read("word/footnotes.xml").decode("utf-8") if "word/footnotes.xml" in names else ""
        edges = {
            kind: tuple(
                _letters(_PAGE_FIELD.sub("", package.read(name).decode("utf-8")))
                for name in sorted(names)
                if re.fullmatch(rf"word/{kind}\d*\.xml", name)
            )
            for kind in ("header", "footer")
        }
    text = _letters(main)
    alts = tuple(unescape(alt) for alt in re.findall(r'<wp:docPr [^>]*\bdescr="([^"]*)"', main))
    return Word(
        text,
        tight(text),
        _letters(footnotes),
        edges["header"],
        edges["footer"],
        main.count("<pic:pic"),
        main.count("<w:tbl>"),
        alts,
    )


def _letters(xml: str) -> str:
    return unescape(_TAG.sub("", _END.sub(lambda end: f" {end[0]}", _CODE.sub("", xml))))


# a cell: text, number, or None where it is empty
Value = str | float | None
_ROW = re.compile(r"<row\b[^>]*>(.*?)</row>", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)


def read_workbook(content: bytes) -> dict[str, tuple[tuple[Value, ...], ...]]:
    """The rows of each sheet of a workbook by its name; days are numbers, as Excel counts them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        strings: list[str] = []
        if "xl/sharedStrings.xml" in package.namelist():
            shared = package.read("xl/sharedStrings.xml").decode("utf-8")
            strings = [unescape(_TAG.sub("", item)) for item in re.findall(r"<si>(.*?)</si>", shared, re.DOTALL)]
        book = package.read("xl/workbook.xml").decode("utf-8")
        names = [unescape(name) for name in re.findall(r'<sheet name="([^"]*)"', book)]
        return {
            name: _rows(package.read(f"xl/worksheets/sheet{number}.xml").decode("utf-8"), strings)
            for number, name in enumerate(names, start=1)
        }


def _rows(xml: str, strings: list[str]) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        tuple(_value(options, inside, strings) for _, options, inside in _CELL.findall(row))
        for row in _ROW.findall(xml)
    )


def _value(options: str, inside: str, strings: list[str]) -> Value:
    found = re.search(r"<v>([^<]*)</v>", inside)
    if found is None or not found[1]:
        return None
    if 't="s"' in options:
        return strings[int(found[1])]
    return unescape(found[1]) if 't="str"' in options else float(found[1])
