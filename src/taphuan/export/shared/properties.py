"""Properties of Office files: their limits, and the rule by which a longer text is cut."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from taphuan.document.model import Document

# letters that Office allows in a property of a file
LONGEST = 255


def property_text(text: str) -> str:
    """The text as a property: one line, cut behind a whole word where it is longer than Office allows."""
    line = re.sub(r"[\r\n\t]+", " ", text)
    if len(line) <= LONGEST:
        return line
    whole = line[: LONGEST - 1].rpartition(" ")[0] or line[: LONGEST - 1]
    return f"{whole.rstrip(' ,;:–-')}…"


def about(document: Document) -> str:
    """Where a document is from and of which day it is; "" for a notebook that was not composed."""
    return f"{document.provenance}. {document.as_of_text}." if document.as_of else ""


def set_core(properties: Any, document: Document) -> None:
    """The core properties of python-docx and python-pptx, from the content of the document alone."""
    properties.title, properties.subject = map(property_text, (document.title, document.conference["title"]))
    properties.comments = property_text(about(document))
    properties.language = "vi-VN"
    properties.author = properties.last_modified_by = "taphuan"
    properties.keywords = ""
    properties.revision = 1
    if document.as_of:
        # the day of the content, not of the clock: the same content gives the same file
        properties.created = properties.modified = datetime.fromisoformat(document.as_of)
        return
    for day in [part for part in properties._element if part.tag.endswith(("}created", "}modified"))]:
        properties._element.remove(day)
