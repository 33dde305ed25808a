"""The one sentence about a unit, the heads of its checkup, PAPI, and whom to learn from among the most similar units."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from re import Match
from statistics import fmean, pstdev

from context import Context, Untrue, newest, number, region_rows, rule
from mean_rules import gaps, table_mean
from published import (
    DATA,
    INDICES,
    ONE_POINT,
    comparable,
    editions,
    find_row,
    own,
    own_slugs,
    parts,
    pillar,
    points,
    table,
    table_file,
    units_on,
    value,
)
from rank_rules import rank
from words import column, listed_units, names, pillar_key

COUNTS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám")
COUNT = "(?:" + "|".join((*COUNTS, *(word.capitalize() for word in COUNTS))) + ")"
PLACE = r"(?:(?:đứng thứ|hạng) {n:w}/{n:wof}|(?P<last>cùng đứng cuối|đứng cuối) cả nước)"
HEAD = (
    r"(?:Hạng {n:r}/{n:rof} (?:về chuyển đổi số|chung)|{index:best} hạng {n:a}/{n:aof}|Chỉ số cao nhất hạng {n:b}/{n:bof}"
    rf"|(?P<full>{COUNT}) chỉ số đạt điểm tối đa|{{index:one}} đạt điểm tối đa"
    r"|Từ hạng {n:from}(?: năm {year:fromyear})? (?P<way>lên|xuống) (?:hạng )?{n:to}/{n:toof})"
)


def index_rank(year: int, of: int, row: dict[str, str], key: str) -> int:
    if key not in comparable(year, of):
        raise Untrue(f"{table_file(year, of)} {year}: not every unit has {key}")
    return 1 + sum(number(other, key) > number(row, key) for other in table(year, of).values())


def _is_rank(said: str, of: str, right: int, right_of: int, what: str) -> Iterator[str]:
    if (int(said), int(of)) != (right, right_of):
        yield f"{what}: {right}/{right_of}"


def _weak(context: Context, label: str) -> Iterator[str]:
    """The index is the one with the most negative gap of those a point below the mean and in the second half."""
    year, of, row = newest(context)
    key = column(label)
    weak = {
        k: gap for k, gap in gaps(year, of, row).items() if gap <= -ONE_POINT and index_rank(year, of, row, k) > of / 2
    }
    if key not in weak or weak[key] != min(weak.values()):
        yield f"{table_file(year, of)} {year} {row['province_slug']}: the index furthest behind is {min(weak, key=lambda k: weak[k], default='none')}"


@rule("spine", rf"{HEAD}, (?:hạng {{n:w2}}/{{n:w2of}} về {{index:weak2}}|{{index:weak}} {PLACE})")
def _spine(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    label = said["weak"] or said["weak2"]
    key = column(label)
    yield from _weak(context, label)
    place = index_rank(year, of, row, key)
    if said["last"]:
        same = sum(number(other, key) == number(row, key) for other in table(year, of).values())
        if place + same - 1 != of or (same > 1) != said["last"].startswith("cùng"):
            yield f"{table_file(year, of)} {year} {row['province_slug']} {key}: rank {place}, {same} with this value"
    else:
        yield from _is_rank(said["w"] or said["w2"], said["wof"] or said["w2of"], place, of, key)
    if said["r"]:
        yield from _is_rank(said["r"], said["rof"], rank(row), of, f"dti.csv {year} {row['province_slug']}")
    if said["best"]:
        yield from _is_rank(said["a"], said["aof"], index_rank(year, of, row, column(said["best"])), of, said["best"])
    if said["b"]:
        best = min(index_rank(year, of, row, k) for k in comparable(year, of))
        yield from _is_rank(said["b"], said["bof"], best, of, "the best rank of an index")
    if said["one"] and number(row, column(said["one"])) != 1:
        yield f"{row['province_slug']} {year} {said['one']}: {row[column(said['one'])]}"
    if said["full"]:
        full = sum(value(row, k) == 1 for k in INDICES)
        if COUNTS[full] != said["full"].lower() or any(value(row, k) is None for k in INDICES):
            yield f"{row['province_slug']} {year}: {full} indices at the maximum"
    if said["from"]:
        yield from _moved(said["from"], said["fromyear"], said["way"], said["to"], said["toof"], context)


def _moved(before: str, year: str | None, way: str, now: str, of: str, context: Context) -> Iterator[str]:
    rows = own(context.slug, context.on)
    if len(rows) < 2:
        raise Untrue(f"dti.csv {context.slug}: no two own rows")
    (earlier, of_then, then), (later, of_now, row) = rows[-2:]
    methods = {edition.method for edition in editions() if earlier <= edition.year <= later}
    if len(methods) > 1 or of_then != of_now:
        yield f"{earlier} and {later} are of another territory or method"
    if (int(before), int(now), int(of)) != (rank(then), rank(row), of_now) or (year and int(year) != earlier):
        yield f"dti.csv {context.slug}: {rank(then)} in {earlier}, {rank(row)}/{of_now} in {later}"
    if (rank(row) < rank(then)) != (way == "lên"):
        yield f"from {rank(then)} to {rank(row)} is not “{way}”"


@rule(
    "move alone",
    rf"Từ hạng {{n:from}}/{{n:fromof}}(?: năm {{year:fromyear}})? (?P<way>lên|xuống) hạng {{n:to}}/{{n:toof}}(?: sau (?P<years>{COUNT}) năm| năm {{year:year}})",
)
def _alone(said: Match[str], context: Context) -> Iterator[str]:
    yield from _moved(said["from"], said["fromyear"], said["way"], said["to"], said["toof"], context)
    rows = own(context.slug, context.on)
    if said["years"] and COUNTS[rows[-1][0] - rows[-2][0]] != said["years"]:
        yield f"{rows[-1][0] - rows[-2][0]} years lie between"


@rule(
    "rank and gap",
    r"Hạng {n:r}/{n:of}; {index:weak} dưới trung bình {v:gap} điểm",
)
def _rank_and_gap(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    yield from _is_rank(said["r"], said["of"], rank(row), of, "the rank")
    yield from _weak(context, said["weak"])
    distance = -gaps(year, of, row)[column(said["weak"])]
    if points(distance) != said["gap"]:
        yield f"{row['province_slug']} {year} {said['weak']}: {float(distance):.4f} below the mean"


@rule(
    "front",
    r"Hạng {n:r}/{n:of}(?:; (?:chỉ số|chỉ số so sánh được) hụt nhất là {index:low}, hạng {n:w}/{n:wof}| chung, {index:low2} hạng {n:w2}/{n:w2of})",
)
def _front(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    yield from _is_rank(said["r"], said["of"], rank(row), of, "the rank")
    distances = gaps(year, of, row)
    key = column(said["low"] or said["low2"])
    if said["low"] and distances[key] != min(distances.values()):
        yield f"{row['province_slug']} {year}: the most negative gap is that of {min(distances, key=lambda k: distances[k])}"
    yield from _is_rank(said["w"] or said["w2"], said["wof"] or said["w2of"], index_rank(year, of, row, key), of, key)


@rule(
    "all above",
    rf"Hạng {{n:r}}/{{n:of}}; (?:cả )?(?P<count>{COUNT}) chỉ số(?: so sánh được)? đều (?P<how>từ trung bình trở lên|ngang hoặc trên trung bình)",
)
def _all_above(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    yield from _is_rank(said["r"], said["of"], rank(row), of, "the rank")
    distances = gaps(year, of, row)
    least = Fraction(0) if said["how"].startswith("từ") else -ONE_POINT
    if COUNTS[len(distances)] != said["count"] or min(distances.values()) < least:
        yield f"{row['province_slug']} {year}: {len(distances)} indices, the lowest gap {float(min(distances.values())):+.4f}"


@rule(
    "parts apart",
    rf"(?P<count>{COUNT}) địa bàn cũ (?:cách nhau {{n:apart}} bậc: hạng|cùng hạng năm {{year:year2}}:) (?P<ranks>[\d, và]+)/{{n:of}}(?: năm {{year:year}})?",
)
def _parts_apart(said: Match[str], context: Context) -> Iterator[str]:
    year, of = int(said["year"] or said["year2"]), int(said["of"])
    pieces = parts(context.slug, context.on)
    rows = [find_row(year, of, own_slugs(slug, context.on) | {slug}) for slug in pieces]
    if not pieces or any(row is None for row in rows):
        raise Untrue(f"province_mergers.csv: {context.slug} has parts without a row in {year}/{of}")
    right = sorted(rank(row) for row in rows if row is not None)
    listed = [int(number_) for number_ in re.findall(r"\d+", said["ranks"])]
    if listed != right or COUNTS[len(right)] != said["count"].lower():
        yield f"the ranks of the parts of {context.slug}: {right}"
    if said["apart"] and int(said["apart"]) != right[-1] - right[0]:
        yield f"they are {right[-1] - right[0]} apart"


@rule(
    "rank and pillar",
    r"Hạng {n:r}/{n:of} về chuyển đổi số(?:, (?:hạng {n:w}/{n:wof} về|riêng) {pillar:pillar}(?: hạng {n:w2}/{n:w2of})?| năm {year:year})",
)
def _rank_and_pillar(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    yield from _is_rank(said["r"], said["of"], rank(row), of, f"dti.csv {year} {row['province_slug']}")
    if said["year"] and int(said["year"]) != year:
        yield f"the newest own row is of {year}"
    if said["pillar"]:
        found, _, computed = pillar(year, of, row["province_slug"], pillar_key(said["pillar"]))
        if computed or found is None:
            yield f"{said['pillar']} {year}: no published rank"
        yield from _is_rank(said["w"] or said["w2"], said["wof"] or said["w2of"], found or 0, of, said["pillar"])


@rule("head of ranks", r"Hạng DTI: (?P<how>vẫn ở nhóm đầu|ở nhóm đầu|ở cuối bảng|nay ở giữa bảng|ở giữa bảng)")
def _head_of_ranks(said: Match[str], context: Context) -> Iterator[str]:
    _year, of, row = newest(context)
    now = Fraction(rank(row), of)
    right = {
        "vẫn ở nhóm đầu": now <= Fraction(1, 4),
        "ở nhóm đầu": now <= Fraction(1, 4),
        "ở cuối bảng": now > Fraction(9, 10),
        "nay ở giữa bảng": Fraction(1, 3) < now <= Fraction(2, 3),
        "ở giữa bảng": Fraction(1, 3) < now <= Fraction(2, 3),
    }[said["how"]]
    earlier = [Fraction(rank(then), of_then) for _, of_then, then in own(context.slug, context.on)]
    always = {"vẫn ở nhóm đầu": (Fraction(0), Fraction(1, 4)), "ở giữa bảng": (Fraction(1, 3), Fraction(2, 3))}
    if said["how"] in always:
        low, high = always[said["how"]]
        right &= all(low < place <= high for place in earlier)
    if not right:
        yield f"dti.csv {row['province_slug']}: ranks {[f'{float(place):.2f}' for place in earlier]} of their tables"


@rule(
    "head of indices",
    rf"(?P<count>{COUNT}) chỉ số(?P<part> so sánh được)?: (?:hụt nhất là {{index:low}}|(?P<none>không chỉ số nào hụt))",
)
def _head_of_indices(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    distances = gaps(year, of, row)
    if COUNTS[len(distances)] != said["count"].lower() or (len(distances) < len(INDICES)) != bool(said["part"]):
        yield f"{table_file(year, of)} {year}: {len(distances)} indices that all units have"
    least = min(distances.values())
    if said["none"] and least <= -ONE_POINT:
        yield f"{row['province_slug']} {year}: a gap of {float(least):+.4f}"
    if said["low"] and (distances[column(said["low"])] != least or least > -ONE_POINT):
        yield f"{row['province_slug']} {year}: the most negative gap is that of {min(distances, key=lambda k: distances[k])}"


# --- whom to learn from ---------------------------------------------------------------------------------------------


@rule(
    "teacher",
    r"{index:index} \({v:v}\): học cách làm của {units:who}(?: \({v:top}\), tỉnh tương đồng°| cùng vùng \({v:near}\))",
)
def _teacher(said: Match[str], context: Context) -> Iterator[str]:
    year, of, row = newest(context)
    key = column(said["index"])
    mine, whole = number(row, key), table_mean(year, of, key)
    if points(mine) != said["v"]:
        yield f"{table_file(year, of)} {year} {row['province_slug']}: {key} {row[key]}"
    if mine > whole - ONE_POINT:
        yield f"{row['province_slug']} {year} {key}: {row[key]} is not a point below the mean {float(whole):.4f}"
    alike = similar(context, year, of)
    if bool(alike) != bool(said["top"]):
        yield f"the most similar units {'are known' if alike else 'are not known'} on {context.on}"
    group = alike or {s: r for s, r in region_rows(context, context.slug, year, of).items() if r is not row}
    best = max((number(other, key) for other in group.values()), default=Fraction(0))
    wanted = {slug for slug, other in group.items() if number(other, key) == best}
    if best - mine < 5 * ONE_POINT:
        yield f"{key}: the best of the group have {float(best)}, not five points more than {float(mine)}"
    named = listed_units(said["who"])
    if points(best) != (said["top"] or said["near"]) or not all(names()[name] & wanted for name in named):
        yield f"{table_file(year, of)} {year} {key}: the best of the group are {', '.join(sorted(wanted))} ({float(best)})"


@cache
def _readings(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / "measures" / name / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def _editions_of(measure: str) -> tuple[dict[str, str], ...]:
    with (DATA / "measures/editions.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(row for row in csv.DictReader(stream) if row["measure"] == measure)


def similar(context: Context, year: int, of: int) -> dict[str, dict[str, str]]:
    """The six units nearest by population, urban share and GRDP per head; {} where they were not known on the day."""
    if of != len(units_on(context.on)) or (not parts(context.slug, context.on) and of == 63):
        return {}
    known = {
        measure: {row["edition"] for row in _editions_of(measure) if row["published_on"] <= context.on.isoformat()}
        for measure in ("population", "grdp_per_head")
    }
    both = sorted(known["population"] & known["grdp_per_head"])
    if not both:
        return {}
    slugs = sorted(units_on(context.on))
    people: dict[str, float] = {}
    urban: dict[str, float] = {}
    wealth: dict[str, float] = {}
    grdp = {
        row["province_slug"]: float(row["grdp_per_head"])
        for row in _readings("grdp_per_head")
        if row["edition"] == both[-1]
    }
    counted = {row["province_slug"]: row for row in _readings("population") if row["edition"] == both[-1]}
    for slug in slugs:
        pieces = list(parts(slug, context.on) or {slug})
        found = [next(name for name in own_slugs(piece, context.on) | {piece} if name in counted) for piece in pieces]
        people[slug] = sum(float(counted[name]["population"]) for name in found)
        urban[slug] = sum(float(counted[name]["urban_population"]) for name in found) / people[slug]
        wealth[slug] = sum(grdp[name] * float(counted[name]["population"]) for name in found) / people[slug]
    axes = ({s: math.log(people[s]) for s in slugs}, urban, {s: math.log(wealth[s]) for s in slugs})
    spread = [pstdev(axis.values(), fmean(axis.values())) for axis in axes]
    me = context.slug

    def apart(slug: str) -> float:
        return sum(((axis[slug] - axis[me]) / width) ** 2 for axis, width in zip(axes, spread, strict=True))

    nearest = sorted((slug for slug in slugs if slug != me), key=lambda slug: (apart(slug), slug))[:6]
    return {slug: table(year, of)[slug] for slug in nearest}


# --- PAPI -----------------------------------------------------------------------------------------------------------

DIMENSIONS = {
    "tham gia của người dân": "participation",
    "công khai, minh bạch": "transparency",
    "trách nhiệm giải trình": "vertical_accountability",
    "kiểm soát tham nhũng": "control_of_corruption",
    "thủ tục hành chính công": "administrative_procedures",
    "cung ứng dịch vụ công": "public_service_delivery",
    "quản trị môi trường": "environmental_governance",
    "quản trị điện tử": "e_governance",
}


def papi_gaps(year: str, context: Context, before: str = "") -> dict[str, Fraction]:
    """dimension → points beside the mean of all units, or beside the unit's own of the year before."""
    edition = next((row for row in _editions_of("papi") if row["edition"] == year), None)
    if edition is None or edition["published_on"] > context.on.isoformat() or edition["status"] != "confirmed":
        raise Untrue(f"editions.csv papi {year}: not published by {context.on}, or not confirmed")
    rows = {row["province_slug"]: row for row in _readings("papi") if row["edition"] == year}
    slugs = own_slugs(context.slug, context.on)
    mine = next(rows[slug] for slug in sorted(slugs) if slug in rows)
    if before:
        past = {row["province_slug"]: row for row in _readings("papi") if row["edition"] == before}
        then = next(past[slug] for slug in sorted(slugs) if slug in past)
        return {key: Fraction(mine[key]) - Fraction(then[key]) for key in DIMENSIONS.values()}
    if len(rows) != 63 or edition["complete"] != "yes":
        raise Untrue(f"papi.csv {year}: {len(rows)} units")
    means = {key: sum(Fraction(row[key]) for row in rows.values()) / 63 for key in DIMENSIONS.values()}
    return {key: Fraction(mine[key]) - means[key] for key in means}


@rule(
    "PAPI below",
    rf"PAPI {{year:year}}: (?P<name>{'|'.join(DIMENSIONS)}) đạt (?P<value>\d,\d\d)/{{n:top}}, dưới mức trung bình",
)
def _papi_below(said: Match[str], context: Context) -> Iterator[str]:
    distances = papi_gaps(said["year"], context)
    key = DIMENSIONS[said["name"]]
    if said["top"] != "10":
        yield "a dimension of PAPI has ten points"
    if distances[key] != min(distances.values()) or distances[key] > Fraction(-1, 10):
        yield f"papi.csv {said['year']} {context.slug}: the lowest gap is that of {min(distances, key=lambda k: distances[k])}"
    row = next(
        r
        for r in _readings("papi")
        if r["edition"] == said["year"] and r["province_slug"] in own_slugs(context.slug, context.on)
    )
    hundredths = int(Fraction(row[key]) * 100 + Fraction(1, 2))
    if f"{hundredths // 100},{hundredths % 100:02d}" != said["value"]:
        yield f"papi.csv {said['year']} {context.slug} {key}: {row[key]}"


@rule("PAPI all", r"PAPI {year:year}: (?P<how>không nội dung nào dưới|mọi nội dung ngang hoặc trên) mức trung bình")
def _papi_all(said: Match[str], context: Context) -> Iterator[str]:
    least = min(papi_gaps(said["year"], context).values())
    if least < (0 if said["how"].startswith("không") else Fraction(-1, 10)):
        yield f"papi.csv {said['year']} {context.slug}: a gap of {float(least):+.3f}"


@rule(
    "PAPI counts",
    r"PAPI {year:year} của {unit:unit}: (?P<counts>[^:]*?) trong 8 nội dung so với (?:trung bình 63 tỉnh, thành phố|năm {year:before})",
)
def _papi_counts(said: Match[str], context: Context) -> Iterator[str]:
    distances = papi_gaps(said["year"], context, said["before"] or "")
    words = ("tăng", "gần như giữ nguyên", "giảm") if said["before"] else ("cao hơn", "ngang", "thấp hơn")
    more = sum(gap >= Fraction(1, 10) for gap in distances.values())
    less = sum(gap <= Fraction(-1, 10) for gap in distances.values())
    right = {w: n for w, n in zip(words, (more, 8 - more - less, less), strict=True) if n}
    listed = {w: int(n) for w, n in re.findall(rf"({'|'.join(words)}) ở (\d)", said["counts"])}
    if listed != right:
        yield f"papi.csv {said['year']} {context.slug}: {right}"
