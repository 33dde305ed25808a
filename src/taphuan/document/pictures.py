"""Foreign pictures (pasted, photographed, printed by a cell) in a form that every format can contain."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from taphuan.text import say

if TYPE_CHECKING:
    from PIL import Image

# Shown in place of a picture that cannot be read.
UNREADABLE = say("document.pictures.unreadable")
# What is said of a picture that came without an alt text.
NO_WORDS = say("document.pictures.illustration")
# No more pixels than a projector shows: two for each of a slide's, sharp on a screen of 2560 × 1440.
_MOST_PIXELS = 2560
# A picture with more pixels than this in its header is refused before it is decoded.
_MOST_UNPACKED = 100_000_000
# of 255 steps between the darkest and the lightest point of a picture in any colour
_LEAST_CONTRAST = 12
_ORIENTATION = 0x0112  # the EXIF tag with which a telephone says how it was held
_PLAIN_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


def framed(data: bytes, width: int, height: int) -> str:
    """A PNG or JPEG in an SVG: Typst reads only text from files in memory."""
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image width="{width}" '
        f'height="{height}" href="data:image/{kind};base64,{base64.b64encode(data).decode()}"/></svg>'
    )


def is_blank(data: bytes) -> bool:
    """Whether a picture cannot be read or shows one colour alone, on white where it is transparent."""
    from PIL import Image

    if (picture := fitted(data)) is None:
        return True
    with Image.open(io.BytesIO(picture[0])) as image:
        letters = image.convert("RGBA")
    ground = Image.new("RGBA", letters.size, (255, 255, 255, 255))
    return is_even(Image.alpha_composite(ground, letters).convert("RGB"))


def is_even(image: Image.Image) -> bool:
    """Whether an RGB image is of one colour, or of several that no eye tells apart."""
    bands: list[tuple[int, int]] = [band.getextrema() for band in image.split()]  # type: ignore[misc]
    return all(high - low < _LEAST_CONTRAST for low, high in bands)


def fitted(data: bytes) -> tuple[bytes, int, int] | None:
    """A foreign picture as PNG or JPEG with its width and height in px.

    It is unchanged where every program can show it; otherwise shrunk, turned upright, in RGB, the first frame of several.
    None where it cannot be read.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        picture: Image.Image = Image.open(io.BytesIO(data))
        if picture.width * picture.height > _MOST_UNPACKED:
            return None
        turned = picture.getexif().get(_ORIENTATION, 1) != 1
        # decodes the whole file: a truncated one raises here
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    kind = "JPEG" if picture.format == "JPEG" else "PNG"
    single = getattr(picture, "n_frames", 1) == 1
    small = max(picture.size) <= _MOST_PIXELS
    if small and single and not turned and picture.format in ("JPEG", "PNG") and picture.mode in _PLAIN_MODES:
        return data, picture.width, picture.height
    if turned:
        picture = ImageOps.exif_transpose(picture)
    if picture.mode not in _PLAIN_MODES:
        picture = picture.convert("RGB")
    elif kind == "PNG" and picture.mode == "P":
        picture = picture.convert("RGBA")
    picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 85} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue(), picture.width, picture.height
