"""Reference pictures of the main layouts in tests/looks/; `make looks` replaces those that look different now."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from projects import execute_in_process
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
# name of the picture → (deck, id of the slide)
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
# Hides the page number and the progress bar, which change with every slide that is added before.
HIDE_COUNTERS = ".progress, .number { visibility: hidden }"

# Levels from 0 to 255. Another anti-aliasing changes the mean of a tile (of TILE × TILE px) by at most 5, a title that
# moves by 12 px changes it by 15.
TILE, MOST_IN_A_TILE = 20, 8
# A surface of one colour has the same level in every browser; the edges of letters and lines are not compared.
MOST_ON_A_SURFACE, FEWEST_PIXELS = 6, 40


def write_decks(folder: Path) -> dict[tuple[str, str, str], Path]:
    """Write the decks of SLIDES into a folder: (conference, province, day) → file."""
    decks = {lesson: folder / f"{lesson[1]}.html" for lesson in (PROVINCE, HALL)}
    for lesson, path in decks.items():
        path.write_bytes(write_deck(execute_in_process(open_lesson(*lesson), full=lesson == PROVINCE)))
    return decks


def take_slides(browser: Any, decks: dict[tuple[str, str, str], Path], css: str = "") -> dict[str, Image.Image]:
    """A picture of every slide of SLIDES with all fragments visible. A test can add `css` to change the look."""
    pictures = {}
    for lesson, deck in decks.items():
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        page.goto(deck.as_uri())
        page.add_style_tag(content=HIDE_COUNTERS + css)
        page.evaluate("() => document.fonts.ready.then(() => true)")
        for name, (lesson_of_slide, slide) in SLIDES.items():
            if lesson_of_slide != lesson:
                continue
            page.evaluate(
                "id => Reveal.slide(Reveal.getIndices(document.getElementById(id)).h, Reveal.getIndices(document.getElementById(id)).v, 99)",
                slide,
            )
            assert page.evaluate("() => Reveal.getCurrentSlide().id") == slide, f"no slide {slide} in {lesson}"
            pictures[name] = _small(page.screenshot())
        page.close()
    return pictures


def take_pdf_page() -> Image.Image:
    """One page of deck.pdf, rendered by Typst, which gives the same picture on every machine."""
    import typst

    pdf = write_deck_pdf(read_document(execute_in_process(open_lesson(*PROVINCE), full=True), "deck"))
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


def stored(name: str) -> Image.Image:
    """The reference picture of this name."""
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("RGB")


def store(name: str, image: Image.Image) -> None:
    """Write a reference picture with COLOURS colours."""
    reduced = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(FOLDER / f"{name}.png", optimize=True)


def difference(one: Image.Image, other: Image.Image) -> str:
    """The difference of two pictures that a viewer would notice, as a phrase; "" if there is none."""
    a, b = (np.asarray(image, dtype=float) for image in (one, other))
    differences = np.abs(_tiles(a) - _tiles(b)).max(2)
    if differences.max() > MOST_IN_A_TILE:
        row, column = (int(n) * TILE // 2 for n in np.unravel_index(differences.argmax(), differences.shape))
        count = int((differences > MOST_IN_A_TILE).sum())
        return f"{count} tiles differ, most by {differences.max():.0f} levels at x {column}, y {row}"
    recoloured = (np.abs(a - b).max(2) > MOST_ON_A_SURFACE) & _surface(a) & _surface(b)
    if recoloured.sum() >= FEWEST_PIXELS:
        row, column = (int(n) for n in np.argwhere(recoloured)[0])
        return f"a surface of {recoloured.sum()} pixels has another colour, at x {column}, y {row}"
    return ""


def _tiles(image: np.ndarray) -> np.ndarray:
    """The mean colours of tiles of TILE × TILE px that begin every half tile, so that none of them halves what is small."""
    step = TILE // 2
    height, width = image.shape[0] // step, image.shape[1] // step
    quarters = image.reshape(height, step, width, step, 3).mean((1, 3))
    means: np.ndarray = (quarters[:-1, :-1] + quarters[1:, :-1] + quarters[:-1, 1:] + quarters[1:, 1:]) / 4
    return means


def _surface(image: np.ndarray) -> np.ndarray:
    """A mask of the pixels that lie in a square of 2 × 2 px of one colour: also of what is two pixels high, as a rule is."""
    found = np.zeros(image.shape[:2], dtype=bool)
    for down in (-1, 1):
        for right in (-1, 1):
            alike = np.ones(image.shape[:2], dtype=bool)
            for shift in ((down, 0), (0, right), (down, right)):
                alike &= np.abs(np.roll(image, shift, (0, 1)) - image).max(2) <= 2
            found |= alike
    return found


def renew() -> int:
    """Take all pictures and store those that differ from the reference; the exit code."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        print(f"error: no Chromium on this machine: {INSTALL_HINT}", file=sys.stderr)
        return 3
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        pictures = take_slides(browser, write_decks(Path(folder)))
        browser.close()
    pictures["pdf"] = take_pdf_page()
    for name, image in pictures.items():
        reason = difference(stored(name), image) if (FOLDER / f"{name}.png").exists() else "new"
        if reason:
            store(name, image)
            print(f"tests/looks/{name}.png: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(renew())
