"""The texts behind the digests, kept on this machine in the cache: the committed file says that a document changed, only its old
text can say what.

They are written whenever a set is found equal to its reference, so whoever has compared once before a change sees the difference.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from taphuan import paths
from taphuan.build.references.file import SetReference
from taphuan.files import write_whole

_FOLDER = "references"
# references of a set whose texts are kept: those of a few branches
_KEPT = 3
# the forms of a set repeat each other: this finds it in 10 ms, and leaves 30 KB of 300
_PRESET = 1


def keep(name: str, reference: SetReference, texts: Mapping[str, str]) -> None:
    """Keep the texts of a set by the name of the file; the oldest ones go."""
    place = _place(name, reference)
    if place.exists():
        return
    write_whole(place, lzma.compress(json.dumps(dict(texts), ensure_ascii=False).encode(), preset=_PRESET))
    by_age = sorted(place.parent.glob("*.xz"), key=lambda file: file.stat().st_mtime)
    for old in by_age[:-_KEPT]:
        old.unlink(missing_ok=True)


def kept(name: str, reference: SetReference) -> dict[str, str] | None:
    """The texts that a reference stands for; None where this machine has never seen them, or where they are damaged."""
    with suppress(OSError, lzma.LZMAError, ValueError):
        texts: dict[str, str] = json.loads(lzma.decompress(_place(name, reference).read_bytes()))
        return texts
    return None


def _place(name: str, reference: SetReference) -> Path:
    return paths.CACHE / _FOLDER / name.replace("/", "~") / f"{reference.key}.xz"
