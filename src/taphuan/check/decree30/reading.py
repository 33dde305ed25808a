"""A Word file as the audit sees it: paragraphs in reading order with their effective look, and the pages they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from taphuan.check.decree30.formats import Formats, Layout, Look, Props, flag, millimetres, paragraph_props, run_props
from taphuan.check.decree30.package import Package, Part, R, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_TEXT_BOX = f"{W}txbxContent"
_EMU_A_MM = 36000
_PAGE = re.compile(r"\bPAGE\b")
# Pictures that are a straight line, as Word names the shapes.
_LINES = ("line", "straightConnector1")


@dataclass(frozen=True)
class Span:
    """A stretch of text in one look; "\\n" and "\\t" stand for Word's breaks and tabs."""

    text: str
    look: Look


@dataclass(frozen=True)
class Cell:
    """Where in a table something stands; tables are counted through the document. `width` in millimetres."""

    table: int
    row: int
    column: int
    width: float


@dataclass(frozen=True)
class Para:
    """A paragraph. `number` counts all paragraphs of the text from 1; `rules` are lines drawn in it, in millimetres (0: unknown).

    `page_number` is the look of a page number that stands in it; `picture` says that it holds one.
    """

    number: int
    spans: tuple[Span, ...]
    layout: Layout
    style: str
    section: int
    cell: Cell | None = None
    in_box: bool = False
    rules: tuple[float, ...] = ()
    page_number: Look | None = None
    picture: bool = False

    @property
    def text(self) -> str:
        """The words, with single spaces."""
        return bare("".join(span.text for span in self.spans))


@dataclass(frozen=True)
class Page:
    """A section's page; lengths in millimetres. Headers and footers are those of the first and of the other pages."""

    width: float
    height: float
    margins: dict[str, float]
    header_distance: float
    first_differs: bool
    number_start: int | None
    number_format: str
    headers: dict[str, tuple[Para, ...]] = field(hash=False)
    footers: dict[str, tuple[Para, ...]] = field(hash=False)

    @property
    def landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True)
class WordFile:
    """Everything the rules look at. `adds_gaps` says that gaps of neighbouring paragraphs add up (old documents)."""

    paragraphs: tuple[Para, ...]
    pages: tuple[Page, ...]
    adds_gaps: bool


def bare(text: str) -> str:
    """Text with single ordinary spaces and without those at its ends."""
    return " ".join(text.replace("\u200b", "").replace("\u2060", "").split())


def read_word(data: bytes, name: str) -> WordFile:
    """The document in `data`. Raises NoDocx."""
    return _Reader(Package(data, name)).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package, self._main = package, package.main()
        found = (self._main.of_kind(kind) for kind in ("styles", "numbering", "theme", "settings"))
        styles, numbering, theme, self._settings = (package.part(part).root if part else None for part in found)
        self._formats = Formats(styles, numbering, theme)
        self._count = self._tables = self._section = 0

    def read(self) -> WordFile:
        body = self._main.root.find(f"{W}body")
        paragraphs = tuple(self._blocks(body, None, "", False)) if body is not None else ()
        return WordFile(paragraphs, tuple(self._pages(body)), self._adds_gaps())

    def _adds_gaps(self) -> bool:
        if self._settings is None:
            return False
        modes = [
            e.get(f"{W}val", "0")
            for e in self._settings.iter(f"{W}compatSetting")
            if e.get(f"{W}name") == "compatibilityMode"
        ]
        return bool(modes) and int(modes[0]) < 15

    # --- text ---------------------------------------------------------------------------------------------------------

    def _blocks(self, parent: Any, cell: Cell | None, table_style: str, in_box: bool) -> Iterator[Para]:
        """The paragraphs below an element, through tables, content controls and text boxes."""
        for child in parent if parent is not None else ():
            if child.tag == f"{W}p":
                yield from self._paragraph(child, cell, table_style, in_box)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, in_box)
            elif child.tag in (f"{W}sdt", f"{W}ins", f"{W}customXml"):
                content = child.find(f"{W}sdtContent")
                yield from self._blocks(child if content is None else content, cell, table_style, in_box)

    def _table(self, table: Any, in_box: bool) -> Iterator[Para]:
        self._tables += 1
        number = self._tables
        style = table.find(f"{W}tblPr/{W}tblStyle")
        grid = [millimetres(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for row_number, row in enumerate(table.iterfind(f"{W}tr")):
            column = 0
            for cell in row.iterfind(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                covers = int(span.get(f"{W}val", "1")) if span is not None else 1
                width = cell.find(f"{W}tcPr/{W}tcW")
                fixed = width is not None and width.get(f"{W}type", "dxa") == "dxa"
                wide = millimetres(width.get(f"{W}w")) if fixed else sum(grid[column : column + covers])
                place = Cell(number, row_number, column, wide)
                yield from self._blocks(cell, place, style.get(f"{W}val", "") if style is not None else "", in_box)
                column += covers

    def _paragraph(self, element: Any, cell: Cell | None, table_style: str, in_box: bool) -> Iterator[Para]:
        self._count += 1
        number = self._count
        properties = element.find(f"{W}pPr")
        direct = paragraph_props(properties)
        layout, run_marks = self._formats.layout(direct, table_style)
        look = _Looks(self._formats, run_marks, table_style)
        spans: list[Span] = []
        page_number: Look | None = None
        boxes: list[Any] = []
        rules: list[float] = []
        picture = False
        current: Look | None = None
        for part in _inside(element):
            if part.tag == f"{W}r":
                current = look.of(part)
            elif part.tag == _TEXT_BOX:
                boxes.append(part)
            elif part.tag in (f"{W}t", f"{W}noBreakHyphen", f"{W}br", f"{W}cr", f"{W}tab", f"{W}sym"):
                if current is not None and (text := _text_of(part)):
                    spans.append(Span(text, current))
            elif part.tag == f"{W}instrText" or part.tag == f"{W}fldSimple":
                instruction = part.text or "" if part.tag == f"{W}instrText" else part.get(f"{W}instr", "")
                if _PAGE.search(instruction):
                    page_number = look.of(part.getparent() if part.tag == f"{W}instrText" else part.find(f"{W}r"))
            elif part.tag in (f"{_WP}inline", f"{_WP}anchor"):
                kinds = [shape.get("prst") for shape in part.iter(f"{_A}prstGeom")]
                if any(kind in _LINES for kind in kinds):
                    rules.append(int(part.find(f"{_WP}extent").get("cx", "0")) / _EMU_A_MM)
                elif _TEXT_BOX not in {inner.tag for inner in part.iter()}:
                    picture = True
            elif part.tag == f"{_VML}line" or (part.tag == f"{_VML}shape" and "connector" in part.get("type", "")):
                rules.append(_vml_length(part))
            elif part.tag == f"{_VML}imagedata":
                picture = True
        yield Para(
            number,
            tuple(spans),
            layout,
            self._formats.name(str(direct.get("pStyle", ""))),
            self._section,
            cell,
            in_box,
            tuple(rules),
            page_number,
            picture,
        )
        for box in boxes:
            yield from self._blocks(box, None, "", True)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._section += 1

    # --- pages --------------------------------------------------------------------------------------------------------

    def _pages(self, body: Any) -> Iterator[Page]:
        headers: dict[str, tuple[Para, ...]] = {}
        footers: dict[str, tuple[Para, ...]] = {}
        for section in body.iter(f"{W}sectPr") if body is not None else ():
            # What a section does not say of its own it has from the one before.
            headers, footers = headers | self._margin(section, "header"), footers | self._margin(section, "footer")
            size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
            numbers, first = section.find(f"{W}pgNumType"), section.find(f"{W}titlePg")
            said = {} if margins is None else {k.removeprefix(W): abs(millimetres(v)) for k, v in margins.items()}
            start = numbers.get(f"{W}start") if numbers is not None else None
            yield Page(
                width=millimetres(size.get(f"{W}w")) if size is not None else 0.0,
                height=millimetres(size.get(f"{W}h")) if size is not None else 0.0,
                margins=said,
                header_distance=said.get("header", 0.0),
                first_differs=first is not None and flag(first),
                number_start=int(start) if start else None,
                number_format=(numbers.get(f"{W}fmt") if numbers is not None else None) or "decimal",
                headers=headers,
                footers=footers,
            )

    def _margin(self, section: Any, kind: str) -> dict[str, tuple[Para, ...]]:
        """The headers or footers that a section brings: default, first, even."""
        found: dict[str, tuple[Para, ...]] = {}
        for reference in section.iterfind(f"{W}{kind}Reference"):
            _, target = self._main.targets.get(reference.get(f"{R}id", ""), ("", ""))
            if target:
                part: Part = self._package.part(target)
                found[reference.get(f"{W}type", "default")] = tuple(self._blocks(part.root, None, "", False))
        return found


class _Looks:
    """The looks of a paragraph's runs, each made once."""

    def __init__(self, formats: Formats, paragraph: Props, table_style: str) -> None:
        self._formats, self._paragraph, self._table_style = formats, paragraph, table_style
        self._theme = formats.theme

    def of(self, run: Any) -> Look | None:
        marks = run_props(run.find(f"{W}rPr") if run is not None else None, self._theme)
        return self._formats.look(marks, self._paragraph, self._table_style)


def _inside(paragraph: Any) -> Iterator[Any]:
    """What a paragraph holds in its order: not what was deleted, not the second telling of a shape, not inside boxes."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in (f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}pPr"):
            continue
        yield element
        if element.tag != _TEXT_BOX:
            waiting += reversed(element)


def _text_of(part: Any) -> str:
    match part.tag.removeprefix(W):
        case "t":
            return part.text or ""
        case "tab":
            return "\t"
        case "noBreakHyphen":
            return "-"
        case "br" | "cr":
            return "\n"
        case _:
            return "□"  # a letter of a symbol font


def _vml_length(shape: Any) -> float:
    """The length of a line of the older kind in millimetres; 0 where it is not said in points."""
    ends = [re.match(r"(-?[\d.]+)pt,", shape.get(side, "")) for side in ("from", "to")]
    if ends[0] and ends[1]:
        return abs(float(ends[1].group(1)) - float(ends[0].group(1))) * 25.4 / 72
    wide = re.search(r"width:([\d.]+)pt", shape.get("style", ""))
    return float(wide.group(1)) * 25.4 / 72 if wide else 0.0
