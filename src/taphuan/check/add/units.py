"""Provinces as tables name them: with or without marks, “Tỉnh …”, old names, codes; of the 63 until 30/6/2025 or the 34 since."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from taphuan.check.add.sheet import NotAdded, Sheet
from taphuan.known.units import MERGER, Unit, all_units, regions_on, successor_on, units_on
from taphuan.text import fold

# what stands in such a column and is no unit: totals, means, headings
_OTHERS = re.compile(
    r"(ca nuoc|toan quoc|tong( so| cong)?|trung binh.*|binh quan.*|trung vi.*|cao nhat|thap nhat|vung .*|ghi chu.*|nguon.*|\d+\.? ?vung .*)"
)
_KIND = re.compile(r"^(tinh|thanh pho|tp\.?|t\.p\.?) *(?=\S)")


@dataclass(frozen=True)
class Found:
    """Where the units stand: the slug of each row, the day whose units they are, and the rows that are no unit."""

    column: int
    slugs: dict[int, str]
    day: date
    left_out: dict[int, str]
    missing: tuple[str, ...]
    # names with other marks than the unit's own
    read_as: tuple[str, ...] = ()
    # names that are no unit of that day, that stand there twice, or that another column contradicts
    faults: tuple[str, ...] = ()

    @property
    def of(self) -> int:
        return len(units_on(self.day))


def key(text: str) -> str:
    """The name as names are compared: “TP. Hồ Chí Minh” and “Tỉnh Đắk Lăk” → “ho chi minh”, “dak lak”."""
    words = " ".join(re.sub(r"[-–—_,.]", " ", fold(text)).split())
    return _KIND.sub("", words)


def names_of(unit: Unit) -> set[str]:
    return {key(name) for name in (unit.name, unit.full_name, unit.slug, *unit.aliases)}


def named_on(day: date) -> dict[str, str]:
    """The slug of each name and each code of the units of a day."""
    found = {name: unit.slug for unit in units_on(day) for name in names_of(unit)}
    for unit in units_on(day):
        # a spreadsheet drops the zero of 01
        found |= {unit.code: unit.slug, unit.code.lstrip("0"): unit.slug}
    return found


def unit_column(sheet: Sheet) -> int | None:
    """The column in which most units are named; one of names before one of codes. None where no column names two."""
    ever = set().union(*(names_of(unit) for unit in all_units()))
    codes = {code for unit in all_units() for code in (unit.code, unit.code.lstrip("0"))}
    counts: list[tuple[int, int, int]] = []
    for column in range(len(sheet.rows[0]) if sheet.rows else 0):
        keys = {key(row[column].text) for row in sheet.rows}
        written = {row[column].text for row in sheet.rows}
        counts.append((len(keys & ever), 0, column))
        head = " ".join(fold(row[column].text) for row in sheet.rows[:10])
        if re.search(r"\b(ma|code)\b", head):
            counts.append((0, len(written & codes), column))
    best = max(counts, key=lambda count: (count[0], count[1], -count[2]), default=(0, 0, 0))
    return best[2] if max(best[:2]) >= 2 else None


def find_units(sheet: Sheet, column: int, edition_end: date, published: date, era: int) -> Found:
    """The units of a sheet. Their day is the last of the period, or that of publication where the table has the units of
    that day; `era` (63 or 34) decides where the user has named it.

    A row whose name is no unit of that day, or one that stands there already, is left out and told in `faults`. Raises
    NotAdded where no row names a unit, and where the units and the period leave both eras open.
    """
    texts = {row: cells[column].text for row, cells in enumerate(sheet.rows) if cells[column].text}
    ever = set().union(*(names_of(unit) for unit in all_units()))
    codes = {code for unit in all_units() for code in (unit.code, unit.code.lstrip("0"))}
    first = min((row for row, text in texts.items() if key(text) in ever or text in codes), default=0)
    texts = {row: text for row, text in texts.items() if row >= first}
    regions = {
        key(name) for day in (MERGER - timedelta(1), MERGER) for r in regions_on(day) for name in (r.name, r.full_name)
    }
    left_out = {r: text for r, text in texts.items() if _OTHERS.fullmatch(key(text)) or key(text) in regions}
    rows = {row: text for row, text in texts.items() if row not in left_out}
    day = _day(rows, edition_end, published, era, sheet)
    known = named_on(day)
    slugs = {row: known.get(key(text)) or known.get(text, "") for row, text in rows.items()}
    faults = [
        f"{sheet.place(row, column)}: {_unknown(rows[row], day, known)}" for row, slug in slugs.items() if not slug
    ]
    seen: dict[str, int] = {}
    for row, slug in slugs.items():
        if slug and seen.setdefault(slug, row) != row:
            faults.append(f"{sheet.place(row, column)}: {rows[row]} stands in row {seen[slug] + 1} already")
    slugs = {row: slug for slug, row in seen.items()}
    faults += _contradictions(sheet, column, slugs, known)
    if not slugs:
        raise NotAdded("\n".join(faults), code="TH845")
    missing = tuple(unit.name for unit in units_on(day) if unit.slug not in seen)
    names = {unit.slug: unit for unit in units_on(day)}
    read_as = tuple(
        f"“{text}” ({sheet.place(row, column)}) → {names[slugs[row]].name}"
        for row, text in rows.items()
        if row in slugs and _other_marks(text, names[slugs[row]])
    )
    return Found(column, slugs, day, left_out, missing, read_as, tuple(faults))


def _contradictions(sheet: Sheet, column: int, slugs: dict[int, str], known: dict[str, str]) -> Iterator[str]:
    """Where two columns name the units and one of them was sorted without the other."""
    for other in range(len(sheet.rows[0])):
        texts = {row: sheet.rows[row][other].text for row in slugs}
        # a running number looks like a code
        named = {row: "" if text.isdecimal() else known.get(key(text), "") for row, text in texts.items()}
        if other != column and sum(map(bool, named.values())) > 0.8 * len(slugs):
            for row, slug in named.items():
                if slug and slug != slugs[row]:
                    text = sheet.rows[row][column].text
                    yield f"{sheet.place(row, column)}: {text}, but {sheet.place(row, other)} is {texts[row]}"


def _other_marks(text: str, unit: Unit) -> bool:
    """Whether a name is written with marks, but not with those of the unit: then it is told how it was read."""
    plain = " ".join(re.sub(r"[-–—_,.]", " ", text.casefold()).split())
    own = " | ".join((unit.name, unit.full_name, *unit.aliases)).casefold().replace("-", " ").replace(".", " ")
    return plain != fold(plain) and plain not in " ".join(own.split())


def _day(rows: dict[int, str], end: date, published: date, era: int, sheet: Sheet) -> date:
    """The day whose units the table lists."""
    days = [end] if (end >= MERGER) == (published >= MERGER) else [end, max(published, MERGER)]
    if era:
        chosen = [day for day in days if len(units_on(day)) == era]
        if not chosen:
            raise NotAdded(
                f"{sheet.file}: a table of this period and day of publication cannot have the {era} units", code="TH846"
            )
        return chosen[0]
    if len(days) == 1:
        return end
    sets = [{known.get(key(text)) or known.get(text) for text in rows.values()} for known in map(named_on, days)]
    fits = [day for day, slugs in zip(days, sets, strict=True) if None not in slugs]
    complete = [
        day
        for day, slugs in zip(days, sets, strict=True)
        if day in fits and slugs == {unit.slug for unit in units_on(day)}
    ]
    if len(fits) == 2 and not complete:
        raise NotAdded(
            f"{sheet.file}: its names fit the 63 units of {days[0].isoformat()} and the 34 of {days[1].isoformat()}, which are "
            "other territories; name them: --units 63 or --units 34",
            code="TH846",
        )
    return (complete or fits or days)[0]


def _unknown(text: str, day: date, known: dict[str, str]) -> str:
    """Why a name is no unit of a day, with what it became or the names that are nearest."""
    for unit in all_units():
        if key(text) in names_of(unit) and unit not in units_on(day):
            after = (
                f"; since {unit.valid_to + timedelta(1)} part of {successor_on(unit, day).name}"
                if unit.valid_to and unit.valid_to < day
                else ""
            )
            return f"{text} is no unit on {day.isoformat()}{after}"
    names = {key(unit.name): unit.name for unit in units_on(day)}
    near = difflib.get_close_matches(key(text), names, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(names[name] for name in near)}?" if near else ""
    return f"“{text}” is no unit on {day.isoformat()}{hint}"
