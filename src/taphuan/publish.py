"""Putting a job's files where people find them: whole files, the manifest last, nothing half-written."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
SCHEMA = 1


def publish(folder: Path, files: Mapping[str, bytes], identity: Mapping[str, Any], key: str) -> None:
    """Write `files` into `folder`, then its manifest. While it is missing the folder counts as unfinished.

    Files of an earlier run with the same `key` stay (another format of the same content); others are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = read_manifest(folder)
    kept = before["files"] if before and before.get("key") == key else {}
    stale = set(before["files"]) - set(kept) if before else set()
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in stale - set(files):
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    listed = {**kept, **{name: _entry(content) for name, content in files.items()}}
    manifest = {"schema": SCHEMA, **identity, "key": key, "files": dict(sorted(listed.items()))}
    write_whole(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())


def withdraw(folder: Path) -> None:
    """Take a document set back: without its manifest it is not listed and not taken for finished."""
    (folder / MANIFEST).unlink(missing_ok=True)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a finished folder; None where it is missing or cannot be read."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    return manifest if manifest.get("schema") == SCHEMA else None


def write_whole(path: Path, content: bytes) -> None:
    """All of the file or none of it, on the same file system, with the mode of an ordinary file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        # mkstemp gives 0600; documents are there to be read
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _entry(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
