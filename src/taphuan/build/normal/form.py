"""A document as parts (slides, pages, sheets, questions, headed sections) of marked lines, the same for every kind of file.

Texts are NFC with single blanks; numbers of pages, ids that a writer counts up, positions and days of building are left out,
so that two documents are equal in this form when they say and show the same.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# hexadecimal digits of a short digest: 48 bits
SHORT = 12

# what a line is
HEADING = "heading"  # `level` 1 to 6
TEXT = "text"
BULLET = "bullet"  # `level` from 0
NUMBERED = "numbered"  # the same, of a list that counts
QUOTE = "quote"
CODE = "code"
HEAD = "head"  # the first row of a table, its cells joined
ROW = "row"  # `level` 1 for the one of the document's own province
CAPTION = "caption"
SOURCE = "source"
FIGURE = "figure"  # the text is its alt text, `digest` of its drawing or its data
NOTE = "note"  # what the presenter says
FRAME = "frame"  # above, below and beside the content: head, foot, letterhead
OPTION = "option"  # of a question; `level` 1 for the right one
FEEDBACK = "feedback"
RULE = "rule"  # what a cell of a workbook accepts, what is locked

_SIGNS = {
    TEXT: "",
    BULLET: "- ",
    NUMBERED: "1. ",
    QUOTE: "> ",
    CODE: "$ ",
    HEAD: "|= ",
    CAPTION: "caption: ",
    SOURCE: "source: ",
    NOTE: "note: ",
    FRAME: "frame: ",
    FEEDBACK: "feedback: ",
    RULE: "rule: ",
}
# between the cells of a row
BETWEEN = " ¦ "
# what joins and parts words without being seen
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a part. `later`: it appears at a key press. `digest` is that of a drawing, "" for words."""

    mark: str
    text: str
    level: int = 0
    digest: str = ""
    later: bool = False

    def __str__(self) -> str:
        match self.mark:
            case "heading":
                sign = "#" * max(self.level, 1) + " "
            case "figure":
                sign = f"figure {self.digest}: " if self.digest else "figure: "
            case "row":
                sign = "|* " if self.level else "| "
            case "option":
                sign = "(x) " if self.level else "( ) "
            case _:
                sign = "  " * self.level + _SIGNS[self.mark]
        return f"{'+ ' if self.later else ''}{sign}{self.text}"


@dataclass(frozen=True, slots=True)
class Part:
    """A slide, page, sheet, question or headed section. `id` is "" where the file has none; `hidden`: a slide that is shown
    only when somebody asks for it."""

    id: str
    title: str
    lines: tuple[Line, ...]
    hidden: bool = False

    @property
    def name(self) -> str:
        """How messages call it: its id, else its title."""
        return self.id or self.title

    def text(self) -> str:
        """The part as lines of text, the first one with id and title."""
        head = f"== {' · '.join(filter(None, (self.id, self.title)))}{' (hidden)' if self.hidden else ''}".rstrip()
        return "\n".join((head, *map(str, self.lines)))

    def digest(self, length: int = SHORT) -> str:
        return digest_of(self.text(), length)


@dataclass(frozen=True, slots=True)
class Normal:
    """A file in normal form. `kind` is its name, as deck.html; equal ones have the same text and digest."""

    kind: str
    parts: tuple[Part, ...]

    def text(self) -> str:
        """All of it as text, to be compared line by line."""
        return "\n".join(part.text() for part in self.parts) + "\n"

    def digest(self, length: int = SHORT) -> str:
        return digest_of(self.text(), length)


def digest_of(content: str | bytes, length: int = SHORT) -> str:
    """The first hexadecimal digits of the SHA-256 of a content."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:length]


def tidy(text: str) -> str:
    """The text in NFC, with single blanks, without marks that nobody sees."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def row(cells: Iterable[str], head: bool = False, marked: bool = False) -> Line:
    """A row of a table; `marked`: it is that of the province of the document."""
    return Line(HEAD if head else ROW, BETWEEN.join(map(tidy, cells)), int(marked))
