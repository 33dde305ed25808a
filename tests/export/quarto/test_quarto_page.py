"""The script and the style sheet of deck.quarto.html, on a page with reveal.js as Quarto has one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from taphuan import paths
from taphuan.export.html.reveal import _reveal_dist
from taphuan.theme import theme

pytestmark = pytest.mark.browser

SHORT = "<section><h2>Ngắn</h2><p>Một dòng.</p></section>"
LONG = (
    f"<section><h2>Dài</h2>{'<p>Một dòng trong nhiều dòng.</p>' * 24}<aside class='notes'>Lời giảng</aside></section>"
)
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>{css} p {{ margin: 12px 0; font-size: 24px }}</style>
<div class="reveal"><div class="slides">{slides}</div></div>
<script>{reveal}</script>
<script>Reveal.initialize({{width: 1280, height: 720, margin: 0.1, center: false, transition: "none"}})</script>
{fit}"""
# the lowest edge of what is shown on this slide, in px of the canvas
LOWEST = """at => {
  Reveal.slide(at);
  const slide = Reveal.getCurrentSlide(), top = slide.getBoundingClientRect().top;
  const edges = [...slide.querySelectorAll("h2, p")].map(one => one.getBoundingClientRect().bottom);
  return (Math.max(...edges) - top) / Reveal.getScale();
}"""


def opened(browser: Any, folder: Path, slides: str) -> Any:
    dist = _reveal_dist()
    css, script = ((dist / name).read_text(encoding="utf-8") for name in ("reveal.css", "reveal.js"))
    fit = paths.QUARTO_FIT.read_text(encoding="utf-8")
    (folder / "page.html").write_text(PAGE.format(css=css, reveal=script, slides=slides, fit=fit), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto((folder / "page.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    return page


def test_a_slide_that_is_too_high_gets_smaller_and_others_stay(browser: Any, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, SHORT + LONG)
    assert page.evaluate(LOWEST, 0) < 300
    assert 600 < page.evaluate(LOWEST, 1) <= theme().spacing.height
    # once more, as when a speaker goes back
    assert page.evaluate(LOWEST, 0) < 300
    assert 600 < page.evaluate(LOWEST, 1) <= theme().spacing.height
    assert page.evaluate("document.querySelectorAll('section div').length") == 1
    page.close()


def test_the_first_slide_is_fitted_too(browser: Any, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, LONG)
    assert page.evaluate(LOWEST, 0) <= theme().spacing.height
    page.close()
