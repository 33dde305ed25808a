"""The layout of each slide of the HTML deck: items, columns, sizes of title and text."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from taphuan import text
from taphuan.charts.text_measure import text_width
from taphuan.document.slides import Cell, Slide, slides_of
from taphuan.errors import NotComposed
from taphuan.export.html.items import Item, items_of

# Values of a slide's `layout`; without one the content of the slide decides.
LAYOUTS = ("text", "columns", "split", "stack", "pair", "full")

TITLE_WIDTH = 1152  # px: the canvas without its side margins
# (size of a title in px, the lines it may take at that size); slides/theme.css has a class for each
_TITLE_SIZES = ((40, 1), (34, 2), (29, 3))
# (size of text in px, class in slides/theme.css): the first that fits is taken
_TEXT_SIZES = ((35, "largest"), (31, "large"), (28, "medium"))
# (width, height) in px that text of these sizes may take in a layout
_TEXT_ROOM = {"text": (1120, 470), "split": (424, 400)}


@dataclass(frozen=True)
class SlideView:
    """A slide for the template. `texts` and `visuals` are the two columns of a split slide."""

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
    """A deck for the template. Texts are empty for a notebook that is not ours."""

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
    if not slides:
        raise NotComposed("the notebook shows nothing; run it, and begin a slide with a Markdown cell `## Title`")
    title = ours.get("title") or nb.metadata.get("title") or next((s.title for s in slides if s.title), fallback_title)
    as_of = str(ours.get("as_of") or "")
    frame = frozenset(
        _normalised(str(line))
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
    items = tuple(items_of(body))
    layout = _layout(slide, items)
    return SlideView(
        slide=slide,
        number=number,
        layout=layout,
        title_lines=_title_lines(slide.title),
        text_size=_text_size(items, layout) if slide.kind == "content" else "",
        items=items,
        sources=tuple(cell for cell in slide.sources if not _repeats_a_source(cell, items)),
    )


def _repeats_a_source(cell: Cell, items: tuple[Item, ...]) -> bool:
    """Whether this line of the footer repeats the source below a figure or table of the slide."""
    lines = [_normalised(item.data.get("source", "")).removeprefix("Nguồn: ") for item in items]
    return any(line.startswith(_normalised(cell.source).removeprefix("Nguồn: ")) for line in lines if line)


def _without_frame(body: tuple[Cell, ...], frame: frozenset[str]) -> Iterator[Cell]:
    """The cells of the cover without the paragraphs that its frame shows, such as the conference's title. They are in the
    notebook for programs that show no frame.
    """
    for cell in body:
        if cell.cell_type != "markdown":
            yield cell
            continue
        paragraphs = [
            paragraph
            for paragraph in cell.source.split("\n\n")
            if not all(_normalised(part) in frame for part in paragraph.split(" · "))
        ]
        if paragraphs:
            shortened = copy.copy(cell)
            shortened.source = "\n\n".join(paragraphs)
            yield shortened


def _normalised(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip().rstrip(".")


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
        return "full" if len(visuals) == 1 else "pair" if all(item.half for item in visuals) else "stack"
    if len(visuals) == 1 and (slide.kind == "cover" or visuals[0].half):
        return "split"
    return "pair" if len(visuals) > 1 and all(item.half for item in visuals) else "stack"


def _text_size(items: tuple[Item, ...], layout: str) -> str:
    """The class of the largest text size that fits: a slide with little text is set larger."""
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
    """The lines of the title: 1, 2 or 3; the stylesheet has a smaller size for each."""
    plain = _plain(title)
    for size, lines in _TITLE_SIZES:
        # words leave some 6 % of each line but a single one empty
        room = TITLE_WIDTH * (1 if lines == 1 else 0.94)
        if math.ceil(text_width(plain, size, 600) / room) <= lines:
            return lines
    return _TITLE_SIZES[-1][1]
