"""The decks in Firefox and WebKitGTK, static and live: what Chromium shows in all other tests, they show as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engines import ENGINES, Engine, engine, missing
from live_pages import READY
from live_server import CELL, OTHER, PROVINCE, SLIDE, BuiltTalk, Live, live
from taphuan.check import overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HALL, AGREED = "hoi-nghi", "closing-thong-nhat"
WALK = Path(overflow.__file__).with_suffix(".js").read_text(encoding="utf-8")
# every step from the first to the last, by its slide and fragment; back at the first
STEPS = """() => {
  const steps = [];
  const here = () => `${Reveal.getCurrentSlide().id} ${Reveal.getIndices().f ?? ""}`;
  Reveal.slide(0, 0, -1);
  for (let n = 0; n < 2000 && steps.at(-1) !== here(); n++) {
    steps.push(here());
    Reveal.next();
  }
  Reveal.slide(0, 0, -1);
  return steps;
}"""


@pytest.fixture(scope="module", params=ENGINES)
def other(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if why := missing(request.param):
        pytest.skip(why)
    with engine(request.param) as started:
        yield started


def opened(other: Engine, url: str) -> None:
    other.open(url)
    other.until("return typeof Reveal !== 'undefined' && Reveal.isReady()")


def here(other: Engine) -> str:
    return str(other.run("return Reveal.getCurrentSlide().id"))


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_deck_has_the_steps_that_it_has_in_chromium(other: Engine, browser: Any, talk: BuiltTalk) -> None:
    url = talk.deck(PROVINCE).as_uri()
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(url)
    steps = page.evaluate(STEPS)
    page.close()
    opened(other, url)
    assert other.run(f"return ({STEPS})()") == steps
    assert len(steps) > 30
    # and the same by the keys of a presenter
    other.press("Home")
    for at in (1, 2, 3):
        other.press("PageDown")
        assert other.until(
            "return `${Reveal.getCurrentSlide().id} ${Reveal.getIndices().f ?? ''}` === arguments[0]", steps[at]
        )
    other.press("PageUp")
    assert f"{here(other)} " in steps[2]
    other.press("End")
    assert other.until("return Reveal.isLastSlide()")
    other.press("b")
    assert other.until("return Reveal.isPaused()")
    other.press("b")
    other.press("Home", "o")
    assert other.until("return Reveal.isOverview()")
    other.press("Escape")
    assert other.until("return !Reveal.isOverview()")


@pytest.mark.parametrize("place", [PROVINCE, HALL])
def test_nothing_sticks_out_runs_over_or_is_too_small(other: Engine, talk: BuiltTalk, place: str) -> None:
    file = talk.deck(place) if place == PROVINCE else talk.out / talk.conference / "deck.html"
    opened(other, file.as_uri())
    other.awaited("() => document.fonts.ready.then(() => true)")
    walk = other.run(f"return ({WALK})(arguments[0])", overflow.MOST_STEPS)
    assert walk["ended"]
    assert [(slide["id"], slide["findings"]) for slide in walk["slides"] if slide["findings"]] == []
    assert len(walk["slides"]) > 10


def test_the_speaker_view_shows_the_notes_and_follows(other: Engine, talk: BuiltTalk) -> None:
    opened(other, f"{talk.deck(PROVINCE).as_uri()}#/{SLIDE}")
    notes = other.run(
        "return Reveal.getCurrentSlide().querySelector('aside.notes').textContent.trim().split(/\\s+/).slice(0, 4).join(' ')"
    )
    assert notes
    with other.new_window("s"):
        for words in (notes, "Trang sau", "Ghi chú"):
            other.until("return document.body?.textContent.replace(/\\s+/g, ' ').includes(arguments[0])", words)


@pytest.fixture
def own_server(talk: BuiltTalk) -> Iterator[Live]:
    with live(talk) as running:
        yield running
    (talk.root / "records" / f"{talk.conference}.jsonl").unlink(missing_ok=True)


def until(other: Engine, part: str, words: str) -> None:
    line = (
        "return document.querySelector(`#live-bar [data-status=${arguments[0]}]`)?.textContent.includes(arguments[1])"
    )
    other.until(line, part, words)


def on_stage(other: Engine, served: Live, place: str, slide: str) -> None:
    """The address with the token first, as the command opens it."""
    other.open(served.url)
    opened(other, f"{served.page(place)}#/{slide}")
    until(other, "kernel", READY)


def test_cells_run_and_another_province_opens_at_the_same_slide(other: Engine, own_server: Live) -> None:
    on_stage(other, own_server, PROVINCE, SLIDE)
    assert "token" not in other.run("return location.href")
    until(other, "figures", "Hình: vừa chạy, trùng bản dựng")
    other.run("document.querySelector(`[data-cell=${arguments[0]}]`).dataset.old = 1", CELL)
    other.press("r")
    # the figure of the page is another one now
    other.until("return document.querySelector(`[data-cell=${arguments[0]}]:not([data-old]) svg`) !== null", CELL)
    until(other, "figures", "Hình: vừa chạy, trùng bản dựng")
    other.press("t", *"hcm", "Enter")
    other.until(
        "return location.pathname.endsWith(arguments[0]) && typeof Reveal !== 'undefined' && Reveal.isReady()", OTHER
    )
    until(other, "kernel", READY)
    assert here(other) == SLIDE


def test_what_the_hall_decides_is_kept(other: Engine, own_server: Live) -> None:
    on_stage(other, own_server, HALL, AGREED)
    other.run("document.querySelector('.live-decided').focus()")
    other.press(*"bo 3 quy che")
    record = own_server.talk.root / "records" / f"{own_server.talk.conference}.jsonl"
    # shown again by the page that the server answers
    opened(other, f"{own_server.page(HALL)}?again#/{AGREED}")
    other.until("return document.querySelector('.live-decided')?.textContent === 'bo 3 quy che'")
    assert json.loads(record.read_text(encoding="utf-8").splitlines()[-1])["text"] == "bo 3 quy che"


def test_the_talk_goes_on_and_reloads_without_its_server(other: Engine, own_server: Live) -> None:
    on_stage(other, own_server, PROVINCE, SLIDE)
    # the copies are kept
    other.until("return navigator.serviceWorker.controller !== null")
    other.awaited("""async () => {
      while (!(await caches.match(location.pathname))) await new Promise((go) => setTimeout(go, 100));
    }""")
    own_server.kill()
    until(other, "kernel", "Mất liên lạc với máy chủ; các trang vẫn trình chiếu được")
    other.press("PageDown")
    other.until("return Reveal.getCurrentSlide().id !== arguments[0]", SLIDE)
    shown = here(other)
    other.reload()
    other.until("return typeof Reveal !== 'undefined' && Reveal.isReady()")
    # the client goes there when it begins
    other.until("return Reveal.getCurrentSlide().id === arguments[0]", shown)
    until(other, "kernel", "Mất liên lạc")
