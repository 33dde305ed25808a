"""The spine of every unit on every day, held against a reckoning of its own from the rows of data/."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from projects import Project
from taphuan import paths
from taphuan.charts.text_measure import text_width
from taphuan.known.units import resolve, units_on
from taphuan.lesson.claims.spine_sentences import days, page, spine_on
from taphuan.lesson.lesson import open_lesson
from taphuan.text import NBSP

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

DAYS = (*days(), date(2025, 3, 1), date(2025, 8, 1))
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


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_each_unit_has_the_sentence_that_its_rows_ask_for(on: date) -> None:
    units = units_on(on)
    assert len(units) == (34 if on.isoformat() >= MERGER else 63)
    for unit in units:
        claim, wanted = spine_on(unit, on), reckoned(unit.slug, on)
        assert (claim and (claim.id, claim.text.replace(NBSP, " "))) == (
            wanted and (f"spine/{wanted.form}", wanted.text)
        ), unit


def test_the_days_bring_most_forms() -> None:
    forms = {said.form for on in DAYS for unit in units_on(on) if (said := reckoned(unit.slug, on))}
    assert forms >= {
        "contrast", "contrast-short", "moved-short", "several-full", "one-full", "one-full-short", "best-and-weak",
        "best-and-weak-short", "rank-and-weak", "rank-and-gap", "lowest-in-front", "none-below", "level", "predecessors", "pillar-behind",
        "own-rank", "papi-below", "papi-above", "papi-level",
    }  # fmt: skip


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_each_sentence_is_one_line_and_rests_on_no_copy(on: date) -> None:
    copies = {(row["measure"], row["edition"]) for row in rows("measures/editions.csv") if row["status"] != "confirmed"}
    for unit in units_on(on):
        claim = spine_on(unit, on)
        assert claim is not None, unit
        assert text_width(claim.text, 34, 600) <= 1168, claim.text
        assert "°" not in claim.text and claim.evidence
        for file, key, _ in claim.evidence:
            folder = file.split("/")
            edition = dict(part.split("=") for part in key.split(";")).get("edition", "")
            assert folder[0] == "dti" or (folder[:2] == ["measures", "papi"] and (folder[1], edition) not in copies)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_two_units_share_a_sentence_only_with_the_same_numbers(on: date) -> None:
    named: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for unit in units_on(on):
        claim, wanted = spine_on(unit, on), reckoned(unit.slug, on)
        assert claim is not None and wanted is not None
        named[claim.text].add((claim.id, *wanted.named))
    assert {text: numbers for text, numbers in named.items() if len(numbers) > 1} == {}


# the sentences of 21/11/2026 as a reader of the table wrote them, in the order of the ranks
PLANNED = {
    "ha-noi": "Hai chỉ số đạt điểm tối đa, an toàn thông tin mạng đứng thứ 19/34",
    "hue": "Hạng 2/34; chỉ số hụt nhất là hoạt động kinh tế số, hạng 17/34",
    "hai-phong": "Hạng 3/34 về chuyển đổi số, hạng 28/34 về an toàn thông tin mạng",
    "ho-chi-minh": "Hạng 4/34 về chuyển đổi số, hạng 27/34 về an toàn thông tin mạng",
    "thanh-hoa": "Ba chỉ số đạt điểm tối đa, hoạt động xã hội số đứng thứ 19/34",
    "dien-bien": "Hạng 6/34 về chuyển đổi số, hạng 29/34 về nhận thức số",
    "ha-tinh": "Hạng 7/34 về chuyển đổi số, hạng 30/34 về hạ tầng số",
    "thai-nguyen": "Hạng 8/34 về chuyển đổi số, hạng 25/34 về hoạt động xã hội số",
    "quang-ninh": "Hạng 9/34 chung, hạng 32/34 về hoạt động chính quyền số",
    "lang-son": "Hạng 10/34 về chuyển đổi số, hạng 33/34 về hoạt động xã hội số",
    "bac-ninh": "Hạng 11/34 chung, hạng 29/34 về hoạt động chính quyền số",
    "ninh-binh": "Nhận thức số đạt điểm tối đa, thể chế số đứng thứ 28/34",
    "nghe-an": "Ba chỉ số đạt điểm tối đa, hoạt động kinh tế số đứng thứ 31/34",
    "lao-cai": "Nhận thức số đạt điểm tối đa, nhân lực số đứng thứ 23/34",
    "dong-nai": "Nhận thức số đạt điểm tối đa, nhân lực số đứng thứ 27/34",
    "khanh-hoa": "Nhận thức số đạt điểm tối đa, hoạt động chính quyền số hạng 27/34",
    "da-nang": "Hai chỉ số đạt điểm tối đa, nhân lực số đứng thứ 30/34",
    "lai-chau": "Bốn chỉ số đạt điểm tối đa, hoạt động xã hội số đứng cuối cả nước",
    "can-tho": "Nhận thức số đạt điểm tối đa, hoạt động kinh tế số đứng thứ 23/34",
    "phu-tho": "Chỉ số cao nhất hạng 14/34, an toàn thông tin mạng đứng thứ 22/34",
    "tay-ninh": "Nhận thức số đạt điểm tối đa, thể chế số đứng thứ 30/34",
    "tuyen-quang": "Nhận thức số đạt điểm tối đa, hoạt động xã hội số đứng thứ 27/34",
    "quang-ngai": "Hai chỉ số đạt điểm tối đa, hạ tầng số đứng thứ 32/34",
    "lam-dong": "Nhận thức số đạt điểm tối đa, nhân lực số đứng thứ 31/34",
    "vinh-long": "Nhân lực số hạng 15/34, thể chế số hạng 30/34",
    "son-la": "Thể chế số đạt điểm tối đa, nhận thức số đứng thứ 32/34",
    "dong-thap": "Hạ tầng số hạng 15/34, hoạt động chính quyền số hạng 31/34",
    "ca-mau": "Chỉ số cao nhất hạng 12/34, hoạt động kinh tế số đứng cuối cả nước",
    "dak-lak": "Hoạt động xã hội số hạng 14/34, nhận thức số đứng cuối cả nước",
    "an-giang": "Hai chỉ số đạt điểm tối đa, nhân lực số đứng thứ 28/34",
    "gia-lai": "Nhận thức số đạt điểm tối đa, hạ tầng số đứng thứ 33/34",
    "hung-yen": "An toàn thông tin mạng hạng 16/34, nhân lực số đứng cuối cả nước",
    "quang-tri": "Thể chế số đạt điểm tối đa, nhân lực số đứng thứ 32/34",
    "cao-bang": "Thể chế số đạt điểm tối đa, hạ tầng số đứng cuối cả nước",
}


def test_the_34_sentences_of_the_planned_conference() -> None:
    on = date(2026, 11, 21)
    assert {unit.slug for unit in units_on(on)} == set(PLANNED)
    for slug, text in PLANNED.items():
        claim = spine_on(resolve(slug, on), on)
        assert claim is not None and claim.text.replace(NBSP, " ") == text
        of_conference = open_lesson("ke-hoach-2027", slug, on.isoformat()).profile
        assert spine_on(of_conference.unit, of_conference.as_of) == claim


def test_nothing_is_said_where_neither_index_nor_a_confirmed_papi_was_public() -> None:
    on = date(2020, 4, 27)  # the day before PAPI 2019; that of 2018 is a copy
    assert [unit.slug for unit in units_on(on) if spine_on(unit, on) is not None] == []
    assert spine_on(resolve("ha-noi", date(2020, 4, 28)), date(2020, 4, 28)) is not None


def _planted(project: Project, year: str, slug: str, **values: str) -> None:
    """Other values of indices in the row of a unit."""
    path = project.root / "data/dti/dti.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    row = next(row for row in found if (row["year"], row["province_slug"]) == (year, slug))
    row |= values
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def said_of(slug: str, on: date) -> tuple[str, str]:
    claim = spine_on(resolve(slug, on), on)
    assert claim is not None
    return claim.id, claim.text.replace(NBSP, " ")


def test_two_at_the_end_stand_there_together(project: Project) -> None:
    on = date(2026, 11, 21)
    last = next(row for row in rows("dti/dti.csv") if (row["year"], row["province_slug"]) == ("2024", "cao-bang"))
    _planted(project, "2024", "gia-lai", infrastructure=last["infrastructure"])
    assert said_of("cao-bang", on)[1] == "Thể chế số đạt điểm tối đa, hạ tầng số cùng đứng cuối cả nước"
    assert said_of("gia-lai", on)[1] == "Nhận thức số đạt điểm tối đa, hạ tầng số cùng đứng cuối cả nước"


def test_indices_at_the_maximum_are_counted_only_where_all_eight_are_known(project: Project) -> None:
    on = date(2024, 10, 31)
    assert said_of("quang-nam", on)[0] == "spine/rank-and-weak"
    _planted(project, "2022", "quang-nam", infrastructure="1.0000", digital_society="1.0000")
    id_, text = said_of("quang-nam", on)
    assert id_ == "spine/one-full" and text.startswith("Hạ tầng số đạt điểm tối đa, ")
    # the same two of a unit of which all eight are known
    planned = date(2026, 11, 21)
    _planted(project, "2024", "vinh-long", infrastructure="1.0000", digital_society="1.0000")
    assert said_of("vinh-long", planned)[1].startswith("Hai chỉ số đạt điểm tối đa, ")


def test_the_weak_index_is_not_told_beside_itself() -> None:
    """In the table of 2023 the index of Lai Châu that is furthest behind has its best rank as well."""
    assert said_of("lai-chau", date(2025, 3, 1)) == (
        "spine/rank-and-gap", "Hạng 54/63; hoạt động chính quyền số dưới trung bình 12,4 điểm",
    )  # fmt: skip


def test_the_list_of_sentences_is_up_to_date() -> None:
    assert (paths.ROOT / "docs/spine-sentences.md").read_text(encoding="utf-8") == page(), "run `make reference`"
