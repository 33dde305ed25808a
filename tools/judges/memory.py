"""What judges have found nothing in, by digest, so that the same content is not judged again."""

from __future__ import annotations

import hashlib
from pathlib import Path


class Memory:
    """The digests of one judge's clean content, kept in a file; nothing is known where the judge, `of`, is another one."""

    def __init__(self, file: Path, of: str) -> None:
        self._file = file
        self._of = digest(of.encode())
        lines = file.read_text(encoding="ascii", errors="replace").split() if file.is_file() else []
        self._known = set(lines[1:]) if lines[:1] == [self._of] else set[str]()

    def knows(self, key: str) -> bool:
        return key in self._known

    def keep(self, key: str) -> None:
        self._known.add(key)

    def save(self) -> None:
        from taphuan.files import write_whole

        write_whole(self._file, "\n".join([self._of, *sorted(self._known), ""]).encode())


def digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
