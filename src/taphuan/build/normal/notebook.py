"""notebook.ipynb in normal form: a part for what it says of itself, and one a slide or section, with sources and outputs of its cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from taphuan.build.normal.drawing import svg_digest
from taphuan.build.normal.form import CODE, FIGURE, FRAME, HEADING, NOTE, SOURCE, TEXT, Line, Part, digest_of, row, tidy
from taphuan.charts.mime import CHART, SVG, TABLE

_OWN, _DECK = "taphuan", "deck"
_ROLES = {"heading": HEADING, "notes": NOTE, "sources": SOURCE}
# how much of what the notebook says of itself stands in a line; the rest as a digest
_LONGEST = 200


def read_notebook(content: bytes) -> tuple[Part, ...]:
    """Raises ValueError for what is no JSON, KeyError for no notebook."""
    notebook = json.loads(content)
    about = notebook["metadata"].get(_OWN) or {}
    lines: dict[tuple[str, str], list[Line]] = {}
    titles: dict[tuple[str, str], str] = {}
    hidden: set[tuple[str, str]] = set()
    for cell in notebook["cells"]:
        own = cell["metadata"].get(_OWN) or {}
        place = (own.get("document", ""), own.get("slide", ""))
        gathered = lines.setdefault(place, [])
        source = "".join(cell["source"])
        if own.get("backup"):
            hidden.add(place)
        if own.get("role") == "heading" and place not in titles:
            title, _, rest = source.partition("\n")
            titles[place] = tidy(title.lstrip("#"))
            gathered += [Line(TEXT, tidy(line)) for line in rest.splitlines() if line.strip()]
        elif cell["cell_type"] == "code":
            gathered += [Line(CODE, line.rstrip()) for line in source.splitlines()]
            for output in cell["outputs"]:
                gathered += _output(output)
        else:
            mark = _ROLES.get(own.get("role", ""), TEXT)
            gathered += [Line(mark, tidy(line)) for line in source.splitlines() if line.strip()]
    return (
        Part("", tidy(str(about.get("title", ""))), tuple(_about(about))),
        *(
            Part(
                place[1] if place[0] == _DECK else "/".join(filter(None, place)),
                titles.get(place, ""),
                tuple(kept),
                hidden=place in hidden,
            )
            for place, kept in lines.items()
        ),
    )


def _about(about: Mapping[str, Any]) -> Iterator[Line]:
    """What the notebook says of itself, one line a name; a long one as a digest."""
    for name, value in sorted(about.items()):
        said = json.dumps(value, ensure_ascii=False, sort_keys=True)
        yield Line(FRAME, f"{name}: {said if len(said) <= _LONGEST else digest_of(said)}")


def _output(output: Mapping[str, Any]) -> Iterator[Line]:
    data = output.get("data") or {}
    if chart := data.get(CHART):
        drawing = "".join(data.get(SVG, "")).encode()
        yield Line(FIGURE, tidy(chart.get("alt", "")), digest=svg_digest(drawing))
        yield Line(TEXT, tidy(f"{chart.get('caption', '')} · {chart.get('source', '')}"))
        values = chart.get("data") or {}
        if values.get("columns"):
            yield row(map(str, values["columns"]), head=True)
            yield from (row("" if cell is None else str(cell) for cell in cells) for cells in values["rows"])
    elif table := data.get(TABLE):
        yield Line(TEXT, tidy(f"{table.get('caption', '')} · {table.get('source', '')}"))
        yield row((column["name"] for column in table["columns"]), head=True)
        for at, cells in enumerate(table["rows"]):
            yield row(map(str, cells), marked=at == table.get("highlight"))
    else:
        text = output.get("text") or data.get("text/plain") or output.get("evalue") or ""
        yield from (Line(TEXT, tidy(line)) for line in "".join(text).splitlines() if line.strip())
        for kind in sorted(set(data) - {"text/plain"}):
            value = data[kind]
            said = "".join(value) if isinstance(value, list | str) else json.dumps(value, sort_keys=True)
            yield Line(FIGURE, kind, digest=digest_of(said, 8))
