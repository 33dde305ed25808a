"""Measures built decks in Chromium: `python tools/slide_measures.py build/…/deck.html … [--pictures folder]`.

Says for each deck how many sizes titles and texts have, which titles take more than two lines, and on which slides the lower
third of the content's room is empty: no pixel between there and the footer differs from the ground. With `--pictures` every slide
is kept as a PNG.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from taphuan.check.browser import find_chromium, launch_flags
from taphuan.theme import theme

_SPACE = theme().spacing
# Covers and dividers have their own faces, lists of sources end where they end.
_NOT_MEASURED = {"cover", "section", "sources"}

_LOOK = """() => {
  const slide = Reveal.getCurrentSlide();
  const px = (element) => parseFloat(getComputedStyle(element).fontSize);
  const title = slide.querySelector(".title");
  const lines = title ? Math.round(title.getBoundingClientRect().height / parseFloat(getComputedStyle(title).lineHeight)) : 0;
  const texts = [...slide.querySelectorAll(".body .text :is(p, li)")].filter((e) => !e.closest(".note") && !e.querySelector("p"));
  return {
    id: slide.id, kind: [...slide.classList].find((name) => ["cover", "section", "content", "quiz", "sources"].includes(name)) || "",
    title: title ? px(title) : 0, words: title ? title.textContent.trim() : "", lines, texts: texts.map(px),
  };
}"""


def measure(page: Any, deck: Path, pictures: Path | None) -> str:
    """What is to be said of one deck."""
    page.goto(deck.resolve().as_uri())
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.add_style_tag(
        content=".frame::after { display: none !important } .fragment { visibility: visible !important; opacity: 1 !important }"
    )
    count = page.evaluate("() => Reveal.getTotalSlides()")
    titles: Counter[float] = Counter()
    texts: Counter[float] = Counter()
    empty, long, measured = [], [], 0
    for at in range(count):
        page.evaluate("(at) => Reveal.slide(at)", at)
        seen = page.evaluate(_LOOK)
        picture = page.screenshot()
        if pictures:
            (pictures / f"{at + 1:03}.png").write_bytes(picture)
        if seen["title"]:
            titles[seen["title"]] += 1
        if seen["kind"] != "cover":
            texts.update(set(seen["texts"]))
        if seen["lines"] > 2 and seen["kind"] not in _NOT_MEASURED:
            long.append(f"{at + 1} {seen['id']}: {seen['words']}")
        if seen["kind"] in _NOT_MEASURED:
            continue
        measured += 1
        if _lower_third_is_empty(picture):
            empty.append(f"{at + 1} {seen['id']}")
    return "\n".join(
        (
            f"{deck}: {count} slides",
            f"  sizes of titles: {dict(sorted(titles.items()))}",
            f"  sizes of texts: {dict(sorted(texts.items()))}",
            f"  titles of more than two lines: {len(long)}",
            *(f"    {line}" for line in long),
            f"  lower third empty: {len(empty)} of {measured} ({len(empty) / max(measured, 1):.0%}): {', '.join(empty)}",
        )
    )


def _lower_third_is_empty(png: bytes) -> bool:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    top = round(_SPACE.content + (_SPACE.content_end - _SPACE.content) * 2 / 3)
    part = picture.crop((20, top + 10, _SPACE.width - 20, _SPACE.content_end - 4))
    corner = part.getpixel((part.width - 1, 0))
    return ImageChops.difference(part, Image.new("RGB", part.size, corner)).getbbox() is None  # type: ignore[arg-type]


def main() -> None:
    """Print the measures of the decks that are named."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("decks", nargs="+", type=Path)
    arguments.add_argument("--pictures", type=Path)
    chosen = arguments.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=list(launch_flags()))
        page = browser.new_page(viewport={"width": _SPACE.width, "height": _SPACE.height})
        for deck in chosen.decks:
            folder = chosen.pictures / "-".join(deck.resolve().parts[-3:-1]) if chosen.pictures else None
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
            print(measure(page, deck, folder))
        browser.close()


if __name__ == "__main__":
    main()
