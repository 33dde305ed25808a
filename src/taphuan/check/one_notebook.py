"""The check of single notebooks, before they are written: what `taphuan check` finds in them, but for what needs all files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from taphuan import paths
from taphuan.check.everything import known_ids, notebook_problems
from taphuan.check.language import prose_problems
from taphuan.check.lessons import problems_of_module
from taphuan.compose.source import read_source
from taphuan.errors import Problem
from taphuan.known.conferences import module, module_slugs


def problems_of(notebooks: Iterable[Path]) -> tuple[Problem, ...]:
    """Every problem of these notebooks. Raises NotComposed for one that cannot be read."""
    return tuple(_problems(tuple(notebooks)))


def _problems(notebooks: tuple[Path, ...]) -> Iterator[Problem]:
    known = known_ids()
    for path in notebooks:
        yield from notebook_problems(read_source(path), known)
    yield from prose_problems(notebooks)
    for path in notebooks:
        if path.parent == paths.MODULE_NOTEBOOKS and path.stem in module_slugs():
            yield from problems_of_module(module(path.stem))
