"""The current figure of matplotlib as the package shows it, for tests of what authors plot."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import matplotlib.pyplot as plt

from taphuan.charts.mime import CHART, SVG
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.plots import bundle

NAMES = ["Quảng Nam", "Thừa Thiên Huế", "Đà Nẵng"]


def shown(lesson: Lesson) -> dict[str, Any]:
    """The twin of the current figure, with its drawing as `svg`."""
    found = bundle(plt.gcf(), lesson)
    return {**found[CHART], "svg": found[SVG]}


def texts(svg: str) -> list[str]:
    return [
        element.text.strip() for element in ElementTree.fromstring(svg).iter() if element.text and element.text.strip()
    ]


def sizes(svg: str) -> list[float]:
    return [float(size) for size in re.findall(r"font(?:-size)?: (?:\w+ )*([\d.]+)px", svg)]
