"""Faults that the schema cannot express, in units and maps: for each rule, one is planted in a copy of the real data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_faults import drop_row, spoil
from rule_faults import box_in, cell, check_reported, outline, shape, turned

RULE_FAULTS = [
    (
        "a period ends before it begins",
        cell("units/agencies.csv", "cuc,Cục Chuyển đổi số quốc gia,2022", "valid_to", "2022-07-01"),
        "data/units/agencies.csv",
        "before valid_from 2022-07-26",
        "2022-07-01",
    ),
    (
        "the successor of a unit has ended",
        cell("units/provinces.csv", "quang-nam,", "successor_slug", "binh-dinh"),
        "data/units/provinces.csv",
        "binh-dinh is not in force on 2025-07-01",
        "binh-dinh",
    ),
    (
        "a publication of a file that does not exist",
        cell("units/publications.csv", "provinces34.geojson,", "dataset", "provinces35.geojson"),
        "data/units/publications.csv",
        "no file of this name",
        "provinces35.geojson",
    ),
    (
        "two periods of a unit overlap",
        cell("units/provinces.csv", "dong-nai,2025", "valid_to", "2026-05-15"),
        "data/units/provinces.csv",
        "overlaps with row",
        "2026-05-15",
    ),
    (
        "a unit is missing on a day",
        lambda root: drop_row(root / "units/provinces.csv", "quang-nam,"),
        "data/units/provinces.csv",
        "62 units are in force on 2008-08-01, not 63",
        "",
    ),
    (
        "a unit ends a day early",
        cell("units/provinces.csv", "quang-nam,", "valid_to", "2025-06-29"),
        "data/units/provinces.csv",
        "62 units are in force on 2025-06-30, not 63",
        "",
    ),
    (
        "two units have the same code",
        cell("units/provinces.csv", "ha-giang,", "code", "01"),
        "data/units/provinces.csv",
        "two units have this code on 2008-08-01",
        "",
    ),
    (
        "a merger has the code of another unit",
        cell("units/province_mergers.csv", "quang-nam,", "predecessor_code", "48"),
        "data/units/province_mergers.csv",
        "the code in units/provinces.csv is 49",
        "",
    ),
    (
        "a merger has another successor than the unit",
        cell("units/province_mergers.csv", "quang-nam,", "successor_slug", "quang-ngai"),
        "data/units/provinces.csv",
        "says quang-ngai",
        "",
    ),
    (
        "a region does not list a unit",
        cell("units/provinces.csv", "quang-nam,", "region", "tay-nguyen"),
        "data/units/regions.csv",
        "does not list quang-nam",
        "",
    ),
    (
        "the number of units of a region is wrong",
        cell("units/regions.csv", "tay-nguyen,", "n_provinces", "6"),
        "data/units/regions.csv",
        "province_slugs lists 5",
        "",
    ),
    (
        "a summed population is wrong",
        cell("units/provinces.csv", "quang-nam,", "population", "1518501"),
        "data/units/provinces.csv",
        "the sum of its 2 predecessors is",
        "",
    ),
    (
        "a province without an outline",
        outline("34", "quang-tri", lambda shapes, mine: mine.update(coordinates=[])),
        "data/units/provinces34.geojson",
        "the province has no outline",
        "quang-tri",
    ),
    (
        "a province with an outline of two points",
        outline(
            "63", "quang-tri", lambda shapes, mine: mine.update(coordinates=[[[[107, 16.5], [107, 16.9], [107, 16.5]]]])
        ),
        "data/units/provinces63.geojson",
        "the province has no outline",
        "quang-tri",
    ),
    (
        "longitude and latitude are swapped",
        outline("63", "quang-tri", lambda shapes, mine: mine.update(coordinates=turned(mine["coordinates"]))),
        "data/units/provinces63.geojson",
        "longitude and latitude are swapped",
        "quang-tri",
    ),
    (
        "an outline outside the country",
        outline("34", "ca-mau", lambda shapes, mine: mine.update(coordinates=[[[[90, 1], [91, 1], [91, 2], [90, 1]]]])),
        "data/units/provinces34.geojson",
        "the outline lies outside Vietnam",
        "ca-mau",
    ),
    (
        "the outline of another province",
        outline("34", "quang-tri", lambda shapes, mine: mine.update(coordinates=shapes["hue"]["coordinates"])),
        "data/units/provinces34.geojson",
        "the same outline as quang-tri",
        "hue",
    ),
    (
        "an outline beside the place of its label",
        outline("63", "quang-tri", lambda shapes, mine: mine.update(coordinates=box_in("quang-binh"))),
        "data/units/provinces63.geojson",
        "the place of its label lies outside",
        "quang-tri",
    ),
    (
        "an outline that lacks a predecessor",
        outline("34", "quang-tri", lambda shapes, mine: mine.update(coordinates=shape("63", "quang-tri"))),
        "data/units/provinces34.geojson",
        "does not reach as far as quang-binh, quang-tri in data/units/provinces63.geojson",
        "quang-tri",
    ),
    (
        "a gap between two names of an agency",
        cell("units/agencies.csv", "cuc,Cục Tin", "valid_to", "2022-07-20"),
        "data/units/agencies.csv",
        "a gap before row",
        "",
    ),
    (
        "a grid lacks Hoàng Sa",
        lambda root: drop_row(root / "units/tilegrid34.csv", "quan-dao-hoang-sa"),
        "data/units/tilegrid34.csv",
        "quần đảo Hoàng Sa is missing",
        "",
    ),
    (
        "a map lacks Trường Sa",
        lambda root: spoil(root / "units/provinces34.geojson", '"slug":"quan-dao-truong-sa"', '"slug":"truong-sa"'),
        "data/units/provinces34.geojson",
        "quần đảo Trường Sa is missing",
        "",
    ),
    (
        "two units have the same cell of a grid",
        cell("units/tilegrid34.csv", "lao-cai,", "col", "0"),
        "data/units/tilegrid34.csv",
        "the same cell as in row 2",
        "",
    ),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("name", "plant", "file", "what", "found"), RULE_FAULTS, ids=[str(fault[0]) for fault in RULE_FAULTS]
)
def test_a_violated_rule_is_reported(
    tmp_path: Path, name: str, plant: Callable[[Path], object], file: str, what: str, found: str
) -> None:
    check_reported(tmp_path, name, plant, file, what, found)
