"""The errors that a user can meet, one class per situation; each has an exit code, and its message names the remedy."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

EXIT_DONE = 0
EXIT_JOBS_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_ENVIRONMENT = 3
# the exit code of shells for Ctrl-C: 128 + SIGINT
EXIT_INTERRUPTED = 130
# the one for a reader that is gone, as in `taphuan list provinces | head`: 128 + SIGPIPE
EXIT_READER_GONE = 141
# the most letters of a value that a message shows
_LONGEST_FOUND = 200
# a code at the end of a line: each is a kind of problem, which docs/errors.md and `taphuan explain` describe
CODE = re.compile(r" \[(TH[1-9]\d\d)\]$")


class TaphuanError(Exception):
    """Base class of every error that this package raises deliberately; `str(error)` is a message for the user."""

    exit_code = EXIT_BAD_INPUT
    # the kind of the error, where all errors of the class are of one kind; "" where its problems have codes of their own
    code = ""

    def __init__(self, *arguments: object, code: str = "") -> None:
        super().__init__(*arguments)
        if code:
            self.code = code

    def told(self) -> str:
        """The message with its code, as a command prints it."""
        return with_code(str(self), self.code)


@dataclass(frozen=True)
class Problem:
    """One problem in one file: what is wrong, where, which value was found and what to do.

    `where` is a line ("line 12"), a row ("row 12") or a cell of a notebook; empty for the whole file. `field` is a column
    or a path inside YAML ("modules[2].title"). `code` is its kind; two problems with the same words in one place are one problem.
    """

    file: str
    where: str
    field: str
    found: str
    what: str
    remedy: str
    code: str = dataclasses.field(default="", compare=False)

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.where, _short(self.field)) if part)
        found = f" (found: {_short(self.found)})" if self.found else ""
        return with_code(f"{place}: {self.what}{found}. {self.remedy}", self.code)


def with_code(line: str, code: str) -> str:
    """The line with a code at its end, unless it has one."""
    return f"{line} [{code}]" if code and not CODE.search(line) else line


Finder = TypeVar("Finder", bound=Callable[..., Iterable[Any]])


def coded(code: str) -> Callable[[Finder], Finder]:
    """Marks a function that finds problems, or lines of an audit, of one kind: each gets this code unless it has one."""

    def marked(found: Any) -> Any:
        if isinstance(found, Problem):
            return found if found.code else replace(found, code=code)
        return with_code(found, code)

    def decorate(find: Finder) -> Finder:
        @functools.wraps(find)
        def found(*arguments: Any, **named: Any) -> Iterable[Any]:
            all_found = find(*arguments, **named)
            return tuple(map(marked, all_found)) if isinstance(all_found, tuple) else map(marked, all_found)

        return cast(Finder, found)

    return decorate


def _short(text: str) -> str:
    """A text that was found, on one line of a terminal or two."""
    return text if len(text) <= _LONGEST_FOUND else f"{text[:_LONGEST_FOUND]}… ({len(text)} letters)"


class DataError(TaphuanError):
    """Files in data/ violate the schema or a rule. `problems` are all problems of all files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        head = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''} in data/:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


# of the names that a command or a notebook most often has wrong
_CODES_OF_NAMES = {
    "placeholder": "TH511",
    "condition": "TH512",
    "citation": "TH513",
    "conference": "TH801",
    "province": "TH802",
    "module": "TH803",
    "commune": "TH804",
    "format": "TH805",
}


class UnknownName(TaphuanError):
    """A slug, module, format or placeholder that does not exist; the message names the most similar ones that do."""

    code = "TH514"

    def __init__(self, kind: str, name: str, known: tuple[str, ...], remedy: str = "") -> None:
        super().__init__(kind, name, known, remedy, code=_CODES_OF_NAMES.get(kind.partition(" of ")[0], ""))
        self.kind, self.name, self.known, self.remedy = kind, name, known, remedy

    def __str__(self) -> str:
        import difflib

        near = difflib.get_close_matches(self.name, self.known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(self.known) or 'none'}"
        return f"unknown {self.kind} '{self.name}'; {hint}{' ' + self.remedy if self.remedy else ''}"


class UnitNotValid(TaphuanError):
    """A province that is not a valid unit on the given day; the message names its successor or its predecessors."""


class BadDate(TaphuanError):
    """A text that is not an ISO date, or a day outside the period that the data cover."""


class NotComposed(TaphuanError):
    """A notebook cannot be composed or read because of a fault in a notebook, module file, placeholder or citation."""


class ExecutionFailed(TaphuanError):
    """A cell raised an error or exceeded the time limit, or the kernel died."""

    exit_code = EXIT_JOBS_FAILED


class AuditFailed(TaphuanError):
    """A document must not be published; `findings` are the reasons."""

    exit_code = EXIT_JOBS_FAILED

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(self.findings)


class EnvironmentLacks(TaphuanError):
    """This machine lacks a program, font or package; the message says how to install it."""

    exit_code = EXIT_ENVIRONMENT
