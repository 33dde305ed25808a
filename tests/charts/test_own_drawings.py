"""How the drawing of a plot looks: letters, numbers, names, legends, canvas."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest

from own_plots import NAMES, shown, sizes, texts
from taphuan.charts.own.style import as_number
from taphuan.lesson.lesson import Lesson

pytestmark = pytest.mark.usefixtures("house_style")


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


def test_a_face_that_a_cell_sets_is_that_of_the_house(lesson: Lesson) -> None:
    plt.rcParams["font.family"] = "DejaVu Sans"
    plt.bar(NAMES, [1, 2, 3])
    svg = shown(lesson)["svg"]
    assert "Be Vietnam Pro" in svg and "font: 20px 'DejaVu Sans'" not in svg


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


@pytest.mark.slow
def test_a_drawing_of_very_many_points_stays_small(lesson: Lesson) -> None:
    plt.scatter(np.arange(100_000), np.arange(100_000) % 977)
    found = shown(lesson)["svg"]
    assert "data:image/png" in found and len(found) < 400_000
