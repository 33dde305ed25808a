"""The worked example of the guide's part on plots, followed: its code, and nothing else, makes a chart in every form."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf

from pdf_reading import page_text, tight
from plotted import plotted, twin
from taphuan import paths
from taphuan.check.content import check_notebook
from taphuan.check.written import written_wrongly
from taphuan.export.formats import write
from taphuan.run.execute import execute
from taphuan.theme import theme
from taphuan.theme.forms import matplotlib_colours

GUIDE = paths.GUIDE.read_text(encoding="utf-8")


def test_the_example_is_a_chart_in_all_four_forms() -> None:
    (part,) = re.findall(r"^### Vẽ biểu đồ của mình$(.*?)^##", GUIDE, re.DOTALL | re.MULTILINE)
    example, picture = re.findall(r"```python\n(.*?)```", part, re.DOTALL)
    codes = {"vi-du": example, "hinh": f"import matplotlib.pyplot as plt\n\nplt.imshow([[1, 2], [3, 4]])\n{picture}"}
    codes["mau"] = f"{example}\n".replace("legend=False", 'legend=False, color="house:teal"')
    notebook = execute(plotted(codes, start=""), 120)
    assert check_notebook(notebook) == ()
    assert twin(notebook, "mau")["data"]["plot"]["colours"] == [
        [*[theme().colours.teal.lower()] * 3, theme().colours.red]
    ]
    shown = twin(notebook, "vi-du")
    rows = dict(shown["data"]["rows"])
    assert len(rows) == 4 and rows["Quảng Nam"] == 58.08
    assert twin(notebook, "hinh")["alt"].startswith("Bản đồ nhiệt: mỗi ô là một xã")

    written = write(notebook, ("deck.html", "deck.pptx", "deck.pdf", "deck.md"), 60)
    assert written_wrongly(written.source, written.files) == ()
    page = written.files["deck.html"].decode()
    (slide,) = re.findall(r'<section id="vi-du".*?</section>', page, re.DOTALL)
    assert "<svg" in slide and ">Quảng Nam</text>" in slide and "DTI năm 2022" in slide
    with zipfile.ZipFile(io.BytesIO(written.files["deck.pptx"])) as package:
        name, _ = [name for name in package.namelist() if name.startswith("ppt/charts/chart")]
        chart = package.read(name).decode()
        assert "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx" in package.namelist()
    assert "<c:v>Quảng Nam</c:v>" in chart and "<c:v>58.08</c:v>" in chart and '<a:schemeClr val="accent1"/>' in chart
    assert "| Quảng Nam | 58,1 |" in written.files["deck.md"].decode()
    assert b"%PDF" in written.files["deck.pdf"][:8]
    # the drawing's letters are letters in the PDF
    with pikepdf.open(io.BytesIO(written.files["deck.pdf"])) as pdf:
        assert tight("Thành phố") in tight(page_text(pdf.pages[0])) or tight("DTI, điểm") in tight(
            page_text(pdf.pages[0])
        )


def test_the_guide_names_colours_that_there_are() -> None:
    named = set(re.findall(r"house:[a-z0-9-]+", GUIDE))
    assert named and named <= set(matplotlib_colours())
