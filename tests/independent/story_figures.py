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
    title = figure.columns.index("Nội dung")
    issued = figure.columns.index("Ngày") if "Ngày" in figure.columns else None
    for line in figure.rows:
        row = next(
            (r for r in known if str(line[0]).endswith(r["number"]) and str(line[title]).startswith(r["title_vi"])),
            None,
        )
        if row is None or day(row["known_from"]) > context.on:
            yield f"documents.csv: {line[0]} is not of this unit, or was not known on {context.on}"
        elif issued is not None and line[issued] and read_day(str(line[issued])) != day(row["issued_date"]):
            yield f"documents.csv {line[0]}: issued {row['issued_date']}"


def check_checkup(figure: Figure, context: Context) -> Iterator[str]:
    """Each panel of the sheet: ranks, indices or PAPI, how people are served, whom to learn from, days to come."""
    for part, content, shown, beside, last in figure.rows:
        head, content = str(part), str(content).replace("\u00a0", " ")
        if head == "Hạng DTI":
            yield from _rank_line(content, str(shown), context)
        elif head.startswith("Người dân đánh giá: PAPI "):
            yield from _dimension(head[-4:], content, (shown, beside, last), context)
        elif head.startswith("Dịch vụ công "):
            yield from _service_part(re.findall(r"20\d\d", head)[0], content, (shown, beside, last), context)
        elif head.startswith("Học ai"):
            yield from _lesson(content, shown, beside, context)
        elif head == "Hạn sắp tới":
            yield from _deadline(content, str(shown), context)
        elif content in INDICES.values():
            yield from _index(content, (shown, beside, last), context)
        elif shown not in (None, ""):
            yield f"no rule reads the row “{head}: {content}”"


def _rank_line(content: str, shown: str, context: Context) -> Iterator[str]:
    right, of = map(int, shown.split("/"))
    year_of = re.fullmatch(r"(.+), năm (20\d\d)", content)
    if year_of is None:
        year, of_newest, row = newest(context)
        if (right, of) != (rank(row), of_newest):
            yield f"DTI {year} {row['province_slug']}: {rank(row)}/{of_newest}, shown {shown}"
        return
    found = table(int(year_of[2]), of)
    slugs = {s for slug in names()[year_of[1].replace("TP. ", "TP ")] for s in own_slugs(slug, context.on) | {slug}}
    ranks = [rank(found[slug]) for slug in slugs if slug in found]
    if right not in ranks:
        yield f"DTI {year_of[2]} over {of}: {content} has rank {ranks}, shown {shown}"
    if next(e.on for e in editions() if e.year == int(year_of[2])) > context.on:
        yield f"DTI {year_of[2]} was not published by {context.on}"


def _index(label: str, shown: tuple[object, ...], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    value, whole = number(row, column(label)), mean(year, of, column(label))
    if whole is None:
        yield f"{table_file(year, of)} {year}: not every unit has {label}"
        return
    for what, cell, right in zip(("own", "mean", "gap"), shown, (value, whole, value - whole), strict=True):
        if not _near(cell, right * 100):
            yield f"{table_file(year, of)} {year} {row['province_slug']} {label}: {what} {float(right * 100)}, shown {cell}"


def _dimension(year: str, label: str, shown: tuple[object, ...], context: Context) -> Iterator[str]:
    key = spine_rules.DIMENSIONS[label[:1].lower() + label[1:]]
    of_papi = [row for row in _csv("measures/editions.csv") if row["measure"] == "papi"]
    at = next(place for place, row in enumerate(of_papi) if row["edition"] == year)
    before = "" if of_papi[at]["complete"] == "yes" else of_papi[at - 1]["edition"]
    gap = spine_rules.papi_gaps(year, context, before)[key]
    rows_of = {r["province_slug"]: r for r in _csv("measures/papi/papi.csv") if r["edition"] == year}
    mine = Fraction(next(rows_of[slug] for slug in sorted(own_slugs(context.slug, context.on)) if slug in rows_of)[key])
    for what, cell, right in zip(("own", "beside", "gap"), shown, (mine, mine - gap, gap), strict=True):
        if not _near(cell, right):
            yield f"papi.csv {year} {context.slug} {key}: {what} {float(right)}, shown {cell}"


def _service_part(year: str, label: str, shown: tuple[object, ...], context: Context) -> Iterator[str]:
    keys = {row["label_vi"]: row["part"] for row in _csv("measures/parts.csv") if row["measure"] == "service_index"}
    everyone = [row for row in rows("service_index.csv") if row["edition"] == year]
    values = [Fraction(row[keys[label]]) for row in everyone]
    mine = next(r for r in everyone if r["province_slug"] in own_slugs(context.slug, context.on))[keys[label]]
    wanted = (Fraction(mine), sum(values) / len(values), max(values))
    for what, cell, right in zip(("own", "mean", "highest"), shown, wanted, strict=True):
        if not _near(cell, right):
            yield f"service_index.csv {year} {context.slug} {keys[label]}: {what} {float(right)}, shown {cell}"


def _lesson(content: str, shown: object, beside: object, context: Context) -> Iterator[str]:
    found = re.fullmatch(r"(.+?): (.+)", content)
    if found is None:
        if shown not in (None, ""):
            yield f"no rule reads “{content}”"
        return
    year, of, row = newest(context)
    key = column(found[1])
    for name in listed_units(found[2]):
        slug = next(iter(names()[name] & set(table(year, of))))
        if not _near(shown, number(table(year, of)[slug], key) * 100):
            yield f"{table_file(year, of)} {year} {key}: {name} has another value than {shown}"
    if not _near(beside, number(row, key) * 100):
        yield f"{table_file(year, of)} {year} {row['province_slug']} {key}: {row[key]}, shown {beside}"


def _deadline(content: str, left: str, context: Context) -> Iterator[str]:
    found = re.fullmatch(r"(.+), (?:trước|đến|từ|đến hết) (\d+/\d+/\d{4}) · .+", content)
    if found is None:
        yield f"no rule reads the deadline “{content}”"
        return
    on = read_day(found[2])
    row = next((r for r in rows("deadlines.csv") if r["short_vi"] == found[1]), None)
    if row is None or (day(row["day"]).month, day(row["day"]).day) != (on.month, on.day):
        yield f"deadlines.csv: no such day {found[2]}: {found[1]}"
    elif day(row["known_from"]) > context.on:
        yield f"deadlines.csv: “{found[1]}” was not known on {context.on}"
    if (on - context.on).days != int(left.replace(".", "")):
        yield f"{(on - context.on).days} days lie between, shown {left}"


def _csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
