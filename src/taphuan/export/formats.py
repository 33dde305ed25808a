"""The files that document sets consist of, in the order they are listed to people: the only table of formats.

A new format is a row here and a writer `write(document) -> bytes` in a module of its own, imported when it is first used.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.export.renderers import QUARTO, RENDERERS, TAPHUAN
from taphuan.text import say

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.document.model import Document

# kinds of document sets: a conference's own, one speaker's part of it, a province's, the hall's deck for a province, a
# commune's
CONFERENCE, MODULE, PROVINCE, FULL, COMMUNE = "conference", "module", "province", "full", "commune"
# what a writer is given: the executed notebook itself, the slides, the paper and the checkup in it
NOTEBOOK, DECK, PAPER, CHECKUP = "notebook", "deck", "paper", "checkup"

_ALL = (CONFERENCE, MODULE, PROVINCE, FULL)
_EVERY = (*_ALL, COMMUNE)
_QUIZ = (CONFERENCE, MODULE)
# makes several files in one call, from the notebook
_RENDER = "quarto.run:render"


@dataclass(frozen=True)
class Format:
    """A file of document sets. `name` is the file's, `label` what start pages call it (Vietnamese), `sets` the kinds of
    sets that have it, `document` what its writer is given, `writer` the writer as "module:function" below taphuan.export.
    `button` is the word on its button where it is one of the files that people come for.
    """

    name: str
    label: str
    sets: tuple[str, ...]
    document: str
    writer: str
    renderers: tuple[str, ...] = (TAPHUAN,)
    button: str = ""


FORMATS = (
    Format(
        "deck.html",
        say("export.formats.deck"),
        _EVERY,
        NOTEBOOK,
        "html.deck:write_deck",
        button=say("export.formats.show"),
    ),
    Format("deck.pptx", say("export.formats.pptx"), _EVERY, DECK, "pptx.pptx:write_pptx", button="PowerPoint"),
    Format("deck.pdf", say("export.formats.deck_pdf"), _ALL, DECK, "pdf.slides:write_deck_pdf"),
    Format("deck.md", say("export.formats.deck_md"), _EVERY, DECK, "plain.deck_md:write_deck_md"),
    Format("handout.pdf", say("export.formats.handout"), _ALL, DECK, "pdf.handout:write_handout_pdf", button="In"),
    Format("report.docx", say("export.formats.report"), (CONFERENCE,), PAPER, "docx.docx:write_docx"),
    Format("report.pdf", say("export.formats.report_pdf"), (CONFERENCE,), PAPER, "pdf.pdf:write_pdf"),
    Format("agenda.docx", say("export.formats.agenda"), (CONFERENCE,), DECK, "docx.agenda:write_agenda"),
    Format("sign-in.docx", say("export.formats.sign_in"), (CONFERENCE,), DECK, "docx.sheets:write_sign_in"),
    Format("evaluation.docx", say("export.formats.evaluation"), (CONFERENCE,), DECK, "docx.sheets:write_evaluation"),
    Format("plan.docx", say("export.formats.plan"), _QUIZ, DECK, "docx.plan:write_plan"),
    Format("worksheets.docx", say("export.formats.worksheets"), _QUIZ, DECK, "docx.worksheets:write_worksheets"),
    Format("worksheets.xlsx", say("export.formats.worksheets_xlsx"), _QUIZ, DECK, "xlsx.worksheets:write_worksheets"),
    Format(
        "worksheets-key.docx", say("export.formats.worksheets_key"), _QUIZ, DECK, "docx.worksheets:write_worksheets_key"
    ),
    Format("quiz.docx", say("export.formats.quiz"), _QUIZ, DECK, "docx.quiz:write_quiz"),
    Format("test.docx", say("export.formats.test"), (CONFERENCE,), DECK, "docx.quiz:write_test"),
    Format("quiz-key.docx", say("export.formats.quiz_key"), _QUIZ, DECK, "docx.quiz:write_quiz_key"),
    Format("quiz.xml", say("export.formats.moodle"), _QUIZ, DECK, "plain.quiz_moodle:write_moodle"),
    Format("quiz.gift.txt", say("export.formats.gift"), _QUIZ, DECK, "plain.quiz_gift:write_gift"),
    Format(
        "checkup.pdf",
        say("export.formats.checkup", topic=paths.PROJECT.topic),
        (PROVINCE,),
        CHECKUP,
        "pdf.checkup:write_checkup_pdf",
    ),
    Format(
        "checkup.png",
        say("export.formats.checkup_png", topic=paths.PROJECT.topic),
        (PROVINCE,),
        CHECKUP,
        "pdf.checkup:write_checkup_png",
    ),
    Format("briefing.docx", say("export.formats.briefing"), (PROVINCE,), PAPER, "docx.docx:write_docx"),
    Format("briefing.pdf", say("export.formats.briefing_pdf"), (PROVINCE,), PAPER, "pdf.pdf:write_pdf"),
    Format("data.xlsx", say("export.formats.data"), (PROVINCE,), NOTEBOOK, "xlsx.workbook:write_workbook"),
    Format(
        "sheet.pdf",
        say("export.formats.sheet"),
        (COMMUNE,),
        DECK,
        "pdf.commune:write_sheet",
        button=say("export.formats.sheet_button"),
    ),
    Format(
        "worksheet.xlsx",
        say("export.formats.worksheet"),
        (COMMUNE,),
        DECK,
        "xlsx.worksheets:write_worksheets",
        button="Excel",
    ),
    Format(
        "notebook.ipynb", say("export.formats.notebook"), _EVERY, NOTEBOOK, "plain.notebook:write_notebook", RENDERERS
    ),
    Format(
        "deck.quarto.html",
        say("export.formats.quarto_deck"),
        _ALL,
        DECK,
        _RENDER,
        (QUARTO,),
        button=say("export.formats.show"),
    ),
    Format("deck.quarto.pptx", say("export.formats.quarto_pptx"), _ALL, DECK, _RENDER, (QUARTO,), button="PowerPoint"),
    Format("deck.quarto.pdf", say("export.formats.quarto_pdf"), _ALL, DECK, _RENDER, (QUARTO,), button="In"),
    Format("report.quarto.docx", say("export.formats.quarto_report"), (CONFERENCE,), PAPER, _RENDER, (QUARTO,)),
    Format("report.quarto.pdf", say("export.formats.quarto_report_pdf"), (CONFERENCE,), PAPER, _RENDER, (QUARTO,)),
    Format("briefing.quarto.docx", say("export.formats.quarto_briefing"), (PROVINCE,), PAPER, _RENDER, (QUARTO,)),
    Format("briefing.quarto.pdf", say("export.formats.quarto_briefing_pdf"), (PROVINCE,), PAPER, _RENDER, (QUARTO,)),
)
_BY_NAME = {row.name: row for row in FORMATS}


# what taphuan.toml may leave out; the notebook stays, from which the others are written again, and Quarto is asked for by name
PAPERS = tuple(row.name for row in FORMATS if row.renderers == (TAPHUAN,))


def format_names(renderer: str, kind: str | None = None) -> tuple[str, ...]:
    """The files that a renderer makes of a document set of this kind (None: of any), as far as the project wants them."""
    papers = paths.PROJECT.names("papers")
    left_out = set(PAPERS) - {*papers} if papers is not None else set()
    return tuple(
        row.name
        for row in FORMATS
        if renderer in row.renderers and (kind is None or kind in row.sets) and row.name not in left_out
    )


def renderer_of(names: Iterable[str]) -> str:
    """Who makes these files of one document set; the notebook alone is taphuan's."""
    return QUARTO if any(_BY_NAME[name].renderers == (QUARTO,) for name in names) else TAPHUAN


@dataclass(frozen=True)
class Written:
    """The files by name; why others could not be made, and what Quarto warned of, in lines that begin with a file's name.
    `source` is the notebook with the documents that were read for them, None where Quarto alone was asked."""

    files: dict[str, bytes]
    failures: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    source: Source | None = None


def write(executed: NotebookNode, names: tuple[str, ...], timeout: int) -> Written:
    """These files of a composed, executed notebook; Quarto has `timeout` seconds for each of its own.

    Raises NotComposed where the notebook holds nothing for a file or a figure cannot be drawn, EnvironmentLacks where a
    file needs a program that this machine lacks. A file at which Quarto fails is among the `failures`.
    """
    source = Source(executed)
    rendered = tuple(name for name in names if _BY_NAME[name].writer == _RENDER)
    with _without_collection():
        files = {name: source.write(name) for name in names if name not in rendered}
    if not rendered:
        return Written(files, source=source)
    by_quarto: Written = _function(_RENDER)(executed, rendered, timeout)
    return Written(files | by_quarto.files, by_quarto.failures, by_quarto.warnings, source)


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for garbage in cycles meanwhile: a writer makes a hundred thousand objects and keeps them to its end, and a third of
    its time went into looking through them."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


class Source:
    """An executed notebook and the documents in it, each read when the first writer asks for it. `name` is the title of one that
    says none itself."""

    def __init__(self, notebook: NotebookNode, name: str = "") -> None:
        self.notebook, self.name = notebook, name

    @cached_property
    def deck(self) -> Document:
        from taphuan.document.reading import read_document

        return read_document(self.notebook, "deck", self.name)

    @cached_property
    def paper(self) -> Document:
        from taphuan.document.reading import read_report

        return read_report(self.notebook, self.name)

    @cached_property
    def checkup(self) -> Document:
        from taphuan.document.reading import read_document

        return read_document(self.notebook, "checkup")

    def write(self, name: str) -> bytes:
        """One of taphuan's own files. Raises NotComposed."""
        row = _BY_NAME[name]
        content: bytes = _function(row.writer)(getattr(self, row.document))
        return content


def _function(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(f"taphuan.export.{module}"), name)
    return function
