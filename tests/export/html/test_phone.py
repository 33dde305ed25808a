"""A deck on a phone is a page to scroll: it can be read, touched and folded, and a wider window shows slides again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from judges.axe import bring_judge, by_all_rules

from deck_sample import ALT, LEAGUE, POINTS, Notebook, bars, sample_notebook
from taphuan import open_lesson
from taphuan.build.plan import plan, ready_conferences
from taphuan.charts.mime import CHART
from taphuan.known.units import WHOLE

pytestmark = pytest.mark.browser

JUDGE = Path(__file__).parents[2] / "support/phone.js"
DECKS = (
    ("quang-nam-2024", WHOLE, "2024-10-31"),
    ("quang-nam-2024", "quang-nam", "2024-10-31"),
    ("ke-hoach-2027", "ho-chi-minh", "2026-11-21"),
)
Open = Callable[..., Any]


@pytest.fixture
def phone(browser: Any) -> Iterator[Open]:
    """Open a file as a phone does; what the page complains of fails the test."""
    contexts, told = [], []

    def open_(path: Path, width: int = 390, address: str = "", **more: Any) -> Any:
        settings = {"device_scale_factor": 3, "is_mobile": True, "has_touch": True, "reduced_motion": "reduce"} | more
        context = browser.new_context(viewport={"width": width, "height": 844}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("console", lambda message: told.append(message.text))
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "data:")) else told.append(request.url)
        )
        page.goto(path.as_uri() + address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert told == []


def judged(page: Any) -> list[str]:
    page.evaluate(JUDGE.read_text(encoding="utf-8"))
    return list(page.evaluate("() => document.fonts.ready.then(() => phone.judge())"))


def unfold(page: Any, opened: bool = True) -> None:
    page.evaluate(JUDGE.read_text(encoding="utf-8"))
    page.evaluate("opened => phone.fold(opened)", opened)


def on_top(page: Any) -> str:
    """The card below the header."""
    return str(page.evaluate("() => document.elementFromPoint(195, 110).closest('section').id"))


def slide(page: Any) -> str:
    return str(page.evaluate("() => Reveal.getCurrentSlide().id"))


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from taphuan.export.html.deck import write_deck

    b = Notebook(sample=True)
    b.slide("cover-01", "Chuyển đổi số", kind="cover")
    for part in ("một", "hai"):
        b.slide(f"{part}-mo-dau", f"Phần {part}", kind="section", part=f"Phần {part}")
        for n in range(6):
            b.slide(f"{part}-{n}", f"Trang {n} của phần {part}", part=f"Phần {part}", minutes=2)
            b.text("\n".join(f"- {point}" for point in POINTS))
            b.notes(f"Lời giảng của trang {n}.")
    b.slide("cau-1", "Câu 1. Từ ngày nào?", kind="quiz", part="Kiểm tra")
    b.text("- A. 01/7/2026\n- B. 01/01/2026")
    b.text("**Đáp án: A.** Từ 01/7/2026.", fragment=True)
    b.slide("nguon", "Nguồn", kind="sources", part="Nguồn")
    b.text("- Luật Chuyển đổi số")
    path = tmp_path_factory.mktemp("phone") / "deck.html"
    path.write_bytes(write_deck(b.nb))
    return path


@pytest.mark.sampled(2)
@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize(
    "lesson",
    [
        pytest.param(lesson, id="-".join(lesson), marks=[] if lesson is DECKS[1] else pytest.mark.slow)
        for lesson in DECKS
    ],
)
def test_a_deck_is_read_without_zoom(
    phone: Open, deck_file: Callable[..., Path], executed: Callable[..., Any], lesson: tuple[str, str, str], width: int
) -> None:
    page = phone(deck_file(executed(open_lesson(*lesson))), width)
    assert judged(page) == []
    unfold(page)
    assert judged(page) == []
    if width == 360:
        bring_judge(page)
        # the judge measures letters in drawings on the screen only; those of figures are judged on their slides
        page.evaluate("() => document.querySelectorAll('.see').forEach(fold => (fold.open = false))")
        assert by_all_rules(page) == []
        unfold(page, False)
        assert by_all_rules(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("conference", ready_conferences())
def test_every_deck_is_read_without_zoom(
    phone: Open, deck_file: Callable[..., Path], executed: Callable[..., Any], tmp_path: Path, conference: str
) -> None:
    found = {}
    for job in plan((conference,), (), (), ("deck.html",), None, tmp_path, 60, date(2026, 11, 29)):
        nb = executed(open_lesson(conference, job.province, job.as_of, job.module))
        page = phone(deck_file(nb), 360)
        unfold(page)
        found[job.name] = judged(page)
        page.context.close()
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert found


def test_every_layout_is_read_without_zoom(phone: Open, deck_file: Callable[..., Path]) -> None:
    nb = sample_notebook()
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if CHART in output.data:
                rows = [[name, place, 100 * value] for place, (name, value) in enumerate(LEAGUE, start=1)]
                output.data[CHART]["data"] = {"columns": ["Tỉnh", "Hạng", "DTI"], "rows": rows}
    page = phone(deck_file(nb), 360)
    unfold(page)
    assert judged(page) == []


def test_planted_faults_are_found(phone: Open, deck: Path) -> None:
    page = phone(deck)
    page.add_style_tag(content="#một-1 .title { font-size: 15px !important } #một-2 .title { white-space: nowrap }")
    page.add_style_tag(
        content="#hai-mo-dau summary { min-height: 0 !important; padding: 0 } #một-3 .frame { width: 420px }"
    )
    unfold(page)
    told = {line.split(": ")[0] for line in judged(page)}
    assert {"một-1", "hai-mo-dau", "một-3"} <= told


def test_the_page_ends_with_the_day_it_stands_for(phone: Open, deck: Path) -> None:
    page = phone(deck)
    assert page.inner_text("body").strip().splitlines()[-1] == "Quy định, số liệu đến\u00a031/10/2024"


def test_folds_open_by_touch(phone: Open, deck: Path) -> None:
    page = phone(deck)
    first, answer = page.locator("#một-0"), page.get_by_text("Đáp án: A.")
    assert not first.is_visible()
    assert page.locator("#một-mo-dau summary").first.inner_text() == "Phần 1/2 · 6 trang · 12 phút"
    # the whole card of the part answers
    page.locator("#một-mo-dau .title").tap(force=True)
    assert first.is_visible()
    assert not page.locator("#hai-0").is_visible()
    notes = first.locator(".notes")
    assert not notes.is_visible()
    first.get_by_text("Lời giảng", exact=True).tap()
    assert notes.is_visible()
    assert not answer.is_visible()
    page.get_by_text("Xem đáp án").tap()
    assert answer.is_visible()
    assert not page.get_by_text("Luật Chuyển đổi số").is_visible()
    page.get_by_text("Xem danh sách").tap()
    assert page.get_by_text("Luật Chuyển đổi số").is_visible()


def test_it_reads_without_scripts(phone: Open, deck: Path) -> None:
    page = phone(deck, java_script_enabled=False)
    assert page.locator("#cau-1 .title").is_visible()
    assert not page.locator("#một-0").is_visible()
    page.locator("#một-mo-dau summary").first.tap()
    assert page.locator("#một-0").is_visible()
    box = page.locator("#một-0").bounding_box()
    assert box["x"] == 12
    assert box["width"] == 366


def test_a_turned_phone_keeps_its_place_both_ways(phone: Open, deck: Path) -> None:
    page = phone(deck)
    unfold(page)
    page.evaluate("() => document.getElementById('hai-2').scrollIntoView()")
    page.wait_for_function("() => location.hash === '#/hai-2'")
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_function("() => Reveal.isReady() && Reveal.getCurrentSlide().id === 'hai-2'")
    assert page.locator(".phone.bar").is_hidden()
    page.keyboard.press("ArrowRight")
    assert slide(page) == "hai-3"
    page.set_viewport_size({"width": 390, "height": 844})
    # the bar is there as soon as the styles are; it says where the page is once the page has turned
    page.wait_for_function(
        "() => document.querySelector('.phone.bar .at').textContent.startsWith(`${Reveal.getIndices().h + 1}/`)"
    )
    assert on_top(page) == "hai-3"
    assert judged(page) == []
    assert page.locator("section[hidden], section[aria-hidden]").count() == 0
    # keys of slides turn no slide now
    page.keyboard.press("ArrowRight")
    assert slide(page) == "hai-3"
    page.evaluate("() => document.getElementById('hai-5').scrollIntoView()")
    page.wait_for_function("() => location.hash === '#/hai-5'")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_function("() => Reveal.getCurrentSlide().id === 'hai-5'")
    assert page.locator("section:visible").count() == 1


def test_an_address_opens_its_card_and_its_part(phone: Open, deck: Path) -> None:
    page = phone(deck, address="#/hai-4")
    assert page.locator("#hai-4").is_visible()
    assert not page.locator("#một-4").is_visible()
    assert on_top(page) == "hai-4"
    assert page.locator(".bar .at").inner_text() == "14/17"


def test_narrow_frames_of_the_speaker_view_show_slides(phone: Open, deck: Path) -> None:
    page = phone(deck, 390, "?receiver#/một-1")
    page.wait_for_function("() => Reveal.isReady()")
    assert page.locator("section:visible").count() == 1
    assert page.locator(".phone.bar").is_hidden()


def test_a_phone_prints_slides(phone: Open, deck: Path) -> None:
    page = phone(deck)
    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 17
    # 1280 × 720 px in pt
    assert {tuple(round(float(side)) for side in one.mediabox) for one in printed.pages} == {(0, 0, 960, 540)}
    assert page.locator(".phone.bar").is_visible()


def test_a_wide_window_has_nothing_of_the_phone(browser: Any, deck: Path) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 800})
    page.goto(deck.as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    assert page.locator(".phone:visible").count() == 0
    page.close()


def test_figures_are_drawn_for_the_phone(phone: Open, deck_file: Callable[..., Path]) -> None:
    b = Notebook()
    b.slide("own", "Hình vẽ riêng")
    b.figure("wide", bars(1152, 480), ALT)
    chart = b.nb.cells[-1].outputs[0].data[CHART]
    chart["phone"] = bars(330, 300, 12)
    b.slide("scaled", "Hình thu nhỏ còn đọc được")
    b.figure("half", bars(330, 300, 14), ALT)
    page = phone(deck_file(b.nb))
    assert page.locator("#own svg:visible").count() == 1
    assert page.locator("#own svg:visible").get_attribute("viewBox") == "0 0 330 300"
    assert page.locator("#scaled svg:visible").count() == 1
    assert judged(page) == []
