"""Every problem of the theme at once, the letters of its face included: what a build asks before it writes anything."""

from __future__ import annotations

from taphuan.errors import Problem
from taphuan.theme.faces import face_problems
from taphuan.theme.theme import ThemeUnfit, read_theme


def theme_problems() -> tuple[Problem, ...]:
    """Every problem of slides/theme.toml."""
    found, problems = read_theme()
    return (*problems, *(face_problems(found.faces.screen) if found else ()))


def check_theme() -> None:
    """Raise ThemeUnfit with every problem of slides/theme.toml, if there is one."""
    if problems := theme_problems():
        raise ThemeUnfit(problems)
