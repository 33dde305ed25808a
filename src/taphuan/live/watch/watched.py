"""The files that a deck is made from, as they lie there: which have changed, and whether somebody is still writing.

Their states are asked for again and again: 300 files take 2 ms, on every system and every kind of disk, where what tells of
changes by itself differs from system to system and is silent on network drives.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from taphuan import paths

# time of the last change in nanoseconds, size, number of the file
State = tuple[int, int, int]
Snapshot = Mapping[str, State]

# what a process reads once: theme and templates, the faces, the style of plots
_ONCE = (".toml", ".j2", ".js", ".json", ".mplstyle", ".ttf", ".otf", ".woff2")


def snapshot() -> Snapshot:
    """The state of every file in data/, notebooks/ and slides/, by path; no hidden files and no locks, which editors write."""
    return {
        entry.path: (state.st_mtime_ns, state.st_size, state.st_ino)
        for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES)
        for entry, state in _files(folder)
    }


def changed(before: Snapshot, now: Snapshot) -> tuple[Path, ...]:
    """The files that are new, other or gone, sorted."""
    names = before.keys() | now.keys()
    return tuple(Path(name) for name in sorted(names) if before.get(name) != now.get(name))


def needs_new_process(files: tuple[Path, ...]) -> bool:
    """Whether one of the files is read once by a process, so that a warm one would not see it."""
    return any(file.is_relative_to(paths.SLIDES) and file.suffix in _ONCE for file in files)


def data_state(now: Snapshot) -> str:
    """What differs when a file of data/ does."""
    return repr(sorted((name, state) for name, state in now.items() if Path(name).is_relative_to(paths.DATA)))


def _files(folder: str | Path) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        # gone, or moved away while it is saved: its files are told as missing
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry, entry.stat()
        except OSError:
            # gone between the two calls, a link to nowhere
            continue
