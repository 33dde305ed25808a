"""The fonts that decks carry and paper uses."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from taphuan import paths
from taphuan.export import fonts

VIETNAMESE = "ế ộ ữ ỵ ặ Đ ₫ Ỹ ẵ ỡ ĩ ũ “Đắk Lắk” – 0,3615…"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    fonts.woff2_subset.cache_clear()
    return tmp_path


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_screen_font_and_its_subset_have_every_vietnamese_letter(weight: int, own_cache: Path) -> None:
    assert fonts.covers(fonts.screen_font(weight), VIETNAMESE)
    data = fonts.woff2_subset(weight)
    small = TTFont(io.BytesIO(data))
    assert {ord(c) for c in VIETNAMESE if c != " "} <= set(small.getBestCmap())
    assert small["OS/2"].usWeightClass == weight
    assert len(data) < 20_000


def test_figures_for_columns_have_one_width(own_cache: Path) -> None:
    font = TTFont(io.BytesIO(fonts.woff2_subset(600, digits=True)))
    glyphs = font.getBestCmap()
    assert sorted(map(chr, glyphs)) == list("0123456789")
    assert len({font["hmtx"][name][0] for name in glyphs.values()}) == 1


def test_the_width_of_a_line_is_near_what_a_browser_measures() -> None:
    assert fonts.text_width("Chuyển đổi số", 40, 600) == pytest.approx(270, abs=15)
    assert fonts.text_width("a\u2060b", 40) == fonts.text_width("ab", 40)


def test_subset_is_the_same_bytes_in_another_process(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    code = "import sys; from taphuan.export.fonts import woff2_subset; sys.stdout.buffer.write(woff2_subset(600))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"TAPHUAN_CACHE": str(other), "PATH": ""}
    )
    assert done.stdout == fonts.woff2_subset(600)


def test_a_cut_off_cache_entry_is_made_again(own_cache: Path) -> None:
    whole = fonts.woff2_subset(400)
    (kept,) = (own_cache / "fonts").iterdir()
    kept.write_bytes(b"")
    fonts.woff2_subset.cache_clear()
    assert fonts.woff2_subset(400) == whole
    assert kept.read_bytes() == whole


def test_covers_says_no_for_a_character_the_font_lacks() -> None:
    assert not fonts.covers(fonts.screen_font(), "漢")


def test_serif_face_has_four_styles_with_every_vietnamese_letter() -> None:
    name, files = fonts.serif_face()
    if name == fonts.EMBEDDED_SERIF:
        assert files == ()
        return
    assert len(files) == 4
    assert all(fonts.covers(path, fonts.PROBE) for path in files)


def test_serif_face_passes_over_a_family_without_vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old Liberation Serif has the right file names and only Latin-1."""
    from fontTools import subset

    names = ("Regular", "Bold", "Italic", "BoldItalic")
    for folder, last in (("a-old", 0x7E), ("b-new", 0x2100)):
        (tmp_path / folder).mkdir()
        for name in names:
            with TTFont(fonts.screen_font()) as font:
                subsetter = subset.Subsetter()
                subsetter.populate(unicodes=range(0x20, last))
                subsetter.subset(font)
                font.save(tmp_path / folder / f"LiberationSerif-{name}.ttf")
    monkeypatch.setattr(fonts, "_font_roots", lambda: (tmp_path,))
    fonts.serif_face.cache_clear()
    try:
        name, files = fonts.serif_face()
    finally:
        fonts.serif_face.cache_clear()
    assert name == "Liberation Serif"
    assert {path.parent.name for path in files} == {"b-new"}


def test_without_any_serif_the_embedded_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_font_roots", lambda: (tmp_path,))
    fonts.serif_face.cache_clear()
    try:
        assert fonts.serif_face() == (fonts.EMBEDDED_SERIF, ())
    finally:
        fonts.serif_face.cache_clear()
