"""Which colours of the theme meet, and whether they can be told apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (marks)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from taphuan.errors import Problem, coded

TEXT, MARK = 4.5, 3.0
# (colour, grounds it stands on, least contrast)
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("ink", ("ground", "paper", "page", "card", "red_tint", "teal_tint", "ochre_tint", "grey_tint"), TEXT),
    ("red_text", ("ground", "red_tint"), TEXT),
    ("teal_text", ("ground", "page", "teal_tint"), TEXT),
    ("ochre_text", ("ground", "ochre_tint"), TEXT),
    ("grey_text", ("ground", "paper", "page", "grey_tint"), TEXT),
    ("ground", ("ink", "red", "teal", "teal_text", "sample"), TEXT),
    ("on_dark", ("ink",), TEXT),
    ("on_dark_soft", ("ink",), TEXT),
    ("on_dark_teal", ("ink",), TEXT),
    ("on_dark_red", ("ink",), TEXT),
    ("red", ("ground",), MARK),
    ("teal", ("ground",), MARK),
    ("ochre", ("ground",), MARK),
    ("grey", ("ground",), MARK),
    ("map_edge", ("ground", "neighbour"), MARK),
    ("on_dark_member", ("ink",), MARK),
    ("on_dark_edge", ("ink",), MARK),
)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours "#RRGGBB", from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@coded("TH835")
def contrast_problems(colours: Mapping[str, str], line: Callable[[str], str]) -> Iterator[Problem]:
    """A problem for each pair that is too close; `line` gives the place of a colour. A colour that is not there is no pair."""
    for name, grounds, least in PAIRS:
        for ground in grounds:
            if name not in colours or ground not in colours:
                continue
            ratio = contrast(colours[name], colours[ground])
            if ratio < least:
                kind = "text" if least == TEXT else "marks"
                yield Problem(
                    "slides/theme.toml",
                    line(name),
                    f"colours.{name}",
                    f"{colours[name]} on {ground} {colours[ground]}",
                    f"contrast {int(ratio * 100) / 100:.2f}, and {kind} need {least:g}",
                    "Make one of the two darker or lighter.",
                )
