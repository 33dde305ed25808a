"""The fonts that documents carry."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from taphuan import paths
from taphuan.charts import text_measure
from taphuan.charts.style import WEIGHTS
from taphuan.charts.text_measure import paper_font, screen_font
from taphuan.check.doctor import examine
from taphuan.export.shared import fonts
from taphuan.theme.faces import VIETNAMESE as LETTERS

VIETNAMESE = f"{LETTERS}“Đắk Lắk” – 0,3615…"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    fonts.woff2_subset.cache_clear()
    return tmp_path


def test_the_letters_of_vietnamese_are_all_there() -> None:
    """12 vowels in 6 tones and đ, small and capital; each one character."""
    letters = LETTERS.removesuffix("₫")
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


def doctor_line() -> str:
    (line,) = (finding.line for finding in examine() if finding.name == "font for paper")
    return line


def test_the_face_of_papers_comes_with_the_packages_and_doctor_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor_line().startswith("ok      font for paper: TeX Gyre Termes, with the widths of Times New Roman")
    monkeypatch.setattr(text_measure, "_PAPER_PACKAGE", "no_such_package")
    paper_font.cache_clear()
    try:
        assert doctor_line() == (
            "MISSING font for paper: the font TeX Gyre Termes is missing: run `make` to install requirements.lock [TH901]"
        )
    finally:
        paper_font.cache_clear()
