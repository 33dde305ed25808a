"""The HTML deck: its structure, its figures and tables, and that it stands alone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from deck_sample import ALT, CAPTION, Notebook, bars, sample_notebook
from taphuan import paths
from taphuan.errors import NotComposed
from taphuan.export.html.deck import TaphuanDeckExporter, deck_view, inline_svg, unbroken, write_deck
from taphuan.theme import theme

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup(write_deck(sample_notebook()), "html.parser")


def body_of(page: BeautifulSoup, slide: str) -> BeautifulSoup:
    found = page.find("section", id=slide)
    assert found is not None
    return found


def test_the_page_says_what_it_is(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "vi"
    assert page.title.string.startswith("Chuyển đổi số tỉnh Quảng Nam · Hội nghị tập huấn")
    assert [section["id"] for section in page.select("section")][:3] == ["cover-01", "profile-01", "text-06"]


def test_nothing_is_loaded_from_anywhere(page: BeautifulSoup) -> None:
    for element in page.find_all(True):
        for name in ("src", "href", "srcset", "data", "poster", "action"):
            value = element.get(name, "")
            assert not value or value.startswith(("data:", "#")), f"{element.name} {name}={value[:60]}"
    assert not page.find_all(["iframe", "object", "embed"])
    styles = "".join(style.string for style in page.find_all("style"))
    assert "@import" not in styles
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", styles))
    assert not re.search(r"cdnjs|unpkg|jsdelivr|require\.js|mathjax", str(page), flags=re.IGNORECASE)


def test_the_fixed_part_stays_small() -> None:
    b = Notebook()
    b.slide("a", "Trang")
    assert len(write_deck(b.nb)) <= 350 * 1024


def test_a_notebook_that_shows_nothing_is_no_deck() -> None:
    with pytest.raises(NotComposed, match="the notebook shows nothing; run it"):
        write_deck(new_notebook(cells=[new_code_cell("1", execution_count=1)]))


def test_scripts_cannot_end_early() -> None:
    source = write_deck(sample_notebook()).decode()
    for script in re.findall(r"<script>(.*?)</script>", source, flags=re.DOTALL):
        assert "<!--" not in script
        assert "<script" not in script
    assert source.rstrip().endswith("</html>")
    assert source.count("<script>") == 2
    assert source.count("</body>") == 1


def test_every_slide_has_its_frame(page: BeautifulSoup) -> None:
    for number, section in enumerate(page.select("section"), start=1):
        assert section.select_one("h1.title, h2.title").get_text(strip=True)
        where = section.select_one(".foot .where").get_text()
        assert where.endswith(str(number))
        assert where.startswith("Quy định, số liệu đến\u00a031/10/2024 · ")
        if section["id"] != "cover-01":
            assert section.select_one(".topline .event").get_text() == "Quảng Nam · Miền Trung – Tây Nguyên 2024"
    cover = body_of(page, "cover-01").get_text()
    assert "Theo quy định và số liệu đến ngày 31/10/2024" in cover
    assert "Bài gốc không nêu ngày tổ chức" in cover
    assert "không phải văn bản do cơ quan nhà nước phát hành" in cover
    assert body_of(page, "text-06").select_one(".kicker").get_text() == "Lập kế hoạch chuyển đổi số"
    assert body_of(page, "text-06").select_one(".sources").get_text().strip().startswith("Nguồn: NĐ 73/2019")


def test_a_figure_is_inlined_with_its_alt_text_caption_and_source(page: BeautifulSoup) -> None:
    figure = body_of(page, "split-figure").select_one("figure.chart")
    svg = figure.svg
    assert (svg["role"], svg["aria-label"], svg.title.string) == ("img", ALT, ALT)
    assert svg.get("viewbox") == "0 0 640 480"
    assert svg.get("width") is None
    assert svg.metadata is None
    assert figure.figcaption.get_text() == CAPTION


def test_every_source_stands_once_at_the_foot(page: BeautifulSoup) -> None:
    source = "Nguồn: Bộ TT&TT, DTI 2022 (công bố 12/7/2023)"
    assert body_of(page, "wide-figure").select_one(".foot .sources").get_text(strip=True) == source
    assert body_of(page, "wide-figure").get_text().count("Bộ TT&TT, DTI 2022") == 1
    assert body_of(page, "law-01").select_one(".foot .sources").get_text(strip=True) == "Nguồn: sổ đăng ký văn bản"


def test_the_cover_says_what_its_frame_says_only_once() -> None:
    nb = sample_notebook()
    text = next(cell for cell in nb.cells if cell.source.startswith("Tài liệu tập huấn"))
    ours = nb.metadata["taphuan"]
    text.source += f"\n\n{ours['conference']['title']}\n\n{ours['as_of_text']} · {ours['conference']['date_text']}."
    cover = body_of(BeautifulSoup(write_deck(nb), "html.parser"), "cover-01").get_text()
    for line in (ours["conference"]["title"], ours["as_of_text"], "Tài liệu tập huấn dành cho"):
        assert cover.count(line) == 1


def test_no_picture_is_without_words(page: BeautifulSoup) -> None:
    assert "No description has been provided" not in str(page)
    for svg in page.select("svg"):
        assert svg["aria-label"]


def test_a_table_comes_from_its_data_not_from_its_html(page: BeautifulSoup) -> None:
    assert not page.select(".not-this-one")
    table = body_of(page, "table-8x5").table
    assert [th.get_text() for th in table.select("thead th")][:2] == ["Tỉnh, thành phố", "Hạng"]
    assert len(table.select("tbody tr")) == 8
    here = table.select("tr.here")
    assert [cell.get_text() for cell in here[0].select("th, td")][:3] == ["Quảng Nam", "16", "0,5808"]
    assert all("right" in cell["class"] for cell in table.select("td"))
    assert len(here) == 1


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ([("STT", "right"), ("Chuyên đề", "left"), ("Phút", "right")], ["Dữ liệu số"]),
        ([("Tỉnh", "left"), ("Hạng", "right"), ("DTI", "right")], ["1"]),
        ([("Hạng", "right"), ("DTI", "right"), ("Điểm", "right")], ["1"]),
    ],
)
def test_a_row_is_named_by_its_first_words(columns: list[tuple[str, str]], names: list[str]) -> None:
    b = Notebook()
    b.slide("a", "Một bảng")
    b.table([{"name": name, "align": align} for name, align in columns], [["1", "Dữ liệu số", "45"]], None, "Bảng")
    page = BeautifulSoup(write_deck(b.nb), "html.parser")
    assert [th.get_text() for th in page.select("main tbody th[scope=row]")] == names


def test_points_in_cells_of_their_own_are_one_list(page: BeautifulSoup) -> None:
    lists = body_of(page, "text-06").select(".body ul")
    assert len(lists) == 1
    assert len(lists[0].select("li")) == 6


def test_fragments_and_notes_and_minutes(page: BeautifulSoup) -> None:
    assert len(body_of(page, "text-short").select(".fragment")) == 3
    quiz = body_of(page, "quiz-01")
    assert "Đáp án: B." in quiz.select_one(".fragment").get_text()
    # the right option is ticked when the answer is shown
    assert "right-2" in quiz.select_one(".body")["class"]
    assert len(quiz.select("ol > li")) == 4
    assert "chương trình" in body_of(page, "cover-01").select_one("aside.notes strong").get_text()
    assert body_of(page, "text-06")["data-timing"] == "300"


@pytest.mark.parametrize(
    ("slide", "layout"),
    [
        ("text-06", "text"),
        ("split-figure", "split"),
        ("wide-figure", "full"),
        ("stack-figure", "stack"),
        ("table-8x5", "full"),
        ("table-text", "split"),
        ("sources-01", "columns"),
    ],
)
def test_the_layout_follows_from_what_the_slide_holds(page: BeautifulSoup, slide: str, layout: str) -> None:
    assert layout in body_of(page, slide).select_one(".body")["class"]


def test_a_table_of_sentences_is_not_squeezed_beside_text() -> None:
    b = Notebook()
    b.slide("a", "Tiêu đề")
    b.text("Chữ")
    columns = [{"name": name, "align": "left", "weight": 1} for name in ("Nội dung", "Trước", "Sau")]
    b.table(columns, [["Một câu dài kể lại quy định trước khi sửa đổi"] * 3], None, "Chú thích")
    assert deck_view(b.nb).slides[0].layout == "stack"


def test_a_layout_can_be_asked_for_and_an_unknown_one_is_refused() -> None:
    b = Notebook()
    b.slide("a", "Tiêu đề", layout="stack")
    b.text("Chữ")
    b.figure("half", bars(640, 480), ALT)
    assert deck_view(b.nb).slides[0].layout == "stack"
    b.nb.cells[0].metadata["taphuan"]["layout"] = "mosaic"
    with pytest.raises(NotComposed, match="'a' asks for the layout 'mosaic'; known: text, columns"):
        deck_view(b.nb)


@pytest.mark.browser
def test_titles_and_texts_have_one_size_each_and_stand_on_the_grid(
    browser: Any, deck_file: Callable[..., Path]
) -> None:
    """The baselines and edges of theme.toml, whatever the length of title and text."""
    b = Notebook()
    for at, title in enumerate(
        ("Ba trụ cột", "Quảng Nam hơn Bình Định về hạ tầng và chính quyền số, thua về DTI chung")
    ):
        for points in (1, 3, 7, 10):
            b.slide(f"s{at}-{points}", title)
            b.text("\n".join("- Thuê dịch vụ công nghệ thông tin là cách ưu tiên" for _ in range(points)))
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(deck_file(b.nb).as_uri())
    page.evaluate("() => document.fonts.ready.then(() => true)")
    house = theme()
    seen = page.evaluate(_GRID)
    page.close()
    assert {one["title"] for one in seen} == {f"{house.sizes.title}px"}
    assert {one["text"] for one in seen} == {f"{house.sizes.body}px"}
    assert {one["small"] for one in seen} == {f"{house.sizes.small}px"}
    for one in seen:
        assert one["baseline"] == pytest.approx(house.spacing.title, abs=1.5), one
        assert one["foot"] == pytest.approx(house.spacing.footer, abs=1.5), one
        assert one["kicker"] == pytest.approx(house.spacing.kicker, abs=1.5), one
        assert one["left"] == pytest.approx(house.spacing.margin, abs=1), one
        assert one["content"] == pytest.approx(house.spacing.content + (one["lines"] - 1) * 47.6, abs=1.5), one
        assert one["end"] <= house.spacing.content_end + 1, one
    # few points fill the slide, many begin at its head
    assert all(one["end"] > house.spacing.content + 350 for one in seen if "-1" not in one["id"])


# The baseline of a line is the bottom of an empty inline block that stands in it.
_GRID = """() => [...document.querySelectorAll("section")].map((slide, at) => {
  Reveal.slide(at);
  const baseline = (element) => {
    const probe = document.createElement("span");
    probe.style.cssText = "display: inline-block; width: 0; height: 0";
    element.prepend(probe);
    const { bottom } = probe.getBoundingClientRect();
    probe.remove();
    return bottom;
  };
  const size = (element) => getComputedStyle(element).fontSize;
  const [title, foot] = [slide.querySelector(".title"), slide.querySelector(".where")];
  const words = document.createRange();
  words.selectNodeContents(slide.querySelector(".body"));
  return {
    id: slide.id, title: size(title), text: size(slide.querySelector("li")), small: size(foot), baseline: baseline(title),
    foot: baseline(foot), kicker: baseline(slide.querySelector(".event")), left: title.getBoundingClientRect().left,
    lines: Math.round(title.getBoundingClientRect().height / 47.6), content: slide.querySelector(".body").getBoundingClientRect().top,
    end: words.getBoundingClientRect().bottom,
  };
})"""


def test_a_sample_is_marked_on_every_slide() -> None:
    page = BeautifulSoup(write_deck(sample_notebook(sample=True)), "html.parser")
    assert all("MẪU" in section.select_one(".sample").get_text() for section in page.select("section"))
    assert not BeautifulSoup(write_deck(sample_notebook()), "html.parser").select(".sample")


def test_hostile_texts_stay_texts() -> None:
    b = Notebook()
    b.slide("a", "Tiêu đề")
    evil = '"><script>alert(1)</script>'
    b.nb.metadata["taphuan"]["unit"]["name"] = evil
    b.nb.metadata["taphuan"]["title"] = evil
    b.figure("half", bars(640, 480), evil, evil, evil)
    b.table([{"name": evil, "align": "left", "weight": 1}], [[evil]], None, evil)
    page = BeautifulSoup(write_deck(b.nb), "html.parser")
    assert len(page.find_all("script")) == 2
    assert page.select_one("td, tbody th").get_text() == evil
    assert page.svg["aria-label"] == evil


def test_same_notebook_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from deck_sample import sample_notebook; from taphuan.export.html.deck import write_deck;"
        "sys.stdout.buffer.write(write_deck(sample_notebook()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=paths.ROOT / "tests/support"
    )
    assert done.stdout == write_deck(sample_notebook())


def foreign_notebook() -> object:
    frame = "<style>.dataframe{}</style><table border='1' class='dataframe'><tr><td>0,3615</td></tr></table>"
    return new_notebook(
        cells=[
            new_markdown_cell("# Sổ tay của người khác"),
            new_markdown_cell("## Kết quả"),
            new_code_cell(
                "in_ra()",
                outputs=[
                    new_output("stream", name="stdout", text="\x1b[31mđỏ\x1b[0m <b>không đậm</b>"),
                    new_output("display_data", data={"image/png": PNG, "text/plain": "<Figure size 640x480>"}),
                    new_output("execute_result", data={"text/html": frame, "text/plain": "0  0,3615"}),
                    new_output("display_data", data={"application/javascript": "alert(1)", "text/plain": "chỉ chữ"}),
                    new_output("display_data", data={"image/svg+xml": bars(300, 200)}),
                    new_output("error", ename="ValueError", evalue="x", traceback=["\x1b[31mValueError\x1b[0m: x"]),
                ],
            ),
        ]
    )


def test_a_foreign_notebook_comes_as_blocks_of_ours() -> None:
    page = BeautifulSoup(write_deck(foreign_notebook()), "html.parser")
    assert page.title.string == "Sổ tay của người khác"
    outputs = body_of(page, "slide-02")
    assert outputs.pre.get_text() == "đỏ <b>không đậm</b>"
    assert outputs.img["alt"] == "Hình minh họa: Kết quả"
    assert outputs.select_one("figure.table tbody th").get_text() == "0,3615"
    assert "chỉ chữ" in outputs.get_text()
    assert outputs.svg["aria-label"] == "Hình minh họa: Kết quả"
    assert "ValueError: x" in outputs.get_text()
    assert len(page.find_all("script")) == 2
    assert "in_ra()" not in page.get_text()


@pytest.mark.parametrize("given", ["", 'Bản đồ "19 tỉnh" <b>'])
def test_a_picture_without_title_or_alt_still_says_what_it_is(given: str) -> None:
    kinds = {"image/png": PNG, "image/svg+xml": bars(300, 200)}
    outputs = [
        new_output("display_data", data={kind: data}, metadata={kind: {"alt": given}}) for kind, data in kinds.items()
    ]
    page = BeautifulSoup(write_deck(new_notebook(cells=[new_code_cell("x", outputs=outputs)])), "html.parser")
    wanted = given or "Hình minh họa: kết quả của ô mã"
    assert (page.img["alt"], page.svg["aria-label"]) == (wanted, wanted)


def test_nbconvert_finds_the_exporter_and_its_options() -> None:
    page, resources = TaphuanDeckExporter().from_notebook_node(foreign_notebook())
    assert resources["output_extension"] == ".html"
    assert page.startswith("<!DOCTYPE html>")


def test_an_svg_without_a_view_box_gets_one() -> None:
    svg = inline_svg('<svg xmlns="x" width="300pt" height="200pt"><g/></svg>', 'a "b"')
    assert 'viewBox="0 0 300 200"' in svg
    assert 'aria-label="a &quot;b&quot;"' in svg
    assert "300pt" not in svg


def test_an_svg_that_draws_nothing_is_shown_as_such() -> None:
    page = BeautifulSoup(inline_svg('<svg xmlns="x" width="300" height="200"/> <b>x</b>', "Hình"), "html.parser")
    assert (page.svg["aria-label"], page.svg["viewbox"], page.g.get_text()) == ("Hình", "0 0 300 200", "")
    assert page.b is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Quyết định 3090/QĐ-BKHCN ngày 08/10/2025", ["3090/QĐ-BKHCN", "08/10/2025"]),
        ("phương pháp 2-3-5 (ST-235), giai đoạn 2026–2030", ["2-3-5", "ST-235", "2026–2030"]),
        ("chuyển đổi số và/hoặc số hóa", []),
    ],
)
def test_numbers_with_slashes_and_hyphens_are_not_broken_at_the_end_of_a_line(text: str, held: list[str]) -> None:
    assert re.findall(r'<span class="one-word">([^<]+)</span>', unbroken(f"<p>{text}</p>")) == held
    # an attribute is no text
    assert unbroken('<a href="x/2-3-5">a</a>') == '<a href="x/2-3-5">a</a>'
