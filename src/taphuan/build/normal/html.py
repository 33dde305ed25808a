"""deck.html in normal form: a part a slide, as it stands on a screen; what only a phone shows is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import html

from taphuan.build.normal.drawing import picture_digest, svg_digest
from taphuan.build.normal.form import (
    BULLET,
    CAPTION,
    CODE,
    FIGURE,
    FRAME,
    HEADING,
    NOTE,
    NUMBERED,
    QUOTE,
    SOURCE,
    TEXT,
    Line,
    Part,
    row,
    tidy,
)

_MAIN, _MAIN_END = b"<main", b"</main>"
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_SVG = re.compile(rb"<svg\b|</svg\s*>")
_LABEL = re.compile(rb'\saria-label="([^"]*)"')
# paragraphs of the frame, which are the same on many slides
_ON_ALL = ("event", "where")
_FRAME = ("kicker", "sample", "part-at")
_UNSEEN = ("phone", "parts-bar", "rule", "number")
_BLOCKS = {"p", "div", "ul", "ol", "table", "figure", "figcaption", "pre", "blockquote", "img", "dl", "hr", "aside"} | {
    f"h{level}" for level in range(1, 7)
}


def read_html(page: bytes) -> tuple[Part, ...]:
    """A part for what stands on all slides, and one a slide, those of the backup hidden. Raises ValueError for a page without slides."""
    title = _TITLE.search(page)
    drawings: list[tuple[str, str]] = []
    main = page[page.index(_MAIN) : page.rindex(_MAIN_END) + len(_MAIN_END)]
    root = html.document_fromstring(_without_drawings(main, drawings).decode("utf-8"))
    frame: dict[Line, None] = {}
    slides = [
        _slide(section, drawings, frame)
        for section in root.iter("section")
        if section.get("id") and "slide" in section.get("class", "").split()
    ]
    if not slides:
        raise ValueError("no slides in it")
    return (Part("", tidy(unescape(title[1].decode("utf-8"))) if title else "", tuple(frame)), *slides)


def _without_drawings(page: bytes, drawings: list[tuple[str, str]]) -> bytes:
    """The page with a picture in place of each outermost SVG, whose alt text and digest go into `drawings`."""
    pieces, end, start, depth = [], 0, 0, 0
    for tag in _SVG.finditer(page):
        if tag[0].startswith(b"</"):
            depth -= 1
            if depth == 0:
                svg = page[start : tag.end()]
                label = _LABEL.search(svg, 0, svg.index(b">"))
                drawings.append((tidy(unescape(label[1].decode("utf-8"))) if label else "", svg_digest(svg)))
                pieces += [page[end:start], b'<img data-drawing="%d">' % (len(drawings) - 1)]
                end = tag.end()
        else:
            if depth == 0:
                start = tag.start()
            depth += 1
    return b"".join((*pieces, page[end:]))


def _slide(section: Any, drawings: list[tuple[str, str]], frame: dict[Line, None]) -> Part:
    walk = _Walk(drawings, frame)
    if timing := section.get("data-timing"):
        walk.lines.append(Line(FRAME, f"{int(timing) // 60} phút"))
    walk.blocks(section)
    return Part(section.get("id"), walk.title, tuple(walk.lines), hidden="backup" in section.get("class").split())


class _Walk:
    """Gathers the lines of a slide in the order of the page."""

    def __init__(self, drawings: list[tuple[str, str]], frame: dict[Line, None]) -> None:
        self.drawings, self.frame = drawings, frame
        self.lines: list[Line] = []
        self.title = ""

    def blocks(self, parent: Any, mark: str = TEXT, level: int = 0, later: bool = False) -> None:
        """What stands in an element that holds blocks; loose text between them is a line of its own."""
        loose = [parent.text or ""]
        for child in parent:
            if not isinstance(child.tag, str):
                loose.append(child.tail or "")
                continue
            look = child.get("class", "").split()
            appears = later or "fragment" in look
            if any(name in _UNSEEN for name in look):
                loose.append(child.tail or "")
            elif child.tag in _BLOCKS or any(part.tag in _BLOCKS for part in child):
                self._flush(loose, mark, level, later)
                self._block(child, look, mark, level, appears)
                loose.append(child.tail or "")
            else:
                loose += [*self._inline(child), child.tail or ""]
        self._flush(loose, mark, level, later)

    def _flush(self, loose: list[str], mark: str, level: int, later: bool) -> None:
        if text := tidy("".join(loose)):
            self.lines.append(Line(mark, text, level, later=later))
        loose.clear()

    def _block(self, block: Any, look: list[str], mark: str, level: int, later: bool) -> None:
        match block.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                if "title" in look and not self.title:
                    self.title = tidy("".join(self._inline(block)))
                else:
                    self._add(HEADING, block, int(block.tag[1]), later)
            case "p" if any(name in _ON_ALL for name in look):
                if text := tidy("".join(self._inline(block))).rstrip(" ·"):
                    self.frame.setdefault(Line(FRAME, text))
            case "p":
                self._add(FRAME if any(name in _FRAME for name in look) else mark, block, level, later)
            case "ul" | "ol":
                kind = NUMBERED if block.tag == "ol" else BULLET
                nested = level + 1 if mark in (BULLET, NUMBERED) else 0
                for item in block.iterchildren("li"):
                    self.blocks(item, kind, nested, later or "fragment" in item.get("class", "").split())
            case "table":
                self._table(block)
            case "pre":
                self.lines += [Line(CODE, tidy(line), later=later) for line in block.text_content().splitlines()]
            case "blockquote":
                self.blocks(block, QUOTE, level, later)
            case "img":
                self._picture(block, later)
            case "aside":
                self.blocks(block, NOTE)
            case "dl":
                for pair in block:
                    self.lines.append(Line(TEXT, ": ".join(tidy(part.text_content()) for part in pair)))
            case "div" if "sources" in look:
                self.blocks(block, SOURCE, level, later)
            case "div" if "standing" in look:
                self.blocks(block, FRAME, level, later)
            case "figcaption":
                self.blocks(block, CAPTION, level, later)
            case _:
                self.blocks(block, mark, level, later)

    def _add(self, mark: str, block: Any, level: int, later: bool) -> None:
        if text := tidy("".join(self._inline(block))):
            self.lines.append(Line(mark, text, level, later=later))

    def _inline(self, element: Any) -> Iterator[str]:
        """The text of an element, with the alt text of a drawing among its words."""
        yield element.text or ""
        for child in element:
            look = child.get("class", "").split() if isinstance(child.tag, str) else []
            if child.tag == "img":
                yield self._alt(child)[0]
            elif child.tag == "br":
                yield " "
            elif isinstance(child.tag, str) and not any(name in _UNSEEN for name in look):
                yield from self._inline(child)
            yield child.tail or ""

    def _table(self, table: Any) -> None:
        for line in table.iter("tr"):
            head = line.getparent().tag == "thead"
            cells = ("".join(self._inline(cell)) for cell in line.iterchildren("th", "td"))
            self.lines.append(row(cells, head, marked="here" in line.get("class", "").split()))

    def _picture(self, picture: Any, later: bool) -> None:
        alt, digest = self._alt(picture)
        self.lines.append(Line(FIGURE, alt, digest=digest, later=later))

    def _alt(self, picture: Any) -> tuple[str, str]:
        if at := picture.get("data-drawing"):
            return self.drawings[int(at)]
        return tidy(picture.get("alt", "")), picture_digest(picture.get("src", "").encode())
