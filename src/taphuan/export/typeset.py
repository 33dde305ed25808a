"""Slides set by Typst: one compiler for all decks of a process, and what it remembers.

Typst starts threads: a process that has written a PDF must not fork afterwards.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.document import Document
from taphuan.errors import NotComposed
from taphuan.export.fonts import digits_folder, fallback_fonts, screen_font
from taphuan.export.slide_content import content

# Typst keeps what the last ten compilations made; of another conference's slides nothing fits the next.
_COMPILATIONS_KEPT = 10


def typeset(document: Document, template: Path, answers: bool) -> bytes:
    """The deck set by `template` as a tagged PDF (PDF/UA-1).

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    import typst

    doc, pictures = content(document, answers)
    day = date.fromisoformat(document.as_of)
    files = {
        "main.typ": template.read_bytes(),
        "blocks.typ": paths.BLOCKS_TYPST.read_bytes(),
        "slide.typ": paths.SLIDE_TYPST.read_bytes(),
        "document.json": json.dumps(doc, ensure_ascii=False).encode(),
        **pictures,
    }
    try:
        pdf = _compiler().compile(
            input=files,
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
        _forget()
    return bytes(pdf)


def _forget() -> None:
    """Let Typst outlive what it kept, which would grow to hundreds of megabytes."""
    for _ in range(_COMPILATIONS_KEPT):
        _compiler().compile(input=b"", format="pdf")


@cache
def _compiler() -> Any:
    """One compiler for all decks: finding and reading fonts costs more than setting one."""
    import typst

    # Typst takes folders only. Without system fonts the pages do not depend on the machine.
    folders = [str(folder) for folder in (screen_font().parent, fallback_fonts()[0].parent, digits_folder())]
    return typst.Compiler(
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    )
