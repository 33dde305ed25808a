"""A PDF in normal form, by the structure that Typst writes into it for screen readers: headings, lists, tables, alt texts.

Pages that are wider than high are slides, a part each; of other papers a heading begins a part, so that a line that moves to
the next page changes nothing. Read with pikepdf and not with pdftotext, whose versions put blanks and lines at other places.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from taphuan.build.normal.drawing import numbers_digest
from taphuan.build.normal.form import BULLET, CAPTION, FIGURE, FRAME, HEADING, SOURCE, TEXT, Line, Part, row, tidy
from taphuan.build.normal.pdf_page import Fonts, Page

_HEADING = re.compile(r"/H([1-6])|/Title")
# headings of these levels begin a part of a paper
_PARTS = 2
_SKIPPED = ("/Artifact",)
_SOURCE = "Nguồn: "
# blocks that stand in an item of a list and are lines of their own
_IN_ITEMS = ("/L", "/Table", "/Figure")
_BLOCKS = ("/P", "/L", "/Table", "/THead", "/TBody", "/TFoot", "/TR", "/Figure", "/Caption", "/Sect")


def read_pdf(content: bytes) -> tuple[Part, ...]:
    """The parts of a tagged PDF, first one for its title and number of pages. Raises ValueError for a PDF without a structure."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _read(pdf)
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from None


def _read(pdf: pikepdf.Pdf) -> tuple[Part, ...]:
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        raise ValueError("not tagged")
    fonts = Fonts()
    pages = [Page(page, fonts) for page in pdf.pages]
    lines = list(_Tree(pages, {page.obj.objgen: at for at, page in enumerate(pdf.pages)}).lines(tree))
    first = Part("", tidy(str(pdf.docinfo.get("/Title", ""))), (Line(FRAME, f"{len(pages)} trang"),))
    return (first, *(_slides(lines, len(pages)) if pages and pages[0].is_slide else _sections(lines)))


def _slides(lines: list[tuple[int, Line]], count: int) -> Iterator[Part]:
    for at in range(count):
        own = [line for page, line in lines if page == at]
        title = next((line for line in own if line.mark == HEADING), None)
        yield Part("", title.text if title else "", tuple(line for line in own if line is not title))


def _sections(lines: list[tuple[int, Line]]) -> Iterator[Part]:
    title, own = "", list[Line]()
    for _, line in lines:
        if line.mark == HEADING and line.level <= _PARTS:
            if title or own:
                yield Part("", title, tuple(own))
            title, own = line.text, []
        else:
            own.append(line)
    yield Part("", title, tuple(own))


class _Tree:
    """Walks the structure, parents first."""

    def __init__(self, pages: list[Page], numbers: dict[tuple[int, int], int]) -> None:
        self._pages, self._numbers = pages, numbers
        # that of the last marked content: what has none of its own belongs there
        self._at = 0

    def lines(self, element: Any, level: int = -1) -> Iterator[tuple[int, Line]]:
        """(number of the page from 0, line)"""
        kind = str(element.get("/S", ""))
        if kind in _SKIPPED:
            return
        heading = _HEADING.fullmatch(kind)
        match kind:
            case "" | "/Document":
                for child in self._children(element):
                    yield from self.lines(child)
            case _ if heading:
                yield from self._line(HEADING, element, int(heading[1] or 1))
            case "/Figure" | "/Formula":
                pieces = [self._pages[page].drawn(number) for page, number in self._contents(element)]
                yield (
                    self._at,
                    Line(FIGURE, tidy(str(element.get("/Alt", ""))), digest=numbers_digest(b"".join(pieces))),
                )
            case "/TR":
                cells = [self._text(cell) for cell in self._children(element)]
                heads = {str(cell.get("/S", "")) for cell in self._children(element)}
                yield self._at, row(cells, head=heads == {"/TH"})
            case "/L":
                for child in self._children(element):
                    yield from self.lines(child, level + 1)
            case "/LI":
                yield from self._item(element, max(level, 0))
            case "/Caption":
                yield from self._line(CAPTION, element)
            case _:
                yield from self._mixed(element, level)

    def _mixed(self, element: Any, level: int) -> Iterator[tuple[int, Line]]:
        """A group, or a paragraph: its own words and what stands in them are a line, blocks in it lines of their own."""
        if not any(self._is_block(child) for child in self._children(element)):
            yield from self._line(TEXT, element)
            return
        for child in self._children(element):
            yield from self.lines(child, level)

    def _item(self, item: Any, level: int) -> Iterator[tuple[int, Line]]:
        blocks = [child for body in self._children(item) for child in (body, *self._children(body))]
        nested = [child for child in blocks if str(child.get("/S", "")) in _IN_ITEMS]
        words = self._text(item, without=(*_IN_ITEMS, "/Lbl"))
        yield self._at, Line(BULLET, words, level)
        for child in nested:
            yield from self.lines(child, level)

    def _is_block(self, element: Any) -> bool:
        kind = str(element.get("/S", ""))
        if kind in ("/Div", "/Span", "/NonStruct"):
            return kind == "/Div" or any(self._is_block(child) for child in self._children(element))
        return kind in _BLOCKS or bool(_HEADING.fullmatch(kind))

    def _line(self, mark: str, element: Any, level: int = 0) -> Iterator[tuple[int, Line]]:
        if text := self._text(element):
            source = mark == TEXT and text.startswith(_SOURCE)
            yield self._at, Line(SOURCE if source else mark, text, level)

    def _children(self, element: Any) -> list[Any]:
        """The elements of the structure below one."""
        kids = element.get("/K")
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]

    def _contents(self, element: Any, without: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
        """(page, number of the marks) of everything below an element in the order of reading."""
        kids = element.get("/K")
        page = self._numbers.get(element.Pg.objgen, self._at) if "/Pg" in element else self._at
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self._at = page
                yield page, int(kid)
            elif isinstance(kid, pikepdf.Dictionary):
                if "/MCID" in kid:
                    self._at = self._numbers.get(kid.Pg.objgen, page) if "/Pg" in kid else page
                    yield self._at, int(kid.MCID)
                elif str(kid.get("/S", "")) not in without:
                    yield from self._contents(kid, without)

    def _text(self, element: Any, without: tuple[str, ...] = ()) -> str:
        pieces: list[str] = []
        last = b""
        first = None
        for page, number in self._contents(element, without):
            first = page if first is None else first
            for height, text in self._pages[page].words(number):
                # another line, and no blank at its beginning or at the end of the last one
                if pieces and height != last:
                    pieces.append(" ")
                pieces.append(text)
                last = height
        self._at = self._at if first is None else first
        return tidy("".join(pieces))
