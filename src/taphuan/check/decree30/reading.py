"""Reads a Word file for the audit: its paragraphs in reading order with their effective format, and its pages."""

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
_EMU_PER_MM = 36000
_PAGE = re.compile(r"\bPAGE\b")
# The names of the shapes that are a straight line.
_LINES = ("line", "straightConnector1")


@dataclass(frozen=True)
class Span:
    """A text in one format; "\\n" is a line break of Word, "\\t" a tab."""

    text: str
    look: Look


@dataclass(frozen=True)
class Cell:
    """A position in a table. Tables are numbered from 1 through the document, rows and columns of the grid from 0; `width`
    in millimetres."""

    table: int
    row: int
    column: int
    width: float


@dataclass(frozen=True)
class Para:
    """A paragraph. `number` is its number among all paragraphs, from 1; `style` is the name of its style in lower case.

    `section` is the index of its section. `in_box` says that it is in a text box. `rules` are the lengths of the lines drawn
    in it, in millimetres (0: unknown). `page_number` is the format of a page number in it; `picture` says that it contains
    a picture.
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
        """The text with single spaces."""
        return normalised("".join(span.text for span in self.spans))


@dataclass(frozen=True)
class Page:
    """The page of a section; lengths in millimetres. The keys of `headers` and `footers` are "first" (page), "default" and
    "even"; `first_differs` says that the first page has its own."""

    width: float
    height: float
    margins: dict[str, float]
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
    """The content of a Word file. `pages` has one page per section. `adds_gaps` says that the spaces between adjacent
    paragraphs are added, as in old documents, instead of the larger one being used."""

    paragraphs: tuple[Para, ...]
    pages: tuple[Page, ...]
    adds_gaps: bool


def normalised(text: str) -> str:
    """The text with single ordinary spaces and without outer spaces, zero-width spaces and word joiners."""
    return " ".join(text.replace("\u200b", "").replace("\u2060", "").split())


def read_word(data: bytes, name: str) -> WordFile:
    """The Word document in `data`; `name` is its name in messages. Raises NotWordFile, or ValueError for an invalid
    measure."""
    return _Reader(Package(data, name)).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package, self._main = package, package.main()
        names = (self._main.of_kind(kind) for kind in ("styles", "numbering", "theme", "settings"))
        styles, numbering, theme, self._settings = (package.part(name).root if name else None for name in names)
        self._formats = Formats(styles, numbering, theme)
        self._count = self._tables = self._section = 0

    def read(self) -> WordFile:
        body = self._main.root.find(f"{W}body")
        paragraphs = tuple(self._blocks(body, None, "", False)) if body is not None else ()
        return WordFile(paragraphs, tuple(self._pages(body)), self._adds_gaps())

    def _adds_gaps(self) -> bool:
        """Whether the compatibility mode is that of a Word before 2013."""
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
        """The paragraphs below an element, including those in tables, content controls and text boxes."""
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
                column_count = int(span.get(f"{W}val", "1")) if span is not None else 1
                width = cell.find(f"{W}tcPr/{W}tcW")
                fixed = width is not None and width.get(f"{W}type", "dxa") == "dxa"
                width_mm = millimetres(width.get(f"{W}w")) if fixed else sum(grid[column : column + column_count])
                position = Cell(number, row_number, column, width_mm)
                yield from self._blocks(cell, position, style.get(f"{W}val", "") if style is not None else "", in_box)
                column += column_count

    def _paragraph(self, element: Any, cell: Cell | None, table_style: str, in_box: bool) -> Iterator[Para]:
        self._count += 1
        number = self._count
        properties = element.find(f"{W}pPr")
        direct = paragraph_props(properties)
        layout, run_properties = self._formats.layout(direct, table_style)
        looks = _Looks(self._formats, run_properties, table_style)
        spans: list[Span] = []
        page_number: Look | None = None
        boxes: list[Any] = []
        rules: list[float] = []
        picture = False
        current: Look | None = None
        for part in _descendants(element):
            if part.tag == f"{W}r":
                current = looks.of(part)
            elif part.tag == _TEXT_BOX:
                boxes.append(part)
            elif part.tag in (f"{W}t", f"{W}noBreakHyphen", f"{W}br", f"{W}cr", f"{W}tab", f"{W}sym"):
                if current is not None and (text := _text_of(part)):
                    spans.append(Span(text, current))
            elif part.tag == f"{W}instrText" or part.tag == f"{W}fldSimple":
                instruction = part.text or "" if part.tag == f"{W}instrText" else part.get(f"{W}instr", "")
                if _PAGE.search(instruction):
                    page_number = looks.of(part.getparent() if part.tag == f"{W}instrText" else part.find(f"{W}r"))
            elif part.tag in (f"{_WP}inline", f"{_WP}anchor"):
                kinds = [shape.get("prst") for shape in part.iter(f"{_A}prstGeom")]
                if any(kind in _LINES for kind in kinds):
                    rules.append(int(part.find(f"{_WP}extent").get("cx", "0")) / _EMU_PER_MM)
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
            # a section without its own header or footer has those of the section before
            headers, footers = headers | self._margin(section, "header"), footers | self._margin(section, "footer")
            size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
            numbers, first = section.find(f"{W}pgNumType"), section.find(f"{W}titlePg")
            widths = {} if margins is None else {k.removeprefix(W): abs(millimetres(v)) for k, v in margins.items()}
            start = numbers.get(f"{W}start") if numbers is not None else None
            yield Page(
                width=millimetres(size.get(f"{W}w")) if size is not None else 0.0,
                height=millimetres(size.get(f"{W}h")) if size is not None else 0.0,
                margins=widths,
                first_differs=first is not None and flag(first),
                number_start=int(start) if start else None,
                number_format=(numbers.get(f"{W}fmt") if numbers is not None else None) or "decimal",
                headers=headers,
                footers=footers,
            )

    def _margin(self, section: Any, kind: str) -> dict[str, tuple[Para, ...]]:
        """The headers or footers (`kind`) of a section itself, by type: "default", "first", "even"."""
        by_type: dict[str, tuple[Para, ...]] = {}
        for reference in section.iterfind(f"{W}{kind}Reference"):
            _, target = self._main.targets.get(reference.get(f"{R}id", ""), ("", ""))
            if target:
                part: Part = self._package.part(target)
                by_type[reference.get(f"{W}type", "default")] = tuple(self._blocks(part.root, None, "", False))
        return by_type


class _Looks:
    """Computes the formats of the runs of a paragraph."""

    def __init__(self, formats: Formats, paragraph: Props, table_style: str) -> None:
        self._formats, self._paragraph, self._table_style = formats, paragraph, table_style
        self._theme = formats.theme

    def of(self, run: Any) -> Look | None:
        direct = run_props(run.find(f"{W}rPr") if run is not None else None, self._theme)
        return self._formats.look(direct, self._paragraph, self._table_style)


def _descendants(paragraph: Any) -> Iterator[Any]:
    """The elements in a paragraph in document order, without deleted text, without the alternative forms of shapes for old
    versions of Word, and without the content of text boxes."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in (f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}pPr"):
            continue
        yield element
        if element.tag != _TEXT_BOX:
            stack += reversed(element)


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
            return "□"  # a character of a symbol font


def _vml_length(shape: Any) -> float:
    """The length of a VML line in millimetres; 0 if it is not given in points."""
    ends = [re.match(r"(-?[\d.]+)pt,", shape.get(side, "")) for side in ("from", "to")]
    if ends[0] and ends[1]:
        return abs(float(ends[1].group(1)) - float(ends[0].group(1))) * 25.4 / 72
    width = re.search(r"width:([\d.]+)pt", shape.get("style", ""))
    return float(width.group(1)) * 25.4 / 72 if width else 0.0
