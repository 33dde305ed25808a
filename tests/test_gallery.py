"""The gallery of `make gallery`: what it chooses, and what it shows where a program is missing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup

from deck_sample import Notebook, sample_notebook
from taphuan import paths
from taphuan.document.slides import slides_of


@pytest.fixture
def gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, writing below the test's folder."""
    spec = importlib.util.spec_from_file_location("gallery", paths.ROOT / "tools" / "gallery.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gallery", loaded)
    spec.loader.exec_module(loaded)
    monkeypatch.setattr(loaded, "GALLERY", tmp_path)
    return loaded


def test_of_slides_of_one_layout_the_fullest_is_taken(gallery: ModuleType) -> None:
    b = Notebook()
    for name, point in (("short", "Nêu chỉ tiêu"), ("full", "Nêu chỉ tiêu và thời hạn"), ("other", "Nêu thời hạn")):
        b.slide(name, "Việc phải xong")
        b.text(f"- {point}")
    b.slide("quiz", "Câu hỏi", kind="quiz")
    b.text("1. Một\n2. Hai")
    assert [slide.id for slide in slides_of(gallery.one_of_each(b.nb))] == ["full", "quiz"]


def test_the_page_shows_pictures_and_says_what_is_missing(
    gallery: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture = gallery.FIXTURES[5]
    target = tmp_path / fixture.key
    target.mkdir()
    gallery.write_decks(sample_notebook(), target)
    monkeypatch.setenv("TAPHUAN_CHROMIUM", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", str(tmp_path))
    lacking = gallery.to_pdf([target / "deck.pptx"])
    shown = gallery.Shown(fixture, tuple(gallery.sheet(target / name, lacking) for name in gallery.DECKS))
    page = BeautifulSoup(gallery.page([shown]), "html.parser")
    said = {heading.a.get_text(): heading.find_next_sibling() for heading in page.select("h3")}
    assert "Chromium is missing" in said["deck.html"].get_text()
    assert "LibreOffice is missing" in said["deck.pptx"].get_text()
    assert (len(said["deck.pdf"].select("img")), len(said["handout.pdf"].select("img"))) == (12, 6)
    assert all((tmp_path / image["src"]).is_file() for image in page.select("img"))
