"""The failures a user can meet, one class a situation; each carries its exit code and its remedy."""

from __future__ import annotations

from dataclasses import dataclass

EXIT_DONE = 0
EXIT_JOBS_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_ENVIRONMENT = 3
# the shell's own number for Ctrl-C
EXIT_INTERRUPTED = 130


class TaphuanError(Exception):
    """Base of every error this package raises on purpose; `str(error)` is fit for a user."""

    exit_code = EXIT_BAD_INPUT


@dataclass(frozen=True)
class Problem:
    """One finding in one file: what is wrong, where, what was found and what to do.

    `where` is a line ("line 12"), a row ("row 12") or a path inside YAML ("modules[2].title"); empty for the whole file.
    """

    file: str
    where: str
    field: str
    found: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.where, self.field) if part)
        found = f" (found: {self.found})" if self.found else ""
        return f"{place}: {self.what}{found}. {self.remedy}"


class DataError(TaphuanError):
    """Files in data/ break the schema; carries every problem of every file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        head = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''} in data/:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class UnknownName(TaphuanError):
    """A slug, module, format or placeholder nobody knows; names the nearest ones."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...], remedy: str = "") -> None:
        super().__init__(kind, name, known, remedy)
        self.kind, self.name, self.known, self.remedy = kind, name, known, remedy

    def __str__(self) -> str:
        import difflib

        near = difflib.get_close_matches(self.name, self.known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(self.known) or 'none'}"
        return f"unknown {self.kind} '{self.name}'; {hint}{' ' + self.remedy if self.remedy else ''}"


class UnitNotValid(TaphuanError):
    """A province that is not a unit on that day; names its successor or predecessor."""


class BadDate(TaphuanError):
    """A date that is no ISO date or lies outside what the data cover."""


class NotComposed(TaphuanError):
    """A notebook, module file, placeholder or citation that cannot become a composed notebook."""


class ExecutionFailed(TaphuanError):
    """A notebook that raised, never ended or whose kernel died."""

    exit_code = EXIT_JOBS_FAILED


class AuditFailed(TaphuanError):
    """A document that was written but must not be published; carries the findings."""

    exit_code = EXIT_JOBS_FAILED

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(self.findings)


class EnvironmentLacks(TaphuanError):
    """A program, font or package this machine does not have; says how to get it."""

    exit_code = EXIT_ENVIRONMENT
