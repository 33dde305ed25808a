"""Smaller pictures for files that contain many: fewer colours, no more pixels than a projector shows."""

from __future__ import annotations

import base64
import copy
import hashlib
import io
from typing import Any

from taphuan import paths
from taphuan.export.shared.raster import is_png, png_of
from taphuan.files import cached

# Shown in place of a picture that cannot be read.
UNREADABLE = "Không đọc được hình ảnh ở đây"
# Drawings have areas of one colour: 48 colours suffice for smooth edges.
_COLOURS = 48
# Two pixels for each of a slide's: sharp on a screen of 2560 × 1440.
_SCALE = 2.0
_MOST_PIXELS = 2560
# A picture with more pixels than this in its header is refused before it is decoded.
_MOST_UNPACKED = 100_000_000


def small_png(svg: str, ground: str = "#ffffff") -> bytes:
    """The drawing on `ground` as a PNG of few colours, from the cache.

    Raises NotComposed when the SVG cannot be drawn.
    """
    key = hashlib.sha256(f"2 {_version()} {_COLOURS} {_SCALE} {ground} ".encode() + svg.encode()).hexdigest()[:40]
    file = paths.CACHE / f"pictures/{key[:2]}/{key}.png"
    return cached(file, is_png, lambda: _few_colours(png_of(svg, _SCALE, ground)))


def fitted(data: bytes) -> tuple[bytes, int, int] | None:
    """A foreign picture as PNG or JPEG with its width and height in px, shrunk where it is larger than any screen.

    None where it cannot be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        picture: Image.Image = Image.open(io.BytesIO(data))
        if picture.width * picture.height > _MOST_UNPACKED:
            return None
        # decodes the whole file: a truncated one raises here
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    kind = "JPEG" if picture.format == "JPEG" else "PNG"
    if max(picture.size) <= _MOST_PIXELS and picture.format in ("JPEG", "PNG"):
        return data, picture.width, picture.height
    if kind == "PNG" and picture.mode == "P":
        picture = picture.convert("RGBA")
    picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 85} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue(), picture.width, picture.height


def with_fitted(output: Any, mime: str) -> Any:
    """An output of a notebook with its picture shrunk where it is larger than any screen; None where it cannot be read."""
    encoded = output["data"][mime]
    try:
        data = base64.b64decode(encoded if isinstance(encoded, str) else "".join(encoded))
    except ValueError:
        return None
    result = fitted(data)
    if result is None:
        return None
    if result[0] is data:
        return output
    smaller = copy.copy(output)
    smaller["data"] = {mime: base64.b64encode(result[0]).decode()}
    return smaller


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
