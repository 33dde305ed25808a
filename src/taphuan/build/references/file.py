"""The committed file: a line a document set, a few letters a document. Lines are sorted, and each stands alone, so that git merges them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from taphuan.build.normal.form import Normal, Part, digest_of
from taphuan.errors import TaphuanError

VERSION = 1
# hexadecimal digits of a document: one in 4,000 million changes keeps its digest
_LENGTH = 8
# the file whose slides have digests of their own, of two letters: they only say where to look
DECK, _SLIDES = "deck.html", "slides"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BEGINNING = "# taphuan references, version "
_HEAD = (
    "# Digests of what each document of a plain `make` says and shows (taphuan.build.normal), a line a document set;",
    "# behind `slides=` their number in deck.html and two letters a slide. `make references` builds everything and writes",
    "# this file, `taphuan references` compares a build with it; docs/checks.md, “References”. After a conflict: write it again.",
)
_DOCUMENT = re.compile(rf"([a-z][a-z0-9.-]*\.[a-z]+)=([0-9a-f]{{{_LENGTH}}})")
_ALL_SLIDES = re.compile(rf"{_SLIDES}=(\d+):([A-Za-z0-9_-]*)")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
REMEDY = "build everything and write it again: make references"


class ReferencesUnfit(TaphuanError):
    """The file of the references cannot be used; the message is one line with place and remedy."""

    code = "TH875"


@dataclass(frozen=True)
class SetReference:
    """The digests of a document set: of its files by name, and of the slides of its deck in their order."""

    files: Mapping[str, str]
    slides: tuple[str, ...] = ()

    def __str__(self) -> str:
        files = (f"{name}={digest}" for name, digest in sorted(self.files.items()))
        return " ".join((*files, f"{_SLIDES}={len(self.slides)}:{''.join(self.slides)}"))

    @property
    def key(self) -> str:
        """A name for what it stands for."""
        return digest_of(str(self), 16)


def reference_of(documents: Iterable[Normal]) -> SetReference:
    """The digests of the documents of a set."""
    kept = tuple(documents)
    deck = next((document for document in kept if document.kind == DECK), None)
    # the first part is what stands on all slides
    slides = tuple(map(slide_digest, deck.parts[1:])) if deck else ()
    return SetReference({document.kind: document.digest(_LENGTH) for document in kept}, slides)


def slide_digest(part: Part) -> str:
    """Two letters for a slide."""
    number = int(part.digest(3), 16)
    return _LETTERS[number >> 6] + _LETTERS[number & 63]


def written(references: Mapping[str, SetReference]) -> str:
    """The file of these sets, by name."""
    lines = (f"{name} {reference}" for name, reference in sorted(references.items()))
    return "\n".join((f"{_BEGINNING}{VERSION}", *_HEAD, *lines)) + "\n"


def read(path: Path) -> dict[str, SetReference]:
    """The references by name of the set. Raises ReferencesUnfit, with the first line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ReferencesUnfit(f"{path} is missing; {REMEDY}") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise ReferencesUnfit(f"{path} is no text file; {REMEDY}") from None
    found: dict[str, SetReference] = {}
    for number, line in enumerate(lines, start=1):
        if line.startswith(_CONFLICT):
            raise ReferencesUnfit(f"{path}, line {number}: git left a conflict there; {REMEDY}")
    version = lines[0].removeprefix(_BEGINNING) if lines and lines[0].startswith(_BEGINNING) else ""
    if version != str(VERSION):
        of = f"of version {version}" if version else "without its first line"
        raise ReferencesUnfit(f"{path}, line 1: it is {of}, this taphuan reads version {VERSION}; {REMEDY}")
    for number, line in enumerate(lines, start=1):
        if line.startswith("#") or not line.strip():
            continue
        name, _, rest = line.partition(" ")
        if name in found:
            raise ReferencesUnfit(f"{path}, line {number}: {name} stands there twice; {REMEDY}")
        found[name] = _of_line(path, number, rest)
    return found


def _of_line(path: Path, number: int, rest: str) -> SetReference:
    *documents, last = rest.split(" ")
    slides = _ALL_SLIDES.fullmatch(last)
    files = [_DOCUMENT.fullmatch(document) for document in documents]
    whole = slides and len(slides[2]) == 2 * int(slides[1])
    wrong = next((text for text, file in zip(documents, files, strict=True) if not file), "" if whole else last)
    if wrong or not slides or not documents:
        raise ReferencesUnfit(
            f"{path}, line {number}: it is cut off or no line of references (found: “{wrong[:40]}”); {REMEDY}"
        )
    letters = slides[2]
    return SetReference(
        {file[1]: file[2] for file in files if file},
        tuple(letters[at : at + 2] for at in range(0, len(letters), 2)),
    )
