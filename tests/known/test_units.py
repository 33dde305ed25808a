"""Units, regions and agencies on both sides of every day on which they changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taphuan.errors import BadDate, UnitNotValid, UnknownName
from taphuan.known.units import (
    agency,
    is_merged,
    parse_day,
    predecessors,
    region_of,
    region_units,
    regions_on,
    resolve,
    successor_on,
    territory,
    units_on,
)

LAST_OF_63, FIRST_OF_34 = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [
        (date(2008, 8, 1), 63, 5),
        (date(2024, 12, 31), 63, 5),
        (date(2025, 1, 1), 63, 6),
        (LAST_OF_63, 63, 6),
        (FIRST_OF_34, 34, 6),
        (date(2026, 4, 29), 34, 6),
        (date(2026, 4, 30), 34, 7),
        (date(2026, 8, 31), 34, 7),
        (date(2026, 9, 1), 34, 8),
        (date(2026, 9, 20), 34, 9),
        (TODAY, 34, 9),
    ],
)
def test_the_numbers_of_units_and_cities_on_a_day(day: date, count: int, cities: int) -> None:
    units = units_on(day)
    assert len(units) == count
    assert sum(unit.is_city for unit in units) == cities
    assert {unit.table for unit in units} == {count}
    for key in ("slug", "code", "name", "geo_slug"):
        assert len({getattr(unit, key) for unit in units}) == count, key


def test_hue_has_one_slug_on_each_day() -> None:
    assert resolve("thua-thien-hue", date(2024, 12, 31)).full_name == "Tỉnh Thừa Thiên Huế"
    assert resolve("hue", date(2025, 1, 1)).full_name == "Thành phố Huế"
    assert resolve("hue", LAST_OF_63).table == 63
    assert resolve("hue", FIRST_OF_34).table == 34
    with pytest.raises(UnitNotValid) as early:
        resolve("hue", date(2024, 12, 31))
    assert str(early.value) == (
        "'hue' (Thành phố Huế) begins on 2025-01-01 and is no unit on 2024-12-31; on that day look for 'thua-thien-hue'"
    )
    with pytest.raises(UnitNotValid) as late:
        resolve("thua-thien-hue", date(2025, 1, 1))
    assert str(late.value) == (
        "'thua-thien-hue' (Tỉnh Thừa Thiên Huế) ended on 2024-12-31 and is no unit on 2025-01-01; its successor is 'hue'"
    )
    assert successor_on(resolve("thua-thien-hue", date(2024, 10, 31)), FIRST_OF_34) == resolve("hue", FIRST_OF_34)
    assert not is_merged(resolve("hue", FIRST_OF_34))


def test_dong_nai_is_a_city_from_2026_04_30_and_has_the_same_territory() -> None:
    before, after = resolve("dong-nai", date(2026, 4, 29)), resolve("dong-nai", date(2026, 4, 30))
    assert (before.full_name, after.full_name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
    assert (before.is_city, after.is_city) == (False, True)
    assert before.code == after.code == "75"
    assert (
        [unit.slug for unit in predecessors(after)]
        == ["dong-nai", "binh-phuoc"]
        == [u.slug for u in predecessors(before)]
    )
    assert successor_on(resolve("dong-nai", LAST_OF_63), TODAY) == after
    assert successor_on(before, TODAY) == after


def test_code_24_is_bac_giang_until_2025_06_30_and_bac_ninh_after() -> None:
    def slug_of_code_24(day: date) -> str:
        (unit,) = [unit for unit in units_on(day) if unit.code == "24"]
        return unit.slug

    assert slug_of_code_24(LAST_OF_63) == "bac-giang"
    assert slug_of_code_24(FIRST_OF_34) == "bac-ninh"


def test_a_slug_of_two_territories_means_two_units() -> None:
    old, new = resolve("da-nang", LAST_OF_63), resolve("da-nang", FIRST_OF_34)
    assert old != new
    assert old.reference() == {"slug": "da-nang", "valid_from": "2008-08-01", "name": "Đà Nẵng"}
    assert new.reference() == {"slug": "da-nang", "valid_from": "2025-07-01", "name": "Đà Nẵng"}
    assert not is_merged(old)
    assert is_merged(new)
    assert [unit.slug for unit in predecessors(new)] == ["da-nang", "quang-nam"]


def test_the_error_of_an_ended_unit_names_its_successor_that_of_an_unknown_one_similar_names() -> None:
    with pytest.raises(UnitNotValid) as ended:
        resolve("quang-nam", date(2026, 1, 1))
    assert str(ended.value) == (
        "'quang-nam' (Tỉnh Quảng Nam) ended on 2025-06-30 and is no unit on 2026-01-01; its successor is 'da-nang'"
    )
    with pytest.raises(UnknownName) as unknown:
        resolve("quang-nan", date(2024, 10, 31))
    assert str(unknown.value).startswith("unknown province 'quang-nan'; did you mean quang-nam")


def test_23_units_of_the_34_were_merged_from_52_and_11_were_not() -> None:
    units = units_on(FIRST_OF_34)
    merged = [unit for unit in units if is_merged(unit)]
    assert len(merged) == 23
    assert sum(len(predecessors(unit)) for unit in merged) == 52
    assert sum(len(predecessors(unit)) for unit in units) == 63
    assert all(predecessors(unit)[0].slug == unit.slug for unit in units)
    assert predecessors(resolve("quang-nam", LAST_OF_63)) == ()


@pytest.mark.parametrize(
    ("slug", "successor"),
    [
        ("bac-kan", "thai-nguyen"),
        ("quang-nam", "da-nang"),
        ("bac-giang", "bac-ninh"),
        ("ha-noi", "ha-noi"),
        ("binh-duong", "ho-chi-minh"),
    ],
)
def test_every_unit_of_the_63_has_its_successor_among_the_34(slug: str, successor: str) -> None:
    assert successor_on(resolve(slug, date(2024, 10, 31)), TODAY).slug == successor


def test_each_unit_is_its_own_successor_while_it_is_in_force() -> None:
    for day in (date(2020, 12, 18), LAST_OF_63, FIRST_OF_34, TODAY):
        assert all(successor_on(unit, day) == unit for unit in units_on(day))
        assert all(successor_on(unit, TODAY) in units_on(TODAY) for unit in units_on(day))


def test_the_region_of_a_unit_is_that_of_its_era() -> None:
    quang_nam = resolve("quang-nam", date(2022, 8, 8))
    assert region_of(quang_nam).name == "Bắc Trung Bộ và duyên hải miền Trung"
    assert len(region_units(quang_nam, date(2022, 8, 8))) == 14
    da_nang = resolve("da-nang", TODAY)
    assert region_of(da_nang).name == "Duyên hải Nam Trung Bộ và Tây Nguyên"
    assert len(region_units(da_nang, TODAY)) == 6
    for day in (LAST_OF_63, FIRST_OF_34):
        assert [region.order for region in regions_on(day)] == [1, 2, 3, 4, 5, 6]
        assert sum(
            len([u for u in units_on(day) if u.region_slug == region.slug]) for region in regions_on(day)
        ) == len(units_on(day))


@pytest.mark.parametrize(
    ("body", "day", "name"),
    [
        ("bo", date(2025, 2, 28), "Bộ Thông tin và Truyền thông"),
        ("bo", date(2025, 3, 1), "Bộ Khoa học và Công nghệ"),
        ("so", date(2025, 2, 28), "Sở Thông tin và Truyền thông"),
        ("so", date(2025, 3, 1), "Sở Khoa học và Công nghệ"),
        ("cuc", date(2022, 7, 25), "Cục Tin học hóa"),
        ("cuc", date(2022, 7, 26), "Cục Chuyển đổi số quốc gia"),
        ("cuc", date(2025, 3, 1), "Cục Chuyển đổi số quốc gia"),
        ("mot-cua", date(2026, 8, 4), "Văn phòng Chính phủ"),
        ("mot-cua", date(2026, 8, 5), "Bộ Tư pháp"),
        ("cong-dvc", date(2026, 8, 4), "Văn phòng Chính phủ"),
        ("cong-dvc", date(2026, 8, 5), "Bộ Công an"),
    ],
)
def test_an_agency_has_the_name_of_the_day(body: str, day: date, name: str) -> None:
    assert agency(body, day) == name


def test_an_unknown_agency_is_an_error() -> None:
    with pytest.raises(UnknownName, match="unknown body 'ubnd'; known: bo, cong-dvc, cuc, mot-cua, so"):
        agency("ubnd", TODAY)


@pytest.mark.parametrize(
    "text", ["31/10/2024", "2024-10-32", "2024-1-1", "20241031", "2024-W44-4", "2024-10-31T00:00", "", "hôm nay"]
)
def test_only_an_iso_date_is_a_day(text: str) -> None:
    with pytest.raises(BadDate) as error:
        parse_day(text)
    assert str(error.value) == f"'{text}' is not a date; write it as YYYY-MM-DD, for example 2024-10-31, or 'today'"


def test_a_day_before_the_63_units_is_an_error() -> None:
    assert parse_day("2008-08-01") == date(2008, 8, 1)
    with pytest.raises(BadDate, match="2008-07-31 is before 2008-08-01"):
        parse_day("2008-07-31")


def test_a_unit_that_no_merger_ended_goes_on_as_itself() -> None:
    """As those of another programme, whose units were there before the merger of the provinces and are there after it."""
    day = date(2026, 10, 15)
    ended = resolve("ha-noi", date(2024, 10, 31))
    assert territory(ended, day) == ()
    assert territory(replace(ended, valid_to=None), day) == (resolve("ha-noi", day),)
