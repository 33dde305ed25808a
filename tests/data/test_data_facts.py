"""The data in the project are those that were collected: counts, boundary days and single facts anyone can look up."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter

import pytest

from taphuan import paths
from taphuan.data.load import geojson, names, rows, yaml_document


def units_on(day: str) -> dict[str, dict[str, str]]:
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
        "units/communes": 13356,
        "units/agencies": 7,
        "units/publications": 14,
        "units/tilegrid34": 36,
        "units/tilegrid63": 65,
        "dti/dti": 196,
        "dti/dti_2024_premerger63": 63,
        "dti/dti_pillars": 82,
        "dti/dti_pillars_derived": 669,
        "dti/dti_from_stated_changes": 16,
        "dti/dti_national": 3,
        "dti/dti_province_mean": 8,
        "dti/dvc766": 102,
        "dti/publications": 5,
        "dti/methods": 3,
        "law/legal_documents": 114,
        "law/legal_relations": 87,
        "law/nd82_changes": 20,
        "law/nd224_changes": 19,
        "conferences/article_facts": 62,
        "sources": 275,
        "language/syllables": 6599,
        "language/terms": 105,
    }
    assert {name: len(rows(name)) for name in counts} == counts
    assert Counter(row["year"] for row in rows("dti/dti")) == {
        "2020": 20,
        "2021": 16,
        "2022": 63,
        "2023": 63,
        "2024": 34,
    }
    assert Counter(row["valid_to"] for row in rows("units/communes")) == {"2025-06-30": 10035, "": 3321}


@pytest.mark.parametrize(
    ("year", "slug", "rank", "pdti"),
    [("2020", "bac-giang", "10", "0.3615"), ("2022", "quang-nam", "31", None), ("2022", "da-nang", "1", None)],
)
def test_places_of_the_index(year: str, slug: str, rank: str, pdti: str | None) -> None:
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


def test_decrees_on_investment_follow_each_other() -> None:
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
    assert {name: held["as_of"] for name, held in conferences.items()} == {
        "ba-ria-vung-tau-2024": "2024-10-31",
        "bac-giang": "2022-01-31",
        "bac-kan-2020": "2020-12-18",
        "bo-khcn-cap-xa-2025": "2025-12-15",
        "ke-hoach-2027": "2026-11-21",
        "quang-nam-2024": "2024-10-31",
        "tp-hcm-2025": "2025-11-06",
        "truc-tuyen-2022": "2022-04-06",
    }
    assert [name for name, held in conferences.items() if held.get("sample")] == ["ke-hoach-2027"]
    assert len(conferences["bac-giang"]["speakers"]) == 5
    modules = [yaml_document(paths.MODULES / f"{name}.yaml") for name in names("modules")]
    lists = ("key_points", "figures", "discussion_questions", "quiz")
    assert {name: sum(len(module[name]) for module in modules) for name in lists} == {
        "key_points": 225,
        "figures": 125,
        "discussion_questions": 73,
        "quiz": 138,
    }
    assert {module["slug"] for module in modules if not module["own_data"]} == {
        "dau-tu-cntt",
        "du-lieu-so",
        "phuong-phap-luan-2-3-5",
    }
    assert len(yaml_document(paths.DATA / "law" / "nd30_layout.yaml")["rules"]) == 50


def test_maps_show_both_archipelagos_and_carry_their_licence() -> None:
    for count in (63, 34):
        drawn = geojson(f"units/provinces{count}")
        kinds = Counter(feature["properties"]["kind"] for feature in drawn["features"])
        assert kinds == {"province": count, "archipelago": 2}
        assert drawn["metadata"]["licence"] == "CC-BY-SA-4.0"
        shown = {f["properties"]["name"] for f in drawn["features"] if f["properties"]["kind"] == "archipelago"}
        assert shown == {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"}


def test_every_text_file_is_plain_utf8_in_nfc() -> None:
    for path in sorted(paths.DATA.rglob("*.*")):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path
        assert unicodedata.is_normalized("NFC", content.decode("utf-8")), path


def test_the_schema_describes_every_table_and_the_library_alone_finds_it_kept() -> None:
    from frictionless import Package

    described = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    listed = {resource["path"] for resource in described["resources"]}
    held = {
        path.relative_to(paths.DATA).as_posix()
        for ending in ("csv", "geojson")
        for path in paths.DATA.rglob(f"*.{ending}")
    }
    assert held <= listed
    assert all(resource["licenses"] for resource in described["resources"])
    for resource in described["resources"]:
        if resource["format"] == "csv":
            with (paths.DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
                assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
    assert Package(str(paths.DATAPACKAGE)).validate().valid
