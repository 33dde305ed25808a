"""The JSON document that the Typst templates of slides read: texts, the plan of each slide, the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from taphuan.document import model as model
from taphuan.document import pictures
from taphuan.document.drawings import VIEWBOX
from taphuan.document.model import (
    DRAWING,
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
from taphuan.document.reading import plain, said_plainly
from taphuan.export.pdf import slide_table
from taphuan.export.pdf.slide_plan import (
    COVER_PICTURE,
    SPLIT_RIGHT,
    WIDTH,
    Block,
    Frame,
    Picture,
    SlideContent,
    content_face,
    is_half,
    plan_slide,
    source_breaks,
)
from taphuan.export.shared import frame as edges
from taphuan.export.shared.answers import right_option
from taphuan.export.shared.blank_rows import blank_row
from taphuan.export.shared.fonts import drawable
from taphuan.export.shared.progress import progress_of
from taphuan.export.shared.sources import foot_sources, is_remark
from taphuan.text import say

# The number of a legal document, a date or a hyphenated number: one word, although lines may break after its signs.
_ONE_WORD = re.compile(r"(?<![\w/-])\w*\d\w*(?:[/–-]\w+)+(?![\w/-])|(?<![\w/-])[A-ZĐ]{1,4}-\d+(?![\w/-])")
# Longer than any Vietnamese word: an address or a key, which may break after any letter.
_LONG_WORD = re.compile(r"[^\s\u00a0]{25,}")
_ZERO_WIDTH_SPACE = "\u200b"
_WRITE_IN = say("export.pdf.slide_content.answer")
_FOREIGN_SCALE = 1.28  # px of a slide for one of a foreign drawing, which may still grow by a quarter
_UNKNOWN = (1152.0, 480.0)  # px of a drawing without a viewBox


def content(document: Document, answers: bool) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The document for the templates and the pictures by file name; without `answers` the slides of the quiz have none."""
    conference = document.conference
    frame = Frame(
        conference=conference["title"],
        short=conference.get("short") or conference["title"],
        place=document.frame,
        where=edges.standing(document.as_of),
        standing=tuple(
            line for line in (document.as_of_text, conference.get("date_text"), document.provenance) if line
        ),
        sample=document.sample,
    )
    files: dict[str, bytes] = {}
    slides = []
    progress = progress_of(document.sections, [plain(section.title) for section in document.sections])
    levels = _levels(document)
    for number, (section, level, at) in enumerate(zip(document.sections, levels, progress, strict=True), start=1):
        slide = _slide(replace(_slide_content(document, section, answers), progress=at), frame, number, files)
        slides.append({**slide, "level": level})
    doc = {
        "title": document.title,
        "dated": bool(document.as_of),
        "description": "" if document.of_anybody else f"{conference['title']}. {document.provenance}.",
        "conference": _breakable(frame.conference),
        "where": frame.where,
        "standing": frame.standing,
        "provenance": f"{document.provenance}." if document.provenance else "",
        "sample": document.sample,
        "slides": slides,
    }
    return doc, files


def _levels(document: Document) -> Iterator[int]:
    """The heading level of each slide, 0 without a title; no level may be skipped (PDF/UA)."""
    last = 0
    for section in document.sections:
        if section.title:
            last = min(section.level, last + 1)
        yield last if section.title else 0


def _slide_content(document: Document, section: Section, answers: bool) -> SlideContent:
    source_blocks = _without_frame(document, section) if section.kind == "cover" else section.blocks
    if section.kind == "quotation":
        source_blocks = said_plainly(section.blocks)
    blocks = tuple(_with_pictures(source_blocks))
    question, answer = _question_and_answer(blocks) if section.kind == "quiz" else (blocks, ())
    return SlideContent(
        kind=section.kind,
        layout=_layout(section, blocks),
        title=section.title,
        kicker=section.kicker,
        sources=foot_sources([section.sources], _shown_sources(section)),
        blocks=question,
        answer=answer if answers else (),
        answer_line=bool(answer) and not answers,
    )


def _shown_sources(section: Section) -> list[str]:
    """The sources of its figures and tables."""
    return [block.source for block in section.blocks if isinstance(block, FigureBlock | TableBlock) and block.source]


def _remark(source: str) -> str:
    """What stays below a figure or table: a remark in place of a source, which stands at the foot of the slide."""
    return source if is_remark(source) else ""


def _without_frame(document: Document, section: Section) -> Iterator[model.Block]:
    """The blocks of the cover without the paragraphs that its frame shows, such as the conference's title."""
    conference = document.conference
    frame_texts = (conference["title"], conference.get("date_text") or "", document.as_of_text, document.provenance)
    frame_lines = {_normalised(line) for line in frame_texts}
    for block in section.blocks:
        if not isinstance(block, Paragraph) or any(
            _normalised(p) not in frame_lines for p in plain(block.runs).split(" · ")
        ):
            yield block


def _with_pictures(blocks: Iterable[model.Block]) -> Iterator[Block]:
    """The blocks with figures as pictures; a caveat after a picture or a table becomes a part of the line below it."""
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
                yield Paragraph((Run(f"{pictures.UNREADABLE}{f': {block.alt}' if block.alt else ''}."),), "note")
        elif isinstance(block, TableBlock):
            last = replace(block, source=_remark(block.source))
        else:
            yield block
    if last:
        yield last


def _with_caveat(block: Picture | TableBlock, caveat: str) -> Picture | TableBlock:
    text = block.source or block.caption
    longer = f"{text.rstrip('.')}. {caveat}" if text else caveat
    return replace(block, source=longer) if block.source else replace(block, caption=longer)


def _drawing(figure: FigureBlock) -> Picture:
    match = VIEWBOX.search(figure.svg)
    scale = _FOREIGN_SCALE if figure.kind == DRAWING else 1.0
    width, height = (float(match[1]) * scale, float(match[2]) * scale) if match else _UNKNOWN
    return Picture(
        svg=figure.svg,
        width=width or _UNKNOWN[0],
        height=height or _UNKNOWN[1],
        alt=figure.alt or figure.caption or pictures.NO_WORDS,
        caption=figure.caption,
        source=_remark(figure.source),
        half=figure.size == "half",
    )


def _photograph(picture: PictureBlock) -> Picture | None:
    """A foreign picture; None where it cannot be read."""
    picture_file = pictures.fitted(picture.data)
    if picture_file is None:
        return None
    data, width, height = picture_file
    svg = pictures.framed(data, width, height)
    return Picture(svg, width, height, picture.alt or pictures.NO_WORDS, "", "", half=True)


def _normalised(line: str) -> str:
    return " ".join(line.split()).rstrip(".")


def _question_and_answer(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The question with its options, and the answer: all blocks after the options."""
    options = next((at for at, block in enumerate(blocks) if isinstance(block, ListBlock)), len(blocks) - 1)
    return blocks[: options + 1], blocks[options + 1 :]


def _layout(section: Section, blocks: tuple[Block, ...]) -> str:
    """The layout: text · columns · split · stack · pair · full, as in the HTML deck."""
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


def _slide(slide: SlideContent, frame: Frame, number: int, files: dict[str, bytes]) -> dict[str, Any]:
    plan = plan_slide(slide, frame)
    blocks = [_block(block, _width(slide, block), files) for block in slide.blocks]
    result = {
        "kind": slide.kind,
        "layout": slide.layout,
        "title": _runs(slide.title),
        "kicker": _breakable(slide.kicker),
        "sources": _breakable(edges.foot_source(slide.sources, frame.where, number)) if slide.sources else "",
        "end": edges.foot_end(frame.where, number),
        "number": number,
        "blocks": blocks,
        "answer": [_block(block, WIDTH, files) for block in slide.answer],
        "right": next((right_option(plain(b.runs)) for b in slide.answer if isinstance(b, Paragraph)), 0),
        "write-in": _WRITE_IN if slide.answer_line else "",
        **plan,
    }
    if remaining := plan.get("rest"):
        # blocks that do not fit the cover are on another slide
        further = SlideContent("content", "stack", slide.title, "", "", tuple(slide.blocks[at] for at in remaining))
        result["further-slide"] = {
            **result,
            **content_face(further, frame, measured=True),
            "kind": "content",
            "layout": "stack",
            "blocks": [blocks[at] for at in remaining],
        }
    return result


def _width(slide: SlideContent, block: Block) -> float:
    """The width of a block's caption in px."""
    if slide.kind == "cover":
        return COVER_PICTURE
    return SPLIT_RIGHT if slide.layout == "split" and isinstance(block, TableBlock) else WIDTH


# --- blocks -----------------------------------------------------------------------------------------------------------


def _runs(runs: Inline) -> list[dict[str, Any]]:
    return [piece for run in runs for piece in _pieces(run)]


def _pieces(run: Run) -> Iterator[dict[str, Any]]:
    """A run in parts that may or may not break; a style is named only where it applies."""
    if run.badge:
        yield {"t": run.text, "badge": run.badge}
        return
    given = (("b", run.bold), ("i", run.italic), ("code", run.code), ("strike", run.strike))
    style: dict[str, Any] = {key: True for key, value in given if value}
    style |= {key: value for key, value in (("shift", run.shift), ("href", run.href)) if value}
    at = 0
    for match in _ONE_WORD.finditer(run.text):
        if _LONG_WORD.search(match[0]):
            continue
        if match.start() > at:
            yield {"t": _breakable(run.text[at : match.start()]), **style}
        yield {"t": match[0], "one": True, **style}
        at = match.end()
    if at < len(run.text):
        yield {"t": _breakable(run.text[at:]), **style}


def _breakable(line: str) -> str:
    return _LONG_WORD.sub(lambda match: _ZERO_WIDTH_SPACE.join(match[0]), line)


def _block(block: Block, width: float, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Paragraph():
            runs = tuple(replace(run, code=True) for run in block.runs) if block.style == "code" else block.runs
            return {"type": "paragraph", "style": block.style, "runs": _runs(runs)}
        case ListBlock():
            items = [_runs(item) for item in block.items]
            listed = {"type": "list", "ordered": block.ordered, "start": block.start, "items": items}
            return listed | ({"nested": block.nested} if block.nested else {})
        case TableBlock():
            return {
                "type": "table",
                "columns": [_breakable(column.name) for column in block.columns],
                "align": [column.align for column in block.columns],
                "widths": slide_table.shares(block, width),
                "rows": [[_breakable(cell) for cell in row] for row in block.rows],
                "highlight": block.highlight,
                **_looks(block),
                "to_fill": block.to_fill,
                "blank": blank_row(block),
                "dense": slide_table.is_dense(block),
                **_caption_fields(block, width),
            }
        case Picture():
            name = f"{len(files)}.svg"
            files[name] = drawable(block.svg).encode()
            file = {"file": name, "alt": block.alt, "width": block.width, "height": block.height}
            return {"type": "figure", **file, **_caption_fields(block, width)}


def _looks(block: TableBlock) -> dict[str, Any]:
    """Colour of ground and letters, weight and address of each cell."""
    if not block.looks:
        return {}
    cells = [
        [{"fill": look.fill, "ink": look.ink, "bold": look.bold, "href": look.href} for look in row]
        for row in block.looks
    ]
    return {"looks": cells}


def _caption_fields(block: Picture | TableBlock, width: float) -> dict[str, Any]:
    return {
        "caption": _breakable(block.caption),
        "source": _breakable(block.source),
        "breaks": source_breaks(block, width),
    }
