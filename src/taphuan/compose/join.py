"""Joins the slides of all parts into one notebook for a lesson.

In the result all placeholders and citations are resolved; it can be executed again from top to bottom. The `taphuan`
metadata of a cell say to which document, part and slide it belongs; those of the notebook identify the lesson.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import nbformat
from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose.papers import papers
from taphuan.compose.slide import ComposedSlide, compose_slide
from taphuan.compose.source import SourceNotebook, read_source
from taphuan.data.load import yaml_document
from taphuan.errors import NotComposed
from taphuan.known.units import WHOLE
from taphuan.lesson import placeholders, wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.markdown import Markdown
from taphuan.lesson.teaching import Teaching
from taphuan.text import hold, lower_first, upper_first

SCHEMA = 1
BRIEFING = "briefing"
_ENTRIES_PER_SLIDE = 10
# an argument that changes how large a figure is and not what it shows
_SIZE = re.compile(r",?size=\"\w+\"")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NUMBERED_HEADING = re.compile(r"^# (?:([IVX]+)|\d+)\. ")
ANNEX = "annex"


@dataclass(frozen=True)
class Part:
    """A source notebook as a part of a document ("deck", "briefing", "checkup" or "report"). `name` is that of the part in
    slides/deck.yaml, "module:<slug>" for a module."""

    document: str
    name: str
    source: SourceNotebook

    @property
    def prefix(self) -> str:
        """The prefix of the ids of its slides and cells in the composed notebook."""
        return self.name.removeprefix("module:")


def parts_of(lesson: Lesson, full: bool = False) -> tuple[Part, ...]:
    """The parts of all documents of the set, in the order of slides/deck.yaml; `modules` means all taught modules. `full`: a
    province's set has the deck of the hall with its own figures."""
    order = yaml_document(paths.DECK_ORDER)
    documents = dict(order["module" if lesson.module else "conference" if lesson.whole else "province"])
    if full and not lesson.whole:
        documents = dict(order["full"])
    elif _is_single(lesson):
        documents |= order["single"]
    return tuple(
        part for document, names in documents.items() for name in names for part in _parts(document, name, lesson)
    )


def _is_single(lesson: Lesson) -> bool:
    """Whether the conference is of one unit, so that the hall's deck is that of the unit."""
    return len(lesson.participants) == 1 and not lesson.module


def _parts(document: str, name: str, lesson: Lesson) -> Iterator[Part]:
    if name == "modules":
        for module in lesson.teaching.modules:
            yield Part(document, f"module:{module.slug}", read_source(paths.MODULE_NOTEBOOKS / f"{module.slug}.ipynb"))
    else:
        folder = paths.FRAME_NOTEBOOKS if document == "deck" else paths.REPORT_NOTEBOOKS
        yield Part(document, name, read_source(folder / f"{name}.ipynb"))


def compose(lesson: Lesson, full: bool = False) -> NotebookNode:
    """The composed notebook of a lesson; `full` as in `parts_of`. Raises NotComposed or UnknownName, which name the notebook and the cell."""
    teaching = lesson.teaching
    taught: frozenset[str] = frozenset()
    cells = list(_setup_cells(lesson))
    parts = parts_of(lesson, full)
    speakers = {f"module:{slot.module}": slot.speaker for slot in lesson.conference.timetable if slot.speaker}
    entries: dict[str, dict[str, str]] = {part.document: {} for part in parts}
    reprinted: set[str] = set()  # the documents with a slide that rests on a reprint
    values, conditions = _known_to_cells(lesson, teaching)
    for part in parts:
        # what follows the modules asks about what they teach
        if taught and not part.name.startswith("module:") and teaching.taught != taught:
            teaching = replace(teaching, taught=taught)
            values, conditions = _known_to_cells(lesson, teaching)
        composed = [
            slide
            for source in part.source.slides
            if (slide := compose_slide(source, part.source.name, lesson.profile, values, conditions)) is not None
        ]
        if part.name.startswith("module:"):
            taught |= {id_ for slide in composed for cell in slide.cells for id_ in cell.citations}
        if part.document != "deck":
            composed = _numbered(composed)
        kicker = next((slide.plain_title for slide in composed if slide.level == 1), "")
        for slide in composed:
            for reference in slide.references:
                entries[part.document].update(reference.entries)
                if reference.secondary:
                    reprinted.add(part.document)
            cells.extend(_cells(part, slide, kicker, speakers.get(part.name, "")))
    for document, entries_of_document in entries.items():
        if document == "checkup":  # one page, whose figure has its sources
            continue
        note = wording.REPRINT_EXPLAINED if document in reprinted else ""
        annex = {c.metadata["taphuan"]["slide"] for c in cells if _is_of_annex(c, document)}
        number = len(annex) + 1 if document == BRIEFING else 0
        cells.extend(_source_slides(document, tuple(entries_of_document.items()), note, number))
    _refuse_duplicate_ids(cells)
    _refuse_equal_outputs(cells)
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = NotebookNode(
        kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"},
        language_info={"name": "python"},
        taphuan={**_identity(lesson), **papers(lesson, teaching, cells)},
    )
    return notebook


def _identity(lesson: Lesson) -> dict[str, Any]:
    unit, conference = lesson.unit, lesson.conference
    return {
        "schema": SCHEMA,
        "title": _title(lesson),
        "module": lesson.module,
        "whole": lesson.whole,
        "frame": "" if unit.is_everyone else unit.name,
        "conference": {
            "slug": conference.slug,
            "title": conference.title,
            "short": conference.short_title,
            "date_text": conference.date_text,
            "sample": conference.sample,
        },
        "unit": {**unit.reference(), "full_name": unit.full_name},
        "as_of": lesson.as_of.isoformat(),
        "as_of_text": wording.as_of_line(lesson.profile),
        "provenance": wording.PROVENANCE,
        "header": _whole_header(lesson) if lesson.whole else _header(lesson),
    }


def _title(lesson: Lesson) -> str:
    if lesson.module:
        return lesson.teaching.modules[0].title
    return (
        lesson.conference.title
        if lesson.whole or _is_single(lesson)
        else f"Chuyển đổi số {wording.unit_phrase(lesson.unit)}"
    )


def _header(lesson: Lesson) -> dict[str, str]:
    """The letterhead of a province's briefing."""
    unit = lesson.unit
    next_year = lesson.as_of.year + 1
    holds = placeholders.conditions(lesson.profile, lesson.teaching)
    tasks = f"{'đề xuất' if holds['has_proposals'] else 'phân công'} nhiệm vụ năm {next_year}"
    what = f"Kết quả chuyển đổi số và {tasks}" if holds["has_results"] else upper_first(tasks)
    return {
        **_issuer(lesson),
        "place": unit.full_name if unit.slug == "ho-chi-minh" else unit.name,
        "type": "BÁO CÁO",
        "abstract": hold(f"{what} của {wording.unit_phrase(unit)}"),
        "symbol_hint": "/BC-…",
    }


def _whole_header(lesson: Lesson) -> dict[str, str]:
    """The letterhead of a conference report."""
    return {
        **_issuer(lesson),
        "place": "……………",
        "type": "BÁO CÁO",
        "abstract": f"{'Chuẩn bị' if lesson.conference.plan else 'Kết quả'} {lower_first(lesson.conference.title)}",
        "symbol_hint": "/BC-…",
    }


def _issuer(lesson: Lesson) -> dict[str, str]:
    """Who issues the paper, where the conference says it; blanks otherwise, because it is not known who will sign."""
    issuer = lesson.conference.issuer
    if issuer is None:
        return {"authority": "(TÊN CƠ QUAN CHỦ QUẢN)", "agency": "(TÊN CƠ QUAN BAN HÀNH)"}
    return {"authority": issuer.authority.upper(), "agency": issuer.agency.upper()}


def _setup_cells(lesson: Lesson) -> Iterator[NotebookNode]:
    """The first two code cells: the parameters, and the call of `open_lesson`."""
    province = WHOLE if lesson.whole else lesson.unit.slug
    parameters = (
        f'conference = "{lesson.conference.slug}"\nprovince = "{province}"\nas_of = "{lesson.as_of.isoformat()}"'
    )
    module = f', module="{lesson.module}"' if lesson.module else ""
    call = (
        "from taphuan import open_lesson\n\n"
        f"lesson = open_lesson(conference=conference, province=province, as_of=as_of{module})"
    )
    for id_, source, tags in (("parameters", parameters, ["parameters"]), ("lesson", call, ["lesson"])):
        yield _code_cell(source, id=id_, metadata={"tags": tags, "slideshow": {"slide_type": "skip"}, "taphuan": {}})


def _markdown_cell(source: str, **fields: Any) -> NotebookNode:
    """A cell as `nbformat.v4.new_markdown_cell` makes it, which validates each cell by itself; `compose` validates all at once,
    a hundred times as fast."""
    cell = NotebookNode(id="", cell_type="markdown", source=source, metadata=NotebookNode())
    cell.update(fields)
    return cell


def _code_cell(source: str, **fields: Any) -> NotebookNode:
    cell = NotebookNode(
        id="", cell_type="code", metadata=NotebookNode(), execution_count=None, source=source, outputs=[]
    )
    cell.update(fields)
    return cell


def _known_to_cells(lesson: Lesson, teaching: Teaching) -> tuple[Mapping[str, Markdown | None], Mapping[str, bool]]:
    """The values of the placeholders and the conditions of the lesson."""
    return placeholders.values(lesson.profile, teaching), placeholders.conditions(lesson.profile, teaching)


def _numbered(slides: list[ComposedSlide]) -> list[ComposedSlide]:
    """The parts of a paper, and of its annex, with their Roman or Arabic numbers in order, where some were left out."""
    counts, numbered = {True: 0, False: 0}, []
    for slide in slides:
        heading = slide.cells[0]
        if slide.level == 1 and (found := _NUMBERED_HEADING.match(heading.text)):
            counts[slide.kind == ANNEX] += 1
            place = counts[slide.kind == ANNEX]
            number = _ROMAN[place - 1] if found.group(1) else str(place)
            text = _NUMBERED_HEADING.sub(f"# {number}. ", heading.text, count=1)
            slide = replace(slide, cells=(replace(heading, text=text), *slide.cells[1:]))
        numbered.append(slide)
    return numbered


def _cells(part: Part, slide: ComposedSlide, kicker: str, speaker: str) -> Iterator[NotebookNode]:
    common = {
        "document": part.document,
        "part": part.name,
        "part_title": slide.kicker or (kicker if slide.level > 1 else ""),
        "slide": f"{part.prefix}-{slide.id}",
        "slide_kind": slide.kind if part.document == "deck" or slide.kind == ANNEX else "part",
    }
    for cell in slide.cells:
        metadata: dict[str, Any] = {**common, "role": cell.role}
        if cell.role == "heading":
            metadata |= slide.heading_metadata()
            if slide.kind == "section" and speaker:
                metadata["speaker"] = hold(speaker)
        if cell.citations:
            metadata["citations"] = list(cell.citations)
        if cell.claims:
            metadata["claims"] = [claim.as_metadata() for claim in cell.claims]
        slide_type = cell.slide_type if part.document == "deck" else "skip"
        make = _code_cell if cell.type == "code" else _markdown_cell
        pictures = {"attachments": cell.attachments} if cell.attachments else {}
        yield make(
            cell.text,
            id=f"{part.prefix}-{cell.id}",
            metadata={"slideshow": {"slide_type": slide_type}, "taphuan": metadata},
            **pictures,
        )


def _is_of_annex(cell: NotebookNode, document: str) -> bool:
    place = cell.metadata["taphuan"]
    return bool(place.get("document") == document and place.get("slide_kind") == ANNEX)


def _source_slides(
    document: str, entries: tuple[tuple[str, str], ...], note: str, number_in_annex: int
) -> Iterator[NotebookNode]:
    """The cells of the list of sources: several slides at the end of a deck, or one part at the end of a paper or of its annex
    (`number_in_annex`, 0 without one); `note` stands under the last of them, on a slide in its footer."""
    from taphuan.lesson.markdown import escape

    most = _ENTRIES_PER_SLIDE if document == "deck" else max(1, len(entries))
    # distribute the entries evenly, so that the last slide has as many as the others
    size = ceil(len(entries) / ceil(len(entries) / most)) if entries else 1
    pages = [entries[start : start + size] for start in range(0, len(entries), size)]
    for number, page in enumerate(pages, start=1):
        slide = f"nguon-{document}-{number}"
        metadata = {
            "document": document,
            "part": "sources",
            "part_title": "Nguồn",
            "slide": slide,
            "slide_kind": "sources" if document == "deck" else ANNEX if number_in_annex else "part",
        }
        place = f"{number_in_annex}. " if number_in_annex else ""
        title = f"{place}Nguồn tham khảo" + (f" ({number}/{len(pages)})" if len(pages) > 1 else "")
        slide_type = "slide" if document == "deck" else "skip"
        yield _markdown_cell(
            f"{'##' if document == 'deck' else '#'} {title}",
            id=f"{slide}-title",
            metadata={"slideshow": {"slide_type": slide_type}, "taphuan": {**metadata, "role": "heading"}},
        )
        start = (number - 1) * size + 1
        lines = "\n".join(f"{place}. {escape(text)}" for place, (_, text) in enumerate(page, start=start))
        last = note if number == len(pages) else ""
        if last and document != "deck":
            lines += f"\n\n{last}"
        yield _markdown_cell(
            lines,
            id=f"{slide}-list",
            metadata={
                "slideshow": {"slide_type": "-" if document == "deck" else "skip"},
                "taphuan": {**metadata, "role": "body", "citations": [key for key, _ in page]},
            },
        )
        if last and document == "deck":
            yield _markdown_cell(
                last,
                id=f"{slide}-sources",
                metadata={"slideshow": {"slide_type": "-"}, "taphuan": {**metadata, "role": "sources"}},
            )


def _refuse_duplicate_ids(cells: list[NotebookNode]) -> None:
    ids: set[str] = set()
    for cell in cells:
        if cell.id in ids:
            raise NotComposed(f"two cells have the id '{cell.id}'; rename one of them in its notebook")
        ids.add(cell.id)


def _refuse_equal_outputs(cells: list[NotebookNode]) -> None:
    """Two cells of one document that call the same figure or table, whatever its size: the reader would see it twice."""
    seen: dict[tuple[str, str], str] = {}
    for cell in cells:
        place = cell.metadata["taphuan"]
        if cell.cell_type != "code" or "document" not in place:
            continue
        call = place["document"], _SIZE.sub("", re.sub(r"\s+", "", cell.source))
        if call in seen:
            raise NotComposed(
                f"cells '{seen[call]}' and '{cell.id}' of the {place['document']} show the same: {cell.source.strip()}; "
                "leave one of them out, or give one a condition (`when`, `unless`) so that both never stand in one document"
            )
        seen[call] = cell.id
