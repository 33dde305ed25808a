"""YAML and TOML as leaves: each value by the way to it, with its line, so that what was edited can be named."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# what names an item of a list
_NAMES = ("id", "slug", "letter", "module")


@dataclass(frozen=True)
class Leaf:
    """A value. `name` is its last key, `ids` the names of the items that it lies in."""

    name: str
    text: str
    line: int
    ids: frozenset[str] = frozenset()


def leaves_of_yaml(text: str) -> dict[str, Leaf]:
    """The leaves by their way: `questions[du-lieu-so-q3].answer`. Raises ValueError for what is no YAML."""
    import yaml

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if text else None
        return dict(_of_node(root, "", "", frozenset())) if root is not None else {}
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _of_node(node: Any, way: str, name: str, ids: frozenset[str]) -> Iterator[tuple[str, Leaf]]:
    import yaml

    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                yield from _of_node(value, f"{way}.{key.value}" if way else str(key.value), str(key.value), ids)
        case yaml.SequenceNode():
            for at, item in enumerate(node.value):
                named = _name(item)
                yield from _of_node(item, f"{way}[{named or at}]", name, ids | {named} if named else ids)
        case _:
            yield way, Leaf(name, str(node.value), node.start_mark.line + 1, ids)


def _name(item: Any) -> str:
    """What an item of a list is called: its own id, or the text that it is where it is short."""
    import yaml

    if isinstance(item, yaml.ScalarNode):
        return ""
    if isinstance(item, yaml.MappingNode):
        values = {str(key.value): value.value for key, value in item.value if isinstance(value, yaml.ScalarNode)}
        return next((str(values[name]) for name in _NAMES if values.get(name)), "")
    return ""


def leaves_of_toml(text: str) -> dict[str, Leaf]:
    """The same of TOML; the line is the first one that gives the key this value."""
    lines = text.splitlines()
    return dict(_of_value(tomllib.loads(text), "", "", lines))


def _of_value(value: Any, way: str, name: str, lines: list[str]) -> Iterator[tuple[str, Leaf]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _of_value(inner, f"{way}.{key}" if way else key, key, lines)
        case list():
            for at, inner in enumerate(value):
                yield from _of_value(inner, f"{way}[{at}]", name, lines)
        case _:
            said = (
                at for at, line in enumerate(lines, start=1) if line.strip().startswith(name) and str(value) in line
            )
            yield way, Leaf(name, str(value), next(said, 0))
