"""The document as notebooks for Quarto, one for each format, because each needs other Markdown.

They hold text, Markdown tables and pictures, no code. HTML would make Quarto load scripts from the net, a label `tbl-…`
loses the table in PowerPoint, and notes would be part of the text in Word and PDF.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from taphuan.document.model import (
    Block,
    Document,
    FigureBlock,
    ListBlock,
    Paragraph,
    PictureBlock,
    Run,
    Section,
    TableBlock,
)
from taphuan.document.pictures import fitted
from taphuan.document.reading import plain
from taphuan.export.plain.markdown import Marker, code_block
from taphuan.export.shared import paper
from taphuan.export.shared.raster import png_of
from taphuan.export.shared.sources import footer_sources, source_line
from taphuan.theme import theme

PICTURES = "figures"
_PUNCTUATION = re.compile(r"[^\w\s,;/%?\u0080-\U0010ffff]|_")
# Quarto's Markdown has more markup than CommonMark (citations, formulas, short codes); every sign may be escaped.
PANDOC = Marker(lambda text: _PUNCTUATION.sub(r"\\\g<0>", text))

# A page of the PDF deck, in mm: the width of a figure, the height for title, texts and figures, the least height of a
# figure, the height of a line of text; the letters of a line; the lines of caption and source
_DECK_WIDTH, _DECK_HEIGHT, _LEAST_HEIGHT, _LINE, _LETTERS, _LINES_BELOW = 250, 118, 40, 8.5, 95, 2
_VISUALS = (FigureBlock, TableBlock, PictureBlock)
_NO_WORDS = "hình minh họa"
_DARK = f"{{.dark background-color={theme().colours.ink}}}"
_SCALE = 100  # dashes in the rule of a table, for all columns together


@dataclass(frozen=True)
class Target:
    """A file that Quarto makes. `to`: Quarto's name of the format; `deck`: whether it has slides."""

    name: str
    to: str
    deck: bool

    @property
    def notebook(self) -> str:
        return f"{'deck' if self.deck else 'paper'}-{self.to}.ipynb"


_FORMATS = {"html": "revealjs", "pptx": "pptx", "docx": "docx", "pdf": "typst"}


def target_of(name: str) -> Target:
    """The target of a file name such as deck.quarto.pptx."""
    return Target(name, _FORMATS[name.rpartition(".")[2]], name.startswith("deck."))


def notebook_of(document: Document, target: Target, front: dict[str, Any]) -> tuple[Any, dict[str, bytes]]:
    """The notebook for one target, with `front` as its front matter, and its pictures by path.

    Raises NotComposed when a figure cannot be drawn.
    """
    import yaml
    from nbformat.v4 import new_markdown_cell, new_notebook, new_raw_cell

    writer = _Writer(target)
    text = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    cells = [new_raw_cell(f"---\n{text}---", id="front")]
    written = writer.slides(document) if target.deck else writer.parts(document)
    cells += [new_markdown_cell(source, id=f"part-{at}") for at, source in enumerate(written, 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel}), writer.pictures


class _Writer:
    """Writes the Markdown for one target and collects its pictures."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.pictures: dict[str, bytes] = {}
        self._counts = {"Hình": 0, "Bảng": 0}
        self._room = 0.0

    # --- decks ---

    def slides(self, document: Document) -> Iterator[str]:
        frame = tuple(Paragraph((Run(f"{text}."),)) for text in (document.as_of_text, document.provenance))
        for at, section in enumerate(document.sections):
            texts, visuals = _texts_and_visuals(section)
            if at == 0:
                section = replace(section, blocks=(*texts, *frame, *visuals))
            pages = _pages(section) if self._target.to == "pptx" else (section,)
            for number, page in enumerate(pages):
                yield self._slide(document, page, first=at + number == 0)

    def _slide(self, document: Document, section: Section, first: bool) -> str:
        to = self._target.to
        title = PANDOC.text(plain(section.title)) or PANDOC.text(section.kicker) or "…"
        mark = f"{PANDOC.text('(MẪU)')} " if document.sample and to == "pptx" else ""
        dark = f" {_DARK}" if to == "revealjs" and section.kind in ("cover", "section", "quotation") else ""
        parts = ["```{=typst}\n#pagebreak(weak: true)\n```"] if to == "typst" and not first else []
        parts.append(f"## {mark}{title}{dark}")
        self._room = _room(section)
        for block in section.blocks:
            parts += self._block(block)
        sources = footer_sources(section)
        if sources and to != "pptx":
            parts.append(f"::: {{.sources}}\n{PANDOC.line(sources)}\n:::")
        if to != "typst" and (notes := self._notes(section, sources)):
            parts.append("\n\n".join(("::: {.notes}", *notes, ":::")))
        return "\n\n".join(part for part in parts if part)

    def _notes(self, section: Section, sources: str) -> list[str]:
        """The speaker notes. For PowerPoint they contain the sources: a line below a figure would start another slide."""
        notes = [PANDOC.inline(note.runs) for note in section.notes]
        if self._target.to == "pptx":
            lines = [source_line(b.source) for b in section.blocks if isinstance(b, FigureBlock | TableBlock)]
            notes += [PANDOC.line(text) for text in (*lines, sources) if text]
        return notes

    # --- papers ---

    def parts(self, document: Document) -> Iterator[str]:
        head = document.header
        open_lines = (head.get("authority", ""), head.get("agency", ""), paper.DRAFT, f"({document.as_of_text})")
        yield "\n\n".join(PANDOC.line(text) for text in open_lines if text)
        for section, number in zip(document.sections, paper.numbers(document), strict=True):
            level = "#" * paper.depth(document, section.level)
            title = f"{level} {PANDOC.text(number + plain(section.title))}" if section.title else ""
            blocks = [part for block in section.blocks for part in self._block(block)]
            sources = PANDOC.line(footer_sources(section))
            yield "\n\n".join(part for part in (title, *blocks, sources) if part)
        yield PANDOC.line(f"{document.provenance}.")

    # --- both ---

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                if block.style == "code":
                    yield code_block(plain(block.runs))
                    return
                text = PANDOC.inline(block.runs)
                yield "> " + text.replace("\n", "\n> ") if block.style == "quote" else text
            case ListBlock():
                yield PANDOC.listed(block)
            case TableBlock():
                yield self._table(block)
                yield self._source(block.source)
            case FigureBlock():
                yield self._figure(block)
                yield self._source(block.source)
            case PictureBlock():
                yield self._picture(block)

    def _source(self, source: str) -> str:
        if not source or self._target.to == "pptx":
            return ""
        line = PANDOC.line(source_line(source))
        return f"::: {{.sources}}\n{line}\n:::" if self._target.deck else line

    def _table(self, block: TableBlock) -> str:
        total = sum(column.weight for column in block.columns) or 1
        widths = [round(_SCALE * column.weight / total) for column in block.columns]
        aligns = [column.align for column in block.columns]
        table = PANDOC.pipe_table([column.name for column in block.columns], block.in_letters(), aligns, widths)
        caption = self._caption("Bảng", block.caption)
        return f"{table}\n\n: {caption}" if caption else table

    def _caption(self, kind: str, caption: str) -> str:
        """The caption, numbered in papers: Quarto numbers only what has a label."""
        if self._target.deck or not caption:
            return PANDOC.text(caption)
        self._counts[kind] += 1
        return PANDOC.text(f"{kind} {self._counts[kind]}. {caption}")

    def _figure(self, figure: FigureBlock) -> str:
        vector = self._target.to == "typst"
        # drawn in both cases, because it raises NotComposed for an SVG that cannot be drawn
        png = png_of(figure.svg)
        path = self._add_picture(figure.svg.encode() if vector else png, "svg" if vector else "png")
        return self._image(path, self._caption("Hình", figure.caption), figure.alt, self._size(figure))

    def _picture(self, picture: PictureBlock) -> str:
        """A foreign picture, or a sentence where it cannot be read."""
        words = picture.alt or _NO_WORDS
        if (picture_file := fitted(picture.data)) is None:
            return PANDOC.line(f"Không đọc được hình: {words}.")
        data, width, height = picture_file
        path = self._add_picture(data, "png" if data.startswith(b"\x89PNG") else "jpg")
        on_page = min(_DECK_WIDTH, self._room * width / height)
        return self._image(path, "", words, f" width={on_page:.0f}mm" if self._target.to == "typst" else "")

    def _add_picture(self, data: bytes, suffix: str) -> str:
        stem = self._target.notebook.removesuffix(".ipynb")
        path = f"{PICTURES}/{stem}-{len(self.pictures) + 1}.{suffix}"
        self.pictures[path] = data
        return path

    def _image(self, path: str, caption: str, words: str, size: str) -> str:
        alt = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        # `fig-alt` is read by Quarto, `alt` by the writer of Word files, the title by that of PowerPoint files
        title = f' "{alt}"' if self._target.to == "pptx" else ""
        return f'![{caption}]({path}{title}){{fig-alt="{alt}" alt="{alt}"{size}}}'

    def _size(self, figure: FigureBlock) -> str:
        """The width in millimetres for Typst and Word; in HTML and PowerPoint decks a picture fills its area."""
        if self._target.to in ("revealjs", "pptx"):
            return ""
        width, height = paper.figure_size(figure)
        if self._target.deck:
            width = min(_DECK_WIDTH, width * self._room / height)
        return f" width={width:.0f}mm"


def _texts_and_visuals(section: Section) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """(the texts, the figures, tables and pictures) of a section."""
    visuals = tuple(block for block in section.blocks if isinstance(block, _VISUALS))
    return tuple(block for block in section.blocks if not isinstance(block, _VISUALS)), visuals


def _pages(section: Section) -> tuple[Section, ...]:
    """For PowerPoint, whose layouts have text and one picture or table: each further one on a slide of its own."""
    texts, visuals = _texts_and_visuals(section)
    title = (*section.title, Run(" (tiếp)"))
    more = tuple(replace(section, title=title, blocks=(visual,), notes=()) for visual in visuals[1:])
    return (replace(section, blocks=(*texts, *visuals[:1])), *more)


def _room(section: Section) -> float:
    """The height in millimetres for each figure of a slide beside its texts."""
    texts, visuals = _texts_and_visuals(section)
    words = [plain(section.title) * 2]
    for block in texts:
        words += [plain(item) for item in block.items] if isinstance(block, ListBlock) else []
        words += [plain(block.runs)] if isinstance(block, Paragraph) else []
    lines = sum(1 + len(text) // _LETTERS for text in words)
    figures = max(1, len(visuals))
    return max(_LEAST_HEIGHT, (_DECK_HEIGHT - _LINE * lines) / figures - _LINE * _LINES_BELOW)


def typst_head(document: Document, deck: bool) -> str:
    """Typst code before the document: no numbers in captions, which have them already; a header on every page of a deck."""
    head = "#set figure(numbering: none)\n"
    if not deck and not document.sample:
        return head
    marks = [paper.SAMPLE] * document.sample + [document.conference["title"], document.as_of_text]
    text = json.dumps(" · ".join(marks), ensure_ascii=False)
    return f"{head}#set page(header: align(right, text(size: 10pt, {text})))\n"
