"""What a figure and a table are on a phone: rows to read, made from the data behind a drawing that is too wide for it.

A drawing made for the phone is taken where a figure has one, and a drawing whose letters stay legible is scaled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from taphuan.charts.mime import PLOT
from taphuan.charts.text_measure import text_width
from taphuan.text import listed, lower_first, say, tenth
from taphuan.theme import theme

# px that a card leaves its content on a screen of 360 px; slides/phone.css holds the distances
ROOM = 300
# the map of the cover has its card from edge to edge
_COVER_ROOM = 320
# px: what stands beside a column of a table, and what a column that wraps takes at least
_PADDING, _WRAPPED = 16, 150
# px: letters in a drawing that are smaller cannot be read
LEAST_LETTERS = 11
# Longer lists show their top, what is asked for and its neighbours first.
_MOST_ROWS, _FIRST = 12, 3


@dataclass(frozen=True)
class Row:
    """A row of a figure. `share` and `mark` are percentages of the width for a bar and for the tick of the mean.

    `start` is where a bar begins that does not begin at 0; `own` is this province's row; `rest` says that the row is
    shown only with all the others.
    """

    name: str
    value: str = ""
    text: str = ""
    share: float | None = None
    mark: float | None = None
    start: float | None = None
    own: bool = False
    rest: bool = False

    @property
    def style(self) -> str:
        """The custom properties of the row, for the style sheet to draw with."""
        places = (("v", self.share), ("m", self.mark), ("s", self.start))
        return ";".join(f"--{name}:{value:.4g}" for name, value in places if value is not None)


@dataclass(frozen=True)
class PhoneFigure:
    """`form` names the look: numbers · steps · said · boxes · days · bars · gaps · places · scaled · table. `legend` explains the tick; `map` says
    that the drawing is one."""

    form: str
    rows: tuple[Row, ...] = ()
    legend: str = ""
    map: bool = False

    @property
    def pictured(self) -> bool:
        """Whether the drawing says more than the rows."""
        return self.form in ("days", "table") or self.map or bool(self.folded)

    @property
    def folded(self) -> int:
        """The rows that are shown only on demand."""
        return sum(row.rest for row in self.rows)


def phone_figure(data: dict[str, Any], svg: str, cover: bool = False) -> PhoneFigure:
    """How a figure of ours is shown on a phone. `data` is its twin: kind, caption, unit, data."""
    if not cover and data["data"].get("rows") and data["kind"] in _FORMS:
        return _FORMS[data["kind"]](data)
    if _letters(svg) * (_COVER_ROOM if cover else ROOM) >= LEAST_LETTERS:
        return PhoneFigure("scaled")
    return _rest_folded(_table(data)) if data["data"].get("rows") else PhoneFigure("scaled")


def fits(table: dict[str, Any]) -> bool:
    """Whether a table stands on a phone as it is, in letters of the phone; its widest column may wrap."""
    px = theme().sizes.phone
    names = [column["name"] for column in table["columns"]]
    rows = [[max(name.split(" "), key=len) for name in names], *table["rows"]]
    *others, widest = sorted(_PADDING + max(text_width(row[n], px, 600) for row in rows) for n in range(len(names)))
    return sum(others) + min(widest, _WRAPPED) <= ROOM


def css_string(words: str) -> str:
    """Words as a string of a style sheet, without the signs that would need an escape there."""
    return '"' + re.sub(r'[\\"{}<>;@\s]+', " ", words).strip() + '"'


def heads_style(heads: Iterable[str]) -> str:
    """The heads of a table as variables of a style sheet, which names each value of a card by them."""
    return "".join(f"--h{at}:{css_string(head)};" for at, head in enumerate(heads, start=1))


_TABLE = re.compile(r"<table>\s*<thead>\s*<tr>(?P<heads>.*?)</tr>\s*</thead>", re.DOTALL)
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")
# columns that a phone has room for side by side
_BESIDE = 2


def labelled(rendered: str) -> str:
    """Rendered Markdown whose wide tables say their heads to a phone, where each row is a card."""

    def with_heads(match: re.Match[str]) -> str:
        heads = [unescape(_MARKUP.sub("", head)) for head in _HEAD.findall(match["heads"])]
        if len(heads) <= _BESIDE:
            return match[0]
        return match[0].replace("<table>", f'<table class="cards" style="{escape(heads_style(heads))}">', 1)

    return _TABLE.sub(with_heads, rendered)


def _letters(svg: str) -> float:
    """The smallest letters of a drawing as a share of its width; 1 for a drawing without letters."""
    box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', svg)
    sizes = [float(size) for size in re.findall(r'font-size[=:]\s*"?([\d.]+)', svg)]
    return min(sizes) / float(box[1]) if box and sizes else 1.0


def _numbers(data: dict[str, Any]) -> PhoneFigure:
    return PhoneFigure("numbers", tuple(Row(name, value, year) for name, value, year in data["data"]["rows"]))


def _bars(data: dict[str, Any]) -> PhoneFigure:
    """Percentages with a bar from 0 to 100, other numbers alone."""
    rows = (Row(name, value, year, _percentage(value)) for name, value, year in data["data"]["rows"])
    return PhoneFigure("numbers", tuple(rows))


def _percentage(value: str) -> float | None:
    match = re.fullmatch(r"\D*(\d+(?:,\d+)?)\s?%", value)
    return min(float(match[1].replace(",", ".")), 100.0) if match else None


def _steps(data: dict[str, Any]) -> PhoneFigure:
    return PhoneFigure("steps", tuple(Row(name, text=text) for _, name, text in data["data"]["rows"]))


def _said(data: dict[str, Any]) -> PhoneFigure:
    return PhoneFigure("said", tuple(Row(name, text=text) for name, text in data["data"]["rows"]))


def _exercise(data: dict[str, Any]) -> PhoneFigure:
    """Cards, bins and facts below one another; a bin with its name."""
    rows = data["data"]["rows"]
    said = (Row(f"{part} · {text}" if below else part, text=below or text) for part, text, below in rows)
    return PhoneFigure("said", tuple(said))


def _boxes(data: dict[str, Any]) -> PhoneFigure:
    return PhoneFigure("boxes", tuple(Row(name, text=text) for name, text in data["data"]["rows"]))


def _big_number(data: dict[str, Any]) -> PhoneFigure:
    (name, value), (changes, said) = data["data"]["rows"]
    return PhoneFigure("numbers", (Row(name, value), Row(f"{changes}: {said}")))


def _decision(data: dict[str, Any]) -> PhoneFigure:
    """The parts of the card below one another, the day first."""
    before, after, at, *todo = data["data"]["rows"]
    rows = [
        Row(f"{at[0]} {at[2]}", text=at[1]),
        *(Row(f"{head} · {validity}", text=text) for head, validity, text in (before, after)),
    ]
    for head in dict.fromkeys(row[0] for row in todo):
        rows.append(Row(head, text="; ".join(text for name, _, text in todo if name == head)))
    return PhoneFigure("said", tuple(rows))


def _days(data: dict[str, Any]) -> PhoneFigure:
    """Days with the document, what it does from then on, and the days left of what is to come."""

    def row(at: str, name: str, effect: str, left: int | None) -> Row:
        return Row(
            name,
            at,
            effect
            if left is None
            else say("export.html.phone.days_left", effect=effect, left=left).removeprefix(" · "),
        )

    return PhoneFigure("days", tuple(row(*cells) for cells in data["data"]["rows"]))


def _league(data: dict[str, Any]) -> PhoneFigure:
    """Units by their value, with the rank where the table has one."""
    twin = data["data"]
    mean = twin.get("mean") or {}
    rows = []
    at = twin["columns"].index("DTI") if "DTI" in twin["columns"] else len(twin["columns"]) - 1
    for name, *cells in twin["rows"]:
        *rank, value = cells[:at]
        text = "" if not rank or not rank[0] else say("export.html.phone.rank", rank=rank[0])
        rows.append(
            Row(name, _tenth(value), text, share=value, mark=mean.get("value"), own=name == data["unit"]["name"])
        )
    legend = f"{mean['label'].capitalize()}: {tenth(mean['value'])}" if mean else ""
    return _rest_folded(PhoneFigure("bars", tuple(rows), legend, map=data["kind"].endswith("map")))


def _peers(data: dict[str, Any]) -> PhoneFigure:
    """This unit and those with about its own number, by their value; the picture of all behind a tap."""
    rows = sorted((row for row in data["data"]["rows"] if row[3]), key=lambda row: -row[2])
    own = data["unit"]["name"]
    shown = (Row(row[0], _tenth(row[2]), share=row[2], own=row[0] == own) for row in rows)
    return PhoneFigure("bars", tuple(shown), map=True)


def _one_index(data: dict[str, Any]) -> PhoneFigure:
    own = data["unit"]["name"]
    rows = (Row(name, _tenth(value), share=value, own=name.startswith(own)) for name, value in data["data"]["rows"])
    return PhoneFigure("bars", tuple(rows))


def _pillars(data: dict[str, Any]) -> PhoneFigure:
    rows = data["data"]["rows"]
    measured = all(mean is not None for *_, mean in rows)
    return PhoneFigure(
        "bars",
        tuple(
            Row(name, _tenth(value), say("export.html.phone.rank", rank=rank) if rank else "", share=value, mark=mean)
            for name, value, rank, mean in rows
        ),
        say("export.html.phone.mean_line") if measured else "",
    )


def _service(data: dict[str, Any]) -> PhoneFigure:
    """Parts in points; the bar is in percent of the most that can be reached, where that is known."""
    rows = (
        Row(
            name,
            tenth(points),
            ", ".join(
                f"{label} {tenth(value)}"
                for label, value in zip(listed("export.html.phone.mean_and_best"), (mean, best), strict=True)
            ),
            share=100 * points / most if most else None,
            mark=100 * mean / most if most else None,
        )
        for name, points, mean, best, most in data["data"]["rows"]
    )
    return PhoneFigure("bars", tuple(rows), say("export.html.phone.bars_and_mean"))


def _gaps(data: dict[str, Any]) -> PhoneFigure:
    """The distance of each index from the mean of the table: bars to both sides, the lowest first."""
    mean = data["data"]["columns"][2]
    known = [row for row in data["data"]["rows"] if row[3] is not None]
    gaps = sorted((row[3], row[0]) for row in known)
    low, high = min([0.0, *(gap for gap, _ in gaps)]), max([0.0, *(gap for gap, _ in gaps)])
    span = (high - low) or 1.0
    zero = -100 * low / span
    rows = [
        Row(
            name,
            f"{'+' if gap > 0 else ''}{tenth(gap)}",
            share=100 * abs(gap) / span,
            start=min(zero, zero + 100 * gap / span),
            mark=zero,
            own=gap <= -3,
        )
        for gap, name in gaps
    ]
    rows += [Row(row[0], "–") for row in data["data"]["rows"] if row not in known]
    return PhoneFigure("gaps", tuple(rows), say("export.html.phone.compared", mean=lower_first(mean)))


def _places(data: dict[str, Any]) -> PhoneFigure:
    """Ranks of years, each on a line from the first to the last; those of predecessors with their name."""
    own = data["unit"]["name"]
    return PhoneFigure(
        "places",
        tuple(
            Row(
                str(year) if unit == own else f"{unit} {year}",
                f"{rank}/{of}",
                share=100 * (rank - 1) / max(of - 1, 1),
                own=unit == own,
            )
            for unit, year, rank, of in data["data"]["rows"]
        ),
    )


def _slope(data: dict[str, Any]) -> PhoneFigure:
    """Two ranks of each unit, the earlier one first."""
    _, before, after = data["data"]["columns"]
    own = data["unit"]["name"]
    rows = tuple(Row(name, f"{one} → {two}", own=name == own) for name, one, two in data["data"]["rows"])
    return _rest_folded(PhoneFigure("table", rows, f"{before} → {after[:1].lower()}{after[1:]}"))


def _table(data: dict[str, Any]) -> PhoneFigure:
    """Any other figure: the first column as name, the last as value, what lies between as text."""
    rows = []
    for first, *rest in data["data"]["rows"]:
        cells = [_cell(cell) for cell in rest]
        own = str(first) == data["unit"]["name"]
        rows.append(Row(_cell(first), cells[-1] if cells else "", " · ".join(filter(None, cells[:-1])), own=own))
    return PhoneFigure("table", tuple(rows))


def _plot(data: dict[str, Any]) -> PhoneFigure:
    """A plot of an author. Of points only those with a name are listed: a pair of numbers alone says nothing to a reader."""
    figure = _table(data)
    columns = data["data"]["columns"]
    named = len(columns) == 3 and any(row.name for row in figure.rows)
    if data["data"].get("plot", {}).get("kind") != "points" or not named:
        return _rest_folded(figure)
    rows = tuple(replace(row, rest=not row.name) for row in figure.rows)
    return replace(figure, rows=rows, legend=f"{columns[1]}; {columns[2]}")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return tenth(value) if isinstance(value, float) else str(value)


def _tenth(value: float | None) -> str:
    return "–" if value is None else tenth(value)


def _rest_folded(figure: PhoneFigure) -> PhoneFigure:
    """A long list with its first rows, the own one, its neighbours and the last; the rest is marked."""
    if len(figure.rows) <= _MOST_ROWS:
        return figure
    own = next((n for n, row in enumerate(figure.rows) if row.own), None)
    kept = set(_around(len(figure.rows), own))
    rows = tuple(row if n in kept else replace(row, rest=True) for n, row in enumerate(figure.rows))
    return replace(figure, rows=rows)


def _around(count: int, own: int | None) -> Iterator[int]:
    yield from range(_FIRST if own is not None else 2 * _FIRST)
    if own is not None:
        yield from range(max(own - 2, 0), min(own + 3, count))
    yield count - 1


_FORMS: dict[str, Callable[[dict[str, Any]], PhoneFigure]] = {
    "numbers": _numbers,
    "bars": _bars,
    "steps": _steps,
    "days": _days,
    "decision": _decision,
    "exercise": _exercise,
    "stack": _said,
    "columns": _said,
    "checklist": _boxes,
    "big-number": _big_number,
    "league": _league,
    "participants-league": _league,
    "participants-map": _league,
    "strip": _league,
    "region-map": _league,
    "predecessors": _league,
    "index": _one_index,
    "pillars": _pillars,
    "public-service": _service,
    "indices": _gaps,
    "ranks": _places,
    "slope": _slope,
    PLOT: _plot,
    "scatter": _peers,
}
