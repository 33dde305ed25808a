"""What two machines must have in common for the same job to have the same bytes on both, as digests that can be compared.

Everything that a run reads counts, to the letter, also where it makes no document anew: the rules of the data and the
checks decide what is published.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from taphuan import paths

_SKIPPED = ("__pycache__", ".ipynb_checkpoints")
# differing things that a message names
_NAMED = 3


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _below(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(path.parts) & set(_SKIPPED)
    }


def _file(path: Path) -> dict[str, str]:
    return {path.name: _sha256(path)} if path.exists() else {}


def installed() -> dict[str, str]:
    """The installed versions of what the project names itself; the lock has the others."""
    from packaging.requirements import Requirement

    versions: dict[str, str] = {}
    with suppress(metadata.PackageNotFoundError):
        for text in metadata.requires("taphuan") or ():
            asked = Requirement(text)
            if asked.marker is None or asked.marker.evaluate({"extra": ""}):
                try:
                    versions[asked.name] = metadata.version(asked.name)
                except metadata.PackageNotFoundError:
                    versions[asked.name] = "missing"
    return versions


# what is compared → its pieces (files, packages) with digest or version
PARTS: Mapping[str, Callable[[], dict[str, str]]] = {
    "code": lambda: {name: digest for name, digest in _below(paths.PACKAGE).items() if not name.startswith("slides/")},
    "notebooks": lambda: _below(paths.NOTEBOOKS),
    "data": lambda: _below(paths.DATA),
    "slides": lambda: {name: _sha256(path) for name, path in paths.all_taken().items()},
    "records": lambda: _below(paths.RECORDS),
    "project": lambda: _file(paths.PROJECT_FILE),
    "lock": lambda: _file(paths.LOCK),
    "Python": lambda: {"version": f"{sys.version_info.major}.{sys.version_info.minor}"},
    "packages": installed,
}
# those that a start page depends on
PAGES = ("code", "notebooks", "data", "slides")

Fingerprint = dict[str, str]


def fingerprint() -> Fingerprint:
    """The digest of each part, of what lies there now."""
    return {name: _digest(pieces()) for name, pieces in PARTS.items()}


def pieces_of(parts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The pieces of these parts, so that a message can say which differ."""
    return {name: PARTS[name]() for name in parts if name in PARTS}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that are not the same."""
    return tuple(name for name in dict.fromkeys((*one, *other)) if one.get(name) != other.get(name))


def in_words(here: Mapping[str, Mapping[str, str]], there: Mapping[str, Mapping[str, str]]) -> str:
    """What differs in these parts, for a person: "code (2 files: cli.py, text.py); Python (3.12 there, 3.11 here)"."""
    return "; ".join(_difference(name, here[name], there.get(name, {})) for name in here)


def _difference(part: str, here: Mapping[str, str], there: Mapping[str, str]) -> str:
    names = differing(here, there)
    if part in ("Python", "packages"):
        said = [f"{there.get(name, 'missing')} there, {here.get(name, 'missing')} here" for name in names]
        if part == "packages":
            said = [f"{name} {versions}" for name, versions in zip(names, said, strict=True)]
    else:
        said = list(names)
    more = f" and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return f"{part} ({', '.join(said[:_NAMED])}{more})"


def _digest(pieces: Mapping[str, str]) -> str:
    text = "\n".join(f"{name} {value}" for name, value in sorted(pieces.items()))
    return hashlib.sha256(text.encode()).hexdigest()
