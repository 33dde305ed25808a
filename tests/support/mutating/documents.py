"""Mutations of the YAML files of data/ and of slides/deck.yaml, and of data/datapackage.json."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from mutating.base import DATA, Change, Kind, as_text, files, in_json

_PATTERNS = ("data/conferences/*.yaml", "data/modules/*.yaml", "data/communes/*.yaml", "data/law/*.yaml", "slides/deck.yaml")  # fmt: skip
_PAIR = re.compile(r"^(?P<before> *(?:- )?(?P<key>\w+): )(?P<value>\S.*)$")
_ITEM = re.compile(r"^(?P<before> *- )(?P<value>[^:]+)$")
_DAY = re.compile(r"'?\d{4}-\d{2}-\d{2}'?")
# as YAML writes letters by their number
_UNSEEN = ("\\x07", "\\ud800", "\\u202e", "\\0", "\\ufeff", "\\u200b")
_NUMBER = re.compile(r"\d+")

# another value in the place of one: (value as written, random) → as written, None where the kind does not fit
VALUES: dict[str, Callable[[str, Random], str | None]] = {
    "a value is null": lambda value, draw: "null" if value != "null" else None,
    "a value is blank": lambda value, draw: draw.choice(("''", "' '", '"\\u00a0"', '"\\u200b"')),
    "a value is a list": lambda value, draw: "[a, b]",
    "a value is a mapping": lambda value, draw: "{a: b}",
    "a value is a number": lambda value, draw: draw.choice(("7", "-5", "0.5", "1e400", ".nan", "-.inf", "9" * 5000)) if not _NUMBER.fullmatch(value) else None,
    "a value is true": lambda value, draw: draw.choice(("true", "no", "~")),
    "a number is another": lambda value, draw: draw.choice(("0", "-5", "1000000000", "9" * 400, "1.5", "'120'", "năm", "1_000", "0x10", "010")) if _NUMBER.fullmatch(value) else None,
    "a day in another year": lambda value, draw: value.replace(re.findall(r"\d{4}", value)[0], str(draw.choice((1900, 2006, 2019, 2030, 2099, 9999))), 1) if _DAY.fullmatch(value) else None,
    "a day that is none": lambda value, draw: draw.choice(("'2024-02-30'", "2024-13-01", "31/12/2024", "'2024'", "2024-10-31T08:00:00", "hôm nay")) if _DAY.fullmatch(value) else None,
    "a tag of YAML": lambda value, draw: draw.choice(("!!int ", "!!float ", "!!binary ", "!!timestamp ", "!!python/object/apply:os.system ", "!!set ", "!x ")) + value,
    "a reference": lambda value, draw: draw.choice(("*nothing", "&a [*a]", "<<: *x", "&a {<<: *a}")),
    "words much too long": lambda value, draw: "x" * 5000 if draw.random() < 0.3 else f'"{" ".join(["Chuyển đổi số"] * 400)}"',
    "words with what no page can show": lambda value, draw: f'"Hội nghị {draw.choice(_UNSEEN)} số"',
    "words that begin a key": lambda value, draw: value.strip("'\"").replace(" ", ": ", 1) if " " in value else None,
    "an open quotation mark": lambda value, draw: draw.choice(("'", '"', "[", "{", "|", "@", "`", "%")) + value.strip("'\""),
    "an unfit letter": lambda value, draw: value[:-1] + "\t" + value[-1:],
}  # fmt: skip


def _value_kind(name: str, new: Callable[[str, Random], str | None]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        while True:
            file = random.choice(files(root, *_PATTERNS))
            lines = (root / file).read_text(encoding="utf-8").split("\n")
            at = random.randrange(len(lines))
            found = _PAIR.match(lines[at]) or _ITEM.match(lines[at])
            if not found or lines[at].startswith("#") or (at + 1 < len(lines) and _goes_on(lines[at], lines[at + 1])):
                continue
            value = new(found["value"], random)
            if value is not None and value != found["value"]:
                how = f"line {at + 1}: {lines[at].strip()[:60]!r} → {value[:60]!r}"
                return Change(file, how, _line(file, at, [found["before"] + value]))

    return Kind(f"yaml: {name}", DATA, draw)


def _goes_on(line: str, after: str) -> bool:
    """Whether a value goes on in the next line."""
    inside = len(after) - len(after.lstrip()) > len(line) - len(line.lstrip())
    return inside and not _PAIR.match(after) and not _ITEM.match(after) and not after.rstrip().endswith(":")


def _line(file: str, at: int, instead: list[str], count: int = 1) -> Callable[[Path], object]:
    def change(text: str) -> str:
        lines = text.split("\n")
        return "\n".join([*lines[:at], *instead, *lines[at + count :]])

    return as_text(file, change)


# change lines at a place: (lines, at, random) → lines in place of that one
LINES: dict[str, Callable[[str, Random], list[str]]] = {
    "a line is gone": lambda line, draw: [],
    "a line stands there twice": lambda line, draw: [line, line],
    "a line is further in": lambda line, draw: [" " * draw.choice((1, 2, 4)) + line],
    "a line begins with a tab": lambda line, draw: ["\t" + line],
    "a key is misspelt": lambda line, draw: [re.sub(r"(\w)(\w):", r"\2\1:", line, count=1)],
    "a key without its colon": lambda line, draw: [line.replace(":", "", 1)],
    "a line of another file": lambda line, draw: [line, "Chuyển đổi số: # %%"],
    "the end of a document": lambda line, draw: [draw.choice(("---", "...", "--- x", "%YAML 9.9")), line],
    "a key that is a list": lambda line, draw: ["? [a, b]", ": c", line],
    "names of names of names": lambda line, draw: [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]" for n in range(9)] + [line],
    "lists in lists in lists": lambda line, draw: ["tren: " + "[" * draw.choice((60, 3000, 100000)), line],
    "words of the same key before": lambda line, draw: [f"slug: {draw.choice(('con', 'nul', 'a/b', '..', 'ABC', 'bac-giang'))}", line],
}  # fmt: skip


def _line_kind(name: str, change: Callable[[str, Random], list[str]]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        while True:
            file = random.choice(files(root, *_PATTERNS))
            lines = (root / file).read_text(encoding="utf-8").split("\n")
            at = random.randrange(len(lines))
            if not lines[at].strip() or lines[at].startswith("#"):
                continue
            changed = change(lines[at], random)
            if changed != [lines[at]]:
                return Change(file, f"line {at + 1}: {name}: {lines[at].strip()[:60]!r}", _line(file, at, changed))

    return Kind(f"yaml: {name}", DATA, draw)


PACKAGE = "data/datapackage.json"
# of a field of a table, changed in place: (resource, field, random)
FIELDS: dict[str, Callable[[dict[str, Any], dict[str, Any], Random], object]] = {
    "a field is gone": lambda table, field, draw: table["schema"]["fields"].remove(field),
    "a field stands there twice": lambda table, field, draw: table["schema"]["fields"].append(field),
    "a field has another name": lambda table, field, draw: field.update(name=draw.choice(("", "x", 7, None, "id "))),
    "a field has another type": lambda table, field, draw: field.update(type=draw.choice(("integer", "date", "boolean", "geopoint", "nothing", None, [], 7))),
    "a field has no type": lambda table, field, draw: field.pop("type"),
    "a field is a text": lambda table, field, draw: table["schema"]["fields"].insert(0, "x"),
    "a pattern is broken": lambda table, field, draw: field.setdefault("constraints", {}).update(pattern=draw.choice(("(", "[a-", "*", "(?P<a>x)(?P<a>y)", 7, "a{9999999999}"))),
    "a pattern has no end": lambda table, field, draw: field.setdefault("constraints", {}).update(pattern=draw.choice(("(a+)+$", "([a-z0-9-]+)+!", "(.*)*!", "(\\w|\\w\\w)+!"))),
    "a constraint is another": lambda table, field, draw: field.setdefault("constraints", {}).update(draw.choice(({"enum": ["x"]}, {"enum": "x"}, {"minimum": "a"}, {"maximum": -1}, {"maxLength": 1}, {"unique": "yes"}, {"required": "x"}))),
    "constraints are a list": lambda table, field, draw: field.update(constraints=draw.choice(([], "x", 7, None))),
    "a key of rows is another": lambda table, field, draw: table["schema"].update(primaryKey=draw.choice((["x"], "x", 7, [7], [[]], None))),
    "a reference to nothing": lambda table, field, draw: table["schema"].update(foreignKeys=draw.choice(("x", [7], [{}], [{"fields": ["x"], "reference": {"resource": "x", "fields": ["x"]}}], [{"fields": [field["name"]], "reference": {}}]))),
    "a table is gone": lambda table, field, draw: table.pop("path"),
    "a table has another path": lambda table, field, draw: table.update(path=draw.choice(("../../etc/passwd", "/etc/passwd", "x.csv", "", 7, ["a", "b"], "http://127.0.0.1:9/x.csv", "sources.csv"))),
    "a table has another name": lambda table, field, draw: table.update(name=draw.choice(("", "x", 7, None, "../x", "sources"))),
    "a schema is another thing": lambda table, field, draw: table.update(schema=draw.choice(("x", [], 7, None, {"fields": {}}, {"fields": 7}))),
    "missing values are another thing": lambda table, field, draw: table["schema"].update(missingValues=draw.choice(("x", [7], None, {}))),
    "a dialect": lambda table, field, draw: table.update(dialect=draw.choice(({"delimiter": ";"}, {"csv": {"delimiter": ";"}}, "x", 7)), encoding=draw.choice(("utf-16", "x", 7))),
}  # fmt: skip


def _package_kind(name: str, change: Callable[[dict[str, Any], dict[str, Any], Random], object]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        state = random.getstate()

        def mutate(package: dict[str, Any]) -> None:
            random.setstate(state)
            table = random.choice([one for one in package["resources"] if "schema" in one])
            change(table, random.choice(table["schema"]["fields"]), random)

        return Change(PACKAGE, name, in_json(PACKAGE, mutate))

    return Kind(f"package: {name}", DATA, draw)


def _deep(root: Path, random: Random) -> Change:
    depth = random.choice((900, 5000, 200000))
    return Change(PACKAGE, f"{depth} lists in each other", as_text(PACKAGE, lambda text: "[" * depth + text))


def _twice(root: Path, random: Random) -> Change:
    return Change(PACKAGE, "resources twice", as_text(PACKAGE, lambda text: text.replace("{", '{"resources": [],', 1)))


def kinds() -> Iterator[Kind]:
    for name, new in VALUES.items():
        yield _value_kind(name, new)
    for name, change in LINES.items():
        yield _line_kind(name, change)
    for name, alter in FIELDS.items():
        yield _package_kind(name, alter)
    yield Kind("package: lists in lists", DATA, _deep)
    yield Kind("package: a key twice", DATA, _twice)
