"""YAML files: their values, the line of each, and what makes a file unreadable. The only place that reads YAML of data/.

Dates, `01`, `No` and `1:30` stay text; only `true`, `null`, 80 and 0.5 are converted. There are no aliases and no tags, which
data/ does not need: an alias can stand for gigabytes or for itself, a tag makes a value something else than it looks. The
events of the parser are read one by one, so no depth of nesting ends the process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from taphuan.data.reading import INVISIBLE, MOST_DIGITS, MOST_LEVELS, invisible_characters
from taphuan.errors import Problem

# a place in a YAML file: keys and indices
Path = tuple[str | int, ...]

_NULL = frozenset(("", "~", "null"))
_BOOL = {"true": True, "false": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_MALFORMED = "Compare indentation and quotation marks with the lines above; text with “: ” needs quotation marks."


@dataclass(frozen=True)
class Document:
    """A YAML file: its value, and the line on which each path such as ("key_points", 2, "text") starts."""

    file: str
    value: dict[str, Any] = field(hash=False)
    lines: dict[Path, int] = field(hash=False)

    def problem(self, path: Path, what: str, remedy: str, found: str = "", code: str = "") -> Problem:
        """A problem at a path. If the path is not in the file (a missing key), the line is that of its nearest parent."""
        present = path
        while present and present not in self.lines:
            present = present[:-1]
        return Problem(self.file, f"line {self.lines.get(present, 1)}", path_text(path), found, what, remedy, code)


def path_text(path: Path) -> str:
    """The path as text: ("key_points", 2, "text") → "key_points[2].text"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_document(text: str, file: str, problems: list[Problem]) -> Document | None:
    """The value of a YAML text with the line of every path; None if it is malformed or not a mapping. Appends to `problems`."""
    document, found = _read_document(text, file)
    problems += found
    return document


# who checks again after a change finds most files as they were; nobody changes what is read
@lru_cache(maxsize=128)
def _read_document(text: str, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    reader = _Reader(text, file)
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            reader.take(event)
    except _Unreadable:
        return None, tuple(reader.problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.refuse(
            mark.line + 1 if mark else 1,
            f"this line is not valid YAML: {error.problem or error.context}",
            _MALFORMED,
            code="TH115",
        )
        return None, tuple(reader.problems)
    except yaml.reader.ReaderError:
        # a character that YAML does not allow; `read_text` says the same of it, in the same words
        return None, tuple(invisible_characters(text, file))
    if not isinstance(reader.value, dict):
        what, remedy = "the file is not a list of “key: value” lines", "Compare it with the other files of its folder."
        return None, (*reader.problems, Problem(file, "line 1", "", "", what, remedy, code="TH116"))
    # a duplicate key leaves a value behind, what is refused none
    document = None if reader.refused else Document(file, reader.value, reader.lines)
    return document, tuple(reader.problems)


class _Unreadable(Exception):
    """The rest of the file would say nothing more."""


@dataclass
class _Level:
    """A list or mapping that is being read. `path` is None below a duplicate key, whose value is read and dropped."""

    value: Any
    path: Path | None
    key: str | None = None
    # the value of this key is dropped
    drop: bool = False


class _Reader:
    """Builds the value from events."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {}
        self.value: Any = None
        self.refused = False
        self._text = text
        self._levels: list[_Level] = []
        self._documents = 0

    def refuse(self, line: int, what: str, remedy: str, found: str | None = None, *, code: str) -> None:
        """A problem that makes the file unreadable; by default with the line itself."""
        self.refused = True
        if found is None:
            lines = self._text.split("\n")
            found = lines[line - 1].strip()[:80] if line <= len(lines) else ""
        self.problems.append(Problem(self.file, f"line {line}", "", found, what, remedy, code=code))

    def take(self, event: yaml.Event) -> None:
        """The next event. Raises _Unreadable where the rest need not be read."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.refuse(
                    line,
                    "a second document begins",
                    "Delete the line “---”, or make it a file of its own.",
                    code="TH116",
                )
                raise _Unreadable
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(line, f"an alias (*{event.anchor})", "Write out what it stands for.", code="TH117")
            self._put(None, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._levels.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)

    def _node(self, event: Any, line: int) -> None:
        if event.tag is not None:
            self.refuse(
                line, "a tag (a word with “!” before a value)", "Delete it; write the value alone.", code="TH117"
            )
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
            return
        if self._levels and isinstance(self._levels[-1].value, dict) and self._levels[-1].key is None:
            self.refuse(line, "a list or mapping as a key", "Write a word as the key.", code="TH117")
            raise _Unreadable
        if len(self._levels) >= MOST_LEVELS:
            self.refuse(
                line,
                f"nested deeper than {MOST_LEVELS} levels",
                "Delete the superfluous brackets or dashes.",
                code="TH114",
            )
            raise _Unreadable
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._levels.append(_Level(value, self._put(value, line)))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        level = self._levels[-1] if self._levels else None
        if level and isinstance(level.value, dict) and level.key is None:
            self._key(level, event.value, line)
        else:
            self._put(self._plain(event.value, line) if event.implicit[0] else self._quoted(event.value, line), line)

    def _key(self, level: _Level, key: str, line: int) -> None:
        level.key, level.drop = key, level.path is None
        if level.path is None:
            return
        path = (*level.path, key)
        if path in self.lines:
            level.drop = True
            what = f"duplicate key; the first is on line {self.lines[path]}"
            self.problems.append(
                Problem(self.file, f"line {line}", path_text(path), key, what, "Delete one of the two.", code="TH112")
            )
        else:
            self.lines[path] = line

    def _put(self, value: Any, line: int) -> Path | None:
        """Put a value where it belongs; its path, or None where it is dropped."""
        if not self._levels:
            self.value = value
            return ()
        level = self._levels[-1]
        if isinstance(level.value, list):
            if level.path is None:
                return None
            path = (*level.path, len(level.value))
            self.lines[path] = line
            level.value.append(value)
            return path
        key, level.key = level.key, None
        if level.drop or level.path is None or key is None:
            return None
        level.value[key] = value
        return (*level.path, key)

    def _plain(self, text: str, line: int) -> Any:
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        kind = int if _INT.fullmatch(text) else float if _FLOAT.fullmatch(text) else None
        if kind is None:
            return self._quoted(text, line)
        if sum(character.isdigit() for character in text) > MOST_DIGITS:
            self.refuse(line, f"a number of more than {MOST_DIGITS} digits", "Correct it.", code="TH113")
            return None
        return kind(text)

    def _quoted(self, text: str, line: int) -> str:
        # what a text says with a backslash; what stands there as a letter is found by `read_text`
        if not text.isprintable() and (match := INVISIBLE.search(text)):
            found = f"U+{ord(match.group()):04X}"
            self.refuse(line, "an invisible character that is not allowed", "Delete it.", found, code="TH109")
        elif "\t" in text:
            # which readers of YAML understand in more than one way
            self.refuse(line, "a tab in a text", "Write a space.", code="TH109")
        return text
