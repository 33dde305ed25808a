"""A deck's document as the Typst templates of slides read it: finished strings, what is planned, the pictures."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from taphuan import text
from taphuan.document import model as model
from taphuan.document.model import (
    Document,
    FigureBlock,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    Section,
    TableBlock,
)
from taphuan.document.reading import plain
from taphuan.export.pdf import slide_table
from taphuan.export.pdf.slide_plan import (
    COVER_PICTURE,
    SPLIT_RIGHT,
    WIDTH,
    Block,
    Picture,
    Running,
    Subject,
    content_face,
    is_half,
    planned,
    source_breaks,
)
from taphuan.export.shared import pictures
from taphuan.export.shared.sources import footer_sources, source_line

# A document's number, a date or a hyphenated number: one word, although it holds signs that a line may break after.
_ONE_WORD = re.compile(r"(?<![\w/-])\w*\d\w*(?:[/–-]\w+)+(?![\w/-])|(?<![\w/-])[A-ZĐ]{1,4}-\d+(?![\w/-])")
# No Vietnamese word is as long; an address or a key may break after any of its letters.
_LONG_WORD = re.compile(r"[^\s\u00a0]{25,}")
_ZERO_WIDTH_SPACE = "\u200b"
_WRITE_IN = "Trả lời:"
_NO_WORDS = "Hình minh họa"
_UNKNOWN = (1152.0, 480.0)  # px of a drawing that does not say
_VIEWBOX = re.compile(r"""\bviewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")


def content(document: Document, answers: bool) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the templates read, and the pictures by file name; without `answers` quiz slides leave theirs out."""
    conference = document.conference
    running = Running(
        conference=conference["title"],
        short=conference.get("short") or conference["title"],
        where=" · ".join(part for part in (document.frame, f"đến ngày{text.NBSP}{text.day(document.as_of)}") if part),
        standing=tuple(
            line for line in (document.as_of_text, conference.get("date_text"), document.provenance) if line
        ),
        sample=document.sample,
    )
    files: dict[str, bytes] = {}
    slides = []
    for number, (section, level) in enumerate(zip(document.sections, _levels(document), strict=True), start=1):
        slide = _slide(_subject(document, section, answers), running, files)
        slides.append({**slide, "number": number, "level": level})
    doc = {
        "title": document.title,
        "description": f"{conference['title']}. {document.provenance}.",
        "conference": _breakable(running.conference),
        "short": _breakable(running.short),
        "where": running.where,
        "standing": running.standing,
        "provenance": f"{document.provenance}.",
        "sample": document.sample,
        "slides": slides,
    }
    return doc, files


def _levels(document: Document) -> Iterator[int]:
    """The heading level of each slide, 0 without a title; none may skip one (PDF/UA)."""
    last = 0
    for section in document.sections:
        if section.title:
            last = min(section.level, last + 1)
        yield last if section.title else 0


def _subject(document: Document, section: Section, answers: bool) -> Subject:
    shown = _without_frame(document, section) if section.kind == "cover" else section.blocks
    blocks = tuple(_ready(shown))
    asked, told = _parted(blocks) if section.kind == "quiz" else (blocks, ())
    return Subject(
        kind=section.kind,
        layout=_layout(section, blocks),
        title=section.title,
        kicker=section.kicker,
        sources=footer_sources(section),
        blocks=asked,
        told=told if answers else (),
        written=bool(told) and not answers,
    )


def _without_frame(document: Document, section: Section) -> Iterator[model.Block]:
    """The cover's blocks without the paragraphs that its frame shows anyway, such as the conference's title."""
    conference = document.conference
    said = (conference["title"], conference.get("date_text") or "", document.as_of_text, document.provenance)
    frame = {_spaces(line) for line in said}
    for block in section.blocks:
        if not isinstance(block, Paragraph) or any(_spaces(p) not in frame for p in plain(block.runs).split(" · ")):
            yield block


def _ready(blocks: Iterable[model.Block]) -> Iterator[Block]:
    """The blocks with pictures as they are set; a caveat that follows a picture or a table stands in the line below it."""
    last: Picture | TableBlock | None = None
    for block in blocks:
        if last and isinstance(block, Paragraph) and block.style == "note" and not any(run.badge for run in block.runs):
            last = _with_caveat(last, plain(block.runs))
            continue
        if last:
            yield last
            last = None
        if isinstance(block, FigureBlock):
            last = _drawing(block)
        elif isinstance(block, PictureBlock):
            if not (last := _photograph(block)):
                yield Paragraph((Run(f"{pictures.UNREAD}{f': {block.alt}' if block.alt else ''}."),), "note")
        elif isinstance(block, TableBlock):
            last = replace(block, source=source_line(block.source))
        else:
            yield block
    if last:
        yield last


def _with_caveat(block: Picture | TableBlock, caveat: str) -> Picture | TableBlock:
    said = block.source or block.caption
    longer = f"{said.rstrip('.')}. {caveat}" if said else caveat
    return replace(block, source=longer) if block.source else replace(block, caption=longer)


def _drawing(figure: FigureBlock) -> Picture:
    match = _VIEWBOX.search(figure.svg)
    width, height = (float(match[1]), float(match[2])) if match else _UNKNOWN
    return Picture(
        svg=figure.svg,
        width=width or _UNKNOWN[0],
        height=height or _UNKNOWN[1],
        alt=figure.alt or figure.caption or _NO_WORDS,
        caption=figure.caption,
        source=source_line(figure.source),
        half=figure.size == "half",
    )


def _photograph(picture: PictureBlock) -> Picture | None:
    """A foreign picture; None where it cannot be read."""
    read = pictures.fitted(picture.data)
    if read is None:
        return None
    data, width, height = read
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    # Inside an SVG, because Typst takes nothing but text for files that lie in memory.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image width="{width}" '
        f'height="{height}" href="data:image/{kind};base64,{base64.b64encode(data).decode()}"/></svg>'
    )
    return Picture(svg, width, height, picture.alt or _NO_WORDS, "", "", half=True)


def _spaces(line: str) -> str:
    return " ".join(line.split()).rstrip(".")


def _parted(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """A question with its options, and what may be shown once it was answered: all that follows the options."""
    options = next((at for at, block in enumerate(blocks) if isinstance(block, ListBlock)), len(blocks) - 1)
    return blocks[: options + 1], blocks[options + 1 :]


def _layout(section: Section, blocks: tuple[Block, ...]) -> str:
    """How a slide's blocks stand: text · columns · split · stack · pair · full, as in the HTML deck."""
    visuals = [block for block in blocks if not isinstance(block, Paragraph | ListBlock)]
    if section.layout in ("text", "columns", "stack", "full") or (section.layout == "pair" and visuals):
        return section.layout
    if not visuals:
        return "columns" if section.kind == "sources" else "text"
    if len(visuals) == len(blocks):
        return "full" if len(visuals) == 1 else "pair" if all(map(is_half, visuals)) else "stack"
    if len(visuals) == 1 and (section.layout == "split" or is_half(visuals[0])):
        return "split"
    return "pair" if len(visuals) > 1 and all(map(is_half, visuals)) else "stack"


def _slide(slide: Subject, running: Running, files: dict[str, bytes]) -> dict[str, Any]:
    plan = planned(slide, running)
    blocks = [_block(block, _width(slide, block), files) for block in slide.blocks]
    said = {
        "kind": slide.kind,
        "layout": slide.layout,
        "title": _runs(slide.title),
        "kicker": _breakable(slide.kicker),
        "sources": _breakable(slide.sources),
        "blocks": blocks,
        "told": [_block(block, WIDTH, files) for block in slide.told],
        "write-in": _WRITE_IN if slide.written else "",
        **plan,
    }
    if rest := plan.get("rest"):
        # What finds no room on a cover goes on to a slide of its own.
        further = Subject("content", "stack", slide.title, "", "", tuple(slide.blocks[at] for at in rest))
        said["further-slide"] = {
            **said,
            **content_face(further, running, measured=True),
            "kind": "content",
            "layout": "stack",
            "blocks": [blocks[at] for at in rest],
        }
    return said


def _width(slide: Subject, block: Block) -> float:
    """The width that a block's caption has."""
    if slide.kind == "cover":
        return COVER_PICTURE
    return SPLIT_RIGHT if slide.layout == "split" and isinstance(block, TableBlock) else WIDTH


# --- blocks -----------------------------------------------------------------------------------------------------------


def _runs(runs: Inline) -> list[dict[str, Any]]:
    return [piece for run in runs for piece in _pieces(run)]


def _pieces(run: Run) -> Iterator[dict[str, Any]]:
    """A run in pieces that break alike; what is not said does not hold."""
    if run.badge:
        yield {"t": run.text, "badge": run.badge}
        return
    look: dict[str, Any] = {key: True for key, said in (("b", run.bold), ("i", run.italic)) if said}
    at = 0
    for match in _ONE_WORD.finditer(run.text):
        if _LONG_WORD.search(match[0]):
            continue
        if match.start() > at:
            yield {"t": _breakable(run.text[at : match.start()]), **look}
        yield {"t": match[0], "one": True, **look}
        at = match.end()
    if at < len(run.text):
        yield {"t": _breakable(run.text[at:]), **look}


def _breakable(line: str) -> str:
    return _LONG_WORD.sub(lambda match: _ZERO_WIDTH_SPACE.join(match[0]), line)


def _block(block: Block, width: float, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "paragraph", "style": block.style, "runs": _runs(block.runs)}
        case ListBlock():
            items = [_runs(item) for item in block.items]
            return {"type": "list", "ordered": block.ordered, "start": block.start, "items": items}
        case TableBlock():
            return {
                "type": "table",
                "columns": [_breakable(column.name) for column in block.columns],
                "align": [column.align for column in block.columns],
                "widths": slide_table.shares(block, width),
                "rows": [[_breakable(cell) for cell in row] for row in block.rows],
                "highlight": block.highlight,
                "dense": slide_table.is_dense(block),
                **_told(block, width),
            }
        case Picture():
            name = f"{len(files)}.svg"
            files[name] = block.svg.encode()
            said = {"file": name, "alt": block.alt, "width": block.width, "height": block.height}
            return {"type": "figure", **said, **_told(block, width)}


def _told(block: Picture | TableBlock, width: float) -> dict[str, Any]:
    return {
        "caption": _breakable(block.caption),
        "source": _breakable(block.source),
        "breaks": source_breaks(block, width),
    }
