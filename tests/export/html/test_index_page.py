"""The start page in a browser, from a file: its search, its map, its length on a phone with everything built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from judges.axe import bring_judge, by_all_rules

from index_full import full_build
from index_sample import sample_index
from projects import Run
from taphuan.build.spine import INDEX, publish_index
from taphuan.export.html.index import write_index

pytestmark = pytest.mark.browser

PHONES = ((360, 780), (390, 844))
SETS = 233
# two conferences of one province each: built whole in seconds
REAL = (
    *("--conference", "bac-giang", "--conference", "bac-kan-2020"),
    *("--format", "deck.html", "--format", "deck.pptx", "--format", "handout.pdf", "--format", "deck.md"),
)

_SMALL_LETTERS = """() => {
  const found = new Set(), nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const inside = node.parentElement, svg = inside.closest("svg");
    if (!node.data.trim() || inside.closest("script, style, title, .shapes") || !inside.checkVisibility()) continue;
    let px = parseFloat(getComputedStyle(inside).fontSize);
    if (svg) px *= svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    if (px < 16) found.add(`${px} ${node.data.trim()}`);
  }
  return [...found];
}"""


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a start page from its file; anything it asks for or complains about fails the test."""
    errors: list[str] = []
    contexts = []

    def opened(path: Path, width: int = 390, height: int = 844, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=width < 600, is_mobile=width < 600, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: errors.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in errors if not line.startswith("data:")] == []


@pytest.fixture
def page(open_page: Callable[..., Any], tmp_path: Path) -> Any:
    path = tmp_path / "index.html"
    path.write_bytes(write_index(sample_index()))
    return open_page(path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder of everything, and of one conference on another day."""
    out = tmp_path_factory.mktemp("everything")
    assert len(full_build(out)) == SETS
    full_build(out, "2022-06-30", ("bac-giang",))
    publish_index(out)
    return out


def shown(page: Any, what: str = ".province, .pending") -> list[str]:
    """The names of what is visible."""
    names = page.evaluate(
        "what => [...document.querySelectorAll(what)].filter(e => e.checkVisibility())"
        ".map(e => e.querySelector('summary, h3, h2').childNodes[0].textContent.trim())",
        what,
    )
    return [str(name) for name in names]


def open_all(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("đắk lắk", ["Đắk Lắk"], marks=pytest.mark.slow),
        ("dak lak", ["Đắk Lắk"]),
        ("Quảng Nam", ["Quảng Nam", "Quảng Nam"]),
        ("  QUANG   nam 2027", ["Quảng Nam"]),
        pytest.param("miền trung đà nẵng", ["Đà Nẵng"], marks=pytest.mark.slow),
        pytest.param("ha nam", [], marks=pytest.mark.slow),
        pytest.param(
            "chinh quyen dien tu", ["Hội nghị tập huấn về Chính quyền điện tử, Chuyển đổi số"], marks=pytest.mark.slow
        ),
        ("không có", []),
    ],
)
def test_search_finds_with_and_without_marks(page: Any, query: str, names: list[str]) -> None:
    page.fill("#q", query)
    assert shown(page) == names
    assert page.is_visible("#nothing") == (not names)
    page.fill("#q", "")
    assert shown(page, "details[open]") == [], "what a search opened is closed again"
    open_all(page)
    assert len(shown(page)) == 9 + 3 + 1


def test_a_search_for_a_place_ends_at_its_buttons(page: Any) -> None:
    page.fill("#q", "lam dong")
    assert page.inner_text("#found") == "Tìm thấy 1 mục trong 1 hội nghị"
    assert page.is_visible('[id="quang-nam-2024.lam-dong"] .button')


def test_a_search_for_a_conference_shows_its_card(page: Any) -> None:
    page.fill("#q", "mẫu")
    assert page.evaluate(
        "() => [...document.querySelectorAll('.card')].filter(c => c.checkVisibility()).map(c => c.id)"
    ) == ["ke-hoach-2027"]


def test_the_keyboard_opens_a_conference_and_a_province(page: Any) -> None:
    page.focus("#q")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector('#quang-nam-2024').open")
    page.focus('[id="quang-nam-2024.da-nang"] > summary')
    page.keyboard.press("Space")
    assert page.is_visible('[id="quang-nam-2024.da-nang"] .button')
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "quang-nam-2024/da-nang/deck.html"


def test_a_province_is_chosen_on_the_map(open_page: Callable[..., Any], everything: Path) -> None:
    page = open_page(everything / INDEX, 1280, 800)
    page.click("#truc-tuyen-2022 > summary")
    box = page.evaluate(
        """() => {
          document.querySelector("#truc-tuyen-2022 .map").scrollIntoView({ block: "center", behavior: "instant" });
          return document.querySelector('[data-to="truc-tuyen-2022.bac-ninh"]').getBoundingClientRect().toJSON();
        }"""
    )
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.is_visible('[id="truc-tuyen-2022.bac-ninh"] .button')
    assert page.evaluate("() => document.activeElement.parentElement.id") == "truc-tuyen-2022.bac-ninh"


def test_an_old_name_finds_the_successor_where_the_conference_has_it(
    open_page: Callable[..., Any], everything: Path
) -> None:
    page = open_page(everything / INDEX)
    page.fill("#q", "bac giang")
    found = page.evaluate(
        "() => [...document.querySelectorAll('.province')].filter(e => e.checkVisibility()).map(e => e.id)"
    )
    assert found == [
        "bo-khcn-cap-xa-2025.bac-ninh",
        "truc-tuyen-2022.bac-giang",
        "bac-giang.bac-giang",
        "bac-giang@2022-06-30.bac-giang",
        "ke-hoach-2027.bac-ninh",
    ]
    assert "trước ngày 01/7/2025 là Bắc Ninh, Bắc Giang" in page.inner_text('[id="ke-hoach-2027.bac-ninh"] .who')
    page.fill("#q", "bac ninh")
    assert shown(page, ".province") == ["Bắc Ninh"] * 3


def test_the_cards_are_sorted_the_newest_first_and_the_sample_last(
    open_page: Callable[..., Any], everything: Path
) -> None:
    page = open_page(everything / INDEX)
    cards = page.evaluate(
        "() => [...document.querySelectorAll('.card')].map(c => [c.id, c.querySelector('.year').innerText])"
    )
    assert [one for one, _ in cards] == [
        "bo-khcn-cap-xa-2025",
        "tp-hcm-2025",
        "quang-nam-2024",
        "ba-ria-vung-tau-2024",
        "truc-tuyen-2022",
        "bac-giang",
        "bac-giang@2022-06-30",
        "bac-kan-2020",
        "ky-nang-2027",
        "ke-hoach-2027",
    ]
    assert [one for one, year in cards if "MẪU" in year] == ["ky-nang-2027", "ke-hoach-2027"]
    assert "ngày 30/6/2022" in page.inner_text('[id="bac-giang@2022-06-30"] > summary').replace("\u00a0", " ")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_shows_everything_on_six_screens(
    open_page: Callable[..., Any], everything: Path, phone: tuple[int, int]
) -> None:
    page = open_page(everything / INDEX, *phone)
    screens, wide = (
        "() => document.documentElement.scrollHeight / innerHeight",
        "() => document.documentElement.scrollWidth",
    )
    assert page.evaluate(screens) <= 3
    for card in page.query_selector_all(".conference"):
        card.evaluate("card => { card.open = true; }")
        assert page.evaluate(screens) <= 6, card.get_attribute("id")
        card.evaluate("card => { card.open = false; }")
    open_all(page)
    assert page.evaluate(wide) <= phone[0]
    assert page.evaluate(_SMALL_LETTERS) == []
    assert page.evaluate(
        "() => [...document.querySelectorAll('a, input, summary')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).length"
    ) == 0  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
def test_everybody_can_use_it_with_everything_open(open_page: Callable[..., Any], everything: Path, width: int) -> None:
    for path in (everything / "bac-giang@2022-06-30" / INDEX, everything / "quang-nam-2024" / INDEX):
        page = open_page(path, width, reduced_motion="reduce")
        bring_judge(page)
        open_all(page)
        assert by_all_rules(page) == [], path


def test_who_wants_no_motion_sees_none(open_page: Callable[..., Any], everything: Path) -> None:
    page = open_page(everything / INDEX, reduced_motion="reduce")
    moving = page.evaluate(
        "() => [getComputedStyle(document.documentElement).scrollBehavior,"
        " getComputedStyle(document.querySelector('.card > summary'), '::after').transitionDuration]"
    )
    assert moving == ["auto", "0s"]


def test_paper_has_the_list_and_no_search(open_page: Callable[..., Any], everything: Path) -> None:
    page = open_page(everything / INDEX)
    page.emulate_media(media="print")
    assert not page.is_visible(".search")
    assert len(shown(page, ".card")) == 10


@pytest.mark.slow
def test_of_a_real_build_every_link_leads_to_a_file(
    run_cli: Callable[..., Run], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    done = run_cli("build", *REAL, "--out", str(tmp_path), env={"TAPHUAN_CHROMIUM": "/nowhere"})
    assert done.code == 0, done.err
    folders = {tmp_path: 8, tmp_path / "bac-giang": 4, tmp_path / "bac-kan-2020": 4}
    for folder, sets in folders.items():
        page = open_page(folder / INDEX)
        links = page.evaluate("() => [...document.querySelectorAll('.set a')].map(a => a.getAttribute('href'))")
        assert len(links) == len(set(links)) == 4 * sets
        assert [href for href in links if not (folder / unquote(href)).is_file()] == []
        assert len([href for href in links if href.endswith("deck.html")]) == sets
        labels = page.evaluate("() => [...document.querySelectorAll('.button .label')].map(e => e.textContent)")
        assert labels == ["Trình chiếu", "PowerPoint", "In"] * sets
        assert page.evaluate("() => document.querySelectorAll('.set .reason').length") == sets, "unchecked, each named"
