"""The document model: sections made of blocks, independent of any format. All writers use it except that of the HTML deck.

The sections of a deck are slides; those of a briefing or report are parts with a heading. Both are read from a composed
and executed notebook (`taphuan.document.reading.read_document`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Run:
    """A run of text in one style. If `badge` is one of BADGES, the run is a badge with the state of a legal document."""

    text: str
    bold: bool = False
    italic: bool = False
    badge: str = ""


BADGES = ("con-hieu-luc", "da-sua-doi", "chua-hieu-luc", "het-hieu-luc", "het-giai-doan", "ban-dang-lai")

Inline = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `style`: body · lead (a larger first sentence) · note (a small caveat) · quote."""

    runs: Inline
    style: str = "body"


@dataclass(frozen=True)
class ListBlock:
    """A list. `start` is the number of the first item of an ordered list, which may continue the list of another page."""

    items: tuple[Inline, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Column:
    """A column of a table. `align`: left · right · center. `weight` is its width relative to the other columns."""

    name: str
    align: str = "left"
    weight: float = 1.0


@dataclass(frozen=True)
class TableBlock:
    """A table whose cells are finished Vietnamese text. `highlight` is the index of the row of this province, or None."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    source: str = ""
    highlight: int | None = None


@dataclass(frozen=True)
class FigureBlock:
    """A figure as SVG. `data` are its values as a table, {"columns": [...], "rows": [[...]]}; `unit` is the unit it shows,
    {"slug", "valid_from", "name"}; `size` is a key of `charts.style.SIZES`."""

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
    """A picture that a cell of a notebook displayed without the figures of this package: its raw bytes, not validated.
    Only decks have such pictures."""

    data: bytes
    alt: str


Block = Paragraph | ListBlock | TableBlock | FigureBlock | PictureBlock


@dataclass(frozen=True)
class Section:
    """A slide of a deck or a headed part of a report.

    `kind`: cover · section · content · quiz · sources in a deck; part in a report. `level`: 1 for `#`, 2 for `##`.
    `kicker` is the title of the part that a slide belongs to, `sources` the text of the footer, `minutes` the planned time
    (0: none), `layout` the layout that the notebook requires ("": none).
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
    """A multiple-choice question. `options` are (letter, text); `answer` is the letter of the right one; `notes` are
    sentences that must stand with the answer."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str
    explanation: str
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of a module (slug and title) that are usable on the day; there may be none."""

    module: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Session:
    """A line of a programme. `minutes` is the planned time (0: none); `time` and `speaker` are "" if the source does not
    state them."""

    title: str
    minutes: int
    time: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Agenda:
    """The programme of a conference. `facts` are (label, text), `speakers` are (name, role)."""

    facts: tuple[tuple[str, str], ...]
    sessions: tuple[Session, ...]
    speakers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """The content of one file. `kind`: deck · briefing · report. Dates are in ISO format; texts are finished Vietnamese.

    `frame` is the text on every page that says for whom the document is: the province, or the whole conference. `header`
    are the texts of the letterhead. `quiz` and `agenda` are the content of papers that go with a deck; they are empty in
    the set of a province.
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
