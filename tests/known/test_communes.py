"""Communes on both sides of the days on which they changed, what each was formed from, and what became of it."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from taphuan import paths
from taphuan.errors import BadDate, UnitNotValid, UnknownName
from taphuan.known.communes import (
    FIRST_DAY,
    Arrangement,
    arrangement_of,
    communes_of,
    communes_on,
    details,
    point_of,
    predecessors,
    province_of,
    resolve_commune,
    successors,
)
from taphuan.known.units import resolve, units_on
from taphuan.known.units import successor_on as province_on
from taphuan.lesson.wording import commune_became, unit_phrase

LAST_OF_OLD, FIRST_OF_NEW = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 11, 28)
DONG_NAI = {"25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485"}
BAC_NINH = {
    *("07294", "07375", "07399", "07444", "07840", "09193"),
    *("09292", "09313", "09319", "09454", "09475", "09496"),
}


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (FIRST_DAY, {"xa": 7692, "phuong": 1726, "thi-tran": 617}),
        (LAST_OF_OLD, {"xa": 7692, "phuong": 1726, "thi-tran": 617}),
        (FIRST_OF_NEW, {"xa": 2621, "phuong": 687, "dac-khu": 13}),
        (date(2026, 4, 29), {"xa": 2621, "phuong": 687, "dac-khu": 13}),
        (date(2026, 4, 30), {"xa": 2611, "phuong": 697, "dac-khu": 13}),
        (date(2026, 9, 19), {"xa": 2611, "phuong": 697, "dac-khu": 13}),
        (date(2026, 9, 20), {"xa": 2599, "phuong": 709, "dac-khu": 13}),
    ],
)
def test_how_many_communes_of_each_kind_there_are_on_a_day(day: date, kinds: dict[str, int]) -> None:
    assert Counter(commune.kind for commune in communes_on(day)) == kinds


@pytest.mark.parametrize(
    ("province", "codes", "last_day_as_xa"),
    [("dong-nai", DONG_NAI, date(2026, 4, 29)), ("bac-ninh", BAC_NINH, date(2026, 9, 19))],
)
def test_a_commune_that_becomes_a_ward_keeps_its_code_and_name(
    province: str, codes: set[str], last_day_as_xa: date
) -> None:
    before = {commune.code: commune for commune in communes_on(last_day_as_xa)}
    after = {commune.code: commune for commune in communes_on(date.fromordinal(last_day_as_xa.toordinal() + 1))}
    changed = {code for code, commune in before.items() if commune.kind != after[code].kind}
    assert changed == codes
    for code in codes:
        assert (before[code].full_name, after[code].full_name) == (
            f"Xã {before[code].name}",
            f"Phường {before[code].name}",
        )
        assert before[code].province_slug == after[code].province_slug == province
        assert predecessors(before[code]) == predecessors(after[code]) != ()
        assert successors(before[code], TODAY) == (after[code],)


def test_a_full_name_begins_with_the_kind() -> None:
    words = {"xa": "Xã", "phuong": "Phường", "thi-tran": "Thị trấn", "dac-khu": "Đặc khu"}
    for day in (LAST_OF_OLD, FIRST_OF_NEW, TODAY):
        wrong = [c for c in communes_on(day) if c.full_name != f"{words[c.kind]} {c.name}"]
        assert wrong == []


def test_a_code_names_another_territory_since_the_merger() -> None:
    before, after = resolve_commune("00004", LAST_OF_OLD), resolve_commune("00004", FIRST_OF_NEW)
    assert (before.full_name, before.district) == ("Phường Trúc Bạch", "Quận Ba Đình")
    assert (after.full_name, after.district) == ("Phường Ba Đình", "")
    assert before.reference() != after.reference()


def test_what_phu_thong_was_formed_from() -> None:
    phu_thong = resolve_commune("01969", TODAY)
    assert phu_thong.full_name == "Xã Phủ Thông"
    assert province_of(phu_thong, TODAY).full_name == "Tỉnh Thái Nguyên"
    assert {(p.full_name, p.district, p.province_slug, p.whole) for p in predecessors(phu_thong)} == {
        ("Thị trấn Phủ Thông", "Huyện Bạch Thông", "bac-kan", True),
        ("Xã Vi Hương", "Huyện Bạch Thông", "bac-kan", True),
        ("Xã Tân Tú", "Huyện Bạch Thông", "bac-kan", True),
        ("Xã Lục Bình", "Huyện Bạch Thông", "bac-kan", True),
    }
    assert successors(resolve_commune("01975", LAST_OF_OLD), TODAY) == (phu_thong,)


def test_every_old_commune_is_a_predecessor_whole_or_in_two_or_more_parts() -> None:
    shares: Counter[tuple[str, bool]] = Counter()
    districts = []
    for commune in communes_on(FIRST_OF_NEW):
        parts = predecessors(commune)
        assert parts, commune
        for part in parts:
            old = resolve(part.province_slug, LAST_OF_OLD)
            assert province_on(old, FIRST_OF_NEW).slug == commune.province_slug
            if part.code:
                shares[part.code, part.whole] += 1
            else:
                districts.append(part.full_name)
    old_codes = {commune.code for commune in communes_on(LAST_OF_OLD)}
    whole = {code for code, is_whole in shares if is_whole}
    divided = {code for code, is_whole in shares if not is_whole}
    assert whole | divided == old_codes
    assert not whole & divided
    assert len(divided) == 436
    assert all(count == 1 if is_whole else count > 1 for (_, is_whole), count in shares.items())
    # two old communes of one name are not taken for one: none spans two of the old provinces
    spans = [c for c in communes_on(FIRST_OF_NEW) if len({part.province_slug for part in predecessors(c)}) > 1]
    assert not spans
    assert sorted(districts) == [
        "Huyện Bạch Long Vĩ",
        "Huyện Côn Đảo",
        "Huyện Cồn Cỏ",
        "Huyện Hoàng Sa",
        "Huyện Lý Sơn",
    ]


def test_ba_che_has_the_code_of_the_statistics_office() -> None:
    assert resolve_commune("06970", TODAY).full_name == "Xã Ba Chẽ"
    with pytest.raises(UnknownName, match="unknown commune '06978'; did you mean"):
        resolve_commune("06978", TODAY)


def test_an_ended_commune_is_an_error_that_names_its_successors() -> None:
    with pytest.raises(UnitNotValid) as whole:
        resolve_commune("01975", TODAY)
    assert str(whole.value) == (
        "'01975' (Xã Vi Hương, Tỉnh Bắc Kạn) ended on 2025-06-30 and is no commune on 2026-11-28; "
        "its successor is '01969' (Xã Phủ Thông, Tỉnh Thái Nguyên)"
    )
    with pytest.raises(UnitNotValid, match=r"ended on 2025-06-30 .* its successors are '00004' .* and '"):
        resolve_commune("00016", TODAY)


def test_a_commune_that_has_not_begun_is_an_error_that_names_its_predecessors() -> None:
    with pytest.raises(UnitNotValid) as error:
        resolve_commune("26732", LAST_OF_OLD)
    assert str(error.value) == (
        "'26732' (Đặc khu Côn Đảo, Thành phố Hồ Chí Minh) begins on 2025-07-01 and is no commune on 2025-06-30; "
        "on that day look for Huyện Côn Đảo"
    )


def test_other_mistakes_have_short_messages() -> None:
    with pytest.raises(UnknownName) as name:
        resolve_commune("vi-huong", TODAY)
    assert str(name.value) == ("unknown commune 'vi-huong'; known: the five-digit codes of data/units/communes.csv")
    for call in (lambda day: communes_on(day), lambda day: resolve_commune("01975", day)):
        with pytest.raises(BadDate, match="2020-12-16 is before 2025-03-01, the first day for which the communes"):
            call(date(2020, 12, 16))


def test_communes_and_arrangements_of_all_provinces() -> None:
    for province in units_on(FIRST_OF_NEW):
        arrangement = arrangement_of(province)
        assert arrangement is not None
        assert len(communes_of(province, FIRST_OF_NEW)) == arrangement.after < arrangement.before
    thai_nguyen = resolve("thai-nguyen", TODAY)
    assert arrangement_of(thai_nguyen) == Arrangement(
        province_slug="thai-nguyen",
        effective_from=FIRST_OF_NEW,
        before=280,
        after=92,
        split=3,
        unchanged=2,
        resolution="Nghị quyết 1683/NQ-UBTVQH15",
        url="https://datafiles.chinhphu.vn/cpp/files/vbpq/2025/6/1683-nq.signed.pdf",
    )
    assert arrangement_of(resolve("thai-nguyen", LAST_OF_OLD)) is None
    resolutions = [arrangement_of(province).resolution for province in units_on(TODAY)]  # type: ignore[union-attr]
    assert sorted(resolutions) == [f"Nghị quyết {number}/NQ-UBTVQH15" for number in range(1654, 1688)]


def test_seat_and_area_are_shown_where_confirmed_and_once_public() -> None:
    ba_dinh = resolve_commune("00004", TODAY)
    assert (details(ba_dinh, TODAY).seat, details(ba_dinh, TODAY).area_km2) == (
        "Số 2, phố Trúc Bạch, phường Ba Đình",
        2.97,
    )
    assert details(ba_dinh, date(2025, 7, 16)).seat == ""
    assert details(ba_dinh, date(2025, 7, 17)).area_km2 == 2.97
    # the publisher gives it the area of another Tân Phú
    tan_phu = details(resolve_commune("26116", TODAY), TODAY)
    assert (tan_phu.seat, tan_phu.area_km2) == ("", None)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "01975",
            "Từ 01/7/2025, xã Vi Hương cùng thị trấn Phủ Thông và các xã Lục Bình, Tân Tú hợp thành "
            "xã Phủ Thông, tỉnh Thái Nguyên.",
        ),
        (
            "00016",
            "Từ 01/7/2025, phường Ngọc Hà được chia về các phường Ba Đình và Ngọc Hà, thành phố Hà Nội.",
        ),
    ],
)
def test_the_sentence_on_what_became_of_a_commune(code: str, sentence: str) -> None:
    assert commune_became(code, FIRST_OF_NEW).replace("\u00a0", " ") == sentence


def test_the_sentence_on_every_commune_names_its_new_province() -> None:
    for old in communes_on(LAST_OF_OLD):
        sentence = commune_became(old.code, FIRST_OF_NEW)
        province = province_of(successors(old, FIRST_OF_NEW)[0], FIRST_OF_NEW)
        assert unit_phrase(province) in sentence
        assert "  " not in sentence
        assert sentence.endswith(".")


def test_the_lesson_of_a_province_reads_no_table_of_communes() -> None:
    program = (
        "from taphuan import open_lesson\n"
        "from taphuan.compose.join import compose\n"
        "from taphuan.data import load\n"
        "read, rows = [], load._csv_rows\n"
        "load._csv_rows = lambda path, *state: read.append(path) or rows(path, *state)\n"
        "compose(open_lesson('quang-nam-2024', 'quang-nam', '2024-10-31'))\n"
        "assert any('provinces' in path for path in read), read\n"
        "assert not [path for path in read if 'units/commune' in path], read\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    # what is known of today says nothing of the commune that had its code before
    before = resolve_commune("00004", LAST_OF_OLD)
    assert (details(before, TODAY).seat, details(before, TODAY).area_km2, point_of(before)) == ("", None, None)


def test_a_dot_stands_where_the_table_says_and_nowhere_else() -> None:
    with (paths.DATA / "units/commune_places.csv").open(encoding="utf-8", newline="") as stream:
        places = {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(stream)}
    assert {c.code: point for c in communes_on(TODAY) if (point := point_of(c)) is not None} == places
    assert all(102 < longitude < 115 and 7 < latitude < 24 for longitude, latitude in places.values())


def test_before_the_merger_a_commune_is_its_own_successor() -> None:
    for commune in communes_on(LAST_OF_OLD):
        assert successors(commune, LAST_OF_OLD) == (commune,)
