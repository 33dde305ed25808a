"""What a claim is, and how one is made: of the forms of its kind, the one whose condition holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from taphuan.text import hold, points

# What a claim is about: a Profile, a Gathering, the rows of a figure
Subject = TypeVar("Subject")
# The numbers and names that the conditions and texts of a kind use; "evidence" holds the cells that they were read from
Facts = Mapping[str, Any]


class Evidence(NamedTuple):
    """Cells of data/: a file ("dti/dti.csv"), the rows by their key ("year=2022;province_slug=hue"; a part of the key names all
    rows that have it) and a column."""

    file: str
    row: str
    column: str


@dataclass(frozen=True)
class Claim:
    """A sentence that compares. `id` is that of its kind and form, "position/above"; `text` is plain, without Markdown."""

    id: str
    text: str
    evidence: tuple[Evidence, ...]

    def as_metadata(self) -> dict[str, Any]:
        """The claim as the composed notebook and the data of a figure keep it."""
        return {"id": self.id, "text": self.text, "evidence": [list(cells) for cells in self.evidence]}


@dataclass(frozen=True)
class Form:
    """One form of a sentence. `text` has names of facts in braces; `when` says in words what `holds` evaluates."""

    name: str
    text: str
    when: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True)
class Kind(Generic[Subject]):
    """A kind of claim. `facts` reads what its forms need, or gives None where nothing may be said; `proof` says in words which
    cells are the evidence. At most one form may hold; where none does there is no claim, and its slide is left out."""

    id: str
    about: str
    proof: str
    facts: Callable[[Subject], Facts | None]
    forms: tuple[Form, ...]

    def claim(self, subject: Subject) -> Claim | None:
        """The claim of this kind that is true of the subject; None where none is. Raises ValueError if two forms hold."""
        # kept with the subject: a placeholder and the condition of its slide ask for the same
        made = vars(subject).setdefault("claims made", {})
        if self.id not in made:
            facts = self.facts(subject)
            made[self.id] = self.of(facts) if facts is not None else None
        claim: Claim | None = made[self.id]
        return claim

    def of(self, facts: Facts) -> Claim | None:
        """The claim of this kind that is true of the facts."""
        true = [form for form in self.forms if form.holds(facts)]
        if len(true) > 1:
            raise ValueError(f"claim '{self.id}': {' and '.join(form.name for form in true)} hold together; part them")
        if not true:
            return None
        text = hold(true[0].text.format_map(dict(facts)))
        return Claim(f"{self.id}/{true[0].name}", text, tuple(dict.fromkeys(facts["evidence"])))


class Points(Fraction):
    """A number between 0 and 1 that texts print on the scale of 0 to 100."""

    def __format__(self, spec: str) -> str:
        return points(Fraction(self))


ONE_POINT = Fraction(1, 100)
ABOVE, LEVEL, BELOW = "cao hơn", "ngang", "thấp hơn"


def compared(value: Fraction, other: Fraction) -> str:
    """The word that compares two values: "ngang" where they are less than one point apart."""
    gap = value - other
    return LEVEL if abs(gap) < ONE_POINT else ABOVE if gap > 0 else BELOW
