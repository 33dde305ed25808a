"""The house style of figures: the theme's colours by what they mean in a figure, weights of letters, sizes in px (1/96 in)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from taphuan.theme import theme

WEIGHTS = REGULAR, SEMIBOLD, BOLD = 400, 600, 700

_COLOURS = theme().colours
WHITE = _COLOURS.ground
INK = _COLOURS.ink
RED = _COLOURS.red  # for this province only
RED_TEXT = _COLOURS.red_text  # the same as letters
TEAL = _COLOURS.teal
TEAL_TEXT = _COLOURS.teal_text  # the same as letters
OCHRE = _COLOURS.ochre  # outlines only: enough contrast for a mark and too little for letters
OCHRE_TEXT = _COLOURS.ochre_text  # the same as letters
OCHRE_TINT = _COLOURS.ochre_tint
GREY = _COLOURS.grey  # everyone else
GREY_TEXT = _COLOURS.grey_text
RULE = _COLOURS.track  # tracks and rules that carry no data
BAND = _COLOURS.red_tint  # behind this province's row: a second sign beside the red
CARD = _COLOURS.card
PAPER = _COLOURS.paper  # a warm ground: fill me in
HATCH = _COLOURS.hatch  # no value, or not yet in force
# low → high
TEAL_TINTS = (_COLOURS.tint_1, _COLOURS.tint_2, _COLOURS.tint_3, _COLOURS.tint_4, _COLOURS.tint_5)
MAP_EDGE = _COLOURS.map_edge  # outlines light provinces too: white borders alone lose them on a projector
NEIGHBOUR = _COLOURS.neighbour  # land that takes no part

ON_DARK_RED = _COLOURS.on_dark_red
ON_DARK_TEXT = _COLOURS.on_dark
ON_DARK_SOFT = _COLOURS.on_dark_soft
ON_DARK_MEMBER = _COLOURS.on_dark_member
ON_DARK_OTHER = _COLOURS.on_dark_other
ON_DARK_EDGE = _COLOURS.on_dark_edge


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
    # the room under a title of two lines; letters are not shrunk
    "wide": Size("wide", 1152, 448, 24, 21, 18),
    "full": Size("full", 1152, 448, 24, 21, 18),  # the same for a figure that has its slide to itself
    "low": Size("low", 1152, 372, 24, 21, 18),  # under a title of three lines, over a caption of two
    "half": Size("half", 640, 480, 22, 20, 18),
    "cover": Size("cover", 560, 600, 24, 20, 18),
    "sheet": Size("sheet", 1168, 488, 20, 18, 18),  # the checkup on a slide, under a title of one line
    "a4": Size("a4", 680, 800, 17, 15, 15),  # on paper
    "picture": Size("picture", 984, 2400, 38, 33, 33),  # to be sent; as high as its panels need
    "brief": Size("brief", 624, 216, 14, 13, 12),  # on a paper of two pages
    "print": Size("print", 624, 320, 14, 13, 12),
    # 360 px less a margin on either side; a chart is as high as its rows need
    "phone": Size("phone", 328, 620, 18, 16, 16),
}


# Few or short texts are set in the largest of these scales that fits, so that they are read more easily from a distance.
LARGER = (1.25, 1.12, 1.0)


def scaled(size: Size, scale: float) -> Size:
    """The same canvas with other letters."""
    return replace(size, strong=round(scale * size.strong), text=round(scale * size.text))
