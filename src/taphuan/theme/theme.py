"""`slides/theme.toml` as one frozen value, read once a process.

A theme that cannot be used raises ThemeUnfit with all of its problems. What costs the reading of fonts is left to `check`
as long as there is no other problem.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from taphuan import paths
from taphuan.errors import Problem, TaphuanError, coded
from taphuan.theme.contrast import contrast_problems

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LINE = re.compile(r"at line (\d+)")


class ThemeUnfit(TaphuanError):
    """slides/theme.toml lacks something or holds what cannot be used. `problems` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        head = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''} in the theme:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


@dataclass(frozen=True)
class Colours:
    """Colours as "#RRGGBB"; the file says what each is for."""

    ink: str
    ground: str
    paper: str
    page: str
    red: str
    red_text: str
    red_tint: str
    teal: str
    teal_text: str
    teal_tint: str
    ochre: str
    ochre_text: str
    ochre_tint: str
    sample: str
    grey: str
    grey_text: str
    grey_tint: str
    card: str
    line: str
    track: str
    edge: str
    neighbour: str
    hatch: str
    map_edge: str
    tint_1: str
    tint_2: str
    tint_3: str
    tint_4: str
    tint_5: str
    on_dark: str
    on_dark_soft: str
    on_dark_teal: str
    on_dark_red: str
    on_dark_line: str
    on_dark_member: str
    on_dark_other: str
    on_dark_edge: str


@dataclass(frozen=True)
class Sizes:
    """Sizes of letters in px of the canvas."""

    title: int
    divider: int
    quotation: int
    body: int
    floor: int
    small: int
    number_least: int
    number_most: int
    phone: int


@dataclass(frozen=True)
class Spacing:
    """Places and distances in px of the canvas."""

    width: int
    height: int
    margin: int
    kicker: int
    title: int
    content: int
    content_end: int
    rule: int
    footer: int
    gutter: int
    apart: int
    blank: int

    @property
    def measure(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin


@dataclass(frozen=True)
class Rhythm:
    """Distances from line to line in em."""

    line: float


@dataclass(frozen=True)
class Faces:
    """Families of letters."""

    screen: str


@dataclass(frozen=True)
class Theme:
    """The house style, as it stands in slides/theme.toml."""

    colours: Colours
    sizes: Sizes
    spacing: Spacing
    rhythm: Rhythm
    faces: Faces


TABLES: dict[str, type] = {
    "colours": Colours,
    "sizes": Sizes,
    "spacing": Spacing,
    "rhythm": Rhythm,
    "faces": Faces,
}


@functools.cache
def theme() -> Theme:
    """The house style. Raises ThemeUnfit."""
    found, problems = read_theme()
    if problems or found is None:
        from taphuan.theme.faces import face_problems

        raise ThemeUnfit((*problems, *(face_problems(found.faces.screen) if found else ())))
    return found


def read_theme() -> tuple[Theme | None, tuple[Problem, ...]]:
    """The file's theme, None where a key is missing or unreadable; and what is wrong with it, but for its faces."""
    try:
        text = paths.taken(paths.THEME).read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return None, (_problem("", "", "", "the file is missing", "Put it back from the repository.", "TH101"),)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = _LINE.search(str(error))
        return None, (
            _problem(
                f"line {line[1]}" if line else "", "", "", f"no TOML: {error}", "Write it as `name = value`.", "TH832"
            ),
        )
    problems = tuple(_shape_problems(text, tables))
    if problems:
        return None, problems + tuple(contrast_problems(_readable(tables), functools.partial(_line, text, "colours")))
    values = {name: kind(**tables[name]) for name, kind in TABLES.items()}
    found = Theme(**values)
    return found, tuple(contrast_problems(_readable(tables), functools.partial(_line, text, "colours"))) + tuple(
        _size_problems(found, text)
    )


def _readable(tables: dict[str, Any]) -> dict[str, str]:
    """The colours that are colours."""
    colours = tables.get("colours")
    if not isinstance(colours, dict):
        return {}
    return {name: value for name, value in colours.items() if isinstance(value, str) and _COLOUR.fullmatch(value)}


@coded("TH833")
def _shape_problems(text: str, tables: dict[str, Any]) -> Iterator[Problem]:
    for name in sorted(set(tables) - set(TABLES)):
        yield _problem(_line(text, name, ""), name, "", "unknown table", f"Known are {', '.join(TABLES)}.")
    for name, kind in TABLES.items():
        table = tables.get(name)
        if not isinstance(table, dict):
            yield _problem("", name, "", "the table is missing", f"Add [{name}] as in the repository.")
            continue
        wanted = [field.name for field in fields(kind)]
        for key in wanted:
            if key not in table:
                yield _problem(_line(text, name, ""), f"{name}.{key}", "", "missing", "Add it as in the repository.")
        for key, value in table.items():
            where = _line(text, name, key)
            if key not in wanted:
                yield _problem(where, f"{name}.{key}", str(value), "nothing reads it", "Correct its name or remove it.")
            elif wrong := _wrong(kind, value):
                yield _problem(where, f"{name}.{key}", str(value), *wrong)


def _wrong(kind: type, value: object) -> tuple[str, str] | None:
    """(what is wrong, remedy) with a value of that table."""
    if kind is Colours and not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        return "no colour", 'Write it as six hexadecimal digits, like "#14263B".'
    if kind in (Sizes, Spacing) and not (type(value) is int and value > 0):
        return "no size", "Write a whole number of px above 0."
    if kind is Rhythm and not (type(value) in (int, float) and value >= LEAST_LINE):  # type: ignore[operator]
        return "lines too close", f"Vietnamese stacks two marks on a letter: write {LEAST_LINE} or more."
    if kind is Faces and not (isinstance(value, str) and value.strip()):
        return "no name of a face", 'Write a family, like "Be Vietnam Pro".'
    return None


# em from line to line, at least
LEAST_LINE = 1.35


@coded("TH834")
def _size_problems(found: Theme, text: str) -> Iterator[Problem]:
    sizes = found.sizes
    order = ("small", "floor", "body", "title")
    for smaller, larger in itertools.pairwise(order):
        if getattr(sizes, smaller) > getattr(sizes, larger):
            yield _problem(
                _line(text, "sizes", smaller),
                f"sizes.{smaller}",
                str(getattr(sizes, smaller)),
                f"larger than {larger} ({getattr(sizes, larger)})",
                "Sizes grow from small over floor and body to title.",
            )
    if sizes.small < LEAST_SIZE:
        yield _problem(
            _line(text, "sizes", "small"),
            "sizes.small",
            str(sizes.small),
            "too small for a hall",
            f"Write {LEAST_SIZE} or more.",
        )


# px: what the walk through a deck accepts
LEAST_SIZE = 18


def _line(text: str, table: str, key: str) -> str:
    """ "line 12" of a key, or of the head of its table."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*\[(\w+)\]", line)
        if head:
            inside = head[1] == table
            if inside and not key:
                return f"line {number}"
        elif inside and key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return f"line {number}"
    return ""


def _problem(where: str, field: str, found: str, what: str, remedy: str, code: str = "") -> Problem:
    return Problem("slides/theme.toml", where, field, found, what, remedy, code)
