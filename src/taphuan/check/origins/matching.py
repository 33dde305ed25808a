"""Which cells of data/ a number comes from: of all that are printed like it, those that fit what stands around it.

What a cell of the notebook has asked for bounds the search; the unit, the year and the name of the column that stand beside the
number, and the evidence of the claim that it stands in, decide. Means and differences are computed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from taphuan.check.origins.cells import YEARS, Cell, Row, Table, evidence_rows
from taphuan.check.origins.numbers import (
    day_of,
    forms,
    is_day,
    is_decimal,
    is_year,
    numbers_in,
    value_of,
    words_of,
    years_in,
)
from taphuan.data import load
from taphuan.known import dti
from taphuan.known.law import named_in
from taphuan.known.units import all_units, display_name, region_of, region_units
from taphuan.lesson.lesson import Lesson
from taphuan.text import day, exact, hold

# how a number was found: it stands in these cells; computed from them; counted, or given with the job; the statements that are cited for it
# say it, or are named for it; the author wrote it
READ, COMPUTED, COUNTED, CITED, OWN = "read", "computed", "counted", "cited", "own"
# what a cell must score to be taken for the one behind a number
_ENOUGH = 4
# … and what for no statement that the cell cites to be asked
_SURE = 10
# the columns that say of which legal document a row is
_LAWS = ("id", "law", "from_id")
# how far a printed difference may be from that of the printed numbers
_ROUNDED = 0.051


@dataclass(frozen=True)
class Piece:
    """A text with numbers: a title, a line, a row of a figure or a table. `head`: the words above its columns, the caption.
    `evidence`: (file, key, column) of the claims that it says. `where` names it for people."""

    where: str
    text: str
    head: str = ""
    evidence: tuple[tuple[str, str, str], ...] = ()
    # the number → what stands above its column
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Origin:
    """Where a number comes from. `how`: READ, COMPUTED, COUNTED, CITED or OWN; `words` say what was done with the cells."""

    how: str
    cells: tuple[Cell, ...] = ()
    words: str = ""


_Found = Mapping[str, "Origin | None"]


class Names:
    """The units, the columns and the legal documents that a text names."""

    def __init__(self, lesson: Lesson) -> None:
        self._as_of = lesson.as_of
        self._units: dict[str, set[str]] = defaultdict(set)
        for unit in all_units():
            self._units[display_name(unit.slug, unit.name)] |= {unit.slug, unit.geo_slug}
            self._units[unit.name] |= {unit.slug, unit.geo_slug}
        labels: dict[str, set[str]] = defaultdict(set)
        for row in load.rows("measures/parts"):
            labels[row["label_vi"].lower()].add(row["part"])
        for key, label in dti.INDICES.items():
            labels[label.lower()].add(key)
        for key, label in dti.PILLARS.items():
            labels[f"trụ cột {label}".lower()] |= {f"rank_{key}", "value", "rank", "value_derived", "rank_derived", key}
        labels["hạng"] |= {"rank", "rank_derived", *(f"rank_{key}" for key in dti.PILLARS)}
        labels["xếp"] |= {"rank"}
        for label in ("dti", "giá trị", "điểm"):
            labels[label] |= {"pdti"}
        self._labels = labels
        self.own = frozenset({lesson.unit.slug, lesson.unit.geo_slug, lesson.commune.code if lesson.commune else ""})

    def units(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for name in sorted(self._units, key=len, reverse=True):
            if name in text:
                found |= self._units[name]
                text = text.replace(name, " ")
        return frozenset(found)

    def laws(self, text: str) -> frozenset[str]:
        return frozenset(doc.id for doc in named_in(hold(words_of(text)), self._as_of))

    def columns(self, text: str) -> frozenset[str]:
        lower = text.lower()
        return frozenset(column for label, columns in self._labels.items() if label in lower for column in columns)


class Matcher:
    """Finds the cells behind the numbers of one cell of a notebook, in the `tables` that it has asked for."""

    def __init__(self, lesson: Lesson, names: Names, tables: Iterable[Table], items: Table, titles: Table) -> None:
        self._lesson, self._names, self._items, self._titles = lesson, names, items, titles
        self.tables = {table.file: table for table in tables}

    def origins(self, piece: Piece) -> Iterator[tuple[str, Origin]]:
        """Each number of the piece with its origin."""
        found: dict[str, Origin | None] = {}
        steps = (self._stated, self._year, self._mean, self._extreme, self._place, self._beside, self._counted)
        for step in (*steps, self._days, self._share, self._titled, self._proved):
            for token in numbers_in(piece.text):
                if found.get(token) is None:
                    found[token] = step(token, piece, found)
        for token, origin in found.items():
            yield token, origin or Origin(OWN)

    def _stated(self, token: str, piece: Piece, _found: _Found) -> Origin | None:
        """The cells that hold the number."""
        if is_year(token):
            return None
        named, laws = self._names.units(words_of(piece.text)), self._names.laws(piece.text)
        best: dict[Cell, int] = {}
        for table in self.tables.values():
            for form in (token,) if is_day(token) else dict.fromkeys((token, token.split("/")[0])):
                for cell in table.printed.get(form, ()):
                    score = self._score(cell, token, form, piece, named, laws)
                    best[cell] = max(score, best.get(cell, score))
        top = max(best.values(), default=0)
        if top < _SURE and (said := self._items.printed.get(token)):
            return Origin(READ, tuple(said[:1]))
        if top < _ENOUGH:
            return None
        equal = [cell for cell, score in best.items() if score == top]
        newest = max(cell.row.year for cell in equal)
        return Origin(READ, tuple(cell for cell in equal if cell.row.year == newest)[:3])

    def _score(
        self, cell: Cell, token: str, form: str, piece: Piece, named: frozenset[str], laws: frozenset[str]
    ) -> int:
        row, score = cell.row, 8 * (cell in self._evident(piece))
        if row.unit:
            # the own unit is meant where none is named, and may be where another is
            own = row.unit in self._names.own
            score += 6 if row.unit in named else (2 if named else 4) if own else -8
            years = years_in(piece.text) or years_in(piece.head)
            if row.year:
                score += 3 if row.year in years else -2 * bool(years)
            wanted = self._names.columns(piece.columns.get(token, "")) or self._names.columns(piece.text)
            score += 4 if cell.column in wanted else -3 * bool(wanted)
        elif law := next((row.values[name] for name in _LAWS if name in row.values), ""):
            # a day that the law sets, with the words for what is due
            due = row.values.get("short_vi", "")
            score += 2 + (6 if law in laws else -8 * bool(laws)) + 4 * (cell.column == "number" and "/" in token)
            score += 8 * bool(due and due in words_of(piece.text))
        else:
            label = row.values.get("label_vi", "")
            score += 2 + 3 * is_day(token) + 4 * bool(label and label in piece.text)
        if "/" in token and form != token and not cell.column.startswith("rank"):
            score -= 8
        return score

    def _evident(self, piece: Piece) -> frozenset[Cell]:
        return frozenset(cell for group in self._evidence(piece) for cell in group)

    def _evidence(self, piece: Piece) -> list[tuple[Cell, ...]]:
        """The cells that each part of the evidence names."""
        if piece.evidence not in self._kept:
            groups = []
            for file, key, column in piece.evidence:
                rows = evidence_rows(self.tables[file], key) if file in self.tables else ()
                groups.append(tuple(Cell(row, column) for row in rows if column in row.values))
            self._kept[piece.evidence] = groups
        return self._kept[piece.evidence]

    @cached_property
    def _kept(self) -> dict[tuple[tuple[str, str, str], ...], list[tuple[Cell, ...]]]:
        return {}

    # --- what is computed ---------------------------------------------------------------------------------------------

    def _year(self, token: str, piece: Piece, found: _Found) -> Origin | None:
        """The year of one of the rows that the piece is read from, or of an edition."""
        if not is_year(token):
            return None
        read = (cell for origin in found.values() if origin for cell in origin.cells)
        proved = (cell for group in self._evidence(piece) for cell in group)
        for cell in (*read, *proved):
            if cell.row.year == token:
                return Origin(READ, (Cell(cell.row, next(name for name in YEARS if cell.row.values.get(name))),))
        if said := self._items.printed.get(token):
            return Origin(READ, tuple(said[:1]))
        for file in ("dti/publications.csv", "measures/editions.csv"):
            for row in self.tables[file].rows if file in self.tables else ():
                if row.year == token:
                    return Origin(READ, (Cell(row, next(name for name in YEARS if row.values.get(name))),))
        return None

    def _mean(self, token: str, piece: Piece, _found: _Found) -> Origin | None:
        """A mean over a table, the region or the participants."""
        means = self._means.get(token)
        if not means:
            return None
        columns = self._names.columns(f"{piece.columns.get(token, '')} {piece.text}")
        columns = columns or self._names.columns(piece.head)
        years = years_in(piece.text) or years_in(piece.head)
        cells, words = max(
            means, key=lambda one: (one[0][0].column in columns, one[0][0].row.year in years, one[0][0].row.year)
        )
        return Origin(COMPUTED, cells, words)

    def _extreme(self, token: str, piece: Piece, _found: _Found) -> Origin | None:
        """The lowest or highest value of the participants in a column that is named beside it."""
        columns, years = self._names.columns(piece.text), years_in(f"{piece.text} {piece.head}")
        group = self._groups()["the participants"]
        for table in self.tables.values() if columns else ():
            for cell in table.printed.get(token, ()):
                if (
                    cell.column in columns
                    and cell.row.unit in group
                    and cell.row.year in years
                    and is_decimal(cell.value)
                ):
                    some = [other for other in self._column(cell) if other.row.unit in group]
                    ends = {min: "the lowest value of the participants", max: "the highest value of the participants"}
                    for end, words in ends.items():
                        if cell == end(some, key=lambda one: float(one.value)):
                            return Origin(COMPUTED, (cell, *(other for other in some if other != cell)), words)
        return None

    def _place(self, token: str, piece: Piece, found: _Found) -> Origin | None:
        """The place of a unit in a column, reckoned from the values of the whole table."""
        place = token.split("/")[0]
        if not place.isdigit() or "rank" not in self._names.columns(f"{piece.columns.get(token, '')} {piece.text}"):
            return None
        for origin in found.values():
            for cell in origin.cells if origin and origin.how == READ else ():
                if not cell.row.unit or not is_decimal(cell.value):
                    continue
                column = self._column(cell)
                higher = sum(float(other.value) > float(cell.value) for other in column)
                if higher + 1 == int(place):
                    words = f"the place of {cell.value} among the values of the whole table"
                    return Origin(COMPUTED, (cell, *(other for other in column if other != cell)), words)
        return None

    def _column(self, cell: Cell) -> list[Cell]:
        """All values of the column in the table of the cell's edition."""
        rows = (row for row in self.tables[cell.row.file].rows if row.unit and row.year == cell.row.year)
        return [Cell(row, cell.column) for row in rows if is_decimal(row.values[cell.column])]

    def _beside(self, token: str, _piece: Piece, found: _Found) -> Origin | None:
        """The difference or the sum of two numbers that stand beside it."""
        value = value_of(token)
        beside = [
            (amount, origin)
            for other, origin in found.items()
            if other != token
            and origin
            and not is_year(other)
            and (amount := value_of(other.split("/")[0])) is not None
        ]
        for at, (one, first) in enumerate(beside):
            for other, second in beside[at + 1 :]:
                for amount, words in ((abs(one - other), "the difference"), (one + other, "the sum")):
                    if value is not None and amount and abs(amount - value) < _ROUNDED:
                        return Origin(COMPUTED, (*first.cells, *second.cells), f"{words} of two numbers beside it")
        return None

    def _counted(self, token: str, _piece: Piece, _found: _Found) -> Origin | None:
        counts = {
            len(self._lesson.participants): "the participants of the conference",
            self._lesson.unit.table: "the units of the table",
        }
        if token == day(self._lesson.as_of):
            return Origin(COUNTED, (), "the day whose knowledge the document shows (as_of)")
        if token.isdigit() and int(token) in counts and "units/provinces.csv" in self.tables:
            return Origin(COUNTED, (), f"{counts[int(token)]}, data/units/provinces.csv")
        return None

    def _days(self, token: str, piece: Piece, found: _Found) -> Origin | None:
        """The days from the day of the document to one that stands beside it."""
        for other in numbers_in(piece.text) if token.isdigit() else ():
            if is_day(other) and abs((day_of(other) - self._lesson.as_of).days) == int(token):
                origin = found.get(other)
                return Origin(
                    COMPUTED, origin.cells if origin else (), f"the days from {day(self._lesson.as_of)} to {other}"
                )
        return None

    def _share(self, token: str, piece: Piece, _found: _Found) -> Origin | None:
        """A value of the unit, the mean or the highest of a table, in % of what can be reached."""
        highest = {row.values["part"]: row.values.get("highest", "") for row in self._rows("measures/parts.csv")}
        for file, table in self.tables.items():
            for column in self._names.columns(piece.text) if file.startswith("measures/") else ():
                cells = [Cell(row, column) for row in table.rows if is_decimal(row.values.get(column, ""))]
                newest = max((cell.row.year for cell in cells), default="")
                cells = [cell for cell in cells if cell.row.year == newest]
                most = highest.get(column, "")
                values = [float(cell.value) for cell in cells]
                own = [cell for cell in cells if cell.row.unit in self._names.own]
                if not values or not most:
                    continue
                amounts = {
                    "the mean of the whole table": (sum(values) / len(values), cells),
                    "the highest value of the whole table": (max(values), cells),
                    "the value": (float(own[0].value) if own else -1.0, own),
                }
                for words, (amount, some) in amounts.items():
                    if token in forms(f"{100 * amount / float(most):.6f}") | {f"{100 * amount / float(most):.0f}"}:
                        return Origin(COMPUTED, tuple(some), f"{words} in % of the maximum, {most}")
        return None

    def _rows(self, file: str) -> tuple[Row, ...]:
        return self.tables[file].rows if file in self.tables else ()

    def _titled(self, token: str, piece: Piece, _found: _Found) -> Origin | None:
        """A number in the title of a module."""
        for cell in self._titles.printed.get(token, ()):
            if cell.value in piece.text.replace("\u00a0", " "):
                return Origin(READ, (cell,))
        return None

    def _proved(self, _token: str, piece: Piece, _found: _Found) -> Origin | None:
        """A number that a claim computes: from all that proves it."""
        cells = tuple(cell for group in self._evidence(piece) for cell in group)
        return Origin(COMPUTED, cells, "computed from what proves the claim") if cells else None

    @cached_property
    def _means(self) -> dict[str, list[tuple[tuple[Cell, ...], str]]]:
        """The means of complete columns as they are printed, with their cells."""
        found: dict[str, list[tuple[tuple[Cell, ...], str]]] = defaultdict(list)
        groups = self._groups()
        for table in self.tables.values():
            tables: dict[str, list[Row]] = defaultdict(list)
            for row in table.rows:
                if row.unit and row.year and "province_slug" in row.values:
                    tables[row.values.get("edition") or row.year].append(row)
            for edition, rows in tables.items():
                for words, slugs in groups.items():
                    some = [row for row in rows if not slugs or row.unit in slugs]
                    for column in rows[0].values if len(some) > 1 else ():
                        _add_mean(found, some, column, f"the mean of {words}, {table.file}, {edition}")
        return found

    def _groups(self) -> dict[str, frozenset[str]]:
        lesson = self._lesson
        groups = {"the whole table": frozenset[str]()}
        groups["the participants"] = frozenset(slug for u in lesson.participants for slug in (u.slug, u.geo_slug))
        if not lesson.unit.is_everyone:
            region = region_of(lesson.unit)
            units = region_units(lesson.unit, lesson.as_of)
            groups[f"the region {region.name}"] = frozenset(slug for u in units for slug in (u.slug, u.geo_slug))
        return groups


def _add_mean(found: dict[str, list[tuple[tuple[Cell, ...], str]]], rows: list[Row], column: str, words: str) -> None:
    values = [row.values[column] for row in rows]
    if "" in values or not all(is_decimal(value) for value in values):
        return
    mean = sum((exact(float(value)) for value in values), Fraction(0)) / len(values)
    cells = tuple(Cell(row, column) for row in rows)
    for form in forms(f"{float(mean):.12f}"):
        found[form].append((cells, words))
