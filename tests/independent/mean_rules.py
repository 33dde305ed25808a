"""Sentences about values beside means, the strongest and the weakest index, and whom to learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from re import Match

from context import Context, Untrue, hall_table, newest, number, region_rows, row_of, rule
from published import (
    INDICES,
    ONE_POINT,
    comparable,
    compared,
    derived_pillars,
    is_complete,
    mean,
    own_slugs,
    pillar,
    points,
    table,
    table_file,
)
from words import column, pillar_key

BESIDE = (
    r"(?:, (?P<first>cao hơn|thấp hơn|ngang) trung bình {n:of} tỉnh, thành phố \({v:mean}\)"
    r"(?:(?: và|, (?P<second>cao hơn|thấp hơn|ngang) trung bình) vùng \({v:region}\))?)?"
)
GAP = r"{index} \({v} so với {v}\)"
GAPS = rf"{GAP}(?:(?:, | và ){GAP})*"


def complete(year: int, of: int) -> None:
    if not is_complete(year, of):
        raise Untrue(f"publications.csv {year}: the table of {of} units is not complete, so it has no mean")


def table_mean(year: int, of: int, key: str) -> Fraction:
    complete(year, of)
    found = mean(year, of, key)
    if found is None:
        raise Untrue(f"{table_file(year, of)} {year}: not every unit has {key}")
    return found


def check_beside(
    said: Match[str], context: Context, year: int, of: int, row: dict[str, str], key: str
) -> Iterator[str]:
    """The value, and what is said of it beside the mean of the table and of the region."""
    mine = number(row, key)
    where = f"{table_file(year, of)} {year} {row['province_slug']}: {key} {row[key]}"
    if points(mine) != said["v"]:
        yield where
    if not said["first"]:
        return
    if int(said["of"]) != of:
        yield f"{row['province_slug']} stands in the table of {of} units in {year}"
        return
    whole = table_mean(year, of, key)
    if points(whole) != said["mean"] or compared(mine, whole) != said["first"]:
        yield f"{where}, mean of {of} units {float(whole):.6f}: {compared(mine, whole)}"
    if said["region"]:
        group = region_rows(context, _slug(row, context), year, of)
        near = mean(year, of, key, frozenset(group))
        if near is None or len(group) < 2:
            yield f"the region of {row['province_slug']} has no mean in {year}"
        elif points(near) != said["region"] or compared(mine, near) != (said["second"] or said["first"]):
            yield f"{where}, mean of the region {float(near):.6f}: {compared(mine, near)}"


def _slug(row: dict[str, str], context: Context) -> str:
    """The slug of the day of the unit that a row is of."""
    own_row = row["province_slug"] in own_slugs(context.slug, context.on)
    return context.slug if own_row else row["province_slug"]


@rule("value beside means", r"DTI năm {year:year} của {unit:unit} là {v:v}" + BESIDE)
def _position(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"], int(said["year"]))
    if said["of"]:
        row = row_of(said["unit"], year, int(said["of"]), context)
    yield from check_beside(said, context, year, of, row, "pdti")


@rule("index beside means", r"{index:index} của {unit:unit} năm {year:year} đạt {v:v}" + BESIDE)
def _index(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"], int(said["year"]))
    yield from check_beside(said, context, year, of, row, column(said["index"]))


def gaps(year: int, of: int, row: dict[str, str]) -> dict[str, Fraction]:
    """index → distance to the mean of the table, over the comparable indices."""
    complete(year, of)
    found = {key: number(row, key) - table_mean(year, of, key) for key in comparable(year, of)}
    if not found:
        raise Untrue(f"{table_file(year, of)} {year}: no index that all units have")
    return found


def _words(distances: dict[str, Fraction]) -> dict[str, int]:
    counts = {"cao hơn": 0, "ngang": 0, "thấp hơn": 0}
    for gap in distances.values():
        counts[compared(gap, Fraction(0))] += 1
    return counts


def _same_table(of: int, right: int, row: dict[str, str]) -> None:
    if of != right:
        raise Untrue(f"{row['year']} {row['province_slug']}: stands in the table of {right} units, not of {of}")


@rule(
    "how many indices",
    r"{unit:unit} (?:(?P<all>cao hơn|thấp hơn|ngang) trung bình {n:of} tỉnh, thành phố ở cả {n:n} chỉ số so sánh được năm {year:year}"
    r"|so với trung bình {n:of2} tỉnh, thành phố năm {year:year2}: (?P<counts>{word} ở {n}(?:, {word} ở {n})*) trong {n:n2} chỉ số so sánh được)",
)
def _counts(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"], int(said["year"] or said["year2"]))
    _same_table(int(said["of"] or said["of2"]), of, row)
    counts = _words(gaps(year, of, row))
    total = int(said["n"] or said["n2"])
    listed = (
        {said["all"]: total}
        if said["all"]
        else {w: int(n) for w, n in re.findall(r"(cao hơn|thấp hơn|ngang) ở (\d+)", said["counts"])}
    )
    right = {word: count for word, count in counts.items() if count}
    if listed != right or total != sum(counts.values()):
        yield f"{table_file(year, of)} {year} {row['province_slug']}: {right} of {sum(counts.values())}"


def _check_gaps(text: str, year: int, of: int, row: dict[str, str], wanted: set[str]) -> Iterator[str]:
    """The indices of a list with value and mean: they are the wanted ones, with their numbers."""
    found = set()
    for label, mine, other in re.findall(r"(?:^|, | và )([^(]*?) \((−?\d+,\d) so với (−?\d+,\d)\)", text):
        key = column(label)
        found.add(key)
        right = points(number(row, key)), points(table_mean(year, of, key))
        if (mine, other) != right:
            yield f"{table_file(year, of)} {year} {row['province_slug']} {key}: {right[0]} beside {right[1]}"
    if found != wanted:
        yield f"{table_file(year, of)} {year} {row['province_slug']}: {', '.join(sorted(wanted)) or 'none'}"


@rule(
    "weakest or strongest index",
    rf"(?P<word>[Tt]hấp hơn|[Cc]ao hơn) trung bình {{n:of}} tỉnh, thành phố nhiều nhất: (?P<list>{GAPS})",
)
def _furthest(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    _same_table(int(said["of"]), of, row)
    distances = gaps(year, of, row)
    below = said["word"].lower() == "thấp hơn"
    end = min(distances.values()) if below else max(distances.values())
    if abs(end) < ONE_POINT or (end > 0) == below:
        yield f"{row['province_slug']} {year}: no index is a point or more {'below' if below else 'above'} its mean (furthest {float(end):+.4f})"
    yield from _check_gaps(said["list"], year, of, row, {key for key, gap in distances.items() if gap == end})


@rule("nearest index", rf"[Gg]ần trung bình {{n:of}} tỉnh, thành phố nhất: (?P<list>{GAPS})")
def _nearest(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    _same_table(int(said["of"]), of, row)
    distances = gaps(year, of, row)
    least = min(abs(gap) for gap in distances.values())
    yield from _check_gaps(said["list"], year, of, row, {key for key, gap in distances.items() if abs(gap) == least})


def tops(year: int, of: int) -> dict[str, Fraction]:
    return {key: max(number(row, key) for row in table(year, of).values()) for key in comparable(year, of)}


def leaders(year: int, of: int, key: str) -> frozenset[str]:
    top = tops(year, of)[key]
    return frozenset(slug for slug, row in table(year, of).items() if number(row, key) == top)


def table_names(year: int, of: int) -> dict[str, str]:
    return {slug: row["province_name"] for slug, row in table(year, of).items()}


@rule(
    "room to the highest",
    r"[Nn]gang hoặc trên trung bình {n:of} tỉnh, thành phố ở cả {n:n} chỉ số so sánh được; dư địa lớn nhất: "
    r"{index:index} \({v:v}, cao nhất {v:top}\)",
)
def _room(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    _same_table(int(said["of"]), of, row)
    counts = _words(gaps(year, of, row))
    if counts["thấp hơn"] or sum(counts.values()) != int(said["n"]):
        yield f"{row['province_slug']} {year}: {counts}"
    highest, key = tops(year, of), column(said["index"])
    room = {k: highest[k] - number(row, k) for k in highest}
    if key not in room or room[key] != max(room.values()):
        yield f"{row['province_slug']} {year}: furthest from the highest in {max(room, key=lambda k: room[k])}"
    elif (said["v"], said["top"]) != (points(number(row, key)), points(highest[key])):
        yield f"{table_file(year, of)} {year} {key}: {row[key]} beside {float(highest[key])}"


@rule(
    "at the top",
    r"{unit:unit} (?P<what>cao nhất bảng|kém mức cao nhất bảng chưa tới 1 điểm) ở cả {n:n} chỉ số so sánh được năm {year:year}",
)
def _top(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"], int(said["year"]))
    complete(year, of)
    room = max(top - number(row, key) for key, top in tops(year, of).items())
    right = room == 0 if said["what"] == "cao nhất bảng" else 0 < room < ONE_POINT
    if not right or int(said["n"]) != len(comparable(year, of)):
        yield f"{row['province_slug']} {year}: up to {float(room):.4f} below the highest in {len(comparable(year, of))} indices"


@rule(
    "pillars beside means",
    r"{unit:unit} so với trung bình {n:of} tỉnh, thành phố năm {year:year}: (?P<list>{word} ở trụ cột [^,:]*(?:, [^,:]*)*)",
)
def _pillars(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"], int(said["year"]))
    _same_table(int(said["of"]), of, row)
    word, found = "", {}
    for part in re.split(r", | và ", said["list"]):
        head = re.match(r"(cao hơn|thấp hơn|ngang) ở trụ cột ", part)
        word, part = (head[1], part[head.end() :]) if head else (word, part)
        found[pillar_key(part)] = word
    right = {}
    for key in ("digital_government", "digital_economy", "digital_society"):
        values = [Fraction(r["value_derived"]) for (_, k), r in derived_pillars(year, of).items() if k == key]
        if len(values) != of:
            raise Untrue(f"dti_pillars_derived.csv {year}: {len(values)} of {of} units have {key}")
        mine = pillar(year, of, row["province_slug"], key)[1]
        right[key] = compared(mine or Fraction(0), sum(values) / of)
    if found != right:
        yield f"dti_pillars_derived.csv {year} {row['province_slug']}: {right}"


@rule("comparable indices", r"{n:n} trong {n:all} chỉ số chính có số liệu đủ {n:of} tỉnh, thành phố")
def _note(said: Match[str], context: Context) -> Iterator[str]:
    year, of = _year_of(context)
    right = len(comparable(year, of))
    if (int(said["n"]), int(said["all"]), int(said["of"])) != (right, 8, of):
        yield f"{table_file(year, of)} {year}: {right} of 8 indices have all {of} units"


def _year_of(context: Context) -> tuple[int, int]:
    if context.slug:
        return newest(context)[:2]
    return hall_table(context)


@rule(
    "mean of a figure",
    r"(?:(?:[Mm]ức )?[Tt]rung bình {n:of} tỉnh, thành phố(?: là|:) {v:v}"
    r"|[Tt]heo {n:group} tỉnh, thành phố(?: trước sắp xếp)? \(trung bình {v:inner}\))",
)
def _mean(said: Match[str], context: Context) -> Iterator[str]:
    figure = context.figure
    year = re.search(r"năm (20\d\d)", f"{figure.caption} {figure.alt}") if figure else None
    if figure is None or year is None:
        raise Untrue("no figure with a year stands here")
    of = int(said["of"] or said["group"])
    said_of = " ".join((*figure.columns, figure.caption)) if figure.kind in ("index", "plot") else ""
    key = next((key for key, label in INDICES.items() if label in said_of), "pdti")
    right = table_mean(int(year[1]), of, key)
    if points(right) != (said["v"] or said["inner"]):
        yield f"{table_file(int(year[1]), of)} {year[1]}: mean {float(right):.6f}"
