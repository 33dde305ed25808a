"""The start page: what stands on it and what it never does."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup

from index_sample import sample_index
from taphuan.export.html.index import IndexConference, IndexFile, IndexModel, IndexSet, write_index


def page() -> BeautifulSoup:
    return BeautifulSoup(write_index(sample_index()), "html.parser")


def test_every_file_can_be_reached_and_shows_its_size() -> None:
    links = page().select("#quang-nam-2024 .province a")
    assert [link["href"] for link in links[:2]] == [
        "quang-nam-2024/deck.html",
        "quang-nam-2024/modules/dau-tu-cntt/deck.html",
    ]
    assert len(links) == 2 + 8 * 3
    first = links[2]
    assert first["href"] == "quang-nam-2024/thanh-hoa/deck.html"
    assert first.select_one(".size").get_text() == "486\u00a0KB"
    assert "của Tỉnh Thanh Hóa" in first.get_text()


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
    assert [item.h4.get_text() for item in failed] == ["Tỉnh Phú Yên"]
    assert "sổ tay dừng ở ô 12" in failed[0].get_text()
    assert not failed[0].select("a")
    assert "1 chưa xong" in soup.select_one("#quang-nam-2024 .facts").get_text()
    waiting = soup.select_one(".waiting")
    assert "Các chuyên đề của hội nghị này chưa biên soạn." in waiting.get_text()


def test_decks_that_no_browser_has_looked_at_are_counted_in_one_line() -> None:
    assert "chưa được kiểm tra tràn chữ" not in page().get_text()
    sample = sample_index()
    first, *others = sample.conferences
    unwalked = replace(
        first,
        shared=tuple(replace(found, unwalked=True) for found in first.shared),
        provinces=(replace(first.provinces[0], unwalked=True), *first.provinces[1:]),
    )
    soup = BeautifulSoup(write_index(IndexModel((unwalked, *others))), "html.parser")
    (line,) = [item for item in soup.select("main > .reason") if "kiểm tra tràn chữ" in item.get_text()]
    assert line.get_text().startswith("Còn 3 bản trình chiếu chưa được kiểm tra")


def test_dates_marks_and_provenance_are_there() -> None:
    soup = page()
    assert "Theo quy định và số liệu đến ngày 31/10/2024" in soup.select_one("#quang-nam-2024 .facts").get_text()
    assert "MẪU" in soup.select_one("#ke-hoach-2027 h2").get_text()
    assert "MẪU" not in soup.select_one("#quang-nam-2024 h2").get_text()
    assert "không phải văn bản do cơ quan nhà nước phát hành" in soup.footer.get_text()
    assert soup.html["lang"] == "vi"


def test_nothing_is_loaded_from_anywhere() -> None:
    soup = page()
    assert not soup.select("[src]")
    assert [link["href"] for link in soup.select("link")] == ["data:,"]
    assert not [a["href"] for a in soup.select("a") if ":" in a["href"]]


def test_search_texts_have_no_marks() -> None:
    assert (
        page().select_one("#quang-nam-2024 .provinces:not(.shared) .province:nth-of-type(7)")["data-find"]
        == "tinh dak lak dak lak dak-lak"
    )


def test_hostile_names_stay_texts_and_bytes_are_stable() -> None:
    evil = '"><script>x</script>'
    province = IndexSet(evil, evil, evil, (IndexFile(evil, "a.html", 1),), evil)
    model = IndexModel((IndexConference("a", "a", evil, evil, evil, provinces=(province,)),))
    soup = BeautifulSoup(write_index(model), "html.parser")
    assert len(soup.select("script")) == 1
    assert soup.select_one(".province h3").get_text() == evil
    assert write_index(model) == write_index(model)


def test_an_index_without_conferences_is_still_a_page() -> None:
    assert b"</html>" in write_index(IndexModel(()))
