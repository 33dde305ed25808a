"""deck.md: the deck as plain text, for screen readers, for search, and to compare one deck with another.

Each slide in the order of reading: title, text, tables, figures (their alt text and, if it is small, their table of data),
the presenter's notes and the sources.
"""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.document.model import Block, Document, FigureBlock, ListBlock, Paragraph, PictureBlock, Section, TableBlock
from taphuan.document.pictures import UNREADABLE, fitted
from taphuan.document.reading import plain
from taphuan.export.plain.markdown import PLAIN, code_block, figure_table
from taphuan.export.shared.paper import SAMPLE
from taphuan.export.shared.sources import footer_sources, source_line
from taphuan.text import say

# Rows up to which the data of a figure are written as a table; the alt text sums up longer ones.
_SMALL_TABLE = 12
# kinds of figures whose alt text contains every row of their data
_ALT_HAS_ALL_ROWS = (
    "participants",
    "participants-map",
    "numbers",
    "steps",
    "stack",
    "columns",
    "checklist",
    "exercise",
    "big-number",
)

_NO_WORDS = say("export.plain.deck_md.no_words")


def write_deck_md(document: Document) -> bytes:
    """The deck as Markdown, UTF-8."""
    head = [f"# {PLAIN.text(document.title)}", "", f"- {PLAIN.text(document.conference['title'])}"]
    head += [f"- {PLAIN.text(text)}" for text in (document.as_of_text, document.provenance)]
    head += [f"- **{SAMPLE}**"] if document.sample else []
    slides = (_slide(section, at, len(document.sections)) for at, section in enumerate(document.sections, 1))
    return ("\n\n".join(("\n".join(head), *slides)) + "\n").encode()


def _slide(section: Section, at: int, total: int) -> str:
    title = PLAIN.text(plain(section.title))
    about = [
        say("export.plain.deck_md.slide", number=at, total=total),
        section.kicker,
        say("export.plain.deck_md.minutes", minutes=section.minutes) if section.minutes else "",
    ]
    parts = [f"## {title}" if title else f"## Trang {at}"]
    parts.append(f"*{' · '.join(PLAIN.text(text) for text in about if text)}*")
    for block in section.blocks:
        parts += _block(block)
    if sources := footer_sources(section):
        parts.append(PLAIN.line(sources))
    if section.notes:
        parts.append(say("export.plain.deck_md.spoken"))
        parts += ["> " + PLAIN.inline(note.runs).replace("\n", "\n> ") for note in section.notes]
    return "\n\n".join(part for part in parts if part)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            if block.style == "code":
                yield code_block(plain(block.runs))
                return
            text = PLAIN.inline(block.runs)
            yield f"> {text}".replace("\n", "\n> ") if block.style == "quote" else text
        case ListBlock():
            yield PLAIN.listed(block)
        case TableBlock():
            yield say("export.plain.deck_md.table", caption=PLAIN.text(block.caption)) if block.caption else ""
            yield PLAIN.table(block)
            yield PLAIN.line(source_line(block.source))
        case FigureBlock():
            yield say("export.plain.deck_md.figure", caption=PLAIN.text(block.caption or block.alt or _NO_WORDS))
            yield PLAIN.line(block.alt) if block.caption else ""
            names, rows, aligns = figure_table(block)
            if 0 < len(rows) <= _SMALL_TABLE and block.kind not in _ALT_HAS_ALL_ROWS:
                yield PLAIN.pipe_table(names, rows, aligns)
            yield PLAIN.line(source_line(block.source))
        case PictureBlock():
            what = say("export.plain.deck_md.picture") if fitted(block.data) else UNREADABLE
            yield f"{what}: {PLAIN.text(block.alt or _NO_WORDS)}"
