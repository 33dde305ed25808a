"""Files of data/ as people, spreadsheets and other systems leave them: each fault is planted in a copy of data/."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# what plants a fault in the copy of data/
Plant = Callable[[Path], object]

DTI = "dti/dti.csv"
SOURCES = "sources.csv"
EDITIONS = "dti/publications.csv"
CONFERENCE = "conferences/bac-giang.yaml"
MODULE = "modules/ha-tang-so.yaml"
SCHEMA = "datapackage.json"
MAP = "units/provinces63.geojson"


@dataclass(frozen=True)
class Fault:
    """A fault, the file that the check must name, and a word of what it must say."""

    name: str
    file: str
    plant: Plant
    says: str


def as_bytes(file: str, change: Callable[[bytes], bytes]) -> Plant:
    return lambda root: (root / file).write_bytes(change((root / file).read_bytes()))


def as_text(file: str, change: Callable[[str], str], encoding: str = "utf-8") -> Plant:
    def plant(root: Path) -> None:
        text = change((root / file).read_text(encoding="utf-8"))
        (root / file).write_bytes(text.encode(encoding, "surrogatepass" if "utf-16" in encoding else "replace"))

    return plant


def instead(file: str, make: Callable[[Path], object]) -> Plant:
    def plant(root: Path) -> None:
        (root / file).unlink()
        make(root / file)

    return plant


def in_json(file: str, change: Callable[[Any], object]) -> Plant:
    def plant(root: Path) -> None:
        content = json.loads((root / file).read_text(encoding="utf-8"))
        change(content)
        (root / file).write_text(json.dumps(content, ensure_ascii=True), encoding="utf-8")

    return plant


def excel(separator: str) -> Callable[[str], str]:
    """As Excel of a country with decimal comma saves it: other separators, decimal commas, CRLF."""
    return lambda text: text.replace(",", separator).replace("0.", "0,").replace("\n", "\r\n")


def semicolons(text: str) -> str:
    return text.replace(",", ";")


def tabs(text: str) -> str:
    return text.replace(",", "\t")


def unchanged(text: str) -> str:
    return text


def after_first_line(line: str) -> Callable[[str], str]:
    return lambda text: text.replace("\n", f"\n{line}\n", 1)


def as_title(line: str) -> Callable[[str], str]:
    """Another value of the title of a conference."""

    def change(text: str) -> str:
        head, _, rest = text.partition("\ntitle: ")
        return f"{head}\ntitle: {line}\n{rest.partition(chr(10))[2]}"

    return change


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def deep(levels: int, opening: str, closing: str) -> str:
    return opening * levels + "x" + closing * levels


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines)


def resource(content: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content["resources"] if one["name"] == name)
    return found


def of_pattern(pattern: str) -> Plant:
    def change(content: Any) -> None:
        field = resource(content, "sources")["schema"]["fields"][1]
        field["constraints"]["pattern"] = pattern

    return in_json(SCHEMA, change)


def of_resource(key: str, value: Any) -> Plant:
    return in_json(SCHEMA, lambda content: resource(content, "sources").update({key: value}))


def of_table(key: str, value: Any) -> Plant:
    return in_json(SCHEMA, lambda content: resource(content, "dti.dti")["schema"].update({key: value}))


def of_features(change: Callable[[Any], object]) -> Plant:
    return in_json(MAP, lambda content: change(content["features"]))


def of_geometry(key: str, value: Any) -> Plant:
    return of_features(lambda features: features[0]["geometry"].update({key: value}))


def of_label(key: str, value: Any) -> Plant:
    return of_features(lambda features: features[0]["properties"].update({key: value}))


def foreign_name(folder: str) -> Plant:
    def plant(root: Path) -> None:
        name = b"b\xe1o-c\xe1o.yaml" if folder else b"b\xe1o-c\xe1o.csv"
        (root / folder / os.fsdecode(name)).write_text("slug: x\n", encoding="utf-8")

    return plant


def folder_gone(folder: str, make: Callable[[Path], object]) -> Plant:
    def plant(root: Path) -> None:
        (root / folder).rename(root.parent / f"{root.name}-gone")
        make(root / folder)

    return plant


def many_rows(file: str, count: int, row: str) -> Plant:
    def plant(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.writelines(row.format(number) + "\n" for number in range(count))

    return plant
