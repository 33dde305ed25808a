"""Administrative paper as a tagged PDF (PDF/UA-1), set by Typst from `slides/report.typ`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from taphuan import paths
from taphuan.charts.text_measure import PAPER_FAMILY, paper_font, screen_font
from taphuan.document.colours import tint
from taphuan.document.model import Document, FigureBlock, ListBlock, Paragraph, PictureBlock, Run, TableBlock
from taphuan.document.pictures import NO_WORDS, UNREADABLE, fitted, framed
from taphuan.export.pdf.typst_pdf import tagged_pdf, words_typst
from taphuan.export.shared import paper
from taphuan.export.shared.columns import BLANK_ROW, CELL_MARGIN, column_widths
from taphuan.export.shared.fonts import displayable, symbols_folder
from taphuan.export.shared.numbering import Line, PaperBlock, paper_blocks
from taphuan.export.shared.sources import footer_sources, source_line
from taphuan.theme import forms

_SHORT_LIST = 4
_LONG_WORD, _BREAK = re.compile(r"\S{45,}"), "\u200b"


def write_pdf(document: Document) -> bytes:
    """The document on A4 in the layout of Nghị định 30/2020/NĐ-CP, as a draft without number and signer.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    # the others are for the text inside figures and for symbols that their face lacks
    fonts = (paper_font().parent, screen_font().parent, symbols_folder())
    return tagged_pdf(document, paper_files(document), fonts)


def paper_files(document: Document) -> dict[str, bytes]:
    """What Typst makes the paper of, by name; "main.typ" is the template."""
    return {
        "main.typ": paths.taken(paths.REPORT_TYPST).read_bytes(),
        "theme.typ": forms.typst().encode(),
        "words.typ": words_typst("export.pdf.pdf"),
        "document.json": json.dumps(
            displayable(_breakable(_content(document)), paper_font()), ensure_ascii=False
        ).encode(),
    }


def _content(document: Document) -> dict[str, Any]:
    """The document for the template: texts, and measures in millimetres."""
    spreads, annex = _spreads(document, in_annex=False), _spreads(document, in_annex=True)
    # recipients and signer are not alone on a page; a long list would leave a gap if it moved with them
    last = spreads[-1]["items"][-1] if spreads and spreads[-1]["items"] else {}
    if len(last.get("items", ())) <= _SHORT_LIST:
        last["sticky"] = True
    return {
        "title": document.title,
        "plain": document.of_anybody,
        "description": "" if document.of_anybody else f"{document.conference['title']}. {document.provenance}.",
        "face": PAPER_FAMILY,
        "sample": paper.SAMPLE if document.sample else "",
        "provenance": f"{document.provenance}." if document.provenance else "",
        "as_of_text": document.as_of_text,
        "page": paper.PAGE,
        "margins": {
            "top": paper.MARGIN_TOP,
            "bottom": paper.MARGIN_BOTTOM,
            "left": paper.MARGIN_LEFT,
            "right": paper.MARGIN_RIGHT,
        },
        "indent": paper.INDENT,
        "cell_margin": CELL_MARGIN,
        "blank_row": BLANK_ROW,
        "columns": paper.LETTERHEAD_WIDTHS,
        "state": paper.STATE,
        "motto": paper.MOTTO,
        "motto_rule": paper.motto_rule(),
        "draft": paper.DRAFT,
        "letterhead": asdict(paper.letterhead(document)),
        "recipients_head": paper.RECIPIENTS_HEAD,
        "recipients": paper.RECIPIENTS,
        "left_open": paper.LEFT_OPEN,
        "spreads": spreads,
        "annex": annex,
        "annex_head": [paper.ANNEX, paper.ANNEX_TITLE, paper.attached(document)],
        "capitals": paper.capitals(document),
    }


def _breakable(value: Any) -> Any:
    """The content with places to break in long words: Typst breaks no word of this length, which would stick out of the page."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else _LONG_WORD.sub(lambda word: _broken(word[0]), value)
    if isinstance(value, dict):
        # an address is not printed, and a break in it would lead elsewhere
        return {key: item if key in ("href", "looks") else _breakable(item) for key, item in value.items()}
    return [_breakable(item) for item in value] if isinstance(value, list | tuple) else value


def _broken(word: str) -> str:
    return _BREAK.join(word[at : at + 20] for at in range(0, len(word), 20))


def _spreads(document: Document, *, in_annex: bool) -> list[dict[str, Any]]:
    """The items of the paper or of its annex in order, as spreads of portrait and of landscape pages."""
    spreads: list[dict[str, Any]] = []

    def add(wide: bool, item: dict[str, Any]) -> None:
        if not spreads or spreads[-1]["wide"] != wide:
            spreads.append({"wide": wide, "items": []})
        spreads[-1]["items"].append(item)

    blocks_of_sections = paper_blocks(document, paper.TEXT_WIDTH)
    for section, number, blocks in zip(document.sections, paper.numbers(document), blocks_of_sections, strict=True):
        if section.in_annex != in_annex:
            continue
        wide = bool(blocks) and blocks[0].wide
        if section.title:
            level = paper.depth(document, section.level)
            add(wide, {"type": "heading", "level": level, "number": number, "runs": _runs(section.title)})
        for item in blocks:
            add(item.wide, {**_block(item), "notes": [_runs(note) for note in item.notes]})
        if sources := footer_sources(section):
            add(False, {"type": "paragraph", "style": "note", "runs": _runs((Run(sources),)), "notes": []})
    return spreads


def _runs(line: Line) -> list[dict[str, Any]]:
    result = []
    for part in line:
        run = part if isinstance(part, Run) else part.run
        result.append(
            {
                "text": paper.in_times(part) if isinstance(part, Run) else str(part.target),
                "to": "" if isinstance(part, Run) else part.target.name,
                "bold": run.bold or bool(run.badge),
                "italic": run.italic,
                "href": run.href,
                "strike": run.strike,
                "shift": run.shift,
            }
        )
    return result


def _photograph(picture: PictureBlock) -> dict[str, Any]:
    """A foreign picture, or the words for one that cannot be read."""
    if (found := fitted(picture.data)) is None:
        words = f"{UNREADABLE}{f': {picture.alt}' if picture.alt else ''}."
        return {"type": "paragraph", "style": "note", "sticky": False, "runs": _runs((Run(words),))}
    data, across, down = found
    width, height = paper.picture_size(across, down)
    svg, alt = framed(data, across, down), picture.alt or NO_WORDS
    return {
        "type": "figure",
        "name": "",
        "svg": svg,
        "alt": alt,
        "caption": "",
        "source": "",
        "width": width,
        "height": height,
    }


def _block(item: PaperBlock) -> dict[str, Any]:
    name = item.target.name if item.target else ""
    match item.block:
        case Paragraph() as block:
            return {
                "type": "paragraph",
                "style": block.style,
                "sticky": paper.keeps_next(block),
                "runs": _runs(item.texts[0]),
            }
        case PictureBlock() as block:
            return _photograph(block)
        case ListBlock() as block:
            marks = [f"{number}." if number else "-" for _, number in block.places]
            listed = {"type": "list", "ordered": block.ordered, "items": [_runs(line) for line in item.texts]}
            return {**listed, "marks": marks, "levels": [level for level, _ in block.places]}
        case TableBlock() as block:
            room = paper.WIDE_TEXT_WIDTH if item.wide else paper.TEXT_WIDTH
            return {
                "type": "table",
                "name": name,
                "columns": [column.name for column in block.columns],
                "align": [column.align for column in block.columns],
                "widths": column_widths(block, room),
                "rows": block.rows,
                "highlight": block.highlight,
                "to_fill": block.to_fill,
                "looks": [[[tint(look.fill), look.href, look.bold] for look in row] for row in block.looks],
                "caption": block.caption,
                "source": source_line(block.source),
                "together": paper.keeps_together(block, room),
            }
        case FigureBlock() as block:
            width, height = paper.figure_size(block)
            return {
                "type": "figure",
                "name": name,
                "svg": block.svg,
                "alt": block.alt or block.caption or NO_WORDS,
                "caption": block.caption,
                "source": source_line(block.source),
                "width": width,
                "height": height,
            }
