"""The charts of a PowerPoint file against the figures that they are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from taphuan.check.written.page import Page
from taphuan.check.written.wanted import Wanted

# numbers of a chart are rounded
_NEAR = 0.0006


def chart_findings(place: str, wanted: Wanted, page: Page) -> Iterator[str]:
    """The rows of numbers of a slide's charts that its figures do not have: neither as they are, nor all as far from one number, nor
    as the places of marks."""
    for series in page.charts:
        if _are_places(series) or all(_is_known(value, wanted.values) for value in series):
            continue
        if any(_differ_by_one_number(series, column) for column in wanted.columns):
            continue
        odd = next((value for value in series if not _is_known(value, wanted.values)), series[0])
        yield f"{place}: a chart draws {odd:g} in a row of numbers that its figure does not have"


def _is_known(value: float, numbers: frozenset[float]) -> bool:
    return value in numbers or any(abs(value - number) < _NEAR for number in numbers)


def _differ_by_one_number(series: tuple[float, ...], column: tuple[float, ...]) -> bool:
    """Whether it is the column, or a part of it that stands together, less one number, such as a mean."""
    for numbers in (column, column[::-1]):
        for at in range(len(numbers) - len(series) + 1):
            distances = [a - b for a, b in zip(numbers[at:], series, strict=False)]
            if max(distances) - min(distances) < _NEAR:
                return True
    return False


def _are_places(series: tuple[float, ...]) -> bool:
    """Whether the numbers are the places of marks: the same for all, or one after the other at one distance, once or in pairs."""
    steps = sorted(set(series))
    return len(steps) < 2 or (
        all(abs((b - a) - (steps[1] - steps[0])) < _NEAR for a, b in pairwise(steps))
        and abs(steps[1] - steps[0] - 1) < _NEAR
    )
