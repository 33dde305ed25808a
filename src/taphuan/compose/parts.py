"""The source notebooks that a set of documents is made of, in the order of slides/deck.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from taphuan import paths
from taphuan.compose.slide import ComposedSlide
from taphuan.compose.source import SourceNotebook, read_source
from taphuan.data.load import yaml_document
from taphuan.lesson.lesson import Lesson

DECK, REPORT, BRIEFING, CHECKUP = "deck", "report", "briefing", "checkup"
_MODULE = "module:"


@dataclass(frozen=True)
class Part:
    """A source notebook as a part of a document ("deck", "briefing", "checkup" or "report"). `name` is that of the part in
    slides/deck.yaml, "module:<slug>" for a module."""

    document: str
    name: str
    source: SourceNotebook

    @property
    def is_module(self) -> bool:
        return self.name.startswith(_MODULE)

    @property
    def prefix(self) -> str:
        """The prefix of the ids of its slides and cells in the composed notebook."""
        return self.name.removeprefix(_MODULE)

    def id_of(self, slide: ComposedSlide) -> str:
        """The id of a slide of the part in the composed notebook."""
        return f"{self.prefix}-{slide.id}"


def parts_of(lesson: Lesson, full: bool = False) -> tuple[Part, ...]:
    """The parts of all documents of the set, in the order of slides/deck.yaml; `modules` means all taught modules. `full`: a
    province's set has the deck of the hall with its own figures."""
    order = yaml_document(paths.taken(paths.DECK_ORDER))
    documents = dict(order["module" if lesson.module else "conference" if lesson.whole else "province"])
    if lesson.commune is not None:
        documents = dict(order["commune"])
    elif full and not lesson.whole:
        documents = dict(order["full"])
    elif is_single(lesson):
        documents |= order["single"]
    return tuple(
        part for document, names in documents.items() for name in names for part in _parts(document, name, lesson)
    )


def is_single(lesson: Lesson) -> bool:
    """Whether the conference is of one unit, so that the hall's deck is that of the unit."""
    return len(lesson.participants) == 1 and not lesson.module and lesson.commune is None


def _parts(document: str, name: str, lesson: Lesson) -> Iterator[Part]:
    if name == "modules":
        for module in lesson.teaching.modules:
            yield Part(
                document, f"{_MODULE}{module.slug}", read_source(paths.MODULE_NOTEBOOKS / f"{module.slug}.ipynb")
            )
    else:
        folder = paths.FRAME_NOTEBOOKS if document == DECK else paths.REPORT_NOTEBOOKS
        if lesson.commune is not None:
            folder = paths.COMMUNE_NOTEBOOKS
        yield Part(document, name, read_source(folder / f"{name}.ipynb"))
