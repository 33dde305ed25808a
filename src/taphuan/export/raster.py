"""Figures as PNG, for formats that cannot show SVG everywhere; drawn once per content and kept in the cache."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from taphuan import paths
from taphuan.errors import NotComposed
from taphuan.export.fonts import FAMILY, screen_font

_FACES = ((400, False), (400, True), (500, False), (600, False), (700, False))
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def png_of(svg: str, scale: float = 2.0, ground: str = "#ffffff") -> bytes:
    """The figure on `ground` as PNG, `scale` pixels for one of its own (1 px = 1/96 in).

    Raises NotComposed when the SVG cannot be drawn.
    """
    import resvg_py

    recipe = f"2 {resvg_py.__version__} {scale} {ground} ".encode()
    key = hashlib.sha256(recipe + svg.encode()).hexdigest()[:40]
    kept = paths.CACHE / "raster" / key[:2] / f"{key}.png"
    # A file that was cut off has no end mark and is drawn again.
    if kept.is_file() and (data := kept.read_bytes()).startswith(_PNG_START) and data.endswith(_PNG_END):
        return data
    try:
        data = bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                zoom=scale,
                dpi=96,
                background=ground,
                # System fonts would make the picture depend on the machine.
                skip_system_fonts=True,
                font_files=[str(screen_font(weight, italic)) for weight, italic in _FACES],
                font_family=FAMILY,
                sans_serif_family=FAMILY,
                serif_family=FAMILY,
            )
        )
    except ValueError as error:
        raise NotComposed(f"a figure's SVG cannot be drawn: {error}; check the chart that made it") from error
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=kept.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).replace(kept)
    return data
