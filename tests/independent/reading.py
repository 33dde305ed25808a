"""Reads a composed or built notebook and a deck.md into texts and figures, with the place where each stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from context import Figure
from published import tenth
from words import plain

CHART = "application/vnd.taphuan.chart+json"
TABLE = "application/vnd.taphuan.table+json"
_DRAWN = re.compile(r">([^<>]*\d,\d[^<>]*)<")


@dataclass(frozen=True)
class Text:
    """A text of a cell: Markdown, or the alt text, caption or note of a figure. `claims` are those of the cell."""

    document: str
    slide: str
    cell: str
    text: str
    role: str
    figure: Figure | None = None
    claims: tuple[tuple[str, str, tuple], ...] = ()


@dataclass
class Set:
    """One composed notebook: whose it is, its texts, and its figures as (document, slide, cell, figure)."""

    name: str
    conference: str
    on: str
    slug: str
    valid_from: str
    texts: list[Text] = field(default_factory=list)
    figures: list[tuple[str, str, str, Figure]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)


def _of(source: Any) -> str:
    return source if isinstance(source, str) else "".join(source)


def _claims(listed: Any) -> tuple[tuple[str, str, tuple], ...]:
    return tuple((c["id"], plain(c["text"]), tuple(tuple(e) for e in c["evidence"])) for c in listed or ())


# What is printed in a cell that the reader fills in.
_DOTS = "………"


def _figure(data: dict[str, Any], svg: str) -> Figure:
    inner = data.get("data", data)
    columns = tuple(plain(c["name"] if isinstance(c, dict) else c) for c in inner["columns"])
    rows = tuple(tuple(plain(v) if isinstance(v, str) else v for v in row) for row in inner["rows"])
    mean = inner.get("mean")
    return Figure(
        data["kind"],
        plain(data.get("caption") or ""),
        plain(data.get("note") or ""),
        plain(data.get("source") or ""),
        plain(data.get("alt") or ""),
        columns,
        rows,
        (plain(mean["label"]), mean["value"]) if mean else None,
        tuple(plain(text) for text in _DRAWN.findall(svg)),
        (data.get("unit") or {}).get("slug", ""),
        tuple((plain(label), value) for label, value in inner.get("plot", {}).get("levels", ())),
        data.get("to_fill") is True,
    )


def read_notebook(notebook: dict[str, Any], name: str) -> Set:
    """The texts and figures of a composed notebook, executed or with its outputs put in."""
    about = notebook["metadata"]["taphuan"]
    slug = "" if about["whole"] and about["unit"]["slug"] == "hoi-nghi" else about["unit"]["slug"]
    found = Set(name, about["conference"]["slug"], about["as_of"], slug, about["unit"]["valid_from"])
    found.strings = list(_strings({key: about[key] for key in about if key not in ("conference", "workbook")}))
    found.sheets = about.get("workbook", {}).get("sheets", [])
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("taphuan") or {}
        if not meta.get("document"):
            continue
        place = (meta["document"], meta["slide"], cell["id"])
        role = "sources" if meta.get("part") == "sources" else meta["role"]
        if cell["cell_type"] == "markdown":
            found.texts.append(Text(*place, _of(cell["source"]), role, None, _claims(meta.get("claims"))))
        for output in cell.get("outputs", ()):
            _read_output(output["data"], place, found)
    return found


def _read_output(bundle: dict[str, Any], place: tuple[str, str, str], found: Set) -> None:
    for mime in (CHART, TABLE):
        data = bundle.get(mime)
        if data is None:
            continue
        figure = _figure(data, _of(bundle.get("image/svg+xml", "")))
        found.figures.append((*place, figure))
        claims = _claims(data.get("claims"))
        for role in ("caption", "alt", "note", "source"):
            text = data.get(role)
            if text:
                found.texts.append(Text(*place, _of(text), "sources" if role == "source" else role, figure, claims))
        found.strings += [v for row in figure.rows for v in row if isinstance(v, str)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def read_file(path: Path, root: Path) -> Set:
    return read_notebook(json.loads(path.read_text(encoding="utf-8")), path.parent.relative_to(root).as_posix())


def deck_lines(path: Path) -> list[tuple[str, str]]:
    """(title of the slide, line) for every line of a deck.md; a line that starts with | is a row of a table."""
    found, title = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"#{1,2} ", line):
            title = plain(line)
        # neither the line under a head of a table nor that with number and minutes of a slide says anything
        if line.strip() and not re.match(r"\|[ :|-]+$|\*Trang \d+/\d+", line):
            found.append((title, re.sub(r"^(?:> ?|Hình: |Bảng: )", "", line)))
    return found


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row of a Markdown table."""
    return tuple(plain(cell).strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])


def printed_rows(found: Set) -> set[tuple[str, ...]]:
    """The rows and heads of all tables of a set as they are printed: numbers with one decimal, dots where a pen writes."""
    rows = {figure.columns for *_, figure in found.figures}
    for *_, figure in found.figures:
        empty = _DOTS if figure.to_fill else ""
        rows |= {tuple(_printed(value) or empty for value in row) for row in figure.rows}
    return rows | {cells_of(line) for text in found.texts for line in text.text.splitlines() if line.startswith("|")}


def _printed(value: object) -> str:
    if value is None or isinstance(value, str):
        return (value or "").strip()
    return str(value) if isinstance(value, int) else tenth(Fraction(str(value)))
