"""The columns of numbers in a sheet: their headings, the column of data/ that each is, and what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median_high

from taphuan.check.add.numbers import UNKNOWN, Column, is_numeric, read_column
from taphuan.check.add.registers import RANK, named_columns, table_of
from taphuan.check.add.sheet import NotAdded, Sheet
from taphuan.check.add.units import Found, key
from taphuan.data.load import rows
from taphuan.errors import with_code
from taphuan.text import fold

_NOT_VALUES = re.compile(r"(stt|tt|so tt|so thu tu|no|ma|ma so|ma tinh|code)")
_RANK = re.compile(r"(hang|xep hang|thu hang|vi tri|rank|ranking)( nam \d{4})?")
_UNIT = re.compile(r"\s*\(([^()]{1,30})\)\s*$")


def heads(sheet: Sheet, found: Found) -> dict[int, str]:
    """The heading of each column: the nearest text above the first unit, at most three rows up."""
    first = min(found.slugs)
    named: dict[int, str] = {}
    for column in range(len(sheet.rows[0])):
        above = (sheet.rows[row][column] for row in range(first - 1, max(-1, first - 4), -1))
        named[column] = next((cell.text for cell in above if cell.text), "")
    return named


def label(head: str) -> tuple[str, str]:
    """(label, unit of measurement): “Điểm số (điểm)” → “Điểm số”, “điểm”."""
    unit = _UNIT.search(head)
    return (head[: unit.start()], unit[1]) if unit else (head, "")


def values(
    sheet: Sheet, found: Found, named: dict[int, str], columns: tuple[str, ...], measure: str, decimal: str
) -> dict[int, Column]:
    """The columns of numbers, without the running number and the codes; of a known measure also those in which only words
    stand below a heading of its own. Raises NotAdded where there is none, or not the one that was asked for."""
    lines = sorted(found.slugs)
    wanted = {key(text.partition("=")[0]) for text in columns}
    own = named_columns(measure) if table_of(measure) else {}

    def of_numbers(at: int, head: str) -> bool:
        cells = [sheet.rows[row][at] for row in lines]
        meant = key(head) in own or key(label(head)[0]) in own
        return any(map(is_numeric, cells)) or (
            meant and any(cell.fault or cell.text.strip() not in UNKNOWN for cell in cells)
        )

    chosen = [
        at
        for at, head in named.items()
        if at != found.column
        and head
        and not _NOT_VALUES.fullmatch(key(head))
        and of_numbers(at, head)
        and (not wanted or key(head) in wanted)
    ]
    if lost := wanted - {key(named[at]) for at in chosen}:
        raise NotAdded(f"{sheet.file}: no column of numbers with the heading {', '.join(sorted(lost))}", code="TH843")
    if not chosen:
        raise NotAdded(f"{sheet.file}: no column of numbers beside that of the provinces", code="TH843")
    return {at: read_column(sheet, lines, at, decimal) for at in chosen}


def named_parts(
    named: dict[int, str], read: dict[int, Column], columns: tuple[str, ...], measure: str
) -> dict[int, str]:
    """The column of our table for each column of values: as the user says, by its name or title in a known measure, else by
    its heading. Raises NotAdded where a heading says nothing, or two the same."""
    said = {key(head): part for head, _, part in (text.partition("=") for text in columns) if part}
    known = named_columns(measure) if table_of(measure) else {}
    parts: dict[int, str] = {}
    for at in read:
        head = label(named[at])[0]
        own = "" if known else "_".join(re.findall(r"[a-z]+", fold(head)))
        meant = known.get(key(head)) or known.get(key(named[at]))
        parts[at] = said.get(key(named[at])) or meant or (RANK if _RANK.fullmatch(key(head)) else own)
    lost = [named[at] for at, part in parts.items() if not part]
    twice = sorted({part for part in parts.values() if list(parts.values()).count(part) > 1} - {""})
    if lost or twice:
        what = f"what is “{lost[0]}”" if lost else f"two columns would be {twice[0]}"
        options = f" (columns of {measure}: {', '.join(sorted(set(known.values())))})" if known else ""
        raise NotAdded(f'{what}? Say it for each: --column "HEADING=name_of_column"{options}', code="TH843")
    if set(parts.values()) == {RANK} and not known:
        raise NotAdded("a new measure needs a number beside the rank", code="TH843")
    return parts


def faults_of_columns(
    sheet: Sheet, found: Found, named: dict[int, str], read: dict[int, Column], parts: dict[int, str], table: str
) -> Iterator[str]:
    """What is no number, ranks that are no whole ones, and numbers with more decimals than any other: what a formula left,
    or a slip."""
    for at, column in read.items():
        for fault in column.faults:
            yield with_code(f"{sheet.name}, {fault}", "TH844")
        earlier = [_decimals(row.get(parts[at], "")) for row in rows(table)] if table else []
        now = {row: _decimals(value) for row, value in column.values.items() if value}
        most = max((*earlier, median_high(now.values()) if now else 0))
        for row, decimals in now.items():
            if earlier and decimals > most:
                what = f"{column.values[row]} has {decimals} decimals, the others at most {most}; write it as it was published"
                yield with_code(f"{sheet.name}, {_place(sheet, found, row, at, named)}: {what}", "TH844")


def blanks(
    sheet: Sheet, found: Found, named: dict[int, str], read: dict[int, Column], parts: dict[int, str]
) -> dict[str, str]:
    """The columns of data/ in which some units have no number, and where: `rank` → “C, Hạng: Huế (C3), …”."""
    gaps: dict[str, str] = {}
    for at, column in read.items():
        places = [f"{found.slugs[row]} ({sheet.place(row, at)})" for row in column.values if not column.values[row]]
        if places:
            more = f" and {len(places) - 6} more" if len(places) > 6 else ""
            gaps[parts[at]] = (
                f"{sheet.name}, column {sheet.place(0, at)[:-1]}, {named[at]}: {', '.join(places[:6])}{more}"
            )
    return gaps


def _place(sheet: Sheet, found: Found, row: int, at: int, named: dict[int, str]) -> str:
    return f"{sheet.place(row, at)} ({found.slugs[row]}, {named[at]})"


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
