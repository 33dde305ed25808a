"""Words that drawings and their alt texts share. An alt text has whole sentences made from the data, 400 letters at most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from taphuan.text import points, say, upper_first

NO_VALUE = say("charts.words.no_value")
# the same in a column of numbers
MISSING = "–"
MOST_LETTERS = 400


def join(sentences: Sequence[str]) -> str:
    """As many whole sentences as fit, always the first; empty ones are left out."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}" if text else sentence
        if sentence and (not text or len(longer) <= MOST_LETTERS):
            text = longer
    return text


def ended(text: str) -> str:
    """The text with the sign that ends a sentence: its own question mark, or a full stop."""
    return text if text.endswith(("?", "!", "…")) else text.rstrip(".") + "."


def mean_sentence(mean: float | None, label: str) -> str:
    """ "Trung bình 63 tỉnh, thành phố là 57,9."; empty without a mean."""
    return say("charts.words.mean", label=upper_first(label), mean=points(mean)) if mean is not None else ""


def sentences(findings: Sequence[str]) -> list[str]:
    """Findings as sentences. They compare, so they come from outside: a chart says only what it draws."""
    return [f"{finding}." for finding in findings]


def signed(gap: Fraction | None) -> str:
    """A difference of two indices between 0 and 1, in points with its sign: "+6,2", "−11,1", "0,0"; "–" for none.

    It is rounded half up away from zero, as it is said: a gap of −2,25 reads "−2,3".
    """
    if gap is None:
        return MISSING
    printed = points(abs(gap))
    return printed if printed == "0,0" else f"{'+' if gap > 0 else '−'}{printed}"
