"""Pictures of the main layouts, kept in tests/looks/; `make looks` takes those again that have come to look different."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from projects import put_out
from taphuan import open_lesson
from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.document.reading import read_document
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.known.units import WHOLE

FOLDER = Path(__file__).parents[1] / "looks"
SIZE = (640, 360)
COLOURS = 256
PROVINCE = ("quang-nam-2024", "quang-nam", "2024-10-31")
HALL = ("quang-nam-2024", WHOLE, "2024-10-31")
# name of the picture → deck and slide
SLIDES = {
    "cover": (PROVINCE, "cover-bia"),
    "section": (PROVINCE, "profile-mo-dau"),
    "text": (PROVINCE, "profile-viec-can-lam"),
    "split": (PROVINCE, "tong-quan-cds-tru-cot"),
    "table": (PROVINCE, "profile-lien-ke"),
    "quiz": (PROVINCE, "closing-cau-1"),
    "hall": (HALL, "participants-bang-hang"),
    "map": (HALL, "participants-ban-do"),
}
PDF_PAGE = 8  # of the province's deck.pdf: text beside a map
# They change whenever a slide is added anywhere before.
COUNTING = ".progress, .number { visibility: hidden }"

# Levels of 0 to 255. Other anti-aliasing moves the mean of a tile by up to 5, a title that has moved by 12 px by 15.
TILE, MOST_IN_A_TILE = 20, 8
# Surfaces of one colour keep it to the level in every browser; the edges of letters and lines are left out.
MOST_ON_A_SURFACE, FEWEST_PIXELS = 6, 40


def write_decks(folder: Path) -> dict[tuple[str, str, str], Path]:
    """The decks that the slides are of."""
    decks = {lesson: folder / f"{lesson[1]}.html" for lesson in (PROVINCE, HALL)}
    for lesson, path in decks.items():
        path.write_bytes(write_deck(put_out(open_lesson(*lesson))))
    return decks


def take_slides(browser: Any, decks: dict[tuple[str, str, str], Path], css: str = "") -> dict[str, Image.Image]:
    """Every slide of SLIDES with its fragments shown, with a style more for those who want to see it spoilt."""
    taken = {}
    for lesson, deck in decks.items():
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        page.goto(deck.as_uri())
        page.add_style_tag(content=COUNTING + css)
        page.evaluate("() => document.fonts.ready.then(() => true)")
        for name, (of, slide) in SLIDES.items():
            if of != lesson:
                continue
            page.evaluate("id => Reveal.slide(Reveal.getSlides().findIndex(slide => slide.id === id), 0, 99)", slide)
            assert page.evaluate("() => Reveal.getCurrentSlide().id") == slide, f"no slide {slide} in {lesson}"
            taken[name] = _small(page.screenshot())
        page.close()
    return taken


def take_pdf_page() -> Image.Image:
    """One page of deck.pdf, drawn by Typst, which reads PDF too: the same picture on every machine."""
    import typst

    pdf = write_deck_pdf(read_document(put_out(open_lesson(*PROVINCE)), "deck"))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "deck.pdf").write_bytes(pdf)
        page = Path(folder, "page.typ")
        page.write_text(
            f'#set page(width: 1280pt, height: 720pt, margin: 0pt)\n#image("deck.pdf", page: {PDF_PAGE}, width: 100%)',
            encoding="utf-8",
        )
        return _small(typst.compile(page, format="png", ppi=72.0))


def _small(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB").resize(SIZE, Image.Resampling.BOX)


def kept(name: str) -> Image.Image:
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("RGB")


def keep(name: str, image: Image.Image) -> None:
    reduced = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(FOLDER / f"{name}.png", optimize=True)


def difference(one: Image.Image, other: Image.Image) -> str:
    """What a viewer would notice, as a phrase; empty when the two look alike."""
    a, b = (np.asarray(image, dtype=float) for image in (one, other))
    width, height = SIZE
    tiles = [x.reshape(height // TILE, TILE, width // TILE, TILE, 3).mean((1, 3)) for x in (a, b)]
    apart = np.abs(tiles[0] - tiles[1]).max(2)
    if apart.max() > MOST_IN_A_TILE:
        row, column = (int(n) * TILE for n in np.unravel_index(apart.argmax(), apart.shape))
        count = int((apart > MOST_IN_A_TILE).sum())
        return f"{count} tiles differ, most by {apart.max():.0f} levels at x {column}, y {row}"
    recoloured = (np.abs(a - b).max(2) > MOST_ON_A_SURFACE) & _surface(a) & _surface(b)
    if recoloured.sum() >= FEWEST_PIXELS:
        row, column = (int(n) for n in np.argwhere(recoloured)[0])
        return f"a surface of {recoloured.sum()} pixels has another colour, at x {column}, y {row}"
    return ""


def _surface(image: np.ndarray) -> np.ndarray:
    """Which pixels have the colour of all their neighbours."""
    alike = np.ones(image.shape[:2], dtype=bool)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            alike &= np.abs(np.roll(image, (down, right), (0, 1)) - image).max(2) <= 2
    return alike


def renew() -> int:
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        print(f"error: no Chromium on this machine: {INSTALL_HINT}", file=sys.stderr)
        return 3
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        taken = take_slides(browser, write_decks(Path(folder)))
        browser.close()
    taken["pdf"] = take_pdf_page()
    for name, image in taken.items():
        why = difference(kept(name), image) if (FOLDER / f"{name}.png").exists() else "new"
        if why:
            keep(name, image)
            print(f"tests/looks/{name}.png: {why}")
    return 0


if __name__ == "__main__":
    sys.exit(renew())
