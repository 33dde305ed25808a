"""The gallery of `make gallery`: the selection of slides, and the page on a machine without Chromium and LibreOffice."""

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
    """The module tools/gallery.py, which writes into the folder of the test."""
    spec = importlib.util.spec_from_file_location("gallery", paths.ROOT / "tools" / "gallery.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gallery", loaded)
    spec.loader.exec_module(loaded)
    monkeypatch.setattr(loaded, "GALLERY", tmp_path)
    return loaded


def test_the_slide_with_the_most_text_of_each_layout_is_selected(gallery: ModuleType) -> None:
    b = Notebook()
    for name, point in (("short", "Nêu chỉ tiêu"), ("full", "Nêu chỉ tiêu và thời hạn"), ("other", "Nêu thời hạn")):
        b.slide(name, "Việc phải xong")
        b.text(f"- {point}")
    b.slide("quiz", "Câu hỏi", kind="quiz")
    b.text("1. Một\n2. Hai")
    assert [slide.id for slide in slides_of(gallery.one_of_each(b.nb))] == ["full", "quiz"]


def test_every_device_is_shown_in_its_sizes(gallery: ModuleType) -> None:
    sheets = {sheet.name: len(sheet.pictures) for sheet in gallery.devices()}
    assert sheets.pop("tables to write in") == 5
    assert set(sheets) == {"decision", "steps", "stack", "columns", "checklist", "exercise", "big_number"}
    assert min(sheets.values()) >= 4 and sheets["decision"] >= 11


def test_the_page_has_the_pictures_and_says_which_program_is_missing(
    gallery: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture = gallery.FIXTURES[5]
    target = tmp_path / fixture.key
    target.mkdir()
    gallery.write_decks(sample_notebook(), target)
    monkeypatch.setenv("TAPHUAN_CHROMIUM", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", str(tmp_path))
    lacking = gallery.to_pdf([target / "deck.pptx"])
    section = gallery.Section(fixture, tuple(gallery.sheet(target / name, lacking) for name in gallery.DECKS))
    page = BeautifulSoup(gallery.page([section]), "html.parser")
    content_of_file = {heading.a.get_text(): heading.find_next_sibling() for heading in page.select("h3")}
    assert "Chromium is missing" in content_of_file["deck.html"].get_text()
    assert "LibreOffice is missing" in content_of_file["deck.pptx"].get_text()
    images = [len(content_of_file[name].select("img")) for name in ("deck.pdf", "handout.pdf")]
    assert images == [12, 3]
    assert all((tmp_path / image["src"]).is_file() for image in page.select("img"))
