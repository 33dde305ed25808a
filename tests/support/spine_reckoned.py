"""The spine of a unit on a day, reckoned from the rows of data/ a second time, in code of the tests alone."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from taphuan import paths
from taphuan.charts.text_measure import text_width
from taphuan.text import NBSP

INDICES = {
    "awareness": "Nhận thức số", "institutions": "Thể chế số", "infrastructure": "Hạ tầng số", "human_resources": "Nhân lực số",
    "cybersecurity": "An toàn thông tin mạng", "digital_government": "Hoạt động chính quyền số",
    "digital_economy": "Hoạt động kinh tế số", "digital_society": "Hoạt động xã hội số",
}  # fmt: skip
PILLARS = {"digital_government": "chính quyền số", "digital_economy": "kinh tế số", "digital_society": "xã hội số"}
PAPI = {
    "participation": "tham gia của người dân", "transparency": "công khai, minh bạch",
    "vertical_accountability": "trách nhiệm giải trình", "control_of_corruption": "kiểm soát tham nhũng",
    "administrative_procedures": "thủ tục hành chính công", "public_service_delivery": "cung ứng dịch vụ công",
    "environmental_governance": "quản trị môi trường", "e_governance": "quản trị điện tử",
}  # fmt: skip
COUNTS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám")
MERGER = "2025-07-01"
POINT, TENTH = Fraction(1, 100), Fraction(1, 10)
Row = dict[str, str]


@cache
def rows(file: str) -> tuple[Row, ...]:
    with (paths.DATA / file).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@dataclass(frozen=True)
class Place:
    """A unit as the files have it: the names of its row in a table, how many units its era has, its parts."""

    names: frozenset[str]
    of: int
    parts: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Said:
    """What must be said: the form, the sentence, and the numbers named in it as data have them."""

    form: str
    text: str
    named: tuple[object, ...]


def place_of(slug: str, on: str) -> Place:
    """The unit of a slug on a day; one of a 2008 slug that was renamed keeps its name in tables, its geo_slug."""
    row = next(
        r for r in rows("units/provinces.csv")
        if r["slug"] == slug and r["valid_from"] <= on and (not r["valid_to"] or on <= r["valid_to"])
    )  # fmt: skip
    before = [
        frozenset((r["slug"], r["geo_slug"]))
        for r in rows("units/provinces.csv")
        if row["valid_from"] >= MERGER and r["valid_to"] == "2025-06-30" and r["successor_slug"] == slug
    ]
    return Place(frozenset((slug, row["geo_slug"])), 34 if row["valid_from"] >= MERGER else 63, tuple(before))


def editions(on: str) -> list[Row]:
    return [row for row in rows("dti/publications.csv") if row["published_on"] <= on]


def published_over(edition: Row) -> int:
    return 34 if edition["published_on"] >= MERGER else 63


def table(year: str, of: int) -> dict[str, Row]:
    edition = next(row for row in rows("dti/publications.csv") if row["year"] == year)
    file = "dti/dti.csv" if published_over(edition) == of else "dti/dti_2024_premerger63.csv"
    return {row["province_slug"]: row for row in rows(file) if row["year"] == year}


def row_in(table_of: dict[str, Row], names: frozenset[str]) -> Row | None:
    return next((table_of[name] for name in sorted(names) if name in table_of), None)


def own_rows(place: Place, on: str) -> list[tuple[Row, int, Row]]:
    """(edition, units of its table, row), the oldest first."""
    found = []
    for edition in editions(on):
        of = published_over(edition)
        if of == place.of:
            row = row_in(table(edition["year"], of), place.names)
        else:
            row = row_in(table(edition["year"], of), place.parts[0]) if len(place.parts) == 1 else None
        if row:
            found.append((edition, of, row))
    return found


def line(text: str) -> bool:
    return text_width(text.replace(" ", NBSP), 34, 600) <= 1168


def lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def from_table(place: Place, on: str) -> Said | None:
    own = own_rows(place, on)
    if not own or own[-1][0]["complete"] != "yes" or own[-1][1] != place.of:
        return None
    edition, of, row = own[-1]
    whole = table(edition["year"], of)
    keys = [key for key in INDICES if all(other[key] for other in whole.values())]
    value = {key: Fraction(row[key]) for key in keys}
    gap = {key: value[key] - sum(Fraction(other[key]) for other in whole.values()) / len(whole) for key in keys}
    rank = {key: 1 + sum(Fraction(other[key]) > value[key] for other in whole.values()) for key in keys}
    r = int(row["rank"])
    weak = min((k for k in keys if gap[k] <= -POINT and 2 * rank[k] > of), key=lambda k: gap[k], default=None)
    before = [(e, other) for e, other_of, other in own[:-1] if other_of == of and e["method"] == edition["method"]]
    then, then_row = before[-1] if before and before[-1][0] == own[-2][0] else (None, None)
    moved = int(then_row["rank"]) if then_row and abs(int(then_row["rank"]) - r) >= 10 else None
    verb, alone = ("lên" if moved and moved > r else "xuống"), None
    if moved and then:
        years = COUNTS[int(row["year"]) - int(then["year"])]
        alone = Said("moved-alone", f"Từ hạng {moved}/{of} {verb} hạng {r}/{of} sau {years} năm", (moved, r))
    if weak is None:
        if alone:
            return alone
        low = min(keys, key=lambda k: gap[k])
        noun = "chỉ số" if len(keys) == 8 else "chỉ số so sánh được"
        if gap[low] <= -POINT:
            text = f"Hạng {r}/{of}; {noun} hụt nhất là {lower(INDICES[low])}, hạng {rank[low]}/{of}"
            if line(text):
                return Said("lowest-in-front", text, (r, rank[low]))
            short = f"Hạng {r}/{of} chung, {lower(INDICES[low])} hạng {rank[low]}/{of}"
            return Said("lowest-in-front-short", short, (r, rank[low]))
        if gap[low] >= 0:
            return Said("none-below", f"Hạng {r}/{of}; cả {COUNTS[len(keys)]} {noun} đều từ trung bình trở lên", (r,))
        return Said("level", f"Hạng {r}/{of}; {COUNTS[len(keys)]} {noun} đều ngang hoặc trên trung bình", (r,))
    name, w = lower(INDICES[weak]), rank[weak]
    same = sum(other[weak] == row[weak] for other in whole.values())
    last = w + same - 1 == of
    end = "đứng cuối cả nước" if same == 1 else "cùng đứng cuối cả nước"
    stands, has = (end, end) if last else (f"đứng thứ {w}/{of}", f"hạng {w}/{of}")
    if 3 * r <= of and 10 * w >= 7 * of:
        text = f"Hạng {r}/{of} về chuyển đổi số, hạng {w}/{of} về {name}"
        if line(text):
            return Said("contrast", text, (r, w))
        return Said("contrast-short", f"Hạng {r}/{of} chung, hạng {w}/{of} về {name}", (r, w))
    if alone and then:
        text = f"Từ hạng {moved} năm {then['year']} {verb} hạng {r}/{of}, {name} {has}"
        if line(text):
            return Said("moved", text, (moved, r, w))
        text = f"Từ hạng {moved} {verb} {r}/{of}, {name} {has}"
        return Said("moved-short", text, (moved, r, w)) if line(text) else alone
    full = [key for key in keys if value[key] == 1]
    if len(full) > 1 and all(row[key] for key in INDICES):
        text = f"{COUNTS[len(full)].capitalize()} chỉ số đạt điểm tối đa, {name} {stands}"
        return Said("several-full", text, (len(full), w))
    if full:
        text = f"{INDICES[full[0]]} đạt điểm tối đa, {name} {stands}"
        if line(text):
            return Said("one-full", text, (1, w))
        return Said("one-full-short", f"{INDICES[full[0]]} đạt điểm tối đa, {name} hạng {w}/{of}", (1, w))
    best = min(keys, key=lambda k: (rank[k], -gap[k]))
    if best != weak:
        text = f"{INDICES[best]} hạng {rank[best]}/{of}, {name} {has}"
        if line(text):
            return Said("best-and-weak", text, (rank[best], w))
        text = f"Chỉ số cao nhất hạng {rank[best]}/{of}, {name} {stands}"
        if len(keys) == 8 and line(text):
            return Said("best-and-weak-short", text, (rank[best], w))
    if last or w - r >= 10:
        return Said("rank-and-weak", f"Hạng {r}/{of} chung, {name} {has}", (r, w))
    tenths = int(-gap[weak] * 1000 + Fraction(1, 2))
    text = f"Hạng {r}/{of}; {name} dưới trung bình {tenths // 10},{tenths % 10} điểm"
    return Said("rank-and-gap", text, (r, tenths))


def from_predecessors(place: Place, on: str) -> Said | None:
    if len(place.parts) < 2 or own_rows(place, on):
        return None
    for edition in reversed(editions(on)):
        found = [row_in(table(edition["year"], 63), names) for names in place.parts]
        if edition["complete"] == "yes" and any(found):
            ranks = sorted(int(row["rank"]) for row in found if row)
            if len(ranks) < len(found):
                return None
            count = COUNTS[len(ranks)].capitalize()
            listed = f"{', '.join(map(str, ranks[:-1]))} và {ranks[-1]}/63"
            if ranks[0] == ranks[-1]:
                return Said(
                    "predecessors-level", f"{count} địa bàn cũ cùng hạng năm {edition['year']}: {listed}", tuple(ranks)
                )
            apart = ranks[-1] - ranks[0]
            text = f"{count} địa bàn cũ cách nhau {apart} bậc: hạng {listed} năm {edition['year']}"
            return Said("predecessors", text, tuple(ranks))
    return None


def from_own_row(place: Place, on: str) -> Said | None:
    own = own_rows(place, on)
    if not own:
        return None
    edition, of, row = own[-1]
    year, r = row["year"], int(row["rank"])
    ranks = sorted(
        (int(p["rank"]), PILLARS[p["pillar"]])
        for p in rows("dti/dti_pillars.csv")
        if (p["year"], p["province_slug"]) == (year, row["province_slug"])
        and p["rank"]
        and of == published_over(edition)
    )
    if ranks and ranks[-1][0] - r >= 10:
        text = f"Hạng {r}/{of} về chuyển đổi số, hạng {ranks[-1][0]}/{of} về trụ cột {ranks[-1][1]}"
        return Said("pillar-behind", text, (r, ranks[-1][0]))
    if ranks and r - ranks[0][0] >= 10:
        text = f"Hạng {r}/{of} về chuyển đổi số, riêng trụ cột {ranks[0][1]} hạng {ranks[0][0]}/{of}"
        return Said("pillar-ahead", text, (r, ranks[0][0]))
    if len(own) > 1:
        then, then_of, then_row = own[-2]
        before = int(then_row["rank"])
        if then_of == of and then["method"] == edition["method"] and before != r:
            verb = "lên" if before > r else "xuống"
            return Said(
                "own-move", f"Từ hạng {before}/{of} năm {then['year']} {verb} hạng {r}/{of} năm {year}", (before, r)
            )
    return Said("own-rank", f"Hạng {r}/{of} về chuyển đổi số năm {year}", (r,))


def from_papi(place: Place, on: str) -> Said | None:
    known = [
        e for e in rows("measures/editions.csv")
        if e["measure"] == "papi" and e["published_on"] <= on and e["status"] == "confirmed" and e["complete"] == "yes"
    ]  # fmt: skip
    if place.of != 63 or not known:
        return None
    year = known[-1]["edition"]
    whole = {row["province_slug"]: row for row in rows("measures/papi/papi.csv") if row["edition"] == year}
    row = row_in(whole, place.names)
    if row is None or not all(row[key] for key in PAPI):
        return None
    gap = {key: Fraction(row[key]) - sum(Fraction(other[key]) for other in whole.values()) / 63 for key in PAPI}
    low = min(PAPI, key=lambda k: gap[k])
    if gap[low] <= -TENTH:
        hundredths = int(Fraction(row[low]) * 100 + Fraction(1, 2))
        shown = f"{hundredths // 100},{hundredths % 100:02d}"
        return Said("papi-below", f"PAPI {year}: {PAPI[low]} đạt {shown}/10, dưới mức trung bình", (hundredths,))
    if gap[low] >= 0:
        return Said("papi-above", f"PAPI {year}: không nội dung nào dưới mức trung bình", ())
    return Said("papi-level", f"PAPI {year}: mọi nội dung ngang hoặc trên mức trung bình", ())


def reckoned(slug: str, on: date) -> Said | None:
    place, day = place_of(slug, on.isoformat()), on.isoformat()
    for read in (from_table, from_predecessors, from_own_row, from_papi):
        if (said := read(place, day)) is not None:
            return said
    return None
