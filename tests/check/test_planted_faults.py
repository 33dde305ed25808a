"""Faults planted into composed notebooks of real conferences: each is refused, told before publishing, or named here with
the reason why nothing can see it. The honest sets, which have no finding, are in tests/compose/test_compose_time.py."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coded_lines import all_words_of
from planted_cells import Cell, Of, bundle, display, frame, judged, plotted, printed, raster
from planted_table import BEGIN, ELSEWHERE, END, lines
from projects import Project, copied
from taphuan import paths
from taphuan.charts.mime import CHART, SVG, TABLE
from taphuan.lesson.frames.shown import show_frame
from taphuan.lesson.lesson import Lesson, open_lesson

# the real one: the tests read a copy of the project
ROOT = Path(__file__).resolve().parents[2]
DA_NANG = ("quang-nam-2024", "da-nang", "2024-10-31")
MERGED = ("quang-nam-2024", "da-nang", "2026-11-28")
BEFORE_THE_LAW = ("quang-nam-2024", "da-nang", "2026-03-15")
BAC_GIANG = ("bac-giang", "bac-giang", "2022-01-31")


def quang_nam() -> Lesson:
    return open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")


def his(mime: str) -> str:
    """A figure or table of Quảng Nam as bare SVG or HTML."""
    lesson = quang_nam()
    if mime == SVG:
        return str(bundle(lesson.figures.strip())[SVG])
    return str(bundle(lesson.tables.neighbours())["text/html"])


def with_twin(made: dict[str, Any], mime: str, **change: Any) -> list[dict[str, Any]]:
    return [{"output_type": "execute_result", "metadata": {}, "execution_count": None, "data": {**made, mime: {**made[mime], **change}}}]  # fmt: skip


def marked_as_other(lesson: Lesson) -> list[dict[str, Any]]:
    """The table of the neighbours of Đà Nẵng with the mark on the row of another province."""
    made = bundle(lesson.tables.neighbours())
    at = made[TABLE]["highlight"]
    other = at + 1 if at + 1 < len(made[TABLE]["rows"]) else at - 1
    return with_twin(made, TABLE, highlight=other)


def first_three(lesson: Lesson) -> list[dict[str, Any]]:
    """A frame of the lesson, as the guide shows it, without the province itself."""
    dti = lesson.data.dti
    others = dti[(dti["year"] == 2022) & (dti["name"] != "Đà Nẵng")].nsmallest(3, "rank")[["name", "rank", "dti"]]
    return [{"output_type": "display_data", "metadata": {}, "data": show_frame(others)}]


def bars(names: list[str], title: str = "") -> Any:
    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        axes.barh(names, [50.0 + 5 * at for at in range(len(names))])
        axes.set_title(title)

    return draw


def empty_axes(figure: Any) -> None:
    figure.add_subplot()


def white_bars(figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.bar(["a", "b"], [1, 2], color="#fffffe")


def corner(figure: Any) -> None:
    figure.add_subplot().spines[["top", "right"]].set_visible(False)


def in_house_style(draw: Any) -> bytes:
    """The PNG of a figure that an author saves and shows in a cell of a lesson."""
    import matplotlib.pyplot as plt

    from taphuan.charts.own.style import use_house_style

    out = io.BytesIO()
    with plt.rc_context():
        use_house_style()
        figure, axes = plt.subplots()
        draw(axes)
        figure.savefig(out, format="png")
        plt.close(figure)
    return out.getvalue()


def unframed(figure: Any) -> None:
    figure.add_subplot().spines[:].set_visible(False)


def outlines(figure: Any) -> None:
    figure.add_subplot().bar([1, 2], [1, 2], fill=False)


def one_of_two(figure: Any) -> None:
    figure.subplots(1, 2)[0].bar([1, 2], [1, 2])


def two_bars(figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.bar(["Đà Nẵng", "b"], [1, 2])
    axes.set_title("Đà Nẵng")


def few_edges(figure: Any) -> None:
    """Bars in axes with two of their four edges, as in the house style."""
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.bar([1, 2], [1, 2])


def pale(figure: Any) -> None:
    figure.add_subplot().set_axis_off()
    figure.text(0.3, 0.5, "Chữ trắng trên nền trắng", color="white", fontsize=30)
    figure.add_artist(_line())


def _line() -> Any:
    from matplotlib.lines import Line2D

    return Line2D([0.1, 0.9], [0.2, 0.2], color="black")


def white_marks(figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.bar([1, 2], [3, 4], color="white")


WORDS = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><rect width="400" height="100" fill="#dfe5ee"/><text x="9" y="50">{}</text></svg>'
OLD = "Nghị định 102/2009/NĐ-CP"
RECORDS = [{"Tỉnh": "Quảng Nam", "DTI": 0.5808}]


def shows(source: str = "x", **data: Any) -> Cell:
    return Cell(source, lambda _: display(**data))


def prints(text: str, source: str = "print(x)") -> Cell:
    return Cell(source, lambda _: printed(text))


# name → (set, cell, words that must be said of it)
IDENTITY: dict[str, tuple[Of, Cell, str]] = {
    "title": (DA_NANG, Cell("## Quảng Nam trong bức tranh chung", title=True), "names Quảng Nam"),
    "title in capitals": (DA_NANG, Cell("## QUẢNG NAM đi trước", title=True), "names QUẢNG NAM"),
    "line below the title": (DA_NANG, Cell("## Việc chung\n\nỞ Quảng Nam, việc này đã xong.", title=True), "names Quảng Nam"),
    "prose": (DA_NANG, Cell("Quảng Nam có tổ công nghệ số ở mọi xã."), "names Quảng Nam"),
    "prose, the people's committee": (DA_NANG, Cell("UBND tỉnh Quảng Nam đã ban hành kế hoạch."), "Quảng Nam"),
    "notes": (DA_NANG, Cell("Xin kể chuyện của Quảng Nam cho hội trường nghe.", notes=True), "the notes names Quảng Nam"),
    "item of a list": (DA_NANG, Cell("- Đà Nẵng có kế hoạch\n- Quảng Nam làm trước"), "names Quảng Nam"),
    "cell of a Markdown table": (DA_NANG, Cell("| Tỉnh | Việc |\n|---|---|\n| Quảng Nam | xong |"), "names Quảng Nam"),
    "half of it bold": (DA_NANG, Cell("Quảng **Nam** có kế hoạch."), "names Quảng Nam"),
    "with a sign without width": (DA_NANG, Cell("Qu\u200bảng Nam có kế hoạch."), "names Quảng Nam"),
    "letters and marks apart": (DA_NANG, Cell("Qua\u0309ng Nam có kế hoạch."), "names Quảng Nam"),
    "as an entity": (DA_NANG, Cell("Qu&#7843;ng Nam có kế hoạch."), "names Quảng Nam"),
    "with a no-break space": (DA_NANG, Cell("Quảng\u00a0Nam có kế hoạch."), "names Quảng Nam"),
    "in HTML": (DA_NANG, Cell("<b>Quảng Nam</b> có kế hoạch."), "names Quảng Nam"),
    "alias": (DA_NANG, Cell("TP.HCM có kế hoạch riêng."), "names TP.HCM"),
    "full name": (DA_NANG, Cell("Thành phố Hải Phòng có kế hoạch riêng."), "Hải Phòng"),
    "quoted block": (DA_NANG, Cell("> Quảng Nam có kế hoạch."), "names Quảng Nam"),
    "words of a link": (DA_NANG, Cell("Xem [trang của Quảng Nam](https://chinhphu.vn)."), "names Quảng Nam"),
    "rank in prose": (DA_NANG, Cell("Quảng Nam xếp 31/63 năm 2022."), "compares"),
    "with a citation that says nothing of it": (DA_NANG, Cell("Quảng Nam lập dự toán theo Nghị định 82/2024/NĐ-CP. [@nd-82-2024]"), "names Quảng Nam"),
    "alt text of a pasted picture": (DA_NANG, Cell("![Chợ ở Quảng Nam](attachment:a.png)", pasted=raster((9, 9, 9), (250, 0, 0))), "names Quảng Nam"),
    "drawing in Markdown": (DA_NANG, Cell(WORDS.format("Quảng Nam 58,1")), "names Quảng Nam"),
    "his figure as SVG": (DA_NANG, Cell("x", lambda _: display(svg=his(SVG))), "Quảng Nam"),
    "his league, where both stand, as SVG": (DA_NANG, Cell("x", lambda _: display(svg=bundle(quang_nam().figures.league())[SVG])), "marks Quảng Nam"),
    "his table as HTML": (DA_NANG, Cell("x", lambda _: display(html=his("text/html"))), "the table names"),
    "matplotlib, letters as text": (DA_NANG, shows(svg=plotted(bars(["Quảng Nam"]))), "names Quảng Nam"),
    "matplotlib, letters as paths": (DA_NANG, shows(svg=plotted(bars(["Quảng Nam"]), "path")), "names Quảng Nam"),
    "matplotlib, in its title": (DA_NANG, shows(svg=plotted(bars(["2021", "2022"], "DTI của Quảng Nam"))), "names Quảng Nam"),
    "alt text of a PNG": (DA_NANG, Cell("x", lambda _: display({"image/png": {"alt": "DTI của Quảng Nam"}}, png=raster((255, 255, 255), (9, 9, 9)))), "the alt text names Quảng Nam"),
    "alt text of a JPEG": (DA_NANG, Cell("x", lambda _: display({"image/jpeg": {"alt": "Chợ Quảng Nam"}}, jpeg=raster((255, 255, 255), (9, 9, 9), kind="JPEG"))), "the alt text names Quảng Nam"),
    "PNG whose code names it": (DA_NANG, shows('plot(data[data.tinh == "Quảng Nam"])', png=raster((255, 255, 255), (9, 9, 9))), "the code names Quảng Nam"),
    "PNG whose code has its slug": (DA_NANG, shows("plot(data.loc['quang-nam'])", png=raster((255, 255, 255), (9, 9, 9))), "the code names quang-nam"),
    "printed": (DA_NANG, prints("Quảng Nam: 58,1\n"), "the printed text names Quảng Nam"),
    "printed without marks": (DA_NANG, prints("Quang Nam 0.5808\n"), "the printed text names Quang Nam"),
    "printed rank, beside its own": (DA_NANG, prints("Quảng Nam xếp sau Đà Nẵng, hạng 31/63.\n"), "compares"),
    "printed in colours": (DA_NANG, prints("\x1b[31mQuảng Nam\x1b[0m: 58,1\n"), "names Quảng Nam"),
    "text of an object": (DA_NANG, shows(text="'Quảng Nam'"), "names Quảng Nam"),
    "Markdown of an object": (DA_NANG, shows(markdown="**Quảng Nam** có kế hoạch", text="x"), "names Quảng Nam"),
    "frame": (DA_NANG, Cell("x", lambda _: frame(RECORDS)), "the table names Quảng Nam"),
    "frame with its slug": (DA_NANG, Cell("x", lambda _: frame([{"tinh": "quang-nam", "dti": 0.5808}])), "the table names quang-nam"),
    "frame with it as its index": (DA_NANG, Cell("x", lambda _: frame([{"DTI": 0.5808}], index=["Quảng Nam"])), "names Quảng Nam"),
    "frame with it as a column": (DA_NANG, Cell("x", lambda _: frame([{"Quảng Nam": 0.5808, "Huế": 0.7}])), "names Quảng Nam"),
    "label of a drawing": (DA_NANG, shows(svg=WORDS.format("58,1").replace("<svg ", '<svg aria-label="DTI của Quảng Nam" ')), "names Quảng Nam"),
    "his figure with its twin": (DA_NANG, Cell("x", lambda _: with_twin(bundle(quang_nam().figures.strip()), CHART)), "is of the unit"),
    "his figure, the unit changed": (DA_NANG, Cell("x", lambda here: with_twin(bundle(quang_nam().figures.strip()), CHART, unit=here.unit.reference())), "marks Quảng Nam"),
    "own figure, his alt text": (DA_NANG, Cell("x", lambda here: with_twin(bundle(here.figures.strip()), CHART, alt="Quảng Nam: 58,1 điểm.")), "names Quảng Nam"),
    "own table, his row marked": (DA_NANG, Cell("x", marked_as_other), "as this province"),
    "own figure of another day": (DA_NANG, Cell("x", lambda here: with_twin(bundle(here.figures.strip()), CHART, as_of="2022-10-31")), "is of 2022-10-31"),
    "another province, another conference": (BAC_GIANG, Cell("Lạng Sơn đã làm xong việc này."), "names Lạng Sơn"),
}  # fmt: skip

LAW: dict[str, tuple[Of, Cell, str]] = {
    "repealed, in force in prose": (DA_NANG, Cell(f"{OLD} đang có hiệu lực."), "calls NĐ 102/2009 in force"),
    "repealed, in force in a title": (DA_NANG, Cell("## Nghị định 102/2009 vẫn còn hiệu lực", title=True), "calls NĐ 102/2009 in force"),
    "repealed, in force in notes": (DA_NANG, Cell(f"Xin nhắc: {OLD} đang có hiệu lực.", notes=True), "calls NĐ 102/2009 in force"),
    "repealed, in force, printed": (DA_NANG, prints(f"{OLD} hiện còn hiệu lực\n"), "calls NĐ 102/2009 in force"),
    "repealed, in force in a drawing": (DA_NANG, shows(svg=WORDS.format("NĐ 102/2009 đang có hiệu lực")), "calls NĐ 102/2009 in force"),
    "repealed, in force in a frame": (DA_NANG, Cell("x", lambda _: frame([{"Văn bản": "NĐ 102/2009", "Trạng thái": "đang có hiệu lực"}])), "calls NĐ 102/2009 in force"),
    "repealed, in force in an alt text": (DA_NANG, Cell("x", lambda _: display({"image/png": {"alt": f"Bìa {OLD}, văn bản hiện hành"}}, png=raster((255, 255, 255), (9, 9, 9)))), "calls NĐ 102/2009 in force"),
    "repealed, applied": (DA_NANG, Cell(f"Dự án CNTT đang áp dụng {OLD}."), "calls NĐ 102/2009 in force"),
    "in force beside its badge": (MERGED, Cell("Nghị định 82/2024/NĐ-CP **còn hiệu lực**. [@nd-82-2024]"), "calls NĐ 82/2024 in force"),
    "in force before its citation": (MERGED, Cell("Theo Nghị định 82 hiện hành [@nd-82-2024], lập dự toán một lần."), "calls NĐ 82/2024 in force"),
    "period over, in force": (MERGED, Cell("Quyết định 411/QĐ-TTg hiện vẫn còn hiệu lực."), "calls QĐ 411/QĐ-TTg in force"),
    "not yet in force, in force": (BEFORE_THE_LAW, Cell("Luật Chuyển đổi số đang có hiệu lực."), "calls Luật Chuyển đổi số in force"),
    "not issued, in prose": (BAC_GIANG, Cell("Theo Luật số 148/2025/QH15, tỉnh dành ngân sách cho việc này."), "not issued"),
    "not issued, in a title": (BAC_GIANG, Cell("## Nghị định 82/2024/NĐ-CP và tỉnh", title=True), "names NĐ 82/2024, which was not issued"),
    "not issued, in notes": (BAC_GIANG, Cell("Xin xem Nghị định 82/2024/NĐ-CP.", notes=True), "not issued"),
    "not issued, printed": (BAC_GIANG, prints("Căn cứ: 82/2024/NĐ-CP\n"), "not issued"),
    "not issued, in a frame": (BAC_GIANG, Cell("x", lambda _: frame([{"Văn bản": "NĐ 82/2024"}])), "not issued"),
    "not issued, in a drawing": (BAC_GIANG, shows(svg=WORDS.format("NĐ 82/2024")), "not issued"),
    "not issued, in an alt text": (BAC_GIANG, Cell("![Bìa Nghị định 82/2024/NĐ-CP](attachment:a.png)", pasted=raster((9, 9, 9), (250, 0, 0))), "not issued"),
    "repealed without its state, printed": (DA_NANG, prints(f"Căn cứ {OLD}\n"), "names NĐ 102/2009 without its state"),
    "repealed without its state, in a drawing": (DA_NANG, shows(svg=WORDS.format("Bước 1: NĐ 102/2009")), "names NĐ 102/2009 without its state"),
    "repealed without its state, in a frame": (MERGED, Cell("x", lambda _: frame([{"Căn cứ": "NĐ 82/2024"}])), "names NĐ 82/2024 without its state"),
    "repealed without its state, in an alt text": (DA_NANG, Cell("x", lambda _: display({"image/png": {"alt": f"Sơ đồ theo {OLD}"}}, png=raster((255, 255, 255), (9, 9, 9)))), "without its state"),
    "repealed without its state, in notes": (MERGED, Cell("Khi lập dự toán, hãy mở Nghị định 82/2024/NĐ-CP.", notes=True), "names NĐ 82/2024 without its state"),
    "never to be printed": (DA_NANG, Cell("Theo kế hoạch đã có. [@qd-175-ttg]"), "verified=no"),
}  # fmt: skip

TIME: dict[str, tuple[Of, Cell, str]] = {
    "a result of later, in prose": (BAC_GIANG, Cell("Năm 2024 tỉnh có kết quả 5/63, giá trị 0,7123."), "2024"),
    "a result of later, printed": (DA_NANG, prints("DTI năm 2023: 0,7\n"), "a result of 2023"),
    "a result of later, in a frame": (DA_NANG, Cell("x", lambda _: frame([{"Bảng": "DTI năm 2023", "Đà Nẵng": 0.7}])), "a result of 2023"),
    "a result of later, in a drawing": (DA_NANG, shows(svg=WORDS.format("DTI 2023 của Đà Nẵng")), "a result of 2023"),
    "a result of later, in notes": (DA_NANG, Cell("DTI năm 2024 sẽ cho thấy điều đó.", notes=True), "a result of 2024"),
    "a later body": (DA_NANG, Cell("Sở Khoa học và Công nghệ là đầu mối."), "since 01/3/2025 only"),
    "a later body, short, in notes": (DA_NANG, Cell("Bộ KH&CN là đầu mối.", notes=True), "since 01/3/2025 only"),
    "a later body, printed": (DA_NANG, prints("Đầu mối: Sở Khoa học và Công nghệ\n"), "since 01/3/2025 only"),
    "a body that is no more": (MERGED, Cell("Hãy gửi báo cáo về Sở Thông tin và Truyền thông."), "ended on 28/02/2025"),
    "a body that is no more, short, in notes": (MERGED, Cell("Mọi câu hỏi xin hỏi Sở TT&TT.", notes=True), "ended on 28/02/2025"),
    "a body that is no more, printed": (MERGED, prints("Đầu mối: Sở Thông tin và Truyền thông\n"), "ended on 28/02/2025"),
    "a day to come": (DA_NANG, Cell("Ngày 15/3/2026 thành phố tổng kết việc này."), "lies ahead"),
    "a day to come, in words": (DA_NANG, Cell("Ngày 15 tháng 3 năm 2026 thành phố tổng kết.", notes=True), "lies ahead"),
    "a day to come, in a frame": (DA_NANG, Cell("x", lambda _: frame([{"Ngày": "15/03/2026", "Việc": "tổng kết"}])), "lies ahead"),
    "soon, of a day that is past": (MERGED, Cell("Hội nghị sắp diễn ra ngày 05/11/2024."), "says “sắp diễn ra” of 05/11/2024"),
    "34 provinces before the merger": (DA_NANG, Cell("Cả 34 tỉnh, thành phố đều có kế hoạch."), "says “34 tỉnh”"),
    "63 provinces after the merger": (MERGED, Cell("Cả nước có 63 tỉnh, thành phố."), "there are 34"),
    "a year to come, as if it were past": (DA_NANG, Cell("Năm 2026, thành phố đã hoàn thành việc này."), "a year to come"),
}  # fmt: skip

BLANK: dict[str, tuple[Of, Cell, str]] = {
    "a figure without axes": (DA_NANG, shows(svg=plotted(lambda _: None), text="<Figure size 640x480 with 0 Axes>"), "of one colour"),
    "empty axes": (DA_NANG, shows(svg=plotted(empty_axes)), "axes and nothing in them"),
    "axes of two bars, all white": (DA_NANG, shows(svg=plotted(white_bars)), "of one colour"),
    "two empty axes": (DA_NANG, shows(svg=plotted(lambda figure: figure.subplots(1, 2))), "axes and nothing in them"),
    "a white picture": (DA_NANG, shows(png=raster((255, 255, 255))), "of one colour"),
    "a picture of 1 × 1": (DA_NANG, shows(png=raster((200, 16, 46), size=(1, 1))), "of one colour"),
    "a transparent picture": (DA_NANG, shows(png=raster((0, 0, 0, 0), (200, 0, 0, 0), "RGBA")), "of one colour"),
    "white on nearly white": (DA_NANG, shows(png=raster((255, 255, 255), (250, 250, 250))), "of one colour"),
    "a black picture": (DA_NANG, shows(jpeg=raster((0, 0, 0), kind="JPEG")), "of one colour"),
    "a picture of 0 bytes": (DA_NANG, shows(png=b""), "cannot be read"),
    "a truncated picture": (DA_NANG, shows(png=raster((255, 255, 255), (9, 9, 9))[:60]), "cannot be read"),
    "white letters in a drawing": (DA_NANG, shows(svg=plotted(pale)), "colour of their ground"),
    "white marks in a drawing": (DA_NANG, shows(svg=plotted(white_marks)), "of one colour"),
    "empty axes as PNG": (DA_NANG, shows(png=plotted(empty_axes, kind="png")), "axes and nothing in them"),
    "two empty axes as PNG": (DA_NANG, shows(png=plotted(lambda figure: figure.subplots(1, 2), kind="png")), "axes and nothing in them"),
    "empty axes of two edges as PNG": (DA_NANG, shows(png=plotted(corner, kind="png")), "axes and nothing in them"),
    "empty axes of the house style as PNG": (DA_NANG, shows(png=in_house_style(lambda axes: None)), "axes and nothing in them"),
    "empty axes, pasted": (DA_NANG, Cell("![Ảnh](attachment:a.png)", pasted=plotted(empty_axes, kind="png")), "axes and nothing in them"),
    "empty axes with a title, as PNG": (DA_NANG, shows(png=plotted(lambda figure: figure.add_subplot().set_title("DTI"), kind="png")), "axes and nothing in them"),
    "an empty drawing": (DA_NANG, shows(svg="<svg></svg>", text=""), "shows nothing"),
    "a drawing that is off its canvas": (DA_NANG, shows(svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M90 90h9"/></svg>'), "of one colour"),
    "a frame without rows": (DA_NANG, Cell("x", lambda _: frame([], columns=["a", "b"])), "has no row"),
    "a frame of NaN": (DA_NANG, Cell("x", lambda _: frame([{"a": "Đà Nẵng", "b": float("nan")}])), "no value"),
    "a table of empty cells": (DA_NANG, shows(html="<table><tr><th>Chỉ số</th></tr><tr><td>\u00a0</td></tr></table>", text=""), "no value"),
    "an empty line, printed": (DA_NANG, prints("\n"), "shows nothing"),
    "blanks, printed": (DA_NANG, prints(" \u00a0\u200b\u2800 \n"), "has no word"),
    "empty HTML": (DA_NANG, shows(html="<div><p> </p></div>", text=""), "shows nothing"),
    "white letters in HTML": (DA_NANG, shows(html='<p style="color: #ffffff">Đà Nẵng dẫn đầu</p>', text=""), "colour of the ground"),
    "white letters in Markdown": (DA_NANG, Cell('Một dòng <span style="color:white">và chữ trắng</span>.'), "colour of the ground"),
    "hidden words in Markdown": (DA_NANG, Cell('Một dòng <span style="display:none">và chữ ẩn</span>.'), "hidden by its style"),
    "words of size 0": (DA_NANG, Cell('Một dòng <span style="font-size:0">và chữ ẩn</span>.'), "hidden by its style"),
    "an object": (DA_NANG, shows(text="<Figure size 640x480 with 0 Axes>"), "nothing but an object"),
    "no output": (DA_NANG, Cell("x", lambda _: []), "has no output"),
    "text without a letter": (DA_NANG, Cell("\u200b \u2060"), "no word"),
    "a title without a letter": (DA_NANG, Cell("## \u200b\u00a0", title=True), ""),
    "a pasted white picture": (DA_NANG, Cell("![Ảnh](attachment:a.png)", pasted=raster((255, 255, 255))), "of one colour"),
}  # fmt: skip

# what is no fault: the set, the cell
HONEST: dict[str, tuple[Of, Cell]] = {
    "its own name, printed": (DA_NANG, prints("Đà Nẵng: 80,0\n")),
    "its own bars beside others": (DA_NANG, shows(svg=plotted(bars(["Đà Nẵng", "Quảng Nam", "Huế"])))),
    "two bars without a frame": (DA_NANG, shows(svg=plotted(two_bars))),
    "a line of the house style": (DA_NANG, shows(svg=plotted(few_edges))),
    "a frame of the region": (DA_NANG, Cell("x", lambda _: frame([{"Tỉnh": name, "DTI": 0.5} for name in ("Quảng Nam", "Quảng Ngãi", "Phú Yên")]))),
    "the first three of the country": (DA_NANG, Cell("x", first_three)),
    "bars as PNG": (DA_NANG, shows(png=plotted(bars(["Đà Nẵng", "Huế"]), kind="png"))),
    "bars of the house style as PNG": (DA_NANG, shows(png=in_house_style(lambda axes: axes.bar([1, 2], [1, 2])))),
    "a level line of the house style as PNG": (DA_NANG, shows(png=in_house_style(lambda axes: axes.plot([1, 1], color="house:track")))),
    "a line across in the house style as PNG": (DA_NANG, shows(png=in_house_style(lambda axes: axes.axhline(0.5)))),
    "bars in axes of two edges as PNG": (DA_NANG, shows(png=plotted(few_edges, kind="png"))),
    "bars without a fill as PNG": (DA_NANG, shows(png=plotted(outlines, kind="png"))),
    "a level line as PNG": (DA_NANG, shows(png=plotted(lambda figure: figure.add_subplot().plot([1, 1]), kind="png"))),
    "one point as PNG": (DA_NANG, shows(png=plotted(lambda figure: figure.add_subplot().plot([1], [1], "."), kind="png"))),
    "empty axes beside full ones, as PNG": (DA_NANG, shows(png=plotted(one_of_two, kind="png"))),
    "a frame that somebody drew": (DA_NANG, shows(png=raster((255, 255, 255), (9, 9, 9)))),
    "a photo": (DA_NANG, shows(jpeg=raster((90, 90, 90), (120, 110, 90), kind="JPEG"))),
    "what an item says of another province": (MERGED, Cell("- **Lạng Sơn** tự chấm 34 mục tiêu năm 2025. [@lap-ke-hoach-cds-k20]")),
    "its parts": (MERGED, Cell("Đà Nẵng gồm Quảng Nam và Đà Nẵng trước sắp xếp.")),
    "the Pacific, a battle, peace": (DA_NANG, Cell("Thái Bình Dương, Điện Biên Phủ và hòa bình.")),
    "islands": (DA_NANG, Cell("Quần đảo Trường Sa (Khánh Hòa) và Hoàng Sa (Đà Nẵng).")),
    "a commune with the name of a province": (DA_NANG, Cell("Phường Hà Giang 1 làm trước.")),
    "letters white on dark": (DA_NANG, shows(svg=WORDS.replace("#dfe5ee", "#14263B").replace("<text ", '<text fill="white" ').format("Đà Nẵng"))),
    "a cell of colour": (DA_NANG, shows(html='<table><tr><th>Nơi</th></tr><tr><td style="background-color:#14263B;color:white">Đà Nẵng</td></tr></table>', text="x")),
    "repealed, and said so": (DA_NANG, Cell("Nghị định 102/2009/NĐ-CP không còn hiệu lực từ 01/01/2020.")),
    "repealed, with its state, printed": (DA_NANG, prints("NĐ 102/2009: hết hiệu lực từ 01/01/2020\n")),
    "in force, and said so": (DA_NANG, Cell("Nghị định 82/2024/NĐ-CP đang có hiệu lực. [@nd-82-2024]")),
    "a body of then": (MERGED, Cell("Khi đó Sở Thông tin và Truyền thông là đầu mối.")),
    "a body of the day": (DA_NANG, Cell("Hãy gửi báo cáo về Sở Thông tin và Truyền thông.")),
    "a year to come, as a plan": (DA_NANG, Cell("Kế hoạch năm 2026 cần có việc này.")),
}  # fmt: skip

# what nothing sees, and why
UNSEEN: dict[str, tuple[Of, Cell, str]] = {
    "his bars as PNG, from a file": (DA_NANG, shows("Image('hinh.png')", png=raster((255, 255, 255), (200, 16, 46))), "letters inside of pixels are not read, and neither code nor alt text names the province"),
    "empty axes as PNG, without a frame": (DA_NANG, shows(png=plotted(unframed, kind="png")), "numbers around a ground are a picture like any other"),
    "a name without marks, small": (DA_NANG, prints("quang nam: 58,1\n"), "small letters without marks are syllables like any others (an giang, ha nam)"),
    "an office that only the hall knows": (DA_NANG, Cell("Anh bạn hàng xóm ở phía nam làm trước ta một năm."), "a riddle names nobody"),
}  # fmt: skip

CAUGHT = {"another province": tuple(IDENTITY), "law": tuple(LAW), "years and days": tuple(TIME), "blank": tuple(BLANK)}
FAULTS = {
    f"{group}: {name}": fault
    for group, faults in {"identity": IDENTITY, "law": LAW, "time": TIME, "blank": BLANK, "unseen": UNSEEN}.items()
    for name, fault in faults.items()
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """What is said of each fault, in sets composed from notebooks that hold all faults of their set."""
    root = copied(tmp_path_factory.mktemp("planted") / "project")
    with pytest.MonkeyPatch.context() as patch:
        original = paths.ROOT
        for name, value in list(vars(paths).items()):
            if isinstance(value, Path) and value.is_relative_to(original):
                patch.setattr(paths, name, root / value.relative_to(original))
        found: dict[str, list[str]] = {}
        for of in dict.fromkeys(of for of, _, _ in FAULTS.values()):
            faults = {name: cell for name, (its, cell, _) in FAULTS.items() if its == of}
            honest = {f"honest: {name}": cell for name, (its, cell) in HONEST.items() if its == of}
            found |= judged(Project(root), of, faults | honest)
        yield found


@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith("unseen")])
def test_a_planted_fault_is_told_with_its_place(said: dict[str, list[str]], name: str) -> None:
    words = FAULTS[name][2]
    assert any(words in line for line in all_words_of(said[name])), said[name]


@pytest.mark.parametrize("name", HONEST)
def test_what_is_no_fault_is_not_told(said: dict[str, list[str]], name: str) -> None:
    assert said[f"honest: {name}"] == []


def test_what_nothing_sees_is_one_in_twenty_at_most(said: dict[str, list[str]]) -> None:
    assert [name for name in FAULTS if name.startswith("unseen") and said[name]] == []
    assert len(FAULTS) >= 80
    assert len(UNSEEN) <= len(FAULTS) / 20


def test_faults_that_other_tests_plant_are_planted_there() -> None:
    for faults in ELSEWHERE.values():
        for _, test in faults.values():
            file, _, name = test.partition("::")
            assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), test


def test_the_page_about_trust_has_the_list_and_the_rate() -> None:
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    table = page.partition(BEGIN)[2].partition(END)[0].strip()
    assert table == "\n".join(lines(CAUGHT, tuple(UNSEEN))), "make planted prints it"
