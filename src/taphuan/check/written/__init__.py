"""The files of a set, read back from their bytes, against what they were made from.

Whatever a writer loses, adds, shows though it is hidden, or takes from another set is found here, before anything is published.
The readers are not those of the writers: they take the bytes apart by themselves.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from taphuan.check.written import handed_out, papers
from taphuan.check.written.forms import handout, html, markdown, pdf, pptx
from taphuan.check.written.numbers import checkup, commune_sheet, computed, workbook
from taphuan.check.written.wanted import Deck
from taphuan.errors import coded

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.document.model import Document
    from taphuan.export.formats import Source

_SLIDES: dict[str, Callable[[str, Deck, bytes], Iterator[str]]] = {
    "deck.html": html,
    "deck.pptx": pptx,
    "deck.pdf": pdf,
    "deck.md": markdown,
    "handout.pdf": handout,
}
_BESIDE: dict[str, Callable[[str, Document, bytes], Iterator[str]]] = {
    **dict.fromkeys(handed_out.PAPERS, handed_out.in_word),
    "worksheets.xlsx": handed_out.worksheets_to_fill,
    "worksheet.xlsx": handed_out.worksheets_to_fill,
    "quiz.xml": handed_out.moodle,
    "quiz.gift.txt": handed_out.gift,
    "sheet.pdf": commune_sheet,
}
_PAPER: dict[str, Callable[[str, Document, bytes], Iterator[str]]] = {
    "report.docx": papers.paper_in_word,
    "briefing.docx": papers.paper_in_word,
    "report.pdf": papers.paper_as_pdf,
    "briefing.pdf": papers.paper_as_pdf,
}


@coded("TH731")
def written_wrongly(source: Source | None, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Each difference between the files and the documents that they were written from, as "file, place: what it is"; () if there
    is none. What Quarto writes is not read back; of a picture only that it is there."""
    if source is None:
        return ()
    findings: list[str] = []
    deck = Deck(source.deck) if any(name in _SLIDES for name in files) else None
    for name, content in files.items():
        try:
            if deck and name in _SLIDES:
                findings += _SLIDES[name](name, deck, content)
            else:
                findings += _of_others(name, source, content)
        except (ValueError, KeyError, IndexError, UnicodeDecodeError, zipfile.BadZipFile, ParseError) as error:
            # what zipfile, json, ElementTree and the readers raise for a file that is cut short or garbled
            findings.append(f"{name}: cannot be read back ({type(error).__name__}: {error})")
    return tuple(dict.fromkeys(findings))


def _of_others(name: str, source: Source, content: bytes) -> Iterator[str]:
    if name in _BESIDE:
        yield from _BESIDE[name](name, source.deck, content)
        if name in ("worksheets-key.docx", "worksheets.docx"):
            yield from computed(name, source.deck)
    elif name in _PAPER:
        yield from _PAPER[name](name, source.paper, content)
    elif name == "checkup.pdf":
        yield from checkup(name, source.checkup, content)
    elif name == "data.xlsx":
        yield from workbook(name, source.notebook, content)
    elif name == "notebook.ipynb" and not _is_notebook(content, source.notebook):
        yield f"{name}: is not the notebook that the other files were written from"
    elif name.endswith(".png") and not content.startswith(b"\x89PNG"):
        yield f"{name}: is no picture"


def _is_notebook(content: bytes, notebook: NotebookNode) -> bool:
    from nbformat import from_dict
    from nbformat.v4.rwbase import rejoin_lines, strip_transient

    there = rejoin_lines(from_dict(json.loads(content)))
    return bool(strip_transient(there) == strip_transient(from_dict(notebook)))
