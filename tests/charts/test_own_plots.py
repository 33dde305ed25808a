"""What is read back from a plot, and what its drawing holds: every kind of mark, and what no table can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from taphuan.charts.mime import CHART, SVG
from taphuan.charts.own.style import as_number, use_house_style
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.plots import bundle

NAMES = ["Quảng Nam", "Thừa Thiên Huế", "Đà Nẵng"]


@pytest.fixture(autouse=True)
def style() -> Iterator[None]:
    with plt.rc_context():
        plt.switch_backend("agg")
        use_house_style()
        plt.close("all")
        yield
        plt.close("all")


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")


def shown(lesson: Lesson) -> dict[str, Any]:
    """The twin of the current figure, with its drawing as `svg`."""
    found = bundle(plt.gcf(), lesson)
    return {**found[CHART], "svg": found[SVG]}


def texts(svg: str) -> list[str]:
    return [
        element.text.strip() for element in ElementTree.fromstring(svg).iter() if element.text and element.text.strip()
    ]


def sizes(svg: str) -> list[float]:
    import re

    return [float(size) for size in re.findall(r"font(?:-size)?: (?:\w+ )*([\d.]+)px", svg)]


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


def test_a_face_that_a_cell_sets_is_that_of_the_house(lesson: Lesson) -> None:
    plt.rcParams["font.family"] = "DejaVu Sans"
    plt.bar(NAMES, [1, 2, 3])
    svg = shown(lesson)["svg"]
    assert "Be Vietnam Pro" in svg and "font: 20px 'DejaVu Sans'" not in svg


def test_a_mean_across_whole_numbers_keeps_its_decimal(lesson: Lesson) -> None:
    plt.bar(NAMES, [100, 100, 75])
    plt.axhline(96.6, label="trung bình")
    assert shown(lesson)["data"]["plot"]["digits"][1] == 1


def test_names_of_many_bars_do_not_touch(lesson: Lesson) -> None:
    plt.barh([f"Nơi {at}" for at in range(15)], range(1, 16))
    lesson.describe(size="low")
    svg = shown(lesson)["svg"]
    assert {18.0, 20.0} >= set(sizes(svg)) and min(sizes(svg)) == 18.0


def legend_and_bars() -> tuple[Any, list[Any]]:
    axes = plt.gca()
    legend = axes.get_legend()
    return legend.get_window_extent(), [bar.get_window_extent() for bar in axes.patches]


def test_a_legend_never_covers_a_bar(lesson: Lesson) -> None:
    plt.bar(NAMES, [70, 70, 70], label="DTI")
    plt.axhline(50, color="house:ink", label="trung bình 63 tỉnh, thành phố")
    plt.legend(loc="upper right")
    found = shown(lesson)
    box, bars = legend_and_bars()
    assert found["fault"] == "" and not any(box.overlaps(bar) for bar in bars)
    canvas = plt.gcf().bbox
    assert box.x0 >= 0 and box.x1 <= canvas.x1 and box.y1 <= canvas.y1


def test_a_legend_that_covers_nothing_stays(lesson: Lesson) -> None:
    plt.bar(NAMES, [70, 7, 7], label="DTI")
    plt.legend(loc="upper right")
    shown(lesson)
    assert plt.gca().get_legend()._get_loc() == 1


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


def test_a_drawing_of_very_many_points_stays_small(lesson: Lesson) -> None:
    plt.scatter(np.arange(100_000), np.arange(100_000) % 977)
    found = shown(lesson)["svg"]
    assert "data:image/png" in found and len(found) < 400_000


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


# --- how it is drawn --------------------------------------------------------------------------------------------------


def test_text_stays_text_of_18_px_and_more_in_the_house_font(lesson: Lesson) -> None:
    plt.figure(figsize=(3, 2))
    plt.plot([1, 2, 3], [1.5, 2.5, 2], label="a")
    plt.legend(fontsize=6)
    plt.tick_params(labelsize=5)
    plt.xlabel("Trục", fontsize=4)
    svg = shown(lesson)["svg"]
    assert {"Trục", "1,5"} <= set(texts(svg))
    assert sizes(svg) and min(sizes(svg)) >= 18
    assert "'Be Vietnam Pro'" in svg


def test_nothing_is_cut_even_where_the_author_places_the_axes(lesson: Lesson) -> None:
    figure = plt.figure(layout="none")
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    axes.barh(NAMES, [1, 2, 3])
    svg = shown(lesson)["svg"]
    # the canvas grew to the left, where the names stand
    assert ElementTree.fromstring(svg).attrib["viewBox"] != "0 0 1152 480"


@pytest.mark.parametrize(
    ("figsize", "size", "width"), [((16, 6), "wide", 1152), ((6, 5), "half", 640), ((40, 2), "wide", 1152)]
)
def test_the_proportions_choose_the_canvas(lesson: Lesson, figsize: tuple[float, float], size: str, width: int) -> None:
    plt.figure(figsize=figsize)
    plt.bar(["a"], [1])
    found = shown(lesson)
    root = ElementTree.fromstring(found["svg"]).attrib
    assert (found["size"], int(root["width"])) == (size, width) and int(root["height"]) <= 480


def test_a_figure_for_paper_has_its_letters_in_the_size_of_paper(lesson: Lesson) -> None:
    plt.bar(["a"], [1])
    lesson.describe(size="print")
    root = ElementTree.fromstring(shown(lesson)["svg"]).attrib
    assert int(root["width"]) == 624
    assert 624 / float(root["viewBox"].split()[2]) * 20 >= 12


def test_long_names_below_columns_do_not_run_into_each_other(lesson: Lesson) -> None:
    plt.bar([f"Bà Rịa – Vũng Tàu {n}" for n in range(8)], range(1, 9))
    assert "rotate(-30" in shown(lesson)["svg"]


def test_numbers_at_bars_are_rounded_as_in_every_other_form(lesson: Lesson) -> None:
    plt.bar_label(plt.bar(["a", "b"], [60.25, 1.5]), fmt="%.1f")
    assert {"60,3", "1,5"} <= set(texts(shown(lesson)["svg"]))


def test_numbers_of_axes() -> None:
    assert [as_number(value) for value in (12500, 0.25, -3, 0.1 + 0.2, 0.0, -0.0)] == [
        "12.500",
        "0,25",
        "−3",
        "0,3",
        "0",
        "0",
    ]


def test_a_line_of_one_year_says_that_year_alone(lesson: Lesson) -> None:
    """About a single point matplotlib opens two centuries, and 2022 is no 2.022."""
    plt.plot([2022], [41.5], marker="o", label="Quảng Nam")
    figure = shown(lesson)
    assert "2022" in texts(figure["svg"]) and not {"2.022", "2000", "2050"} & set(texts(figure["svg"]))
    assert figure["data"]["rows"][0][0] == "2022"


def test_a_value_about_two_thousand_is_no_year(lesson: Lesson) -> None:
    plt.bar(["Quảng Nam"], [2022.0])
    assert "2022" not in texts(shown(lesson)["svg"])
