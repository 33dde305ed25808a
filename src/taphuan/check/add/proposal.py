"""From a sheet to the rows of data/: which file gets which rows. Nothing is computed but what is written down here."""

from __future__ import annotations

import csv
import io
import json
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from taphuan import paths
from taphuan.check.add.numbers import Column, is_numeric, read_column
from taphuan.check.add.sheet import NotAdded, Sheet
from taphuan.check.add.units import Found, find_units, key, unit_column
from taphuan.data.load import rows
from taphuan.text import fold

SOURCES, MEASURES, PARTS, EDITIONS = "sources", "measures/measures", "measures/parts", "measures/editions"
RANK = "rank"
_NOT_VALUES = re.compile(r"(stt|tt|so tt|so thu tu|no|ma|ma so|ma tinh|code)")
_RANK = re.compile(r"(hang|xep hang|thu hang|vi tri|rank|ranking)( nam \d{4})?")
_UNIT = re.compile(r"\s*\(([^()]{1,30})\)\s*$")


@dataclass(frozen=True)
class About:
    """What the file does not say. `decimal`, `era` and `sheet` are "" or 0 where the file decides."""

    measure: str
    name: str
    edition: str
    published: date
    producer: str
    licence: str
    title: str
    url: str
    source: str
    method: str
    status: str
    accessed: date
    decimal: str = ""
    era: int = 0
    sheet: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """New rows by table, the description of a new table where the measure is new, and what a person should know before yes."""

    rows: dict[str, list[dict[str, str]]]
    table: str
    described: dict[str, Any] | None
    notes: tuple[str, ...]


def last_day(edition: str) -> date:
    year, month = int(edition[:4]), int(edition[5:] or 12)
    return date(year, month, monthrange(year, month)[1])


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


def propose(sheets: tuple[Sheet, ...], about: About) -> Proposal:
    """The rows for one edition of a measure. Raises NotAdded with everything that is wrong with the sheet."""
    sheet = chosen_sheet(sheets, about.sheet)
    column = unit_column(sheet)
    assert column is not None
    found = find_units(sheet, column, last_day(about.edition), about.published, about.era)
    heads = _heads(sheet, found)
    values = _values(sheet, found, heads, about)
    parts = _named_parts(heads, values, about)
    table = next((row["table"] for row in rows(MEASURES) if row["measure"] == about.measure), "")
    new = not table
    table = table or f"measures/{about.measure}/{about.measure}"
    source = about.source or f"{about.measure.replace('_', '-')}-{about.edition}"
    lines, empty = _table_rows(found, values, parts, about.edition, source, _columns(table, parts, new))
    _refuse_what_stands(table, new, lines)
    proposed: dict[str, list[dict[str, str]]] = {SOURCES: _source_row(source, about, table)}
    proposed[EDITIONS] = _edition_row(found, values, parts, about, source, new)
    if new:
        proposed[MEASURES] = [
            {"measure": about.measure, "name_vi": about.name, "level": "province", "table": table, "merged": "beside"}
        ]
        proposed[PARTS] = [
            _part_row(about.measure, part, heads[at], values[at], at == _main(parts))
            for at, part in parts.items()
            if part != RANK
        ]
    proposed[table] = lines
    described = _described(about, table, {part: _label(heads[at])[0] for at, part in parts.items()}) if new else None
    return Proposal(
        {name: some for name, some in proposed.items() if some},
        table,
        described,
        _notes(sheet, found, heads, parts, empty),
    )


def _heads(sheet: Sheet, found: Found) -> dict[int, str]:
    """The heading of each column: the nearest text above the first unit, at most three rows up."""
    first = min(found.slugs)
    heads: dict[int, str] = {}
    for column in range(len(sheet.rows[0])):
        above = (sheet.rows[row][column] for row in range(first - 1, max(-1, first - 4), -1))
        heads[column] = next((cell.text for cell in above if cell.text), "")
    return heads


def _values(sheet: Sheet, found: Found, heads: dict[int, str], about: About) -> dict[int, Column]:
    """The columns of numbers, without the running number and the codes. Raises NotAdded for what is no number in one."""
    lines = sorted(found.slugs)
    wanted = {key(text.partition("=")[0]) for text in about.columns}
    chosen = [
        at
        for at, head in heads.items()
        if at != found.column
        and head
        and not _NOT_VALUES.fullmatch(key(head))
        and any(is_numeric(sheet.rows[row][at]) for row in lines)
        and (not wanted or key(head) in wanted)
    ]
    if lost := wanted - {key(heads[at]) for at in chosen}:
        raise NotAdded(f"{sheet.file}: no column of numbers with the heading {', '.join(sorted(lost))}", code="TH843")
    if not chosen:
        raise NotAdded(f"{sheet.file}: no column of numbers beside that of the provinces", code="TH843")
    read = {at: read_column(sheet, lines, at, about.decimal) for at in chosen}
    if faults := [f"{sheet.name}, {fault}" for column in read.values() for fault in column.faults]:
        raise NotAdded(
            "\n".join([*faults, "Correct the cells, or name the columns that are meant: --column HEADING."]),
            code="TH844",
        )
    return read


def _named_parts(heads: dict[int, str], values: dict[int, Column], about: About) -> dict[int, str]:
    """The column of our table for each column of values: as the user says, by its name or label in a known measure, else by
    its heading. Raises NotAdded where a heading says nothing, or two the same."""
    said = {key(head): part for head, _, part in (text.partition("=") for text in about.columns) if part}
    known = {
        key(name): row["part"]
        for row in rows(PARTS)
        if row["measure"] == about.measure
        for name in (row["part"].replace("_", " "), row["part"], row["label_vi"])
    }
    parts: dict[int, str] = {}
    for at in values:
        head, _ = _label(heads[at])
        own = "" if known else "_".join(re.findall(r"[a-z]+", fold(head)))
        parts[at] = said.get(key(heads[at])) or known.get(key(head)) or (RANK if _RANK.fullmatch(key(head)) else own)
    lost = [heads[at] for at, part in parts.items() if not part]
    twice = sorted({part for part in parts.values() if list(parts.values()).count(part) > 1} - {""})
    if lost or twice:
        what = f"what is “{lost[0]}”" if lost else f"two columns would be {twice[0]}"
        options = f" (columns of {about.measure}: {', '.join(sorted(set(known.values())))})" if known else ""
        raise NotAdded(f'{what}? Say it for each: --column "HEADING=name_of_column"{options}', code="TH843")
    if set(parts.values()) == {RANK} and not known:
        raise NotAdded("a new measure needs a number beside the rank", code="TH843")
    return parts


def _main(parts: dict[int, str]) -> int:
    """The first number stands for the measure as a whole."""
    return next(at for at, part in parts.items() if part != RANK)


def _label(head: str) -> tuple[str, str]:
    """(label, unit of measurement): “Điểm số (điểm)” → “Điểm số”, “điểm”."""
    unit = _UNIT.search(head)
    return (head[: unit.start()], unit[1]) if unit else (head, "")


def _columns(table: str, parts: dict[int, str], new: bool) -> list[str]:
    if new:
        return ["edition", "province_slug", *parts.values(), "source_id"]
    columns = header(table)
    if lost := set(parts.values()) - set(columns):
        raise NotAdded(
            f"data/{table}.csv has no column {', '.join(sorted(lost))}; leave it out: --column for the others",
            code="TH843",
        )
    return columns


def header(table: str) -> list[str]:
    with (paths.DATA / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def _table_rows(
    found: Found, values: dict[int, Column], parts: dict[int, str], edition: str, source: str, columns: list[str]
) -> tuple[list[dict[str, str]], list[str]]:
    """(the rows, the units of which every number is blank)."""
    lines: list[dict[str, str]] = []
    empty: list[str] = []
    for row, slug in found.slugs.items():
        numbers = {part: values[at].values[row] for at, part in parts.items()}
        if not any(numbers.values()):
            empty.append(slug)
            continue
        line = {"edition": edition, "province_slug": slug, **numbers, "source_id": source}
        if "basis" in columns:
            line["basis"] = "stated"
        lines.append({name: line.get(name, "") for name in columns})
    if not lines:
        raise NotAdded("no unit has a number", code="TH844")
    return lines, empty


def _refuse_what_stands(table: str, new: bool, lines: list[dict[str, str]]) -> None:
    """A row that is there already is never overwritten, whether it says the same or not."""
    there = {} if new else {(row["edition"], row["province_slug"]): row for row in rows(table)}
    same = [line for line in lines if (line["edition"], line["province_slug"]) in there]
    if same:
        names = ", ".join(line["province_slug"] for line in same[:8]) + (", …" if len(same) > 8 else "")
        raise NotAdded(
            f"data/{table}.csv has {len(same)} of these rows already ({same[0]['edition']}: {names}); correct them there, or "
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


def _edition_row(
    found: Found, values: dict[int, Column], parts: dict[int, str], about: About, source: str, new: bool
) -> list[dict[str, str]]:
    there = next(
        (row for row in rows(EDITIONS) if (row["measure"], row["edition"]) == (about.measure, about.edition)), None
    )
    if there and not new:
        if there["published_on"] != about.published.isoformat():
            raise NotAdded(
                f"data/measures/editions.csv says that {about.measure} {about.edition} was published on {there['published_on']}, "
                f"not on {about.published.isoformat()}",
                code="TH848",
            )
        return []
    full = not found.missing and all(column.known == found.of for at, column in values.items() if parts[at] != RANK)
    return [
        {
            "measure": about.measure,
            "edition": about.edition,
            "units_on": found.day.isoformat(),
            "complete": "yes" if full else "no",
            "issuer": about.producer,
            "published_on": about.published.isoformat(),
            "basis": "published",
            "status": about.status,
            "method": about.method,
            "source_id": source,
        }
    ]


def _part_row(measure: str, part: str, head: str, values: Column, main: bool) -> dict[str, str]:
    label, unit = _label(head)
    return {
        "measure": measure,
        "part": part,
        "label_vi": label,
        "unit_vi": unit or ("%" if values.percent else ""),
        "main": "yes" if main else "no",
    }


def _described(about: About, table: str, labels: dict[str, str]) -> dict[str, Any]:
    """The description of a new table for datapackage.json: that of a table of a measure with other columns and licence."""
    package = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    like = next(one for one in package["resources"] if one["name"] == "measures.population")
    kept = {field["name"]: field for field in like["schema"]["fields"]}
    rank = {
        "name": RANK,
        "type": "integer",
        "title": "Hạng",
        "description": "Rank among all units",
        "constraints": {"minimum": 1},
    }
    fields = [kept["edition"], kept["province_slug"]]
    for part, label in labels.items():
        about_part = {
            "name": part,
            "type": "number",
            "title": label,
            "description": "As published; blank where it is not known",
        }
        fields.append(rank if part == RANK else about_part)
    licence = {"name": "other", "title": f"{about.licence} ({about.producer})"}
    return {
        **like,
        "name": f"measures.{about.measure}",
        "path": f"{table}.csv",
        "title": about.name,
        "licenses": [licence],
        "schema": {**like["schema"], "fields": [*fields, kept["source_id"]]},
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


def csv_text(columns: list[str], lines: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([line.get(name, "") for name in columns] for line in lines)
    return out.getvalue()
