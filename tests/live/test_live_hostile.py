"""What a deck or a kernel could bring along: nothing of it runs, nothing is fetched, and the good figures stay."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from live_server import PROVINCE, BuiltTalk, Live, live

pytestmark = pytest.mark.browser

LURE = "@EVIL@"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
STRIKE = "window.struck=1"

PAYLOADS: tuple[dict[str, str], ...] = (
    {"image/svg+xml": f"{SVG} onload='{STRIKE}'><script>{STRIKE}</script><path d='M0 0h9' onclick='{STRIKE}'/></svg>"},
    {
        "image/svg+xml": f"{SVG}><foreignObject><iframe srcdoc='<script>parent.struck=1</script>'/></foreignObject></svg>"
    },
    {
        "image/svg+xml": f"{SVG}><use href='{LURE}/use.svg#a'/><image xlink:href='{LURE}/image.png'/><path d='M0 0'/></svg>"
    },
    {
        "image/svg+xml": f"{SVG}><style>path {{ fill: url({LURE}/fill.svg#a) }} @import '{LURE}/x.css';</style><path d='M0'/></svg>"
    },
    {
        "image/svg+xml": f"{SVG}><a href='javascript:{STRIKE}'><text>x</text></a><animate onbegin='{STRIKE}' dur='1s'/></svg>"
    },
    {"image/svg+xml": f"{SVG}><path d='M0 0' style='fill: url({LURE}/paint.svg#a)'/></svg>"},
    {"text/html": f"<div><img src='{LURE}/a.png' onerror='{STRIKE}'><script>{STRIKE}</script></div>"},
    {
        "text/html": f"<div><iframe src='{LURE}/frame'></iframe><object data='{LURE}/o'></object><embed src='{LURE}/e'></div>"
    },
    {"text/html": f"<p><a href='javascript:{STRIKE}'>x</a></p><p style='background: url({LURE}/style.png)'>y</p>"},
    {"text/html": "</section><section data-cell='@OTHER@'><p class='planted'>x</p></section><p>y</p>"},
    {
        "text/html": f"<link rel=stylesheet href='{LURE}/l.css'><meta http-equiv=refresh content='0;url={LURE}/m'><p>x</p>"
    },
    {
        "text/html": f"<form action='{LURE}/form'><button formaction='javascript:{STRIKE}'>x</button></form><base href='{LURE}'>"
    },
    {
        "text/html": f"<math><mtext><table><mglyph><style><img src=x onerror='{STRIKE}'></style></mglyph></table></mtext></math>"
    },
    {"text/html": f"<p><video src='{LURE}/v' onerror='{STRIKE}'></video><input autofocus onfocus='{STRIKE}'></p>"},
    {"application/javascript": STRIKE},
    {"text/markdown": f"[x](javascript:{STRIKE}) ![y]({LURE}/markdown.png) <img src=x onerror='{STRIKE}'>"},
    {"text/latex": f"$\\href{{javascript:{STRIKE}}}{{x}}$"},
    {"text/plain": f"<img src=x onerror='{STRIKE}'>"},
)


@pytest.fixture(scope="module")
def served(talk: BuiltTalk) -> Iterator[Live]:
    with live(talk) as running:
        yield running


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


@pytest.mark.parametrize("first", [0, 9])
def test_what_a_kernel_puts_out_is_cleaned(
    served: Live, browser: Any, lure: Lure, changed: Callable[..., None], first: int
) -> None:
    path = served.talk.deck(PROVINCE).with_name("notebook.ipynb")
    cells: list[str] = []

    def hostile(text: str) -> str:
        notebook = json.loads(text)
        ours = [cell for cell in notebook["cells"] if cell["metadata"].get("taphuan", {}).get("document") == "deck"]
        ours = [cell for cell in ours if cell["cell_type"] == "code"]
        assert len(ours) >= 9 or len(ours) * 2 >= len(PAYLOADS)
        for number, cell in enumerate(ours):
            payload = json.dumps(PAYLOADS[(first + number) % len(PAYLOADS)], ensure_ascii=False)
            payload = payload.replace(LURE, lure.address).replace("@OTHER@", ours[0]["id"])
            cell["source"] = f"display({payload}, raw=True)"
            cells.append(cell["id"])
        return json.dumps(notebook)

    changed(path, hostile)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served.url)
    expect(page.locator("[data-says=kernel]")).to_have_attribute("data-mood", "idle", timeout=20_000)
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
    expect(page.locator("[data-says=kernel]")).to_have_attribute("data-mood", "idle", timeout=20_000)
    assert page.evaluate("window.struck") is None
    assert page.evaluate("fetch('" + address + "/fetched').then(() => 'fetched', () => 'refused')") == "refused"
    assert lure.asked == []
    page.close()
