"""The PowerPoint decks of real document sets, which several test files read."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

import pptx_readback as back
from taphuan.document.model import Document, FigureBlock, Section
from taphuan.document.reading import plain, read_document
from taphuan.export.pptx.pptx import write_pptx
from taphuan.text import whole_names

# a merged province with the longest name in a sample conference, an incomplete year, no index at all, the hall, one speaker
SETS = {
    "province": ("quang-nam-2024", "quang-nam", "2024-10-31", ""),  # the hall's deck with its figures
    "story": ("quang-nam-2024", "quang-nam", "2024-10-31", ""),
    "merged": ("ke-hoach-2027", "ho-chi-minh", "2026-11-21", ""),
    "incomplete": ("bac-giang", "bac-giang", "2021-12-16", ""),
    "no-index": ("bac-kan-2020", "bac-kan", "2020-12-18", ""),
    "ranks": ("quang-nam-2024", "thua-thien-hue", "2024-10-31", ""),
    "hall": ("ke-hoach-2027", "hoi-nghi", "2026-11-21", ""),
    "module": ("quang-nam-2024", "hoi-nghi", "2024-10-31", "lap-ke-hoach-cds"),
}


class Deck:
    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook = notebook
        self.document: Document = read_document(notebook, "deck")
        self.sections = (*self.document.sections, *self.document.backup)
        self.data = write_pptx(self.document)
        self.file = back.opened(self.data)
        self.slides = list(self.file.slides)
        self.titles = [back.title(slide) for slide in self.slides]

    def of(self, section: Section) -> list[Any]:
        """The slides of a section, by their titles."""
        wanted = whole_names(plain(section.title))
        return [slide for slide, title in zip(self.slides, self.titles, strict=True) if title.startswith(wanted)]

    def figures(self, kind: str) -> list[tuple[Section, FigureBlock]]:
        return [
            (section, block)
            for section in self.sections
            for block in section.blocks
            if isinstance(block, FigureBlock) and block.kind == kind
        ]
