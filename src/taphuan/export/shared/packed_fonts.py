"""The fonts that documents name, as files to be handed on with them, and the licences of all fonts in the documents."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from taphuan import paths
from taphuan.charts.map import geometry
from taphuan.charts.text_measure import FAMILY, PAPER_FAMILY, paper_font, screen_font
from taphuan.export.shared.fonts import fallback_fonts

# what every map must say
MAP_LICENCE = geometry.LICENCE
_WEIGHTS = (400, 500, 600, 700)


@dataclass(frozen=True)
class Face:
    """A face in the documents: `licence` is the file with its text, None for a face of a ministry's own; `handed_on`: its files go
    along with the documents."""

    id: str
    name: str
    version: str
    spdx: str
    licence: Path | None
    handed_on: tuple[Path, ...] = ()


def faces() -> tuple[Face, ...]:
    """The face of slides, that of papers, and the one with the signs that these lack. Raises EnvironmentLacks."""
    papers = tuple(paper_font(bold, italic) for bold in (False, True) for italic in (False, True))
    return (
        _screen_face(),
        Face(
            "tex-gyre-termes",
            PAPER_FAMILY,
            version("rinoh-typeface-texgyretermes"),
            "LicenseRef-GUST-Font-License",
            papers[0].with_name("GUST-FONT-LICENSE.txt"),
            papers,
        ),
        Face("dejavu-sans", "DejaVu Sans", "", "Bitstream-Vera", fallback_fonts()[0].with_name("LICENSE_DEJAVU")),
    )


def _screen_face() -> Face:
    regular = screen_font()
    if regular.is_relative_to(paths.OWN_FONTS):
        # of a face that a ministry put there only it knows the licence: it is in the documents and not beside them
        return Face("screen-face", FAMILY, "", "LicenseRef-own", None)
    files = (*(screen_font(weight) for weight in _WEIGHTS), screen_font(400, italic=True))
    licence = regular.parent.parent / "LICENSE"
    return Face("be-vietnam-pro", FAMILY, version("fontpkg-be-vietnam-pro"), "OFL-1.1", licence, files)
