"""The cells of data/ that scores were read from, and the words for a group of units that several kinds of claims share."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.lesson.claims.claim import Evidence, Points
from taphuan.text import NBSP, exact, listing

# the column of the value of the whole index
VALUE = "pdti"


def cell(score: Score, column: str) -> Evidence:
    """One value of one unit."""
    return Evidence(dti.file_of(score.year, score.of), f"year={score.year};province_slug={score.slug}", column)


def cells(scores: Iterable[Score], column: str) -> tuple[Evidence, ...]:
    """One column of several units."""
    scores = tuple(scores)
    files = {table: dti.file_of(*table) for table in {(score.year, score.of) for score in scores}}
    return tuple(
        Evidence(files[score.year, score.of], f"year={score.year};province_slug={score.slug}", column)
        for score in scores
    )


def whole_column(score: Score, column: str) -> Evidence:
    """A column of the whole table that a score stands in."""
    return Evidence(dti.file_of(score.year, score.of), f"year={score.year}", column)


def province_set(score: Score) -> str:
    """The table that a score stands in, as dti_pillars_derived.csv names it."""
    return str(score.of) if dti.file_of(score.year, score.of) == "dti/dti.csv" else f"{score.of}-premerger"


@lru_cache(maxsize=32768)
def points_of(value: float) -> Points:
    """A published value, or a mean of such, as an exact number."""
    return Points(exact(value))


def provinces(count: int) -> str:
    """ "19 tỉnh, thành phố"."""
    return f"{count}{NBSP}tỉnh, thành phố"


def few(names: Iterable[str], most: int = 3) -> str:
    """The names as a list, or their number where there are more than `most`."""
    all_names = list(names)
    return listing(all_names) if len(all_names) <= most else provinces(len(all_names))


def ends(values: Iterable[tuple[str, Fraction]]) -> tuple[Points, str, Points, str]:
    """The lowest value, who has it, the highest value, who has it."""
    known = list(values)
    low, high = min(value for _, value in known), max(value for _, value in known)
    return (
        Points(low),
        few(name for name, value in known if value == low),
        Points(high),
        few(name for name, value in known if value == high),
    )
