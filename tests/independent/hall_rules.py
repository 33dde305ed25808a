"""Sentences about all participants together, about editions, and the sentences of alt texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from re import Match

from context import Context, Untrue, hall_table, newest, number, rows_of, rule
from mean_rules import complete, table_names
from published import (
    ONE_POINT,
    comparable,
    editions,
    mean,
    own_slugs,
    points,
    read_day,
    region_names,
    table,
    table_file,
    units_on,
    vietnamese,
)
from rank_rules import rank
from words import column, names, shown_names


def guests(context: Context, year: int) -> tuple[int, dict[str, dict[str, str]]]:
    right, of = hall_table(context)
    if year != right:
        raise Untrue(f"publications.csv: the newest edition of the participants on {context.on} is {right}")
    return of, rows_of(context.guests, year, of, context)


def _ends(values: dict[str, Fraction]) -> tuple[Fraction, frozenset[str], Fraction, frozenset[str]]:
    low, high = min(values.values()), max(values.values())
    return (
        low,
        frozenset(s for s, v in values.items() if v == low),
        high,
        frozenset(s for s, v in values.items() if v == high),
    )


def check_ends(
    values: dict[str, Fraction], known: dict[str, str], low: str, low_names: str, high: str, high_names: str, where: str
) -> Iterator[str]:
    bottom, who_low, top, who_high = _ends(values)
    if low != points(bottom) or not shown_names(low_names, who_low, known):
        yield f"{where}: lowest {float(bottom)} ({', '.join(sorted(who_low))})"
    if high != points(top) or not shown_names(high_names, who_high, known):
        yield f"{where}: highest {float(top)} ({', '.join(sorted(who_high))})"


@rule("count of participants", r"{n:n} (?:tỉnh, thành phố|nơi) dự hội nghị", whole=False)
def _count(said: Match[str], context: Context) -> Iterator[str]:
    if int(said["n"]) != len(context.guests):
        yield f"conferences/{context.conference}.yaml: {len(context.guests)} units take part on {context.on}"


RANKED = r"{unit} \({n}/{n}\)(?:(?:, | và ){unit} \({n}/{n}\))*"


@rule(
    "first and last participant",
    rf"DTI năm {{year:year}}: (?P<first>{RANKED}) đứng đầu {{n:n}} tỉnh, thành phố(?: dự hội nghị)?, (?P<last>{RANKED}) đứng cuối",
)
def _league(said: Match[str], context: Context) -> Iterator[str]:
    year = int(said["year"])
    of, rows = guests(context, year)
    if int(said["n"]) != len(rows):
        yield f"{len(rows)} units take part"
    ranks = {slug: rank(row) for slug, row in rows.items()}
    for part, wanted in (("first", min(ranks.values())), ("last", max(ranks.values()))):
        listed = re.findall(r"(?:^|, | và )(.*?) \((\d+)/(\d+)\)", said[part])
        right = {slug for slug, place in ranks.items() if place == wanted}
        named = {slug for name, _, _ in listed for slug in names()[name] if slug in ranks}
        if named != right or any((int(r), int(o)) != (wanted, of) for _, r, o in listed):
            yield f"{table_file(year, of)} {year}: {part} of the participants is {', '.join(sorted(right))} ({wanted}/{of})"


@rule(
    "means of regions",
    r"(?:{n:n} tỉnh, thành phố: )?trung bình DTI năm {year:year} cao nhất ở vùng {region:top_name} \({v:top}\), thấp nhất ở vùng {region:low_name} \({v:low}\)",
)
def _regions(said: Match[str], context: Context) -> Iterator[str]:
    year = int(said["year"])
    of, _ = guests(context, year)
    if said["n"] and int(said["n"]) != len(context.guests):
        yield f"conferences/{context.conference}.yaml: {len(context.guests)} units take part"
    groups: dict[str, set[str]] = {}
    for slug in context.guests:
        own_row = set(rows_of(frozenset({slug}), year, of, context))
        groups.setdefault(region_names(context.on)[units_on(context.on)[slug].region], set()).update(own_row)
    means = {name: mean(year, of, "pdti", frozenset(slugs)) for name, slugs in groups.items() if len(slugs) > 1}
    if len(means) < 2:
        raise Untrue("fewer than two regions have two participants")
    top, low = max(means, key=lambda name: means[name]), min(means, key=lambda name: means[name])
    if (said["top_name"], said["top"], said["low_name"], said["low"]) != (
        top,
        points(means[top]),
        low,
        points(means[low]),
    ):
        yield f"{table_file(year, of)} {year}: highest {top} ({points(means[top])}), lowest {low} ({points(means[low])})"
    if means[top] - means[low] < ONE_POINT:
        yield f"{year}: the regions are less than a point apart"


@rule(
    "ends of the participants",
    r"DTI năm {year:year} từ {v:low} \(thấp nhất, {units:low_names}\) đến {v:high} \(cao nhất, {units:high_names}\)",
)
def _hall_ends(said: Match[str], context: Context) -> Iterator[str]:
    year = int(said["year"])
    of, rows = guests(context, year)
    values = {slug: number(row, "pdti") for slug, row in rows.items()}
    yield from check_ends(
        values,
        table_names(year, of),
        said["low"],
        said["low_names"],
        said["high"],
        said["high_names"],
        f"{table_file(year, of)} {year}",
    )


@rule(
    "ends of a region",
    r"DTI năm {year:year} vùng {region:region}: (?:thấp nhất {v:low} \({units:low_names}\), cao nhất {v:high} \({units:high_names}\)"
    r"|{n:n} tỉnh, thành phố ngang nhau, từ {v:low2} đến {v:high2})",
)
def _region_ends(said: Match[str], context: Context) -> Iterator[str]:
    year, of, _ = newest(context, "", int(said["year"]))
    slugs = frozenset(
        u.slug for u in units_on(context.on).values() if region_names(context.on)[u.region] == said["region"]
    )
    values = {slug: number(row, "pdti") for slug, row in rows_of(slugs, year, of, context).items()}
    if not values or units_on(context.on)[context.slug].slug not in slugs:
        raise Untrue(f"regions.csv: {context.slug} is not of vùng {said['region']} on {context.on}")
    where = f"{table_file(year, of)} {year}"
    if said["n"]:
        low, _, high, _ = _ends(values)
        if (int(said["n"]), said["low2"], said["high2"]) != (
            len(values),
            points(low),
            points(high),
        ) or high - low >= ONE_POINT:
            yield f"{where}: {len(values)} units from {float(low)} to {float(high)}"
        return
    yield from check_ends(
        values, table_names(year, of), said["low"], said["low_names"], said["high"], said["high_names"], where
    )


@rule(
    "widest index",
    r"[Cc]hênh nhau nhiều nhất ở {index:index}: thấp nhất {v:low} \({units:low_names}\), cao nhất {v:high} \({units:high_names}\)",
)
def _widest(said: Match[str], context: Context) -> Iterator[str]:
    year, of = hall_table(context)
    rows = rows_of(context.guests, year, of, context)
    values = {key: {slug: number(row, key) for slug, row in rows.items()} for key in comparable(year, of)}
    spans = {key: max(v.values()) - min(v.values()) for key, v in values.items()}
    key = column(said["index"])
    if key not in spans or spans[key] != max(spans.values()) or spans[key] < ONE_POINT:
        raise Untrue(
            f"{table_file(year, of)} {year}: the participants are furthest apart in {max(spans, key=lambda k: spans[k])}"
        )
    yield from check_ends(
        values[key],
        table_names(year, of),
        said["low"],
        said["low_names"],
        said["high"],
        said["high_names"],
        f"{table_file(year, of)} {year} {key}",
    )


MOVED = r"{unit} \(từ {n} lên {n}\)(?:(?:, | và ){unit} \(từ {n} lên {n}\))*"


@rule(
    "moves of the participants",
    r"[Tt]ừ năm {year:y1} đến năm {year:y2}, (?P<counts>{n}(?: tỉnh, thành phố)? (?:tăng|giảm|giữ) hạng(?:, {n} (?:giảm|giữ) hạng)*)"
    rf"(?:; tăng nhiều bậc nhất: (?P<risen>{MOVED}))?",
)
def _moves(said: Match[str], context: Context) -> Iterator[str]:
    first, last = int(said["y1"]), int(said["y2"])
    of, rows = guests(context, last)
    before = rows_of(context.guests, first, of, context)
    complete(first, of)
    methods = {edition.method for edition in editions() if edition.year in (first, last)}
    if len(methods) > 1:
        yield f"publications.csv: {first} and {last} are of different methods"
    steps = {slug: rank(before[slug]) - rank(row) for slug, row in rows.items() if slug in before}
    right = {
        "tăng": sum(s > 0 for s in steps.values()),
        "giảm": sum(s < 0 for s in steps.values()),
        "giữ": sum(s == 0 for s in steps.values()),
    }
    listed = {
        word: int(n) for n, word in re.findall(r"(\d+)(?: tỉnh, thành phố)? (tăng|giảm|giữ) hạng", said["counts"])
    }
    if listed != {word: n for word, n in right.items() if n}:
        yield f"{table_file(last, of)} {first}, {last}: {right}"
    most = max(steps.values())
    wanted = {slug: (rank(before[slug]), rank(rows[slug])) for slug, step in steps.items() if step == most}
    named = {}
    for name, a, b in re.findall(r"(?:^|, | và )(.*?) \(từ (\d+) lên (\d+)\)", said["risen"] or ""):
        named |= {slug: (int(a), int(b)) for slug in names()[name] if slug in rows}
    if (most > 0 or named) and named != wanted:
        yield f"{first}, {last}: most places gained {wanted}"


@rule("ends of a figure", r"[Cc]ao nhất: {units:high_names} \({v:high}\); thấp nhất: {units:low_names} \({v:low}\)")
def _drawn(said: Match[str], context: Context) -> Iterator[str]:
    if context.figure is None:
        raise Untrue("this sentence stands at no figure")
    place = context.figure.columns.index("DTI")
    values = {row[0]: Fraction(str(row[place])) / 100 for row in context.figure.rows if row[place] is not None}
    known = {slug: name for name in values for slug in names()[name]}
    by_slug = {
        slug: values[name]
        for slug, name in known.items()
        if slug in units_on(context.on) or not names()[name] & set(units_on(context.on))
    }
    yield from check_ends(
        by_slug, known, said["low"], said["low_names"], said["high"], said["high_names"], "rows of the figure"
    )


@rule("highest bar", r"{units:who} \(cao nhất\): {v:v}")
def _bar(said: Match[str], context: Context) -> Iterator[str]:
    if context.figure is None:
        raise Untrue("this sentence stands at no figure")
    key = column(context.figure.columns[1])
    year, of, _ = newest(context)
    top = max(number(row, key) for row in table(year, of).values())
    wanted = frozenset(slug for slug, row in table(year, of).items() if number(row, key) == top)
    own_bar = names().get(said["who"], frozenset()) & wanted & own_slugs(context.slug, context.on)
    if said["v"] != points(top) or not (own_bar or shown_names(said["who"], wanted, table_names(year, of))):
        yield f"{table_file(year, of)} {year} {key}: highest {float(top)} ({', '.join(sorted(wanted))})"


@rule("value in a figure", r"{unit:unit} đạt {v:v}")
def _reached(said: Match[str], context: Context) -> Iterator[str]:
    found = re.search(r"năm (20\d\d)", f"{context.figure.caption} {context.figure.alt}") if context.figure else None
    if found is None:
        raise Untrue("no year is said")
    year, of, row = newest(context, said["unit"], int(found[1]))
    if points(number(row, "pdti")) != said["v"]:
        yield f"{table_file(year, of)} {year} {row['province_slug']}: pdti {row['pdti']}"


@rule("publication", r"(?P<what>Kết quả|Thứ hạng này) do (?P<issuer>Bộ [^.;]*?) công bố ngày {date:on}")
def _issued(said: Match[str], context: Context) -> Iterator[str]:
    year = newest(context)[0] if context.slug and context.unit else hall_table(context)[0]
    edition = next(e for e in editions() if e.year == year)
    if (said["issuer"], read_day(said["on"])) != (edition.issuer, edition.on):
        yield f"publications.csv {year}: {edition.issuer}, {vietnamese(edition.on)}"


@rule(
    "edition of a source",
    r"DTI {year:year} \(công bố {date:on}\)|kết quả đánh giá mức độ chuyển đổi số \(DTI\) năm {year:year2}, công bố ngày {date:on2}",
)
def _edition(said: Match[str], context: Context) -> Iterator[str]:
    year = int(said["year"] or said["year2"])
    edition = next((e for e in editions() if e.year == year), None)
    if edition is None or edition.on != read_day(said["on"] or said["on2"]) or edition.on > context.on:
        yield f"publications.csv {year}: {edition and edition.on}"


@rule("edition by its year", r"(?<!nâng cao Chỉ số )DTI(?: năm)? {year:year}(?!\d)", whole=False)
def _known(said: Match[str], context: Context) -> Iterator[str]:
    edition = next((e for e in editions() if e.year == int(said["year"])), None)
    if edition is None or edition.on > context.on:
        yield f"publications.csv {said['year']}: {'published ' + str(edition.on) if edition else 'no such edition'}"


@rule(
    "nothing published yet",
    r"(?:[Đđ]ến ngày (?P<day>\d+/\d+/\d{4}) )?(?P<what>chưa (?:có kết quả|thu thập|được công bố|công bố)[^.;]*DTI|chưa có kết quả|DTI[^.;]*chưa (?:có kết quả|được công bố))",
)
def _nothing(said: Match[str], context: Context) -> Iterator[str]:
    era = len(units_on(context.on))
    if said["day"] and read_day(said["day"]) != context.on:
        yield f"the document is of {context.on}"
    for edition in editions():
        right = not context.slug or edition.of == era
        if edition.on <= context.on and (right or context.unit is None):
            yield f"publications.csv {edition.year}: published {edition.on} over {edition.of} units"


@rule("units of a figure", r"của {n:n} tỉnh, thành phố", whole=False)
def _units_of_figure(said: Match[str], context: Context) -> Iterator[str]:
    drawn = context.figure is not None and "DTI" in context.figure.columns and context.figure.kind != "predecessors"
    if drawn and int(said["n"]) != len(context.figure.rows):
        yield f"the figure shows {len(context.figure.rows)} units"
