"""What outputs of cells become: frames of pandas, drawings, pictures, formulas, and what cannot be shown."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_output
from PIL import Image

from shown_cells import DRAWING, base64_of, picture
from taphuan.document.formulas import in_line
from taphuan.document.html_reading import blocks_of
from taphuan.document.markdown import to_html
from taphuan.document.model import Block, FigureBlock, ListBlock, Paragraph, PictureBlock, TableBlock
from taphuan.document.outputs import PAGE, SLIDE, cell_blocks, unshown
from taphuan.document.pictures import fitted, is_blank
from taphuan.document.reading import plain


def shown(*bundles: dict[str, Any], room: Any = SLIDE) -> list[Block]:
    return cell_blocks(new_code_cell("x", outputs=[new_output("display_data", data) for data in bundles]), room)


def table(frame: Any, room: Any = SLIDE) -> tuple[TableBlock, str]:
    """The table that a frame becomes, and the note below it."""
    found, *notes = shown({"text/html": frame._repr_html_(), "text/plain": "x"}, room=room)
    assert isinstance(found, TableBlock)
    return found, "".join(plain(note.runs) for note in notes if isinstance(note, Paragraph))


def names(found: TableBlock) -> list[str]:
    return [column.name for column in found.columns]


# --- pandas -----------------------------------------------------------------------------------------------------------


def test_a_frame_has_decimal_commas_and_blanks_and_no_counter() -> None:
    frame = pd.DataFrame({"Tỉnh": ["Huế", "Đà Nẵng", None], "DTI": [0.5808, float("nan"), 0.7], "Hạng": [1, 2, 3]})
    found, note = table(frame)
    assert names(found) == ["Tỉnh", "DTI", "Hạng"]
    assert found.rows == (("Huế", "0,5808", "1"), ("Đà Nẵng", "", "2"), ("", "0,7000", "3"))
    assert [column.align for column in found.columns] == ["left", "right", "right"]
    assert note == ""


def test_infinite_values_days_and_objects() -> None:
    frame = pd.DataFrame({"v": [float("inf"), -float("inf")], "d": pd.to_datetime(["2024-10-31", "2025-07-01"])})
    frame["o"] = [{"a": 1}, [1, 2]]
    assert table(frame)[0].rows == (("∞", "31/10/2024", "{'a': 1}"), ("−∞", "01/07/2025", "[1, 2]"))


def test_thousands_that_an_author_wrote_stay() -> None:
    assert table(pd.DataFrame({"Dân số": ["48.000", "1.234.567"]}))[0].rows == (("48.000",), ("1.234.567",))


def test_columns_of_one_name_stay_apart() -> None:
    found, _ = table(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    assert (names(found), found.rows) == (["a", "a"], (("1", "2"),))


def test_heads_of_several_rows_and_an_index_of_several_columns() -> None:
    columns = pd.MultiIndex.from_product([[2022, 2023], ["a", "b"]])
    index = pd.MultiIndex.from_tuples([("A", "u"), ("A", "v")], names=["vùng", "tỉnh"])
    found, _ = table(pd.DataFrame(np.arange(8).reshape(2, 4), columns=columns, index=index))
    assert names(found) == ["vùng", "tỉnh", "2022 · a", "2022 · b", "2023 · a", "2023 · b"]
    assert found.rows == (("A", "u", "0", "1", "2", "3"), ("A", "v", "4", "5", "6", "7"))


@pytest.mark.parametrize(("room", "rows", "columns"), [(SLIDE, 6, 8), (PAGE, 30, 8)])
def test_a_huge_frame_shows_its_beginning_and_says_so(room: Any, rows: int, columns: int) -> None:
    frame = pd.DataFrame(np.arange(600_000).reshape(10_000, 60))
    with pd.option_context("display.max_rows", 60, "display.min_rows", 60, "display.max_columns", 20):
        found, note = table(frame, room)
    assert (len(found.rows), len(found.columns)) == (rows, columns)
    assert found.rows[1][0] == "60"
    assert note == f"Ở đây có {rows}/10.000 dòng đầu, {columns}/60 cột đầu; 30 dòng, 10 cột đầu ở notebook.ipynb."


def test_the_colours_of_a_styler_stay() -> None:
    frame = pd.DataFrame({"Tỉnh": ["Huế", "Vinh"], "DTI": [0.5, 0.6]})
    styled = frame.style.apply(lambda row: ["background-color: #c8102e" if row.DTI > 0.5 else ""] * 2, axis=1)
    found, _ = table(styled.set_caption("Hai tỉnh"))
    assert found.caption == "Hai tỉnh"
    assert [[look.fill for look in row] for row in found.looks] == [["", ""], ["C8102E", "C8102E"]]


def test_an_empty_frame_is_no_table() -> None:
    (line,) = shown({"text/html": pd.DataFrame({"a": []})._repr_html_()})
    assert isinstance(line, Paragraph) and plain(line.runs).startswith("Thiếu kết quả của một ô mã: ")


# --- drawings and pictures --------------------------------------------------------------------------------------------


def test_a_drawing_of_matplotlib_is_the_same_at_each_run() -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    drawn = []
    for salt in ("a", "b"):
        figure = Figure()
        figure.subplots().plot([1, 3, 2])
        out = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": salt}):
            figure.savefig(out, format="svg")
        drawn.append(shown({"image/svg+xml": out.getvalue(), "text/plain": "<Figure size 640x480 with 1 Axes>"}))
    assert drawn[0] == drawn[1]
    (figure_block,) = drawn[0]
    assert isinstance(figure_block, FigureBlock) and "<metadata" not in figure_block.svg


def test_scripts_of_a_drawing_are_removed() -> None:
    hostile = DRAWING.replace("<rect", "<script>x</script><rect onclick='x'").replace(
        "<text", "<a href='javascript:x'/><text"
    )
    (drawing,) = shown({"image/svg+xml": hostile})
    assert isinstance(drawing, FigureBlock)
    assert "script" not in drawing.svg and "onclick" not in drawing.svg


@pytest.mark.parametrize("mode", ["CMYK", "RGB", "L"])
def test_a_jpeg_of_any_mode_can_be_shown_everywhere(mode: str) -> None:
    found = fitted(picture("JPEG", mode))
    assert found is not None
    assert Image.open(io.BytesIO(found[0])).mode in ("RGB", "L")


def test_an_animated_picture_is_its_first_frame_and_a_photograph_stands_upright() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    found = fitted(out.getvalue())
    assert found is not None
    still = Image.open(io.BytesIO(found[0]))
    assert (still.format, getattr(still, "n_frames", 1)) == ("PNG", 1)
    assert still.convert("RGB").getpixel((0, 0)) == (255, 0, 0)
    turned = Image.new("RGB", (30, 20))
    exif = turned.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif)
    upright = fitted(out.getvalue())
    assert upright is not None and upright[1:] == (20, 30)


def test_a_picture_without_bytes_or_of_one_colour_is_blank() -> None:
    assert is_blank(b"")
    assert is_blank(picture("PNG", "RGB", (1, 1)))
    assert not is_blank(picture())


# --- what cannot be shown ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            {"application/vnd.plotly.v1+json": {}, "text/html": "<div></div><script>x</script>"},
            "Thiếu biểu đồ Plotly: ",
        ),
        ({"application/vnd.vegalite.v5+json": {}, "text/plain": "alt.Chart(...)"}, "Thiếu biểu đồ Altair: "),
        (
            {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "VBox(children=(IntSlider(value=1),))"},
            "Thiếu nút bấm, thanh trượt (ipywidgets): ",
        ),
        ({"text/plain": "<Figure size 640x480 with 1 Axes>"}, "Thiếu kết quả của một ô mã: "),
        ({"text/plain": "<pandas.io.formats.style.Styler at 0x7fc9ce019090>"}, "Thiếu kết quả của một ô mã: "),
        ({"text/plain": "[<matplotlib.lines.Line2D at 0x7f12ab>]"}, "Thiếu kết quả của một ô mã: "),
    ],
)
def test_what_cannot_be_shown_is_named_in_a_line(data: dict[str, Any], line: str) -> None:
    (note,) = shown(data)
    assert isinstance(note, Paragraph) and note.style == "note"
    assert plain(note.runs).startswith(line) and "<" not in plain(note.runs)
    assert unshown(new_output("display_data", data)) == plain(note.runs)


def test_a_picture_goes_before_a_script_and_a_bare_object_beside_it_is_left_out() -> None:
    plotly = {
        "application/vnd.plotly.v1+json": {},
        "text/html": "<script>x</script>",
        "image/png": base64_of(picture()),
    }
    assert shown({"text/plain": "<Axes: >"}, plotly) == [PictureBlock(picture(), "")]


# --- formulas ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        ("E=mc^2", "<em>E</em> = <em>m</em><em>c</em><sup>2</sup>"),
        (r"\frac{a+b}{2}", "(<em>a</em> + <em>b</em>)/2"),
        (r"\text{DTI} \le 1", "DTI ≤ 1"),
        ("a<b", "<em>a</em> &lt; <em>b</em>"),
        (r"\unknown{x}", None),
        ("}", None),
    ],
)
def test_a_formula_in_a_line(tex: str, html: str | None) -> None:
    assert in_line(tex) == html


@pytest.mark.parametrize("text", ["giá $5 và $6", "$5 triệu và 6$", r"\$5 và \$6", "$ 5 $", "chỉ $5"])
def test_prices_are_no_formulas(text: str) -> None:
    assert to_html(text) == f"<p>{text.replace(chr(92), '')}</p>\n"


def test_a_formula_that_cannot_be_drawn_says_so() -> None:
    html = to_html("$$\\begin{pmatrix}1\\end{pmatrix}$$")
    assert "\\begin{pmatrix}" in html and "dán ảnh" in html


def test_sympy_shows_its_formula_and_not_its_name() -> None:
    (drawing,) = shown({"text/latex": r"$\displaystyle \sqrt{x}$", "text/plain": "sqrt(x)"})
    assert isinstance(drawing, FigureBlock) and drawing.alt == "√x"


# --- Markdown ---------------------------------------------------------------------------------------------------------


def test_a_link_of_five_thousand_letters_is_its_text() -> None:
    assert "<a" not in to_html(f"[x](https://a.vn/{'a' * 5000})")
    assert "<a" in to_html("[x](https://a.vn/a)")


def test_a_picture_that_is_not_there_is_named() -> None:
    assert "Hình “chợ” nằm trên mạng" in to_html("![chợ](https://a.vn/b.png)")
    assert "Hình “chợ” không có trong sổ tay" in to_html("![chợ](anh/b.png)")
    svg = {"a.svg": {"image/svg+xml": base64.b64encode(DRAWING.encode()).decode()}}
    assert "<svg" in to_html("![chợ](attachment:a.svg)", svg)


def test_a_footnote_that_nothing_calls_is_shown_and_one_that_is_not_there_is_named() -> None:
    html = to_html("Nhắc[^9] tới, và `[^7]`.\n\n[^8]: Không ai gọi, [cổng](https://chinhphu.vn).")
    assert "Nhắc<sup>[9]</sup> tới" in html and "<code>[^7]</code>" in html
    assert '<span class="note">[8] Không ai gọi, <a href="https://chinhphu.vn">cổng</a>.</span>' in html
    assert html.count("chưa có nội dung") == 1 and "Chú thích [9] chưa có nội dung" in html
    assert "sup" not in to_html("ký tự [^a-z]")


@pytest.mark.parametrize("fence", ["mermaid", "{mermaid}", " mermaid title=x", "{Mermaid}", "plantuml"])
def test_a_drawing_written_as_code_says_what_to_do(fence: str) -> None:
    assert "hãy xuất sơ đồ ra ảnh PNG" in to_html(f"```{fence}\na --> b\n```")


@pytest.mark.parametrize("fence", ["python", "{code-cell} mermaid", ""])
def test_code_is_no_drawing(fence: str) -> None:
    assert "sơ đồ" not in to_html(f"```{fence}\na\n```")


def test_of_a_bar_of_progress_the_last_line_stands() -> None:
    def printed(*texts: str) -> list[str]:
        pieces = [new_output("stream", name="stdout", text=text) for text in texts]
        blocks = cell_blocks(new_code_cell("x", outputs=pieces), SLIDE)
        return [plain(block.runs) for block in blocks if isinstance(block, Paragraph)]

    assert printed("\r10%\r100%\nxong\n") == ["100%\nxong"]
    # the cursor goes back after each step, so also after the last
    assert printed("10%\r100%\r") == ["100%"]
    assert printed("10%\r100%\r\nxong\r\n") == ["100%\nxong"]
    # each step in an output of its own, as a front end saves what was flushed
    assert printed("\r10%", "\r50%", "\r100%\n", "xong\n") == ["100%\nxong"]


def test_text_in_brackets_that_is_no_tag_stays() -> None:
    assert to_html("<tên tỉnh> và <ten-tinh>") == "<p>&lt;tên tỉnh&gt; và &lt;ten-tinh&gt;</p>\n"


@pytest.mark.parametrize(
    "printed",
    [
        "\x1b[1;31mđỏ\x1b[0m",
        "\x1b[38;5;196mđỏ\x1b[m",
        "\x1b[38:2::200:16:46mđỏ\x1b[0m",
        "\x1b]8;;https://a.vn\x1b\\đỏ\x1b]8;;\x1b\\",
        "\x1b]0;tên cửa sổ\x07đỏ",
        "\x1b(Bđỏ\x1b[?25l\x1b[2K",
    ],
)
def test_of_what_a_terminal_obeys_only_the_words_stay(printed: str) -> None:
    cell = new_code_cell("x", outputs=[new_output("stream", name="stdout", text=f"{printed} 5\n")])
    (block,) = cell_blocks(cell, SLIDE)
    assert isinstance(block, Paragraph) and plain(block.runs) == "đỏ 5"


def test_twelve_levels_of_lists_are_twelve_levels() -> None:
    markdown = "\n".join(f"{'  ' * level}- Mức {level}" for level in range(12))
    (block,) = blocks_of(to_html(markdown))
    assert isinstance(block, ListBlock)
    assert [level for level, _ in block.places] == list(range(12))
    assert [plain(item) for item in block.items] == [f"Mức {level}" for level in range(12)]
