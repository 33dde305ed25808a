"""The house style of figures: colours, weights of letters and sizes in px (1 px = 1/96 in)."""

from __future__ import annotations

from dataclasses import dataclass, replace

WEIGHTS = REGULAR, SEMIBOLD, BOLD = 400, 600, 700

WHITE = "#FFFFFF"
INK = "#14263B"
RED = "#C8102E"  # for this province only, and for the day of a time line
TEAL = "#00778B"
OCHRE = "#B7791F"  # outlines only: 3.6 : 1 on white is enough for a mark and too little for letters
OCHRE_TINT = "#F6E7CB"
GREY = "#8A94A2"  # everyone else: 3 : 1 on white
GREY_TEXT = "#56616F"  # 6 : 1 on white
RULE = "#C9CFD7"  # tracks and rules that carry no data
BAND = "#FBEDEF"  # behind this province's row: a second sign beside the red
TEAL_TINTS = ("#DDEFF1", "#AED8DD", "#72B7C1", "#348FA0", "#00596A")  # low → high
MAP_EDGE = "#4C6B76"  # outlines light provinces too: white borders alone lose them on a projector
NEIGHBOUR = "#F4F3F0"  # land that takes no part

ON_DARK_RED = "#FF5A6E"  # the red has 2.7 : 1 on ink; this has 5 : 1
ON_DARK_TEXT = "#E4EAF0"
ON_DARK_MEMBER = "#5FB3C0"
ON_DARK_OTHER = "#2B415A"
ON_DARK_EDGE = "#5B7189"


@dataclass(frozen=True)
class Size:
    """A canvas and its letters, all in px. `dense` is the floor, kept for long lists and map labels."""

    name: str
    width: int
    height: int
    strong: int
    text: int
    dense: int


SIZES = {
    "wide": Size("wide", 1152, 480, 24, 21, 18),
    "full": Size("full", 1152, 480, 24, 21, 18),  # the same for a figure that has its slide to itself
    "half": Size("half", 640, 480, 22, 20, 18),
    "cover": Size("cover", 560, 600, 24, 20, 18),
    "print": Size("print", 624, 320, 14, 13, 12),
    "phone": Size("phone", 360, 480, 18, 16, 16),  # drawn for its width; as high as its content needs
}


# Few or short texts are set in the largest of these scales that fits, so that they are read more easily from a distance.
LARGER = (1.25, 1.12, 1.0)


def scaled(size: Size, scale: float) -> Size:
    """The same canvas with other letters."""
    return replace(size, strong=round(scale * size.strong), text=round(scale * size.text))
