"""What every PDF of slides is set from: the template, the document as it reads it, the pictures, the fonts."""

from __future__ import annotations

import json
from pathlib import Path

from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.document.model import Document
from taphuan.export.pdf.slide_content import content
from taphuan.export.pdf.typst_pdf import tagged_pdf
from taphuan.export.shared.fonts import digits_folder, fallback_fonts


def typeset(document: Document, template: Path, answers: bool) -> bytes:
    """The deck set by `template` as a tagged PDF (PDF/UA-1).

    Raises NotComposed when Typst refuses the document, e.g. a figure that is no SVG.
    """
    doc, pictures = content(document, answers)
    files = {
        "main.typ": template.read_bytes(),
        "blocks.typ": paths.BLOCKS_TYPST.read_bytes(),
        "slide.typ": paths.SLIDE_TYPST.read_bytes(),
        "document.json": json.dumps(doc, ensure_ascii=False).encode(),
        **pictures,
    }
    fonts = (screen_font().parent, fallback_fonts()[0].parent, digits_folder())
    return tagged_pdf(document, files, fonts)
