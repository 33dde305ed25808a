"""The figures and tables of a province's story: the spine, whom to learn from, PAPI, the checkup, days to come, own documents."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import spine_rules
from context import Context, Figure, Untrue, newest, number
from published import (
    DATA,
    INDICES,
    day,
    editions,
    mean,
    own_slugs,
    parts,
    read_day,
    rows,
    table,
    table_file,
)
from rank_rules import rank
from words import column, listed_units, names


def _near(shown: object, right: Fraction) -> bool:
    return abs(Fraction(str(shown)) - right) < Fraction(1, 1000)


def _key(label: str) -> str:
    return "pdti" if label.startswith("DTI") else column(label)


def check_spine(figure: Figure, context: Context) -> Iterator[str]:
    """Every unit of the table in each of the measures."""
    year, of, _ = newest(context)
    for label in dict.fromkeys(str(line[0]) for line in figure.rows):
        key, seen = _key(label), set()
        for _, name, shown in (line for line in figure.rows if line[0] == label):
            if str(name).startswith("trung bình"):
                right = mean(year, of, key)
                if right is None or not _near(shown, right * 100):
                    yield f"{table_file(year, of)} {year}: mean of {key} {right and float(right)}, shown {shown}"
                continue
            slugs = names()[str(name).replace("TP. ", "TP ")] & set(table(year, of))
            row = table(year, of)[next(iter(slugs))]
            seen.add(row["province_slug"])
            if not _near(shown, number(row, key) * 100):
                yield f"{table_file(year, of)} {year} {row['province_slug']} {key}: {row[key]}, shown {shown}"
        if len(seen) != of:
            yield f"{label}: {len(seen)} of {of} units"


def check_learn(figure: Figure, context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    for label, who, shown in figure.rows:
        key = column(str(label))
        if str(who).startswith("trung bình"):
            right = mean(year, of, key)
            fits = right is not None and _near(shown, right * 100)
        else:
            slugs = [next(iter(names()[name] & set(table(year, of)))) for name in listed_units(str(who))]
            fits = all(_near(shown, number(table(year, of)[slug], key) * 100) for slug in slugs)
        if not fits:
            yield f"{table_file(year, of)} {year} {label}: {who} has another value than {shown}"
    if not any(str(line[1]) in names() and row["province_slug"] in names()[str(line[1])] for line in figure.rows):
        yield f"no row of {row['province_slug']}"


def check_papi(figure: Figure, context: Context) -> Iterator[str]:
    found = re.search(r"PAPI năm (20\d\d)", figure.caption)
    before = re.search(r"năm (20\d\d)$", figure.columns[2].replace("\u00a0", " "))
    if found is None:
        raise Untrue("the caption says no year of PAPI")
    gaps = spine_rules.papi_gaps(found[1], context, before[1] if before else "")
    labels = {row["label_vi"]: row["part"] for row in _csv("measures/parts.csv") if row["measure"] == "papi"}
    rows_of = {r["province_slug"]: r for r in _csv("measures/papi/papi.csv") if r["edition"] == found[1]}
    mine = next(rows_of[slug] for slug in sorted(own_slugs(context.slug, context.on)) if slug in rows_of)
    for label, own, beside in figure.rows:
        key = labels[str(label)]
        if not _near(own, Fraction(mine[key])) or not _near(Fraction(str(own)) - Fraction(str(beside)), gaps[key]):
            yield f"papi.csv {found[1]} {context.slug} {key}: {mine[key]}, shown {own} beside {beside}"


def check_due(figure: Figure, context: Context) -> Iterator[str]:
    """The next days of the law: each stands in the file, binds the audience, and is as far away as it says."""
    known = rows("deadlines.csv")
    shown = []
    for when, what, _, left in figure.rows:
        on = read_day(str(when))
        shown.append(on)
        row = next((r for r in known if r["what_vi"] == what), None)
        if row is None or (day(row["day"]).month, day(row["day"]).day) != (on.month, on.day):
            yield f"deadlines.csv: no such day {when}: {what}"
        elif day(row["known_from"]) > context.on:
            yield f"deadlines.csv: “{what}” was not known on {context.on}"
        if (on - context.on).days != left:
            yield f"{(on - context.on).days} days lie between, shown {left}"
    if shown != sorted(shown) or (shown and shown[0] < context.on):
        yield f"the days are {', '.join(map(date.isoformat, shown))}"


def check_own_documents(figure: Figure, context: Context) -> Iterator[str]:
    mine = {
        s for slug in (context.slug, *parts(context.slug, context.on)) for s in own_slugs(slug, context.on) | {slug}
    }
    known = [r for r in _csv("provincial/documents.csv") if r["province_slug"] in mine]
    for line in figure.rows:
        row = next(
            (r for r in known if str(line[0]).endswith(r["number"]) and str(line[2]).startswith(r["title_vi"])), None
        )
        if row is None or day(row["known_from"]) > context.on:
            yield f"documents.csv: {line[0]} is not of this unit, or was not known on {context.on}"
        elif line[1] and read_day(str(line[1])) != day(row["issued_date"]):
            yield f"documents.csv {line[0]}: issued {row['issued_date']}"


def check_checkup(figure: Figure, context: Context) -> Iterator[str]:
    for part, content, shown, beside, *_ in figure.rows:
        year_of = re.fullmatch(r"(.+), năm (20\d\d)", str(content).replace("\u00a0", " "))
        if part == "Hạng DTI" and year_of:
            right, of = str(shown).split("/")
            found = table(int(year_of[2]), int(of))
            slugs = {
                s for slug in names()[year_of[1].replace("TP. ", "TP ")] for s in own_slugs(slug, context.on) | {slug}
            }
            ranks = [rank(found[slug]) for slug in slugs if slug in found]
            if int(right) not in ranks:
                yield f"DTI {year_of[2]} over {of}: {content} has rank {ranks}, shown {shown}"
            if next(e.on for e in editions() if e.year == int(year_of[2])) > context.on:
                yield f"DTI {year_of[2]} was not published by {context.on}"
        elif content in INDICES.values():
            year, of_, row = newest(context)
            if not _near(shown, number(row, column(str(content))) * 100):
                yield f"{table_file(year, of_)} {year} {content}: {row[column(str(content))]}, shown {shown}"
            whole = mean(year, of_, column(str(content)))
            if whole is None or not _near(beside, whole * 100):
                yield f"{table_file(year, of_)} {year}: mean of {content} {whole and float(whole)}, shown {beside}"
        elif str(part).startswith("Học ai") and shown not in (None, ""):
            year, of_, _ = newest(context)
            label, who = re.fullmatch(r"(.+?): (.+)", str(content)).groups()  # type: ignore[union-attr]
            slug = next(iter(names()[listed_units(who)[0]] & set(table(year, of_))))
            if not _near(shown, number(table(year, of_)[slug], column(label)) * 100):
                yield f"{table_file(year, of_)} {year} {label}: {who} has another value than {shown}"


def _csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
