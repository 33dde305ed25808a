"""The trainer's plan: a page a module with every slide, its minutes one after the other, and what its notes ask."""

from __future__ import annotations

import io
import itertools
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import quiz_samples
from taphuan.build.plan import ready_conferences
from taphuan.compose import compose
from taphuan.document.reading import plain, read_document
from taphuan.errors import NotComposed
from taphuan.export.docx.plan import write_plan
from taphuan.known.conferences import conference
from taphuan.lesson.lesson import open_lesson
from taphuan.text import NBSP

DAYS = [(slug, conference(slug).as_of.isoformat()) for slug in ready_conferences()]


def rows_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_each_module_has_a_page_with_its_slides_in_order(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    word = docx.Document(io.BytesIO(write_plan(document)))
    assert len(word.tables) == len(document.quiz)
    breaks = [run for run in word.element.body.iter(qn("w:br")) if run.get(qn("w:type")) == "page"]
    assert len(breaks) == len(document.quiz) - 1
    titles = [p.text for p in word.paragraphs if p.style.name == "Heading 2"]
    assert titles == [group.title for group in document.quiz]
    for group, table in zip(document.quiz, word.tables, strict=True):
        own = [
            (str(number), section)
            for number, section in enumerate(document.sections, start=1)
            if section.id.startswith(f"{group.module}-")
        ]
        rows = rows_of(table)[1:]
        assert [(row[0], row[2]) for row in rows] == [(number, plain(section.title)) for number, section in own]
        spans = [tuple(map(int, row[1].split("–"))) for row in rows if row[1]]
        assert spans[0][0] == 0 and all(a[1] == b[0] for a, b in itertools.pairwise(spans))
        total = sum(section.minutes for _, section in own)
        assert spans[-1][1] == total
        lines = [p.text for p in word.paragraphs]
        assert (
            f"Thời lượng: {total}{NBSP}phút. Trang {own[0][0]}–{own[-1][0]}. Câu hỏi kiểm tra: {len(group.questions)}."
            in lines
        )


@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_what_is_asked_stands_in_the_notes_of_that_slide(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    asked = done = 0
    for table in docx.Document(io.BytesIO(write_plan(document))).tables:
        for number, _, _, question in rows_of(table)[1:]:
            section = document.sections[int(number) - 1]
            notes = " ".join(plain(note.runs) for note in section.notes)
            if "?" in notes:
                assert question[1:] in notes and question.endswith("?")
                asked += 1
            else:
                assert bool(question) == bool(section.block), section.id
                done += bool(question)
    assert asked + done > 4


def test_a_module_alone_has_its_plan_and_a_province_has_none() -> None:
    alone = read_document(compose(open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31", "du-lieu-so")), "deck")
    (table,) = docx.Document(io.BytesIO(write_plan(alone))).tables
    assert len(table.rows) > 5
    province = read_document(compose(open_lesson("quang-nam-2024", "da-nang", "2024-10-31")), "deck")
    with pytest.raises(NotComposed, match="teaches no module"):
        write_plan(province)
