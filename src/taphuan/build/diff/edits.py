"""What was edited between two states of the project: rows of tables, items of YAML, cells of notebooks, features of maps, files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.build.diff.edited_trees import Leaf, leaves_of_toml, leaves_of_yaml
from taphuan.build.keys import EXECUTED, EXPORTED

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# what kind of thing was edited
ROW, ITEM, CELL, FEATURE, TEMPLATE, CODE, LOCK = "row", "item", "cell", "feature", "template", "code", "lock"
_PLACES = {paths.DATA.name: ROW, paths.NOTEBOOKS.name: CELL, paths.SLIDES.name: TEMPLATE, "src": CODE}
_IGNORED = {"__pycache__", ".ipynb_checkpoints"}
# what start pages and the page of differences are made from, and no document
_OF_PAGES = {"index.html.j2", "index.css", "communes.html.j2", "diff.html.j2"}
# code of other rooms makes no document anew
_CODE = tuple(f"src/taphuan/{place}{'' if place.endswith('.py') else '/'}" for place in (*EXECUTED, *EXPORTED))
_WORDS = "src/taphuan/words.toml"


@dataclass(frozen=True)
class Field:
    """A value before and after; "" where there was or is none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Edit:
    """One thing that was edited. `file` is its path in the project, `line` the line of the newer file that has it (of the older
    one where it was removed), `place` how people call it there; `what`: row · item · cell · feature · template · code · lock.

    `row` are all values of a row by column, `ids` what pages may cite it by.
    """

    file: str
    line: int
    place: str
    what: str
    state: str
    fields: tuple[Field, ...] = ()
    row: Mapping[str, str] = field(default_factory=dict, hash=False)
    ids: frozenset[str] = frozenset()

    @property
    def where(self) -> str:
        """ "data/dti/dti.csv, row 12" """
        at = {ROW: "row", CELL: "cell"}.get(self.what, "line")
        if self.what == CELL:
            return f"{self.file}, cell {self.place}"
        return f"{self.file}, {at} {self.line}" if self.line else self.file


def edits_between(old: Path, new: Path) -> tuple[Edit, ...]:
    """Everything that documents are made from and that differs, in the order of the files."""
    return tuple(edit for name in _names(old, new) for edit in _edits_of(name, old / name, new / name))


def _names(old: Path, new: Path) -> list[str]:
    """The files that differ by their bytes, as paths in the project."""
    found: dict[str, list[Path]] = {}
    for root in (old, new):
        for place in _PLACES:
            for path in sorted((root / place).rglob("*")):
                name = path.relative_to(root).as_posix()
                code = (path.suffix == ".py" and name.startswith(_CODE)) or name == _WORDS
                page = path.suffix == ".md" or path.name in _OF_PAGES
                if path.is_file() and not page and not _IGNORED & set(path.parts) and (place != "src" or code):
                    found.setdefault(name, []).append(path)
        if (root / "requirements.lock").is_file():
            found.setdefault("requirements.lock", []).append(root / "requirements.lock")
    return [name for name, files in found.items() if len(files) < 2 or not _same(*files)]


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _edits_of(name: str, old: Path, new: Path) -> Iterator[Edit]:
    what = _PLACES.get(name.partition("/")[0], LOCK)
    state = ADDED if not old.exists() else REMOVED if not new.exists() else CHANGED
    contents = tuple(path.read_bytes() if path.exists() else b"" for path in (old, new))
    try:
        texts = tuple(content.decode("utf-8-sig") for content in contents)
        if what == ROW and name.endswith(".csv"):
            yield from _rows(name, _key_of(new.parents[name.count("/") - 1], name), *texts)
        elif what in (ROW, TEMPLATE) and name.endswith((".yaml", ".yml")):
            yield from _leaves(name, what, *map(leaves_of_yaml, texts))
        elif name.endswith(".toml"):
            yield from _leaves(name, what, *map(leaves_of_toml, texts))
        elif name.endswith(".geojson"):
            yield from _features(name, *map(_read_features, texts))
        elif name.endswith(".ipynb"):
            yield from _cells(name, *map(_read_cells, texts))
        else:
            yield _whole(name, what, state, *texts)
    except (ValueError, TypeError, KeyError, AttributeError):
        # what cannot be read in parts is told as a whole; the check of the data says what is wrong with it
        yield Edit(name, 0, "", what if what != ROW else ITEM, state)


def _whole(name: str, what: str, state: str, old: str, new: str) -> Edit:
    """A file of another kind: its first line that differs."""
    before, after = old.splitlines(), new.splitlines()
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), -1)
    at = same if same >= 0 else min(len(before), len(after))
    lines = tuple(lines[at].strip() if at < len(lines) else "" for lines in (before, after))
    fields = (Field("text", *lines),) if state == CHANGED else ()
    return Edit(name, at + 1 if state == CHANGED else 0, "", what if what != ROW else ITEM, state, fields)


def _key_of(data: Path, name: str) -> tuple[str, ...]:
    """The columns that identify a row, by data/datapackage.json."""
    try:
        package = json.loads((data / "datapackage.json").read_bytes())
        for resource in package["resources"]:
            if f"{paths.DATA.name}/{resource['path']}" == name:
                key = resource["schema"].get("primaryKey") or ()
                return (key,) if isinstance(key, str) else tuple(key)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return ()


def _rows(name: str, key: tuple[str, ...], old: str, new: str) -> Iterator[Edit]:
    before, after = (_read_rows(text, key) for text in (old, new))
    for place, (line, row) in after.items():
        if place not in before:
            yield _row(name, line, place, ADDED, {}, row)
        elif before[place][1] != row:
            yield _row(name, line, place, CHANGED, before[place][1], row)
    for place, (line, row) in before.items():
        if place not in after:
            yield _row(name, line, place, REMOVED, row, {})


def _read_rows(text: str, key: tuple[str, ...]) -> dict[str, tuple[int, dict[str, str]]]:
    """(row, values) by what identifies a row; the header is row 1. Equal names are counted."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows: dict[str, tuple[int, dict[str, str]]] = {}
    for at, values in enumerate(reader, start=2):
        row = {str(column): value or "" for column, value in values.items() if isinstance(value, str | None)}
        names = [row.get(column, "") for column in key] if key else list(row.values())[:2]
        place = ", ".join(filter(None, names))
        while place in rows:
            place += "′"
        rows[place] = (at, row)
    return rows


def _row(name: str, line: int, place: str, state: str, old: dict[str, str], new: dict[str, str]) -> Edit:
    columns = [column for column in {**old, **new} if old.get(column, "") != new.get(column, "")]
    fields = tuple(Field(column, old.get(column, ""), new.get(column, "")) for column in columns)
    ids = frozenset(
        value
        for row in (old, new)
        for column, value in row.items()
        if value and (column == "id" or column.endswith("_id") or column == "law")
    )
    return Edit(name, line, place, ROW, state, fields, {**old, **new}, ids)


def _leaves(name: str, what: str, old: dict[str, Leaf], new: dict[str, Leaf]) -> Iterator[Edit]:
    what = ITEM if what == ROW else what
    for place, leaf in new.items():
        if place not in old:
            yield Edit(name, leaf.line, place, what, ADDED, (Field(leaf.name, "", leaf.text),), ids=leaf.ids)
        elif old[place].text != leaf.text:
            fields = (Field(leaf.name, old[place].text, leaf.text),)
            yield Edit(name, leaf.line, place, what, CHANGED, fields, ids=leaf.ids)
    for place, leaf in old.items():
        if place not in new:
            yield Edit(name, leaf.line, place, what, REMOVED, (Field(leaf.name, leaf.text, ""),), ids=leaf.ids)


def _read_features(text: str) -> dict[str, Any]:
    features = json.loads(text)["features"] if text else []
    return {str(next(iter(one["properties"].values()), at)): one for at, one in enumerate(features, start=1)}


def _features(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Edit]:
    for place in {**old, **new}:
        before, after = old.get(place), new.get(place)
        if before == after:
            continue
        state = ADDED if before is None else REMOVED if after is None else CHANGED
        fields = tuple(
            Field(part, _points(before, part), _points(after, part))
            for part in ("geometry", "properties")
            if (before or {}).get(part) != (after or {}).get(part)
        )
        yield Edit(name, 0, place, FEATURE, state, fields, ids=frozenset({place}))


def _points(feature: Any, part: str) -> str:
    """A geometry by the number of its points, properties as they are."""
    if feature is None:
        return ""
    if part != "geometry":
        return json.dumps(feature[part], ensure_ascii=False)
    count = json.dumps(feature[part]["coordinates"]).count("],") + 1
    return f"{feature[part]['type']}, {count} points"


def _read_cells(text: str) -> dict[str, dict[str, Any]]:
    return {cell["id"]: cell for cell in json.loads(text)["cells"]} if text else {}


def _cells(name: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[Edit]:
    """Cells that were edited, and those that stand behind another cell than before."""
    origin = name.removeprefix(f"{paths.NOTEBOOKS.name}/").removesuffix(".ipynb")
    found = False
    for place in {**old, **new}:
        before, after = old.get(place), new.get(place)
        if before == after:
            continue
        found = True
        state = ADDED if before is None else REMOVED if after is None else CHANGED
        fields = tuple(
            Field(part, _part(before, part), _part(after, part))
            for part in ("source", "metadata")
            if _part(before, part) != _part(after, part)
        )
        yield Edit(name, 0, place, CELL, state, fields, ids=frozenset({f"{origin}#{place}"}))
    if not found:
        orders = [list(old), list(new)]
        at = next((at for at, pair in enumerate(zip(*orders, strict=False)) if pair[0] != pair[1]), 0)
        moved = frozenset(f"{origin}#{cell}" for cell, other in zip(*orders, strict=False) if cell != other)
        fields = (Field("order", orders[0][at], orders[1][at]),)
        yield Edit(name, 0, orders[1][at] if at < len(orders[1]) else "", CELL, CHANGED, fields, ids=moved)


def _part(cell: dict[str, Any] | None, part: str) -> str:
    if cell is None:
        return ""
    value = cell[part]
    return "".join(value) if part == "source" else json.dumps(value, ensure_ascii=False, sort_keys=True)
