"""The lines of a rehearsal: one a check, with its result and its remedy."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.check import doctor
from taphuan.errors import with_code

GREEN, RED, HINT = "green", "RED", "hint"
# the kind of a line that is not green, by its name; what has another name is of the server and its pages
CODES = {
    **doctor.CODES,
    "port": "TH907",
    "decks": "TH921",
    "edited by hand": "TH922",
    "slides fit": "TH742",
    "fallback": "TH923",
}


@dataclass(frozen=True)
class Line:
    """`note` is the result, with the remedy in a red line; `machine`: something is missing on the machine."""

    state: str
    name: str
    note: str
    machine: bool = False

    def __str__(self) -> str:
        code = CODES.get(self.name, "TH924") if self.state != GREEN else ""
        if self.machine:
            # what the doctor does not name is the browser
            code = doctor.CODES.get(self.name, "TH905")
        return with_code(f"{self.state:<7}{self.name}: {self.note}", code)


def green(name: str, note: str) -> Line:
    return Line(GREEN, name, note)


def red(name: str, note: str, machine: bool = False) -> Line:
    return Line(RED, name, note, machine)
