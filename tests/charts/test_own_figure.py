"""A trainer's own matplotlib figure: house style, reproducible, and with everything a figure of ours must have."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree

from taphuan import open_lesson
from taphuan.charts.mime import CHART, SVG

SCRIPT = """
from matplotlib.figure import Figure
from taphuan import open_lesson
from taphuan.charts.matplotlib_figure import house_style

lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
dti = lesson.data.dti
best = dti[dti["year"] == 2022].nsmallest(3, "rank")
with house_style("half"):
    figure = Figure()
    axes = figure.add_axes((0.2, 0.15, 0.75, 0.75))
    axes.barh(best["name"], best["dti"])
    axes.set_title("Quảng Nam học ai")
    own = lesson.figures.own(
        figure, alt="Ba tỉnh đầu bảng để Quảng Nam học", caption="Ba tỉnh đầu bảng", source="Nguồn: DTI 2022",
        data=best[["name", "dti"]], size="half",
    )
print(own.svg)
"""


def _drawn() -> str:
    return subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout


def test_is_the_same_in_two_processes_and_keeps_its_text_as_text() -> None:
    first = _drawn()
    assert first == _drawn()
    texts = {element.text.strip() for element in ElementTree.fromstring(first).iter() if element.text}
    assert {"Đà Nẵng", "Quảng Nam học ai", "80"} <= texts
    assert "Be Vietnam Pro" in first
    assert "http://purl.org" not in first


def test_carries_unit_day_alt_and_data() -> None:
    from matplotlib.figure import Figure

    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    figure = Figure()
    figure.add_axes((0.1, 0.1, 0.8, 0.8)).set_title("Quảng Nam")
    dti = lesson.data.dti
    data = dti.loc[dti["own"] & (dti["year"] == 2022), ["name", "rank", "dti"]]
    bundle = lesson.figures.own(
        figure, alt="Quảng Nam", caption="Quảng Nam", source="Nguồn: DTI 2022", data=data
    )._repr_mimebundle_()
    assert bundle[CHART]["unit"]["slug"] == "quang-nam"
    assert bundle[CHART]["as_of"] == "2024-10-31"
    assert bundle[CHART]["data"] == {"columns": ["name", "rank", "dti"], "rows": [["Quảng Nam", 31, 58.08]]}
    assert bundle[SVG].startswith("<svg")
