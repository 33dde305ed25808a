"""Marks of a plot as values, and why a plot has no table or must not be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Unreadable(Exception):
    """The axes hold what is no bar, line or point with a name; the message says what, in English."""


class Unusable(Exception):
    """The figure must not be shown as it is; the message says why and what to do, in English."""


@dataclass(frozen=True)
class Marks:
    """Marks of one colour and name. `shape`: bar, line or point; `at` are places along the axis of categories (the
    horizontal one of points), `values` those along the other. `colours` has one for all, or one a mark, as #rrggbb."""

    name: str
    shape: str
    at: tuple[float, ...]
    values: tuple[float | None, ...]
    colours: tuple[str, ...]
    artists: tuple[Any, ...] = field(default=(), hash=False, compare=False)
