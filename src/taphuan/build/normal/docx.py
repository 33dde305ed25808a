"""A Word file in normal form: a part for the letterhead and what stands before the first heading, and one a heading of the
two upper levels; head and foot of the pages in the first one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from taphuan.build.normal.form import (
    BULLET,
    CAPTION,
    FIGURE,
    FRAME,
    HEADING,
    NUMBERED,
    SOURCE,
    TEXT,
    Line,
    Part,
    row,
    tidy,
)
from taphuan.build.normal.office import A, Package, R, without_fallback

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_BODY = "word/document.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# headings of these levels begin a part
_PARTS = 2
_STYLES = {"Caption": CAPTION, "SourceLine": SOURCE}
_FORMATS = {"bullet": BULLET, "none": TEXT}


def read_docx(content: bytes) -> tuple[Part, ...]:
    """The parts of a Word file. Raises KeyError for a package that is none."""
    package = Package(content)
    about = package.xml("docProps/core.xml").find(_TITLE)
    reader = _Reader(package)
    title = tidy(about.text or "") if about is not None else ""
    parts: list[tuple[str, list[Line]]] = [(title, list(reader.around()))]
    for line in reader.lines(package.xml(_BODY).find(f"{_W}body")):
        if line.mark == HEADING and line.level <= _PARTS:
            parts.append((line.text, []))
        else:
            parts[-1][1].append(line)
    return tuple(Part("", name, tuple(lines)) for name, lines in parts)


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations = package.relations(_BODY)
        self.formats = self._formats()
        notes = "word/footnotes.xml"
        self.notes = (
            {note.get(f"{_W}id"): self._all_words(note) for note in package.xml(notes)}
            if notes in package.names
            else {}
        )

    def _formats(self) -> dict[tuple[str, str], str]:
        """The format of each level of each list: (number of the list, level) → bullet, decimal …"""
        if "word/numbering.xml" not in self.package.names:
            return {}
        root = self.package.xml("word/numbering.xml")
        abstract = {one.get(f"{_W}abstractNumId"): one for one in root.iter(f"{_W}abstractNum")}
        found = {}
        for one in root.iter(f"{_W}num"):
            kept = abstract.get(one.find(f"{_W}abstractNumId").get(f"{_W}val"))
            for level in kept.iter(f"{_W}lvl") if kept is not None else ():
                style = level.find(f"{_W}numFmt").get(f"{_W}val")
                found[one.get(f"{_W}numId"), level.get(f"{_W}ilvl")] = style
        return found

    def around(self) -> Iterator[Line]:
        """Head and foot of the pages, each text once."""
        texts: dict[str, None] = {}
        for relation, target in self.relations.values():
            if relation in ("header", "footer"):
                for paragraph in self.package.xml(target).iter(f"{_W}p"):
                    texts.setdefault(tidy("".join(self._words(paragraph))))
        return (Line(FRAME, text) for text in sorted(filter(None, texts)))

    def lines(self, parent: Any) -> Iterator[Line]:
        for block in parent:
            if block.tag == f"{_W}p":
                yield from self._paragraph(block)
            elif block.tag == f"{_W}tbl":
                yield from self._table(block)
            elif block.tag == f"{_W}sdt":
                yield from self.lines(block.find(f"{_W}sdtContent"))

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        drawings = [one for one in without_fallback(paragraph) if one.tag in (f"{_WP}inline", f"{_WP}anchor")]
        yield from filter(None, map(self._figure, drawings))
        text = tidy("".join(self._words(paragraph)))
        if not text:
            return
        look = paragraph.find(f"{_W}pPr")
        style = look.find(f"{_W}pStyle") if look is not None else None
        name = style.get(f"{_W}val") if style is not None else ""
        number = look.find(f"{_W}numPr") if look is not None else None
        if name in ("Title", "Subtitle"):
            yield Line(HEADING, text, 3)
        elif name.startswith("Heading") and name[7:].isdigit():
            yield Line(HEADING, text, int(name[7:]))
        elif number is not None and (kept := number.find(f"{_W}numId")) is not None:
            level = number.find(f"{_W}ilvl")
            at = level.get(f"{_W}val") if level is not None else "0"
            mark = _FORMATS.get(self.formats.get((kept.get(f"{_W}val"), at), "none"), NUMBERED)
            yield Line(mark, text, int(at) if mark != TEXT else 0)
        else:
            yield Line(_STYLES.get(name, TEXT), text)

    def _figure(self, drawing: Any) -> Line | None:
        """A picture or a chart; None for a line or a box that only adorns."""
        about = drawing.find(f"{_WP}docPr")
        alt = tidy(about.get("descr", ""))
        shown = next(drawing.iter(f"{A}blip", f"{_C}chart"), None)
        if shown is None:
            return None
        relation = shown.get(f"{R}embed") or shown.get(f"{R}id")
        return Line(FIGURE, alt, digest=self.package.drawn(self.relations[relation][1]))

    def _table(self, table: Any) -> Iterator[Line]:
        """Rows of cells; a table of which only the look is wanted, as a letterhead, too. Figures and tables in cells follow the row."""
        for line in table.iterchildren(f"{_W}tr"):
            head = line.find(f"{_W}trPr/{_W}tblHeader") is not None
            cells = list(line.iterchildren(f"{_W}tc"))
            yield row(map(self._all_words, cells), head)
            for cell in cells:
                inner = (block for block in cell if block.tag == f"{_W}tbl")
                yield from (one for block in inner for one in self._table(block))
                found = (one for one in without_fallback(cell) if one.tag in (f"{_WP}inline", f"{_WP}anchor"))
                yield from filter(None, map(self._figure, found))

    def _all_words(self, element: Any) -> str:
        return " ".join("".join(self._words(paragraph)) for paragraph in element.iterchildren(f"{_W}p"))

    def _words(self, paragraph: Any) -> Iterator[str]:
        """The texts of a paragraph, what a footnote says where it is called, without the numbers of pages."""
        field: list[str] = []
        for node in without_fallback(paragraph):
            match node.tag.removeprefix(_W):
                case "fldChar":
                    if node.get(f"{_W}fldCharType") == "begin":
                        field.append("")
                    elif node.get(f"{_W}fldCharType") == "end" and field:
                        field.pop()
                case "instrText" if field:
                    field[-1] += node.text or ""
                case "t" if not any("PAGE" in code for code in field):
                    yield node.text or ""
                case "tab" | "br" if node.getparent().tag == f"{_W}r":
                    yield " "
                case "footnoteReference":
                    yield f" [{tidy(self.notes.get(node.get(f'{_W}id'), ''))}] "
