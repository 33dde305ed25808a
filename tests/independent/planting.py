"""Puts a falsehood into a composed notebook, for the tests: what a check would have to catch."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from reading import CHART, TABLE

Change = str | Callable[[re.Match[str]], str]


def off_by_one(match: re.Match[str]) -> str:
    """The match with the number in its group `n` one higher."""
    start, end = (place - match.start() for place in match.span("n"))
    return f"{match[0][:start]}{int(match['n']) + 1}{match[0][end:]}"


def outputs(notebook: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    """The mime bundles of the figures or tables of a kind."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            for mime in (CHART, TABLE):
                if output["data"].get(mime, {}).get("kind") == kind:
                    yield output["data"]


def twin(bundle: dict[str, Any]) -> dict[str, Any]:
    """The data behind a figure or table."""
    found: dict[str, Any] = bundle.get(CHART) or bundle[TABLE]
    return found


def replaced(notebook: Any, pattern: str, change: Change, *, kind: str = "") -> Any:
    """A copy in which the first match in a cell's text is changed; with `kind`, in the alt text of the first figure of that kind."""
    planted = copy.deepcopy(notebook)
    if kind:
        data = twin(next(outputs(planted, kind)))
        data["alt"] = _once(data["alt"], pattern, change)
        return planted
    for cell in planted["cells"]:
        if cell["cell_type"] == "markdown" and re.search(pattern, _spaces(cell["source"])):
            cell["source"] = _once(cell["source"], pattern, change)
            return planted
    raise AssertionError(f"no cell says {pattern!r}")


def added(notebook: Any, sentence: str, *, document: str = "deck", role: str = "notes") -> Any:
    """A copy in which a sentence stands at the end of the first text of a document with that role."""
    planted = copy.deepcopy(notebook)
    for cell in planted["cells"]:
        meta = cell["metadata"].get("taphuan", {})
        if cell["cell_type"] == "markdown" and (meta.get("document"), meta.get("role")) == (document, role):
            cell["source"] += f"\n\n{sentence}"
            return planted
    raise AssertionError(f"no {role} in the {document}")


def _spaces(text: str) -> str:
    return text.replace("\u00a0", " ")


def _once(text: str, pattern: str, change: Change) -> str:
    new, count = re.subn(pattern, change, _spaces(text), count=1)
    assert count and new != _spaces(text), f"{pattern!r} changes nothing in {text!r}"
    return new
