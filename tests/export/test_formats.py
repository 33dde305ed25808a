"""The table of formats: every row has a writer that exists, and each kind of document set its files."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from projects import Run
from taphuan.export.formats import (
    COMMUNE,
    CONFERENCE,
    FORMATS,
    FULL,
    MODULE,
    PROVINCE,
    QUARTO,
    TAPHUAN,
    Format,
    format_names,
    renderer_of,
)

DECK = ("deck.html", "deck.pptx", "deck.pdf", "deck.md", "handout.pdf")
QUIZ = ("quiz-key.docx", "quiz.xml", "quiz.gift.txt")
WORKSHEETS = ("worksheets.docx", "worksheets.xlsx", "worksheets-key.docx")


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_writer_can_be_called_with_what_its_row_says(row: Format) -> None:
    module, _, name = row.writer.partition(":")
    writer = getattr(import_module(f"taphuan.export.{module}"), name)
    needed = 3 if row.renderers == (QUARTO,) else 1
    assert len(inspect.signature(writer).parameters) == needed


def test_each_kind_of_set_has_its_files() -> None:
    assert format_names(TAPHUAN, CONFERENCE) == (
        *DECK,
        "report.docx",
        "report.pdf",
        "agenda.docx",
        "sign-in.docx",
        "evaluation.docx",
        "plan.docx",
        *WORKSHEETS,
        "quiz.docx",
        "test.docx",
        *QUIZ,
        "notebook.ipynb",
    )
    assert format_names(TAPHUAN, MODULE) == (*DECK, "plan.docx", *WORKSHEETS, "quiz.docx", *QUIZ, "notebook.ipynb")
    checkup = ("checkup.pdf", "checkup.png")
    assert format_names(TAPHUAN, PROVINCE) == (
        *DECK,
        *checkup,
        "briefing.docx",
        "briefing.pdf",
        "data.xlsx",
        "notebook.ipynb",
    )
    assert format_names(TAPHUAN, FULL) == (*DECK, "notebook.ipynb")
    assert format_names(TAPHUAN, COMMUNE) == (
        *("deck.html", "deck.pptx", "deck.md", "sheet.pdf", "worksheet.xlsx", "notebook.ipynb"),
    )
    decks = tuple(f"deck.quarto.{suffix}" for suffix in ("html", "pptx", "pdf"))
    assert format_names(QUARTO, CONFERENCE) == (
        "notebook.ipynb",
        *decks,
        "report.quarto.docx",
        "report.quarto.pdf",
    )
    assert format_names(QUARTO, MODULE) == ("notebook.ipynb", *decks)
    names = [row.name for row in FORMATS]
    assert len({*names}) == len({row.label for row in FORMATS}) == len(names)


def test_a_set_is_of_quarto_where_one_of_its_files_is() -> None:
    assert [renderer_of(names) for names in (["notebook.ipynb"], ["notebook.ipynb", "deck.quarto.pdf"])] == [
        TAPHUAN,
        QUARTO,
    ]


def test_why_knows_the_files_of_both_renderers_and_names_those_that_a_set_has_not(
    run_cli: Callable[..., Run], tmp_path: Path
) -> None:
    folder = tmp_path / "bac-giang" / "bac-giang"
    answer = run_cli("why", str(folder / "briefing.quarto.docx"))
    assert (answer.code, answer.out.splitlines()[:2]) == (
        0,
        ["bac-giang/bac-giang/briefing.quarto.docx: missing", "next build: execute (not built yet)"],
    )
    refused = run_cli("why", str(folder / "report.docx"))
    assert refused.code == 2
    assert "unknown file of this document set 'report.docx'" in refused.err
