"""Papers in Word and as PDF against the document: every part in its order, head and foot, and no number or province beside it."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.check.shown.identity import slugs_in
from taphuan.check.written.office import Word, read_word
from taphuan.check.written.page import numbers_in, tight
from taphuan.check.written.pdf import read_pdf, stands
from taphuan.check.written.slides import cut, follows
from taphuan.check.written.wanted import wanted_slides
from taphuan.document.model import Document, FigureBlock, ListBlock, Paragraph, PictureBlock, Run, TableBlock
from taphuan.export.shared import paper
from taphuan.export.shared.numbering import Line, paper_blocks
from taphuan.export.shared.sources import footer_sources, source_line

# numbers of parts, pages, figures and tables
_GROUND = frozenset(map(str, range(200)))


def paper_in_word(name: str, document: Document, content: bytes) -> Iterator[str]:
    """What a paper in Word has lost or has beside what the document says."""
    word = read_word(content)
    yield from edges(name, document, word)
    texts = tuple(_texts(document))
    footnotes = tight(word.footnotes)
    yield from follows(name, "", ("".join(cells) for cells, below in texts if not below), word.body)
    yield from follows(name, " in its footnotes", ("".join(cells) for cells, below in texts if below), footnotes)
    yield from pictured(name, document, word)
    yield from beside(name, f"{word.text} {word.footnotes}", known(document))


def paper_as_pdf(name: str, document: Document, content: bytes) -> Iterator[str]:
    """The same of a PDF, whose footnotes stand between its lines."""
    pdf = read_pdf(content)
    frame = tight(f"{document.provenance}.")
    for number, page in enumerate(pdf.pages, start=1):
        if frame not in page:
            yield f"{name}, page {number}: lacks “{cut(document.provenance)}” at its foot"
        if document.sample and tight(paper.SAMPLE) not in page:
            yield f"{name}, page {number}: lacks the mark {paper.SAMPLE}"
    # headings may be in capitals
    pages = [page.casefold() for page in pdf.pages]
    for cells, _ in _texts(document):
        if not stands([cell.casefold() for cell in cells], pages):
            yield f"{name}: lacks “{cut(''.join(cells))}”"
    alts = {tight(alt) for alt in pdf.alts}
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, FigureBlock) and tight(block.alt or block.caption) not in alts:
            yield f"{name}: lacks the figure “{cut(block.alt)}”"


def edges(name: str, document: Document, word: Word) -> Iterator[str]:
    """Head and foot of every page of a Word file."""
    if document.of_anybody:
        return
    for foot in word.feet:
        if tight(foot) != tight(f"{document.provenance}."):
            yield f"{name}: has the foot “{cut(foot.strip())}” in place of “{cut(document.provenance)}.”"
    mark = tight(paper.SAMPLE) if document.sample else ""
    for head in word.heads:
        if tight(head) != mark:
            wanted = f"the mark “{paper.SAMPLE}”" if document.sample else "nothing but the number of the page"
            yield f"{name}: has the head “{cut(head.strip())}” in place of {wanted}"
    if document.as_of_text and tight(document.as_of_text) not in word.body:
        yield f"{name}: lacks its day, “{document.as_of_text}”"


def pictured(name: str, document: Document, word: Word) -> Iterator[str]:
    blocks = [block for section in document.sections for block in section.blocks]
    wanted = sum(isinstance(block, FigureBlock | PictureBlock) for block in blocks)
    if word.pictures > wanted or word.pictures < sum(isinstance(block, FigureBlock) for block in blocks):
        yield f"{name}: has {word.pictures} figures and pictures, its notebook {wanted}"
    alts = {tight(alt) for alt in word.alts}
    for block in blocks:
        if isinstance(block, FigureBlock) and tight(block.alt or block.caption) not in alts:
            yield f"{name}: lacks the alt text “{cut(block.alt)}”"


def known(document: Document) -> str:
    """All that the document says anywhere."""
    parts = wanted_slides(document, document.sections)
    letterhead = " ".join(document.header.values())
    return " ".join((*(part.about for part in parts), *(" ".join(part.numbers) for part in parts), letterhead))


def beside(name: str, shown: str, said: str) -> Iterator[str]:
    """Numbers and provinces that stand in a file and not in what it is made of."""
    more = sorted(numbers_in(shown) - numbers_in(said) - _GROUND)
    if more:
        yield f"{name}: has numbers that its notebook does not: {', '.join(more[:3])}"
    others = slugs_in(shown) - slugs_in(said)
    if others:
        yield f"{name}: names {', '.join(sorted(others)[:3])}, which its notebook does not"


def _texts(document: Document) -> Iterator[tuple[tuple[str, ...], bool]]:
    """(text or cells of a row without blanks, whether it is a footnote) of all that the paper says, in its order."""
    if not document.of_anybody:
        head = paper.letterhead(document)
        yield (tight(head.type),), False
        yield (tight("".join(head.abstract)),), False
    parts = zip(document.sections, paper.numbers(document), paper_blocks(document, paper.TEXT_WIDTH), strict=True)
    for section, number, blocks in parts:
        if section.title:
            yield (tight(number + _printed(section.title)),), False
        for item in blocks:
            match item.block:
                case Paragraph() | ListBlock():
                    for line in item.texts:
                        yield (tight(_printed(line)),), False
                case TableBlock() as block:
                    yield (tight(f"{item.target}. {block.caption}" if item.target else ""),), False
                    for row in (tuple(column.name for column in block.columns), *block.rows):
                        yield tuple(tight(paper.in_times(Run(cell))) for cell in row), False
                    yield (tight(source_line(block.source)),), False
                case FigureBlock() as block if item.target:
                    yield (tight(f"{item.target}. {block.caption}"),), False
                    yield (tight(source_line(block.source)),), False
            for note in item.notes:
                yield (tight(_printed(note)),), True
        yield (tight(footer_sources(section)),), False


def _printed(line: Line) -> str:
    return "".join(paper.in_times(part) if isinstance(part, Run) else str(part.target) for part in line)
