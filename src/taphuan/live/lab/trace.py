"""Carries a changed text back through what composing did to it: from the composed words to the source with its placeholders.

A source text is literal words and pieces that composing resolves: placeholders, citations, pictures, the number of a heading.
Each piece is one letter of the private use area in what is compared, so that no difference can lie inside of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from taphuan.compose.citations import without_citations

VALUE, CITATION, PICTURE, NUMBER = "value", "citation", "picture", "number"
# stands between the pieces of a cell that was split
CUT = "\x1e"
_BADGE = re.compile(r" ?<span class=\"badge [^>]*>[^<]*</span>")
_PIECE = re.compile(
    r"(?P<citation>\s*\[@[^\]]+\])|(?P<value>\{\{\s*[^{}]*?\s*\}\})|(?P<picture>!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"# (?:[IVX]+|\d+)\. ")
_SHOWN_PICTURE = r"(?:!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>)"
_FIRST_LETTER = 0xE000
_MOST_PIECES = 1000
_TOKEN = re.compile(r"[\ue000-\uf8ff]|[^\W_]+|[^\S\n]+|.", re.DOTALL)
# how new tokens come of old ones: the name of the step, from and to among the old, from and to among the new
_EQUAL, _INSERT, _DELETE, _REPLACE, _KNOWN = "equal", "insert", "delete", "replace", "known"
_Step = tuple[str, int, int, int, int]


class Untraceable(Exception):
    """Why a changed text cannot be carried back; the message is for the user."""


@dataclass(frozen=True)
class Piece:
    """A part of a source text: `source` as written there, `shown` as composed. `kind` is "" for literal words."""

    kind: str
    source: str
    shown: str


def plain(text: str) -> str:
    """A composed text as it is compared: without no-break spaces and badges, which composing sets anew."""
    return _BADGE.sub("", text).replace("\N{NO-BREAK SPACE}", " ")


def badges(text: str) -> Counter[str]:
    """The badges in a composed text."""
    return Counter(_BADGE.findall(text))


def is_meant(wanted: str, composed: str, value: Callable[[str], str], numbered: bool = False) -> bool:
    """Whether a composed text is what a person wrote; placeholders and citations that they typed are resolved in it, and the
    heading of a paper has the number that it is counted to."""
    wanted, composed = plain(wanted), plain(composed)
    # a picture must be the same one
    parts = [("" if kind == PICTURE else kind, text) for kind, text in _split(wanted, numbered)]
    pattern = "".join(_pattern(kind, text, value) for kind, text in parts)
    return wanted == composed or bool(re.fullmatch(pattern, composed, re.DOTALL))


def pieces(source: str, composed: str, value: Callable[[str], str], numbered: bool = False) -> tuple[Piece, ...]:
    """A source text beside what it was composed to. `value`: what a placeholder shows, "" where that is not known;
    `numbered`: the heading of a paper, whose number is counted. Raises Untraceable."""
    split = _split(source, numbered)
    pattern = "".join(f"({_pattern(kind, text, value)})" for kind, text in split)
    match = re.fullmatch(pattern, plain(composed), re.DOTALL)
    if match is None:
        raise Untraceable("the text that it was composed from cannot be found in its source; change it there")
    return tuple(Piece(kind, text, shown) for (kind, text), shown in zip(split, match.groups(), strict=True))


def _split(source: str, numbered: bool = False) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    at = 0
    if numbered and (number := _NUMBER.match(source)):
        parts.append((NUMBER, number[0]))
        at = number.end()
    for match in _PIECE.finditer(source, at):
        parts.append(("", source[at : match.start()]))
        parts.append((str(match.lastgroup), match[0]))
        at = match.end()
    parts.append(("", source[at:]))
    return [(kind, text) for kind, text in parts if text]


def _pattern(kind: str, source: str, value: Callable[[str], str]) -> str:
    """What a part of a source text may be composed to, as a pattern without groups of its own."""
    if kind == VALUE:
        known = plain(without_citations(value(source.strip("{} "))))
        return f"(?:{re.escape(known)}|.*?)" if known else ".*?"
    if kind == PICTURE:
        return _SHOWN_PICTURE
    if kind == CITATION:
        return ""
    return _NUMBER.pattern if kind == NUMBER else re.escape(source.replace("\N{NO-BREAK SPACE}", " "))


def carried(base: Sequence[Piece], wanted: str, known: Mapping[str, str]) -> str:
    """The source of a changed text. `known`: lines of the copy as composed, with their sources, for those that were moved here.

    Raises Untraceable where the change lies inside of a piece.
    """
    return _Carrier(base, known).carry(plain(wanted))


def lines_with_pieces(base: Sequence[Piece]) -> dict[str, str]:
    """The lines of a composed text that have placeholders or citations in them, with their sources."""
    lines: list[list[Piece]] = [[]]
    for piece in base:
        parts = piece.source.split("\n") if not piece.kind else [piece.source]
        lines[-1].append(Piece(piece.kind, parts[0], piece.shown if piece.kind else parts[0]))
        lines += [[Piece("", part, part)] for part in parts[1:]]
    return {
        "".join(piece.shown for piece in line).strip(): "".join(piece.source for piece in line).strip()
        for line in lines
        if any(piece.kind for piece in line) and sum(len(piece.shown) for piece in line if not piece.kind) > 3
    }


@dataclass
class _Carrier:
    base: Sequence[Piece]
    known: Mapping[str, str]
    # letter → what it stands for, and back
    shown: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    # what stands for each token of the composed text, and the citations behind it
    tokens: list[str] = field(default_factory=list)
    sources: list[Piece] = field(default_factory=list)
    behind: dict[int, list[str]] = field(default_factory=dict)
    # pieces that are gone from their place: the first of each letter that comes up elsewhere was moved
    gone: dict[str, list[Piece]] = field(default_factory=dict)

    def carry(self, wanted: str) -> str:
        for piece in self.base:
            if piece.kind and piece.kind != CITATION and piece.shown:
                self._letter(piece.shown)
        self._read_base()
        new = _TOKEN.findall(self._encoded(wanted))
        steps = self._steps(new)
        left = Counter(new)
        for name, i1, i2, j1, j2 in steps:
            if name == _EQUAL:
                left.subtract(new[j1:j2])
                continue
            for at in range(i1, i2):
                if self.sources[at].kind:
                    self.gone.setdefault(self.tokens[at], []).append(self.sources[at])
        self._refuse_changed(steps, left)
        return self._written(steps, new)

    def _steps(self, new: list[str]) -> list[_Step]:
        """How the new tokens come of the old ones: first by lines, then by words inside of lines that differ."""
        old_lines, new_lines = _lines(self.tokens), _lines(new)
        by_lines = SequenceMatcher(
            None, [text for text, *_ in old_lines], [text for text, *_ in new_lines], autojunk=False
        )
        steps: list[_Step] = []
        for name, a1, a2, b1, b2 in by_lines.get_opcodes():
            i1, i2 = _span(old_lines, a1, a2, len(self.tokens))
            j1, j2 = _span(new_lines, b1, b2, len(new))
            brought = [self._decoded(text).strip() for text, *_ in new_lines[b1:b2]]
            if name in (_INSERT, _REPLACE) and all(line in self.known for line in brought if line) and any(brought):
                steps += [(_DELETE, i1, i2, j1, j1)] * (i2 > i1)
                steps += [(_KNOWN, i2, i2, *_span(new_lines, b, b + 1, len(new))) for b in range(b1, b2)]
            elif name == _REPLACE:
                words = SequenceMatcher(None, self.tokens[i1:i2], new[j1:j2], autojunk=False).get_opcodes()
                steps += [(step, i1 + i, i1 + ii, j1 + j, j1 + jj) for step, i, ii, j, jj in words]
            else:
                steps.append((name, i1, i2, j1, j2))
        return steps

    def _decoded(self, text: str) -> str:
        return "".join(self.shown.get(letter, letter) for letter in text)

    def _letter(self, shown: str) -> str:
        if shown not in self.letters:
            if len(self.letters) >= _MOST_PIECES:
                raise Untraceable("it has too many values for one cell; change it in its source")
            letter = chr(_FIRST_LETTER + len(self.letters))
            self.letters[shown], self.shown[letter] = letter, shown
        return self.letters[shown]

    def _encoded(self, text: str) -> str:
        """The text with a letter for each value that stands in it whole."""
        values = sorted(self.letters, key=len, reverse=True)
        if not values:
            return text
        return re.sub("|".join(map(_whole, values)), lambda match: self.letters[match[0]], text, flags=re.DOTALL)

    def _read_base(self) -> None:
        for piece in self.base:
            if piece.kind == CITATION or not piece.shown:
                self.behind.setdefault(len(self.tokens) - 1, []).append(piece.source)
            elif piece.kind:
                self.tokens.append(self._letter(piece.shown))
                self.sources.append(piece)
            else:
                # the source's own no-break spaces stay
                exact, at = piece.source, 0
                for token in _TOKEN.findall(self._encoded(piece.shown)):
                    length = len(self.shown.get(token, token))
                    self.tokens.append(token)
                    self.sources.append(Piece("", exact[at : at + length], exact[at : at + length]))
                    at += length

    def _refuse_changed(self, steps: Sequence[_Step], left: Counter[str]) -> None:
        """A value that other words stand for, and that comes up nowhere else, was changed and not moved or deleted."""
        for name, i1, i2, _, _ in steps:
            for at in range(i1, i2) if name == _REPLACE else ():
                piece = self.sources[at]
                if piece.kind in (VALUE, NUMBER) and left[self.tokens[at]] <= 0:
                    raise Untraceable(_reason(piece))

    def _written(self, steps: Sequence[_Step], new: Sequence[str]) -> str:
        out: list[str] = list(self.behind.get(-1, []))
        for name, i1, i2, j1, j2 in steps:
            if name == _EQUAL:
                for at in range(i1, i2):
                    out += [self.sources[at].source, *self.behind.get(at, [])]
                continue
            text = "".join(new[j1:j2])
            out.append(self._known_line(self._decoded(text)) if name == _KNOWN else self._inserted(text))
            if name != _DELETE or not self._are_whole_lines(i1, i2):
                # what a citation proves is the words before it, which are others now
                out += [citation for at in range(i1, i2) for citation in self.behind.get(at, [])]
        return "".join(out)

    def _known_line(self, line: str) -> str:
        said = line.strip()
        return line.replace(said, self.known[said], 1) if said else line

    def _are_whole_lines(self, start: int, end: int) -> bool:
        before = self.tokens[start - 1] if start else "\n"
        after = self.tokens[end] if end < len(self.tokens) else "\n"
        deleted = self.tokens[start:end]
        return "\n" in (before, *deleted[:1]) and "\n" in (after, *deleted[-1:])

    def _inserted(self, text: str) -> str:
        """New words; a value that is gone from its place was moved here."""

        def moved(match: re.Match[str]) -> str:
            gone = self.gone.get(match[0])
            return gone.pop(0).source if gone else self.shown[match[0]]

        return (
            re.sub(f"[{chr(_FIRST_LETTER)}-{chr(_FIRST_LETTER + _MOST_PIECES)}]", moved, text) if self.shown else text
        )


def _lines(tokens: Sequence[str]) -> list[tuple[str, int]]:
    """Each line with its line break, and the place of its first token."""
    lines: list[tuple[str, int]] = []
    start = 0
    for at, token in enumerate(tokens):
        if token == "\n" or at == len(tokens) - 1:
            lines.append(("".join(tokens[start : at + 1]), start))
            start = at + 1
    return lines


def _span(lines: Sequence[tuple[str, int]], start: int, end: int, tokens: int) -> tuple[int, int]:
    """The first token of the line `start` and that of the line `end`."""
    begin, stop = (lines[at][1] if at < len(lines) else tokens for at in (start, end))
    return begin, stop


def _whole(value: str) -> str:
    """A pattern of a value that is not a part of a longer word or number."""
    begin = r"(?<![^\W_])(?<!\d[.,])" if re.match(r"[^\W_]", value) else ""
    end = r"(?![^\W_]|[.,]\d)" if re.search(r"[^\W_]$", value) else ""
    return f"{begin}{re.escape(value)}{end}"


def _reason(piece: Piece) -> str:
    if piece.kind == NUMBER:
        return f"the number “{piece.shown.strip('# ')}” is counted by composing; leave it as it is"
    shown = piece.shown if len(piece.shown) <= 60 else f"{piece.shown[:57]}…"
    return f"“{shown}” comes from {piece.source}; change the placeholder in the source notebook, or the data"
