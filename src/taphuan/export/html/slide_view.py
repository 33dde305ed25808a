"""The layout of each slide of the HTML deck: items, columns, rows, where its title breaks."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from taphuan.charts.text_measure import text_width
from taphuan.document.model import Run
from taphuan.document.placing import Cell
from taphuan.document.reading import NOTHING, sources_of
from taphuan.document.slides import Slide, numbered, slides_of, stacks_of
from taphuan.errors import NotComposed
from taphuan.export.html.items import Item, items_of
from taphuan.export.html.phone_parts import Part, parts
from taphuan.export.pdf.slide_fitting import narrowest, text_lines
from taphuan.export.shared import frame as edges
from taphuan.export.shared.answers import right_option
from taphuan.export.shared.progress import Progress, part_numbers, progress_of
from taphuan.export.shared.sources import foot_sources
from taphuan.theme import theme

# Values of a slide's `layout`; without one the content of the slide decides.
LAYOUTS = ("text", "columns", "split", "stack", "pair", "full")

_HOUSE = theme()
_INDENT = 34.0  # px, of a list
# px of the words of a cover beside its map, and the lines of a title that leave room for what stands below it
_COVER, _COVER_LINES = 560.0, 4
# Points of a slide that holds nothing else stand apart in rows; more than this many are a list.
_MOST_ROWS = 7
# what is no point: a table, a quotation, code, a picture
_NO_ROWS = ("|", ">", "```", "![", "    ")


@dataclass(frozen=True)
class SlideView:
    """A slide for the template. `texts` and `visuals` are the two columns of a split slide. `title_width`: px in which the
    lines of the title are about equally long; `title_is_long`: set smaller than titles of covers; `rows`: (points, lines) of each text of a slide of few points, which share its
    height.
    """

    slide: Slide
    number: str
    layout: str
    title_width: int
    title_is_long: bool
    rows: tuple[tuple[int, int], ...]
    event: str
    items: tuple[Item, ...] = field(hash=False)
    source: str
    all_sources: str
    part: int
    progress: Progress | None = None

    @property
    def texts(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind == "text")

    @property
    def right(self) -> int:
        """The number of the right option of a question, 0 for none: it is marked when the answer is shown."""
        answers = (item.source for item in self.items if item.fragment) if self.slide.kind == "quiz" else ()
        return next(filter(None, map(right_option, answers)), 0)

    @property
    def visuals(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind != "text")


@dataclass(frozen=True)
class DeckView:
    """A deck for the template: each shown slide with its backup slides below it. Texts are empty for a notebook that is not ours."""

    title: str
    conference: str
    date_text: str
    standing: str
    as_of_text: str
    provenance: str
    sample: bool
    timed: bool
    place: str
    parts: dict[int, Part] = field(hash=False)
    stacks: tuple[tuple[SlideView, ...], ...]

    @property
    def slides(self) -> tuple[SlideView, ...]:
        return tuple(view for stack in self.stacks for view in stack)


def deck_view(nb: Any, fallback_title: str = "") -> DeckView:
    """Read the notebook's metadata and lay out its slides."""
    ours = nb.metadata.get("taphuan") or {}
    conference = ours.get("conference") or {}
    slides = slides_of(nb)
    if not slides:
        raise NotComposed(NOTHING, code="TH533")
    title = ours.get("title") or nb.metadata.get("title") or next((s.title for s in slides if s.title), fallback_title)
    standing = edges.standing(str(ours.get("as_of") or ""))
    short = conference.get("short") or conference.get("title", "")

    def event(slide: Slide) -> str:
        return edges.right_end(ours.get("frame", ""), short, slide.above, bool(conference.get("sample")))

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
    shown = tuple(slide for slide in slides if not slide.backup)
    heads = progress_of(shown, [_plain(slide.title) for slide in shown])
    place = dict(zip((slide.id for slide in shown), zip(part_numbers(shown), heads, strict=True), strict=True))
    views = {
        slide.id: replace(_slide_view(slide, number, frame, event(slide), standing, part), progress=progress)
        for number, slide in numbered(slides)
        for part, progress in (place.get(slide.id, (0, None)),)
    }
    return DeckView(
        title=title,
        conference=conference.get("title", ""),
        date_text=conference.get("date_text", ""),
        standing=standing,
        as_of_text=ours.get("as_of_text", ""),
        provenance=ours.get("provenance", ""),
        sample=bool(conference.get("sample")),
        timed=any(slide.minutes for slide in slides),
        place=ours.get("frame", "") or short,
        parts=parts(shown),
        stacks=tuple(tuple(views[slide.id] for slide in stack) for stack in stacks_of(slides)),
    )


def _slide_view(slide: Slide, number: str, frame: frozenset[str], event: str, standing: str, part: int) -> SlideView:
    body = tuple(_without_frame(slide.body, frame)) if slide.kind == "cover" else slide.body
    items = tuple(items_of(body))
    layout = _layout(slide, items)
    long = slide.kind == "cover" and text_lines(_plain(slide.title), _HOUSE.sizes.divider, _COVER, 700) > _COVER_LINES
    sources = foot_sources([sources_of(slide)], [item.data.get("source", "") for item in items])
    return SlideView(
        slide=slide,
        number=number,
        layout=layout,
        title_width=_title_width(slide),
        title_is_long=long,
        rows=_rows(items) if layout == "text" and slide.kind in ("content", "sources") else (),
        event=event,
        items=items,
        source=edges.foot_source(sources, standing, number) if sources else "",
        all_sources=sources,
        part=part,
    )


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
                f"slide '{slide.id}' asks for the layout '{slide.layout}'; known: {', '.join(LAYOUTS)}, or none at all",
                code="TH509",
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


def _rows(items: tuple[Item, ...]) -> tuple[tuple[int, int], ...]:
    """(points, lines) of each text where the slide has few points in all; empty for more, or for one alone."""
    if any(line.startswith(_NO_ROWS) for item in items for line in item.source.splitlines()):
        return ()
    counted = tuple(_points(item.source) for item in items)
    total = sum(points for points, _ in counted)
    return counted if 1 < total <= _MOST_ROWS else ()


def _points(source: str) -> tuple[int, int]:
    """(points of the outer list and paragraphs, lines they take)."""
    lines = [line for line in source.splitlines() if line.strip()]
    points = sum(not line.startswith(" ") for line in lines)
    width = _HOUSE.spacing.measure - _INDENT
    return points, sum(math.ceil(text_width(_plain(line), _HOUSE.sizes.body, 600) / width) for line in lines)


def _plain(markdown: str) -> str:
    """The words that a line of Markdown shows."""
    return re.sub(r"\]\([^)]*\)|<[^>]*>|[*_`\[\]]", "", markdown)


def _title_width(slide: Slide) -> int:
    """px in which the lines of the title are about equally long."""
    runs = (Run(_plain(slide.title), bold=True),)
    large = slide.kind in ("cover", "section", "spine")
    size, weight = (_HOUSE.sizes.divider, 700) if large else (_HOUSE.sizes.title, 600)
    return math.ceil(narrowest(runs, size, _HOUSE.spacing.measure, weight))
