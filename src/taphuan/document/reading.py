"""Reads a composed, executed notebook into the document model: Markdown and outputs become blocks.

Every content of a notebook becomes text, a list, a table, a figure or a picture; no writer interprets text from a notebook
as markup of its format.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from taphuan.charts.mime import CHART, SVG, TABLE
from taphuan.document.model import (
    BADGES,
    Agenda,
    Block,
    Column,
    Document,
    FigureBlock,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Question,
    QuestionGroup,
    Run,
    Section,
    Session,
    TableBlock,
)
from taphuan.document.slides import Slide, slides_of
from taphuan.errors import NotComposed

_PICTURES = ("image/png", "image/jpeg")

_REQUIRED = ("title", "conference", "unit", "as_of", "as_of_text", "provenance")
_SPAN = re.compile(r"""<span\s+class=["']([\w\s-]+)["']\s*>""")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# Characters that change the direction of the text; Vietnamese does not use them, and they can display a text reversed.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def read_document(nb: Any, kind: str) -> Document:
    """The document of `kind` ("deck", "briefing" or "report") in a composed, executed notebook.

    Raises NotComposed if the notebook lacks the metadata that identify the document, or has no cell of this document.
    """
    metadata = nb.metadata.get("taphuan") or {}
    missing = [name for name in _REQUIRED if not metadata.get(name)]
    if missing:
        raise NotComposed(
            f"the notebook's taphuan metadata lacks {', '.join(missing)}; "
            "export a composed notebook (notebook.ipynb of a build), not one of its sources"
        )
    sections = tuple(_section(slide, pictures=kind == "deck") for slide in slides_of(nb, document=kind))
    if not sections:
        raise NotComposed(f"the notebook has no cell for the {kind}; build it with that document")
    meta = _clean_all(metadata)
    return Document(
        kind=kind,
        title=meta["title"],
        conference=meta["conference"],
        unit=meta["unit"],
        as_of=meta["as_of"],
        as_of_text=meta["as_of_text"],
        provenance=meta["provenance"],
        sections=sections,
        sample=bool(meta["conference"].get("sample")),
        header=meta.get("header", {}),
        frame=meta.get("frame", ""),
        quiz=tuple(_question_group(group) for group in meta.get("quiz", ())),
        agenda=_agenda(meta["agenda"]) if "agenda" in meta else None,
    )


def read_report(nb: Any) -> Document:
    """The paper of a document set: the briefing of a province, or the report of a conference.

    Raises NotComposed as `read_document` does.
    """
    return read_document(nb, "report" if (nb.metadata.get("taphuan") or {}).get("whole") else "briefing")


def clean(text: str) -> str:
    """The text in a form that every format can contain: NFC, without control characters, ANSI codes and direction marks."""
    plain = _CONTROL.sub("", _BIDI.sub("", _ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))
    return unicodedata.normalize("NFC", plain)


def plain(runs: Inline) -> str:
    """The text of the runs without their styles."""
    return "".join(run.text for run in runs)


def _clean_all(value: Any) -> Any:
    """The value with `clean` applied to all texts in it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(key): _clean_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_all(item) for item in value]
    return value


def _question_group(group: Mapping[str, Any]) -> QuestionGroup:
    questions = tuple(
        Question(
            **{name: q[name] for name in ("id", "text", "answer", "explanation")},
            options=tuple((letter, text) for letter, text in q["options"]),
            sources=tuple(q["sources"]),
            notes=tuple(q["notes"]),
        )
        for q in group["questions"]
    )
    return QuestionGroup(group["module"], group["title"], questions)


def _agenda(agenda: Mapping[str, Any]) -> Agenda:
    return Agenda(
        facts=tuple((label, text) for label, text in agenda["facts"]),
        sessions=tuple(Session(**session) for session in agenda["sessions"]),
        speakers=tuple((name, role) for name, role in agenda["speakers"]),
        notes=tuple(agenda["notes"]),
    )


def _section(slide: Slide, pictures: bool) -> Section:
    blocks: list[Block] = []
    for cell in slide.body:
        blocks += _markdown(cell.source) if cell.cell_type == "markdown" else _outputs(cell, pictures)
    notes = [block for cell in slide.notes for block in _markdown(cell.source)]
    return Section(
        id=slide.id,
        kind=slide.kind,
        level=slide.level,
        title=_title(slide.title),
        blocks=tuple(_with_joined_lists(blocks)),
        kicker=clean(slide.kicker),
        notes=tuple(_paragraphs(notes)),
        sources="; ".join(plain(p.runs) for cell in slide.sources for p in _paragraphs(_markdown(cell.source))),
        minutes=slide.minutes,
        layout=slide.layout,
    )


def _title(markdown: str) -> Inline:
    # parseInline, because a title such as "1. Hội nghị" is not the start of a list
    tokens = _parser().parseInline(clean(markdown))
    return _inline(tokens[0].children or []) if tokens else ()


def _with_joined_lists(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with adjacent lists of the same type joined: each cell of a notebook may have one item."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, ListBlock) and isinstance(last, ListBlock) and block.ordered == last.ordered:
            joined[-1] = replace(last, items=(*last.items, *block.items))
        else:
            joined.append(block)
    return joined


def _paragraphs(blocks: Iterable[Block]) -> list[Paragraph]:
    """The blocks as paragraphs, for speaker notes and footers: one per item of a list and per row of a table."""
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
        elif isinstance(block, ListBlock):
            paragraphs += [Paragraph(item) for item in block.items]
        elif isinstance(block, TableBlock):
            paragraphs += [Paragraph((Run("; ".join(row)),)) for row in block.rows]
    return paragraphs


# --- Markdown ---------------------------------------------------------------------------------------------------------


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    # HTML blocks are read as paragraphs, so that a tag appears as text in the document
    return MarkdownIt("commonmark").enable("table").disable("html_block")


def _markdown(source: str) -> list[Block]:
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(_parser().parse(clean(source)))
    return [block for node in root.children for block in _block(node)]


def _block(node: Any) -> list[Block]:
    match node.type:
        case "paragraph":
            runs = _inline(_tokens(node))
            return [_paragraph(runs, _tokens(node))] if runs else []
        case "heading":
            return [Paragraph(tuple(Run(r.text, True, r.italic, r.badge) for r in _inline(_tokens(node))))]
        case "bullet_list" | "ordered_list":
            return [ListBlock(tuple(_items(node)), node.type == "ordered_list", int(node.attrs.get("start", 1)))]
        case "blockquote":
            quoted = _paragraphs(block for child in node.children for block in _block(child))
            return [Paragraph(p.runs, "quote") for p in quoted]
        case "table":
            return [_markdown_table(node)]
        case "fence" | "code_block":
            return [Paragraph((Run(node.content.rstrip("\n")),))]
        case _:  # a horizontal rule has no counterpart in the model
            return []


def _tokens(node: Any) -> list[Any]:
    """The inline tokens of a paragraph, heading or table cell."""
    return [token for child in node.children if child.type == "inline" for token in child.token.children or []]


def _items(node: Any) -> Iterable[Inline]:
    """The items of a list; the items of a nested list follow their parent."""
    for item in node.children:
        runs: list[Run] = []
        nested: list[Inline] = []
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                nested += _items(child)
                continue
            for paragraph in _paragraphs(_block(child)):
                runs += [Run("\n")] * bool(runs) + list(paragraph.runs)
        if runs:
            yield tuple(runs)
        yield from nested


def _paragraph(runs: Inline, tokens: list[Any]) -> Paragraph:
    """The paragraph of these runs; its style is "note" if one `<span class="note">` encloses all of it."""
    visible = [t for t in tokens if t.type != "text" or t.content.strip()]
    tags = [t for t in visible if t.type == "html_inline"]
    is_note = len(tags) == 2 and tags == [visible[0], visible[-1]] and _span(tags[0].content) == "note"
    return Paragraph(tuple(Run(r.text, r.bold, False, r.badge) for r in runs), "note") if is_note else Paragraph(runs)


def _inline(tokens: Iterable[Any]) -> Inline:
    runs: list[Run] = []
    bold = italic = 0  # depth of nesting
    spans: list[str] = []  # the open spans, as `_span` names them
    for token in tokens:
        badge = next((span for span in reversed(spans) if span != "note"), "")
        in_italics = bool(italic) or "note" in spans
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "softbreak":
                runs.append(Run(" ", bold > 0, in_italics, badge))
            case "hardbreak":
                runs.append(Run("\n"))
            case "html_inline" if (span := _span(token.content)) is not None:
                spans.append(span)
            case "html_inline" if token.content == "</span>" and spans:
                spans.pop()
            case "text" | "code_inline" | "html_inline" | "image":
                runs.append(Run(token.content, bold > 0, in_italics, badge))
    return _merged(runs)


def _span(tag: str) -> str | None:
    """The name of the badge or "note" for an opening tag `<span class="…">` of these kinds; None for any other tag."""
    match = _SPAN.fullmatch(tag)
    classes = match.group(1).split() if match else []
    if classes == ["note"]:
        return "note"
    return next((name.removeprefix("badge-") for name in classes if name.removeprefix("badge-") in BADGES), None)


def _merged(runs: Iterable[Run]) -> Inline:
    """The runs with adjacent ones of the same style joined, without empty ones."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (last.bold, last.italic, last.badge) == (run.bold, run.italic, run.badge):
            merged[-1] = Run(last.text + run.text, run.bold, run.italic, run.badge)
        elif run.text:
            merged.append(run)
    return tuple(merged)


def _markdown_table(node: Any) -> TableBlock:
    rows = [row.children for part in node.children for row in part.children]
    columns = tuple(Column(plain(_inline(_tokens(cell))), _align(cell)) for cell in rows[0])
    body = tuple(tuple(plain(_inline(_tokens(cell))) for cell in row) for row in rows[1:])
    return TableBlock(columns, body, caption="")


def _align(cell: Any) -> str:
    return str(cell.attrs.get("style", "text-align:left")).removeprefix("text-align:")


# --- outputs ----------------------------------------------------------------------------------------------------------


def _outputs(cell: Any, pictures: bool) -> list[Block]:
    return [block for output in cell.get("outputs", ()) for block in _output(output, pictures)]


def _output(output: Any, pictures: bool) -> list[Block]:
    if output.output_type == "stream":
        return _text(output.text)
    if output.output_type == "error":
        return _text(f"{output.ename}: {output.evalue}")
    data = output.data
    if CHART in data and SVG in data:
        return _figure(data[CHART], _string(data[SVG]))
    if TABLE in data:
        return _table(data[TABLE])
    if "text/markdown" in data:
        return _markdown(_string(data["text/markdown"]))
    if pictures and (mime := next((mime for mime in _PICTURES if mime in data), "")):
        return [_picture(_string(data[mime]), output.get("metadata", {}).get(mime, {}))]
    return _text(data.get("text/plain", ""))


def _picture(encoded: str, metadata: Mapping[str, Any]) -> PictureBlock:
    """The picture of a base64 text; without bytes if the text is not base64: the writer puts a message in its place."""
    try:
        data = base64.b64decode(encoded)
    except ValueError:
        data = b""
    return PictureBlock(data, clean(str(metadata.get("alt") or "")))


def _string(value: Any) -> str:
    """The text of a value in a notebook, which may be a string or a list of its lines."""
    return value if isinstance(value, str) else "".join(value)


def _text(value: Any) -> list[Block]:
    text = clean(_string(value)).strip("\n")
    return [Paragraph((Run(text),))] if text.strip() else []


def _figure(chart: Mapping[str, Any], svg: str) -> list[Block]:
    data = _clean_all(chart)
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


def _table(table: Mapping[str, Any]) -> list[Block]:
    data = _clean_all(table)
    block = TableBlock(
        columns=tuple(
            Column(c["name"], c.get("align", "left"), float(c.get("weight", 1.0))) for c in data.get("columns", ())
        ),
        rows=tuple(tuple(str(cell) for cell in row) for row in data.get("rows", ())),
        caption=data.get("caption", ""),
        source=data.get("source", ""),
        highlight=data.get("highlight"),
    )
    return [block, *_note(data)]


def _note(data: Mapping[str, Any]) -> list[Block]:
    """The note of a figure or table as a paragraph below it, if it has one."""
    return [Paragraph((Run(data["note"]),), "note")] if data.get("note") else []
