"""The document model that every writer but the HTML deck reads: sections made of blocks, nothing about formats.

A deck is a document whose sections are slides; a briefing is one whose sections are headed parts. Both come out of a
composed, executed notebook (`taphuan.document.reading.read_document`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. `badge` names a law state badge (see BADGES) and makes the run a badge."""

    text: str
    bold: bool = False
    italic: bool = False
    badge: str = ""


BADGES = ("con-hieu-luc", "da-sua-doi", "chua-hieu-luc", "het-hieu-luc", "het-giai-doan", "chua-xac-dinh", "doi-chieu")

Inline = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """`style`: body · lead (a larger opening sentence) · note (small, a caveat) · quote."""

    runs: Inline
    style: str = "body"


@dataclass(frozen=True)
class ListBlock:
    """`start` is the number of the first item: a list may go on from the page before."""

    items: tuple[Inline, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Column:
    """`align`: left · right · center. `weight` is the relative width."""

    name: str
    align: str = "left"
    weight: float = 1.0


@dataclass(frozen=True)
class TableBlock:
    """Cells are finished Vietnamese text. `highlight` is the index of this province's row, if any."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    source: str = ""
    highlight: int | None = None


@dataclass(frozen=True)
class FigureBlock:
    """A drawn figure. `data` is its table twin {"columns": [...], "rows": [[...]]}; `unit` is {"slug", "valid_from", "name"}."""

    kind: str
    svg: str
    alt: str
    caption: str
    source: str
    size: str
    data: dict[str, Any] = field(hash=False)
    unit: dict[str, str] = field(hash=False)
    as_of: str = ""


@dataclass(frozen=True)
class PictureBlock:
    """A picture that a foreign cell put out, as the bytes it holds: nobody has looked at them yet. Decks only."""

    data: bytes
    alt: str


Block = Paragraph | ListBlock | TableBlock | FigureBlock | PictureBlock


@dataclass(frozen=True)
class Section:
    """A slide of a deck or a headed part of a report.

    `kind`: cover · section · content · quiz · sources in a deck; part in a report. `level` 1 is `#`, 2 is `##`.
    `kicker` is the part a slide belongs to, `sources` the short footer, `minutes` the planned time (0 = none), `layout`
    the one that the notebook asks for, if any.
    """

    id: str
    kind: str
    level: int
    title: Inline
    blocks: tuple[Block, ...]
    kicker: str = ""
    notes: tuple[Paragraph, ...] = ()
    sources: str = ""
    minutes: int = 0
    layout: str = ""


@dataclass(frozen=True)
class Question:
    """One multiple-choice question. `options` are (letter, text), `answer` is the right letter; `notes` must stand
    wherever the answer does."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str
    explanation: str
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one module that may be asked on the day; there may be none."""

    module: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Session:
    """One line of a programme. `minutes` are planned (0 = not planned); `time` and `speaker` only where they are stated."""

    title: str
    minutes: int
    time: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Agenda:
    """The programme of a conference: (label, text) of what is known of it, its sessions, (name, role) of its speakers."""

    facts: tuple[tuple[str, str], ...]
    sessions: tuple[Session, ...]
    speakers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """What one file shows. `kind`: deck · briefing · report. Dates are ISO; texts are finished Vietnamese.

    `frame` names whose document it is on every page: the province, or all of a conference. `quiz` and `agenda` are handed
    out beside it; a province's own set has neither.
    """

    kind: str
    title: str
    conference: dict[str, Any] = field(hash=False)
    unit: dict[str, str] = field(hash=False)
    as_of: str
    as_of_text: str
    provenance: str
    sections: tuple[Section, ...]
    sample: bool = False
    header: dict[str, str] = field(default_factory=dict, hash=False)
    frame: str = ""
    quiz: tuple[QuestionGroup, ...] = ()
    agenda: Agenda | None = None
