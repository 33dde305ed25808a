"""What a sentence is about where it does not say so: the unit, the day and the conference of its document, the figure it stands at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from re import Match

from published import (
    Unit,
    editions,
    find_row,
    own,
    own_slugs,
    participants,
    region_members,
    table,
    table_file,
    units_on,
    value,
)
from words import compiled, names


@dataclass(frozen=True)
class Figure:
    """The data behind a figure or table: `rows` under `columns`, `mean` as (label, number) if it draws one; `levels` are
    the lines across a plot, likewise; the empty cells of a table `to_fill` are for the reader's pen."""

    kind: str
    caption: str
    note: str
    source: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]
    mean: tuple[str, float] | None = None
    drawn: tuple[str, ...] = ()
    unit: str = ""
    levels: tuple[tuple[str, float], ...] = ()
    to_fill: bool = False


@dataclass(frozen=True)
class Context:
    """`slug` is the document's unit; "" where it is for all participants. `figure` is that of an alt text or caption, `figures`
    those of the slide."""

    conference: str
    on: date
    slug: str
    figure: Figure | None = field(default=None)
    figures: tuple[Figure, ...] = ()

    @property
    def unit(self) -> Unit | None:
        return units_on(self.on).get(self.slug)

    @property
    def guests(self) -> frozenset[str]:
        return participants(self.conference, self.on)


class Untrue(Exception):
    """What a sentence says is not so; the text says what data/ say, with file and row."""


# a rule: its name, its pattern, and what recomputes a match: it yields what is false
Check = Callable[[Match[str], Context], Iterator[str]]
RULES: list[tuple[str, str, Check, bool]] = []


def rule(name: str, pattern: str, *, whole: bool = True) -> Callable[[Check], Check]:
    """Register a check for all parts of sentences that match a pattern (words.compiled). What a rule that is not `whole` matches
    is no statement by itself: another rule must still read it."""

    def register(check: Check) -> Check:
        RULES.append((name, pattern, check, whole))
        return check

    return register


def known_table(year: int, of: int, context: Context) -> None:
    """Raise Untrue unless the edition was published by the day and ranks that many units."""
    edition = next((e for e in editions() if e.year == year), None)
    if edition is None or edition.on > context.on:
        when = f"published on {edition.on}" if edition else "not in the file"
        raise Untrue(f"publications.csv year={year}: {when}, the document is of {context.on}")
    if not table(year, of):
        raise Untrue(f"no table of DTI {year} ranks {of} units; it ranks {edition.of}")


def row_of(name: str, year: int, of: int, context: Context) -> dict[str, str]:
    """The row of the unit with a printed name in the table over `of` units, if that is a table of this unit."""
    known_table(year, of, context)
    for slug in sorted(names().get(name, ())):
        row = find_row(year, of, {slug} | own_slugs(slug, context.on))
        if row is not None:
            _own_table(name, slug, year, of, context)
            return row
    raise Untrue(f"{table_file(year, of)} year={year}: no row of {name}")


def _own_table(name: str, slug: str, year: int, of: int, context: Context) -> None:
    """A unit of today stands in the table over today's units, not in that over the units before the merger, nor its part's row."""
    if slug not in units_on(context.on) or slug not in names()[name]:
        return
    right = next((o for y, o, _ in own(slug, context.on) if y == year), None)
    if right is None or right != of:
        said = f"its row of {year} is in the table of {right}" if right else f"it has no row of its own of {year}"
        raise Untrue(f"{name} on {context.on}: {said}, not in that of {of} units")


def newest(context: Context, name: str = "", year: int = 0) -> tuple[int, int, dict[str, str]]:
    """(year, of, row) of the unit: its newest own row on the day, or that of a year. The unit is that of the document if none is named."""
    slugs = names()[name] & set(units_on(context.on)) if name else {context.slug}
    for slug in sorted(slugs):
        for found in reversed(own(slug, context.on) if slug in units_on(context.on) else ()):
            if year in (0, found[0]):
                return found
    raise Untrue(
        f"dti.csv: no own row of {name or context.slug or 'the document'}{f' of {year}' if year else ''} published by {context.on}"
    )


def number(row: dict[str, str], column: str) -> Fraction:
    found = value(row, column)
    if found is None:
        raise Untrue(f"{row['year']} {row['province_slug']}: no {column} in the file")
    return found


def region_rows(context: Context, slug: str, year: int, of: int) -> dict[str, dict[str, str]]:
    """The rows of the units of the same region on the day; {} for a unit that is not in force."""
    if slug not in units_on(context.on):
        raise Untrue(f"provinces.csv slug={slug}: not in force on {context.on}")
    return rows_of(region_members(slug, context.on), year, of, context)


def rows_of(slugs: frozenset[str], year: int, of: int, context: Context) -> dict[str, dict[str, str]]:
    """slug of the table → row of those of the units that have one."""
    every = table(year, of)
    return {name: every[name] for slug in slugs for name in own_slugs(slug, context.on) if name in every}


def unit_now(name: str, context: Context) -> str:
    """The slug of the unit with this name on the day."""
    found = sorted(names()[name] & set(units_on(context.on)))
    if not found:
        raise Untrue(f"provinces.csv: no unit {name} in force on {context.on}")
    return found[0]


def hall_table(context: Context) -> tuple[int, int]:
    """(year, of) of the newest complete edition by the day over the units of the participants."""
    era = len(units_on(context.on))
    for edition in reversed(editions()):
        of = edition.of if edition.of == era else 0
        if (
            edition.on <= context.on
            and edition.complete
            and of
            and len(rows_of(context.guests, edition.year, of, context)) == len(context.guests)
        ):
            return edition.year, of
    raise Untrue(f"publications.csv: no complete edition over {era} units published by {context.on}")


@lru_cache(maxsize=200_000)
def read_sentence(sentence: str) -> tuple[tuple[int, re.Match[str]], ...]:
    """(rule, match) of every rule that reads a part of the sentence."""
    if not re.search(r"\d|chưa|gồm|hợp thành|cách làm|PAPI|DTI:|tối đa|chỉ số|địa bàn", sentence):
        return ()
    return tuple(
        (i, match) for i, (_, pattern, _, _) in enumerate(RULES) for match in compiled(pattern).finditer(sentence)
    )
