"""Files that are made once per content and kept in the cache: small fonts, pictures of drawings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from taphuan import paths
from taphuan.files import write_whole

_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def kept(name: str, whole: Callable[[bytes], bool], make: Callable[[], bytes]) -> bytes:
    """The file `name` of the cache folder; made by `make` where it is missing or, cut off or damaged, not `whole`."""
    path: Path = paths.CACHE / name
    if path.is_file() and whole(data := path.read_bytes()):
        return data
    data = make()
    write_whole(path, data)
    return data


def whole_png(data: bytes) -> bool:
    return data.startswith(_PNG_START) and data.endswith(_PNG_END)
