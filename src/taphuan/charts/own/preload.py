"""All that a plot needs, imported in the warm process: its forks plot at once. It leaves the settings of matplotlib as they are."""

from __future__ import annotations

# constrained layout and the writer of SVG are imported by matplotlib with the first figure
import matplotlib._constrained_layout
import matplotlib.backends.backend_svg
import matplotlib.pyplot  # noqa: F401

from taphuan.charts.own import draw, words  # noqa: F401
from taphuan.charts.own.style import house_settings

house_settings()
