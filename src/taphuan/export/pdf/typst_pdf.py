"""Tagged PDFs (PDF/UA-1) from a Typst template: one compiler per set of fonts, and nothing kept of what it made.

Typst starts threads: a process that has written a PDF must not fork afterwards.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from taphuan.document.model import Document
from taphuan.errors import NotComposed

# Typst keeps what the last ten compilations made; of another document's text and figures nothing fits the next.
_COMPILATIONS_KEPT = 10


def tagged_pdf(document: Document, files: Mapping[str, bytes], fonts: tuple[Path, ...]) -> bytes:
    """`files` set by Typst, which begins with "main.typ"; fonts come from the folders `fonts` and nowhere else.

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    import typst

    compiler = _compiler(fonts)
    day = date.fromisoformat(document.as_of)
    try:
        pdf = compiler.compile(
            input=dict(files),
            format="pdf",
            pdf_standards="ua-1",
            # The content's day, not the clock's: the same content gives the same file.
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise NotComposed(
            f"'{document.title}' cannot become a PDF: {error.message}; change the text or the figure it names"
        ) from error
    finally:
        _forget(compiler)
    return bytes(pdf)


def _forget(compiler: Any) -> None:
    """Let Typst outlive what it kept: 4 ms for empty documents, against 50 MB after ten briefings."""
    for _ in range(_COMPILATIONS_KEPT):
        # an empty PDF takes eight times as long
        compiler.compile(input=b"", format="svg")
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        # glibc keeps what is freed, in pieces that the next document does not fit into
        trim(0)


@cache
def _compiler(fonts: tuple[Path, ...]) -> Any:
    """One compiler for all documents in the same fonts: finding and reading them costs more than setting a briefing."""
    import typst

    # Without system fonts the pages do not depend on the machine, without Typst's own not on its release.
    files = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts]
    )
    return typst.Compiler(font_paths=files)
