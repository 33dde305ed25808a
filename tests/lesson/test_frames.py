"""The frames of a lesson as a notebook gets them: names, types, heads, whose rows they mark; one frame changes no other."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from taphuan import open_lesson
from taphuan.errors import UnknownName
from taphuan.lesson.frames.data import TABLES, LessonData
from taphuan.lesson.frames.shown import _by_name
from taphuan.text import alphabetical

LESSON = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
MERGED = open_lesson("quang-nam-2024", "da-nang", "2026-11-28")


def test_dir_lists_the_tables_and_an_unknown_name_says_which_there_are() -> None:
    assert set(TABLES) < set(dir(LESSON.data))
    with pytest.raises(UnknownName) as error:
        LESSON.data.papy  # noqa: B018
    message = str(error.value)
    assert "did you mean papi" in message
    assert all(name in message for name in TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_says_its_columns_source_and_licence(name: str) -> None:
    table, doc = TABLES[name], getattr(LessonData, name).__doc__
    frame = getattr(MERGED.data, name)
    assert [column.name for column in table.columns] == list(frame.columns)
    assert len(set(frame.columns)) == len(frame.columns)
    for column in table.columns:
        assert f"{column.name} (" in doc and column.head in doc
    assert f"Source: {table.source}" in doc and table.source
    assert "Licence: " in doc and (table.licence or not table.resources)


def test_nearly_every_name_has_a_head_also_in_a_frame_of_several_tables() -> None:
    named = {column.name for table in TABLES.values() for column in table.columns}
    several = {"effective_date", "part", "population", "region", "transparency", "value"}
    assert named - set(_by_name()) == several
    assert _by_name()["name"].head == "Tỉnh, thành phố"


def test_a_frame_that_a_cell_changes_leaves_the_next_one_alone() -> None:
    frame = LESSON.data.dti
    frame["dti"] = 0.0
    del frame["name"]
    assert len(LESSON.data.dti) > 60
    assert LESSON.data.dti["dti"].max() > 50


def test_indices_are_points_of_100_with_all_published_decimals() -> None:
    dti = LESSON.data.dti
    (own,) = dti[dti["own"] & (dti["year"] == 2022)].to_dict("records")
    assert (own["rank"], own["dti"], own["era"]) == (31, 58.08, 63)
    assert dti["published_on"].dt.year.max() == 2023


def test_a_merged_unit_has_its_own_rows_and_those_of_its_predecessors() -> None:
    dti = MERGED.data.dti
    assert set(dti[dti["own"]]["era"]) == {34}
    assert set(dti[dti["predecessor"]]["name"]) == {"Đà Nẵng", "Quảng Nam"}
    assert not dti[dti["own"]]["predecessor"].any()
    papi = MERGED.data.papi
    assert papi[papi["predecessor"]]["name"].nunique() == 2 and not papi["own"].any()


def test_a_copy_is_marked_in_its_rows() -> None:
    assert not MERGED.data.service_index["confirmed"].any()
    papi = MERGED.data.papi
    assert set(papi[papi["confirmed"]]["year"]) == {2019, 2020, 2021, 2022, 2023}


def test_types_can_be_computed_and_drawn_with() -> None:
    kinds = {name: str(dtype) for name, dtype in MERGED.data.papi.dtypes.items()}
    assert kinds["year"] == "int64" and kinds["e_governance"] == "float64" and kinds["own"] == "bool"
    assert kinds["published_on"] == "datetime64[ns]"
    assert str(MERGED.data.par_index["rank"].dtype) == "float64"


def test_provinces_stand_in_vietnamese_order() -> None:
    names = list(LESSON.data.provinces["name"])
    assert names[:7] == ["An Giang", "Bà Rịa – Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"]
    assert names.index("Đà Nẵng") == names.index("Đắk Lắk") - 1 == names.index("Cao Bằng") + 2
    assert names.index("TP. Hồ Chí Minh") == names.index("Hòa Bình") + 1
    shuffled = LESSON.data.provinces.sort_values("code")
    again = shuffled.sort_values("name", key=LESSON.data.alphabetical)
    assert list(again["name"]) == names == sorted(names, key=alphabetical)


def test_the_law_says_its_state_on_the_day() -> None:
    laws = LESSON.data.laws.set_index("id")
    assert laws.loc["nd-73-2019", "state"] == "còn hiệu lực, đã sửa đổi"
    assert "nd-224-2026" not in laws.index
    later = MERGED.data.laws.set_index("id")
    assert not later.loc["nd-73-2019", "in_force"]


def test_a_lesson_imports_pandas_when_its_data_are_asked_for() -> None:
    code = (
        "import sys; from taphuan import open_lesson; l = open_lesson('quang-nam-2024', 'quang-nam', '2024-10-31');"
        "l.tables.indices(); l.data; print('pandas' in sys.modules); l.data.dti; print('pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert said == ["False", "True"]


def test_the_same_frame_each_time() -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(MERGED.data, name), getattr(MERGED.data, name))


def test_a_pillar_with_only_a_published_place_has_the_value_computed_from_the_indices() -> None:
    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    pillars = lesson.data.dti_pillars
    newest = pillars[pillars["year"] == 2022]
    # the mean that the slides print is over all 63
    assert newest.groupby("pillar")["value"].count().tolist() == [63, 63, 63]
    only_places = newest[newest["derived"] & newest["rank"].notna()]
    assert len(only_places) > 0
