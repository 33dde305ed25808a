"""Mutations of any file of data/, notebooks/ or slides/ as a whole: how it is written, cut, copied or gone."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from mutating.base import DATA, NOTEBOOK, TEMPLATE, Change, Kind, Plant, as_bytes, as_text, files, instead

_OF = {
    DATA: ("data/**/*.csv", "data/**/*.yaml", "data/**/*.geojson", "data/datapackage.json", "slides/deck.yaml"),
    NOTEBOOK: ("notebooks/*/*.ipynb",),
    TEMPLATE: ("slides/*.typ", "slides/*.css", "slides/*.j2", "slides/*.toml", "slides/*.mplstyle", "slides/nbconvert/**/*.*", "slides/drawings/*.svg"),
}  # fmt: skip


def _link_in_a_circle(path: Path) -> None:
    path.symlink_to(path.name)


def _wrong_byte(draw: Random) -> Callable[[bytes], bytes]:
    share = draw.random()

    def change(content: bytes) -> bytes:
        at = int(len(content) * share)
        return content[:at] + b"\xff" + content[at:]

    return change


def _cut(draw: Random) -> Callable[[bytes], bytes]:
    share = draw.uniform(0.2, 0.95)
    return lambda content: content[: int(len(content) * share)]


def _plants(file: str, draw: Random) -> dict[str, Plant]:
    return {
        "is empty": as_bytes(file, lambda content: b""),
        "holds blanks alone": as_bytes(file, lambda content: b" \n\n"),
        "is cut short": as_bytes(file, _cut(draw)),
        "is gone": lambda root: (root / file).unlink(),
        "is a folder": instead(file, Path.mkdir),
        "is a pipe": instead(file, os.mkfifo),
        "is a link to itself": instead(file, _link_in_a_circle),
        "is in UTF-16": as_text(file, lambda text: text, "utf-16"),
        "is in Latin-1": as_text(file, lambda text: text, "latin-1"),
        "has a wrong byte": as_bytes(file, _wrong_byte(draw)),
        "begins with a mark of order": as_bytes(file, lambda content: b"\xef\xbb\xbf" + content),
        "ends its lines as Windows does": as_bytes(file, lambda content: content.replace(b"\n", b"\r\n")),
        "holds a zero": as_bytes(file, lambda content: content[: len(content) // 2] + b"\0" + content[len(content) // 2 :]),
        "has its marks apart from the letters": as_text(file, lambda text: unicodedata.normalize("NFD", text)),
        "stands there twice over": as_bytes(file, lambda content: content + content),
        "has a conflict of a merge": as_text(file, _conflict(draw)),
    }  # fmt: skip


def _conflict(draw: Random) -> Callable[[str], str]:
    share = draw.random()

    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        at = int(len(lines) * share)
        return "".join((*lines[:at], "<<<<<<< ours\n", *lines[at : at + 1], "=======\n", *lines[at:], ">>>>>>> theirs\n"))  # fmt: skip

    return change


def _kind(what: str, way: str) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        file = random.choice(files(root, *_OF[way]))
        return Change(file, f"the file {what}", _plants(file, random)[what])

    noun = {DATA: "data", NOTEBOOK: "notebook", TEMPLATE: "template"}[way]
    return Kind(f"file of {noun} {what}", way, draw)


def kinds() -> Iterator[Kind]:
    for way in _OF:
        for what in _plants("", Random(0)):
            yield _kind(what, way)
