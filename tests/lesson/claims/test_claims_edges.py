"""The edges, by real units: the first, the last, ties, gaps of one sign, no edition, no row, a merged unit."""

from __future__ import annotations

import pytest

from taphuan.compose import compose
from taphuan.lesson import placeholders
from taphuan.lesson.claims import drawn, history, indices, participants, standing
from taphuan.lesson.claims.claim import Facts, Kind, Points
from taphuan.lesson.claims.comparing import comparisons
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.text import NBSP


def lesson(conference: str, province: str, day: str) -> Lesson:
    return open_lesson(conference, province, day)


def said(of: Lesson, name: str) -> str | None:
    value = placeholders.values(of.profile, of.teaching)[f"claim.{name}"]
    return value and value.text.replace(NBSP, " ")


QN, BR, KH, TT = "quang-nam-2024", "ba-ria-vung-tau-2024", "ke-hoach-2027", "truc-tuyen-2022"


@pytest.mark.parametrize(
    ("where", "name", "expected"),
    [
        # all gaps at or above 0: no weakness is claimed
        ((QN, "da-nang", "2024-10-31"), "indices", "Đà Nẵng cao hơn trung bình 63 tỉnh, thành phố ở cả 4 chỉ số so sánh được năm 2022"),
        ((QN, "da-nang", "2024-10-31"), "weakest", None),
        ((QN, "da-nang", "2024-10-31"), "teachers", None),
        # all below: nothing is called a strength, only what is nearest
        ((BR, "ca-mau", "2024-10-31"), "indices", "Cà Mau thấp hơn trung bình 63 tỉnh, thành phố ở cả 4 chỉ số so sánh được năm 2022"),
        ((BR, "ca-mau", "2024-10-31"), "strongest", "Gần trung bình 63 tỉnh, thành phố nhất: hoạt động xã hội số (18,1 so với 27,8)"),
        ((QN, "quang-tri", "2024-10-31"), "strongest", "Gần trung bình 63 tỉnh, thành phố nhất: hạ tầng số (55,4 so với 61,7)"),
        # first of the table, and who stands right above is not asked
        ((KH, "ha-noi", "2026-11-21"), "rank", "Hà Nội xếp 1/34 năm 2024, đứng đầu vùng (6 tỉnh, thành phố)"),
        ((KH, "ha-noi", "2026-11-21"), "next-above", "Hà Nội đứng đầu trong hình; ngay sau là Hải Phòng: 78,6 so với 82,4"),
        ((KH, "ha-noi", "2026-11-21"), "neighbours", "Hà Nội (82,4) đứng đầu bảng 34 tỉnh, thành phố năm 2024, ngay sau là Huế (79,5)"),
        # last of the table
        ((KH, "cao-bang", "2026-11-21"), "rank", "Cao Bằng xếp 34/34 năm 2024, đứng cuối vùng (9 tỉnh, thành phố)"),
        # first of its region, and yet told whom to learn from in one index
        ((KH, "ho-chi-minh", "2026-11-21"), "rank", "TP. Hồ Chí Minh xếp 4/34 năm 2024, đứng đầu vùng (3 tỉnh, thành phố)"),
        # less than one point is no difference, and both means are given
        ((QN, "quang-nam", "2024-10-31"), "position", "DTI năm 2022 của Quảng Nam là 58,1, ngang trung bình 63 tỉnh, thành phố (57,9) và vùng (58,2)"),
        # an own rank without a table
        ((TT, "ha-noi", "2022-04-06"), "rank", "Hà Nội xếp 43/63 năm 2020"),
        ((TT, "ha-noi", "2022-04-06"), "position", None),
        # no own rank although an edition was published: nothing at all
        ((TT, "lai-chau", "2022-04-06"), "rank", None),
        # a merged unit after the merger
        ((KH, "da-nang", "2026-11-21"), "predecessors", "Trước sắp xếp, năm 2024: Đà Nẵng 2/63 và Quảng Nam 57/63"),
        ((KH, "da-nang", "2026-11-21"), "history", None),
    ],
)  # fmt: skip
def test_what_is_said_at_the_edges(where: tuple[str, str, str], name: str, expected: str | None) -> None:
    assert said(lesson(*where), name) == expected


def test_nothing_is_said_of_a_unit_of_which_nothing_is_known() -> None:
    for where in ((TT, "lai-chau", "2022-04-06"), ("bac-kan-2020", "bac-kan", "2020-12-18")):
        notebook = compose(lesson(*where))
        cells = [
            cell for cell in notebook.cells if cell.metadata["taphuan"].get("part") in ("profile", "province-briefing")
        ]
        text = "\n".join(cell.source for cell in notebook.cells).replace(NBSP, " ")
        assert "chưa có kết quả" not in text and "hưa thu thập" not in text
        assert not [cell for cell in cells if cell.metadata["taphuan"]["part"] == "profile"]
        # a question of the quiz is about an official, not about this unit
        told = "\n".join(c.source for c in notebook.cells if c.metadata["taphuan"].get("slide_kind") != "quiz")
        assert "đang ở đâu" not in told and "trên bảng chỉ số" not in text
        headings = [cell.source.split(".")[0] for cell in cells if cell.source.startswith("# ")]
        assert headings == ["# 1", "# 2", "# 3", "# 4", "# 1"]


@pytest.mark.parametrize(("unit", "other"), [("thanh-hoa", "yen-bai"), ("yen-bai", "thanh-hoa")])
def test_two_of_the_same_rank_are_told_so(unit: str, other: str) -> None:
    profile = open_lesson(TT, unit, "2024-10-31").profile
    claim = standing.NEIGHBOURS.claim(profile)
    name = next(row.name for row in profile.table if row.slug == other)
    assert claim is not None and claim.id == "neighbours/tie" and f"cùng hạng với {name}, giữa" in claim.text


def facts(**known: object) -> Facts:
    return {"evidence": (), **known}


GROUP = {"unit": "A", "year": 2022, "of": 63, "region": "R", "group": "vùng (3 tỉnh, thành phố)"}
ENDS = {
    "year": 2022,
    "group": "2",
    "index": "I",
    "low_names": "A",
    "high_names": "B",
    "top_name": "T",
    "bottom_name": "U",
}
MEANS = {"unit": "A", "year": 2022, "label": "trung bình", "index": "Hạ tầng số"}


@pytest.mark.parametrize(
    ("kind", "known", "form"),
    [
        (standing.RANK, {**GROUP, "rank": 3, "n": 0, "same": ""}, "alone"),
        (standing.RANK, {**GROUP, "rank": 3, "n": 2, "place": 1, "same": ""}, "first"),
        (standing.RANK, {**GROUP, "rank": 3, "n": 2, "place": 2, "same": ""}, "last"),
        (standing.RANK, {**GROUP, "rank": 3, "n": 3, "place": 2, "same": ""}, "between"),
        (standing.RANK, {**GROUP, "rank": 3, "n": 3, "place": 1, "same": "B"}, "tie"),
        (standing.RANK, {**GROUP, "rank": 3, "n": 3, "place": 2, "same": "B"}, "tie"),
        (standing.REGION, {**GROUP, "n": 2, "place": 1, "same": ""}, "first"),
        (standing.REGION, {**GROUP, "n": 2, "place": 1, "same": "B"}, "tie"),
        (standing.NEIGHBOURS, {**GROUP, "value": Points(1), "above": "", "below": "B", "same": "C"}, "tie-first"),
        (standing.NEIGHBOURS, {**GROUP, "value": Points(1), "above": "B", "below": "", "same": "C"}, "tie-last"),
        (standing.NEIGHBOURS, {**GROUP, "value": Points(1), "above": "B", "below": "D", "same": "C"}, "tie"),
        (standing.POSITION, {**MEANS, "value": Points("0.51"), "mean": Points("0.50"), "region_mean": None}, "above"),
        (standing.POSITION, {**MEANS, "value": Points("0.5099"), "mean": Points("0.50"), "region_mean": None}, "level"),
        (standing.POSITION, {**MEANS, "value": Points("0.4901"), "mean": Points("0.50"), "region_mean": None}, "level"),
        (standing.POSITION, {**MEANS, "value": Points("0.49"), "mean": Points("0.50"), "region_mean": None}, "below"),
        (standing.POSITION, {**MEANS, "value": Points("0.49"), "mean": Points("0.50"), "region_mean": Points("0.4")}, "below-above"),
        (standing.NEXT_ABOVE, {"unit": "A", "value": Points(1), "higher": None, "lower": Points(0), "above": "", "below": "B", "same": True}, None),
        (history.HISTORY, {**GROUP, "first": 3, "last": 3, "constant": True, "first_year": 2021, "last_year": 2023}, "constant"),
        (history.HISTORY, {**GROUP, "first": 3, "last": 3, "constant": False, "first_year": 2021, "last_year": 2023}, "back"),
        (history.HISTORY, {**GROUP, "first": 4, "last": 3, "constant": False, "first_year": 2021, "last_year": 2023}, "up"),
        (history.PREDECESSORS, {"unit": "A", "year": 2023, "ranks": "B 1/63", "missing": 1, "rows": 2, "parts": 3}, "part"),
        (indices.STRONGEST, {"label": "x", "gap": Points("0.0099"), "highest": "h", "nearest": "n"}, "nearest"),
        (indices.STRONGEST, {"label": "x", "gap": Points("0.01"), "highest": "h", "nearest": "n"}, "above"),
        (indices.TEACHER, {"index": "I", "value": Points("0.5"), "top": Points("0.55"), "names": "B", "alike": True}, "similar"),
        (indices.TEACHER, {"index": "I", "value": Points("0.5"), "top": Points("0.55"), "names": "B", "alike": False}, "region"),
        (participants.MAP, {**MEANS, "group": "2", "low": Points("0.5"), "high": Points("0.5"), "low_names": "A", "high_names": "A", "top": Points(0), "bottom": Points(0), "top_name": "", "bottom_name": ""}, "level"),
        # exactly one point is a difference, a hair less is none
        (participants.MAP, {**ENDS, "low": Points("0.5"), "high": Points("0.5"), "top": Points("0.51"), "bottom": Points("0.5")}, "regions"),
        (participants.MAP, {**ENDS, "low": Points("0.5"), "high": Points("0.51"), "top": Points("0.5099"), "bottom": Points("0.5")}, "ends"),
        (participants.MAP, {**ENDS, "low": Points("0.5"), "high": Points("0.5099"), "top": Points("0.5099"), "bottom": Points("0.5")}, "level"),
        (participants.WIDEST, {**ENDS, "span": Points("0.01"), "low": Points("0.5"), "high": Points("0.51")}, "apart"),
        (participants.WIDEST, {**ENDS, "span": Points("0.0099"), "low": Points("0.5"), "high": Points("0.5099")}, None),
        (participants.MOVED, {"first_year": 2022, "last_year": 2023, "counts": "c", "furthest": 1, "risen": "A"}, "risen"),
        (participants.MOVED, {"first_year": 2022, "last_year": 2023, "counts": "c", "furthest": 0, "risen": "A"}, "none-risen"),
        (standing.REGION_ENDS, {**ENDS, "region": "R", "n": 2, "low": Points("0.5"), "high": Points("0.51")}, "apart"),
        (standing.REGION_ENDS, {**ENDS, "region": "R", "n": 2, "low": Points("0.5"), "high": Points("0.5099")}, "level"),
        (standing.REGION, {**GROUP, "n": 3, "place": 3, "same": ""}, "last"),
        (standing.REGION, {**GROUP, "n": 3, "place": 2, "same": ""}, "between"),
        (standing.NEXT_ABOVE, {"unit": "A", "value": Points(1), "higher": None, "lower": Points(0), "above": "", "below": "B", "same": False}, "first"),
        (standing.NEXT_ABOVE, {"unit": "A", "value": Points(1), "higher": None, "lower": None, "above": "", "below": "", "same": False}, None),
        (drawn.MOVES, {"most": 0, "least": -2, "gained": "A", "lost": "B"}, "lost"),
        (drawn.MOVES, {"most": 0, "least": 0, "gained": "A", "lost": "B"}, None),
    ],
)  # fmt: skip
def test_the_form_that_holds(kind: Kind[object], known: dict[str, object], form: str | None) -> None:
    claim = kind.of(facts(**known))
    assert (claim and claim.id) == (form and f"{kind.id}/{form}")


def test_every_claim_of_every_kind_is_found_by_the_patterns() -> None:
    """What the kinds write, nobody else may: each text is a comparison for the check."""
    missed = set()
    for where in ((QN, "quang-nam", "2024-10-31"), (QN, "da-nang", "2025-02-28"), (KH, "ha-noi", "2026-11-21"),
                  (KH, "da-nang", "2026-11-21"), (BR, "ca-mau", "2024-10-31"), (QN, "hoi-nghi", "2025-02-28"),
                  (KH, "ho-chi-minh", "2026-11-21"), (KH, "gia-lai", "2026-11-21"), (KH, "hue", "2026-11-21"),
                  (TT, "da-nang", "2025-08-01"), (TT, "bac-giang", "2022-04-06"), (TT, "lai-chau", "2022-04-06"),
                  ("bac-kan-2020", "bac-kan", "2020-12-18")):  # fmt: skip
        of = lesson(*where)
        for value in placeholders.values(of.profile, of.teaching).values():
            for claim in value.claims if value and not value.quoted else ():
                if not comparisons(claim.text):
                    missed.add(claim.id)
    assert missed == set()
