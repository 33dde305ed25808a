"""Reads a composed, executed notebook into the document model: Markdown and outputs become blocks.

Every content of a notebook becomes text, a list, a table, a figure or a picture; no writer interprets text from a notebook
as markup of its format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from taphuan.document.html_reading import blocks_of
from taphuan.document.identified import check_identified
from taphuan.document.markdown import clean, title_html, to_html
from taphuan.document.model import (
    Agenda,
    Block,
    Document,
    Inline,
    ListBlock,
    Paragraph,
    Question,
    QuestionGroup,
    Run,
    Section,
    Session,
    TableBlock,
)
from taphuan.document.outputs import PAGE, SLIDE, Room, cell_blocks, clean_all
from taphuan.document.slides import Slide, is_composed, slides_of
from taphuan.document.worksheets import read_worksheet
from taphuan.errors import NotComposed
from taphuan.text import say

# a notebook that says nothing about itself
_NOTEBOOK = say("document.reading.notebook")


def read_document(nb: Any, kind: str, name: str = "") -> Document:
    """The document of `kind` ("deck", "briefing" or "report") in an executed notebook. Any other than a composed one is one
    document, whatever its kind; `name` is its title where the notebook has none.

    Raises NotComposed if a composed notebook lacks the metadata that identify the document, or if there is nothing to show.
    """
    if not is_composed(nb):
        return _of_anybody(nb, kind, name)
    metadata = check_identified(nb)
    slides = slides_of(nb, document=kind)
    room = SLIDE if kind == "deck" else PAGE
    sections = tuple(_section(slide, room) for slide in slides if not slide.backup)
    if not sections:
        raise NotComposed(f"the notebook has no cell for the {kind}; build it with that document", code="TH535")
    meta = clean_all(metadata)
    try:
        agenda = _agenda(meta["agenda"]) if "agenda" in meta else None
        quiz = tuple(map(_question_group, meta.get("quiz", ())))
        worksheets = tuple(map(read_worksheet, meta.get("worksheets", ())))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotComposed(
            f"the notebook's quiz, worksheets or agenda cannot be read ({error!r}); build it anew", code="TH531"
        ) from None
    return Document(
        kind=kind,
        title=meta["title"],
        conference=meta["conference"],
        unit=meta["unit"],
        as_of=meta["as_of"],
        as_of_text=meta["as_of_text"],
        provenance=meta["provenance"],
        sections=sections,
        backup=tuple(_section(slide, room) for slide in slides if slide.backup),
        sample=bool(meta["conference"].get("sample")),
        header=meta.get("header", {}),
        frame=meta.get("frame", ""),
        quiz=quiz,
        agenda=agenda,
        worksheets=worksheets,
        sheet=meta.get("sheet", {}),
    )


def read_report(nb: Any, name: str = "") -> Document:
    """The paper of a document set: the briefing of a province, or the report of a conference.

    Raises NotComposed as `read_document` does.
    """
    return read_document(nb, "report" if (nb.metadata.get("taphuan") or {}).get("whole") else "briefing", name)


def _of_anybody(nb: Any, kind: str, name: str) -> Document:
    """A notebook that was not composed: its title and what it shows."""
    room = SLIDE if kind == "deck" else PAGE
    slides = slides_of(nb)
    if not slides:
        raise NotComposed(NOTHING, code="TH533")
    sections = tuple(_section(slide, room) for slide in slides)
    if kind != "deck":
        sections = tuple(replace(section, kind="part") for section in sections)
    given = nb.metadata.get("title")
    titles = (str(given) if given else "", *(plain(section.title) for section in sections), name, _NOTEBOOK)
    title = clean(next(filter(None, titles)))
    if kind != "deck" and plain(sections[0].title) == title:
        # it stands above the paper
        sections = (replace(sections[0], title=()), *sections[1:])
    return Document(kind, title, {"title": ""}, {"name": ""}, "", "", "", sections)


NOTHING = "the notebook shows nothing; run it, or write Markdown into it, and save it"


def said_plainly(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a quotation slide: its words, the first block, without the bold letters that a notebook gives them."""
    first, *rest = blocks
    if not isinstance(first, Paragraph):
        return blocks
    return (replace(first, runs=tuple(replace(run, bold=False) for run in first.runs)), *rest)


def plain(runs: Inline) -> str:
    """The text of the runs without their styles."""
    return "".join(run.text for run in runs)


def _question_group(group: Mapping[str, Any]) -> QuestionGroup:
    questions = tuple(
        Question(
            **{name: q[name] for name in ("id", "text", "answer", "explanation")},
            options=tuple((letter, text) for letter, text in q["options"]),
            sources=tuple(q["sources"]),
            notes=tuple(q["notes"]),
            whys=tuple((letter, text) for letter, text in q["whys"]),
            on_paper=bool(q.get("on_paper", True)),
            tested=bool(q.get("tested")),
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


def _section(slide: Slide, room: Room) -> Section:
    blocks: list[Block] = []
    for cell in slide.body:
        blocks += cell_blocks(cell, room) if cell.cell_type == "code" else markdown_blocks(cell)
    notes = [block for cell in slide.notes for block in markdown_blocks(cell)]
    return Section(
        id=slide.id,
        kind=slide.kind,
        level=slide.level,
        title=_title(slide.title),
        blocks=tuple(_with_joined_lists(blocks)),
        kicker=clean(slide.above),
        notes=tuple(_paragraphs(notes)),
        sources=sources_of(slide),
        minutes=slide.minutes,
        speaker=clean(slide.speaker),
        layout=slide.layout,
        block=slide.block,
        added=slide.added,
    )


def sources_of(slide: Slide) -> str:
    """The words of the cells of sources of a slide, as one line."""
    return "; ".join(plain(p.runs) for cell in slide.sources for p in _paragraphs(markdown_blocks(cell)))


def markdown_blocks(cell: Any) -> list[Block]:
    """The blocks of a Markdown cell with the pictures pasted into it."""
    return blocks_of(to_html(cell.source, cell.get("attachments")))


def spoken(runs: Inline) -> str:
    """The text of a note in one line, the address of a link behind its words."""
    parts = (
        run.text if not run.href or run.href.removeprefix("mailto:") in run.text else f"{run.text} ({run.href})"
        for run in runs
    )
    return "".join(parts).replace("\n", " ")


def title_text(slide: Slide) -> str:
    """The title of a slide or part without Markdown; "" where it has none."""
    return plain(_title(slide.title))


def _title(markdown: str) -> Inline:
    return next((block.runs for block in blocks_of(title_html(markdown)) if isinstance(block, Paragraph)), ())


def _with_joined_lists(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with adjacent lists of the same type joined: each cell of a notebook may have one item."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, ListBlock) and isinstance(last, ListBlock) and block.ordered == last.ordered:
            joined[-1] = _joined(last, block)
        else:
            joined.append(block)
    return joined


def _joined(first: ListBlock, second: ListBlock) -> ListBlock:
    items = (*first.items, *second.items)
    if not first.nested and not second.nested:
        return replace(first, items=items)
    # the numbers of the list itself go on, those of the lists in it stay
    more = max((number for level, number in first.places if level == 0), default=0) - second.start + 1
    places = [(level, number + more if number and not level else number) for level, number in second.places]
    return replace(first, items=items, nested=(*first.places, *places))


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
