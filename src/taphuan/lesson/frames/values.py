"""How the values of a frame are written: decimal commas, 06/4/2022, blanks for what is missing.

The kind of a column is that of its numbers in pandas, never guessed from texts: a text "48.000" stays as its author wrote it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from numbers import Integral, Real
from typing import Any

from taphuan.text import day, number, say, tenth

# decimals at most: of numbers below 1, of others
_FINE, _COARSE = 4, 2
# numbers from here on are written with a power of ten
_HUGE = 1e15
_YEARS = range(1900, 2101)
_ENGLISH = re.compile(r"([-+−]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(\s?%?)")


def missing(value: Any) -> bool:
    """Whether a value is None, NaN, NaT or NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and type(value).__name__ != "bool"


def writer(values: Sequence[Any], points: bool = False) -> Callable[[Any], str]:
    """The function that writes each of a column's values: all numbers with the same decimals, as few as show them all.

    `points`: they are an index on the scale of 0 to 100, or differences of such, which have one decimal everywhere.
    """
    numbers = [value for value in values if is_number(value) and math.isfinite(value)]
    whole = all(isinstance(value, Integral) for value in numbers)
    years = whole and all(int(value) in _YEARS for value in numbers)
    decimals = 0 if whole else _decimals([float(value) for value in numbers])
    clock = any(
        isinstance(value, datetime) and value.time() != datetime.min.time() for value in values if not missing(value)
    )

    def write(value: Any) -> str:
        if missing(value):
            return ""
        if isinstance(value, bool) or type(value).__name__ == "bool":
            return say("lesson.frames.values.true") if value else say("lesson.frames.values.false")
        if is_number(value):
            return str(value) if years else _number(value, decimals, points and not whole)
        if isinstance(value, date):
            return f"{day(value)} {value:%H:%M}" if clock and isinstance(value, datetime) else day(value)
        return str(value)

    return write


def _decimals(values: Iterable[float]) -> int:
    """How many decimals show all values, up to the most that is allowed."""
    found, largest = 0, 0.0
    for value in values:
        exponent = Decimal(repr(value)).normalize().as_tuple().exponent
        found, largest = max(found, -int(exponent)), max(largest, abs(value))
    return min(found, _FINE if largest < 1 else _COARSE)


def _number(value: Any, decimals: int, points: bool) -> str:
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) >= _HUGE:
        return f"{float(value):.3g}".replace(".", ",").replace("-", "−")
    if points:
        return tenth(float(value))
    rounded = Decimal(repr(value) if isinstance(value, float) else str(value)).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )
    if not rounded and value:
        return f"{float(value):.2g}".replace(".", ",").replace("-", "−")
    return number(f"{rounded:f}").replace("-", "−")


def rewritten(written: str, value: Any) -> str:
    """What the author's own format made of a number, with decimal commas if it has the points of English: "1,234.5" of
    1234.5 → "1.234,5"; "48.000" of 48000 is Vietnamese already and stays."""
    if not is_number(value) or not (match := _ENGLISH.fullmatch(written.strip())):
        return written
    sign, digits, percent = match.groups()
    read = float(digits.replace(",", "")) * (-1 if sign in ("-", "−") else 1)
    unit = 10.0 ** -len(digits.partition(".")[2])
    meant = float(value) * 100 if percent else float(value)
    near = abs(read - meant) <= unit or abs(read - float(value)) <= unit
    if not near:
        return written
    return f"{sign}{digits.translate(str.maketrans(',.', '.,'))}{percent}"
