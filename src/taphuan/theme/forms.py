"""The theme in the terms of those who read it: style sheets, Typst, matplotlib.

Our own writers derive these whenever they write, so that a change of the theme needs no other step. Only what other
programs open, house.mplstyle, is a file; `python -m taphuan.theme.forms` writes it (`make theme`), and a test compares it.
"""

from __future__ import annotations

import json
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


# inch by points, and px: 1 px is 1/96 in
_POINTS = 72 / 96
_FIGURE = (1152, 480)


def mplstyle() -> str:
    """A style file of matplotlib for a figure of a whole slide."""
    house = theme()
    colours, sizes = house.colours, house.sizes
    series = (colours.red, colours.grey, colours.teal, colours.ochre, colours.ink)
    values = {
        "figure.figsize": f"{_FIGURE[0] / 96:g}, {_FIGURE[1] / 96:g}",
        "figure.dpi": 96,
        "figure.facecolor": digits(colours.ground),
        "axes.facecolor": digits(colours.ground),
        "font.family": "sans-serif",
        "font.sans-serif": f"{house.faces.screen}, Noto Sans, DejaVu Sans",
        "font.size": f"{sizes.floor * _POINTS:g}",
        "axes.labelsize": f"{sizes.floor * _POINTS:g}",
        "xtick.labelsize": f"{sizes.small * _POINTS:g}",
        "ytick.labelsize": f"{sizes.small * _POINTS:g}",
        "legend.fontsize": f"{sizes.small * _POINTS:g}",
        "text.color": digits(colours.ink),
        "axes.labelcolor": digits(colours.grey_text),
        "axes.edgecolor": digits(colours.track),
        "xtick.color": digits(colours.grey_text),
        "ytick.color": digits(colours.grey_text),
        "grid.color": digits(colours.line),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "axes.prop_cycle": f"cycler('color', [{', '.join(repr(digits(one)) for one in series)}])",
    }
    head = "# The house style for matplotlib, made from slides/theme.toml: change that and run `make theme`.\n"
    return head + "".join(f"{name}: {value}\n" for name, value in values.items())


def main() -> None:
    """Write house.mplstyle again."""
    from taphuan import paths

    paths.MPLSTYLE.write_text(mplstyle(), encoding="utf-8")


if __name__ == "__main__":
    main()
