"""Putting a job's files where people find them: whole files, the manifest last, nothing half-written."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from taphuan.files import sweep_parts, write_whole

MANIFEST = "manifest.json"
SCHEMA = 2
# The manifest of an unfinished folder: enough to know a file that was edited by hand, not enough to be listed.
_LAST = ".manifest.last.json"


def publish(
    folder: Path,
    files: Mapping[str, bytes],
    identity: Mapping[str, Any],
    inputs: Mapping[str, str],
    force: bool = False,
) -> tuple[str, ...]:
    """Write `files` into `folder`, then its manifest. While it is missing the folder counts as unfinished.

    Files of an earlier run from the same `inputs` stay (another format of the same content); others are removed. A file
    that was edited by hand stays as well, and the new one is written beside it (`deck.new.html`), unless `force`.
    Returns the names that were written beside.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        return _publish(folder, files, identity, inputs, force)


def _publish(
    folder: Path, files: Mapping[str, bytes], identity: Mapping[str, Any], inputs: Mapping[str, str], force: bool
) -> tuple[str, ...]:
    before = last_manifest(folder)
    edited = () if force else edited_files(folder)
    kept = before["files"] if before and before["inputs"] == dict(inputs) else {}
    withdraw(folder)
    sweep_parts(folder)
    for name in set(before["files"] if before else ()) - set(kept) - set(files) - set(edited):
        (folder / name).unlink(missing_ok=True)
    beside: list[str] = []
    for name, content in files.items():
        target = folder / name
        if name in edited and target.read_bytes() != content:
            target = folder / new_name(name)
            beside.append(target.name)
        else:
            (folder / new_name(name)).unlink(missing_ok=True)
        write_whole(target, content)
    listed = {**kept, **{name: _entry(content) for name, content in files.items()}}
    manifest = {"schema": SCHEMA, **identity, "inputs": dict(inputs), "files": dict(sorted(listed.items()))}
    write_whole(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    (folder / _LAST).unlink(missing_ok=True)
    return tuple(beside)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: of two builds into one folder the second finds a whole set, not half of one."""
    try:
        import fcntl
    except ImportError:
        # Windows knows no such lock
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # not every file system of a network has locks
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def new_name(name: str) -> str:
    """deck.html → deck.new.html: where the new file goes when the old one was edited by hand."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.new.{suffix}"


def withdraw(folder: Path) -> None:
    """Take a document set back: without its manifest it is not listed and not taken for finished."""
    with suppress(FileNotFoundError):
        (folder / MANIFEST).replace(folder / _LAST)


def edited_files(folder: Path) -> tuple[str, ...]:
    """The files of the folder that are there, but not as the last build left them."""
    manifest = last_manifest(folder)
    found = manifest["files"].items() if manifest else ()
    return tuple(name for name, entry in found if file_state(folder / name, entry) == "edited")


def file_state(path: Path, entry: Mapping[str, Any] | None) -> str:
    """whole · edited · missing (or never listed), by content."""
    if entry is None or not path.is_file():
        return "missing"
    return "whole" if hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"] else "edited"


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a finished folder; None where it is missing, cut short or of another version."""
    return _read(folder / MANIFEST)


def last_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a finished folder, or the last one of an unfinished."""
    return _read(folder / MANIFEST) or _read(folder / _LAST)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("schema") == SCHEMA else None


def _entry(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
