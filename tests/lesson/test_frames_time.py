"""No frame holds what was published later than the day: held against the CSV files themselves, read here anew.

Nothing of this reads through the package's own rules of time.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pandas as pd
import pytest
import yaml

from taphuan import open_lesson, paths
from taphuan.lesson.frames.data import LEFT_OUT, TABLES

TODAY = "2026-11-28"
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (paths.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def conferences() -> list[tuple[str, str]]:
    files = sorted(paths.CONFERENCES.glob("*.yaml"))
    days = [str(yaml.safe_load(file.read_text(encoding="utf-8"))["as_of"]) for file in files]
    return [(file.stem, day) for file, own in zip(files, days, strict=True) for day in sorted({own, max(own, TODAY)})]


LESSONS = conferences()


@cache
def frames(conference: str, day: str) -> dict[str, pd.DataFrame]:
    lesson = open_lesson(conference, "hoi-nghi", day)
    return {name: getattr(lesson.data, name) for name in TABLES}


def text_of(value: Any) -> str:
    """A cell as the CSV has it: 2024-10-31, 31, "" for what is missing."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def keys(frame: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    return sorted(tuple(text_of(value) for value in row) for row in frame[list(columns)].itertuples(index=False))


def listed(table: Iterable[Row], allowed: Callable[[Row], bool], *columns: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row[column] for column in columns) for row in table if allowed(row))


# --- what was public on a day, by the files ----------------------------------------------------------------------------


def dti_years(day: str) -> dict[str, bool]:
    """The published years, and whether each is complete."""
    return {row["year"]: row["complete"] == "yes" for row in rows("dti/publications") if row["published_on"] <= day}


def editions(measure: str, day: str) -> set[str]:
    return {r["edition"] for r in rows("measures/editions") if r["measure"] == measure and r["published_on"] <= day}


def known_laws(day: str) -> set[str]:
    known = set()
    for row in rows("law/legal_documents"):
        year = row["number"].split("/")[1] if row["number"].count("/") > 1 else ""
        since = row["issued_date"] or row["effective_date"] or (f"{year}-12-31" if year.isdigit() else "")
        if row["verified"] != "no" and since and since <= day:
            known.add(row["id"])
    return known


MEASURES = {row["measure"]: row["table"] for row in rows("measures/measures") if row["measure"] != "dti"}


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_measures_hold_each_published_row_and_no_other(conference: str, day: str) -> None:
    for measure, table in MEASURES.items():
        public = editions(measure, day)
        frame = frames(conference, day)[measure]
        years = {edition[:4] for edition in public}
        expected = [(row["edition"][:4], row["province_slug"]) for row in rows(table) if row["edition"] in public]
        # a row of the copy whose numbers are all blank is no row
        found = keys(frame, "year", "slug")
        assert set(found) <= set(expected), measure
        assert {year for year, _ in found} == years, measure
        parts = [row["part"] for row in rows("measures/parts") if row["measure"] == measure]
        full = [
            (r["edition"][:4], r["province_slug"])
            for r in rows(table)
            if r["edition"] in public and any(map(r.get, parts))
        ]
        assert set(full) <= set(found), measure


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_the_index_holds_complete_years_whole_and_its_published_decimals(conference: str, day: str) -> None:
    public = dti_years(day)
    found = frames(conference, day)
    for name in ("dti", "dti_pillars", "dti_index_ranks", "dti_means", "dti_national"):
        assert {text_of(year) for year in found[name]["year"]} <= set(public), name
    complete = {year for year, whole in public.items() if whole}
    expected = listed(rows("dti/dti"), lambda row: row["year"] in complete, "year", "province_slug", "rank")
    if "2024" in complete:
        expected += listed(rows("dti/dti_2024_premerger63"), lambda _: True, "year", "province_slug", "rank")
    whole = found["dti"][found["dti"]["complete"]]
    assert keys(whole, "year", "slug", "rank") == sorted(expected)
    # of an incomplete year nobody is ranked beside the others
    rest = found["dti"][~found["dti"]["complete"]]
    assert (rest["own"] | rest["predecessor"]).all()
    values = {(row["year"], row["province_slug"]): row["pdti"] for row in rows("dti/dti")}
    own = found["dti"][found["dti"]["era"] == (34 if "2024" in complete else 63)]
    for row in own[own["year"] == own["year"].max()].itertuples():
        assert row.dti == pytest.approx(float(values[str(row.year), row.slug]) * 100, abs=1e-9)


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_a_national_value_is_not_older_than_the_page_that_says_it(conference: str, day: str) -> None:
    days = {row["source_id"]: row["published_date"] for row in rows("sources")}
    frame = frames(conference, day)["dti_national"]
    said = {row["year"]: days[row["source_id"]] for row in rows("dti/dti_national")}
    assert all(said[text_of(year)][:10] <= day for year in frame["year"] if said[text_of(year)][:4].isdigit())


def test_a_national_value_that_a_later_page_says_waits_for_it() -> None:
    # the year 2023 came out on 2025-02-06, its national value stands in a page of 2025-10-21
    def years(day: str) -> list[int]:
        return list(open_lesson("quang-nam-2024", "hoi-nghi", day).data.dti_national["year"])

    assert years("2025-10-20") == [2022] and years("2025-10-21") == [2022, 2023, 2024]


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_law_is_that_of_the_day(conference: str, day: str) -> None:
    known, found = known_laws(day), frames(conference, day)
    assert keys(found["laws"], "id") == sorted((id_,) for id_ in known)
    assert keys(found["law_relations"], "from_id", "to_id") == listed(
        rows("law/legal_relations"), lambda r: r["from_id"] in known and r["to_id"] in known, "from_id", "to_id"
    )
    since = {row["id"]: row["known_from"] for row in rows("law/provisions")}
    assert all(since[id_] <= day for id_ in found["provisions"]["id"])
    assert set(found["provisions"]["law"]) <= known and set(found["deadlines"]["law"]) <= known
    assert all(text_of(each) >= day for each in found["deadlines"]["day"])
    for decree, id_ in (("nd82", "nd-82-2024"), ("nd224", "nd-224-2026")):
        assert len(found[f"{decree}_changes"]) == (len(rows(f"law/{decree}_changes")) if id_ in known else 0)


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_no_cell_names_a_document_that_did_not_exist(conference: str, day: str) -> None:
    known = known_laws(day)
    later = [
        row["number"]
        for row in rows("law/legal_documents")
        if row["id"] not in known and row["number"].count("/") > 1 and row["number"][:1].isdigit()
    ]
    for name, frame in frames(conference, day).items():
        texts = "\n".join(str(value) for column in frame for value in frame[column] if isinstance(value, str))
        assert [number for number in later if number in texts] == [], name


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_units_are_those_of_the_day(conference: str, day: str) -> None:
    found = frames(conference, day)

    def on_day(row: Row) -> bool:
        return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])

    assert keys(found["provinces"], "slug", "valid_from") == listed(
        rows("units/provinces"), on_day, "slug", "valid_from"
    )
    assert len(found["provinces"]) == (34 if day >= "2025-07-01" else 63)
    assert keys(found["regions"], "slug") == listed(rows("units/regions"), on_day, "slug")
    communes = listed(rows("units/communes"), lambda row: day >= "2025-03-01" and on_day(row), "code")
    assert keys(found["communes"], "code") == communes
    assert set(found["commune_stats"]["code"]) <= {code for (code,) in communes}
    columns = ("predecessor_slug", "successor_slug")
    expected = listed(rows("units/province_mergers"), lambda row: row["effective_from"] <= day, *columns)
    assert keys(found["province_mergers"], "predecessor", "successor") == expected
    mergers = len(rows("units/commune_mergers")) if day >= "2025-07-01" else 0
    assert len(found["commune_mergers"]) == mergers
    assert len(found["commune_rankings"]) == sum(row["published_on"] <= day for row in rows("units/commune_rankings"))


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_columns_of_provinces_are_blank_until_their_day(conference: str, day: str) -> None:
    frame = frames(conference, day)["provinces"]
    used = {
        r["column_or_year"]: r["published_on"] for r in rows("units/publications") if r["dataset"] == "provinces.csv"
    }
    assert frame["population"].notna().any() == (used["population (2020)"] <= day)
    raw = {(row["slug"], row["valid_from"]): row for row in rows("units/provinces")}
    for row in frame.itertuples():
        source = raw[row.slug, text_of(row.valid_from)]
        assert pd.notna(row.area_km2) == (used[f"area_km2 ({source['area_basis']})"] <= day)
        if pd.notna(row.n_communes):
            assert source["n_communes_asof"] <= day


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_days_of_publication_are_not_after_the_day(conference: str, day: str) -> None:
    dated = ("published_on", "known_from", "issued_date", "valid_from", "effective_from", "kinds_on")
    for name, frame in frames(conference, day).items():
        for column in set(dated) & set(frame.columns):
            assert all(text_of(value) <= day for value in frame[column]), (name, column)


@pytest.mark.parametrize(("conference", "day"), LESSONS)
def test_what_was_said_is_of_the_conference_and_public(conference: str, day: str) -> None:
    found = frames(conference, day)
    expected = listed(
        rows("conferences/article_facts"),
        lambda row: row["conference"] == conference and row["where"] != "left-out" and row["known_from"] <= day,
        "fact_id",
    )
    assert keys(found["facts"], "id") == expected
    for name, file in (("provincial_documents", "documents"), ("provincial_indicators", "indicators")):
        assert len(found[name]) == sum(row["known_from"] <= day for row in rows(f"provincial/{file}")), name
    press = rows("measures/service_index/press")
    assert len(found["service_index_press"]) == sum(row["known_from"] <= day for row in press)


def test_every_table_of_the_data_is_a_frame_or_named_as_left_out() -> None:
    package = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))
    tables = {resource["name"] for resource in package["resources"] if resource["path"].endswith(".csv")}
    held = {resource for table in TABLES.values() for resource in table.resources}
    assert held | set(LEFT_OUT) == tables
    assert held & set(LEFT_OUT) == set()
    assert all(len(reason) > 15 for reason in LEFT_OUT.values())
