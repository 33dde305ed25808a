"""The main layouts look as they did when somebody looked at them; another version of the browser may draw them too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from looks import FOLDER, PROVINCE, SLIDES, difference, stored, take_pdf_page, take_slides, write_decks
from taphuan.check.browser import find_chromium, launch_flags

pytestmark = pytest.mark.browser

Decks = dict[tuple[str, str, str], Path]


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Decks:
    return write_decks(tmp_path_factory.mktemp("looks"))


@pytest.fixture(scope="module")
def taken(browser: Any, decks: Decks) -> dict[str, Image.Image]:
    return take_slides(browser, decks)


def told(name: str, made: Image.Image, folder: Path) -> str:
    """What differs from the picture that is stored, and where the two lie side by side."""
    before = stored(name)
    found = difference(before, made)
    if found:
        both = Image.new("RGB", (before.width, 2 * before.height))
        both.paste(before, (0, 0))
        both.paste(made, (0, before.height))
        both.save(folder / f"{name}.png")
        found += f"; look at {folder / name}.png (stored above, made below); `make looks` takes it over"
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", SLIDES)
def test_a_slide_looks_as_it_did(taken: dict[str, Image.Image], name: str, tmp_path: Path) -> None:
    assert told(name, taken[name], tmp_path) == ""


def test_a_page_of_the_pdf_looks_as_it_did(tmp_path: Path) -> None:
    assert told("pdf", take_pdf_page(), tmp_path) == ""


def test_the_pictures_are_few_and_small() -> None:
    pictures = list(FOLDER.glob("*"))
    assert {picture.name for picture in pictures} == {f"{name}.png" for name in (*SLIDES, "pdf")}
    assert all(picture.stat().st_size <= 40_000 for picture in pictures)


@pytest.mark.slow
@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("css", "pictures"),
    [
        (".reveal .title { transform: translate(0, 12px) }", set(SLIDES)),
        pytest.param(".reveal .title { transform: translate(12px, 0) }", set(SLIDES), marks=pytest.mark.slow),
        ("figure > svg, figure > table { visibility: hidden }", {"cover", "split", "table", "hall", "map"}),
        pytest.param(":root { --ink: #3b5a80 }", set(SLIDES), marks=pytest.mark.slow),
        pytest.param(":root { --font: 'DejaVu Sans', sans-serif }", set(SLIDES), marks=pytest.mark.slow),
    ],
    ids=["a title lower", "a title further right", "no figure", "another ink", "another font"],
)
def test_what_a_viewer_would_notice_is_found(browser: Any, decks: Decks, css: str, pictures: set[str]) -> None:
    spoilt = take_slides(browser, decks, css)
    assert {name for name, made in spoilt.items() if difference(stored(name), made)} == pictures


@pytest.fixture
def other_browser(browser: Any) -> Iterator[Any]:
    """Chromium as it sets letters where it may not place them between two pixels."""
    flags = [*launch_flags(), "--disable-font-subpixel-positioning"]
    started = browser.browser_type.launch(executable_path=str(find_chromium()), args=flags)
    yield started
    started.close()


@pytest.mark.slow
def test_other_letter_edges_are_no_difference(other_browser: Any, decks: Decks, taken: dict[str, Image.Image]) -> None:
    made = take_slides(other_browser, {PROVINCE: decks[PROVINCE]})
    assert any(image.tobytes() != taken[name].tobytes() for name, image in made.items()), "the letters are the same"
    assert {name: found for name, image in made.items() if (found := difference(stored(name), image))} == {}
