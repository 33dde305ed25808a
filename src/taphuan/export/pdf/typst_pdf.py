"""Tagged PDFs (PDF/UA-1) from a Typst template: one compiler per set of fonts, whose caches are dropped after each PDF.

Typst starts threads: a process that has written a PDF must not fork afterwards.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.document.model import Document
from taphuan.errors import NotComposed
from taphuan.text import words_below

# Typst caches results of the last ten compilations; another document has other text and figures and cannot use them.
_CACHED_COMPILATIONS = 10
_NO_DAY = "1980-01-01"
# the object of a page in a PDF of Typst, whose tree of pages is not compressed
_PLACE = re.compile(r"┌─ (?P<file>[^\s:]+):(?P<line>\d+)")
_SAY = """\
#let said = ({entries})
#let say(key, ..fields) = fields.named().pairs().fold(said.at(key), (text, field) => text.replace("{{" + field.first() + "}}", field.last()))
"""
_PAGE = re.compile(rb"/Type\s*/Page(?![a-z])")


def tagged_pdf(document: Document, files: Mapping[str, bytes], fonts: tuple[Path, ...], pages: int = 0) -> bytes:
    """The PDF that Typst makes of `files`, of which "main.typ" is the main one, with the fonts in the folders `fonts` only.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG, or when it does not fit `pages` (0: any).
    """
    # the day of the content, not of the clock: the same content gives the same file; without one the templates state no day
    day = date.fromisoformat(document.as_of or _NO_DAY)
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    pdf = _compiled(document, files, fonts, format="pdf", pdf_standards="ua-1", timestamp=stamp)
    if pages and (found := len(_PAGE.findall(pdf))) > pages:
        raise NotComposed(
            f"'{document.title}' needs {found} pages of paper and has room for {pages}; shorten its texts", code="TH536"
        )
    return pdf


def words_typst(table: str) -> bytes:
    """A file of Typst with one function: `say("key", field: "…")` gives the fixed words of this table of the catalogue as a string."""
    words = words_below(table)
    entries = ", ".join(f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in words.items())
    return _SAY.format(entries=entries).encode()


def picture(document: Document, files: Mapping[str, bytes], fonts: tuple[Path, ...]) -> bytes:
    """The only page as PNG, a pixel a point. Raises NotComposed as `tagged_pdf` does."""
    return _compiled(document, files, fonts, format="png", ppi=72)


def _compiled(document: Document, files: Mapping[str, bytes], fonts: tuple[Path, ...], **options: Any) -> bytes:
    import typst

    compiler = _compiler(fonts)
    try:
        made = compiler.compile(input=dict(files), **options)
    except typst.TypstError as error:
        made_of = f"'{document.title}' cannot become a {options['format'].upper()}: {_template_place(str(error.diagnostic), files)}"
        # the message may name the folder in which a file was looked for
        message = error.message.partition(" (searched at ")[0]
        raise NotComposed(
            f"{made_of}{message}; change the text or the figure it names, or the template", code="TH537"
        ) from error
    finally:
        _drop_caches(compiler)
    return bytes(made)


def _template_place(diagnostic: str, files: Mapping[str, bytes]) -> str:
    """ "slides/report.typ, line 3: ", where Typst stopped; "" where it names no file."""
    place = _PLACE.search(diagnostic)
    if not place:
        return ""
    content = files.get(place["file"])
    same = (path for path in paths.all_taken().values() if path.suffix == ".typ" and path.read_bytes() == content)
    template = next(same, None)
    name = paths.named(template) if template else place["file"]
    return f"{name}, line {place['line']}: "


def _drop_caches(compiler: Any) -> None:
    """Replace Typst's cached results with those of empty documents: takes 4 ms and saves 50 MB after ten briefings."""
    for _ in range(_CACHED_COMPILATIONS):
        # as PDF it takes eight times as long
        compiler.compile(input=b"", format="svg")
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        # glibc does not return freed memory by itself, and the next document does not fit its free pieces
        trim(0)


@cache
def _compiler(fonts: tuple[Path, ...]) -> Any:
    """One compiler for all documents in the same fonts: reading the fonts takes longer than setting a briefing."""
    import typst

    # Without system fonts the pages do not depend on the machine, without Typst's own not on its release.
    files = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts]
    )
    return typst.Compiler(font_paths=files)
