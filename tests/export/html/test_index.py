"""The start page: what stands on it and what it never does."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup

from index_sample import sample_index
from taphuan.export.formats import FORMATS
from taphuan.export.html.index import IndexConference, IndexFile, IndexModel, IndexSet, search_text, write_index
from taphuan.export.renderers import QUARTO, RENDERERS, TAPHUAN


def page() -> BeautifulSoup:
    return BeautifulSoup(write_index(sample_index()), "html.parser")


def test_every_file_can_be_reached_and_shows_its_size() -> None:
    links = page().select("#quang-nam-2024 .set a")
    assert [link["href"] for link in links[:2]] == [
        "quang-nam-2024/deck.html",
        "quang-nam-2024/modules/dau-tu-cntt/deck.html",
    ]
    assert len(links) == 2 + 8 * 3
    first = links[2]
    assert first["href"] == "quang-nam-2024/thanh-hoa/deck.html"
    assert first.select_one(".size").get_text() == "486\u00a0KB"
    assert "của Tỉnh Thanh Hóa" in first.get_text()


def test_what_people_come_for_stands_on_buttons_and_the_rest_is_folded() -> None:
    province = page().select_one('[id="quang-nam-2024.thanh-hoa"]')
    assert [link.select_one(".label").get_text() for link in province.select("a.button")] == ["Trình chiếu"]
    folded = province.select_one("details.more")
    assert folded.summary.get_text().startswith("Tài liệu khác của Tỉnh Thanh Hóa")
    assert [link["href"].rpartition("/")[2] for link in folded.select("a")] == ["briefing.docx", "briefing.pdf"]


def test_the_files_on_buttons_are_those_of_the_table_of_formats() -> None:
    of_renderer = {
        renderer: [(row.button, row.name) for row in FORMATS if row.button and row.renderers == (renderer,)]
        for renderer in RENDERERS
    }
    assert of_renderer[TAPHUAN] == [
        ("Trình chiếu", "deck.html"),
        ("PowerPoint", "deck.pptx"),
        ("In", "handout.pdf"),
        # of a commune
        ("Tờ cầm tay", "sheet.pdf"),
        ("Excel", "worksheet.xlsx"),
    ]
    assert [button for button, _ in of_renderer[QUARTO]] == ["Trình chiếu", "PowerPoint", "In"]


def test_sizes_have_vietnamese_form() -> None:
    sizes = [IndexFile("", "", n).size for n in (0, 480_000, 999_400, 999_600, 1_204_000, 12_340_000)]
    assert [size.replace("\u00a0", " ") for size in sizes] == [
        "1 KB",
        "480 KB",
        "999 KB",
        "1,0 MB",
        "1,2 MB",
        "12,3 MB",
    ]


def test_failed_provinces_and_conferences_not_built_say_why() -> None:
    soup = page()
    failed = soup.select(".province.failed")
    assert [item.summary.get_text() for item in failed] == ["Phú Yên (chưa có tài liệu)"]
    assert "sổ tay dừng ở ô 12" in failed[0].get_text()
    assert not failed[0].select("a")
    assert "1 bộ chưa có tài liệu" in soup.select_one("#quang-nam-2024 .facts").get_text()
    waiting = soup.select_one(".waiting")
    assert "Các chuyên đề của hội nghị này chưa biên soạn." in waiting.get_text()


def test_decks_that_no_browser_has_looked_at_are_counted_in_one_line() -> None:
    assert "chưa được kiểm tra tràn chữ" not in page().get_text()
    sample = sample_index()
    first, *others = sample.conferences
    assert first.whole
    unwalked = replace(
        first,
        whole=replace(first.whole, unwalked=True),
        modules=tuple(replace(found, unwalked=True) for found in first.modules),
        provinces=(replace(first.provinces[0], unwalked=True), *first.provinces[1:]),
    )
    soup = BeautifulSoup(write_index(IndexModel((unwalked, *others))), "html.parser")
    (line,) = [item for item in soup.select("main > .reason") if "kiểm tra tràn chữ" in item.get_text()]
    assert line.get_text().startswith("Còn 3 bản trình chiếu chưa được kiểm tra")
    named = [item.parent.parent.get("id") for item in soup.select(".set .reason") if "tràn chữ" in item.get_text()]
    assert named[1:] == ["quang-nam-2024.dau-tu-cntt", "quang-nam-2024.thanh-hoa"]


def test_dates_marks_and_provenance_are_there() -> None:
    soup = page()
    assert "Theo quy định và số liệu đến ngày 31/10/2024" in soup.select_one("#quang-nam-2024 .dates").get_text()
    assert "MẪU" in soup.select_one("#ke-hoach-2027 > summary").get_text()
    assert "MẪU" not in soup.select_one("#quang-nam-2024 > summary").get_text()
    assert "không phải văn bản do cơ quan nhà nước phát hành" in soup.footer.get_text()
    assert soup.html["lang"] == "vi"


def test_nothing_is_loaded_from_anywhere() -> None:
    soup = page()
    assert not soup.select("[src]")
    assert [link["href"] for link in soup.select("link")] == ["data:,"]
    assert not [a["href"] for a in soup.select("a") if ":" in a["href"]]
    assert all(use["href"].startswith("#g63") for use in soup.select("use"))
    assert "url(" not in soup.style.get_text().replace("url(data:", "")


def test_search_texts_have_no_marks_and_know_old_names() -> None:
    assert page().select_one('[id="quang-nam-2024.dak-lak"]')["data-find"] == "tinh dak lak"
    merged = IndexSet("da-nang", "Đà Nẵng", "Thành phố Đà Nẵng", merged=("Đà Nẵng", "Quảng Nam"))
    assert merged.find == "thanh pho da nang quang nam"
    assert search_text("Bà Rịa – Vũng Tàu") == "ba ria vung tau"


def test_a_map_has_the_whole_country_its_archipelagos_and_its_licence() -> None:
    soup = page()
    assert len(soup.select("#g63 path")) == 63
    on_map = soup.select("#quang-nam-2024 .map .member")
    assert len(on_map) == 9
    assert {use["href"].removeprefix("#") for use in on_map} <= {path["id"] for path in soup.select("#g63 path")}
    assert all(soup.find(id=use["data-to"]) for use in on_map)
    assert [text.get_text() for text in soup.select("#quang-nam-2024 .map text")] == ["Hoàng Sa", "Trường Sa"]
    assert "CC BY-SA 4.0" in soup.footer.get_text()
    assert not soup.select("#ke-hoach-2027 .map"), "no geometry was given"


def test_hostile_names_stay_texts_and_bytes_are_stable() -> None:
    evil = '"><script>x</script>'
    province = IndexSet(evil, evil, evil, (IndexFile(evil, "a.html", 1),), evil)
    model = IndexModel((IndexConference("a", "a", evil, evil, evil, provinces=(province,)),))
    soup = BeautifulSoup(write_index(model), "html.parser")
    assert len(soup.select("script")) == 1
    assert soup.select_one(".province summary").get_text() == f"{evil} (chưa có tài liệu)"
    assert write_index(model) == write_index(model)


def test_an_index_without_conferences_is_still_a_page() -> None:
    assert b"</html>" in write_index(IndexModel(()))
