"""What shows nothing: pictures and drawings of one colour, empty axes, letters of the colour of their ground, tables without values."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from taphuan.charts.mime import CHART, PLOT, SVG, TABLE
from taphuan.check.shown.frames import shows_empty_axes
from taphuan.check.shown.reading import NO_WIDTH, place, shown_cells, words_of
from taphuan.document.cleaning import clean_markup
from taphuan.document.model import FigureBlock, Paragraph, PictureBlock, TableBlock
from taphuan.document.outputs import SLIDE, output_blocks
from taphuan.document.pictures import is_blank, is_even
from taphuan.document.reading import markdown_blocks, plain
from taphuan.errors import NotComposed, coded
from taphuan.export.shared.raster import png_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_REMEDY = "delete it, or end the cell with the figure, table or text itself"
_COLOUR_REMEDY = "give it a colour that can be seen, or delete it"
_NO_VALUE = re.compile(r"(?:nan|none|null|<na>|nat|n/a|[-–—.…\s]*)", re.IGNORECASE)
_STYLED = re.compile(r"<(\w+)\b[^<>]*?\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')[^<>]*>([^<]*)", re.IGNORECASE)
_WHITE = r"(?:white|snow|ivory|#f[c-f](?:f[c-f]){0,2}(?:[0-9a-f]{2})?\b|#f[ef]{2}\b|#f[c-f]f[c-f]f[c-f]\b|rgba?\(\s*25[2-5]\D+25[2-5]\D+25[2-5][^)]*\)|transparent)"
_WHITE_LETTERS = re.compile(rf"(?:^|;)\s*color\s*:\s*{_WHITE}", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|;)\s*opacity\s*:\s*0?(?:\.0*)?\s*(?:;|$)|font-size\s*:\s*0(?:\.\d)?\s*(?:px|pt|em|rem|%)?\s*(?:;|$)",
    re.IGNORECASE,
)
_PALE_IN_DRAWING = re.compile(rf"(?:fill|stroke)\s*[:=]\s*[\"']?\s*{_WHITE}", re.IGNORECASE)
_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_AXES = re.compile(r"axes_\d+")
_FRAME = re.compile(r"patch_\d+|matplotlib\.axis_\d+")
_FIGURE_PARTS = re.compile(r"patch_1|axes_\d+")
_EMPTY_FRAME = re.compile(r"\s*(?:Empty DataFrame|Series\(\[\])")
# as large as the drawing itself: a thin line is seen
_SCALE = 1.0


@coded("TH725")
def findings(notebook: NotebookNode) -> Iterator[str]:
    """Each output or text that nobody can see."""
    for cell, _ in shown_cells(notebook):
        if cell["cell_type"] == "markdown":
            yield from (f"{place(cell)}: {what}" for what in _in_text(cell))
        for number, output in enumerate(cell.get("outputs", ()), start=1):
            yield from (f"{place(cell, number)}: {what}" for what in _in_output(output))


def _in_text(cell: NotebookNode) -> Iterator[str]:
    source = cell["source"]
    if "style" in source:
        yield from invisible_letters(source)
    if (
        source.strip()
        and not words_of(source).strip("#>*-+_| \n\u00a0")
        and "<svg" not in source
        and "](" not in source
    ):
        yield f"the text has no word; {_REMEDY}"
    if cell.get("attachments") or "data:image" in source or "<svg" in source:
        for block in markdown_blocks(cell):
            if isinstance(block, PictureBlock) and is_blank(block.data):
                yield f"a picture is of one colour or cannot be read; {_REMEDY}"
            elif isinstance(block, PictureBlock) and shows_empty_axes(block.data):
                yield f"a picture has axes and nothing in them; {_REMEDY}"
            elif isinstance(block, FigureBlock):
                yield from _in_drawing(block.svg, block.svg)


def _in_output(output: Any) -> Iterator[str]:
    data = output.get("data", {})
    # what the package draws is checked by its data, and so is what an author plots, where the marks could be read from the axes;
    # looking at pixels takes 60 ms a figure
    if TABLE in data or (
        CHART in data and (data[CHART].get("kind") != PLOT or data[CHART].get("data", {}).get("rows"))
    ):
        return
    html = data.get("text/html", "")
    html = html if isinstance(html, str) else "".join(html)
    if "style" in html and "<script" not in html:
        yield from invisible_letters(html)
    text = data.get("text/plain", "")
    if _EMPTY_FRAME.match(text if isinstance(text, str) else "".join(text)):
        yield f"the table has no row; {_REMEDY}"
    for block in output_blocks(output, SLIDE):
        if isinstance(block, Paragraph) and not NO_WIDTH.sub("", plain(block.runs)).strip():
            yield f"the text has no word; {_REMEDY}"
        if isinstance(block, PictureBlock) and is_blank(block.data):
            yield f"the picture is of one colour or cannot be read; {_REMEDY}"
        elif isinstance(block, PictureBlock) and shows_empty_axes(block.data):
            yield f"the picture has axes and nothing in them; {_REMEDY}"
        elif isinstance(block, FigureBlock):
            raw = data.get(SVG, block.svg)
            yield from _in_drawing(block.svg, raw if isinstance(raw, str) else "".join(raw))
        elif isinstance(block, TableBlock) and not any(
            _has_value(value) for row in block.rows for value in row[_labels(block) :]
        ):
            yield f"the table has no value; {_REMEDY}"


def _labels(table: TableBlock) -> int:
    """How many columns of a table name its rows: the first, if it has others."""
    return 1 if len(table.columns) > 1 else 0


def _has_value(text: str) -> bool:
    return not _NO_VALUE.fullmatch(NO_WIDTH.sub("", text).strip())


def invisible_letters(html: str) -> Iterator[str]:
    """The words in HTML or Markdown that their style hides or gives the colour of the ground."""
    for tag, double, single, words in _STYLED.findall(clean_markup(html).markup):
        style = double or single
        if not words.strip():
            continue
        if _HIDDEN.search(style):
            yield f"“{words.strip()[:60]}” is hidden by its style (<{tag}>); delete the style or the words"
        elif _WHITE_LETTERS.search(style) and "background" not in style:
            yield f"“{words.strip()[:60]}” has the colour of the ground (<{tag}>); {_COLOUR_REMEDY}"


@lru_cache(maxsize=256)
def _in_drawing(svg: str, raw: str) -> tuple[str, ...]:
    """What cannot be seen of a clean drawing; `raw` is the drawing as the cell gave it."""
    from PIL import ImageChops

    if _axes_are_empty(raw):
        return (f"the figure has axes and nothing in them; {_REMEDY}",)
    try:
        seen = _drawn(svg)
        if is_even(seen):
            return (f"the drawing is of one colour; {_REMEDY}",)
        if (
            _PALE_IN_DRAWING.search(svg)
            and _TEXT.search(svg)
            and is_even(ImageChops.difference(seen, _drawn(_without_pale_letters(svg))))
        ):
            return (f"the letters of the drawing have the colour of their ground; {_COLOUR_REMEDY}",)
    except NotComposed as error:
        return (str(error),)
    return ()


def _drawn(svg: str) -> Any:
    """The drawing on white, as an RGB image."""
    from PIL import Image

    return Image.open(io.BytesIO(png_of(svg, _SCALE))).convert("RGB")


def _without_pale_letters(svg: str) -> str:
    """The drawing without the texts that are white by their own attributes; without all of them if a group makes them so."""
    pale = [text for text in _TEXT.findall(svg) if _PALE_IN_DRAWING.search(text)]
    if not pale:
        return _TEXT.sub("", svg)
    return _TEXT.sub(lambda match: "" if match[0] in pale else match[0], svg)


def _axes_are_empty(raw: str) -> bool:
    """Whether it is a drawing of matplotlib whose axes hold nothing but their frame."""
    if 'id="axes_1"' not in raw:
        return False
    try:
        tree = ElementTree.fromstring(raw[raw.index("<svg") :])
    except (ElementTree.ParseError, ValueError):
        return False
    groups = {group.get("id", ""): group for group in tree.iter() if group.tag.endswith("}g")}
    beside = [part for part in groups.get("figure_1", ()) if part.tag.endswith("}g")]
    if any(not _FIGURE_PARTS.fullmatch(part.get("id", "")) for part in beside):
        return False
    return not any(_holds_something(group) for id_, group in groups.items() if _AXES.fullmatch(id_))


def _holds_something(axes: ElementTree.Element) -> bool:
    """Whether axes hold more than their ground, their edges (lines of two points) and the two axes with their ticks."""
    parts = {part.get("id", ""): part for part in axes if part.tag.endswith("}g")}
    if any(not _FRAME.fullmatch(id_) for id_ in parts):
        return True
    areas = [part for id_, part in parts.items() if id_.startswith("patch_") and _is_area(part)]
    with_frame = any(id_.startswith("matplotlib.axis_") for id_ in parts)
    return len(areas) > (1 if with_frame else 0)


def _is_area(part: ElementTree.Element) -> bool:
    return any("z" in path.get("d", "").lower() or path.get("d", "").count("L") > 1 for path in part.iter())
