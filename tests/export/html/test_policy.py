"""Nothing that a notebook brings along runs in a deck, opened as a file in a real browser; the deck's own scripts do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hostile_markup
from deck_sample import Notebook, sample_notebook
from hostile_markup import LURE, STRIKE
from taphuan.export.html.deck import deck_scripts, write_deck
from taphuan.export.html.policy import META, rules
from taphuan.live.server.policy import deck_policy, deck_rules

pytestmark = pytest.mark.browser

_IMG = f"<img src=x onerror='{STRIKE}'>"
MARKDOWN = (
    f"<script>{STRIKE}</script>",
    f"chữ {_IMG} chữ",
    f"[bấm](javascript:{STRIKE}) <a href='javascript:{STRIKE}'>bấm</a>",
    f'<iframe srcdoc="<script>parent.{STRIKE}</script>"></iframe>',
    f"<meta http-equiv=refresh content='0;url={LURE}/m'>",
    f"![x]({LURE}/a.png) <video src='{LURE}/v' onerror='{STRIKE}'></video>",
    f"| a |\n|---|\n| {_IMG} |",
    f"<svg onload='{STRIKE}'><script>{STRIKE}</script></svg>",
    f"<details open ontoggle='{STRIKE}'><summary>x</summary></details>",
)
ADDRESS = "http://127.0.0.1:9"


def hostile_deck() -> Any:
    b = Notebook()
    for at, source in enumerate((*MARKDOWN, *hostile_markup.HTML, *hostile_markup.SVG)):
        b.slide(f"m{at}", "Trang")
        b.text(f"{source.replace(LURE, ADDRESS)}\n\nchữ thường")
        b.notes(source.replace(LURE, ADDRESS))
    for at, (mime, source) in enumerate(
        [("text/html", markup) for markup in hostile_markup.HTML]
        + [("image/svg+xml", markup) for markup in hostile_markup.SVG]
        + [("text/markdown", markup) for markup in MARKDOWN]
    ):
        b.slide(f"o{at}", "Trang")
        b.output({mime: source.replace(LURE, ADDRESS), "text/plain": "chữ thường"})
    b.slide("twin", "Trang")
    b.figure("half", hostile_markup.SVG[0], "Hình", "Hình", "Nguồn")
    return b.nb


def test_the_hostile_set_neither_runs_nor_asks_for_anything(browser: Any, deck_file: Callable[..., Path]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(deck_file(hostile_deck()).as_uri())
    assert page.evaluate("Reveal.isReady()")
    page.evaluate(
        "document.querySelectorAll('.reveal a').forEach((a) => a.dispatchEvent(new MouseEvent('click', {cancelable: true})))"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.struck") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate(
        """() => [...document.querySelectorAll(".reveal *")].flatMap((element) => [
            ...(element.matches("script, iframe, object, embed, foreignObject, base, meta, link, form, input")
                ? [element.outerHTML.slice(0, 80)] : []),
            ...[...element.attributes].filter((a) => a.name.startsWith("on") || a.name === "srcdoc"
                || /^\\s*javascript:/i.test(a.value)).map((a) => a.name + a.value)])"""
    ) == []  # fmt: skip
    page.close()


def test_a_script_that_was_added_to_the_file_does_not_run(browser: Any, deck_file: Callable[..., Path]) -> None:
    file = deck_file(sample_notebook())
    html = file.read_text(encoding="utf-8")
    planted = f"<script>{STRIKE}</script>{_IMG}</body>"
    file.write_text(html.replace("</body>", planted), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert page.evaluate("window.struck") is None
    # without the policy it would have run
    file.write_text(re.sub(rf"{META}[^>]*>", "", html).replace("</body>", planted), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert page.evaluate("window.struck") == 1
    page.close()


def test_the_deck_works_under_its_policy_with_the_speaker_view(browser: Any, deck_file: Callable[..., Path]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(deck_file(sample_notebook()).as_uri())
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == 1
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.on("console", lambda message: refused.append(message.text))
    speaker.wait_for_selector("iframe")
    speaker.wait_for_timeout(1500)
    assert len(speaker.frames) == 3
    assert all(frame.evaluate("Boolean(window.Reveal && Reveal.isReady())") for frame in speaker.frames[1:])
    assert [line for line in refused if "Content Security Policy" in line] == []
    speaker.close()
    page.close()


def test_the_policy_of_the_server_is_that_of_the_file_with_its_own_address_added() -> None:
    served = dict(part.split(" ", 1) for part in deck_policy("127.0.0.1:1", deck_rules()).split("; "))
    own = rules(deck_scripts())
    assert set(own) <= set(served)
    for name in set(own) - {"frame-src", "default-src"}:
        assert set(own[name].split()) - {"'none'"} <= set(served[name].split())
    page = write_deck(sample_notebook()).decode()
    policy = page[page.index(META) + len(META) : page.index('">', page.index(META))]
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert policy.count("sha256-") == 3
