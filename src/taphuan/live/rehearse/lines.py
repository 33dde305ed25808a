"""The lines of a rehearsal: what was looked at, whether it will do, and what to do where it will not."""

from __future__ import annotations

from dataclasses import dataclass

GREEN, RED, HINT = "green", "RED", "hint"


@dataclass(frozen=True)
class Line:
    """`note` says what was found, and in a red line what to do; `machine`: it is the machine that lacks something."""

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
