"""The fonts that decks carry and paper uses."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from taphuan import paths
from taphuan.charts.style import WEIGHTS
from taphuan.charts.text_measure import screen_font
from taphuan.check.doctor import examine
from taphuan.export.shared import fonts

VIETNAMESE = f"{fonts.VIETNAMESE}“Đắk Lắk” – 0,3615…"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    fonts.woff2_subset.cache_clear()
    return tmp_path


def test_the_letters_of_vietnamese_are_all_there() -> None:
    """12 vowels in 6 tones and đ, small and capital; each one character."""
    letters = fonts.VIETNAMESE.removesuffix("₫")
    assert len(letters) == len(set(letters)) == 2 * (12 * 6 + 1)
    assert set("ếộữỵặẵẽỷẾỘỮỴẶĐđơưƠƯ") <= set(letters)


@pytest.mark.parametrize("weight", (*WEIGHTS, 500))
@pytest.mark.parametrize("italic", [False, True])
def test_every_style_that_is_drawn_has_every_vietnamese_letter(weight: int, italic: bool) -> None:
    assert fonts.covers(screen_font(weight, italic), VIETNAMESE)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_screen_font_and_its_subset_have_every_vietnamese_letter(weight: int, own_cache: Path) -> None:
    assert fonts.covers(screen_font(weight), VIETNAMESE)
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


def test_subset_is_the_same_bytes_in_another_process(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    code = (
        "import sys; from taphuan.export.shared.fonts import woff2_subset; sys.stdout.buffer.write(woff2_subset(600))"
    )
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
    assert not fonts.covers(screen_font(), "漢")


def test_serif_face_has_four_styles_with_every_vietnamese_letter() -> None:
    name, files = fonts.serif_face()
    if name == fonts.EMBEDDED_SERIF:
        assert files == ()
        return
    assert len(files) == 4
    assert all(fonts.covers(path, fonts.VIETNAMESE) for path in files)


def test_serif_face_passes_over_a_family_without_vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old Liberation Serif has the right file names and only Latin-1."""
    from fontTools import subset

    names = ("Regular", "Bold", "Italic", "BoldItalic")
    for folder, last in (("a-old", 0x7E), ("b-new", 0x2100)):
        (tmp_path / folder).mkdir()
        for name in names:
            with TTFont(screen_font()) as font:
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


def paper_line() -> str:
    fonts.serif_face.cache_clear()
    try:
        (line,) = (finding.line for finding in examine() if finding.name == "font for paper")
    finally:
        fonts.serif_face.cache_clear()
    return line


def test_doctor_names_the_face_of_the_papers_and_how_to_get_a_better_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_font_roots", lambda: (tmp_path,))
    assert paper_line().startswith(f"note    font for paper: {fonts.EMBEDDED_SERIF}, which comes with Typst")
    assert "apt-get install fonts-croscore" in paper_line()
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        shutil.copy(screen_font(), tmp_path / f"Tinos-{name}.ttf")
    assert f"Tinos in {tmp_path}, with the widths of Times New Roman; for that itself put" in paper_line()
    for name in ("times", "timesbd", "timesi", "timesbi"):
        shutil.copy(screen_font(), tmp_path / f"{name}.ttf")
    assert paper_line() == f"ok      font for paper: Times New Roman in {tmp_path}"
