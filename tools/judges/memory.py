"""What judges have found nothing in, by digest, so that the same content is not judged again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from judges.judge import HERE

_OURS = (".py", ".js", ".json", ".rng")


class Memory:
    """The digests of one judge's clean content, kept in a file; nothing is known where its version or our own code is another."""

    def __init__(self, file: Path, version: str) -> None:
        self._file = file
        self._of = digest(version.encode(), ours().encode())
        lines = file.read_text(encoding="ascii", errors="replace").split() if file.is_file() else []
        self._known = set(lines[1:]) if lines[:1] == [self._of] else set[str]()

    def knows(self, key: str) -> bool:
        return key in self._known

    def keep(self, key: str) -> None:
        self._known.add(key)

    def save(self) -> None:
        from taphuan.files import write_whole

        write_whole(self._file, "\n".join([self._of, *sorted(self._known), ""]).encode())


@cache
def ours() -> str:
    """The digest of what decides here besides the judges' own programs: our code and the list of known false findings."""
    return digest(*(file.read_bytes() for file in sorted(HERE.iterdir()) if file.suffix in _OURS))


def digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
