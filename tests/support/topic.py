"""The words that are this programme's own: its index and measures, its ministry, its provinces, conferences, modules and laws."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.load import names, rows
from taphuan.text import CATALOGUE

_WORDS = (
    "DTI",
    "PAPI",
    "SIPAS",
    "PAR Index",
    "GRDP",
    "chuyển đổi số",
    "CĐS",
    "TT&TT",
    "KH&CN",
    "Hoàng Sa",
    "Trường Sa",
)
# keys of measures that are words of any programme
_ANYBODYS = frozenset({"population", "procedures"})
_COUNTS = r"(?:34|63) (?:tỉnh|đơn vị)|(?:provinces|tilegrid)(?:34|63)"


@cache
def words_of_ours() -> re.Pattern[str]:
    """A name in a text, or a key of ours in a text of the code."""
    known = {
        *_WORDS,
        *(row["name"] for row in rows("units/provinces")),
        *(row["name_vi"].partition(" ")[2] for row in rows("units/agencies") if row["short_vi"]),
        *(row["slug"] for row in rows("units/provinces")),
        *names("conferences"),
        *names("modules"),
        *(row["id"] for row in rows("law/legal_documents")),
    }
    keys = {row["measure"] for row in rows("measures/measures")} - _ANYBODYS
    measures = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{either}|{_COUNTS})(?!\w)|(?<![a-z])(?:{measures})(?![a-z])", re.IGNORECASE)


def said_of_ours(text: str) -> list[str]:
    """Each of these words in a text."""
    return [match[0] for match in words_of_ours().finditer(text.replace("\N{NO-BREAK SPACE}", " "))]


@cache
def of_the_code() -> dict[str, list[str]]:
    """The words of ours in the string literals of each module of the package, without docstrings; modules without one are left out."""
    files = (path for path in sorted(paths.PACKAGE.rglob("*.py")))
    found = {
        path.relative_to(paths.PACKAGE).as_posix(): [word for text in _literals(path) for word in said_of_ours(text)]
        for path in files
    }
    return {name: words for name, words in found.items() if words}


@cache
def of_the_catalogue() -> dict[str, list[str]]:
    """The words of ours in each fixed word of the catalogue, by its key; keys without one are left out."""
    found = {
        key: said_of_ours(text) for key, text in _entries(tomllib.loads(CATALOGUE.read_text(encoding="utf-8")), "")
    }
    return {key: words for key, words in found.items() if words}


def _entries(table: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{above}{name}.")
        else:
            yield above + name, value if isinstance(value, str) else "\n".join(value)


def _literals(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.value
