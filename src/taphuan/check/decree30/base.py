"""What every check of a layout rule is made of: the case, a finding, and the comparison of looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from taphuan.check.decree30.elements import Elements, Piece
from taphuan.check.decree30.reading import Para, Span, WordFile

Stage = Literal["draft", "issued"]
Rule = dict[str, Any]
_WORDS_SHOWN = 6


@dataclass(frozen=True)
class Finding:
    """A deviation: the rule's id, what was found, what is wanted, and the place."""

    rule: str
    found: str
    wanted: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule}: found {self.found}, wanted {self.wanted} ({self.where})"


@dataclass(frozen=True)
class Case:
    """A document under audit. At the stage "draft" what only the issuing fills in may be open."""

    word: WordFile
    elements: Elements
    stage: Stage

    @property
    def issued(self) -> bool:
        return self.stage == "issued"


Check = Callable[[Rule, Case], Iterator[Finding]]


def place(para: Para, text: str = "") -> str:
    """A paragraph's number and first words."""
    words = (text or para.text).split()
    shown = " ".join(words[:_WORDS_SHOWN]) + ("…" if len(words) > _WORDS_SHOWN else "")
    table = f", table {para.cell.table}" if para.cell else ""
    return f"paragraph {para.number}{table}" + (f" “{shown}”" if shown else "")


def points(value: float) -> str:
    return f"{value:g} pt"


def span_of(low: float, high: float, unit: str) -> str:
    return f"{low:g}–{high:g} {unit}" if low != high else f"{low:g} {unit}"


def sizes_of(rule: Rule) -> tuple[float, float] | None:
    if "size_pt" in rule and rule["size_pt"] is not None:
        return float(rule["size_pt"]), float(rule["size_pt"])
    return (float(rule["min_pt"]), float(rule["max_pt"])) if "min_pt" in rule else None


def worded(spans: tuple[Span, ...]) -> list[Span]:
    """The spans with letters or figures: the look of dots and spaces is nobody's concern."""
    return [span for span in spans if any(c.isalnum() for c in span.text)]


def looks(rule: Rule, name: str, spans: tuple[Span, ...], shown: str, where: str) -> Iterator[Finding]:
    """Size, slant, weight and case of a text against the measures of a rule; `name` is the rule's id."""
    said = worded(spans)
    if sizes := sizes_of(rule):
        low, high = sizes
        wrong = sorted({span.look.size for span in said if not low <= span.look.size <= high})
        if wrong:
            yield Finding(name, ", ".join(points(size) for size in wrong), span_of(low, high, "pt"), where)
    if rule.get("style") and said:
        slanted = sum(len(span.text) for span in said if span.look.italic)
        most = slanted * 2 > sum(len(span.text) for span in said)
        if most != (rule["style"] == "italic"):
            yield Finding(name, "italic" if most else "upright", rule["style"], where)
    if rule.get("bold") is not None and said:
        heavy = all(span.look.bold for span in said) if rule["bold"] else any(span.look.bold for span in said)
        if heavy != rule["bold"]:
            yield Finding(name, *(("not bold", "bold") if rule["bold"] else ("bold", "not bold")), where)
    letters = [c for c in shown if c.isalpha()]
    if rule.get("case") == "upper" and not all(c.isupper() for c in letters):
        yield Finding(name, "small letters", "capitals", where)
    if rule.get("case") == "normal" and len(letters) > 3 and all(c.isupper() for c in letters):
        yield Finding(name, "capitals", "small letters", where)


def piece_looks(rule: Rule, piece: Piece) -> Iterator[Finding]:
    yield from looks(rule, rule["id"], piece.spans, piece.shown, place(piece.para, piece.text))


def aligned(rule: Rule, para: Para) -> Iterator[Finding]:
    if para.layout.align != rule["align"]:
        yield Finding(rule["id"], f"aligned {para.layout.align}", f"aligned {rule['align']}", place(para))
