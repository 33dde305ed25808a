"""The lines of a rehearsal: one a check, with its result and its remedy."""

from __future__ import annotations

from dataclasses import dataclass

GREEN, RED, HINT = "green", "RED", "hint"


@dataclass(frozen=True)
class Line:
    """`note` is the result, with the remedy in a red line; `machine`: something is missing on the machine."""

    state: str
    name: str
    note: str
    machine: bool = False

    def __str__(self) -> str:
        return f"{self.state:<7}{self.name}: {self.note}"


def green(name: str, note: str) -> Line:
    return Line(GREEN, name, note)


def red(name: str, note: str, machine: bool = False) -> Line:
    return Line(RED, name, note, machine)
