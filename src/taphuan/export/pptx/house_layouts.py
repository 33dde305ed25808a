"""The layouts of the PowerPoint template: what stands where on a slide, from slides/theme.toml, in px of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.theme import theme

_HOUSE = theme()
ON_DARK, ON_DARK_SOFT, ON_DARK_KICKER = (
    _HOUSE.colours.on_dark,
    _HOUSE.colours.on_dark_soft,
    _HOUSE.colours.on_dark_teal,
)


@dataclass(frozen=True)
class Field:
    """A placeholder. `box` is (x, y, width, height) in px, `size` the text size in px, `prompt` its text in PowerPoint."""

    name: str
    type: str
    idx: int
    box: tuple[int, int, int, int]
    size: float
    prompt: str
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    colour: str = ""
    bullets: bool = False


@dataclass(frozen=True)
class Layout:
    """A slide layout. `dark` has a dark background without the shapes of the master; `rule` is the position of its short line, (0, 0) for none."""

    name: str
    fields: tuple[Field, ...]
    dark: bool = False
    rule: tuple[int, int] = (0, 0)


def body(name: str, idx: int, box: tuple[int, int, int, int], size: float = _HOUSE.sizes.body, **more: object) -> Field:
    return Field(name, "body", idx, box, size, "Nội dung", **{"bullets": True, **more})  # type: ignore[arg-type]


def line_of(
    name: str, kind: str, idx: int, baseline: float, across: tuple[int, int], size: int, **more: object
) -> Field:
    """A placeholder of one line on a baseline; `across` are its left edge and width."""
    box = (across[0], round(baseline - BASELINE * size), across[1], round(_HOUSE.rhythm.line * size))
    return Field(name, kind, idx, box, size, name, **more)  # type: ignore[arg-type]


# The first baseline of a paragraph, in em below its upper edge: the space between lines lies above a line.
BASELINE = _HOUSE.rhythm.line - 0.265
_SPACE, _SIZES = _HOUSE.spacing, _HOUSE.sizes
LEFT, WIDE = _SPACE.margin, _SPACE.measure
TITLE = line_of("Tiêu đề", "title", 0, _SPACE.title, (LEFT, WIDE), _SIZES.title, bold=True)
KICKER = line_of("Chuyên đề", "body", 13, _SPACE.kicker, (LEFT, 600), _SIZES.floor, bold=True, colour="accent5")
EVENT = line_of("Hội nghị", "body", 14, _SPACE.kicker, (LEFT + 616, WIDE - 616), _SIZES.small, align="r", colour="tx2")
SOURCES = line_of("Nguồn", "body", 15, _SPACE.footer, (LEFT, 740), _SIZES.small, colour="tx2")
NUMBER = line_of(
    "Số trang", "sldNum", 12, _SPACE.footer, (LEFT + 756, WIDE - 756), _SIZES.small, align="r", colour="tx2"
)
FRAME = (KICKER, EVENT, TITLE)
FOOT = (SOURCES, NUMBER)
_HIGH = _SPACE.content_end - _SPACE.content
MAIN = (LEFT, _SPACE.content, WIDE, _HIGH)
_NARROW = round((WIDE - _SPACE.gutter) * 5 / 12)
HALF = (LEFT, _SPACE.content, _NARROW, _HIGH)
OTHER_HALF = (LEFT + _NARROW + _SPACE.gutter, _SPACE.content, WIDE - _NARROW - _SPACE.gutter, _HIGH)


def dark(field: Field, colour: str = ON_DARK_SOFT) -> Field:
    return Field(**{**field.__dict__, "colour": colour})


LAYOUTS = (
    Layout(
        "Bìa",
        (
            Field(
                "Hội nghị", "body", 14, (LEFT, 36, 590, 100), _SIZES.floor, "Hội nghị", bold=True, colour=ON_DARK_KICKER
            ),
            Field(
                "Tiêu đề",
                "ctrTitle",
                0,
                (LEFT, 136, 590, 230),
                _SIZES.divider,
                "Tiêu đề",
                bold=True,
                anchor="b",
                colour="bg1",
            ),
            body("Nội dung", 1, (LEFT, 404, 590, 130), bullets=False, colour=ON_DARK),
            Field("Căn cứ", "body", 16, (LEFT, 546, 590, 110), _SIZES.small, "Ngày, nguồn", colour=ON_DARK_SOFT),
            body("Hình", 2, (672, 14, 584, 642), bullets=False, colour=ON_DARK),
            dark(NUMBER),
        ),
        dark=True,
        rule=(LEFT, 382),
    ),
    Layout(
        "Phần",
        (
            dark(KICKER, ON_DARK_KICKER),
            dark(EVENT),
            Field(
                "Tiêu đề",
                "title",
                0,
                (LEFT, 112, WIDE, 190),
                _SIZES.divider,
                "Tên phần",
                bold=True,
                anchor="b",
                colour="bg1",
            ),
            body("Nội dung", 1, (LEFT, 336, 1060, 310), bullets=False, colour=ON_DARK),
            *(dark(field) for field in FOOT),
        ),
        dark=True,
        rule=(LEFT, 316),
    ),
    Layout("Nội dung", (*FRAME, body("Nội dung", 1, MAIN), *FOOT)),
    Layout("Hình", (*FRAME, body("Nội dung", 1, MAIN), *FOOT)),
    Layout("Bảng", (*FRAME, body("Nội dung", 1, MAIN), *FOOT)),
    Layout(
        "Hai cột",
        (*FRAME, body("Nội dung", 1, HALF), body("Hình", 2, OTHER_HALF), *FOOT),
    ),
    Layout("Câu hỏi", (*FRAME, body("Nội dung", 1, MAIN, bullets=False), *FOOT)),
    Layout("Nguồn", (*FRAME, body("Nội dung", 1, MAIN, _SIZES.floor), *FOOT)),
    Layout(
        "Trích dẫn",
        (
            dark(KICKER, ON_DARK_KICKER),
            dark(EVENT),
            dark(TITLE, "bg1"),
            body("Nội dung", 1, MAIN, _SIZES.quotation, bullets=False, anchor="ctr", colour=ON_DARK),
            *(dark(field) for field in FOOT),
        ),
        dark=True,
    ),
)
