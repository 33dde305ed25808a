"""What the checks of all layout rules share: the audited case, the finding, and comparisons of a text with a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from taphuan.check.decree30.elements import Elements, Piece
from taphuan.check.decree30.reading import Para, Span, WordFile

Stage = Literal["draft", "issued"]
Rule = dict[str, Any]
_WORDS_IN_PLACE = 6


@dataclass(frozen=True)
class Finding:
    """A deviation: the id of the rule, what was found, what the rule requires, and the place."""

    rule: str
    found: str
    wanted: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule}: found {self.found}, wanted {self.wanted} ({self.where})"


@dataclass(frozen=True)
class Case:
    """An audited document. At the stage "draft", fields that are filled in at the issue may be blank."""

    word: WordFile
    elements: Elements
    stage: Stage

    @property
    def issued(self) -> bool:
        return self.stage == "issued"


Check = Callable[[Rule, Case], Iterator[Finding]]


def place(para: Para, text: str = "") -> str:
    """A paragraph in messages: its number, its table, and the first words of it or of `text`."""
    words = (text or para.text).split()
    beginning = " ".join(words[:_WORDS_IN_PLACE]) + ("…" if len(words) > _WORDS_IN_PLACE else "")
    table = f", table {para.cell.table}" if para.cell else ""
    return f"paragraph {para.number}{table}" + (f" “{beginning}”" if beginning else "")


def points(value: float) -> str:
    """A length in points as text: "12.5 pt"."""
    return f"{value:g} pt"


def range_text(low: float, high: float, unit: str) -> str:
    """A range as text: "12–13 pt", or "12 pt" if both ends are equal."""
    return f"{low:g}–{high:g} {unit}" if low != high else f"{low:g} {unit}"


def sizes_of(rule: Rule) -> tuple[float, float] | None:
    """The smallest and the largest font size that a rule allows, in points; None if it says nothing about the size."""
    if "size_pt" in rule and rule["size_pt"] is not None:
        return float(rule["size_pt"]), float(rule["size_pt"])
    return (float(rule["min_pt"]), float(rule["max_pt"])) if "min_pt" in rule else None


def alphanumeric(spans: tuple[Span, ...]) -> list[Span]:
    """The spans with letters or digits; the rules do not apply to spans of only dots or spaces."""
    return [span for span in spans if any(c.isalnum() for c in span.text)]


def check_look(rule: Rule, name: str, spans: tuple[Span, ...], printed: str, where: str) -> Iterator[Finding]:
    """Findings on size, italics, weight and case of a text. `name` is the id of the rule, `printed` the text as printed."""
    spans_with_text = alphanumeric(spans)
    if sizes := sizes_of(rule):
        low, high = sizes
        wrong = sorted({span.look.size for span in spans_with_text if not low <= span.look.size <= high})
        if wrong:
            yield Finding(name, ", ".join(points(size) for size in wrong), range_text(low, high, "pt"), where)
    if rule.get("style") and spans_with_text:
        in_italics = sum(len(span.text) for span in spans_with_text if span.look.italic)
        mostly_italic = in_italics * 2 > sum(len(span.text) for span in spans_with_text)
        if mostly_italic != (rule["style"] == "italic"):
            yield Finding(name, "italic" if mostly_italic else "upright", rule["style"], where)
    if rule.get("bold") is not None and spans_with_text:
        of_spans = (span.look.bold for span in spans_with_text)
        bold = all(of_spans) if rule["bold"] else any(of_spans)
        if bold != rule["bold"]:
            yield Finding(name, *(("not bold", "bold") if rule["bold"] else ("bold", "not bold")), where)
    letters = [c for c in printed if c.isalpha()]
    if rule.get("case") == "upper" and not all(c.isupper() for c in letters):
        yield Finding(name, "small letters", "capitals", where)
    if rule.get("case") == "normal" and len(letters) > 3 and all(c.isupper() for c in letters):
        yield Finding(name, "capitals", "small letters", where)


def check_piece(rule: Rule, piece: Piece) -> Iterator[Finding]:
    """Findings on the look of a piece."""
    yield from check_look(rule, rule["id"], piece.spans, piece.printed, place(piece.para, piece.text))


def check_alignment(rule: Rule, para: Para) -> Iterator[Finding]:
    """A finding if a paragraph is not aligned as the rule requires."""
    if para.layout.align != rule["align"]:
        yield Finding(rule["id"], f"aligned {para.layout.align}", f"aligned {rule['align']}", place(para))
