"""Clean HTML as blocks of the document model: paragraphs, lists, tables, pictures, drawings.

The HTML is what `cleaning.clean_markup` returns, so every start tag has its end tag. What the HTML deck shows of it is read
here for all other forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from taphuan.document.drawings import figure_of
from taphuan.document.html_tables import Cell, Grid
from taphuan.document.markdown import decoded
from taphuan.document.model import (
    BADGES,
    Block,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    merged,
)

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_BOLD, _ITALIC = frozenset(("b", "strong")), frozenset(("i", "em", "cite", "dfn", "var"))
_CODE, _STRIKE = frozenset(("code", "kbd", "samp")), frozenset(("del", "s"))
_SHIFTS = {"sup": "sup", "sub": "sub"}
_QUOTES = {"q": ("“", "”")}
_REMEMBERED = 20_000  # letters: a longer one has pictures in it
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SVG = re.compile(r"<svg\b|</svg>")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LABEL = re.compile(r"""<svg\b[^>]*?\saria-label=(?:"([^"]*)"|'([^']*)')""")


@dataclass
class _List:
    ordered: bool
    number: int


@dataclass
class _Found:
    """A list with the lists in it, as it is read."""

    ordered: bool
    start: int
    items: list[list[Run]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)


def blocks_of(markup: str) -> list[Block]:
    """The blocks of clean HTML, in its order; pictures in an item of a list or a cell of a table follow the list or table."""
    return list(_remembered(markup) if len(markup) <= _REMEMBERED else _blocks(markup))


# the HTML deck and the other forms read the same texts
@lru_cache(maxsize=2048)
def _remembered(markup: str) -> tuple[Block, ...]:
    return tuple(_blocks(markup))


def _blocks(markup: str) -> list[Block]:
    reader = _Reader()
    for svg, piece in _without_drawings(markup):
        if svg:
            reader.drawing(piece)
        else:
            reader.feed(piece)
    return reader.finished()


def _without_drawings(markup: str) -> Iterator[tuple[bool, str]]:
    """(whether it is an `<svg>` element, piece of the markup)."""
    depth = start = end = 0
    for match in _SVG.finditer(markup):
        if match[0] == "</svg>":
            depth -= 1
            if depth == 0:
                end = match.end()
                yield True, markup[start:end]
        else:
            if depth == 0:
                start = match.start()
                yield False, markup[end:start]
            depth += 1
    yield False, markup[end:]


def span_name(classes: str) -> str | None:
    """The name of the badge or "note" for `<span class="…">` of these kinds; None for any other."""
    names = classes.split()
    if names == ["note"]:
        return "note"
    return next((name.removeprefix("badge-") for name in names if name.removeprefix("badge-") in BADGES), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._runs: list[tuple[Run, bool]] = []  # with whether it is in a note
        self._open: list[tuple[str, str]] = []  # inline elements: (tag, its href or kind of span)
        self._lists: list[_List] = []
        self._list: _Found | None = None
        self._grid: Grid | None = None
        self._cell: Cell | None = None
        self._quotes = self._pre = self._tables = self._heading = 0
        self._waiting: list[Block] = []  # pictures of a paragraph

    def finished(self) -> list[Block]:
        self.close()
        self._flush()
        return self.blocks

    # --- events ---------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._begin(tag, given)
        elif tag == "br":
            self._add("\n")
        elif tag == "img":
            self._picture(given)
        elif tag != "wbr":
            self._open.append((tag, self._meaning(tag, given)))
            self._add(_QUOTES.get(tag, ("", ""))[0])

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end(tag)
            return
        at = next((at for at in reversed(range(len(self._open))) if self._open[at][0] == tag), None)
        if at is not None:
            self._add(_QUOTES.get(tag, ("", ""))[1])
            del self._open[at]

    def handle_data(self, data: str) -> None:
        self._add(data if self._pre else _SPACE.sub(" ", data))

    def drawing(self, svg: str) -> None:
        """An `<svg>` element of the markup."""
        label = _LABEL.search(svg)
        alt = next((group for group in label.groups() if group), "") if label else ""
        self._show(figure_of(svg, unescape(alt)))

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if self._cell is not None:
            if tag == "table":
                self._tables += 1
            if tag not in ("td", "th", "tr") or self._tables > 1:
                self._line_in_cell()
                self._count(tag, 1)
                return
        self._flush()
        match tag:
            case "ul" | "ol":
                start = int(given["start"]) if given.get("start", "").isdigit() else 1
                if self._list is None:
                    self._list = _Found(tag == "ol", start)
                self._lists.append(_List(tag == "ol", start))
            case "li" if self._list is not None and self._lists:
                own = self._lists[-1]
                if given.get("value", "").isdigit():
                    own.number = int(given["value"])
                self._list.items.append([])
                self._list.places.append((len(self._lists) - 1, own.number if own.ordered else 0))
                own.number += 1
            case "table":
                self._tables += 1
                self._grid = Grid(given.get("class", ""), given.get("id", ""))
            case "thead" if self._grid is not None:
                self._grid.in_head = True
            case "tr" if self._grid is not None:
                self._grid.row()
            case "td" | "th" if self._grid is not None:
                self._cell = self._grid.cell(tag == "th", given)
        self._count(tag, 1)

    def _end(self, tag: str) -> None:
        if self._cell is not None and (self._tables > 1 or tag not in ("td", "th", "tr", "table")):
            self._line_in_cell()
            self._tables -= tag == "table"
            self._count(tag, -1)
            return
        if tag in ("td", "th") and self._cell is not None:
            runs = self._taken()
            self._cell.text = _trimmed_text(runs)
            self._cell.href = next((run.href for run in runs if run.href), "")
            self._cell = None
        elif tag == "caption" and self._grid is not None:
            self._grid.caption = _trimmed_text(self._taken())
        self._flush()
        match tag:
            case "ul" | "ol" if self._lists:
                self._lists.pop()
                if not self._lists:
                    self._close_list()
            case "thead" if self._grid is not None:
                self._grid.in_head = False
            case "table" if self._grid is not None:
                grid, self._grid = self._grid, None
                self._tables -= 1
                if (table := grid.table()) is not None:
                    self._show(table)
                self._show_waiting()
        self._count(tag, -1)

    def _count(self, tag: str, by: int) -> None:
        self._quotes += by * (tag == "blockquote")
        self._pre += by * (tag == "pre")
        self._heading += by * (tag in _HEADINGS)

    def _close_list(self) -> None:
        found, self._list = self._list, None
        assert found is not None
        kept = [(_trimmed(merged(runs)), place) for runs, place in zip(found.items, found.places, strict=True) if runs]
        if kept:
            flat = all(place[0] == 0 for _, place in kept) and [place[1] for _, place in kept] in (
                [0] * len(kept),
                list(range(found.start, found.start + len(kept))),
            )
            nested = () if flat else tuple(place for _, place in kept)
            self.blocks.append(ListBlock(tuple(runs for runs, _ in kept), found.ordered, found.start, nested))
        self.blocks += found.after

    def _show(self, block: Block) -> None:
        """A block that is no text: after the paragraph, list or table that it stands in."""
        if self._cell is not None or self._grid is not None:
            self._waiting.append(block)
        elif self._list is not None:
            self._list.after.append(block)
        else:
            self._waiting.append(block)
            if not self._in_paragraph():
                self._show_waiting()

    def _in_paragraph(self) -> bool:
        return any(not run.text.isspace() for run, _ in self._runs)

    def _show_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        (self.blocks if self._list is None else self._list.after).extend(waiting)

    def _picture(self, given: dict[str, str]) -> None:
        if data := decoded(given.get("src", "").partition(",")[2]):
            self._show(PictureBlock(data, given.get("alt", "")))

    # --- text -----------------------------------------------------------------------------------------------------

    def _meaning(self, tag: str, given: dict[str, str]) -> str:
        if tag == "a":
            return given["href"] if _LINK.match(given.get("href", "")) else ""
        return (span_name(given.get("class", "")) or "") if tag == "span" else ""

    def _add(self, text: str) -> None:
        if not text:
            return
        tags = [tag for tag, _ in self._open]
        spans = [name for tag, name in self._open if tag == "span" and name]
        run = Run(
            text,
            bold=any(tag in _BOLD for tag in tags),
            italic=any(tag in _ITALIC for tag in tags) or "note" in spans,
            badge=next((span for span in reversed(spans) if span != "note"), ""),
            code=any(tag in _CODE for tag in tags) and not self._pre,
            strike=any(tag in _STRIKE for tag in tags),
            shift=next((_SHIFTS[tag] for tag in reversed(tags) if tag in _SHIFTS), ""),
            href=next((name for tag, name in reversed(self._open) if tag == "a"), ""),
        )
        self._runs.append((run, "note" in spans))

    def _line_in_cell(self) -> None:
        if self._in_paragraph():
            self._add("\n")

    def _taken(self) -> Inline:
        runs, self._runs = self._runs, []
        return merged(run for run, _ in runs)

    def _flush(self) -> None:
        """End the paragraph."""
        pieces, self._runs = self._runs, []
        runs = _trimmed(merged(run for run, _ in pieces), keep=bool(self._pre))
        if runs and self._list is not None and self._lists:
            if self._list.items:
                item = self._list.items[-1]
                item += [Run("\n"), *runs] if item else runs
        elif runs:
            noted = [in_note for run, in_note in pieces if run.text.strip()]
            self.blocks.append(self._paragraph(runs, bool(noted) and all(noted)))
        if self._grid is None:
            self._show_waiting()

    def _paragraph(self, runs: Inline, note: bool) -> Paragraph:
        if self._pre:
            return Paragraph(runs, "code")
        if note:
            return Paragraph(tuple(replace(run, italic=False) for run in runs), "note")
        if self._heading:
            return Paragraph(merged(replace(run, bold=True) for run in runs))
        return Paragraph(runs, "quote" if self._quotes else "body")


def _trimmed(runs: Inline, keep: bool = False) -> Inline:
    """The runs without blanks at their ends and around line breaks; with `keep`, without empty last lines alone."""
    if keep:
        text = "".join(run.text for run in runs).strip("\n")
        return (replace(runs[0], text=text),) if text.strip() else ()
    result: list[Run] = []
    before = "\n"
    for run in runs:
        text = re.sub(r" *\n *", "\n", run.text)
        if before in " \n":
            text = text.lstrip(" \n" if before == "\n" and not result else " ")
        if text:
            result.append(replace(run, text=text))
            before = text[-1]
    while result and not (text := result[-1].text.rstrip(" \n")):
        result.pop()
    if result:
        result[-1] = replace(result[-1], text=text)
    return merged(result)


def _trimmed_text(runs: Inline) -> str:
    return "".join(run.text for run in _trimmed(runs))
