"""What stands where on a slide of the HTML deck: items, layout, columns, size of title and text."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from taphuan import text
from taphuan.charts.mime import CHART, SVG, TABLE
from taphuan.charts.text_measure import text_width
from taphuan.document.slides import Cell, Slide, is_fragment, slides_of
from taphuan.errors import NotComposed
from taphuan.export.shared.pictures import UNREAD, with_fitted

# Of an output that comes in several forms the first of these is shown.
SHOWN = ("text/html", "text/markdown", SVG, "image/png", "image/jpeg", "text/latex", "text/plain")

# Of an output that comes in several forms the first of these is shown.
SHOWN = ("text/html", "text/markdown", SVG, "image/png", "image/jpeg", "text/latex", "text/plain")

# What a slide's `layout` may say; without it the deck chooses by what the slide holds.
LAYOUTS = ("text", "columns", "split", "stack", "pair", "full")

TITLE_WIDTH = 1152  # px: the canvas without its side margins
HALF_WIDTH = 646  # px: the wider column of a split slide
# Size in px that a title gets when it needs one, two or more lines; slides/theme.css has a class for each.
_TITLE_SIZES = ((40, 1), (34, 2), (29, 3))
# Text grows while it leaves room: (size in px, class in slides/theme.css), the largest that fits is taken.
_TEXT_SIZES = ((35, "largest"), (31, "large"), (28, "medium"))
# px: how wide and how high text may be in each layout before it takes the plain size.
_TEXT_ROOM = {"text": (1120, 470), "split": (424, 400)}


@dataclass(frozen=True)
class Item:
    """One thing in a slide's body. `kind`: text · figure · table · output (whatever nbconvert shows)."""

    kind: str
    cell: Cell = field(hash=False)
    source: str = ""
    data: dict[str, Any] = field(default_factory=dict, hash=False)
    svg: str = ""
    output: Any = field(default=None, hash=False)
    fragment: bool = False


@dataclass(frozen=True)
class SlideView:
    """A slide as the template shows it. `texts` and `visuals` are the two columns of a split slide."""

    slide: Slide
    number: int
    layout: str
    title_lines: int
    text_size: str
    items: tuple[Item, ...] = field(hash=False)
    sources: tuple[Cell, ...] = field(hash=False)

    @property
    def texts(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind == "text")

    @property
    def visuals(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind != "text")


@dataclass(frozen=True)
class DeckView:
    """What the template needs besides the cells. Texts are empty for a notebook that is not ours."""

    title: str
    conference: str
    conference_short: str
    date_text: str
    as_of_line: str
    as_of_text: str
    provenance: str
    sample: bool
    timed: bool
    slides: tuple[SlideView, ...]


def deck_view(nb: Any, fallback_title: str = "") -> DeckView:
    """Read the notebook's metadata and lay out its slides."""
    ours = nb.metadata.get("taphuan") or {}
    conference = ours.get("conference") or {}
    slides = slides_of(nb)
    title = ours.get("title") or nb.metadata.get("title") or next((s.title for s in slides if s.title), fallback_title)
    as_of = str(ours.get("as_of") or "")
    frame = frozenset(
        _spaces(str(line))
        for line in (
            conference.get("title"),
            conference.get("date_text"),
            ours.get("as_of_text"),
            ours.get("provenance"),
        )
        if line
    )
    return DeckView(
        title=title,
        conference=conference.get("title", ""),
        conference_short=conference.get("short") or conference.get("title", ""),
        date_text=conference.get("date_text", ""),
        as_of_line=" · ".join(
            part
            for part in (
                ours.get("frame", ""),
                f"đến ngày{text.NBSP}{text.day(as_of)}" if as_of else "",
            )
            if part
        ),
        as_of_text=ours.get("as_of_text", ""),
        provenance=ours.get("provenance", ""),
        sample=bool(conference.get("sample")),
        timed=any(slide.minutes for slide in slides),
        slides=tuple(_slide_view(slide, number, frame) for number, slide in enumerate(slides, start=1)),
    )


def _slide_view(slide: Slide, number: int, frame: frozenset[str]) -> SlideView:
    body = tuple(_without_frame(slide.body, frame)) if slide.kind == "cover" else slide.body
    items = tuple(_items(body))
    layout = _layout(slide, items)
    return SlideView(
        slide=slide,
        number=number,
        layout=layout,
        title_lines=_title_lines(slide.title),
        text_size=_text_size(items, layout) if slide.kind == "content" else "",
        items=items,
        sources=tuple(cell for cell in slide.sources if not _said_below_a_figure(cell, items)),
    )


def _said_below_a_figure(cell: Cell, items: tuple[Item, ...]) -> bool:
    """Whether the footer would only repeat the source that stands below the slide's figure or table."""
    told = [_spaces(item.data.get("source", "")).removeprefix("Nguồn: ") for item in items]
    return any(line.startswith(_spaces(cell.source).removeprefix("Nguồn: ")) for line in told if line)


def _items(body: tuple[Cell, ...]) -> Iterator[Item]:
    """The slide's body; Markdown cells that follow one another are one text, so that their lists are one list."""
    waiting: list[Cell] = []
    for cell in body:
        fragment = is_fragment(cell)
        if cell.cell_type == "markdown" and not fragment:
            waiting.append(cell)
            continue
        if waiting:
            yield _text(waiting)
            waiting = []
        if cell.cell_type == "markdown":
            yield Item("text", cell, cell.source, fragment=True)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                yield _output(cell, output, fragment)
    if waiting:
        yield _text(waiting)


def _without_frame(body: tuple[Cell, ...], frame: frozenset[str]) -> Iterator[Cell]:
    """The cover's cells without the paragraphs that its frame shows anyway, such as the conference's title.

    They stand in the notebook so that its other readers, which have no frame, show them.
    """
    for cell in body:
        if cell.cell_type != "markdown":
            yield cell
            continue
        kept = [
            paragraph
            for paragraph in cell.source.split("\n\n")
            if not all(_spaces(part) in frame for part in paragraph.split(" · "))
        ]
        if kept:
            shown = copy.copy(cell)
            shown.source = "\n\n".join(kept)
            yield shown


def _spaces(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip().rstrip(".")


def _text(cells: list[Cell]) -> Item:
    source = cells[0].source.strip("\n")
    for cell in cells[1:]:
        more = cell.source.strip("\n")
        both = _is_list_line(source.rsplit("\n", 1)[-1]) and _is_list_line(more.split("\n", 1)[0])
        source += ("\n" if both else "\n\n") + more
    return Item("text", cells[0], source)


def _is_list_line(line: str) -> bool:
    return re.match(r"\s*([-*+]|\d+\.)\s", line) is not None


def _output(cell: Cell, output: Any, fragment: bool) -> Item:
    bundle = output.get("data") or {}
    if CHART in bundle and SVG in bundle:
        return Item("figure", cell, data=bundle[CHART], svg=bundle[SVG], output=output, fragment=fragment)
    if TABLE in bundle:
        return Item("table", cell, data=bundle[TABLE], output=output, fragment=fragment)
    shown = next((mime for mime in SHOWN if mime in bundle), "")
    if shown in ("image/png", "image/jpeg") and (output := with_fitted(output, shown)) is None:
        return Item("text", cell, f"{UNREAD}.", fragment=fragment)
    return Item("output", cell, output=output, fragment=fragment)


def _layout(slide: Slide, items: tuple[Item, ...]) -> str:
    if slide.layout:
        if slide.layout not in LAYOUTS:
            raise NotComposed(
                f"slide '{slide.id}' asks for the layout '{slide.layout}'; known: {', '.join(LAYOUTS)}, or none at all"
            )
        return slide.layout
    visuals = [item for item in items if item.kind != "text"]
    if not visuals:
        return "columns" if slide.kind == "sources" else "text"
    if len(visuals) == len(items):
        return "full" if len(visuals) == 1 else "pair" if all(map(_is_half, visuals)) else "stack"
    if len(visuals) == 1 and (slide.kind == "cover" or _is_half(visuals[0])):
        return "split"
    return "pair" if len(visuals) > 1 and all(map(_is_half, visuals)) else "stack"


def _is_half(item: Item) -> bool:
    """Whether seven twelfths of the canvas are enough for this figure, table or output."""
    if item.kind == "figure":
        return item.data.get("size") == "half"
    if item.kind == "table":
        return _table_width(item.data) <= HALF_WIDTH
    # An output of unknown shape: pictures fit beside text, anything printed wants the full width.
    return bool({"image/png", "image/jpeg", SVG} & set((item.output.get("data") or {}).keys()))


def _table_width(table: dict[str, Any]) -> float:
    """px that the table needs for one line a row; tables that hold sentences need far more than half a slide."""
    rows = [[column["name"].split()[0] for column in table["columns"]], *table["rows"]]
    return sum(24 + max(text_width(row[n], 22, 600) for row in rows) for n in range(len(table["columns"])))


def _text_size(items: tuple[Item, ...], layout: str) -> str:
    """The class of the largest text size that still fits, so that a short slide does not look lost."""
    if layout not in _TEXT_ROOM:
        return ""
    width, height = _TEXT_ROOM[layout]
    lines = [line for item in items if item.kind == "text" for line in item.source.splitlines() if line.strip()]
    for size, name in _TEXT_SIZES:
        rows = sum(math.ceil(text_width(_plain(line), size, 600) / width) for line in lines)
        if rows * 1.4 * size + len(lines) * 0.6 * size <= height:
            return name
    return ""


def _plain(markdown: str) -> str:
    return re.sub(r"<[^>]*>|[*_`]", "", markdown)


def _title_lines(title: str) -> int:
    """How many lines the title needs: 1, 2 or 3; the stylesheet sets longer titles smaller."""
    plain = _plain(title)
    for size, lines in _TITLE_SIZES:
        # Words do not fill a line to its end: leave 6 % of each line but the only one.
        room = TITLE_WIDTH * (1 if lines == 1 else 0.94)
        if math.ceil(text_width(plain, size, 600) / room) <= lines:
            return lines
    return _TITLE_SIZES[-1][1]
