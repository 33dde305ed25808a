"""The document as notebooks for Quarto, one for each format, because each needs other Markdown.

They hold text, Markdown tables and pictures, no code. HTML would make Quarto load scripts from the net, a label `tbl-…`
loses the table in PowerPoint, and notes would be part of the text in Word and PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from taphuan.document.model import (
    Block,
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
from taphuan.document.pictures import NO_WORDS, UNREADABLE, fitted
from taphuan.document.reading import plain
from taphuan.export.pdf import slide_table
from taphuan.export.plain.markdown import Marker, code_block
from taphuan.export.pptx.house_layouts import OTHER_HALF
from taphuan.export.quarto.references import openxml
from taphuan.export.shared import paper
from taphuan.export.shared.columns import column_widths
from taphuan.export.shared.numbering import Line, PaperBlock, paper_blocks
from taphuan.export.shared.raster import png_of
from taphuan.export.shared.sources import footer_sources, source_line
from taphuan.text import say
from taphuan.theme import theme

PICTURES = "figures"
_PUNCTUATION = re.compile(r"[^\w\s,;/%?\u0080-\U0010ffff]|_")
# Quarto's Markdown has more markup than CommonMark (citations, formulas, short codes); every sign may be escaped.
PANDOC = Marker(lambda text: _PUNCTUATION.sub(r"\\\g<0>", text))
# A definition of a link, which shows nothing: Quarto would make the first heading of a notebook the title of a slide before it.
_NO_TITLE = "[cover]: #"
_DASHES = 100  # in the rule of a table, for all columns together
_WIDE = theme().spacing.measure  # px: of a table on a slide
_VISUALS = (FigureBlock, TableBlock, PictureBlock)
_DARK = f"{{.dark background-color={theme().colours.ink}}}"


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


def notebook_of(document: Document, target: Target, front: str) -> tuple[Any, dict[str, bytes]]:
    """The notebook for one target, with `front` as its front matter, and its pictures by path.

    Raises NotComposed when a figure cannot be drawn.
    """
    from nbformat.v4 import new_markdown_cell, new_notebook, new_raw_cell

    writer = _Writer(document, target)
    cells = [new_raw_cell(f"---\n{front}---", id="front")]
    written = writer.slides() if target.deck else writer.parts()
    cells += [new_markdown_cell(source, id=f"part-{at}") for at, source in enumerate(written, 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel}), writer.pictures


class _Writer:
    """Writes the Markdown for one target and collects its pictures."""

    def __init__(self, document: Document, target: Target) -> None:
        self._document, self._target, self._to = document, target, target.to
        self.pictures: dict[str, bytes] = {}

    # --- decks ---

    def slides(self) -> Iterator[str]:
        document = self._document
        yield "```{=typst}\n#show: house\n```" if self._to == "typst" else _NO_TITLE
        frame = tuple(Paragraph((Run(f"{text}."),)) for text in (document.as_of_text, document.provenance))
        for at, section in enumerate(document.sections):
            whole = section if at else replace(section, blocks=(*section.blocks, *frame))
            for page in _pages(whole) if self._to == "pptx" else (whole,):
                yield self._slide(page)

    def _slide(self, section: Section) -> str:
        title = PANDOC.text(plain(section.title)) or PANDOC.text(section.kicker) or "…"
        mark = (
            f"{PANDOC.text(say('export.quarto.prepare.sample'))} "
            if self._document.sample and self._to == "pptx"
            else ""
        )
        dark = f" {_DARK}" if self._to == "revealjs" and section.kind in ("cover", "section", "quotation") else ""
        blocks = [part for block in section.blocks for part in self._block(PaperBlock(block, _lines(block)))]
        sources = footer_sources(section)
        parts = [f"## {mark}{title}{dark}", *blocks, self._source(sources)]
        if self._to == "typst":
            return self._named("slide", _joined(parts))
        notes = self._notes(section, sources)
        return _joined([*parts, _joined(["::: {.notes}", *notes, ":::"]) if notes else ""])

    def _notes(self, section: Section, sources: str) -> list[str]:
        """The speaker notes. For PowerPoint they contain the sources: a line below a figure would start another slide."""
        notes = [PANDOC.inline(note.runs) for note in section.notes]
        if self._to == "pptx":
            lines = [source_line(b.source) for b in section.blocks if isinstance(b, FigureBlock | TableBlock)]
            notes += [PANDOC.line(text) for text in (*lines, sources) if text]
        return notes

    # --- papers ---

    def parts(self) -> Iterator[str]:
        """The paper in the order of our own: letterhead, sections, recipients and signer, annex."""
        document, closed = self._document, False
        yield self._frame("letterhead")
        blocks_of_sections = paper_blocks(document, paper.TEXT_WIDTH)
        for section, number, blocks in zip(document.sections, paper.numbers(document), blocks_of_sections, strict=True):
            if section.in_annex and not closed:
                closed = True
                yield self._frame("signature")
                yield self._frame("annex")
            level = "#" * paper.depth(document, section.level)
            title = f"{level} {PANDOC.text(number + plain(section.title))}" if section.title else ""
            written = [part for item in blocks for part in self._block(item)]
            yield _joined([title, *written, PANDOC.line(footer_sources(section))])
        if not closed:
            yield self._frame("signature")

    def _frame(self, name: str) -> str:
        """What only an administrative paper has, as our own writers make it."""
        if self._to == "typst":
            return f"```{{=typst}}\n{'#show: house' * (name == 'letterhead')}\n#{name}\n```"
        return f"```{{=openxml}}\n{openxml(name, self._document)}\n```"

    # --- both ---

    def _block(self, item: PaperBlock) -> Iterator[str]:
        notes = "".join(f"^[{PANDOC.inline(runs)}]" for runs in item.notes)
        match item.block:
            case Paragraph(style="code") as block:
                yield code_block(plain(block.runs))
            case Paragraph() as block:
                runs = self._runs(item.texts[0])
                text = (
                    PANDOC.inline(tuple(replace(run, bold=run.bold or block.style == "lead") for run in runs)) + notes
                )
                yield "> " + text.replace("\n", "\n> ") if block.style == "quote" else text
            case ListBlock() as block if self._to == "docx":
                # in our own styles, as the decree has it: pandoc's lists are set in, and small where they are short
                for line, (_, number) in zip(item.texts, block.places, strict=True):
                    text = PANDOC.inline(self._runs(line))
                    yield PANDOC.line(f"{number}. ") + f" {text}" if number else self._named("List Bullet", text)
                yield notes
            case ListBlock() as block:
                yield PANDOC.listed(replace(block, items=tuple(map(self._runs, item.texts)))) + notes
            case TableBlock() as block:
                yield from self._table(block, self._caption(item, block.caption) + notes)
                yield self._source(block.source)
            case FigureBlock() as block:
                # drawn for PDF too, because it raises NotComposed for an SVG that cannot be drawn
                png = png_of(block.svg)
                drawing = (block.svg.encode(), "svg") if self._to == "typst" else (png, "png")
                caption = self._caption(item, block.caption) + notes
                yield self._image(*drawing, caption, block.alt, paper.figure_size(block)[0])
                yield self._source(block.source)
            case PictureBlock() as block:
                words = block.alt or NO_WORDS
                if (picture := fitted(block.data)) is None:
                    yield PANDOC.line(f"{UNREADABLE}: {words}.")
                    return
                data, *size = picture
                suffix = "png" if data.startswith(b"\x89PNG") else "jpg"
                yield self._image(data, suffix, "", words, paper.picture_size(*size)[0])

    def _runs(self, line: Line) -> Inline:
        """The runs of a line, with the numbers of the tables and figures that it points at, in the letters of a paper."""
        runs = (part if isinstance(part, Run) else replace(part.run, text=str(part.target)) for part in line)
        if self._target.deck:
            return tuple(runs)
        return tuple(replace(run, text=paper.in_times(run), bold=run.bold or bool(run.badge), badge="") for run in runs)

    def _named(self, name: str, text: str) -> str:
        """A text in the style `name`: a function of Typst, a class of HTML, a style of Word."""
        if self._to == "typst":
            return f"```{{=typst}}\n#{name}[\n```\n\n{text}\n\n```{{=typst}}\n]\n```"
        mark = f'custom-style="{name}"' if self._to == "docx" else f".{name}"
        return f"::: {{{mark}}}\n{text}\n:::"

    def _source(self, source: str) -> str:
        name = "Source Line" if self._to == "docx" else "source"
        return self._named(name, PANDOC.line(source_line(source))) if source and self._to != "pptx" else ""

    def _caption(self, item: PaperBlock, caption: str) -> str:
        """The caption, numbered in papers: Quarto numbers only what has a label."""
        return PANDOC.text(f"{item.target}. {caption}" if item.target else caption)

    def _table(self, block: TableBlock, caption: str) -> Iterator[str]:
        shares = slide_table.shares(block, _WIDE) if self._target.deck else column_widths(block, paper.TEXT_WIDTH)
        widths = [round(_DASHES * share / sum(shares)) for share in shares]
        table = PANDOC.table(block, widths, bold=(-1, block.highlight))
        if self._to == "typst":
            # Quarto loses a table's own caption there
            yield self._named("caption", caption) if caption else ""
            yield table
        else:
            yield f"{table}\n\n: {caption}" if caption else table

    def _image(self, data: bytes, suffix: str, caption: str, words: str, width: float) -> str:
        """A picture, on paper of this width in millimetres; on a slide it takes the room that there is."""
        path = f"{PICTURES}/{self._target.notebook.removesuffix('.ipynb')}-{len(self.pictures) + 1}.{suffix}"
        self.pictures[path] = data
        alt = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        if self._to == "pptx":
            # pandoc takes the description from the title, and from `alt` the text below the picture
            return f'![{caption}]({path} "{alt}"){{fig-alt="{alt}"}}'
        size = "" if self._target.deck else f" width={width:.0f}mm"
        # `fig-alt` is read by Quarto, `alt` by the writers of Word files and PDF
        return f'![{caption}]({path}){{fig-alt="{alt}" alt="{alt}"{size}}}'


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _lines(block: Block) -> tuple[Line, ...]:
    return (block.runs,) if isinstance(block, Paragraph) else block.items if isinstance(block, ListBlock) else ()


def _pages(section: Section) -> tuple[Section, ...]:
    """For PowerPoint, whose layouts have text beside one picture or narrow table: each other one on a slide of its own."""
    visuals = [block for block in section.blocks if isinstance(block, _VISUALS)]
    texts = [block for block in section.blocks if not isinstance(block, _VISUALS)]
    wide = any(isinstance(b, TableBlock) and slide_table.natural_width(b) > OTHER_HALF[2] for b in visuals[:1])
    first = 0 if texts and wide else 1
    title = (*section.title, Run(say("export.quarto.prepare.continued")))
    more = tuple(replace(section, title=title, blocks=(visual,), notes=()) for visual in visuals[first:])
    return (replace(section, blocks=(*texts, *visuals[:first])), *more)
