"""What a written deck has to show, slide by slide, as the document model has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from taphuan.check.written.page import drawn_words, numbers_in, tight
from taphuan.document.model import (
    Document,
    FigureBlock,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Section,
    TableBlock,
)
from taphuan.document.reading import plain, spoken
from taphuan.export.shared.frame import standing
from taphuan.export.shared.sources import foot_sources

# how a number of the data may be written: whole, with one decimal, two or three
_STEPS = tuple(map(Decimal, ("1", "0.1", "0.01", "0.001")))


@dataclass(frozen=True)
class Wanted:
    """A slide. `texts` are its paragraphs and items, `asides` its caveats, `rows` those of its tables, `drawn` the words of each drawing, all in
    the order of the notebook. `numbers` are all that may stand on it, `about` is all that is said on it and about it; `values` and `columns` are the numbers of its
    figures."""

    name: str
    title: str
    texts: tuple[str, ...]
    asides: tuple[str, ...]
    captions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawn: tuple[str, ...]
    notes: tuple[str, ...]
    alts: tuple[str, ...]
    links: frozenset[str]
    pictures: int
    tables: int
    numbers: frozenset[str]
    about: str
    kind: str
    kicker: str
    sources: str
    scatters: int
    values: frozenset[float]
    columns: tuple[tuple[float, ...], ...]


class Deck:
    """A deck and what each of its slides has to show, read once for all its forms."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def shown(self) -> tuple[Wanted, ...]:
        return wanted_slides(self.document, self.document.sections)

    @cached_property
    def hidden(self) -> tuple[Wanted, ...]:
        return wanted_slides(self.document, self.document.backup)


def wanted_slides(document: Document, sections: tuple[Section, ...]) -> tuple[Wanted, ...]:
    conference = document.conference
    frame = (document.frame, conference.get("title"), conference.get("short"), conference.get("date_text"))
    around = " ".join(
        filter(None, (*frame, document.title, document.as_of_text, document.provenance, standing(document.as_of)))
    )
    lines = {_line(text) for text in (*frame[1:], document.as_of_text, document.provenance) if text}
    return tuple(_wanted(section, around, lines) for section in sections)


def _line(text: str) -> str:
    return tight(text).rstrip(".")


def _wanted(section: Section, around: str, frame: set[str]) -> Wanted:
    texts: list[str] = []
    asides: list[str] = []
    captions: list[str] = []
    rows: list[tuple[str, ...]] = []
    drawn: list[str] = []
    alts: list[str] = []
    links: set[str] = set()
    values: set[str] = set()
    numbers: list[float] = []
    columns: list[tuple[float, ...]] = []
    about = [around, section.kicker, section.sources, section.speaker]
    pictures = tables = 0
    for block in section.blocks:
        match block:
            case Paragraph():
                text = _shown(block.runs, links)
                # the frame of the cover shows some of its lines in its own way
                if section.kind != "cover" or not all(_line(part) in frame for part in text.split(" · ")):
                    # a caveat may stand below the figure that it belongs to
                    (asides if block.style == "note" else texts).append(text)
            case ListBlock():
                texts += [_shown(item, links) for item in block.items]
            case TableBlock():
                tables += 1
                links |= {look.href for row in block.looks for look in row if look.href}
                lines = (tuple(column.name for column in block.columns), *block.rows)
                rows += [tuple(map(tight, line)) for line in lines]
                captions.append(block.caption)
                about += [block.source, *(cell for line in lines for cell in line)]
            case FigureBlock():
                pictures += 1
                drawn.append(drawn_words(block.svg))
                captions.append(block.caption)
                alts.append(block.alt)
                about += [
                    block.alt,
                    block.source,
                    *(str(value) for line in block.data.get("rows", ()) for value in line),
                ]
                values |= set(_written(block))
                for column in zip(*block.data.get("rows", ()), strict=True):
                    columns.append(tuple(float(v) for v in column if isinstance(v, int | float)))
                    numbers += columns[-1]
                numbers += [
                    float(one.replace(",", "."))
                    for one in numbers_in(f"{block.alt} {drawn[-1]}")
                    if one.count(",") < 2 and "." not in one
                ]
            case PictureBlock():
                pictures += 1
                about.append(block.alt)
    shown = [block.source for block in section.blocks if isinstance(block, FigureBlock | TableBlock) and block.source]
    notes = tuple(spoken(paragraph.runs) for paragraph in section.notes)
    said = " ".join((plain(section.title), *texts, *asides, *captions, *drawn, *notes, *about))
    return Wanted(
        section.id,
        plain(section.title),
        tuple(filter(None, map(tight, texts))),
        tuple(filter(None, map(tight, asides))),
        tuple(filter(None, map(tight, captions))),
        tuple(rows),
        tuple(drawn),
        notes,
        tuple(filter(None, alts)),
        frozenset(links),
        pictures,
        tables,
        numbers_in(said) | values,
        said,
        section.kind,
        section.kicker,
        foot_sources([section.sources], shown),
        sum(isinstance(block, FigureBlock) and block.kind == "scatter" for block in section.blocks),
        frozenset(map(float, numbers)),
        tuple(columns),
    )


def _shown(runs: Inline, links: set[str]) -> str:
    links |= {run.href for run in runs if run.href}
    return plain(runs)


def _written(figure: FigureBlock) -> Iterator[str]:
    """The numbers of a figure's data as they may be written."""
    for row in figure.data.get("rows", ()):
        for value in row:
            if isinstance(value, int | float):
                exact = abs(Decimal(str(value)))
                yield from (str(exact.quantize(step, ROUND_HALF_UP)).replace(".", ",") for step in _STEPS)
            else:
                yield from numbers_in(str(value))
