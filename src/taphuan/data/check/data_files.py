"""Which files the check is about, and what they are called in its messages."""

from __future__ import annotations

from pathlib import Path

from taphuan import paths


def data_files(root: Path) -> list[Path]:
    """The files of data/, hidden ones (of editors and systems) left out."""
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))


def order_file(root: Path) -> Path:
    """The deck's order that belongs to this data/; tools and tests may keep data/ without it."""
    return root.parent / paths.DECK_ORDER.relative_to(paths.ROOT)


def shown(root: Path, path: Path) -> str:
    """A file's name from the project's root: data/units/provinces.csv."""
    return path.relative_to(root.parent).as_posix()
