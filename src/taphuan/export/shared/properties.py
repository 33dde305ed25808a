"""Properties of Office files: their limits, and the rule by which a longer text is cut."""

from __future__ import annotations

import re
from typing import Any

# letters that Office allows in a property of a file
LONGEST = 255


def property_text(text: str) -> str:
    """The text as a property: one line, cut behind a whole word where it is longer than Office allows."""
    line = re.sub(r"[\r\n\t]+", " ", text)
    if len(line) <= LONGEST:
        return line
    whole = line[: LONGEST - 1].rpartition(" ")[0] or line[: LONGEST - 1]
    return f"{whole.rstrip(' ,;:–-')}…"


def set_texts(properties: Any, title: str, subject: str, comments: str) -> None:
    """Title, subject and comments of the core properties of python-docx and python-pptx."""
    properties.title, properties.subject = property_text(title), property_text(subject)
    properties.comments = property_text(comments)
