"""The files of the repository, as the tests read them that hold it together."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from taphuan import paths

ROOT = paths.ROOT


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def project() -> dict[str, Any]:
    return tomllib.loads(text_of("pyproject.toml"))["project"]


def imports_of(path: Path) -> Iterator[str]:
    """Modules imported anywhere in a file but for types alone; of `from taphuan import x` also `taphuan.x`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"taphuan.{a.name}" if node.module == "taphuan" else node.module for a in node.names)


def imports_of_everything() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src").rglob("*.py")):
        for module in imports_of(path):
            yield path.relative_to(ROOT / "src/taphuan").as_posix(), module
