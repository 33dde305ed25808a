"""Notebooks of anybody: one for each kind of thing that notebooks bring, and those that installed packages ship."""

from __future__ import annotations

import base64
import html
import importlib.util
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pikepdf
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from pdf_reading import page_text

EXPORTERS = (
    "taphuan-deck",
    "taphuan-pptx",
    "taphuan-deck-pdf",
    "taphuan-handout-pdf",
    "taphuan-report-docx",
    "taphuan-report-pdf",
)
# packages that ship notebooks with their tests
_SHIPPING = ("papermill",)
_TAG = re.compile(r"<[^>]*>")
_WORDS_IN_TAG = re.compile(r'(?:alt|aria-label|descr)="([^"]*)"')


def exporter(name: str) -> Any:
    (entry,) = entry_points(group="nbconvert.exporters", name=name)
    return entry.load()()


def png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).save(out, "PNG")
    return out.getvalue()


_PNG = base64.b64encode(png()).decode()
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><rect width="60" height="40" fill="#258"/></svg>'
_TABLE = (
    "<table><thead><tr><th></th><th>năm</th></tr><tr><th>vùng</th><th>2024</th></tr></thead>"
    "<tbody><tr><th>Bắcvùng</th><td>12</td></tr></tbody></table>"
)
_STYLER = (
    '<style type="text/css">#T_a1_row0_col0 { background-color: #fee; }</style>'
    '<table id="T_a1"><thead><tr><th>cột</th></tr></thead>'
    '<tbody><tr><td id="T_a1_row0_col0">Tômàu</td></tr></tbody></table>'
)


def _shown(**data: str) -> Any:
    bundle = {name.replace("_", "/", 1).replace("svgxml", "svg+xml"): value for name, value in data.items()}
    output = new_output("display_data", data=bundle)
    return new_code_cell("kết_quả", outputs=[output], execution_count=1)


def _printed(text: str) -> Any:
    return new_code_cell("in_ra", outputs=[new_output("stream", text=text)], execution_count=1)


def _mime(**data: Any) -> Any:
    return new_code_cell("x", outputs=[new_output("display_data", data=data)], execution_count=1)


_ERROR = new_output("error", ename="ZeroDivisionError", evalue="chiachokhông", traceback=["\x1b[31mlỗi\x1b[0m"])
_PASTED = {"a.png": {"image/png": _PNG}}
# name: (the cells, words that every form shows, words that none shows)
KINDS: dict[str, tuple[list[Any], tuple[str, ...], tuple[str, ...]]] = {
    "attachment": ([new_markdown_cell("![Hìnhdán](attachment:a.png)", attachments=_PASTED)], (), ("attachment:",)),
    "relative picture": ([new_markdown_cell("![Hìnhbên](anh/b.png)\n\n![Hìnhthiếu](anh/c.png)")], ("Hìnhthiếu",), ()),
    "picture of the net": ([new_markdown_cell("![Hìnhmạng](https://example.com/a.png)")], ("Hìnhmạng",), ()),
    "svg": ([_shown(image_svgxml=_SVG, text_plain="<Figure size 640x480>")], (), ("<Figure",)),
    "png": ([_shown(image_png=_PNG, text_plain="<Figure size 640x480>")], (), ("<Figure",)),
    "styler": (
        [_shown(text_html=_STYLER, text_plain="<pandas Styler at 0x7fc9ce019090>")],
        ("Tômàu",),
        ("0x7f", "#T_"),
    ),
    "multiindex": ([_shown(text_html=_TABLE, text_plain="x")], ("Bắcvùng", "2024"), ()),
    "plotly": ([_mime(**{"application/vnd.plotly.v1+json": {"data": []}})], ("Plotly",), ()),
    "widget": (
        [_mime(**{"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"})],
        ("ipywidgets",),
        (),
    ),
    "latex": (
        [_shown(text_latex=r"$\displaystyle x$"), new_markdown_cell("Công $a^2$ thức")],
        ("Công",),
        (r"\displaystyle",),
    ),
    "nested list": ([new_markdown_cell("- Mộtmức\n  1. Haimức\n     - Bamức")], ("Mộtmức", "Haimức", "Bamức"), ()),
    "link": ([new_markdown_cell("Xem [trangnày](https://example.com/x).")], ("trangnày",), ("](http",)),
    "footnote": ([new_markdown_cell("Câu[^1].\n\n[^1]: Chúthích.")], ("Chúthích",), ("[^1]",)),
    "task list": ([new_markdown_cell("- [x] Việcxong\n- [ ] Việccòn")], ("Việcxong", "Việccòn"), ()),
    "raw": ([new_raw_cell("Thôrượu"), new_markdown_cell("Lờichính")], ("Lờichính",), ("Thôrượu",)),
    "magics": ([new_code_cell("%matplotlib inline\n!ls"), new_markdown_cell("Lờichính")], ("Lờichính", "!ls"), ()),
    "ansi": ([_printed("\x1b[31mChữđỏ\x1b[0m")], ("Chữđỏ",), ("[31m",)),
    "progress": ([_printed("10%\r50%\r100%xong\n")], ("100%xong",), ("50%",)),
    "error": ([new_code_cell("1/0", outputs=[_ERROR], execution_count=1)], ("ZeroDivisionError",), ("\x1b",)),
    "two headings": ([new_markdown_cell("## Trangmột\n\nA\n\n## Tranghai\n\nB")], ("Trangmột", "Tranghai"), ("##",)),
    "third level alone": ([new_markdown_cell("### Mụccon")], ("Mụccon",), ("###",)),
    "letters apart": ([new_markdown_cell(unicodedata.normalize("NFD", "Chuyểnđổi"))], ("Chuyểnđổi",), ()),
    "no width": ([new_markdown_cell("Chữ\u200bẩn\ufeff và")], ("và",), ()),
    "table": ([new_markdown_cell("| Đầu | Số |\n|---|---|\n| Hàngmột | 1 |")], ("Hàngmột",), ("|---",)),
    "unexecuted": ([new_code_cell("print('chưachạy')")], ("print('chưachạy')",), ()),
    "source slide types": (
        [
            new_markdown_cell("# Bìađầu", metadata={"slideshow": {"slide_type": "slide"}}),
            new_markdown_cell("Ngoàitrang", metadata={"slideshow": {"slide_type": "skip"}}),
            new_markdown_cell("Trangdưới", metadata={"slideshow": {"slide_type": "subslide"}}),
        ],
        ("Bìađầu", "Trangdưới"),
        ("Ngoàitrang",),
    ),
}


# what changes how a whole notebook is read
ALONE = ("unexecuted", "magics", "source slide types")


def notebook_of(*kinds: str) -> Any:
    """A notebook with a slide for each of these kinds."""
    nb = new_notebook()
    for kind in kinds:
        nb.cells += [new_markdown_cell("## Một trang"), *deepcopy(KINDS[kind][0])]
    for number, cell in enumerate(nb.cells):
        cell.id = f"c{number}"
    return nb


def shipped() -> Iterator[Path]:
    """The notebooks that installed packages ship."""
    for package in _SHIPPING:
        found = importlib.util.find_spec(package)
        for folder in (found.submodule_search_locations or ()) if found else ():
            yield from sorted(Path(folder).rglob("*.ipynb"))


def words(data: str | bytes) -> str:
    """The words that a file of any form shows, and those for its pictures, without the spaces between them."""
    if isinstance(data, str):
        body = re.sub(r"<(script|style)\b.*?</\1>", " ", data[data.index("<body") :], flags=re.DOTALL)
        said = f"{_TAG.sub('', body)} {' '.join(_WORDS_IN_TAG.findall(body))}"
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = [
                n
                for n in file.namelist()
                if re.fullmatch(r"ppt/slides/slide\d+\.xml|word/(document|footnotes)\.xml", n)
            ]
            body = " ".join(file.read(name).decode() for name in names)
        said = f"{_TAG.sub('', body)} {' '.join(_WORDS_IN_TAG.findall(body))}"
    else:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            said = "".join(page_text(page) for page in pdf.pages if "/Font" in page.resources)
    return unicodedata.normalize("NFC", "".join(html.unescape(said).replace("\u200b", "").split()))
