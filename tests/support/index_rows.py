"""The rows of data/ as strings, and how numbers of the index are printed: for reckonings that share nothing with the package."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache

from taphuan import paths

# in the official order
INDICES = (
    "awareness", "institutions", "infrastructure", "human_resources", "cybersecurity", "digital_government",
    "digital_economy", "digital_society",
)  # fmt: skip
POINT = Fraction(1, 100)
# rows by the slug of their unit
Rows = dict[str, dict[str, str]]


@cache
def csv_rows(file: str) -> tuple[dict[str, str], ...]:
    with (paths.DATA / file).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def printed(value: Fraction) -> str:
    """A value between 0 and 1 on the scale of 0 to 100 with one decimal, rounded half up."""
    tenths = int(value * 1000 + Fraction(1, 2))
    return f"{tenths // 10},{tenths % 10}"
