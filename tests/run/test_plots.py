"""Plots in kernels: the house style without a line of the author's, in warm and stock kernels, and only where a notebook plots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from plotted import outputs, plotted, run, twin
from taphuan.charts.mime import CHART
from taphuan.check.content import check_notebook
from taphuan.check.written import written_wrongly
from taphuan.export.formats import write
from taphuan.run.execute import execute

BARS = 'plt.bar(["Quảng Nam", "Nơi A"], [58.08, 60.25])\n'
CODES = {
    "bars": BARS,
    "settings": 'plt.rcParams["font.size"] = 44\nplt.style.use("dark_background")\n' + BARS,
    "after": BARS,
    "frame": 'pd.DataFrame({"2022": [50, 60], "2023": [55, 61]}, index=["Quảng Nam", "Nơi A"]).plot.barh()',
    "series": 'pd.Series([3, 5.5], index=["Quảng Nam", "Nơi A"]).plot()',
    "two": "plt.figure()\nplt.bar(['a'], [1])\nplt.figure()\nplt.plot([1, 2], [3, 4])\nplt.show()",
    "shown": "figure, axes = plt.subplots()\naxes.scatter([1, 2], [3, 4.5])\naxes.set(xlabel='a', ylabel='b')\nfigure",
    "returned": "plt.plot([1, 2], [3, 4])\nplt.xlim(0, 3)",
    "counted": "plt.hist([1, 2, 2, 3], bins=2)",
    "described": 'plt.imshow(np.eye(3))\nlesson.describe(alt="Ma trận đơn vị", title="Một hình")',
    "magic": "%matplotlib inline\n" + BARS,
    "tight": BARS + "plt.tight_layout()",
    "closed": "figure, axes = plt.subplots()\naxes.bar(['a'], [1])\nfigure.savefig('a.png')\nplt.close(figure)\nprint('đã lưu')",
}


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    return run(CODES)


def test_each_figure_is_shown_once_with_its_twin(notebook: NotebookNode) -> None:
    kinds = {
        name: [
            output.data[CHART]["data"].get("plot", {}).get("kind")
            for output in outputs(notebook, name)
            if "data" in output
        ]
        for name in CODES
    }
    assert kinds == {
        "bars": ["column"],
        "settings": ["column"],
        "after": ["column"],
        "frame": ["bar"],
        "series": ["line"],
        "two": ["column", "line"],
        "shown": ["points"],
        "returned": ["line"],
        "counted": ["column"],
        "described": [None],
        "magic": ["column"],
        "tight": ["column"],
        "closed": [],
    }
    assert check_notebook(notebook) == ()


def test_no_output_holds_an_object_or_a_picture_beside_the_drawing(notebook: NotebookNode) -> None:
    for name in CODES:
        for output in outputs(notebook, name):
            if "data" in output:
                assert set(output.data) == {CHART, "image/svg+xml", "text/plain"}
                assert "<" not in output.data["text/plain"] and " at 0x" not in output.data["text/plain"]


def test_settings_of_a_cell_end_with_it(notebook: NotebookNode) -> None:
    assert twin(notebook, "after")["svg"] == twin(notebook, "bars")["svg"]
    assert twin(notebook, "settings")["svg"] != twin(notebook, "bars")["svg"]


@pytest.mark.slow
def test_settings_do_not_reach_the_next_province() -> None:
    changed = {"change": 'import matplotlib\nmatplotlib.rcParamsDefault["font.size"] = 44\nplt.rcdefaults()\n' + BARS}
    execute(plotted(changed), 120)
    first = twin(run({"bars": BARS}, province="kon-tum"), "bars")
    assert first["svg"] == twin(run({"bars": BARS}, engine="stock", province="kon-tum"), "bars")["svg"]
    # no bar of Kon Tum, so nothing is red
    assert "c8102e" not in first["svg"].lower()


@pytest.mark.slow
def test_a_stock_kernel_draws_the_same() -> None:
    some = {name: CODES[name] for name in ("bars", "frame", "shown", "described")}
    assert run(some, engine="stock") == run(some)


def test_matplotlib_is_imported_only_where_a_notebook_plots() -> None:
    code = "import sys\nsorted(name for name in ('matplotlib', 'pandas') if name in sys.modules)"
    notebook = plotted({"plain": ""})
    notebook.cells[-1].source = code
    (output,) = outputs(execute(notebook, 120, "stock"), "plain")
    assert output.data["text/plain"] == "[]"


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("plt.subplots()", "the figure draws nothing; draw on its axes"),
        (
            "plt.imshow(np.eye(3))",
            'the figure shows an image, so its numbers cannot be read; say what it shows: lesson.describe(alt="…")',
        ),
        ("plt.bar(['a'], [1])\nplt.close('all')", "the cell has no output; end it with the figure or table"),
        ("plt.plot([1, 2], [np.nan, np.nan])", "the figure has no value to show"),
        (
            'plt.bar(["a"], [1])\nplt.title("Nơi này cao hơn trung bình")',
            "compares (“cao hơn trung bình”) without a claim",
        ),
    ],
)
def test_what_must_not_be_published_is_a_finding_with_slide_cell_and_remedy(code: str, finding: str) -> None:
    (found, *_) = check_notebook(run({"hinh": code}))
    assert found.startswith("slide hinh, cell hinh") and finding in found


def test_a_paper_prints_no_object_and_shows_the_figure(tmp_path: Path) -> None:
    from taphuan.document.model import FigureBlock
    from taphuan.document.reading import read_document

    codes = {"axes": 'pd.Series([3, 5.5], index=["Quảng Nam", "Nơi A"]).plot.bar(title="a < b")'}
    notebook = execute(plotted(codes, document="briefing"), 120)
    (section,) = read_document(notebook, "briefing").sections
    assert [type(block) for block in section.blocks] == [FigureBlock]


def test_the_deck_shows_charts_to_edit_and_all_forms_agree(
    notebook: NotebookNode, readback: Callable[[bytes], None] | None = None
) -> None:
    import io
    import zipfile

    written = write(notebook, ("deck.html", "deck.pptx", "deck.md", "deck.pdf"), 60)
    assert written_wrongly(written.source, written.files) == ()
    with zipfile.ZipFile(io.BytesIO(written.files["deck.pptx"])) as package:
        names = package.namelist()
        xml = "".join(package.read(name).decode() for name in names if name.startswith("ppt/charts/chart"))
    # one for each figure but the image
    assert sum(name.startswith("ppt/charts/chart") for name in names) == 12
    assert sum(name.endswith(".xlsx") for name in names) == 12
    assert '<c:barDir val="bar"/>' in xml and "<c:scatterChart>" in xml and "<c:lineChart>" in xml
    text = written.files["deck.md"].decode()
    assert "| Quảng Nam | 58,1 |" in text and "Ma trận đơn vị" in text
