"""The data of the project are those that were collected: row counts, boundary days, and facts that can be looked up."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from datetime import date

import pytest

from taphuan import paths
from taphuan.data.load import geojson, names, rows, yaml_document
from taphuan.known import units


def units_on(day: str) -> dict[str, dict[str, str]]:
    """The rows of units/provinces.csv in force on an ISO day, by slug."""
    return {
        row["slug"]: row
        for row in rows("units/provinces")
        if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    }


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [
        ("2008-08-01", 63, 5),
        ("2024-12-31", 63, 5),
        ("2025-01-01", 63, 6),
        ("2025-06-30", 63, 6),
        ("2025-07-01", 34, 6),
        ("2026-04-30", 34, 7),
        ("2026-09-01", 34, 8),
        ("2026-09-20", 34, 9),
    ],
)
def test_units_on_boundary_days(day: str, count: int, cities: int) -> None:
    units = units_on(day)
    assert len(units) == count
    assert Counter(row["kind"] for row in units.values()) == {"thanh-pho": cities, "tinh": count - cities}


def test_a_code_and_a_slug_change_meaning() -> None:
    before, after = units_on("2025-06-30"), units_on("2025-07-01")
    assert [row["slug"] for row in before.values() if row["code"] == "24"] == ["bac-giang"]
    assert [row["slug"] for row in after.values() if row["code"] == "24"] == ["bac-ninh"]
    assert "thua-thien-hue" in units_on("2024-12-31")
    assert "hue" in units_on("2025-01-01")
    assert before["quang-nam"]["successor_slug"] == "da-nang"
    assert before["bac-kan"]["successor_slug"] == "thai-nguyen"


def test_row_counts() -> None:
    counts = {
        "units/provinces": 101,
        "units/province_mergers": 67,
        "units/regions": 12,
        "units/communes": 13378,
        "units/commune_mergers": 10563,
        "units/commune_counts": 34,
        "units/commune_stats": 3123,
        "units/commune_places": 3319,
        "units/commune_rankings": 4,
        "units/agencies": 11,
        "units/publications": 17,
        "units/tilegrid34": 36,
        "units/tilegrid63": 65,
        "dti/dti": 225,
        "dti/dti_2024_premerger63": 63,
        "dti/dti_pillars": 113,
        "dti/dti_pillars_derived": 669,
        "dti/dti_main_index_ranks": 43,
        "dti/dti_from_stated_changes": 39,
        "dti/dti_national": 3,
        "dti/dti_province_mean": 8,
        "dti/publications": 5,
        "dti/methods": 3,
        "measures/measures": 8,
        "measures/parts": 33,
        "measures/editions": 31,
        "measures/papi/papi": 873,
        "measures/papi/codebook": 29,
        "measures/population/population": 189,
        "measures/grdp_per_head/grdp_per_head": 189,
        "measures/service_index/service_index": 102,
        "measures/service_index/maxima": 5,
        "measures/service_index/press": 3,
        "measures/procedures/procedures": 29,
        "provincial/documents": 91,
        "provincial/indicators": 114,
        "provincial/indicator_names": 45,
        "producers": 12,
        "law/legal_documents": 141,
        "law/legal_relations": 113,
        "law/nd82_changes": 20,
        "law/nd224_changes": 21,
        "law/provisions": 277,
        "law/deadlines": 21,
        "conferences/article_facts": 167,
        "conferences/quotations": 10,
        "conferences/quoted_passages": 29,
        "sources": 580,
        "language/syllables": 6599,
        "language/doubts": 30,
    }
    assert {name: len(rows(name)) for name in counts} == counts
    assert Counter(row["year"] for row in rows("dti/dti")) == {
        "2020": 34,
        "2021": 31,
        "2022": 63,
        "2023": 63,
        "2024": 34,
    }
    assert Counter(row["valid_to"] for row in rows("units/communes")) == {
        "2025-06-30": 10035,
        "2026-04-29": 10,
        "2026-09-19": 12,
        "": 3321,
    }


@pytest.mark.parametrize(
    ("year", "slug", "rank", "pdti"),
    [("2020", "bac-giang", "10", "0.3615"), ("2022", "quang-nam", "31", None), ("2022", "da-nang", "1", None)],
)
def test_ranks_and_values_of_the_index(year: str, slug: str, rank: str, pdti: str | None) -> None:
    (row,) = [r for r in rows("dti/dti") if (r["year"], r["province_slug"]) == (year, slug)]
    assert row["rank"] == rank
    if pdti is not None:
        assert row["pdti"] == pdti


def test_pillars_of_bac_giang_2020_and_days_of_publication() -> None:
    pillars = {
        r["pillar"]: (r["value"], r["rank"])
        for r in rows("dti/dti_pillars")
        if (r["year"], r["province_slug"]) == ("2020", "bac-giang")
    }
    assert pillars == {
        "digital_government": ("0.4455", "7"),
        "digital_economy": ("0.3019", "14"),
        "digital_society": ("0.3092", "25"),
    }
    assert {row["year"]: (row["published_on"], row["complete"]) for row in rows("dti/publications")} == {
        "2020": ("2021-10-19", "no"),
        "2021": ("2022-08-08", "no"),
        "2022": ("2023-07-12", "yes"),
        "2023": ("2025-02-06", "yes"),
        "2024": ("2025-10-21", "yes"),
    }


def test_effective_dates_and_ends_of_the_decrees_on_investment() -> None:
    law = {row["id"]: row for row in rows("law/legal_documents")}
    ends = {row["to_id"]: row["effective_date"] for row in rows("law/legal_relations") if row["relation"] == "thay-the"}
    days = {name: (law[name]["effective_date"], ends.get(name, "")) for name in law if name.startswith("nd-")}
    assert days["nd-73-2019"] == ("2020-01-01", "2026-03-01")
    assert days["nd-82-2024"] == ("2024-07-10", "2026-03-01")
    assert days["nd-45-2026"] == ("2026-03-01", "2026-07-01")
    assert days["nd-224-2026"] == ("2026-07-01", "")
    assert law["qd-749-2020"]["period_end"] == "2025-12-31"


def test_conferences_and_modules() -> None:
    conferences = {name: yaml_document(paths.CONFERENCES / f"{name}.yaml") for name in names("conferences")}
    assert {name: document["as_of"] for name, document in conferences.items()} == {
        "ba-ria-vung-tau-2024": "2024-10-31",
        "bac-giang": "2021-12-16",
        "bac-kan-2020": "2020-12-18",
        "bo-khcn-cap-xa-2025": "2025-12-15",
        "ke-hoach-2027": "2026-11-21",
        "ky-nang-2027": "2026-11-21",
        "quang-nam-2024": "2024-10-31",
        "tp-hcm-2025": "2025-11-06",
        "truc-tuyen-2022": "2022-04-06",
    }
    assert [name for name, document in conferences.items() if document.get("sample")] == [
        "ke-hoach-2027",
        "ky-nang-2027",
    ]
    assert len(conferences["bac-giang"]["speakers"]) == 5
    modules = [yaml_document(paths.MODULES / f"{name}.yaml") for name in names("modules")]
    lists = ("key_points", "figures", "discussion_questions", "quiz")
    assert {name: sum(len(module[name]) for module in modules) for name in lists} == {
        "key_points": 456,
        "figures": 148,
        "discussion_questions": 84,
        "quiz": 351,
    }
    assert {module["slug"] for module in modules if not module["own_data"]} == {
        "an-toan-du-lieu-ca-nhan",
        "dau-tu-cntt",
        "do-luong-bao-cao",
        "du-lieu-so",
        "phuong-phap-luan-2-3-5",
        "quan-ly-hop-dong-thue",
        "tro-ly-ao-soan-thao",
    }
    assert len(yaml_document(paths.DATA / "law" / "nd30_layout.yaml")["rules"]) == 50


def test_maps_have_both_archipelagos_and_a_licence() -> None:
    for count in (63, 34):
        country = geojson(f"units/provinces{count}")
        kinds = Counter(feature["properties"]["kind"] for feature in country["features"])
        assert kinds == {"province": count, "archipelago": 2}
        assert country["metadata"]["licence"] == "CC-BY-SA-4.0"
        names = {f["properties"]["name"] for f in country["features"] if f["properties"]["kind"] == "archipelago"}
        assert names == {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"}


ISLANDS = {
    "Phú Quốc": (104.0, 10.2, "kien-giang"),
    "Côn Đảo": (106.61, 8.7, "ba-ria-vung-tau"),
    "Lý Sơn": (109.12, 15.38, "quang-ngai"),
    "Phú Quý": (108.94, 10.53, "binh-thuan"),
    "Cát Bà": (107.0, 20.8, "hai-phong"),
    "Bạch Long Vĩ": (107.73, 20.135, "hai-phong"),
    "Cô Tô": (107.76, 20.99, "quang-ninh"),
    "Thổ Chu": (103.46, 9.31, "kien-giang"),
    "Cồn Cỏ": (107.34, 17.16, "quang-tri"),
}


def test_provinces_on_maps_neither_gape_nor_overlap_and_keep_their_islands() -> None:
    import shapely
    from shapely.geometry import Point, shape

    maps = {
        count: {f["properties"]["slug"]: shape(f["geometry"]) for f in geojson(f"units/provinces{count}")["features"]}
        for count in (63, 34)
    }
    for drawn in maps.values():
        assert drawn.pop("quan-dao-hoang-sa").geom_type == drawn.pop("quan-dao-truong-sa").geom_type == "Point"
        assert {area.geom_type for area in drawn.values()} == {"MultiPolygon"}
        assert shapely.is_valid(list(drawn.values())).all() and shapely.coverage_is_valid(list(drawn.values()))
    for name, (lon, lat, slug) in ISLANDS.items():
        assert maps[63][slug].distance(Point(lon, lat)) < 0.01, name
    # reefs east of 110.5 E: Hoàng Sa, Trường Sa
    reefs = [sum(part.bounds[0] > 110.5 for part in maps[63][slug].geoms) for slug in ("da-nang", "khanh-hoa")]
    assert reefs == [21, 151]
    for unit in units.units_on(date(2025, 7, 1)):
        before = shapely.coverage_union_all([maps[63][part.geo_slug] for part in units.predecessors(unit)])
        assert before.equals(maps[34][unit.geo_slug]), unit.slug


def test_every_text_file_is_utf8_in_nfc_with_unix_line_ends() -> None:
    for path in sorted(paths.DATA.rglob("*.*")):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path
        assert unicodedata.is_normalized("NFC", content.decode("utf-8")), path


@pytest.mark.slow
def test_the_schema_describes_every_table_and_frictionless_finds_the_package_valid() -> None:
    from frictionless import Package

    package = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    files = {
        path.relative_to(paths.DATA).as_posix()
        for ending in ("csv", "geojson")
        for path in paths.DATA.rglob(f"*.{ending}")
    }
    assert files <= described
    assert all(resource["licenses"] for resource in package["resources"])
    for resource in package["resources"]:
        if resource["format"] == "csv":
            with (paths.DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
                assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
    assert Package(str(paths.DATAPACKAGE)).validate().valid
