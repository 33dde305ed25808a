"""The texts with numbers in a cell of a notebook: lines of prose, rows of figures, tables and sheets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from taphuan.charts.mime import CHART, TABLE
from taphuan.check.origins.matching import Piece
from taphuan.check.origins.numbers import numbers_in, words_of
from taphuan.text import day, number

# of a list, and of a part of a paper
_ORDINAL = re.compile(r"^\s*(?:#{1,6} )?\d+\. ")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# the text of a note is said, not shown
_WHERE = {"heading": "title", "body": "text", "notes": "notes", "sources": "footer"}


def rows_of_sheet(sheet: Mapping[str, Any]) -> Iterator[Piece]:
    """The rows of a sheet of the workbook."""
    heads = [head for head, _ in sheet["columns"]]
    for row in sheet["rows"]:
        cells = ["" if value is None else _printed(value) for value in row]
        # what a value is of stands in its row, not above it
        columns = {cell: "hạng" for head, cell in zip(heads, cells, strict=True) if head == "Hạng" and cell}
        yield Piece(f"“{' · '.join(cells[:3])}”", " · ".join(cells), columns=columns)


def texts_of(content: Any) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        yield from (text for value in content.values() for text in texts_of(value))
    elif isinstance(content, list):
        yield from (text for value in content for text in texts_of(value))


def texts_in(source: str) -> tuple[str, ...]:
    """The texts in a cell's code."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return ()
    return tuple(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def evidence_of(cell: Any) -> Iterator[tuple[str, str, str]]:
    claims = list(cell.metadata["taphuan"].get("claims", ()))
    for output in cell.get("outputs", ()):
        claims += output.get("data", {}).get(CHART, {}).get("claims", ())
    for claim in claims:
        yield from ((file, key, column) for file, key, column in claim["evidence"])


def pieces_of(cell: Any) -> Iterator[Piece]:
    """The texts of a cell."""
    about = cell.metadata["taphuan"]
    claims = list(about.get("claims", ()))
    where = _WHERE.get(about.get("role", "body"), "text")
    if cell.cell_type == "markdown":
        for line in cell.source.splitlines():
            yield _with_claims(Piece(where, _ORDINAL.sub("", line)), claims)
        return
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if CHART in data:
            yield from _of_twin(data[CHART], f"figure {data[CHART]['kind']}", data[CHART].get("data", {}))
        elif TABLE in data:
            twin = data[TABLE]
            rows = {"columns": [column["name"] for column in twin["columns"]], "rows": twin["rows"]}
            yield from _of_twin(twin, f"table {twin['kind']}", rows)
        elif "text/html" in data:
            yield from (Piece("output", line) for line in _html_rows(data["text/html"]))
        elif "text/plain" in data:
            yield Piece("output", data["text/plain"])
        elif output.get("output_type") == "stream":
            yield Piece("output", output["text"])


def _of_twin(twin: Mapping[str, Any], where: str, data: Mapping[str, Any]) -> Iterator[Piece]:
    claims = list(twin.get("claims", ()))
    heads = [str(name) for name in data.get("columns", ())]
    caption = twin.get("caption", "")
    above = " · ".join((caption, *heads, twin.get("source", "")))
    for text in (caption, *heads, twin.get("note", "")):
        yield _with_claims(Piece(where, str(text), above), claims)
    for place, row in enumerate(data.get("rows", ()), start=1):
        # the number of a line says nothing
        row = row[1:] if row and str(row[0]) == str(place) else row
        cells = ["" if value is None else _printed(value) for value in row]
        columns = {
            token: head for head, text in zip(heads[-len(cells) :], cells, strict=False) for token in numbers_in(text)
        }
        name = next((text for text in cells if text and not text[0].isdigit()), "")
        at = f"{where}, “{name[:40]}”" if name else where
        yield _with_claims(Piece(at, " · ".join(cells), above, columns=columns), claims)


def _printed(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return day(value) if isinstance(value, str) and _ISO.fullmatch(value) else str(value)
    if isinstance(value, int) and 1900 < value < 2100:
        return str(value)
    return number(f"{round(value, 4):g}" if isinstance(value, float) else value)


def _with_claims(piece: Piece, claims: list[Mapping[str, Any]]) -> Piece:
    """The piece with the evidence of the claims that it says."""
    plain = words_of(piece.text)
    said = [claim for claim in claims if words_of(claim["text"]).strip(" .") in plain]
    evidence = tuple((file, key, column) for claim in said for file, key, column in claim["evidence"])
    return replace(piece, evidence=tuple(dict.fromkeys(evidence)))


def _html_rows(html: str) -> Iterator[str]:
    for row in html.split("<tr")[1:]:
        yield " · ".join(
            words_of(part.partition(">")[2]).strip() for part in row.replace("<th", "<td").split("<td")[1:]
        )
