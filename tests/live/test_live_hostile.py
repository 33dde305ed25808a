"""What a deck or a kernel could bring along: nothing of it runs, nothing is fetched, and the good figures stay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

import hostile_markup
from hostile_markup import LURE, STRIKE
from live_server import OTHER, PROVINCE, Live
from taphuan.document.cleaning import clean_markup

pytestmark = pytest.mark.browser

PAYLOADS: tuple[dict[str, str], ...] = (
    *({"image/svg+xml": markup} for markup in hostile_markup.SVG),
    *({"text/html": markup} for markup in hostile_markup.HTML),
    {"text/html": "</section><section data-cell='@OTHER@'><p class='planted'>x</p></section><p>y</p>"},
    {"application/javascript": STRIKE},
    {"text/markdown": f"[x](javascript:{STRIKE}) ![y]({LURE}/markdown.png) <img src=x onerror='{STRIKE}'>"},
    {"text/latex": f"$\\href{{javascript:{STRIKE}}}{{x}}$"},
    {"text/plain": f"<img src=x onerror='{STRIKE}'>"},
)


class Lure:
    """A server of somebody else; it remembers what it was asked for."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def lure() -> Iterator[Lure]:
    lure = Lure()
    thread = Thread(target=lure.server.serve_forever)
    thread.start()
    yield lure
    lure.server.shutdown()
    thread.join()
    lure.server.server_close()


@pytest.fixture
def changed() -> Iterator[Callable[[Path, Callable[[str], str]], None]]:
    """Change a built file; it is as it was when the test ends."""
    before: dict[Path, bytes] = {}

    def change(path: Path, how: Callable[[str], str]) -> None:
        before.setdefault(path, path.read_bytes())
        path.write_text(how(path.read_text(encoding="utf-8")), encoding="utf-8")

    yield change
    for path, content in before.items():
        path.write_bytes(content)


def harm(page: Any) -> list[str]:
    """What stands in the page that must not."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".reveal, .reveal *")].flatMap((element) => [
            ...(element.matches("script, iframe, object, embed, foreignObject, base, link, meta, .planted")
                ? [element.outerHTML.slice(0, 80)] : []),
            ...[...element.attributes].filter((attribute) =>
                attribute.name.startsWith("on") || /^\\s*javascript:/i.test(attribute.value)).map((a) => a.name + a.value),
        ])"""
    )
    return found


# as the page puts it in place, then read a second time; what can be pressed is pressed
PUT_IN_PLACE = """async (markup) => {
    const room = document.getElementById("room");
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    room.replaceChildren(holder.content);
    room.innerHTML = room.innerHTML;
    for (const link of room.querySelectorAll("a, button, input")) {
        link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
        link.focus?.();
    }
    await new Promise((done) => setTimeout(done, 20));
    const struck = window.struck;
    delete window.struck;
    return struck ?? 0;
}"""


@pytest.mark.slow
def test_cleaned_markup_does_nothing_even_without_a_policy(browser: Any, lure: Lure) -> None:
    """On a page that forbids nothing. The same markup as it came does run there, and does ask."""
    page = browser.new_page()
    page.set_content("<!doctype html><main id='room'></main>")
    markups = [
        markup.replace(LURE, lure.address) for payload in PAYLOADS for markup in payload.values() if "<" in markup
    ]
    struck = [markup for markup in markups if page.evaluate(PUT_IN_PLACE, clean_markup(markup).markup)]
    page.wait_for_load_state("networkidle")
    assert struck == [] and lure.asked == []
    assert len(page.frames) == 1 and page.url.partition("#")[0] == "about:blank"
    as_it_came = [markup for markup in markups if "<base" not in markup and "http-equiv" not in markup]
    assert sum(bool(page.evaluate(PUT_IN_PLACE, markup)) for markup in as_it_came) > len(markups) / 3
    assert len(lure.asked) > 10
    page.close()


@pytest.mark.slow
def test_what_a_kernel_puts_out_is_cleaned(
    served: Live, browser: Any, lure: Lure, changed: Callable[..., None]
) -> None:
    path = served.talk.deck(PROVINCE).with_name("notebook.ipynb")
    cells: list[str] = []

    def hostile(text: str) -> str:
        notebook = json.loads(text)
        ours = [cell for cell in notebook["cells"] if cell["metadata"].get("taphuan", {}).get("document") == "deck"]
        ours = [cell for cell in ours if cell["cell_type"] == "code"]
        for number, cell in enumerate(ours):
            payloads = json.dumps(PAYLOADS[number :: len(ours)], ensure_ascii=False)
            payloads = payloads.replace(LURE, lure.address).replace("@OTHER@", ours[0]["id"])
            cell["source"] = f"for bundle in {payloads}: display(bundle, raw=True)"
            cells.append(cell["id"])
        return json.dumps(notebook)

    changed(path, hostile)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served.url)
    expect(page.locator("[data-status=kernel]")).to_have_attribute("data-mood", "idle", timeout=20_000)
    for cell in cells:
        assert page.locator(f".slides [data-cell='{cell}']").count() >= 1
    # what is hidden is shown, what can be pressed is pressed
    for _ in cells:
        page.keyboard.press("PageDown")
    for link in page.locator(".present a").all():
        link.dispatch_event("click")
    assert page.evaluate("window.struck") is None
    assert harm(page) == []
    assert lure.asked == [] and errors == []
    page.close()


def test_a_foreign_table_is_put_in_place_without_what_it_may_not_have(
    served: Live, browser: Any, lure: Lure, changed: Callable[..., None]
) -> None:
    """A cell that shows a table of its own in the built deck, too."""
    cell, slide = "profile-the-hang-hinh", "profile-the-hang"
    notebook, deck = served.talk.deck(PROVINCE).with_name("notebook.ipynb"), served.talk.deck(PROVINCE)
    table = (
        "<table border='1' class='dataframe' onclick='window.struck=1'><tbody><tr style='text-align: right'>"
        "<td>mới</td><td><a href='javascript:window.struck=1'>x</a></td></tr></tbody></table>"
    )

    def with_table(text: str) -> str:
        nb = json.loads(text)
        (own,) = [one for one in nb["cells"] if one["id"] == cell]
        own["source"] = f"display({json.dumps({'text/html': table})}, raw=True)"
        return json.dumps(nb)

    foreign = f'<figure class="table" data-cell="{cell}"><table><tbody><tr><td>cũ</td></tr></tbody></table></figure>'
    changed(notebook, with_table)
    changed(deck, lambda text: re.sub(rf'<figure [^>]*data-cell="{cell}".*?</figure>', foreign, text, flags=re.DOTALL))
    page = browser.new_page()
    page.goto(f"{served.url}#/{slide}")
    shown = page.locator(f"#{slide} [data-cell={cell}]")
    expect(shown).to_contain_text("mới", timeout=20_000)
    assert shown.locator("tbody tr").inner_text().split() == ["mới", "x"]
    assert shown.locator("[style], [onclick], a").count() == 0
    shown.locator("table").dispatch_event("click")
    assert page.evaluate("window.struck") is None and harm(page) == []
    page.close()


def test_a_hostile_deck_of_another_province_is_not_compared(
    served: Live, browser: Any, lure: Lure, changed: Callable[..., None]
) -> None:
    slide = "profile-the-hang"

    def planted(text: str) -> str:
        head, section = text.split(f'<section id="{slide}"')
        harm = f"<img src='{lure.address}/x.png' onerror='{STRIKE}'><script>{STRIKE}</script>"
        return head + f'<section id="{slide}"' + section.replace("<figcaption>", f"<figcaption>{harm}", 1)

    changed(served.talk.deck(OTHER), planted)
    page = browser.new_page()
    page.goto(f"{served.url}#/{slide}")
    expect(page.locator("[data-status=kernel]")).to_have_attribute("data-mood", "idle", timeout=20_000)
    page.keyboard.press("t")
    page.locator("#live-compare").fill("hcm")
    page.keyboard.press("Enter")
    page.get_by_text("Chưa so sánh được: hình có phần không được phép hiện").wait_for()
    assert page.locator(".live-compared").count() == 0
    assert page.evaluate("window.struck") is None and harm(page) == [] and lure.asked == []
    page.close()


def test_what_was_put_into_a_built_deck_does_not_run(
    served: Live, browser: Any, lure: Lure, changed: Callable[..., None]
) -> None:
    address = lure.address
    planted = (
        f"<script>{STRIKE}</script><script src='{address}/x.js'></script><script type=module>{STRIKE}</script>"
        f"<img src='{address}/x.png' onerror='{STRIKE}'><iframe src='{address}/f'></iframe><iframe srcdoc='<script>parent.struck=1</script>'>"
        f"</iframe><link rel=stylesheet href='{address}/x.css'><style>body {{ background: url({address}/b.png) }}</style>"
        f"<object data='{address}/o'></object><link rel=prefetch href='{address}/p'>"
    )
    changed(
        served.talk.deck(PROVINCE), lambda text: text.replace('<div class="reveal', f'{planted}<div class="reveal', 1)
    )
    page = browser.new_page()
    page.goto(served.url)
    assert planted[:20] in page.content()
    expect(page.locator("[data-status=kernel]")).to_have_attribute("data-mood", "idle", timeout=20_000)
    assert page.evaluate("window.struck") is None
    assert page.evaluate("fetch('" + address + "/fetched').then(() => 'fetched', () => 'refused')") == "refused"
    assert lure.asked == []
    page.close()
