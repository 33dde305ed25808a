"""The document model: sections made of blocks, independent of any format. All writers use it except that of the HTML deck.

The sections of a deck are slides; those of a briefing or report are parts with a heading. Both are read from a composed
and executed notebook (`taphuan.document.reading.read_document`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from taphuan.document.worksheets import Worksheet


@dataclass(frozen=True)
class Run:
    """A run of text in one style. If `badge` is one of BADGES, the run is a badge with the state of a legal document.

    `code`: letters of one width. `shift`: "sup" above the line, "sub" below it. `href`: the address that a click opens,
    http(s) or mailto.
    """

    text: str
    bold: bool = False
    italic: bool = False
    badge: str = ""
    code: bool = False
    strike: bool = False
    shift: str = ""
    href: str = ""

    def with_text(self, text: str) -> Run:
        """The run with another text; `dataclasses.replace` takes four times as long."""
        return Run(text, self.bold, self.italic, self.badge, self.code, self.strike, self.shift, self.href)

    def looks_like(self, other: Run) -> bool:
        """Whether both differ in their text alone."""
        return (
            self.bold == other.bold
            and self.italic == other.italic
            and self.badge == other.badge
            and self.href == other.href
            and (self.code, self.strike, self.shift) == (other.code, other.strike, other.shift)
        )


BADGES = ("con-hieu-luc", "da-sua-doi", "chua-hieu-luc", "het-hieu-luc", "het-giai-doan", "ban-dang-lai")

Inline = tuple[Run, ...]


def merged(runs: Iterable[Run]) -> Inline:
    """The runs with adjacent ones of the same style joined, without empty ones."""
    result: list[Run] = []
    for run in runs:
        if result and result[-1].looks_like(run):
            result[-1] = run.with_text(result[-1].text + run.text)
        elif run.text:
            result.append(run)
    return tuple(result)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `style`: body · lead (a larger first sentence) · note (a small caveat) · quote · code (printed text or
    program code: its spaces and lines stay)."""

    runs: Inline
    style: str = "body"


@dataclass(frozen=True)
class ListBlock:
    """A list. `start` is the number of the first item of an ordered list, which may continue the list of another page.

    `nested` has (level, number) of each item if the list has lists in it: level 0 for its own items, number 0 for a bullet.
    """

    items: tuple[Inline, ...]
    ordered: bool = False
    start: int = 1
    nested: tuple[tuple[int, int], ...] = ()

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """(level, number) of each item; number 0 for a bullet."""
        return self.nested or tuple(
            (0, number if self.ordered else 0) for number in range(self.start, self.start + len(self.items))
        )


@dataclass(frozen=True)
class Column:
    """A column of a table. `align`: left · right · center. `weight` is its width relative to the other columns."""

    name: str
    align: str = "left"
    weight: float = 1.0


@dataclass(frozen=True)
class CellLook:
    """What a cell of a table has beside its text: `fill`, the colour RRGGBB of its ground, `ink`, that of its letters, which
    can be read on it, `bold`, and `href`, an address."""

    fill: str = ""
    href: str = ""
    ink: str = ""
    bold: bool = False


@dataclass(frozen=True)
class TableBlock:
    """A table whose cells are finished Vietnamese text. `highlight` is the index of the row of this province, or None.

    `looks` has a CellLook for each cell of each row; () if no cell has colour or address. `whole` is the table with the rows
    that a slide has no room for, where a handout has it; None otherwise. `to_fill`: somebody writes in its empty cells.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    source: str = ""
    highlight: int | None = None
    looks: tuple[tuple[CellLook, ...], ...] = ()
    whole: TableBlock | None = None
    to_fill: bool = False

    def is_blank(self, row: int, column: int) -> bool:
        """Whether the cell waits for somebody's hand."""
        return self.to_fill and not self.rows[row][column]

    def has_blank(self, row: int) -> bool:
        """Whether somebody writes in that row, which needs the height for it."""
        return self.to_fill and "" in self.rows[row]

    def shares(self) -> tuple[float, ...]:
        """The widths of the columns as parts of the table's, by their weights."""
        total = sum(column.weight for column in self.columns)
        return tuple(column.weight / total for column in self.columns)

    def in_letters(self) -> tuple[tuple[str, ...], ...]:
        """The rows with dots where somebody writes, for forms that have no ground to show it."""
        return tuple(tuple(cell or DOTS * self.to_fill for cell in row) for row in self.rows)

    def look(self, row: int, column: int) -> CellLook:
        return self.looks[row][column] if self.looks else _PLAIN_CELL


_PLAIN_CELL = CellLook()
DOTS = "………"


@dataclass(frozen=True)
class FigureBlock:
    """A figure as SVG. `data` are its values as a table, {"columns": [...], "rows": [[...]]}; `unit` is the unit it shows,
    {"slug", "valid_from", "name"}; `size` is a key of `charts.style.SIZES`. `kind` is DRAWING for one that is not of this
    package; it has neither caption nor data."""

    kind: str
    svg: str
    alt: str
    caption: str
    source: str
    size: str
    data: dict[str, Any] = field(hash=False)
    unit: dict[str, str] = field(hash=False)
    as_of: str = ""


# the kind of a FigureBlock that is an SVG of somebody else, or a formula
DRAWING = "drawing"


@dataclass(frozen=True)
class PictureBlock:
    """A picture that a cell of a notebook displayed without the figures of this package: its raw bytes, not validated."""

    data: bytes
    alt: str


Block = Paragraph | ListBlock | TableBlock | FigureBlock | PictureBlock


@dataclass(frozen=True)
class Section:
    """A slide of a deck or a headed part of a report.

    `kind`: cover · section · spine · content · quotation · quiz · sources in a deck; part in a report, annex behind its signature. `level`: 1 for `#`, 2 for `##`.
    `kicker` is the title of the part that a slide belongs to, `sources` the text of the footer, `minutes` the planned time
    (0: none), `speaker` who presents the part that a divider begins ("": not known), `layout` the layout that the notebook requires ("": none),
    `block` what a lesson needs the slide for: case, exercise, sheet, decision ("": nothing of these). `added`: somebody added to it in
    JupyterLab.
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
    speaker: str = ""
    layout: str = ""
    block: str = ""
    added: bool = False

    @property
    def in_annex(self) -> bool:
        return self.kind == "annex"


@dataclass(frozen=True)
class Question:
    """A multiple-choice question. `options` are (letter, text); `answer` is the letter of the right one; `explanation` says why, `whys`
    why each other option is not: (letter, text); `notes` are sentences that must stand with the answer. `on_paper`: it is among those that a hall is given, `tested` among those that it
    is asked before and after the day."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str
    explanation: str
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    whys: tuple[tuple[str, str], ...] = ()
    on_paper: bool = True
    tested: bool = False


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of a module (slug and title) that are usable on the day; there may be none."""

    module: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Session:
    """A line of a programme. `minutes` is the planned time (0: none); `time` and `speaker` are "" if the source does not
    state them. `pause`: it is the opening, a break or lunch, which only a programme with clock times has;
    `topic` is the title of the module that is taught, "" for other sessions."""

    title: str
    minutes: int
    time: str = ""
    speaker: str = ""
    pause: bool = False
    topic: str = ""


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

    `backup` are the slides that a deck has no time for: they are there to be shown when somebody asks.

    `frame` is the text on every page that says for whom the document is: the province, or the whole conference. `header`
    are the texts of the letterhead. `quiz`, `worksheets` and `agenda` are the content of papers that go with a deck; they
    are empty in the set of a province. `sheet` are the texts of a commune's sheet of two sides, empty in other sets.

    A notebook that was not composed has a title and sections alone: its `conference`, `unit` and texts are empty.
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
    backup: tuple[Section, ...] = ()
    worksheets: tuple[Worksheet, ...] = ()
    sheet: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def of_anybody(self) -> bool:
        """Whether it is of a notebook that was not composed: no authority, number or day belongs to it."""
        return not self.as_of
