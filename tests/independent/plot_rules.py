"""The numbers of figures that a notebook plots, against data/: values of an index by unit, and gaps to the mean."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from context import Context, Figure, Untrue, newest, number, region_rows, row_of
from mean_rules import table_mean
from published import INDICES, comparable, table, table_file

# what a plot holds is binary, computed from four published decimals
_NEARLY = Fraction(1, 10**6)


def check_plot(figure: Figure, context: Context, year: int) -> Iterator[str]:
    """Values of units or of indices, or their gaps to the mean of the table where the figure says “chênh”."""
    year, of, own = newest(context, "", year)
    gap = "chênh" in f"{figure.caption} {' '.join(figure.columns)}".lower()
    said = [key for name in (*figure.columns, figure.caption) for key, label in INDICES.items() if label in name]
    labels = {label: key for key, label in INDICES.items()}
    if len(figure.columns) == 3:
        yield from _pairs(figure, year, of, said)
        return
    indices = [key for name, _ in figure.rows if (key := labels.get(str(name)))]
    if indices and set(indices) != set(comparable(year, of)):
        yield f"the indices that all {of} units have: {', '.join(comparable(year, of))}"
    if not indices and not said:
        raise Untrue("neither the columns nor the caption name an index")
    shown = set()
    for name, value in figure.rows:
        key = labels.get(str(name)) or said[0]
        row = own if indices else row_of(str(name), year, of, context)
        shown.add(row["province_slug"])
        right = number(row, key) - (table_mean(year, of, key) if gap else 0)
        if _differs(value, right):
            yield f"{table_file(year, of)} {year} {row['province_slug']}: {key} {float(right):.6f}, shown {value}"
    if "trong vùng" in figure.caption and shown != (wanted := set(region_rows(context, context.slug, year, of))):
        yield f"units of the region that are missing or too many: {', '.join(sorted(shown ^ wanted))}"
    for label, value in figure.levels:
        if label != f"trung bình {of} tỉnh, thành phố":
            yield f"the line is the mean of {of} units, labelled “{label}”"
        if _differs(value, table_mean(year, of, said[0])):
            yield f"{table_file(year, of)} {year}: mean of {said[0]} {float(table_mean(year, of, said[0])):.6f}, shown {value}"


def _pairs(figure: Figure, year: int, of: int, said: list[str]) -> Iterator[str]:
    """A point for each unit of the table, with two of its indices; the own one by name."""
    across, up = said[:2]
    points = [(row["province_slug"], number(row, across), number(row, up)) for row in table(year, of).values()]
    shown = sorted((Fraction(str(x)), Fraction(str(y))) for _, x, y in figure.rows)
    right = sorted((100 * x, 100 * y) for _, x, y in points)
    if len(shown) != len(right) or any(
        abs(a - c) > _NEARLY or abs(b - d) > _NEARLY for (a, b), (c, d) in zip(shown, right, strict=True)
    ):
        yield f"{table_file(year, of)} {year}: the points are not {across} and {up} of its {of} units"


def _differs(shown: object, right: Fraction) -> bool:
    return shown is None or abs(Fraction(str(shown)) - right * 100) > _NEARLY
