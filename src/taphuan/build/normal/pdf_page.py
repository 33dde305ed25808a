"""The texts and drawings of a page of a PDF by the numbers of their marks, from its content stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

from taphuan.build.normal.drawing import picture_digest

# the letters of each two-byte code of a font
Letters = dict[int, str]

# a string in brackets, which may hold others in pairs
_PLAIN = rb"\\.|[^\\()]"
_STRING = rb"\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*\))*\))*\)"
# What a reader of text needs of a content stream. Each way begins with a letter of its own, without a group: so `re` finds
# the next one at once among the numbers of drawings.
_TOKEN = re.compile(
    _STRING
    + rb"|<<(?:[^<>(]|<<[^<>]*>>|<[^<>]*>|"
    + _STRING
    + rb")*>>\s*BDC|<[0-9A-Fa-f\s]*>|/[\w.+-]+\s+(?:BMC|Do|[-\d.]+\s+Tf)\b|EMC|cm\b",
    re.DOTALL,
)
_MARKED = re.compile(rb"/MCID\s+(\d+)")
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<(\w+)>\s*<(\w+)>")
_TRIPLE = re.compile(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>")
# names of resources are counted up by the writer
_NAMES = re.compile(rb"/\w+")
# bytes before an operator that hold its last operand
_OPERAND = 32


@dataclass
class _Marked:
    """What stands between the marks of one number: texts with the height of their line, and where the marks are."""

    texts: list[tuple[bytes, str]] = field(default_factory=list)
    start: int = 0
    end: int = 0


class Fonts:
    """The letters of the fonts of a PDF, each read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], Letters] = {}

    def of(self, resources: Any) -> dict[bytes, Letters]:
        """By the name that a page gives a font; one without letters is left out."""
        fonts = resources.get("/Font", {})
        return {name.encode(): self._letters(font) for name, font in fonts.items() if "/ToUnicode" in font}

    def _letters(self, font: Any) -> Letters:
        if font.objgen not in self._read:
            self._read[font.objgen] = _letters(font.ToUnicode.read_bytes())
        return self._read[font.objgen]


class Page:
    """The marked contents of a page, read when they are first asked for."""

    def __init__(self, page: pikepdf.Page, fonts: Fonts) -> None:
        self._page, self._all_fonts = page, fonts
        left, low, right, high = (float(edge) for edge in page.mediabox)
        self.is_slide = right - left > high - low

    @cached_property
    def _content(self) -> bytes:
        contents: Any = self._page.obj.get("/Contents", [])
        streams = contents if isinstance(contents, pikepdf.Array | list) else [contents]
        return b"\n".join(stream.read_bytes() for stream in streams)

    @cached_property
    def _marked(self) -> dict[int, _Marked]:
        found: dict[int, _Marked] = {}
        open_: list[_Marked | None] = []
        fonts = self._all_fonts.of(self._page.resources)
        font: Letters = {}
        height = b""
        content = self._content
        for token in _TOKEN.finditer(content):
            said = token[0]
            if said == b"cm":
                height = _operand(content, token.start())
            elif said == b"EMC":
                if open_ and (ended := open_.pop()):
                    ended.end = token.start()
            elif said.endswith((b"BDC", b"BMC")):
                number = _MARKED.search(said)
                begun = found.setdefault(int(number[1]), _Marked()) if number else None
                if begun:
                    begun.start = token.end()
                open_.append(begun or (open_[-1] if open_ else None))
            elif said.endswith(b"Tf"):
                font = fonts.get(said.split()[0], {})
            elif said.startswith((b"(", b"<")) and open_ and (marked := open_[-1]):
                marked.texts.append((height, _decoded(said, font)))
        return found

    def words(self, number: int) -> list[tuple[bytes, str]]:
        """The texts between marks, each with what stands for the height of its line."""
        marked = self._marked.get(number)
        return marked.texts if marked else []

    def drawn(self, number: int) -> bytes:
        """The drawing between marks, with what it calls, its letters read, names of resources left out."""
        marked = self._marked.get(number)
        return self._drawn(self._content[marked.start : marked.end], self._page.resources) if marked else b""

    def _drawn(self, content: bytes, resources: Any) -> bytes:
        fonts = self._all_fonts.of(resources)
        return b"".join(_NAMES.sub(b"", piece) for piece in self._pieces(content, resources, fonts))

    def _pieces(self, content: bytes, resources: Any, fonts: dict[bytes, Letters]) -> Iterator[bytes]:
        font: Letters = {}
        end = 0
        for token in _TOKEN.finditer(content):
            said = token[0]
            if said.endswith(b"Tf"):
                font = fonts.get(said.split()[0], {})
            elif said.startswith((b"(", b"<")) and not said.startswith(b"<<"):
                yield content[end : token.start()]
                yield _decoded(said, font).encode()
                end = token.end()
            elif said.endswith(b"Do"):
                yield content[end : token.start()]
                yield self._called(resources, said.split()[0])
                end = token.end()
        yield content[end:]

    def _called(self, resources: Any, name: bytes) -> bytes:
        """What a picture, or a drawing that is called by its name, holds."""
        called = resources.XObject[name.decode("latin-1")]
        if str(called.get("/Subtype", "")) != "/Form":
            return picture_digest(called.read_raw_bytes()).encode()
        return self._drawn(called.read_bytes(), called.get("/Resources", resources))


def _operand(content: bytes, at: int) -> bytes:
    before = content[max(at - _OPERAND, 0) : at].split()
    return before[-1] if before else b""


def _decoded(said: bytes, font: Letters) -> str:
    """The letters of a string of a content stream."""
    if said.startswith(b"<"):
        codes = bytes.fromhex(said[1:-1].decode("latin-1"))
    else:
        # nearly all of what is escaped: the upper byte of a code
        codes = said[1:-1].replace(rb"\000", b"\0")
        if b"\\" in codes:
            codes = _ESCAPE.sub(_unescaped, codes)
    return "".join([font.get(codes[at] << 8 | codes[at + 1], "") for at in range(0, len(codes) - 1, 2)])


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign[:1] in b"01234567" else _ESCAPED.get(sign, sign)


def _letters(cmap: bytes) -> Letters:
    letters: Letters = {}
    for block in _CHARS.findall(cmap):
        for code, target in _PAIR.findall(block):
            letters[int(code, 16)] = bytes.fromhex(target.decode()).decode("utf-16-be")
    for block in _RANGES.findall(cmap):
        for low, high, target in _TRIPLE.findall(block):
            start = int(target, 16)
            letters |= {int(low, 16) + step: chr(start + step) for step in range(int(high, 16) - int(low, 16) + 1)}
    return letters
