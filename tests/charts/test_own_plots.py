"""What is read back from a plot: every kind of mark, and what no table can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from own_plots import NAMES, shown, texts
from taphuan.lesson.lesson import Lesson

pytestmark = pytest.mark.usefixtures("house_style")

# --- what seaborn draws, which is no part of the project: the same artists by hand ------------------------------------


def seaborn_bars(names: list[str], values: list[float], **bar: Any) -> None:
    """Bars as `seaborn.barplot` draws them: paler than the colour of the style, each with an error bar without a value."""
    plt.bar(names, values, color="#8d949f", **bar)
    for at in range(len(names)):
        plt.plot([at, at], [float("nan")] * 2, color="black")


def test_bars_of_seaborn_are_read_and_this_province_is_red(lesson: Lesson) -> None:
    seaborn_bars(NAMES, [58.08, 60.25, 70])
    found = shown(lesson)
    assert (found["fault"], found["data"]["plot"]["kind"]) == ("", "column")
    assert found["data"]["rows"] == [["Quảng Nam", 58.08], ["Thừa Thiên Huế", 60.25], ["Đà Nẵng", 70.0]]
    assert found["data"]["plot"]["colours"] == [["#C8102E", "#8d949f", "#8d949f"]]


def test_lying_bars_of_seaborn_are_read(lesson: Lesson) -> None:
    plt.barh(NAMES, [58.08, 60.25, 70])
    for at in range(3):
        plt.plot([float("nan")] * 2, [at, at])
    assert shown(lesson)["data"]["plot"]["kind"] == "bar"


@pytest.mark.parametrize("level", [False, True])
def test_error_bars_of_seaborn_are_named(lesson: Lesson, level: bool) -> None:
    (plt.barh if level else plt.bar)(NAMES, [58.08, 60.25, 70])
    plt.plot(*([50, 60], [0, 0]) if level else ([0, 0], [50, 60]))
    assert "has error bars (`errorbar=None`" in shown(lesson)["fault"]


def test_series_take_their_names_from_the_legend(lesson: Lesson) -> None:
    from matplotlib.patches import Rectangle

    keys = []
    for shift, colour, name in ((-0.2, "#8d949f", "Kinh tế số"), (0.2, "#116b7a", "Xã hội số")):
        plt.bar([0 + shift, 1 + shift], [40, 50 + shift], width=0.4, color=colour)
        keys.append(plt.gca().add_patch(Rectangle((0, 0), 0, 0, facecolor=colour, label=name)))
    plt.xticks([0, 1], NAMES[:2])
    plt.legend(keys, ["Kinh tế số", "Xã hội số"])
    found = shown(lesson)
    assert found["fault"] == "" and found["data"]["columns"][1:] == ["Kinh tế số", "Xã hội số"]
    assert found["data"]["rows"] == [["Quảng Nam", 40.0, 40.0], ["Thừa Thiên Huế", 49.8, 50.2]]


def test_points_of_several_colours_are_the_series_of_the_legend(lesson: Lesson) -> None:
    plt.scatter([1, 2, 3], [4, 5, 6], c=["#8a94a2", "#00778b", "#8a94a2"])
    for colour, name in (("#8a94a2", "Tỉnh"), ("#00778b", "Thành phố")):
        plt.plot([], [], "o", color=colour, label=name)
    plt.legend()
    found = shown(lesson)
    assert found["data"]["rows"] == [["Tỉnh", 1.0, 4.0], ["Tỉnh", 3.0, 6.0], ["Thành phố", 2.0, 5.0]]


def test_bars_that_are_drawn_one_by_one_are_one_series(lesson: Lesson) -> None:
    for name, value in zip(NAMES, [58.08, 60.25, 70], strict=True):
        plt.bar([name], [value])
    assert shown(lesson)["data"]["rows"] == [["Quảng Nam", 58.08], ["Thừa Thiên Huế", 60.25], ["Đà Nẵng", 70.0]]
    plt.close("all")
    plt.bar([0, 1], [1, 2], width=0.4)
    plt.bar([0.4, 1.4], [1, 2], width=0.4)
    assert "several series without `label=`" in shown(lesson)["fault"]


def test_a_band_without_height_is_no_area(lesson: Lesson) -> None:
    plt.plot([2021, 2022], [50, 60])
    plt.fill_between([2021, 2022], [50, 60], [50, 60])
    assert shown(lesson)["fault"] == ""
    plt.close("all")
    plt.plot([2021, 2022], [50, 60])
    plt.fill_between([2021, 2022], [49, 58], [50, 62])
    assert "which is no bar, line or point" in shown(lesson)["fault"]


def test_ranges_of_a_histogram_have_as_many_digits_as_tell_them_apart(lesson: Lesson) -> None:
    plt.hist([39.41, 50, 60, 80.02], bins=3)
    assert [row[0] for row in shown(lesson)["data"]["rows"]] == ["39–53", "53–66", "66–80"]


def test_a_mean_across_whole_numbers_keeps_its_decimal(lesson: Lesson) -> None:
    plt.bar(NAMES, [100, 100, 75])
    plt.axhline(96.6, label="trung bình")
    assert shown(lesson)["data"]["plot"]["digits"][1] == 1


# --- what is read -----------------------------------------------------------------------------------------------------


def test_horizontal_bars_are_read_from_the_top_with_the_line_across_them(lesson: Lesson) -> None:
    plt.barh(NAMES, [58.08, 60.25, 70])
    plt.axvline(57.9, label="trung bình")
    plt.xlabel("Điểm")
    plt.title("Ba địa phương")
    found = shown(lesson)
    assert found["data"]["columns"] == ["Tên", "Điểm"]
    assert found["data"]["rows"] == [["Đà Nẵng", 70.0], ["Thừa Thiên Huế", 60.25], ["Quảng Nam", 58.08]]
    assert found["data"]["plot"]["levels"] == [["trung bình", 57.9]]
    assert found["alt"] == (
        "Biểu đồ thanh ngang: Ba địa phương. Điểm: Đà Nẵng: 70,0; Thừa Thiên Huế: 60,3; Quảng Nam: 58,1; trung bình: 57,9."
    )
    # the title is the caption of every form, so the drawing does not repeat it
    assert found["caption"] == "Ba địa phương"
    assert "Ba địa phương" not in texts(found["svg"])


def test_only_the_own_bar_is_red(lesson: Lesson) -> None:
    plt.bar(NAMES, [58.08, 60.25, 70])
    found = shown(lesson)
    assert found["data"]["plot"]["colours"] == [["#C8102E", "#8a94a2", "#8a94a2"]]
    assert found["svg"].lower().count("fill: #c8102e") == 1


def test_colours_of_the_author_stay(lesson: Lesson) -> None:
    plt.bar(NAMES, [1, 2, 3], color="#123456")
    assert shown(lesson)["data"]["plot"]["colours"] == [["#123456"]]


@pytest.mark.parametrize("stacked", [False, True])
@pytest.mark.parametrize("kind", ["bar", "barh"])
def test_grouped_and_stacked_frames(lesson: Lesson, kind: str, stacked: bool) -> None:
    frame = pd.DataFrame({"2022": [50.5, 60], "2023": [55, 61]}, index=NAMES[:2])
    getattr(frame.plot, kind)(stacked=stacked)
    found = shown(lesson)["data"]
    assert found["columns"] == ["Tên", "2022", "2023"]
    rows = [["Quảng Nam", 50.5, 55.0], ["Thừa Thiên Huế", 60.0, 61.0]]
    assert found["rows"] == (rows if kind == "bar" else rows[::-1])
    assert found["plot"]["stacked"] is stacked


def test_bars_side_by_side_over_years(lesson: Lesson) -> None:
    plt.bar(np.array([2021, 2022]) - 0.2, [1, 2], 0.4, label="A")
    plt.bar(np.array([2021, 2022]) + 0.2, [3, 4], 0.4, label="B")
    assert shown(lesson)["data"]["rows"] == [["2021", 1.0, 3.0], ["2022", 2.0, 4.0]]


def test_lines_have_a_series_each_and_no_value_where_none_is(lesson: Lesson) -> None:
    plt.plot([2020, 2021, 2022], [30, 35, 41], label="Quảng Nam")
    plt.plot([2020, 2021, 2022], [31, np.nan, 40], label="Cả nước")
    plt.legend()
    found = shown(lesson)
    assert found["data"]["columns"] == ["Năm", "Quảng Nam", "Cả nước"]
    assert found["data"]["rows"] == [["2020", 30.0, 31.0], ["2021", 35.0, None], ["2022", 41.0, 40.0]]
    assert "2021: Quảng Nam 35, Cả nước không có số liệu" in found["alt"]
    assert found["data"]["plot"]["colours"][0] == ["#C8102E"]
    # years, not 2020,5
    assert {"2020", "2021", "2022"} <= set(texts(found["svg"])) and not any("," in text for text in texts(found["svg"]))


def test_days_on_an_axis(lesson: Lesson) -> None:
    plt.plot([dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)], [1, 2, 4])
    assert [row[0] for row in shown(lesson)["data"]["rows"]] == ["01/01/2024", "01/02/2024", "01/03/2024"]


def test_days_that_are_not_evenly_spaced_are_points_joined_by_a_line(lesson: Lesson) -> None:
    pd.Series([1.5, 2, 4], index=pd.to_datetime(["2024-01-01", "2024-01-05", "2024-09-01"])).plot(label="a")
    found = shown(lesson)["data"]["plot"]
    assert (found["kind"], found["shapes"], found["days"]) == ("points", ["line"], True)


def test_points_have_the_names_beside_them(lesson: Lesson) -> None:
    plt.scatter([50, 60], [1.5, 2.5])
    plt.xlabel("GRDP")
    plt.ylabel("DTI")
    for name, *at in (("Quảng Nam", 50, 1.5), ("Huế", 60, 2.5)):
        plt.annotate(name, tuple(at), xytext=(8, 0), textcoords="offset points")
    found = shown(lesson)
    assert found["data"]["columns"] == ["Tên", "GRDP", "DTI"]
    assert found["data"]["rows"] == [["Quảng Nam", 50.0, 1.5], ["Huế", 60.0, 2.5]]
    assert found["alt"] == "Biểu đồ điểm. (GRDP; DTI): Quảng Nam (50; 1,5); Huế (60; 2,5)."
    assert found["data"]["plot"]["colours"] == [["#C8102E", "#8a94a2"]]


def test_a_histogram_has_ranges(lesson: Lesson) -> None:
    plt.hist([1, 2, 2, 3, 3, 3, 9], bins=2)
    assert shown(lesson)["data"]["rows"] == [["1–5", 6.0], ["5–9", 1.0]]


def test_a_logarithmic_axis_is_told_and_has_whole_numbers(lesson: Lesson) -> None:
    plt.bar(["a", "b"], [1000, 1_000_000])
    plt.yscale("log")
    found = shown(lesson)
    assert found["data"]["plot"]["log"] == [False, True]
    assert "100.000" in texts(found["svg"])


# --- what stays a picture ---------------------------------------------------------------------------------------------

PICTURES: dict[str, tuple[Callable[[], Any], str]] = {
    "image": (lambda: plt.imshow(np.eye(3)), "shows an image"),
    "contour": (lambda: plt.contour(np.arange(9.0).reshape(3, 3)), "has a QuadContourSet"),
    "area": (lambda: plt.fill_between([1, 2], [1, 2]), "has a FillBetweenPolyCollection"),
    "pie": (lambda: plt.pie([1, 2]), "has a Wedge that is no bar"),
    "two scales": (lambda: (plt.plot([1, 2]), plt.twinx().plot([3, 4])), "has 2 pairs of axes"),
    "forty axes": (lambda: [axes.plot([1, 2]) for axes in plt.subplots(5, 8)[1].flat], "has 40 pairs of axes"),
    "many points": (lambda: plt.scatter(np.arange(100_000), np.arange(100_000)), "has 100000 marks"),
    "error bars": (lambda: plt.bar(["a"], [1], yerr=[0.1]), "has error bars"),
    "floating bars": (lambda: plt.bar(["a", "b"], [1, 2], bottom=[3, 4]), "has bars that do not begin at 0"),
    "unnamed series": (lambda: (plt.plot([1, 2]), plt.plot([2, 1])), "has several series without `label=`"),
    "unnamed line": (lambda: (plt.bar(["a"], [1]), plt.axhline(0.5)), "has a line across without `label=`"),
    # pandas draws a bar of 0 where a value is missing: nobody can tell it from a 0 that was measured
    "pandas 0": (lambda: pd.Series([1, None], index=["a", "b"]).plot.bar(), "has a bar of 0, which pandas also draws"),
}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow if n in ("forty axes", "many points") else []) for n in PICTURES]
)
def test_what_cannot_be_read_needs_an_alt_text(lesson: Lesson, name: str) -> None:
    draw, why = PICTURES[name]
    draw()
    figure = plt.gcf()
    found = shown(lesson)
    assert found["fault"].startswith(f"the figure {why}") and 'lesson.describe(alt="…")' in found["fault"]
    assert found["alt"] == "" and found["data"]["rows"] == []
    lesson.describe(figure, alt="Hình thử", title="Một hình")
    found = shown(lesson)
    assert (found["fault"], found["alt"], found["caption"]) == ("", "Hình thử", "Một hình")
    assert found["svg"].startswith("<svg")


@pytest.mark.parametrize(
    ("draw", "fault"),
    [
        (lambda: plt.subplots(), "the figure draws nothing; draw on its axes, or leave plt.subplots() out"),
        (lambda: plt.figure(), "the figure draws nothing"),
        (lambda: plt.bar(["a"], [float("inf")]), "the figure has an infinite value"),
        (lambda: plt.plot([1, 2], [1, -np.inf]), "the figure has an infinite value"),
        (lambda: plt.plot([1, 2], [np.nan, np.nan]), "the figure has no value to show"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_shows_nothing_is_refused_even_with_an_alt_text(
    lesson: Lesson, draw: Callable[[], Any], fault: str
) -> None:
    draw()
    lesson.describe(alt="Hình thử")
    found = shown(lesson)
    assert found["fault"].startswith(fault) and found["alt"] == ""


def test_describe_refuses_what_is_no_figure_and_unknown_sizes(lesson: Lesson) -> None:
    with pytest.raises(TypeError, match="needs a figure or axes of matplotlib, not str"):
        lesson.describe("x", alt="a")
    with pytest.raises(ValueError, match="unknown size 'big'; known: wide, full, low, half"):
        lesson.describe(plt.gcf(), size="big")
