"""Putting a document set where people find it: whole files, the manifest last, nothing half-written.

A set is listed on start pages and taken for finished by its manifest alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from taphuan.files import alone_in, sweep_parts, write_whole

MANIFEST = "manifest.json"
SCHEMA = 3
# The manifest of an unfinished set: enough to know a file that was edited by hand, not enough to be listed.
_LAST = ".manifest.last.json"
_OWN = ("schema", "inputs", "made_from", "files", "unchecked", "judged", "replacing")
# what a manifest has only where there is something to note
_NOTES: Mapping[str, type] = {"made_from": dict, "unchecked": list, "judged": dict, "replacing": dict}


@dataclass(frozen=True)
class Manifest:
    """What lies in the folder of a finished set.

    `identity`: conference, unit and as_of. `inputs`: digests of what it was made from. `files`: (sha256, size in bytes) by
    name. `made_from`: sha256 by path below the project of each file that it was made from. `unchecked`: the checks that the
    machine which built it could not do. `judged`: the programs of others, with their versions, that have read it since and
    found nothing. `replacing`: sha256 of what takes the place
    of files while a set is published; should that be broken off, they are not taken for edited by hand.
    """

    identity: Mapping[str, Any]
    inputs: Mapping[str, str]
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()
    judged: Mapping[str, str] = field(default_factory=dict)
    replacing: Mapping[str, str] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        files = {name: {"sha256": digest, "size": size} for name, (digest, size) in sorted(self.files.items())}
        content = {"schema": SCHEMA, **self.identity, "inputs": dict(self.inputs)}
        if self.made_from:
            content["made_from"] = dict(sorted(self.made_from.items()))
        content["files"] = files
        if self.unchecked:
            content["unchecked"] = list(self.unchecked)
        if self.judged:
            content["judged"] = dict(sorted(self.judged.items()))
        if self.replacing:
            content["replacing"] = dict(self.replacing)
        return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def publish(
    folder: Path,
    files: Mapping[str, bytes],
    identity: Mapping[str, Any],
    inputs: Mapping[str, str],
    unchecked: Iterable[str] = (),
    force: bool = False,
    made_from: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Write `files` into `folder`, then its manifest. While it is missing the set counts as unfinished.

    Files of an earlier run from the same `inputs` stay (another format of the same content); others are removed. A file
    that was edited by hand stays as well, and the new one is written beside it (`deck.new.html`), unless `force`.
    Returns the names that were written beside.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        entries = {name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in files.items()}
        before = last_manifest(folder)
        edited = () if force else edited_files(folder)
        kept = before.files if before and before.inputs == dict(inputs) else {}
        _withdraw(folder)
        if before:
            digests = {name: digest for name, (digest, _) in entries.items() if name not in edited}
            write_whole(folder / _LAST, replace(before, replacing=digests).to_json())
        sweep_parts(folder)
        for name in set(before.files if before else ()) - set(kept) - set(files) - set(edited):
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
        manifest = Manifest(identity, inputs, {**kept, **entries}, tuple(unchecked), made_from=made_from or {})
        write_whole(folder / MANIFEST, manifest.to_json())
        (folder / _LAST).unlink(missing_ok=True)
    return tuple(beside)


def mark_checked(folder: Path, check: str) -> None:
    """Note in the manifest that this check, left out when the set was built, has been passed."""
    if not folder.is_dir():
        return
    with alone_in(folder):
        if manifest := read_manifest(folder):
            rest = tuple(name for name in manifest.unchecked if name != check)
            write_whole(folder / MANIFEST, replace(manifest, unchecked=rest).to_json())


def mark_judged(folder: Path, seen: Manifest, judged: Mapping[str, str]) -> bool:
    """Note in the manifest which judges read the files of `seen` and found nothing; whether there is such a note now. One that
    was built again meanwhile is left as it is: nobody has judged it."""
    with alone_in(folder):
        manifest = read_manifest(folder)
        if manifest is None or manifest.files != seen.files:
            return False
        if dict(manifest.judged) != dict(judged):
            write_whole(folder / MANIFEST, replace(manifest, judged=judged).to_json())
    return bool(judged)


def mark_made_from(folder: Path, made_from: Mapping[str, str]) -> None:
    """Note in the manifest of a finished set the files as they are now, from which the same content would be made."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.made_from == dict(made_from):
        return
    with alone_in(folder):
        if manifest := read_manifest(folder):
            write_whole(folder / MANIFEST, replace(manifest, made_from=dict(made_from)).to_json())


def withdraw(folder: Path, failed: Iterable[str] = ()) -> None:
    """Take a set back: without its manifest it is not listed and not taken for finished. The files named in `failed`, which
    did not pass a check, are removed; others stay as they are."""
    if not folder.is_dir():
        return
    with alone_in(folder):
        _withdraw(folder)
        for name in failed:
            (folder / name).unlink(missing_ok=True)


def _withdraw(folder: Path) -> None:
    with suppress(FileNotFoundError):
        (folder / MANIFEST).replace(folder / _LAST)


def new_name(name: str) -> str:
    """deck.html → deck.new.html: where the new file goes when the old one was edited by hand."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.new.{suffix}"


def edited_files(folder: Path) -> tuple[str, ...]:
    """The files of the set that are there, but not as the last build left them."""
    manifest = last_manifest(folder)
    names = manifest.files if manifest else ()
    return tuple(name for name in names if file_state(folder, name, manifest) == "edited")


def file_state(folder: Path, name: str, manifest: Manifest | None) -> str:
    """whole · edited · missing (or never listed), by content."""
    path = folder / name
    if manifest is None or name not in manifest.files or not path.is_file():
        return "missing"
    expected = (manifest.files[name][0], manifest.replacing.get(name))
    return "whole" if hashlib.sha256(path.read_bytes()).hexdigest() in expected else "edited"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a finished set; None where it is missing, cut short, of another version or not one of ours."""
    return _read(folder / MANIFEST)


def last_manifest(folder: Path) -> Manifest | None:
    """The manifest of a finished set, or the last one of an unfinished set."""
    return _read(folder / MANIFEST) or _read(folder / _LAST)


def _read(path: Path) -> Manifest | None:
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return None
    if not _is_manifest(content):
        return None
    identity = {key: value for key, value in content.items() if key not in _OWN}
    files = {name: (entry["sha256"], entry["size"]) for name, entry in content["files"].items()}
    return Manifest(
        *(identity, content["inputs"], files, tuple(content.get("unchecked", ()))),
        **{name: content.get(name, {}) for name in ("judged", "replacing", "made_from")},
    )


def _is_manifest(content: object) -> bool:
    """Whether it has the form that `Manifest.to_json` gives it."""
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        return False
    inputs, files = content.get("inputs"), content.get("files")
    made_from, unchecked, judged, replacing = (content.get(name, kind()) for name, kind in _NOTES.items())
    if not isinstance(inputs, dict) or not isinstance(files, dict):
        return False
    if any(not isinstance(content.get(name, kind()), kind) for name, kind in _NOTES.items()):
        return False
    return (
        all(
            isinstance(text, str)
            for text in (*inputs.values(), *unchecked, *judged.values(), *replacing.values(), *made_from.values())
        )
        and all(_is_plain(name) for name in files)
        and all(_is_entry(entry) for entry in files.values())
    )


def _is_plain(name: str) -> bool:
    """Whether it can only be a file in the set's own folder: what a manifest lists may be overwritten and removed, and a
    build folder may come from somebody else."""
    return bool(name) and name not in (".", "..", MANIFEST, _LAST) and not set(name) & set("/\\:\0")


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("sha256"), str) and isinstance(entry.get("size"), int)
