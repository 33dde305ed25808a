"""The HTML deck: one file that needs nothing else, made by nbconvert with our own template.

This module decides what stands where (slides, columns, title sizes); the markup is in slides/nbconvert/taphuan-deck/
and the look in slides/theme.css. Outputs that are not ours come as nbconvert knows them.
"""

from __future__ import annotations

import copy
import functools
import html
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets import default
from traitlets.config import Config

from taphuan import paths, text
from taphuan.document.reading import clean
from taphuan.document.slides import Cell, Slide, is_fragment, slides_of
from taphuan.errors import NotComposed
from taphuan.export.html.reveal import Shell, shell
from taphuan.export.shared import fonts
from taphuan.export.shared.pictures import UNREAD, with_fitted

CHART = "application/vnd.taphuan.chart+json"
TABLE = "application/vnd.taphuan.table+json"
SVG = "image/svg+xml"
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


def write_deck(nb: Any) -> bytes:
    """The deck of a composed, executed notebook as one HTML file."""
    body, _ = _exporter().from_notebook_node(nb)
    return body.encode("utf-8")


def slide_markup(nb: Any, slide: str) -> str:
    """The `<section>` of one slide of an executed notebook, the very markup that `write_deck` would give it."""
    alone = copy.copy(nb)
    alone.cells = [cell for cell in nb.cells if (cell.metadata.get("taphuan") or {}).get("slide") == slide]
    page, _ = _exporter().from_notebook_node(alone, {"shell": Shell("", "", "")})
    return page[page.index("<section") : page.rindex("</section>") + len("</section>")]


def deck_scripts() -> tuple[str, ...]:
    """Every script that the template writes into a deck, as a browser sees it; decks with planned minutes have their own."""
    from nbformat.v4 import new_markdown_cell, new_notebook

    found: dict[str, None] = {}
    for minutes in (0, 1):
        ours = {"document": "deck", "slide": "s", "role": "heading", "minutes": minutes}
        cell = new_markdown_cell("## s", metadata={"taphuan": ours})
        page, _ = _exporter().from_notebook_node(new_notebook(cells=[cell]))
        found |= dict.fromkeys(re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL))
    return tuple(found)


@functools.cache
def _exporter() -> TaphuanDeckExporter:
    return TaphuanDeckExporter()  # type: ignore[no-untyped-call]


class TaphuanDeckExporter(HTMLExporter):
    """nbconvert's `taphuan-deck`: slides for the hall in one HTML file."""

    export_from_notebook = "Tập huấn: bản trình chiếu (HTML)"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "taphuan-deck"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(paths.DECK_TEMPLATES)]

    @property
    def default_config(self) -> Config:
        config = Config(
            {
                # No JavaScript and no widgets: they would fetch their libraries from the net.
                "NbConvertBase": {"display_data_priority": list(SHOWN)},
                "HTMLExporter": {
                    "exclude_input": True,
                    "exclude_input_prompt": True,
                    "exclude_output_prompt": True,
                    "exclude_anchor_links": True,
                    "language_code": "vi",
                },
            }
        )
        inherited: Config = super().default_config.copy()
        inherited.merge(config)
        return inherited

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        # nbconvert's templates do not compile without it, although a deck shows no code.
        yield "highlight_code", Highlight2HTML(parent=self)  # type: ignore[no-untyped-call]
        yield "deck_view", deck_view
        yield "inline_svg", inline_svg
        yield "unwrapped", unwrapped
        yield "unbroken", unbroken
        yield "source_line", source_line

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render without HTMLExporter's own last step, which parses and prints the whole page again.

        That step is there to add alt texts in English; our template gives every image its own.
        """
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        resources.setdefault("shell", shell())
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return clean(page), resources


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
    return sum(24 + max(fonts.text_width(row[n], 22, 600) for row in rows) for n in range(len(table["columns"])))


def _text_size(items: tuple[Item, ...], layout: str) -> str:
    """The class of the largest text size that still fits, so that a short slide does not look lost."""
    if layout not in _TEXT_ROOM:
        return ""
    width, height = _TEXT_ROOM[layout]
    lines = [line for item in items if item.kind == "text" for line in item.source.splitlines() if line.strip()]
    for size, name in _TEXT_SIZES:
        rows = sum(math.ceil(fonts.text_width(_plain(line), size, 600) / width) for line in lines)
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
        if math.ceil(fonts.text_width(plain, size, 600) / room) <= lines:
            return lines
    return _TITLE_SIZES[-1][1]


def inline_svg(svg: str, alt: str) -> str:
    """The <svg> element alone, named for screen readers and free to fill its box.

    Width and height go: the page gives the room, the viewBox keeps the shape. Declarations before the element and the
    metadata block inside it mean nothing in a page. The drawing itself is hidden from screen readers: reveal.js reads
    a new slide aloud and would go on from the alt text to every label on every axis.
    """
    start = re.search(r"<svg\b[^>]*>", svg)
    if start is None:
        return ""
    attributes = re.sub(
        r"\s(?:width|height|role|aria-label|preserveAspectRatio)=(\"[^\"]*\"|'[^']*')", "", start[0][4:-1].rstrip("/")
    )
    if "viewBox" not in attributes:
        attributes += _view_box(start[0])
    body = re.sub(r"<metadata>.*?</metadata>|<title\b[^>]*>.*?</title>", "", svg[start.end() :], flags=re.DOTALL)
    # `<svg …/>`, which draws nothing, has no end of its own.
    drawing = body.rpartition("</svg>")[0]
    named = html.escape(alt, quote=True)
    return (
        f'<svg{attributes} role="img" aria-label="{named}" preserveAspectRatio="xMidYMid meet">'
        f'<title>{named}</title><g aria-hidden="true">{drawing}</g></svg>'
    )


def _view_box(tag: str) -> str:
    """A viewBox made from width and height, for drawings that have only those."""
    sizes = [re.search(rf'\s{name}="([\d.]+)', tag) for name in ("width", "height")]
    return f' viewBox="0 0 {sizes[0][1]} {sizes[1][1]}"' if sizes[0] and sizes[1] else ""


# A browser breaks a line after a hyphen or a slash: "QĐ-/TTg", "2-3-/5". What holds such signs is one word.
_ONE_WORD = re.compile(r"(?<![\w/-])\w*\d\w*(?:[/–-]\w+)+(?![\w/-])|(?<![\w/-])[A-ZĐ]{1,4}-\d+(?![\w/-])")


def unbroken(rendered: str) -> str:
    """Rendered Markdown whose document numbers, dates and hyphenated numbers stay on one line."""
    parts = re.split(r"(<[^>]*>)", rendered)
    parts[::2] = [_ONE_WORD.sub(r'<span class="one-word">\g<0></span>', part) for part in parts[::2]]
    return "".join(parts)


def unwrapped(rendered: str) -> str:
    """Rendered Markdown without its one paragraph, for titles and footers."""
    found = re.fullmatch(r"\s*<p>(.*)</p>\s*", rendered, flags=re.DOTALL)
    return found[1] if found and "<p>" not in found[1] else rendered.strip()


def source_line(source: str) -> str:
    """A source with the word before it, unless it brings its own."""
    return source if not source or source.casefold().startswith("nguồn") else f"Nguồn: {source}"
