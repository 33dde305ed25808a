"""Figures as PNG, for formats in which not every program shows SVG; drawn once per content, then read from the cache."""

from __future__ import annotations

import hashlib

from taphuan import paths
from taphuan.charts.text_measure import FAMILY, screen_font
from taphuan.errors import NotComposed
from taphuan.files import cached

_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_FACES = ((400, False), (400, True), (500, False), (600, False), (700, False))


def png_of(svg: str, scale: float = 2.0, ground: str = "#ffffff") -> bytes:
    """The figure on `ground` as PNG, `scale` pixels for one of its own (1 px = 1/96 in).

    Raises NotComposed when the SVG cannot be drawn.
    """
    import resvg_py

    recipe = f"2 {resvg_py.__version__} {scale} {ground} ".encode()
    key = hashlib.sha256(recipe + svg.encode()).hexdigest()[:40]
    return cached(paths.CACHE / f"raster/{key[:2]}/{key}.png", is_png, lambda: _drawn(svg, scale, ground))


def is_png(content: bytes) -> bool:
    """Whether it is a PNG from its first bytes to its last."""
    return content.startswith(_PNG_START) and content.endswith(_PNG_END)


def _drawn(svg: str, scale: float, ground: str) -> bytes:
    import resvg_py

    try:
        return bytes(
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
        raise NotComposed(
            f"a figure's SVG cannot be drawn: {error}; check the chart that made it", code="TH538"
        ) from error
