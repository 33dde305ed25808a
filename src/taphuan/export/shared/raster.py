"""Figures as PNG, for formats that cannot show SVG everywhere; drawn once per content and kept in the cache."""

from __future__ import annotations

import hashlib

from taphuan.charts.text_measure import FAMILY, screen_font
from taphuan.errors import NotComposed
from taphuan.export.shared.cached_file import kept, whole_png

_FACES = ((400, False), (400, True), (500, False), (600, False), (700, False))


def png_of(svg: str, scale: float = 2.0, ground: str = "#ffffff") -> bytes:
    """The figure on `ground` as PNG, `scale` pixels for one of its own (1 px = 1/96 in).

    Raises NotComposed when the SVG cannot be drawn.
    """
    import resvg_py

    recipe = f"2 {resvg_py.__version__} {scale} {ground} ".encode()
    key = hashlib.sha256(recipe + svg.encode()).hexdigest()[:40]
    return kept(f"raster/{key[:2]}/{key}.png", whole_png, lambda: _drawn(svg, scale, ground))


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
        raise NotComposed(f"a figure's SVG cannot be drawn: {error}; check the chart that made it") from error
