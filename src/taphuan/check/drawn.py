"""What a figure of the house draws against the words and numbers that it carries beside its drawing: they must be of one figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from itertools import combinations
from typing import TYPE_CHECKING, Any

from taphuan.charts.mime import CHART, PLOT, SVG
from taphuan.charts.style import ON_DARK_RED, RED
from taphuan.check.shown.identity import slugs_in
from taphuan.check.shown.reading import place
from taphuan.check.written.page import drawn_words, numbers_in
from taphuan.errors import coded
from taphuan.known.units import WHOLE, resolve

if TYPE_CHECKING:
    from nbformat import NotebookNode

# figures that draw the whole country
_COUNTRY = ("participants", "participants-map")
_ISLANDS = ("Hoàng Sa", "Trường Sa")
_DECIMAL = re.compile(r"([+\u2212-]?)(\d+,\d+)")
_STEPS = tuple(map(Decimal, ("0.1", "0.01", "0.001")))
_SHAPE = re.compile(r'<path\b[^>]*\bfill="(#[0-9A-Fa-f]{6})"[^>]*><title>([^<]*)</title>')
_REMEDY = "build the set again with --force; if it stays, mend what draws the figure"


@coded("TH733")
def drawn_wrongly(notebook: NotebookNode) -> Iterator[str]:
    """The figures that draw a number which their data do not have, a map with another province in the province's red, one without
    the islands."""
    unit = notebook.metadata["taphuan"]["unit"]
    own = {unit["slug"]}
    if unit["slug"] != WHOLE:
        own.add(resolve(unit["slug"], date.fromisoformat(notebook.metadata["taphuan"]["as_of"])).geo_slug)
    for cell in notebook.cells:
        for number, output in enumerate(cell.get("outputs", ()), start=1):
            bundle = output.get("data", {})
            twin = bundle.get(CHART, {})
            if not twin or twin.get("kind") == PLOT or not isinstance(bundle.get(SVG), str):
                continue
            where, svg = place(cell, number), bundle[SVG]
            if more := _not_behind(twin, svg):
                yield f"{where}: draws {', '.join(more[:3])}, which its data do not have; {_REMEDY}"
            if twin.get("kind") in _COUNTRY:
                if missing := [name for name in _ISLANDS if name not in drawn_words(svg)]:
                    yield f"{where}: the map lacks {' and '.join(missing)}; {_REMEDY}"
                # a map may leave out what a city is called by
                if others := [
                    name for name in sorted(_red(svg)) if name not in unit["name"] and not slugs_in(name) & own
                ]:
                    yield f"{where}: the map shows {', '.join(others)} in red, the document is of {unit['name']}; {_REMEDY}"


def _red(svg: str) -> set[str]:
    """The names of the provinces that a map shows in the red of its own province."""
    return {unescape(name) for fill, name in _SHAPE.findall(svg) if fill.upper() in (RED.upper(), ON_DARK_RED.upper())}


def _not_behind(twin: dict[str, Any], svg: str) -> list[str]:
    """The numbers with decimals that are drawn and stand neither behind the figure nor in its words; one with a sign may be the
    distance of two of them."""
    drawn = _DECIMAL.findall(drawn_words(svg))
    if not drawn:
        return []
    behind = twin.get("data", {})
    rows = behind.get("rows", ())
    # a mean and the ends of a band are drawn as lines with their numbers
    lines = ((behind.get("mean") or {}).get("value"), *behind.get("band", ()))
    values = [Decimal(str(value)) for row in (*rows, lines) for value in row if isinstance(value, int | float)]
    if not values:
        return []
    words = [*behind.get("columns", ()), *(value for row in rows for value in row if isinstance(value, str))]
    said = numbers_in(" ".join(map(str, (twin.get("caption"), twin.get("note"), *words))))
    known = said | {_written(value, step) for value in values for step in _STEPS}
    # no distance at all is drawn without a sign
    more = [(sign, number) for sign, number in drawn if number not in known and number.strip("0,")]
    if not any(sign for sign, _ in more):
        return [number for _, number in more]
    all_numbers = {*values, *(Decimal(one.replace(",", ".")) for one in said if one.count(",") == 1 and "." not in one)}
    distances = {abs(a - b) for a, b in combinations(sorted(all_numbers), 2)}
    return [number for sign, number in more if not sign or not any(_near(one, number) for one in distances)]


def _written(value: Decimal, step: Decimal) -> str:
    return str(abs(value).quantize(step, ROUND_HALF_UP)).replace(".", ",")


def _near(distance: Decimal, number: str) -> bool:
    """Whether a distance of two numbers, of which one may be rounded, is drawn as this."""
    right = Decimal(number.replace(",", "."))
    return abs(distance - right) <= Decimal("0.1").scaleb(1 - len(number.rpartition(",")[2]))
