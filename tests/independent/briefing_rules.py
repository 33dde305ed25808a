"""The sentences and tables of a briefing: result, predecessors, indices by where they stand, where it is better, days of the law."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from re import Match

from context import Context, Figure, Untrue, newest, number, region_rows, rule
from mean_rules import gaps, table_mean
from published import (
    DATA,
    INDICES,
    ONE_POINT,
    editions,
    find_row,
    is_complete,
    own_slugs,
    parts,
    points,
    read_day,
    table,
    table_file,
)
from rank_rules import rank
from spine_rules import COUNT, COUNTS, index_rank, similar
from words import column, listed_units, names

# an index with its value and place: hạ tầng số (98,8 điểm, cùng thứ 4)
_PLACED = re.compile(rf"({'|'.join(INDICES.values())}) \((−?\d+,\d) điểm, (cùng )?thứ (\d+)\)", re.IGNORECASE)


@rule(
    "briefing: result",
    r"Chỉ số chuyển đổi số cấp tỉnh \(DTI\) của {unit:unit} năm {year:year} đạt {v:v} điểm, (?P<tie>cùng )?xếp thứ {n:r}/{n:of} tỉnh, "
    r"thành phố \(trung bình {v:mean} điểm\)",
)
def _result(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"])
    if (int(said["year"]), int(said["of"])) != (year, of):
        yield f"the newest own row is of {year} among {of}"
    if not is_complete(year, of):
        yield f"{table_file(year, of)} {year} lacks units"
    if rank(row) != int(said["r"]) or points(number(row, "pdti")) != said["v"]:
        yield f"{row['province_slug']} {year}: rank {row['rank']}, value {row['pdti']}"
    same = sum(rank(other) == rank(row) for other in table(year, of).values())
    if (same > 1) != bool(said["tie"]):
        yield f"{same} units have this rank"
    if points(table_mean(year, of, "pdti")) != said["mean"]:
        yield f"{table_file(year, of)} {year}: mean {float(table_mean(year, of, 'pdti')):.4f}"


@rule(
    "briefing: before",
    r"Trước sắp xếp, trong bảng DTI năm {year:year} của {n:of} tỉnh, thành phố, (?P<list>{unit} xếp thứ \d+(?:, {unit} xếp thứ \d+)*)",
)
def _before(said: Match[str], context: Context) -> Iterator[str]:
    year, of = int(said["year"]), int(said["of"])
    edition = next((e for e in editions() if e.year == year), None)
    if edition is None or edition.on > context.on:
        raise Untrue(f"DTI {year} was not published by {context.on}")
    right = {}
    for slug in parts(context.slug, context.on):
        row = find_row(year, of, own_slugs(slug, context.on) | {slug})
        if row is None:
            raise Untrue(f"no row of {slug} in DTI {year} among {of}")
        right[slug] = rank(row)
    shown = {}
    for name, place in re.findall(r"(.+?) xếp thứ (\d+)(?:, |$)", said["list"]):
        slugs = {s for s in names()[name] for s in own_slugs(s, context.on) | {s}} & set(right)
        shown[next(iter(slugs), name)] = int(place)
    if shown != right or list(shown.values()) != sorted(shown.values()):
        yield f"the ranks before: {right}"


def _groups(context: Context) -> tuple[int, int, dict[str, str], dict[str, list[str]]]:
    """The comparable indices: at 100, then above, level with and below their mean, the best rank first."""
    year, of, row = newest(context)
    found: dict[str, list[str]] = {"full": [], "above": [], "level": [], "below": []}
    distances = gaps(year, of, row)
    for key, gap in sorted(distances.items(), key=lambda item: index_rank(year, of, row, item[0])):
        full = number(row, key) == 1
        word = "above" if gap >= ONE_POINT else "below" if gap <= -ONE_POINT else "level"
        found["full" if full else word].append(key)
    return year, of, row, found


def _counted(said: str, keys: list[str], right: list[str]) -> Iterator[str]:
    if COUNTS[len(right)] != said.lower() or set(keys) != set(right):
        yield f"{len(right)} of them: {', '.join(right)}"


@rule("briefing: full", rf"(?P<count>{COUNT}) chỉ số đạt điểm tối đa: (?P<list>{{index}}(?:(?:, | và ){{index}})*)")
def _full(said: Match[str], context: Context) -> Iterator[str]:
    *_, groups = _groups(context)
    listed = re.findall("|".join(INDICES.values()), said["list"], re.IGNORECASE)
    yield from _counted(said["count"], [column(label) for label in listed], groups["full"])


@rule(
    "briefing: beside the mean",
    rf"(?P<count>{COUNT}) chỉ số(?P<other> khác)? (?P<how>cao hơn|ngang) trung bình {{n:of}} tỉnh, thành phố: "
    r"(?P<list>{index} \([^()]*\)(?:(?:, | và ){index} \([^()]*\))*)",
)
def _beside(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row, groups = _groups(context)
    right = groups["above" if said["how"] == "cao hơn" else "level"]
    placed = _PLACED.findall(said["list"])
    yield from _counted(said["count"], [column(label) for label, *_ in placed], right)
    if int(said["of"]) != of or (said["other"] and not groups["full"]):
        yield f"the table has {of} units, {len(groups['full'])} indices are at the maximum"
    for label, value, tie, place in placed:
        key = column(label)
        same = sum(number(other, key) == number(row, key) for other in table(year, of).values())
        shown = (value, bool(tie), int(place))
        if shown != (points(number(row, key)), same > 1, index_rank(year, of, row, key)):
            yield f"{row['province_slug']} {key}: {row[key]}, rank {index_rank(year, of, row, key)}, {same} with it"


@rule(
    "briefing: below",
    rf"(?:Cả (?P<all>{COUNT})|(?P<count>{COUNT}) trong (?P<n>{COUNT})) chỉ số(?: so sánh được)? thấp hơn trung bình {{n:of}} tỉnh, "
    r"thành phố từ 1 điểm trở lên",
)
def _below(said: Match[str], context: Context) -> Iterator[str]:
    _, of, _, groups = _groups(context)
    below, count = len(groups["below"]), sum(map(len, groups.values()))
    shown = (said["all"], said["all"]) if said["all"] else (said["count"].lower(), said["n"])
    if shown != (COUNTS[below], COUNTS[count]) or int(said["of"]) != of:
        yield f"{below} of {count} indices are a point below the mean of {of}"


def _best(context: Context, key: str) -> tuple[Fraction, set[str]]:
    """The highest value of the most similar units, or of the other units of the region, and who has it."""
    year, of, row = newest(context)
    others = region_rows(context, context.slug, year, of).items()
    group = similar(context, year, of) or {s: r for s, r in others if r is not row}
    best = max((number(other, key) for other in group.values()), default=Fraction(0))
    return best, {slug for slug, other in group.items() if number(other, key) == best}


@rule(
    "briefing: place",
    r"[Tt]rao đổi cách làm với {units:who}, nơi chỉ số {index:index}(?P<both> đều)? đạt {v:top} điểm \({unit:unit}: {v:v}\)",
)
def _place(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context, said["unit"])
    key, named = column(said["index"]), listed_units(said["who"])
    mine, (best, wanted) = number(row, key), _best(context, key)
    if points(mine) != said["v"] or mine > table_mean(year, of, key) - ONE_POINT:
        yield f"{row['province_slug']} {year} {key}: {row[key]}, mean {float(table_mean(year, of, key)):.4f}"
    if best - mine < 5 * ONE_POINT or points(best) != said["top"]:
        yield f"{key}: the best of the group have {float(best)}"
    if not all(names()[name] & wanted for name in named) or (len(wanted) > 1) != bool(said["both"]):
        yield f"{key}: the best of the group are {', '.join(sorted(wanted))}"


# --- the tables -----------------------------------------------------------------------------------------------------


def check_weak(figure: Figure, context: Context) -> Iterator[str]:
    """All indices a point below the mean, the furthest first, with rank and where it is better."""
    year, of, row = newest(context)
    distances = gaps(year, of, row)
    right = sorted((key for key, gap in distances.items() if gap <= -ONE_POINT), key=lambda key: distances[key])
    if [column(str(line[0])) for line in figure.rows] != right:
        yield f"the indices below the mean are {', '.join(right)}"
    for label, own, mean, place, better in figure.rows:
        key = column(str(label))
        wanted = (points(number(row, key)), points(table_mean(year, of, key)), f"{index_rank(year, of, row, key)}/{of}")
        if (own, mean, place) != wanted:
            yield f"{row['province_slug']} {year} {key}: {wanted}"
        best, slugs = _best(context, key)
        enough = best - number(row, key) >= 5 * ONE_POINT
        if better == "–":
            if enough:
                yield f"{key}: {', '.join(sorted(slugs))} have {points(best)}"
            continue
        said = re.fullmatch(r"(.+) \((\d+,\d)\)", str(better))
        named = listed_units(said[1]) if said else ()
        if not enough or not named or said is None or said[2] != points(best):
            yield f"{key}: the best of the group have {float(best)}, shown {better}"
        elif not all(names()[name] & slugs for name in named):
            yield f"{key}: the best of the group are {', '.join(sorted(slugs))}"


@cache
def _csv(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def check_roadmap(figure: Figure, context: Context) -> Iterator[str]:
    """Days of the law in order, each as far away as it says."""
    shown = []
    for when, left, what, _ in figure.rows:
        on = read_day(re.sub(r"^(?:Trước|Từ) ", "", str(when)))
        shown.append(on)
        row = next((r for r in _csv("law/deadlines.csv") if r["short_vi"] == what), None)
        if row is None or row["day"][5:] != on.isoformat()[5:] or row["known_from"] > context.on.isoformat():
            yield f"deadlines.csv: no such day {when} known on {context.on}: {what}"
        elif str(when).startswith("Trước") != (row["sense"] == "truoc"):
            yield f"deadlines.csv: {what} is “{row['sense']}” that day"
        if f"{(on - context.on).days} ngày" != left:
            yield f"{(on - context.on).days} days lie between, shown {left}"
    if shown != sorted(shown) or (shown and shown[0] < context.on):
        yield f"the days are {', '.join(map(date.isoformat, shown))}"


def check_assignments(figure: Figure, context: Context) -> Iterator[str]:
    """A row with a day is one of the law; who does it is left to be filled in."""
    for task, lead, helper, when in figure.rows:
        if lead or helper:
            yield f"{task}: nobody knows that {lead or helper} does it"
        found = read_day(str(when).removeprefix("trước ")) if when else None
        short = str(task)[3:]
        row = next((r for r in _csv("law/deadlines.csv") if r["short_vi"] == short), None)
        if found != (_next_day(row, context.on) if row else None):
            yield f"deadlines.csv: {short} is due {row['day'] if row else 'on no day'}, shown {when}"


def _next_day(row: dict[str, str], on: date) -> date:
    """The day of a deadline, of a yearly one the next."""
    day = date.fromisoformat(row["day"])
    if row["repeats"] != "year" or day >= on:
        return day
    this_year = day.replace(year=on.year)
    return this_year if this_year >= on else this_year.replace(year=on.year + 1)


def check_service_table(figure: Figure, context: Context) -> Iterator[str]:
    """The parts of the service index: own, mean and highest, in % of the maximum or in points, with the mark of a copy."""
    year = re.search(r"năm (20\d\d)°$", figure.caption)
    if year is None or not figure.note.startswith("°"):
        raise Untrue("the caption lacks its year or the mark of a copy")
    rows = {r["province_slug"]: r for r in _csv("measures/service_index/service_index.csv") if r["edition"] == year[1]}
    known = {r["label_vi"]: r for r in _csv("measures/parts.csv") if r["measure"] == "service_index"}
    for label, *shown in figure.rows:
        name, how = re.fullmatch(r"(.+) \((% điểm tối đa|điểm)\)", str(label)).groups()  # type: ignore[union-attr]
        values = {slug: Fraction(r[known[name]["part"]]) for slug, r in rows.items()}
        right = (values[context.slug], sum(values.values()) / len(values), max(values.values()))
        if how == "điểm":
            wanted = [points(value / 100) for value in right]
        else:
            most = Fraction(known[name]["highest"])
            wanted = [str(int(value / most * 100 + Fraction(1, 2))) for value in right]
        if shown != wanted:
            yield f"service_index.csv {year[1]} {name}: {wanted}, shown {shown}"
