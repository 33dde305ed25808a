"""What a cell shows: each output of an executed notebook as blocks, the same for every form.

Of the MIME types of an output the first is taken that can be shown without a script and without a network. What has none is
named in a line, with what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from taphuan.charts.mime import CHART, SVG, TABLE, without_returned
from taphuan.document.cleaning import clean_markup
from taphuan.document.drawings import drawing_of
from taphuan.document.html_reading import blocks_of
from taphuan.document.markdown import clean, decoded, to_html
from taphuan.document.model import (
    Block,
    Column,
    FigureBlock,
    Paragraph,
    PictureBlock,
    Run,
    TableBlock,
)
from taphuan.text import say

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True)
class Room:
    """How much of a table that a program printed is shown; the rest is named."""

    rows: int
    columns: int


# a page of paper has room for a row of each of 63 provinces and means
SLIDE, PAGE = Room(6, 8), Room(70, 8)
_NOTEBOOK, _HANDOUT = "notebook.ipynb", "handout.pdf"

_BARE = re.compile(
    r"\(?\[?<[\w.]+(?:[ :(][^<>]*)?>.*"  # <Figure size 640x480 with 1 Axes>, [<matplotlib.lines.Line2D at 0x7f…>]
    r"|.*\bat 0x[0-9a-f]{6,}.*"
    r"|(?:Text|Axes|Figure)\(.*"
    r"|alt\.\w+\(.*",
    re.DOTALL,
)
# what a line held before the cursor went back to its beginning and wrote over it
_OVERPRINTED = re.compile(r"[^\n]*\r(?!\r*(?:\n|\Z))")
_SCRIPTED = re.compile(r"<(?:script|iframe|object|embed)\b", re.IGNORECASE)
_SOURCE = "Nguồn:"
_COUNT = re.compile(r"(\d+) rows [x×] (\d+) columns")
# the rules that a pandas Styler writes: #T_2f1a3_row0_col1, #T_2f1a3_row2_col1 { background-color: #fcebee; }
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
_RULE = re.compile(r"((?:#T_\w+\s*,?\s*)+)\{([^{}]*)\}")
_CELL_ID = re.compile(r'<td id="(T_\w+)"')
# (part of a MIME type or of the text, what it is) of what needs a script of its own
_INTERACTIVE = (
    ("plotly", say("document.outputs.plotly")),
    ("vega", say("document.outputs.altair")),
    ("bokeh", say("document.outputs.bokeh")),
    ("widget", say("document.outputs.widget")),
)
_INTERACTIVE_REMEDY = say("document.outputs.interactive_remedy")


def cell_blocks(cell: Any, room: Room) -> list[Block]:
    """The blocks of all outputs of a code cell. A bare object beside something that is shown is left out."""
    blocks: list[Block] = []
    missing: list[Block] = []
    for output in _joined_streams(without_returned(cell.get("outputs", ()))):
        found = output_blocks(output, room)
        if found:
            blocks += found
        elif line := unshown(output):
            missing.append(Paragraph((Run(line),), "note"))
    return blocks or missing[:1]


def _joined_streams(outputs: Iterable[Any]) -> Iterator[Any]:
    """The outputs with neighbouring pieces of a stream in one: a front end may save each piece that was flushed."""
    last: Any = None
    for output in outputs:
        again = last is not None and output.output_type == last.output_type == "stream"
        if again and output.get("name") == last.get("name"):
            last = type(last)({**last, "text": _string(last.text) + _string(output.text)})
            continue
        if last is not None:
            yield last
        last = output
    if last is not None:
        yield last


def output_blocks(output: Any, room: Room) -> list[Block]:
    """The blocks of one output; [] where nothing of it can be shown: `unshown` says why."""
    if output.output_type == "stream":
        return _printed(output.text)
    if output.output_type == "error":
        return _printed(f"{output.ename}: {output.evalue}")
    data = output.data
    if CHART in data and SVG in data:
        return figure_blocks(data[CHART], _string(data[SVG]))
    if TABLE in data:
        return table_blocks(data[TABLE])
    return next((found for found in _readings(output, room) if found), [])


def unshown(output: Any) -> str:
    """Why nothing of an output can be shown and what to do, in Vietnamese; "" if it is shown or empty."""
    if output.output_type not in ("display_data", "execute_result") or output_blocks(output, SLIDE):
        return ""
    data = output.data
    if what := _interactive_kind(data):
        return say("document.outputs.lacks", what=what, remedy=_INTERACTIVE_REMEDY)
    text = _string(data.get("text/plain", "")).strip()
    if not text and not any(_string(value).strip() for value in data.values() if isinstance(value, str | list)):
        return ""
    return say("document.outputs.bare", remedy=BARE_REMEDY)


BARE_REMEDY = say("document.outputs.bare_remedy")


def is_interactive(data: Mapping[str, Any]) -> bool:
    """Whether a MIME bundle needs a script of its own."""
    return _interactive_kind(data) != ""


def _interactive_kind(data: Mapping[str, Any]) -> str:
    html = _string(data.get("text/html", ""))
    told = " ".join([*data, html if _SCRIPTED.search(html) else ""]).lower()
    return next((what for mark, what in _INTERACTIVE if mark in told), "")


def is_bare(data: Mapping[str, Any]) -> bool:
    """Whether the only text of a MIME bundle is the name of an object: `<Figure size 640x480 with 1 Axes>`."""
    return bool(_BARE.fullmatch(_string(data.get("text/plain", "")).strip()))


def _readings(output: Any, room: Room) -> Iterator[list[Block]]:
    """What each MIME type of the output gives, the best first."""
    data, metadata = output.data, output.get("metadata", {})
    alt = next(
        (
            str(given["alt"])
            for mime in (SVG, *PICTURES)
            if isinstance(given := metadata.get(mime), Mapping) and given.get("alt")
        ),
        "",
    )
    html = _string(data.get("text/html", ""))
    scripted = bool(_SCRIPTED.search(html))
    if html and not scripted:
        yield _from_html(html, room)
    if "text/markdown" in data:
        yield blocks_of(to_html(_string(data["text/markdown"])))
    if SVG in data and (drawing := drawing_of(clean(_string(data[SVG])), clean(alt))):
        yield [drawing]
    for mime in PICTURES:
        if mime in data:
            yield [PictureBlock(decoded(data[mime]), clean(alt))]
    if scripted:
        # what stands beside the script
        yield _from_html(html, room)
    if scripted or any(mark in mime for mime in data for mark, _ in _INTERACTIVE):
        return
    if "text/latex" in data:
        yield blocks_of(to_html(_as_formula(_string(data["text/latex"]))))
    if not is_bare(data):
        yield _printed(data.get("text/plain", ""))


def _as_formula(latex: str) -> str:
    latex = latex.strip()
    return f"$${latex.strip('$').replace(chr(92) + 'displaystyle', '').strip()}$$" if latex.startswith("$") else latex


def _printed(value: Any) -> list[Block]:
    # of a line that was printed over and over, such as a bar of progress, the last stands
    text = clean(_OVERPRINTED.sub("", _string(value))).strip("\n")
    return [Paragraph((Run(text),), "code")] if text.strip() else []


def _string(value: Any) -> str:
    """The text of a value in a notebook, which may be a string or a list of its lines."""
    if isinstance(value, str):
        return value
    return "".join(map(str, value)) if isinstance(value, list | tuple) else ""


# --- HTML -------------------------------------------------------------------------------------------------------------


def _from_html(html: str, room: Room) -> list[Block]:
    blocks: list[Block] = []
    # until it is known whether pandas left out rows of it, and where its numbers are from
    waiting: TableBlock | None = None
    total = Room(0, 0)
    for block in blocks_of(clean_markup(_with_styles(clean(html))).markup):
        count = _COUNT.fullmatch(_plain_text(block)) if isinstance(block, Paragraph) else None
        if waiting is not None:
            if isinstance(block, Paragraph) and block.style == "note" and _plain_text(block).startswith(_SOURCE):
                waiting = replace(waiting, source=_plain_text(block).removesuffix("."))
                continue
            if count:
                total = Room(int(count[1]), int(count[2]))
                continue
            blocks += _within(waiting, total, room)
            waiting = None
        if isinstance(block, TableBlock):
            # a frame without rows shows nothing
            waiting, total = (block if any(any(row) for row in block.rows) else None), _size(block)
        elif not count:
            blocks.append(block)
    return [*blocks, *(_within(waiting, total, room) if waiting is not None else ())]


def _plain_text(block: Paragraph) -> str:
    return "".join(run.text for run in block.runs)


def _with_styles(html: str) -> str:
    """The colours that a pandas Styler gives its cells as attributes of the cells: a rule of CSS would not stay."""
    rules: dict[str, str] = {}
    for style in _STYLE.findall(html):
        for names, declarations in _RULE.findall(style):
            for name in re.findall(r"#(T_\w+)", names):
                rules[name] = f"{rules.get(name, '')}{' '.join(declarations.split())};".replace('"', "'")
    if not rules:
        return html
    return _CELL_ID.sub(lambda match: f'{match[0]} style="{rules.get(match[1], "")}"', html)


def _size(table: TableBlock) -> Room:
    return Room(len(table.rows), len(table.columns))


def _within(table: TableBlock, total: Room, room: Room) -> list[Block]:
    """The table as far as there is room, and a note that says where the rest is; `total` is the size of the frame itself."""
    shown = _beginning(table, room)
    if _size(shown) == total:
        return [shown]
    handed_out = room != PAGE and _size(table) == total and _size(_beginning(table, PAGE)) == total
    whole = _beginning(table, PAGE) if handed_out else None
    return [
        replace(shown, whole=whole),
        Paragraph((Run(_left_out(_size(shown), _size(table), total, handed_out)),), "note"),
    ]


def _beginning(table: TableBlock, room: Room) -> TableBlock:
    return replace(
        table,
        columns=table.columns[: room.columns],
        rows=tuple(row[: room.columns] for row in table.rows[: room.rows]),
        looks=tuple(row[: room.columns] for row in table.looks[: room.rows]),
    )


def _left_out(shown: Room, kept: Room, total: Room, handed_out: bool) -> str:
    """What of a table is here, and where more of it is; `kept` is what the notebook has of it."""
    from taphuan.text import number

    here = (
        [say("document.outputs.first_rows", rows=number(shown.rows), of=number(total.rows))]
        if shown.rows < total.rows
        else []
    )
    here += (
        [say("document.outputs.first_columns", columns=shown.columns, of=number(total.columns))]
        if shown.columns < total.columns
        else []
    )
    if kept != total:
        more = say(
            "document.outputs.more_in_notebook",
            rows=number(kept.rows),
            columns=number(kept.columns),
            notebook=_NOTEBOOK,
        )
    elif shown.columns < total.columns:
        more = say("document.outputs.whole_in_notebook", notebook=_NOTEBOOK)
    else:
        places = say("document.outputs.both", handout=_HANDOUT, notebook=_NOTEBOOK) if handed_out else _NOTEBOOK
        more = say("document.outputs.more_rows", rows=number(total.rows - shown.rows), places=places)
    return say("document.outputs.left_out", here=", ".join(here), more=more)


# --- figures and tables of this package -------------------------------------------------------------------------------


def clean_all(value: Any) -> Any:
    """The value with `clean` applied to all texts in it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(key): clean_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_all(item) for item in value]
    return value


def figure_blocks(chart: Mapping[str, Any], svg: str) -> list[Block]:
    data = clean_all(chart)
    figure = FigureBlock(
        kind=data.get("kind", ""),
        svg=svg,
        alt=data.get("alt", ""),
        caption=data.get("caption", ""),
        source=data.get("source", ""),
        size=data.get("size", "wide"),
        data=data.get("data", {}),
        unit=data.get("unit", {}),
        as_of=data.get("as_of", ""),
    )
    return [figure, *_note(data)]


def table_blocks(table: Mapping[str, Any]) -> list[Block]:
    data = clean_all(table)
    block = TableBlock(
        columns=tuple(
            Column(c["name"], c.get("align", "left"), float(c.get("weight", 1.0))) for c in data.get("columns", ())
        ),
        rows=tuple(tuple(str(cell) for cell in row) for row in data.get("rows", ())),
        caption="" if data.get("bare") else data.get("caption", ""),
        source=data.get("source", ""),
        highlight=data.get("highlight"),
        to_fill=bool(data.get("to_fill")),
    )
    return [block, *_note(data)]


def _note(data: Mapping[str, Any]) -> list[Block]:
    """The note of a figure or table as a paragraph below it, if it has one."""
    return [Paragraph((Run(data["note"]),), "note")] if data.get("note") else []
