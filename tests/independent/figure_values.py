"""What every rule of figures needs: the year and the table of a figure, whether a cell shows a value, the line of a mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from context import Context, Figure, Untrue, hall_table, newest
from mean_rules import complete
from published import mean, points, table_file


def year_of(figure: Figure) -> int:
    found = re.search(r"năm (20\d\d)", f"{figure.caption} {figure.alt}")
    if found is None:
        raise Untrue("neither caption nor alt text says the year")
    return int(found[1])


def fits(shown: object, right: Fraction) -> bool:
    """Whether a cell shows a value: a printed one with one decimal, one behind a figure on the scale of 0 to 100 or nearly."""
    if isinstance(shown, str):
        return shown == points(right)
    return shown is not None and abs(Fraction(str(shown)) - right * 100) < Fraction(1, 10000)


def table_of(figure: Figure, context: Context) -> tuple[int, int]:
    year = year_of(figure)
    if context.slug:
        found = newest(context, "", year)
        return year, found[1]
    right, of = hall_table(context)
    if right != year:
        raise Untrue(f"publications.csv: the newest edition of the participants is {right}")
    return year, of


def check_mean(figure: Figure, year: int, of: int, key: str) -> Iterator[str]:
    if figure.mean is None:
        return
    complete(year, of)
    label, shown = figure.mean
    if label != f"trung bình {of} tỉnh, thành phố":
        yield f"the line is the mean of {of} units, labelled “{label}”"
    right = mean(year, of, key)
    if right is None or abs(Fraction(str(shown)) - right * 100) > Fraction(1, 1000):
        yield f"{table_file(year, of)} {year}: mean of {key} {right and float(right)}"
