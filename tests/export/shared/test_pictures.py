"""Drawings and foreign pictures made small."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from taphuan import paths
from taphuan.document import pictures as document_pictures
from taphuan.document.pictures import fitted
from taphuan.errors import NotComposed
from taphuan.export.shared.raster import png_of

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200">'
    '<rect x="100" y="50" width="100" height="100" fill="#c8102e"/><text x="5" y="190" font-size="20">Quảng Nam</text></svg>'
)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path)


def image(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("ground", "wanted"), [("#ffffff", (255, 255, 255)), ("#14263b", (0x14, 0x26, 0x3B))])
def test_a_drawing_keeps_its_ground_and_all_its_colours(ground: str, wanted: tuple[int, int, int]) -> None:
    many = "".join(f'<rect x="{n}" y="20" width="1" height="20" fill="#{n:02x}{255 - n:02x}80"/>' for n in range(250))
    picture = Image.open(io.BytesIO(png_of(SVG.replace("</svg>", f"{many}</svg>"), 1.5, ground))).convert("RGB")
    assert picture.size == (450, 300)
    assert picture.getpixel((1, 1)) == wanted
    assert picture.getpixel((225, 150)) == (0xC8, 0x10, 0x2E)
    shown = picture.getcolors(maxcolors=450 * 300)
    assert shown is not None and len(shown) > 250


def test_it_is_drawn_once_and_a_file_that_was_cut_off_again() -> None:
    data = png_of(SVG)
    (kept,) = (paths.CACHE / "raster").rglob("*.png")
    kept.write_bytes(data[:-4])
    assert png_of(SVG) == data
    assert kept.read_bytes() == data


def test_a_drawing_that_is_none_is_told() -> None:
    with pytest.raises(NotComposed, match="cannot be drawn"):
        png_of("<svg")


def test_a_foreign_picture_of_a_sensible_size_stays_as_it_is() -> None:
    for kind in ("PNG", "JPEG"):
        data = image(kind, (640, 480))
        assert fitted(data) == (data, 640, 480)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("GIF", "P")])
def test_a_huge_or_odd_one_is_made_one_that_every_program_shows(kind: str, mode: str) -> None:
    found = fitted(image(kind, (8000, 2000), mode))
    assert found is not None
    data, width, height = found
    assert (width, height) == (2560, 640)
    assert Image.open(io.BytesIO(data)).format == ("JPEG" if kind == "JPEG" else "PNG")


def test_what_is_no_picture_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = image("PNG", (300, 300))
    for data in (b"", b"x" * 100, whole[: len(whole) // 2]):
        assert fitted(data) is None
    monkeypatch.setattr(document_pictures, "_MOST_UNPACKED", 1000)
    assert fitted(whole) is None
