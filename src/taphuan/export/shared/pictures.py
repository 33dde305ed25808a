"""Smaller pictures for files that contain many: fewer colours, no more pixels than a projector shows."""

from __future__ import annotations

import hashlib
import io

from taphuan import paths
from taphuan.export.shared.raster import is_png, png_of
from taphuan.files import cached

# Drawings have areas of one colour: 48 colours suffice for smooth edges.
_COLOURS = 48
# Pixels for each of a slide's: sharp on a projector of 1920 × 1080. Programs that show SVG do not use the PNG beside it.
_SCALE = 1.5


def small_png(svg: str, ground: str = "#ffffff") -> bytes:
    """The drawing on `ground` as a PNG of few colours, from the cache.

    Raises NotComposed when the SVG cannot be drawn.
    """
    key = hashlib.sha256(f"2 {_version()} {_COLOURS} {_SCALE} {ground} ".encode() + svg.encode()).hexdigest()[:40]
    file = paths.CACHE / f"pictures/{key[:2]}/{key}.png"
    return cached(file, is_png, lambda: _few_colours(png_of(svg, _SCALE, ground)))


def _few_colours(png: bytes) -> bytes:
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    reduced = picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # The octree rounds colours; the ground must be exactly that of the slide, or the picture shows as a tile.
    corner, palette = reduced.getpixel((0, 0)), reduced.getpalette() or []
    assert isinstance(corner, int)
    ground = picture.getpixel((0, 0))
    assert isinstance(ground, tuple)
    palette[3 * corner : 3 * corner + 3] = [int(value) for value in ground]
    reduced.putpalette(palette)
    out = io.BytesIO()
    # the highest level takes ten times as long and saves a twelfth
    reduced.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _version() -> str:
    import PIL
    import resvg_py

    return f"{resvg_py.__version__} {PIL.__version__}"
