"""Faults in the tables of communes: all are planted in one copy of the real data and looked for one by one, because a check
of the 27,000 rows takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_faults import JARGON, copy_of_data, drop_row, spoil, spoil_cell
from taphuan.data.check.check import check_data
from taphuan.errors import Problem

MERGERS, REGISTER, COUNTS = "units/commune_mergers.csv", "units/communes.csv", "units/commune_counts.csv"
STATS, RANKINGS = "units/commune_stats.csv", "units/commune_rankings.csv"
MODULE = "modules/chinh-quyen-dien-tu-cap-xa.yaml"


def cell(file: str, start: str, column: str, value: str) -> Callable[[Path], None]:
    return lambda root: spoil_cell(root / file, start, column, value)


def text(file: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda root: spoil(root / file, old, new)


# what is wrong → (the fault, the file and the field of the problem, its words, the value found)
FAULTS: dict[str, tuple[Callable[[Path], object], str, str, str, str]] = {
    "a part is missing": (
        lambda root: drop_row(root / MERGERS, "00016,00004,"),
        *(MERGERS, "part", "a part of 00016, but no other row says where the rest went", "part"),
    ),
    "the whole goes into one of two": (
        cell(MERGERS, "00019,00004,", "part", "whole"),
        *(MERGERS, "part", "all of 00019 went into 00004, but it stands in row", "whole"),
    ),
    "the whole is called split": (
        cell(MERGERS, "00004,00004,", "event", "split"),
        *(MERGERS, "part", "event is split: only an old commune that was split has parts", "whole"),
    ),
    "nobody says what became of it": (
        lambda root: drop_row(root / MERGERS, "01975,"),
        *(REGISTER, "valid_to", "no row of units/commune_mergers.csv says what became of the commune on 2025-07-01"),
        "2025-06-30",
    ),
    "nobody says what it was formed from": (
        lambda root: drop_row(root / MERGERS, "00859,"),
        *(REGISTER, "code", "no row of units/commune_mergers.csv says what the commune was formed from on 2025-07-01"),
        "00859",
    ),
    "unchanged, though formed from several": (
        cell(MERGERS, "00013,00004,", "event", "unchanged"),
        *(MERGERS, "event", "unchanged, but 00004 was formed from", "unchanged"),
    ),
    "merged, though formed from one": (
        cell(MERGERS, "00919,00919,", "event", "merged"),
        *(MERGERS, "event", "merged, but 00919 was formed from this commune alone", "merged"),
    ),
    "a predecessor in another province": (
        cell(MERGERS, "01990,", "new_code", "00008"),
        *(MERGERS, "new_code", "was in bac-kan, which became thai-nguyen, but 00008 is in ha-noi", "00008"),
    ),
    "a district in another province": (
        cell(MERGERS, ",26732,", "old_province_slug", "quang-tri"),
        *(MERGERS, "new_code", "was in quang-tri, which became quang-tri, but 26732 is in ho-chi-minh", "26732"),
    ),
    "no old commune ends on the day": (
        cell(MERGERS, "01993,", "effective_from", "2025-07-02"),
        *(MERGERS, "old_code", "no commune of this code ends on 2025-07-01", "01993"),
    ),
    "no new commune begins on the day": (
        cell(MERGERS, "01993,", "effective_from", "2025-07-02"),
        *(MERGERS, "new_code", "no commune of this code begins on 2025-07-02", "0"),
    ),
    "a commune and a district": (
        cell(MERGERS, "00922,", "old_district", "Huyện Bạch Thông"),
        *(MERGERS, "old_district", "event is unchanged: a district stands where", "Huyện Bạch Thông"),
    ),
    "two periods overlap": (
        cell(REGISTER, "25270,Lộc Ninh,Xã Lộc Ninh", "valid_to", "2026-04-30"),
        *(REGISTER, "valid_to", "overlaps with row", "2026-04-30"),
    ),
    "a gap between two periods": (
        cell(REGISTER, "25357,Tân Khai,Xã Tân Khai", "valid_to", "2026-04-28"),
        *(REGISTER, "valid_to", "says what became of the commune on 2026-04-29", "2026-04-28"),
    ),
    "two periods in two provinces": (
        cell(REGISTER, "25363,Đồng Phú,Phường Đồng Phú", "province_slug", "tay-ninh"),
        *(REGISTER, "province_slug", "of the same commune says dong-nai", "tay-ninh"),
    ),
    "the code of another province": (
        cell(REGISTER, "00001,", "province_code", "02"),
        *(REGISTER, "province_code", "the code of ha-noi is 01", "02"),
    ),
    "a commune is missing": (
        lambda root: drop_row(root / REGISTER, "00091,"),
        *("units/provinces.csv", "n_communes", "units/communes.csv has 525", "526"),
    ),
    "a namesake of the other old province": (
        cell(MERGERS, "02008,", "new_code", "05443"),
        *(
            MERGERS,
            "old_code",
            "Xã Cẩm Giàng was in bac-kan, the others that 05443 was formed from in thai-nguyen",
            "02008",
        ),
    ),
    "a wrong number of a province": (
        cell(COUNTS, "thai-nguyen,", "n_before", "281"),
        *(COUNTS, "n_before", "units/communes.csv has 280", "281"),
    ),
    "a wrong number of one kind": (
        cell(COUNTS, "quang-ninh,", "n_phuong", "31"),
        *(COUNTS, "n_phuong", "units/communes.csv has 30 on 2026-07-12", "31"),
    ),
    "a wrong number of divided communes": (
        cell(COUNTS, "thai-nguyen,", "n_split", "4"),
        *(COUNTS, "n_split", "units/commune_mergers.csv has 3", "4"),
    ),
    "a province without a row": (
        lambda root: drop_row(root / COUNTS, "an-giang,"),
        *(COUNTS, "province_slug", "no row of this province on 2025-07-01", "an-giang"),
    ),
    "the address of another resolution": (
        cell(COUNTS, "bac-ninh,", "resolution", "Nghị quyết 1684/NQ-UBTVQH15"),
        *(COUNTS, "resolution_url", "the address does not hold the number of the resolution, 1684", "1658-nq"),
    ),
    "an area before the first day": (
        text(STATS, "00025,2025-07-01", "00025,2025-07-02"),
        *(STATS, "valid_from", "no commune of the code 00025 begins on this day", "2025-07-02"),
    ),
    "a result before the end of its year": (
        text(RANKINGS, "2026-02-26", "2025-12-31"),
        *(RANKINGS, "published_on", "before the end of 2025", "2025-12-31"),
    ),
    "fewer points for the better rank": (
        text(RANKINGS, "825.61", "805.61"),
        *(RANKINGS, "score", "more points than row 2, which has the better rank", "811.84"),
    ),
    "two of one rank": (
        text(RANKINGS, "803.56,3,", "803.56,2,"),
        *(RANKINGS, "rank", "the rank of row 3, too", "2"),
    ),
    "a text about a commune that did not end": (
        text(MODULE, "commune: '01975'", "commune: '01976'"),
        *(MODULE, "key_points[3].after.commune", "no commune of data/units/communes.csv with this code ends", "01976"),
    ),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, ...]:
    root = copy_of_data(tmp_path_factory.mktemp("faults"), communes=True)
    for plant, *_ in FAULTS.values():
        plant(root)
    return check_data(root)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_table_of_communes_is_reported(problems: tuple[Problem, ...], fault: str) -> None:
    _, file, field, words, found = FAULTS[fault]
    matches = [p for p in problems if (p.file, p.field) == (f"data/{file}", field) and words in p.what]
    assert [p for p in matches if found in p.found], "\n".join(map(str, problems))
    assert all(p.where and p.remedy.endswith(".") for p in matches if fault != "a province without a row")
    assert not [word for problem in matches for word in JARGON if word in str(problem)]


def test_few_problems_follow_from_these_faults(problems: tuple[Problem, ...]) -> None:
    assert len(problems) <= 2 * len(FAULTS), "\n".join(map(str, problems))
