"""Whether the command has a project to work on, and every problem of its taphuan.toml at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from taphuan import paths
from taphuan.errors import DataError, EnvironmentLacks, Problem, TaphuanError

# the newest form of taphuan.toml that this version reads
FORMAT = 1
_KEYS = ("format", "name", "topic", *paths.FOLDERS, "levels", "papers")
_LINE = re.compile(r"at line (\d+)")


class NoProject(EnvironmentLacks):
    """The command needs a project and there is none."""

    code = "TH912"


class ProjectsNested(EnvironmentLacks):
    """One project lies in another, and it is not said which is meant."""

    code = "TH919"


class NewerProject(TaphuanError):
    """The project was written for a later version of the package."""

    code = "TH124"


class ProjectUnfit(TaphuanError):
    """taphuan.toml cannot be used. `problems` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        head = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''} in {paths.PROJECT_NAME}:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


@cache
def need_project(papers: tuple[str, ...] = (), of_checkout: bool = True) -> None:
    """Return where there is a project that can be used. `papers`: the files that sets can have, where they are asked of; `of_checkout`:
    the checkout of an editable install will do.

    Raises NoProject, ProjectsNested, NewerProject or ProjectUnfit.
    """
    found = paths.PROJECT
    if found.found == paths.BY_SETTING and not (found.root / paths.PROJECT_NAME).is_file():
        raise NoProject(
            f"{paths.PROJECT_SETTING} (--project) names {found.root}, which has no {paths.PROJECT_NAME}; name the folder of a "
            "project, or begin one: taphuan new programme DIR"
        )
    if found.found == paths.NOT or (found.found == paths.BY_CHECKOUT and not of_checkout):
        raise NoProject(
            f"no project here: neither {Path.cwd()} nor a folder that it lies in has a {paths.PROJECT_NAME}; change to a project, "
            f"name it (--project DIR, {paths.PROJECT_SETTING}), or begin one: taphuan new programme DIR"
        )
    if found.around:
        raise ProjectsNested(
            f"the project {found.root} lies in another, {found.around[0]}; say which is meant: --project DIR, or "
            f"{paths.PROJECT_SETTING}, or move the inner one out"
        )
    if problems := project_problems(found.root, papers):
        raise ProjectUnfit(problems)


def project_problems(root: Path, papers: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Every problem of the taphuan.toml of a project. Raises NewerProject."""
    import tomllib

    from taphuan.data.reading import decoded, file_bytes

    try:
        text = decoded(file_bytes(root / paths.PROJECT_NAME, paths.PROJECT_NAME), paths.PROJECT_NAME)
        if text.startswith("\N{BYTE ORDER MARK}"):
            what, remedy = "the file begins with a byte order mark", "Save it as UTF-8 without BOM."
            return (_problem("line 1", "", "BOM", what, remedy, "TH106"),)
        settings = tomllib.loads(text)
    except DataError as error:
        return error.problems
    except RecursionError:
        return (_problem("", "", "", "nested too deeply", 'Write lines as `name = "value"`.', "TH125"),)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        place = f"line {line[1]}" if line else ""
        return (_problem(place, "", "", f"no TOML: {error}", 'Write a line as `name = "value"`.', "TH125"),)
    version = settings.get("format")
    if type(version) is int and version > FORMAT:
        raise NewerProject(
            f"{root / paths.PROJECT_NAME} has format {version}, and taphuan {_version()} reads {FORMAT}; install a newer taphuan"
        )
    return tuple(
        _problem(_line(text, key), key, _shown(settings.get(key)), what, remedy, "TH126")
        for key, what, remedy in _wrong(settings, papers)
    )


def _version() -> str:
    from taphuan import __version__

    return __version__


def _wrong(settings: dict[str, object], papers: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """(key, what is wrong, remedy) of the settings."""
    if "format" not in settings:
        yield "format", "missing", f"Write `format = {FORMAT}` as the first line."
    elif type(settings["format"]) is not int or settings["format"] != FORMAT:
        yield "format", "no format that there is", f"Write `format = {FORMAT}`."
    for key in settings:
        if key not in _KEYS:
            yield key, "unknown key", f"Known are {', '.join(_KEYS)}."
    for key, meaning in (("name", "what the programme is called"), ("topic", "what it is about")):
        said = settings.get(key, "x")
        if not isinstance(said, str) or not said.strip() or not said.isprintable():
            yield key, f"no {key}", f"Write in quotes, on one line, {meaning}."
    yield from _wrong_folders(settings)
    known = {"levels": paths.LEVELS, "papers": papers}
    for key, words in known.items():
        if key in settings and (what := _no_list(settings[key], words)):
            of = f"some of {', '.join(words)}" if words else "names of files in quotes"
            yield key, what, f"Write a list of {of}, or leave the line out for all."


def _no_list(value: object, known: tuple[str, ...]) -> str:
    """What is wrong with a list of words; `known` are those that there are, () for any."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "no list of words in quotes"
    if not value:
        return "an empty list"
    if unknown := [one for one in value if known and one not in known]:
        return f"unknown: {', '.join(unknown)}"
    return "a word stands twice" if len(set(value)) < len(value) else ""


def _wrong_folders(settings: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    names: dict[str, str] = {}
    for key in paths.FOLDERS:
        name = settings.get(key, key)
        if not isinstance(name, str):
            yield key, "no name of a folder", f'Write a name in quotes: {key} = "{key}".'
        elif not paths.is_folder_name(name):
            what = "leaves the project, or lies deeper in it" if set(name) & set("/\\:~") or ".." in name else "no name"
            yield key, what, f'Name a folder right in the project, of letters, digits and hyphens: "{key}".'
        elif (twin := names.setdefault(name.casefold(), key)) != key:
            yield key, f"the same folder as {twin}", "Give each a folder of its own."


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _line(text: str, key: str) -> str:
    """ "line 3" of a key."""
    begins = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    numbered = enumerate(text.splitlines(), start=1)
    return next((f"line {number}" for number, line in numbered if begins.match(line)), "")


def _problem(where: str, field: str, found: str, what: str, remedy: str, code: str) -> Problem:
    return Problem(paths.PROJECT_NAME, where, field, found, what, remedy, code)
