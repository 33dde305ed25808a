"""Which files `check_data` checks, and how its messages name them."""

from __future__ import annotations

from pathlib import Path

from taphuan import paths


def data_files(root: Path) -> list[Path]:
    """All files of data/ except hidden ones, which editors and operating systems write."""
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))


def order_file(root: Path) -> Path:
    """slides/deck.yaml of the project of this data/. It need not exist: tools and tests may copy data/ alone."""
    return root.parent / paths.DECK_ORDER.relative_to(paths.ROOT)


def relative_name(root: Path, path: Path) -> str:
    """The path of a file relative to the project: data/units/provinces.csv."""
    return path.relative_to(root.parent).as_posix()
