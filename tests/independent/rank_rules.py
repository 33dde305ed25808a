"""Sentences about ranks: places in a table, in a region, among the participants; ranks over the years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from re import Match

from context import Context, Untrue, known_table, newest, region_rows, row_of, rows_of, rule, unit_now
from published import (
    derived_pillars,
    editions,
    find_row,
    own,
    own_slugs,
    parts,
    pillar,
    points,
    region_names,
    table,
    units_on,
    value,
)
from words import compiled, listed_units, names, pillar_key, shown_names

PLACE = r"(?:đứng (?P<end>đầu|cuối)|(?:đứng )?thứ (?P<place>\d+)(?: trong)?)"
GROUP = r"(?:(?P<guests>\d+) (?:tỉnh, thành phố|nơi) dự hội nghị|vùng \((?P<region>\d+) tỉnh, thành phố\)|(?P<all>\d+) tỉnh, thành phố)"
TABLE = r"bảng {n:of} tỉnh, thành phố năm {year:year}"


def rank(row: dict[str, str]) -> int:
    if not row["rank"]:
        raise Untrue(f"dti.csv {row['year']} {row['province_slug']}: no rank")
    return int(row["rank"])


def check_place(
    row: dict[str, str], group: dict[str, dict[str, str]], end: str | None, place: str | None, same: str
) -> Iterator[str]:
    """A place in a group by rank: first and last only alone, `place` = 1 + number of better ranks, `same` the others with the rank."""
    own_rank, slug = rank(row), row["province_slug"]
    others = {name: rank(other) for name, other in group.items() if name != slug}
    better = sum(other < own_rank for other in others.values())
    equal = frozenset(name for name, other in others.items() if other == own_rank)
    said = 1 if end == "đầu" else len(others) + 1 if end == "cuối" else int(place or 0)
    if said != better + 1:
        yield f"{slug} is no. {better + 1} of {len(group)} by rank ({own_rank})"
    if end and equal:
        yield f"{slug} shares the rank {own_rank} with {', '.join(sorted(equal))}"
    if not end and (bool(same) != bool(equal) or (same and not shown_names(same, equal, _names(group)))):
        yield f"the same rank as {slug} have: {', '.join(sorted(equal)) or 'none'}"


def _names(group: dict[str, dict[str, str]]) -> dict[str, str]:
    return {slug: row["province_name"] for slug, row in group.items()}


@rule(
    "rank",
    r"{unit:unit} xếp(?: hạng| thứ)? {n:rank}/{n:of}(?: về DTI)? năm {year:year}"
    rf"(?:, (?:cùng hạng với {{units:same}}, )?{PLACE} {GROUP})?",
)
def _rank(said: Match[str], context: Context) -> Iterator[str]:
    year, of = int(said["year"]), int(said["of"])
    row = row_of(said["unit"], year, of, context)
    if rank(row) != int(said["rank"]):
        yield f"dti.csv {year} {row['province_slug']}: rank {rank(row)}"
    count = said["guests"] or said["region"] or said["all"]
    if not count:
        return
    slugs = (
        region_rows(context, unit_now(said["unit"], context), year, of)
        if said["region"]
        else rows_of(context.guests, year, of, context)
    )
    if len(slugs) != int(count):
        yield f"the group has {len(slugs)} units with a row in DTI {year}"
    yield from check_place(row, slugs, said["end"], said["place"], said["same"] or "")


@rule(
    "place in region",
    r"[Tt]rong vùng {region:region} \({n:count} tỉnh, thành phố\), {unit:unit} "
    rf"{PLACE} về DTI năm {{year:year}}(?:, cùng hạng với {{units:same}})?",
)
def _region(said: Match[str], context: Context) -> Iterator[str]:
    slug = unit_now(said["unit"], context)
    year, of, row = newest(context, said["unit"], int(said["year"]))
    here = region_names(context.on)[units_on(context.on)[slug].region]
    if here != said["region"]:
        yield f"provinces.csv {slug}: region {here} on {context.on}"
    group = region_rows(context, slug, year, of)
    if len(group) != int(said["count"]):
        yield f"regions.csv {here}: {len(group)} units with a row in DTI {year}"
    yield from check_place(row, group, said["end"], said["place"], said["same"] or "")


def _next(row: dict[str, str], of: int, step: int) -> dict[str, dict[str, str]]:
    """The units with the next better (-1) or worse (+1) rank."""
    ranks = {slug: rank(other) for slug, other in table(int(row["year"]), of).items()}
    beyond = [other for other in ranks.values() if (other - rank(row)) * step > 0]
    wanted = (min(beyond) if step > 0 else max(beyond)) if beyond else None
    return {slug: table(int(row["year"]), of)[slug] for slug, other in ranks.items() if other == wanted}


def _named_value(said: str, wanted: dict[str, dict[str, str]], what: str) -> Iterator[str]:
    """ "Vĩnh Long (58,2)": the units and their common value."""
    match = re.fullmatch(r"(.*) \((−?\d+,\d)\)", said)
    right = {points(value(row, "pdti") or 0) for row in wanted.values()}
    if (
        match is None
        or not wanted
        or not shown_names(match[1], frozenset(wanted), _names(wanted))
        or right != {match[2]}
    ):
        yield f"{what} stand: {', '.join(sorted(wanted)) or 'none'} ({', '.join(sorted(right))})"


NAMED = r"{units} \({v}\)"


@rule(
    "neighbours",
    r"{unit:unit} \({v:v}\) (?:(?:cùng {units:with} )?đứng (?P<end>đầu|cuối) " + TABLE + r", ngay (?:sau|trên) là "
    rf"(?P<next>{NAMED})|(?:cùng hạng với {{units:same}}, )?(?:đứng )?giữa (?P<above>{NAMED}) và (?P<below>{NAMED}) trong bảng "
    r"{n:of2} tỉnh, thành phố năm {year:year2})",
)
def _neighbours(said: Match[str], context: Context) -> Iterator[str]:
    year, of = int(said["year"] or said["year2"]), int(said["of"] or said["of2"])
    row = row_of(said["unit"], year, of, context)
    if points(value(row, "pdti") or 0) != said["v"]:
        yield f"dti.csv {year} {row['province_slug']}: pdti {row['pdti']}"
    same = frozenset(slug for slug, other in table(year, of).items() if rank(other) == rank(row) and other is not row)
    named = said["with"] or said["same"]
    if bool(same) != bool(named) or (named and not shown_names(named, same, _names(table(year, of)))):
        yield f"the same rank {rank(row)} have: {', '.join(sorted(same)) or 'none'}"
    above, below = _next(row, of, -1), _next(row, of, 1)
    if said["end"]:
        if (above if said["end"] == "đầu" else below) or not (below if said["end"] == "đầu" else above):
            yield f"dti.csv {year} {row['province_slug']}: rank {rank(row)} of {of} is not the {'first' if said['end'] == 'đầu' else 'last'}"
        yield from _named_value(said["next"], below if said["end"] == "đầu" else above, "next to it")
    else:
        yield from _named_value(said["above"], above, "right above")
        yield from _named_value(said["below"], below, "right below")


@rule(
    "next in the figure",
    r"(?:[Nn]gay trên {unit:unit} trong hình là {units:above}: {v:higher} so với {v:v}"
    r"|{unit:first} đứng đầu trong hình; ngay sau là {units:below}: {v:lower} so với {v:v2})",
)
def _next_above(said: Match[str], context: Context) -> Iterator[str]:
    name = said["unit"] or said["first"]
    year, of, row = newest(context, name)
    drawn = next((f for f in context.figures if f.kind == "league"), None)
    if drawn is None:
        raise Untrue("no league stands on this slide")
    league = {}
    for shown in drawn.rows:
        other = find_row(year, of, names().get(shown[0], ()))
        if other is not None:
            league[other["province_slug"]] = other
    yield from check_next(said, row, league)


def check_next(said: Match[str], row: dict[str, str], league: dict[str, dict[str, str]]) -> Iterator[str]:
    values = {slug: value(other, "pdti") or 0 for slug, other in league.items()}
    mine = value(row, "pdti") or 0
    up = said["unit"] is not None
    beyond = {slug: v for slug, v in values.items() if (v > mine if up else v < mine)}
    if not up and any(v >= mine for slug, v in values.items() if slug != row["province_slug"]):
        yield f"{row['province_slug']} ({row['pdti']}) is not alone at the head of the figure"
    if not beyond:
        raise Untrue(f"nobody stands {'above' if up else 'below'} {row['province_slug']} in the figure")
    best = min(beyond.values()) if up else max(beyond.values())
    wanted = frozenset(slug for slug, v in beyond.items() if v == best)
    if not shown_names(said["above"] or said["below"], wanted, _names(league)):
        yield f"next to it stand {', '.join(sorted(wanted))}"
    if (said["higher"] or said["lower"], said["v"] or said["v2"]) != (points(best), points(mine)):
        yield f"dti.csv: {float(best)} beside {float(mine)}"


def _ranks_of(name: str, pairs: list[tuple[int, int | None, int]], context: Context) -> Iterator[str]:
    """Each (rank, of, year) against the unit's own row of that year."""
    for said, of, year in pairs:
        _, right_of, row = newest(context, name, year)
        if rank(row) != said or (of is not None and of != right_of):
            yield f"dti.csv {year} {row['province_slug']}: {rank(row)}/{right_of}"


def _method(year: int) -> str:
    return next(edition.method for edition in editions() if edition.year == year)


@rule("history", r"{unit:unit} từ hạng {n:a}/{n:of} năm {year:y1} (?P<way>lên|xuống) hạng {n:b}/{n:of2} năm {year:y2}")
def _history(said: Match[str], context: Context) -> Iterator[str]:
    a, b, y1, y2 = int(said["a"]), int(said["b"]), int(said["y1"]), int(said["y2"])
    if (b < a) != (said["way"] == "lên") or a == b or y1 >= y2:
        yield f"from {a} in {y1} to {b} in {y2} is not “{said['way']}”"
    yield from _ranks_of(said["unit"], [(a, int(said["of"]), y1), (b, int(said["of2"]), y2)], context)
    yield from _may_be_compared(said["unit"], y1, y2, context)


def _may_be_compared(name: str, y1: int, y2: int, context: Context) -> Iterator[str]:
    mine = [found for found in own(unit_now(name, context), context.on) if y1 <= found[0] <= y2]
    if len({of for _, of, _ in mine}) > 1 or len({_method(year) for year, _, _ in mine}) > 1:
        yield f"{y1} and {y2} are of another territory or method and cannot be compared"


@rule(
    "constant rank",
    r"{unit:unit} (?:giữ hạng {n:r}/{n:of} từ năm {year:y1} đến năm {year:y2}|năm {year:y3} trở lại hạng {n:r2}/{n:of2} của năm {year:y4})",
)
def _constant(said: Match[str], context: Context) -> Iterator[str]:
    first, last = int(said["y1"] or said["y4"]), int(said["y2"] or said["y3"])
    number, of = int(said["r"] or said["r2"]), int(said["of"] or said["of2"])
    yield from _ranks_of(said["unit"], [(number, of, first), (number, of, last)], context)
    yield from _may_be_compared(said["unit"], first, last, context)
    between = {rank(row) for year, _, row in own(unit_now(said["unit"], context), context.on) if first < year < last}
    if (between <= {number}) != bool(said["y1"]):
        yield f"the ranks between {first} and {last} are {sorted(between)}"


LIST = r"{n}/{n} năm {year}(?:(?:, | và ){n}/{n} năm {year})*"


@rule("all ranks", rf"Thứ hạng DTI đã công bố của {{unit:unit}}: (?P<list>{LIST})")
def _all_ranks(said: Match[str], context: Context) -> Iterator[str]:
    listed = [(int(r), int(of), int(year)) for r, of, year in re.findall(r"(\d+)/(\d+) năm (\d{4})", said["list"])]
    yield from _ranks_of(said["unit"], listed, context)
    known = {year for year, _, row in own(unit_now(said["unit"], context), context.on) if row["rank"]}
    if known != {year for _, _, year in listed}:
        yield f"dti.csv: published ranks of {sorted(known)}"


@rule("ranks of one unit", rf"{{unit:unit}}: hạng (?P<list>{LIST})")
def _ranks_listed(said: Match[str], context: Context) -> Iterator[str]:
    """The unit, or one that it was put together from, in each table that is named."""
    for number, of, year in re.findall(r"(\d+)/(\d+) năm (\d{4})", said["list"]):
        known_table(int(year), int(of), context)
        rows = table(int(year), int(of))
        slugs = {s for slug in names()[said["unit"]] for s in own_slugs(slug, context.on)}
        found = [rank(rows[slug]) for slug in sorted(slugs) if slug in rows]
        if int(number) not in found:
            yield f"DTI {year} over {of} units: {said['unit']} has rank {found}"


BEFORE = r"{unit} {n}/{n}(?:(?:, | và ){unit} {n}/{n})*"


@rule(
    "predecessors",
    rf"Trước sắp xếp, năm {{year:year}}(?:, {{n:rows}} trong {{n:parts}} đơn vị hợp thành {{unit:unit}})?: (?P<list>{BEFORE})(?:; sau sắp xếp: (?P<own>{LIST}))?",
)
def _predecessors(said: Match[str], context: Context) -> Iterator[str]:
    year, pieces = int(said["year"]), parts(context.slug, context.on)
    if not pieces:
        raise Untrue(f"province_mergers.csv: {context.slug} was not merged")
    listed = re.findall(compiled(r"({unit}) ({n})/({n})"), said["list"])
    found = set()
    for name, number, of in listed:
        known_table(year, int(of), context)
        slug = next(iter(names()[name] & pieces), None)
        row = find_row(year, int(of), own_slugs(slug, context.on)) if slug else None
        if slug is None or row is None:
            yield f"province_mergers.csv: {name} is no part of {context.slug} with a row in {year}/{of}"
        elif rank(row) != int(number):
            yield f"DTI {year} over {of} units, {slug}: rank {rank(row)}"
        found.add(slug)
    of = int(listed[0][2])
    with_row = {slug for slug in pieces if find_row(year, of, own_slugs(slug, context.on))}
    if found != with_row:
        yield f"province_mergers.csv: the parts with a rank are {', '.join(sorted(with_row))}"
    if said["rows"] and (int(said["rows"]), int(said["parts"])) != (len(with_row), len(pieces)):
        yield f"{len(with_row)} of {len(pieces)} parts have a rank"
    if not said["rows"] and with_row != set(pieces):
        yield f"without a rank: {', '.join(sorted(pieces - with_row))}, and the sentence does not say so"
    if said["own"]:
        yield from _ranks_of(
            "", [(int(r), int(o), int(y)) for r, o, y in re.findall(r"(\d+)/(\d+) năm (\d{4})", said["own"])], context
        )


@rule("parts", r"(?:địa bàn {unit:unit} gồm|{unit:unit2} được hợp thành từ) {units:list}")
def _parts(said: Match[str], context: Context) -> Iterator[str]:
    slug = unit_now(said["unit"] or said["unit2"], context)
    pieces = parts(slug, context.on)
    listed = listed_units(said["list"])
    if len(listed) != len(pieces) or not all(names()[name] & pieces for name in listed):
        yield f"province_mergers.csv: {slug} was put together from {', '.join(sorted(pieces)) or 'one unit'}"


PILLAR = r"(?:chính quyền|kinh tế|xã hội) số {n}/{n}"


@rule(
    "pillar ranks",
    rf"[Hh]ạng trụ cột DTI {{year:year}} của {{unit:unit}}: (?P<list>{PILLAR}(?:, {PILLAR})*)(?P<mark> \((?:một phần )?tính từ chỉ số đã công bố\))?",
)
def _pillars(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"], int(said["year"]))
    computed = []
    for label, number, total in re.findall(r"((?:chính quyền|kinh tế|xã hội) số) (\d+)/(\d+)", said["list"]):
        right, _, derived = pillar(year, of, row["province_slug"], pillar_key(label))
        computed.append(derived)
        if (right, of) != (int(number), int(total)):
            yield f"dti_pillars {year} {row['province_slug']} {pillar_key(label)}: {right}/{of}"
    mark = said["mark"] or ""
    wanted = (
        " (tính từ chỉ số đã công bố)"
        if all(computed)
        else " (một phần tính từ chỉ số đã công bố)"
        if any(computed)
        else ""
    )
    if mark != wanted:
        yield f"of the ranks {sum(computed)} of {len(computed)} are computed"


@rule("rank in words", r"{unit:unit} (?:đi từ )?(?:thứ )?hạng(?: DTI)? {n:r}/{n:of}(?! năm)")
def _rank_in_words(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"])
    if (rank(row), of) != (int(said["r"]), int(said["of"])):
        yield f"DTI {year} {row['province_slug']}: {rank(row)}/{of}"


@rule(
    "pillar of a figure",
    r"(?P<label>Trụ cột (?:chính quyền|kinh tế|xã hội) số): {v:v} \((?:hạng {n:r}/{n:of}, )?trung bình {n:table} tỉnh, thành phố {v:mean}\)",
)
def _pillar(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, "", _year(context))
    key = pillar_key(said["label"])
    place, mine, _ = pillar(year, of, row["province_slug"], key)
    if mine is None or points(mine) != said["v"] or (said["r"] and (place, of) != (int(said["r"]), int(said["of"]))):
        yield f"dti_pillars {year} {row['province_slug']} {key}: {mine and float(mine)}, {place}/{of}"
    values = [Fraction(r["value_derived"]) for (_, k), r in derived_pillars(year, of).items() if k == key]
    if int(said["table"]) != of or len(values) != of or points(sum(values) / of) != said["mean"]:
        yield f"dti_pillars_derived.csv {year} {key}: mean of {len(values)} units {float(sum(values) / of)}"


def _year(context: Context) -> int:
    """The year that the caption or alt text of the figure says; 0 where there is none."""
    found = re.search(r"năm (20\d\d)", f"{context.figure.caption} {context.figure.alt}") if context.figure else None
    return int(found[1]) if found else 0


@rule("ranks of how many", r"hạng trong {n:of} tỉnh, thành phố")
def _ranks_of_table(said: Match[str], context: Context) -> Iterator[str]:
    if not any(edition.of == int(said["of"]) and edition.on <= context.on for edition in editions()):
        yield f"publications.csv: no edition by {context.on} ranks {said['of']} units"
