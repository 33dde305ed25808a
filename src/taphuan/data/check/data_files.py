"""Which files `check_data` checks, and how its messages name them."""

from __future__ import annotations

from pathlib import Path

from taphuan import paths
from taphuan.data.reading import file_bytes, printable
from taphuan.errors import DataError


def data_files(root: Path) -> list[Path]:
    """All files of data/ except hidden ones and locks, which editors and operating systems write; also what is no file and no
    folder (a pipe, a link that leads nowhere)."""
    return sorted(path for path in root.rglob("*") if not path.name.startswith((".", "~$")) and not path.is_dir())


def content_of(path: Path) -> bytes:
    """What stands for a file in the key of what was found in it: its content, or what makes it no file."""
    try:
        return file_bytes(path, "")
    except DataError as error:
        return str(error).encode()


def order_file(root: Path) -> Path:
    """slides/deck.yaml for this data/. Of a copy it need not exist: tools and tests may copy data/ alone."""
    return (
        paths.taken(paths.DECK_ORDER) if root == paths.DATA else root.parent / paths.DECK_ORDER.relative_to(paths.ROOT)
    )


def relative_name(root: Path, path: Path) -> str:
    """The path of a file relative to the project: data/units/provinces.csv."""
    return printable(
        path.relative_to(root.parent).as_posix() if path.is_relative_to(root.parent) else paths.named(path)
    )
