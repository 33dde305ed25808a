"""A PDF in normal form, by the structure that Typst writes into it for screen readers: headings, lists, tables, alt texts.

Pages that are wider than high are slides, a part each; of other papers a heading begins a part, so that a line that moves to
the next page changes nothing. Read with pikepdf and not with pdftotext, whose versions put blanks and lines at other places.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

from taphuan.build.normal.drawing import numbers_digest, picture_digest
from taphuan.build.normal.form import BULLET, CAPTION, FIGURE, FRAME, HEADING, SOURCE, TEXT, Line, Part, row, tidy

# a string in brackets, which may hold others in pairs
_PLAIN = rb"\\.|[^\\()]"
_STRING = rb"\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*\))*\))*\)"
# what a reader of text needs of a content stream; strings first, since they may hold the rest
_TOKEN = re.compile(
    rb"(?P<string>" + _STRING + rb")|<(?P<hex>[0-9A-Fa-f\s]*)>(?!>)"
    rb"|(?P<begin><<(?:[^<>(]|<<[^<>]*>>|<[^<>]*>|" + _STRING + rb")*>>\s*BDC|/\w+\s+BMC)|(?P<end>\bEMC\b)"
    rb"|/(?P<font>\S+)\s+[-\d.]+\s+Tf|/(?P<form>\S+)\s+Do\b|(?P<y>[-\d.]+)\s+cm\b",
    re.DOTALL,
)
_MARKED = re.compile(rb"/MCID\s+(\d+)")
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<(\w+)>\s*<(\w+)>")
_TRIPLE = re.compile(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>")
# names of resources are counted up by the writer
_NAMES = re.compile(rb"/\w+")
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
    pages = [_Page(page) for page in pdf.pages]
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


@dataclass
class _Marked:
    """What stands between the marks of one number: texts with the height of their line, and where the marks are."""

    texts: list[tuple[bytes, str]] = field(default_factory=list)
    start: int = 0
    end: int = 0


class _Page:
    """The marked contents of a page, read when they are first asked for."""

    def __init__(self, page: pikepdf.Page) -> None:
        self._page = page
        self._left, self._low, self._right, self._high = (float(edge) for edge in page.mediabox)

    @property
    def is_slide(self) -> bool:
        return self._right - self._left > self._high - self._low

    @cached_property
    def _content(self) -> bytes:
        contents = self._page.obj.get("/Contents")
        if contents is None:
            return b""
        streams = contents if isinstance(contents, pikepdf.Array) else [contents]
        return b"\n".join(stream.read_bytes() for stream in streams)

    @cached_property
    def _resources(self) -> Any:
        return self._page.resources

    @cached_property
    def _fonts(self) -> dict[str, dict[int, str]]:
        return _fonts(self._resources)

    @cached_property
    def marked(self) -> dict[int, _Marked]:
        found: dict[int, _Marked] = {}
        open_: list[_Marked | None] = []
        font: dict[int, str] = {}
        height = b""
        for token in _TOKEN.finditer(self._content):
            match token.lastgroup:
                case "begin":
                    number = _MARKED.search(token[0])
                    marked = found.setdefault(int(number[1]), _Marked()) if number else None
                    if marked:
                        marked.start = token.end()
                    open_.append(marked or (open_[-1] if open_ else None))
                case "end" if open_:
                    if marked := open_.pop():
                        marked.end = token.start()
                case "font":
                    font = self._fonts.get(f"/{token['font'].decode('latin-1')}", {})
                case "y":
                    height = token["y"]
                case "string" | "hex" if open_ and (marked := open_[-1]):
                    marked.texts.append((height, _decoded(token, font)))
        return found

    def words(self, number: int) -> list[tuple[bytes, str]]:
        marked = self.marked.get(number)
        return marked.texts if marked else []

    def drawn(self, number: int) -> bytes:
        """The drawing between marks, with what it calls, its letters read, names of resources left out."""
        marked = self.marked.get(number)
        return _drawn(self._content[marked.start : marked.end], self._resources, self._fonts) if marked else b""


class _Tree:
    """Walks the structure, parents first."""

    def __init__(self, pages: list[_Page], numbers: dict[tuple[int, int], int]) -> None:
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


def _decoded(token: re.Match[bytes], font: dict[int, str]) -> str:
    if token["string"] is not None:
        codes = _ESCAPE.sub(_unescaped, token["string"][1:-1])
    else:
        codes = bytes.fromhex(token["hex"].decode())
    return "".join(font.get(codes[at] << 8 | codes[at + 1], "") for at in range(0, len(codes) - 1, 2))


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign[:1] in b"01234567" else _ESCAPED.get(sign, sign)


def _fonts(resources: Any) -> dict[str, dict[int, str]]:
    """The letters of each two-byte code of each font, by the font's name on the page."""
    fonts = resources.get("/Font", {})
    return {name: _letters(font.ToUnicode.read_bytes()) for name, font in fonts.items() if "/ToUnicode" in font}


def _letters(cmap: bytes) -> dict[int, str]:
    letters: dict[int, str] = {}
    for block in _CHARS.findall(cmap):
        for code, target in _PAIR.findall(block):
            letters[int(code, 16)] = bytes.fromhex(target.decode()).decode("utf-16-be")
    for block in _RANGES.findall(cmap):
        for low, high, target in _TRIPLE.findall(block):
            start = int(target, 16)
            letters |= {int(low, 16) + step: chr(start + step) for step in range(int(high, 16) - int(low, 16) + 1)}
    return letters


def _drawn(content: bytes, resources: Any, fonts: dict[str, dict[int, str]]) -> bytes:
    pieces: list[bytes] = []
    font: dict[int, str] = {}
    end = 0
    for token in _TOKEN.finditer(content):
        if token.lastgroup == "font":
            font = fonts.get(f"/{token['font'].decode('latin-1')}", {})
        elif token.lastgroup in ("string", "hex"):
            pieces += [_NAMES.sub(b"", content[end : token.start()]), _decoded(token, font).encode()]
            end = token.end()
        elif token.lastgroup == "form":
            pieces += [_NAMES.sub(b"", content[end : token.start()]), _called(resources, token["form"])]
            end = token.end()
    return b"".join((*pieces, _NAMES.sub(b"", content[end:])))


def _called(resources: Any, name: bytes) -> bytes:
    """What a picture or a drawing of its own that is called by its name holds."""
    called = resources.XObject[f"/{name.decode('latin-1')}"]
    if str(called.get("/Subtype", "")) != "/Form":
        return picture_digest(called.read_raw_bytes()).encode()
    own = called.get("/Resources", resources)
    return _drawn(called.read_bytes(), own, _fonts(own))
