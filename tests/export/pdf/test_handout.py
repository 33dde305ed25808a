"""The handout of a hall: at most eight pages, without what has a paper of its own."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from nbformat import NotebookNode

from pdf_reading import page_text, tight
from taphuan.document.model import Document
from taphuan.document.reading import plain, read_document
from taphuan.export.pdf.handout import write_handout_pdf
from taphuan.known.conferences import conference, conference_slugs
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson

MOST_PAGES = 8


def hall(slug: str, executed: Callable[[Lesson], NotebookNode]) -> Document:
    return read_document(executed(open_lesson(slug, WHOLE, conference(slug).as_of.isoformat())), "deck")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("slug", conference_slugs())
def test_a_hall_takes_home_eight_pages_at_most(slug: str, executed: Callable[[Lesson], NotebookNode]) -> None:
    document = hall(slug, executed)
    assert 3 < len(pikepdf.open(io.BytesIO(write_handout_pdf(document))).pages) <= MOST_PAGES


def test_what_stands_on_the_worksheets_is_not_printed_again(executed: Callable[[Lesson], NotebookNode]) -> None:
    document = hall("ke-hoach-2027", executed)
    pages = pikepdf.open(io.BytesIO(write_handout_pdf(document))).pages
    printed = tight(" ".join(page_text(page) for page in pages))
    titles: dict[str, list[str]] = {}
    for section in document.sections:
        titles.setdefault(section.block, []).append(tight(plain(section.title)))
    assert titles["exercise"] and titles["decision"]
    assert [title for title in titles["exercise"] if title in printed] == []
    assert [title for title in titles["decision"] if title not in printed] == []
