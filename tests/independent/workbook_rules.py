"""Every number of a province's workbook beside data/: value, rank, mean, who published it and when, and the mark of a copy."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

from context import Context
from published import DATA, INDICES, comparable, mean, own_slugs, parts, pillar, table, units_on
from reading import Set
from words import names, pillar_key

HEADS = [
    "Kỳ",
    "Địa phương",
    "Chỉ tiêu",
    "Giá trị",
    "Đơn vị tính",
    "Hạng",
    "Số đơn vị trong bảng",
    "Trung bình tính từ bảng",
    "Nơi công bố",
    "Ngày công bố",
    "Dấu",
    "Ghi chú",
]
TABLES = {
    "PAPI": "papi",
    "Phục vụ người dân": "service_index",
    "Thủ tục hành chính": "procedures",
    "Cải cách hành chính": "par_index",
    "Hài lòng (SIPAS)": "sipas",
    "Dân số": "population",
    "GRDP bình quân đầu người": "grdp_per_head",
}
# (claim, sentence, what data say), as a finding wants them
Fault = tuple[str, str, str]


@cache
def _csv(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def _of(measure: str, edition: str) -> dict[str, dict[str, str]]:
    return {r["province_slug"]: r for r in _csv(f"measures/{measure}/{measure}.csv") if r["edition"] == edition}


@cache
def _mean(measure: str, edition: str, key: str, units: int) -> Fraction | None:
    """The mean of a column; None where not every unit has a value."""
    values = [Fraction(r[key]) for r in _of(measure, edition).values() if r[key]]
    return sum(values, Fraction(0)) / units if len(values) == units else None


_dti_mean = cache(mean)


@cache
def _part(measure: str, label: str) -> str:
    return next(r["part"] for r in _csv("measures/parts.csv") if (r["measure"], r["label_vi"]) == (measure, label))


@cache
def _names_of(slug: str, on: date) -> frozenset[str]:
    return frozenset(own_slugs(slug, on) | {slug})


def check(found: Set, context: Context) -> Iterator[Fault]:
    """Everything false in the sheets of a set."""
    for sheet in found.sheets:
        if [head for head, _ in sheet["columns"]] != HEADS:
            continue
        for cells in sheet["rows"]:
            row = dict(zip(HEADS, cells, strict=True))
            said = f"{sheet['name']}: {row['Kỳ']} {row['Địa phương']} {row['Chỉ tiêu']} {row['Giá trị']}"
            faults = _dti(row, context) if sheet["name"] == "DTI" else _other(row, TABLES[sheet["name"]], context)
            yield from ((said, "number", fault) for fault in faults)


def _same(shown: object, right: object) -> bool:
    if shown is None or right in (None, ""):
        return shown is None and right in (None, "")
    return abs(Fraction(str(shown)) - Fraction(str(right))) < Fraction(1, 10**6)


def _mine(context: Context) -> set[str]:
    """The unit, and the units that it was put together from, by all the names that tables give them."""
    every = {context.slug, *parts(context.slug, context.on)}
    return {name for slug in every for name in _names_of(slug, context.on)}


def _slug(name: str, context: Context, known: object) -> str:
    """The unit with this name that the table knows; it must be the set's own, or one of which that was made."""
    slugs = {s for found in names()[name.replace("TP. ", "TP ")] for s in _names_of(found, context.on)}
    return next((slug for slug in sorted(slugs & _mine(context)) if slug in known), "")  # type: ignore[operator]


def _dti(row: dict[str, object], context: Context) -> Iterator[str]:
    year, of, label = int(str(row["Kỳ"])), int(str(row["Số đơn vị trong bảng"])), str(row["Chỉ tiêu"])
    publication = next(r for r in _csv("dti/publications.csv") if r["year"] == str(year))
    yield from _published(row, publication, copied=False, stated=True, context=context)
    whole = table(year, of)
    slug = _slug(str(row["Địa phương"]), context, whole)
    if not slug:
        yield f"no row of {row['Địa phương']} in DTI {year} over {of}, or not of this unit"
        return
    if label.startswith("Trụ cột"):
        rank, value, _ = pillar(year, of, slug, pillar_key(label.removeprefix("Trụ cột ").capitalize()))
        if (rank, True) != (row["Hạng"], _same(row["Giá trị"], value)):
            yield f"{label}: rank {rank}, value {value}"
        return
    key = "pdti" if label == "Giá trị DTI" else next(k for k, name in INDICES.items() if name == label)
    mine = whole[slug]
    if not _same(row["Giá trị"], mine[key]):
        yield f"{slug} {key}: {mine[key]}"
    complete = publication["complete"] == "yes"
    of_all = complete and (key == "pdti" or key in comparable(year, of))
    right_mean = _dti_mean(year, of, key) if of_all else None
    if not _same(row["Trung bình tính từ bảng"], right_mean):
        yield f"mean of {key}: {right_mean or 'not of every unit'}"
    right: int | None = int(mine["rank"])
    if key != "pdti":
        better = [r for r in whole.values() if of_all and Fraction(r[key]) > Fraction(mine[key])]
        right = 1 + len(better) if of_all else None
    if row["Hạng"] != right:
        yield f"rank in {key}: {right}"


def _other(row: dict[str, object], measure: str, context: Context) -> Iterator[str]:
    edition = next(r for r in _csv("measures/editions.csv") if (r["measure"], r["edition"]) == (measure, row["Kỳ"]))
    stated = edition["basis"] == "published"
    yield from _published(row, edition, copied=edition["status"] != "confirmed", stated=stated, context=context)
    rows = _of(measure, str(row["Kỳ"]))
    note, key = str(row["Ghi chú"]), _part(measure, str(row["Chỉ tiêu"]))
    if re.match("cộng|bình quân", note):
        before = parts(context.slug, context.on)
        pieces = [next(name for name in sorted(_names_of(slug, context.on)) if name in rows) for slug in before]
        weights = [Fraction(1)] * len(pieces)
        if note.startswith("bình quân"):
            weights = [Fraction(_of("population", str(row["Kỳ"]))[slug]["population"]) for slug in pieces]
        total = sum(Fraction(rows[slug][key]) * weight for slug, weight in zip(pieces, weights, strict=True))
        right = total if note.startswith("cộng") else total / sum(weights)
        if not _same(row["Giá trị"], right):
            yield f"{note}: {float(right)}"
        return
    slug = _slug(str(row["Địa phương"]), context, rows)
    if not slug:
        yield f"no row of {row['Địa phương']} in {measure} {row['Kỳ']}, or not of this unit"
        return
    if not _same(row["Giá trị"], rows[slug][key]):
        yield f"{measure} {slug} {key}: {rows[slug][key]}"
    units = len(units_on(date.fromisoformat(edition["units_on"])))
    right_mean = _mean(measure, str(row["Kỳ"]), key, units) if edition["complete"] == "yes" else None
    if not _same(row["Trung bình tính từ bảng"], right_mean):
        yield f"mean of {key}: {right_mean or 'not of every unit'}"
    if int(str(row["Số đơn vị trong bảng"])) != units:
        yield f"the table is about {units} units"
    if not _same(row["Hạng"], rows[slug].get("rank")):
        yield f"rank: {rows[slug].get('rank')}"


def _published(
    row: dict[str, object], edition: dict[str, str], *, copied: bool, stated: bool, context: Context
) -> Iterator[str]:
    if edition["published_on"] > context.on.isoformat():
        yield f"published on {edition['published_on']}, after {context.on}"
    if row["Ngày công bố"] != (edition["published_on"] if stated else None):
        yield f"day of publication: {edition['published_on']} ({'stated' if stated else 'assumed'})"
    if row["Nơi công bố"] != edition["issuer"]:
        yield f"published by {edition['issuer']}"
    if (row["Dấu"] == "°") != copied:
        yield f"{'read in one copy' if copied else 'confirmed'}, mark “{row['Dấu']}”"
