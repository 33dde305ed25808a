"""Whether the templates in slides/ can be used: there, text, whole. Asked before a build, so that no set fails for them."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from taphuan import paths
from taphuan.data.check.memory import Memory
from taphuan.errors import Problem, TaphuanError

_RESTORE = "Restore the file from the last commit, or correct it."
# files beside slides/deck.yaml and slides/theme.toml, which have checks of their own; other templates are used where one of
# these names them
_STYLES = ("theme.css", "phone.css", "index.css", "rise.css")
_TYPST = ("blocks.typ", "checkup.typ", "commune.typ", "deck.typ", "handout.typ", "report.typ", "slide.typ")
_PAGES = ("index.html.j2", "communes.html.j2")
_DECK = ("index.html.j2", "phone.html.j2", "phone.js", "conf.json")
_DECK_FOLDER = "nbconvert/taphuan-deck/"
_TEMPLATES = (*_STYLES, *_TYPST, *_PAGES, "house.mplstyle", *(f"{_DECK_FOLDER}{name}" for name in _DECK))
# in a style sheet: a remark, a text, a brace, what would end the element that holds it, what asks an address
_CSS = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[{}]|</|@import\b|/\*", re.DOTALL)
_CASES = {
    "</": "ends the element that holds the style",
    "@import": "loads another file",
    "/*": "a remark without its end",
}


class TemplatesUnfit(TaphuanError):
    """Templates in slides/ cannot be used. `problems` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        head = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''} in slides/:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


def check_templates() -> None:
    """Raise TemplatesUnfit with every problem of the templates, if there is one."""
    if problems := template_problems():
        raise TemplatesUnfit(problems)


def template_problems() -> tuple[Problem, ...]:
    """Every problem of the templates in slides/; looked for again only where one of them has changed."""
    contents = {name: _content(paths.taken(paths.SLIDES / name)) for name in _TEMPLATES}
    memory = Memory(paths.CACHE / "check", Path(__file__).parent)
    inputs = (part for name, (what, content) in contents.items() for part in (name.encode(), what.encode(), content))
    return memory.found("templates", inputs, lambda: _problems(contents))


def _content(path: Path) -> tuple[str, bytes]:
    """("", content), or (why there is none, nothing)."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "not a file", b""
        return "", path.read_bytes()
    except FileNotFoundError:
        return "the file is missing", b""
    except OSError as error:
        return f"the file cannot be read ({error.strerror})", b""


def _problems(contents: dict[str, tuple[str, bytes]]) -> Iterator[Problem]:
    for name, (what, content) in contents.items():
        if what:
            yield _problem(name, what)
            continue
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            yield _problem(name, "not UTF-8", f"line {content.count(10, 0, error.start) + 1}", "Save it as UTF-8.")
            continue
        if "\0" in text:
            yield _problem(name, "a zero in a text", f"line {text.count(chr(10), 0, text.index(chr(0))) + 1}")
        elif not text.strip():
            yield _problem(name, "the file is empty")
        else:
            yield from _LOOK[name.rpartition(".")[2]](name, text)


def _style_problems(name: str, text: str) -> Iterator[Problem]:
    """Braces that do not close, which would take the styles behind them away; what leaves the page."""
    opened: list[int] = []
    for found in _CSS.finditer(text):
        line, what = text.count("\n", 0, found.start()) + 1, found[0]
        if what in _CASES:
            yield _problem(name, _CASES[what], f"line {line}", "Delete it.")
        elif what == "{":
            opened.append(line)
        elif what == "}" and not opened:
            yield _problem(name, "a closing brace without its opening one", f"line {line}")
        elif what == "}":
            opened.pop()
    for line in opened[:1]:
        yield _problem(name, "an opening brace without its closing one", f"line {line}")


def _jinja_problems(name: str, text: str) -> Iterator[Problem]:
    from jinja2 import Environment, TemplateSyntaxError

    try:
        Environment().parse(text)
    except TemplateSyntaxError as error:
        yield _problem(name, f"no template of Jinja: {error.message}", f"line {error.lineno}")


def _json_problems(name: str, text: str) -> Iterator[Problem]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield _problem(name, f"no JSON: {error}")
        return
    base = value.get("base_template") if isinstance(value, dict) else None
    if base != "classic":
        yield _problem(name, "base_template is not “classic”, on which the deck's template rests", found=str(base))
    elif not isinstance(value.get("mimetypes", {}), dict) or not isinstance(value.get("preprocessors", {}), dict):
        yield _problem(name, "mimetypes or preprocessors is not a mapping")


def _plot_problems(name: str, text: str) -> Iterator[Problem]:
    """Lines that matplotlib would leave out with a warning, so that plots had another look."""
    from matplotlib import rcParams

    for number, line in enumerate(text.splitlines(), start=1):
        key, colon, value = re.sub(r"(^|\s)#.*", "", line).partition(":")
        if not line.split("#")[0].strip():
            continue
        if not colon or key.strip() not in rcParams:
            yield _problem(name, "no setting of matplotlib", f"line {number}", found=key.strip())
            continue
        try:
            rcParams.validate[key.strip()](value.strip().strip('"'))
        except (ValueError, TypeError, KeyError):
            yield _problem(name, f"no value of {key.strip()}", f"line {number}", found=value.strip())


def _nothing(name: str, text: str) -> Iterator[Problem]:
    """Of Typst, which says itself what it cannot set, and of scripts, which the walk through a deck runs."""
    yield from ()


_LOOK: dict[str, Callable[[str, str], Iterator[Problem]]] = {
    "css": _style_problems,
    "j2": _jinja_problems,
    "json": _json_problems,
    "mplstyle": _plot_problems,
    "typ": _nothing,
    "js": _nothing,
}


def _problem(name: str, what: str, where: str = "", remedy: str = _RESTORE, found: str = "") -> Problem:
    return Problem(f"slides/{name}", where, "", found, what, remedy, "TH884")
