"""From a sheet to the rows of data/: which file gets which rows. Nothing is computed but what is written down here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taphuan.check.add import columns
from taphuan.check.add.about import About, faults_of, last_day
from taphuan.check.add.described import described_table
from taphuan.check.add.numbers import Column
from taphuan.check.add.pillars import derived_rows
from taphuan.check.add.registers import (
    DERIVED,
    DTI,
    MEASURES,
    METHODS,
    PARTS,
    RANK,
    SOURCES,
    header,
    register_of,
    required,
    table_of,
)
from taphuan.check.add.sheet import NotAdded, Sheet
from taphuan.check.add.units import Found, find_units, unit_column
from taphuan.data.load import rows
from taphuan.errors import with_code

# (table, number among its new rows, column) → where that stands in the file that somebody brought
Places = Mapping[tuple[str, int, str], str]


# letters of the name of a sheet
_SHEET_NAME = 31


@dataclass(frozen=True)
class Proposal:
    """New rows by table, the description of a new table where the measure is new, what a person should know before yes, and
    what is wrong with the file itself. `file` and `places` say where in it a row came from."""

    rows: dict[str, list[dict[str, str]]]
    table: str
    described: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    file: str = ""
    places: Places = field(default_factory=dict)


def chosen_sheet(sheets: tuple[Sheet, ...], name: str) -> Sheet:
    """The sheet with this name, or the only one that names provinces. Raises NotAdded."""
    fit = [sheet for sheet in sheets if (sheet.name == name if name else unit_column(sheet) is not None)]
    names = ", ".join(sheet.name for sheet in sheets)
    if not fit or unit_column(fit[0]) is None:
        raise NotAdded(
            f"{sheets[0].file if sheets else 'the file'}: no sheet with a column of provinces (sheets: {names or 'none'})",
            code="TH842",
        )
    if len(fit) > 1:
        raise NotAdded(f"{fit[0].file}: several sheets name provinces ({names}); name one: --sheet NAME", code="TH842")
    return fit[0]


def propose(sheets: tuple[Sheet, ...], about: About, today: date) -> Proposal:
    """The rows for one edition of a measure, and everything that is wrong with the sheet. Raises NotAdded where it cannot be
    said what its columns are, or where data/ has these rows already."""
    sheet = chosen_sheet(sheets, about.sheet)
    column = unit_column(sheet)
    assert column is not None
    found = find_units(sheet, column, last_day(about.edition), about.published, about.era)
    heads = columns.heads(sheet, found)
    values = columns.values(sheet, found, heads, about.columns, about.measure, about.decimal)
    parts = columns.named_parts(heads, values, about.columns, about.measure)
    table = table_of(about.measure)
    new = not table
    table = table or f"measures/{about.measure}/{about.measure}"
    source = about.source or f"{about.measure.replace('_', '-')}-{about.edition}"
    wanted = _columns(table, parts, new)
    lines, empty = _table_rows(found, values, parts, about, source, wanted)
    _refuse_what_stands(table, new, lines)
    proposed: dict[str, list[dict[str, str]]] = {SOURCES: _source_row(source, about, table)}
    proposed |= _edition_rows(found, values, parts, about, source)
    if new:
        proposed[MEASURES] = [
            {
                "measure": about.measure,
                "name_vi": about.name,
                "sheet_vi": _sheet_name(about.name),
                "level": "province",
                "table": table,
                "merged": "beside",
            }
        ]
        proposed[PARTS] = [
            _part_row(about.measure, part, heads[at], values[at], at == _main(parts))
            for at, part in parts.items()
            if part != RANK
        ]
    proposed[table] = lines
    if about.measure == DTI:
        proposed[DERIVED] = derived_rows(lines, about.method, found.of)
    named = {part: columns.label(heads[at])[0] for at, part in parts.items()}
    return Proposal(
        {name: some for name, some in proposed.items() if some},
        table,
        described_table(about, table, named) if new else None,
        _notes(sheet, found, heads, parts, empty),
        (
            *faults_of(about, today),
            *(with_code(f"{sheet.name}, {fault}", "TH845") for fault in found.faults),
            *columns.faults_of_columns(sheet, found, heads, values, parts, "" if new else table),
            *(_gaps(sheet, found, heads, values, parts, about) if about.whole else ()),
        ),
        sheet.file,
        dict(_places(sheet, found, heads, parts, table, lines)),
    )


def _gaps(
    sheet: Sheet,
    found: Found,
    heads: dict[int, str],
    values: dict[int, Column],
    parts: dict[int, str],
    about: About,
) -> Iterator[str]:
    """The units and the columns that an edition lacks which is to be whole."""
    remedy = "fill in what is missing, or add the edition as one that is not whole: --partial"
    if found.missing:
        yield with_code(
            f"{sheet.name}: {len(found.missing)} of {found.of} units missing: {', '.join(found.missing)}; {remedy}",
            "TH860",
        )
    needed = required(about.measure)
    if lost := [name for name in needed if name not in parts.values()]:
        yield with_code(f"{sheet.name}: no number in the column {', '.join(lost)}; {remedy}", "TH860")
    for part, place in columns.blanks(sheet, found, heads, values, parts).items():
        # the eight indices of the DTI are published for some units alone; of the others a column is whole or blank
        if part in needed or about.measure != DTI:
            yield with_code(f"{place}: blank; {remedy}", "TH860")


def _places(
    sheet: Sheet,
    found: Found,
    heads: dict[int, str],
    parts: dict[int, str],
    table: str,
    lines: list[dict[str, str]],
) -> Iterator[tuple[tuple[str, int, str], str]]:
    row_of = {slug: row for row, slug in found.slugs.items()}
    for number, line in enumerate(lines):
        row = row_of[line["province_slug"]]
        yield (table, number, ""), f"{sheet.name}, {sheet.place(row, found.column)} ({line['province_slug']})"
        for at, part in parts.items():
            place = f"{sheet.name}, {sheet.place(row, at)} ({line['province_slug']}, {heads[at]})"
            yield (table, number, part), place


def _main(parts: dict[int, str]) -> int:
    """The first number stands for the measure as a whole."""
    return next(at for at, part in parts.items() if part != RANK)


def _sheet_name(name: str) -> str:
    """Of a workbook, which takes 31 letters and no slash: the name, what it has in brackets at its end, or the words that fit."""
    free = " ".join(re.sub(r"[/\\\\?*:\[\]]", " ", name).split())
    if len(free) <= _SHEET_NAME:
        return free
    short = re.search(r"\(([^()]+)\)$", free)
    return (
        short[1]
        if short and len(short[1]) <= _SHEET_NAME
        else free[: _SHEET_NAME + 1].rpartition(" ")[0] or free[:_SHEET_NAME]
    )


def _columns(table: str, parts: dict[int, str], new: bool) -> list[str]:
    if new:
        return ["edition", "province_slug", *parts.values(), "source_id"]
    wanted = header(table)
    if lost := set(parts.values()) - set(wanted):
        raise NotAdded(
            f"data/{table}.csv has no column {', '.join(sorted(lost))}; leave it out: --column for the others",
            code="TH843",
        )
    return wanted


def _table_rows(
    found: Found, values: dict[int, Column], parts: dict[int, str], about: About, source: str, wanted: list[str]
) -> tuple[list[dict[str, str]], list[str]]:
    """(the rows, the units of which every number is blank)."""
    # as the tables write it, which is not how documents do: “Hồ Chí Minh”
    written = {
        row["slug"]: row["name"] for row in rows("units/provinces") if row["valid_from"] <= found.day.isoformat()
    }
    lines: list[dict[str, str]] = []
    empty: list[str] = []
    for row, slug in found.slugs.items():
        numbers = {part: values[at].values[row] for at, part in parts.items()}
        if not any(numbers.values()):
            empty.append(slug)
            continue
        line = {register_of(about.measure).period: about.edition, "province_slug": slug, **numbers, "source_id": source}
        line |= {"province_name": written[slug], "basis": "stated"}
        lines.append({name: line.get(name, "") for name in wanted})
    if not lines:
        raise NotAdded("no unit has a number", code="TH844")
    return lines, empty


def _refuse_what_stands(table: str, new: bool, lines: list[dict[str, str]]) -> None:
    """A row that is there already is never overwritten, whether it says the same or not."""
    period = next(iter(lines[0]))
    there = {} if new else {(row[period], row["province_slug"]): row for row in rows(table)}
    same = [line for line in lines if (line[period], line["province_slug"]) in there]
    if same:
        names = ", ".join(line["province_slug"] for line in same[:8]) + (", …" if len(same) > 8 else "")
        raise NotAdded(
            f"data/{table}.csv has {len(same)} of these rows already ({same[0][period]}: {names}); correct them there, or "
            "leave them out of the file",
            code="TH847",
        )


def _source_row(source: str, about: About, table: str) -> list[dict[str, str]]:
    """The row of the source; [] where the user names one that is there."""
    there = next((row for row in rows(SOURCES) if row["source_id"] == source), None)
    row = {
        "source_id": source,
        "title": about.title,
        "publisher": about.producer,
        "url": about.url,
        "published_date": about.published.isoformat(),
        "licence": about.licence,
        "accessed": about.accessed.isoformat(),
        "seen": "read",
        "used_for": f"{table.rpartition('/')[2]}.csv",
    }
    if there is None:
        return [row]
    if not about.source:
        raise NotAdded(
            f"data/sources.csv has a source {source} already; name it if it is the same (--source {source}), or another id",
            code="TH848",
        )
    if not (there["published_date"] and there["publisher"] and there["licence"]):
        raise NotAdded(
            f"the source {source} in data/sources.csv lacks its day of publication, publisher or licence; add them there",
            code="TH848",
        )
    return []


def _edition_rows(
    found: Found, values: dict[int, Column], parts: dict[int, str], about: About, source: str
) -> dict[str, list[dict[str, str]]]:
    """The row of the edition in its register, and of a method of the DTI that is new; none where the edition is there."""
    register = register_of(about.measure)
    there = register.editions(about.measure).get(about.edition)
    if there is not None:
        if there["published_on"] != about.published.isoformat():
            raise NotAdded(
                f"data/{register.table}.csv says that {about.measure} {about.edition} was published on "
                f"{there['published_on']}, not on {about.published.isoformat()}",
                code="TH848",
            )
        return {}
    needed = required(about.measure) if about.measure == DTI else [part for part in parts.values() if part != RANK]
    held = {part: values[at].known for at, part in parts.items()}
    full = not found.missing and all(held.get(part) == found.of for part in needed)
    line = {
        "measure": about.measure,
        register.period: about.edition,
        "units_on": found.day.isoformat(),
        "complete": "yes" if full else "no",
        "issuer": about.producer,
        "published_on": about.published.isoformat(),
        "basis": "published",
        "status": about.status,
        "method": about.method,
        "source_id": source,
    }
    edition = {name: line.get(name, "") for name in header(register.table)}
    if about.measure == DTI and about.method not in {row["method"] for row in rows(METHODS)}:
        # its points are not known: nothing is recomputed, and no other year is compared with it
        return {METHODS: [{"method": about.method, "source_id": source}], register.table: [edition]}
    return {register.table: [edition]}


def _part_row(measure: str, part: str, head: str, values: Column, main: bool) -> dict[str, str]:
    label, unit = columns.label(head)
    return {
        "measure": measure,
        "part": part,
        "label_vi": label,
        "unit_vi": unit or ("%" if values.percent else ""),
        "main": "yes" if main else "no",
    }


def _notes(
    sheet: Sheet, found: Found, heads: dict[int, str], parts: dict[int, str], empty: list[str]
) -> tuple[str, ...]:
    """What was found and what was left out."""
    notes = [
        f"sheet {sheet.name}: units in column {sheet.place(0, found.column)[:-1]}, the {found.of} of {found.day.isoformat()}",
        *(f"column {sheet.place(0, at)[:-1]} “{heads[at]}” → {part}" for at, part in parts.items()),
    ]
    ignored = [head for at, head in heads.items() if head and at not in parts and at != found.column]
    if ignored:
        notes.append(f"columns left out: {', '.join(ignored)}")
    if found.left_out:
        notes.append(
            f"rows left out, no units: {', '.join(f'{text} (row {row + 1})' for row, text in found.left_out.items())}"
        )
    if found.read_as:
        notes.append(f"read as: {'; '.join(found.read_as)}")
    if empty:
        notes.append(f"units without a number, left out: {', '.join(empty)}")
    if found.missing:
        notes.append(f"{len(found.missing)} of {found.of} units missing: {', '.join(found.missing)}")
    return tuple(notes)


def csv_text(wanted: list[str], lines: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([line.get(name, "") for name in wanted] for line in lines)
    return out.getvalue()
