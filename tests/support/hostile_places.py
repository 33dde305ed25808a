"""Writes a text of its own into every place of data/ and notebooks/ that a page shows and a steward controls."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

# gives a text of a place: (the number of the place, the number of the text in it, whether it must be a short one)
Text = Callable[[int, int, bool], str]


@dataclass(frozen=True)
class Place:
    """A file and the way to texts in it: keys of YAML with a dot between them, * for each of a list or mapping; a column of a
    table; a kind of cell of a notebook."""

    file: str
    way: str
    short: bool = False

    def __str__(self) -> str:
        return f"{self.file} {self.way}"


_CONFERENCE = "data/conferences/bac-giang.yaml"
_MODULE = "data/modules/phuong-phap-luan-2-3-5.yaml"
_NOTEBOOK = "notebooks/modules/phuong-phap-luan-2-3-5.ipynb"
PLACES = (
    *(Place(_CONFERENCE, way) for way in ("title", "short_title", "date_text_vi", "place", "organiser", "audience", "speakers.*.name", "speakers.*.role")),
    *(Place(_MODULE, way) for way in (
        "title_vi", "short_vi", "discussion_questions.*.text", "quiz.*.question", "quiz.*.options.*",
        "quiz.*.explanation", "quiz.*.whys.*", "objectives.*.text", "exercises.*.title", "exercises.*.cards.*.why",
        "sheets.*.title", "sheets.*.task", "sheets.*.columns.*.name", "decisions.*.text",
    )),
    *(Place(_MODULE, f"exercises.*.{way}", short=True) for way in ("task", "hand_in", "cards.*.text")),
    Place("data/sources.csv", "title"), Place("data/sources.csv", "publisher"),
    Place("data/law/legal_documents.csv", "title_vi"),
    Place("data/units/provinces.csv", "full_name"),
    Place("data/dti/publications.csv", "issuer"), Place("data/measures/measures.csv", "name_vi"), Place("data/measures/parts.csv", "label_vi"), Place("data/measures/editions.csv", "issuer"),
    Place("data/provincial/documents.csv", "title_vi"), Place("data/provincial/indicator_names.csv", "label_vi"),
    *(Place("data/conferences/quotations.csv", way) for way in ("speaker", "office")),
    Place("data/conferences/article_facts.csv", "text_vi"),
    *(Place("data/law/deadlines.csv", way) for way in ("what_vi", "short_vi")),
    Place("data/units/agencies.csv", "name_vi"),
    *(Place(_NOTEBOOK, way) for way in ("frame", "caption", "alt")),
)  # fmt: skip
# prose of notebooks is Markdown: what it marks up is marked up, and nothing more
PROSE = tuple(Place(_NOTEBOOK, way) for way in ("heading", "text", "notes"))


def write_into(root: Path, places: tuple[Place, ...], text: Text) -> None:
    """Write the texts into a copy of the project."""
    by_file: dict[str, list[tuple[str, Callable[[int], str]]]] = {}
    for number, place in enumerate(places):
        by_file.setdefault(place.file, []).append((place.way, partial(_turn, text, number, place.short)))
    writers = {".yaml": _into_yaml, ".csv": _into_table, ".ipynb": _into_notebook}
    for file, ways in by_file.items():
        writers[Path(file).suffix](root / file, ways)


def _turn(text: Text, number: int, short: bool, turn: int) -> str:
    return text(number, turn, short)


def _into_yaml(path: Path, ways: list[tuple[str, Callable[[int], str]]]) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for way, text in ways:
        for turn, (holder, key) in enumerate(_holders(content, way.split("."))):
            if isinstance(holder[key], str):
                holder[key] = text(turn)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")


def _holders(value: Any, keys: list[str]) -> Iterator[tuple[Any, Any]]:
    """(mapping or list, key in it) of every value that the way leads to."""
    key, *more = keys
    found = (value if isinstance(value, dict) else range(len(value))) if key == "*" else [key] if key in value else []
    for one in list(found):
        if not more:
            yield value, one
        elif value[one] is not None:
            yield from _holders(value[one], more)


def _into_table(path: Path, ways: list[tuple[str, Callable[[int], str]]]) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for column, text in ways:
        for turn, row in enumerate(rows):
            if row[column]:
                row[column] = text(turn)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _into_notebook(path: Path, ways: list[tuple[str, Callable[[int], str]]]) -> None:
    """New slides behind the first one: a frame, a figure with caption and alt text; or prose."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    said = {way: text(0) for way, text in ways}
    if "alt" in said:
        # in a step a colon stands between what is done and how
        said["alt"] = said["alt"].replace(":", "")
    cells = []
    if "frame" in said:
        cells += [
            _cell("thu-bang", "## Một bảng để thử", "slide"),
            _code("thu-bang-1", f"import pandas as pd\npd.DataFrame({{'Cột': [{said['frame']!r}]}})"),
            _cell("thu-hinh", "## Một hình để thử", "slide"),
            _code("thu-hinh-1", f"lesson.figures.steps('Một', 'Hai', {said['alt']!r}, caption={said['caption']!r})"),
        ]
    if "heading" in said:
        cells += [
            _cell("thu-loi", f"## Thử {said['heading']}", "slide"),
            _cell("thu-loi-1", f"Thử {said['text']}", "-"),
            _cell("thu-loi-2", f"Thử {said['notes']}", "notes"),
        ]
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("thu-")]
    notebook["cells"][4:4] = cells
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def _cell(id_: str, source: str, slide_type: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id_, "metadata": {"slideshow": {"slide_type": slide_type}}, "source": source}


def _code(id_: str, source: str) -> dict[str, Any]:
    return {**_cell(id_, source, "-"), "cell_type": "code", "execution_count": None, "outputs": []}
