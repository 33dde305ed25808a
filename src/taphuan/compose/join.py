"""Joining the slides of all parts into one notebook for a lesson: filter, resolve, number, sign.

The result holds plain prose, runs again top to bottom and says in its metadata what each cell is (DESIGN: flow).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose.slide import ComposedSlide, compose_slide
from taphuan.compose.source import SourceNotebook, read_source
from taphuan.data.load import yaml_document
from taphuan.errors import NotComposed
from taphuan.lesson import Lesson, placeholders, wording
from taphuan.units import agency

SCHEMA = 1
_ENTRIES_PER_SLIDE = 7
# the notebook format allows no more
_LONGEST_ID = 64


@dataclass(frozen=True)
class Part:
    """One source notebook's place in a document. `kicker` stands above the titles of its slides."""

    document: str
    name: str
    source: SourceNotebook

    @property
    def prefix(self) -> str:
        return self.name.removeprefix("module:")


def parts_of(lesson: Lesson) -> tuple[Part, ...]:
    """The parts of both documents in the order of slides/deck.yaml; `modules` stands for the conference's."""
    order = yaml_document(paths.DECK_ORDER)
    found: list[Part] = []
    for name in order["deck"]:
        if name == "modules":
            for module in lesson.teaching.modules:
                source = read_source(paths.MODULE_NOTEBOOKS / f"{module.slug}.ipynb")
                found.append(Part("deck", f"module:{module.slug}", source))
        else:
            found.append(Part("deck", name, read_source(paths.FRAME_NOTEBOOKS / f"{name}.ipynb")))
    found.extend(
        Part("briefing", name, read_source(paths.REPORT_NOTEBOOKS / f"{name}.ipynb")) for name in order["briefing"]
    )
    return tuple(found)


def compose(lesson: Lesson) -> NotebookNode:
    """One notebook for a (conference, unit, as_of). NotComposed or UnknownName say which cell cannot be resolved."""
    values = placeholders.values(lesson.profile, lesson.teaching)
    conditions = placeholders.conditions(lesson.profile, lesson.teaching)
    cells = list(_set_up(lesson))
    entries: dict[str, dict[str, str]] = {"deck": {}, "briefing": {}}
    for part in parts_of(lesson):
        composed = [
            slide
            for source in part.source.slides
            if (slide := compose_slide(source, part.source.name, lesson.profile, values, conditions)) is not None
        ]
        kicker = next((slide.plain_title for slide in composed if slide.level == 1), "")
        for slide in composed:
            for reference in slide.references:
                entries[part.document].update(reference.entries)
            cells.extend(_cells(part, slide, kicker))
    for document, found in entries.items():
        cells.extend(_source_slides(document, tuple(found.items())))
    _refuse_doubles(cells)
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = NotebookNode(
        kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"},
        language_info={"name": "python"},
        taphuan=_identity(lesson),
    )
    return notebook


def _identity(lesson: Lesson) -> dict[str, Any]:
    unit, conference = lesson.unit, lesson.conference
    return {
        "schema": SCHEMA,
        "title": f"Chuyển đổi số {wording.unit_phrase(unit)}",
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
        "header": {
            "authority": f"Ủy ban nhân dân {wording.unit_phrase(unit)}".upper(),
            "agency": agency("so", lesson.as_of).upper(),
            "place": unit.full_name if unit.slug == "ho-chi-minh" else unit.name,
            "type": "BÁO CÁO TÓM TẮT",
            "abstract": (
                f"Tình hình chuyển đổi số của {wording.unit_phrase(unit)} phục vụ "
                f"{conference.title[:1].lower() + conference.title[1:]}"
            ),
            "symbol_hint": "/BC-…",
        },
    }


def _set_up(lesson: Lesson) -> Iterator[NotebookNode]:
    parameters = f'conference = "{lesson.conference.slug}"\nprovince = "{lesson.unit.slug}"\nas_of = "{lesson.as_of.isoformat()}"'
    opening = (
        "from taphuan import open_lesson\n\nlesson = open_lesson(conference=conference, province=province, as_of=as_of)"
    )
    for id_, source, tags in (("parameters", parameters, ["parameters"]), ("lesson", opening, ["lesson"])):
        yield nbformat.v4.new_code_cell(
            source, id=id_, metadata={"tags": tags, "slideshow": {"slide_type": "skip"}, "taphuan": {}}
        )


def _cells(part: Part, slide: ComposedSlide, kicker: str) -> Iterator[NotebookNode]:
    common = {
        "document": part.document,
        "part": part.name,
        "part_title": kicker if slide.level > 1 else "",
        "slide": f"{part.prefix}-{slide.id}",
        "slide_kind": slide.kind if part.document == "deck" else "part",
    }
    for cell in slide.cells:
        metadata: dict[str, Any] = {**common, "role": cell.role}
        if cell.role == "heading":
            metadata |= slide.heading_metadata()
        if cell.citations:
            metadata["citations"] = list(cell.citations)
        slide_type = cell.slide_type if part.document == "deck" else "skip"
        make: Callable[..., NotebookNode] = (
            nbformat.v4.new_code_cell if cell.type == "code" else nbformat.v4.new_markdown_cell
        )
        id_ = f"{part.prefix}-{cell.id}"
        if len(id_) > _LONGEST_ID:
            raise NotComposed(
                f"{part.source.name}, cell {cell.id}: its id in the composed notebook would be '{id_}', longer than "
                f"{_LONGEST_ID} letters; shorten it"
            )
        yield make(
            cell.text,
            id=id_,
            metadata={"slideshow": {"slide_type": slide_type}, "taphuan": metadata},
        )


def _source_slides(document: str, entries: tuple[tuple[str, str], ...]) -> Iterator[NotebookNode]:
    """The list of everything cited, at the end: some slides of a deck, one part of a briefing."""
    from taphuan.markdown import escape

    size = _ENTRIES_PER_SLIDE if document == "deck" else max(1, len(entries))
    pages = [entries[start : start + size] for start in range(0, len(entries), size)]
    for number, page in enumerate(pages, start=1):
        slide = f"nguon-{document}-{number}"
        metadata = {
            "document": document,
            "part": "sources",
            "part_title": "Nguồn",
            "slide": slide,
            "slide_kind": "sources" if document == "deck" else "part",
        }
        title = "Nguồn tham khảo" + (f" ({number}/{len(pages)})" if len(pages) > 1 else "")
        slide_type = "slide" if document == "deck" else "skip"
        yield nbformat.v4.new_markdown_cell(
            f"{'##' if document == 'deck' else '#'} {title}",
            id=f"{slide}-title",
            metadata={"slideshow": {"slide_type": slide_type}, "taphuan": {**metadata, "role": "heading"}},
        )
        start = (number - 1) * size + 1
        lines = "\n".join(f"{place}. {escape(text)}" for place, (_, text) in enumerate(page, start=start))
        yield nbformat.v4.new_markdown_cell(
            lines,
            id=f"{slide}-list",
            metadata={
                "slideshow": {"slide_type": "-" if document == "deck" else "skip"},
                "taphuan": {**metadata, "role": "body", "citations": [key for key, _ in page]},
            },
        )


def _refuse_doubles(cells: list[NotebookNode]) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell.id in seen:
            raise NotComposed(f"cell id '{cell.id}' stands twice; rename one of the cells in its notebook")
        seen.add(cell.id)
