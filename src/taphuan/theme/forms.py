"""The theme in the terms of those who read it: style sheets, Typst, matplotlib.

Our own writers derive these whenever they write, so that a change of the theme needs no other step. Only what other
programs open, house.mplstyle, is a file; `python -m taphuan.theme.forms` writes it (`make theme`), and a test compares it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

from taphuan.theme.theme import Theme, theme


def css() -> str:
    """A rule with every token as a custom property: `--ink`, `--red-text`; `--size-title`, `--space-margin`; `--font`."""
    return f":root{{{''.join(f'--{name}:{value};' for name, value in _web(theme()))}}}"


def scss() -> str:
    """Every token as a variable of Sass: `$house-ink`, `$house-size-title`, `$house-font`."""
    return "".join(f"$house-{name}: {value};\n" for name, value in _web(theme()))


def _web(house: Theme) -> Iterator[tuple[str, str]]:
    for name, value in asdict(house.colours).items():
        yield _dashed(name), value
    for name, value in asdict(house.sizes).items():
        yield f"size-{_dashed(name)}", f"{value}px"
    for name, value in asdict(house.spacing).items():
        yield f"space-{_dashed(name)}", f"{value}px"
    for name, value in asdict(house.rhythm).items():
        yield f"rhythm-{_dashed(name)}", str(value)
    others = '"Segoe UI","Noto Sans",sans-serif'
    yield "font", f'"{house.faces.screen}",{others}'
    # figures of one width, for columns of numbers
    yield "font-digits", f'"{house.faces.screen} Digits","{house.faces.screen}",{others}'


def typst() -> str:
    """A file of Typst: the dictionaries `colour`, `size`, `space` and `rhythm`, the numbers in px, and `screen-face`."""
    house = theme()
    return "\n".join(
        (
            _dictionary("colour", {name: f'rgb("{value}")' for name, value in asdict(house.colours).items()}),
            _dictionary("size", asdict(house.sizes)),
            _dictionary("space", {**asdict(house.spacing), "measure": house.spacing.measure}),
            _dictionary("rhythm", asdict(house.rhythm)),
            f"#let screen-face = {json.dumps(house.faces.screen, ensure_ascii=False)}\n",
        )
    )


def _dictionary(name: str, values: dict[str, object]) -> str:
    return f"#let {name} = ({', '.join(f'{_dashed(key)}: {value}' for key, value in values.items())})"


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def digits(colour: str) -> str:
    """ "RRGGBB", as Office files write a colour."""
    return colour.removeprefix("#").upper()


def matplotlib_settings() -> dict[str, str]:
    """The settings of matplotlib that the theme decides, as a style file writes them: colours, floor of letters, face."""
    house = theme()
    colours, face = house.colours, house.faces.screen
    series = (colours.grey, colours.teal, colours.grey_text, colours.ochre, colours.track, colours.ink)
    return {
        "font.family": f"{face}, DejaVu Sans",
        "mathtext.rm": face,
        "mathtext.it": f"{face}:italic",
        "mathtext.bf": f"{face}:bold",
        **dict.fromkeys(("axes.labelsize", "xtick.labelsize", "ytick.labelsize"), str(house.sizes.floor)),
        **dict.fromkeys(("legend.fontsize", "legend.title_fontsize"), str(house.sizes.floor)),
        "axes.prop_cycle": f"cycler('color', [{', '.join(repr(digits(one)) for one in series)}])",
        **dict.fromkeys(("text.color", "axes.titlecolor"), digits(colours.ink)),
        **dict.fromkeys(("axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"), digits(colours.grey_text)),
        **dict.fromkeys(("axes.edgecolor", "xtick.color", "ytick.color"), digits(colours.track)),
        "grid.color": digits(colours.line),
        # axhline, axvline, hlines: of the grey of the bars nobody would see them
        "lines.color": digits(colours.ink),
    }


def matplotlib_colours() -> dict[str, str]:
    """Names under which matplotlib, pandas and seaborn know the theme's colours: `house:ink`, `house:red-tint`."""
    return {f"house:{_dashed(name)}": value for name, value in asdict(theme().colours).items()}


def mplstyle(text: str) -> str:
    """The text of a style file of matplotlib with the theme's settings."""
    for name, value in matplotlib_settings().items():
        text = re.sub(rf"(?m)^{re.escape(name)}:.*$", f"{name}: {value}", text)
    return text


def main() -> None:
    """Write house.mplstyle again."""
    from taphuan import paths

    text = paths.taken(paths.HOUSE_STYLE).read_text(encoding="utf-8")
    paths.HOUSE_STYLE.write_text(mplstyle(text), encoding="utf-8")


if __name__ == "__main__":
    main()
